import pytest
from django.urls import reverse

from consultations.models import Reflection
from consultations.operations.commenting import mark_ready
from consultations.operations.submitting import submit
from lap_portal import clock
from tests.builders.desk import decide, make_point, make_round, say
from tests.builders.people import make_delegation, make_member, sign_in
from tests.builders.talk import make_answer, make_comment

pytestmark = pytest.mark.django_db


def address(around, name="desk", *more):
    consultation = around.consultation
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def shown(response):
    return [e.comment.text for group in response.context["desk"].groups for e in group.entries]


def test_the_desk_follows_the_order_of_the_text_under_the_words_spoken_of(client):
    around = make_round()
    say(around.consultation, around.first, "On the question", unit="II.a-Q1")
    say(around.consultation, around.second, "On the action", unit="I-A1")
    say(around.consultation, around.first, "On it all", unit=None)

    response = sign_in(client, around.presidency).get(address(around))

    assert shown(response) == ["On it all", "On the action", "On the question"]
    assert "Draw up a plan of destruction within a year;" in response.content.decode()


def test_what_is_prepared_or_ready_is_on_no_desk(client):
    around = make_round(open=True)
    make_comment(around.consultation, around.first, text="Secret preparation")

    for actor in (around.presidency, around.isu):
        response = sign_in(client, actor).get(address(around))
        assert "Secret preparation" not in response.content.decode()
        assert response.context["desk"].total == 0


def test_the_filters_narrow_and_count(client):
    around = make_round()
    civil = make_member(make_delegation(category="civil_society"))
    done = say(around.consultation, around.first, "Handled")
    say(around.consultation, around.second, "Open")
    say(around.consultation, civil, "In II", unit="II.a-A1")
    decide(done, around.presidency)
    client = sign_in(client, around.presidency)
    part = around.consultation.draft.units.get(reference="II.a-A1").section_uids.split("/")[0]

    assert shown(client.get(address(around), {"outcome": "undecided"})) == ["Open", "In II"]
    assert shown(client.get(address(around), {"category": "civil_society"})) == ["In II"]
    assert shown(client.get(address(around), {"section": part})) == ["In II"]
    everything = client.get(address(around))
    assert (everything.context["desk"].handled, everything.context["desk"].total) == (1, 3)
    assert {facet.total for facet in everything.context["desk"].facets} == {3}


def test_nonsense_in_the_address_of_the_desk_is_no_error(client):
    around = make_round()

    response = sign_in(client, around.presidency).get(
        address(around), {"page": "x", "section": "'", "outcome": "?", "category": "%00"}
    )

    assert response.status_code == 200


def test_answers_are_read_on_the_desk_too(client):
    around = make_round(open=True)
    make_answer(around.consultation, around.first, choice="yes", text="Indeed so")
    mark_ready(around.consultation.answers.get(), actor=around.first)
    submit(around.consultation, actor=around.first, received_at=clock.now())

    response = sign_in(client, around.isu).get(address(around), {"show": "answers"})

    assert "Indeed so" in response.content.decode()


def test_a_delegation_is_refused_the_desk_and_the_public_is_asked_to_sign_in(client):
    around = make_round()

    assert client.get(address(around)).status_code == 302
    assert sign_in(client, around.first).get(address(around)).status_code == 403


