"""The pages of drafting and of issued drafts: wiring, and each refusal once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sections.models import ActionPlan, Draft, Element
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan

pytestmark = pytest.mark.django_db

PAPER = b"""A paper of ours

I. Aims

1. The first paragraph of the paper.

2. Possible actions include:

- Write a plan;
- Follow the plan.

3. Questions:

- Is there value in plans?
"""


def send_paper(client, content=PAPER, name="paper.txt"):
    return client.post("/plans/import/", {"file": SimpleUploadedFile(name, content)})


def typed(response):
    """What the page's form would send if nothing were changed."""
    form = response.context["form"]
    return {field.html_name: field.value() for field in form}


def test_a_paper_is_read_shown_and_stored_as_shown(client):
    sign_in(client, make_isu())

    shown = send_paper(client)
    stored = client.post("/plans/import/", {**typed(shown), "apply": "1"})

    plan = ActionPlan.objects.get()
    assert stored.status_code == 302
    assert stored.url == f"/plans/{plan.slug}/"
    assert plan.elements.count() == 7


def test_reading_a_paper_stores_nothing(client):
    sign_in(client, make_isu())

    send_paper(client)

    assert not ActionPlan.objects.exists()


def test_corrections_change_kind_section_and_order_but_no_word(client):
    sign_in(client, make_presidency())
    fields = typed(send_paper(client))

    fields |= {"kind-3": "principle", "order-4": "3.5", "slug": "corrected"}
    client.post("/plans/import/", {**fields, "apply": "1"})

    plan = ActionPlan.objects.get(slug="corrected")
    kinds = [(e.kind, e.current_revision.text) for e in plan.elements.order_by("order")]
    assert kinds[3:5] == [("action", "Follow the plan."), ("principle", "Write a plan;")]


def test_the_result_of_corrections_is_shown_before_anything_is_stored(client):
    sign_in(client, make_presidency())
    fields = typed(send_paper(client))

    shown = client.post("/plans/import/", {**fields, "kind-3": "suggestion", "check": "1"})

    assert shown.context["form"].rows[3].reference == "I-S1"
    assert not ActionPlan.objects.exists()


def test_what_was_typed_survives_an_error(client):
    sign_in(client, make_presidency())
    fields = typed(send_paper(client))

    answer = client.post(
        "/plans/import/", {**fields, "section-3": "IX", "title": "Kept", "apply": "1"}
    )

    assert "which no heading opens" in answer.text
    assert typed(answer)["section-3"] == "IX"
    assert typed(answer)["title"] == "Kept"
    assert not ActionPlan.objects.exists()


def test_a_short_name_that_exists_is_refused_and_nothing_is_stored_twice(client):
    actor = make_presidency()
    make_plan(actor, slug="taken")
    sign_in(client, actor)
    fields = typed(send_paper(client))

    answer = client.post("/plans/import/", {**fields, "slug": "taken", "apply": "1"})

    assert answer.status_code == 200
    assert "already exists" in answer.text
    assert ActionPlan.objects.count() == 1


