"""What a delegation said in earlier consultations on a plan, beside the words of now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F

from consultations.models import Comment, Consultation, Reflection
from consultations.models.comments import CommentQuerySet
from consultations.permissions import may_prepare
from consultations.queries.entries import place_words, redline
from consultations.queries.following import relation_words
from delegations.capacities import Capacity
from documents.compare import Span, compare_words
from sections.models import DraftUnit
from sections.queries import TextUnit, draft_units, lineage_of


@dataclass(frozen=True, slots=True)
class Present:
    """
    A unit of the draft now consulted on in which the words commented on live on.

    `words` compares the two wordings, empty where they are the same; `again` is where one comments
    on it with the earlier words to begin from.
    """

    uid: str
    reference: str
    relation: str
    words: tuple[Span, ...]
    again: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """
    A comment of an earlier consultation that stood, and how it was reflected, if that was shared.

    `again` leads to a comment on the whole draft where the words stand no more. `is_taken_up` says
    whether the delegation speaks at the same place again.
    """

    comment: Comment
    place: str
    proposal: tuple[Span, ...]
    outcome: str
    reply: str
    presents: tuple[Present, ...]
    again: str
    is_taken_up: bool

    @property
    def is_gone(self) -> bool:
        """Whether the words commented on live on nowhere in the draft now consulted on."""
        return self.comment.unit is not None and not self.presents


def earlier_comments(consultation: Consultation, reader: Capacity) -> tuple[Earlier, ...]:
    """
    What the reader's delegation said before, newest consultation first (five queries at most).

    None in a first consultation, and then no query.
    """
    comments = list(
        _before(consultation, reader)
        .with_words()
        .select_related("consultation")
        .order_by("-consultation__number", F("unit__order").asc(nulls_first=True), "number", "pk")
    )
    if not comments:
        return ()
    standing = {unit.element_pk: unit for unit in draft_units(consultation.draft)}
    lineage = lineage_of(consultation.plan, reader)
    decisions = _decisions(comments, reader)
    said = Comment.objects.own_of(reader).filter(consultation=consultation)
    spoken = set(said.values_list("unit__element", flat=True))
    found = []
    for comment in comments:
        heirs = lineage.heirs(comment.unit.element_id, standing=standing) if comment.unit else []
        here = {heir.element for heir in heirs} if heirs else {None}
        presents = tuple(
            _present(comment, standing[heir.element], heir.relation, consultation) for heir in heirs
        )
        again, is_taken_up = _again(consultation, comment, None), bool(here & spoken)
        decision = decisions.get(comment.pk)
        found.append(_earlier(comment, decision, presents, again=again, is_taken_up=is_taken_up))
    return tuple(found)


def _decisions(comments: list[Comment], reader: Capacity) -> dict[int, Reflection]:
    told = Reflection.objects.latest_for(reader).filter(comment__in=[c.pk for c in comments])
    return {decision.comment_id: decision for decision in told}


def _earlier(
    comment: Comment,
    decision: Reflection | None,
    presents: tuple[Present, ...],
    *,
    again: str,
    is_taken_up: bool,
) -> Earlier:
    return Earlier(
        comment=comment,
        place=place_words(comment.place, comment.unit),
        proposal=redline(comment.proposal, comment.place, comment.unit),
        outcome=str(decision.get_outcome_display()) if decision else "",
        reply=decision.reply if decision else "",
        presents=presents,
        again=again,
        is_taken_up=is_taken_up,
    )


def earlier_at(
    consultation: Consultation, reader: Capacity, unit: DraftUnit | None
) -> tuple[Earlier, ...]:
    """What was said before of one unit of the draft, or of the whole draft."""
    everything = earlier_comments(consultation, reader)
    if unit is None:
        return tuple(each for each in everything if not each.presents)
    return tuple(each for each in everything if unit.uid in {p.uid for p in each.presents})


def still_to_say(consultation: Consultation, reader: Capacity) -> tuple[Earlier, ...]:
    """What stood before and is not taken up again so far; none once one cannot comment."""
    if not may_prepare(reader, consultation):
        return ()
    return tuple(each for each in earlier_comments(consultation, reader) if not each.is_taken_up)


def earlier_marks(
    consultation: Consultation | None, reader: Capacity, units: Iterable[TextUnit]
) -> dict[str, int]:
    """How many earlier comments lie behind each unit of a draft, by uid (two queries at most)."""
    if consultation is None:
        return {}
    rows = _before(consultation, reader).filter(unit__isnull=False).order_by()
    counts = rows.values_list("unit__element").annotate(number=Count("pk"))
    by_element: dict[int, int] = {pk: number for pk, number in counts if pk is not None}
    if not by_element:
        return {}
    uids = {unit.element_pk: unit.uid for unit in units}
    lineage = lineage_of(consultation.plan, reader)
    marks: Counter[str] = Counter()
    for element, number in by_element.items():
        for heir in lineage.heirs(element, standing=uids):
            marks[uids[heir.element]] += number
    return marks


def earlier_comment(consultation: Consultation, reader: Capacity, key: UUID) -> Comment | None:
    """One of the comments that one may begin from, None where the key names none."""
    return _before(consultation, reader).filter(form_key=key).first()


def _before(consultation: Consultation, reader: Capacity) -> CommentQuerySet:
    """The delegation's comments of earlier consultations on the plan that stood."""
    if reader.delegation is None or consultation.number == 1:
        return Comment.objects.none()
    earlier = {"plan": consultation.plan_id, "number__lt": consultation.number}
    return (
        Comment.objects.own_of(reader)
        .standing()
        .filter(**{f"consultation__{name}": value for name, value in earlier.items()})
    )


def _present(
    comment: Comment, unit: TextUnit, relation: str, consultation: Consultation
) -> Present:
    old = comment.unit.revision.text if comment.unit else ""
    return Present(
        uid=unit.uid,
        reference=unit.reference,
        relation=relation_words(relation),
        words=tuple(compare_words(old, unit.text)) if old != unit.text else (),
        again=_again(consultation, comment, unit.uid),
    )


def _again(consultation: Consultation, comment: Comment, uid: str | None) -> str:
    if uid is None:
        address = consultation.address("comment_on_draft")
    else:
        address = consultation.address("comment_create", uid)
    return f"{address}?again={comment.form_key}"
