"""What reaches an office by other channels, and how it is registered."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from consultations.models import Consultation, Registration, Submission
from consultations.operations.cutting import begin_registration, keep_original, save_facts
from consultations.operations.registering import Piece, register_contribution
from delegations.capacities import Capacity
from delegations.models import Delegation
from documents.files import File
from documents.reading.originals import read_original
from lap_portal import clock
from tests.builders.plans import unit as unit_of

MAIL = (
    b"From: Mission of Nowhere <mission@nowhere.example>\r\n"
    b"To: isu@portal.example\r\n"
    b"Subject: Our comments\r\n"
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: text/plain; charset="utf-8"\r\n'
    b"Content-Transfer-Encoding: 8bit\r\n"
    b"\r\n"
    b"Dear colleagues,\r\n"
    b"\r\n"
    b"Action 1 of section I needs a date.\r\n"
    b"\r\n"
    b"In para. 2 the words are welcome.\r\n"
    b"\r\n"
    b"Victims are not mentioned anywhere.\r\n"
)


def mail(text: str = "Our comments.", *, name: str = "letter.eml") -> File:
    """An e-mail as it came."""
    head = "From: a@nowhere.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return File(name, "message/rfc822", f"{head}{text}\r\n".encode())


def piece(
    consultation: Consultation,
    reference: str | None = "I-A1",
    text: str = "Add a date.",
    **said: Any,
) -> Piece:
    """A passage at a place, named by its reference; None is the whole draft."""
    unit = unit_of(consultation.draft, reference) if reference else None
    return Piece(unit=unit, text=text, **{"place": "on" if unit else "draft", **said})


def register(
    consultation: Consultation, delegation: Delegation, *, actor: Capacity, **said: Any
) -> Submission:
    """A contribution registered from an e-mail."""
    given: dict[str, Any] = {
        "form_key": uuid4(),
        "channel": "email",
        "received_at": clock.now(),
        "sender": "a@nowhere.example",
        "originals": [mail()],
        **said,
    }
    if "pieces" not in given:
        given["pieces"] = [piece(consultation)]
    return register_contribution(consultation, actor=actor, delegation=delegation, **given)


def begin(
    consultation: Consultation, delegation: Delegation, *, actor: Capacity, content: bytes = MAIL
) -> Registration:
    """A registration under way, with its e-mail and its facts; nothing placed."""
    work = begin_registration(consultation, actor=actor, form_key=uuid4())
    read = read_original(content, file_name="mail.eml")
    file = File("mail.eml", read.content_type, content)
    keep_original(work, actor=actor, file=file, words=read.words, remark=read.remark)
    work.refresh_from_db()
    facts = {
        "delegation": delegation,
        "channel": "email",
        "received_at": clock.now(),
        "sender": "mission@nowhere.example",
        "language": "en",
        "on_behalf_of": "",
        "is_preliminary": False,
        "is_no_comments": False,
    }
    save_facts(work, actor=actor, version=work.version, facts=facts)
    work.refresh_from_db()
    return work
