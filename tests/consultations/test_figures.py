import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from consultations.models import Comment
from consultations.operations.correcting import withdraw
from consultations.queries.desk import Filters, desk_page
from consultations.queries.figures import figures_page
from consultations.queries.speaking import speaking_page
from lap_portal import clock
from tests.builders.desk import make_round, say
from tests.builders.people import make_delegation, make_member, sign_in
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db


def address(around, name="figures", *more):
    consultation = around.consultation
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def speaker(around, name, **fields):
    return make_member(make_delegation(name, actor=around.isu, **fields), actor=around.isu)


@pytest.fixture
def around():
    """Six comments of four delegations on three sections; a seventh that was withdrawn."""
    around = make_round()
    consultation = around.consultation
    african = speaker(
        around, "=An African State", regional_group="African States", regional_group_source="A list"
    )
    asian = speaker(around, "An Asian State", regional_group="Asia-Pacific States")
    civil = speaker(around, "A network", category="civil_society")
    say(consultation, african, unit="I-A1", position="support", type="drafting")
    say(consultation, african, unit="II.a-A1", position="concern")
    say(consultation, asian, unit="II.a", place="section", position="concern", type="general")
    say(consultation, asian, unit="II", place="section", position="support")
    say(consultation, civil, unit=None, type="general")
    say(consultation, around.first, unit="para. 1", position="support")
    gone = say(consultation, around.second, unit="I-A1", position="cannot_support")
    with clock.at(consultation.closes_at):
        withdraw(gone, actor=around.second, reason="A mistake")
    return around


def counts(figure):
    return {row.label: row.count for row in figure.rows}


def read_page(around):
    return figures_page(around.consultation, around.presidency)


def test_each_figure_counts_what_stands_and_adds_up_to_all(around):
    page = read_page(around)

    by_position, by_type, by_category, by_group = page.others
    assert page.all.count == 6
    assert counts(by_position) == {
        "Support": 3,
        "Support with changes": 0,
        "Concern": 2,
        "Cannot support": 0,
        "No position stated": 1,
    }
    assert (counts(by_type)["General"], counts(by_type)["No type stated"]) == (2, 3)
    assert (counts(by_category)["State"], counts(by_category)["Civil society"]) == (5, 1)
    assert counts(by_group)["In no regional group"] == 2
    assert all(sum(row.count for row in figure.rows) == 6 for figure in page.others)
    assert all(sum(row.own for row in figure.rows) == 6 for figure in page.others)


def test_a_sub_part_adds_up_into_its_part(around):
    sections = read_page(around).sections

    assert [(row.label, row.depth, row.count, row.own) for row in sections.rows] == [
        ("Whole draft and front", 0, 2, 2),
        ("I Destroying what is stored", 0, 1, 1),
        ("II Working together", 0, 3, 1),
        ("II.a Help for those who ask", 1, 2, 2),
    ]
    assert sections.has_parts


def test_positions_are_crossed_with_sections(around):
    page = read_page(around)

    crossed = [[cell.count for cell in row.positions] for row in page.sections.rows]
    assert crossed == [[1, 0, 0, 0, 1], [1, 0, 0, 0, 0], [1, 0, 2, 0, 0], [0, 0, 2, 0, 0]]
    parts = [cells for cells, row in zip(crossed, page.sections.rows, strict=True) if not row.depth]
    assert [sum(column) for column in zip(*parts, strict=True)] == [
        cell.count for cell in page.all.positions
    ]


def test_bars_are_drawn_against_the_longest_and_shares_against_all(around):
    by_position = read_page(around).others[0]

    assert [(row.bar, row.share) for row in by_position.rows] == [
        (100, 50),
        (0, 0),
        (67, 33),
        (0, 0),
        (33, 17),
    ]


def test_the_numbers_of_sections_and_categories_are_those_of_the_desk(around):
    page = read_page(around)

    for figure in (page.sections, page.others[2]):
        for row in figure.rows:
            name, value = row.query.split("=")
            filters = Filters({name: value})
            desk = desk_page(around.consultation, around.isu, filters=filters, number="")
            assert desk.page.paginator.count == row.count


def test_a_regional_group_without_a_source_says_that_it_is_not_verified(client, around):
    groups = {row.label: row for row in read_page(around).others[3].rows}

    assert groups["Asia-Pacific States"].is_unverified
    assert not groups["African States"].is_unverified
    assert not groups["In no regional group"].is_unverified
    page = sign_in(client, around.isu).get(address(around)).content.decode()
    assert page.count("(not verified)") == 1
    assert "the ISU corrects them with their source" in page


def test_what_is_prepared_is_in_no_figure(client):
    around = make_round(open=True)
    make_comment(around.consultation, around.first, text="Secret preparation")

    response = sign_in(client, around.presidency).get(address(around))

    assert response.context["page"].all.count == 0
    assert "Nothing to count yet" in response.content.decode()


def test_figures_are_for_staff_alone(client, around):
    for where in (
        address(around),
        address(around, "figures_file", "csv"),
        address(around, "figures_delegations"),
        address(around, "figures_delegations_file", "csv"),
    ):
        client.logout()
        assert client.get(where).status_code == 302
        assert sign_in(client, around.first).get(where).status_code == 403
        assert sign_in(client, around.isu).get(where).status_code == 200


