from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from consultations.models import Note, Procedure
from consultations.operations.commenting import discard, mark_ready, save_comment, take_back
from consultations.operations.inside import (
    NOTE_LIMIT,
    clear,
    delete_note,
    return_with_note,
    set_clearing,
    write_note,
)
from consultations.operations.submitting import submit
from delegations.operations import end_membership
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.talk import make_answer, make_comment, make_consultation

pytestmark = pytest.mark.django_db


def pair():
    """A focal point and a colleague of one delegation, in a consultation."""
    focal = make_member()
    return make_consultation(), focal, make_member(focal.delegation, "member")


def ready(consultation, actor, unit="I-A1", **words):
    return mark_ready(make_comment(consultation, actor, unit, **words), actor=actor)


def page(consultation, actor, *more):
    address = "/".join([consultation.get_absolute_url().rstrip("/"), "delegation", *map(str, more)])
    return sign_in(Client(), actor).get(address.rstrip("/") + "/")


def test_notes_stand_beside_what_they_are_on_and_on_the_work_as_a_whole():
    consultation, focal, member = pair()
    comment, answer = make_comment(consultation, member), make_answer(consultation, member)
    write_note(consultation, actor=focal, about=comment, text="Softer, please.")
    write_note(consultation, actor=member, about=answer, text="As in Geneva.")
    write_note(consultation, actor=member, text="The ambassador reads on Friday.")

    text = page(consultation, focal).content.decode()

    for words in ("Softer, please.", "As in Geneva.", "The ambassador reads on Friday."):
        assert words in text


def test_nobody_else_reads_a_note_and_nobody_else_writes_one():
    consultation, focal, member = pair()
    comment = make_comment(consultation, member)
    write_note(consultation, actor=focal, about=comment, text="Softer, please.")
    submit_it(consultation, focal, comment)

    for other in (make_member(), make_presidency(), make_isu()):
        assert not Note.objects.visible_to(other).exists()
        with pytest.raises(PermissionDenied):
            write_note(consultation, actor=other, about=comment, text="Mine.")
        with pytest.raises(PermissionDenied):
            delete_note(Note.objects.get(), actor=other)


def submit_it(consultation, actor, comment):
    mark_ready(comment, actor=actor)
    return submit(consultation, actor=actor, received_at=clock.now())


def test_a_note_is_really_deleted_by_its_author_or_who_submits():
    consultation, focal, member = pair()
    deputy, colleague = (make_member(focal.delegation, role) for role in ("deputy", "member"))
    for actor in (member, deputy):
        note = write_note(consultation, actor=member, text="A thought.")
        with pytest.raises(PermissionDenied):
            delete_note(note, actor=colleague)
        delete_note(note, actor=actor)

    assert not Note.objects.exists()
    assert not hasattr(Note, "history")


def test_notes_go_with_what_is_discarded():
    consultation, focal, member = pair()
    comment = make_comment(consultation, member)
    write_note(consultation, actor=focal, about=comment, text="Softer, please.")

    discard(comment, actor=member)

    assert not Note.objects.exists()


@pytest.mark.parametrize("text", ["", " \n", "a\x00b", "a" * (NOTE_LIMIT + 1), "a" * 2_000_000])
def test_a_note_says_something_and_is_bounded(text):
    consultation, focal, _member = pair()

    with pytest.raises(RuleViolation):
        write_note(consultation, actor=focal, text=text)

    assert not Note.objects.exists()


def test_a_refused_note_comes_back_with_its_words():
    consultation, focal, _member = pair()
    address = f"{consultation.get_absolute_url()}delegation/notes/write/"

    answer = sign_in(Client(), focal).post(address, {"text": "Long" + "a" * NOTE_LIMIT})

    assert answer.status_code == 200
    assert "at most 5,000 fit" in answer.content.decode()
    assert "Longaaa" in answer.content.decode()


