"""Bundles: comments found to say nearly the same, read together; each keeps its author."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Bundle, Bundled, Comment, Consultation
from consultations.operations.locks import locked_comments, locked_consultation
from consultations.permissions import may_mark
from delegations.capacities import Capacity, person_of, require_still_held
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import has_words, one_line
from lap_portal.traces import create_traced, delete_traced, save_traced

NAME_LIMIT = 200


@transaction.atomic
def make_bundle(
    consultation: Consultation, comments: Iterable[Comment], *, actor: Capacity, name: str
) -> Bundle:
    """
    Put two comments or more into a bundle of their own, under a name that says what they say.

    A comment lies in one bundle at a time: where somebody put one into another meanwhile, nothing
    is written and StaleRevision names it.
    """
    locked = _lock(consultation, actor)
    chosen = _free(locked, comments, actor)
    if len(chosen) < 2:
        raise RuleViolation(_("A bundle holds at least two comments."))
    bundle = Bundle(
        consultation=locked,
        name=_clean_name(name),
        made_by=person_of(actor),
        made_at=clock.now(),
    )
    save_traced(bundle, by=actor.person, reason=_("Made"))
    _put(chosen, bundle, actor)
    return bundle


@transaction.atomic
def add_to_bundle(bundle: Bundle, comments: Iterable[Comment], *, actor: Capacity) -> int:
    """Put more comments into a bundle; return how many. As `make_bundle` where one lies in one."""
    locked = _lock(bundle.consultation, actor)
    chosen = _free(locked, comments, actor, beside=bundle)
    _put(chosen, bundle, actor)
    return len(chosen)


@transaction.atomic
def rename_bundle(bundle: Bundle, *, actor: Capacity, name: str, based_on: str) -> Bundle:
    """
    Say anew what the comments of a bundle say; `based_on` is the name that was on screen.

    Raises StaleRevision, and writes nothing, where somebody renamed it meanwhile.
    """
    _lock(bundle.consultation, actor)
    locked = Bundle.objects.select_for_update(of=("self",)).get(pk=bundle.pk)
    if locked.name != based_on:
        raise StaleRevision(
            _("Somebody named this bundle “%(name)s” meanwhile.") % {"name": locked.name}
        )
    locked.name = _clean_name(name)
    save_traced(locked, by=actor.person, reason=_("Renamed"))
    return locked


@transaction.atomic
def take_out(bundle: Bundle, comment: Comment, *, actor: Capacity) -> int:
    """Take a comment out of a bundle; return how many were in it: 0 where it lay there no more."""
    _lock(bundle.consultation, actor)
    lying = list(bundle.bundled.filter(comment=comment))
    delete_traced(lying, by=actor.person, reason=_("Taken out"))
    return len(lying)


def _lock(consultation: Consultation, actor: Capacity) -> Consultation:
    """The consultation, locked, so that what is bundled in it is bundled by one after another."""
    require(may_mark(actor, consultation))
    require_still_held(actor)
    return locked_consultation(consultation)


def _free(
    consultation: Consultation,
    comments: Iterable[Comment],
    actor: Capacity,
    *,
    beside: Bundle | None = None,
) -> list[Comment]:
    """The comments, locked, that may be bundled: of the consultation, and in no other bundle."""
    chosen = locked_comments(comments)
    if not chosen:
        raise RuleViolation(_("Choose at least one comment."))
    for comment in chosen:
        require(may_mark(actor, comment))
        if comment.consultation_id != consultation.pk:
            raise RuleViolation(_("A bundle holds comments of one consultation."))
    lying = Bundled.objects.filter(comment__in=chosen).select_related("bundle")
    of = {each.comment_id: each.bundle for each in lying}
    for comment in chosen:
        other = of.get(comment.pk)
        if other is not None and other != beside:
            raise StaleRevision(
                _("%(delegation)s, comment %(number)d, lies in the bundle “%(bundle)s” already.")
                % {
                    "delegation": comment.delegation.name,
                    "number": comment.number,
                    "bundle": other.name,
                }
            )
    return [comment for comment in chosen if comment.pk not in of]


def _put(comments: list[Comment], bundle: Bundle, actor: Capacity) -> None:
    rows = [Bundled(bundle=bundle, comment=each) for each in comments]
    create_traced(rows, by=actor.person, reason=_("Put in"))


def _clean_name(name: str) -> str:
    cleaned = one_line(name, limit=NAME_LIMIT)
    if not has_words(cleaned):
        raise RuleViolation(_("Say in a few words what these comments say."))
    return cleaned
