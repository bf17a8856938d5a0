"""Whom a speaker may list, who is aligned with what, and what changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from consultations.models import Answer, Association, Comment, Consultation, Submission
from consultations.models.contributions import LEFT, State
from consultations.queries.entries import CommentEntry, comment_entry, place_words
from delegations.capacities import Capacity
from delegations.models import Delegation
from documents.compare import Span, compare_words

_WORDING = "consultations.aligning"

Aligned = dict[tuple[int, int | None], list[Association]]


@dataclass(frozen=True, slots=True)
class Alignment:
    """
    That the reader's delegation is aligned with another.

    Of a submission it may not read it learns the fact: who speaks, for which group. `since` is its
    own act, None where it was listed: the day of a listing is that of the submission, and its
    absence would tell of lateness. `place` is that of the comment, "" for the whole submission and
    where it may not be read.
    `is_changed` and `is_hidden` speak of what it aligned itself with: that is another wording now,
    or can no longer be read, which is all that is told of it then.
    """

    association: Association
    speaker: str
    group: str
    since: datetime | None
    is_listed: bool
    is_readable: bool
    is_changed: bool
    place: str

    @property
    def is_hidden(self) -> bool:
        """Whether it can no longer read what it aligned itself with."""
        return not self.is_listed and not self.is_readable


@dataclass(frozen=True, slots=True)
class Changed:
    """
    What became of a wording with which a delegation is aligned, as far as it may read it.

    `old` is the wording it was aligned with, `new` what stands in its place; None where there is
    none, or none it may read. `redline` leads from the one to the other.
    """

    alignment: Alignment
    old: CommentEntry | None
    new: CommentEntry | None
    redline: tuple[Span, ...]
    proposal_redline: tuple[Span, ...]

    @property
    def may_go_on(self) -> bool:
        """Whether there is something it reads with which it may be aligned again."""
        if self.alignment.association.comment_id is None:
            return self.alignment.is_readable
        return self.new is not None


def states_beside(speaker: Delegation) -> QuerySet[Delegation]:
    """Every State but the speaker, party or not, by name; nobody must confirm."""
    states = Delegation.objects.filter(category=Delegation.Category.STATE, merged_into=None)
    return states.exclude(pk=speaker.pk).only("pk", "name", "sort_name", "category")


def alignments_in(consultation: Consultation, reader: Capacity) -> tuple[Alignment, ...]:
    """With whom the reader's delegation is aligned, by speaker, which tells no time (one query)."""
    rows = _own(reader).filter(submission__consultation=consultation)
    by_speaker = ("submission__delegation_name", "comment__number", "key")
    return tuple(_alignment(row) for row in rows.order_by(*by_speaker))


def alignment_of(association: Association, reader: Capacity) -> Alignment:
    """One of them, found before for the same reader (one query)."""
    return _alignment(_own(reader).get(pk=association.pk))


