# Each target is a few commands that one could type. Settings are explained in .env.example.

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
PYTEST_ARGS ?= -n 2
PY := .venv/bin/python
PRODUCTION := PORTAL_ALLOWED_HOSTS=portal.example.org PORTAL_EMAIL_URL=smtp://mail.example.org \
	PORTAL_EMAIL_FROM=portal@example.org DATABASE_URL=postgresql:///portal

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore

.PHONY: run test check bench clean

run: .venv/runtime  ## Serve the demonstration; the data in DATA_DIR are kept.
	$(PY) bin/run.py

test: .venv/development  ## Run all tests.
	$(PY) -m lap_portal.translations
	$(PY) -m pytest $(PYTEST_ARGS)

check: .venv/development  ## Everything that can be said without running the portal.
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m djlint templates --check --lint --quiet
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check
	PORTAL_SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_hex(32))') $(PRODUCTION) \
		$(PY) manage.py check --deploy --fail-level WARNING

bench: .venv/development  ## Measure; see benchmarks/.
	$(PY) -m benchmarks

clean:  ## Remove what can be made again. The data stay.
	rm -rf .venv staticfiles .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/runtime: requirements.txt
	$(MAKE) --no-print-directory install LOCK=requirements.txt
	touch $@

# This lock holds the runtime packages too.
.venv/development: requirements.txt requirements-dev.txt
	$(MAKE) --no-print-directory install LOCK=requirements-dev.txt
	touch .venv/runtime $@

.PHONY: install
install:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
	$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(PY) -m pip install --quiet --require-hashes --requirement $(LOCK)
