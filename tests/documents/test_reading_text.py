import pytest

from documents.outline import Emphasis, Kind
from documents.reading import UnreadablePaper, read_paper_here
from documents.reading.errors import NO_STRUCTURE
from documents.reading.marks import read_marks


def read(text, *, name="paper.txt"):
    return read_paper_here(text.encode(), file_name=name)


def shape(outline):
    return [(u.kind.value, u.section, u.number, u.text, u.lead, u.level) for u in outline.units]


def test_a_small_paper_is_read_whole():
    outline = read(
        "A paper\n1 May 2030\n\n1. It begins.\n\nI. First part\n\nB) Odd letter\n\n"
        "Possible actions may include:\n\n- Do this;\n- Do that.\n\n2. Questions:\n- Why?\n"
    )

    assert outline.title_lines == ("A paper", "1 May 2030")
    assert shape(outline) == [
        ("paragraph", "", "1", "It begins.", None, 0),
        ("heading", "I", None, "First part", None, 0),
        ("heading", "I.B", None, "Odd letter", None, 1),
        ("list_heading", "I.B", None, "Possible actions may include:", None, 0),
        ("action", "I.B", None, "Do this;", 3, 0),
        ("action", "I.B", None, "Do that.", 3, 0),
        ("paragraph", "I.B", "2", "Questions:", None, 0),
        ("question", "I.B", None, "Why?", 6, 0),
    ]


def test_wrapped_lines_are_one_paragraph_even_where_a_line_begins_with_a_number():
    outline = read("1. Words of Article\n4. and more words.\nStill the same.\n2. Another.\n")

    assert [u.text for u in outline.units] == [
        "Words of Article 4. and more words. Still the same.",
        "Another.",
    ]


def test_a_bullet_cut_by_a_page_goes_on_after_it():
    outline = read("1. Questions:\n\n- What of the\n\n\nother half?\n- And this?\n")

    assert [u.text for u in outline.units[1:]] == ["What of the other half?", "And this?"]


def test_a_form_feed_is_a_page_break_and_no_word():
    outline = read("1. Questions:\n\n- What of the\fother half?\n")

    assert outline.units[1].text == "What of the other half?"


def test_bullets_nest_by_indent_and_keep_their_lead():
    outline = read(
        "1. The following actions:\n- One:\n    - deeper;\n - slip of a space;\n- Two.\n"
    )

    assert [u.level for u in outline.units[1:]] == [0, 1, 0, 0]
    assert {u.lead for u in outline.units[1:]} == {0}


def test_lettered_items_under_an_announcement_are_no_headings():
    outline = read(
        "1. The following actions:\n\n(a) Adopt laws\n\n(i) Soon\n\n(b) Report\n\n2. End.\n"
    )

    assert [(u.kind, u.number, u.level) for u in outline.units[1:4]] == [
        (Kind.ACTION, "a", 0),
        (Kind.ACTION, "i", 1),
        (Kind.ACTION, "b", 0),
    ]


def test_letters_that_could_be_roman_are_read_by_their_place():
    letters = "".join(f"{c}. Title {c}\n\n" for c in "ABCDEFGHIJ")

    outline = read(f"I. Part\n\n{letters}II. Next part\n")

    assert [u.section for u in outline.units][-3:] == ["I.I", "I.J", "II"]


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        ("The following suggestions have been made:", Kind.SUGGESTION),
        ("The introduction could include the following elements:", Kind.INTRODUCTION_ELEMENT),
        ("On the machinery, these elements were mentioned:", Kind.MACHINERY_ELEMENT),
        ("Such principles include the following elements:", Kind.PRINCIPLE),
        ("It was suggested to keep them. Actions should be swift:", Kind.ACTION),
        ("Questions on possible actions:", Kind.QUESTION),
        ("Considerations for the chapeau:", Kind.CONSIDERATION),
    ],
)
def test_the_lead_says_what_its_bullets_are(lead, kind):
    outline = read(f"1. {lead}\n- An item.\n")

    assert outline.units[1].kind is kind
    assert outline.warnings == ()


def test_the_name_of_an_action_plan_announces_no_actions():
    outline = read("1. Changes to the Action Plan were suggested. They cost nothing:\n- One.\n")

    assert outline.units[1].kind is Kind.SUGGESTION


def test_a_list_that_nothing_announces_is_doubted_with_its_line():
    outline = read("I. Weather\n\n1. As follows:\n- Rain.\n")

    assert outline.units[-1].kind is Kind.SUGGESTION
    assert [doubt.line for doubt in outline.warnings] == [4]


