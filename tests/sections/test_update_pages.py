"""The page that takes in a revised paper: wiring, what it asks, and each refusal once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.reading.content import LARGEST_MB, MEGABYTE
from documents.writing.paper import Masthead, Paper
from documents.writing.text import write_text
from documents.writing.word import write_word
from sections.models import ActionPlan, ElementRevision
from sections.operations import delete_element, revise_element
from sections.queries import outline_of, working_text
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan
from tests.documents.papers import rewritten

pytestmark = pytest.mark.django_db

ADDRESS = "/plans/plan/update/"


@pytest.fixture
def actor(client):
    actor = make_presidency()
    sign_in(client, actor)
    return actor


@pytest.fixture
def plan(actor):
    return make_plan(actor)


def as_text(plan):
    return write_text(Paper(Masthead(), outline_of(working_text(plan))))


def as_word(plan):
    return write_word(Paper(Masthead(), outline_of(working_text(plan))))


def send(client, content, name="paper.txt"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def fields(answer):
    """What the page would send if nothing were chosen."""
    page = answer.context["page"]
    return {
        "packed": answer.context["form"]["packed"].value(),
        "shown": page.shown,
        "based_on": answer.context["based_on"],
        "reason": "Edited",
        "seen_since": answer.context["form"].began_from,
        **({"asked_labels": "1"} if page.relabelled else {}),
        **({"takes_labels": "1"} if page.chosen.takes_labels else {}),
        **{row.name: row.chosen for row in page.rows},
    }


def write(client, answer, **chosen):
    return client.post(ADDRESS, {**fields(answer), **chosen, "act": "1"})


def words(plan):
    return [unit.text for unit in working_text(plan).units]


@pytest.mark.parametrize("kind", ["txt", "md", "docx"])
def test_a_revised_paper_is_read_shown_and_written_as_shown(client, plan, kind):
    if kind == "docx":
        paper = rewritten(as_word(plan), [("every April;", "every single June;")])
    else:
        paper = as_text(plan).replace("every April;", "every single June;")

    shown = send(client, paper, f"paper.{kind}")
    before = words(plan)
    written = write(client, shown)

    assert [row.fates for row in shown.context["page"].rows] == [("reworded",)]
    assert "Report on stocks every April;" in before
    assert (written.status_code, written.url) == (302, "/plans/plan/")
    assert "Report on stocks every single June;" in words(plan)
    assert ElementRevision.objects.filter(number__gt=1).count() == 1
    assert ActionPlan.objects.count() == 1


def test_the_file_of_the_text_itself_changes_nothing(client, plan):
    shown = send(client, as_word(plan), "paper.docx")
    answer = write(client, shown)

    assert shown.context["page"].rows == ()
    assert "There is nothing to write." in answer.text
    assert not ElementRevision.objects.filter(number__gt=1).exists()


def test_the_paper_of_another_plan_is_refused_with_a_sentence(client, plan):
    other = "Fish\n\nI. Nets\n\n1. Herring swim far.\n\n2. Cod may be caught in winter only.\n"

    answer = send(client, other)

    assert "It is the paper of another plan" in answer.text
    assert answer.context["page"] is None


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.txt", "The file is empty"),
        (b"x" * (LARGEST_MB * MEGABYTE + 1), "large.txt", "larger than"),
        (b"PK\x03\x04 not a zip", "paper.docx", "damaged"),
        (b"%PDF-1.7 is not Word", "paper.docx", "but it contains"),
        (b"MZ", "paper.exe", "Only .docx, .md and .txt"),
    ],
    ids=["empty", "large", "damaged", "pdf", "program"],
)
def test_a_file_that_cannot_be_read_is_answered_with_a_sentence(
    client, plan, content, name, sentence
):
    answer = send(client, content, name)

    assert sentence in answer.text


def test_what_is_unsure_is_chosen_first_and_then_looked_at(client, plan):
    paper = as_text(plan).replace("Report on stocks every April;", "Say who pays for all this;")

    shown = send(client, paper)
    (row,) = shown.context["page"].rows
    unsettled = write(client, shown)
    chosen = write(client, shown, **{row.name: row.options[0].value})
    written = write(client, chosen)

    assert row.chosen == ""
    assert "Please choose, wherever the page asks you to." in unsettled.text
    assert "Look at them, then write them." in chosen.text
    assert written.status_code == 302
    assert "Say who pays for all this;" in words(plan)


def test_the_result_of_choices_is_shown_before_anything_is_written(client, plan):
    paper = as_text(plan).replace("every April;", "every single June;")
    shown = send(client, paper)
    (row,) = shown.context["page"].rows

    looked = client.post(ADDRESS, {**fields(shown), row.name: "new", "look": "1"})

    fates = [row.fates for row in looked.context["page"].rows]
    assert sorted(fates) == [("deleted",), ("new",)]
    assert not ElementRevision.objects.filter(number__gt=1).exists()


def test_a_text_changed_meanwhile_is_refused_and_the_choices_are_kept(client, plan, actor):
    paper = as_text(plan).replace("every April;", "every single June;")
    shown = send(client, paper)
    revise_element(
        element(plan, "Draw up"),
        actor=actor,
        text="Draw up a plan of destruction soon;",
        reason="x",
        based_on=1,
    )

    refused = write(client, shown)
    again = write(client, refused)

    assert refused.status_code == 409
    assert "The text was changed while you were settling the file." in refused.text
    assert "soon" in refused.text
    assert fields(refused)["reason"] == "Edited"
    assert again.status_code == 302


def test_an_older_draft_is_named_and_asked_about(client, plan, actor):
    make_draft(plan, actor=actor)
    paper = as_text(plan).replace("Recall what was", "Recall all that was")
    revise_element(
        element(plan, "Draw up"), actor=actor, text="Draw it up;", reason="x", based_on=1
    )
    delete_element(element(plan, "Publish"), actor=actor, reason="x")

    shown = send(client, paper)
    unasked = write(client, shown)
    written = write(client, unasked, since="draft")

    assert "These are the words of Draft 1" in shown.text
    assert "Please choose what holds." in unasked.text
    assert written.status_code == 302
    assert {"Recall all that was promised;", "Draw it up;"} <= set(words(plan))
    assert "Publish what help is offered." not in words(plan)


def test_the_words_of_an_older_draft_take_the_place_of_later_ones_if_wished(client, plan, actor):
    make_draft(plan, actor=actor)
    paper = as_word(plan)
    revise_element(
        element(plan, "Draw up"), actor=actor, text="Draw it up;", reason="x", based_on=1
    )

    shown = send(client, paper, "paper.docx")
    looked = client.post(ADDRESS, {**fields(shown), "since": "text", "look": "1"})
    settled = {row.name: row.options[0].value for row in looked.context["page"].rows}
    looked = client.post(ADDRESS, {**fields(looked), **settled, "since": "text", "look": "1"})
    written = write(client, looked, since="text")

    assert written.status_code == 302, written.context["form"].errors
    assert "Draw up a plan of destruction within a year;" in words(plan)


def test_tracked_changes_are_taken_only_when_accepted(client, plan):
    run = '<w:ins w:id="900" w:author="x" w:date="2030-01-01T00:00:00Z"><w:r><w:t>all </w:t></w:r>'
    paper = rewritten(
        as_word(plan), [("</w:pPr><w:bookmarkStart", f"</w:pPr>{run}</w:ins><w:bookmarkStart")]
    )

    shown = send(client, paper, "paper.docx")
    looked = client.post(ADDRESS, {**fields(shown), "look": "1"})
    refused = write(client, looked)

    assert shown.context["page"].has_tracked_changes
    assert "Accept the tracked changes here" in refused.text
    assert not ElementRevision.objects.filter(number__gt=1).exists()


def test_a_paper_that_was_tampered_with_is_not_written(client, plan):
    shown = send(client, as_text(plan).replace("every April;", "every June;"))

    answer = write(client, shown, packed=fields(shown)["packed"][:-3] + "abc")

    assert "did not come back whole" in answer.text


@pytest.mark.parametrize("said", ["is:unknown1", "is", "new:x", "burn", "keeps:' OR 1=1"])
def test_a_choice_that_there_is_not_counts_as_not_made(client, plan, said):
    shown = send(client, as_text(plan).replace("every April;", "every single June;"))
    (row,) = shown.context["page"].rows

    looked = client.post(ADDRESS, {**fields(shown), row.name: said, "look": "1"})

    assert looked.status_code == 200
    assert looked.context["page"].rows == (row,)


def test_the_page_is_for_the_presidency_and_linked_for_it_alone(client, plan, actor):
    make_draft(plan, actor=actor)
    seen = []
    for capacity in (actor, make_isu(), make_member()):
        sign_in(client, capacity)
        linked = ADDRESS in client.get("/plans/plan/?text=working").text
        seen.append((client.get(ADDRESS).status_code, linked))

    assert [code for code, _linked in seen] == [200, 403, 403]
    assert [linked for _code, linked in seen][1:] == [False, False]


def test_a_plan_that_one_may_not_know_of_has_no_such_page(client, plan):
    sign_in(client, make_member())

    assert client.get(ADDRESS).status_code == 404


def test_showing_a_paper_takes_a_fixed_number_of_queries(client, plan, django_assert_num_queries):
    paper = as_text(plan).replace("every April;", "every single June;")
    more = paper.replace("Recall what", "Recall all that").replace("Publish what", "Publish all")
    send(client, paper)

    with django_assert_num_queries(8):
        send(client, paper)
    with django_assert_num_queries(8):
        send(client, more)
