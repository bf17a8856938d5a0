"""A registration under way: its passages beside the draft, and what would be registered of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consultations.channels import lacking_words
from consultations.models import (
    Comment,
    Consultation,
    Original,
    Registration,
    RegistrationFile,
)
from consultations.passages import find_passage
from consultations.queries.entries import place_words, redline
from consultations.references import WHOLE_DRAFT, folded, found_in
from documents.compare import Span
from lap_portal.errors import RuleViolation
from sections.models import DraftUnit
from sections.models.elements import Kind

SUGGESTIONS = 3
COMMENT, PROPOSAL, MISSING, LEFT_OUT = "comment", "proposal", "missing", "left_out"
Place = Comment.Place


@dataclass(frozen=True, slots=True)
class Places:
    """The units of a draft, found by what people call them."""

    units: tuple[DraftUnit, ...]
    exact: dict[str, DraftUnit]
    loose: dict[str, DraftUnit]

    def find(self, reference: str) -> DraftUnit | None:
        """The unit that a reference means, or None where it means none, or more than one."""
        return self.exact.get(reference.strip()) or self.loose.get(folded(reference))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that the words of a passage name, with the first words that stand there."""

    reference: str
    words: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage that becomes a comment, with the fields of a piece as `register` takes them."""

    number: int
    unit: DraftUnit | None
    said: dict[str, Any]
    where: str
    redline: tuple[Span, ...]

    @property
    def position(self) -> str:
        """Its position in words, or ""."""
        position = self.said["position"]
        return str(Comment.Position(position).label) if position else ""

    @property
    def words(self) -> str:
        """The words of the draft it speaks of."""
        return self.unit.revision.text if self.unit else ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be registered: comments, passages not placed, those left out, what is lacking."""

    placed: tuple[Placed, ...]
    unplaced: str
    left_out: tuple[str, ...]
    files: tuple[RegistrationFile, ...]
    faults: tuple[str, ...]
    twins: tuple[Original, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage on the workbench: where it goes as far as is known, and where it might."""

    number: int
    where: str
    words: str
    fault: str
    suggestions: tuple[Suggestion, ...]


def places_of_draft(consultation: Consultation) -> Places:
    """The units of the draft consulted on (one query)."""
    units = tuple(consultation.draft.units.with_wording().order_by("order"))
    counted = Counter(folded(unit.reference) for unit in units)
    return Places(
        units=units,
        exact={unit.reference: unit for unit in units},
        loose={folded(u.reference): u for u in units if counted[folded(u.reference)] == 1},
    )


def passages(pieces: Iterable[Mapping[str, str]], places: Places) -> list[Passage]:
    """Each passage with its place and with what its words suggest."""
    return [_passage(number, piece, places) for number, piece in enumerate(pieces, start=1)]


def _passage(number: int, piece: Mapping[str, str], places: Places) -> Passage:
    where, unit, fault = _resolve(piece, places)
    return Passage(
        number=number,
        where=where,
        words=Truncator(unit.revision.text).chars(90) if unit else "",
        fault=fault,
        suggestions=() if piece["place"] else _suggestions(piece["text"], places),
    )


def _resolve(piece: Mapping[str, str], places: Places) -> tuple[str, DraftUnit | None, str]:
    """In words, where a passage goes; the unit; and what is wrong with the place typed."""
    if piece["sort"] == LEFT_OUT:
        return _("Left out"), None, ""
    if not piece["place"].strip():
        return _("Not placed"), None, ""
    if _is_whole_draft(piece["place"]):
        return place_words(Place.DRAFT, None), None, ""
    unit = places.find(piece["place"])
    if unit is None:
        return (
            "",
            None,
            _("No place in this draft is called “%(typed)s”.") % {"typed": piece["place"]},
        )
    return place_words(_place(piece, unit), unit), unit, ""


def _is_whole_draft(typed: str) -> bool:
    return folded(typed) in {folded(WHOLE_DRAFT), folded(_("Whole draft"))}


def _place(piece: Mapping[str, str], unit: DraftUnit | None) -> str:
    if unit is None:
        return Place.DRAFT
    if piece["sort"] == MISSING:
        return Place.MISSING_AFTER
    is_section = unit.kind == Kind.HEADING and piece["sort"] == COMMENT and not piece["quote"]
    return Place.SECTION if is_section else Place.ON


def _suggestions(words: str, places: Places) -> tuple[Suggestion, ...]:
    found = {unit.uid: unit for reference in found_in(words) if (unit := places.find(reference))}
    return tuple(
        Suggestion(unit.reference, Truncator(unit.revision.text).chars(60))
        for unit in list(found.values())[:SUGGESTIONS]
    )


def prepared(registration: Registration) -> Prepared:
    """Exactly what would be registered as it stands (three queries)."""
    places = places_of_draft(registration.consultation)
    placed: list[Placed] = []
    unplaced: list[str] = []
    left_out: list[str] = []
    faults: list[str] = []
    for number, piece in enumerate(registration.pieces, start=1):
        _where, unit, fault = _resolve(piece, places)
        if piece["sort"] == LEFT_OUT:
            left_out.append(piece["text"])
        elif not piece["place"].strip():
            unplaced.append(piece["text"])
        elif fault:
            faults.append(_("Passage %(number)d: %(fault)s") % {"number": number, "fault": fault})
        else:
            placed.append(_placed(number, piece, unit, registration.language, faults))
    files = tuple(registration.files.defer("content"))
    return Prepared(
        placed=tuple(sorted(placed, key=lambda each: each.unit.order if each.unit else -1)),
        unplaced="\n\n".join(unplaced),
        left_out=tuple(left_out),
        files=files,
        faults=(*_lacking(registration, files), *faults),
        twins=_twins(registration, files),
    )


def _placed(
    number: int, piece: Mapping[str, str], unit: DraftUnit | None, language: str, faults: list[str]
) -> Placed:
    place = _place(piece, unit)
    kind = "text" if piece["sort"] == COMMENT else "proposal"
    said: dict[str, Any] = {
        "place": place,
        kind: piece["text"],
        "position": piece["position"],
        "language": language,
    }
    if quote := piece["quote"].strip():
        text = unit.revision.text if unit else ""
        try:
            start, end = find_passage(quote, text)
        except RuleViolation:
            words = _("Passage %(number)d: the words “%(quote)s” do not stand there just once.")
            faults.append(words % {"number": number, "quote": quote})
        else:
            said |= {"passage": (start, end), "passage_words": text[start:end]}
    return Placed(
        number=number,
        unit=unit,
        said=said,
        where=place_words(place, unit),
        redline=redline(said.get("proposal", ""), place, unit),
    )


def _lacking(registration: Registration, files: tuple[RegistrationFile, ...]) -> list[str]:
    """What must be known before anything is registered, and is not yet."""
    lacking = [
        (registration.delegation is None, _("Choose the delegation.")),
        (registration.received_at is None, _("Say when it reached the office.")),
    ]
    return [sentence for is_lacking, sentence in lacking if is_lacking] + lacking_words(
        registration.channel, sender=registration.sender, has_original=bool(files)
    )


def _twins(registration: Registration, files: tuple[RegistrationFile, ...]) -> tuple[Original, ...]:
    """Originals that were registered already for the same delegation."""
    kept = Original.objects.filter(
        submission__consultation=registration.consultation_id,
        submission__delegation=registration.delegation_id,
        digest__in=[file.digest for file in files],
    )
    return tuple(kept.defer("content").select_related("submission"))
