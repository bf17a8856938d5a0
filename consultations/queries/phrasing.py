"""The vocabulary of a plan as it is now: the defaults, and what the Presidency made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from consultations.models import Phrase
from consultations.permissions import may_read_phrases, may_revise_phrases
from consultations.phrases import RULE_FIELDS, VOCABULARY, Rule
from delegations.capacities import Capacity
from lap_portal.decisions import Decision
from sections.models import ActionPlan


@dataclass(frozen=True, slots=True)
class PhraseLine:
    """A phrase with its rule in words; `is_default` where it is as the portal ships it."""

    rule: Rule
    rule_words: tuple[str, ...]
    is_default: bool


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """What a phrase was made to be, when, by whom and why."""

    at: datetime
    by: str
    words: str
    rule_words: tuple[str, ...]
    is_retired: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PhrasesPage:
    """The vocabulary of a plan, strongest first, and what was changed of it, the latest first."""

    used: tuple[PhraseLine, ...]
    retired: tuple[PhraseLine, ...]
    changes: tuple[PhraseChange, ...]
    may_revise: Decision


def phrases_of(plan: ActionPlan, reader: Capacity) -> tuple[Rule, ...]:
    """
    The rules of a plan's phrases in order, retired ones too; none for whoever may not read them.

    A row goes before the default of the same code (one query).
    """
    if not may_read_phrases(reader, plan):
        return ()
    rows = Phrase.objects.visible_to(reader).filter(plan=plan)
    changed = {row["code"]: Rule(**row) for row in rows.values(*RULE_FIELDS)}
    merged = {**{rule.code: rule for rule in VOCABULARY}, **changed}
    return tuple(sorted(merged.values(), key=lambda rule: (rule.order, rule.code)))


def phrases_page(plan: ActionPlan, reader: Capacity) -> PhrasesPage:
    """The whole vocabulary (two queries)."""
    lines = [phrase_line(rule) for rule in phrases_of(plan, reader)]
    return PhrasesPage(
        used=tuple(line for line in lines if not line.rule.is_retired),
        retired=tuple(line for line in lines if line.rule.is_retired),
        changes=tuple(_changes(plan)),
        may_revise=may_revise_phrases(reader, plan),
    )


def phrase_line(rule: Rule) -> PhraseLine:
    """A rule as a page tells it."""
    return PhraseLine(rule, rule_words(rule), rule in VOCABULARY)


def rule_words(rule: Rule) -> tuple[str, ...]:
    """A rule as a few phrases, the counted first."""
    bounds = _("%(least)s or more") if rule.most is None else _("%(least)s to %(most)s")
    if rule.most == rule.least:
        bounds = _("exactly %(least)s")
    numbers = bounds % {"least": rule.least, "most": rule.most}
    words = [f"{Phrase.Counts(rule.counts).label}: {numbers}"]
    if rule.least_groups:
        words.append(_("From %(n)s regional groups or more") % {"n": rule.least_groups})
    if rule.is_of_states_parties:
        words.append(_("Only States Parties count"))
    words.append(str(Phrase.Opposition(rule.opposition).label))
    words.append(str(Phrase.Groups(rule.groups).label))
    if rule.is_for_staff:
        words.append(_("For staff only, in no paper"))
    return tuple(words)


def _changes(plan: ActionPlan) -> Iterator[PhraseChange]:
    records = Phrase.history.filter(plan=plan).select_related("history_user")
    for record in records.order_by("-history_date", "-history_id"):
        rule = Rule(**{name: getattr(record, name) for name in RULE_FIELDS})
        yield PhraseChange(
            at=record.history_date,
            by=record.history_user.name if record.history_user else "",
            words=rule.words,
            rule_words=rule_words(rule),
            is_retired=rule.is_retired,
            reason=record.history_change_reason or "",
        )
