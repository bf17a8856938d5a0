"""What delegations and the public read of what others submitted, and what they never do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.operations.commenting import mark_ready
from consultations.operations.consulting import grant_extension
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.dispatching import Particulars
from consultations.operations.submitting import submit
from lap_portal import clock
from tests.builders.people import make_delegation, make_isu, make_member, sign_in
from tests.builders.plans import element, make_draft, make_plan
from tests.builders.talk import make_answer, make_comment, make_consultation

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def speak(consultation, actor, *comments, readers="public", answers=(), **said):
    for unit, text in comments:
        mark_ready(make_comment(consultation, actor, unit, text), actor=actor)
    for unit, words in answers:
        mark_ready(make_answer(consultation, actor, unit, **words), actor=actor)
    particulars = Particulars(readers=readers, **said)
    return submit(consultation, actor=actor, received_at=clock.now(), particulars=particulars)


def read(reader, consultation, query="", *, name="contributions", more=()):
    client = sign_in(Client(), reader) if reader else Client()
    place = [consultation.plan.slug, consultation.number, *more]
    return client.get(reverse(f"consultations:{name}", args=place) + query).content.decode()


def test_it_reads_in_the_order_of_the_text_under_the_words_commented_on():
    consultation, own = make_consultation(readers="participants"), make_member()
    speak(consultation, make_member(), ("I-A2", "On the second"), ("I-A1", "On the first"))
    speak(consultation, own, (None, "On the whole"))

    page = read(own, consultation)

    order = ["The whole draft", "On the whole", "Draw up a plan", "On the first", "Report on"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("Your delegation</span>") == 1


def test_the_filters_leave_one_delegation_or_one_section():
    consultation, reader = make_consultation(readers="participants"), make_member()
    one, two = make_member(), make_member()
    speak(consultation, one, ("I-A1", "First words"))
    speak(consultation, two, ("II.a-A1", "Second words"))
    heading = consultation.draft.units.get(reference="II.a")
    section = heading.section_uids.rstrip("/").rpartition("/")[2]

    by_delegation = read(reader, consultation, f"?delegation={one.delegation.pk}")
    by_section = read(reader, consultation, f"?section={section}")
    nothing = read(reader, consultation, "?delegation=0&section=front")

    assert ("First words" in by_delegation, "Second words" in by_delegation) == (True, False)
    assert ("First words" in by_section, "Second words" in by_section) == (False, True)
    assert "Nothing under these filters" in nothing


@pytest.mark.parametrize("query", ["?delegation=x%27", "?section=%F0%9F%98%80", "?page=999999999"])
def test_a_strange_address_is_no_error(query):
    consultation, reader = make_consultation(readers="participants"), make_member()
    speak(consultation, make_member(), ("I-A1", "First words"))

    assert "What was submitted" in read(reader, consultation, query)


def test_it_costs_the_same_with_many(django_assert_num_queries):
    consultation, reader = make_consultation(readers="participants"), make_member()
    address = reverse("consultations:contributions", args=[consultation.plan.slug, 1])
    client = sign_in(Client(), reader)

    def all_say():
        aligned = (make_delegation(),)
        speak(
            consultation,
            make_member(),
            ("I-A1", "One"),
            ("I-A2", "Two"),
            answers=[("II.a-Q1", {"choice": "yes"})],
            on_behalf_of="A group",
            aligned=aligned,
        )

    all_say()
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(3):
        all_say()

    assert len(few) <= 16
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_many_come_in_pages():
    consultation, reader, actor = make_consultation(readers="participants"), *_two()
    speak(consultation, actor, *[("I-A1", f"Words {n}.") for n in range(52)])

    first, second = read(reader, consultation), read(reader, consultation, "?page=2")

    assert ("Words 0." in first, "Words 51." in first) == (True, False)
    assert ("Words 0." in second, "Words 51." in second) == (False, True)


def _two():
    return make_member(), make_member()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("offices", "read by the Presidency and the Implementation Support Unit only"),
        ("after_closing", "once the consultation has closed for all"),
        ("participants", "as soon as they are submitted"),
    ],
)
def test_where_it_is_empty_it_says_why_by_the_rule(rule, words):
    consultation = make_consultation(readers=rule)
    speak(consultation, make_member(), ("I-A1", "First words"), readers="offices")

    page = read(make_member(), consultation)

    assert "Nothing that you may read" in page
    assert words in page
    assert "First words" not in page


def test_it_tells_what_the_act_says_of_itself():
    consultation = make_consultation(readers="participants")
    listed = make_delegation("Listed State")
    speak(
        consultation,
        make_member(),
        ("I-A1", "First words"),
        is_preliminary=True,
        on_behalf_of="The small group",
        aligned=(listed,),
        cover_letter="For the President",
    )
    speak(consultation, make_member(make_delegation("Silent State")), is_no_comments=True)

    page = read(make_member(), consultation)

    for words in ("Preliminary", "On behalf of The small group", "Listed State", "Silent State"):
        assert words in page
    assert "For the President" not in page


def worn_out(readers="public"):
    """A consultation with everything said that others must never read, and its draft's plan."""
    isu = make_isu()
    draft = make_draft(make_plan(), circulation="public")
    consultation = make_consultation(draft, readers="public", actor=isu)
    actor = make_member()
    first = speak(consultation, actor, ("I-A1", "Old wording"), ("I-A1", "Regretted words"))
    old, regretted = first.comments.order_by("number")
    withdraw(regretted, actor=actor, reason="Why it went")
    new = replace_comment(
        old,
        actor=actor,
        form_key=uuid4(),
        reason_for_change="Why it changed",
        text="New wording",
    )
    mark_ready(new, actor=actor)
    speak(consultation, actor)
    speak(consultation, actor, ("I-A1", "For the offices"), readers="offices")
    make_comment(consultation, actor, text="Inside words")
    with clock.at(consultation.closes_at + DAY):
        speak(consultation, actor, ("I-A1", "Late words"))
    new.refresh_from_db()
    return consultation, actor, new, (old, regretted)


