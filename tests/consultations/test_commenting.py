from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.models import Comment
from consultations.operations.commenting import discard, mark_ready, save_comment, take_back
from delegations.operations import end_membership, merge_delegations
from lap_portal import clock
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.people import capacity, make_delegation, make_isu, make_member, make_presidency
from tests.builders.plans import make_draft, make_plan, unit
from tests.builders.talk import make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def test_a_member_writes_a_comment_that_only_the_delegation_sees():
    consultation, actor, other = make_consultation(), make_member(), make_member()

    comment = make_comment(consultation, actor)

    assert comment.state == "in_preparation"
    assert list(Comment.objects.visible_to(actor)) == [comment]
    for reader in (other, make_presidency(), make_isu()):
        assert not Comment.objects.visible_to(reader).exists()


def test_saving_the_same_form_twice_makes_one_comment():
    consultation, actor, key = make_consultation(), make_member(), uuid4()

    first = make_comment(consultation, actor, form_key=key, based_on="")
    second = make_comment(consultation, actor, form_key=key, based_on="")

    assert first == second
    assert Comment.objects.count() == 1


def test_a_form_rewrites_the_comment_it_wrote():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    first = make_comment(consultation, actor, form_key=key, based_on="")

    make_comment(consultation, actor, form_key=key, text="By 2031.", based_on=first.stamp)

    assert Comment.objects.get().text == "By 2031."


def test_a_comment_changed_in_another_window_is_not_overwritten():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    first = make_comment(consultation, actor, form_key=key, based_on="")
    make_comment(consultation, actor, form_key=key, text="By 2031.", based_on=first.stamp)

    with pytest.raises(StaleRevision):
        make_comment(consultation, actor, form_key=key, text="By 2032.", based_on=first.stamp)

    assert Comment.objects.get().text == "By 2031."


def test_two_changes_at_the_same_instant_are_told_apart():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    with clock.at(clock.now()):
        first = make_comment(consultation, actor, form_key=key)
        stamp = first.stamp
        second = make_comment(consultation, actor, form_key=key, text="By 2031.")

    assert second.stamp != stamp


def test_a_key_of_another_delegation_is_unknown_and_gives_a_comment_of_ones_own():
    consultation, key = make_consultation(), uuid4()
    theirs, ours = make_member(), make_member()
    make_comment(consultation, theirs, form_key=key, text="Theirs")

    first = make_comment(consultation, ours, form_key=key, text="Ours")
    again = make_comment(consultation, ours, form_key=key, text="Ours")

    assert first == again
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["Ours", "Theirs"]


def test_after_submission_the_same_form_returns_the_comment_unchanged():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    comment = make_comment(consultation, actor, form_key=key)
    mark_ready(comment, actor=actor)
    make_submission(consultation, actor, texts=())

    returned = make_comment(consultation, actor, form_key=key, text="Something else")

    assert (returned.state, returned.text) == ("submitted", "This needs a date.")
    assert Comment.objects.count() == 1


def test_a_form_does_not_carry_its_comment_to_another_place():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    make_comment(consultation, actor, form_key=key)

    with pytest.raises(RuleViolation, match="another place"):
        make_comment(consultation, actor, "I-A2", form_key=key, text="On another action")


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200b\u200d"])
def test_a_comment_without_words_is_refused(text):
    consultation, actor = make_consultation(), make_member()

    with pytest.raises(RuleViolation, match="Write a comment"):
        make_comment(consultation, actor, text=text)

    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": "a\x00b"}, "control character"),
        ({"text": "a" * 20_001}, "at most 20,000"),
        ({"proposal": "a" * 20_001}, "at most 20,000"),
        ({"reason": "a" * 5_001}, "at most 5,000"),
        ({"language": "xx"}, "language"),
        ({"place": "draft"}, "place"),
        ({"place": "elsewhere"}, "place"),
        ({"place": "section"}, "heading"),
    ],
)
def test_what_a_comment_cannot_be_is_refused_with_a_sentence(words, sentence):
    consultation, actor = make_consultation(), make_member()

    with pytest.raises(RuleViolation, match=sentence):
        make_comment(consultation, actor, **words)


