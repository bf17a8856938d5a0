"""The command that imports a paper."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.reading import read_paper_here
from lap_portal.errors import RuleViolation
from sections.forms.importing import OutlineForm
from sections.imports import apply_outline, known_language
from sections.models import ActionPlan
from sections.queries import working_text
from tests.builders.people import make_isu, make_person, make_presidency
from tests.builders.plans import WORDS, make_plan

PROJECT = Path(__file__).resolve().parents[2]
PAPER = "A paper of ours\n\nI. Aims\n\n1. First words.\n\n2. Actions:\n\n- Act;\n- Act again.\n"


@pytest.fixture
def paper(tmp_path):
    file = tmp_path / "paper.txt"
    file.write_text(PAPER, encoding="utf-8")
    return file


def test_without_apply_no_database_is_asked(paper, capsys):
    call_command("import_plan", str(paper), "--json")

    found = json.loads(capsys.readouterr().out)
    assert found["title_lines"] == ["A paper of ours"]
    assert found["units"][1] == {
        "kind": "paragraph",
        "section": "I",
        "number": "1",
        "text": "First words.",
    }
    assert found["units"][-1]["number"] is None


def test_without_apply_it_runs_where_nothing_is_set_up(paper, tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}

    ended = subprocess.run(
        [sys.executable, "manage.py", "import_plan", str(paper)],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert "5 units" in ended.stdout


def test_it_prints_the_doubts_about_numbering_that_the_page_shows(tmp_path, capsys):
    file = tmp_path / "paper.txt"
    file.write_text(PAPER.replace("2. Actions", "5. Actions"), encoding="utf-8")
    outline = read_paper_here(file.read_bytes(), file_name=file.name)
    shown = [doubt.message for doubt in OutlineForm(outline=outline).doubts]

    call_command("import_plan", str(file))
    printed = capsys.readouterr().out
    call_command("import_plan", str(file), "--json")
    found = json.loads(capsys.readouterr().out)

    assert "Paragraph 5 of the paper will be paragraph 2." in shown
    assert all(message in printed for message in shown)
    assert [doubt["message"] for doubt in found["warnings"]] == shown


@pytest.mark.django_db
def test_with_apply_the_paper_becomes_a_plan_in_somebodys_name(paper):
    isu = make_isu()

    call_command("import_plan", str(paper), "--apply", "--by", isu.person.email, "--title", "Ours")

    plan = ActionPlan.objects.get()
    assert (plan.slug, plan.title, plan.created_by) == ("ours", "Ours", isu.person)
    assert plan.title_lines == "A paper of ours"


@pytest.mark.django_db
def test_a_plan_that_has_a_text_is_not_written_over(paper):
    actor = make_presidency()
    plan = make_plan(actor)
    before = working_text(plan)

    with pytest.raises(CommandError, match="has a text already"):
        call_command(
            "import_plan", str(paper), "--plan", "plan", "--apply", "--by", actor.person.email
        )

    assert working_text(plan) == before


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["", "nobody@mission.example", "stranger@mission.example"])
def test_nobody_imports_without_a_right_to(paper, by):
    make_person(email="stranger@mission.example")

    with pytest.raises(CommandError):
        call_command("import_plan", str(paper), "--apply", "--by", by)

    assert not ActionPlan.objects.exists()


@pytest.mark.parametrize(("name", "content"), [("paper.txt", b""), ("paper.exe", b"MZ")])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(CommandError, match=r"\.$"):
        call_command("import_plan", str(file))
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_plan", str(tmp_path / "missing.txt"))


@pytest.mark.django_db
def test_an_outline_with_one_wrong_place_stores_nothing():
    units = (*WORDS.units[:-1], WORDS.units[0])

    with pytest.raises(RuleViolation):
        apply_outline(
            type(WORDS)(WORDS.title_lines, units),
            actor=make_presidency(),
            slug="wrong",
            title="Wrong",
            reason="x",
        )

    assert not ActionPlan.objects.exists()


def test_a_papers_language_is_one_of_the_portals():
    assert [known_language(code) for code in ("fr-CH", "zh-Hans", "tlh")] == [
        "fr",
        "zh-hans",
        "en",
    ]


@pytest.mark.django_db
def test_the_real_paper_is_imported_with_every_unit_and_word(shared_paper):
    outline = read_paper_here(shared_paper.read_bytes(), file_name=shared_paper.name)

    plan = apply_outline(
        outline, actor=make_isu(), slug="lap", title="Elements", reason="The paper as circulated"
    )

    text = working_text(plan)
    assert [unit.text for unit in text.units] == [unit.text for unit in outline.units]
    assert Counter(unit.kind.value for unit in text.units) == {
        "heading": 16,
        "list_heading": 20,
        "paragraph": 30,
        "consideration": 41,
        "action": 52,
        "question": 22,
        "principle": 7,
        "introduction_element": 4,
        "machinery_element": 4,
        "suggestion": 7,
    }
    assert [u.number for u in text.units if u.number] == [str(n) for n in range(1, 31)]
    assert len(text.title_lines) == 10
    assert len(text.footnotes) == 1
    shapes = Counter(unit.shape for unit in text.units if unit.shape)
    assert shapes == {
        "appropriate": 10,
        "missing": 7,
        "yes_no": 3,
        "principles_or_actions": 2,
    }
