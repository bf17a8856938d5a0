"""Lists of whom to invite: how they are read, and what is wrong line by line."""

import itertools

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from delegations.imports import missions_without_member, read_invitations
from delegations.imports.tables import table_of_file, text_of_table
from delegations.operations import invite_to_delegation, merge_delegations, note_returned
from lap_portal.errors import RuleViolation
from tests.builders.people import make_delegation, make_isu, make_member
from tests.builders.workbooks import workbook

pytestmark = pytest.mark.django_db


def read(text, role="focal_point"):
    return read_invitations(text, role=role)


def only(text, **given):
    (row,) = read(text, **given).rows
    return row


def faults(text, **given):
    return " ".join(only(text, **given).faults)


@pytest.mark.parametrize(
    "name",
    [
        "Côte d'Ivoire",
        "cote d’ivoire",  # noqa: RUF001 - as people type it
        "  COTE   D'IVOIRE ",
        "Republic of Côte d'Ivoire",
        "Ivory Coast (fr)",
        "Costa de Marfil",
        "CI",
        "civ",
    ],
)
def test_a_delegation_is_found_by_each_of_its_names_and_codes(name):
    found = make_delegation(
        "Côte d'Ivoire",
        formal_name="Republic of Côte d'Ivoire",
        name_fr="Ivory Coast (fr)",
        name_es="Costa de Marfil",
        iso2="CI",
        iso3="CIV",
    )

    row = only(f"{name};m@ci.example")

    assert (row.delegation, row.address, row.faults) == (found, "m@ci.example", [])


@pytest.mark.parametrize(
    "line",
    [
        "Freedonia; m@free.example; deputy",
        "Freedonia\tm@free.example\tDeputy",
        '"Freedonia","M@Free.example","DEPUTY"',
        "m@free.example;Freedonia;suppléant",
        "Freedonia <m@free.example>; deputy",
        "Country;Courriel;Rôle\nFreedonia;mailto:m@free.example;deputy",
        "Our missions\n\nRole;State;Telephone;E-mail address\ndeputy;Freedonia;+41;m@free.example",
    ],
)
def test_a_line_is_understood_however_it_is_written(line):
    delegation = make_delegation("Freedonia")

    row = only(line)

    assert (row.delegation, row.address, row.role) == (delegation, "m@free.example", "deputy")
    assert row.faults == []


@pytest.mark.parametrize("line", ["Freedonia m@free.example", "Freedonia, m@free.example"])
def test_a_line_without_a_role_has_the_role_of_the_form(line):
    make_delegation("Freedonia")

    assert only(line, role="member").role == "member"


def test_a_comma_in_a_name_is_no_new_cell():
    delegation = make_delegation("Freedonia, Islands of")

    assert only("Freedonia, Islands of, m@free.example").delegation == delegation


def test_columns_that_are_not_read_are_named():
    make_delegation("Freedonia")

    found = read("Delegation;Telephone;Address\nFreedonia;+41;m@free.example")

    assert found.columns_not_read == ["Telephone"]
    assert [row.line for row in found.rows] == [2]


def test_each_line_says_what_is_wrong_with_it():
    isu = make_isu()
    make_delegation("Freedonia", actor=isu)
    make_delegation("Sylvania", actor=isu)

    assert "No delegation is called “Ruritania”" in faults("Ruritania;m@r.example")
    assert "There is no delegation." in faults("m@r.example")
    assert "There is no e-mail address." in faults("Freedonia")
    assert faults("Freedonia;nowhere") == "“nowhere” is not an e-mail address."
    assert "“m@here” is not an e-mail address." in faults("Freedonia;m@here")
    assert faults("Freedonia;=HYPERLINK(1)") == "“=hyperlink(1” is not an e-mail address."
    assert "“chief” is no role" in faults("Delegation;Address;Role\nFreedonia;m@f.example;chief")


def test_the_second_of_two_alike_is_wrong_and_says_where_the_first_stands():
    for name in ("Freedonia", "Sylvania"):
        make_delegation(name)

    found = read("Freedonia;m@f.example\n\nfreedonia;n@f.example\nSylvania;M@f.example")

    said = [row.faults for row in found.rows]
    assert said == [
        [],
        ["This delegation stands on line 1 already."],
        ["This address stands on line 1 already."],
    ]
    assert (len(found.wanted), found.wrong) == (1, 2)


def test_two_delegations_of_one_name_are_told_apart_by_a_code_only():
    isu = make_isu()
    make_delegation("Freedonia", iso3="FRE", actor=isu)
    make_delegation("Other", name_fr="Freedonia", actor=isu)

    assert "More than one delegation" in faults("Freedonia;m@f.example")
    assert faults("FRE;m@f.example") == ""


