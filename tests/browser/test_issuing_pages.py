"""The pages of issuing and replying, as they are seen: no fault at any width, nothing sideways."""

import pytest

from consultations.operations.issuing import reissue
from consultations.operations.replying import send_replies
from lap_portal import clock
from sections.operations import adopt_draft, limit_words, revise_element
from tests.browser.looking import looking
from tests.builders.desk import decide, make_point, make_reply, make_round, say
from tests.builders.plans import element, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/plans/plan/consultations/1"


@pytest.fixture
def around():
    """A round with comments, decisions, replies, a reworded unit, and a draft reissued."""
    around = make_round()
    plan, actor = around.consultation.plan, around.presidency
    first = say(around.consultation, around.first, "Too slow.", proposal="Draw up a plan at once;")
    say(around.consultation, around.second, "Which stocks?", unit="II.a-A1")
    decide(first, actor, "in_part", note="Ours", reply="Thank you.")
    make_point(around.consultation, actor)
    sent = make_reply(around.consultation, around.first.delegation, actor=actor)
    send_replies(around.consultation, actor=actor, replies={sent.pk: 1})
    make_reply(around.consultation, around.second.delegation, actor=actor)
    words = {"text": "Draw up a plan at once;", "reason": "Asked for", "based_on": 1}
    revise_element(element(plan, "Draw up"), actor=actor, **words)
    limit_words(plan, actor=actor, word_limit=20, reason="A rule")
    edition = {"dated": clock.now().date(), "title_lines": "A block", "reason": "A date was wrong"}
    reissue(around.consultation.draft, actor=actor, **edition)
    make_plan(actor, slug="mistake")
    return around


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_presidency_issues_and_replies_without_a_fault(chromium, live_server, around, width):
    to = around.second.delegation
    with looking(chromium, live_server.url, around.presidency, width=width) as person:
        for path in (
            f"{HERE}/comments/reflect/",
            f"{HERE}/replies/",
            f"{HERE}/replies/to/{to.pk}/",
            f"{HERE}/replies/{to.replies.get().pk}/discard/",
            f"{HERE}/reflections/share/",
            "/plans/plan/drafts/",
            "/plans/plan/drafts/issue/",
            "/plans/plan/drafts/1/",
            "/plans/plan/drafts/2/reissue/",
            "/plans/plan/drafts/2/withdraw/",
            "/plans/plan/drafts/2/adopt/",
            "/plans/plan/limit/revise/",
            "/plans/mistake/import/undo/",
        ):
            person.look(path)


@pytest.mark.parametrize("width", [360, 1440])
def test_a_delegation_reads_its_reply_and_an_adopted_draft_without_a_fault(
    chromium, live_server, around, width
):
    edition = around.consultation.draft.reissued_as
    adopt_draft(
        edition,
        actor=around.presidency,
        adopted_on=clock.now().date(),
        oral_amendments="In I-A1, replace “a year” by “two years”",
    )
    reply = around.first.delegation.replies.get()
    with looking(chromium, live_server.url, around.first, width=width) as person:
        person.look(f"{HERE}/delegation/reflections/")
        person.look(f"{HERE}/replies/{reply.key}/remark/")
        person.look("/plans/plan/drafts/2/")
