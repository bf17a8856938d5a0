"""Nothing typed is lost: what is kept while one types, for whom, and when it comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from consultations.models import Comment, Reminder, Typed
from consultations.openings import LASTS, Opening, opening_of
from consultations.operations.commenting import discard
from consultations.operations.typing import (
    NUMBER_LIMIT,
    SIZE_LIMIT,
    forget_typed,
    keep_typed,
)
from consultations.queries.typing import brought_back
from delegations.operations import end_membership, erase_person
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import unit
from tests.builders.talk import make_answer, make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db

WORDS = "An hour of work, and a word in العربية"


def at(name, consultation, *more):
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def form_of(consultation, reference="I-A1"):
    return at("comment_create", consultation, unit(consultation.draft, reference).uid)


def opened(client, address):
    """The hidden fields of a form as its page gives them out."""
    page = client.get(address)
    form = page.context["form"]
    token = page.context["opened"].token
    assert f'value="{token}"' in page_of(page)
    fields = {name: form[name].value() for name in form.fields}
    return {n: v for n, v in fields.items() if v is not None} | {"keep": token}


def page_of(response):
    return response.content.decode()


def type_words(client, address, **words):
    """Open a form and type in it; return what was sent to be kept."""
    typed = opened(client, address) | words
    answer = client.post(reverse("consultations:typed_keep"), typed)
    assert answer.status_code == 200, page_of(answer)
    return typed


@pytest.fixture
def scene(client):
    consultation, actor = make_consultation(), make_member()
    sign_in(client, actor)
    return consultation, actor


def test_what_is_typed_comes_back_on_another_device_and_says_when(client, scene):
    consultation, actor = scene
    type_words(client, form_of(consultation), text=WORDS, position="concern")
    elsewhere = sign_in(Client(), actor)

    page = elsewhere.get(form_of(consultation))

    assert WORDS in page_of(page)
    assert page.context["form"]["position"].value() == "concern"
    assert "It is not saved yet" in page_of(page)
    assert not Comment.objects.exists()


def test_saving_forgets_what_was_typed(client, scene):
    consultation, _actor = scene
    typed = type_words(client, form_of(consultation), text=WORDS)

    client.post(form_of(consultation), typed)

    assert Comment.objects.get().text == WORDS
    assert not Typed.objects.exists()


def test_the_same_words_saved_from_a_second_opening_make_one_comment(client, scene):
    consultation, actor = scene
    typed = type_words(client, form_of(consultation), text=WORDS)
    again = opened(sign_in(Client(), actor), form_of(consultation))

    client.post(form_of(consultation), typed)
    client.post(form_of(consultation), again)

    assert Comment.objects.get().text == WORDS


def test_two_openings_with_other_words_are_both_kept_and_one_picks(client, scene):
    consultation, actor = scene
    elsewhere = sign_in(Client(), actor)
    second = opened(elsewhere, form_of(consultation))
    first = type_words(client, form_of(consultation), text="The first")
    elsewhere.post(reverse("consultations:typed_keep"), second | {"text": "The second"})

    page = client.get(form_of(consultation))
    other = page.context["opened"].back.others[0]
    picked = client.get(f"{form_of(consultation)}?typed={other.key}")

    assert page.context["form"]["text"].value() == "The second"
    assert other.beginning == "The first"
    assert picked.context["form"]["text"].value() == "The first"
    assert str(picked.context["form"]["form_key"].value()) == str(first["form_key"])
    client.post(form_of(consultation), first | {"text": "The first"})
    assert [row.fields["text"] for row in Typed.objects.all()] == [["The second"]]


def test_one_starts_afresh(client, scene):
    consultation, _actor = scene
    typed = type_words(client, form_of(consultation), text=WORDS)

    client.post(reverse("consultations:typed_forget"), {"keep": typed["keep"]}, follow=True)

    assert WORDS not in page_of(client.get(form_of(consultation)))


def test_nobody_else_reads_or_forgets_what_is_typed(client, scene):
    consultation, actor = scene
    typed = type_words(client, form_of(consultation), text=WORDS)
    colleague = make_member(actor.delegation, "member")

    for reader in (colleague, make_member(), make_isu(), make_presidency()):
        other = sign_in(Client(), reader)
        assert WORDS not in page_of(other.get(form_of(consultation)))
        forgotten = other.post(reverse("consultations:typed_forget"), {"keep": typed["keep"]})
        assert forgotten.status_code == 404
        picked = other.get(f"{form_of(consultation)}?typed={Typed.objects.get().pk}")
        assert WORDS not in page_of(picked)
    assert Typed.objects.exists()


def test_after_leaving_the_delegation_it_is_out_of_reach_but_what_is_sent_is_given_back(
    client, scene
):
    consultation, actor = scene
    typed = type_words(client, form_of(consultation), text=WORDS)
    end_membership(actor.person.memberships.get(), actor=make_isu(), reason="Left")

    shown = client.get(form_of(consultation), follow=True)
    sent = client.post(form_of(consultation), typed)

    assert WORDS not in page_of(shown)
    assert sent.status_code == 409
    assert "no longer hold the capacity" in page_of(sent)
    assert WORDS in page_of(sent)
    assert not Comment.objects.exists()


def test_words_sent_after_the_session_ended_come_back_after_signing_in(client, scene):
    consultation, actor = scene
    typed = opened(client, form_of(consultation)) | {"text": WORDS}
    Session.objects.all().delete()

    sent = client.post(form_of(consultation), typed)
    stranger = sign_in(Client(), make_member())
    back = sign_in(client, actor).get(sent["Location"].partition("next=")[2])

    assert sent.status_code == 302
    assert "/accounts/login/" in sent["Location"]
    assert WORDS not in page_of(stranger.get(form_of(consultation)))
    assert WORDS in page_of(back)
    client.post(form_of(consultation), opened(client, form_of(consultation)))
    assert Comment.objects.get().text == WORDS
    assert not Typed.objects.exists()


def test_what_is_typed_after_the_session_ended_is_kept_for_its_author(client, scene):
    consultation, _actor = scene
    typed = opened(client, form_of(consultation)) | {"text": WORDS}
    Session.objects.all().delete()

    answer = client.post(reverse("consultations:typed_keep"), typed)

    assert "Sign in again" in page_of(answer)
    assert Typed.objects.get().fields["text"] == [WORDS]


def test_a_form_opened_by_somebody_else_saves_nothing_and_keeps_it_for_nobody(client, scene):
    consultation, _actor = scene
    typed = opened(client, form_of(consultation)) | {"text": WORDS}
    other = sign_in(Client(), make_member())

    kept = other.post(reverse("consultations:typed_keep"), typed)
    sent = other.post(form_of(consultation), typed)

    assert kept.status_code == sent.status_code == 409
    assert "Somebody else opened this form" in page_of(sent)
    assert WORDS in page_of(sent)  # of whoever sent them
    assert not Comment.objects.exists()
    assert not Typed.objects.exists()
    assert WORDS not in page_of(client.get(form_of(consultation)))


def test_a_token_that_changed_meanwhile_loses_no_word():
    consultation, actor = make_consultation(), make_member()
    strict = sign_in(Client(enforce_csrf_checks=True), actor)
    typed = opened(strict, form_of(consultation)) | {"text": WORDS}

    sent = strict.post(form_of(consultation), typed)

    assert sent.status_code == 403
    assert WORDS in page_of(sent)
    assert f'href="{form_of(consultation)}"' in page_of(sent)
    assert WORDS in page_of(strict.get(form_of(consultation)))


def test_a_consultation_closed_hard_meanwhile_shows_the_words_and_where_to_send_them(
    client, settings
):
    settings.PORTAL_SUBMISSIONS_ADDRESS = "lap@isu.example"
    consultation, actor = make_consultation(late="refused"), make_member()
    sign_in(client, actor)
    typed = opened(client, form_of(consultation)) | {"text": WORDS}

    with clock.at(consultation.closes_at):
        sent = client.post(form_of(consultation), typed)
        later = client.get(form_of(consultation))

    for page in (sent, later):
        assert page.status_code == 403
        assert WORDS in page_of(page)
        assert "late contributions are not received" in page_of(page)
        assert "lap@isu.example" in page_of(page)
    assert not Comment.objects.exists()


def test_a_text_far_over_the_limit_comes_back_whole(client, scene):
    consultation, _actor = scene
    typed = opened(client, form_of(consultation)) | {"text": "word " * 400_000 + WORDS}

    sent = client.post(form_of(consultation), typed)
    kept = client.post(reverse("consultations:typed_keep"), typed)

    assert sent.status_code == 200
    assert "at most 20,000 fit" in page_of(sent)
    assert WORDS in page_of(sent)
    assert kept.status_code == 413
    assert not Comment.objects.exists()


def test_what_no_database_holds_is_kept_as_a_mark(scene):
    consultation, actor = scene
    opening = Opening(actor.person.pk, actor.key, form_of(consultation), "a")

    keep_typed(opening, {"text": ["a\x00b\ud800c"]})

    assert Typed.objects.get().fields == {"text": ["a\ufffdb\ufffdc"]}


def test_of_one_person_only_so_much_is_kept_and_nothing_for_long(scene):
    _consultation, actor = scene

    def keep(path, text="x"):
        return keep_typed(Opening(actor.person.pk, actor.key, path, "a"), {"text": [text]})

    with clock.at(clock.now() - LASTS - timedelta(days=1)):
        keep("/old/")
    for number in range(NUMBER_LIMIT + 2):
        keep(f"/{number}/")

    paths = set(Typed.objects.values_list("path", flat=True))
    assert len(paths) == NUMBER_LIMIT
    assert paths.isdisjoint({"/old/", "/0/", "/1/"})
    with pytest.raises(RuleViolation, match="too long"):
        keep("/more/", "x" * SIZE_LIMIT)
    with pytest.raises(RuleViolation, match="too long"):
        keep("/" * 301)


def test_a_token_that_is_none_of_ours_keeps_nothing(client, scene):
    kept = client.post(reverse("consultations:typed_keep"), {"keep": "1:made:up", "text": WORDS})

    assert kept.status_code == 400
    assert not Typed.objects.exists()
    assert opening_of("") is None


def test_discarding_forgets_what_anybody_typed_to_change_it(scene):
    consultation, actor = scene
    comment = make_comment(consultation, actor)
    answer = make_answer(consultation, actor)
    uid = unit(consultation.draft, "II.a-Q1").uid
    for path in (
        at("comment_revise", consultation, comment.form_key),
        at("answer_write", consultation, uid),
        form_of(consultation),
    ):
        keep_typed(Opening(actor.person.pk, actor.key, path, "a"), {"text": [WORDS]})

    discard(comment, actor=actor)
    discard(answer, actor=actor)

    assert [row.path for row in Typed.objects.all()] == [form_of(consultation)]


def test_forgetting_leaves_the_other_words(scene):
    _consultation, actor = scene
    one, two, three = (Opening(actor.person.pk, actor.key, "/x/", key) for key in "abc")
    keep_typed(one, {"text": ["A"], "form_key": ["1"]})
    keep_typed(two, {"text": ["A"], "form_key": ["2"]})
    keep_typed(three, {"text": ["B"]})

    forget_typed(one, {"text": ["A"], "form_key": ["1"], "keep": ["t"]})

    assert brought_back(actor, "/x/").initial == {"text": "B"}
    assert Typed.objects.count() == 1


@pytest.mark.parametrize("name", ["comment_revise", "comment_replace", "answer_write"])
def test_every_form_of_a_delegation_brings_back_what_was_typed(client, scene, name):
    consultation, actor = scene
    comment = make_comment(consultation, actor)
    where = comment.form_key if name == "comment_revise" else None
    if name == "comment_replace":
        make_submission(consultation, actor)
        where = Comment.objects.get(state="submitted").form_key
    address = at(name, consultation, where or unit(consultation.draft, "II.a-Q3").uid)
    type_words(client, address, text=WORDS)

    page = client.get(address)

    assert page.context["form"]["text"].value() == WORDS
    assert "It is not saved yet" in page_of(page)


def test_a_key_of_another_delegations_comment_changes_nothing_of_theirs(client, scene):
    consultation, _actor = scene
    theirs = make_comment(consultation, make_member(), text="Theirs")
    typed = opened(client, form_of(consultation)) | {
        "form_key": theirs.form_key,
        "text": WORDS,
    }

    client.post(form_of(consultation), typed)

    theirs.refresh_from_db()
    assert theirs.text == "Theirs"
    assert Comment.objects.filter(text=WORDS).count() == 1


def test_a_form_carries_another_opening_each_time(client, scene):
    consultation, _actor = scene

    first, second = (opened(client, form_of(consultation))["keep"] for _ in range(2))

    assert opening_of(first).key != opening_of(second).key
    assert opening_of(first).path == form_of(consultation)


@pytest.mark.parametrize(
    ("name", "field"), [("note_write", "text"), ("submission_create", "cover_letter")]
)
def test_a_note_and_a_cover_letter_survive_the_end_of_a_session_too(client, scene, name, field):
    consultation, actor = scene
    make_comment(consultation, actor)
    address = at(name, consultation)
    typed = opened(client, address) | {field: WORDS}
    Session.objects.all().delete()

    sent = client.post(address, typed)
    back = sign_in(client, actor).get(sent["Location"].partition("next=")[2])

    assert "/accounts/login/" in sent["Location"]
    assert WORDS in page_of(back)
    assert "is back. It is not saved yet." in page_of(back)


def test_deleting_a_comment_forgets_what_other_tabs_of_its_form_were_typing(client, scene):
    consultation, actor = scene
    first, second = (opened(client, form_of(consultation)) for _tab in range(2))
    second["form_key"] = first["form_key"]
    client.post(form_of(consultation), first | {"text": "Saved."})
    type_words(client, form_of(consultation), **(second | {"text": "Half a regret"}))

    discard(Comment.objects.get(), actor=actor)

    assert not Typed.objects.exists()


def test_of_an_erased_person_no_word_being_typed_and_no_address_stays(client, scene):
    consultation, actor = scene
    type_words(client, form_of(consultation), text=WORDS)
    isu = make_isu()
    Reminder.objects.create(
        consultation=consultation,
        delegation=actor.delegation,
        addresses=f"other@mission.example\n{actor.person.email}",
        sent_by=isu.person,
    )

    erase_person(actor.person, actor=isu, reason="Asked for")

    assert not Typed.objects.exists()
    assert Reminder.objects.get().addresses == "other@mission.example"
