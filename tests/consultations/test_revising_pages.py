import pytest
from django.urls import reverse

from consultations.models import RevisionPrompt
from sections.digest import digest_of_title_block
from sections.models import Draft
from sections.operations import revise_element, revise_title_block
from tests.builders.desk import decide, make_round, say
from tests.builders.people import sign_in
from tests.builders.plans import element
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db

PROPOSAL = "Draw up a plan of destruction within half a year;"


def revise_address(around, words="Draw up"):
    plan = around.consultation.plan
    return reverse("consultations:element_revise", args=[plan.slug, element(plan, words).uid])


def issue_address(around):
    return reverse("consultations:draft_issue", args=[around.consultation.plan.slug])


def test_the_editor_takes_a_proposal_and_names_who_prompted_it(client):
    around = make_round()
    comment = say(around.consultation, around.first, "Shorter", proposal=PROPOSAL)
    client = sign_in(client, around.presidency)

    form = client.get(revise_address(around), {"take": comment.pk}).context["form"]
    response = client.post(
        revise_address(around),
        {
            "text": form["text"].value(),
            "reason": "Asked for",
            "based_on": form["based_on"].value(),
            "prompted_by": form["prompted_by"].value(),
        },
    )

    assert response.status_code == 302
    words = element(around.consultation.plan, "Draw up").current_revision
    assert words.text == PROPOSAL
    assert RevisionPrompt.objects.get().comment == comment


def test_taking_a_proposal_keeps_everything_else_that_was_typed(client):
    around = make_round()
    proposed = say(around.consultation, around.first, "Shorter", proposal=PROPOSAL)
    ticked = say(around.consultation, around.second, "Sooner")
    client = sign_in(client, around.presidency)

    response = client.post(
        revise_address(around),
        {
            "text": "Half typed",
            "reason": "My reason",
            "based_on": "1",
            "prompted_by": [ticked.pk],
            "take": proposed.pk,
        },
    )

    form = response.context["form"]
    assert (form["text"].value(), form["reason"].value()) == (PROPOSAL, "My reason")
    assert form.prompting == {str(ticked.pk), str(proposed.pk)}
    assert "is required" not in response.content.decode()
    assert not RevisionPrompt.objects.exists()


@pytest.mark.parametrize("key", ["0", "9" * 30, "x", ""])
def test_what_is_no_proposal_is_not_taken(client, key):
    around = make_round()

    response = sign_in(client, around.presidency).post(revise_address(around), {"take": key})

    assert response.status_code == 404


def test_words_proposed_as_missing_after_an_element_never_take_its_place(client):
    around = make_round()
    missing = say(
        around.consultation, around.first, "", place="missing_after", proposal="An action more;"
    )
    client = sign_in(client, around.presidency)

    page = client.get(revise_address(around))
    taken = client.post(revise_address(around), {"take": missing.pk})

    (prompt,) = page.context["prompts"]
    assert not prompt.may_be_taken
    assert [span.change for span in prompt.redline] == ["added"]
    assert taken.status_code == 404


def test_a_stale_save_shows_both_texts_and_keeps_the_words_of_the_editor(client):
    around = make_round()
    revise_element(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        text="Draw up their plan;",
        reason="Theirs",
        based_on=1,
    )
    client = sign_in(client, around.presidency)
    typed = {"text": "Draw up my plan;", "reason": "Mine", "based_on": "1"}

    response = client.post(revise_address(around), typed)
    html = response.content.decode()

    assert "Draw up their plan;" in html
    assert response.context["form"]["text"].value() == "Draw up my plan;"
    assert response.status_code == 409
    assert html.count("while you were writing") == 1
    meanwhile = response.context["meanwhile"]
    assert (meanwhile.person, meanwhile.reason) == (around.presidency.person.name, "Theirs")
    assert "".join(s.text for s in meanwhile.words if s.change != "removed") == (
        "Draw up their plan;"
    )
    again = {**typed, "based_on": response.context["form"]["based_on"].value()}
    assert client.post(revise_address(around), again).status_code == 302
    assert element(around.consultation.plan, "Draw up my").current_revision.number == 3


