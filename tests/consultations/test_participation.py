import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from consultations.models import Extension, Procedure, Typed
from consultations.operations.commenting import mark_ready
from consultations.operations.consulting import change_instants, grant_extension
from consultations.operations.declaring import declare
from consultations.operations.dispatching import Particulars
from consultations.operations.submitting import submit
from consultations.queries.participation import count_silent, rows_of
from delegations.models import Delegation
from delegations.operations import invite_to_delegation, merge_delegations, record_standing
from lap_portal import clock
from sections.circulation import Circulation, circulations_open_to, within
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_presidency,
    sign_in,
)
from tests.builders.plans import make_draft
from tests.builders.registering import register
from tests.builders.talk import make_answer, make_comment, make_consultation, make_submission

pytestmark = pytest.mark.django_db

PLACE = ["plan", 1]
PAGE = "consultations:participation"
DAY = timedelta(days=1)


@pytest.fixture
def isu():
    return make_isu()


def read(client, actor, **query):
    return sign_in(client, actor).get(reverse(PAGE, args=PLACE), query).content.decode()


def table(client, actor, extension="csv", **query):
    address = reverse("consultations:participation_file", args=[*PLACE, extension])
    return sign_in(client, actor).get(address, query)


def rows_in(answer):
    written = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline="")))
    start = next(n for n, row in enumerate(rows) if row[0] == "Delegation")
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def row_of(consultation, reader, delegation):
    return next(r for r in rows_of(consultation, reader) if r.delegation == delegation)


def names(consultation, reader):
    return [row.delegation.name for row in rows_of(consultation, reader)]


def test_staff_sees_who_was_invited_joined_submitted_and_declared(client, isu):
    consultation = make_consultation(actor=isu)
    make_delegation("Nobody asked", actor=isu)
    invited = make_delegation("Asked", actor=isu)
    invite_to_delegation(invited, actor=isu, address="mission@asked.example", role="focal_point")
    spoke = make_member(make_delegation("Spoke", actor=isu), actor=isu)
    make_submission(consultation, spoke)
    awaiting = make_member(make_delegation("Awaits", actor=isu), actor=isu)
    declare(consultation, actor=awaiting, intention="awaiting_capital")

    for reader in (isu, make_presidency()):
        page = read(client, reader)
        assert (
            "Of 4 delegations that read this draft, 3 were invited, 2 have joined and "
            "1 have submitted." in page
        )
        assert "Awaiting capital" in page
        assert spoke.person.name in page
        assert "1 submission" in page


def test_members_and_the_public_see_none_of_it(client, isu):
    make_consultation(actor=isu)
    member = sign_in(client, make_member(actor=isu))

    assert member.get(reverse(PAGE, args=PLACE)).status_code == 403
    assert table(client, make_member(actor=isu)).status_code == 403


@pytest.mark.parametrize("circulation", [c for c in Circulation if c != Circulation.STAFF])
def test_who_is_listed_is_exactly_who_reads_the_draft(isu, circulation):
    consultation = make_consultation(make_draft(circulation=circulation), actor=isu)
    members = [
        make_member(make_delegation(status=status, actor=isu, **fields), actor=isu)
        for status in ("state_party", "signatory", "not_party")
        for fields in ({}, {"coordinates_theme": "Clearance"})
    ]
    members.append(make_member(make_delegation(category="civil_society", actor=isu), actor=isu))

    reading = {m.delegation.name for m in members if circulation in circulations_open_to(m)}

    assert set(names(consultation, isu)) == reading
    assert not Delegation.objects.filter(within(Circulation.STAFF)).exists()


def test_who_has_spoken_is_listed_though_it_no_longer_reads_the_draft(isu):
    consultation = make_consultation(make_draft(circulation="states_parties"), actor=isu)
    spoke = make_delegation(actor=isu)
    register(consultation, spoke, actor=isu)

    record_standing(spoke, actor=isu, status="not_party", as_at=date(2030, 1, 1), source="A letter")

    assert names(consultation, isu) == [spoke.name]


def test_how_a_submission_came_and_for_whom_it_speaks_is_shown(client, isu):
    consultation = make_consultation(actor=isu)
    speaker = make_member(make_delegation("Speaker", actor=isu), actor=isu)
    listed = make_delegation("Listed", actor=isu)
    mark_ready(make_comment(consultation, speaker), actor=speaker)
    submit(
        consultation,
        actor=speaker,
        received_at=clock.now(),
        particulars=Particulars(is_preliminary=True, on_behalf_of="A group", aligned=(listed,)),
    )
    by_mail = make_delegation("By mail", actor=isu)
    register(consultation, by_mail, actor=isu)

    row = row_of(consultation, isu, speaker.delegation)
    assert (row.is_preliminary, row.groups) == (True, ["A group"])
    assert row_of(consultation, isu, listed).aligned_with == ["Speaker, on behalf of A group"]
    assert row_of(consultation, isu, by_mail).channels == ["By e-mail"]
    page = read(client, isu)
    for words in ("preliminary", "on behalf of A group", "aligned with Speaker", "By e-mail"):
        assert words in page


