"""Small files for tests: Word packages written by hand, and where the real papers are."""

import io
import zipfile
from pathlib import Path

import pytest

REAL_PAPERS = Path(__file__).resolve().parents[2].parent / "shared" / "documents"
REAL_PAPER = REAL_PAPERS / "elements-lap-2020-06-18.txt"
needs_real_papers = pytest.mark.skipif(
    not REAL_PAPER.exists(), reason="the real papers are not beside the project (../shared)"
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps"'
)


def word_file(body, *, parts=None, relations="", main_type=MAIN, compression=zipfile.ZIP_DEFLATED):
    """Return a .docx with a body, and other parts of word/ by name ("styles": xml)."""
    named = {f"word/{name}.xml": xml for name, xml in (parts or {}).items() if "/" not in name}
    others = {name: content for name, content in (parts or {}).items() if "/" in name}
    links = "".join(relation(name, f"{name}.xml") for name in (parts or {}) if "/" not in name)
    content = {
        "[Content_Types].xml": (
            f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
        ),
        "_rels/.rels": listed(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": listed(links + relations),
        **named,
        **others,
    }
    return zipped(content, compression=compression)


def zipped(content, *, compression=zipfile.ZIP_DEFLATED):
    """Return a zip archive of parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return stream.getvalue()


def relation(kind, target, *, mode=""):
    """Return one relation to a part, or to somewhere else."""
    mode = f' TargetMode="{mode}"' if mode else ""
    name = f"r{abs(hash((kind, target)))}"
    return f'<Relationship Id="{name}" Type="{KINDS}/{kind}" Target="{target}"{mode}/>'


def listed(relations):
    """Return a part of relations."""
    return f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'


def p(text="", *, style="", list_id="", level=0, properties="", inside=""):
    """Return one paragraph."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    number = number if list_id else ""
    run = r(text) if text else ""
    return f"<w:p><w:pPr>{style}{number}{properties}</w:pPr>{run}{inside}</w:p>"


def r(text, *, properties=""):
    """Return one run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def styles(**names):
    """Return a styles part of paragraph styles by identifier and name."""
    each = (
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{name}"/></w:style>'
        for i, name in names.items()
    )
    return f"<w:styles {NAMES}>{''.join(each)}</w:styles>"


def numbering(kinds, lists):
    """Return a numbering part: levels (form, text) by kind, and lists as (kind, override)."""
    abstract, nums = "", ""
    for kind, levels in kinds.items():
        inner = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for n, (form, text) in enumerate(levels)
        )
        abstract += f'<w:abstractNum w:abstractNumId="{kind}">{inner}</w:abstractNum>'
    for list_id, (kind, start) in lists.items():
        over = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        over = over if start else ""
        nums += f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{kind}"/>{over}</w:num>'
    return f"<w:numbering {NAMES}>{abstract}{nums}</w:numbering>"


def rewritten(data, replacements):
    """Return a .docx with other words in its XML parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for old, new in replacements:
        parts = {name: part.replace(old.encode(), new.encode()) for name, part in parts.items()}
    return zipped(parts)
