"""The themes of a plan, and giving several comments at once to a person or a theme."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms.marking import NarrowingForm, SortForm, ThemeForm
from consultations.models import Comment, Consultation, Theme
from consultations.operations.assigning import give_comments
from consultations.operations.theming import (
    make_theme,
    put_on,
    rename_theme,
    resume_theme,
    retire_theme,
    take_off,
)
from consultations.permissions import may_mark
from consultations.queries.marks import staff_people
from consultations.queries.sorting import Narrowing, sort_page
from consultations.queries.themes import themes_page
from consultations.views.finding import find_consultation
from lap_portal.acts import REFUSALS, attempt, refuse
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The themes with how many comments have each; and a new one."""
    consultation = _find(request, plan, number)
    form = ThemeForm(request.POST if request.method == "POST" else None, button=_("Make the theme"))
    status = attempt(
        request,
        form,
        lambda: make_theme(
            consultation.plan, actor=request.capacity, name=form.cleaned_data["name"]
        ),
    )
    if status is None:
        messages.success(request, _("The theme was made."))
        return redirect(consultation.address("themes"))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": themes_page(consultation, request.capacity),
        "form": form,
    }
    return render(request, "consultations/themes.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def theme_rename(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Give a theme another name."""
    consultation = _find(request, plan, number)
    theme = _find_theme(request, consultation, pk)
    form = ThemeForm(
        request.POST if request.method == "POST" else None,
        initial={"name": theme.name, "based_on": theme.name},
        button=_("Rename"),
    )
    status = attempt(
        request, form, lambda: rename_theme(theme, actor=request.capacity, **form.cleaned_data)
    )
    if status is None:
        messages.success(request, _("The theme was renamed."))
        return redirect(consultation.address("themes"))
    if status == HTTPStatus.CONFLICT:
        theme.refresh_from_db()
        form.base_on(theme.name)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "theme": theme,
        "form": form,
    }
    return render(request, "consultations/theme_rename.html", context, status=status)


@require_POST
def theme_retire(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Offer a theme no more, or again."""
    consultation = _find(request, plan, number)
    theme = _find_theme(request, consultation, pk)
    if request.POST.get("act") == "resume":
        resume_theme(theme, actor=request.capacity)
        messages.success(request, _("The theme is in use again."))
    else:
        retire_theme(theme, actor=request.capacity)
        messages.success(request, _("The theme was retired. Comments that have it keep it."))
    return redirect(consultation.address("themes"))


@require_http_methods(["GET", "HEAD", "POST"])
def comments_sort(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """A list of comments of which several are given to a person, or get a theme, at once."""
    consultation = _find(request, plan, number)
    chosen = NarrowingForm(request.GET).chosen
    form = SortForm(
        request.POST if request.method == "POST" else None,
        people=staff_people(),
        themes=Theme.objects.visible_to(request.capacity).filter(plan=consultation.plan),
    )
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _sorted(request, consultation, form))
        except REFUSALS as refusal:
            status = refuse(form, refusal)
        else:
            return redirect(request.get_full_path())
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": sort_page(
            consultation,
            request.capacity,
            narrowing=Narrowing(**chosen),
            number=request.GET.get("page", ""),
        ),
        "chosen": Narrowing(**chosen),
        "kept": urlencode(chosen),
        "form": form,
    }
    return render(request, "consultations/comments_sort.html", context, status=status)


def _sorted(request: PortalRequest, consultation: Consultation, form: SortForm) -> str:
    """Do what the form asks with the comments ticked; return the sentence that says so."""
    sent = form.cleaned_data
    seen = Comment.objects.visible_to(request.capacity).filter(consultation=consultation)
    comments = {each: sent["shown"][each.pk] for each in seen.filter(pk__in=sent["shown"])}
    act, actor = sent["act"], request.capacity
    if act == SortForm.PUT_ON:
        count = put_on(sent["theme"], comments, actor=actor)
        words = ngettext("%d comment got the theme.", "%d comments got the theme.", count)
    elif act == SortForm.TAKE_OFF:
        count = take_off(sent["theme"], comments, actor=actor)
        words = ngettext("%d comment lost the theme.", "%d comments lost the theme.", count)
    elif act == SortForm.GIVE:
        count = give_comments(comments, actor=actor, person=sent["person"])
        words = ngettext("%d comment was given.", "%d comments were given.", count)
    else:
        count = give_comments(comments, actor=actor, person=None)
        words = ngettext("%d comment was taken back.", "%d comments were taken back.", count)
    return words % count


def _find(request: PortalRequest, plan: str, number: int) -> Consultation:
    consultation = find_consultation(request, plan, number)
    require(may_mark(request.capacity, consultation))
    return consultation


def _find_theme(request: PortalRequest, consultation: Consultation, pk: int) -> Theme:
    found = Theme.objects.visible_to(request.capacity).filter(plan=consultation.plan)
    return get_object_or_404(found.select_related("plan"), pk=pk)
