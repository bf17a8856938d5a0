"""Who takes part as a list to take away, with the missions' addresses: the page, in columns."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from consultations.deadlines import instant_words
from consultations.models import Consultation
from consultations.queries.participation import ParticipationPage, Row
from documents.writing.spreadsheet import Sheet, Value
from lap_portal import clock


def participation_sheet(
    page: ParticipationPage, consultation: Consultation, *, narrowed_to: str
) -> Sheet:
    """The rows of the page; `narrowed_to` says in words which they are."""
    columns = tuple(_columns())
    return Sheet(
        name=_("Participation"),
        notes=(
            _("Internal: for the Presidency and the Implementation Support Unit only."),
            consultation.plan.title,
            _("Consultation %(number)d: %(title)s")
            % {"number": consultation.number, "title": consultation.title},
            _("Shown: %s") % (narrowed_to or _("all delegations")),
            _("As of %s") % instant_words(clock.now(), consultation.zone),
        ),
        header=columns,
        rows=tuple(_row(row, consultation) for row in page.rows),
    )


def _columns() -> tuple[str, ...]:
    return (
        _("Delegation"),
        _("Category"),
        _("Regional group"),
        _("Status"),
        _("Invited"),
        _("Came back"),
        _("Members"),
        _("Focal point"),
        _("Submissions"),
        _("First submitted"),
        _("Last submitted"),
        _("Late"),
        _("Channel other than the portal"),
        _("Kind of the last"),
        _("On behalf of"),
        _("Aligned with"),
        _("Declares"),
        _("Declared"),
        _("More time until"),
        _("Reminded"),
        _("Official address of the mission"),
        _("Telephone of the mission"),
    )


def _row(row: Row, consultation: Consultation) -> tuple[Value, ...]:
    delegation, declaration = row.delegation, row.declaration

    def told(instant: datetime | None) -> str:
        return f"{instant.astimezone(consultation.zone):%Y-%m-%d %H:%M}" if instant else ""

    return (
        delegation.name,
        str(delegation.get_category_display()),
        _group(row),
        str(row.standing.get_status_display()) if row.standing else "",
        told(row.invited_at),
        told(row.bounced_at),
        len(row.members),
        row.focal_point,
        len(row.submissions),
        told(row.first.received_at if row.first else None),
        told(row.last.received_at if row.last else None),
        row.late,
        ", ".join(row.channels),
        _kind(row),
        "; ".join(row.groups),
        "; ".join(row.aligned_with),
        str(declaration.get_intention_display()) if declaration else "",
        told(declaration.declared_at if declaration else None),
        told(row.closes_at if row.has_more_time else None),
        told(row.reminded.sent_at if row.reminded else None),
        delegation.mission_email,
        delegation.mission_phone,
    )


def _group(row: Row) -> str:
    group = str(row.delegation.get_regional_group_display())
    if not group or row.delegation.regional_group_source:
        return group
    return _("%s (not verified)") % group


def _kind(row: Row) -> str:
    kinds = [_("preliminary")] * row.is_preliminary + [_("no comments")] * row.is_no_comments
    return ", ".join(kinds)