def test_who_has_a_focal_point_or_an_open_invitation_is_not_invited_again():
    isu = make_isu()
    led = make_member(make_delegation("Freedonia", actor=isu), actor=isu).delegation
    waiting = make_delegation("Sylvania", actor=isu)
    invite_to_delegation(waiting, actor=isu, address="m@s.example", role="focal_point")
    invite_to_delegation(led, actor=isu, address="m@f.example", role="member")

    assert faults("Freedonia;x@f.example") == "This delegation has a focal point already."
    assert faults("Freedonia;x@f.example", role="member") == ""
    assert faults("Freedonia;M@f.example", role="member") == "An invitation is open already."
    assert faults("Sylvania;x@s.example") == "An invitation is open already."
    assert faults("Sylvania;x@s.example", role="member") == ""


def test_what_came_back_or_was_used_stands_in_nobodys_way():
    isu = make_isu()
    delegation = make_delegation("Freedonia", actor=isu)
    make_member(delegation, role="member", actor=isu)
    returned, _code = invite_to_delegation(
        delegation, actor=isu, address="m@f.example", role="focal_point"
    )
    assert faults("Freedonia;m@f.example") == "An invitation is open already."

    note_returned(returned, actor=isu, reason="Mailbox full")

    assert faults("Freedonia;n@f.example") == ""


def test_a_merged_entry_names_the_one_that_stayed():
    isu = make_isu()
    gone, kept = make_delegation("Fredonia", actor=isu), make_delegation("Freedonia", actor=isu)
    merge_delegations(gone, into=kept, actor=isu, reason="Entered twice")

    assert (
        faults("Fredonia;m@f.example") == "“Fredonia” was merged into Freedonia; write that name."
    )


def test_a_hundred_and_twenty_lines_cost_as_many_queries_as_three(django_assert_num_queries):
    isu = make_isu()
    names = [f"State {n:03}" for n in range(120)]
    for name in names:
        make_delegation(name, status="", actor=isu)
    lines = [f"{name};m{n}@state.example" for n, name in enumerate(names)]

    with django_assert_num_queries(3):
        assert len(read("\n".join(lines[:3])).wanted) == 3
    with django_assert_num_queries(3):
        assert len(read("\n".join(lines)).wanted) == 120


def test_a_list_begins_with_the_missions_of_those_whom_nobody_represents():
    isu = make_isu()
    make_delegation("With; mark", mission_email="w@m.example", actor=isu)
    make_delegation("Without", actor=isu)
    joined = make_delegation("Joined", mission_email="j@m.example", actor=isu)
    make_member(joined, role="member", actor=isu)
    waiting = make_delegation("Waiting", mission_email="x@m.example", actor=isu)
    invite_to_delegation(waiting, actor=isu, address="x@m.example", role="focal_point")
    gone = make_delegation("Gone", mission_email="g@m.example", actor=isu)
    merge_delegations(gone, into=joined, actor=isu, reason="Entered twice")

    text, lacking = missions_without_member()

    assert text == '"With; mark";w@m.example\n'
    assert lacking == 1
    assert only(text).faults == []


def table(name, data):
    file = SimpleUploadedFile(name, data)
    return table_of_file(file.read(), name=name)


def test_a_workbook_with_a_title_over_merged_cells_and_a_formula_is_read():
    make_delegation("Freedonia")
    make_delegation("Sylvania")
    data = workbook(
        [
            ["Invitations, first round", None, None],
            ["Delegation", None, "Address"],
            ["Freedonia", None, "m@free.example"],
            ["Sylvania", None, '="m@"&"s.example"'],
        ],
        merged="A1:C1",
    )

    found = read(text_of_table(table("Missions.XLSX", data)))

    assert [row.line for row in found.rows] == [3, 4]
    assert [row.faults for row in found.rows] == [[], ["There is no e-mail address."]]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", "Côte;m@c.example".encode("utf-16"), "UTF-8"),
        ("a.csv", "Côte;m@c.example".encode("cp1252"), "UTF-8"),
        ("a.csv", b"Freedonia;m@f.example\x00", "control character"),
        ("a.csv", b'"' + b"x" * 140_000, "cannot be read as CSV"),
        ("a.csv", b"x" * 1_100_000, "too large"),
        ("a.csv", b"x@x.example\n" * 600, "at most 500 lines"),
        ("a.xlsx", workbook([["x"]] * 600), "at most 501 lines"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1renamed", "cannot be read as an Excel"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "Only .xlsx"),
        ("a.xlsm", workbook([["x"]]), "Only .xlsx"),
        ("a.pdf", b"%PDF", "Only .xlsx"),
    ],
    ids=itertools.count(),  # a workbook made anew differs, and processes compare names
)
def test_a_file_that_cannot_be_read_says_why(name, data, said):
    with pytest.raises(RuleViolation, match=said):
        table(name, data)


@pytest.mark.parametrize("text", ["", "\n \n", "Delegation;Address\n"])
def test_a_list_without_a_line_is_refused(text):
    with pytest.raises(RuleViolation, match="no line"):
        read(text)


def test_a_list_of_six_hundred_lines_is_refused():
    with pytest.raises(RuleViolation, match="at most 500"):
        read("Freedonia;m@f.example\n" * 600)
