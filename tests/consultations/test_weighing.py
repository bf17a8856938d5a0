"""Each phrase of the vocabulary just below, at and above its bounds; groups, alignments, gone."""

from dataclasses import replace

import pytest

from consultations.phrases import VOCABULARY, begins_with, phrases_said
from consultations.queries.weighing import (
    Speaker,
    Verdict,
    Voice,
    Weight,
    borne_out,
    compose,
    judge,
    stronger,
    weigh,
)

RULES = {rule.code: rule for rule in VOCABULARY}
REGIONS = ("Africa", "Asia", "Europe", "Latin America", "West")


def state(key, *, region=None, party=True):
    return Speaker(key, "state", True, party, REGIONS[key % 5] if region is None else region)


def network(key):
    return Speaker(key, "civil_society", False, False, "")


def union(key=900):
    return Speaker(key, "organization", False, False, "")


def says(*speakers, position="support", proposes=False):
    return [Voice(each, position=position, proposes=proposes) for each in speakers]


def states(number, **kind):
    return [state(key, **kind) for key in range(1, number + 1)]


def verdicts(code, voices):
    return set(judge(weigh(voices, RULES[code]), RULES[code]))


@pytest.mark.parametrize("rule", VOCABULARY, ids=lambda rule: rule.code)
def test_a_phrase_holds_at_its_least_and_above_and_not_below(rule):
    enough = Weight(rule.least, rule.least_groups, int(rule.opposition == "some"))

    assert judge(enough, rule) == ()
    if rule.most is None or rule.most > rule.least:
        assert judge(replace(enough, count=rule.least + 1), rule) == ()
    if rule.least:
        assert judge(replace(enough, count=rule.least - 1), rule) == (Verdict.TOO_FEW,)


BOUNDED = [rule for rule in VOCABULARY if rule.most is not None]


@pytest.mark.parametrize("rule", BOUNDED, ids=lambda rule: rule.code)
def test_a_phrase_holds_at_its_most_and_not_above(rule):
    assert judge(Weight(rule.most, 0, 0), rule) == ()
    assert judge(Weight(rule.most + 1, 0, 0), rule) == (Verdict.TOO_MANY,)


REGIONAL = [rule for rule in VOCABULARY if rule.least_groups]


@pytest.mark.parametrize("rule", REGIONAL, ids=lambda rule: rule.code)
def test_a_phrase_asks_for_its_regional_groups_and_no_more(rule):
    for found, expected in ((-1, (Verdict.TOO_FEW_GROUPS,)), (0, ()), (1, ())):
        assert judge(Weight(rule.least, rule.least_groups + found, 0), rule) == expected


def proposing(number):
    return says(*states(number), position="", proposes=True)


def viewing(number):
    return says(*states(number), position="")


def opposing(number):
    return says(*states(4)) + says(*(state(50 + n) for n in range(number)), position="concern")


WITH_VOICES = {
    "strong-support": (lambda n: says(*states(n)), {7: False, 8: True, 9: True}),
    "support": (lambda n: says(*states(n)), {2: False, 3: True, 4: True}),
    "different-views": (opposing, {0: False, 1: True, 2: True}),
    "suggestions": (proposing, {2: False, 3: True, 4: True}),
    "suggested": (proposing, {0: False, 1: True, 2: True, 3: False}),
    "underlined": (viewing, {2: False, 3: True, 4: True}),
    "moreover-underlined": (viewing, {2: False, 3: True, 4: True}),
    "also-underlined": (viewing, {2: False, 3: True, 4: True}),
    "comments": (viewing, {1: False, 2: True, 3: True}),
    "view": (viewing, {0: False, 1: True, 2: True, 3: False}),
    "noted": (viewing, {0: False, 1: True, 4: True, 5: False}),
    "no-comments": (viewing, {0: True, 1: False}),
}


def test_each_phrase_of_the_vocabulary_is_tried_with_voices():
    assert WITH_VOICES.keys() == RULES.keys()