@pytest.mark.parametrize("show", ["comments", "answers"])
def test_the_desk_costs_the_same_with_three_comments_and_with_sixty(
    client, django_assert_max_num_queries, show
):
    around = make_round()
    client = sign_in(client, around.presidency)
    counts = []
    for wanted in (3, 60):
        for number in range(around.consultation.comments.count(), wanted):
            actor = (around.first, around.second)[number % 2]
            unit = ("I-A1", "I-A2", "II.a-A1", "II.a-Q1")[number % 4]
            decide(
                say(around.consultation, actor, f"No. {number}", unit=unit, proposal="Do it."),
                around.presidency,
            )
        with django_assert_max_num_queries(20) as captured:
            assert client.get(address(around), {"show": show}).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_deciding_is_recorded_and_leads_back_to_the_desk_as_it_was(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    client = sign_in(client, around.presidency)
    page = address(around, "comment_reflect", comment.pk) + "?outcome=undecided"
    assert client.get(page).status_code == 200

    response = client.post(page, {"outcome": "in_part", "note": "Ours", "reply": "Theirs"})

    assert response.url == (
        f"{address(around)}?outcome=undecided&comment={comment.pk}#comment-{comment.pk}"
    )
    reflection = comment.reflections.get()
    assert (reflection.outcome, reflection.note, reflection.reply) == ("in_part", "Ours", "Theirs")


def test_deciding_in_a_row_goes_from_comment_to_comment_of_the_same_filter(client):
    around = make_round()
    first = say(around.consultation, around.first, unit="I-A1")
    decided = say(around.consultation, around.first, unit="I-A2")
    last = say(around.consultation, around.first, unit="I-A3")
    decide(decided, around.presidency)
    client = sign_in(client, around.presidency)
    pages = {
        comment: address(around, "comment_reflect", comment.pk) + "?outcome=undecided"
        for comment in (first, last)
    }

    on = client.post(pages[first], {"outcome": "noted", "next": "Record and next"})
    end = client.get(pages[last])
    back = client.post(pages[last], {"outcome": "noted", "submit": "Record"})

    assert on.url == pages[last]
    assert (end.context["page"].before, end.context["page"].after) == (None, None)
    assert "Record and next" not in end.content.decode()
    assert back.url.endswith(f"#comment-{last.pk}")


def test_recording_leads_to_the_desk_at_the_comment_that_follows(client):
    around = make_round()
    first = say(around.consultation, around.first, unit="I-A1")
    second = say(around.consultation, around.first, unit="I-A2")
    client = sign_in(client, around.presidency)

    response = client.post(
        address(around, "comment_reflect", first.pk), {"outcome": "noted", "submit": "Record"}
    )
    between = client.get(address(around, "comment_reflect", second.pk)).context["page"]

    assert response.url == f"{address(around)}?comment={second.pk}#comment-{second.pk}"
    assert (between.before, between.after) == (first.pk, None)


def test_the_desk_shows_the_page_on_which_a_comment_stands(client):
    around = make_round()
    for number in range(52):
        comment = say(around.consultation, around.first, f"No. {number}")
    client = sign_in(client, around.presidency)

    response = client.get(address(around), {"comment": comment.pk})

    assert comment.text in shown(response)
    assert response.context["desk"].page.number == 2


@pytest.mark.parametrize("number", ["9" * 30, "-1", "²", "x"])
def test_numbers_that_no_row_has_are_no_error(client, number):
    around = make_round()
    client = sign_in(client, around.presidency)

    for name in ("page", "comment"):
        assert client.get(address(around), {name: number}).status_code == 200
    for name in ("comment", "section"):
        found = client.get(address(around, "point_create"), {name: number})
        assert found.status_code in {200, 404}


def test_the_desk_leads_to_a_point_and_says_how_many_there_are(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    make_point(around.consultation, around.presidency, sources={comment: None})
    section = around.consultation.draft.units.get(reference="I").uid
    way = f"{address(around, 'point_create')}?comment={comment.pk}&amp;section={section}"

    for page in (address(around), address(around, "comment_reflect", comment.pk)):
        html = sign_in(client, around.presidency).get(page).content.decode()
        assert way in html
        assert "In 1 point" in html
    assert way not in sign_in(client, around.isu).get(address(around)).content.decode()


def test_answers_are_tallied_over_all_pages(client):
    around = make_round(open=True)
    for actor, choice in ((around.first, "yes"), (around.second, "no"), (make_member(), "yes")):
        make_answer(around.consultation, actor, choice=choice)
        mark_ready(around.consultation.answers.get(delegation=actor.delegation), actor=actor)
        submit(around.consultation, actor=actor, received_at=clock.now())

    response = sign_in(client, around.isu).get(address(around), {"show": "answers"})

    assert response.context["desk"].groups[0].tally == (("Yes", 2), ("No", 1))


def test_a_stale_decision_shows_the_other_and_keeps_what_was_typed(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    client = sign_in(client, around.presidency)
    other = decide(comment, around.presidency, "noted", note="The other note")
    page = address(around, "comment_reflect", comment.pk)
    typed = {"outcome": "reflected", "note": "My note", "reply": "My reply", "based_on": ""}

    response = client.post(page, typed)
    html = response.content.decode()

    assert response.status_code == 409
    assert html.count("while you were reading") == 1
    assert Reflection.objects.get() == other
    assert all(words in html for words in ("The other note", "My note", "My reply"))
    again = {**typed, "based_on": response.context["form"]["based_on"].value()}
    assert client.post(page, again).status_code == 302
    assert comment.reflections.current().get().note == "My note"


@pytest.mark.parametrize("who", ["isu", "first"])
def test_others_than_the_presidency_are_refused_deciding(client, who):
    around = make_round()
    comment = say(around.consultation, around.first)

    page = address(around, "comment_reflect", comment.pk)

    assert sign_in(client, getattr(around, who)).get(page).status_code == 403


def test_a_comment_of_another_consultation_or_inside_a_delegation_is_not_found(client):
    around = make_round(open=True)
    inside = make_comment(around.consultation, around.first)
    client = sign_in(client, around.presidency)

    assert client.get(address(around, "comment_reflect", inside.pk)).status_code == 404
    assert client.get(address(around, "comment_reflect", 999_999)).status_code == 404
