"""Papers of the demonstration go out, through an editor's hands, and come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consultations.demonstration.building import PAPER, build
from consultations.models import Synthesis
from consultations.operations.synthesizing import adopt_synthesis
from documents.reading import read_paper
from documents.writing.text import write_text
from documents.writing.word import write_word
from lap_portal.errors import RuleViolation
from sections.digest import digest_of_working_text
from sections.exports import draft_paper
from sections.imports import apply_outline
from sections.models import Descent, ElementRevision
from sections.operations import issue_draft
from sections.operations.updating import update_plan
from sections.queries import outline_of, working_text
from sections.queries.update_pages import update_page
from tests.builders.people import make_member, make_presidency
from tests.builders.talk import make_comment, make_consultation
from tests.documents.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_presidency()


def demonstration_plan(actor):
    """The plan of the demonstration as its paper came in."""
    outline = read_paper(PAPER.read_bytes(), file_name=PAPER.name)
    return apply_outline(outline, actor=actor, slug="plan", title="A plan", reason="Imported")


def page_of(plan, paper):
    return update_page(plan, working_text(plan), paper, said={})


def update(plan, paper, *, actor):
    update_plan(
        plan,
        actor=actor,
        paper=paper,
        chosen=page_of(plan, paper).chosen,
        reason="Edited by the secretariat",
        based_on=digest_of_working_text(working_text(plan)),
    )


def issued(plan, actor):
    return draft_paper(issue_draft(plan, actor=actor, dated=date(2030, 5, 4), note="For editing"))


def units_of(outline):
    return [replace(unit, line=0) for unit in outline.units]


def test_a_synthesis_becomes_a_plan_and_comes_back_from_its_files_the_same(actor):
    build(delegations=8, comments=60, seed=1)
    synthesis = Synthesis.objects.latest("number")
    plan = adopt_synthesis(synthesis, actor=actor, slug="next", title="The next plan")
    paper = issued(plan, actor)

    word = read_paper(write_word(paper), file_name="draft.docx")
    text = read_paper(write_text(paper).encode(), file_name="draft.txt")

    assert units_of(word) == units_of(outline_of(working_text(plan)))
    for read in (word, text):
        assert page_of(plan, read).rows == ()
        with pytest.raises(RuleViolation, match="nothing to write"):
            update(plan, read, actor=actor)


def test_a_draft_edited_in_libreoffice_comes_back_as_the_right_revisions(actor, tmp_path):
    plan = demonstration_plan(actor)
    before = working_text(plan)
    actions = [unit for unit in before.units if unit.kind.value == "action"]
    reworded, deleted, followed, moved, behind = (actions[n] for n in (0, 1, 2, 4, 6))
    old = reworded.text.split()[4]
    revisions = ElementRevision.objects.count()

    office = Office(tmp_path).open(write_word(issued(plan, actor)))
    office.reword(reworded.text[:40], f" {old} ", f" {old} without delay ")
    office.delete(deleted.text[:40])
    office.add(followed.text[:40], "Count every month what is left in the stores;")
    office.move(moved.text[:40], behind.text[:40])
    update(plan, read_paper(office.save(), file_name="edited.docx"), actor=actor)

    words = [unit.text for unit in before.units]
    words[words.index(reworded.text)] = reworded.text.replace(
        f" {old} ", f" {old} without delay ", 1
    )
    words.remove(deleted.text)
    words.insert(words.index(followed.text) + 1, "Count every month what is left in the stores;")
    words.remove(moved.text)
    words.insert(words.index(behind.text) + 1, moved.text)
    after = working_text(plan)
    kept = {unit.uid: unit for unit in after.units}
    assert [unit.text for unit in after.units] == words
    assert ElementRevision.objects.count() == revisions + 2
    assert before.footnotes == after.footnotes
    assert kept[moved.uid].revision_number == moved.revision_number
    assert {u.uid for u in before.units} - kept.keys() == {deleted.uid}
    assert [(u.card, u.shape) for u in before.units if u.uid in kept] == [
        (kept[u.uid].card, kept[u.uid].shape) for u in before.units if u.uid in kept
    ]
    assert not Descent.objects.exists()


def test_a_draft_that_libreoffice_only_opened_and_saved_changes_nothing(actor, tmp_path):
    plan = demonstration_plan(actor)

    saved = Office(tmp_path).open(write_word(issued(plan, actor))).save()
    page = page_of(plan, read_paper(saved, file_name="saved.docx"))

    assert (page.rows, page.relabelled, page.has_other_footnotes) == ((), (), False)


def test_comments_stay_where_an_element_leaves_with_a_revised_paper(actor):
    comment = make_comment(make_consultation(), make_member(), "I-A2")
    plan = comment.consultation.plan
    paper = outline_of(working_text(plan))
    units = tuple(u for u in paper.units if u.uid != comment.unit.uid)

    update(plan, replace(paper, units=with_leads(units, paper)), actor=actor)

    comment.refresh_from_db()
    assert comment.unit.element.deleted_at is not None
    assert comment.unit.revision.text == "Report on stocks every April;"


def with_leads(units, paper):
    """Units under the leads that they had, at the places where these stand now."""
    places = {unit.uid: place for place, unit in enumerate(units)}
    return tuple(
        replace(u, lead=None if u.lead is None else places[paper.units[u.lead].uid]) for u in units
    )
