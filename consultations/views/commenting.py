"""Comments inside a delegation: writing them, changing them, preparing what replaces one."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations.forms.commenting import CommentForm, ReplacementForm, said_before
from consultations.models import Comment, Consultation
from consultations.openings import own_keys
from consultations.operations.commenting import mark_ready, save_comment
from consultations.operations.correcting import replace_comment
from consultations.permissions import may_change, may_prepare, may_replace, may_submit
from consultations.queries.earlier import earlier_at, earlier_comment
from consultations.queries.readers import rule_words
from consultations.queries.workspace import is_of_one_person
from consultations.views.finding import find_consultation
from consultations.views.places import find_own, find_unit, keep_of, marked_passage, tell_saved
from consultations.views.typing import Opened, opened
from delegations.capacities import delegation_of
from lap_portal.acts import REFUSALS, refuse
from lap_portal.decisions import require
from lap_portal.errors import StaleRevision
from lap_portal.http import PortalRequest
from sections.models import DraftUnit

Save = Callable[..., Comment]
# What a replacement begins with, beside the words of the comment it replaces.
_REPEATED = (
    "proposal",
    "type",
    "position",
    "reason",
    "language",
    "passage_start",
    "passage_end",
    "passage",
    "file_name",
)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_create(request: PortalRequest, plan: str, number: int, uid: str) -> HttpResponse:
    """Comment on a unit of the draft; asked for by htmx, the form alone, to stand beside it."""
    consultation = find_consultation(request, plan, number)
    unit = find_unit(request, consultation, uid)
    return _create(request, consultation, unit)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_on_draft(request: PortalRequest, plan: str, number: int) -> HttpResponse:
    """Comment on the draft as a whole."""
    return _create(request, find_consultation(request, plan, number), None)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_revise(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Change a comment that has not been submitted."""
    consultation = find_consultation(request, plan, number)
    comment = find_own(request, consultation, key)
    if request.method != "POST":
        require(may_change(request.capacity, comment))
    before, opening = comment.replaces, opened(request)
    form = (ReplacementForm if before else CommentForm)(
        comment=comment,
        initial=opening.initial,
        **_setting(
            request, consultation, comment.unit, opening, back=_address(comment, consultation)
        ),
    )
    context = {
        "comment": comment,
        "opened": opening,
        "template": "consultations/comment_revise.html",
        "heading": _heading(comment.unit, _("Change a comment on %(place)s")),
    }
    save = _replacing(before, consultation) if before else _saving(consultation)
    return _write(request, consultation, comment.unit, form, save, context)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_replace(request: PortalRequest, plan: str, number: int, key: UUID) -> HttpResponse:
    """Prepare what stands in the stead of a submitted comment."""
    consultation = find_consultation(request, plan, number)
    comment = find_own(request, consultation, key)
    if request.method != "POST":
        require(may_replace(request.capacity, comment))
    fresh = Comment(unit=comment.unit, place=comment.place, text=comment.text)
    for name in _REPEATED:
        setattr(fresh, name, getattr(comment, name))
    opening = opened(request)
    form = ReplacementForm(
        comment=fresh,
        initial={"based_on": ""} | opening.initial,
        **_setting(
            request, consultation, comment.unit, opening, back=_address(comment, consultation)
        ),
    )
    context = {
        "comment": comment,
        "opened": opening,
        "template": "consultations/comment_replace.html",
        "heading": _heading(comment.unit, _("Replace a comment on %(place)s")),
    }
    save = _replacing(comment, consultation)
    return _write(request, consultation, comment.unit, form, save, context)


def _create(
    request: PortalRequest, consultation: Consultation, unit: DraftUnit | None
) -> HttpResponse:
    if request.method != "POST":
        require(may_prepare(request.capacity, consultation))
    initial: dict[str, Any] = {"language": request.user.language}
    is_missing = request.GET.get("place") == Comment.Place.MISSING_AFTER
    if unit is not None and is_missing:
        initial |= {"place": Comment.Place.MISSING_AFTER, "proposal": ""}
    before = _begun_from(request, consultation)
    if before is not None:
        initial |= said_before(before, unit)
    anchor = f"#{unit.uid}" if unit else ""
    way = f"again={before.form_key}" if before else "place=missing_after" if is_missing else ""
    opening = opened(request, way=way)
    form = CommentForm(
        auto_id=f"id_{unit.uid if unit else 'draft'}_%s",
        initial=initial | opening.initial | marked_passage(request, unit),
        **_setting(
            request,
            consultation,
            unit,
            opening,
            back=consultation.draft.get_absolute_url() + anchor,
        ),
    )
    context = {
        "comment": None,
        "opened": opening,
        "template": "consultations/comment_create.html",
        "heading": _heading(
            unit, _("Missing after %(place)s") if is_missing else _("Comment on %(place)s")
        )
        if unit
        else _("General statement on the whole draft"),
    }
    return _write(request, consultation, unit, form, _saving(consultation), context)


