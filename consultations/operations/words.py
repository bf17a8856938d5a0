"""What a comment may say, and where in the draft: checked and cleaned before it is stored."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from consultations.models import Comment, Consultation
from consultations.passages import find_passage
from lap_portal.errors import RuleViolation
from lap_portal.text import clean_text, has_words, search_key
from sections.models import DraftUnit
from sections.models.elements import Kind

TEXT_LIMIT = 20_000
PROPOSAL_LIMIT = 20_000
REASON_LIMIT = 5_000

Place = Comment.Place


@dataclass(frozen=True, slots=True)
class NamedFile:
    """The file of a comment as the comment names it: its name and SHA-256; "" for none."""

    name: str = ""
    digest: str = ""


NO_FILE = NamedFile()


@dataclass(frozen=True, slots=True)
class Words:
    """Everything of a comment that its author writes or chooses, named as the model's fields."""

    place: str
    text: str
    proposal: str
    type: str
    position: str
    reason: str
    language: str
    passage_start: int | None
    passage_end: int | None
    passage: str
    file_name: str = ""
    file_digest: str = ""

    def write_to(self, comment: Comment) -> None:
        """Put the words on a comment."""
        for name, value in asdict(self).items():
            setattr(comment, name, value)
        said = (self.text, self.proposal, self.reason, self.passage)
        comment.search_text = search_key("\n".join(filter(None, said)))

    def are_those_of(self, comment: Comment) -> bool:
        """Whether a comment says exactly this."""
        return all(getattr(comment, name) == value for name, value in asdict(self).items())


def checked_words(
    consultation: Consultation,
    *,
    unit: DraftUnit | None,
    place: str,
    text: str = "",
    proposal: str = "",
    type: str = "",
    position: str = "",
    reason: str = "",
    language: str = "en",
    passage: tuple[int, int] | None = None,
    passage_words: str | None = None,
    file: NamedFile = NO_FILE,
) -> Words:
    """
    Return the words of a comment, cleaned, or raise RuleViolation with what is wrong.

    A proposal that equals the words in force is left out. `passage` is a range of code points of
    the unit's words, end excluded. Where `passage_words` stand elsewhere, or no range is given,
    they are looked for, and must stand in the unit exactly once.
    """
    _check_place(consultation, unit, place)
    _check_language(language)
    said, proposed = _said(text, proposal, unit=unit, file=file)
    start, end, quoted = _passage(unit, place, passage, passage_words)
    return Words(
        place=place,
        text=said,
        proposal=proposed,
        type=type,
        position=position,
        reason=_visible(clean_text(reason, limit=REASON_LIMIT)),
        language=language,
        passage_start=start,
        passage_end=end,
        passage=quoted,
        file_name=file.name,
        file_digest=file.digest,
    )


def _check_place(consultation: Consultation, unit: DraftUnit | None, place: str) -> None:
    if place not in Place.values or (unit is None) is not (place == Place.DRAFT):
        raise RuleViolation(_("A comment stands at a place of the draft."))
    if unit is None:
        return
    if unit.draft_id != consultation.draft_id:
        raise RuleViolation(_("This is not part of the draft that the consultation is on."))
    if place == Place.SECTION and unit.kind != Kind.HEADING:
        raise RuleViolation(_("Only a heading stands for its section."))


def _check_language(language: str) -> None:
    if language not in dict(settings.WRITING_LANGUAGES):
        raise RuleViolation(_("This language cannot be chosen."))


def _said(text: str, proposal: str, *, unit: DraftUnit | None, file: NamedFile) -> tuple[str, str]:
    """The comment and the wording it proposes; refused where there is neither, nor a file."""
    said = _visible(clean_text(text, limit=TEXT_LIMIT))
    proposed = _proposal(unit, clean_text(proposal, limit=PROPOSAL_LIMIT))
    if file.name and unit is not None:
        raise RuleViolation(_("A file goes with a comment on the whole draft."))
    if not (said or proposed or file.name):
        raise RuleViolation(_nothing_said(unit))
    return said, proposed


def _nothing_said(unit: DraftUnit | None) -> str:
    if unit is None:
        return _("Write a comment, or add a file.")
    return _("Write a comment, or propose a wording that differs.")


def _proposal(unit: DraftUnit | None, proposal: str) -> str:
    if unit is not None and proposal == unit.revision.text:
        return ""
    return _visible(proposal)


def _passage(
    unit: DraftUnit | None, place: str, passage: tuple[int, int] | None, words: str | None
) -> tuple[int | None, int | None, str]:
    if passage is None and not has_words(words or ""):
        return None, None, ""
    if unit is None or place != Place.ON:
        raise RuleViolation(_("Only a comment on the words can be on a passage of them."))
    text = unit.revision.text
    if passage is None or (words is not None and text[slice(*passage)] != words):
        passage = find_passage(words or "", text)
    start, end = passage
    if not 0 <= start < end <= len(text):
        raise RuleViolation(_("The passage does not lie within the words."))
    if not has_words(text[start:end]):
        raise RuleViolation(_("The passage holds no words."))
    return start, end, text[start:end]


def _visible(text: str) -> str:
    return text if has_words(text) else ""
