import time
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.compare import Change, Span, compare_words

WORDS = st.lists(st.sampled_from(["a", "the", " ", "  ", "\n", "state", ".", ";", "行", "動"]))


def old_of(spans):
    return "".join(span.text for span in spans if span.change is not Change.ADDED)


def new_of(spans):
    return "".join(span.text for span in spans if span.change is not Change.REMOVED)


@given(st.text(), st.text())
def test_both_texts_can_be_rebuilt_from_the_spans(old, new):
    spans = compare_words(old, new)

    assert (old_of(spans), new_of(spans)) == (old, new)


@given(WORDS, WORDS)
def test_texts_of_few_words_can_be_rebuilt_and_keep_as_much_as_possible(old, new):
    spans = compare_words("".join(old), "".join(new))

    kept = "".join(span.text for span in spans if span.change is Change.SAME)
    assert (old_of(spans), new_of(spans)) == ("".join(old), "".join(new))
    assert kept.count("行") <= min(old.count("行"), new.count("行"))
    assert all(a.change is not b.change for a, b in zip(spans, spans[1:], strict=False))


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_no_shorter_comparison_exists(old, new):
    spans = compare_words(" ".join(old), " ".join(new))

    kept = sum(len(span.text.split()) for span in spans if span.change is Change.SAME)
    assert kept == longest_common(old, new)


def longest_common(old, new):
    row = [0] * (len(new) + 1)
    for word in old:
        before = row[:]
        for place, other in enumerate(new):
            row[place + 1] = (
                before[place] + 1 if word == other else max(row[place], before[place + 1])
            )
    return row[-1]


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_long_texts_can_be_rebuilt_from_the_spans(data):
    sentences = [f"Sentence {n} says that party {n % 7} acts." for n in range(300)]
    kept = data.draw(st.lists(st.integers(0, 299), max_size=300))
    old, new = " ".join(sentences), "\n".join(sentences[n] for n in kept)

    spans = compare_words(old, new)

    assert (old_of(spans), new_of(spans)) == (old, new)


def test_a_removal_stands_before_the_addition_that_replaces_it():
    spans = compare_words("States will report in time.", "States shall report in time.")

    assert spans == [
        Span(Change.SAME, "States "),
        Span(Change.REMOVED, "will"),
        Span(Change.ADDED, "shall"),
        Span(Change.SAME, " report in time."),
    ]


def test_equal_texts_are_one_span_and_empty_texts_none():
    assert compare_words("Same words.", "Same words.") == [Span(Change.SAME, "Same words.")]
    assert compare_words("", "") == []


def test_each_ideograph_is_a_word_of_its_own():
    spans = compare_words("缔约国应当报告", "缔约国必须报告")

    assert [span.text for span in spans] == ["缔约国", "应当", "必须", "报告"]


def test_an_accent_stays_with_its_letter():
    spans = compare_words("re\u0301union", "reunion")

    assert [span.text for span in spans] == ["re\u0301union", "reunion"]


def test_an_insertion_among_repeated_words_stays_in_one_piece():
    spans = compare_words("the dog", "the cat and the mouse or dog")

    assert [(span.change, span.text) for span in spans] == [
        (Change.SAME, "the "),
        (Change.ADDED, "cat and the mouse or "),
        (Change.SAME, "dog"),
    ]


@pytest.mark.parametrize("share", [1, 2, 10, 100])
def test_a_text_of_thirty_pages_is_compared_at_once_at_any_amount_of_change(share):
    old = [f"word{n % 700}" + (". " if n % 20 == 19 else " ") for n in range(12_000)]
    new = [f"other{n % 90} " if n % share == 0 else word for n, word in enumerate(old)]
    started = time.process_time()

    spans = compare_words("".join(old), "".join(new))

    assert time.process_time() - started < 2
    assert new_of(spans) == "".join(new)


def test_a_text_of_one_repeated_word_does_not_slow_the_comparison():
    started = time.process_time()

    compare_words("a " * 700, "a b " * 700)

    assert time.process_time() - started < 1


def test_little_is_lost_against_the_comparison_of_the_standard_library():
    old = "Each party reports on what it has done, and on what it still has to do."
    new = "Each State party reports yearly on what it has done, and what still has to be done."

    spans = compare_words(old, new)

    kept = sum(len(span.text) for span in spans if span.change is Change.SAME)
    blocks = SequenceMatcher(None, old.split(), new.split(), autojunk=False).get_matching_blocks()
    assert kept >= sum(len(" ".join(old.split()[b.a : b.a + b.size])) for b in blocks)
