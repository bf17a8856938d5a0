"""
The bare minimum: the same data for the same people, by few well-indexed queries and plain pages.

A Django site of its own with sessions and sign-in, and nothing else: no permissions beyond the
delegation of the reader, no layout, no translation, no history. A bound, not a promise.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template import Engine, Template
from django.template.context import Context
from django.test import Client, override_settings
from django.urls import path

from benchmarks.world import HOST, admit
from consultations.models import (
    Assignment,
    Comment,
    Consultation,
    Reading,
    Reflection,
    Submission,
    Themed,
)
from consultations.models.contributions import State
from delegations.capacities import Capacity
from delegations.models import Delegation, Membership
from documents.subsequence import common_runs
from sections.models import Draft, DraftUnit

MIDDLEWARE = [
    "benchmarks.floor.bare_site",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
PAGE = """<!doctype html><meta charset="utf-8"><title>{{ title }}</title><h1>{{ title }}</h1>
{% for uid, reference, text, count in rows %}<p id="{{ uid }}"><b>{{ reference }}</b> {{ text }}
<a href="/units/{{ uid }}/">{{ count }}</a></p>{% endfor %}"""
FILTERED = (
    "unit__section_uids",
    "delegation",
    "delegation__category",
    "delegation__regional_group",
    "type",
    "position",
    "language",
    "submission__channel",
)
LIST = """<!doctype html><meta charset="utf-8"><title>{{ title }}</title><h1>{{ title }}</h1>
{% for counts in facets %}<ul>{% for value, count in counts %}<li>{{ value }} {{ count }}</li>
{% endfor %}</ul>{% endfor %}{% for row in rows %}<article>{% for each in row %}<p>{{ each }}</p>
{% endfor %}</article>{% endfor %}"""


def bare_site(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Lead each request to the addresses of this module."""

    def lead(request: HttpRequest) -> HttpResponseBase:
        request.urlconf = "benchmarks.floor"
        return get_response(request)

    return lead


def sign_in(actor: Capacity) -> Client:
    """A browser in which the person is signed in to the bare site."""
    client = Client(SERVER_NAME=HOST)
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()
    return admit(client, actor)


@cache
def _template(source: str) -> Template:
    return Engine().from_string(source)


def _page(source: str, **context: Any) -> HttpResponse:
    return HttpResponse(_template(source).render(Context(context)))


def _delegation(request: HttpRequest) -> Delegation | None:
    live = Membership.objects.live().filter(person=request.user.pk)
    membership = live.select_related("delegation").first()
    return membership.delegation if membership else None


def _said(delegation: Delegation | None) -> Q:
    return Q(delegation=delegation) if delegation else Q(state=State.SUBMITTED)


def text(request: HttpRequest, draft: int, section: str = "") -> HttpResponse:
    """The words of a draft, or of one section, with the number of comments beside each unit."""
    said = _said(_delegation(request))
    found = Draft.objects.select_related("plan").get(pk=draft)
    units = DraftUnit.objects.filter(draft=draft).order_by("order")
    counted = Comment.objects.filter(said, unit__draft=draft).order_by().values_list("unit__uid")
    if section:
        units = units.filter(section_uids__contains=section)
        counted = counted.filter(unit__section_uids__contains=section)
    counts = dict(counted.annotate(number=Count("pk")))
    words = units.values_list("uid", "reference", "revision__text")
    rows = [(*unit, counts.get(unit[0], 0)) for unit in words]
    return _page(PAGE, title=found.title, rows=rows)


def desk(request: HttpRequest, consultation: int) -> HttpResponse:
    """The first fifty comments as the text runs, with a count for each value of each filter."""
    found = Consultation.objects.get(pk=consultation)
    _delegation(request)
    standing = Comment.objects.filter(consultation=consultation, state=State.SUBMITTED)
    within = {"comment__consultation": consultation}
    decided = Reflection.objects.filter(superseded_at=None, **within)
    facets = [
        *(_counted(standing, column) for column in FILTERED),
        _counted(decided, "outcome"),
        _counted(Themed.objects.filter(**within), "theme"),
        _counted(Assignment.objects.filter(**within), "person"),
        [("read", Reading.objects.filter(person=request.user.pk, **within).count())],
    ]
    rows = standing.order_by("unit__order", "delegation__sort_name", "number", "pk").values_list(
        "unit__reference", "unit__revision__text", "delegation__name", "text", "proposal"
    )[:50]
    return _page(LIST, title=found.title, facets=facets, rows=rows)


def _counted(rows: QuerySet, column: str) -> list[tuple[Any, int]]:
    return list(rows.order_by().values_list(column).annotate(number=Count("pk")))


def workspace(request: HttpRequest, consultation: int) -> HttpResponse:
    """Everything one delegation says, its submissions, and the questions."""
    delegation = _delegation(request)
    found = Consultation.objects.get(pk=consultation)
    own = Comment.objects.filter(consultation=consultation, delegation=delegation)
    rows = own.order_by("state", "unit__order", "pk").values_list(
        "unit__reference", "unit__revision__text", "text", "proposal", "state", "author__name"
    )
    submissions = Submission.objects.filter(consultation=consultation, delegation=delegation)
    questions = DraftUnit.objects.filter(draft=found.draft_id, kind="question")
    facets = [
        list(submissions.values_list("number", "received_at")),
        list(questions.values_list("reference", "revision__text")),
    ]
    return _page(LIST, title=found.title, facets=facets, rows=rows)


def comment(request: HttpRequest, consultation: int, unit: int) -> HttpResponseBase:
    """Write one comment, durably, and go on."""
    delegation = _delegation(request)
    with transaction.atomic():
        found = Consultation.objects.get(pk=consultation)
        words = DraftUnit.objects.get(pk=unit, draft=found.draft_id)
        Comment.objects.bulk_create(
            [
                Comment(
                    consultation=found,
                    delegation=delegation,
                    unit=words,
                    text=request.POST["text"],
                    author_id=request.user.pk or 0,
                    form_key=uuid.UUID(request.POST["form_key"]),
                )
            ]
        )
    return HttpResponseRedirect("/")


def compare(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The units that differ between two drafts, with a plain comparison of their words."""
    _delegation(request)
    before = dict(words_of(old))
    rows = [
        (uid, [(at, length) for _old, at, length in common_runs(before[uid].split(), now.split())])
        for uid, now in words_of(new)
        if uid in before and before[uid] != now
    ]
    return _page(LIST, title="Comparison", facets=[], rows=rows)


def words_of(draft: int) -> list[tuple[str, str]]:
    """The words of each unit of a draft (one query)."""
    units = DraftUnit.objects.filter(draft=draft).order_by("order")
    return list(units.values_list("uid", "revision__text"))


urlpatterns = [
    path("text/<int:draft>/", text),
    path("text/<int:draft>/<slug:section>/", text),
    path("desk/<int:consultation>/", desk),
    path("workspace/<int:consultation>/", workspace),
    path("comment/<int:consultation>/<int:unit>/", comment),
    path("compare/<int:old>/<int:new>/", compare),
]

Write = tuple[str, Any, bool]


def undone(act: Callable[[], object]) -> Callable[[], None]:
    """An act that is taken back in the end, so that it can be timed again from the same state."""

    def do() -> None:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return do


def same_writes(act: Callable[[], None]) -> Callable[[], None]:
    """The floor of an act that writes: its own rows written again, by the database alone."""
    writes: list[Write] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append((sql, params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()

    def write() -> None:
        with connection.cursor() as cursor:
            for sql, params, many in writes:
                (cursor.executemany if many else cursor.execute)(sql, params)

    return undone(write)