def test_words_that_were_tampered_with_are_not_stored(client):
    sign_in(client, make_presidency())
    fields = typed(send_paper(client))

    answer = client.post(
        "/plans/import/", {**fields, "packed": fields["packed"][:-3] + "abc", "apply": "1"}
    )

    assert "did not come back whole" in answer.text
    assert not ActionPlan.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.txt"),
        (b"MZ\x00\x01", "program.exe"),
        (b"\x00\x01\x02binary", "paper.txt"),
        (b"PK\x03\x04 not a zip", "paper.docx"),
        (b"Just some words without any structure at all", "paper.txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_a_sentence(client, content, name):
    sign_in(client, make_presidency())

    answer = send_paper(client, content, name)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not ActionPlan.objects.exists()


def test_a_delegation_imports_nothing(client):
    sign_in(client, make_member())

    assert client.get("/plans/import/").status_code == 403


def test_the_presidency_adds_moves_splits_merges_deletes_and_restores_by_pages(client):
    actor = make_presidency()
    plan = make_plan(actor)
    sign_in(client, actor)
    item, other = element(plan, "Draw up"), element(plan, "Name a person")
    address = f"/plans/plan/elements/{item.uid}"
    reason = {"reason": "Because"}

    answers = [
        client.post(
            "/plans/plan/elements/add/",
            {"after": item.uid, "kind": "action", "text": "Added by page", **reason},
        ),
        client.post(f"{address}/move/", {"after": other.uid, **reason}),
        client.post(f"{address}/split/", {"text": "One\n---\nTwo", "based_on": 1, **reason}),
        client.post(
            f"{address}/merge/?second={other.uid}",
            {"text": "Both", "based_on": 2, "second_based_on": 1, **reason},
        ),
        client.post(f"{address}/delete/", reason),
        client.post(f"{address}/restore/", reason),
        client.post(
            f"{address}/card/revise/", {"who_acts": "States Parties", "based_on": 0, **reason}
        ),
    ]

    assert [answer.status_code for answer in answers] == [302] * 7
    item.refresh_from_db()
    assert item.current_revision.text == "Both"
    assert item.current_card.who_acts == "States Parties"


def move_page(client, words):
    """A plan, and the page that moves an element of it."""
    actor = make_presidency()
    plan = make_plan(actor)
    sign_in(client, actor)
    return plan, client.get(f"/plans/plan/elements/{element(plan, words).uid}/move/")


@pytest.mark.parametrize(
    ("words", "after", "is_below"),
    [
        ("Report on", "Draw up", None),
        ("Stocks are", "Destroying", None),
        ("This paper", "", None),
        ("Destroying", "", False),
        ("Working", "Destroying", False),
        ("Help for", "Working", True),
    ],
)
def test_a_move_starts_from_where_the_element_stands_now(client, words, after, is_below):
    plan, page = move_page(client, words)

    form = page.context["form"]
    assert form["after"].value() == (element(plan, after).uid if after else "")
    assert page.text.count("(where it is now)") == 1
    assert (form["is_below"].value() if "is_below" in form.fields else None) == is_below


def test_the_places_to_move_to_are_grouped_by_section(client):
    _plan, page = move_page(client, "Report on")

    groups = [name for name, places in page.context["form"].fields["after"].choices if places]
    assert groups[1:] == [
        "Before the first part",
        "I  Destroying what is stored",
        "II  Working together",
        "II.a  Help for those who ask",
    ]


@pytest.mark.parametrize("words", ["Report on", "This paper", "Destroying", "Working", "Help for"])
def test_a_move_to_where_it_is_now_is_refused_with_a_sentence(client, words):
    _plan, page = move_page(client, words)
    before = list(Element.objects.values_list("pk", "order"))
    form = {name: value for name, value in typed(page).items() if value not in (None, False)}

    answer = client.post(page.request["PATH_INFO"], {**form, "reason": "x"})

    assert "stands there already" in answer.text
    assert list(Element.objects.values_list("pk", "order")) == before


@pytest.mark.parametrize(
    "act", ["move", "split", "merge", "delete", "card/revise", "question/reshape"]
)
def test_each_act_says_first_what_will_happen_and_only_to_the_presidency(client, act):
    actor = make_presidency()
    plan = make_plan(actor)
    make_draft(plan, actor=actor)
    words = "Is there value" if act.startswith("question") else "Draw up"
    address = f"/plans/plan/elements/{element(plan, words).uid}/{act}/"

    seen = []
    for capacity in (actor, make_isu(), make_member()):
        sign_in(client, capacity)
        seen.append(client.get(address).status_code)

    assert seen == [200, 403, 403]


def test_a_refused_act_gives_the_words_back(client):
    actor = make_presidency()
    plan = make_plan(actor)
    sign_in(client, actor)
    uid = element(plan, "Draw up").uid

    answer = client.post(
        f"/plans/plan/elements/{uid}/split/",
        {"text": "Mine\n---\nAlso mine", "based_on": 7, "reason": "Because"},
    )

    assert answer.status_code == 409
    assert "revised while you were writing" in answer.text
    assert "Also mine" in answer.text


def test_merging_first_asks_with_what_and_then_shows_the_words_of_both(client):
    actor = make_presidency()
    plan = make_plan(actor)
    sign_in(client, actor)
    address = f"/plans/plan/elements/{element(plan, 'Recall').uid}/merge/"
    other = element(plan, "Note how")

    asked = client.get(address)
    shown = client.get(address, {"second": other.uid})

    assert 'method="get"' in asked.text
    assert shown.context["form"].initial["text"] == (
        "Recall what was promised; Note how much remains."
    )


def test_a_question_gets_another_shape_by_page(client):
    actor = make_presidency()
    plan = make_plan(actor)
    sign_in(client, actor)
    question = element(plan, "Is there value")

    client.post(
        f"/plans/plan/elements/{question.uid}/question/reshape/",
        {"shape": "open", "reason": "Broader", "based_on": "yes_no"},
    )

    assert plan.elements.get(pk=question.pk).question.shape == "open"


def test_the_list_shows_the_drafts_one_may_read_in_a_fixed_number_of_queries(
    client, django_assert_max_num_queries
):
    actor = make_presidency()
    plan = make_plan(actor)
    for circulation in ("public", "public", "public", "staff"):
        make_draft(plan, actor=actor, circulation=circulation)

    with django_assert_max_num_queries(3):
        answer = client.get("/plans/plan/drafts/")

    assert [line.draft.number for line in answer.context["drafts"]] == [3, 2, 1]


@pytest.mark.parametrize(("ending", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("txt", b"")])
def test_a_draft_is_downloaded_by_those_who_may_read_it(client, ending, begins):
    draft = make_draft(circulation="delegations")
    address = f"/plans/{draft.plan.slug}/drafts/1/draft.{ending}"

    hidden = client.get(address)
    sign_in(client, make_member())
    answer = client.get(address)

    assert hidden.status_code == 404
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="plan-draft-1.{ending}"'


def test_circulation_is_widened_by_page_with_a_reason(client):
    draft = make_draft(circulation="staff")
    sign_in(client, make_presidency())

    client.post(
        "/plans/plan/drafts/1/circulation/widen/", {"circulation": "public", "reason": "Agreed"}
    )

    assert Draft.objects.get(pk=draft.pk).circulation == "public"


def test_the_form_that_corrects_carries_its_token(client):
    sign_in(client, make_presidency())

    shown = send_paper(client)

    assert "csrfmiddlewaretoken" in shown.text.partition('class="outline-form"')[2]