@pytest.mark.parametrize(
    ("code", "number", "holds"),
    [(code, n, holds) for code, (_make, all_) in WITH_VOICES.items() for n, holds in all_.items()],
)
def test_a_phrase_is_borne_out_by_so_many_voices(code, number, holds):
    make, _bounds = WITH_VOICES[code]

    assert (RULES[code] in borne_out(make(number), VOCABULARY)) is holds


@pytest.mark.parametrize(
    ("code", "number", "groups", "expected"),
    [
        ("strong-support", 8, 2, {Verdict.TOO_FEW_GROUPS}),
        ("strong-support", 8, 3, set()),
        ("strong-support", 8, 4, set()),
        ("support", 3, 1, {Verdict.TOO_FEW_GROUPS}),
        ("support", 3, 2, set()),
        ("support", 3, 3, set()),
    ],
)
def test_support_comes_from_so_many_regional_groups(code, number, groups, expected):
    speakers = [state(n, region=REGIONS[n % groups]) for n in range(1, number + 1)]

    assert verdicts(code, says(*speakers)) == expected


def test_a_state_in_no_regional_group_counts_and_adds_no_group():
    speakers = [*states(3, region="Africa"), state(9, region="")]

    assert weigh(says(*speakers), RULES["support"]) == Weight(4, 1, 0)


@pytest.mark.parametrize(
    ("opponents", "expected"), [(0, set()), (1, {Verdict.OPPOSED}), (2, {Verdict.OPPOSED})]
)
@pytest.mark.parametrize("position", ["concern", "cannot_support"])
@pytest.mark.parametrize("make", [lambda n: state(n, party=False), network])
def test_strong_support_bears_no_objection_whoever_makes_it(opponents, expected, position, make):
    against = says(*(make(100 + n) for n in range(opponents)), position=position)

    assert verdicts("strong-support", says(*states(9)) + against) == expected
    assert verdicts("support", says(*states(9)) + against) == set()


def test_different_views_need_both_sides():
    rule = "different-views"

    assert verdicts(rule, says(*states(5))) == {Verdict.TOO_FEW, Verdict.UNOPPOSED}
    assert verdicts(rule, says(*states(5), position="concern")) == {Verdict.TOO_FEW}


def test_only_states_parties_carry_support_and_their_groups_alone_count():
    others = [*(state(n, party=False) for n in range(20, 30)), network(40)]

    assert weigh(says(*others), RULES["strong-support"]) == Weight(0, 0, 0)
    assert verdicts("support", says(*states(2), *others)) == {Verdict.TOO_FEW}
    assert verdicts("suggestions", says(*others, proposes=True)) == set()


@pytest.mark.parametrize(("aligned", "holds"), [(7, False), (8, True), (9, True)])
def test_support_counts_each_state_behind_the_words_of_a_group(aligned, holds):
    voice = Voice(union(), aligned=tuple(states(aligned)), group="A union", position="support")

    assert (RULES["strong-support"] in borne_out([voice], VOCABULARY)) is holds


@pytest.mark.parametrize(("number", "holds"), [(2, False), (3, True), (4, True)])
def test_suggestions_count_the_words_of_a_group_once(number, holds):
    voices = [
        Voice(state(n), aligned=tuple(states(9)), group="A group", proposes=True)
        for n in range(1, number + 1)
    ]

    assert (RULES["suggestions"] in borne_out(voices, VOCABULARY)) is holds


def test_by_state_a_speaker_is_one_however_often_it_speaks_and_is_spoken_for():
    voices = [
        Voice(state(1), aligned=(state(1), state(2)), group="A group", position="support"),
        Voice(state(1), position="support"),
        Voice(state(2), position="support"),
    ]

    assert weigh(voices, RULES["support"]).count == 2


def test_overlapping_groups_count_each_state_once():
    voices = [
        Voice(union(900), aligned=tuple(states(4)), group="One", position="support"),
        Voice(union(901), aligned=tuple(states(6)), group="Other", position="support"),
    ]

    assert weigh(voices, RULES["support"]).count == 6
    assert weigh(voices, replace(RULES["support"], groups="once")).count == 2


