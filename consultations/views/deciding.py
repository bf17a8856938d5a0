"""Deciding on several comments at once."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultations.forms.reflecting import TogetherForm
from consultations.operations.deciding import Together, record_reflections
from consultations.permissions import may_share_reflections
from consultations.queries.deciding import together_page
from consultations.views.desk import filters_in, kept_filters
from consultations.views.finding import find_consultation
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def comments_reflect(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """List a page of the desk, as it is filtered, and decide on what is ticked."""
    consultation = find_consultation(request, plan, number)
    require(may_share_reflections(request.capacity, consultation))
    form = TogetherForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    kept = kept_filters(request)
    if request.method == "POST" and form.is_valid():
        try:
            done = record_reflections(consultation, actor=request.capacity, **form.cleaned_data)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            _tell(request, done)
            return redirect(f"{consultation.address('desk')}?{kept}".rstrip("?"))
    page = together_page(
        consultation,
        request.capacity,
        filters=filters_in(request),
        number=request.GET.get("page", ""),
        ticked=request.POST.getlist("chosen"),
    )
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": page,
        "form": form,
        "kept": kept,
    }
    return render(request, "consultations/comments_reflect.html", context, status=status)


def _tell(request: PortalRequest, done: Together) -> None:
    count = len(done.recorded)
    if count:
        said = ngettext("%d decision was recorded.", "%d decisions were recorded.", count) % count
        messages.success(request, said)
    if done.left:
        names = "; ".join(
            _("%(delegation)s, comment %(number)d")
            % {"delegation": each.delegation.name, "number": each.number or 0}
            for each in done.left
        )
        messages.warning(
            request, _("Left as they are, for somebody decided on them meanwhile: %s.") % names
        )
