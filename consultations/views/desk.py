"""The desk: reading what was submitted, and deciding how each comment is reflected."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.reflecting import ReflectionForm
from consultations.models import Consultation
from consultations.operations.reflecting import record_reflection
from consultations.permissions import (
    may_read_contributions,
    may_reflect,
    may_share_reflections,
    may_write_synthesis,
)
from consultations.queries.deciding import DecidingPage, deciding_page
from consultations.queries.desk import DeskPage, Filters, answers_page, desk_page
from consultations.views.finding import find_comment, find_consultation, number_in
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest

FILTERS = ("section", "outcome", "category")


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
    """What the address narrows the desk to."""
    return Filters(**{name: request.GET.get(name, "") for name in FILTERS})


def kept_filters(request: PortalRequest) -> str:
    """The filters in the address, as a query to go on with; "" if there are none."""
    return urlencode({name: request.GET[name] for name in FILTERS if request.GET.get(name)})


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


def _after_deciding(request: PortalRequest, consultation: Consultation, page: DecidingPage) -> str:
    """The next comment to decide on, if asked for; else the desk at the comment that follows."""
    if "next" in request.POST and page.after is not None:
        kept = kept_filters(request)
        address = consultation.address("comment_reflect", page.after)
        return f"{address}?{kept}" if kept else address
    return desk_address(request, consultation, page.after or page.comment.pk)