def test_each_number_leads_to_the_desk(client, around):
    page = sign_in(client, around.presidency).get(address(around)).content.decode()

    section = around.consultation.draft.units.get(reference="II.a").section_uids.split("/")[1]
    desk = address(around, "desk")
    assert f'href="{desk}?section={section}&amp;position=concern">2<' in page
    assert f'href="{desk}?category=civil_society">1<' in page
    assert f'href="{desk}">6<' in page


@pytest.mark.parametrize(("name", "most"), [("figures", 6), ("figures_delegations", 7)])
def test_figures_cost_the_same_with_six_comments_and_with_sixty(
    client, around, django_assert_num_queries, name, most
):
    client = sign_in(client, around.presidency)
    with django_assert_num_queries(most):
        client.get(address(around, name))
    one = Comment.objects.standing().last()
    for number in range(54):
        one.pk, one.form_key, one.number = None, Comment().form_key, 100 + number
        one.position = Comment.Position.values[number % 4]
        Comment.objects.bulk_create([one])

    with django_assert_num_queries(most):
        assert client.get(address(around, name)).context["page"].all.count == 60


def rows_of_csv(response):
    written = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(written, newline="")))


def test_the_file_says_what_the_page_says(client, around):
    client = sign_in(client, around.presidency)

    rows = rows_of_csv(client.get(address(around, "figures_file", "csv")))

    start = next(n for n, row in enumerate(rows) if row[0] == "Figure")
    assert rows[start][:4] == ["Figure", "Line", "Comments", "Without sub-parts"]
    assert rows[start + 1] == ["All", "All comments", "6", "6", "3", "0", "2", "0", "1"]
    assert ["By section", "II Working together", "3", "1", "1", "0", "2", "0", "0"] in rows
    assert ["By regional group", "Asia-Pacific States (not verified)", "2", "2"] in [
        row[:4] for row in rows
    ]


def test_the_file_is_marked_in_its_name_its_first_row_and_its_properties(client, around):
    client = sign_in(client, around.isu)

    response = client.get(address(around, "figures_file", "xlsx"))

    book = load_workbook(io.BytesIO(response.content))
    assert book.active["A1"].value == "INTERNAL: for staff"
    assert book.active["A4"].value == "Consultation 1: First round of comments"
    assert "INTERNAL: for staff" in book.properties.title
    assert book.properties.category == "INTERNAL: for staff"
    assert "figures-INTERNAL-for-staff.xlsx" in response["Content-Disposition"]
    first = rows_of_csv(client.get(address(around, "figures_file", "csv")))[0]
    assert first == ["INTERNAL: for staff"]


@pytest.mark.parametrize("name", ["figures_file", "figures_delegations_file"])
def test_a_file_of_figures_has_one_of_two_formats(client, around, name):
    client = sign_in(client, around.isu)

    assert client.get(address(around, name, "pdf")).status_code == 404


def test_each_delegation_that_spoke_has_a_line_that_says_where(around):
    page = speaking_page(around.consultation, around.presidency)

    assert [place.path for place in page.places] == ["", "I", "II", "II.a"]
    assert {
        speaker.delegation.name: (speaker.all.count, [cell.count for cell in speaker.cells])
        for speaker in page.speakers
    } == {
        "=An African State": (2, [0, 1, 1, 1]),
        "A network": (1, [1, 0, 0, 0]),
        "An Asian State": (2, [0, 0, 2, 1]),
        around.first.delegation.name: (1, [1, 0, 0, 0]),
    }
    assert (page.all.count, [cell.count for cell in page.sums]) == (6, [2, 1, 3, 2])


def test_where_a_delegation_spoke_leads_to_its_words_on_the_desk(client, around):
    page = sign_in(client, around.isu).get(address(around, "figures_delegations"))

    words = page.content.decode()
    asian = around.consultation.submissions.get(delegation__name="An Asian State", number=1)
    part = around.consultation.draft.units.get(reference="II").section_uids.rstrip("/")
    desk = address(around, "desk")
    assert f'href="{desk}?delegation={asian.delegation_id}&amp;section={part}">2<' in words
    assert f'href="{desk}?section={part}">3<' in words


def test_nobody_has_spoken_before_somebody_has(client):
    around = make_round(open=True)
    make_comment(around.consultation, around.first)

    page = sign_in(client, around.isu).get(address(around, "figures_delegations"))

    assert "Nobody has spoken yet" in page.content.decode()
    assert around.first.delegation.name not in page.content.decode()


def test_the_file_of_who_spoke_where_holds_no_formula(client, around):
    client = sign_in(client, around.isu)

    answer = client.get(address(around, "figures_delegations_file", "xlsx"))
    rows = rows_of_csv(client.get(address(around, "figures_delegations_file", "csv")))

    sheet = load_workbook(io.BytesIO(answer.content)).active
    cell = next(row[0] for row in sheet if row[0].value == "=An African State")
    assert cell.data_type == "s"
    assert ["'=An African State", "State", "African States", "2", "0", "1", "1", "1"] in rows
    assert ["All comments", "", "", "6", "2", "1", "3", "2"] in rows
    assert "figures-by-delegation-INTERNAL-for-staff" in answer["Content-Disposition"]


def test_the_desk_and_the_documents_lead_to_the_figures_for_staff_alone(client, around):
    file = address(around, "figures_file", "xlsx")
    sign_in(client, around.isu)
    assert address(around) in client.get(address(around, "desk")).content.decode()
    assert file in client.get(address(around, "exports")).content.decode()

    sign_in(client, around.first)
    assert not re.search("figures", client.get(address(around, "exports")).content.decode())
