"""What staff keep beside comments: themes, who looks after it, notes, translations, bundle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet

from consultations.models import (
    Assignment,
    Bundle,
    Bundled,
    Comment,
    DeskNote,
    Theme,
    Themed,
    WorkingTranslation,
)
from delegations.capacities import Capacity
from delegations.models import User
from delegations.offices import Office


@dataclass(frozen=True, slots=True)
class Marks:
    """
    What staff keep beside one comment.

    `bundled_with` counts the others in its bundle; `notes` holds those struck out too, and
    `translations` the current ones.
    """

    themes: tuple[Theme, ...] = ()
    person: User | None = None
    notes: tuple[DeskNote, ...] = ()
    translations: tuple[WorkingTranslation, ...] = ()
    bundle: Bundle | None = None
    bundled_with: int = 0

    @property
    def has_words(self) -> bool:
        """Whether there is something to read: a note that stands, or a translation."""
        return bool(self.standing_notes or self.translations)

    @property
    def standing_notes(self) -> tuple[DeskNote, ...]:
        """The notes that were not struck out."""
        return tuple(note for note in self.notes if note.struck_at is None)

    @property
    def struck_notes(self) -> tuple[DeskNote, ...]:
        """The notes that were struck out."""
        return tuple(note for note in self.notes if note.struck_at is not None)


@dataclass(frozen=True, slots=True)
class MarksPanel:
    """The marks of a comment, and what could be added: themes, persons, languages."""

    comment: Comment
    marks: Marks
    themes: tuple[Theme, ...]
    people: tuple[User, ...]
    languages: tuple[tuple[str, str], ...]


def marks_of(comments: Iterable[Comment], reader: Capacity) -> dict[int, Marks]:
    """The marks of each comment, by its key, as far as the reader may see them (five queries)."""
    keys = [comment.pk for comment in comments]
    themes, notes, translations = defaultdict(list), defaultdict(list), defaultdict(list)
    themed = Themed.objects.visible_to(reader).filter(comment__in=keys).select_related("theme")
    for each in themed.order_by("theme__name"):
        themes[each.comment_id].append(each.theme)
    written = DeskNote.objects.visible_to(reader).filter(comment__in=keys)
    for note in written.select_related("author", "struck_by"):
        notes[note.comment_id].append(note)
    translated = WorkingTranslation.objects.visible_to(reader).filter(superseded_at=None)
    for translation in translated.filter(comment__in=keys).select_related("made_by"):
        translations[translation.comment_id].append(translation)
    given = Assignment.objects.visible_to(reader).filter(comment__in=keys).select_related("person")
    people = {each.comment_id: each.person for each in given}
    bundles = _bundles_of(keys, reader)
    return {
        key: Marks(
            themes=tuple(themes[key]),
            person=people.get(key),
            notes=tuple(notes[key]),
            translations=tuple(translations[key]),
            bundle=bundles[key].bundle if key in bundles else None,
            bundled_with=bundles[key].together - 1 if key in bundles else 0,  # type: ignore[attr-defined]  # annotated
        )
        for key in keys
    }


def _bundles_of(keys: list[int], reader: Capacity) -> dict[int, Bundled]:
    """Where comments lie, with how many lie there `together` (one query)."""
    lying = Bundled.objects.visible_to(reader).filter(comment__in=keys).select_related("bundle")
    counted = lying.annotate(together=Count("bundle__bundled"))
    return {each.comment_id: each for each in counted}


def marks_panel(comment: Comment, reader: Capacity) -> MarksPanel:
    """The marks of one comment, and what could be added (seven queries)."""
    marks = marks_of([comment], reader)[comment.pk]
    themes = Theme.objects.visible_to(reader).filter(
        plan=comment.consultation.plan_id, retired_at=None
    )
    return MarksPanel(
        comment=comment,
        marks=marks,
        themes=tuple(theme for theme in themes if theme not in marks.themes),
        people=tuple(staff_people()),
        languages=tuple(
            (code, name) for code, name in settings.WRITING_LANGUAGES if code != comment.language
        ),
    )


def staff_people() -> QuerySet[User]:
    """The persons who act for the Presidency or the ISU now, by name."""
    offices = [Office.PRESIDENCY.value, Office.ISU.value]
    return User.objects.filter(is_active=True, groups__name__in=offices).distinct().order_by("name")
