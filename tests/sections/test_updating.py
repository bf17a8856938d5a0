"""A revised paper comes back: each unit finds its element, and the right changes are written."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.outline import Emphasis, Kind, Outline, Unit
from documents.updating.matching import Doubt, Verdict
from lap_portal.errors import RuleViolation, StaleRevision
from sections.digest import digest_of_working_text
from sections.models import Descent, Element, ElementRevision
from sections.operations import (
    add_element,
    delete_element,
    move_element,
    revise_card,
    revise_element,
)
from sections.operations.updating import update_plan
from sections.queries import outline_of, working_text
from sections.queries.updating import propose
from sections.settling import Choice, Settlement
from tests.builders.people import make_isu, make_member, make_presidency
from tests.builders.plans import element, make_draft, make_plan, marked

pytestmark = pytest.mark.django_db


def paper_of(plan):
    return outline_of(working_text(plan))


def place_of(paper, words):
    return next(place for place, unit in enumerate(paper.units) if unit.text.startswith(words))


def with_units(paper, units):
    """A paper with other units, those of one section together, each under what leads it."""
    rebuilt = []
    for unit in units:
        lead = None
        if unit.kind.is_bullet:
            leads = (n for n in range(len(rebuilt) - 1, -1, -1) if not rebuilt[n].kind.is_bullet)
            lead = next((n for n in leads if rebuilt[n].kind is not Kind.HEADING), None)
        rebuilt.append(replace(unit, lead=lead))
    return replace(paper, units=tuple(rebuilt))


def reworded(paper, words, text, **changes):
    place = place_of(paper, words)
    unit = replace(paper.units[place], text=text, **changes)
    return replace(paper, units=(*paper.units[:place], unit, *paper.units[place + 1 :]))


def without(paper, *beginnings):
    return with_units(paper, [u for u in paper.units if not u.text.startswith(beginnings)])


def inserted(paper, after, *units):
    place = place_of(paper, after) + 1
    return with_units(paper, [*paper.units[:place], *units, *paper.units[place:]])


def moved(paper, words, after):
    unit = paper.units[place_of(paper, words)]
    section = paper.units[place_of(paper, after)].section
    rest = without(paper, words)
    return inserted(rest, after, replace(unit, section=section))


def anonymous(paper):
    return replace(paper, units=tuple(replace(unit, uid="") for unit in paper.units))


def proposal_of(plan, paper, *, since_draft=True):
    return propose(plan, working_text(plan), paper, since_draft=since_draft)


def doubts(proposal):
    proposed = [*proposal.units, *proposal.gone.values()]
    return [each.doubt for each in proposed if each.doubt]


def settled(proposal, *, units=None, gone=None, **chosen):
    """What is proposed, but for what was chosen otherwise."""
    choices = {place: each.choice for place, each in enumerate(proposal.units)} | (units or {})
    ends = {uid: each.choice for uid, each in proposal.gone.items()} | (gone or {})
    chosen = {"keeps_order": proposal.keeps_order, **chosen}
    return Settlement(tuple(choices.values()), ends, **chosen)


def update(plan, paper, *, actor, chosen=None):
    return update_plan(
        plan,
        actor=actor,
        paper=paper,
        chosen=chosen or settled(proposal_of(plan, paper)),
        reason="Edited by the secretariat",
        based_on=digest_of_working_text(working_text(plan)),
    )


def said(plan):
    return [(unit.section_path, unit.text) for unit in working_text(plan).units]


def leads(plan):
    text = working_text(plan)
    return {u.text: (text.unit(u.lead_uid) or u).text for u in text.units if u.kind.is_bullet}


@pytest.fixture
def actor():
    return make_presidency()


@pytest.fixture
def plan(actor):
    return make_plan(actor)


def test_the_same_paper_changes_nothing_and_says_so(plan, actor):
    paper = paper_of(plan)

    with pytest.raises(RuleViolation, match="changes nothing"):
        update(plan, paper, actor=actor)

    assert doubts(proposal_of(plan, anonymous(paper))) == []
    assert set(ElementRevision.objects.values_list("number", flat=True)) == {1}


def test_reworded_words_become_one_revision_with_its_reason(plan, actor):
    uid = element(plan, "Draw up").uid
    paper = reworded(paper_of(plan), "Draw up", "Draw up a plan of destruction within six months;")

    update(plan, anonymous(paper), actor=actor)

    revised = plan.elements.get(uid=uid).current_revision
    assert (revised.number, revised.reason) == (2, "Edited by the secretariat")
    assert revised.text.endswith("within six months;")
    assert ElementRevision.objects.filter(number__gt=1).count() == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Recall what was promised;", "Recall  what was promised\u00a0;"),
        ("Stocks are to be destroyed without delay.", "Stocks are to be destroyed  without delay."),
    ],
)
def test_what_a_word_processor_changes_by_itself_is_no_rewording(plan, actor, old, new):
    paper = reworded(paper_of(plan), old, new)
    place = place_of(paper, new)

    proposed = proposal_of(plan, paper).units[place]
    with pytest.raises(RuleViolation, match="changes nothing"):
        update(plan, paper, actor=actor)
    taken = settled(
        proposal_of(plan, paper), units={place: Choice(Verdict.IS, proposed.choice.uid)}
    )
    update(plan, paper, actor=actor, chosen=taken)

    assert (proposed.choice.verdict, proposed.doubt) == (Verdict.KEEPS, None)
    assert plan.elements.get(uid=proposed.choice.uid).current_revision.text == new


def test_italics_footnotes_cards_and_questions_stay(plan, actor):
    action = element(plan, "Draw up")
    revise_card(
        action,
        actor=actor,
        reason="x",
        based_on=0,
        who_acts="All",
        measure="",
        time_frame="2031",
        source_of_information="",
    )
    paper = reworded(
        paper_of(plan), "Stocks are", "All stocks are to be destroyed without delay.", emphasis=()
    )
    paper = reworded(paper, "Draw up", "Draw up a plan of destruction within two years;")
    paper = reworded(paper, "Is there value", "Is there value in a part on help?")

    update(plan, anonymous(paper), actor=actor)

    text = working_text(plan)
    paragraph = next(u for u in text.units if u.text.startswith("All stocks"))
    assert marked(replace(paragraph, notes=text.footnotes)) == (
        "All stocks*_ are to be destroyed _without delay.".replace("*_", "*").replace("_w", "w")
        if not paragraph.emphases
        else "All stocks* are to be destroyed _without delay_."
    )
    assert text.unit(action.uid).card.time_frame == "2031"
    assert element(plan, "Is there value").question.shape == "yes_no"


def test_new_and_deleted_units_come_and_go_with_their_leads(plan, actor):
    gone = element(plan, "Report on")
    paper = inserted(
        without(paper_of(plan), "Report on"),
        "Draw up",
        Unit(Kind.ACTION, "I", "Say who pays for it, every year;", emphasis=(Emphasis(0, 3),)),
    )

    update(plan, paper, actor=actor)

    gone.refresh_from_db()
    added = element(plan, "Say who pays")
    assert gone.deleted_at is not None
    assert added.lead == element(plan, "Possible actions")
    assert added.current_revision.emphases == (Emphasis(0, 3),)
    assert said(plan) == [(u.section, u.text) for u in paper.units]


def test_a_unit_that_nobody_would_recognize_is_asked_about(plan):
    paper = reworded(paper_of(plan), "Report on", "Say who pays for it, every year;")

    assert doubts(proposal_of(plan, paper)) == [Doubt.REWORDED]
    assert doubts(proposal_of(plan, anonymous(paper))) == [Doubt.REWORDED]


def test_a_moved_and_reworded_unit_stays_the_same_element(plan, actor):
    uid = element(plan, "Report on").uid
    paper = moved(paper_of(plan), "Report on", "Publish what")
    paper = reworded(paper, "Report on", "Report on all stocks every April;")

    update(plan, paper, actor=actor)

    unit = working_text(plan).unit(uid)
    assert (unit.section_path, unit.text) == ("II.a", "Report on all stocks every April;")
    assert unit.lead_uid == element(plan, "Actions on help").uid
    assert Element.objects.filter(plan=plan, deleted_at=None).count() == len(paper.units)


def test_a_unit_cut_in_two_becomes_a_part_that_descends_from_it(plan, actor):
    paper = paper_of(plan)
    action = element(plan, "Draw up")
    first = reworded(paper, "Draw up", "Draw up a plan of destruction")
    cut = inserted(first, "Draw up", Unit(Kind.ACTION, "I", "within a year;"))

    assert doubts(proposal_of(plan, anonymous(cut))) == []
    update(plan, anonymous(cut), actor=actor)

    descent = Descent.objects.get()
    assert (descent.ancestor, descent.relation) == (action, "split")
    assert descent.descendant == element(plan, "within a year;")
    assert said(plan) == [(u.section, u.text) for u in cut.units]


def test_two_units_joined_become_the_first_of_them(plan, actor):
    paper = without(paper_of(plan), "Note how")
    joined = reworded(paper, "Recall", "Recall what was promised; Note how much remains.", uid="")
    first, second = element(plan, "Recall"), element(plan, "Note how")

    assert doubts(proposal_of(plan, joined)) == []
    update(plan, joined, actor=actor)

    descent = Descent.objects.get()
    assert (descent.ancestor, descent.descendant, descent.relation) == (second, first, "merge")
    assert working_text(plan).unit(first.uid).text.endswith("much remains.")


def test_a_new_section_takes_in_what_stands_below_it_and_the_others_move_up(plan, actor):
    paper = paper_of(plan)
    at = place_of(paper, "Possible actions")
    below = {"II": "III", "II.a": "III.a"}
    units = [
        *paper.units[:at],
        Unit(Kind.HEADING, "II", "What is to be done"),
        *(
            replace(u, section="II" if u.section == "I" else below[u.section])
            for u in paper.units[at:]
        ),
    ]
    new = with_units(paper, units)

    update(plan, new, actor=actor, chosen=settled(proposal_of(plan, new), takes_labels=True))

    assert said(plan) == [(u.section, u.text) for u in new.units]
    assert leads(plan)["Draw up a plan of destruction within a year;"].startswith("Possible")


def test_sections_that_change_places_keep_their_uids_and_exchange_their_labels(plan, actor):
    paper = paper_of(plan)
    at = place_of(paper, "Working together")
    change = {"I": "II", "II": "I", "II.a": "I.a", "": ""}
    units = [*paper.units[:1], *paper.units[at:], *paper.units[1:at]]
    new = with_units(paper, [replace(u, section=change[u.section]) for u in units])
    uid = element(plan, "Working").uid

    update(plan, new, actor=actor, chosen=settled(proposal_of(plan, new), takes_labels=True))

    assert said(plan) == [(u.section, u.text) for u in new.units]
    assert working_text(plan).unit(uid).label == "I"


def test_a_whole_section_leaves_with_everything_in_it(plan, actor):
    paper = paper_of(plan)
    new = replace(paper, units=paper.units[: place_of(paper, "Help for")])

    update(plan, new, actor=actor, chosen=settled(proposal_of(plan, new), gone={}))

    assert [path for path, _words in said(plan)][-1] == "II"


def test_items_whose_list_heading_left_hang_under_what_leads_them_now(plan, actor):
    new = without(paper_of(plan), "Possible actions")

    update(plan, new, actor=actor)

    assert leads(plan)["Draw up a plan of destruction within a year;"].startswith("General")


def test_items_right_below_a_heading_hang_under_nothing(plan, actor):
    new = without(paper_of(plan), "Actions on help")
    text = "Name a person who answers requests;"

    update(plan, new, actor=actor)

    assert leads(plan)[text] == text


def test_another_plan_is_known_as_such(plan):
    other = Outline(
        ("A paper",),
        (
            Unit(Kind.HEADING, "I", "Fishing rights in northern waters"),
            Unit(Kind.PARAGRAPH, "I", "Vessels register their catch with the harbour.", "1"),
            Unit(Kind.LIST_HEADING, "I", "General considerations may include:"),
            Unit(Kind.CONSIDERATION, "I", "Herring swim further than borders reach;", lead=2),
        ),
    )

    assert not proposal_of(plan, other).matching.is_of_the_text
    assert proposal_of(plan, anonymous(paper_of(plan))).matching.is_of_the_text


def test_an_older_draft_is_known_and_changes_only_what_differs_from_it(plan, actor):
    draft = make_draft(plan, actor=actor)
    paper = paper_of(plan)
    since = element(plan, "Report on")
    revise_element(since, actor=actor, text="Report every May;", reason="x", based_on=1)
    gone = element(plan, "Note how")
    delete_element(gone, actor=actor, reason="x")
    add_element(plan, actor=actor, after=since, kind="action", text="Added since then;", reason="x")
    move_element(
        element(plan, "Publish"),
        actor=actor,
        after=element(plan, "Actions on help"),
        section=element(plan, "Publish").section,
        reason="x",
    )
    before = said(plan)
    edited = anonymous(reworded(paper, "Declare when", "Declare when the last of it is gone."))

    proposal = proposal_of(plan, edited)
    update(plan, edited, actor=actor)

    expected = [
        (path, words.replace("Declare when the last stock", "Declare when the last of it"))
        for path, words in before
    ]
    assert (proposal.draft, doubts(proposal)) == (draft, [])
    assert said(plan) == expected


def test_words_changed_in_the_file_and_in_the_text_since_are_asked_about(plan, actor):
    make_draft(plan, actor=actor)
    paper = paper_of(plan)
    revise_element(
        element(plan, "Report on"), actor=actor, text="Report every May;", reason="x", based_on=1
    )
    revise_element(
        element(plan, "Draw up"), actor=actor, text="Draw it up;", reason="x", based_on=1
    )
    back = reworded(paper, "Report on", "Report on stocks every June;")

    proposal = proposal_of(plan, back)

    assert doubts(proposal) == [Doubt.CHANGED]


def test_what_was_deleted_since_and_is_changed_in_the_file_is_asked_about_and_put_back(plan, actor):
    make_draft(plan, actor=actor)
    paper = paper_of(plan)
    gone = element(plan, "Report on")
    delete_element(gone, actor=actor, reason="x")
    edited = reworded(paper, "Report on", "Report on stocks every June;")
    place = place_of(edited, "Report on")

    proposal = proposal_of(plan, edited)
    chosen = settled(proposal, units={place: Choice(Verdict.RESTORED, gone.uid)})
    update(plan, edited, actor=actor, chosen=chosen)

    assert proposal.units[place].doubt is Doubt.GONE
    assert working_text(plan).unit(gone.uid).text == "Report on stocks every June;"
    assert said(plan) == [(u.section, u.text) for u in edited.units]


def test_a_unit_copied_twice_is_asked_about_and_left_out_unless_wished(plan, actor):
    paper = paper_of(plan)
    copy = replace(paper.units[place_of(paper, "Draw up")], uid="", section="II.a")
    twice = inserted(paper, "Publish what", copy)

    proposal = proposal_of(plan, anonymous(twice))
    place = place_of(twice, "Publish what") + 1
    with pytest.raises(RuleViolation, match="changes nothing"):
        update(plan, twice, actor=actor)

    assert proposal.units[place].doubt is Doubt.COPIED
    assert proposal.units[place].choice == Choice(Verdict.OUT)


def test_a_part_of_the_paper_deletes_nothing_by_itself(plan, actor):
    paper = paper_of(plan)
    part = replace(paper, units=paper.units[place_of(paper, "Working") :])
    part = with_units(part, part.units[:6])

    proposal = proposal_of(plan, part)

    assert proposal.is_part
    assert {each.choice.verdict for each in proposal.gone.values()} == {Verdict.STAYS}


def test_a_text_changed_meanwhile_is_not_written_over(plan, actor):
    paper = reworded(paper_of(plan), "Report on", "Report on stocks every June;")
    chosen = settled(proposal_of(plan, paper))
    seen = digest_of_working_text(working_text(plan))
    revise_element(
        element(plan, "Draw up"), actor=actor, text="Draw it up;", reason="x", based_on=1
    )

    with pytest.raises(StaleRevision, match="changed while"):
        update_plan(plan, actor=actor, paper=paper, chosen=chosen, reason="x", based_on=seen)

    assert element(plan, "Report on").current_revision.number == 1


@pytest.mark.parametrize("make", [make_isu, make_member])
def test_nobody_but_the_presidency_updates_a_text(plan, make):
    paper = reworded(paper_of(plan), "Report on", "Report on stocks every June;")

    with pytest.raises(PermissionDenied):
        update(plan, paper, actor=make())


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"Draw up": Choice(Verdict.IS, "Report on")}, "Two units"),
        ({"Draw up": Choice(Verdict.SPLIT, "Draw up")}, "split off"),
        ({"Draw up": Choice(Verdict.IS, "Working"), "Working": Choice(Verdict.NEW)}, "heading"),
    ],
)
def test_choices_that_contradict_one_another_are_refused(plan, actor, choices, sentence):
    paper = paper_of(plan)
    units = {
        place_of(paper, words): Choice(choice.verdict, element(plan, choice.uid or words).uid)
        for words, choice in choices.items()
    }

    with pytest.raises(RuleViolation, match=sentence):
        update(plan, paper, actor=actor, chosen=settled(proposal_of(plan, paper), units=units))

    assert said(plan) == [(u.section, u.text) for u in paper.units]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_was_edited_the_text_is_the_paper_afterwards(plan, actor, data):
    paper = paper_of(plan)
    new = with_units(paper, edited(list(paper.units), data))

    with transaction.atomic():
        with suppress(RuleViolation):  # What was edited back and forth changes nothing.
            update(plan, new, actor=actor)
        after = said(plan)
        transaction.set_rollback(True)

    assert after == [(u.section, u.text) for u in new.units]


def edited(units, data):
    """Units as somebody may bring them back: reworded, deleted, added and moved."""
    for number in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(1, len(units) - 1))
        act = data.draw(st.sampled_from(["reword", "drop", "add", "move"]))
        if act == "reword":
            units[at] = replace(units[at], text=f"{units[at].text} And more, {number}.")
        elif act == "add":
            section = units[at].section
            units.insert(at + 1, Unit(Kind.PARAGRAPH, section, f"New words numbered {number}."))
        elif units[at].kind is not Kind.HEADING:
            unit = units.pop(at)
            if act == "move":
                to = data.draw(st.integers(1, len(units)))
                units.insert(to, replace(unit, section=units[to - 1].section))
    return units
