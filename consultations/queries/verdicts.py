"""What the weighing of a point found, in sentences for staff."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.phrases import Rule
from consultations.queries.weighing import Composition, Verdict, Weight
from delegations.models import Delegation


def verdict_words(rule: Rule, weight: Weight, verdict: Verdict) -> str:
    """Why a phrase says more, or less, than the record."""
    return {
        Verdict.TOO_FEW: _(
            "“%(phrase)s” says more than the record: it asks for %(least)s, and counts %(count)s."
        ),
        Verdict.TOO_MANY: _(
            "“%(phrase)s” says less than the record: it is for at most %(most)s, and counts "
            "%(count)s."
        ),
        Verdict.TOO_FEW_GROUPS: _(
            "“%(phrase)s” says more than the record: it asks for regional groups, at least "
            "%(least_groups)s, and those it counts come from %(regional_groups)s."
        ),
        Verdict.OPPOSED: _(
            "“%(phrase)s” says more than the record: it asks that nobody be against; against "
            "are %(against)s."
        ),
        Verdict.UNOPPOSED: _(
            "“%(phrase)s” says more than the record: it asks that somebody be against, and nobody "
            "is."
        ),
    }[verdict] % {
        "phrase": rule.words,
        "least": _voices(rule, rule.least),
        "most": _voices(rule, rule.most or 0),
        "least_groups": rule.least_groups,
        "count": weight.count,
        "regional_groups": weight.regional_groups,
        "against": weight.against,
    }


def _voices(rule: Rule, number: int) -> str:
    """So many of those that a rule counts."""
    words = (
        ngettext("%(n)s State Party", "%(n)s States Parties", number)
        if rule.is_of_states_parties
        else ngettext("%(n)s delegation", "%(n)s delegations", number)
    )
    return words % {"n": number}


def composition_words(who: Composition) -> tuple[str, ...]:
    """Who stands behind a point, as a few phrases."""
    if not who.delegations:
        return ()
    labels = dict(Delegation.Category.choices)
    categories = ", ".join(f"{labels[name]} {number}" for name, number in who.by_category)
    positions = dict(who.positions)
    words = [
        ngettext("%(n)s delegation", "%(n)s delegations", who.delegations) % {"n": who.delegations}
        + f" ({categories})",
        _("States Parties: %(n)s") % {"n": who.states_parties},
        _("for: %(for)s, against: %(against)s, no position: %(none)s") % positions,
    ]
    if who.regional_groups:
        words.append(_("regional groups: %(names)s") % {"names": ", ".join(who.regional_groups)})
    words += [
        _("%(group)s, %(n)s aligned") % {"group": name, "n": number} for name, number in who.groups
    ]
    return tuple(words)
