"""The one door for text."""

import re

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lap_portal.errors import RuleViolation
from lap_portal.text import PlainTextField, clean_text, has_words

# What a Word file can hold; no control characters and no lone surrogates.
WRITABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r")
)


class WordsForm(forms.Form):
    """One text of at most ten characters."""

    words = PlainTextField(limit=10)


@given(WRITABLE)
def test_only_line_breaks_are_changed(text):
    assert clean_text(text, limit=1_000_000) == re.sub("\r\n|\r", "\n", text)


@given(st.text(st.characters()))
def test_what_is_let_in_can_stand_in_a_word_file(text):
    try:
        cleaned = clean_text(text, limit=1_000_000)
    except RuleViolation:
        return

    etree.Element("t").text = cleaned


@pytest.mark.parametrize("kept", ["e\u0301 é", " a\u00a0b\u200b ", "“‘–—’”", "🕊️", "النص", "文本"])
def test_nothing_is_normalised(kept):
    assert clean_text(kept, limit=20) == kept


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_a_character_no_document_can_hold_is_refused_by_place(mark):
    with pytest.raises(RuleViolation, match=rf"Character 3 \(U\+{ord(mark):04X}\)"):
        clean_text(f"ab{mark}c", limit=20)


def test_the_limit_counts_code_points_after_line_breaks_became_one_character():
    assert clean_text("🕊\r\n🕊", limit=3) == "🕊\n🕊"
    with pytest.raises(RuleViolation, match="This text has 4 characters; at most 3 fit"):
        clean_text("abcd", limit=3)


@pytest.mark.parametrize("empty", ["", "  \n\t", "\u00a0", "\u200b\u200e", "\ufeff"])
def test_what_cannot_be_seen_is_no_text(empty):
    assert not has_words(empty)
    assert WordsForm({"words": empty}).errors["words"] == ["This field is required."]


def test_the_field_keeps_blanks_and_turns_line_breaks():
    form = WordsForm({"words": " a\r\nb "})

    assert form.is_valid()
    assert form.cleaned_data["words"] == " a\nb "


@pytest.mark.parametrize(("text", "error"), [("a\x00b", "U+0000"), ("x" * 11, "at most 10 fit")])
def test_the_field_says_why_it_refuses_and_gives_the_words_back(text, error):
    form = WordsForm({"words": text})

    assert error in form.errors["words"][0]
    assert form["words"].value() == text


def test_the_browser_is_told_the_limit_but_does_not_cut():
    html = str(WordsForm()["words"])

    assert 'data-limit="10"' in html
    assert "maxlength" not in html