def test_counted_once_a_group_supports_if_a_state_party_is_behind_it():
    rule = replace(RULES["support"], groups="once")
    parties = Voice(union(), aligned=(state(1), state(2)), group="One", position="support")
    others = Voice(union(), aligned=(state(1, party=False),), group="One", position="support")

    assert weigh([parties], rule) == Weight(1, 2, 0)
    assert weigh([others], rule).count == 0


def test_an_organization_that_speaks_for_no_aligned_state_is_a_delegation():
    alone = Voice(union(), group="A union")

    assert weigh([alone], replace(RULES["view"], groups="by_state")).count == 1


def test_what_a_state_says_itself_goes_before_what_is_said_on_its_behalf():
    group = Voice(union(), aligned=tuple(states(9)), group="A union", position="support")
    own = Voice(state(1), position="concern")

    assert weigh([group, own], RULES["strong-support"]) == Weight(8, 5, 1)


def test_whoever_supports_and_objects_is_against():
    voices = [*says(state(1)), *says(state(1), position="concern")]

    assert weigh(voices, RULES["support"]) == Weight(0, 0, 1)


@pytest.mark.parametrize(("gone", "holds"), [(0, True), (1, True), (2, False)])
def test_what_was_replaced_or_withdrawn_no_longer_counts(gone, holds):
    voices = says(*states(9))
    voices[:gone] = [replace(voice, stands=False) for voice in voices[:gone]]

    assert (RULES["strong-support"] in borne_out(voices, VOCABULARY)) is holds


def test_an_objection_withdrawn_no_longer_stands_against_strong_support():
    objection = replace(says(state(99), position="concern")[0], stands=False)

    assert verdicts("strong-support", [*says(*states(8)), objection]) == set()


def test_a_withdrawn_group_takes_its_states_along():
    group = Voice(union(), tuple(states(9)), "A union", position="support", stands=False)

    assert weigh([group, *says(state(1))], RULES["support"]).count == 1


def test_what_the_record_allows_comes_strongest_first_and_without_what_is_retired():
    voices = says(*states(8), proposes=True)
    retired = [replace(RULES["strong-support"], is_retired=True), *VOCABULARY[1:]]

    assert [rule.code for rule in borne_out(voices, VOCABULARY)][:3] == [
        "strong-support",
        "support",
        "suggestions",
    ]
    assert borne_out(voices, retired)[0].code == "support"


def test_of_support_the_record_may_bear_more_than_was_said():
    voices = says(*states(8))

    assert stronger(voices, RULES["support"], VOCABULARY) == RULES["strong-support"]
    assert stronger(voices[:7], RULES["support"], VOCABULARY) is None
    assert stronger(voices, RULES["noted"], VOCABULARY) is None


def test_who_stands_behind_a_point_is_told_by_category_and_group():
    voices = [
        Voice(union(), aligned=(state(1), state(2)), group="A union", position="support"),
        *says(state(1), network(50), position="concern"),
        replace(says(state(7))[0], stands=False),
    ]

    found = compose(voices)

    assert (found.delegations, found.states_parties) == (3, 2)
    assert found.by_category == (("civil_society", 1), ("state", 2))
    assert found.positions == (("for", 1), ("against", 2), ("none", 0))
    assert found.groups == (("A union", 2),)


def test_a_sentence_begins_with_its_phrase_unless_it_says_it_already():
    rule = RULES["suggested"]

    assert begins_with(rule, "that a date be set.") == "It was suggested that a date be set."
    assert begins_with(rule, "Then it was  suggested, too.") == "Then it was  suggested, too."


def test_the_phrases_of_a_sentence_are_found_and_the_longest_counts():
    longer = replace(RULES["noted"], code="own", words="it was noted with concern")
    rules = [*VOCABULARY, longer]

    found = phrases_said("Moreover, it was noted with concern that this is late.", rules)

    assert [rule.code for rule in found] == ["own"]
    assert phrases_said("Limit was suggested.", VOCABULARY) == []
