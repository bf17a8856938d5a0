import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db.models import F

from consultations.models import Comment
from consultations.operations.commenting import mark_ready
from consultations.operations.dispatching import Particulars
from consultations.operations.submitting import submit
from consultations.queries.searching import plans_to_search, search_groups
from lap_portal import clock
from sections.models import Draft
from sections.operations import revise_element
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan
from tests.builders.talk import make_answer, make_comment, make_consultation

pytestmark = pytest.mark.django_db


def groups_of(query, reader, plan=None):
    plans = plans_to_search(reader)
    return {g.name: g for g in search_groups(query, reader, plans=plans, plan=plan)}


def count(query, reader, name):
    group = groups_of(query, reader)[name]
    assert len(group.hits) == group.count
    return group.count


def send(consultation, actor, *said, **particulars):
    for each in said:
        mark_ready(each, actor=actor)
    return submit(
        consultation,
        actor=actor,
        received_at=clock.now(),
        particulars=Particulars(**particulars),
    )


def make_talk(draft=None):
    """A consultation whose own rule lets everybody read."""
    talk = make_consultation(draft)
    talk.readers = "public"
    talk.save()
    return talk


@pytest.fixture
def talk():
    return make_talk()


def test_the_text_is_found_by_all_words_whatever_their_case(client):
    make_draft(circulation="public")

    page = client.get("/search/", {"q": "DESTRUCTION plan"}).content.decode()

    assert "I-A1" in page
    assert "<mark>destruction</mark>" in page
    assert "/plans/plan/drafts/1/#" in page
    assert "I-A2" not in page


def test_an_element_is_found_once_in_its_newest_words_and_older_words_lead_to_their_draft():
    presidency, member = make_presidency(), make_member()
    plan = make_plan(presidency)
    make_draft(plan, actor=presidency)
    revise_element(
        element(plan, "Draw up"),
        actor=presidency,
        text="Draw up a scheme of destruction;",
        reason="Shorter",
        based_on=1,
    )
    make_draft(plan, actor=presidency)

    (new,) = groups_of("destruction scheme", member)["text"].hits
    (both,) = groups_of("draw up", member)["text"].hits
    (old,) = groups_of("draw within", member)["text"].hits

    assert "/drafts/2/" in new.address
    assert both.address == new.address
    assert "/drafts/1/" in old.address


def test_the_working_text_is_found_by_those_who_read_it_alone():
    presidency, member = make_presidency(), make_member()
    plan = make_plan(presidency)
    make_draft(plan, actor=presidency)
    revise_element(
        element(plan, "Draw up"),
        actor=presidency,
        text="Draw up an unissued wording;",
        reason="Later",
        based_on=1,
    )

    assert count("unissued wording", presidency, "text") == 1
    assert count("unissued wording", member, "text") == 0


def test_a_draft_outside_ones_circulation_is_not_found():
    make_draft(circulation="staff")

    assert count("destruction", make_member(), "text") == 0
    assert count("destruction", make_isu(), "text") > 0


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Une coopération élargie", "COOPERATION elargie"),
        ("Une cooperation", "coopération"),
        ("نطلب إزالة الألغام", "ازاله الالغام"),
        ("我们要求销毁集束弹药", "弹药"),
        ("我们要求销毁集束弹药", "弹"),
        ("At least 50% of it", "50%"),
        ("the_word", "e_w"),
        ("a\\b", "a\\b"),
    ],
)
def test_a_delegation_finds_its_own_words_in_any_script(talk, text, query):
    member = make_member()
    make_comment(talk, member, text=text)
    make_comment(talk, member, text="Something 500 else, thewword, e1w")

    assert count(query, member, "own") == 1


def test_own_words_are_found_in_every_state_and_in_every_part(talk):
    member = make_member()
    send(talk, member, make_comment(talk, member, text="Sent pangolin"))
    make_comment(talk, member, text="Other", proposal="A pangolin")
    mark_ready(make_comment(talk, member, text="Ready", reason="pangolin"), actor=member)
    make_answer(talk, member, "II.a-Q3", text="pangolin")

    group = groups_of("pangolin", member)["own"]

    assert group.count == 4
    assert {hit.state for hit in group.hits} == {"In preparation", "Ready", "Submitted"}


def test_what_others_shared_is_found_and_led_to(client, talk):
    first, second = make_member(), make_member()
    send(talk, first, make_comment(talk, first, text="Shared pangolin"), readers="public")
    client = sign_in(client, second)

    page = client.get("/search/", {"q": "pangolin"})

    (hit,) = next(g for g in page.context["groups"] if g.name == "others").hits
    assert first.delegation.name in page.content.decode()
    assert client.get(hit.address).status_code == 200


def test_every_hit_of_staff_leads_to_a_page(client, talk):
    member = make_member()
    send(
        talk,
        member,
        make_comment(talk, member, text="pangolin"),
        make_answer(talk, member, "II.a-Q3", text="pangolin"),
    )
    client = sign_in(client, make_presidency())

    page = client.get("/search/", {"q": "pangolin"})

    hits = [hit for group in page.context["groups"] for hit in group.hits]
    assert len(hits) == 2
    assert all(client.get(hit.address).status_code == 200 for hit in hits)


def hide(consultation, actor):
    """A secret in preparation, one that is ready, an answer, and one for the offices alone."""
    sent = make_comment(consultation, actor, text="pangolin for the offices")
    send(consultation, actor, sent, readers="offices")
    make_comment(consultation, actor, text="pangolin in preparation")
    mark_ready(make_comment(consultation, actor, text="pangolin, ready"), actor=actor)
    make_answer(consultation, actor, "II.a-Q3", text="pangolin answered")


