"""Taking away a plan that was imported by mistake, before anything stands on it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from delegations.capacities import Capacity
from lap_portal import clock
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_reason
from lap_portal.traces import sign
from sections.models import (
    ActionCard,
    ActionPlan,
    Descent,
    Element,
    ElementRevision,
    Footnote,
    Question,
    Section,
)
from sections.models.presence import HELD_FOR, Hold
from sections.operations.places import lock_plan
from sections.permissions import may_import_plan


@transaction.atomic
def undo_import(plan: ActionPlan, *, actor: Capacity, reason: str) -> None:
    """
    Take a plan away that was imported by mistake: really, its words and their trail included.

    Nothing of it was issued, said or worked on, so it is evidence of nothing; its short name is
    free again, and the trail of the plan itself keeps who took it away and why. Refused where
    anything at all stands on it: a draft, a change of the text, a row of another kind.
    """
    require(may_import_plan(actor))
    why = clean_reason(reason)
    locked = lock_plan(plan, actor=actor)
    _check_untouched(locked)
    sign(locked, by=actor.person, reason=why)
    try:
        _take_away(locked)
    except ProtectedError as protected:
        raise RuleViolation(_("Something stands on this plan already; it stays.")) from protected


def _check_untouched(plan: ActionPlan) -> None:
    if plan.drafts.exists():
        raise RuleViolation(_("A draft of this plan was issued; it stays."))
    if _was_worked_on(plan):
        raise RuleViolation(_("The text was worked on since it was imported; it stays."))


def _was_worked_on(plan: ActionPlan) -> bool:
    """Whether the text is another than the import wrote, or has been in between."""
    written = Element.history.filter(plan=plan.pk)
    sections = plan.sections.all()
    blocks = plan.history.order_by().values_list("title", "title_lines").distinct()
    return (
        ElementRevision.objects.filter(element__plan=plan, number__gt=1).exists()
        or ActionCard.objects.filter(element__plan=plan).exists()
        or written.exclude(history_type="+").exists()
        or written.values("history_change_reason", "history_user").distinct().count() > 1
        or Section.history.filter(plan=plan.pk).count()
        > sections.count() + sections.exclude(heading=None).count()
        or Question.history.filter(element__in=plan.elements.values("pk"))
        .exclude(history_type="+")
        .exists()
        or len(blocks) > 2  # as the plan began, and as the paper said
    )


def _take_away(plan: ActionPlan) -> None:
    """Delete the rows, each before what it points at, then their trails."""
    elements = list(plan.elements.values_list("pk", flat=True))
    sections = list(plan.sections.values_list("pk", flat=True))
    Descent.objects.filter(descendant__in=elements).delete()
    Footnote.objects.filter(plan=plan).delete()
    Question.objects.filter(element__in=elements).delete()
    # The rows that follow are deleted too: no trail is owed to what loosens them.
    Section.objects.filter(plan=plan).update(heading=None, parent=None, path="")
    Element.objects.filter(plan=plan).update(current_revision=None, lead=None)
    ElementRevision.objects.filter(element__in=elements).delete()
    Element.objects.filter(plan=plan).delete()
    Hold.objects.filter(section__plan=plan, taken_at__lte=clock.now() - HELD_FOR).delete()
    Section.objects.filter(plan=plan).delete()
    Hold.history.filter(section__in=sections).delete()
    Element.history.filter(plan=plan.pk).delete()
    Section.history.filter(plan=plan.pk).delete()
    Question.history.filter(element__in=elements).delete()
    Footnote.history.filter(plan=plan.pk).delete()
    plan.delete()
