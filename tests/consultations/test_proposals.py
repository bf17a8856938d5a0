import pytest

from consultations.operations.correcting import withdraw
from consultations.queries.proposals import (
    Fit,
    proposals_on_element,
    proposals_page,
    taken_together,
)
from lap_portal.errors import RuleViolation
from sections.operations import delete_element, merge_elements, split_element
from tests.builders.desk import make_round, say
from tests.builders.plans import element
from tests.builders.talk import make_comment
from tests.builders.words import propose, reword, spoken_of

pytestmark = pytest.mark.django_db

NOW = "Draw up a plan of destruction within a year;"
SOONER = "Draw up a plan of destruction within half a year;"
NATIONAL = "Draw up a national plan of destruction within a year;"
LATER = "Draw up a plan of destruction within three years;"


def weigh(around, found=None):
    return proposals_page(found or spoken_of(around), around.presidency)


def take(around, *comments):
    found = spoken_of(around)
    proposals = proposals_on_element(found, around.presidency)
    return taken_together(proposals, [comment.pk for comment in comments], element=found)


def test_equal_proposals_stand_together_with_all_who_made_them():
    around = make_round()
    first, second = (
        propose(around, actor, words)
        for actor, words in (
            (around.first, SOONER),
            (around.second, SOONER.replace("half a", "half\n a")),
        )
    )
    propose(around, around.first, NATIONAL)

    page = weigh(around)

    assert [len(each.voices) for each in page.fitting] == [1, 2]
    assert [voice.comment for voice in page.fitting[1].voices] == [first, second]
    assert page.total == 3


def test_proposals_stand_in_the_order_of_the_words_they_touch():
    around = make_round()
    for words in (LATER, NATIONAL):
        propose(around, around.first, words)

    assert [each.fitted.words for each in weigh(around).fitting] == [NATIONAL, LATER]


def test_those_that_touch_the_same_words_collide_and_the_others_do_not():
    around = make_round()
    for actor, words in (
        (around.first, NATIONAL),
        (around.first, LATER),
        (around.second, "Draw up a plan of destruction within ten years;"),
    ):
        propose(around, actor, words)

    assert [(p.number, p.collides_with) for p in weigh(around).fitting] == [
        (1, ()),
        (2, (3,)),
        (3, (2,)),
    ]


def test_a_proposal_on_older_words_is_carried_onto_those_of_now():
    around = make_round()
    propose(around, around.first, SOONER)
    reword(spoken_of(around), around.presidency, NATIONAL)

    (proposal,) = weigh(around).fitting

    assert proposal.fitted.fit is Fit.CARRIED
    assert proposal.fitted.words == "Draw up a national plan of destruction within half a year;"
    assert proposal.voices[0].is_carried


def test_one_whose_words_have_changed_since_fits_no_more():
    around = make_round()
    propose(around, around.first, SOONER)
    reword(spoken_of(around), around.presidency, LATER)

    page = weigh(around)

    assert (page.fitting, page.standing) == ((), ())
    assert page.lost[0].fitted.words == ""
    assert "".join(s.text for s in page.lost[0].fitted.redline if s.change != "added") == NOW


def test_one_that_was_taken_stands_in_the_text():
    around = make_round()
    propose(around, around.first, SOONER)
    reword(spoken_of(around), around.presidency, SOONER)

    assert [p.fitted.fit for p in weigh(around).standing] == [Fit.STANDS]


def test_what_is_withdrawn_in_preparation_or_of_something_missing_is_no_proposal():
    around = make_round(open=True)
    withdraw(propose(around, around.first, SOONER), actor=around.first, reason="Not so")
    say(around.consultation, around.first, "", place="missing_after", proposal="And more;")
    make_comment(around.consultation, around.second, text="", proposal=LATER)

    assert weigh(around).total == 0


def test_proposals_on_a_deleted_element_stay_in_sight_and_nothing_can_be_taken():
    around = make_round()
    comment = propose(around, around.first, SOONER)
    gone = spoken_of(around)
    delete_element(gone, actor=around.presidency, reason="Said elsewhere")
    gone.refresh_from_db()

    page = weigh(around, gone)

    assert [p.key for p in page.lost] == [comment.pk]
    assert page.now == ""
    assert not page.may_revise


def test_proposals_follow_what_they_reword_into_the_part_that_has_it():
    around = make_round()
    propose(around, around.first, SOONER)
    propose(around, around.second, NATIONAL)
    parts = ["Draw up a plan of destruction;", "Do so within a year;"]
    kept, new = split_element(
        spoken_of(around), actor=around.presidency, texts=parts, reason="Two acts", based_on=1
    )

    first, second = (weigh(around, part) for part in (kept, new))

    assert [p.fitted.words for p in first.fitting] == ["Draw up a national plan of destruction;"]
    assert [p.fitted.words for p in second.fitting] == ["Do so within half a year;"]
    assert second.fitting[0].voices[0].spoken_of == "I-A1"


def test_proposals_follow_an_element_into_what_it_was_merged_with():
    around = make_round()
    propose(around, around.first, "Report on all stocks every April;", unit="I-A2")
    merged = merge_elements(
        spoken_of(around),
        actor=around.presidency,
        second=element(around.consultation.plan, "Report on stocks"),
        text="Draw up a plan of destruction within a year; report on stocks every April;",
        reason="One act",
        based_on=1,
    )

    (proposal,) = weigh(around, merged).fitting

    assert proposal.fitted.words.endswith("report on all stocks every April;")


def test_several_that_do_not_collide_are_taken_together_with_all_who_made_them():
    around = make_round()
    sooner, national = (propose(around, around.first, words) for words in (SOONER, NATIONAL))
    also = propose(around, around.second, SOONER)

    taken = take(around, sooner, national)

    assert taken.words == "Draw up a national plan of destruction within half a year;"
    assert set(taken.comments) == {sooner.pk, also.pk, national.pk}


def test_those_that_collide_are_not_taken_together():
    around = make_round()
    comments = [propose(around, around.first, words) for words in (SOONER, LATER)]

    with pytest.raises(RuleViolation, match="1 and 2"):
        take(around, *comments)


def test_what_does_not_fit_any_more_or_stands_already_is_not_taken():
    around = make_round()
    taken, lost = (propose(around, around.first, words) for words in (SOONER, LATER))
    reword(spoken_of(around), around.presidency, SOONER)

    for comment in (taken, lost):
        with pytest.raises(RuleViolation):
            take(around, comment)


def test_a_comment_on_another_element_is_none_of_these():
    around = make_round()
    propose(around, around.first, SOONER)
    elsewhere = propose(around, around.first, "Report on all;", unit="I-A2")

    assert take(around, elsewhere) is None
    assert take(around) is None
