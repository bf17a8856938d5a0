import pytest

from tests.browser.looking import looking
from tests.builders.desk import make_round, say
from tests.builders.people import make_delegation, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/plans/plan/consultations/1"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "light"), (1440, "dark")])
def test_staff_read_figures_without_a_fault(chromium, live_server, width, scheme):
    around = make_round()
    state = make_delegation("A State of a long name", regional_group="African States")
    say(around.consultation, make_member(state), unit="II.a-A1", position="concern")
    say(around.consultation, around.first, unit="I-A1", type="drafting")

    with looking(chromium, live_server.url, around.isu, width=width, scheme=scheme) as person:
        person.look(f"{HERE}/figures/")
        person.look(f"{HERE}/figures/delegations/")