def test_lateness_and_more_time_are_shown_to_staff(client, isu):
    consultation = make_consultation(open=False, actor=isu)
    late = make_member(actor=isu)
    make_submission(consultation, late)
    slow = make_delegation("Slow", actor=isu)
    Extension.objects.create(
        consultation=consultation,
        delegation=slow,
        closes_at=clock.now() + DAY,
        granted_by=isu.person,
    )

    page = read(client, isu)

    assert "late: 1" in page
    assert "more time until" in page


def test_more_time_that_ends_before_the_general_closing_is_no_more_time(client, isu):
    consultation = make_consultation(actor=isu)
    slow = make_delegation("Slow", actor=isu)
    first = consultation.closes_at + DAY
    grant_extension(consultation, slow, actor=isu, closes_at=first, reason="Asked for")
    moved = change_instants(
        consultation,
        actor=isu,
        opens_at=consultation.opens_at,
        closes_at=first + 5 * DAY,
        reason="For all",
    )

    row = row_of(moved, isu, slow)

    assert (row.closes_at, row.has_more_time) == (moved.closes_at, False)
    assert "more time until" not in read(client, isu)
    assert f"{first:%Y-%m-%d}" not in table(client, isu).content.decode()


def test_an_entry_merged_into_another_is_not_listed_and_its_submission_counts(isu):
    consultation = make_consultation(actor=isu)
    twice = make_member(make_delegation("Twice", actor=isu), actor=isu)
    make_submission(consultation, twice)
    kept = make_delegation("Kept", actor=isu)

    merge_delegations(twice.delegation, actor=isu, into=kept, reason="Entered twice")

    assert names(consultation, isu) == ["Kept"]
    assert len(row_of(consultation, isu, kept).submissions) == 1


def test_nothing_that_a_delegation_does_inside_changes_the_page(client, isu):
    consultation = make_consultation(actor=isu)
    focal_point = make_member(actor=isu)
    member = make_member(focal_point.delegation, role="member", actor=isu)
    make_member(make_delegation("Another", actor=isu), actor=isu)
    before = bare(read(client, isu)), rows_in(table(client, isu))

    sign_in(client, member).get(reverse("consultations:workspace", args=PLACE))
    in_preparation = make_comment(consultation, member, text="Secret")
    assert (bare(read(client, isu)), rows_in(table(client, isu))) == before
    mark_ready(in_preparation, actor=member)
    assert (bare(read(client, isu)), rows_in(table(client, isu))) == before
    mark_ready(make_answer(consultation, member), actor=member)
    make_comment(consultation, focal_point, None, text="The whole")
    Procedure.objects.create(delegation=focal_point.delegation, clears=True)
    Typed.objects.create(
        person=member.person,
        capacity=member.key,
        path="/",
        form_key=uuid4(),
        fields={"text": ["Secret"]},
    )
    invite_to_delegation(
        focal_point.delegation, actor=focal_point, address="c@mission.example", role="member"
    )

    assert (bare(read(client, isu)), rows_in(table(client, isu))) == before


def bare(page):
    """The page's main part, without the token of its forms."""
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"progress": "not_invited"}, {"Nobody"}),
        ({"progress": "not_joined"}, {"Nobody"}),
        ({"progress": "joined"}, {"Silent", "Spoke"}),
        ({"progress": "not_submitted"}, {"Nobody", "Silent"}),
        ({"progress": "submitted"}, {"Spoke"}),
        ({"progress": "late"}, set()),
        ({"progress": "will_speak"}, {"Silent"}),
        ({"progress": "undeclared"}, {"Nobody", "Spoke"}),
        ({"category": "civil_society"}, {"Nobody"}),
        ({"group": "African States"}, {"Spoke"}),
        ({"group": "none"}, {"Nobody", "Silent"}),
        ({"status": "signatory"}, {"Silent"}),
        ({"progress": "joined", "status": "signatory"}, {"Silent"}),
        ({"progress": "nonsense", "sort": "nonsense"}, {"Nobody", "Silent", "Spoke"}),
    ],
)
def test_the_list_is_narrowed_down(client, isu, query, shown):
    consultation = make_consultation(actor=isu)
    make_delegation("Nobody", category="civil_society", actor=isu)
    silent = make_member(make_delegation("Silent", status="signatory", actor=isu), actor=isu)
    declare(consultation, actor=silent, intention="will_speak")
    there = make_delegation("Spoke", regional_group="African States", actor=isu)
    make_submission(consultation, make_member(there, actor=isu))

    assert {row["Delegation"] for row in rows_in(table(client, isu, **query))} == shown
    page = read(client, isu, **query)
    for name in ("Nobody", "Silent", "Spoke"):
        assert (f">{name}</a>" in page) == (name in shown)


