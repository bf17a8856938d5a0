"""Who reads contributions, what a consultation says, and until when one delegation has time."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Comment, Consultation, Extension
from consultations.operations.commenting import mark_ready
from consultations.operations.consulting import (
    change_instants,
    change_readers,
    grant_extension,
    revise_guidance,
)
from consultations.operations.dispatching import Particulars
from consultations.operations.sharing import choose_readers
from consultations.operations.submitting import submit
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_presidency,
    sign_in,
)
from tests.builders.plans import make_draft
from tests.builders.talk import conclude, make_comment, make_consultation

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def speak(consultation, actor, readers="public", text="This needs a date."):
    mark_ready(make_comment(consultation, actor, text=text), actor=actor)
    return submit(
        consultation,
        actor=actor,
        received_at=clock.now(),
        particulars=Particulars(readers=readers),
    )


def reads(reader, consultation):
    return Comment.objects.visible_to(reader).filter(consultation=consultation).exists()


def url(name, consultation, *more):
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def test_a_consultation_is_read_by_the_offices_unless_its_form_says_otherwise(client):
    draft = make_draft()
    form = {
        "title": "First round",
        "draft": draft.pk,
        "opens_at": "2031-06-01T09:00",
        "closes_at": "2031-06-26T18:00",
        "time_zone": "Europe/Zurich",
        "late": "refused",
        "readers": "after_closing",
    }
    address = reverse("consultations:consultation_create", args=[draft.plan.slug])
    sign_in(client, make_isu())

    shown = client.get(address).content.decode()
    client.post(address, form)

    assert "read by the Presidency and the Implementation Support Unit only." in shown
    made = Consultation.objects.get()
    assert (made.readers, made.late) == ("after_closing", "refused")
    assert Consultation._meta.get_field("readers").default == "offices"


def test_narrowing_holds_for_everything_at_once_and_is_not_undone_by_widening():
    isu, actor, other = make_isu(), make_member(), make_member()
    consultation = make_consultation(actor=isu, readers="participants")
    said = speak(consultation, actor)
    before = reads(other, consultation)

    change_readers(consultation, actor=isu, readers="offices", reason="Asked for")
    narrowed = reads(other, consultation)
    change_readers(consultation, actor=isu, readers="public", reason="Asked for")

    said.refresh_from_db()
    assert (before, narrowed, reads(other, consultation)) == (True, False, False)
    assert said.rule == "offices"
    assert said.history.first().history_change_reason == "Asked for"
    assert consultation.history.first().history_user == isu.person


def test_widening_holds_from_then_on_and_for_the_rest_by_consent_alone():
    isu, actor, other = make_isu(), make_member(), make_member()
    consultation = make_consultation(actor=isu)
    said = speak(consultation, actor)

    change_readers(consultation, actor=isu, readers="participants", reason="Asked for")
    widened = reads(other, consultation)
    choose_readers(said, actor=actor, readers="public", takes_rule="participants")
    consented = reads(other, consultation)
    choose_readers(said, actor=actor, readers="offices")

    assert (widened, consented, reads(other, consultation)) == (False, True, False)
    assert said.history.count() == 3


def test_what_is_received_after_widening_is_read_by_the_new_rule():
    isu, actor, other = make_isu(), make_member(), make_member()
    consultation = make_consultation(actor=isu)

    consultation = change_readers(consultation, actor=isu, readers="participants", reason="So")
    speak(consultation, actor)

    assert reads(other, consultation)


def test_only_those_who_submit_for_it_choose_who_reads_a_submission():
    consultation, actor = make_consultation(readers="participants"), make_member()
    said = speak(consultation, actor)
    colleague, deputy = (make_member(actor.delegation, role) for role in ("member", "deputy"))

    for wrong in (colleague, make_member(), make_isu(), make_presidency()):
        with pytest.raises(PermissionDenied):
            choose_readers(said, actor=wrong, readers="offices")
    choose_readers(said, actor=deputy, readers="offices")

    said.refresh_from_db()
    assert said.readers == "offices"


@pytest.mark.parametrize("readers", ["after_closing", "nobody", ""])
def test_a_delegation_chooses_among_three(readers):
    actor = make_member()
    said = speak(make_consultation(), actor)

    with pytest.raises(RuleViolation, match="Choose who may read it"):
        choose_readers(said, actor=actor, readers=readers)


def test_consent_is_given_on_the_page_of_the_submission(client):
    isu, actor, other = make_isu(), make_member(), make_member()
    consultation = make_consultation(actor=isu)
    said = speak(consultation, actor)
    change_readers(consultation, actor=isu, readers="participants", reason="Asked for")
    address = url("submission_revise_readers", consultation, said.number)
    sign_in(client, actor)

    shown = client.get(address).content.decode()
    receipt = client.get(url("submission_read", consultation, said.number)).content.decode()
    client.post(address, {"readers": "public", "takes_rule": "participants"})

    assert "rule of today holds for this submission too" in shown
    assert address in receipt
    assert "Read by the Presidency and the Implementation Support Unit only." in receipt
    assert reads(other, consultation)


@pytest.mark.parametrize("now", ["public", "offices"])
def test_consent_to_a_rule_that_is_no_longer_the_rule_is_asked_anew(client, now):
    isu, actor, other = make_isu(), make_member(), make_member()
    consultation = make_consultation(actor=isu)
    said = speak(consultation, actor)
    change_readers(consultation, actor=isu, readers="participants", reason="Asked for")
    address = url("submission_revise_readers", consultation, said.number)
    sign_in(client, actor)
    change_readers(consultation, actor=isu, readers=now, reason="Again")

    refused = client.post(address, {"readers": "public", "takes_rule": "participants"})

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "rule was changed while this page was open" in page
    box = re.search("<input[^>]*takes_rule[^>]*>", page)
    assert (box is not None) == (now == "public")
    assert box is None or ('value="public"' in box[0] and "checked" not in box[0])
    said.refresh_from_db()
    assert said.rule == "offices"
    assert not reads(other, consultation)


@pytest.mark.parametrize("make", [make_member, make_presidency])
def test_only_the_isu_changes_a_consultation(make):
    consultation, actor = make_consultation(), make()
    later = consultation.closes_at + DAY

    for act in (
        lambda: change_readers(consultation, actor=actor, readers="public", reason="So"),
        lambda: revise_guidance(
            consultation, actor=actor, guidance="So", covering_letter="", reason="So"
        ),
        lambda: grant_extension(
            consultation, make_delegation(), actor=actor, closes_at=later, reason="So"
        ),
    ):
        with pytest.raises(PermissionDenied, match="Only the ISU"):
            act()


def test_after_the_synthesis_nothing_of_a_consultation_changes():
    isu, actor = make_isu(), make_member()
    consultation = make_consultation(actor=isu)
    conclude(consultation)

    for act in (
        lambda: change_readers(consultation, actor=isu, readers="public", reason="So"),
        lambda: grant_extension(
            consultation,
            actor.delegation,
            actor=isu,
            closes_at=consultation.closes_at + DAY,
            reason="So",
        ),
    ):
        with pytest.raises(RuleViolation, match="synthesis has been issued"):
            act()


def test_letters_change_with_reason_and_what_they_said_is_kept(client):
    isu = make_isu()
    consultation = make_consultation(actor=isu, guidance="Be brief.", covering_letter="Dear all")
    address = url("consultation_revise_guidance", consultation)
    sign_in(client, isu)

    client.post(
        address, {"guidance": "Be clear.", "covering_letter": "Dear all", "reason": "Clarity"}
    )

    consultation.refresh_from_db()
    assert consultation.guidance == "Be clear."
    page = client.get(address).content.decode()
    assert all(words in page for words in ("Be brief.", "Clarity", isu.person.name))


def test_a_refused_change_of_letters_keeps_what_was_typed(client):
    consultation = make_consultation()
    sign_in(client, make_isu())

    answer = client.post(
        url("consultation_revise_guidance", consultation),
        {"guidance": "Typed words", "covering_letter": "", "reason": ""},
    )

    assert "Typed words" in answer.content.decode()
    consultation.refresh_from_db()
    assert consultation.guidance == ""


def test_letters_stay_as_they_were_once_it_has_closed_for_all():
    isu, consultation = make_isu(), make_consultation()
    grant_extension(
        consultation,
        make_delegation(),
        actor=isu,
        closes_at=consultation.closes_at + DAY,
        reason="So",
    )

    def change(text):
        revise_guidance(
            consultation, actor=isu, guidance=text, covering_letter="", reason="Clarity"
        )

    with clock.at(consultation.closes_at):
        change("While one still has time")
    with clock.at(consultation.closes_at + DAY), pytest.raises(RuleViolation, match="has closed"):
        change("Later")


def extend(consultation, delegation, *, by, actor=None):
    return grant_extension(
        consultation,
        delegation,
        actor=actor or make_isu(),
        closes_at=consultation.closes_at + by,
        reason="Asked for by the mission",
    )


def test_an_extension_is_the_delegation_s_own_and_has_its_trace():
    isu, actor = make_isu(), make_member()
    consultation = make_consultation(late="refused", actor=isu)

    extension = extend(consultation, actor.delegation, by=3 * DAY, actor=isu)
    with clock.at(consultation.closes_at + DAY):
        late = speak(consultation, actor)
        with pytest.raises(PermissionDenied, match="has closed"):
            make_comment(consultation, make_member())

    assert not late.is_late
    trace = extension.history.get()
    assert (trace.history_user, trace.history_change_reason) == (
        isu.person,
        "Asked for by the mission",
    )


def test_nobody_else_s_pages_differ_by_an_extension(client):
    other, actor = make_member(), make_member()
    consultation = make_consultation(readers="after_closing")
    speak(consultation, other)
    names = ["consultation_read", "workspace", "deadline_file", "contributions"]
    addresses = [reverse("consultations:home"), consultation.draft.get_absolute_url()]
    addresses += [url(name, consultation) for name in names]

    def seen(moment):
        sign_in(client, other)
        with clock.at(moment):
            return [_plain(client.get(address)) for address in addresses]

    moments = [clock.now(), consultation.closes_at - DAY, consultation.closes_at + DAY]
    before = [seen(moment) for moment in moments]
    extend(consultation, actor.delegation, by=5 * DAY)

    assert [seen(moment) for moment in moments] == before


def _plain(answer):
    """A page without what differs at each request."""
    lines = answer.content.decode().splitlines()
    return [line for line in lines if "csrf" not in line and not line.startswith("DTSTAMP")]


def test_the_delegation_sees_its_own_deadline_everywhere(client):
    actor = make_member()
    consultation = make_consultation()
    extension = extend(consultation, actor.delegation, by=5 * DAY)
    sign_in(client, actor)
    ics = client.get(url("deadline_file", consultation)).content.decode()

    day = f"{extension.closes_at.astimezone(consultation.zone):%A} "
    for address in (
        reverse("consultations:home"),
        url("consultation_read", consultation),
        url("workspace", consultation),
    ):
        assert f"closes {day}" in client.get(address).content.decode()
    assert f"DTSTART:{extension.closes_at:%Y%m%dT%H%M%SZ}" in ics


def test_reading_after_closing_waits_for_the_last_extension_and_does_not_say_so(client):
    other, actor = make_member(), make_member()
    consultation = make_consultation(readers="after_closing")
    speak(consultation, actor, text="Shared words")
    extend(consultation, make_delegation(), by=5 * DAY)
    sign_in(client, other)

    with clock.at(consultation.closes_at + DAY):
        waiting = client.get(url("contributions", consultation)).content.decode()
    with clock.at(consultation.closes_at + 6 * DAY):
        opened = client.get(url("contributions", consultation)).content.decode()

    assert "Shared words" not in waiting
    assert "extension" not in waiting.lower()
    assert "more time" not in waiting.lower()
    assert "once the consultation has closed for all" in waiting
    assert "Shared words" in opened


@pytest.mark.parametrize("rule", ["after_closing", "public"])
def test_nobody_is_given_more_time_once_others_read_because_it_closed(rule):
    isu, other = make_isu(), make_member()
    consultation = make_consultation(actor=isu, readers=rule)
    first, second = make_delegation(), make_delegation()
    extend(consultation, first, by=2 * DAY, actor=isu)

    with clock.at(consultation.closes_at + DAY):
        extend(consultation, second, by=3 * DAY, actor=isu)
    with clock.at(consultation.closes_at + 4 * DAY):
        speak(consultation, make_member())
        with pytest.raises(RuleViolation, match="Others read what was submitted"):
            extend(consultation, first, by=5 * DAY, actor=isu)
        assert reads(other, consultation)


@pytest.mark.parametrize("rule", ["offices", "participants"])
def test_more_time_is_given_after_closing_where_closing_lets_nobody_read(rule):
    isu, other = make_isu(), make_member()
    consultation = make_consultation(actor=isu, readers=rule)
    speak(consultation, make_member())
    read_before = reads(other, consultation)

    with clock.at(consultation.closes_at + DAY):
        extend(consultation, make_delegation(), by=5 * DAY, actor=isu)

        assert reads(other, consultation) == read_before


def test_no_more_time_where_something_was_received_under_a_rule_that_closing_opens():
    isu = make_isu()
    consultation = make_consultation(actor=isu, readers="after_closing")
    speak(consultation, make_member())
    change_readers(consultation, actor=isu, readers="participants", reason="As decided")

    with (
        clock.at(consultation.closes_at + DAY),
        pytest.raises(RuleViolation, match="Others read what was submitted"),
    ):
        extend(consultation, make_delegation(), by=5 * DAY, actor=isu)


def test_time_is_shortened_only_to_what_is_not_past_and_never_below_the_time_of_all():
    isu, actor = make_isu(), make_member()
    consultation = make_consultation(actor=isu)
    extend(consultation, actor.delegation, by=5 * DAY, actor=isu)

    with pytest.raises(RuleViolation, match="no earlier"):
        extend(consultation, actor.delegation, by=-DAY, actor=isu)
    with clock.at(consultation.closes_at + 2 * DAY):
        with pytest.raises(RuleViolation, match="in the future"):
            extend(consultation, actor.delegation, by=DAY, actor=isu)
        extend(consultation, actor.delegation, by=3 * DAY, actor=isu)

    assert Extension.objects.get().closes_at == consultation.closes_at + 3 * DAY


def test_an_extension_is_taken_back_by_the_instant_of_all():
    isu, actor = make_isu(), make_member()
    consultation = make_consultation(actor=isu)
    extend(consultation, actor.delegation, by=5 * DAY, actor=isu)

    extend(consultation, actor.delegation, by=timedelta(), actor=isu)

    assert consultation.closes_at_for(actor.delegation) == consultation.closes_at


def test_whoever_does_not_read_the_draft_gets_no_time_and_no_letter():
    consultation = make_consultation(make_draft(circulation="states_parties"))

    with pytest.raises(RuleViolation, match="does not read the draft"):
        extend(consultation, make_delegation(category="civil_society"), by=DAY)


def test_the_isu_gives_time_on_a_page_that_keeps_what_was_typed(client):
    consultation, delegation = make_consultation(), make_delegation("Freedonia")
    address = url("extension_grant", consultation)
    later = (consultation.closes_at + 2 * DAY).astimezone(consultation.zone)
    sign_in(client, make_isu())

    refused = client.post(
        address, {"delegation": delegation.pk, "closes_at": "2001-01-01T10:00", "reason": "Why"}
    )
    client.post(
        address,
        {"delegation": delegation.pk, "closes_at": f"{later:%Y-%m-%dT%H:%M}", "reason": "Why"},
    )

    assert "Why" in refused.content.decode()
    assert Extension.objects.get().delegation == delegation
    assert "Freedonia" in client.get(address).content.decode()


def test_what_is_open_is_not_closed_early_by_changing_its_instants():
    isu, consultation = make_isu(), make_consultation()

    with pytest.raises(RuleViolation, match="give notice"):
        change_instants(
            consultation,
            actor=isu,
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at - timedelta(days=1),
            reason="Closed early",
        )


@pytest.mark.parametrize("given", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_date_that_no_calendar_reaches_is_refused_with_a_sentence(client, given):
    consultation, delegation = make_consultation(), make_delegation()
    typed = {"delegation": delegation.pk, "closes_at": given, "reason": "Why"}

    page = sign_in(client, make_isu()).post(url("extension_grant", consultation), typed)

    assert page.status_code == 200
    assert not Extension.objects.exists()
