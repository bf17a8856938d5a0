"""The shipped facts about States."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from delegations.imports import FACTS, load_states
from delegations.models import Delegation, Standing
from delegations.operations import revise_delegation
from tests.builders.people import make_delegation, make_isu

pytestmark = pytest.mark.django_db


def standing_on(day, status):
    holds = Q(until=None) | Q(until__gt=day)
    return Standing.objects.filter(holds, status=status, since__lte=day).count()


def test_the_counts_on_each_known_day_come_out():
    load_states()
    counts = json.loads(FACTS.read_text(encoding="utf-8"))["counts"]

    for written, expected in counts.items():
        day = date.fromisoformat(written)
        assert standing_on(day, "state_party") == expected["deposited"], written
        assert standing_on(day, "signatory") == expected["signatories_not_party"], written

    assert standing_on(date(2020, 6, 18), "state_party") == 108
    assert standing_on(date(2020, 6, 18), "signatory") == 13


def test_each_state_has_one_present_standing_with_its_source_and_day():
    load_states()

    present = Standing.objects.filter(until=None)

    assert present.count() == Delegation.objects.count() == 125
    assert not present.filter(source="").exists()
    assert set(present.values_list("as_at", flat=True)) == {date(2025, 9, 5)}
    unverified = Delegation.objects.filter(standings__is_verified=False).distinct()
    assert unverified.count() == 10


def test_regional_groups_are_loaded_as_not_verified():
    load_states()

    assert not Delegation.objects.exclude(regional_group_source="").exists()
    assert Delegation.objects.filter(regional_group="").count() == 4
    lithuania = Delegation.objects.get(iso3="LTU")
    assert lithuania.standings.get(until=None).status == "not_party"


def test_loading_again_changes_nothing_and_keeps_corrections(capsys):
    call_command("load_states")
    angola = Delegation.objects.get(iso3="AGO")
    revise_delegation(angola, actor=make_isu(), reason="A test", regional_group="")

    call_command("load_states")

    assert "entered: 0; already there: 125" in capsys.readouterr().out
    angola.refresh_from_db()
    assert angola.regional_group == ""
    assert angola.history.count() == 2
    assert Delegation.objects.count() == 125


def test_a_state_entered_by_hand_gets_its_codes():
    isu = make_isu()
    by_hand = make_delegation(name="Angola", status="", actor=isu)

    load_states(by=isu.person)

    by_hand.refresh_from_db()
    assert by_hand.iso3 == "AGO"
    assert by_hand.standings.count() == 1
    assert by_hand.history.first().history_user == isu.person


def test_an_unknown_person_stops_the_command():
    with pytest.raises(CommandError, match="nobody"):
        call_command("load_states", by="nobody@nowhere.example")
    assert not Delegation.objects.exists()
