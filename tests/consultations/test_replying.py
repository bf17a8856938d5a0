from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultations.exports.following import following_paper
from consultations.models import Remark, Reply
from consultations.operations.remarking import remark_on_reply
from consultations.operations.replying import discard_reply, send_replies, write_reply
from consultations.operations.revising import issue_next_draft
from consultations.queries.following import following_up
from consultations.queries.replying import addressees
from delegations.models import Notice
from delegations.operations import merge_delegations
from documents.writing.text import write_text
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.desk import decide, make_reply, make_round, say
from tests.builders.people import make_isu, make_member, sign_in

pytestmark = pytest.mark.django_db


def make_spoken_round():
    """Both delegations have commented."""
    around = make_round()
    say(around.consultation, around.first, "First asks")
    say(around.consultation, around.second, "Second asks")
    return around


def prepare(around, who="first", text="To you alone."):
    to = getattr(around, who).delegation
    return make_reply(around.consultation, to, actor=around.presidency, text=text)


def send(around, *replies):
    versions = {reply.pk: reply.version for reply in replies}
    return send_replies(around.consultation, actor=around.presidency, replies=versions)


def address(around, name, *more):
    consultation = around.consultation
    words = [consultation.plan.slug, consultation.number, *more]
    return reverse(f"consultations:{name}", args=words)


def test_a_reply_in_preparation_is_read_by_staff_alone():
    around = make_spoken_round()

    reply = prepare(around)

    assert list(Reply.objects.visible_to(around.presidency)) == [reply]
    assert list(Reply.objects.visible_to(around.isu)) == [reply]
    assert not Reply.objects.visible_to(around.first).exists()
    assert not Reply.objects.visible_to(around.second).exists()


def test_a_sent_reply_is_read_by_its_delegation_and_no_other(client):
    around = make_spoken_round()
    first, second = prepare(around), prepare(around, "second", text="To the others alone.")

    send(around, first, second)

    page = sign_in(client, around.first).get(address(around, "reflections_read"))
    html = page.content.decode()
    assert "To you alone." in html
    assert "To the others alone." not in html
    assert around.presidency.person.name not in html
    html = sign_in(client, around.second).get(address(around, "reflections_read")).content.decode()
    assert "To you alone." not in html


def test_the_file_for_the_capital_holds_the_reply_and_our_remark():
    around = make_spoken_round()
    (reply,) = send(around, prepare(around))
    remark_on_reply(reply, actor=around.first, text="Not quite.")
    page = following_up(around.consultation, around.first, drafts=(), draft=None)

    words = write_text(following_paper(page))

    assert "To you alone." in words
    assert "Not quite." in words
    assert around.presidency.person.name not in words


def test_a_reply_is_revised_until_it_is_sent_and_then_another_is_written():
    around = make_spoken_round()
    to = around.first.delegation
    prepare(around)

    revised = write_reply(
        around.consultation, to, actor=around.presidency, text="Better.", based_on=1
    )
    send(around, revised)
    another = write_reply(around.consultation, to, actor=around.presidency, text="Also:")

    assert (revised.version, another.version) == (2, 1)
    assert list(to.replies.order_by("pk").values_list("text", flat=True)) == ["Better.", "Also:"]


@pytest.mark.parametrize("based_on", [0, 2, 7])
def test_a_reply_based_on_another_version_is_refused_and_writes_nothing(based_on):
    around = make_spoken_round()
    reply = prepare(around)

    with pytest.raises(StaleRevision):
        write_reply(
            around.consultation,
            around.first.delegation,
            actor=around.presidency,
            text="Mine",
            based_on=based_on,
        )

    reply.refresh_from_db()
    assert (reply.text, reply.version) == ("To you alone.", 1)


def test_what_was_revised_since_it_was_read_is_not_sent_nor_anything_with_it():
    around = make_spoken_round()
    first, second = prepare(around), prepare(around, "second")
    write_reply(
        around.consultation,
        around.first.delegation,
        actor=around.presidency,
        text="Revised.",
        based_on=1,
    )

    with pytest.raises(StaleRevision):
        send(around, first, second)

    assert not Reply.objects.exclude(sent_at=None).exists()


def test_a_reply_is_sent_once():
    around = make_spoken_round()
    reply = prepare(around)
    send(around, reply)

    with pytest.raises(StaleRevision):
        send(around, reply)


def test_only_the_presidency_replies_and_only_to_who_has_spoken():
    around = make_round()
    say(around.consultation, around.first)

    for actor in (around.isu, around.first, around.second):
        with pytest.raises(PermissionDenied):
            write_reply(around.consultation, around.first.delegation, actor=actor, text="Mine")
    with pytest.raises(PermissionDenied):
        prepare(around, "second")


@pytest.mark.parametrize("text", ["", " \n", "\u200b"])
def test_a_reply_without_words_is_refused(text):
    around = make_spoken_round()

    with pytest.raises(RuleViolation):
        prepare(around, text=text)


def test_a_discarded_reply_is_gone_and_its_trail_says_who():
    around = make_spoken_round()
    reply = prepare(around)

    discard_reply(reply, actor=around.presidency, based_on=1)

    assert not Reply.objects.exists()
    last = Reply.history.latest()
    assert (last.history_type, last.history_user) == ("-", around.presidency.person)


def test_a_reply_that_was_sent_is_not_discarded():
    around = make_spoken_round()
    (reply,) = send(around, prepare(around))

    with pytest.raises(StaleRevision):
        discard_reply(reply, actor=around.presidency, based_on=1)