NEVER = (
    "Old wording",
    "Regretted words",
    "Why it changed",
    "Why it went",
    "For the offices",
    "Inside words",
    "after closing",
    "Replaces",
)


@pytest.mark.parametrize("is_public", [True, False])
def test_nothing_more_than_that_shows_on_any_page(is_public):
    consultation, actor, new, gone = worn_out()
    reader = None if is_public else make_member()
    uid = element(consultation.plan, "Draw up").uid
    plan = consultation.plan.slug
    client = sign_in(Client(), reader) if reader else Client()

    with clock.at(consultation.closes_at + 2 * DAY):
        pages = [
            client.get(reverse("consultations:contributions", args=[plan, 1])),
            client.get(reverse("consultations:element_read", args=[plan, uid])),
            client.get(reverse("consultations:plan_read", args=[plan])),
            client.get(reverse("consultations:home")),
        ]
        if reader:
            pages.append(
                client.get(reverse("consultations:comment_read", args=[plan, 1, new.form_key]))
            )
            pages.append(client.get(reverse("consultations:consultation_read", args=[plan, 1])))
        lost = [
            client.get(reverse("consultations:comment_read", args=[plan, 1, each.form_key]))
            for each in gone
        ]

    shown = [page.content.decode() for page in pages]
    assert "New wording" in shown[0]
    assert "Late words" in shown[0]
    assert "New wording" in shown[1]
    for page in shown:
        assert actor.person.name not in page
        for words in NEVER:
            assert words not in page, words
    assert {page.status_code for page in lost} == {302 if is_public else 404}


def test_the_offices_still_read_what_replaced_what():
    consultation, _actor, new, _gone = worn_out()

    page = read(make_isu(), consultation, name="comment_read", more=[new.form_key])

    assert "Why it changed" in page


def test_the_public_reads_what_is_posted_once_it_has_closed_for_all():
    consultation, *_rest = worn_out()
    isu = make_isu()
    later = consultation.closes_at + 5 * DAY
    grant_extension(consultation, make_delegation(), actor=isu, closes_at=later, reason="Asked")
    address = reverse("consultations:contributions", args=[consultation.plan.slug, 1])

    def status(moment):
        with clock.at(moment):
            return Client().get(address).status_code

    open_, closed, last = (clock.now(), consultation.closes_at + 2 * DAY, later + DAY)
    assert [status(moment) for moment in (open_, closed, last)] == [404, 404, 200]
    with clock.at(last):
        home = Client().get(reverse("consultations:home")).content.decode()
    assert address in home


