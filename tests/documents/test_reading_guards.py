import io
import socket
import subprocess
import sys
import time
import zipfile

import pytest

from documents.reading import UnreadablePaper, errors, parent, read_paper, read_paper_here
from tests.documents.papers import listed, p, relation, word_file, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PARAGRAPH = p("1. Words of a paragraph.")
MAIN_RELATIONS = "word/_rels/document.xml.rels"


def refused(data, *, name="paper.docx", read=read_paper_here):
    with pytest.raises(UnreadablePaper) as refusal:
        read(data, file_name=name)
    assert str(refusal.value).endswith(".")
    return refusal.value.template


def with_settings_relation(kind, target):
    link = relation(kind, target, mode="External")
    return word_file(PARAGRAPH, parts={"word/_rels/settings.xml.rels": listed(link)})


def test_the_plain_file_of_these_tests_is_read():
    assert read_paper_here(word_file(PARAGRAPH), file_name="a.docx").units[0].number == "1"


@pytest.mark.parametrize(
    ("data", "name", "template"),
    [
        (b"", "a.txt", errors.EMPTY),
        (b"a" * (20 * 1024 * 1024 + 1), "a.txt", errors.TOO_LARGE),
        (b"1. Words.", "a.odt", errors.UNKNOWN_ENDING),
        (b"1. Words.", "a", errors.UNKNOWN_ENDING),
        (b"1. Words.", "a.docm", errors.MACROS),
        (b"1. Words.", "a.docx", errors.WRONG_CONTENT),
        (b"%PDF-1.7 ...", "a.docx", errors.WRONG_CONTENT),
        (b"%PDF-1.7 ...", "a.txt", errors.WRONG_CONTENT),
        (b"<html><body>1. Words.", "a.docx", errors.WRONG_CONTENT),
        (b"<!DOCTYPE html>", "a.md", errors.WRONG_CONTENT),
        (b"\x89PNG\r\n\x1a\n\x00", "a.txt", errors.WRONG_CONTENT),
        (b"{\\rtf1 words}", "a.txt", errors.WRONG_CONTENT),
        (b"PK\x03\x04....", "a.txt", errors.WRONG_CONTENT),
        (OLE, "a.docx", errors.OLD_WORD),
        (OLE, "a.txt", errors.OLD_WORD),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", errors.ENCRYPTED),
        (b"1. Words\x00 and more.", "a.txt", errors.NOT_TEXT),
        (b"1. Words\x1b[31m.", "a.txt", errors.NOT_TEXT),
        (b"1. Words \x81\x8d", "a.txt", errors.WRONG_ENCODING),
        ("1. Words.".encode("utf-32"), "a.txt", errors.WRONG_ENCODING),
        ("1. Words.".encode("utf-16") + b"\x00", "a.txt", errors.WRONG_ENCODING),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_is_no_paper_is_refused(data, name, template):
    assert refused(data, name=name) == template


def test_western_letters_are_read_and_doubted():
    outline = read_paper_here("1. Café – “façade”.".encode("cp1252"), file_name="a.txt")

    assert outline.units[0].text == "Café – “façade”."
    assert "Western European" in outline.warnings[0].message


@pytest.mark.parametrize("name", ["../../etc/a.docx", "C:\\x\\a.DOCX", "x\x00y.docx", "‮a.docx"])
def test_odd_names_of_files_do_not_matter(name):
    assert read_paper(word_file(PARAGRAPH), file_name=name).units[0].number == "1"


@pytest.mark.parametrize("cut", [30, 200, -30])
def test_a_cut_word_file_is_refused(cut):
    assert refused(word_file(PARAGRAPH)[:cut]) == errors.DAMAGED


def test_a_word_file_with_wrong_bytes_inside_is_refused():
    data = bytearray(word_file(PARAGRAPH))
    at = data.index(b"word/document.xml") + 30
    data[at : at + 8] = b"\xff" * 8

    assert refused(bytes(data)) == errors.DAMAGED


@pytest.mark.parametrize("body", ["<w:p>", "<x:p/>", "&unknown;"])
def test_broken_xml_is_refused(body):
    assert refused(word_file(body)) == errors.DAMAGED


def test_a_spreadsheet_and_a_plain_archive_are_refused():
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

    assert refused(word_file(PARAGRAPH, main_type=sheet)) == errors.NOT_WORD
    assert refused(zipped({"readme.txt": "1. Words."})) == errors.NOT_WORD


def test_too_many_parts_are_refused():
    parts = {f"word/media/{n}.png": b"" for n in range(2_001)}

    assert refused(word_file(PARAGRAPH, parts=parts)) == errors.TOO_MANY_PARTS


@pytest.mark.parametrize("name", ["word/media/image1.bmp", "word/extra.xml"])
def test_a_bomb_is_refused_quickly(name):
    data = word_file(PARAGRAPH, parts={name: bytes(101 * 1024 * 1024)})

    begun = time.monotonic()

    assert refused(data) == errors.TOO_LARGE_UNPACKED
    assert time.monotonic() - begun < 2


def test_a_part_that_lies_about_its_size_is_refused():
    data = bytearray(word_file(PARAGRAPH, parts={"word/extra.xml": b" " * 5_000_000}))
    at = data.rindex(b"PK\x01\x02")
    assert b"word/extra.xml" in data[at:]
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")

    assert refused(bytes(data)) == errors.DAMAGED


def test_too_many_elements_are_refused_before_a_tree_is_built():
    data = word_file("<w:p/>" * 3_000_000)

    begun = time.monotonic()

    assert len(data) < 100_000
    assert refused(data) == errors.TOO_MANY_ELEMENTS
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "definition",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
def test_definitions_in_xml_are_refused(definition):
    parts = {"styles": f"{definition}<d/>"}

    assert refused(word_file(PARAGRAPH, parts=parts)) == errors.ENTITIES


@pytest.mark.parametrize("name", ["../evil.xml", "/evil.xml", "word/..\\evil.xml", "C:/evil.xml"])
def test_names_that_lead_out_of_the_file_are_refused(name):
    assert refused(word_file(PARAGRAPH, parts={name: "<x/>"})) == errors.UNSAFE_NAMES


def test_two_parts_of_one_name_are_refused():
    stream = io.BytesIO(word_file(PARAGRAPH))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("WORD/document.xml", "<x/>")

    assert refused(stream.getvalue()) == errors.UNSAFE_NAMES


def test_parts_that_share_their_bytes_are_refused():
    data = bytearray(word_file(PARAGRAPH, parts={"word/a.xml": "<a/>", "word/b.xml": "<b/>"}))
    second = data.rindex(b"PK\x01\x02")
    first = data.rindex(b"PK\x01\x02", 0, second)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]

    assert refused(bytes(data)) == errors.UNSAFE_NAMES


def test_macros_are_refused_whatever_the_name():
    macro_type = "application/vnd.ms-word.document.macroEnabled.main+xml"
    link = relation("vbaProject", "vba.xml")

    assert refused(word_file(PARAGRAPH, main_type=macro_type)) == errors.MACROS
    assert refused(word_file(PARAGRAPH, parts={"word/vbaProject.bin": b"x"})) == errors.MACROS
    assert refused(word_file(PARAGRAPH, relations=link)) == errors.MACROS


def test_embedded_objects_are_refused():
    part = {"word/embeddings/oleObject1.bin": b"x"}
    link = relation("oleObject", "embeddings/x.dat")

    assert refused(word_file(PARAGRAPH, parts=part)) == errors.EMBEDDED
    assert refused(word_file(PARAGRAPH, relations=link)) == errors.EMBEDDED


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://127.0.0.1:9/evil.dotm"),
        ("attachedTemplate", "file://host/share/evil.dotm"),
        ("attachedTemplate", "\\\\host\\share\\evil.dotm"),
        ("oleObject", "http://127.0.0.1:9/x"),
        ("frame", "http://127.0.0.1:9/x"),
        ("subDocument", "file:///c:/x.docx"),
    ],
)
def test_what_would_be_fetched_is_refused(kind, target):
    assert refused(with_settings_relation(kind, target)) == errors.EXTERNAL


