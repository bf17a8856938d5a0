"""The page that says what issuing freezes, what goes with it, and what is open still."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Reflection, Reply
from consultations.operations.replying import write_reply
from consultations.operations.revising import revise_prompted
from consultations.queries.issuing import issue_preview
from lap_portal.errors import RuleViolation
from sections.models import Draft
from sections.operations import add_element, delete_element, limit_words, revise_element
from tests.builders.desk import decide, make_point, make_reply, make_round, say
from tests.builders.people import make_isu, make_member, sign_in
from tests.builders.plans import element

pytestmark = pytest.mark.django_db

TYPED = {"designation": "Rev.1", "dated": "2030-05-01", "circulation": "delegations"}


def address(around):
    return reverse("consultations:draft_issue", args=[around.consultation.plan.slug])


def reword(around, words="Draw up", prompts=()):
    plan = around.consultation.plan
    revise_prompted(
        element(plan, words),
        actor=around.presidency,
        text=f"{words} otherwise;",
        reason="Asked for",
        based_on=1,
        prompted_by=prompts,
    )


def preview(around):
    return issue_preview(around.consultation.plan, around.presidency)


def test_what_changed_is_counted():
    around = make_round()
    plan, actor = around.consultation.plan, around.presidency
    reword(around)
    after = element(plan, "Declare")
    add_element(plan, actor=actor, after=after, kind="action", text="New", reason="x")
    delete_element(element(plan, "Report on"), actor=actor, reason="x")

    tallies = {tally.label: tally.count for tally in preview(around).tallies}

    assert tallies == {"reworded": 1, "added": 1, "deleted": 1}


def test_what_is_open_still_is_named_and_what_is_settled_is_not():
    around = make_round()
    open_still, settled = (
        say(around.consultation, who, "Words") for who in (around.first, around.second)
    )
    decide(settled, around.presidency)
    make_point(around.consultation, around.presidency)
    make_point(around.consultation, around.presidency, sources={settled: None})
    reword(around, prompts=[open_still])
    reword(around, "Report on")

    seen = preview(around)

    assert [(each.consultation, each.count) for each in seen.unhandled] == [
        (around.consultation, 1)
    ]
    assert seen.points_on_nothing == 1
    assert seen.unprompted == ("I-A2",)


def test_the_words_are_counted_against_the_limit_of_the_plan(client):
    around = make_round()
    plan = around.consultation.plan
    words = preview(around).words
    client = sign_in(client, around.presidency)
    page = reverse("sections:plan_revise_limit", args=[plan.slug])

    client.post(page, {"word_limit": words, "reason": "Rule of the conference"})
    at_the_limit = preview_of(plan, around).words_over
    client.post(page, {"word_limit": words - 1, "reason": "One fewer"})

    assert at_the_limit == 0
    assert preview_of(plan, around).words_over == 1
    assert "1 word more than the limit." in client.get(address(around)).content.decode()
    assert plan.history.first().history_change_reason == "One fewer"
    client.post(page, {"word_limit": "", "reason": "None after all"})
    assert preview_of(plan, around).words_over == 0


def preview_of(plan, around):
    plan.refresh_from_db()
    return issue_preview(plan, around.presidency)


@pytest.mark.parametrize("limit", ["0", "-1", "many", "9" * 30])
def test_what_is_no_limit_is_refused_in_words(client, limit):
    around = make_round()
    page = reverse("sections:plan_revise_limit", args=[around.consultation.plan.slug])

    response = sign_in(client, around.presidency).post(page, {"word_limit": limit, "reason": "x"})

    assert response.status_code == 200
    assert response.context["form"].errors["word_limit"]


def test_only_the_presidency_limits_the_words_and_with_a_reason():
    around = make_round()
    plan = around.consultation.plan

    for actor in (make_isu(), make_member()):
        with pytest.raises(PermissionDenied):
            limit_words(plan, actor=actor, word_limit=10, reason="Mine")
    with pytest.raises(RuleViolation, match="reason"):
        limit_words(plan, actor=around.presidency, word_limit=10, reason=" ")


def test_the_draft_takes_decisions_and_replies_along_each_to_its_own(client):
    around = make_round()
    decide(say(around.consultation, around.first), around.presidency, reply="Decided for one")
    say(around.consultation, around.second)
    make_reply(around.consultation, around.second.delegation, actor=around.presidency)
    reword(around)
    client = sign_in(client, around.presidency)
    form = client.get(address(around)).context["form"]
    hidden = {name: form[name].value() for name in ("seen", "going")}

    client.post(address(around), {**TYPED, **hidden, "share": "on"})

    assert Draft.objects.filter(number=2).exists()
    assert Reflection.objects.visible_to(around.first).count() == 1
    assert Reply.objects.visible_to(around.second).count() == 1
    assert not Reply.objects.visible_to(around.first).exists()
    assert not Reflection.objects.visible_to(around.second).exists()


def test_nothing_goes_along_unless_it_is_ticked(client):
    around = make_round()
    decide(say(around.consultation, around.first), around.presidency)
    make_reply(around.consultation, around.first.delegation, actor=around.presidency)
    reword(around)
    client = sign_in(client, around.presidency)
    form = client.get(address(around)).context["form"]

    client.post(address(around), {**TYPED, "seen": form["seen"].value()})

    assert Draft.objects.filter(number=2).exists()
    assert not Reflection.objects.exclude(shared_at=None).exists()
    assert not Reply.objects.exclude(sent_at=None).exists()


def test_a_reply_revised_while_one_reads_the_page_stops_everything(client):
    around = make_round()
    say(around.consultation, around.first)
    to = around.first.delegation
    make_reply(around.consultation, to, actor=around.presidency)
    reword(around)
    client = sign_in(client, around.presidency)
    form = client.get(address(around)).context["form"]
    hidden = {name: form[name].value() for name in ("seen", "going")}
    write_reply(around.consultation, to, actor=around.presidency, text="Half a sent", based_on=1)

    response = client.post(address(around), {**TYPED, **hidden, "share": "on"})

    assert response.status_code == 409
    assert not Draft.objects.filter(number=2).exists()
    assert not Reply.objects.exclude(sent_at=None).exists()
    again = {name: response.context["form"][name].value() for name in ("seen", "going")}
    assert client.post(address(around), {**TYPED, **again, "share": "on"}).status_code == 302


def test_another_edits_while_one_issues_and_nothing_is_frozen(client):
    around = make_round()
    client = sign_in(client, around.presidency)
    seen = client.get(address(around)).context["form"]["seen"].value()
    revise_element(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        text="Draw.",
        reason="Meanwhile",
        based_on=1,
    )

    response = client.post(address(around), {**TYPED, "seen": seen})

    assert response.status_code == 409
    assert Draft.objects.count() == 1


def test_the_page_costs_the_same_for_many(client, django_assert_max_num_queries):
    around = make_round()
    say(around.consultation, around.first)
    decide(say(around.consultation, around.first), around.presidency)
    client = sign_in(client, around.presidency)
    counts = []
    for turn in range(2):
        with django_assert_max_num_queries(24) as captured:
            client.get(address(around))
        counts.append(len(captured))
        if turn:
            break
        reword(around)
        for _n in range(4):
            other = make_member(actor=around.isu)
            say(around.consultation, other)
            decide(say(around.consultation, other), around.presidency)
            make_reply(around.consultation, other.delegation, actor=around.presidency)

    assert counts[1] - counts[0] <= 1  # Whether a reworded unit names a comment is asked once.