def words_on_alignments(
    consultations: Iterable[Consultation], reader: Capacity
) -> dict[int, list[str]]:
    """What a delegation has to look at, by consultation (one query)."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in _own(reader).filter(submission__consultation__in=list(consultations)):
        each = _alignment(row)
        if each.is_changed:
            words = _(
                "What %(speaker)s said, with which you are aligned, was replaced or withdrawn: "
                "look at the new wording"
            )
        elif each.is_listed:
            words = _("%(speaker)s lists you among the States on whose behalf it speaks")
        else:
            continue
        found[row.submission.consultation_id].append(words % {"speaker": each.speaker})
    return found


def _own(reader: Capacity) -> QuerySet[Association]:
    """The standing associations of a delegation, each with what its reader may know of it."""
    of_it = {"submission": OuterRef("submission")}
    gone = Q(withdrawn_at__gt=OuterRef("made_at"))
    gone |= Q(replaced_by__submission__recorded_at__gt=OuterRef("made_at"))
    changed_comments = Comment.objects.filter(gone, **of_it)
    changed_answers = Answer.objects.filter(gone, **of_it)
    readable = Submission.objects.visible_to(reader).filter(pk=OuterRef("submission"))
    return (
        Association.objects.own_of(reader)
        .standing()
        .annotate(
            is_readable=Exists(readable),
            is_changed_since=Exists(changed_comments) | Exists(changed_answers),
        )
        .select_related(
            "submission__delegation", "submission__consultation", "comment__unit", "delegation"
        )
    )


def _alignment(row: Association) -> Alignment:
    is_own = row.origin == Association.Origin.OWN
    is_readable = row.is_readable  # type: ignore[attr-defined]  # annotated above
    is_changed = row.is_changed_since  # type: ignore[attr-defined]
    place = ""
    if row.comment is not None:
        is_changed = row.comment.state != State.SUBMITTED
        place = place_words(row.comment.place, row.comment.unit)
    return Alignment(
        association=row,
        speaker=row.submission.delegation_name,
        group=row.submission.on_behalf_of,
        since=row.made_at if is_own else None,
        is_listed=not is_own,
        is_readable=is_readable,
        is_changed=is_own and is_readable and is_changed,
        place=place if is_readable else "",
    )


def aligned_with(said: Iterable[Comment | Answer], reader: Capacity) -> Aligned:
    """Who is aligned with submissions and comments, as far as a reader may know (one query)."""
    rows = Association.objects.visible_to(reader).standing()
    within = rows.filter(submission__in={each.submission_id for each in said})
    found: Aligned = defaultdict(list)
    for row in within.select_related("delegation"):
        found[row.submission_id, row.comment_id].append(row)
    return found


def aligned_with_submission(submission: Submission, reader: Capacity) -> tuple[Association, ...]:
    """Who is aligned with a submission or a comment of it, as far as a reader may know."""
    rows = Association.objects.visible_to(reader).standing().filter(submission=submission)
    return tuple(rows.select_related("delegation", "comment"))


def beside(said: Comment | Answer, aligned: Aligned) -> tuple[Association, ...]:
    """Those aligned with the whole of a submission, and with one comment of it."""
    if said.submission_id is None:
        return ()
    whole = aligned.get((said.submission_id, None), [])
    if isinstance(said, Answer):
        return tuple(whole)
    return (*whole, *aligned.get((said.submission_id, said.pk), []))


def wording_of(submission: Submission, comment: Comment | None) -> str:
    """
    What a page carries to know later that what one aligns with is still what it showed.

    For a whole submission that is everything of it which stands; "" where nothing does. It is
    keyed, or whoever tries instants would find when the comments were last changed.
    """
    if comment is not None:
        return str(comment.form_key)
    comments, answers = submission.comments.standing(), submission.answers.standing()
    stamps = sorted(each.stamp for each in (*comments, *answers))
    if not stamps:
        return ""
    return salted_hmac(_WORDING, " ".join(stamps), algorithm="sha256").hexdigest()


def changed_page(association: Association, reader: Capacity) -> Changed:
    """The wording a delegation was aligned with, and the one that stands now (four queries)."""
    alignment = alignment_of(association, reader)
    if association.comment_id is None or not alignment.is_readable:
        return Changed(alignment, None, None, (), ())
    brought = ("unit__revision", "delegation", "submission")
    old = Comment.objects.select_related(*brought).get(pk=association.comment_id)
    last = _last_after(old)
    if last.state == State.WITHDRAWN:  # the words are for the offices and their own delegation
        return Changed(alignment, None, None, (), ())
    new = _readable(last, reader) if last != old else None
    spans: tuple[Span, ...] = ()
    proposals: tuple[Span, ...] = ()
    if new is not None:
        spans = tuple(compare_words(old.text, new.text))
        proposals = tuple(compare_words(old.proposal, new.proposal))
    return Changed(
        alignment,
        comment_entry(old),
        comment_entry(new) if new else None,
        spans,
        proposals,
    )


def _last_after(old: Comment) -> Comment:
    """What came in the place of a comment, and of that, to the last; the comment where nothing."""
    left = Comment.objects.filter(consultation=old.consultation_id, state__in=LEFT)
    chain = left.filter(delegation=old.delegation_id).exclude(replaces=None)
    after = {each.replaces_id: each for each in chain}
    last = old
    while last.pk in after:
        last = after[last.pk]
    return last


def _readable(comment: Comment, reader: Capacity) -> Comment | None:
    """A comment that stands, if the reader may read it."""
    seen = Comment.objects.visible_to(reader).standing().filter(pk=comment.pk)
    return seen.select_related("unit__revision", "delegation", "submission__delegation").first()
