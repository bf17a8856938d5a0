from datetime import date, timedelta

import pytest
from django.urls import reverse

from consultations.models import Comment
from consultations.operations.correcting import withdraw
from consultations.operations.reflecting import share_reflections
from consultations.operations.remarking import add_remark
from consultations.operations.revising import issue_next_draft
from consultations.queries.earlier import earlier_comments, still_to_say
from sections.operations import delete_element, revise_element, split_element
from tests.builders.desk import decide, make_round, say
from tests.builders.people import sign_in
from tests.builders.plans import element
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db


def next_round(around):
    """The next draft, with a consultation that is open on it."""
    draft = issue_next_draft(
        around.consultation.plan, actor=around.presidency, dated=date(2030, 5, 1), note="Again"
    )
    return make_consultation(draft, actor=around.isu, opens_in=timedelta(), title="Second round")


def reword(around, words="Draw up", text="Draw up a scheme;"):
    found = element(around.consultation.plan, words)
    return revise_element(found, actor=around.presidency, text=text, reason="Asked for", based_on=1)


def address(talk, name, *more):
    return reverse(f"consultations:{name}", args=[talk.plan.slug, talk.number, *more])


def unit(talk, reference="I-A1"):
    return talk.draft.units.get(reference=reference)


def test_an_earlier_comment_stands_beside_the_new_words_in_the_form(client):
    around = make_round()
    comment = say(around.consultation, around.first, "Much too slow")
    decide(comment, around.presidency, "in_part", reply="We heard you.")
    share_reflections(around.consultation, actor=around.presidency)
    reword(around)
    talk = next_round(around)
    where = address(talk, "comment_create", unit(talk).uid)

    mine = sign_in(client, around.first).get(where)
    theirs = sign_in(client, around.second).get(where)

    (earlier,) = mine.context["earlier"]
    (present,) = earlier.presents
    assert "".join(s.text for s in present.words if s.change != "removed") == "Draw up a scheme;"
    assert "Much too slow" in mine.content.decode()
    assert "We heard you." in mine.content.decode()
    assert "The words have changed since" in mine.content.decode()
    assert not theirs.context["earlier"]
    assert "Much too slow" not in theirs.content.decode()


def test_a_decision_that_is_not_shared_does_not_show():
    around = make_round()
    decide(say(around.consultation, around.first), around.presidency, reply="Kept back")
    talk = make_consultation(
        issue_next_draft(
            around.consultation.plan,
            actor=around.presidency,
            dated=date(2030, 5, 1),
            note="Again",
            share=False,
        ),
        actor=around.isu,
        opens_in=timedelta(),
    )

    (earlier,) = earlier_comments(talk, around.first)

    assert (earlier.outcome, earlier.reply) == ("", "")


def test_what_was_split_is_taken_up_at_each_part():
    around = make_round()
    say(around.consultation, around.first)
    split_element(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        texts=["Draw up a plan;", "Do so within a year;"],
        reason="Two things",
        based_on=1,
    )
    talk = next_round(around)

    (earlier,) = earlier_comments(talk, around.first)

    assert [present.reference for present in earlier.presents] == ["I-A1", "I-A2"]
    assert all(str(earlier.comment.form_key) in present.again for present in earlier.presents)


def test_the_form_begins_with_the_earlier_words_and_stores_nothing(client):
    around = make_round()
    comment = say(
        around.consultation,
        around.first,
        "Much too slow",
        proposal="Draw up a plan at once;",
        position="concern",
        reason="It is urgent.",
    )
    talk = next_round(around)
    where = address(talk, "comment_create", unit(talk).uid)

    page = sign_in(client, around.first).get(where, {"again": comment.form_key})

    form = page.context["form"]
    assert form["text"].value() == "Much too slow"
    assert form["proposal"].value() == "Draw up a plan at once;"
    assert form["position"].value() == "concern"
    assert form["reason"].value() == "It is urgent."
    assert form["form_key"].value() != comment.form_key
    assert not Comment.objects.filter(consultation=talk).exists()


def test_what_was_missing_is_asked_for_at_the_same_place_again(client):
    around = make_round()
    comment = say(
        around.consultation, around.first, "", place="missing_after", proposal="Tell the public;"
    )
    talk = next_round(around)
    where = address(talk, "comment_create", unit(talk).uid)

    form = sign_in(client, around.first).get(where, {"again": comment.form_key}).context["form"]

    assert form["place"].value() == "missing_after"
    assert form["proposal"].value() == "Tell the public;"


@pytest.mark.parametrize("key", ["x", "", "0b2a4f0e-6a52-4c1c-9f7e-3f0c2f5d8a11"])
def test_a_key_that_names_nothing_begins_an_empty_form(client, key):
    around = make_round()
    say(around.consultation, around.first)
    talk = next_round(around)

    page = sign_in(client, around.first).get(
        address(talk, "comment_create", unit(talk).uid), {"again": key}
    )

    assert page.status_code == 200
    assert not page.context["form"]["text"].value()


