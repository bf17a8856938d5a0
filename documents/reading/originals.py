"""Files as they came by another channel: what they are by their content, and their words if any."""

from __future__ import annotations

import email
import email.errors
import email.policy
import json
import re
from dataclasses import asdict, dataclass
from email.message import EmailMessage

from documents.reading import errors
from documents.reading.content import (
    ENCRYPTED_STREAM,
    MEGABYTE,
    OLE,
    ZIP,
    content_of,
    decode,
)
from documents.reading.enclosed import (
    KINDS,
    PLAIN_TEXT,
    WORD,
    FileKind,
    clean_file_name,
    kind_of_file,
)
from documents.reading.errors import UnreadablePaper
from documents.reading.exchange import said_in
from documents.reading.package import open_package
from documents.reading.parent import answer_of_child
from documents.reading.word import read_word

LARGEST_ORIGINAL_MB = 10
LONGEST_WORDS = 200_000
OUTLOOK_STREAM = "__substg1.0_".encode("utf-16-le")
PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
FIELD = re.compile(rb"\A(?:From |[!-9;-~]+:[ \t])")
# What the standard library raises at e-mails that no mail program writes.
MISREAD = (
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    email.errors.MessageError,
)
NOT_IN_DOCUMENTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

EMAIL_TYPE = "message/rfc822"
OUTLOOK_TYPE = "application/vnd.ms-outlook"

TOO_LARGE = "An original has at most {limit} MB: this file is larger."
UNKNOWN = (
    "This kind of file is not kept: send the e-mail itself (.eml, .msg), a PDF, Word (.docx), "
    "OpenDocument (.odt), RTF or text file, or a picture of the letter."
)
PACKED = (
    "Only Word (.docx) and OpenDocument (.odt) files without macros are kept, and none that is "
    "damaged: please print it as a PDF and keep that."
)
ACTIVE = (
    "No file is kept that is protected by a password, carries other files or starts a program: "
    "please print it as a PDF and keep that."
)
NO_PLAIN_TEXT = "The e-mail has no plain text; paste its words."
ODD_LETTERS = "It holds characters that no document can hold; paste its words."
TOO_LONG = "Its text is longer than a registration holds; paste what is to be cut into comments."
NOT_READ = "Its words are not read by the portal; paste them."
NO_WORDS = "No words were found in it."


# The endings that a kept file of each type may have; the first is given to what has another.
ENDINGS = {
    EMAIL_TYPE: (".eml",),
    OUTLOOK_TYPE: (".msg",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/tiff": (".tif", ".tiff"),
    **{kind.content_type: (kind.ending,) for kind in KINDS},
}


@dataclass(frozen=True, slots=True)
class ReadOriginal:
    """What a file is, and its words; where they were not read, `remark` says why."""

    content_type: str
    words: str = ""
    remark: str = ""


def read_original(data: bytes, *, file_name: str) -> ReadOriginal:
    """
    Say what a file is and read its words if the portal can; UnreadablePaper if it is not kept.

    The name decides nothing but which kind of Word or mail file is meant. The file is looked at in
    a process of its own, with limits of memory and time.
    """
    check_original_size(data)
    answer = answer_of_child(data, "original", ending(file_name))
    return ReadOriginal(**said_in(answer)["original"])


def kept_name(file_name: str, content_type: str) -> str:
    """Return the name under which a file is kept: tidy, with an ending of what it is."""
    endings = ENDINGS[content_type]
    own = next((each for each in endings if file_name.lower().endswith(each)), endings[0])
    return clean_file_name(file_name, kind=FileKind(own, content_type))


def original_to_json(original: ReadOriginal) -> bytes:
    """Return what was read for the other side."""
    return json.dumps({"original": asdict(original)}).encode()


def check_original_size(data: bytes) -> None:
    """Refuse an empty file and one too large."""
    if not data:
        raise UnreadablePaper(errors.EMPTY)
    if len(data) > LARGEST_ORIGINAL_MB * MEGABYTE:
        raise UnreadablePaper(TOO_LARGE, limit=LARGEST_ORIGINAL_MB)


def ending(file_name: str) -> str:
    """Return the ending of a file's name, of letters and digits only."""
    _name, _dot, last = file_name.lower().rpartition(".")
    return last if re.fullmatch("[a-z0-9]{1,8}", last) else "none"


def read_original_here(data: bytes, *, ending: str) -> ReadOriginal:
    """Return what `read_original` returns, in this process."""
    check_original_size(data)
    kind = kind_of_file(data)
    if kind is WORD:
        return read_word_file(data)
    if kind is not None and kind is not PLAIN_TEXT:
        return ReadOriginal(kind.content_type, remark=NOT_READ)
    if ending == "eml" and FIELD.match(data) and not content_of(data):
        return read_email(data)
    return read_other(data)


def read_other(data: bytes) -> ReadOriginal:
    """Keep an Outlook message or a picture, read a text; say why what is none of them is not."""
    if data.startswith(OLE):
        return read_compound(data)
    for signature, content_type in PICTURES:
        if data.startswith(signature):
            return ReadOriginal(content_type, remark=NOT_READ)
    if data.startswith(ZIP):
        raise UnreadablePaper(PACKED)
    if data.startswith((b"%PDF-", b"{\\rtf")):
        raise UnreadablePaper(ACTIVE)
    if content_of(data):
        raise UnreadablePaper(UNKNOWN)
    text, _doubts = decode(data)
    return with_words(PLAIN_TEXT.content_type, text)


def read_compound(data: bytes) -> ReadOriginal:
    """Keep an Outlook message; what else bears this signature may carry macros."""
    if data.find(OUTLOOK_STREAM) >= 0:
        return ReadOriginal(OUTLOOK_TYPE, remark=NOT_READ)
    raise UnreadablePaper(errors.ENCRYPTED if ENCRYPTED_STREAM in data else errors.OLD_WORD)


def read_word_file(data: bytes) -> ReadOriginal:
    """Read a Word file's paragraphs; one the reader refuses is kept, and not read."""
    try:
        lines, _doubts = read_word(open_package(data))
    except UnreadablePaper as refusal:
        if refusal.template in (errors.MACROS, errors.DAMAGED, errors.UNSAFE_NAMES):
            raise
        return ReadOriginal(WORD.content_type, remark=NOT_READ)
    said = (" ".join(filter(None, (line.marker.strip(), line.text))) for line in lines)
    return with_words(WORD.content_type, "\n\n".join(said))


def read_email(data: bytes) -> ReadOriginal:
    """Read the plain text of an e-mail; its other parts are kept with it and not looked into."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
        words = body.get_content() if body is not None else ""
    except MISREAD:
        return ReadOriginal(EMAIL_TYPE, remark=NOT_READ)
    if not words.strip():
        return ReadOriginal(EMAIL_TYPE, remark=NO_PLAIN_TEXT)
    return with_words(EMAIL_TYPE, words)


def with_words(content_type: str, words: str) -> ReadOriginal:
    """A file with its words, if they can be stored; else with the reason why they are not."""
    if NOT_IN_DOCUMENTS.search(words):
        return ReadOriginal(content_type, remark=ODD_LETTERS)
    if len(words) > LONGEST_WORDS:
        return ReadOriginal(content_type, remark=TOO_LONG)
    text = words.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return ReadOriginal(content_type, words=text, remark="" if text.strip() else NO_WORDS)
