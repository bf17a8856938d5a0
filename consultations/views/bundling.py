"""What is nearly alike, and the bundles that a person makes of it."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.forms.marking import BundleForm, NarrowingForm, RenameBundleForm
from consultations.forms.participating import numbers_in
from consultations.models import Bundle, Comment, Consultation
from consultations.operations.bundling import add_to_bundle, make_bundle, rename_bundle, take_out
from consultations.permissions import may_mark
from consultations.queries.likeness import bundles_page, likeness_page
from consultations.views.finding import find_comment, find_consultation
from consultations.views.marking import number_sent
from lap_portal.acts import attempt
from lap_portal.decisions import require
from lap_portal.http import PortalRequest


@require_safe
def comments_alike(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Comments that are nearly alike, or with `?what=proposals` their proposals."""
    consultation = _find(request, plan, number)
    of_proposals = request.GET.get("what") == "proposals"
    section = NarrowingForm(request.GET).chosen.get("section", "")
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "page": likeness_page(
            consultation,
            request.capacity,
            section=section,
            of_proposals=of_proposals,
            number=request.GET.get("page", ""),
        ),
        "of_proposals": of_proposals,
        "section": section,
        "kept": urlencode({**({"what": "proposals"} if of_proposals else {}), "section": section}),
    }
    return render(request, "consultations/comments_alike.html", context)


@require_safe
def bundles(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """The bundles with what lies in each."""
    consultation = _find(request, plan, number)
    page = bundles_page(consultation, request.capacity, number=request.GET.get("page", ""))
    context = {"consultation": consultation, "plan": consultation.plan, "page": page}
    return render(request, "consultations/bundles.html", context)


@require_POST
def bundle_create(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Put the comments ticked into a new bundle, or into one there is."""
    consultation = _find(request, plan, number)
    comments = Comment.objects.visible_to(request.capacity).filter(consultation=consultation)
    form = BundleForm(request.POST, comments=comments, bundles=_bundles(request, consultation))

    def act() -> None:
        chosen, bundle = form.cleaned_data["comments"], form.cleaned_data["bundle"]
        if bundle is not None:
            add_to_bundle(bundle, chosen, actor=request.capacity)
        else:
            name = form.cleaned_data["name"]
            make_bundle(consultation, chosen, actor=request.capacity, name=name)

    status = attempt(request, form, act)
    if status is None:
        messages.success(request, _("They lie in one bundle. Each keeps its author."))
        return redirect(consultation.address("bundles"))
    chosen = comments.filter(pk__in=numbers_in(request.POST, "comments"))
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "form": form,
        "chosen": chosen.with_words().in_order_of_text(),
    }
    return render(request, "consultations/bundle_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def bundle_rename(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Say anew what the comments of a bundle say."""
    consultation = _find(request, plan, number)
    bundle = get_object_or_404(_bundles(request, consultation), pk=pk)
    form = RenameBundleForm(
        request.POST if request.method == "POST" else None,
        initial={"name": bundle.name, "based_on": bundle.name},
    )
    status = attempt(
        request, form, lambda: rename_bundle(bundle, actor=request.capacity, **form.cleaned_data)
    )
    if status is None:
        messages.success(request, _("The bundle was renamed."))
        return redirect(_address(consultation, bundle))
    if status == HTTPStatus.CONFLICT:
        bundle.refresh_from_db()
        form.base_on(bundle.name)
    context = {
        "consultation": consultation,
        "plan": consultation.plan,
        "bundle": bundle,
        "form": form,
    }
    return render(request, "consultations/bundle_rename.html", context, status=status)


@require_POST
def bundle_take_out(request: PortalRequest, plan: str, number: int, pk: int) -> HttpResponse:
    """Take a comment out of its bundle."""
    consultation = _find(request, plan, number)
    bundle = get_object_or_404(_bundles(request, consultation), pk=pk)
    comment = find_comment(request, consultation, number_sent(request, "comment") or 0)
    take_out(bundle, comment, actor=request.capacity)
    messages.success(request, _("It was taken out of the bundle."))
    return redirect(_address(consultation, bundle))


def _find(request: PortalRequest, plan: str, number: int) -> Consultation:
    consultation = find_consultation(request, plan, number)
    require(may_mark(request.capacity, consultation))
    return consultation


def _bundles(request: PortalRequest, consultation: Consultation) -> QuerySet[Bundle]:
    found = Bundle.objects.visible_to(request.capacity).filter(consultation=consultation)
    return found.select_related("consultation__plan")


def _address(consultation: Consultation, bundle: Bundle) -> str:
    return f"{consultation.address('bundles')}#bundle-{bundle.pk}"