@pytest.mark.parametrize("sort", ["name", "invited", "joined", "submitted", "declared"])
def test_the_list_is_sorted_by_links(client, isu, sort):
    consultation = make_consultation(actor=isu)
    make_delegation("A", actor=isu)
    last = make_member(make_delegation("Z", actor=isu), actor=isu)
    declare(consultation, actor=last, intention="will_comment")
    make_submission(consultation, last)

    found = [row["Delegation"] for row in rows_in(table(client, isu, sort=sort))]

    assert found == (["A", "Z"] if sort == "name" else ["Z", "A"])
    assert 'aria-sort="ascending"' in read(client, isu, sort=sort)


def test_totals_say_that_groups_without_a_source_are_not_verified(client, isu):
    make_consultation(actor=isu)
    make_delegation(
        "Known", regional_group="African States", regional_group_source="A letter", actor=isu
    )
    assert "were not verified" not in read(client, isu)

    make_delegation("Guessed", regional_group="African States", actor=isu)

    page = read(client, isu)
    assert "were not verified" in page
    assert page.count("(not verified)") == 1


@pytest.mark.parametrize("many", [30, 130])
def test_the_page_asks_as_often_for_many_delegations(
    client, isu, many, django_assert_max_num_queries
):
    consultation = make_consultation(actor=isu)
    for _n in range(3):
        member = make_member(actor=isu)
        make_submission(consultation, member)
        declare(consultation, actor=member, intention="will_comment")
    Delegation.objects.bulk_create(
        Delegation(name=f"State {n:03}", sort_name=f"state {n:03}", category="state")
        for n in range(many - 3)
    )
    sign_in(client, isu)

    with django_assert_max_num_queries(18):
        page = client.get(reverse(PAGE, args=PLACE)).content.decode()

    assert f"{many} delegations" in page


def test_the_file_says_what_the_page_says_and_what_it_is(client, isu):
    consultation = make_consultation(actor=isu)
    here = make_delegation(
        "=Here", mission_email="mission@here.example", mission_phone="+41 22 000", actor=isu
    )
    make_submission(consultation, make_member(here, actor=isu))

    answer = table(client, isu, "xlsx", progress="submitted")

    sheet = load_workbook(io.BytesIO(answer.content)).active
    notes = [sheet.cell(n, 1).value for n in range(1, 6)]
    assert notes[0].startswith("Internal")
    assert notes[1:4] == [
        "A small plan",
        "Consultation 1: First round of comments",
        "Shown: How far: Submitted",
    ]
    assert notes[4].startswith("As of ")
    header = [cell.value for cell in sheet[6]]
    row = dict(zip(header, sheet[7], strict=True))
    assert (row["Delegation"].value, row["Delegation"].data_type) == ("=Here", "s")
    assert row["Telephone of the mission"].value == "+41 22 000"
    assert row["Official address of the mission"].value == "mission@here.example"
    assert row["Submissions"].value == 1
    assert sheet.max_row == 7
    assert "internal" in answer["Content-Disposition"]


def test_a_file_has_one_of_two_formats_and_is_made_in_no_other(client, isu, monkeypatch):
    make_consultation(actor=isu)
    monkeypatch.setattr("consultations.views.participating.participation_page", None)

    assert table(client, isu, "pdf").status_code == 404


def test_the_exports_page_offers_the_list_to_staff_alone(client, isu):
    make_consultation(actor=isu)
    address = reverse("consultations:exports", args=PLACE)

    assert "participation.xlsx" in sign_in(client, isu).get(address).content.decode()
    member = sign_in(client, make_member(actor=isu))
    assert "participation" not in member.get(address).content.decode()


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_the_command_writes_the_list_as_somebody_may_read_it(tmp_path, isu, extension):
    make_consultation(actor=isu)
    make_delegation("Here", actor=isu)
    output = tmp_path / "list"
    given = {"plan": "plan", "consultation": 1, "format": extension, "output": str(output)}

    call_command("export", "participation", **given, email=isu.person.email)

    assert output.stat().st_size > 0
    with pytest.raises(CommandError, match="may read"):
        call_command("export", "participation", **given)
    member = make_member(actor=isu)
    with pytest.raises(CommandError, match="Presidency and the ISU only"):
        call_command("export", "participation", **given, email=member.person.email)
    with pytest.raises(CommandError, match="csv, xlsx"):
        call_command(
            "export", "participation", **{**given, "format": "pdf"}, email=isu.person.email
        )


def test_the_isu_finds_on_its_home_page_how_many_have_not_submitted(client, isu):
    consultation = make_consultation(actor=isu)
    make_submission(consultation, make_member(actor=isu))
    make_member(actor=isu)

    page = sign_in(client, isu).get("/").content.decode()

    assert "1 delegation has not submitted" in page
    assert count_silent([consultation], isu) == {consultation.pk: 1}
    other = sign_in(client, make_member(actor=isu)).get("/").content.decode()
    assert "not submitted" not in other
