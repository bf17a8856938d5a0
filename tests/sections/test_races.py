import pytest

from sections.operations import add_element, move_element
from sections.queries import working_text
from tests.builders.people import make_presidency
from tests.builders.plans import element, make_plan
from tests.consultations.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_one_moves_while_another_adds_in_the_same_place_stands_once_each_in_order():
    one, other = make_presidency(), make_presidency()
    plan = make_plan(one)
    first, last = element(plan, "Draw up"), element(plan, "Declare")

    at_once(
        lambda: move_element(last, actor=one, after=first, section=first.section, reason="Sooner"),
        lambda: add_element(
            plan, actor=other, after=first, kind="action", text="Then act.", reason="Missing"
        ),
    )

    text = [unit.text for unit in working_text(plan).units]
    keys = list(plan.elements.values_list("order", flat=True))
    after = text.index("Draw up a plan of destruction within a year;")
    assert set(text[after + 1 : after + 3]) == {"Then act.", "Declare when the last stock is gone."}
    assert text[after + 3] == "Report on stocks every April;"
    assert len(set(keys)) == len(keys)
