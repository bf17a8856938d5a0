from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lap_portal import clock
from lap_portal.errors import RuleViolation, StaleRevision
from sections.models import Hold, Presence
from sections.operations import delete_element, revise_element
from sections.operations.holding import hold_section, note_presence, release_section
from sections.queries.holds import holding_of, others_at
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan
from tests.consultations.test_races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_presidency(), make_presidency()


@pytest.fixture
def action(people):
    plan = make_plan(people[0])
    make_draft(plan, actor=people[0])
    return element(plan, "Draw up")


def test_one_person_holds_a_text_and_the_others_see_it(people, action):
    one, other = people
    hold_section(action.section, actor=one)

    mine, theirs = (holding_of(action.section, reader) for reader in people)

    assert (mine.is_own, theirs.is_own) == (True, False)
    assert theirs.hold.person == one.person
    assert other.person != one.person


def test_a_hold_covers_what_lies_below_and_is_seen_above(people, action):
    below = element(action.plan, "Name a person").section
    hold_section(below.parent, actor=people[0])

    at_below, at_above, beside = (
        holding_of(section, people[1]) for section in (below, below.parent, action.section)
    )

    assert [(held.hold.section, held.place) for held in at_below.around] == [
        (below.parent, "section II")
    ]
    assert at_below.place == "section II.a"
    assert at_above.hold is not None
    assert (beside.hold, beside.around) == (None, ())


def test_anyone_who_drafts_takes_over_and_the_trace_says_so(people, action):
    one, other = people
    hold_section(action.section, actor=one)

    hold = hold_section(action.section, actor=other, over=one.person.pk)

    assert hold.person == other.person
    acts = [(act.history_user, act.history_change_reason) for act in hold.history.order_by("pk")]
    assert acts == [(one.person, "Took the text in hand"), (other.person, "Took over the text")]


def test_taking_over_from_who_no_longer_holds_it_changes_nothing(people, action):
    one, other = people
    third = make_presidency()
    hold_section(action.section, actor=one)
    hold_section(action.section, actor=third, over=one.person.pk)

    for over in (one.person.pk, None):
        with pytest.raises(StaleRevision, match=third.person.name):
            hold_section(action.section, actor=other, over=over)

    assert Hold.objects.get().person == third.person


def test_a_hold_ends_by_time_alone_and_is_then_free(people, action):
    one, other = people
    with clock.at(clock.now() - timedelta(hours=4)):
        hold_section(action.section, actor=one)

    assert holding_of(action.section, other).hold is None
    with pytest.raises(StaleRevision, match="Nobody"):
        hold_section(action.section, actor=other, over=one.person.pk)
    assert hold_section(action.section, actor=other).person == other.person


def test_a_hold_just_short_of_its_end_stands(people, action):
    with clock.at(clock.now() - timedelta(hours=3, minutes=59)):
        hold_section(action.section, actor=people[0])

    assert holding_of(action.section, people[1]).hold is not None


def test_who_holds_a_text_gives_it_back_and_nobody_else_does(people, action):
    one, other = people
    hold_section(action.section, actor=one)
    with pytest.raises(RuleViolation):
        release_section(action.section, actor=other)

    release_section(action.section, actor=one)

    assert not Hold.objects.exists()
    last = Hold.history.latest()
    assert (last.history_user, last.history_change_reason) == (one.person, "Gave the text back")


def test_a_hold_stops_nobody(people, action):
    hold_section(action.section, actor=people[0])

    revision = revise_element(
        action, actor=people[1], text="Draw up soon;", reason="Better", based_on=1
    )

    assert revision.number == 2


def test_only_who_drafts_holds_and_only_staff_learn_of_it(people, action):
    isu, member = make_isu(), make_member()
    for actor in (isu, member):
        with pytest.raises(PermissionDenied):
            hold_section(action.section, actor=actor)
    hold_section(action.section, actor=people[0])

    assert holding_of(action.section, isu).hold is not None
    assert holding_of(action.section, member) is None
    assert not Hold.objects.visible_to(member).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_over_at_once_one_is_told_who_was_faster(people, action):
    third = make_presidency()
    hold_section(action.section, actor=third)

    results = at_once(
        *[
            lambda actor=actor: hold_section(action.section, actor=actor, over=third.person.pk)
            for actor in people
        ]
    )

    assert sorted(type(result).__name__ for result in results) == ["Hold", "StaleRevision"]
    assert Hold.objects.get().person in {actor.person for actor in people}