def total(client, query="pangolin", **more):
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    groups = response.context["groups"]
    assert sum(group.count for group in groups) == sum(len(group.hits) for group in groups)
    return sum(group.count for group in groups), response.content.decode()


def test_what_is_hidden_is_neither_found_nor_counted_by_another_delegation_or_the_public(client):
    draft = make_draft(circulation="public")
    talk, first, second = make_talk(draft), make_member(), make_member()
    hide(talk, first)

    for reader in (None, second):
        if reader is not None:
            sign_in(client, reader)
        number, page = total(client)
        assert number == 0
        assert "for the offices" not in page
        assert first.delegation.name not in page


def test_staff_find_what_was_submitted_and_nothing_else(client, talk):
    hide(talk, make_member())

    for make in (make_presidency, make_isu):
        number, page = total(sign_in(client, make()))
        assert number == 1
        assert "in preparation" not in page
        assert "answered" not in page


def test_the_public_finds_what_was_posted_and_not_before_it_may(client):
    draft = make_draft(circulation="public")
    talk, member = make_talk(draft), make_member()
    send(talk, member, make_comment(talk, member, text="pangolin posted"), readers="public")

    before, _page = total(client)
    with clock.at(talk.closes_at + timedelta(days=1)):
        after, page = total(client)

    assert (before, after) == (0, 1)
    assert member.delegation.name in page


def test_a_plan_is_chosen_and_one_that_one_may_not_know_of_is_like_none(client):
    presidency = make_presidency()
    for slug in ("plan", "other"):
        make_draft(make_plan(presidency, slug), actor=presidency, circulation="public")
    make_draft(make_plan(presidency, "hidden"), actor=presidency, circulation="staff")

    everywhere, _page = total(client, "destruction")
    here, _page = total(client, "destruction", plan="other")
    answers = [
        client.get("/search/", {"q": "destruction", "plan": slug}) for slug in ("hidden", "none")
    ]

    assert everywhere == 2 * here
    for answer in answers:
        assert answer.status_code == 200
        assert answer.context["groups"] is None
        assert "Choose one of these plans." in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "Write what to look for."),
        ("  \t ", "Write what to look for."),
        ("a", "at least two letters"),
        ("%", "at least two letters"),
        ("_%_", "at least two letters"),
        ("é", "at least two letters"),
        ("x" * 10_000, "10,000 characters"),
        ("a\x07b", "control character"),
    ],
)
def test_what_cannot_be_looked_for_is_told_in_a_sentence(client, query, told):
    make_draft(circulation="public")

    page = client.get("/search/", {"q": query})

    assert page.status_code == 200
    assert page.context["groups"] is None
    assert told in page.content.decode()


def test_a_nul_in_the_address_is_answered_as_everywhere(client):
    assert client.get("/search/?q=a%00b").status_code == 400


@pytest.mark.parametrize(
    "query", ["\\", "'\"; --", "<script>alert(1)</script>", "💥 ok", "%s %d", "ab " * 60]
)
def test_odd_words_are_looked_for_as_they_are(client, talk, query):
    client = sign_in(client, make_member())

    page = client.get(f"/search/?q={quote(query)}")

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_at_most_fifty_of_a_sort_are_shown_and_all_are_counted(client, talk):
    member = make_member()
    for number in range(53):
        make_comment(talk, member, text=f"pangolin {number}")

    page = sign_in(client, member).get("/search/", {"q": "pangolin"})

    group = next(g for g in page.context["groups"] if g.name == "own")
    assert (len(group.hits), group.count) == (50, 53)
    assert "The first 50 are shown." in page.content.decode()


@pytest.mark.parametrize("role", ["member", "presidency"])
def test_searching_costs_the_same_with_three_and_with_twenty(
    client, talk, role, django_assert_max_num_queries
):
    first, second = make_member(), make_member()
    reader = first if role == "member" else make_presidency()
    client = sign_in(client, reader)
    counts = []
    for wanted in (3, 20):
        made = Comment.objects.count() // 2
        for actor in (first, second):
            said = [make_comment(talk, actor, text="pangolin") for _n in range(made, wanted)]
            answers = [make_answer(talk, actor, "II.a-Q3", text=f"pangolin {wanted}")]
            send(talk, actor, *said, *answers, readers="public")
        with django_assert_max_num_queries(18) as captured:
            assert client.get("/search/", {"q": "pangolin"}).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_each_further_plan_costs_no_further_query(client, django_assert_max_num_queries):
    presidency = make_presidency()
    client = sign_in(client, presidency)
    counts = []
    for slug in ("plan", "second", "third"):
        make_draft(make_plan(presidency, slug), actor=presidency)
        with django_assert_max_num_queries(18) as captured:
            client.get("/search/", {"q": "destruction"})
        counts.append(len(captured))

    assert len(set(counts)) == 1


def test_every_page_leads_to_the_search_and_keeps_the_plan(client):
    draft = make_draft(circulation="public")

    home = client.get("/").content.decode()
    plan = client.get(draft.plan.get_absolute_url()).content.decode()

    assert 'href="/search/"' in home
    assert 'href="/search/?plan=plan"' in plan
    chosen = client.get("/search/?plan=plan").content.decode()
    assert re.search(r'value="plan"\s+selected', chosen)


def test_the_text_of_a_draft_is_in_order_of_the_text():
    make_draft()

    hits = groups_of("stock", make_member())["text"].hits

    draft = Draft.objects.get()
    references = draft.units.order_by(F("order")).values_list("reference", flat=True)
    assert [hit.place for hit in hits] == [r for r in references if r in {h.place for h in hits}]
