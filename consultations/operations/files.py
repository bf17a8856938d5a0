"""The one file that a comment on the whole draft may carry: a general statement's."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.models import Comment, CommentFile
from consultations.operations.words import NO_FILE, NamedFile
from documents.files import File
from documents.reading.content import MEGABYTE
from documents.reading.enclosed import clean_file_name, kind_of_file
from documents.reading.unsettled import is_unsettled
from lap_portal.errors import RuleViolation

LARGEST_MB = 10


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a form says of the file: another one, none any more, or nothing."""

    sent: File | None = None
    is_removed: bool = False


NO_CHANGE = FileChange()


def checked_file(name: str, content: bytes) -> File:
    """Return the file, its type told by its content; RuleViolation says what is wrong with it."""
    if len(content) > LARGEST_MB * MEGABYTE:
        raise RuleViolation(_("This file has more than %(limit)d MB.") % {"limit": LARGEST_MB})
    if not content:
        raise RuleViolation(_("This file is empty."))
    kind = kind_of_file(content)
    if kind is None:
        raise RuleViolation(
            _(
                "Only PDF, Word (.docx), OpenDocument (.odt), RTF and plain text can be added, "
                "without macros, embedded objects or a password. Save the file as one of these."
            )
        )
    if is_unsettled(content):
        raise RuleViolation(
            _(
                "This file shows tracked changes or notes in the margin, with the names of who "
                "made them. Accept the changes, delete the notes, and add the file again."
            )
        )
    return File(clean_file_name(name, kind=kind), kind.content_type, content)


def named_after(change: FileChange, kept: Comment | None) -> NamedFile:
    """The file a comment will name: the one sent, or else the one `kept` has unless removed."""
    if change.sent is not None:
        return NamedFile(change.sent.name, change.sent.digest)
    if change.is_removed or kept is None:
        return NO_FILE
    return NamedFile(kept.file_name, kept.file_digest)


def store_file(comment: Comment, change: FileChange, *, before: Comment | None = None) -> None:
    """
    Keep with a comment the file that it names; take away one that it names no longer.

    `before` is the comment it replaces, whose file it carries on where its own form sent none.
    """
    if not comment.is_inside:
        return
    if not comment.file_name:
        CommentFile.objects.filter(comment=comment).delete()
        return
    if change.sent is not None and change.sent.digest == comment.file_digest:
        _keep(comment, change.sent.content_type, change.sent.content)
        return
    carries_on = before is not None and before.file_digest == comment.file_digest
    if carries_on and not CommentFile.objects.filter(comment=comment).exists():
        carried = CommentFile.objects.get(comment=before)
        _keep(comment, carried.content_type, bytes(carried.content))


def _keep(comment: Comment, content_type: str, content: bytes) -> None:
    CommentFile.objects.update_or_create(
        comment=comment, defaults={"content_type": content_type, "content": content}
    )