def test_those_at_the_same_element_see_one_another_for_some_minutes(people, action):
    one, other = people
    for actor in people:
        note_presence(action, actor=actor)

    with clock.at(clock.now() + timedelta(minutes=2)):
        during = others_at(action, one)
    with clock.at(clock.now() + timedelta(minutes=4)):
        after = others_at(action, one)

    assert (during, after) == ([other.person.name], [])
    assert others_at(element(action.plan, "Report"), one) == []
    assert others_at(action, make_member()) == []


def test_of_where_somebody_was_nothing_is_kept(people, action):
    with clock.at(clock.now() - timedelta(minutes=4)):
        note_presence(action, actor=people[0])

    note_presence(action, actor=people[1])

    assert [presence.person for presence in Presence.objects.all()] == [people[1].person]


def test_only_who_may_revise_is_noted_and_not_at_what_was_deleted(people, action):
    for actor in (make_isu(), make_member()):
        with pytest.raises(PermissionDenied):
            note_presence(action, actor=actor)
    delete_element(action, actor=people[0], reason="Gone")
    action.refresh_from_db()

    with pytest.raises(PermissionDenied):
        note_presence(action, actor=people[0])


def at(page, action, space="consultations"):
    uid = action.uid if page in {"element_read", "element_revise", "presence_note"} else ""
    return reverse(f"{space}:{page}", args=[action.plan.slug, uid or action.section.uid])


def test_the_pages_of_the_text_tell_staff_who_holds_it_and_nobody_else(client, people, action):
    one, other = people
    hold_section(action.section, actor=one)
    words = f"{one.person.name} holds the text of section I "
    isu, member = make_isu(), make_member()

    shown = {
        (name, page)
        for name, reader in {"other": other, "isu": isu, "member": member}.items()
        for page in ("section_read", "element_read", "element_revise")
        if words in sign_in(client, reader).get(at(page, action)).content.decode()
    }

    pages = {"section_read", "element_read"}
    assert shown == {(name, page) for name in ("other", "isu") for page in pages} | {
        ("other", "element_revise")
    }


def test_the_button_takes_what_was_seen_and_leads_back(client, people, action):
    one, other = people
    hold_section(action.section, actor=one)
    sign_in(client, other)
    sent = {"over": one.person.pk, "element": action.uid}

    taken = client.post(at("section_hold", action, "sections"), sent)
    late = client.post(at("section_hold", action, "sections"), sent, follow=True)
    back = client.post(at("section_release", action, "sections"), follow=True)

    assert taken.url == at("element_read", action)
    assert f"{other.person.name} holds this text now" in late.content.decode()
    assert "You gave this text back" in back.content.decode()
    assert back.redirect_chain[0][0] == at("section_read", action)


def test_holding_a_text_from_the_editor_keeps_what_was_typed(client, people, action):
    one, other = people
    hold_section(action.section, actor=one)
    sign_in(client, other)
    typed = {"text": "Half typed", "reason": "Mine", "based_on": "1"}

    stale = client.post(at("element_revise", action), {**typed, "hold": ""})
    taken = client.post(at("element_revise", action), {**typed, "hold": one.person.pk})

    for response in (stale, taken):
        assert response.context["form"]["text"].value() == "Half typed"
    assert f"{one.person.name} holds this text now" in stale.content.decode()
    assert Hold.objects.get().person == other.person


@pytest.mark.parametrize("over", ["x", "-1", "9" * 40])
def test_nonsense_in_the_stead_of_a_holder_takes_nothing_over(client, people, action, over):
    hold_section(action.section, actor=people[0])
    sign_in(client, people[1])

    for page, space, sent in (
        ("section_hold", "sections", {"over": over}),
        ("element_revise", "consultations", {"hold": over}),
    ):
        client.post(at(page, action, space), sent)

    assert Hold.objects.get().person == people[0].person


def test_the_page_that_says_one_is_here_is_told_who_else_is_and_what_changed(
    client, people, action
):
    one, other = people
    note_presence(action, actor=one)
    sign_in(client, other)
    sent = {"based_on": "1", "seen": "0"}

    before = client.post(at("presence_note", action), sent).content.decode()
    revise_element(action, actor=one, text="Draw up soon;", reason="Better", based_on=1)
    after = client.post(at("presence_note", action), sent).content.decode()
    nonsense = client.post(at("presence_note", action), {"based_on": "x", "seen": "9" * 40})

    assert f"{one.person.name} has this page open too" in before
    assert "saved other words" not in before
    assert f"{one.person.name} saved other words" in after
    assert nonsense.status_code == 200
