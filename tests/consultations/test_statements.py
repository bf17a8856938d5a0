from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consultations.models import Comment, CommentFile
from consultations.operations.commenting import discard
from consultations.operations.correcting import replace_comment
from consultations.operations.files import LARGEST_MB, FileChange, checked_file
from consultations.operations.submitting import submit
from documents.reading.content import MEGABYTE
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.talk import make_comment, make_consultation

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 A statement"
WORD_TYPES = b'<Override ContentType="application/vnd.openxmlformats%s"/>'


def packed(**parts: bytes) -> bytes:
    store = BytesIO()
    with ZipFile(store, "w") as package:
        for name, content in parts.items():
            package.writestr(
                name.replace("__", "/").replace("TYPES", "[Content_Types].xml"), content
            )
    return store.getvalue()


def sent(name: str = "statement.pdf", content: bytes = PDF) -> FileChange:
    return FileChange(checked_file(name, content))


def statement(consultation, actor, text="", file=None, **words):
    return make_comment(consultation, actor, None, text=text, file=file or sent(), **words)


def page_of(consultation, name, *more):
    return "/".join([consultation.get_absolute_url().rstrip("/"), name, *map(str, more)]) + "/"


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, ".pdf"),
        (b"{\\rtf1 Words}", ".rtf"),
        ("Un énoncé".encode(), ".txt"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text"), ".odt"),
        (packed(TYPES=WORD_TYPES % b"", **{"word__document.xml": b"<w/>"}), ".docx"),
    ],
    ids=["pdf", "rtf", "txt", "odt", "docx"],
)
def test_what_a_file_is_is_told_by_its_content(content, ending):
    assert checked_file("statement.exe", content).name == f"statement.exe{ending}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03",
        b"\x00\x01\x02",
        b"<html><script>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file",
        b"{\\rtf1 {\\object{\\objdata 0105}}}",
        b"PK\x03\x04 broken",
        packed(**{"hello.txt": b"no document"}),
        packed(TYPES=WORD_TYPES % b"macroEnabled", **{"word__document.xml": b"<w/>"}),
        packed(TYPES=b"", **{"word__document.xml": b"<w/>", "word__vbaProject.bin": b"M"}),
        packed(mimetype=b"application/vnd.oasis.opendocument.text", Basic__script=b"M"),
    ],
    ids=range(11),
)
def test_no_other_file_is_taken_and_none_with_macros(content):
    with pytest.raises(RuleViolation):
        checked_file("statement.docx", content)


