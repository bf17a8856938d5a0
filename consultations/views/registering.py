"""The workbench on which an office registers what came by another channel, step by step."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms.registering import (
    POSITIONS,
    SORTS,
    ConfirmForm,
    CutForm,
    FactsForm,
    KeyForm,
    OriginalsForm,
)
from consultations.models import Consultation, Registration, Submission
from consultations.operations.cutting import (
    begin_registration,
    drop_original,
    finish_registration,
    give_up_registration,
    keep_original,
    save_facts,
    save_pieces,
)
from consultations.permissions import may_read_contributions, may_register, may_work_on
from consultations.queries.cutting import passages, places_of_draft, prepared
from consultations.views.finding import find_consultation
from consultations.views.places import keep_of, tell_saved
from consultations.views.typing import Opened, opened
from documents.files import File
from documents.reading.errors import UnreadablePaper
from documents.reading.originals import kept_name, read_original
from lap_portal.acts import REFUSALS, attempt, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_POST
def registration_begin(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Begin to register a contribution."""
    consultation = find_consultation(request, plan, number)
    require(may_register(request.capacity, consultation))
    form = KeyForm(request.POST)
    if not form.is_valid():
        return redirect(consultation.address("registration_list"))
    begun = begin_registration(
        consultation, actor=request.capacity, form_key=form.cleaned_data["form_key"]
    )
    return redirect(consultation.address("registration_prepare", begun.key))


