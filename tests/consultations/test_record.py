"""The record looked over: what is left out, what changed since an instant, tallies of answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from consultations.models import Synthesis
from consultations.operations.aligning import align, end_association
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.dispatching import Particulars
from consultations.operations.submitting import submit
from consultations.operations.synthesizing import strike_point
from consultations.queries.answers import tally_page
from consultations.queries.left_out import comments_left_out, left_out_page
from consultations.queries.since import changes_since, last_midnight
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.desk import decide, make_point, make_round, make_synthesis, say
from tests.builders.people import make_delegation, make_member, make_presidency, sign_in
from tests.builders.plans import unit
from tests.builders.talk import make_answer, make_comment, make_consultation

pytestmark = pytest.mark.django_db


def address(consultation, name, *more):
    here = [consultation.plan.slug, consultation.number, *more]
    return reverse(f"consultations:{name}", args=here)


def left(around):
    return list(comments_left_out(around.consultation, around.presidency).in_order_of_text())


def test_left_out_is_what_stands_in_no_point_and_is_marked_nowhere():
    around = make_round()
    texts = ("In a point", "Decided on", "Withdrawn", "In a struck point", "Left out")
    said = {text: say(around.consultation, around.first, text) for text in texts}
    make_comment(around.consultation, around.first, text="In preparation")
    make_point(around.consultation, around.presidency, sources={said["In a point"]: None})
    struck = make_point(
        around.consultation, around.presidency, sources={said["In a struck point"]: None}
    )
    strike_point(struck, actor=around.presidency, reason="Not needed")
    decide(said["Decided on"], around.presidency)
    withdraw(said["Withdrawn"], actor=around.first, reason="No")

    assert {comment.text for comment in left(around)} == {"In a struck point", "Left out"}


def test_the_page_of_what_is_left_out_counts_by_section_and_shows_one(
    client, django_assert_num_queries
):
    around = make_round()
    say(around.consultation, around.first, "Here", unit="I-A1")
    say(around.consultation, around.first, "There", unit="II.a-A1")
    say(around.consultation, around.second, "On it all", unit=None)
    heading = unit(around.consultation.draft, "I")

    with django_assert_num_queries(4):
        whole = left_out_page(around.consultation, around.isu, section="", number="")
    one = left_out_page(around.consultation, around.isu, section=heading.uid, number="x")
    front = left_out_page(around.consultation, around.isu, section="front", number="")

    assert whole.total == 3
    assert [line.count for line in whole.lines] == [1, 1, 1]
    assert [each.comment.text for each in one.comments] == ["Here"]
    assert one.comments[0].section_uid == heading.uid
    assert [each.comment.text for each in front.comments] == ["On it all"]
    html = sign_in(client, around.presidency).get(address(around.consultation, "left_out")).text
    assert "3 comments stand on the record" in html
    assert html.count("Decide how it is reflected") == 3


def test_a_synthesis_that_leaves_comments_out_says_why_for_staff(client):
    around = make_round()
    say(around.consultation, around.first)
    make_point(around.consultation, around.presidency)
    client = sign_in(client, around.presidency)
    page = address(around.consultation, "synthesis_issue")
    typed = {"title": "Synthesis", "dated": "2030-04-01"}
    typed |= {"seen": client.get(page).context["form"]["seen"].value()}

    shown = client.get(page).text
    refused = client.post(page, typed)
    issued = client.post(page, typed | {"why_left_out": "It came too late to be weighed."})

    assert "1 comment is reflected in no point and marked nowhere." in shown
    assert refused.status_code == 200
    assert "why_left_out" in refused.context["form"].errors
    assert issued.status_code == 302
    assert Synthesis.objects.get().why_left_out == "It came too late to be weighed."
    for reader in (around.first, around.second):
        assert "too late to be weighed" not in sign_in(client, reader).get(issued.url).text


def test_issuing_asks_for_a_reason_only_where_something_is_left_out():
    around = make_round()
    comment = say(around.consultation, around.first)
    point = make_point(around.consultation, around.presidency)

    with pytest.raises(RuleViolation, match="1 comment is reflected in no point"):
        make_synthesis(around.consultation, around.presidency, why_left_out=" ")
    decide(comment, around.presidency, "noted")
    issued = make_synthesis(around.consultation, around.presidency, why_left_out="Needless")

    assert issued.why_left_out == ""
    assert point.struck_at is None


@pytest.fixture
def shared():
    """A consultation whose contributions are read by all, and three who speak in it."""
    consultation = make_consultation(readers="participants")
    return consultation, [make_member() for _number in range(3)]


def speak(consultation, actor, *texts):
    for text in texts:
        mark_ready(make_comment(consultation, actor, text=text), actor=actor)
    said = submit(
        consultation,
        actor=actor,
        received_at=clock.now(),
        particulars=Particulars(readers="participants"),
    )
    return list(said.comments.order_by("number"))


def test_what_changed_since_an_instant_is_told_latest_first(shared, django_assert_num_queries):
    consultation, (first, second, third) = shared
    presidency = make_presidency()
    before = clock.now() - timedelta(hours=3)
    with clock.at(before):
        old, gone = speak(consultation, first, "Old words", "Gone soon")
        point = make_point(consultation, presidency, sources={old: None, gone: None})
    since = before + timedelta(hours=1)
    speak(consultation, second, "New words")
    withdraw(gone, actor=first, reason="Capital says no")
    new = replace_comment(
        old, actor=first, form_key=uuid4(), reason_for_change="Better", text="Newer words"
    )
    mark_ready(new, actor=first)
    submit(consultation, actor=first, received_at=clock.now())
    standing = second.delegation.submissions.get()
    association = align(standing, actor=third, comment=standing.comments.get())
    end_association(association, actor=third)
    mark_ready(make_answer(consultation, third), actor=third)
    submit(consultation, actor=third, received_at=clock.now())

    with django_assert_num_queries(11):
        page = changes_since(consultation, presidency, since=since, number="")

    assert [change.label for change in page.changes] == [
        "Answered",
        "No longer aligned",
        "Aligned",
        "Replaced by another wording",
        "Withdrawn",
        "Submitted",
    ]
    replaced, withdrawn = page.changes[3:5]
    assert (replaced.points, withdrawn.points) == (1, 1)
    assert {span.text for span in replaced.redline if span.change != "equal"} >= {"Old", "Newer"}
    assert point.version == 1


def test_nothing_that_has_not_left_its_delegation_changes_the_record(shared):
    consultation, (first, *_others) = shared
    make_comment(consultation, first, text="Still inside")

    page = changes_since(
        consultation, make_presidency(), since=clock.now() - timedelta(days=9), number=""
    )

    assert page.changes == ()
    assert page.counts == ()


def test_the_day_begins_at_midnight_where_the_consultation_is(shared, client):
    consultation, (first, *_others) = shared
    with clock.at(consultation.opens_at + timedelta(hours=1)):
        midnight = last_midnight(consultation)
    assert (midnight.hour, midnight.minute) == (0, 0)
    assert midnight.tzinfo == consultation.zone
    speak(consultation, first, "Today")
    client = sign_in(client, make_presidency())
    page = address(consultation, "record_changes")

    today = client.get(page)
    later = client.get(page, {"since": "2090-01-01T00:00"})
    odd = [client.get(page, {"since": since}) for since in ("soon", "0001-01-01T00:00", "9999-99")]

    assert "Today" in today.text
    assert "Nothing changed" in later.text
    assert all(each.status_code == 200 and "Today" in each.text for each in odd)


def test_answers_are_counted_by_category_with_their_reasons_beneath(
    client, django_assert_max_num_queries
):
    around = make_round(open=True)
    network = make_member(make_delegation(category="civil_society", actor=around.isu))
    for actor, choice in ((around.first, "yes"), (around.second, "no"), (network, "yes")):
        answer = make_answer(around.consultation, actor, choice=choice, text=f"{choice} because")
        mark_ready(answer, actor=actor)
        submit(around.consultation, actor=actor, received_at=clock.now())
    make_answer(around.consultation, make_member(), choice="no", text="Not yet said")

    with django_assert_max_num_queries(8):
        tally = tally_page(around.consultation, around.presidency, question="").shown
    page = sign_in(client, around.presidency).get(address(around.consultation, "answers_tally"))

    assert tally.categories == ("State", "Civil society")
    assert [(row.choice, row.counts, row.total) for row in tally.rows] == [
        ("yes", (1, 1), 2),
        ("no", (1, 0), 1),
    ]
    assert "yes because" in page.text
    assert "Not yet said" not in page.text
    assert f"?question={tally.question.uid}&amp;choice=yes&amp;section=" in page.text


def test_a_tally_is_of_the_question_asked_for_and_one_may_be_without_answers(client):
    around = make_round(open=True)
    question = unit(around.consultation.draft, "II.a-Q3")
    client = sign_in(client, around.isu)

    page = client.get(address(around.consultation, "answers_tally"), {"question": question.uid})

    assert page.context["page"].shown.question == question
    assert "No answer yet" in page.text
    assert "Write a point" not in page.text


@pytest.mark.parametrize("name", ["left_out", "record_changes", "answers_tally"])
def test_the_record_is_looked_over_by_staff_alone(client, name):
    around = make_round()

    assert sign_in(client, around.isu).get(address(around.consultation, name)).status_code == 200
    assert sign_in(client, around.first).get(address(around.consultation, name)).status_code == 403
