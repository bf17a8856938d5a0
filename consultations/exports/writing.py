"""An outline as it is written, unit by unit, for the papers that a delegation takes away."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.compare import Span
from documents.outline import Kind, Unit


@dataclass
class Writing:
    """An outline while it is written, with the comparisons among its units."""

    units: list[Unit] = field(default_factory=list)
    redlines: dict[int, tuple[Span, ...]] = field(default_factory=dict)

    def heading(self, text: str, *, level: int = 0) -> None:
        self.units.append(Unit(Kind.HEADING, "", text, level=level))

    def label(self, text: str) -> None:
        self.units.append(Unit(Kind.LIST_HEADING, "", text))

    def paragraph(self, text: str) -> None:
        lines = filter(str.strip, text.splitlines())
        self.units += [Unit(Kind.PARAGRAPH, "", line) for line in lines]

    def labelled(self, label: str, text: str) -> None:
        """Write a text under what it is, or nothing where there is none."""
        if text:
            self.label(label)
            self.paragraph(text)

    def comparison(self, label: str, spans: tuple[Span, ...]) -> None:
        if spans:
            self.label(label)
            self.redlines[len(self.units)] = spans
            self.units.append(Unit(Kind.PARAGRAPH, "", "".join(span.text for span in spans)))
