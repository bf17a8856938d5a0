import io
import zipfile

from documents.compare import compare_words
from documents.outline import Kind, Outline, Unit
from documents.writing.paper import Masthead, Paper
from documents.writing.pdf import write_pdf
from documents.writing.text import write_text
from documents.writing.word import write_word


def make_comparison():
    spans = compare_words("Report every April;", "Report every May;")
    words = "".join(span.text for span in spans)
    units = (Unit(Kind.PARAGRAPH, "", words), Unit(Kind.PARAGRAPH, "", "Not compared."))
    return Paper(Masthead(), Outline((), units), redlines={0: spans})


def test_a_text_puts_signs_round_what_was_inserted_and_deleted():
    assert "Report every [-April-]{+May+};" in write_text(make_comparison())


def test_a_word_file_strikes_out_what_was_deleted_and_underlines_what_was_inserted():
    with zipfile.ZipFile(io.BytesIO(write_word(make_comparison()))) as package:
        body = package.read("word/document.xml").decode()

    assert '<w:strike/></w:rPr><w:t xml:space="preserve">April' in body
    assert '<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">May' in body


def test_a_pdf_with_a_comparison_keeps_its_standards():
    assert write_pdf(make_comparison()).missing == ""
