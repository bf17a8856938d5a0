"""The parts of a Word file, unpacked only after its shape was checked. Fetches nothing, ever."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from documents.outline import Doubt
from documents.reading import errors
from documents.reading.content import MEGABYTE
from documents.reading.errors import UnreadablePaper

MOST_PARTS = 2_000
LARGEST_UNPACKED_MB = 100
MOST_ELEMENTS = 500_000
CHUNK = 64 * 1024
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = "[Content_Types].xml"
HARMLESS_LINKS = ("hyperlink", "image", "video", "audio", "media")
EMBEDDED_LINKS = ("oleobject", "control", "activexcontrolbinary", "subdocument", "afchunk")
LOCAL_TEMPLATE = re.compile(r"(file:///(?!/)|[A-Za-z]:[\\/]|[^/\\:]+$)", re.IGNORECASE)
STRICT = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL = b"http://schemas.openxmlformats.org/"
STRICT_NAMES = (
    (STRICT + b"officeDocument/", TRANSITIONAL + b"officeDocument/2006/"),
    (STRICT + b"wordprocessingml/main", TRANSITIONAL + b"wordprocessingml/2006/main"),
    (STRICT + b"drawingml/main", TRANSITIONAL + b"drawingml/2006/main"),
    (STRICT + b"drawingml/", TRANSITIONAL + b"drawingml/2006/"),
)


@dataclass(frozen=True, slots=True)
class Package:
    """The XML parts of a Word file by name, its main part's name, and what is unsure."""

    parts: dict[str, bytes]
    main: str
    doubts: tuple[Doubt, ...] = ()

    def related(self, kind: str) -> etree._Element | None:
        """Return the root of the part that the main part names as its styles, numbering ..."""
        for relation in relations(self.parts, self.main):
            if relation.kind == kind and not relation.is_external:
                name = target_name(self.main, relation.target)
                return parse(self.parts[name]) if name in self.parts else None
        return None

    def root(self) -> etree._Element:
        """Return the root of the main part."""
        return parse(self.parts[self.main])

    def language(self) -> str:
        """Return the language that the file's properties state, or English."""
        core = next((p for n, p in self.parts.items() if n.endswith("docProps/core.xml")), None)
        found = parse(core).findtext("{http://purl.org/dc/elements/1.1/}language") if core else None
        return (found or "en").split("-")[0].strip().lower()[:3] or "en"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says another part or place is to it."""

    kind: str
    target: str
    is_external: bool


def open_package(data: bytes) -> Package:
    """Return a Word file's parts; UnreadablePaper where the file is damaged, unsafe or no Word."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_entries(archive.infolist())
            parts = unpack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnreadablePaper(errors.DAMAGED) from error
    main = main_part(parts)
    return Package(parts, main, tuple(check_relations(parts)))


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what the archive's directory already shows to be hostile."""
    if len(entries) > MOST_PARTS:
        raise UnreadablePaper(errors.TOO_MANY_PARTS, limit=MOST_PARTS)
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_MB * MEGABYTE:
        raise UnreadablePaper(errors.TOO_LARGE_UNPACKED, limit=LARGEST_UNPACKED_MB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadablePaper(errors.ENCRYPTED)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or any(is_unsafe(name) for name in names) or overlap(entries):
        raise UnreadablePaper(errors.UNSAFE_NAMES)
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise UnreadablePaper(errors.MACROS)
    if any("/activex/" in n or (n.endswith(".bin") and "/embeddings/" in n) for n in names):
        raise UnreadablePaper(errors.EMBEDDED)


def is_unsafe(name: str) -> bool:
    """Say whether a part's name leads out of the archive."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Say whether two parts claim the same bytes of the file, as bombs do."""
    spans = sorted((e.header_offset, e.header_offset + 30 + e.compress_size) for e in entries)
    return any(one[1] > two[0] for one, two in zip(spans, spans[1:], strict=False))


def unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the XML parts, their bytes counted while they inflate and each one checked."""
    parts, total = {}, 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        chunks = []
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > LARGEST_UNPACKED_MB * MEGABYTE:
                    raise UnreadablePaper(errors.TOO_LARGE_UNPACKED, limit=LARGEST_UNPACKED_MB)
                chunks.append(chunk)
        content = b"".join(chunks)
        check_xml(content)
        parts[entry.filename] = transitional(content)
    return parts


def check_xml(content: bytes) -> None:
    """Refuse XML with definitions of its own or with too many elements, without building a tree."""
    parser = expat.ParserCreate()
    count = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise UnreadablePaper(errors.TOO_MANY_ELEMENTS)

    def doctype(*_definition: object) -> None:
        raise UnreadablePaper(errors.ENTITIES)

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise UnreadablePaper(errors.DAMAGED) from error


def transitional(content: bytes) -> bytes:
    """Return XML with the names of the Strict variant as Word usually writes them."""
    if STRICT in content:
        for strict, usual in STRICT_NAMES:
            content = content.replace(strict, usual)
    return content


def parse(content: bytes) -> etree._Element:
    """Return the root of an XML part; nothing outside the bytes is looked at."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePaper(errors.DAMAGED) from error


def main_part(parts: dict[str, bytes]) -> str:
    """Return the name of the document's part; refused where the file is something else."""
    if CONTENT_TYPES not in parts:
        raise UnreadablePaper(errors.NOT_WORD)
    types = parse(parts[CONTENT_TYPES])
    said = {(e.get("ContentType") or "").lower(): e.get("PartName") or "" for e in types}
    if any("macroenabled" in t or "vbaproject" in t for t in said):
        raise UnreadablePaper(errors.MACROS)
    main = next((r for r in relations(parts, "") if r.kind == "officedocument"), None)
    name = target_name("", main.target) if main else ""
    if name not in parts or said.get(WORD_MAIN, "").lstrip("/") != name:
        raise UnreadablePaper(errors.NOT_WORD)
    return name


def relations(parts: dict[str, bytes], owner: str) -> list[Relation]:
    """Return the relations of a part, or of the whole file for ""."""
    folder, name = posixpath.split(owner)
    content = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    return [] if content is None else relations_in(content)


def relations_in(content: bytes) -> list[Relation]:
    """Return the relations that one part lists."""
    return [
        Relation(
            kind=(e.get("Type") or "").rsplit("/", 1)[-1].lower(),
            target=e.get("Target") or "",
            is_external=(e.get("TargetMode") or "").lower() == "external",
        )
        for e in parse(content)
    ]


def target_name(owner: str, target: str) -> str:
    """Return the name of the part that a relation of another part points at."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))


def check_relations(parts: dict[str, bytes]) -> list[Doubt]:
    """Refuse what would fetch from elsewhere or run; hyperlinks and pictures are not followed."""
    doubts = []
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        for relation in relations_in(content):
            if relation.kind == "vbaproject":
                raise UnreadablePaper(errors.MACROS)
            if relation.kind in EMBEDDED_LINKS and not relation.is_external:
                raise UnreadablePaper(errors.EMBEDDED)
            if relation.is_external and relation.kind not in HARMLESS_LINKS:
                doubts.append(check_external(relation))
    return doubts


def check_external(relation: Relation) -> Doubt:
    """Refuse an external relation, but for a template's name on its author's own machine."""
    if relation.kind == "attachedtemplate" and LOCAL_TEMPLATE.match(relation.target):
        return Doubt(0, "The file names a template on its author's machine; it was not looked for.")
    raise UnreadablePaper(errors.EXTERNAL, what=relation.kind or "unknown")
