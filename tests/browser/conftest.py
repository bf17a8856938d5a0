"""What journeys in a browser begin with."""

import pytest

from tests.builders.people import make_member
from tests.builders.talk import make_consultation


@pytest.fixture
def scene():
    """An open consultation, and somebody who speaks in it."""
    consultation, member = make_consultation(), make_member()
    return consultation, member
