import csv
import io

import pytest
from openpyxl import load_workbook

from documents.writing.spreadsheet import Sheet, write_csv, write_xlsx

ACTING = [
    "=1+1",
    "+41 22",
    "-x",
    "@SUM(1)",
    "\tx",
    "  =1",
    "＝1",
    "\u3000＋1",
    "－1",
    "＠x",
    "\n=1",
]


def make_sheet(*rows):
    return Sheet("A/list", ("Internal", "=note"), ("Name", "Number"), rows)


@pytest.mark.parametrize("words", [*ACTING, "\r=1", "plain", "Côte d'Ivoire", "أهلا"])
def test_no_text_of_an_excel_file_is_ever_a_formula(words):
    page = load_workbook(io.BytesIO(write_xlsx(make_sheet((words, 3))))).active

    assert [cell.data_type for cell in page[4]] == ["s", "n"]
    assert page["A2"].data_type == "s"
    assert page["A4"].value.strip() == words.strip()


def test_an_excel_file_keeps_its_header_in_view_and_bold():
    page = load_workbook(io.BytesIO(write_xlsx(make_sheet(("x", 1))))).active

    assert page.freeze_panes == "B4"
    assert [cell.value for cell in page[3]] == ["Name", "Number"]
    assert page["A3"].font.bold
    assert page.column_dimensions["A"].width >= 8


@pytest.mark.parametrize("words", [*ACTING, "\r=1"])
def test_what_would_act_in_a_csv_file_is_quoted(words):
    written = write_csv(make_sheet((words, -3))).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(written, newline="")))

    assert rows[3] == [f"'{words}", "-3"]
    assert rows[1] == ["'=note"]


def test_a_csv_file_says_that_it_is_utf_8_and_keeps_other_words():
    written = write_csv(make_sheet(("Côte d'Ivoire, “x”", 1)))

    assert written.startswith(b"\xef\xbb\xbf")
    assert "Côte d'Ivoire, “x”" in written.decode("utf-8-sig")


def test_a_character_that_no_excel_file_holds_is_left_out():
    page = load_workbook(io.BytesIO(write_xlsx(make_sheet(("a\x07b", 1))))).active

    assert page["A4"].value == "a b"


def test_a_list_without_rows_is_a_list():
    assert load_workbook(io.BytesIO(write_xlsx(make_sheet()))).active.max_row == 3
    assert write_csv(make_sheet()).count(b"\r\n") == 3


def test_a_marked_list_says_so_in_its_first_row_and_its_properties():
    sheet = Sheet("List", ("A note",), ("Name",), (("x",),), marking="For few")

    book = load_workbook(io.BytesIO(write_xlsx(sheet)))

    assert [cell.value for cell in book.active["A"]] == ["For few", "A note", "Name", "x"]
    assert book.active.freeze_panes == "B4"
    assert (book.properties.title, book.properties.category) == ("List (For few)", "For few")
    assert write_csv(sheet).decode("utf-8-sig").startswith("For few\r\n")
