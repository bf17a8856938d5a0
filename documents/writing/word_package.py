"""The parts around the body of our Word files, and the package that holds them."""

from __future__ import annotations

from datetime import UTC

from lxml import etree

from documents.writing.paper import Paper, printable
from documents.writing.word_layout import SIDES, footer, footnotes, header
from documents.writing.word_styles import LANGUAGES, styles
from documents.writing.word_xml import Element, R, packed, serialized, w

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = f"{_PACKAGE}/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def package(paper: Paper, *, body: Element, notes: list[Element], numbering: Element) -> bytes:
    """Return a whole Word file around a body, with its footnotes and numberings."""
    turned = paper.outline.language == "ar"
    running = paper.masthead.symbol or paper.title
    parts = {
        "document": w("document", body),
        "styles": styles(paper.outline.language),
        "numbering": numbering,
        "footnotes": footnotes(notes, is_right_to_left=turned),
        "settings": _settings(paper),
    }
    for side in SIDES:
        parts[f"header-{side}"] = header(side, running, is_right_to_left=turned)
        parts[f"footer-{side}"] = footer(side, is_right_to_left=turned)
    return packed(
        {
            "[Content_Types].xml": serialized(_content_types(list(parts))),
            "_rels/.rels": serialized(_root_relations()),
            "docProps/core.xml": serialized(_core_properties(paper)),
            **{f"word/{name}.xml": serialized(part) for name, part in parts.items()},
            "word/_rels/document.xml.rels": serialized(_relations(list(parts)[1:])),
        }
    )


def _kind(name: str) -> str:
    """Return what a part is from its name: there are several headers and footers."""
    return name.partition("-")[0]


def _content_types(names: list[str]) -> Element:
    space = f"{_PACKAGE}/content-types"
    types = etree.Element(f"{{{space}}}Types", nsmap={None: space})

    def add(tag: str, **attributes: str) -> None:
        etree.SubElement(types, f"{{{space}}}{tag}", attributes)

    add(
        "Default",
        Extension="rels",
        ContentType="application/vnd.openxmlformats-package.relationships+xml",
    )
    add("Default", Extension="xml", ContentType="application/xml")
    add(
        "Override",
        PartName="/docProps/core.xml",
        ContentType="application/vnd.openxmlformats-package.core-properties+xml",
    )
    for name in names:
        kind = "document.main" if name == "document" else _kind(name)
        add("Override", PartName=f"/word/{name}.xml", ContentType=f"{_MIME}.{kind}+xml")
    return types


def _relations(names: list[str]) -> Element:
    return _relationships([(name, f"{R}/{_kind(name)}", f"{name}.xml") for name in names])


def _root_relations() -> Element:
    return _relationships(
        [
            ("document", f"{R}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]
    )


def _relationships(targets: list[tuple[str, str, str]]) -> Element:
    space = f"{_PACKAGE}/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    for name, kind, target in targets:
        etree.SubElement(root, f"{{{space}}}Relationship", Id=name, Type=kind, Target=target)
    return root


def _settings(paper: Paper) -> Element:
    spoken = LANGUAGES.get(paper.outline.language, paper.outline.language)
    return w(
        "settings",
        w("evenAndOddHeaders"),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        w(
            "compat",
            w(
                "compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val=15,
            ),
        ),
        w("themeFontLang", val=spoken),
    )


def _core_properties(paper: Paper) -> Element:
    """Return the properties of the file: never a person, and no moment but the day of issue."""
    root = etree.Element(
        f"{{{_CORE}}}coreProperties",
        nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI},
    )
    language = paper.outline.language
    known = {
        f"{{{_DC}}}title": paper.title,
        f"{{{_DC}}}subject": paper.masthead.symbol,
        f"{{{_DC}}}creator": paper.creator,
        f"{{{_DC}}}identifier": paper.digest,
        f"{{{_DC}}}language": LANGUAGES.get(language, language),
        f"{{{_CORE}}}lastModifiedBy": paper.creator,
    }
    for tag, text in known.items():
        if text:
            etree.SubElement(root, tag).text = printable(text)
    if paper.issued_at:
        moment = paper.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for name in ("created", "modified"):
            element = etree.SubElement(root, f"{{{_TERMS}}}{name}")
            element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
            element.text = moment
    return root
