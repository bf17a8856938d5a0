"""Pages by which the Presidency changes the structure of the text, cards and questions."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.compare import Span, compare_words
from documents.outline import Kind
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest
from sections import operations
from sections.forms.drafting import (
    CardForm,
    ElementAddForm,
    ElementMergeForm,
    ElementMoveForm,
    ElementSplitForm,
    SecondForm,
    ShapeForm,
)
from sections.forms.fields import ReasonedForm
from sections.models import ActionPlan, Element, Section
from sections.permissions import may_draft, may_revise
from sections.queries import Card, TextUnit, working_text
from sections.queries.changes import change_of, last_change, words_since
from sections.views.finding import find_element, find_plan, find_unit

ANY = ["GET", "HEAD", "POST"]


@require_http_methods(ANY)
def element_add(request: PortalRequest, plan: str) -> HttpResponse:
    """Add an element behind another, or a section behind another."""
    found = find_plan(request, plan)
    require(may_draft(request.capacity, found))
    text = working_text(found)
    before = text.unit(request.GET.get("after", ""))
    like = before.kind if before and before.kind is not Kind.HEADING else Kind.PARAGRAPH
    form = ElementAddForm(
        request.POST or None,
        text=text,
        initial={
            "after": before.uid if before else "",
            "kind": request.GET.get("kind", like.value),
        },
        button=_("Add to the text"),
    )
    made: list[Element] = []
    status = attempt(request, form, lambda: made.append(_add(request, found, form)))
    if status is None:
        messages.success(request, _("It stands in the working text."))
        return redirect(_place(found, made[0].uid))
    context = {"plan": found, "form": form}
    return render(request, "sections/element_add.html", context, status=status)


def _add(request: PortalRequest, plan: ActionPlan, form: ElementAddForm) -> Element:
    said = form.cleaned_data
    after = _standing(plan, said["after"])
    is_sub_section = said["kind"] == Kind.HEADING and said["is_below"] and after is not None
    return operations.add_element(
        plan,
        actor=request.capacity,
        after=after,
        kind=said["kind"],
        text=said["text"],
        reason=said["reason"],
        section=after.section if is_sub_section and after is not None else None,
        label=said["label"],
    )


@require_http_methods(ANY)
def element_move(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Move an element, or a whole section, to another place."""
    element = find_element(request, plan, uid)
    require(may_revise(request.capacity, element))
    text, unit = find_unit(element)
    form = ElementMoveForm(request.POST or None, text=text, unit=unit, button=_("Move"))
    status = attempt(request, form, lambda: _move(request, element, form))
    if status is None:
        messages.success(request, _("Moved."))
        return redirect(_place(element.plan, uid))
    context = {"plan": element.plan, "unit": unit, "form": form}
    return render(request, "sections/element_move.html", context, status=status)


def _move(request: PortalRequest, element: Element, form: ElementMoveForm) -> None:
    said = form.cleaned_data
    after = _standing(element.plan, said["after"])
    section = after.section if after else element.plan.sections.get(parent=None, label="")
    if element.kind == Kind.HEADING and after is not None:
        after, section = _heading_target(element.plan, after, is_below=said["is_below"])
    operations.move_element(
        element, actor=request.capacity, after=after, section=section, reason=said["reason"]
    )


def _heading_target(
    plan: ActionPlan, after: Element, *, is_below: bool
) -> tuple[Element | None, Section]:
    """Where a section goes: first inside another, or beside it and behind it."""
    if is_below:
        return None, after.section
    return after, after.section.parent or plan.sections.get(parent=None, label="")


