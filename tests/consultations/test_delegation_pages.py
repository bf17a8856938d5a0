from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from consultations.models import Answer, Comment, Submission
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment, withdraw
from delegations.operations import end_membership, merge_delegations
from lap_portal import clock
from tests.builders.desk import make_point, make_round, make_synthesis
from tests.builders.people import capacity, make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import make_draft, make_plan, unit
from tests.builders.talk import make_answer, make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db

SECRET = "Quelque chose d'inachevé"


def at(name, consultation, *more):
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def typed(**words):
    return {
        "form_key": str(uuid4()),
        "based_on": "",
        "place": "on",
        "text": "This needs a date.",
        "proposal": "",
        "language": "en",
        **words,
    }


def test_a_comment_is_written_beside_its_words_and_read_back(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    action = unit(consultation.draft, "I-A1")
    address = at("comment_create", consultation, action.uid)

    page = client.get(address)
    saved = client.post(address, typed(text="One\r\nTwo"), follow=True)

    assert action.revision.text in page.content.decode()
    assert "Visible to your delegation only" in page.content.decode()
    assert Comment.objects.get().text == "One\nTwo"
    assert saved.status_code == 200
    assert saved.redirect_chain == [
        (at("comment_read", consultation, Comment.objects.get().form_key), 302)
    ]


def test_the_form_offers_the_words_in_force_and_counts_them_as_no_proposal(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    action = unit(consultation.draft, "I-A1")
    address = at("comment_create", consultation, action.uid)
    form = client.get(address).context["form"]
    words = form["proposal"].value()

    client.post(address, typed(proposal=words.replace("\n", "\r\n")))
    client.post(address, typed(proposal=words + " By 2031."))

    assert words == action.revision.text
    assert list(Comment.objects.order_by("pk").values_list("proposal", flat=True)) == [
        "",
        words + " By 2031.",
    ]


def test_asked_for_by_htmx_the_form_comes_alone(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    action = unit(consultation.draft, "I-A1")

    page = client.get(
        at("comment_create", consultation, action.uid), headers={"hx-request": "true"}
    )

    assert "<html" not in page.content.decode()
    assert 'name="text"' in page.content.decode()


def test_a_refused_comment_comes_back_with_everything_typed(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    address = at("comment_create", consultation, unit(consultation.draft, "I-A1").uid)

    page = client.post(address, typed(text=" ", reason=SECRET))
    too_long = client.post(address, typed(text="a" * 20_001 + SECRET))

    assert "Write a comment" in page.content.decode()
    assert SECRET.replace("'", "&#x27;") in page.content.decode()
    assert SECRET.replace("'", "&#x27;") in too_long.content.decode()
    assert not Comment.objects.exists()


def test_words_sent_after_a_hard_closing_come_back_with_the_reason(client):
    consultation, actor = make_consultation(late="refused"), make_member()
    sign_in(client, actor)
    address = at("comment_create", consultation, unit(consultation.draft, "I-A1").uid)

    with clock.at(consultation.closes_at):
        shown = client.get(address)
        sent = client.post(address, typed(text="An hour of work"))

    assert shown.status_code == sent.status_code == 403
    assert "late contributions are not received" in sent.content.decode()
    assert "An hour of work" in sent.content.decode()


def test_a_comment_changed_in_another_window_comes_back_with_both_texts(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    comment = make_comment(consultation, actor, text="First")
    before = comment.stamp
    make_comment(consultation, actor, text="Colleague", form_key=comment.form_key)
    address = at("comment_revise", consultation, comment.form_key)
    mine = typed(form_key=str(comment.form_key), based_on=before, text="Mine")

    page = client.post(address, mine)
    again = client.post(address, mine | {"based_on": page.context["form"]["based_on"].value()})

    assert page.status_code == 409
    assert "Colleague" in page.content.decode()
    assert "Mine" in page.content.decode()
    assert again.status_code == 302
    assert Comment.objects.get().text == "Mine"


def test_a_form_sent_again_after_submission_changes_nothing_and_loses_no_words(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    address = at("comment_create", consultation, unit(consultation.draft, "I-A1").uid)
    form = typed()
    client.post(address, form)
    make_submission_of_all(consultation, actor)

    same = client.post(address, form, follow=True)
    other = client.post(address, form | {"text": "Something else"})

    assert "nothing was changed" in same.content.decode()
    assert "submitted meanwhile" in other.content.decode()
    assert "Something else" in other.content.decode()
    assert Comment.objects.get().text == form["text"]


def make_submission_of_all(consultation, actor):
    for comment in Comment.objects.filter(delegation=actor.delegation, state="in_preparation"):
        mark_ready(comment, actor=actor)
    make_submission(consultation, actor, texts=())


def test_a_comment_on_the_whole_draft_and_on_what_is_missing(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    missing = at("comment_create", consultation, unit(consultation.draft, "I-A2").uid)

    page = client.get(f"{missing}?place=missing_after")
    client.post(missing, typed(place="missing_after", text="", proposal="Also do this."))
    client.post(at("comment_on_draft", consultation), typed(place="draft"))

    assert page.context["form"]["proposal"].value() == ""
    assert set(Comment.objects.values_list("place", flat=True)) == {"missing_after", "draft"}


def test_a_single_person_submits_with_one_button(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    going = make_comment(consultation, actor)
    staying = make_comment(consultation, actor, "I-A2")

    shown = client.get(at("workspace", consultation))
    page = client.get(at("submission_create", consultation))
    done = client.post(
        at("submission_create", consultation), {"listed": [going.stamp]}, follow=True
    )

    assert "Submit 2 contributions" in shown.content.decode()
    assert page.content.decode().count('name="listed"') == 2
    assert Submission.objects.get().digest in done.content.decode()
    staying.refresh_from_db()
    assert staying.state == "in_preparation"


def test_the_page_says_what_goes_and_what_stays_behind(client):
    consultation, actor = make_consultation(), make_member()
    colleague = make_member(actor.delegation, "member")
    mark_ready(make_comment(consultation, colleague, text="This goes"), actor=colleague)
    make_comment(consultation, colleague, "I-A2", text="Unfinished thought")
    sign_in(client, actor)

    page = client.get(at("submission_create", consultation)).content.decode()

    assert "This goes" in page
    assert "Unfinished thought" not in page
    assert "This stays behind" in page
    assert "Missing after" not in page


def test_what_changed_since_the_page_was_shown_is_not_submitted(client):
    consultation, actor = make_consultation(), make_member()
    make_member(actor.delegation, "member")
    comment = mark_ready(make_comment(consultation, actor), actor=actor)
    sign_in(client, actor)
    mark_ready(make_comment(consultation, actor, "I-A2"), actor=actor)

    page = client.post(at("submission_create", consultation), {"listed": [comment.stamp]})

    assert page.status_code == 409
    assert "Nothing was submitted" in page.content.decode()
    assert not Submission.objects.exists()


def test_a_double_click_ends_on_the_same_receipt(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    comment = make_comment(consultation, actor)
    address, listed = at("submission_create", consultation), {"listed": [comment.stamp]}

    first, second = client.post(address, listed), client.post(address, listed)

    assert first.url == second.url == at("submission_read", consultation, 1)


def test_a_member_reads_that_the_focal_point_submits(client):
    consultation, actor = make_consultation(), make_member()
    member = make_member(actor.delegation, "member")
    mark_ready(make_comment(consultation, member), actor=member)
    sign_in(client, member)

    shown = client.get(at("workspace", consultation))
    refused = client.post(at("submission_create", consultation), {})

    assert f"{actor.person.name} submits for your delegation." in shown.content.decode()
    assert client.get(at("submission_create", consultation)).status_code == 403
    assert refused.status_code == 403


def test_questions_are_answered_in_their_shape(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    yes_no, per_element, in_words = (unit(consultation.draft, f"II.a-Q{n}") for n in (1, 2, 3))
    marked = unit(consultation.draft, "II.a-A1")

    for question, said in (
        (yes_no, {"choice": "unsure", "text": "Awaiting capital"}),
        (per_element, {f"mark_{marked.uid}": "not_appropriate", "ready": "1"}),
        (in_words, {"text": "Much else."}),
    ):
        address = at("answer_write", consultation, question.uid)
        assert client.get(address).status_code == 200
        assert client.post(address, said).status_code == 302
        assert client.get(address).status_code == 200

    answers = list(Answer.objects.order_by("unit__order"))
    assert [answer.choice for answer in answers] == ["unsure", "", ""]
    assert [answer.state for answer in answers] == ["in_preparation", "ready", "in_preparation"]
    assert answers[1].marks.get().mark == "not_appropriate"


def test_an_answer_goes_the_whole_way(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    uid = unit(consultation.draft, "II.a-Q1").uid
    client.post(at("answer_write", consultation, uid), {"choice": "yes"})

    client.post(at("answer_ready", consultation, uid))
    client.post(at("answer_take_back", consultation, uid))
    listed = Answer.objects.get().stamp
    client.post(at("submission_create", consultation), {"listed": [listed]})
    shown = client.get(at("answer_withdraw", consultation, uid))
    client.post(at("answer_withdraw", consultation, uid), {"reason": "A slip"})

    assert shown.status_code == 200
    assert Answer.objects.get().state == "withdrawn"
    assert "A slip" in client.get(at("workspace", consultation)).content.decode()


def test_a_comment_goes_the_whole_way(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    comment = make_comment(consultation, actor)
    key = comment.form_key

    for name in ("comment_read", "comment_revise", "comment_discard"):
        assert client.get(at(name, consultation, key)).status_code == 200
    client.post(at("comment_ready", consultation, key))
    client.post(at("comment_take_back", consultation, key))
    client.post(at("submission_create", consultation), {"listed": [comment.stamp]})
    assert client.get(at("comment_replace", consultation, key)).status_code == 200
    replaced = client.post(
        at("comment_replace", consultation, key),
        typed(text="By 2031.", reason_for_change="A slip"),
        follow=True,
    )
    new = Comment.objects.get(replaces=comment)
    client.post(at("comment_discard", consultation, new.form_key))
    assert client.get(at("comment_withdraw", consultation, key)).status_code == 200
    client.post(at("comment_withdraw", consultation, key), {"reason": "Said by mistake"})

    assert "Replaces comment 1: A slip" in replaced.content.decode()
    assert not Comment.objects.filter(pk=new.pk).exists()
    assert Comment.objects.get().state == "withdrawn"
    receipt = client.get(at("submission_read", consultation, 1)).content.decode()
    assert "Said by mistake" in receipt


def test_a_redline_of_what_is_typed_is_shown_and_stored_nowhere(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    action = unit(consultation.draft, "I-A1")

    page = client.post(
        at("redline_preview", consultation, action.uid),
        {"proposal": action.revision.text.replace("year", "month"), "place": "on"},
    ).content.decode()

    assert "<ins>" in page
    assert "month" in page
    assert not Comment.objects.exists()


OWN_PAGES = ["comment_read", "comment_revise", "comment_discard", "comment_replace"]


@pytest.mark.parametrize("name", [*OWN_PAGES, "comment_withdraw"])
def test_what_is_inside_is_unknown_to_everybody_else(client, name):
    consultation, actor = make_consultation(), make_member()
    comment = mark_ready(make_comment(consultation, actor, text=SECRET), actor=actor)

    for stranger in (make_member(), make_presidency(), make_isu()):
        sign_in(client, stranger)
        assert client.get(at(name, consultation, comment.form_key)).status_code == 404
        assert client.post(at("comment_ready", consultation, comment.form_key)).status_code == 404


def test_nothing_inside_shows_on_anybody_elses_page(client):
    consultation, actor = make_consultation(), make_member()
    mark_ready(make_comment(consultation, actor, text=SECRET), actor=actor)
    mark_ready(make_answer(consultation, actor, choice="yes", text=SECRET), actor=actor)
    action, question = (unit(consultation.draft, r) for r in ("I-A1", "II.a-Q1"))
    addresses = [
        consultation.get_absolute_url(),
        consultation.draft.get_absolute_url(),
        consultation.plan.get_absolute_url(),
        at("workspace", consultation),
        at("submission_create", consultation),
        at("desk", consultation),
        at("comment_create", consultation, action.uid),
        at("answer_write", consultation, question.uid),
    ]

    for stranger in (make_member(), make_presidency(), make_isu()):
        sign_in(client, stranger)
        for address in addresses:
            page = client.get(address).content.decode()
            assert "inachev" not in page, address


def test_a_submitted_comment_tells_staff_nothing_of_who_wrote_it_inside(client):
    consultation, actor = make_consultation(), make_member()
    colleague = make_member(actor.delegation, "member")
    comment = mark_ready(make_comment(consultation, colleague), actor=colleague)
    make_submission(consultation, actor, texts=())
    sign_in(client, make_presidency())

    page = client.get(at("comment_read", consultation, comment.form_key)).content.decode()

    assert comment.text in page
    assert colleague.person.name not in page


@pytest.mark.parametrize("name", ["workspace", "submission_create", "comment_on_draft"])
def test_staff_have_no_workspace(client, name):
    consultation = make_consultation()

    for staff in (make_presidency(), make_isu()):
        sign_in(client, staff)
        page = client.get(at(name, consultation))
        assert page.status_code == 403
        assert "delegation" in page.content.decode()


def test_nobody_reads_a_receipt_of_another_delegation(client):
    consultation = make_consultation()
    make_submission(consultation, make_member())

    sign_in(client, make_member())
    assert client.get(at("submission_read", consultation, 1)).status_code == 404
    sign_in(client, make_presidency())
    assert client.get(at("submission_read", consultation, 1)).status_code == 403


def test_a_member_removed_in_mid_session_finds_nothing_any_more(client):
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)
    sign_in(client, actor)
    end_membership(actor.person.memberships.get(), actor=make_isu(), reason="Left the mission")

    for address in (
        at("workspace", consultation),
        at("comment_read", consultation, comment.form_key),
        at("comment_on_draft", consultation),
    ):
        page = client.get(address)
        assert page.status_code in {302, 404}
        assert comment.text not in page.content.decode()
    client.post(at("comment_on_draft", consultation), typed(place="draft"))
    assert Comment.objects.count() == 1


def test_a_planned_consultation_is_known_to_staff_only(client):
    consultation = make_consultation(opens_in=timedelta(days=1))

    sign_in(client, make_member())
    for address in (consultation.get_absolute_url(), at("workspace", consultation)):
        assert client.get(address).status_code == 404
    sign_in(client, make_presidency())
    page = client.get(consultation.get_absolute_url())
    assert "not yet open" in page.content.decode()


def test_what_is_not_in_the_draft_is_not_found(client):
    consultation, actor = make_consultation(), make_member()
    elsewhere = unit(make_draft(make_plan(slug="other")), "I-A1")
    sign_in(client, actor)

    for address in (
        at("comment_create", consultation, elsewhere.uid),
        at("comment_create", consultation, "nosuchid"),
        at("answer_write", consultation, unit(consultation.draft, "I-A1").uid),
        at("comment_read", consultation, uuid4()),
        at("submission_read", consultation, 7),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "broken",
    [
        {"form_key": "no key"},
        {"place": "nowhere"},
        {"type": "wild"},
        {"position": "wild"},
        {"language": "xx"},
        {"passage_start": "-1", "passage_end": "10000000000000000000000"},
        {"passage_start": "0", "passage_end": "4", "passage_words": "XXXX"},
        {"text": "a\x00b"},
        {"text": "\ud800".encode("utf-16", "surrogatepass").decode("latin-1")},
        {"based_on": "x" * 1000},
    ],
)
def test_broken_forms_come_back_and_nothing_breaks(client, broken):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)

    page = client.post(
        at("comment_create", consultation, unit(consultation.draft, "I-A1").uid), typed(**broken)
    )

    assert page.status_code in {200, 409}
    assert not Comment.objects.exists()


def test_the_workspace_costs_the_same_with_many_comments(client, django_assert_num_queries):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    action = unit(consultation.draft, "II.a-A1")
    make_answer(consultation, actor, "II.a-Q2", marks={action: "appropriate"})
    for number in range(5):
        make_comment(consultation, actor, "I-A2", text=str(number), proposal=f"Another {number}")
        make_submission(consultation, actor, texts=(str(number),))
    make_answer(consultation, actor, "II.a-Q1")

    with django_assert_num_queries(WORKSPACE_QUERIES):
        client.get(at("workspace", consultation))


def test_a_receipt_costs_the_same_with_many_comments(client, django_assert_num_queries):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    mark_ready(make_answer(consultation, actor), actor=actor)
    make_submission(consultation, actor, texts=("One", "Two", "Three", "Four"))

    with django_assert_num_queries(RECEIPT_QUERIES):
        client.get(at("submission_read", consultation, 1))


# Of these, three find the person and the capacity, one finds the consultation, and one says
# whether contributions are still received.
WORKSPACE_QUERIES = 17
RECEIPT_QUERIES = 12


def test_the_isu_opens_a_consultation_in_the_zone_it_chooses(client):
    draft = make_draft()
    sign_in(client, make_isu())
    address = reverse("consultations:consultation_create", args=[draft.plan.slug])
    opens = clock.now() + timedelta(days=1)

    shown = client.get(f"{address}?draft=1")
    done = client.post(
        address,
        {
            "title": "First round",
            "draft": draft.pk,
            "opens_at": "2150-06-01T09:00",
            "closes_at": "2150-06-26T18:00",
            "time_zone": "Europe/Zurich",
            "late": "received",
            "readers": "offices",
        },
        follow=True,
    )

    assert shown.status_code == 200
    consultation = draft.consultations.get()
    assert consultation.closes_at.hour == 16
    assert opens < consultation.opens_at
    assert "18:00 Geneva time" in done.content.decode()


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"opens_at": "tomorrow"}, "Give a date and a time"),
        ({"opens_at": "2150-06-01T09:00+02:00"}, "Give a date and a time"),
        ({"closes_at": "2030-03-31T02:30"}, "does not exist in that zone"),
        ({"closes_at": "2020-06-01T09:00"}, "closes after it opens"),
        ({"time_zone": "Mars/Base"}, "Select a valid choice"),
        ({"draft": "99999"}, "Select a valid choice"),
        ({"title": ""}, "required"),
    ],
)
def test_a_consultation_that_cannot_be_comes_back_with_a_sentence(client, broken, sentence):
    draft = make_draft()
    sign_in(client, make_isu())
    address = reverse("consultations:consultation_create", args=[draft.plan.slug])
    form = {
        "title": "First round",
        "draft": draft.pk,
        "opens_at": "2150-06-01T09:00",
        "closes_at": "2150-06-26T18:00",
        "time_zone": "Europe/Zurich",
        "late": "received",
        "readers": "offices",
        "guidance": SECRET,
    }

    page = client.post(address, form | broken)

    assert sentence in page.content.decode()
    assert "inachev" in page.content.decode()


@pytest.mark.parametrize("named", ["9" * 5_000, "9" * 30, "²", "-1", ""])
def test_a_number_that_no_draft_can_have_names_none(client, named):
    draft = make_draft()
    sign_in(client, make_isu())

    page = client.get(
        reverse("consultations:consultation_create", args=[draft.plan.slug]), {"draft": named}
    )

    assert page.status_code == 200


def test_nobody_but_the_isu_finds_a_form_to_open_one(client):
    draft = make_draft()
    consultation = make_consultation(draft)
    addresses = [
        reverse("consultations:consultation_create", args=[draft.plan.slug]),
        at("consultation_revise_instants", consultation),
    ]

    for stranger in (make_member(), make_presidency()):
        sign_in(client, stranger)
        assert {client.get(address).status_code for address in addresses} == {403}


def test_the_isu_puts_off_the_closing(client):
    consultation = make_consultation()
    sign_in(client, make_isu())
    address = at("consultation_revise_instants", consultation)
    form = client.get(address).context["form"]
    same = {name: form[name].value() for name in ("opens_at", "closes_at")}

    refused = client.post(address, same | {"reason": ""})
    client.post(address, same | {"closes_at": "2150-06-26T18:00", "reason": "Asked for"})

    assert refused.status_code == 200
    before = consultation.opens_at
    consultation.refresh_from_db()
    assert (consultation.opens_at, consultation.closes_at.year) == (before, 2150)


def test_the_page_of_a_consultation_says_what_to_do_next(client):
    consultation, actor = (
        make_consultation(guidance="Be brief.", covering_letter="Dear"),
        make_member(),
    )
    mark_ready(make_comment(consultation, actor), actor=actor)
    sign_in(client, actor)

    page = client.get(consultation.get_absolute_url()).content.decode()

    for words in ("Be brief.", "Dear", "1 to submit", "Submit 1 contribution", "After closing"):
        assert words in page


def test_the_page_of_a_closed_consultation_speaks_of_what_was(client):
    around = make_round()
    make_point(around.consultation, around.presidency)
    make_synthesis(around.consultation, around.presidency)
    sign_in(client, around.first)

    page = client.get(around.consultation.get_absolute_url()).content.decode()
    own = client.get(at("workspace", around.consultation)).content.decode()

    assert "<dt>Opened</dt>" in page
    assert "<dt>Closed</dt>" in page
    assert "After closing" not in page
    assert "Unanswered questions" not in own


def test_what_a_single_person_left_unticked_stays_unticked_when_the_page_comes_back(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    going, staying = (make_comment(consultation, actor, at_) for at_ in ("I-A1", "I-A2"))
    old = going.stamp
    make_comment(consultation, actor, text="Newer", form_key=going.form_key)
    address = at("submission_create", consultation)

    stale = client.post(address, {"listed": [old]})
    none = client.post(address, {})

    going.refresh_from_db()
    assert stale.status_code == 409
    assert stale.context["ticked"] == {going.stamp}
    assert none.context["ticked"] == set()
    assert "Tick at least one contribution." in none.content.decode()
    assert "submits what is ticked below" in none.content.decode()
    assert not Submission.objects.exists()


def test_one_person_has_nothing_to_mark_as_ready(client):
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor)
    pages = [
        at("workspace", consultation),
        at("comment_read", consultation, comment.form_key),
        at("comment_revise", consultation, comment.form_key),
        at("answer_write", consultation, unit(consultation.draft, "II.a-Q1").uid),
    ]
    sign_in(client, actor)
    alone = [client.get(page).content.decode() for page in pages]
    make_member(actor.delegation, "member")

    together = [client.get(page).content.decode() for page in pages]

    assert not any("ready" in page for page in alone)
    assert all("ark as ready" in page for page in together)


def test_the_list_runs_as_the_text_does_answers_among_comments(client):
    consultation, actor = make_consultation(), make_member()
    make_comment(consultation, actor, "II.a-A1")
    make_answer(consultation, actor, "II.a-Q1")
    make_comment(consultation, actor, "I-A1")
    make_comment(consultation, actor, None)
    sign_in(client, actor)

    page = client.get(at("workspace", consultation))

    orders = [said.unit.order if said.unit else -1 for said in going(page)]
    assert orders == sorted(orders)
    assert len(orders) == 4


def going(page):
    return [entry.said for entry in page.context["page"].going]


def test_after_a_merge_the_page_lists_what_can_go_and_nothing_of_the_other_entry(client):
    consultation, isu = make_consultation(), make_isu()
    speaker, survivor = make_member(actor=isu), make_member(actor=isu)
    make_submission(consultation, speaker, texts=("Said by the other",))
    mark_ready(make_comment(consultation, speaker), actor=speaker)
    mine = make_submission(consultation, survivor, texts=("Said by us",))
    mark_ready(make_comment(consultation, survivor), actor=survivor)
    moved = merge(speaker, survivor, isu)
    sign_in(client, moved)

    page = client.get(at("workspace", consultation))
    own = client.get(at("submission_read", consultation, 1))
    other = client.get(at("submission_read", consultation, 1), {"entry": speaker.delegation.pk})

    assert [said.delegation for said in going(page)] == [survivor.delegation]
    assert len(page.context["page"].left_over) == 1
    assert page.content.decode().count(">Withdraw<") == 0
    assert own.context["page"].submission == mine
    assert "Said by the other" in other.content.decode()
    assert f"1/?entry={speaker.delegation.pk}" in page.content.decode()


def merge(speaker, survivor, isu):
    merge_delegations(
        speaker.delegation, into=survivor.delegation, actor=isu, reason="Entered twice"
    )
    return capacity(speaker.person, survivor.key)


def test_a_receipt_says_what_was_replaced_or_withdrawn_since(client):
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor, texts=("One", "Two"))
    before = client_page(sign_in(client, actor), consultation)
    comment = Comment.objects.get(number=1)
    replace_comment(
        comment, actor=actor, form_key=uuid4(), reason_for_change="Unclear", text="Better"
    )
    make_submission_of_all(consultation, actor)
    withdraw(Comment.objects.get(number=2), actor=actor, reason="A slip")

    after = client_page(client, consultation)

    assert "State of what was submitted, on" not in before
    assert "State of what was submitted, on" in after
    assert "replaced " in after
    assert "withdrawn " in after


def client_page(client, consultation):
    return client.get(at("submission_read", consultation, 1)).content.decode()


def test_the_reason_of_a_replacement_is_offered_again_and_can_change_alone(client):
    consultation, actor = make_consultation(), make_member()
    make_submission(consultation, actor)
    fresh = replace_comment(
        Comment.objects.get(),
        actor=actor,
        form_key=uuid4(),
        reason_for_change="Unclear",
        text="Better",
    )
    sign_in(client, actor)
    address = at("comment_revise", consultation, fresh.form_key)
    form = client.get(address).context["form"]
    words = {name: form[name].value() or "" for name in form.fields}

    saved = client.post(address, words | {"reason_for_change": "Instructed"})

    fresh.refresh_from_db()
    assert words["reason_for_change"] == "Unclear"
    assert saved.status_code == 302
    assert (fresh.text, fresh.reason_for_change) == ("Better", "Instructed")


def test_after_an_answer_the_next_unanswered_question_is_one_click_away(client):
    consultation, actor = make_consultation(), make_member()
    make_answer(consultation, actor, "II.a-Q2", text="Yes.")
    sign_in(client, actor)
    first = at("answer_write", consultation, unit(consultation.draft, "II.a-Q1").uid)

    page = client.post(first, {"choice": "yes"}, follow=True)

    assert page.context["page"].unanswered.reference == "II.a-Q3"
    assert "Next unanswered question, II.a-Q3" in page.content.decode()


def test_words_of_another_language_say_so(client):
    consultation, actor = make_consultation(), make_member()
    comment = make_comment(consultation, actor, text="Il faut une date.", language="fr")
    sign_in(client, actor)

    page = client.get(at("comment_read", consultation, comment.form_key)).content.decode()

    assert re.search(r'lang="fr"\s+dir="auto"', page)


def test_no_form_keeps_words_for_another_person_or_capacity(client):
    consultation, actor = make_consultation(), make_member()
    twice = make_member(person=actor.person)
    address = at("comment_create", consultation, unit(consultation.draft, "I-A1").uid)

    keys = set()
    for capacity_ in (actor, twice, make_member()):
        form = sign_in(client, capacity_).get(address).context["form"]
        keys.add(form.helper.attrs["data-keep"])

    assert len(keys) == 3
