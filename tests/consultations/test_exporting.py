from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from consultations.exports.synthesis import synthesis_paper, unissued_paper
from consultations.operations.revising import issue_next_draft, revise_prompted
from documents.reading import read_paper
from documents.writing.formats import PAPERS
from sections.exports import draft_paper
from tests.builders.desk import decide, make_point, make_round, make_synthesis, say
from tests.builders.people import sign_in
from tests.builders.plans import element

pytestmark = pytest.mark.django_db

SECRET = "zzsecret"


def address(around, name, *more):
    consultation = around.consultation
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def draft_address(draft, extension="docx"):
    return reverse("sections:draft_file", args=[draft.plan.slug, draft.number, extension])


def make_secretive_round():
    """A round in which whatever must not leave the portal in a file bears a marked word."""
    around = make_round()
    person = around.presidency.person
    person.name = f"President {SECRET}"
    person.save()
    delegation = around.first.delegation
    delegation.name = f"Land of {SECRET}"
    delegation.save()
    comment = say(
        around.consultation,
        around.first,
        f"Comment {SECRET}",
        proposal=f"Proposal {SECRET}",
        reason=f"Ground {SECRET}",
    )
    decide(comment, around.presidency, note=f"Note {SECRET}", reply=f"Reply {SECRET}")
    revise_prompted(
        element(around.consultation.plan, "Draw up"),
        actor=around.presidency,
        text="Draw up a plan within half a year;",
        reason=f"Reason {SECRET}",
        based_on=1,
        prompted_by=[comment],
    )
    issue_next_draft(
        around.consultation.plan, actor=around.presidency, dated=date(2030, 5, 1), note="Revised"
    )
    make_point(around.consultation, around.presidency, sources={comment: (0, 7)})
    return around


def everything_in(data, extension):
    """Every word of a file: its parts where it is a package, its text and metadata where a PDF."""
    if extension == "docx":
        with ZipFile(BytesIO(data)) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
            return "\n".join([*package.namelist(), *parts])
    if extension == "pdf":
        reader = PdfReader(BytesIO(data))
        pages = [page.extract_text() for page in reader.pages]
        xmp = reader.xmp_metadata
        said = [str(reader.metadata), xmp.stream.get_data().decode() if xmp else ""]
        return "\n".join([*pages, *said, data.decode("latin-1")])
    return data.decode()


@pytest.mark.parametrize("extension", sorted(PAPERS))
def test_no_file_tells_who_said_or_prompted_or_wrote_anything(extension):
    around = make_secretive_round()
    synthesis = make_synthesis(around.consultation, around.presidency)
    draft = around.consultation.plan.drafts.first()

    for paper in (
        draft_paper(draft),
        synthesis_paper(synthesis),
        unissued_paper(around.consultation, around.presidency),
    ):
        words = everything_in(PAPERS[extension].write(paper), extension)
        assert SECRET not in words.lower()
        assert around.presidency.person.email not in words


def test_the_outline_read_back_from_an_exported_draft_is_that_of_the_draft():
    around = make_secretive_round()

    for draft in around.consultation.plan.drafts.all():
        written = PAPERS["docx"].write(draft_paper(draft))
        read = read_paper(written, file_name="draft.docx")
        assert plain(read) == plain(draft_paper(draft).outline)


def test_the_synthesis_bears_what_a_conference_paper_bears_and_invents_no_symbol():
    around = make_round()
    make_point(around.consultation, around.presidency)
    synthesis = make_synthesis(around.consultation, around.presidency)

    words = everything_in(PAPERS["pdf"].write(synthesis_paper(synthesis)), "pdf")

    for line in ("Submitted by the President", "English only", "Advance version", "1 April 2030"):
        assert line in words
    assert synthesis_paper(synthesis).masthead.symbol == ""


def test_the_points_not_issued_say_so():
    around = make_round()
    make_point(around.consultation, around.presidency)

    paper = unissued_paper(around.consultation, around.presidency)
    words = everything_in(PAPERS["docx"].write(paper), "docx")

    assert "Advance version, not issued" in words


@pytest.mark.parametrize("extension", sorted(PAPERS))
def test_a_draft_is_had_by_those_within_its_circulation(client, extension):
    around = make_round()
    draft = around.consultation.draft

    assert client.get(draft_address(draft, extension)).status_code == 404
    response = sign_in(client, around.first).get(draft_address(draft, extension))

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="plan-draft-1.')


def test_a_public_draft_is_had_without_signing_in(client):
    around = make_round(circulation="public")

    assert client.get(draft_address(around.consultation.draft)).status_code == 200
    assert client.get(draft_address(around.consultation.draft, "exe")).status_code == 404


@pytest.mark.parametrize("extension", sorted(PAPERS))
def test_the_issued_synthesis_is_for_all_and_the_points_for_staff(client, extension):
    around = make_round()
    make_point(around.consultation, around.presidency)
    synthesis = make_synthesis(around.consultation, around.presidency)
    issued = address(around, "synthesis_file", synthesis.number, extension)
    points = address(around, "points_file", extension)

    assert client.get(issued).status_code == 302
    for actor, statuses in ((around.first, (200, 403)), (around.isu, (200, 200))):
        client = sign_in(client, actor)
        assert (client.get(issued).status_code, client.get(points).status_code) == statuses


def test_the_page_of_exports_offers_what_its_reader_may_have(client):
    around = make_round()
    make_point(around.consultation, around.presidency)

    staff = sign_in(client, around.presidency).get(address(around, "exports")).content.decode()
    delegation = sign_in(client, around.first).get(address(around, "exports")).content.decode()

    assert address(around, "points_file", "docx") in staff
    assert address(around, "points_file", "docx") not in delegation
    assert draft_address(around.consultation.draft) in delegation


def test_the_command_writes_what_the_reader_may_have(tmp_path):
    around = make_round()
    make_point(around.consultation, around.presidency)
    make_synthesis(around.consultation, around.presidency)
    file = tmp_path / "synthesis.txt"
    asked = ["export", "synthesis", "--plan", "plan", "--format", "txt", "--output", str(file)]

    with pytest.raises(CommandError):
        call_command(*asked)
    call_command(*asked, "--as", around.first.person.email)

    assert "A date was asked for." in file.read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["draft", "--plan", "none", "--format", "txt"],
        ["draft", "--plan", "plan", "--format", "txt", "--draft", "9"],
        ["synthesis", "--plan", "plan", "--format", "txt"],
        ["draft", "--plan", "plan", "--format", "txt", "--as", "nobody@example.org"],
        ["participation", "--plan", "plan", "--format", "txt"],
        ["draft", "--plan", "plan", "--format", "xlsx"],
    ],
)
def test_the_command_says_what_it_cannot_do_and_writes_no_file(tmp_path, arguments):
    make_round(circulation="public")
    file = tmp_path / "out"

    with pytest.raises(CommandError):
        call_command("export", *arguments, "--output", str(file))

    assert not file.exists()


def plain(outline):
    """An outline without where in its file each unit was found."""
    return replace(outline, units=tuple(replace(u, line=0) for u in outline.units), warnings=())
