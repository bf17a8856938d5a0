"""Files that show who changed what: told from files that only say what they say."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.reading import unsettled
from documents.reading.unsettled import is_unsettled


def packed(**parts):
    data = BytesIO()
    with ZipFile(data, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return data.getvalue()


BY = '<w:%s w:id="1" w:author="A. B."><w:r/></w:%s>'


@pytest.mark.parametrize(
    "data",
    [
        packed(word__document=f"<w:p>{BY % ('del', 'del')}</w:p>"),
        packed(word__document=f"<w:p>{BY % ('ins', 'ins')}</w:p>"),
        packed(word__document="<w:p/>", word__footnotes=BY % ("moveFrom", "moveFrom")),
        packed(word__document="<w:p/>", word__comments=BY % ("comment", "comment")),
        packed(content="<text:tracked-changes><text:changed-region/></text:tracked-changes>"),
        packed(content='<text:p><office:annotation office:name="1"/></text:p>'),
        rb"{\rtf1 {\revised more}}",
        rb"{\rtf1 {\*\annotation a note}}",
    ],
)
def test_tracked_changes_and_notes_in_the_margin_are_seen(data):
    assert is_unsettled(data)


@pytest.mark.parametrize(
    "data",
    [
        packed(word__document="<w:p><w:r><w:t>w:ins w:author=</w:t></w:r></w:p>"),
        packed(word__document="<w:p/>", word__comments="<w:comments></w:comments>"),
        packed(content="<text:p>Words</text:p>"),
        rb"{\rtf1 {\revtbl {Unknown;}} Words \revisedx}",
        b"Words about \\deleted things",
        b"%PDF-1.7",
    ],
)
def test_a_file_that_only_says_what_it_says_is_settled(data):
    assert not is_unsettled(data)


def test_a_part_too_long_to_be_looked_through_counts_as_unsettled(monkeypatch):
    monkeypatch.setattr(unsettled, "_PART_LIMIT", 3)

    assert is_unsettled(packed(word__document="<w:p/>"))
    assert is_unsettled(b"PK\x03\x04 broken")
