"""
The portal's settings. Each one that may differ between machines is read from the environment
and explained in `.env.example`; nothing is configured by editing this file.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from lap_portal.env import LOCAL_HOSTS, Environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(os.environ)

# What kind of process this is.

DEBUG = env.flag("PORTAL_DEBUG", default=False)
DEMONSTRATION = env.flag("PORTAL_DEMONSTRATION", default=False)
INSECURE_HTTP = env.flag("PORTAL_INSECURE_HTTP", default=DEBUG)
LOCAL_ONLY = DEBUG or DEMONSTRATION or INSECURE_HTTP
SECURE = not INSECURE_HTTP

PORT = env.number("PORT", default=8000, least=1, most=65535)
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "data")

ALLOWED_HOSTS = env.words("PORTAL_ALLOWED_HOSTS", sorted(LOCAL_HOSTS) if LOCAL_ONLY else [])
if not LOCAL_ONLY:
    env.need_to_serve("PORTAL_ALLOWED_HOSTS", "no host name would be answered")
    env.need_to_serve("PORTAL_EMAIL_URL", "sign-in codes could not be sent")
    env.need_to_serve("PORTAL_EMAIL_FROM", "mail needs a sender")
if DEMONSTRATION and not LOCAL_HOSTS.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "PORTAL_DEMONSTRATION lets anyone sign in as anyone, so PORTAL_ALLOWED_HOSTS "
        "may name only localhost, 127.0.0.1 and [::1] with it."
    )
if INSECURE_HTTP and not DEBUG and not LOCAL_HOSTS.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "PORTAL_INSECURE_HTTP sends passwords unencrypted, so PORTAL_ALLOWED_HOSTS "
        "may name only localhost, 127.0.0.1 and [::1] with it."
    )

SECRET_KEY = env.secret(
    "PORTAL_SECRET_KEY", make_in=DATA_DIR / "secret_key" if DEBUG or DEMONSTRATION else None
)

# Where the portal lives, as mail and documents name it: scheme and host, no closing slash.
PORTAL_ADDRESS = env.text(
    "PORTAL_ADDRESS",
    f"https://{ALLOWED_HOSTS[0].removeprefix('.')}"
    if SECURE and ALLOWED_HOSTS
    else f"http://localhost:{PORT}",
).rstrip("/")

# Whom people meet.

PORTAL_SUBMISSIONS_ADDRESS = env.text("PORTAL_SUBMISSIONS_ADDRESS")
PORTAL_ISU_CONTACT = env.text("PORTAL_ISU_CONTACT")
PORTAL_STAFF_MFA = env.flag("PORTAL_STAFF_MFA", default=not (DEBUG or DEMONSTRATION))
if not (PORTAL_STAFF_MFA or DEBUG or DEMONSTRATION):
    raise ImproperlyConfigured(
        "PORTAL_STAFF_MFA may be false only with PORTAL_DEBUG or PORTAL_DEMONSTRATION."
    )

# Applications. Ours come first, so that our templates and files win.

INSTALLED_APPS = [
    "lap_portal",
    "delegations",
    "sections",
    "consultations",
    "delegations.administration.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "django_htmx",
    "django_tasks_db",
    "js_lib_bootstrap5",
]

MIDDLEWARE = [
    "lap_portal.middleware.received_at",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lap_portal.middleware.limited_body",
    "lap_portal.middleware.plain_address",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lap_portal.middleware.kept_private",
    "consultations.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "delegations.middleware.capacity",
    "delegations.middleware.own_zone",
    "simple_history.middleware.HistoryRequestMiddleware",
    "lap_portal.middleware.RefusedRules",
    "consultations.middleware.KeptTyping",
]

ROOT_URLCONF = "lap_portal.urls"
WSGI_APPLICATION = "lap_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lap_portal.context.portal",
                "delegations.context.offices",
            ],
        },
    },
]

# Database. IMMEDIATE, or simultaneous writers fail; FULL, or a power cut loses what people
# were told had been saved.

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
        " PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000;"
    ),
}
_database = env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")
if _database["ENGINE"].endswith("sqlite3"):
    Path(_database["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _database["OPTIONS"] = SQLITE_OPTIONS | _database["OPTIONS"]
_database.setdefault("CONN_MAX_AGE", 60)
_database.setdefault("CONN_HEALTH_CHECKS", _database["ENGINE"].endswith("postgresql"))
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, so that the limits on sign-in attempts hold for all of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    }
}

# Signing in: by e-mail address, with a code sent there, a password or a passkey. Accounts are
# made by invitation only.

AUTH_USER_MODEL = "delegations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "delegations.accounts.PortalAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
# A whole conference may share one address, so only the limits per person stay strict.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "request_login_code": "200/m/ip,3/m/key",
    "reset_password": "100/m/ip,5/m/key",
}

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "LAP portal"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMONSTRATION

# Sessions end after twelve idle hours; `lap_portal.sessions` renews them while people work.

_COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_ENGINE = "lap_portal.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "consultations.views.typing.csrf_failure"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = f"{_COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What the browser is told.

SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("PORTAL_TRUSTED_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    "publickey-credentials-create": "self",
    "publickey-credentials-get": "self",
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# What people may send: the fields of one form, and one request as a whole.

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
PORTAL_REQUEST_LIMIT = 64 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
MEDIA_ROOT = DATA_DIR / "files"

# Languages and time.

# What pages are offered in: only languages whose catalogue in `locale` is complete, or people would
# meet a page mirrored for Arabic with English sentences in it. A test holds that.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
# What people may write comments and papers in: the six official languages.
WRITING_LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.time_zone("PORTAL_TIME_ZONE", "Europe/Zurich")

# Files that belong to the pages.

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Mail goes to files in DATA_DIR until a server is named.

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
if env.text("PORTAL_EMAIL_URL"):
    globals().update(env.email("PORTAL_EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("PORTAL_EMAIL_FROM", "LAP portal <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Work outside requests: queued in the database with the fact it follows from, done by a worker.

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Logs: one line of JSON per event, or plain sentences while debugging.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "lap_portal.logs.JsonFormatter"},
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "json"}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}

env.refuse_unknown()

# What must still be set before anyone is served: `wsgi.py` and `check --deploy` insist on it,
# while commands such as import_plan run without.
MISSING_TO_SERVE = tuple(env.missing)
