"""Changing the vocabulary of a plan: another rule, a phrase more, one no longer used."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Phrase
from consultations.operations.locks import locked_plan
from consultations.permissions import may_revise_phrases
from consultations.phrases import RULE_FIELDS, Rule, tokens
from consultations.queries.phrasing import phrases_of
from delegations.capacities import Capacity, require_still_held
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_reason, one_line
from lap_portal.traces import save_traced
from sections.models import ActionPlan

WORDS_LIMIT = 200


@transaction.atomic
def add_phrase(plan: ActionPlan, *, actor: Capacity, reason: str, rule: dict[str, Any]) -> Phrase:
    """Add a phrase to a plan's vocabulary; `rule` has the fields of a Rule but for its code."""
    known = _locked(plan, actor=actor)
    return _save(Phrase(plan=plan, code=f"own-{secrets.token_hex(4)}"), rule, known, actor, reason)


@transaction.atomic
def revise_phrase(
    plan: ActionPlan, code: str, *, actor: Capacity, reason: str, seen: str, rule: dict[str, Any]
) -> Phrase:
    """
    Give a phrase other words or another rule, retire it, or take it back into use.

    `seen` is the stamp of the rule on screen; where another is in force, StaleRevision is raised
    and nothing is written. What is not in `rule` stays.
    """
    known = _locked(plan, actor=actor)
    if code not in known:
        raise RuleViolation(_("This phrase is not in the vocabulary."))
    if seen != known[code].stamp:
        raise StaleRevision(_("This phrase was changed while you were editing it."))
    row = Phrase.objects.filter(plan=plan, code=code).first()
    if row is None:
        row = Phrase(plan=plan, **{name: getattr(known[code], name) for name in RULE_FIELDS})
    return _save(row, rule, known, actor, reason)


def _locked(plan: ActionPlan, *, actor: Capacity) -> dict[str, Rule]:
    """The vocabulary in force, held: it is changed by one hand at a time."""
    require(may_revise_phrases(actor, plan))
    require_still_held(actor)
    locked_plan(plan.pk)
    return {rule.code: rule for rule in phrases_of(plan, actor)}


def _save(
    row: Phrase, rule: dict[str, Any], known: dict[str, Rule], actor: Capacity, reason: str
) -> Phrase:
    reason = clean_reason(reason)
    for name, value in rule.items():
        setattr(row, name, value)
    row.words = " ".join(one_line(row.words, limit=WORDS_LIMIT).split())
    said = tokens(row.words)
    if not said:
        raise RuleViolation(_("A phrase has words."))
    if any(tokens(each.words) == said for each in known.values() if each.code != row.code):
        raise RuleViolation(_("There is a phrase of these words already."))
    if row.code in known and all(
        getattr(row, name) == getattr(known[row.code], name) for name in RULE_FIELDS
    ):
        raise RuleViolation(_("Nothing was changed."))
    save_traced(row, by=actor.person, reason=reason)
    return row