def _begun_from(request: PortalRequest, consultation: Consultation) -> Comment | None:
    """The earlier comment that `?again=` names, whose words the form begins with; None if none."""
    try:
        key = UUID(request.GET.get("again", ""))
    except ValueError:
        return None
    return earlier_comment(consultation, request.capacity, key)


def _setting(
    request: PortalRequest,
    consultation: Consultation,
    unit: DraftUnit | None,
    opening: Opened,
    *,
    back: str,
) -> dict[str, Any]:
    """What every form of a comment is given: what was sent, and where it stands."""
    return {
        "data": request.POST if request.method == "POST" else None,
        "files": request.FILES if request.method == "POST" else None,
        "unit": unit,
        "address": request.path,
        "back": back,
        "keep": keep_of(request),
        "token": opening.token,
        "preview": _preview(consultation, unit),
        "may_submit": bool(may_submit(request.capacity, consultation)),
        "is_alone": is_of_one_person(delegation_of(request.capacity)),
    }


def _replacing(standing: Comment, consultation: Consultation) -> Save:
    standing.consultation = consultation

    def save(*, unit: DraftUnit | None, **words: Any) -> Comment:
        return replace_comment(standing, **words)

    return save


def _saving(consultation: Consultation) -> Save:
    def save(**words: Any) -> Comment:
        return save_comment(consultation, **words)

    return save


def _write(
    request: PortalRequest,
    consultation: Consultation,
    unit: DraftUnit | None,
    form: CommentForm,
    save: Save,
    context: dict[str, Any],
) -> HttpResponse:
    """Save what was typed and go on; or show the form, with what was typed and what is wrong."""
    status, stored = HTTPStatus.OK, None
    if request.method == "POST" and form.is_valid():
        try:
            comment = save(actor=request.capacity, unit=unit, **form.words())
            if _is_kept(comment, form):
                return _saved(request, consultation, comment)
            form.add_error(None, _told_submitted(comment))
            stored = comment
        except REFUSALS as refusal:
            status = refuse(form, refusal)
            if isinstance(refusal, StaleRevision):
                stored = _stored(request, consultation, form)
    template = context.pop("template")
    if request.htmx:  # type: ignore[attr-defined]
        template = "consultations/_comment_form.html"
    context |= {
        "plan": consultation.plan,
        "consultation": consultation,
        "unit": unit,
        "form": form,
        "stored": stored,
        "rule": rule_words(consultation.readers),
        "earlier": earlier_at(consultation, request.capacity, unit),
    }
    return render(request, template, context, status=status)


def _heading(unit: DraftUnit | None, words: str) -> str:
    return words % {"place": unit.reference if unit else _("the whole draft")}


def _is_kept(comment: Comment, form: CommentForm) -> bool:
    """Whether what was typed is stored: a form sent again after submission changes nothing."""
    typed = form.cleaned_data
    in_force = comment.unit.revision.text if comment.unit else ""
    is_same_proposal = typed["proposal"] in {comment.proposal, comment.proposal or in_force}
    sent = typed.get("file")
    is_same_file = sent is None or sent.digest == comment.file_digest
    is_same = comment.text == typed["text"] and is_same_proposal and is_same_file
    return comment.is_inside or is_same


def _told_submitted(comment: Comment) -> str:
    return _(
        "This comment was submitted meanwhile, as number %(number)d, and no longer changes. What "
        "you typed is still here: copy it, and replace the submitted comment if you wish."
    ) % {"number": comment.number or 0}


def _stored(
    request: PortalRequest, consultation: Consultation, form: CommentForm
) -> Comment | None:
    """What is stored in the stead of what was typed; saving again then replaces it knowingly."""
    own = Comment.objects.own_of(request.capacity).filter(consultation=consultation)
    keys = own_keys(form.cleaned_data["form_key"], consultation, delegation_of(request.capacity))
    stored = own.filter(form_key__in=keys).first()
    if stored is not None:
        form.base_on(stored)
    return stored


def _saved(request: PortalRequest, consultation: Consultation, comment: Comment) -> HttpResponse:
    onward = _address(comment, consultation)
    if not comment.is_inside:
        said = _("This comment was submitted already, as number %(number)d; nothing was changed.")
        tell_saved(request, said % {"number": comment.number or 0})
    elif "ready" in request.POST:
        mark_ready(comment, actor=request.capacity)
        tell_saved(request, _("The comment was saved and is ready to be submitted."))
    else:
        tell_saved(
            request, _("The comment was saved. Only your delegation sees it until it is submitted.")
        )
        if "and_submit" in request.POST:
            onward = consultation.address("submission_create")
    return redirect(onward)


def _address(comment: Comment, consultation: Consultation) -> str:
    return consultation.address("comment_read", comment.form_key)


def _preview(consultation: Consultation, unit: DraftUnit | None) -> str:
    return consultation.address("redline_preview", unit.uid) if unit else ""
