"""What bytes are, told by the bytes themselves, and the letters of a plain text."""

from __future__ import annotations

import re

from documents.outline import Doubt
from documents.reading import errors
from documents.reading.errors import UnreadablePaper

MEGABYTE = 1024 * 1024
LARGEST_MB = 20
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
SIGNATURES = (
    (ZIP, "a packed file"),
    (b"PK\x05\x06", "an empty packed file"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich-text (RTF) document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"BM", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
)
MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|svg|script)\b", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
WESTERN = "The letters were read as Western European (Windows-1252): please check the accents."


def check_size(data: bytes) -> None:
    """Refuse an empty file and one too large, before anything looks into it."""
    if not data:
        raise UnreadablePaper(errors.EMPTY)
    if len(data) > LARGEST_MB * MEGABYTE:
        raise UnreadablePaper(errors.TOO_LARGE, limit=LARGEST_MB)


def check_content(data: bytes, *, ending: str) -> None:
    """Refuse bytes that are not what the ending of the file name says."""
    if data.startswith(OLE):
        is_encrypted = ENCRYPTED_STREAM in data
        raise UnreadablePaper(errors.ENCRYPTED if is_encrypted else errors.OLD_WORD)
    found = content_of(data)
    if ending == ".docx":
        if not data.startswith(ZIP):
            raise UnreadablePaper(errors.WRONG_CONTENT, ending=ending, found=found or "plain text")
    elif found:
        raise UnreadablePaper(errors.WRONG_CONTENT, ending=ending, found=found)


def content_of(data: bytes) -> str:
    """Return the name of what bytes are, if they are certainly no text; "" otherwise."""
    for signature, name in SIGNATURES:
        if data.startswith(signature) and (len(signature) > 2 or CONTROL_BYTES.search(data[:512])):
            return name
    if b"%PDF-" in data[:1024]:
        return "a PDF document"
    return "a web page or XML" if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) else ""


CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a]")


def decode(data: bytes) -> tuple[str, list[Doubt]]:
    """Return the text of bytes with LF as line end, and a doubt if its encoding was guessed."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise UnreadablePaper(errors.WRONG_ENCODING)
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_utf16 and b"\x00" in data:
        raise UnreadablePaper(errors.NOT_TEXT)
    doubts: list[Doubt] = []
    try:
        text = data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = decode_western(data, is_utf16=is_utf16)
        doubts = [Doubt(1, WESTERN)]
    if CONTROLS.search(text):
        raise UnreadablePaper(errors.NOT_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n"), doubts


def decode_western(data: bytes, *, is_utf16: bool) -> str:
    """Return bytes read as Windows-1252; refused where that cannot be either."""
    try:
        text = "" if is_utf16 else data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or CONTROLS.search(text):
        raise UnreadablePaper(errors.WRONG_ENCODING)
    return text
