from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.operations.closing import NOTICE, close_early
from consultations.operations.consulting import grant_extension
from delegations.models import Notice
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.talk import make_consultation

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def close(consultation, actor=None, *, into=NOTICE + DAY, reason="The conference was moved"):
    closes_at = clock.now() + into
    return close_early(consultation, actor=actor or make_isu(), closes_at=closes_at, reason=reason)


def told():
    return Notice.objects.filter(about="closes_early")


def test_it_closes_earlier_and_everybody_for_whom_it_does_is_told_when_and_why():
    plain, extended = make_member(), make_member()
    isu, consultation = make_isu(), make_consultation()
    later = consultation.closes_at + DAY
    grant_extension(
        consultation, extended.delegation, actor=isu, closes_at=later, reason="Asked for"
    )

    closed = close(consultation, isu)

    assert closed.closes_at < later - DAY
    assert closed.history.first().history_change_reason == "The conference was moved"
    (notice,) = told()
    assert notice.person == plain.person
    assert "The conference was moved" in notice.words
    assert notice.calendar
    assert closed.closes_at_for(extended.delegation) == later


@pytest.mark.parametrize("short", [timedelta(minutes=2), DAY, NOTICE, NOTICE + DAY])
def test_nobody_gets_less_than_the_notice(short):
    consultation = make_consultation()

    with pytest.raises(RuleViolation, match="48 hours"):
        close(consultation, into=NOTICE - short)

    assert not told().exists()


def test_exactly_the_notice_is_enough():
    moment = clock.now()

    with clock.at(moment):
        assert close(make_consultation(), into=NOTICE).closes_at == moment + NOTICE


def test_it_is_not_closed_early_at_a_later_instant_nor_without_a_reason():
    consultation = make_consultation()

    with pytest.raises(RuleViolation, match="not earlier"):
        close(consultation, into=11 * DAY)
    with pytest.raises(RuleViolation, match="reason"):
        close(consultation, reason=" ")


@pytest.mark.parametrize(
    "moments", [{"open": False}, {"opens_in": DAY, "closes_in": 9 * DAY}], ids=["closed", "planned"]
)
def test_what_is_not_open_is_not_closed_early(moments):
    consultation = make_consultation(**moments)

    with pytest.raises(RuleViolation, match="that is open"):
        close(consultation)


def test_nobody_but_the_isu_closes_early():
    consultation = make_consultation()

    for actor in (make_presidency(), make_member()):
        with pytest.raises(PermissionDenied):
            close(consultation, actor)


def test_the_isu_closes_early_on_its_page(client):
    isu, consultation = make_isu(), make_consultation()
    client = sign_in(client, isu)
    page = consultation.address("consultation_close")
    soon = (clock.now() + 4 * DAY).astimezone(consultation.zone)
    typed = {"closes_at": f"{soon:%Y-%m-%dT%H:%M}", "reason": "Moved"}

    read = client.get(consultation.get_absolute_url()).content.decode()
    early = client.post(page, {**typed, "closes_at": f"{clock.now():%Y-%m-%dT%H:%M}"})
    done = client.post(page, typed)

    assert page in read
    assert "48 hours" in str(early.context["form"].non_field_errors())
    assert early.context["form"]["reason"].value() == "Moved"
    assert done.status_code == 302
    consultation.refresh_from_db()
    assert consultation.closes_at == soon.replace(second=0, microsecond=0)


def test_the_page_of_a_closed_consultation_says_that_there_is_nothing_to_close(client):
    consultation = make_consultation(open=False)
    page = reverse(
        "consultations:consultation_close", args=[consultation.plan.slug, consultation.number]
    )

    html = sign_in(client, make_isu()).get(page).content.decode()

    assert "Nothing to close" in html
