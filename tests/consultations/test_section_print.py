import pytest
from django.urls import reverse

from tests.builders.desk import make_round, say
from tests.builders.people import make_delegation, make_member, sign_in

pytestmark = pytest.mark.django_db


def address(around, uid):
    place = [around.consultation.plan.slug, around.consultation.number, uid]
    return reverse("consultations:section_print", args=place)


def uid_of(around, reference):
    return around.consultation.draft.units.get(reference=reference).section_uids.split("/")[-2]


def printed(client, around, uid):
    return client.get(address(around, uid)).context["page"]


def said(page):
    return {
        part.name: [p.comment.text for unit in part.units for p in unit.said]
        for part in page.parts
        if part.units
    }


def test_a_section_is_printed_by_what_converges_diverges_and_is_new(client):
    around = make_round()
    here, first, second = around.consultation, around.first, around.second
    say(here, first, "Yes", position="support")
    say(here, second, "Nearly", position="support_with_changes")
    say(here, second, "No", position="cannot_support", unit="I-A2")
    say(here, first, "Hm", position="concern")
    say(here, first, "So")
    say(here, second, "Add this", place="missing_after", position="support")
    say(here, second, "Elsewhere", unit="II.a-A1", position="support")
    client = sign_in(client, around.isu)

    page = printed(client, around, uid_of(around, "I"))

    assert said(page) == {
        "converging": ["Yes", "Nearly"],
        "diverging": ["Hm", "No"],
        "unstated": ["So"],
        "new": ["Add this"],
    }
    assert page.total == 6
    assert [(part.comments, part.delegations) for part in page.parts] == [
        (2, 2),
        (2, 2),
        (1, 1),
        (1, 1),
    ]


def test_a_wording_is_printed_once_with_all_who_propose_it(client):
    around = make_round()
    other = make_member(make_delegation("Écuador", regional_group="African States"))
    for actor in (around.first, around.second):
        say(around.consultation, actor, "", proposal="Draw up a plan at once;")
    say(around.consultation, other, "", proposal="Draw up two plans;")
    client = sign_in(client, around.presidency)

    page = printed(client, around, uid_of(around, "I"))
    html = client.get(address(around, uid_of(around, "I"))).content.decode()

    names = frozenset(actor.delegation.name for actor in (around.first, around.second))
    assert {frozenset(w.by) for w in page.wordings} == {names, frozenset({"Écuador"})}
    assert [s.comments for s in page.speakers] == [1, 1, 1]
    assert "African States" in html
    assert "Internal" in html


def test_a_part_holds_what_was_said_in_its_sub_parts_and_the_front_what_is_on_it_all(client):
    around = make_round()
    say(around.consultation, around.first, "Below", unit="II.a-A1")
    say(around.consultation, around.first, "On it all", unit=None)
    client = sign_in(client, around.isu)

    assert said(printed(client, around, uid_of(around, "II"))) == {"unstated": ["Below"]}
    assert said(printed(client, around, "front")) == {"unstated": ["On it all"]}


def test_an_empty_section_says_so_and_one_that_is_not_there_is_not_found(client):
    around = make_round()
    client = sign_in(client, around.isu)

    assert "Nobody commented here." in client.get(address(around, uid_of(around, "I"))).text
    for uid in ("nowhere", "_", uid_of(around, "I")[:4]):
        assert client.get(address(around, uid)).status_code == 404


def test_a_section_costs_the_same_with_three_comments_and_with_thirty(
    client, django_assert_max_num_queries
):
    around = make_round()
    client = sign_in(client, around.isu)
    costs = []
    for wanted in (3, 30):
        for number in range(around.consultation.comments.count(), wanted):
            actor = (around.first, around.second)[number % 2]
            say(around.consultation, actor, f"No. {number}", proposal=f"Draw up {number};")
        with django_assert_max_num_queries(8) as captured:
            assert client.get(address(around, uid_of(around, "I"))).status_code == 200
        costs.append(len(captured))

    assert costs[0] == costs[1]