def test_a_bold_run_glued_to_a_heading_is_a_line_of_its_own():
    outline = read("I. Part**Possible actions:**\n\n- One.\n")

    assert [u.kind for u in outline.units] == [Kind.HEADING, Kind.LIST_HEADING, Kind.ACTION]
    assert [u.text for u in outline.units[:2]] == ["Part", "Possible actions:"]


def test_bold_within_a_sentence_is_only_taken_off():
    outline = read("1. About **these words** here.\n")

    assert outline.units[0].text == "About these words here."
    assert outline.units[0].emphasis == ()


def test_italics_are_ranges_over_the_clean_words():
    outline = read("1. **Bold** then *such words* end.\n")

    unit = outline.units[0]
    assert [unit.text[e.start : e.end] for e in unit.emphasis] == ["such words"]


@pytest.mark.parametrize("raw", ["5 * 3 * 2", "a* b", "**open", "x **", "a ***** b", "*", "2*3*4"])
def test_stars_without_counterpart_stay_as_printed(raw):
    assert read_marks(raw).text == raw


def test_bold_and_italics_together_end_together():
    words = read_marks("a ***b*** c")

    assert (words.text, words.emphasis) == ("a b c", [Emphasis(2, 3)])


def test_a_footnote_between_bullets_leaves_the_list_whole():
    outline = read("1. Questions:\n- One?\n\n* Reissued later.\n\n- Two?\n")

    assert [(u.kind, u.lead) for u in outline.units[1:]] == [(Kind.QUESTION, 0)] * 2
    assert [(note.mark, note.text) for note in outline.footnotes] == [("*", "Reissued later.")]


def test_lists_of_stars_are_lists():
    outline = read("1. Questions:\n\n* One?\n* Two?\n", name="paper.md")

    assert [u.text for u in outline.units[1:]] == ["One?", "Two?"]
    assert outline.footnotes == ()


def test_a_footnote_knows_where_its_mark_stood():
    outline = read("1. Words[^1] here.\n\n[^1]: A note.\n", name="paper.md")

    note = outline.footnotes[0]
    assert outline.units[0].text == "Words here."
    assert (note.mark, note.text, note.unit, note.offset) == ("1", "A note.", 0, 5)


def test_markdown_headings_have_levels_and_the_first_names_the_paper():
    outline = read("# A paper\n\n## I. Part\n\n### (a) Sub-part\n\n1. Words.\n", name="paper.md")

    assert outline.title_lines == ("A paper",)
    assert [(u.section, u.level) for u in outline.units] == [("I", 0), ("I.a", 1), ("I.a", 0)]


def test_a_heading_without_label_gets_one_and_is_doubted():
    outline = read("## One\n\n1. Words.\n\n## Two\n\n2. Words.\n", name="paper.md")

    assert [u.section for u in outline.units] == ["1", "1", "2", "2"]
    assert len(outline.warnings) == 2


def test_numbered_titles_over_decimal_paragraphs_are_headings():
    outline = read("1. Context\n\n1.1 Words.\n\n2. Next steps\n\n2.1 Words.\n")

    assert [(u.kind, u.section, u.number) for u in outline.units] == [
        (Kind.HEADING, "1", None),
        (Kind.PARAGRAPH, "1", "1.1"),
        (Kind.HEADING, "2", None),
        (Kind.PARAGRAPH, "2", "2.1"),
    ]
    assert outline.warnings == ()


def test_a_footnote_in_brackets_is_found_with_its_place():
    outline = read("1. Words here.[1]\n\n2. More [2] words.\n\n[1] A note.\n")

    assert [u.text for u in outline.units] == ["Words here.", "More [2] words."]
    assert [(n.mark, n.unit, n.offset) for n in outline.footnotes] == [("1", 0, 11)]


def test_a_paragraph_number_out_of_order_is_doubted():
    outline = read("1. One.\n\n3. Three.\n")

    assert outline.warnings[0].message == "Paragraph 3 follows paragraph 1."


@pytest.mark.parametrize("text", ["Hello", "Hello.\n\nMore words here.\n", "\n\n \n", "-\n-\n"])
def test_a_text_without_structure_is_refused(text):
    with pytest.raises(UnreadablePaper) as refusal:
        read(text)

    assert refusal.value.template == NO_STRUCTURE
