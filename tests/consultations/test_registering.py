from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from consultations.models import Comment, Original, Submission
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.dispatching import Particulars
from consultations.operations.registering import withdraw_registered
from consultations.operations.submitting import submit
from consultations.receipt_letters import write_receipt_letters
from consultations.receipts import digest_of_submission
from delegations.models import Letter
from delegations.offices import Office
from delegations.operations import dismiss_staff
from documents.files import File
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.desk import make_point, make_synthesis
from tests.builders.mail import deliver
from tests.builders.people import make_delegation, make_isu, make_member, make_presidency
from tests.builders.plans import make_draft, make_plan, unit
from tests.builders.registering import mail, piece, register
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db


def another_draft(**fields):
    """A draft of another plan."""
    return make_draft(make_plan(slug="other"), **fields)


@pytest.fixture
def scene():
    """An open consultation, the ISU, and a delegation with a focal point."""
    isu = make_isu()
    focal = make_member(actor=isu)
    return make_consultation(actor=isu), isu, focal


def test_a_contribution_is_registered_with_its_original_and_counts_like_any_other(scene):
    consultation, isu, focal = scene
    file = mail()
    came = clock.now() - timedelta(hours=5)
    pieces = [
        piece(consultation, "I-A2", "Second."),
        piece(consultation, None, "On the whole."),
        piece(consultation, "I-A1", "", proposal="Draw up a plan by 2031;", position="support"),
        piece(consultation, "I", "On the section.", place="section"),
        piece(consultation, "I-A1", "Missing.", place="missing_after"),
    ]

    made = register(
        consultation,
        focal.delegation,
        actor=isu,
        received_at=came,
        originals=[file],
        pieces=pieces,
        unplaced="Victims?",
    )

    original = Original.objects.get()
    assert (made.channel, made.office, made.sender) == ("email", "isu", "a@nowhere.example")
    assert (made.received_at, made.is_late, made.readers) == (came, False, "offices")
    assert made.recorded_at > came
    assert made.unplaced == "Victims?"
    assert (bytes(original.content), original.digest) == (
        file.content,
        sha256(file.content).hexdigest(),
    )
    said = list(made.comments.order_by("number"))
    assert [c.state for c in said] == ["submitted"] * 5
    assert said[0].unit is None
    assert [c.unit.reference for c in said[1:]] == ["I", "I-A1", "I-A1", "I-A2"]
    assert said[2].proposal == "Draw up a plan by 2031;"
    assert {c.author for c in said} == {isu.person}
    assert set(Comment.objects.own_of(focal)) == set(said)


def test_its_digest_can_be_made_again_and_covers_the_original(scene):
    consultation, isu, focal = scene
    made = register(consultation, focal.delegation, actor=isu, unplaced="Victims?")
    again = Submission.objects.get(pk=made.pk)
    comments = list(again.comments.order_by("number"))

    def seal(originals):
        return digest_of_submission(again, comments, [], originals=originals)

    assert seal([mail().digest]) == made.digest
    assert seal([mail("Other").digest]) != made.digest


def test_receipts_name_the_office_and_staff_the_person(scene):
    consultation, isu, focal = scene

    made = register(consultation, focal.delegation, actor=isu)

    assert made.submitted_by_name == "Implementation Support Unit"
    assert made.submitted_by == isu.person


@pytest.mark.parametrize("make_actor", [make_member, make_presidency])
def test_only_the_offices_register(make_actor, scene):
    consultation, _isu, focal = scene
    actor = make_actor()
    if actor.is_staff:
        assert register(consultation, focal.delegation, actor=actor).office == "presidency"
        return

    with pytest.raises(PermissionDenied):
        register(consultation, focal.delegation, actor=actor)
    with pytest.raises(PermissionDenied):
        register(consultation, actor.delegation, actor=actor)

    assert not Submission.objects.exists()


def test_who_left_the_office_registers_no_more(scene):
    consultation, isu, focal = scene
    dismiss_staff(isu.person, actor=make_isu(), office=Office.ISU, reason="Moved on")

    with pytest.raises(PermissionDenied):
        register(consultation, focal.delegation, actor=isu)


def test_nothing_is_registered_before_opening_or_after_the_synthesis(scene):
    consultation, isu, focal = scene
    later = make_consultation(
        another_draft(), actor=isu, opens_in=timedelta(days=2), closes_in=timedelta(days=9)
    )
    with pytest.raises(PermissionDenied, match="not opened"):
        register(later, focal.delegation, actor=isu)
    with clock.at(consultation.closes_at):
        make_point(consultation, make_presidency())
        make_synthesis(consultation, make_presidency())
    with pytest.raises(PermissionDenied, match="no longer received"):
        register(consultation, focal.delegation, actor=isu)