@require_http_methods(["GET", "HEAD", "POST"])
def registration_prepare(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """The first step: who, how, when; the files as they came; the text."""
    consultation, registration = _find(request, plan, number, key)
    if "add" in request.POST or "drop" in request.POST:
        return _change_files(request, consultation, registration)
    is_sent = request.method == "POST"
    opening = opened(request)
    form = _facts_form(request, registration, opening, data=request.POST if is_sent else None)

    def save() -> None:
        said = dict(form.cleaned_data)
        version, text = said.pop("version"), said.pop("text")
        save_facts(registration, actor=request.capacity, version=version, facts=said, text=text)

    status = attempt(request, form, save)
    if status is None:
        tell_saved(request, _("Saved."))
        step = "registration_cut" if "next" in request.POST else "registration_prepare"
        return redirect(consultation.address(step, key))
    if status == HTTPStatus.CONFLICT:
        registration = _anew(request, registration)
        form.base_on(registration)
    return _show_first(
        request, registration, opening, form=form, files=OriginalsForm(), status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def registration_cut(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """
    The second step: the text beside the draft, cut into passages, each at its place.

    Its length is that of what its page shows, named one by one.
    """
    consultation, registration = _find(request, plan, number, key)
    opening = opened(request)
    form = CutForm(
        request.POST if request.method == "POST" else None,
        registration=registration,
        keep=keep_of(request),
        left=opening.initial,
    )
    status = attempt(
        request,
        form,
        lambda: save_pieces(
            registration,
            actor=request.capacity,
            version=form.cleaned_data["version"],
            pieces=form.acted(),
        ),
    )
    if status is None:
        tell_saved(request, _("Saved."))
        if "next" in request.POST:
            return redirect(consultation.address("registration_confirm", key))
        return redirect(consultation.address("registration_cut", key) + _anchor(request))
    if status == HTTPStatus.CONFLICT:
        registration = _anew(request, registration)
        form.base_on(registration)
    places = places_of_draft(consultation)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "registration": registration,
        "may_work": may_work_on(request.capacity, registration),
        "form": form,
        "rows": list(form.rows(passages(form.said, places))),
        "units": places.units,
        "sorts": SORTS,
        "positions": POSITIONS,
        "opened": opening,
    }
    return render(request, "consultations/registration_cut.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_confirm(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """The third step: exactly what will be registered; then one act."""
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    done = Submission.objects.visible_to(request.capacity).filter(form_key=key).first()
    if done is not None:
        return redirect(consultation.address("registration_read", done.pk))
    consultation, registration = _find(request, plan, number, key)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            made = finish_registration(registration, actor=request.capacity, version=version)
        except REFUSALS as refusal:
            status = refuse(form, refusal)
            registration = _anew(request, registration)
        else:
            messages.success(request, _("It is registered, and the delegation was written to."))
            return redirect(consultation.address("registration_read", made.pk))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "registration": registration,
        "may_work": may_work_on(request.capacity, registration),
        "form": form,
        "page": prepared(registration),
    }
    return render(request, "consultations/registration_confirm.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_discard(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Give up a registration; what was kept of it is deleted."""
    consultation, registration = _find(request, plan, number, key)
    if request.method == "POST":
        give_up_registration(registration, actor=request.capacity)
        tell_saved(request, _("It was given up; nothing of it is kept."))
        return redirect(consultation.address("registration_list"))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "registration": registration,
        "may_work": may_work_on(request.capacity, registration),
        "files": registration.files.defer("content"),
    }
    return render(request, "consultations/registration_discard.html", context)


def _find(
    request: PortalRequest, plan: str, number: int, key: UUID
) -> tuple[Consultation, Registration]:
    consultation = find_consultation(request, plan, number)
    require(may_read_contributions(request.capacity, consultation))
    registration = get_object_or_404(_seen(request, consultation), pk=key)
    registration.consultation = consultation
    return consultation, registration


def _anew(request: PortalRequest, registration: Registration) -> Registration:
    """It as it stands now; as it was where somebody let go of it meanwhile."""
    seen = _seen(request, registration.consultation)
    found = seen.filter(pk=registration.pk).first() or registration
    found.consultation = registration.consultation
    return found


def _seen(request: PortalRequest, consultation: Consultation) -> QuerySet[Registration]:
    seen = Registration.objects.visible_to(request.capacity).filter(consultation=consultation)
    return seen.select_related("delegation", "changed_by")


def _change_files(
    request: PortalRequest, consultation: Consultation, registration: Registration
) -> HttpResponse:
    """Add the files sent, or take one away; a file that is not kept is named with the reason."""
    dropped = request.POST.get("drop", "")
    if dropped.isascii() and dropped.isdecimal() and len(dropped) <= 18:
        drop_original(registration, actor=request.capacity, pk=int(dropped))
        return redirect(consultation.address("registration_prepare", registration.key))
    files = OriginalsForm(request.POST, request.FILES)
    if files.is_valid():
        for file in files.cleaned_data["originals"]:
            _keep_file(request, registration, file, files)
        if not files.errors:
            return redirect(consultation.address("registration_prepare", registration.key))
    registration = _anew(request, registration)
    opening = opened(request)
    form = _facts_form(request, registration, opening, data=None)
    return _show_first(request, registration, opening, form=form, files=files, status=HTTPStatus.OK)


def _keep_file(
    request: PortalRequest, registration: Registration, file: UploadedFile, form: OriginalsForm
) -> None:
    name, content = file.name or "", file.read()
    try:
        read = read_original(content, file_name=name)
        keep_original(
            registration,
            actor=request.capacity,
            file=File(kept_name(name, read.content_type), read.content_type, content),
            words=read.words,
            remark=read.remark,
        )
    except UnreadablePaper as refusal:
        # Translated by its sentence with the gaps; the values come after.
        words = _(refusal.template).format(**refusal.values)
        form.add_error(None, f"{name}: {words}")
    except REFUSALS as refusal:
        form.add_error(None, f"{name}: {refusal}")


def _facts_form(
    request: PortalRequest, registration: Registration, opening: Opened, *, data: QueryDict | None
) -> FactsForm:
    return FactsForm(
        data,
        registration=registration,
        keep=keep_of(request),
        token=opening.token,
        left=opening.initial,
    )


def _show_first(
    request: PortalRequest,
    registration: Registration,
    opening: Opened,
    *,
    form: FactsForm,
    files: OriginalsForm,
    status: HTTPStatus,
) -> HttpResponse:
    context = {
        "plan": registration.consultation.plan,
        "consultation": registration.consultation,
        "registration": registration,
        "may_work": may_work_on(request.capacity, registration),
        "form": form,
        "files_form": files,
        "opened": opening,
        "files": registration.files.defer("content"),
    }
    return render(request, "consultations/registration_prepare.html", context, status=status)


def _anchor(request: PortalRequest) -> str:
    """The passage at which a button was pressed."""
    number = request.POST.get("act", "").partition(" ")[2].partition(":")[0]
    is_number = number.isascii() and number.isdecimal() and len(number) < 5
    return f"#passage-{number}" if is_number else ""
