import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Remark
from consultations.operations.reflecting import share_reflections
from consultations.operations.remarking import REMARK_LIMIT, add_remark
from consultations.operations.revising import issue_next_draft, revise_prompted
from consultations.queries.following import following_up, later_drafts
from delegations.operations import end_membership
from lap_portal import clock
from lap_portal.errors import RuleViolation
from sections.operations import (
    add_element,
    delete_element,
    merge_elements,
    move_element,
    revise_element,
    split_element,
)
from tests.builders.desk import decide, make_round, say
from tests.builders.people import make_member, sign_in
from tests.builders.plans import element

pytestmark = pytest.mark.django_db


def address(around, name="reflections_read", *more):
    consultation = around.consultation
    words = [consultation.plan.slug, consultation.number, *more]
    return reverse(f"consultations:{name}", args=words)


def issue(around, **draft):
    return issue_next_draft(
        around.consultation.plan,
        actor=around.presidency,
        dated=date(2030, 5, 1),
        **{"note": "Again", **draft},
    )


def reword(around, words, text):
    found = element(around.consultation.plan, words)
    return revise_element(
        found, actor=around.presidency, text=text, reason="A private reason", based_on=1
    )


def page_of(around, actor=None):
    actor = actor or around.first
    drafts = later_drafts(around.consultation, actor)
    return following_up(
        around.consultation, actor, drafts=drafts, draft=drafts[0] if drafts else None
    )


def told(around, actor=None, **words):
    """A comment that was decided on, with the decision shared."""
    comment = say(around.consultation, actor or around.first, **words)
    decide(comment, around.presidency, reply="Thank you.")
    share_reflections(around.consultation, actor=around.presidency)
    return comment


def new_words(now):
    return "".join(span.text for span in now.words if span.change != "removed")


def test_the_words_of_a_split_element_are_followed_into_both_parts():
    around = make_round()
    told(around)
    split_element(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        texts=["Draw up a plan of destruction;", "Do so within a year;"],
        reason="Two things",
        based_on=1,
    )
    issue(around)

    (entry,) = page_of(around).reflections

    assert [new_words(now) for now in entry.nows] == [
        "Draw up a plan of destruction;",
        "Do so within a year;",
    ]
    assert [bool(now.relation) for now in entry.nows] == [False, True]


def test_the_words_of_a_merged_element_are_followed_into_what_it_was_merged_with():
    around = make_round()
    told(around, unit="I-A2")
    merge_elements(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        second=element(around.consultation.plan, "Report on"),
        text="Draw up a plan and report on it every April;",
        reason="One thing",
        based_on=1,
        second_based_on=1,
    )
    issue(around)

    (entry,) = page_of(around).reflections

    (now,) = entry.nows
    assert new_words(now) == "Draw up a plan and report on it every April;"
    assert now.relation
    assert not entry.is_gone


def test_a_merge_of_a_later_draft_is_not_told_of_the_draft_before():
    around = make_round()
    told(around, unit="I-A2")
    issue(around)
    merge_elements(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        second=element(around.consultation.plan, "Report on"),
        text="Draw up a plan and report on it every April;",
        reason="One thing",
        based_on=1,
        second_based_on=1,
    )
    issue(around)
    drafts = later_drafts(around.consultation, around.first)

    (entry,) = following_up(
        around.consultation, around.first, drafts=drafts, draft=drafts[1]
    ).reflections

    assert [now.unit.text for now in entry.nows] == ["Report on stocks every April;"]


def test_what_was_deleted_is_said_to_stand_no_more():
    around = make_round()
    told(around)
    plan = around.consultation.plan
    delete_element(element(plan, "Draw up"), actor=around.presidency, reason="Said elsewhere")
    issue(around)

    (entry,) = page_of(around).reflections

    assert entry.is_gone


def test_what_else_changed_where_we_spoke_is_told_and_what_changed_elsewhere_is_not():
    around = make_round()
    told(around)
    reword(around, "Report on", "Report on stocks every May;")
    reword(around, "Publish", "Publish all help that is offered.")
    issue(around)

    page = page_of(around)

    (place,) = page.elsewhere
    assert page.others == 1
    assert [(change.reference, change.fates) for change in place.changes] == [("I-A2", "reworded")]