@pytest.mark.parametrize("days", [1, -30])
def test_it_came_neither_in_the_future_nor_before_the_opening(days, scene):
    consultation, isu, focal = scene
    came = clock.now() + timedelta(days=days)

    with pytest.raises((RuleViolation, PermissionDenied)):
        register(consultation, focal.delegation, actor=isu, received_at=came)

    assert not Submission.objects.exists()


def test_when_it_reached_the_office_decides_whether_it_is_late(scene):
    _open, isu, focal = scene
    closed = make_consultation(another_draft(), False, actor=isu)

    intime = register(
        closed, focal.delegation, actor=isu, received_at=closed.closes_at - timedelta(minutes=1)
    )
    late = register(closed, focal.delegation, actor=isu, received_at=closed.closes_at)

    assert (intime.is_late, late.is_late) == (False, True)


def test_after_hard_closing_only_what_came_before_it_is_registered(scene):
    _open, isu, focal = scene
    closed = make_consultation(another_draft(), False, actor=isu, late="refused")

    with pytest.raises(PermissionDenied, match="late contributions are not received"):
        register(closed, focal.delegation, actor=isu, received_at=closed.closes_at)
    made = register(
        closed, focal.delegation, actor=isu, received_at=closed.closes_at - timedelta(seconds=1)
    )

    assert made.number == 1


def test_a_delegation_that_does_not_read_the_draft_is_not_registered_for(scene):
    _open, isu, _focal = scene
    consultation = make_consultation(another_draft(circulation="states_parties"), actor=isu)
    group = make_delegation(category="civil_society", actor=isu)
    party = make_delegation(actor=isu)

    with pytest.raises(PermissionDenied, match="does not read"):
        register(consultation, group, actor=isu)

    assert register(consultation, party, actor=isu).number == 1


def test_a_unit_of_another_draft_stops_everything(scene):
    consultation, isu, focal = scene
    foreign = make_consultation(another_draft(), actor=isu)
    pieces = [piece(consultation), piece(foreign, "I-A2")]

    with pytest.raises(RuleViolation, match="not part of the draft"):
        register(consultation, focal.delegation, actor=isu, pieces=pieces)

    assert not Comment.objects.exists()
    assert not Submission.objects.exists()
    assert not Original.objects.exists()
    assert not Letter.objects.filter(about="consultations/mail/registered").exists()


