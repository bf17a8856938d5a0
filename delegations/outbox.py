"""
The portal's mail: written in the transaction of the fact it tells, sent by the worker.

So no letter is lost, and none tells what was rolled back. A letter is sent at least once: a second
copy leaves only if the worker is killed after the mail server took it and before that was noted,
and it bears the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_tasks import task

from delegations.lettering import html_of
from delegations.models import Delegation, Enclosure, Invitation, Letter, Membership
from documents.files import File
from lap_portal import clock
from lap_portal.traces import save_traced

logger = logging.getLogger(__name__)

ATTEMPTS_AT_MOST = 8
FIRST_PAUSE = timedelta(minutes=1)
ADDRESS_CHANGED = "delegations/mail/address_changed"


def post(
    to: str,
    *,
    subject: str,
    template: str,
    context: Mapping[str, object],
    files: Iterable[File] = (),
    invitation: Invitation | None = None,
    delegation: Delegation | None = None,
    key: UUID | None = None,
) -> Letter:
    """
    Write a letter to one address; it leaves once the transaction around this call is committed.

    `template` names the words, "delegations/mail/joined": with ".txt" the plain ones, of which
    the HTML is made; beside `context` they know the portal's address and whom to write to. A letter
    that speaks for `delegation` leaves only if its reader then still belongs there. `key`, if
    given, makes it this one letter, whoever writes it again.

    Its length is that of the row it builds.
    """
    words = {
        "contact": settings.PORTAL_ISU_CONTACT or _("the secretariat"),
        **context,
        "portal_address": settings.PORTAL_ADDRESS,
    }
    title, text = " ".join(subject.split())[:300], render_to_string(f"{template}.txt", words)
    letter = Letter(
        key=key or uuid4(),
        to=to,
        about=template,
        subject=title,
        text=text,
        html=html_of(title, text),
        invitation=invitation,
        delegation=delegation,
        written_at=clock.now(),
    )
    letter.full_clean()
    letter.save()
    Enclosure.objects.bulk_create(
        Enclosure(letter=letter, name=f.name, content_type=f.content_type, content=f.content)
        for f in files
    )
    send_letter.enqueue(str(letter.pk))
    return letter


@task()
def send_letter(key: str) -> None:
    """Try to send a letter that waits; try again later, longer each time, then give up."""
    waiting = Letter.objects.select_related("delegation__merged_into")
    letter = waiting.filter(pk=key, sent_at=None, failed_at=None).first()
    if letter is None:
        return
    if letter.delegation is not None and not _belongs(letter.to, letter.delegation):
        letter.delete()
        return
    try:
        _message(letter).send()
    except (OSError, ValueError) as error:  # of smtplib and the network; of an impossible address
        logger.warning("A letter could not be sent (%s): %s", letter.about, type(error).__name__)
        _note_failure(letter, error)
    else:
        _empty(letter)
        letter.sent_at = clock.now()
        _finish(letter)


def readdress_letters(old: str, *, new: str) -> None:
    """
    Let what waits for a person go to the person's other address.

    Not what tells the old address of the change, nor what is for a mission whose address it is.
    """
    waiting = Letter.objects.filter(to=old, sent_at=None, failed_at=None, invitation=None)
    own = waiting.exclude(about=ADDRESS_CHANGED).exclude(delegation__mission_email=old)
    own.update(to=new)


def _belongs(address: str, delegation: Delegation) -> bool:
    """Whether an address is a member's, or the official one, of what a delegation is by now."""
    present = delegation.merged_into or delegation
    if address in {present.mission_email, delegation.mission_email}:
        return True
    return Membership.objects.live().filter(delegation=present, person__email=address).exists()


def _message(letter: Letter) -> EmailMultiAlternatives:
    domain = urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.to],
        headers={"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for enclosed in letter.enclosures.all():
        message.attach(enclosed.name, bytes(enclosed.content), enclosed.content_type)
    return message


def _note_failure(letter: Letter, error: OSError | ValueError) -> None:
    letter.attempts += 1
    if letter.attempts < ATTEMPTS_AT_MOST and not _is_final(error):
        pause = FIRST_PAUSE * 2 ** (letter.attempts - 1)
        with transaction.atomic():
            letter.save(update_fields=["attempts"])
            send_letter.using(run_after=clock.now() + pause).enqueue(str(letter.pk))
        return
    _empty(letter)
    letter.failed_at, letter.failure = clock.now(), _words_of(error)
    _finish(letter)


def _words_of(error: OSError | ValueError) -> str:
    """What went wrong, without the address, which the mail server repeats."""
    codes = [getattr(error, "smtp_code", None)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    return " ".join([type(error).__name__, *(str(code) for code in codes if code)])


def _is_final(error: OSError | ValueError) -> bool:
    """Whether there is no such address, by the mail server's word, rather than not now."""
    if isinstance(error, ValueError):
        return True
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _words in error.recipients.values())


def _empty(letter: Letter) -> None:
    letter.subject = letter.text = letter.html = ""


@transaction.atomic
def _finish(letter: Letter) -> None:
    invitation = Invitation.objects.locked().filter(letters=letter.pk).first()
    letter.save()
    letter.enclosures.all().delete()
    if invitation is not None and letter.failed_at is not None:
        invitation.bounced_at = letter.failed_at
        save_traced(invitation, by=None, reason="The letter could not be delivered.")