def test_a_refused_save_gives_everything_back(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    client = sign_in(client, around.presidency)
    same = "Draw up a plan of destruction within a year;"

    response = client.post(
        revise_address(around),
        {"text": same, "reason": "Why", "based_on": "1", "prompted_by": [comment.pk]},
    )

    form = response.context["form"]
    assert form.non_field_errors()
    assert (form["text"].value(), form["reason"].value()) == (same, "Why")
    assert form.prompting == {str(comment.pk)}


def test_what_is_inside_a_delegation_is_not_beside_the_editor(client):
    around = make_round(open=True)
    inside = make_comment(around.consultation, around.first, text="Secret preparation")
    client = sign_in(client, around.presidency)

    page = client.get(revise_address(around)).content.decode()
    taken = client.get(revise_address(around), {"take": inside.pk})

    assert "Secret preparation" not in page
    assert taken.status_code == 404


@pytest.mark.parametrize(("who", "status"), [("isu", 403), ("first", 403)])
def test_others_than_the_presidency_are_refused_the_editor_and_issuing(client, who, status):
    around = make_round()
    client = sign_in(client, getattr(around, who))

    assert client.get(revise_address(around)).status_code == status
    assert client.get(issue_address(around)).status_code == status


def test_an_unknown_element_is_not_found(client):
    around = make_round()
    page = reverse("consultations:element_revise", args=[around.consultation.plan.slug, "a1234567"])

    assert sign_in(client, around.presidency).get(page).status_code == 404


def test_issuing_shows_what_changed_and_freezes_it(client):
    around = make_round()
    decide(say(around.consultation, around.first), around.presidency)
    revise_element(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        text=PROPOSAL,
        reason="Asked for",
        based_on=1,
    )
    client = sign_in(client, around.presidency)
    page = client.get(issue_address(around))
    assert [change.unit.reference for change in page.context["preview"].changes] == ["I-A1"]

    response = client.post(
        issue_address(around),
        {
            "designation": "Rev.1",
            "dated": "2030-05-01",
            "circulation": "delegations",
            "share": "on",
            "seen": page.context["form"]["seen"].value(),
            "going": page.context["form"]["going"].value(),
        },
    )

    draft = Draft.objects.get(number=2)
    assert response.url == reverse("consultations:draft_read", args=[draft.plan.slug, 2])
    assert (draft.designation, draft.symbol) == ("Rev.1", "")


def test_issuing_shows_the_title_block_and_what_changed_in_it(client):
    around = make_round()
    plan = around.consultation.plan
    revise_title_block(
        plan,
        actor=around.presidency,
        title=plan.title,
        title_lines=plan.title_lines.replace("Meeting", "Conference"),
        reason="Renamed",
        based_on=digest_of_title_block(plan),
    )

    page = sign_in(client, around.presidency).get(issue_address(around))
    html = page.content.decode()

    assert "Conference of the Parties" in html
    assert "Reissued to correct a date." in html
    assert page.context["preview"].title_block
    assert "Nothing." not in html


def test_issuing_points_out_a_date_other_than_that_of_the_title_block(client):
    around = make_round()
    client = sign_in(client, around.presidency)
    typed = {"circulation": "delegations", "seen": ""}

    same = client.post(issue_address(around), {**typed, "dated": "2030-03-01"})
    other = client.post(issue_address(around), {**typed, "dated": "2030-05-01"})

    assert not same.context["is_contradicted"]
    assert other.context["is_contradicted"]
    assert "“1 March 2030”" in other.content.decode()


def test_issuing_another_text_than_the_one_looked_at_is_answered_with_a_conflict(client):
    around = make_round()
    client = sign_in(client, around.presidency)
    typed = {"designation": "Mine", "dated": "2030-05-01", "circulation": "delegations"}

    response = client.post(issue_address(around), {**typed, "seen": "another text"})

    assert response.status_code == 409
    assert response.context["form"]["designation"].value() == "Mine"
    seen = response.context["form"]["seen"].value()
    again = {**typed, "note": "Issued again", "seen": seen}
    assert client.post(issue_address(around), again).status_code == 302


def test_issuing_while_a_consultation_is_open_is_refused_with_everything_typed(client):
    around = make_round(open=True)
    client = sign_in(client, around.presidency)
    seen = client.get(issue_address(around)).context["form"]["seen"].value()

    response = client.post(
        issue_address(around),
        {
            "designation": "Too early",
            "dated": "2030-05-01",
            "note": "Mine",
            "circulation": "delegations",
            "seen": seen,
        },
    )

    assert response.status_code == 200
    assert "after it closes" in response.content.decode()
    assert response.context["form"]["designation"].value() == "Too early"