def test_the_comment_of_another_delegation_begins_nothing(client):
    around = make_round()
    theirs = say(around.consultation, around.second, "Marked-secret")
    talk = next_round(around)

    page = sign_in(client, around.first).get(
        address(talk, "comment_create", unit(talk).uid), {"again": theirs.form_key}
    )

    assert not page.context["form"]["text"].value()
    assert "Marked-secret" not in page.content.decode()


def test_the_workspace_lists_what_stood_until_it_is_taken_up(client):
    around = make_round()
    say(around.consultation, around.first, "Much too slow")
    say(around.consultation, around.first, "Too vague", unit="I-A2")
    gone = say(around.consultation, around.first, "Taken back", unit="I-A3")
    withdraw(gone, actor=around.first, reason="Not needed")
    say(around.consultation, around.second, "Marked-secret")
    talk = next_round(around)
    client = sign_in(client, around.first)
    before = client.get(address(talk, "workspace")).content.decode()

    make_comment(talk, around.first, "I-A1", text="Once more")

    after = client.get(address(talk, "workspace")).content.decode()
    assert "Much too slow" in before
    assert "Much too slow" not in after
    assert "Too vague" in before
    assert "Too vague" in after
    assert "Taken back" not in before
    assert "Marked-secret" not in before
    assert "Comment again" in after


def test_words_that_stand_no_more_are_taken_up_on_the_whole_draft(client):
    around = make_round()
    comment = say(around.consultation, around.first, "Keep this")
    plan = around.consultation.plan
    delete_element(element(plan, "Draw up"), actor=around.presidency, reason="Said elsewhere")
    talk = next_round(around)

    (earlier,) = still_to_say(talk, around.first)
    form = sign_in(client, around.first).get(earlier.again).context["form"]

    assert earlier.is_gone
    assert form["text"].value() == "Keep this"
    assert form["place"].value() == "draft"
    assert str(comment.form_key) in earlier.again


def test_a_first_consultation_and_staff_have_nothing_earlier(django_assert_num_queries):
    around = make_round()
    say(around.consultation, around.first)
    talk = next_round(around)

    with django_assert_num_queries(0):
        assert earlier_comments(around.consultation, around.first) == ()
        assert earlier_comments(talk, around.presidency) == ()


def test_the_draft_marks_where_we_commented_before_and_can_be_narrowed_to_it(client):
    around = make_round()
    say(around.consultation, around.first)
    say(around.consultation, around.second, unit="I-A2")
    talk = next_round(around)
    client = sign_in(client, around.first)

    whole = client.get(talk.draft.get_absolute_url()).content.decode()
    narrowed = client.get(talk.draft.get_absolute_url(), {"show": "earlier"}).content.decode()

    assert whole.count("earlier comment of ours") == 1
    assert "Where we commented before" in whole
    assert "Draw up a plan" in narrowed
    assert "Report on stocks" not in narrowed


def test_the_number_of_earlier_comments_costs_no_query(client, django_assert_max_num_queries):
    around = make_round()
    for _number in range(3):
        say(around.consultation, around.first)
    talk = next_round(around)
    client = sign_in(client, around.first)
    places = [
        address(talk, "workspace"),
        address(talk, "comment_create", unit(talk).uid),
        talk.draft.get_absolute_url(),
    ]
    counts = []
    for more in (0, 20):
        for _number in range(more):
            comment = make_comment(around.consultation, around.first)
            Comment.objects.filter(pk=comment.pk).update(
                state="submitted", submission=around.consultation.submissions.first()
            )
        for place in places:
            with django_assert_max_num_queries(30) as captured:
                assert client.get(place).status_code == 200
            counts.append(len(captured))

    assert counts[:3] == counts[3:]


def test_the_page_of_an_element_shows_comments_on_what_it_was_split_from(client):
    around = make_round()
    say(around.consultation, around.first, "Much too slow")
    split_element(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        texts=["Draw up a plan;", "Do so within a year;"],
        reason="Two things",
        based_on=1,
    )
    talk = next_round(around)
    where = reverse("consultations:element_read", args=["plan", unit(talk, "I-A2").uid])

    mine = sign_in(client, around.first).get(where).content.decode()
    theirs = sign_in(client, around.second).get(where).content.decode()

    assert "Much too slow" in mine
    assert "On I-A1, from which this comes" in mine
    assert "From the words commented on to those of now" in mine
    assert "Much too slow" not in theirs


def test_staff_read_remarks_on_the_page_of_the_element_and_others_do_not(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    decide(comment, around.presidency)
    share_reflections(around.consultation, actor=around.presidency)
    add_remark(comment, actor=around.first, text="Marked-secret remark")
    where = reverse("consultations:element_read", args=["plan", comment.unit.uid])

    pages = {
        name: sign_in(client, getattr(around, name)).get(where).content.decode()
        for name in ("presidency", "isu", "first", "second")
    }

    assert {name for name, page in pages.items() if "Marked-secret remark" in page} == {
        "presidency",
        "isu",
        "first",
    }
