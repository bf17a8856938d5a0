"""What a person types is kept while it is typed, for that person alone, until it is saved."""

from __future__ import annotations

import re
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.models import Answer, Comment, Typed
from consultations.openings import FIELD, LASTS, Fields, Opening, own_keys, words_in
from delegations.models import User
from lap_portal import clock
from lap_portal.errors import RuleViolation

SIZE_LIMIT = 200_000
PATH_LIMIT = 300
NUMBER_LIMIT = 100
_SWEPT_AT_ONCE = 200
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


@transaction.atomic
def keep_typed(opening: Opening, fields: Fields) -> Typed:
    """
    Keep the fields of a form as they are now, in the place of what the same opening kept before.

    Of one person only so many are kept, and none longer than some weeks: each keeping clears away
    what has become too old or too much. A character that no database holds is kept as U+FFFD.
    """
    kept = {_keepable(n): [_keepable(v) for v in values] for n, values in fields.items()}
    kept = {n: v for n, v in kept.items() if n not in {FIELD, "csrfmiddlewaretoken"}}
    size = sum(len(name) + sum(map(len, values)) for name, values in kept.items())
    if size > SIZE_LIMIT or len(opening.path) > PATH_LIMIT:
        raise RuleViolation(_("This is too long to be kept while you type."))
    if not User.objects.filter(pk=opening.person, is_active=True).exists():
        raise RuleViolation(_("This form cannot be used any more. Please open it again."))
    typed = Typed(
        person_id=opening.person,
        capacity=opening.capacity,
        path=opening.path,
        form_key=opening.key,
        fields=kept,
        typed_at=clock.now(),
    )
    # One statement, so that two requests at once are no error, which would name the row in a log.
    Typed.objects.bulk_create(
        [typed],
        update_conflicts=True,
        unique_fields=["person", "capacity", "path", "form_key"],
        update_fields=["fields", "typed_at"],
    )
    _clear_away(opening.person)
    return typed


def _keepable(value: str) -> str:
    return _UNKEEPABLE.sub("\ufffd", value)


def _clear_away(person: int) -> None:
    own = Typed.objects.filter(person=person).order_by("-typed_at", "-pk")
    too_many = list(own.values_list("pk", flat=True)[NUMBER_LIMIT : NUMBER_LIMIT + _SWEPT_AT_ONCE])
    old = Typed.objects.filter(typed_at__lt=clock.now() - LASTS).order_by("typed_at")
    too_old = list(old.values_list("pk", flat=True)[:_SWEPT_AT_ONCE])
    if too_many or too_old:
        Typed.objects.filter(pk__in=[*too_many, *too_old]).delete()


def keep_for_later(opening: Opening, fields: Fields) -> bool:
    """Keep what a form sent that could not be saved; False where it is too long to be kept."""
    try:
        keep_typed(opening, fields)
    except RuleViolation:
        return False
    return True


@transaction.atomic
def forget_typed(opening: Opening, fields: Fields | None = None) -> None:
    """
    Forget what an opening kept, now that it is saved or given up.

    `fields` are what was saved: where other openings of the form hold the same words, they are
    forgotten too. Other words stay, and are offered when the form is opened again.
    """
    rows = Typed.objects.filter(person=opening.person, capacity=opening.capacity, path=opening.path)
    saved = words_in(fields) if fields is not None else None
    done = [row.pk for row in rows if row.form_key == opening.key or words_in(row.fields) == saved]
    if done:
        Typed.objects.filter(pk__in=done).delete()


def forget_typed_about(said: Comment | Answer) -> None:
    """Forget what anybody of its delegation typed in the forms that change a contribution."""
    forms = (
        Q(path__contains=f"/comments/{said.form_key}/")
        if isinstance(said, Comment)
        else Q(
            path__startswith=said.consultation.get_absolute_url(),
            path__contains=f"/questions/{said.unit.uid}/",
        )
    )
    rows = Typed.objects.filter(capacity=f"delegation:{said.delegation_id}")
    rows.filter(forms).delete()
    if isinstance(said, Comment):
        begun = rows.filter(path__startswith=said.consultation.get_absolute_url())
        rows.filter(pk__in=[row.pk for row in begun if _began(row, said)]).delete()


def _began(row: Typed, comment: Comment) -> bool:
    """Whether something was typed in the form in which a comment was begun, in any tab."""
    for key in row.fields.get("form_key", []):
        with suppress(ValueError):
            return comment.form_key in own_keys(UUID(key), comment.consultation, comment.delegation)
    return False