def test_a_file_too_large_is_refused_with_its_limit():
    with pytest.raises(RuleViolation, match="more than 10 MB"):
        checked_file("a.txt", b"a" * (LARGEST_MB * MEGABYTE + 1))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\me\\statement.pdf", "statement.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe.pdf"),
        ('say "so"; now.PDF', "say so now.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_cleaned_and_bounded(name, kept):
    assert checked_file(name, PDF).name == kept


def test_a_statement_with_a_file_alone_needs_no_words():
    comment = statement(make_consultation(), make_member())

    assert (comment.text, comment.file_name) == ("", "statement.pdf")
    assert comment.file_digest == sha256(PDF).hexdigest()
    assert bytes(comment.file.content) == PDF


def test_a_comment_on_the_whole_draft_without_words_or_file_is_refused():
    with pytest.raises(RuleViolation, match="add a file"):
        make_comment(make_consultation(), make_member(), None, text=" ")


def test_only_a_comment_on_the_whole_draft_carries_a_file():
    with pytest.raises(RuleViolation, match="on the whole draft"):
        make_comment(make_consultation(), make_member(), "I-A1", file=sent())


def test_a_file_stays_until_it_is_replaced_or_removed():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    statement(consultation, actor, form_key=key)

    kept = make_comment(consultation, actor, None, text="Words.", form_key=key)
    assert kept.file_name == "statement.pdf"
    replaced = statement(consultation, actor, file=sent("b.txt", b"Other"), form_key=key)
    assert (replaced.file_name, bytes(replaced.file.content)) == ("b.txt", b"Other")
    removed = statement(
        consultation, actor, text="Words.", file=FileChange(is_removed=True), form_key=key
    )

    assert removed.file_name == removed.file_digest == ""
    assert not CommentFile.objects.exists()


def test_removing_the_file_of_a_statement_without_words_is_refused_and_keeps_it():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    statement(consultation, actor, form_key=key)

    with pytest.raises(RuleViolation):
        statement(consultation, actor, file=FileChange(is_removed=True), form_key=key)

    assert CommentFile.objects.count() == 1


def test_another_file_makes_another_stamp_and_a_ready_statement_one_in_preparation():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    before = statement(consultation, actor, form_key=key)

    after = statement(consultation, actor, file=sent("b.txt", b"Other"), form_key=key)

    assert after.stamp != before.stamp


def test_a_replacement_carries_the_file_unless_it_is_removed():
    consultation, actor = make_consultation(), make_member()
    old = statement(consultation, actor, text="Words.")
    submit(consultation, actor=actor, received_at=clock.now(), listed=[old.stamp])
    old.refresh_from_db()
    words = {"actor": actor, "form_key": uuid4(), "reason_for_change": "A slip"}

    new = replace_comment(old, text="Better.", **words)
    assert (new.file_name, bytes(new.file.content)) == ("statement.pdf", PDF)
    new = replace_comment(old, text="Better.", file=FileChange(is_removed=True), **words)

    assert new.file_name == ""
    assert CommentFile.objects.get().comment == old


def test_a_discarded_statement_takes_its_file_with_it():
    actor = make_member()

    discard(statement(make_consultation(), actor), actor=actor)

    assert not CommentFile.objects.exists()


def test_a_file_is_sent_with_the_form_and_saved_by_who_may_read_it():
    consultation, actor = make_consultation(), make_member()
    client = sign_in(Client(), actor)
    page = page_of(consultation, "comment")
    fields = {"form_key": uuid4(), "place": "draft", "text": "", "language": "en"}

    response = client.post(page, {**fields, "file": SimpleUploadedFile("étude.pdf", PDF)})

    comment = Comment.objects.get()
    assert response.status_code == 302
    answer = client.get(page_of(consultation, "comments", comment.form_key, "file"))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "étude.pdf" in client.get(response["Location"]).content.decode()


def test_the_file_of_what_is_not_submitted_is_known_to_nobody_else():
    consultation, actor = make_consultation(), make_member()
    comment = statement(consultation, actor)
    page = page_of(consultation, "comments", comment.form_key, "file")

    others = [make_member(), make_presidency(), make_isu()]
    assert {sign_in(Client(), other).get(page).status_code for other in others} == {404}
    submit(consultation, actor=actor, received_at=clock.now(), listed=[comment.stamp])

    codes = [sign_in(Client(), other).get(page).status_code for other in others]
    assert codes == [404, 200, 200]


def test_a_refused_file_is_said_beside_its_field_and_the_words_come_back():
    consultation, actor = make_consultation(), make_member()
    page = page_of(consultation, "comment")
    fields = {"form_key": uuid4(), "place": "draft", "text": "My words.", "language": "en"}

    answer = sign_in(Client(), actor).post(
        page, {**fields, "file": SimpleUploadedFile("run.pdf", b"MZ\x90\x00\x03")}
    )

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Only PDF, Word" in text
    assert "My words." in text
    assert "choose it again" in text
    assert not Comment.objects.exists()


def test_a_file_sent_again_after_submission_is_not_passed_over_in_silence():
    consultation, actor, key = make_consultation(), make_member(), uuid4()
    comment = statement(consultation, actor, form_key=key)
    submit(consultation, actor=actor, received_at=clock.now(), listed=[comment.stamp])
    fields = {"form_key": comment.form_key, "place": "draft", "text": "", "language": "en"}

    answer = sign_in(Client(), actor).post(
        page_of(consultation, "comment"),
        {**fields, "file": SimpleUploadedFile("b.txt", b"Other words")},
    )

    assert "was submitted meanwhile" in answer.content.decode()
    assert Comment.objects.get().file_name == "statement.pdf"