def test_its_delegation_is_told_that_there_is_a_reply_and_nobody_else():
    around = make_spoken_round()

    send(around, prepare(around))

    told = Notice.objects.filter(about="reply_sent")
    assert [notice.person for notice in told] == [around.first.person]
    assert "To you alone." not in told.get().words


def test_the_remark_on_a_reply_comes_back_to_staff_and_no_other_delegation(client):
    around = make_spoken_round()
    (reply,) = send(around, prepare(around))
    client = sign_in(client, around.first)

    client.post(address(around, "reply_remark", reply.key), {"text": "Not quite."})
    client.post(address(around, "reply_remark", reply.key), {"text": "Not quite."})

    assert Remark.objects.get().reply == reply
    assert not Remark.objects.visible_to(around.second).exists()
    beside = address(around, "reply_write", around.first.delegation.pk)
    assert "Not quite." in sign_in(client, around.presidency).get(beside).content.decode()


def test_nobody_remarks_on_a_reply_in_preparation_or_to_another(client):
    around = make_spoken_round()
    (sent,) = send(around, prepare(around, "second"))
    prepared = prepare(around)
    client = sign_in(client, around.first)

    for reply in (sent, prepared):
        assert client.get(address(around, "reply_remark", reply.key)).status_code == 404
    member = make_member(around.first.delegation, role="member", actor=around.isu)
    send(around, prepared)
    page = sign_in(client, member).get(address(around, "reply_remark", prepared.key))
    assert page.status_code == 403


def test_a_remark_is_on_a_comment_or_on_a_reply():
    around = make_spoken_round()

    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.create(text="On nothing", author=around.first.person)


def test_what_was_sent_to_a_delegation_merged_since_is_read_by_the_survivor():
    around = make_spoken_round()
    (reply,) = send(around, prepare(around))
    survivor = around.second.delegation
    merge_delegations(around.first.delegation, into=survivor, actor=make_isu(), reason="One State")

    assert Reply.objects.visible_to(around.second).get() == reply
    assert [each.delegation for each in addressees(around.consultation, around.presidency)] == [
        survivor
    ]


def test_sharing_by_hand_sends_the_replies_that_are_ticked(client):
    around = make_spoken_round()
    first, second = prepare(around), prepare(around, "second")
    client = sign_in(client, around.presidency)
    page = client.get(address(around, "reflections_share")).content.decode()
    assert f'value="{first.pk}-1"' in page

    response = client.post(address(around, "reflections_share"), {"replies": [f"{first.pk}-1"]})

    assert response.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.sent_at is not None
    assert second.sent_at is None


@pytest.mark.parametrize("stamp", ["", "1", "x-1", "9" * 30 + "-1"])
def test_what_is_no_reply_is_refused_in_words(client, stamp):
    around = make_spoken_round()
    decide(around.consultation.comments.first(), around.presidency)
    client = sign_in(client, around.presidency)

    response = client.post(address(around, "reflections_share"), {"replies": [stamp]})

    assert response.status_code == 200
    assert response.context["form"].errors["replies"]


def test_sharing_nothing_is_refused_in_words(client):
    around = make_spoken_round()

    response = sign_in(client, around.presidency).post(address(around, "reflections_share"))

    assert "Choose at least one" in str(response.context["form"].non_field_errors())


def test_a_stale_reply_gives_back_both_texts(client):
    around = make_spoken_round()
    prepare(around)
    client = sign_in(client, around.presidency)
    page = address(around, "reply_write", around.first.delegation.pk)

    response = client.post(page, {"text": "My words", "based_on": "0"})

    assert response.status_code == 409
    html = response.content.decode()
    assert "To you alone." in html
    assert "My words" in html
    again = {"text": "My words", "based_on": response.context["form"]["based_on"].value()}
    assert client.post(page, again).status_code == 302
    assert Reply.objects.get().text == "My words"


def test_the_pages_of_replies_cost_the_same_for_many(client, django_assert_max_num_queries):
    around = make_spoken_round()
    client = sign_in(client, around.presidency)
    counts = []
    for _turn in range(2):
        for name, more in (("reply_list", []), ("reply_write", [around.first.delegation.pk])):
            with django_assert_max_num_queries(13) as captured:
                client.get(address(around, name, *more))
            counts.append((name, len(captured)))
        for n in range(3):
            say(around.consultation, around.first, f"Wish {n}")
            other = make_member(actor=around.isu)
            decide(say(around.consultation, other), around.presidency)
            make_reply(around.consultation, other.delegation, actor=around.presidency)

    assert counts[:2] == counts[2:]


def test_issuing_sends_no_reply_unless_asked_to():
    around = make_spoken_round()
    reply = prepare(around)

    issue_next_draft(
        around.consultation.plan,
        actor=around.presidency,
        dated=date(2030, 5, 1),
        note="Again",
        share=False,
    )

    reply.refresh_from_db()
    assert reply.sent_at is None


def test_a_reply_to_an_entry_merged_since_is_found_and_discarded(client):
    around = make_spoken_round()
    reply = make_reply(around.consultation, around.first.delegation, actor=around.presidency)
    kept = make_member().delegation
    merge_delegations(around.first.delegation, into=kept, actor=around.isu, reason="One entry")
    client = sign_in(client, around.presidency)
    page = address(around, "reply_discard", reply.pk)

    assert client.get(page).status_code == 200
    client.post(page, {"based_on": str(reply.version)})

    assert not Reply.objects.exists()
