import json
from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from consultations.demonstration.building import PAPER, SLUG, build
from consultations.demonstration.positions import POINTS
from consultations.models import Answer, Comment, Consultation, Point, Reflection
from consultations.models.contributions import State
from documents.reading import read_paper
from lap_portal import clock
from sections.models import ActionPlan

COUNTS = json.loads(PAPER.with_name("counts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def outlines():
    return [
        read_paper(path.read_bytes(), file_name=path.name)
        for path in (PAPER, PAPER.with_suffix(".docx"))
    ]


@pytest.mark.parametrize("place", [0, 1], ids=["text", "word"])
def test_the_demonstration_paper_has_the_counts_of_the_real_one(outlines, place):
    outline = outlines[place]
    kinds = Counter(str(unit.kind) for unit in outline.units)

    assert len(outline.title_lines) == 10
    assert len(outline.units) == 203
    assert kinds == COUNTS["kinds"]
    assert len(outline.footnotes) == 1


def test_the_word_file_of_the_paper_says_what_its_text_says(outlines):
    text, word = outlines

    assert word.title_lines == text.title_lines
    assert [(u.kind, u.section, u.number, u.text, u.lead) for u in word.units] == [
        (u.kind, u.section, u.number, u.text, u.lead) for u in text.units
    ]


def test_the_counts_are_those_of_the_real_paper(shared_paper):
    real = read_paper(Path(shared_paper).read_bytes(), file_name="paper.txt")
    sections = {}
    for unit in real.units:
        kinds = sections.setdefault(unit.section, Counter())
        kinds[str(unit.kind)] += 1

    assert sections == COUNTS["sections"]


def test_the_command_refuses_outside_a_demonstration(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="PORTAL_DEMONSTRATION"):
        call_command("seed_demo")


@pytest.mark.django_db
def test_the_demonstration_shows_every_state_and_can_be_asked_for_twice(settings):
    settings.DEMONSTRATION = True
    out = StringIO()

    call_command("seed_demo", delegations=8, comments=60, stdout=out)
    call_command("seed_demo", delegations=8, comments=60, stdout=out)

    plan = ActionPlan.objects.get(slug=SLUG)
    now = clock.now()
    states = [consultation.state_at(now) for consultation in plan.consultations.order_by("number")]
    assert plan.drafts.count() == 2
    assert states == [Consultation.State.CLOSED, Consultation.State.OPEN]
    assert set(Comment.objects.values_list("state", flat=True)) == set(State.values)
    assert State.SUBMITTED in Answer.objects.values_list("state", flat=True)
    assert Reflection.objects.filter(shared_at__isnull=False).exists()
    assert Point.objects.count() == len(POINTS)
    assert "One can sign in as" in out.getvalue()
    assert plan.consultations.get(number=2).closes_at > now + timedelta(days=170)


def said(*, seed):
    with transaction.atomic():
        build(delegations=6, comments=12, seed=seed)
        words = sorted(Comment.objects.values_list("delegation__name", "text", "state"))
        transaction.set_rollback(True)
    return words


@pytest.mark.django_db
def test_the_same_seed_says_the_same_and_another_something_else():
    assert said(seed=3) == said(seed=3) != said(seed=4)
