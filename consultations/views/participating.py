"""Who takes part: what a delegation declares, the list for staff, its file, and reminders."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consultations.exports.participation import participation_sheet
from consultations.forms.participating import (
    DeclarationForm,
    ParticipationFilterForm,
    ReminderForm,
    numbers_in,
)
from consultations.models import Consultation
from consultations.operations.declaring import declare, take_back_declaration
from consultations.operations.reminding import remind
from consultations.permissions import may_declare, may_read_participation, may_remind
from consultations.queries.declaring import declaration_page
from consultations.queries.participation import SORTS, acts_of_reminding, participation_page
from consultations.queries.reminding import default_words, reminders_page
from consultations.views.finding import find_consultation
from delegations.capacities import delegation_of
from documents.writing.formats import LISTS
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import require
from lap_portal.downloads import written_file
from lap_portal.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def declaration_revise(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """What the own delegation declares it will do: shown, changed, taken back."""
    consultation = find_consultation(request, plan, number)
    delegation_of(request.capacity)
    page = declaration_page(consultation, request.capacity)
    initial = {"intention": page.declaration.intention if page.declaration else None}
    is_taken_back = "take_back" in request.POST
    form = DeclarationForm(
        request.POST if request.method == "POST" and not is_taken_back else None, initial=initial
    )
    status = 200
    if request.method == "POST":
        require(may_declare(request.capacity, consultation))
    if is_taken_back or form.is_valid():
        try:
            if is_taken_back:
                take_back_declaration(consultation, actor=request.capacity)
                messages.success(request, _("Your delegation declares nothing now."))
            else:
                declare(consultation, actor=request.capacity, **form.cleaned_data)
                messages.success(request, _("It was declared."))
        except REFUSALS as refusal:
            if is_taken_back:
                form = DeclarationForm({}, initial=initial)
            status = refuse(form, refusal)
        else:
            return redirect(consultation.address("declaration_revise"))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": page,
        "form": form,
        "may_declare": may_declare(request.capacity, consultation),
    }
    return render(request, "consultations/declaration_revise.html", context, status=status)


@require_safe
def participation(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Who was invited, joined and submitted, and what each delegation declares."""
    consultation = _seen(request, plan, number)
    form = ParticipationFilterForm(request.GET)
    chosen = form.chosen
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": participation_page(consultation, request.capacity, **chosen),
        "acts": acts_of_reminding(consultation),
        "form": form,
        "query": form.address_sorted(chosen.get("sort", "name")),
        "sorts": {
            name: (label, form.address_sorted(name), chosen.get("sort", "name") == name)
            for name, (label, _key) in SORTS.items()
        },
        "may_remind": may_remind(request.capacity, consultation),
    }
    return render(request, "consultations/participation.html", context)


@require_safe
def participation_file(
    request: PortalRequest, plan: str, number: int, extension: str
) -> HttpResponse:
    """The list as it is narrowed down, with the missions' addresses, as a file."""
    consultation = _seen(request, plan, number)
    if extension not in LISTS:
        raise Http404
    form = ParticipationFilterForm(request.GET)
    page = participation_page(consultation, request.capacity, **form.chosen)
    sheet = participation_sheet(page, consultation, narrowed_to=form.in_words())
    name = f"{plan}-consultation-{number}-participation-internal"
    return written_file(sheet, LISTS, name=name, extension=extension)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_create(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Show what would go to whom; send it once it was seen as it is."""
    consultation = _seen(request, plan, number)
    require(may_remind(request.capacity, consultation))
    chosen = _chosen(request, consultation)
    form = ReminderForm(
        request.POST if request.method == "POST" else None,
        initial={"message": default_words(consultation)},
    )
    status = 200
    if request.method == "POST" and form.is_valid() and "send" in request.POST:
        try:
            sent = remind(
                consultation, actor=request.capacity, delegations=chosen, **form.cleaned_data
            )
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            words = ngettext(
                "%d delegation is being reminded.", "%d delegations are being reminded.", sent
            )
            messages.success(request, words % sent)
            return redirect(consultation.address("participation"))
    words = form.cleaned_data.get("message", "") if form.is_bound else form.initial["message"]
    page = reminders_page(consultation, request.capacity, chosen=chosen, words=words)
    form.show(page.digest)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": page,
        "chosen": chosen,
        "form": form,
    }
    return render(request, "consultations/reminder_create.html", context, status=status)


def _seen(request: PortalRequest, plan: str, number: int) -> Consultation:
    consultation = find_consultation(request, plan, number)
    require(may_read_participation(request.capacity, consultation))
    return consultation


def _chosen(request: PortalRequest, consultation: Consultation) -> list[int]:
    """The delegations ticked, or all that the list shows and that have not submitted."""
    if request.method == "POST":
        return numbers_in(request.POST, "delegation")
    if "all" not in request.GET:
        return numbers_in(request.GET, "delegation")
    form = ParticipationFilterForm(request.GET)
    page = participation_page(consultation, request.capacity, **form.chosen)
    return [row.delegation.pk for row in page.rows if not row.submissions]
