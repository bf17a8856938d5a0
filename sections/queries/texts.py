"""The text of a plan as pages and papers need it: one shape for the working text and for drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.outline import Emphasis, Kind
from sections.models import ActionCard, Question
from sections.models.elements import Kind as KindChoices


@dataclass(frozen=True, slots=True)
class Card:
    """An action's card; an empty line is a gap."""

    pk: int
    number: int
    who_acts: str
    measure: str
    time_frame: str
    source_of_information: str

    @classmethod
    def of(cls, card: ActionCard) -> Card:
        """The card as a page shows it."""
        return cls(
            card.pk,
            card.number,
            card.who_acts,
            card.measure,
            card.time_frame,
            card.source_of_information,
        )

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each line of the card with its name, in the order of a form."""
        names = ("who_acts", "measure", "time_frame", "source_of_information")
        fields = ActionCard._meta
        return tuple((str(fields.get_field(n).verbose_name), getattr(self, n)) for n in names)  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, with the place of its mark in the words of its unit if known."""

    mark: str
    text: str
    unit_uid: str = ""
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a unit's words in one look, or, where `note` is set, the place of a footnote."""

    text: str = ""
    is_emphasized: bool = False
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class TextUnit:
    """
    One unit of a text, with everything a page, a paper or a comparison shows of it.

    `number` is that of a paragraph, `label` that of a heading's section. `depth` is that of its
    section, 0 for a part and the front section. `unit_pk` is set in a draft, where `change` is its
    fate against the draft before.
    """

    uid: str
    kind: Kind
    reference: str
    text: str
    element_pk: int
    revision_pk: int
    revision_number: int
    section_path: str = ""
    section_uids: str = ""
    number: str = ""
    label: str = ""
    level: int = 0
    lead_uid: str = ""
    emphases: tuple[Emphasis, ...] = ()
    card: Card | None = None
    shape: str = ""
    change: str = ""
    unit_pk: int | None = None
    notes: tuple[Note, ...] = ()

    @property
    def section_uid(self) -> str:
        """The uid of the section it stands in; for a heading, of the section it heads."""
        return self.section_uids.rstrip("/").rpartition("/")[2]

    @property
    def depth(self) -> int:
        """How deep its section lies, from 0."""
        return self.section_uids.count("/") - 1

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        return self.kind.is_bullet

    @property
    def kind_label(self) -> str:
        """Its kind in words."""
        return str(KindChoices(self.kind.value).label)

    @property
    def shape_label(self) -> str:
        """The shape in which a question is answered, in words; "" for what is no question."""
        return str(Question.Shape(self.shape).label) if self.shape else ""

    @property
    def is_plain(self) -> bool:
        """Whether its words stand in one look, with no footnote among them."""
        return not self.emphases and not self.notes

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its words cut where italics and footnote marks begin and end."""
        return tuple(_pieces(self))


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the contents: a section with its title, and how deep it lies from 0."""

    section_uid: str
    element_uid: str
    path: str
    label: str
    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class PlanText:
    """A whole text, or the part of it below one section, in reading order."""

    title: str
    title_lines: tuple[str, ...]
    language: str
    units: tuple[TextUnit, ...]
    footnotes: tuple[Note, ...] = ()

    @property
    def contents(self) -> tuple[ContentsLine, ...]:
        """The headings, as lines of the contents."""
        return tuple(
            ContentsLine(u.section_uid, u.uid, u.section_path, u.label, u.text, u.depth)
            for u in self.units
            if u.kind is Kind.HEADING
        )

    def unit(self, uid: str) -> TextUnit | None:
        """The unit with a uid, or None."""
        return next((unit for unit in self.units if unit.uid == uid), None)

    def below(self, section_uid: str) -> PlanText:
        """The text of one section and everything below it; its title block stays."""
        inside = tuple(u for u in self.units if f"/{section_uid}/" in f"/{u.section_uids}")
        uids = {u.uid for u in inside}
        notes = tuple(note for note in self.footnotes if note.unit_uid in uids)
        return PlanText(self.title, self.title_lines, self.language, inside, notes)


def _pieces(unit: TextUnit) -> Iterator[Piece]:
    length = len(unit.text)
    notes: dict[int, list[Note]] = {}
    for note in unit.notes:
        place = length if note.offset is None else min(note.offset, length)
        notes.setdefault(place, []).append(note)
    edges = sorted({0, length, *notes, *(p for e in unit.emphases for p in (e.start, e.end))})
    for start, end in zip(edges, [*edges[1:], length], strict=True):
        for note in notes.get(start, []):
            yield Piece(note=note)
        if start < end:
            is_emphasized = any(e.start <= start and end <= e.end for e in unit.emphases)
            yield Piece(unit.text[start:end], is_emphasized)
