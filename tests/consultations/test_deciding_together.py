import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Reflection
from consultations.operations.deciding import record_reflections
from lap_portal.errors import RuleViolation
from tests.builders.desk import decide, make_round, say
from tests.builders.people import make_member, sign_in
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db


def together(around, chosen, actor=None, **words):
    return record_reflections(
        around.consultation,
        actor=actor or around.presidency,
        chosen=chosen,
        **{"outcome": "noted", "note": "One reason", "reply": "One reply", **words},
    )


def address(around, query=""):
    plan, number = around.consultation.plan.slug, around.consultation.number
    return reverse("consultations:comments_reflect", args=[plan, number]) + query


def test_one_decision_is_recorded_on_each_comment_chosen_and_no_other():
    around = make_round()
    first, second, third = (
        say(around.consultation, who, text)
        for who, text in ((around.first, "A"), (around.second, "B"), (around.first, "C"))
    )

    done = together(around, {first.pk: 0, second.pk: 0})

    assert not done.left
    assert {each.comment for each in done.recorded} == {first, second}
    assert {each.reply for each in Reflection.objects.all()} == {"One reply"}
    assert not third.reflections.exists()


def test_what_was_decided_meanwhile_is_left_and_named():
    around = make_round()
    mine, theirs = say(around.consultation, around.first), say(around.consultation, around.second)
    decision = decide(theirs, around.presidency, "in_part")

    done = together(around, {mine.pk: 0, theirs.pk: 0})

    assert done.left == (theirs,)
    assert theirs.reflections.get() == decision
    assert mine.reflections.get().outcome == "noted"


def test_a_decision_that_was_on_screen_is_superseded():
    around = make_round()
    comment = say(around.consultation, around.first)
    before = decide(comment, around.presidency)

    together(around, {comment.pk: before.pk})

    assert comment.reflections.current().get().outcome == "noted"
    assert comment.reflections.count() == 2


def test_nobody_decides_together_on_what_was_not_submitted_or_on_nothing():
    around = make_round(open=True)
    inside = make_comment(around.consultation, around.first)
    own = say(around.consultation, around.second)

    with pytest.raises(RuleViolation):
        together(around, {own.pk: 0, inside.pk: 0})
    with pytest.raises(RuleViolation):
        together(around, {})

    assert not own.reflections.exists()


def test_only_the_presidency_decides_together():
    around = make_round()
    comment = say(around.consultation, around.first)

    for actor in (around.isu, around.first):
        with pytest.raises(PermissionDenied):
            together(around, {comment.pk: 0}, actor=actor)


def test_the_page_lists_the_comments_of_the_desk_as_it_is_filtered(client):
    around = make_round()
    decided = say(around.consultation, around.first, "Handled already")
    decide(decided, around.presidency)
    say(around.consultation, around.second, "Waiting still")
    client = sign_in(client, around.presidency)

    html = client.get(address(around, "?outcome=undecided")).content.decode()

    assert "Waiting still" in html
    assert "Handled already" not in html


def test_deciding_on_the_page_names_what_was_left(client):
    around = make_round()
    mine, theirs = say(around.consultation, around.first), say(around.consultation, around.second)
    decide(theirs, around.presidency)
    client = sign_in(client, around.presidency)
    typed = {"outcome": "noted", "chosen": [f"{mine.pk}-0", f"{theirs.pk}-0"]}

    response = client.post(address(around, "?outcome=undecided"), typed, follow=True)

    html = response.content.decode()
    assert response.redirect_chain[-1][0].endswith("/desk/?outcome=undecided")
    assert "1 decision was recorded." in html
    assert f"{around.second.delegation.name}, comment {theirs.number}." in html


@pytest.mark.parametrize("chosen", [[], ["x"], ["1-2-3"], ["9" * 30 + "-0"], ["999999-0"]])
def test_what_is_no_comment_is_refused_and_everything_typed_stays(client, chosen):
    around = make_round()
    say(around.consultation, around.first)
    client = sign_in(client, around.presidency)

    response = client.post(
        address(around), {"outcome": "noted", "reply": "My reply", "chosen": chosen}
    )

    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["form"]["reply"].value() == "My reply"
    assert not Reflection.objects.exists()


def test_what_was_ticked_stays_ticked_when_the_form_comes_back(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    client = sign_in(client, around.presidency)

    response = client.post(address(around), {"chosen": [f"{comment.pk}-0"]})

    (choice,) = response.context["page"].choices
    assert choice.is_ticked


def test_the_page_costs_the_same_for_many(client, django_assert_max_num_queries):
    around = make_round()
    say(around.consultation, around.first)
    client = sign_in(client, around.presidency)
    counts = []
    for _turn in range(2):
        with django_assert_max_num_queries(21) as captured:
            client.get(address(around))
        counts.append(len(captured))
        for _n in range(5):
            decide(say(around.consultation, make_member(actor=around.isu)), around.presidency)

    assert counts[0] == counts[1]


def test_words_are_kept_where_everybody_was_faster(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    decide(comment, around.presidency)
    client = sign_in(client, around.presidency)
    typed = {"chosen": [f"{comment.pk}-0"], "outcome": "noted", "reply": "Many thanks for this."}

    response = client.post(address(around), typed)

    assert response.status_code == 409
    assert "Many thanks for this." in response.content.decode()
    assert Reflection.objects.count() == 1