@pytest.mark.parametrize("target", ["file:///C:\\Templates\\Normal.dotm", "Normal.dotm"])
def test_the_template_on_an_authors_machine_is_only_doubted(target):
    outline = read_paper_here(
        with_settings_relation("attachedTemplate", target), file_name="a.docx"
    )

    assert "template" in outline.warnings[0].message


def test_links_and_pictures_elsewhere_are_ignored_and_never_fetched():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        links = relation("image", address, mode="External")
        links += relation("hyperlink", address, mode="External")

        outline = read_paper(word_file(PARAGRAPH, relations=links), file_name="a.docx")

        assert outline.units[0].number == "1"
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("field", ["DDEAUTO c:\\\\x.exe", " dde x y"])
def test_a_field_that_starts_a_program_is_refused(field):
    inside = f"<w:r><w:instrText>{field}</w:instrText></w:r>"

    assert refused(word_file(p("1. Words.", inside=inside))) == errors.COMMAND_FIELD


def test_deep_nesting_is_refused_or_read_but_never_breaks():
    body = "<w:sdt><w:sdtContent>" * 5_000 + PARAGRAPH + "</w:sdtContent></w:sdt>" * 5_000

    assert refused(word_file(body), read=read_paper) == errors.DAMAGED


def test_refusals_come_back_from_the_child_with_their_values():
    with pytest.raises(UnreadablePaper) as refusal:
        read_paper(
            word_file(PARAGRAPH, parts={"word/x.xml": "<!DOCTYPE x><x/>"}), file_name="a.docx"
        )
    assert refusal.value.template == errors.ENTITIES

    with pytest.raises(UnreadablePaper) as refusal:
        read_paper(with_settings_relation("frame", "http://x/"), file_name="a.docx")
    assert refusal.value.values == {"what": "frame"}


def test_the_child_answers_whatever_the_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert read_paper(b"1. Words.", file_name="a.txt").units[0].text == "Words."


def test_a_child_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(parent, "SECONDS", 0.001)

    assert refused(b"1. Words.", name="a.txt", read=read_paper) == errors.TOO_SLOW


def test_the_child_cannot_take_more_memory_than_it_is_given():
    limited = "from documents.reading.child import limit_this_process as limit; limit(); "

    done = subprocess.run(
        [sys.executable, "-c", limited + "bytearray(2 * 1024**3)"],
        capture_output=True,
        check=False,
        cwd=parent.PROJECT,
    )

    assert b"MemoryError" in done.stderr


def test_hostile_stars_and_labels_take_linear_time():
    text = "1. Words.\n\n" + "**a *b (a) I. " * 20_000 + "\n\n" + "I. " * 20_000

    begun = time.monotonic()
    read_paper_here(text.encode(), file_name="a.txt")

    assert time.monotonic() - begun < 5
