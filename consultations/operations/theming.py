"""The Presidency's themes for comments: making, renaming, retiring; putting on and taking off."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Comment, Theme, Themed
from consultations.operations.locks import locked_comments, locked_plan
from consultations.permissions import may_mark
from delegations.capacities import Capacity, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import has_words, one_line
from lap_portal.traces import create_traced, delete_traced, save_traced
from sections.models import ActionPlan

NAME_LIMIT = 80


@transaction.atomic
def make_theme(plan: ActionPlan, *, actor: Capacity, name: str) -> Theme:
    """Make a theme for the comments on a plan; a name stands for one theme, retired or not."""
    require(may_mark(actor, plan))
    require_still_held(actor)
    theme = Theme(plan=locked_plan(plan.pk), name=_clean_name(name))
    save_traced(theme, by=actor.person, reason=_("Made"))
    return theme


@transaction.atomic
def rename_theme(theme: Theme, *, actor: Capacity, name: str, based_on: str) -> Theme:
    """
    Give a theme another name; `based_on` is the name that was on screen.

    Raises StaleRevision, and writes nothing, where somebody renamed it meanwhile.
    """
    locked = _to_change(theme, actor)
    if locked.name != based_on:
        raise StaleRevision(
            _("Somebody named this theme “%(name)s” meanwhile.") % {"name": locked.name}
        )
    locked.name = _clean_name(name)
    save_traced(locked, by=actor.person, reason=_("Renamed"))
    return locked


@transaction.atomic
def retire_theme(theme: Theme, *, actor: Capacity) -> Theme:
    """Offer a theme no more; the comments that have it keep it. Once retired, nothing changes."""
    locked = _to_change(theme, actor)
    if locked.retired_at is None:
        locked.retired_at = clock.now()
        save_traced(locked, by=actor.person, reason=_("Retired"))
    return locked


@transaction.atomic
def resume_theme(theme: Theme, *, actor: Capacity) -> Theme:
    """Offer a retired theme again."""
    locked = _to_change(theme, actor)
    if locked.retired_at is not None:
        locked.retired_at = None
        save_traced(locked, by=actor.person, reason=_("In use again"))
    return locked


@transaction.atomic
def put_on(theme: Theme, comments: Iterable[Comment], *, actor: Capacity) -> int:
    """
    Put a theme on comments; return how many had it not before. Those that have it keep it.

    Two people at once put it on once. A retired theme is put on nothing any more.
    """
    locked = _to_change(theme, actor)
    if locked.retired_at is not None:
        raise RuleViolation(
            _("The theme “%(name)s” was retired. Take it into use again first.")
            % {"name": locked.name}
        )
    chosen = _of_the_plan(locked, comments, actor)
    having = set(locked.themed.filter(comment__in=chosen).values_list("comment", flat=True))
    new = [Themed(theme=locked, comment=each) for each in chosen if each.pk not in having]
    create_traced(new, by=actor.person, reason=_("Put on"))
    return len(new)


@transaction.atomic
def take_off(theme: Theme, comments: Iterable[Comment], *, actor: Capacity) -> int:
    """Take a theme off comments; return how many had it. The trail keeps that they had."""
    locked = _to_change(theme, actor)
    chosen = _of_the_plan(locked, comments, actor)
    having = list(locked.themed.filter(comment__in=chosen).select_related("comment"))
    delete_traced(having, by=actor.person, reason=_("Taken off"))
    return len(having)


def _to_change(theme: Theme, actor: Capacity) -> Theme:
    """The theme, locked with its plan, so that names and use change one after another."""
    require(may_mark(actor, theme.plan))
    require_still_held(actor)
    locked_plan(theme.plan_id)
    return Theme.objects.select_for_update(of=("self",)).select_related("plan").get(pk=theme.pk)


def _of_the_plan(theme: Theme, comments: Iterable[Comment], actor: Capacity) -> list[Comment]:
    chosen = locked_comments(comments)
    for comment in chosen:
        require(may_mark(actor, comment))
        if comment.consultation.plan_id != theme.plan_id:
            raise RuleViolation(_("A theme is for the comments on one plan."))
    if not chosen:
        raise RuleViolation(_("Choose at least one comment."))
    return chosen


def _clean_name(name: str) -> str:
    cleaned = one_line(name, limit=NAME_LIMIT)
    if not has_words(cleaned):
        raise RuleViolation(_("Give the theme a name."))
    return cleaned
