"""Clauses by the document's own numbering; numbers inside sentences are references, not clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.labels import labels_at, locator, roman, write_roman
from ingest.read.text import read_text
from ingest.segment import segment


def cut(text):
    reading = read_text(text)
    return [
        (c.locator, c.span.of(text)) for c in segment(reading, "deal").clauses if not c.title_only
    ]


def locators(text):
    return [place for place, _ in cut(text)]


def test_articles_sections_letters_and_numerals_nest():
    text = (
        "ARTICLE 6. TECHNOLOGY\n\nSection 4. Technological Change\n\n"
        "(a) The Employer shall give notice.\n\n(1) in writing;\n\n"
        "(i) at once;\n\n(ii) by hand;\n\n(2) to the Union.\n\n"
        "(b) The Union may meet.\n\nARTICLE 7. PAY\n\nPay is weekly.\n"
    )
    assert locators(text) == [
        "Article 6, Section 4(a)",
        "Article 6, Section 4(a)(1)",
        "Article 6, Section 4(a)(1)(i)",
        "Article 6, Section 4(a)(1)(ii)",
        "Article 6, Section 4(a)(2)",
        "Article 6, Section 4(b)",
        "Article 7",
    ]


def test_a_number_inside_a_sentence_is_a_reference_also_at_the_start_of_a_line():
    text = (
        "Section 3. Notice\n\nThe Employer acts as provided in\n"
        "Section 4 of this Agreement and under\n(b) above, within ten days.\n\n"
        "Section 4. Pay\n\nPay is weekly.\n"
    )
    assert locators(text) == ["Section 3", "Section 4"]


def test_a_memorandum_is_cited_by_the_article_it_creates():
    text = (
        "12. Travel\n\nTravel is paid.\n\n13. Artificial Intelligence\n\n"
        "a. Add a new Article, to provide as follows:\n\n"
        "“[XLIX]. Artificial Intelligence\n\n“(a) Definitions\n\n"
        "“(1) Machine Learning. Machines learn.\n\n“(c) No employee shall be scanned.\n\n"
        "b. Add a Sideletter to provide as follows:\n\n“The parties agree.\n\n"
        "14. Safety\n\nSafety first.\n"
    )
    found = dict(
        cut(
            text.replace("12. Travel", "1. Travel")
            .replace("13. Art", "2. Art")
            .replace("14. Saf", "3. Saf")
            .replace("“(c)", "“(b)")
        )
    )
    assert "Article XLIX(a)(1), memorandum item 2" in found
    assert found["Article XLIX(b), memorandum item 2"].startswith(
        "“(b) No employee shall be scanned."
    )
    assert "The parties agree" in found["Item 2.b"]
    assert "Item 3" in found


def test_a_placeholder_keeps_its_brackets_and_is_a_section_where_the_memorandum_says_so():
    text = (
        "1. AI\n\na. Add a new Section [XX] to the General Provisions as follows:\n"
        "\n“[XX]. REPLICAS\n\n“A. Digital Replicas\n\n“(1) Definitions\n\n"
        "“(a) A replica is a copy.\n"
    )
    assert locators(text)[-1] == "Section [XX].A.(1)(a), memorandum item 1"


def test_a_heading_that_is_the_whole_clause_keeps_its_text():
    assert dict(
        cut(
            "# Deal\n\n## Article 8. No discipline without just cause\n\n## Article 9\n"
            "\nPay is weekly.\n"
        )
    )["Article 8"].endswith("just cause")


def test_a_number_goes_on_after_the_decimals_inside_it_under_a_heading_in_capitals():
    text = (
        "ACCORD\n\n1. Consent\n\n1.1 None is made.\n\n1.2 In writing.\n\n"
        "2. Deletion\n\n2.1 At once.\n"
    )
    assert [words for _, words in cut(text)] == [
        "1.1 None is made.",
        "1.2 In writing.",
        "2.1 At once.",
    ]


def test_an_entry_of_the_contents_with_a_bare_number_promises_that_article():
    contents = (
        "CONTENTS\n\n4 Crews that count ..... 1\n5 On being scanned ..... 1\n"
        "9 Hours and days ..... 2\n\n"
    )
    body = "ARTICLE 4 RECOGNITION\n\nThe Union.\n\nARTICLE 5 SCANNING\n\nNo scan.\n"
    found = segment(read_text(contents + body), "deal").contents
    assert (found.entries, found.found, found.missing) == (3, 2, ("9 Hours and days",))


def test_a_list_that_begins_again_is_a_new_list():
    assert locators("1. One thing.\n\n2. Two things.\n\n1. Again one.\n") == [
        "Item 1",
        "Item 2",
        "Item 1",
    ]


def test_labels_are_unique_with_their_headings_and_every_line_is_in_a_clause():
    text = "1. Same words here.\n\n2. Other words.\n\n1. Same words here.\n\n2. Other words.\n"
    clauses = segment(read_text(text), "deal").clauses
    assert len({(c.locator, c.heading) for c in clauses}) == len(clauses) == 4
    assert " ".join(c.span.of(text) for c in clauses).split() == text.split()


@pytest.mark.parametrize(
    ("levels", "written"),
    [
        (
            [("article", "XLIX"), ("(lower)", "c"), ("(digit)", "2"), ("(roman)", "iii")],
            "Article XLIX(c)(2)(iii)",
        ),
        ([("article", "[XLIX]"), ("(lower)", "h")], "Article XLIX(h)"),
        (
            [
                ("bracket", "[XX]"),
                ("upper.", "A"),
                ("(digit)", "2"),
                ("(lower)", "a"),
                ("(roman)", "i"),
            ],
            "Article [XX].A.(2)(a)(i)",
        ),
        ([("article", "6"), ("section", "4"), ("(lower)", "b")], "Article 6, Section 4(b)"),
        ([("decimal", "6.6")], "6.6"),
        ([("appendix", "LETTER OF AGREEMENT 00.00-25-499")], "Letter of Agreement 00.00-25-499"),
    ],
)
def test_a_locator_is_written_as_the_document_cites_itself(levels, written):
    assert locator(levels) == written


def test_a_letter_can_be_a_numeral_and_the_list_decides():
    assert {label.kind for label in labels_at("(i) words")} == {"(roman)", "(lower)"}
    text = "".join(f"({letter}) Words of {letter} here.\n\n" for letter in "abcdefghij")
    assert locators(text) == [f"({letter})" for letter in "abcdefghij"]


@given(st.integers(min_value=1, max_value=3999))
def test_roman_numerals_are_read_as_they_are_written(value):
    assert roman(write_roman(value)) == value


@given(st.text(alphabet="Article Section 123(a)(b)(i).\n“”xyz", max_size=300))
def test_whatever_the_text_clauses_are_slices_in_order_and_never_overlap(text):
    clauses = segment(read_text(text), "deal").clauses
    ends = 0
    for clause in clauses:
        assert clause.span.start >= ends and clause.span.of(text).strip()
        ends = clause.span.end