def test_who_submits_returns_what_is_ready_with_a_note():
    consultation, focal, member = pair()
    comment = ready(consultation, member)

    return_with_note(comment, actor=focal, text="The figure is wrong.")

    comment.refresh_from_db()
    assert comment.state == "in_preparation"
    assert "Returned by" in page(consultation, member).content.decode()
    with pytest.raises(PermissionDenied, match="in preparation"):
        return_with_note(comment, actor=focal, text="Again.")


def test_a_member_neither_returns_nor_clears_nor_switches():
    consultation, _focal, member = pair()
    comment = ready(consultation, member)

    with pytest.raises(PermissionDenied):
        return_with_note(comment, actor=member, text="No.")
    with pytest.raises(PermissionDenied):
        clear(comment, actor=member)
    with pytest.raises(PermissionDenied):
        set_clearing(actor=member, clears=True)

    assert not Procedure.objects.exists()


def test_with_clearing_only_what_is_cleared_goes():
    consultation, focal, member = pair()
    set_clearing(actor=focal, clears=True)
    going, staying = ready(consultation, member), ready(consultation, member, "I-A2")
    clear(going, actor=focal, stamp=going.stamp)

    text = page(consultation, focal, "submit").content.decode()
    submission = submit(consultation, actor=focal, received_at=clock.now())

    assert "not cleared yet" in text
    assert list(submission.comments.all()) == [going]
    staying.refresh_from_db()
    assert staying.state == "ready"


def test_rewriting_or_taking_back_what_is_cleared_puts_it_in_preparation():
    consultation, focal, member = pair()
    set_clearing(actor=focal, clears=True)
    rewritten, taken = ready(consultation, member), ready(consultation, member, "I-A2")
    for comment in (rewritten, taken):
        clear(comment, actor=focal)

    save_comment(
        consultation,
        actor=member,
        unit=rewritten.unit,
        form_key=rewritten.form_key,
        place="on",
        text="Other words.",
    )
    take_back(taken, actor=member)

    for comment in (rewritten, taken):
        comment.refresh_from_db()
        assert comment.state == "in_preparation"


def test_words_that_changed_meanwhile_are_not_cleared_unread():
    consultation, focal, member = pair()
    comment = ready(consultation, member)
    stamp = comment.stamp
    save_comment(
        consultation,
        actor=member,
        unit=comment.unit,
        form_key=comment.form_key,
        place="on",
        text="Other words.",
    )
    comment.refresh_from_db()
    mark_ready(comment, actor=member)

    with pytest.raises(RuleViolation, match="since you read it"):
        clear(comment, actor=focal, stamp=stamp)


def test_without_clearing_what_was_cleared_before_goes_like_what_is_ready():
    consultation, focal, member = pair()
    set_clearing(actor=focal, clears=True)
    clear(ready(consultation, member), actor=focal)
    ready(consultation, member, "I-A2")
    set_clearing(actor=focal, clears=False)

    assert submit(consultation, actor=focal, received_at=clock.now()).comments.count() == 2


def test_one_person_alone_sees_none_of_this_and_needs_nobody():
    consultation, focal, member = pair()
    set_clearing(actor=focal, clears=True)
    ready(consultation, member)
    membership = member.person.memberships.get()
    end_membership(membership, actor=make_isu(), reason="Left")

    text = page(consultation, focal).content.decode()

    for words in ("How we agree", "Write a note", "Notes on our work", "lear"):
        assert words not in text.replace("clearance", "").replace("Clear and", "")
    assert submit(consultation, actor=focal, received_at=clock.now()).comments.count() == 1


def test_clearing_is_known_to_nobody_else():
    consultation, focal, member = pair()
    set_clearing(actor=focal, clears=True)
    comment = ready(consultation, member)
    clear(comment, actor=focal)
    submit(consultation, actor=focal, received_at=clock.now())

    desk = sign_in(Client(), make_presidency()).get(f"{consultation.get_absolute_url()}desk/")

    assert "leared" not in desk.content.decode()
