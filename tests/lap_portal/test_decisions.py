"""Yes, or no with the reason."""

import pytest
from django.core.exceptions import PermissionDenied

from lap_portal.decisions import ALLOWED, denied, require


def test_a_refusal_is_false_and_carries_its_reason():
    decision = denied("Only the Presidency may do this.")

    assert not decision
    assert decision.reason == "Only the Presidency may do this."


def test_what_is_allowed_passes():
    require(ALLOWED)

    assert ALLOWED


def test_what_is_denied_raises_with_the_reason():
    with pytest.raises(PermissionDenied, match=r"^Only the Presidency may do this\.$"):
        require(denied("Only the Presidency may do this."))


def test_a_decision_cannot_be_turned_round():
    with pytest.raises(AttributeError):
        ALLOWED.is_allowed = False
