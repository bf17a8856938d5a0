"""Giving comments to persons of staff, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Assignment, Comment
from consultations.operations.locks import locked_comments
from consultations.permissions import may_mark
from delegations.capacities import Capacity, require_still_held, staff
from delegations.models import User
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.traces import create_traced, delete_traced, update_traced


@transaction.atomic
def give_comments(
    shown: Mapping[Comment, int | None], *, actor: Capacity, person: User | None
) -> int:
    """
    Give comments to a person who acts for an office, or (None) to nobody; return how many changed.

    `shown` says, for each comment, the key of who had it on screen, None for nobody. Where somebody
    else was faster with one of them, nothing is written and StaleRevision says with how many.
    """
    locked = locked_comments(shown)
    for comment in locked:
        require(may_mark(actor, comment))
    require_still_held(actor)
    if not locked:
        raise RuleViolation(_("Choose at least one comment."))
    if person is not None and person.pk not in {each.person.pk for each in staff() if each.person}:
        raise RuleViolation(_("This person acts for neither the Presidency nor the ISU now."))
    held = {
        each.comment_id: each
        for each in Assignment.objects.filter(comment__in=locked).select_related("person")
    }
    _check_fresh(shown, held)
    if person is None:
        delete_traced(list(held.values()), by=actor.person, reason=_("Taken back"))
        return len(held)
    return _give(locked, held, actor=actor, person=person)


def _give(
    comments: list[Comment], held: dict[int, Assignment], *, actor: Capacity, person: User
) -> int:
    now, reason = clock.now(), _("Given")
    moved = [each for each in held.values() if each.person_id != person.pk]
    for each in moved:
        each.person, each.given_at = person, now
    update_traced(moved, ["person", "given_at"], by=actor.person, reason=reason)
    new = [
        Assignment(comment=each, person=person, given_at=now)
        for each in comments
        if each.pk not in held
    ]
    create_traced(new, by=actor.person, reason=reason)
    return len(moved) + len(new)


def _check_fresh(shown: Mapping[Comment, int | None], held: dict[int, Assignment]) -> None:
    """Raise StaleRevision where a comment is not with whom it was on screen."""
    now = {
        comment.pk: held[comment.pk].person_id if comment.pk in held else None for comment in shown
    }
    changed = [comment.pk for comment, person in shown.items() if now[comment.pk] != person]
    if not changed:
        return
    if len(shown) > 1 or changed[0] not in held:
        raise StaleRevision(
            ngettext(
                "%(n)d of these comments was given or taken back by somebody else meanwhile.",
                "%(n)d of these comments were given or taken back by somebody else meanwhile.",
                len(changed),
            )
            % {"n": len(changed)}
        )
    raise StaleRevision(
        _("Somebody gave this comment to %(name)s meanwhile.")
        % {"name": held[changed[0]].person.name}
    )