def test_a_comment_stands_on_the_whole_draft_a_section_a_question_or_where_something_is_missing():
    consultation, actor = make_consultation(), make_member()

    make_comment(consultation, actor, None)
    make_comment(consultation, actor, "II.a", place="section")
    make_comment(consultation, actor, "II.a-Q1")
    make_comment(consultation, actor, "I-A2", place="missing_after", proposal="Also do this.")

    assert Comment.objects.count() == 4


def test_a_unit_of_another_draft_is_refused():
    consultation, actor = make_consultation(), make_member()
    elsewhere = make_draft(make_plan(slug="other"))

    with pytest.raises(RuleViolation, match="not part of the draft"):
        make_comment(consultation, actor, unit(elsewhere, "I-A1"))


def test_the_words_in_force_are_no_proposal():
    consultation, actor = make_consultation(), make_member()
    words = unit(consultation.draft, "I-A1").revision.text

    comment = make_comment(consultation, actor, proposal=words)

    assert comment.proposal == ""
    with pytest.raises(RuleViolation, match="that differs"):
        make_comment(consultation, actor, text="", proposal=words)


def test_a_passage_is_kept_with_its_words():
    consultation, actor = make_consultation(), make_member()
    words = unit(consultation.draft, "I-A1").revision.text

    comment = make_comment(consultation, actor, passage=(5, 11), passage_words=words[5:11])

    assert comment.passage == words[5:11]


@pytest.mark.parametrize("passage", [(-1, 3), (3, 3), (5, 2), (0, 10_000), (4, 5)])
def test_a_passage_outside_the_words_or_without_any_is_refused(passage):
    consultation, actor = make_consultation(), make_member()

    with pytest.raises(RuleViolation, match="passage"):
        make_comment(consultation, actor, passage=passage)


def test_a_passage_that_the_page_counted_otherwise_is_refused():
    consultation, actor = make_consultation(), make_member()

    with pytest.raises(RuleViolation, match="not what stands"):
        make_comment(consultation, actor, passage=(0, 4), passage_words="Drw ")


def test_what_is_typed_is_what_is_stored():
    consultation, actor = make_consultation(), make_member()

    @settings(max_examples=25, deadline=None)
    @given(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
    )
    def holds(text):
        words = f"{text}{FAMILY} é"

        comment = make_comment(consultation, actor, text=words, proposal=words, reason=words)

        comment.refresh_from_db()
        assert (comment.text, comment.proposal, comment.reason) == (words, words, words)

    holds()


def test_line_breaks_are_kept_as_line_feeds():
    consultation, actor = make_consultation(), make_member()

    comment = make_comment(consultation, actor, text="  One\r\n\r\nTwo\r ")

    assert comment.text == "  One\n\nTwo\n "


def test_preparing_leaves_no_trace_and_ready_does_without_the_words():
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)
    make_comment(consultation, actor, form_key=comment.form_key, text="Again")
    assert Comment.history.count() == 0

    mark_ready(comment, actor=actor)

    trace = Comment.history.get()
    assert (trace.state, trace.history_user) == ("ready", actor.person)
    assert not hasattr(trace, "text")


def test_changing_what_is_ready_puts_it_back_in_preparation():
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)
    mark_ready(comment, actor=actor)

    changed = make_comment(consultation, actor, form_key=comment.form_key, text="Again")

    assert changed.state == "in_preparation"
    assert Comment.history.count() == 2


def test_what_is_ready_can_be_taken_back():
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)
    mark_ready(comment, actor=actor)

    assert take_back(comment, actor=actor).state == "in_preparation"


def test_discarding_keeps_nothing():
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)
    mark_ready(comment, actor=actor)

    discard(comment, actor=actor)

    assert not Comment.objects.exists()
    assert not Comment.history.exists()


@pytest.mark.parametrize("act", [mark_ready, take_back, discard])
def test_another_delegation_and_staff_touch_nothing(act):
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)

    for stranger in (make_member(), make_presidency(), make_isu()):
        with pytest.raises(PermissionDenied, match="another delegation"):
            act(comment, actor=stranger)

    assert Comment.objects.get().state == "in_preparation"


def test_what_was_submitted_is_neither_changed_nor_discarded():
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    comment = Comment.objects.get()

    for act in (mark_ready, take_back, discard):
        with pytest.raises(PermissionDenied, match="submitted"):
            act(comment, actor=actor)


