"""The desk: reading what was submitted, and deciding how each comment is reflected."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.reflecting import ReflectionForm
from consultations.models import Consultation
from consultations.operations.reflecting import record_reflection
from consultations.permissions import may_read_contributions, may_reflect, may_share_reflections
from consultations.queries.desk import Filters, answers_page, desk_page, redline_of
from consultations.views.finding import find_comment, find_consultation, refusal_words
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.http import PortalRequest

KEPT = ("section", "outcome", "category", "page")


@require_safe
def desk(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """What was submitted, in the order of the text."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    shows_answers = request.GET.get("show") == "answers"
    page_of = answers_page if shows_answers else desk_page
    names = ("section", "outcome", "category")
    filters = Filters(**{name: request.GET.get(name, "") for name in names})
    found = page_of(
        consultation, request.capacity, filters=filters, number=request.GET.get("page", "")
    )
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "desk": found,
        "shows_answers": shows_answers,
        "may_share": may_share_reflections(request.capacity, consultation),
        "kept": kept_query(request),
        "kept_filters": kept_query(request, without="page"),
    }
    return render(request, "consultations/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_reflect(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Decide how one comment is reflected."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    comment = find_comment(request, consultation, pk)
    require(may_reflect(request.capacity, comment))
    decisions = list(comment.reflections.select_related("decided_by"))
    current = next((each for each in decisions if each.superseded_at is None), None)
    form = ReflectionForm(request.POST or None, current=current)
    is_stale = False
    if request.method == "POST" and form.is_valid():
        try:
            record_reflection(comment, actor=request.capacity, **form.cleaned_data)
        except StaleRevision as stale:
            form.add_error(None, str(stale))
            form.base_on(current)
            is_stale = True
        except (RuleViolation, ValidationError) as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("Recorded."))
            return redirect(desk_address(request, consultation, f"#comment-{comment.pk}"))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "comment": comment,
        "redline": redline_of(comment),
        "decisions": decisions,
        "current": current,
        "is_stale": is_stale,
        "form": form,
        "back": desk_address(request, consultation, f"#comment-{comment.pk}"),
    }
    return render(request, "consultations/comment_reflect.html", context)


def kept_query(request: PortalRequest, *, without: str = "") -> str:
    """The filters in the address, as a query to go on with; "" if there are none."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name) and name != without}
    return urlencode(kept)


def desk_address(request: PortalRequest, consultation: Consultation, anchor: str) -> str:
    """The desk as it was left."""
    address = reverse("consultations:desk", args=[consultation.plan.slug, consultation.number])
    query = kept_query(request)
    return f"{address}?{query}{anchor}" if query else f"{address}{anchor}"
