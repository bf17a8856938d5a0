"""Making plans, and their sections."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext as _

from delegations.capacities import Capacity, person_of, require_still_held
from lap_portal.decisions import require
from lap_portal.errors import RuleViolation, StaleRevision
from lap_portal.text import clean_reason, clean_text, has_words
from lap_portal.traces import save_traced
from sections.digest import digest_of_title_block
from sections.models import ActionPlan, Section
from sections.operations.places import lock_plan
from sections.permissions import may_draft, may_import_plan, may_issue_draft
from sections.words import TITLE_LIMIT, WORDING_LIMIT

# The page where papers are imported stands where a plan of this name would.
RESERVED = {"import"}


@transaction.atomic
def create_plan(
    *,
    actor: Capacity,
    slug: str,
    title: str,
    title_lines: str = "",
    language: str = "en",
    predecessor: ActionPlan | None = None,
) -> ActionPlan:
    """Begin a plan, with the front section that holds what precedes its first part."""
    require(may_import_plan(actor))
    require_still_held(actor)
    if slug in RESERVED:
        raise RuleViolation(_("The portal needs this short name itself. Choose another one."))
    plan = ActionPlan(
        slug=slug,
        title=clean_text(title, limit=TITLE_LIMIT).strip(),
        title_lines=clean_text(title_lines, limit=WORDING_LIMIT),
        language=language,
        predecessor=predecessor,
        created_by=person_of(actor),
    )
    save_traced(plan, by=actor.person, reason=_("The plan begins."))
    make_section(plan, actor=actor, parent=None, label="", reason=_("The plan begins."))
    return plan


def make_section(
    plan: ActionPlan, *, actor: Capacity, parent: Section | None, label: str, reason: str
) -> Section:
    """Make a section, still without its heading; part of larger operations, which ask who may."""
    section = Section(plan=plan, parent=parent, label=label)
    section.path = f"{parent.path if parent else ''}{section.uid}/"
    save_traced(section, by=actor.person, reason=reason)
    return section


@transaction.atomic
def revise_title_block(
    plan: ActionPlan, *, actor: Capacity, title: str, title_lines: str, reason: str, based_on: str
) -> ActionPlan:
    """
    Give a plan another title and title block; drafts already issued keep theirs.

    `title_lines` holds one line of the block in each of its lines; blank ones are left out.
    `based_on` is the digest of the block on screen: where it has changed since, nothing is written
    and `StaleRevision` is raised.
    """
    require(may_draft(actor, plan))
    reason = clean_reason(reason)
    locked = lock_plan(plan, actor=actor)
    if digest_of_title_block(locked) != based_on:
        raise StaleRevision(_("The title block was changed while you were writing."))
    before = (locked.title, locked.title_lines)
    locked.title = clean_text(title, limit=TITLE_LIMIT).strip()
    locked.title_lines = clean_lines(title_lines)
    if not has_words(locked.title):
        raise RuleViolation(_("A plan needs a title."))
    if (locked.title, locked.title_lines) == before:
        raise RuleViolation(_("The title block says the same as before."))
    save_traced(locked, by=actor.person, reason=reason, fields=["title", "title_lines"])
    return locked


@transaction.atomic
def limit_words(
    plan: ActionPlan, *, actor: Capacity, word_limit: int | None, reason: str
) -> ActionPlan:
    """
    Say how many words a draft of the plan may have at most; None for any number.

    Issuing tells how a text stands against the limit, and never refuses it.
    """
    require(may_issue_draft(actor, plan))
    reason = clean_reason(reason)
    locked = lock_plan(plan, actor=actor)
    if word_limit == locked.word_limit:
        raise RuleViolation(_("This is the limit already."))
    locked.word_limit = word_limit
    save_traced(locked, by=actor.person, reason=reason, fields=["word_limit"])
    return locked


@transaction.atomic
def relabel_section(
    section: Section, *, actor: Capacity, label: str, reason: str, based_on: str | None = None
) -> Section:
    """
    Give a section another label; its references change, its uid never does.

    `based_on`, if given, is the label on screen.
    """
    require(may_draft(actor, section.plan))
    reason = clean_reason(reason)
    lock_plan(section.plan, actor=actor)
    locked = Section.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if locked.heading is None:
        raise RuleViolation(_("What precedes the first part has no label."))
    if locked.heading.deleted_at is not None:
        raise RuleViolation(_("This section was deleted from the text."))
    if based_on is not None and based_on != locked.label:
        raise StaleRevision(_("This section was given another label while you were writing."))
    free = free_label(locked.plan, label, parent=locked.parent, besides=locked)
    if free == locked.label:
        raise RuleViolation(_("The section has this label already."))
    locked.label = free
    save_traced(locked, by=actor.person, reason=reason)
    return locked


def free_label(
    plan: ActionPlan, label: str, *, parent: Section | None, besides: Section | None = None
) -> str:
    """Return a label that no section beside it in the text has; RuleViolation where one has it."""
    cleaned = clean_text(label, limit=20).strip(" .()\t\n")
    if not cleaned or "." in cleaned:
        raise RuleViolation(_("A section needs a label, such as IV or a."))
    others = in_text(plan).filter(parent=parent, label=cleaned)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise RuleViolation(_("Another section here is called %(label)s.") % {"label": cleaned})
    return cleaned


def clean_lines(text: str) -> str:
    """Return the lines of a title block that have words, without blanks around them."""
    lines = clean_text(text, limit=WORDING_LIMIT).splitlines()
    return "\n".join(line.strip() for line in lines if has_words(line))


def in_text(plan: ActionPlan) -> models.QuerySet[Section]:
    """The sections of a plan whose heading stands in the text."""
    return plan.sections.filter(heading__deleted_at=None, heading__isnull=False)
