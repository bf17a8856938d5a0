from datetime import date

import pytest
from django.urls import reverse

from consultations.operations.revising import issue_next_draft, revise_prompted
from tests.builders.desk import make_round, say
from tests.builders.people import sign_in
from tests.builders.words import reword, spoken_of

pytestmark = pytest.mark.django_db

SHALL = "States shall draw up a plan of destruction within a year;"
SHOULD = "States should draw up a plan of destruction within a year;"


@pytest.fixture
def around():
    """Two drafts, and between them words that comments of both delegations prompted."""
    around = make_round()
    reword(spoken_of(around), around.presidency, SHALL)
    issue_next_draft(around.consultation.plan, actor=around.presidency, dated=date(2030, 4, 1))
    comments = [
        say(around.consultation, actor, words)
        for actor, words in ((around.first, "Mine, softer"), (around.second, "Theirs, softer"))
    ]
    revise_prompted(
        spoken_of(around, "States shall"),
        actor=around.presidency,
        text=SHOULD,
        reason="A private reason",
        based_on=2,
        prompted_by=comments,
    )
    issue_next_draft(
        around.consultation.plan, actor=around.presidency, dated=date(2030, 5, 1), note="Again"
    )
    return around


def pages_of(client, around, reader):
    found = spoken_of(around, "States should")
    slug = around.consultation.plan.slug
    sign_in(client, reader)
    names = {
        "compare": reverse("consultations:draft_compare", args=[slug, 3, 2]),
        "sides": reverse("consultations:draft_compare", args=[slug, 3, 2]) + "?show=sides",
        "element": reverse("consultations:element_read", args=[slug, found.uid]),
    }
    return {name: client.get(address).content.decode() for name, address in names.items()}


def desk_place(comment):
    return f"{comment.consultation.address('desk')}?comment={comment.pk}#comment-{comment.pk}"


def test_from_changed_words_to_the_comments_behind_them_is_one_step(client, around):
    comments = around.consultation.comments.all()

    pages = pages_of(client, around, around.presidency)

    for page in pages.values():
        assert all(desk_place(comment) in page for comment in comments)


def test_from_a_comment_back_to_the_words_it_prompted_is_one_step(client, around):
    comment = around.consultation.comments.first()
    found = spoken_of(around, "States should")
    wording = reverse("consultations:element_read", args=[found.plan.slug, found.uid])
    sign_in(client, around.isu)

    desk = client.get(desk_place(comment)).content.decode()
    compared = client.get(f"{wording}?old=2&new=3").context["page"].comparison

    assert f"{wording}?old=2&amp;new=3#wordings" in desk
    assert (compared.old.text, compared.new.text) == (SHALL, SHOULD)
    assert {prompt.comment for prompt in compared.prompts} == set(
        around.consultation.comments.all()
    )


def test_wordings_further_apart_name_what_prompted_any_between(client, around):
    found = spoken_of(around, "States should")
    reword(found, around.presidency, "States may draw up a plan;")
    address = reverse("consultations:element_read", args=[found.plan.slug, found.uid])
    sign_in(client, around.presidency)

    counts = [
        len(client.get(f"{address}?old={old}&new={new}").context["page"].comparison.prompts)
        for old, new in ((1, 4), (1, 2), (3, 4))
    ]

    assert counts == [2, 0, 0]


def test_a_delegation_finds_its_own_comment_alone_and_nothing_of_the_desk(client, around):
    for page in pages_of(client, around, around.first).values():
        for secret in ("Theirs, softer", "A private reason", "/desk/", "It prompted", "eakened"):
            assert secret not in page


def test_a_commitment_that_became_weaker_is_pointed_out_to_staff(client, around):
    for reader in (around.presidency, around.isu):
        pages = pages_of(client, around, reader)

        for name in ("compare", "sides"):
            assert "Weakened from “shall” to “should”" in pages[name]


def test_of_a_plan_in_another_language_nothing_is_said_of_commitments(client, around):
    plan = around.consultation.plan
    plan.drafts.update(language="fr")

    page = pages_of(client, around, around.presidency)["compare"]

    assert "Weakened" not in page


def test_side_by_side_each_column_has_the_words_of_one_draft(client, around):
    page = pages_of(client, around, around.first)["sides"]

    old, new = page.split('<div class="sides">')[1].split("</div></div><div>")[:2]

    assert "shall" in old
    assert "should" not in old
    assert "should" in new.split("</div></div>")[0]
    assert "shall" not in new.split("</div></div>")[0]


def test_comparing_costs_the_same_with_many_prompts(client, around, django_assert_max_num_queries):
    comments = [say(around.consultation, around.first, f"Wish {n}") for n in range(12)]
    found = spoken_of(around, "States should")
    revise_prompted(
        found,
        actor=around.presidency,
        text=SHALL,
        reason="Many",
        based_on=3,
        prompted_by=comments,
    )
    issue_next_draft(found.plan, actor=around.presidency, dated=date(2030, 6, 1), note="Again")
    sign_in(client, around.presidency)

    with django_assert_max_num_queries(8):
        client.get(reverse("consultations:draft_compare", args=[found.plan.slug, 4, 2]))
    with django_assert_max_num_queries(17):
        client.get(reverse("consultations:element_read", args=[found.plan.slug, found.uid]))