def test_the_public_does_not_read_what_is_for_those_who_take_part():
    draft = make_draft(circulation="public")
    consultation = make_consultation(draft, readers="public")
    speak(consultation, make_member(), ("I-A1", "For those taking part"), readers="participants")

    with clock.at(consultation.closes_at + DAY):
        page = read(None, consultation)
        theirs = read(make_member(), consultation)

    assert "For those taking part" not in page
    assert "For those taking part" in theirs


def test_others_learn_no_number_for_it_counts_what_they_may_not_know():
    consultation, actor = make_consultation(readers="participants"), make_member()
    speak(consultation, actor, ("I-A1", "For the offices"), readers="offices")
    shared = speak(consultation, actor, ("I-A1", "Shared words"), readers="participants")
    comment, other = shared.comments.get(), make_member()

    pages = [
        read(other, consultation),
        read(other, consultation, name="comment_read", more=[comment.form_key]),
        read(other, consultation, name="comment_align", more=[comment.form_key]),
    ]

    for page in pages:
        assert "Shared words" in page
        assert "omment 2" not in page
        assert f"{actor.delegation.name}, 2" not in page
    assert "comment 2" in read(actor, consultation)
    assert "Comment 2" in read(
        make_isu(), consultation, name="comment_read", more=[comment.form_key]
    )


def test_staff_are_led_to_the_desk():
    consultation = make_consultation()
    client = sign_in(Client(), make_isu())

    answer = client.get(reverse("consultations:contributions", args=[consultation.plan.slug, 1]))

    assert answer.url == reverse("consultations:desk", args=[consultation.plan.slug, 1])


def test_tallies_count_only_what_their_reader_may_read():
    consultation, own = make_consultation(readers="participants"), make_member()
    draft, plan = consultation.draft, consultation.plan
    uid = draft.units.get(reference="II.a-Q1").uid
    yes, no = [("II.a-Q1", {"choice": "yes"})], [("II.a-Q1", {"choice": "no"})]
    speak(consultation, make_member(), answers=yes)
    speak(consultation, make_member(), answers=no, readers="offices")
    make_answer(consultation, make_member(), choice="unsure")

    def tallied(reader, name, more=()):
        client = sign_in(Client(), reader)
        return client.get(reverse(f"consultations:{name}", args=more)).content.decode()

    place = [plan.slug, 1]
    for page in (
        tallied(own, "contributions", place),
        tallied(own, "element_read", [plan.slug, uid]),
        tallied(own, "answer_write", [*place, uid]),
    ):
        assert "Yes 1</p>" in page
        assert "No 1" not in page
    for page in (
        tallied(make_isu(), "element_read", [plan.slug, uid]),
        sign_in(Client(), make_isu())
        .get(reverse("consultations:desk", args=place) + "?show=answers")
        .content.decode(),
    ):
        assert "Yes 1, No 1</p>" in page
        assert "Unsure 1" not in page


def test_marks_are_tallied_element_by_element():
    consultation, reader = make_consultation(readers="participants"), make_member()
    draft = consultation.draft
    first, second = (draft.units.get(reference=f"II.a-A{n}") for n in (1, 2))
    for mark in ("appropriate", "not_appropriate"):
        marks = {"marks": {first: mark, second: "appropriate"}}
        speak(consultation, make_member(), answers=[("II.a-Q2", marks)])

    page = read(reader, consultation)

    assert "II.a-A1: appropriate 1, not appropriate 1" in page
    assert "II.a-A2: appropriate 2, not appropriate 0" in page


def test_what_precedes_the_first_part_is_found_under_the_front():
    consultation = make_consultation(readers="participants")
    front = consultation.draft.units.filter(section_path="").exclude(kind="heading").first()
    speak(
        consultation, make_member(), (front.reference, "Before all parts"), ("I-A1", "Within one")
    )

    page = read(make_member(), consultation, "?section=front")

    assert ("Before all parts" in page, "Within one" in page) == (True, False)
