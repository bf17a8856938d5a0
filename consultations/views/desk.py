"""The desk: reading what was submitted, and deciding how each comment is reflected."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.forms.reading import READ, MarkForm
from consultations.forms.reflecting import ReflectionForm
from consultations.models import Comment, Consultation
from consultations.operations.reading_marks import mark_as_read, mark_as_unread
from consultations.operations.reflecting import record_reflection
from consultations.permissions import (
    may_read_contributions,
    may_reflect,
    may_share_reflections,
    may_write_synthesis,
)
from consultations.queries.deciding import DecidingPage, deciding_page
from consultations.queries.desk import (
    NAMES,
    DeskPage,
    Filters,
    answers_page,
    desk_page,
    neighbours,
    printed_section,
    standing_comments,
)
from consultations.views.finding import find_comment, find_consultation, number_in
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation
from lap_portal.http import PortalRequest
from lap_portal.text import clean_text

_LONGEST = 200


@require_safe
def desk(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """What was submitted, in the order of the text; `comment` names one to be on the page."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "desk": _desk_page(request, consultation),
        "shows_answers": _shows_answers(request),
        "may_share": may_share_reflections(request.capacity, consultation),
        "may_write": may_write_synthesis(request.capacity, consultation),
        "kept": kept_filters(request),
    }
    return render(request, "consultations/desk.html", context)


@require_POST
def desk_mark(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Mark one comment, or all of a page, as read by oneself, or as unread again."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    form = MarkForm(request.POST, comments=standing_comments(consultation, request.capacity))
    if not form.is_valid():
        raise Http404
    comments = list(form.cleaned_data["comments"])
    address = _after_marking(request, consultation, comments)
    if form.cleaned_data["mark"] == READ:
        mark_as_read(comments, actor=request.capacity)
    else:
        mark_as_unread(comments, actor=request.capacity)
    return redirect(address)


@require_safe
def section_print(request: PortalRequest, plan: str, number: int, uid: str) -> HttpResponse:
    """One section with those below it, to be printed: what converges, diverges, is new, and who."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    page = printed_section(consultation, request.capacity, uid=uid)
    if page is None:
        raise Http404
    context = {"consultation": consultation, "plan": consultation.plan, "page": page, "uid": uid}
    return render(request, "consultations/section_print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_reflect(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Decide how one comment is reflected, and go on to the next."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    comment = find_comment(request, consultation, pk)
    comment.consultation = consultation
    require(may_reflect(request.capacity, comment))
    page = deciding_page(comment, request.capacity, filters=filters_in(request))
    form = ReflectionForm(
        request.POST if request.method == "POST" else None,
        current=page.current,
        has_next=page.after is not None,
    )
    status = attempt(
        request,
        form,
        lambda: record_reflection(comment, actor=request.capacity, **form.cleaned_data),
    )
    if status is None:
        messages.success(request, _("Recorded."))
        return redirect(_after_deciding(request, consultation, page))
    if status == HTTPStatus.CONFLICT:
        form.base_on(page.current)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": page,
        "is_stale": status == HTTPStatus.CONFLICT,
        "form": form,
        "kept": kept_filters(request),
        "back": desk_address(request, consultation, comment.pk),
    }
    return render(request, "consultations/comment_reflect.html", context, status=status)


def filters_in(request: PortalRequest) -> Filters:
    """What the address narrows the desk to; what no form of the desk sends narrows nothing."""
    named = {name: request.GET.get(name, "") for name in NAMES}
    return Filters({name: value for name, value in named.items() if value and _is_sendable(value)})


def kept_filters(request: PortalRequest) -> str:
    """The filters in the address, as a query to go on with; "" if there are none."""
    return filters_in(request).query


def _is_sendable(value: str) -> bool:
    try:
        clean_text(value, limit=_LONGEST)
    except RuleViolation:
        return False
    return True


def desk_address(request: PortalRequest, consultation: Consultation, pk: int) -> str:
    """The desk as it was filtered, at one comment."""
    query = "&".join(filter(None, [kept_filters(request), f"comment={pk}"]))
    return f"{consultation.address('desk')}?{query}#comment-{pk}"


def _desk_page(request: PortalRequest, consultation: Consultation) -> DeskPage:
    filters, number = filters_in(request), request.GET.get("page", "")
    if _shows_answers(request):
        return answers_page(consultation, request.capacity, filters=filters, number=number)
    return desk_page(
        consultation,
        request.capacity,
        filters=filters,
        number=number,
        comment=number_in(request, "comment"),
    )


def _shows_answers(request: PortalRequest) -> bool:
    return request.GET.get("show") == "answers"


def _after_marking(
    request: PortalRequest, consultation: Consultation, comments: list[Comment]
) -> str:
    """
    The desk where it was: at the comment marked, or on the same page where all of it was.

    A comment that leaves the desk as it is filtered gives way to the one after it, or before.
    """
    filters = filters_in(request)
    if len(comments) == 1 and "page" not in request.GET:
        marked = comments[0]
        if filters.get("reading"):
            before, after = neighbours(
                consultation, request.capacity, filters=filters, comment=marked
            )
            return desk_address(request, consultation, after or before or marked.pk)
        return desk_address(request, consultation, marked.pk)
    page = number_in(request, "page") or 1
    return f"{consultation.address('desk')}?{filters.query}&page={page}".replace("?&", "?")


def _after_deciding(request: PortalRequest, consultation: Consultation, page: DecidingPage) -> str:
    """The next comment to decide on, if asked for; else the desk at the comment that follows."""
    if "next" in request.POST and page.after is not None:
        kept = kept_filters(request)
        address = consultation.address("comment_reflect", page.after)
        return f"{address}?{kept}" if kept else address
    return desk_address(request, consultation, page.after or page.comment.pk)
