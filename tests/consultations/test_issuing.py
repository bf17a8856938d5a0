"""What becomes of an issued draft: reissued for technical reasons, withdrawn, adopted."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultations.operations.commenting import mark_ready
from consultations.operations.issuing import adopt, reissue, undo_adoption, withdraw_issued
from consultations.operations.submitting import submit
from consultations.queries.following import later_drafts
from delegations.models import Notice
from documents.writing.text import write_text
from lap_portal import clock
from lap_portal.errors import RuleViolation
from sections.digest import digest_matches
from sections.exports import draft_paper
from sections.models import Draft
from sections.operations import revise_element, widen_circulation
from tests.builders.desk import make_round
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import element, make_draft, make_plan
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db

WHEN = date(2030, 3, 12)
BLOCK = "Conference of the Parties\n1 March 2030\nA small plan\nSubmitted by the Chair"


def make_issued(**fields):
    actor = make_presidency()
    return actor, make_draft(make_plan(actor), actor=actor, **fields)


def make_again(draft, actor, **fields):
    given = {"dated": WHEN, "title_lines": BLOCK, "reason": "The name of the meeting was wrong"}
    return reissue(draft, actor=actor, **given | fields)


def reword(plan, actor):
    revise_element(
        element(plan, "Draw up"), actor=actor, text="Draw.", reason="Asked for", based_on=1
    )


def take_back(draft, actor):
    return withdraw_issued(draft, actor=actor, reason="Sent a day too early")


def page(draft, name):
    return reverse(f"consultations:{name}", args=[draft.plan.slug, draft.number])


# Reissued for technical reasons


def test_a_new_edition_has_the_same_words_another_date_and_title_block():
    actor, draft = make_issued(symbol="X/2030/1", designation="Zero draft")
    reword(draft.plan, actor)

    edition = make_again(draft, actor)

    words = [
        list(d.units.order_by("order").values_list("revision", "reference", "change"))
        for d in (draft, edition)
    ]
    assert words[0] == words[1]
    assert (edition.number, edition.symbol, edition.dated) == (2, "X/2030/1", WHEN)
    assert edition.title_lines.startswith("Conference")
    assert draft.title_lines.startswith("Meeting")
    assert digest_matches(edition)
    assert [n.unit.uid for n in edition.footnotes.all()] == [
        n.unit.uid for n in draft.footnotes.all()
    ]


def test_the_paper_of_a_new_edition_bears_the_star_note():
    actor, draft = make_issued()

    edition = make_again(draft, actor)

    note = "Reissued for technical reasons on 12 March 2030."
    assert note in write_text(draft_paper(edition))
    assert note not in write_text(draft_paper(draft))


def test_the_title_block_of_the_working_text_is_put_right_where_it_is_the_same_still():
    actor, draft = make_issued()

    make_again(draft, actor)

    draft.plan.refresh_from_db()
    assert draft.plan.title_lines == BLOCK
    assert "name of the meeting" in draft.plan.history.first().history_change_reason


def test_the_next_draft_is_compared_with_the_new_edition_and_it_with_what_the_former_was():
    actor, first = make_issued()
    reword(first.plan, actor)
    second = make_draft(first.plan, actor=actor)
    edition = make_again(second, actor)
    revise_element(
        element(first.plan, "Draw."), actor=actor, text="Draw up.", reason="x", based_on=2
    )

    third = make_draft(first.plan, actor=actor)

    assert edition.follows == first
    assert third.follows == edition
    assert third.units.get(reference="I-A1").change == "reworded"


def test_comments_on_the_former_go_on_and_are_offered_beside_the_new_edition(client):
    around = make_round(open=True)
    said = mark_ready(make_comment(around.consultation, around.first), actor=around.first)

    edition = make_again(around.consultation.draft, around.presidency)

    submit(around.consultation, actor=around.first, received_at=clock.now())
    said.refresh_from_db()
    shown = sign_in(client, around.first).get(edition.get_absolute_url()).context["page"]
    assert said.state == "submitted"
    assert shown.consultation == around.consultation
    assert bool(shown.offers.may_comment)
    rows = {row.unit.reference: row for p in shown.parts for b in p.blocks for row in b.rows}
    assert rows["I-A1"].comments == 1
    assert shown.called_elsewhere is None


def test_the_former_stays_to_be_read_and_leads_to_the_new_edition(client):
    around = make_round()
    former = around.consultation.draft
    edition = make_again(former, around.presidency)

    html = sign_in(client, around.first).get(former.get_absolute_url()).content.decode()
    listed = client.get(reverse("sections:draft_list", args=[former.plan.slug])).content.decode()

    assert "Reissued for technical reasons on 12 March 2030" in html
    assert edition.get_absolute_url() in html
    assert "Reissued for technical reasons on 12 March 2030" in listed


def test_following_up_does_not_take_a_new_edition_for_a_later_draft():
    around = make_round()
    former = around.consultation.draft
    edition = make_again(former, around.presidency)
    make_again(edition, around.presidency)
    reword(former.plan, around.presidency)
    later = make_draft(former.plan, actor=around.presidency)

    assert later_drafts(around.consultation, around.first) == (later,)


def test_a_draft_is_reissued_once_and_the_last_one_only():
    actor, draft = make_issued()
    edition = make_again(draft, actor)

    with pytest.raises(RuleViolation, match="no longer the last"):
        make_again(draft, actor)
    assert make_again(edition, actor).reissues == edition


def test_a_new_edition_takes_no_symbol_that_another_draft_bears():
    actor, first = make_issued(symbol="X/2030/1")
    second = make_draft(first.plan, actor=actor, symbol="X/2030/2")

    with pytest.raises(RuleViolation, match="bears this document symbol"):
        make_again(second, actor, symbol="X/2030/1")
    assert make_again(second, actor, symbol="X/2030/2/Rev.1").symbol == "X/2030/2/Rev.1"


@pytest.mark.parametrize("reason", ["", " ", "\u200b"])
def test_nothing_is_reissued_or_withdrawn_without_a_reason(reason):
    actor, draft = make_issued()

    with pytest.raises(RuleViolation, match="give the reason"):
        make_again(draft, actor, reason=reason)
    with pytest.raises(RuleViolation, match="give the reason"):
        withdraw_issued(draft, actor=actor, reason=reason)


def test_others_than_the_presidency_do_none_of_this():
    around = make_round()
    draft = around.consultation.draft

    for actor in (around.isu, around.first):
        with pytest.raises(PermissionDenied):
            make_again(draft, actor)
        with pytest.raises(PermissionDenied):
            take_back(draft, actor)
        with pytest.raises(PermissionDenied):
            adopt(draft, actor=actor, adopted_on=date(2026, 1, 1))
        with pytest.raises(PermissionDenied):
            undo_adoption(draft, actor=actor, reason="Mine")


# Withdrawn


def test_a_withdrawn_draft_says_so_with_its_reason_wherever_it_is_read(client):
    actor, draft = make_issued()
    take_back(draft, actor)
    member = make_member()
    client = sign_in(client, member)

    html = client.get(draft.get_absolute_url()).content.decode()
    listed = client.get(reverse("sections:draft_list", args=[draft.plan.slug])).content.decode()
    draft.refresh_from_db()

    assert "Sent a day too early" in html
    assert "Sent a day too early" in listed
    assert "Draft 1 (withdrawn)" in html
    assert "Sent a day too early" in write_text(draft_paper(draft))


def test_a_withdrawn_draft_is_no_longer_the_last():
    actor, first = make_issued()
    reword(first.plan, actor)
    mistaken = make_draft(first.plan, actor=actor)
    take_back(mistaken, actor)

    third = make_draft(first.plan, actor=actor, note="")

    assert (third.number, third.follows) == (3, first)
    assert third.units.get(reference="I-A1").change == "reworded"


def test_a_delegation_reads_the_last_draft_that_stands(client):
    actor, first = make_issued()
    mistaken = make_draft(first.plan, actor=actor)
    take_back(mistaken, actor)

    shown = sign_in(client, make_member()).get(first.plan.get_absolute_url()).context["page"]

    assert shown.draft == first


def test_no_draft_is_withdrawn_once_there_is_a_consultation_on_it_or_its_former():
    around = make_round(open=True)
    former = around.consultation.draft

    with pytest.raises(RuleViolation, match="There is a consultation"):
        take_back(former, around.presidency)
    edition = make_again(former, around.presidency)
    with pytest.raises(RuleViolation, match="new edition of a draft"):
        take_back(edition, around.presidency)

    assert not Draft.objects.exclude(withdrawn_at=None).exists()
    assert not Notice.objects.filter(about="draft_withdrawn").exists()


def test_only_the_last_draft_is_withdrawn():
    actor, first = make_issued()
    make_draft(first.plan, actor=actor)

    with pytest.raises(RuleViolation, match="no longer the last"):
        take_back(first, actor)


def test_no_consultation_opens_on_a_draft_that_stands_no_more_and_nobody_else_reads_it():
    actor, draft = make_issued()
    take_back(draft, actor)

    with pytest.raises(RuleViolation, match="withdrawn or reissued"):
        make_consultation(draft)
    with pytest.raises(RuleViolation, match="was withdrawn"):
        widen_circulation(draft, actor=actor, circulation="public", reason="All")
    with pytest.raises(PermissionDenied):
        make_again(draft, actor)


def test_the_readers_of_a_draft_are_told_that_it_was_withdrawn_and_nobody_else():
    actor, draft = make_issued(circulation="staff")
    member, isu = make_member(), make_isu()
    take_back(draft, actor)
    told = Notice.objects.filter(about="draft_withdrawn")

    assert isu.person.pk in told.values_list("person", flat=True)
    assert not told.filter(person=member.person).exists()


# Adopted


def test_an_adopted_draft_says_so_with_its_oral_amendments(client):
    actor, draft = make_issued()
    adopt(
        draft,
        actor=actor,
        adopted_on=clock.now().date(),
        oral_amendments="In I-A1, replace “a year” by “two years”",
    )

    html = sign_in(client, make_member()).get(draft.get_absolute_url()).content.decode()
    draft.refresh_from_db()
    paper = write_text(draft_paper(draft))

    assert "as orally amended" in html
    assert "two years" in html
    assert "as orally amended" in paper
    assert "two years" in paper
    assert digest_matches(draft)


def test_after_adoption_there_is_no_further_draft_and_no_consultation_until_taken_back():
    actor, draft = make_issued()
    adopt(draft, actor=actor, adopted_on=clock.now().date())

    with pytest.raises(RuleViolation, match="was adopted"):
        make_draft(draft.plan, actor=actor)
    with pytest.raises(RuleViolation, match="was adopted"):
        make_consultation(draft)
    undo_adoption(draft, actor=actor, reason="The wrong draft")

    assert make_draft(draft.plan, actor=actor).number == 2
    history = draft.history.first()
    assert history.history_change_reason == "The wrong draft"


def test_nothing_is_adopted_that_only_staff_read():
    actor, narrow = make_issued(circulation="staff")

    with pytest.raises(RuleViolation, match="Only staff"):
        adopt(narrow, actor=actor, adopted_on=clock.now().date())


def test_nothing_is_adopted_while_a_consultation_is_under_way():
    around = make_round(open=True)
    draft = around.consultation.draft

    with pytest.raises(RuleViolation, match="open or set up"):
        adopt(draft, actor=around.presidency, adopted_on=clock.now().date())


def test_nothing_is_adopted_tomorrow_or_twice():
    actor, draft = make_issued()
    today = clock.now().date()

    with pytest.raises(RuleViolation, match="once it was"):
        adopt(draft, actor=actor, adopted_on=today + timedelta(days=1))
    adopt(draft, actor=actor, adopted_on=today)
    with pytest.raises(PermissionDenied):
        adopt(draft, actor=actor, adopted_on=today)


@pytest.mark.parametrize(
    "wrong",
    [
        {"withdrawn_at": clock.now()},
        {"withdrawal_reason": "No moment"},
        {"oral_amendments": "Of what was not adopted"},
        {"withdrawn_at": clock.now(), "withdrawal_reason": "x", "adopted_on": date(2030, 1, 1)},
    ],
)
def test_the_database_keeps_no_draft_that_contradicts_itself(wrong):
    _actor, draft = make_issued()

    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(**wrong)


# Pages


@pytest.mark.parametrize(
    ("name", "typed", "word"),
    [
        ("draft_reissue", {"dated": "2030-03-12", "title_lines": BLOCK, "reason": "x"}, "reissued"),
        ("draft_withdraw", {"reason": "Too early"}, "withdrawn"),
        ("draft_adopt", {"adopted_on": "2026-01-01"}, "adopted"),
    ],
)
def test_each_act_is_done_on_its_page(client, name, typed, word):
    actor, draft = make_issued()
    client = sign_in(client, actor)
    assert client.get(page(draft, name)).status_code == 200

    response = client.post(page(draft, name), typed, follow=True)

    assert f"({word})" in response.content.decode()


@pytest.mark.parametrize("name", ["draft_reissue", "draft_withdraw", "draft_adopt"])
def test_an_act_without_its_fields_gives_the_page_back(client, name):
    actor, draft = make_issued()

    response = sign_in(client, actor).post(page(draft, name), {"dated": "never"})

    assert response.status_code == 200
    assert response.context["form"].errors


def test_an_adoption_is_taken_back_on_its_page(client):
    actor, draft = make_issued()
    client = sign_in(client, actor)
    assert client.get(page(draft, "adoption_undo")).status_code == 403
    adopt(draft, actor=actor, adopted_on=clock.now().date())

    shown = client.get(page(draft, "adoption_undo"))
    client.post(page(draft, "adoption_undo"), {"reason": "The wrong draft"})

    draft.refresh_from_db()
    assert shown.status_code == 200
    assert draft.adopted_on is None
