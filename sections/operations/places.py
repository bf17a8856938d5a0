"""Where elements stand: keys in the order of a plan, and room between them."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, require_still_held
from lap_portal.errors import RuleViolation
from lap_portal.traces import update_traced
from sections.models import ActionPlan, Element, Section
from sections.ordering import ORDER_STEP, keys_after


def lock_plan(plan: ActionPlan, *, actor: Capacity) -> ActionPlan:
    """
    Hold the plan until the transaction ends: its text changes by one hand at a time.

    Every act on the working text begins here. PermissionDenied where the actor lost the capacity
    since the request began, perhaps while waiting for the plan.
    """
    locked = ActionPlan.objects.select_for_update(of=("self",)).filter(pk=plan.pk).first()
    if locked is None:
        raise RuleViolation(_("This plan was taken away meanwhile."))
    require_still_held(actor)
    return locked


def make_room(plan: ActionPlan, *, after: int, count: int, actor: Capacity) -> list[int]:
    """
    Return free keys right after a key, under the lock of the plan.

    Where neighbours have become too narrow, what follows moves up beyond the last key, deleted
    elements included, so that no two ever share a key; the history says so.
    """
    following = list(plan.elements.filter(order__gt=after).order_by("order"))
    keys = keys_after(after, following[0].order if following else None, count)
    if keys is not None:
        return keys
    last = following[-1].order
    fresh = keys_after(last, None, count + len(following)) or []
    for element, key in zip(following, fresh[count:], strict=True):
        element.order = key
    update_traced(following, ["order"], by=actor.person, reason=_("Room was made in the order."))
    return fresh[:count]


def last_key(plan: ActionPlan) -> int:
    """Return the highest key in use, deleted elements included; 0 in an empty plan."""
    return plan.elements.aggregate(last=Max("order"))["last"] or 0


def key_before(plan: ActionPlan, section: Section, after: Element | None) -> int:
    """
    Return the key after which an element of a section goes.

    Without `after`, it goes first in its section: right after the heading, or first in the plan.
    Raises RuleViolation where `after` is deleted, or stands elsewhere.
    """
    if after is not None:
        standing = plan.elements.in_text().filter(pk=after.pk, section=section).first()
        if standing is None:
            raise RuleViolation(_("What it should follow does not stand in that section."))
        return standing.order
    if section.heading_id is not None:
        return plan.elements.in_text().get(pk=section.heading_id).order
    first = plan.elements.order_by("order").first()
    return first.order - 2 * ORDER_STEP if first else 0


def end_of(section: Section) -> int:
    """Return the key of the last element of a section and everything below it."""
    inside = Element.objects.filter(plan=section.plan_id, section__path__startswith=section.path)
    return inside.aggregate(last=Max("order"))["last"] or 0


def child_around(after: Element | None, parent: Section | None) -> Section | None:
    """Return the section right below `parent` in which an element stands, if there is one."""
    section = after.section if after is not None else None
    while section is not None and section.parent_id != (parent.pk if parent else None):
        section = section.parent
    if section is not None and section.heading_id is None:
        return None
    return section


def end_of_own_elements(plan: ActionPlan, parent: Section | None) -> int:
    """Return the key of the last element that stands in a section itself, or in the front one."""
    home = parent or plan.sections.get(parent=None, label="")
    last = home.elements.order_by("-order").first()
    return last.order if last else key_before(plan, home, None)


def depth_of(section: Section) -> int:
    """Return how deep a section lies: 0 for a part."""
    return section.path.count("/") - 1
