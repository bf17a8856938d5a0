"""Answering what is missing where it is missing: the answer and its proposal, in one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Answer, Comment, Consultation
from consultations.models.answers import may_be_missing_after
from consultations.operations.commenting import save_answer, save_comment
from delegations.capacities import Capacity
from lap_portal.errors import RuleViolation
from lap_portal.text import has_words
from sections.models import DraftUnit


@dataclass(frozen=True, slots=True)
class Missing:
    """
    What should be added, and after which unit of the question's section.

    `form_key` belongs to one opened form, as for `save_comment`.
    """

    after: DraftUnit
    words: str
    language: str
    form_key: UUID


@transaction.atomic
def save_answer_in_place(
    consultation: Consultation,
    *,
    actor: Capacity,
    unit: DraftUnit,
    missing: Missing,
    text: str = "",
    based_on: str | None = None,
) -> tuple[Answer, Comment]:
    """
    Answer what is missing, and propose it where it should stand: both, or neither.

    Where the answer says nothing else, it says the words proposed. The proposal is a comment like
    any other, which goes its own way from here.
    """
    if not may_be_missing_after(missing.after, question=unit):
        raise RuleViolation(_("Choose an element of the section that the question is about."))
    answer = save_answer(
        consultation,
        actor=actor,
        unit=unit,
        text=text if has_words(text) else missing.words,
        based_on=based_on,
    )
    comment = save_comment(
        consultation,
        actor=actor,
        form_key=missing.form_key,
        unit=missing.after,
        place=Comment.Place.MISSING_AFTER,
        proposal=missing.words,
        language=missing.language,
    )
    return answer, comment
