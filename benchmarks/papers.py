"""Writing a draft as a file, and reading papers, against the libraries' bare time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import typst
from lxml import etree

from benchmarks.measuring import Scenario
from benchmarks.world import World
from consultations.demonstration.building import PAPER
from documents.reading import read_paper
from documents.reading.files import read_paper_here
from documents.writing.pdf import write_pdf
from documents.writing.text import write_text
from documents.writing.word import write_word
from sections.exports import draft_paper
from sections.models import Draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def scenarios(world: World) -> Iterator[Scenario]:
    """Yield each format written (from the database to bytes), then each format read."""
    draft = world.stage("papers").draft
    words = [unit.text for unit in world.outline.units]
    yield from _writing(draft, words)
    for name in ("paper.txt", "paper.docx"):
        data = PAPER.with_name(name).read_bytes()
        bare = _plain_word if name.endswith("docx") else _plain_text
        here = _reading(read_paper_here, data, name)
        yield Scenario(f"reading a .{name[6:]} paper in this process", here, lambda: bare(data))  # noqa: B023 - run before the next turn
        yield Scenario(
            f"reading it in a child process, against in this one (.{name[6:]})",
            _reading(read_paper, data, name),
            here,
        )


def _writing(draft: Draft, words: list[str]) -> Iterator[Scenario]:
    yield Scenario(
        "draft as .docx; floor lxml and zip",
        lambda: write_word(draft_paper(draft)),
        lambda: _word(words),
    )
    yield Scenario(
        "draft as .pdf; floor typst",
        lambda: write_pdf(draft_paper(draft)).data,
        lambda: _pdf(words),
    )
    yield Scenario(
        "draft as .txt; floor joined words",
        lambda: write_text(draft_paper(draft)),
        lambda: "\n".join(words),
    )


def _reading(read: Callable[..., object], data: bytes, name: str) -> Callable[[], None]:
    def do() -> None:
        read(data, file_name=name)

    return do


def _word(words: list[str]) -> bytes:
    """The words as the paragraphs of one part in a zip archive."""
    body = etree.Element(f"{W}body")
    for text in words:
        run = etree.SubElement(etree.SubElement(body, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = text
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", etree.tostring(body))
    return stream.getvalue()


def _pdf(words: list[str]) -> bytes:
    """The words as the paragraphs of a PDF without tags, layout or fonts of its own."""
    source = '#for line in sys.inputs.words.split("\\n") [#line #parbreak()]'
    fonts = typst.Fonts(include_system_fonts=False)
    inputs = {"words": "\n".join(words)}
    return typst.compile(source.encode(), format="pdf", sys_inputs=inputs, font_paths=fonts)


def _plain_word(data: bytes) -> None:
    """Unpack and parse all parts, and take the words of the paragraphs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    roots = {name: etree.fromstring(part) for name, part in parts.items()}  # noqa: S320 - our own files
    for paragraph in roots["word/document.xml"].iter(f"{W}p"):
        "".join(paragraph.itertext(f"{W}t"))


def _plain_text(data: bytes) -> None:
    """Decode, and split into lines without their white space."""
    for line in data.decode().splitlines():
        " ".join(line.split())
