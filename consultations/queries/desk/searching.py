"""Finding contributions on the desk by words, by who speaks, and by their number."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from consultations.models import WorkingTranslation
from consultations.queries.desk.filters import SEARCH, Filters, Names
from consultations.queries.searching import words_of
from delegations.models import Delegation
from lap_portal.rows import number_of
from lap_portal.text import search_key


def comments_found(comments: QuerySet, filters: Filters, names: Names) -> frozenset[int] | None:
    """
    The keys of the comments that hold every word looked for; None where none is (one query).

    A word counts where it stands in the comment, in an unofficial translation of it, or in a name
    of its delegation, inside other words too; and where it is the number of the comment.
    """
    translated = WorkingTranslation.objects.visible_to(names.reader).filter(superseded_at=None)

    def more(word: str) -> Q:
        holding = translated.filter(search_text__contains=word)
        return Q(pk__in=holding.values("comment")) | _numbered(word)

    rows = comments
    for word in words_of(filters.get(SEARCH)):
        rows = rows.filter(_said_or_named(word, names) | more(word))
    return _keys(rows, filters)


def answers_found(answers: QuerySet, filters: Filters, names: Names) -> frozenset[int] | None:
    """The keys of the answers that hold every word looked for; None where none is (one query)."""
    rows = answers
    for word in words_of(filters.get(SEARCH)):
        rows = rows.filter(_said_or_named(word, names))
    return _keys(rows, filters)


def _keys(rows: QuerySet, filters: Filters) -> frozenset[int] | None:
    if not words_of(filters.get(SEARCH)):
        return None
    return frozenset(rows.order_by().values_list("pk", flat=True))


def _said_or_named(word: str, names: Names) -> Q:
    speakers = [each.pk for each in names.delegations if word in _named(each)]
    return Q(search_text__contains=word) | Q(delegation__in=speakers)


def _named(delegation: Delegation) -> str:
    return search_key(
        f"{delegation.name}\n{delegation.formal_name}\n{delegation.name_fr}\n{delegation.name_es}"
    )


def _numbered(word: str) -> Q:
    number = number_of(word)
    return Q(pk__in=[]) if number is None else Q(number=number)