@require_http_methods(ANY)
def element_split(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Cut an element into several."""
    element = find_element(request, plan, uid)
    require(may_revise(request.capacity, element))
    _text, unit = find_unit(element)
    form = ElementSplitForm(
        request.POST or None,
        initial={"text": unit.text, "based_on": unit.revision_number},
        button=_("Split"),
    )
    status = attempt(request, form, lambda: _split(request, element, form))
    if status is None:
        messages.success(request, _("Split. Each part now has its own reference."))
        return redirect(_place(element.plan, uid))
    spans, changes = None, []
    if status is HTTPStatus.CONFLICT:
        changes = [words_since(element, form.cleaned_data["based_on"])]
        _text, unit = find_unit(element)
        form.look_again(based_on=unit.revision_number)
        spans = compare_words(unit.text, " ".join(form.parts))
    context = {
        "plan": element.plan,
        "unit": unit,
        "form": form,
        "spans": spans,
        "changes": changes,
    }
    return render(request, "sections/element_split.html", context, status=status)


def _split(request: PortalRequest, element: Element, form: ElementSplitForm) -> None:
    said = form.cleaned_data
    operations.split_element(
        element,
        actor=request.capacity,
        texts=form.parts,
        reason=said["reason"],
        based_on=said["based_on"],
    )


@require_http_methods(ANY)
def element_merge(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Choose a second element, which goes into the address; then make one of the two."""
    element = find_element(request, plan, uid)
    require(may_revise(request.capacity, element))
    text, unit = find_unit(element)
    second = element.plan.elements.filter(uid=request.GET.get("second", "")).first()
    other = text.unit(second.uid) if second else None
    # What was typed comes back even if the second has left the text meanwhile.
    if second is None or (other is None and request.method != "POST"):
        asked = SecondForm(text=text, unit=unit)
        context = {"plan": element.plan, "unit": unit, "other": None, "form": asked, "spans": None}
        return render(request, "sections/element_merge.html", context)
    form = ElementMergeForm(
        request.POST or None, initial=_both(unit, other) if other else {}, button=_("Merge")
    )
    status = attempt(
        request,
        form,
        lambda: operations.merge_elements(
            element, actor=request.capacity, second=second, **form.cleaned_data
        ),
    )
    if status is None:
        messages.success(request, _("Merged."))
        return redirect(_place(element.plan, uid))
    spans, changes = None, []
    if status is HTTPStatus.CONFLICT:
        said = form.cleaned_data
        changes = [
            words_since(element, said["based_on"]),
            words_since(second, said["second_based_on"]),
        ]
        text, unit = find_unit(element)
        other = text.unit(second.uid)
        both = _both(unit, other) if other else {"text": unit.text}
        spans = compare_words(str(both.pop("text")), said["text"])
        form.look_again(**both)
    context = {
        "plan": element.plan,
        "unit": unit,
        "other": other,
        "form": form,
        "spans": spans,
        "changes": changes,
    }
    return render(request, "sections/element_merge.html", context, status=status)


def _both(unit: TextUnit, other: TextUnit) -> dict[str, object]:
    """The words of two elements together, and the revisions they are taken from."""
    return {
        "text": f"{unit.text} {other.text}",
        "based_on": unit.revision_number,
        "second_based_on": other.revision_number,
    }


@require_http_methods(ANY)
def element_delete(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Say what deleting means, and take an element out of the text."""
    element = find_element(request, plan, uid)
    require(may_revise(request.capacity, element))
    _text, unit = find_unit(element)
    form = ReasonedForm(request.POST or None, button=_("Delete from the text"))
    status = attempt(
        request,
        form,
        lambda: operations.delete_element(
            element, actor=request.capacity, reason=form.cleaned_data["reason"]
        ),
    )
    if status is None:
        messages.success(request, _("Deleted from the working text. It can be restored."))
        return redirect(element.plan)
    context = {"plan": element.plan, "unit": unit, "form": form}
    return render(request, "sections/element_delete.html", context, status=status)


@require_http_methods(ANY)
def element_restore(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Put a deleted element back where it stood."""
    element = find_element(request, plan, uid)
    require(may_draft(request.capacity, element.plan))
    form = ReasonedForm(request.POST or None, button=_("Restore"))
    status = attempt(
        request,
        form,
        lambda: operations.restore_element(
            element, actor=request.capacity, reason=form.cleaned_data["reason"]
        ),
    )
    if status is None:
        messages.success(request, _("Restored to the working text."))
        return redirect(_place(element.plan, uid))
    context = {"plan": element.plan, "element": element, "form": form}
    return render(request, "sections/element_restore.html", context, status=status)


@require_http_methods(ANY)
def card_revise(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Fill in an action's card."""
    element = find_element(request, plan, uid)
    require(may_revise(request.capacity, element))
    _text, unit = find_unit(element)
    form = CardForm(request.POST or None, card=unit.card, button=_("Save the card"))
    status = attempt(
        request,
        form,
        lambda: operations.revise_card(element, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("The card was saved."))
        return redirect(_place(element.plan, uid))
    lines = change = None
    if status is HTTPStatus.CONFLICT:
        element.refresh_from_db()
        change = change_of(element.current_card) if element.current_card else None
        _text, unit = find_unit(element)
        form.look_again(based_on=unit.card.number if unit.card else 0)
        lines = _card_lines(unit.card, form)
    context = {"plan": element.plan, "unit": unit, "form": form, "lines": lines, "change": change}
    return render(request, "sections/card_revise.html", context, status=status)


def _card_lines(card: Card | None, form: CardForm) -> list[tuple[str, str, list[Span]]]:
    """Each line of a card: its name, what stands now, and a comparison from that to the typed."""
    standing = {name: getattr(card, name, "") for name in CardForm.LINES}
    return [
        (str(form.fields[name].label), words, compare_words(words, form.cleaned_data[name]))
        for name, words in standing.items()
    ]


@require_http_methods(ANY)
def question_reshape(request: PortalRequest, plan: str, uid: str) -> HttpResponse:
    """Choose in which shape a question is answered."""
    element = find_element(request, plan, uid)
    require(may_revise(request.capacity, element))
    _text, unit = find_unit(element)
    form = ShapeForm(
        request.POST or None,
        initial={"shape": unit.shape, "based_on": unit.shape},
        button=_("Choose"),
    )
    status = attempt(
        request,
        form,
        lambda: operations.reshape_question(element, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("From the next draft on, it is answered in this shape."))
        return redirect(_place(element.plan, uid))
    change = None
    if status is HTTPStatus.CONFLICT:
        change = last_change(element.question)
        _text, unit = find_unit(element)
        form.look_again(based_on=unit.shape)
    context = {"plan": element.plan, "unit": unit, "form": form, "change": change}
    return render(request, "sections/question_reshape.html", context, status=status)


def _standing(plan: ActionPlan, uid: str) -> Element | None:
    """The element of the text with a uid that a form offered; None for the beginning."""
    standing = plan.elements.in_text().select_related("section__parent")
    return standing.filter(uid=uid).first() if uid else None


def _place(plan: ActionPlan, uid: str) -> str:
    """Where an element stands on the page of the whole text."""
    return f"{plan.get_absolute_url()}#{uid}"