def test_what_was_added_moved_and_deleted_beside_us_is_told():
    around = make_round()
    told(around)
    plan, actor = around.consultation.plan, around.presidency
    first = element(plan, "Draw up")
    add_element(
        plan, actor=actor, kind="action", text="Tell the public;", after=first, reason="Asked for"
    )
    last = element(plan, "Declare")
    move_element(
        last, actor=actor, after=element(plan, "Possible"), section=last.section, reason="Order"
    )
    delete_element(element(plan, "Report on"), actor=actor, reason="Said elsewhere")
    issue(around)

    fates = [change.fates for place in page_of(around).elsewhere for change in place.changes]

    assert sorted(fates) == ["added", "deleted", "moved"]


def test_the_newest_draft_is_shown_unless_another_is_asked_for(client):
    around = make_round()
    told(around)
    reword(around, "Draw up", "Draw up a plan;")
    issue(around, designation="Second")
    issue(around, designation="Third")
    client = sign_in(client, around.first)

    newest = client.get(address(around))
    second = client.get(address(around), {"draft": "2"})

    assert newest.context["page"].draft.number == 3
    assert second.context["page"].draft.number == 2
    assert "?draft=2" in newest.content.decode()


@pytest.mark.parametrize("asked", ["1", "3", "9" * 40, "x", "", "-1"])
def test_a_draft_that_is_none_or_not_later_is_not_found(client, asked):
    around = make_round()
    told(around)
    issue(around)

    response = sign_in(client, around.first).get(address(around), {"draft": asked})

    assert response.status_code == 404


def test_a_draft_that_the_delegation_may_not_read_is_not_offered(client):
    around = make_round()
    told(around)
    reword(around, "Draw up", "A secret wording;")
    issue(around, circulation="staff")
    client = sign_in(client, around.first)

    response = client.get(address(around))

    assert response.context["page"].draft is None
    assert "A secret wording" not in response.content.decode()
    assert client.get(address(around), {"draft": "2"}).status_code == 404


def make_guarded_round():
    """Two delegations spoke of the same words; a decision on one comment is not shared."""
    around = make_round()
    mine = say(around.consultation, around.first, "We ask")
    theirs = say(around.consultation, around.second, "Marked-secret they ask")
    kept = say(around.consultation, around.first, "We ask more", unit="I-A2")
    shared = [
        decide(mine, around.presidency, note="Marked-secret note", reply="To us"),
        decide(theirs, around.presidency, reply="Marked-secret reply"),
    ]
    decide(kept, around.presidency, "not_now", reply="Marked-secret, not shared")
    share_reflections(around.consultation, actor=around.presidency, reflections=shared)
    add_remark(theirs, actor=around.second, text="Marked-secret remark")
    revise_prompted(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        text="Draw up a plan;",
        reason="Marked-secret reason",
        based_on=1,
        prompted_by=[mine, theirs],
    )
    issue(around, share=False)
    return around


def assert_nothing_of_others(around, words):
    assert "We ask" in words
    assert "To us" in words
    assert "Marked-secret" not in words
    assert "Not reflected" not in words
    assert around.second.delegation.name not in words
    assert around.presidency.person.name not in words
    assert around.second.person.name not in words


def test_nothing_of_others_shows_on_the_page(client):
    around = make_guarded_round()

    words = sign_in(client, around.first).get(address(around)).content.decode()

    assert_nothing_of_others(around, words)