def test_what_a_colleague_discarded_meanwhile_is_told():
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)
    stale = Comment.objects.get()
    discard(comment, actor=actor)

    with pytest.raises(RuleViolation, match="discarded"):
        mark_ready(stale, actor=actor)


def test_staff_do_not_comment():
    consultation = make_consultation()

    for staff in (make_presidency(), make_isu()):
        with pytest.raises(PermissionDenied, match="Only a member"):
            make_comment(consultation, staff)


def test_nobody_comments_before_the_consultation_opens():
    actor = make_member()
    planned = make_consultation(opens_in=timedelta(days=1))

    with pytest.raises(PermissionDenied, match="not opened yet"):
        make_comment(planned, actor)


def test_after_closing_one_still_comments_unless_late_contributions_are_refused():
    actor = make_member()
    late = make_consultation(make_draft(make_plan(slug="one")), open=False)
    closed = make_consultation(make_draft(make_plan(slug="two")), open=False, late="refused")

    make_comment(late, actor)
    with pytest.raises(PermissionDenied, match="has closed"):
        make_comment(closed, actor)


def test_a_delegation_that_does_not_read_the_draft_does_not_comment():
    draft = make_draft(circulation="states_parties")
    consultation = make_consultation(draft)
    make_comment(consultation, make_member())

    observer = make_member(make_delegation(category="civil_society"))
    with pytest.raises(PermissionDenied, match="does not read"):
        make_comment(consultation, observer)


def test_a_member_removed_in_mid_session_writes_nothing_more():
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)
    membership = actor.person.memberships.get()
    end_membership(membership, actor=make_isu(), reason="Left the mission")

    with pytest.raises(PermissionDenied, match="no longer"):
        make_comment(consultation, actor)
    with pytest.raises(PermissionDenied, match="no longer"):
        discard(comment, actor=actor)
    assert Comment.objects.count() == 1


def test_a_key_used_in_another_consultation_leaves_the_comment_there_alone():
    actor, key = make_member(), uuid4()
    one = make_consultation(make_draft(make_plan(slug="one")))
    two = make_consultation(make_draft(make_plan(slug="two")))
    save_comment(one, actor=actor, form_key=key, unit=None, place="draft", text="One")

    save_comment(two, actor=actor, form_key=key, unit=None, place="draft", text="Two")

    assert sorted(Comment.objects.values_list("text", flat=True)) == ["One", "Two"]


def test_after_a_merge_the_survivor_reads_what_was_submitted_and_each_author_the_own_words():
    isu = make_isu()
    speaker, survivor = make_member(actor=isu), make_member(actor=isu)
    consultation = make_consultation()
    make_submission(consultation, speaker)
    unfinished = make_comment(consultation, speaker, text="Not for others.")

    merge_delegations(
        speaker.delegation, into=survivor.delegation, actor=isu, reason="Entered twice"
    )

    moved = capacity(speaker.person, survivor.key)
    assert [c.state for c in Comment.objects.visible_to(survivor)] == ["submitted"]
    assert unfinished in Comment.objects.visible_to(moved)
    with pytest.raises(PermissionDenied):
        mark_ready(unfinished, actor=moved)


def test_a_key_another_delegation_used_makes_no_difference():
    consultation, ours, theirs = make_consultation(), make_member(), make_member()
    used, fresh = make_comment(consultation, theirs).form_key, uuid4()

    stored = [make_comment(consultation, ours, form_key=key).form_key for key in (used, fresh)]

    assert stored[0] != used
    assert stored[1] != fresh


def test_saving_a_comment_asks_the_database_little(django_assert_max_num_queries):
    consultation, actor = make_consultation(), make_member()
    where, key = unit(consultation.draft, "I-A1"), uuid4()
    words = {"actor": actor, "form_key": key, "unit": where, "place": "on"}

    with django_assert_max_num_queries(15):
        save_comment(consultation, text="One", **words)
    with django_assert_max_num_queries(15):
        save_comment(consultation, text="Two", **words)


@pytest.mark.parametrize("chosen", [{"type": "odd"}, {"position": "odd"}])
def test_what_cannot_be_chosen_is_refused(chosen):
    consultation, actor = make_consultation(), make_member()

    with pytest.raises(ValidationError, match="odd"):
        make_comment(consultation, actor, **chosen)
