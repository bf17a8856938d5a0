"""A submission is read by nobody its page did not name, and says once what it said."""

from dataclasses import replace

import pytest
from django.urls import reverse

from consultations.models import Comment, Submission
from consultations.operations.commenting import mark_ready
from consultations.operations.consulting import change_readers
from consultations.operations.dispatching import Particulars
from consultations.operations.submitting import submit
from lap_portal import clock
from tests.builders.people import make_delegation, make_isu, make_member, sign_in
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db


def address(name, consultation):
    return reverse(f"consultations:{name}", args=[consultation.plan.slug, consultation.number])


@pytest.mark.parametrize("name", ["submission_create", "no_comments_create"])
def test_a_rule_widened_while_the_page_was_open_is_shown_before_anything_goes(client, name):
    isu, actor = make_isu(), make_member()
    consultation = make_consultation(actor=isu)
    comment = mark_ready(make_comment(consultation, actor), actor=actor)
    place = address(name, consultation)
    shown = sign_in(client, actor).get(place).content.decode()
    change_readers(consultation, actor=isu, readers="participants", reason="Asked for")
    typed = {"readers": "participants", "cover_letter": "Dear President", "listed": comment.stamp}

    refused = client.post(place, typed | {"rule_shown": "offices"})
    nothing = Submission.objects.exists()
    client.post(place, typed | {"rule_shown": "participants"})

    assert 'name="rule_shown" value="offices"' in shown
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "more people would read this" in page
    assert "all who take part, as soon as it is submitted" in page
    assert 'name="rule_shown" value="participants"' in page
    assert "Dear President" in page
    assert not nothing
    assert Submission.objects.get().rule == "participants"


@pytest.mark.parametrize("shown", [{}, {"rule_shown": ""}, {"rule_shown": "everybody"}])
def test_a_page_that_does_not_say_which_rule_it_told_has_told_the_narrowest(client, shown):
    actor = make_member()
    consultation = make_consultation(readers="participants")
    sign_in(client, actor)

    refused = client.post(
        address("no_comments_create", consultation), {"readers": "participants"} | shown
    )
    nothing = Submission.objects.exists()
    client.post(address("no_comments_create", consultation), {"readers": "offices"} | shown)

    assert refused.status_code == 409
    assert not nothing


def test_a_rule_that_changes_nothing_for_the_choice_stops_nobody():
    isu, actor = make_isu(), make_member()
    consultation = make_consultation(actor=isu, readers="participants")
    mark_ready(make_comment(consultation, actor), actor=actor)

    for rule, shown in (("public", "participants"), ("offices", "public")):
        change_readers(consultation, actor=isu, readers=rule, reason="So")
        said = Particulars(readers="participants", rule_shown=shown, is_no_comments=True)
        submit(consultation, actor=actor, received_at=clock.now(), particulars=said)

    assert Comment.objects.get().is_inside
    assert Submission.objects.exists()


def test_a_second_no_comments_with_other_particulars_is_a_submission_of_its_own():
    consultation, actor = make_consultation(readers="public"), make_member()
    listed = make_delegation()
    first = Particulars(is_no_comments=True, readers="public", on_behalf_of="A group")

    def say(**other):
        said = replace(first, **other)
        return submit(consultation, actor=actor, received_at=clock.now(), particulars=said)

    said = [
        say(),
        say(readers="offices"),
        say(is_preliminary=True),
        say(on_behalf_of=""),
        say(aligned=(listed,)),
        say(cover_letter="Dear President"),
    ]

    assert len({each.pk for each in said}) == len(said)
    assert say(cover_letter="Dear President") == said[-1]
    assert [each.readers for each in said[:2]] == ["public", "offices"]
