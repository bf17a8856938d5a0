"""Files that are kept as they came: what carries something active is none of their kinds."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.reading.enclosed import PDF, WORD, kind_of_file

TEMPLATE = '<Relationship Type="x/attachedTemplate" Target="%s" TargetMode="External"/>'
LINKS = "word/_rels/settings.xml.rels"


def packed(name, content="x"):
    data = BytesIO()
    with ZipFile(data, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
        package.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        packed("word/embeddings/oleObject1.bin"),
        packed("word/embeddings/sheet.xlsx"),
        packed("word/activeX/activeX1.xml"),
        packed(LINKS, TEMPLATE % "https://example.org/a.dotm"),
        b"%PDF-1.7 trailer << /Encrypt 5 0 R >>",
        b"%PDF-1.7 << /S /JavaScript >>",
        b"%PDF-1.7 << /S /J#61vaScript >>",
        b"%PDF-1.7 << /Type /EmbeddedFile >>",
        b"%PDF-1.7 << /Names << /EmbeddedFiles 4 0 R >> >>",
        b"%PDF-1.7 << /S /Launch >>",
    ],
)
def test_a_file_that_carries_something_active_is_not_kept(data):
    assert kind_of_file(data) is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (packed("word/media/image1.png"), WORD),
        (packed(LINKS, TEMPLATE % "file:///C:/Templates/a.dotx"), WORD),
        (b"%PDF-1.7 << /Type /Catalog >>", PDF),
    ],
)
def test_a_file_with_pictures_or_a_template_of_its_writer_is_kept(data, kind):
    assert kind_of_file(data) is kind
