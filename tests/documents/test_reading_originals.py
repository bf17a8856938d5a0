import pytest

from documents.reading import UnreadablePaper
from documents.reading.originals import kept_name, read_original, read_original_here

HEAD = b"From: a@b.example\r\nSubject: Ours\r\n"


def plain(text, *, charset="utf-8"):
    return HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + text


def test_the_plain_text_of_an_email_is_read_and_its_other_parts_are_not():
    mail = (
        HEAD + b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nOne\r\n\r\n\xd8\xa7\r\n"
        b"--x\r\nContent-Type: text/html\r\n\r\n<p>Other</p>\r\n--x--\r\n"
    )

    read = read_original(mail, file_name="mail.eml")

    assert (read.content_type, read.words, read.remark) == ("message/rfc822", "One\n\nا", "")


@pytest.mark.parametrize(
    ("mail", "remark"),
    [
        (HEAD + b"Content-Type: text/html\r\n\r\n<p>Only</p>", "no plain text"),
        (plain(b"a\x00b"), "no document can hold"),
        (plain(b"a", charset="no-such-charset"), ""),
        (plain(b"x" * 200_001), "longer than a registration holds"),
        (HEAD + b"\r\n", "no plain text"),
        (HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n' * 50, ""),
    ],
)
def test_an_email_that_cannot_be_read_is_kept_with_the_reason(mail, remark):
    read = read_original_here(mail, ending="eml")

    assert read.content_type == "message/rfc822"
    assert remark in read.remark


def test_a_text_is_read_whatever_its_name():
    assert read_original_here("Été\r\nhiver".encode(), ending="pdf").words == "Été\nhiver"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"%PDF-1.4 x", "application/pdf"),
        (b"{\\rtf1 Ours}", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"),
            "application/vnd.ms-outlook",
        ),
    ],
)
def test_what_is_kept_unread_is_told_by_its_content(data, content_type):
    read = read_original_here(data, ending="eml")

    assert (read.content_type, read.words) == (content_type, "")
    assert "not read" in read.remark


@pytest.mark.parametrize("data", [b"MZ\x00\x01", b"<svg onload=x>", b"<!doctype html>", b""])
def test_what_is_none_of_these_is_not_kept(data):
    with pytest.raises(UnreadablePaper):
        read_original_here(data, ending="eml")


@pytest.mark.parametrize("data", [b"%PDF-1.7 /Launch", b"%PDF-1.7 /Encrypt", rb"{\rtf1 \objdata}"])
def test_what_carries_something_active_is_to_be_printed(data):
    with pytest.raises(UnreadablePaper, match="print it as a PDF"):
        read_original_here(data, ending="pdf")


@pytest.mark.parametrize(
    ("name", "content_type", "kept"),
    [
        ("../a/Letter.JPEG", "image/jpeg", "Letter.jpeg"),
        ("Letter.rtf", "application/rtf", "Letter.rtf"),
        ("evil.exe", "application/pdf", "evil.exe.pdf"),
        ("fdp\u202e.eml", "message/rfc822", "fdp.eml"),
        ("", "message/rfc822", "file.eml"),
    ],
)
def test_a_kept_name_is_tidy_and_ends_as_what_the_file_is(name, content_type, kept):
    assert kept_name(name, content_type) == kept
