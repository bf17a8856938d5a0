"""Files that are kept as they came, and never opened here: what they are, told by their bytes."""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from documents.reading.content import MEGABYTE, ZIP, content_of, decode
from documents.reading.errors import UnreadablePaper

_ODT = b"application/vnd.oasis.opendocument.text"
_TYPES_PART = "[Content_Types].xml"
_TYPES_LIMIT = MEGABYTE
_ENTRIES_AT_MOST = 5_000
_ACTIVE_PARTS = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml)$|^(?:Basic|Scripts)/.|(?:^|/)(?:embeddings|activeX)/.",
    re.I,
)
_SETTINGS_LINKS = "word/_rels/settings.xml.rels"
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']*)")
_ON_A_DRIVE = re.compile(rb"file:/*[a-z]:", re.I)
_HEX_ESCAPE = re.compile(rb"#([0-9a-f]{2})", re.I)
_ACTIVE_PDF = re.compile(rb"/(?:Encrypt|JavaScript|EmbeddedFiles?|Launch)\b")
_IN_A_NAME = re.compile(r"[\\/:*?\"<>|;%]+")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is kept: the ending of its name, and its type for a browser."""

    ending: str
    content_type: str


PDF = FileKind(".pdf", "application/pdf")
WORD = FileKind(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
OPEN_TEXT = FileKind(".odt", _ODT.decode())
RICH_TEXT = FileKind(".rtf", "application/rtf")
PLAIN_TEXT = FileKind(".txt", "text/plain; charset=utf-8")
KINDS = (PDF, WORD, OPEN_TEXT, RICH_TEXT, PLAIN_TEXT)


def kind_of_file(data: bytes) -> FileKind | None:
    """
    Return what a file is, by its bytes alone; None for anything but the kinds that are kept.

    A document that carries macros, objects of other programs or a template from elsewhere is none
    of them, nor a PDF that is locked, carries a file or starts something. What a PDF names is
    searched in its bytes as they stand: what lies in its compressed streams is not seen.
    """
    if data.startswith(ZIP):
        return _packed(data)
    if data.startswith(b"%PDF-"):
        return None if _ACTIVE_PDF.search(_HEX_ESCAPE.sub(_unescaped, data)) else PDF
    if data.startswith(b"{\\rtf"):
        return None if b"\\objdata" in data else RICH_TEXT
    return PLAIN_TEXT if data and not content_of(data) and _is_text(data) else None


def _unescaped(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 16)])


def _is_text(data: bytes) -> bool:
    try:
        decode(data)
    except UnreadablePaper:
        return False
    return True


def _packed(data: bytes) -> FileKind | None:
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            if len(names) > _ENTRIES_AT_MOST or any(map(_ACTIVE_PARTS.search, names)):
                return None
            if names[:1] == ["mimetype"] and _beginning(package, "mimetype", 100) == _ODT:
                return OPEN_TEXT
            if "word/document.xml" not in names or _TYPES_PART not in names:
                return None
            if _SETTINGS_LINKS in names and _fetches_a_template(package):
                return None
            types = _beginning(package, _TYPES_PART, _TYPES_LIMIT)
    except (BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError):
        return None
    is_plain = len(types) < _TYPES_LIMIT and b"macroenabled" not in types.lower()
    return WORD if is_plain else None


def _fetches_a_template(package: ZipFile) -> bool:
    """Whether the settings lead elsewhere: a template on a drive of the writer's is in many."""
    links = _beginning(package, _SETTINGS_LINKS, _TYPES_LIMIT)
    return b"External" in links and not all(map(_ON_A_DRIVE.match, _TARGET.findall(links)))


def _beginning(package: ZipFile, name: str, limit: int) -> bytes:
    with package.open(name) as part:
        return part.read(limit)


def clean_file_name(name: str, *, kind: FileKind, limit: int = 200) -> str:
    """
    Return a file's name as it is kept: no path, nothing invisible, and the ending of its kind.

    A mark that turns the direction of writing would show "fdp.exe" as "exe.pdf", so none stays.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        mark for mark in unicodedata.normalize("NFC", last) if unicodedata.category(mark)[0] != "C"
    )
    plain = " ".join(_IN_A_NAME.sub(" ", seen).split())
    stem = plain[: -len(kind.ending)] if plain.lower().endswith(kind.ending) else plain
    return (stem.strip(" .")[: limit - len(kind.ending)] or "file") + kind.ending
