"""LibreOffice, as an editor uses it: a Word file is opened, changed and saved as Word again."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from copy import deepcopy

import pytest
from lxml import etree

from tests.documents.papers import zipped

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MARKS = {f"{TEXT}bookmark", f"{TEXT}bookmark-start", f"{TEXT}bookmark-end"}


class Office:
    """One LibreOffice with a profile of its own, and the file that it has open."""

    def __init__(self, folder):
        self.program = shutil.which("soffice") or shutil.which("libreoffice")
        if self.program is None:
            pytest.skip("No LibreOffice here: what comes back from it cannot be tried.")
        self.folder = folder
        self.parts = {}
        self.root = None

    def open(self, data):
        """Open a Word file."""
        (self.folder / "paper.docx").write_bytes(data)
        self._convert("paper.docx", "odt")
        with zipfile.ZipFile(self.folder / "paper.odt") as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["content.xml"])
        return self

    def paragraph(self, words):
        """Return the paragraph that begins with some words."""
        found = self.root.iter(f"{TEXT}p", f"{TEXT}h")
        return next(p for p in found if "".join(p.itertext()).strip().startswith(words))

    def reword(self, words, old, new):
        """Type other words in the place of some."""
        for node in self.paragraph(words).iter():
            node.text = node.text and node.text.replace(old, new)
            node.tail = node.tail and node.tail.replace(old, new)

    def delete(self, words):
        """Delete a paragraph."""
        item = self._item(words)
        item.getparent().remove(item)

    def add(self, after, words):
        """Type a new paragraph of the kind of another one, below it."""
        item = self._item(after)
        copy = deepcopy(item)
        for mark in [node for node in copy.iter() if node.tag in MARKS]:
            _take_out(mark)
        (paragraph,) = [copy] if copy.tag == f"{TEXT}p" else copy.iter(f"{TEXT}p")
        for node in list(paragraph):
            paragraph.remove(node)
        paragraph.text = words
        item.addnext(copy)

    def move(self, words, after):
        """Cut a paragraph and paste it below another one."""
        self._item(after).addnext(self._item(words))

    def save(self):
        """Save as Word."""
        self.parts["content.xml"] = etree.tostring(self.root, encoding="utf-8")
        (self.folder / "paper.odt").write_bytes(zipped(self.parts))
        self._convert("paper.odt", "docx:MS Word 2007 XML")
        return (self.folder / "paper.docx").read_bytes()

    def _item(self, words):
        """A paragraph, or the item of a list that it is alone in."""
        found = self.paragraph(words)
        item = found.getparent()
        return item if item.tag == f"{TEXT}list-item" and len(item) == 1 else found

    def _convert(self, name, kind):
        subprocess.run(
            [
                self.program,
                f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(self.folder),
                str(self.folder / name),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )


def _take_out(mark):
    """Remove a mark, and keep the words behind it."""
    before, parent = mark.getprevious(), mark.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (mark.tail or "")
    else:
        parent.text = (parent.text or "") + (mark.tail or "")
    parent.remove(mark)
