from datetime import date

import pytest
from django.urls import reverse

from consultations.operations.correcting import withdraw
from consultations.operations.reflecting import share_reflections
from consultations.operations.revising import issue_next_draft, revise_prompted
from tests.builders.desk import decide, make_round, say
from tests.builders.people import sign_in
from tests.builders.plans import element

pytestmark = pytest.mark.django_db

NEW = "Draw up a plan of destruction within half a year;"


def address(around, name="reflections_read"):
    consultation = around.consultation
    return reverse(f"consultations:{name}", args=[consultation.plan.slug, consultation.number])


def make_told_round(*, prompts=True):
    """Both delegations commented on one action; both were decided and replied to, and shared."""
    around = make_round()
    comments = [
        say(around.consultation, around.first, "First asks"),
        say(around.consultation, around.second, "Second asks"),
    ]
    for comment, reply in zip(comments, ("Reply to the first", "Reply to the second"), strict=True):
        decide(comment, around.presidency, "in_part", note="Our private note", reply=reply)
    revise_prompted(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        text=NEW,
        reason="A private reason",
        based_on=1,
        prompted_by=comments if prompts else comments[1:],
    )
    return around


def issue(around):
    issue_next_draft(around.consultation.plan, actor=around.presidency, dated=date(2030, 5, 1))


def test_each_delegation_reads_its_own_reply_and_not_the_other(client):
    around = make_told_round()
    issue(around)

    first = sign_in(client, around.first).get(address(around)).content.decode()
    second = sign_in(client, around.second).get(address(around)).content.decode()

    assert "Reply to the first" in first
    assert "Reply to the second" not in first
    assert "Second asks" not in first
    assert "Reply to the second" in second
    assert "Reply to the first" not in second


def test_a_delegation_sees_the_words_that_changed_and_nothing_of_staff(client):
    around = make_told_round()
    issue(around)

    response = sign_in(client, around.first).get(address(around))
    html = response.content.decode()

    (own,) = response.context["page"].reflections
    (now,) = own.nows
    assert "".join(s.text for s in now.words if s.change != "removed") == NEW
    assert own.is_prompt
    assert "Our private note" not in html
    assert "A private reason" not in html
    assert around.presidency.person.name not in html
    assert around.second.delegation.name not in html


def test_a_delegation_that_prompted_nothing_is_not_told_that_it_did(client):
    around = make_told_round(prompts=False)
    issue(around)

    response = sign_in(client, around.first).get(address(around))

    assert not response.context["page"].reflections[0].is_prompt


def test_before_anything_is_shared_a_delegation_sees_only_how_many_wait(client):
    around = make_told_round()

    response = sign_in(client, around.first).get(address(around))

    assert response.context["page"].reflections == ()
    assert [each.comment.text for each in response.context["page"].waiting] == ["First asks"]
    assert "I-A1" in response.content.decode()


def test_a_newer_decision_shows_nothing_until_it_is_shared_too(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    old = decide(comment, around.presidency, "noted", reply="The shared reply")
    share_reflections(around.consultation, actor=around.presidency)
    decide(comment, around.presidency, "reflected", reply="Not yet", based_on=old.pk)

    html = sign_in(client, around.first).get(address(around)).content.decode()

    assert "The shared reply" in html
    assert "Not yet" not in html


def test_a_delegation_reads_what_it_withdrew_and_that_words_stayed(client):
    around = make_round()
    comment = say(around.consultation, around.first, unit="I-A2")
    decide(comment, around.presidency)
    withdraw(comment, actor=around.first, reason="Said by others")
    issue_next_draft(
        around.consultation.plan, actor=around.presidency, dated=date(2030, 5, 1), note="Again"
    )

    html = sign_in(client, around.first).get(address(around)).content.decode()

    assert "Said by others" in html
    assert "The words have not changed in" in html
    assert f"Only {around.first.delegation.name} reads this page." in html


def test_staff_find_no_such_page_and_the_public_signs_in(client):
    around = make_told_round()

    assert client.get(address(around)).status_code == 302
    for actor in (around.presidency, around.isu):
        assert sign_in(client, actor).get(address(around)).status_code == 404


def test_the_page_costs_the_same_with_three_comments_and_with_sixty(
    client, django_assert_max_num_queries
):
    around = make_round()
    client = sign_in(client, around.first)
    counts = []
    for wanted in (3, 60):
        for _number in range(around.consultation.comments.count(), wanted):
            decide(say(around.consultation, around.first), around.presidency)
        share_reflections(around.consultation, actor=around.presidency)
        with django_assert_max_num_queries(12) as captured:
            assert client.get(address(around)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_sharing_lists_what_each_delegation_will_see_and_shares_what_is_ticked(client):
    around = make_round()
    chosen = decide(say(around.consultation, around.first), around.presidency, reply="For you")
    other = decide(say(around.consultation, around.second), around.presidency)
    client = sign_in(client, around.presidency)
    page = client.get(address(around, "reflections_share")).content.decode()

    response = client.post(address(around, "reflections_share"), {"reflections": [chosen.pk]})

    assert "For you" in page
    assert around.second.delegation.name in page
    assert response.status_code == 302
    chosen.refresh_from_db()
    other.refresh_from_db()
    assert (chosen.shared_at is None, other.shared_at is None) == (False, True)


def test_sharing_nothing_says_so(client):
    around = make_round()
    decide(say(around.consultation, around.first), around.presidency)
    client = sign_in(client, around.presidency)

    response = client.post(address(around, "reflections_share"), {})

    assert "Choose at least one decision" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("isu", 403), ("first", 403)])
def test_others_than_the_presidency_are_refused_sharing(client, who, status):
    around = make_round()

    response = sign_in(client, getattr(around, who)).get(address(around, "reflections_share"))

    assert response.status_code == status
