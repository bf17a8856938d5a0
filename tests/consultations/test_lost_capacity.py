"""Whoever lost the capacity in mid-session does none of the Presidency's acts any more."""

from datetime import date
from inspect import getmembers, isfunction, signature

import pytest
from django.core.exceptions import PermissionDenied

from consultations.operations import reflecting, revising, synthesizing
from delegations.offices import Office
from delegations.operations import dismiss_staff
from tests.builders.desk import make_point, make_round, make_synthesis, say
from tests.builders.plans import element

pytestmark = pytest.mark.django_db

MODULES = (reflecting, revising, synthesizing)
WORDS = {
    "record_reflection": {"outcome": "noted"},
    "share_reflections": {},
    "revise_prompted": {"text": "Other words;", "reason": "Mine", "based_on": 1},
    "issue_next_draft": {"dated": date(2030, 5, 1), "note": "Again"},
    "write_point": {"section": None, "text": "A point.", "sources": {}},
    "revise_point": {"text": "Other.", "becomes": "action", "sources": {}, "based_on": 1},
    "move_point": {"after": None},
    "shift_point": {"steps": 1},
    "strike_point": {"reason": "Mine"},
    "issue_synthesis": {"title": "Mine", "dated": date(2030, 5, 1)},
    "adopt_synthesis": {"slug": "mine", "title": "Mine"},
}


def operations():
    """Each public function of the modules that somebody acts by, by its name."""
    return {
        name: function
        for module in MODULES
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "actor" in signature(function).parameters
    }


def test_every_act_is_walked():
    assert set(operations()) == set(WORDS)


@pytest.mark.parametrize("name", WORDS)
def test_no_act_is_done_in_a_capacity_that_was_lost(name):
    around = make_round()
    comment = say(around.consultation, around.first)
    point = make_point(around.consultation, around.presidency)
    things = {
        "comment": comment,
        "consultation": around.consultation,
        "element": element(around.consultation.plan, "Draw up"),
        "plan": around.consultation.plan,
        "point": point,
        "synthesis": make_synthesis(around.consultation, around.presidency),
    }
    operation = operations()[name]
    thing = things[next(iter(signature(operation).parameters))]
    dismiss_staff(
        around.presidency.person,
        actor=around.isu,
        office=Office.PRESIDENCY,
        reason="Has left",
    )

    with pytest.raises(PermissionDenied, match="no longer hold"):
        operation(thing, actor=around.presidency, **WORDS[name])