def word_file(client, around, **query):
    response = client.get(address(around, "reflections_file", "docx"), query)
    with zipfile.ZipFile(io.BytesIO(response.content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_nothing_of_others_shows_in_any_part_of_the_file(client):
    around = make_guarded_round()

    parts = word_file(sign_in(client, around.first), around)

    assert_nothing_of_others(around, "".join(parts.values()))
    assert "Presidency" not in parts["docProps/core.xml"]
    assert around.first.person.name not in parts["docProps/core.xml"]


def test_the_file_is_marked_internal_and_says_date_draft_and_digest(client):
    around = make_guarded_round()
    draft = around.consultation.plan.drafts.get(number=2)

    body = word_file(sign_in(client, around.first), around)["word/document.xml"]

    assert f"Internal to the delegation of {around.first.delegation.name}" in body
    assert f"{clock.now():%Y}" in body
    assert str(draft) in body
    assert draft.digest in body
    assert "counts as agreement" in body
    assert "<w:strike/>" in body


def test_the_file_comes_as_pdf_too_and_in_no_other_format(client):
    around = make_guarded_round()
    client = sign_in(client, around.first)

    pdf = client.get(address(around, "reflections_file", "pdf"))

    assert pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf["Content-Disposition"]
    assert client.get(address(around, "reflections_file", "txt")).status_code == 404


def test_the_page_says_that_no_silence_counts_as_agreement(client):
    around = make_round()

    html = sign_in(client, around.first).get(address(around)).content.decode()

    assert "counts as agreement" in html


def test_following_up_costs_the_same_with_three_comments_and_with_thirty(
    client, django_assert_max_num_queries
):
    around = make_round()
    for _number in range(3):
        told(around)
    reword(around, "Report on", "Report on stocks every May;")
    issue(around)
    client = sign_in(client, around.first)
    counts = []
    for wanted in (3, 30):
        for _number in range(around.consultation.comments.count(), wanted):
            add_remark(told(around), actor=around.first, text="Seen.")
        with django_assert_max_num_queries(18) as captured:
            assert client.get(address(around)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_remark_is_read_by_its_delegation_and_by_staff(client):
    around = make_round()
    comment = told(around)

    add_remark(comment, actor=around.first, text="This is not what we asked.")

    assert [r.text for r in page_of(around).reflections[0].remarks] == [
        "This is not what we asked."
    ]
    desk = address(around, "comment_reflect", comment.pk)
    assert "not what we asked" in sign_in(client, around.presidency).get(desk).content.decode()
    for reader in (around.presidency, around.isu):
        assert Remark.objects.visible_to(reader).exists()
    assert not Remark.objects.visible_to(around.second).exists()


def test_several_remarks_are_possible_and_a_double_click_makes_one():
    around = make_round()
    comment = told(around)

    for text in ("First.", "First.", "Second."):
        add_remark(comment, actor=around.first, text=text)

    assert [remark.text for remark in comment.remarks.all()] == ["First.", "Second."]


def test_before_anything_is_shared_nobody_remarks():
    around = make_round()
    comment = say(around.consultation, around.first)
    decide(comment, around.presidency)

    with pytest.raises(PermissionDenied, match="Nothing has been shared"):
        add_remark(comment, actor=around.first, text="Why?")

    assert not Remark.objects.exists()


def test_only_who_submits_for_the_delegation_remarks_for_it():
    around = make_round()
    comment = told(around)
    member = make_member(around.first.delegation, role="member", actor=around.isu)

    for actor in (member, around.second, around.presidency, around.isu):
        with pytest.raises(PermissionDenied):
            add_remark(comment, actor=actor, text="Not mine to say.")

    assert not Remark.objects.exists()


def test_who_left_the_delegation_meanwhile_adds_no_remark():
    around = make_round()
    comment = told(around)
    end_membership(around.first.person.memberships.get(), actor=around.isu, reason="Left")

    with pytest.raises(PermissionDenied):
        add_remark(comment, actor=around.first, text="Too late.")

    assert not Remark.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "a\0b", "x" * (REMARK_LIMIT + 1)])
def test_a_remark_without_words_or_beyond_bounds_comes_back_and_nothing_is_kept(client, text):
    around = make_round()
    comment = told(around)
    where = address(around, "comment_remark", comment.form_key)

    response = sign_in(client, around.first).post(where, {"text": text})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Remark.objects.exists()
    with pytest.raises(RuleViolation):
        add_remark(comment, actor=around.first, text=text)


def test_the_page_of_a_remark_says_who_reads_it_and_sending_leads_back(client):
    around = make_round()
    comment = told(around)
    where = address(around, "comment_remark", comment.form_key)
    client = sign_in(client, around.first)

    page = client.get(where).content.decode()
    response = client.post(where, {"text": "Please explain."})

    assert "will read this remark" in page
    assert response.status_code == 302
    assert response.url == f"{address(around)}#comment-{comment.form_key}"
    assert "Please explain." in client.get(response.url).content.decode()


def test_a_remark_of_another_delegation_is_not_found(client):
    around = make_round()
    comment = told(around)
    where = address(around, "comment_remark", comment.form_key)

    for actor in (around.second, around.presidency, around.isu):
        assert sign_in(client, actor).post(where, {"text": "x"}).status_code == 404


def test_an_answer_that_waits_is_shown_with_its_new_words():
    around = make_round()
    say(around.consultation, around.first)
    reword(around, "Draw up", "Draw up a plan;")
    with clock.at(clock.now() + timedelta(days=1)):
        issue(around)

        (entry,) = page_of(around).waiting

    assert entry.outcome == ""
    assert [new_words(now) for now in entry.nows] == ["Draw up a plan;"]
