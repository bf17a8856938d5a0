import pytest
from django.urls import reverse

from consultations.models import RevisionPrompt
from documents.outline import Emphasis
from sections.operations import delete_element
from tests.builders.desk import make_round, say
from tests.builders.people import make_member, sign_in
from tests.builders.plans import element
from tests.builders.words import propose, reword, spoken_of

pytestmark = pytest.mark.django_db

NOW = "Draw up a plan of destruction within a year;"
SOONER = "Draw up a plan of destruction within half a year;"
NATIONAL = "Draw up a national plan of destruction within a year;"
LATER = "Draw up a plan of destruction within three years;"
BOTH = "Draw up a national plan of destruction within half a year;"


def address(around, page="element_proposals", found=None):
    found = found or spoken_of(around)
    return reverse(f"consultations:{page}", args=[found.plan.slug, found.uid])


@pytest.fixture
def around():
    return make_round()


@pytest.fixture
def desk(client, around):
    return sign_in(client, around.presidency)


def test_the_page_leads_from_proposals_to_the_editor_and_from_there_to_a_traced_wording(
    desk, around
):
    comments = [propose(around, around.first, words) for words in (SOONER, NATIONAL)]

    page = desk.get(address(around))
    keys = [proposal.key for proposal in page.context["page"].fitting]
    form = desk.get(address(around, "element_revise"), {"take": keys}).context["form"]
    sent = {name: form[name].value() for name in ("text", "based_on", "seen", "prompted_by")}
    response = desk.post(address(around, "element_revise"), {**sent, "reason": "Two asked"})

    assert response.status_code == 302
    assert spoken_of(around).current_revision.text == BOTH
    assert {prompt.comment for prompt in RevisionPrompt.objects.all()} == set(comments)


def test_proposals_that_collide_lead_back_with_the_reason(desk, around):
    keys = [propose(around, around.first, words).pk for words in (SOONER, LATER)]

    response = desk.get(address(around, "element_revise"), {"take": keys}, follow=True)

    assert response.redirect_chain[0][0] == address(around)
    assert "touch the same words" in response.content.decode()


@pytest.mark.parametrize("keys", [["0"], ["x"], [""], ["9" * 40]])
def test_what_is_no_proposal_on_these_words_is_not_taken(desk, around, keys):
    propose(around, around.first, SOONER)

    assert desk.get(address(around, "element_revise"), {"take": keys}).status_code == 404


def test_a_proposal_comes_beside_what_was_typed_where_the_two_do_not_collide(desk, around):
    comment = propose(around, around.first, SOONER)
    typed = {"text": NATIONAL, "based_on": "1", "reason": "Mine", "take": comment.pk}

    form = desk.post(address(around, "element_revise"), typed).context["form"]

    assert form["text"].value() == BOTH
    assert form["reason"].value() == "Mine"


def test_a_proposal_that_fits_no_more_is_not_taken_and_what_was_typed_stays(desk, around):
    comment = propose(around, around.first, SOONER)
    reword(spoken_of(around), around.presidency, LATER)
    typed = {"text": "Typed", "based_on": "2", "reason": "Mine", "take": comment.pk}

    response = desk.post(address(around, "element_revise"), typed)

    assert response.context["form"]["text"].value() == "Typed"
    assert "fits them no more" in response.content.decode()


def test_what_arrives_while_one_writes_is_told_and_never_taken(desk, around):
    propose(around, around.first, SOONER)
    form = desk.get(address(around, "element_revise")).context["form"]
    propose(around, around.second, NATIONAL)
    typed = {"text": LATER, "based_on": "1", "seen": form["seen"].value()}

    refused = desk.post(address(around, "element_revise"), {**typed, "reason": ""})
    saved = desk.post(address(around, "element_revise"), {**typed, "reason": "Mine"}, follow=True)

    (new,) = refused.context["arrived"]
    assert new.comment.delegation == around.second.delegation
    assert refused.context["form"]["text"].value() == LATER
    assert "1 proposal on these words arrived" in saved.content.decode()
    assert spoken_of(around).current_revision.text == LATER
    assert not RevisionPrompt.objects.exists()


def test_an_older_wording_is_taken_back_by_a_new_revision_with_its_italics(desk, around):
    plan = around.consultation.plan
    reword(element(plan, "Stocks are"), around.presidency, "Stocks go soon.")
    page = address(around, "element_revise", element(plan, "Stocks go"))

    form = desk.get(page, {"back": 1}).context["form"]
    names = ("text", "reason", "based_on", "restores")
    response = desk.post(page, {name: form[name].value() for name in names})

    words = element(plan, "Stocks are").current_revision
    assert response.status_code == 302
    assert (words.number, words.reason) == (3, "Back to the words of revision 1")
    assert words.emphases == (Emphasis(27, 40),)


def test_the_history_of_an_element_leads_who_drafts_back_to_each_older_wording(client, around):
    reword(spoken_of(around), around.presidency, SOONER.replace("half", "Draw up half"))
    way = f"{address(around, 'element_revise')}?back="

    pages = [
        sign_in(client, who).get(address(around, "element_read")).content.decode()
        for who in (around.presidency, around.isu, around.first)
    ]

    assert [page.count(way) for page in pages] == [1, 0, 0]
    assert f'{way}1"' in pages[0]


@pytest.mark.parametrize("number", ["0", "7"])
def test_a_wording_that_never_was_is_not_taken_back_to(desk, around, number):
    response = desk.get(address(around, "element_revise"), {"back": number})

    assert response.status_code == 404


def test_of_a_deleted_element_the_proposals_are_read_and_none_is_taken(desk, around):
    comment = propose(around, around.first, SOONER)
    gone = spoken_of(around)
    delete_element(gone, actor=around.presidency, reason="Said elsewhere")

    page = desk.get(address(around, found=gone)).content.decode()
    taken = desk.get(address(around, "element_revise", gone), {"take": comment.pk})

    assert "was deleted from the text" in page
    assert "half" in page
    assert taken.status_code == 403


def test_the_isu_reads_proposals_and_takes_none(client, around):
    propose(around, around.first, SOONER)

    page = sign_in(client, around.isu).get(address(around)).content.decode()

    assert "Proposal 1" in page
    assert 'name="take"' not in page


def test_a_delegation_sees_neither_the_page_nor_the_way_to_it(client, around):
    propose(around, around.first, SOONER)
    sign_in(client, around.first)

    assert client.get(address(around)).status_code == 403
    assert address(around) not in client.get(address(around, "element_read")).content.decode()


def test_the_page_of_the_element_leads_staff_to_its_proposals(desk, around):
    propose(around, around.first, SOONER)
    say(around.consultation, around.first, "No proposal")

    page = desk.get(address(around, "element_read")).content.decode()

    assert address(around) in page
    assert "1 proposed wording" in page


def test_the_page_costs_the_same_with_many_proposals(desk, around, django_assert_max_num_queries):
    for number in range(12):
        propose(around, make_member(actor=around.isu), f"{NOW} {number}")

    for page, most in (("element_proposals", 8), ("element_revise", 14)):
        with django_assert_max_num_queries(most):
            assert desk.get(address(around, page)).status_code == 200
