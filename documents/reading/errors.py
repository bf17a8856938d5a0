"""The one exception of reading, and its sentences: what is wrong, and what the person can do."""

from __future__ import annotations


class UnreadablePaper(Exception):  # noqa: N818 - it is what happened, in the words of the house.
    """
    A file that is not read, with one sentence for the person who sent it. Nothing was kept of it.

    `template` is the sentence with named gaps, the key for a translation; `values` fill the gaps.
    """

    def __init__(self, template: str, **values: str | int) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))


EMPTY = "The file is empty: please choose the file that holds the text."
TOO_LARGE = "The file is larger than {limit} MB: please remove pictures, or send the text alone."
UNKNOWN_ENDING = (
    "Only .docx, .md and .txt files can be read: please save the paper as one of these, "
    "with that ending in its name."
)
WRONG_CONTENT = (
    "The name of the file ends in {ending}, but it contains {found}: please save the paper as "
    ".docx or .txt and send that file."
)
OLD_WORD = (
    "This is a Word file of the old kind (.doc): please open it in Word and save it as a "
    "Word document (.docx)."
)
ENCRYPTED = "The file is protected by a password: please save it without one and send it again."
NOT_TEXT = (
    "The file contains characters that no text contains: please save the paper as plain text "
    "(UTF-8) or as .docx."
)
WRONG_ENCODING = (
    "The letters of this file cannot be told for certain: please save it as plain text in the "
    "encoding UTF-8."
)
DAMAGED = "The Word file is damaged: please open it in Word, save it again and send the new file."
NOT_WORD = (
    "The file ends in .docx but is not a Word document: please save the paper in Word as .docx."
)
TOO_MANY_PARTS = (
    "The Word file has more than {limit} parts inside: please copy the text into a new document."
)
TOO_LARGE_UNPACKED = (
    "The Word file unpacks to more than {limit} MB: please remove pictures and embedded files."
)
TOO_MANY_ELEMENTS = (
    "The Word file is far more complicated than a paper needs to be: please copy its text into a "
    "new document."
)
UNSAFE_NAMES = (
    "The Word file is not built as Word builds it: please copy the text into a new document."
)
ENTITIES = (
    "The Word file contains definitions that Word never writes: please copy the text into a new "
    "document."
)
MACROS = "The Word file contains macros: please save it as a Word document without macros (.docx)."
EMBEDDED = (
    "The Word file contains an embedded object or control: please remove it, or paste it as text, "
    "and save again."
)
EXTERNAL = (
    "The Word file fetches something from elsewhere ({what}): please remove that link and save "
    "again."
)
COMMAND_FIELD = (
    "The Word file contains a field that starts another program: please remove it and save again."
)
NO_STRUCTURE = (
    "No heading, numbered paragraph or list was found in the file: please check that it is the "
    "right one, and number its paragraphs or mark its headings."
)
TOO_SLOW = (
    "The file took too long or too much memory to read: please copy its text into a new document."
)
UNEXPECTED = (
    "The file could not be read because of a mistake in the portal: please tell the secretariat, "
    "and send the text as .txt meanwhile."
)

SHEET_DAMAGED = (
    "The file cannot be read as an Excel workbook (.xlsx): please open the list in Excel, save it "
    "as .xlsx or as CSV UTF-8, and send the new file."
)
SHEET_MACROS = (
    "The workbook contains macros: please save it as a workbook without macros (.xlsx), or as "
    "CSV UTF-8."
)
SHEET_TOO_LARGE_UNPACKED = (
    "The workbook unpacks to more than {limit} MB: please copy the list into a new workbook, "
    "without pictures."
)
SHEET_TOO_LONG = "A list has at most {limit} lines: please send it in parts."

# How the reading process says that its memory was not enough.
OUT_OF_MEMORY = 3
