"""Unofficial working translations of comments: beside the original, never instead of it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Comment, WorkingTranslation
from consultations.operations.locks import locked_contribution
from consultations.operations.words import PROPOSAL_LIMIT, REASON_LIMIT, TEXT_LIMIT
from consultations.permissions import may_mark
from delegations.capacities import Capacity, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_text, has_words

# A page of Chinese becomes up to three of English.
LONGER = 3
LIMITS = {
    "text": LONGER * TEXT_LIMIT,
    "proposal": LONGER * PROPOSAL_LIMIT,
    "reason": LONGER * REASON_LIMIT,
}


@transaction.atomic
def translate_comment(
    comment: Comment,
    *,
    actor: Capacity,
    language: str,
    text: str = "",
    proposal: str = "",
    reason: str = "",
    based_on: int | None = None,
) -> WorkingTranslation:
    """
    Put a working translation beside a comment; the one before in that language is superseded.

    `based_on` is the pk of the translation on screen (None: there was none). If another was made
    meanwhile, nothing is written and StaleRevision is raised. Only what the comment says is
    translated, into another language than its own.
    """
    locked = locked_contribution(comment)
    require(may_mark(actor, locked))
    require_still_held(actor)
    _check_language(locked, language)
    words = _clean(locked, {"text": text, "proposal": proposal, "reason": reason})
    current = locked.translations.filter(language=language, superseded_at=None).first()
    if (current.pk if current else None) != based_on:
        raise StaleRevision(_("Somebody translated this comment while you were doing so."))
    now = clock.now()
    if current is not None:
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    made = WorkingTranslation(
        comment=locked,
        language=language,
        made_by=person_of(actor),
        made_at=now,
        **words,
    )
    made.full_clean()
    made.save()
    return made


def _check_language(comment: Comment, language: str) -> None:
    if language not in dict(settings.WRITING_LANGUAGES):
        raise RuleViolation(_("This language cannot be chosen."))
    if language == comment.language:
        raise RuleViolation(_("The comment is in this language already."))


def _clean(comment: Comment, words: dict[str, str]) -> dict[str, str]:
    cleaned = {name: clean_text(each, limit=LIMITS[name]) for name, each in words.items()}
    cleaned = {name: each if has_words(each) else "" for name, each in cleaned.items()}
    if any(each and not getattr(comment, name) for name, each in cleaned.items()):
        raise RuleViolation(_("Translate only what the comment says."))
    return cleaned
