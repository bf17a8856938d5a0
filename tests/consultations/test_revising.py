from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from consultations.models import Reflection, RevisionPrompt
from consultations.operations.revising import issue_next_draft, revise_prompted
from documents.outline import Emphasis
from lap_portal.errors import RuleViolation, StaleRevision
from sections.digest import digest_of_text
from sections.queries import working_text
from tests.builders.desk import decide, make_round, say
from tests.builders.plans import element
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db

NEW = "Draw up a plan of destruction within half a year;"


def revise(around, prompted_by=(), *, words="Draw up", text=NEW, actor=None):
    return revise_prompted(
        element(around.consultation.plan, words),
        actor=actor or around.presidency,
        text=text,
        reason="Several asked",
        based_on=1,
        prompted_by=prompted_by,
    )


def issue(around, actor=None, **fields):
    return issue_next_draft(
        around.consultation.plan,
        actor=actor or around.presidency,
        **{"dated": date(2030, 5, 1), **fields},
    )


def test_a_revision_keeps_which_comments_prompted_it():
    around = make_round()
    comment = say(around.consultation, around.first)

    revision = revise(around, [comment])

    assert [prompt.comment for prompt in revision.prompts.all()] == [comment]


def test_a_comment_inside_its_delegation_cannot_be_named_and_nothing_is_written():
    around = make_round(open=True)
    inside = make_comment(around.consultation, around.first)

    with pytest.raises(RuleViolation):
        revise(around, [inside])

    assert element(around.consultation.plan, "Draw up").revisions.count() == 1


def test_italics_stay_on_the_words_that_stay():
    around = make_round()

    revision = revise(around, words="Stocks", text="All stocks are to be destroyed without delay.")

    assert revision.text[31:44] == "without delay"
    assert revision.emphases == (Emphasis(31, 44),)


def test_only_the_presidency_revises():
    around = make_round()

    for actor in (around.isu, around.first):
        with pytest.raises(PermissionDenied):
            revise(around, actor=actor)


def test_a_delegation_sees_its_own_prompt_once_the_wording_stands_in_a_draft_it_may_read():
    around = make_round()
    mine, theirs = (say(around.consultation, actor) for actor in (around.first, around.second))
    revise(around, [mine, theirs])
    before = RevisionPrompt.objects.visible_to(around.first).count()
    issue(around, circulation="staff")
    narrow = RevisionPrompt.objects.visible_to(around.first).count()
    issue(around, note="For all", circulation="delegations")

    seen = RevisionPrompt.objects.visible_to(around.first)

    assert (before, narrow) == (0, 0)
    assert [prompt.comment for prompt in seen] == [mine]


def test_issuing_shares_the_reflections_if_wished():
    around = make_round()
    decide(say(around.consultation, around.first), around.presidency)
    revise(around)

    issue(around, share=False)
    kept = Reflection.objects.filter(shared_at=None).count()
    issue(around, share=True, note="Again")

    assert kept == 1
    assert not Reflection.objects.filter(shared_at=None).exists()


def test_no_draft_is_issued_while_a_consultation_of_the_plan_is_open():
    around = make_round(open=True)
    revise(around)

    with pytest.raises(RuleViolation):
        issue(around)


def test_a_text_other_than_the_one_looked_at_is_not_issued():
    around = make_round()
    seen = digest_of_text(working_text(around.consultation.plan))
    revise(around)

    with pytest.raises(StaleRevision):
        issue(around, seen=seen)


def test_only_the_presidency_issues():
    around = make_round()
    revise(around)

    for actor in (around.isu, around.first):
        with pytest.raises(PermissionDenied):
            issue(around, actor=actor)
