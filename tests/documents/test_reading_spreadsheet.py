"""Workbooks: the values of the first sheet, and none of what could harm."""

import re

import pytest

from documents.reading import UnreadablePaper, errors
from documents.reading.spreadsheet import read_sheet
from tests.builders.workbooks import part_of, with_part, workbook

ROWS = [["Delegation", "Address"], ["Freedonia", "mission@free.example"]]
SHEET = "xl/worksheets/sheet1.xml"


def refused(data, most_rows=500):
    with pytest.raises(UnreadablePaper) as refusal:
        read_sheet(data, most_rows=most_rows)
    return refusal.value.template


def test_the_values_of_the_first_sheet_are_read_and_blank_rows_keep_their_place():
    data = workbook([*ROWS, [], [None, 7, True], []])

    rows = read_sheet(data, most_rows=500)

    assert rows[:2] == ROWS
    assert rows[2] == []
    assert rows[3] == ["", "7", "True"]
    assert len(rows) == 4


def test_a_formula_gives_the_value_last_computed_and_else_nothing():
    data = workbook([["Freedonia", '=CONCATENATE("a","@b.example")']])
    sheet = part_of(data, SHEET)
    sheet = re.sub(rb"<v ?/>|<v></v>", b"<v>5</v>", sheet)
    computed = with_part(data, SHEET, sheet)

    assert read_sheet(data, most_rows=9) == [["Freedonia"]]
    assert read_sheet(computed, most_rows=9) == [["Freedonia", "5"]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 and then nothing",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook, renamed",
        b"Freedonia;mission@free.example",
        workbook(ROWS)[:-200],
        with_part(workbook(ROWS), "[Content_Types].xml", b"<Types/>"),
        with_part(
            workbook(ROWS), SHEET, b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>"
        ),
        with_part(workbook(ROWS), SHEET, b"<worksheet><sheetData>"),
        with_part(workbook(ROWS), "../evil.xml", b"<a/>"),
        with_part(workbook(ROWS), "xl/workbook.xml", b"<workbook/>"),
    ],
    ids=[
        "empty",
        "cut at its head",
        "of the old kind",
        "text",
        "cut at its end",
        "without kinds",
        "with entities",
        "with a broken sheet",
        "with a part outside",
        "without sheets",
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(data):
    assert refused(data) == errors.SHEET_DAMAGED


def test_macros_are_refused_by_their_part_and_by_their_type():
    types = part_of(workbook(ROWS), "[Content_Types].xml")
    macro = types.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")

    assert refused(with_part(workbook(ROWS), "xl/vbaProject.bin", b"x")) == errors.SHEET_MACROS
    assert refused(with_part(workbook(ROWS), "[Content_Types].xml", macro)) == errors.SHEET_MACROS


def test_a_bomb_is_refused_before_it_unpacks():
    bomb = with_part(workbook(ROWS), "xl/sharedStrings.xml", b"<a>" + b" " * 60_000_000 + b"</a>")

    assert len(bomb) < 200_000
    assert refused(bomb) == errors.SHEET_TOO_LARGE_UNPACKED


def test_too_many_rows_are_refused_and_far_away_ones_are_not_walked_to():
    assert refused(workbook([["x"]] * 11), most_rows=10) == errors.SHEET_TOO_LONG
    far = part_of(workbook(ROWS), SHEET).replace(b'r="2"', b'r="99999999999"')

    assert read_sheet(with_part(workbook(ROWS), SHEET, far), most_rows=10)[:1] == ROWS[:1]