def test_a_passage_that_is_not_in_the_text_is_refused(scene):
    consultation, isu, focal = scene
    astray = piece(consultation, passage=(0, 4), passage_words="Drew")

    with pytest.raises(RuleViolation, match="not what stands in the text"):
        register(consultation, focal.delegation, actor=isu, pieces=[astray])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"channel": "portal"}, "Choose the channel"),
        ({"channel": "pigeon"}, "Choose the channel"),
        ({"sender": " "}, "from whom"),
        ({"originals": []}, "Add the original"),
        ({"pieces": []}, "says nothing"),
        ({"pieces": [], "unplaced": "x" * 2_000_000}, "at most 200,000"),
        ({"pieces": [], "unplaced": "a\x00b"}, "control character"),
        ({"particulars": Particulars(is_no_comments=True)}, "has no comments with it"),
        ({"originals": [mail(str(n)) for n in range(6)]}, "At most 5"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(said, sentence, scene):
    consultation, isu, focal = scene

    with pytest.raises(RuleViolation, match=sentence):
        register(consultation, focal.delegation, actor=isu, **said)

    assert not Submission.objects.exists()
    assert not Comment.objects.exists()


def test_words_from_right_to_left_are_kept_as_they_came(scene):
    consultation, isu, focal = scene
    words = "نقترح تحديد موعد \u200fe\u0301"

    made = register(
        consultation,
        focal.delegation,
        actor=isu,
        pieces=[piece(consultation, text=words, language="ar")],
    )

    assert made.comments.get().text == words


def test_said_orally_needs_no_file_and_no_comments_needs_no_passage(scene):
    consultation, isu, focal = scene
    none = {"pieces": [], "particulars": Particulars(is_no_comments=True), "actor": isu}
    other = make_delegation()

    spoken = register(
        consultation, focal.delegation, actor=isu, channel="oral", originals=[], sender="A. B."
    )
    silent = register(consultation, other, **none)
    with pytest.raises(RuleViolation, match="has contributions on the record"):
        register(consultation, focal.delegation, **none)

    assert not spoken.is_no_comments
    assert silent.is_no_comments
    assert Submission.objects.count() == 2


def test_a_double_click_registers_once(scene):
    consultation, isu, focal = scene
    key = uuid4()

    first = register(consultation, focal.delegation, actor=isu, form_key=key)
    second = register(consultation, focal.delegation, actor=isu, form_key=key)

    assert first == second
    assert Comment.objects.count() == 1
    assert Submission.objects.count() == 1


def test_its_focal_point_is_written_to_with_the_facts_of_the_receipt(scene, mailoutbox):
    consultation, isu, focal = scene
    make_member(focal.delegation, role="member", actor=isu)

    made = register(consultation, focal.delegation, actor=isu, unplaced="Secret of ours")
    write_receipt_letters.call(made.pk)
    write_receipt_letters.call(made.pk)
    deliver()

    letter = mailoutbox[-1]
    assert [m.to for m in mailoutbox if "Registered by" in m.body] == [[focal.person.email]]
    assert [name for name, _content, _type in letter.attachments] == [
        f"{consultation.plan.slug}-consultation-1-receipt-1.pdf"
    ]
    assert "Registered by the Implementation Support Unit from your e-mail of" in letter.body
    assert "a@nowhere.example" in letter.body
    assert made.digest in letter.body
    assert isu.person.name not in letter.body
    assert "Secret of ours" not in letter.body


def test_where_nobody_has_joined_the_mission_is_written_to(scene, mailoutbox):
    consultation, isu, _focal = scene
    alone = make_delegation(actor=isu, mission_email="mission@alone.example")
    silent = make_delegation(actor=isu)

    register(consultation, alone, actor=isu)
    register(consultation, silent, actor=isu)
    deliver()

    assert [letter.to for letter in mailoutbox[-1:]] == [["mission@alone.example"]]
    assert Submission.objects.count() == 2


def test_the_delegation_replaces_and_withdraws_what_was_registered(scene):
    consultation, isu, focal = scene
    pieces = [piece(consultation), piece(consultation, "I-A2")]
    made = register(consultation, focal.delegation, actor=isu, pieces=pieces)
    first, second = made.comments.order_by("number")

    new = replace_comment(
        first,
        actor=focal,
        form_key=uuid4(),
        reason_for_change="More exact",
        text="By 2031.",
    )
    mark_ready(new, actor=focal)
    submit(consultation, actor=focal, received_at=clock.now())
    withdraw(second, actor=focal, reason="Said in error")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "withdrawn")


def test_an_office_withdraws_on_the_delegations_word_and_tells_it(scene, mailoutbox):
    consultation, isu, focal = scene
    comment = register(consultation, focal.delegation, actor=isu).comments.get()

    gone = withdraw_registered(comment, actor=isu, reason="They wrote to us again")
    deliver()

    assert (gone.state, gone.withdrawal_reason) == ("withdrawn", "They wrote to us again")
    assert gone.history.first().history_user == isu.person
    assert "was withdrawn by the Implementation Support Unit" in mailoutbox[-1].body
    with pytest.raises(PermissionDenied):
        withdraw_registered(comment, actor=isu, reason="Again")


def test_no_office_withdraws_what_a_delegation_submitted_and_no_other_delegation_either(scene):
    consultation, isu, focal = scene
    own = mark_ready(make_comment(consultation, focal), actor=focal)
    submit(consultation, actor=focal, received_at=clock.now())
    own.refresh_from_db()
    registered = register(consultation, focal.delegation, actor=isu).comments.get()

    with pytest.raises(PermissionDenied):
        withdraw_registered(own, actor=isu, reason="No")
    with pytest.raises(PermissionDenied):
        withdraw_registered(registered, actor=focal, reason="No")


def test_an_offices_withdrawal_neither_tells_of_a_replacement_nor_stops_it(scene):
    consultation, isu, focal = scene
    comment = register(consultation, focal.delegation, actor=isu).comments.get()
    new = replace_comment(
        comment, actor=focal, form_key=uuid4(), reason_for_change="Better", text="By 2031."
    )
    mark_ready(new, actor=focal)

    withdraw_registered(comment, actor=isu, reason="On their word")
    submit(consultation, actor=focal, received_at=clock.now())

    new.refresh_from_db()
    comment.refresh_from_db()
    assert (new.state, comment.state) == ("submitted", "withdrawn")


def test_an_original_is_read_by_its_delegation_and_by_staff_alone(scene):
    consultation, isu, focal = scene
    register(
        consultation,
        focal.delegation,
        actor=isu,
        originals=[File("note.txt", "text/plain", b"Ours")],
    )
    other = make_member()

    assert Original.objects.visible_to(focal).count() == 1
    assert Original.objects.visible_to(make_presidency()).count() == 1
    assert not Original.objects.visible_to(other).exists()
    assert unit(consultation.draft, "I-A1")
