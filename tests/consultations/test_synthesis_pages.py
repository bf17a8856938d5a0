import pytest
from django.urls import reverse

from consultations.models import Point, Synthesis
from consultations.operations.synthesizing import revise_point
from tests.builders.desk import make_point, make_round, make_synthesis, say
from tests.builders.people import sign_in
from tests.builders.plans import unit
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db


def address(around, name="synthesis", *more):
    consultation = around.consultation
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def test_the_workbench_sets_points_beside_the_comments_no_point_rests_on(client):
    around = make_round()
    used = say(around.consultation, around.first, "Used")
    say(around.consultation, around.second, "Waiting")
    make_point(around.consultation, around.presidency, sources={used: None})

    bench = sign_in(client, around.presidency).get(address(around)).context["workbench"]

    section = next(each for each in bench.benches if each.points)
    assert [comment.text for comment in section.waiting] == ["Waiting"]
    assert (bench.points, bench.waiting, bench.comments) == (1, 1, 2)


def test_the_workbench_costs_the_same_with_three_comments_and_with_sixty(
    client, django_assert_max_num_queries
):
    around = make_round()
    client = sign_in(client, around.presidency)
    counts = []
    for wanted in (3, 60):
        for number in range(around.consultation.comments.count(), wanted):
            comment = say(around.consultation, around.first, f"No. {number}")
            if number % 2:
                make_point(around.consultation, around.presidency, sources={comment: None})
        with django_assert_max_num_queries(22) as captured:
            assert client.get(address(around)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_workbench_shows_one_section_if_asked_and_counts_all(client):
    around = make_round()
    say(around.consultation, around.first, "Here", unit="I-A1")
    say(around.consultation, around.first, "There", unit="II.a-A1")
    say(around.consultation, around.first, "On it all", unit=None)
    make_point(around.consultation, around.presidency, "In I.")
    heading = unit(around.consultation.draft, "I")
    client = sign_in(client, around.presidency)

    one = client.get(address(around), {"section": heading.uid}).context["workbench"]
    front = client.get(address(around), {"section": "front"}).context["workbench"]
    unknown = client.get(address(around), {"section": "9" * 30}).context["workbench"]

    (bench,) = one.benches
    assert [comment.text for comment in bench.waiting] == ["Here"]
    assert [each.point.text for each in bench.points] == ["In I."]
    assert (one.points, one.waiting, one.comments) == (1, 3, 3)
    assert [line.waiting for line in one.contents] == [1, 1, 0, 1]
    assert [comment.text for comment in front.benches[0].waiting] == ["On it all"]
    assert len(unknown.benches) == 4


def test_a_point_is_written_from_ticked_comments_and_pasted_words(client):
    around = make_round()
    whole = say(around.consultation, around.first, "Said as a whole")
    part = say(around.consultation, around.second, "Some words. Others.")
    say(around.consultation, around.second, "Not chosen")
    client = sign_in(client, around.presidency)
    heading = unit(around.consultation.draft, "I")
    page = f"{address(around, 'point_create')}?section={heading.uid}"
    assert client.get(page).status_code == 200

    response = client.post(
        page,
        {
            "text": "A point.",
            "becomes": "action",
            f"rests_on_{whole.pk}": "on",
            f"excerpt_{part.pk}": "Some words.",
        },
    )

    point = Point.objects.get()
    assert response.url == f"{address(around)}?section={heading.uid}#point-{point.pk}"
    assert {s.comment: s.excerpt for s in point.sources.all()} == {whole: "", part: "Some words."}
    assert point.section == heading


@pytest.mark.parametrize(
    ("excerpt", "problem"), [("absent", "are not in the comment"), ("a", "more than once")]
)
def test_words_that_cannot_be_placed_are_refused_and_nothing_typed_is_lost(
    client, excerpt, problem
):
    around = make_round()
    comment = say(around.consultation, around.first, "a b a")
    client = sign_in(client, around.presidency)
    heading = unit(around.consultation.draft, "I")

    response = client.post(
        f"{address(around, 'point_create')}?section={heading.uid}",
        {"text": "My point.", "becomes": "narrative", f"excerpt_{comment.pk}": excerpt},
    )
    html = response.content.decode()

    assert problem in html
    assert "My point." in html
    assert not Point.objects.exists()


def test_comments_inside_a_delegation_are_not_offered(client):
    around = make_round(open=True)
    make_comment(around.consultation, around.first, text="Secret preparation")
    heading = unit(around.consultation.draft, "I")

    response = sign_in(client, around.presidency).get(
        address(around, "point_create"), {"section": heading.uid}
    )

    assert "Secret preparation" not in response.content.decode()


def test_a_stale_revision_of_a_point_shows_both_and_keeps_what_was_typed(client):
    around = make_round()
    point = make_point(around.consultation, around.presidency, "First words.")
    revise_point(
        point,
        actor=around.presidency,
        text="Their words.",
        becomes="narrative",
        sources={},
        based_on=1,
    )
    client = sign_in(client, around.presidency)
    page = address(around, "point_revise", point.pk)
    typed = {"text": "My own words.", "becomes": "action", "based_on": "1"}

    response = client.post(page, typed)

    assert response.status_code == 409
    meanwhile = response.context["meanwhile"]
    assert (meanwhile.person, meanwhile.reason) == (around.presidency.person.name, "Reworded")
    assert "".join(s.text for s in meanwhile.words if s.change != "removed") == "Their words."
    assert response.context["form"]["text"].value() == "My own words."
    again = {**typed, "based_on": response.context["form"]["based_on"].value()}
    assert client.post(page, again).status_code == 302
    point.refresh_from_db()
    assert point.text == "My own words."


def test_buttons_move_and_a_page_strikes_out(client):
    around = make_round()
    first = make_point(around.consultation, around.presidency, "A.")
    second = make_point(around.consultation, around.presidency, "B.")
    client = sign_in(client, around.presidency)

    client.post(address(around, "point_move", second.pk), {"direction": "up"})
    client.post(address(around, "point_strike", first.pk), {"reason": "Not needed"})

    assert list(Point.objects.standing()) == [second]
    second.refresh_from_db()
    first.refresh_from_db()
    assert second.order < first.order
    assert client.get(address(around, "point_move", second.pk)).status_code == 405
    assert client.post(address(around, "point_move", second.pk)).status_code == 404
    assert client.get(address(around, "point_revise", first.pk)).status_code == 404


def test_issuing_shows_what_will_be_frozen_and_freezes_it(client):
    around = make_round()
    make_point(around.consultation, around.presidency, "Frozen words.")
    client = sign_in(client, around.presidency)
    page = client.get(address(around, "synthesis_issue"))
    assert "Frozen words." in page.content.decode()

    response = client.post(
        address(around, "synthesis_issue"),
        {
            "title": "What was said",
            "dated": "2030-04-01",
            "symbol": "",
            "seen": page.context["form"]["seen"].value(),
        },
    )

    synthesis = Synthesis.objects.get()
    assert response.url == address(around, "synthesis_read", synthesis.number)


def test_points_changed_since_they_were_looked_at_are_not_issued(client):
    around = make_round()
    make_point(around.consultation, around.presidency)
    typed = {"title": "Mine", "dated": "2030-04-01", "seen": "other points"}

    response = sign_in(client, around.presidency).post(address(around, "synthesis_issue"), typed)

    assert response.status_code == 409
    assert response.context["form"]["title"].value() == "Mine"
    assert not Synthesis.objects.exists()


def test_delegations_read_the_issued_edition_and_never_its_sources(client):
    around = make_round()
    comment = say(around.consultation, around.first, "Our secret words")
    make_point(around.consultation, around.presidency, "Publishable.", sources={comment: None})
    before = sign_in(client, around.second).get(address(around))
    make_synthesis(around.consultation, around.presidency)

    page = client.get(address(around), follow=True)
    html = page.content.decode()

    assert "Publishable." not in before.content.decode()
    assert "Publishable." in html
    assert "Our secret words" not in html
    assert around.first.delegation.name not in html
    assert around.presidency.person.name not in html


def test_adopting_leads_to_the_new_plan(client):
    around = make_round()
    make_point(around.consultation, around.presidency)
    synthesis = make_synthesis(around.consultation, around.presidency)
    client = sign_in(client, around.presidency)
    page = address(around, "synthesis_adopt", synthesis.number)
    assert client.get(page).status_code == 200
    taken = client.post(page, {"title": "Next", "slug": around.consultation.plan.slug})

    response = client.post(page, {"title": "Next", "slug": "next"})

    assert taken.status_code == 200
    assert response.url == reverse("consultations:plan_read", args=["next"])


@pytest.mark.parametrize(
    "name", ["point_create", "point_revise", "point_strike", "synthesis_issue", "synthesis_adopt"]
)
def test_only_the_presidency_works_on_the_synthesis(client, name):
    around = make_round()
    point = make_point(around.consultation, around.presidency)
    synthesis = make_synthesis(around.consultation, around.presidency)
    more = {"point_revise": point.pk, "point_strike": point.pk, "synthesis_adopt": synthesis.number}
    page = address(around, name, *([more[name]] if name in more else []))

    assert client.get(page).status_code == 302
    for actor, status in ((around.presidency, 200), (around.isu, 403), (around.first, 403)):
        assert sign_in(client, actor).get(page).status_code == status


def test_an_edition_that_there_is_not_is_not_found(client):
    around = make_round()

    page = address(around, "synthesis_read", 7)

    assert sign_in(client, around.first).get(page).status_code == 404
