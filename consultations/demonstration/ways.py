"""
The other ways in which the demonstration's delegations take part, in the open consultation.

A general statement with its file, a group and its States, no comments, an e-mail that the ISU
registers, an alignment, notes and clearing inside a delegation, what delegations declare, more time
for one of them. Each is left out where a small demonstration has no such delegation.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from consultations.demonstration.places import Places
from consultations.demonstration.speakers import Speaker
from consultations.models import Channel, Comment, Consultation, Submission
from consultations.models.contributions import Readers
from consultations.operations.aligning import align, say_own_line
from consultations.operations.commenting import mark_ready, save_comment
from consultations.operations.consulting import grant_extension
from consultations.operations.declaring import declare
from consultations.operations.dispatching import Particulars
from consultations.operations.files import FileChange, checked_file
from consultations.operations.inside import clear, return_with_note, set_clearing, write_note
from consultations.operations.registering import Piece, register_contribution
from consultations.operations.submitting import submit
from delegations.capacities import Capacity, delegation_of
from documents.files import File
from lap_portal import clock

STATEMENT = """General statement of Thavora

Thavora thanks the President for the zero draft, which we find well balanced.
We would see three improvements: deadlines that can be measured, a place for those
who survived in every part of the plan, and one annual report instead of several.

We will comment on single actions once our ministries have answered.
"""
EMAIL = b"""From: Mission of Zuwandi <mission@zuwandi.example>
To: contributions@portal.example
Subject: Comments of Zuwandi on the zero draft
Date: Mon, 16 Nov 2026 09:12:00 +0100
Content-Type: text/plain; charset=utf-8

Dear colleagues,

On the first action on clearance: surveys should be finished before clearance is planned.

On the plan as a whole: we would welcome a short summary for parliaments.

We also refer to what we said at the last meeting.

With best regards
"""


def add_other_ways(consultation: Consultation, speakers: list[Speaker], *, isu: Capacity) -> None:
    """Let some of the delegations take part in the other ways, an hour ago."""
    by_name = {speaker.template.name: speaker for speaker in speakers}
    with clock.at(clock.now() - timedelta(hours=1)):
        if "Thavora" in by_name:
            _state(consultation, by_name["Thavora"].people[0])
        if {"Amberu", "Okavelle"} <= set(by_name):
            _speak_for_group(consultation, by_name)
        if "Palvera" in by_name:
            _say_nothing(consultation, by_name["Palvera"].people[0])
        if "Zuwandi" in by_name:
            _register(consultation, by_name["Zuwandi"], isu=isu)
        _agree_inside(consultation, by_name["Valdoria"])
        _declare(consultation, by_name)
        if "Rimaliya" in by_name:
            grant_extension(
                consultation,
                by_name["Rimaliya"].delegation,
                actor=isu,
                closes_at=consultation.closes_at + timedelta(days=7),
                reason="Elections in the capital",
            )


def _state(consultation: Consultation, actor: Capacity) -> None:
    """Submit a general statement with its file, which may be posted."""
    statement = save_comment(
        consultation,
        actor=actor,
        form_key=uuid.UUID(int=1, version=4),
        unit=None,
        place=Comment.Place.DRAFT,
        text="Our general statement is in the file. In short: measurable deadlines, survivors in "
        "every part, one annual report.",
        file=FileChange(checked_file("General statement of Thavora.txt", STATEMENT.encode())),
    )
    mark_ready(statement, actor=actor)
    submit(
        consultation,
        actor=actor,
        received_at=clock.now(),
        particulars=Particulars(
            readers=Readers.PUBLIC, cover_letter="Please find our general statement."
        ),
    )


def _speak_for_group(consultation: Consultation, by_name: dict[str, Speaker]) -> None:
    """Speak for a group; one of its States adds a line, another delegation aligns itself."""
    speaker = by_name["Amberu"].people[0]
    unit = Places.of_draft(consultation.draft).heading("IV")
    said = save_comment(
        consultation,
        actor=speaker,
        form_key=uuid.UUID(int=2, version=4),
        unit=unit,
        place=Comment.Place.SECTION,
        position=Comment.Position.SUPPORT_WITH_CHANGES,
        text="The group supports this part and asks that help be named beside each deadline.",
    )
    mark_ready(said, actor=speaker)
    submission = submit(
        consultation,
        actor=speaker,
        received_at=clock.now(),
        particulars=Particulars(
            readers=Readers.PARTICIPANTS,
            is_preliminary=True,
            on_behalf_of="Group of River States",
            aligned=(by_name["Okavelle"].delegation,),
        ),
    )
    listed = submission.associations.get()
    say_own_line(
        listed,
        actor=by_name["Okavelle"].people[0],
        line="In its national capacity, Okavelle adds that regional centres can give that help.",
    )
    if "Altamaria" in by_name:
        _align(submission, by_name["Altamaria"].people[0])


def _align(submission: Submission, actor: Capacity) -> None:
    comment = submission.comments.get()
    align(submission, actor=actor, comment=comment, line="Altamaria shares this.")


def _say_nothing(consultation: Consultation, actor: Capacity) -> None:
    """Say that there are no comments, unless chance has made this delegation speak."""
    if consultation.submissions.filter(delegation=delegation_of(actor)).exists():
        return
    submit(
        consultation,
        actor=actor,
        received_at=clock.now(),
        particulars=Particulars(is_no_comments=True),
    )


def _register(consultation: Consultation, speaker: Speaker, *, isu: Capacity) -> None:
    """Register an e-mail: two comments at their places, and a sentence without one."""
    action = Places.of_draft(consultation.draft).find("V", "action", 1)
    register_contribution(
        consultation,
        actor=isu,
        form_key=uuid.UUID(int=3, version=4),
        delegation=speaker.delegation,
        channel=Channel.EMAIL,
        received_at=clock.now() - timedelta(days=2),
        sender=speaker.template.email,
        originals=[File("Comments of Zuwandi.eml", "message/rfc822", EMAIL)],
        pieces=[
            Piece(
                action,
                Comment.Place.ON,
                text="Surveys should be finished before clearance is planned.",
            ),
            Piece(
                None, Comment.Place.DRAFT, text="We would welcome a short summary for parliaments."
            ),
        ],
        unplaced="We also refer to what we said at the last meeting.",
    )


def _agree_inside(consultation: Consultation, speaker: Speaker) -> None:
    """Note, clear and return: nobody outside the delegation ever sees it."""
    focal, colleague = speaker.people[0], speaker.people[-1]
    places = Places.of_draft(consultation.draft)
    write_note(
        consultation,
        actor=colleague,
        text="The ministry of health answers by Thursday; please wait for it.",
    )
    set_clearing(actor=focal, clears=True)
    cleared, returned = (
        save_comment(
            consultation,
            actor=colleague,
            form_key=uuid.UUID(int=number, version=4),
            unit=places.find(section, "action", 1),
            place=Comment.Place.ON,
            text=text,
        )
        for number, section, text in (
            (4, "VI", "Schools should be named as places of risk education."),
            (5, "VII", "We see several points here, which we set out at some length below."),
        )
    )
    write_note(consultation, actor=focal, about=cleared, text="Agreed with the ministry.")
    clear(mark_ready(cleared, actor=colleague), actor=focal)
    mark_ready(returned, actor=colleague)
    return_with_note(returned, actor=focal, text="Shorter, please: one sentence.")


def _declare(consultation: Consultation, by_name: dict[str, Speaker]) -> None:
    for name, intention in (
        ("Valdoria", "will_comment"),
        ("Lanhai", "awaiting_capital"),
        ("Tsemara", "will_speak"),
        ("Kestrava", "no_comments"),
    ):
        if name in by_name:
            declare(consultation, actor=by_name[name].people[0], intention=intention)
