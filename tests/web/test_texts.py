"""An answer as a text to take along: Markdown shows its words and no markup."""

import pytest

from assistant.web.member import written
from tests.makers.pages import EN, citation, found, order_of


def test_markdown_shows_words_and_no_markup():
    shown = written.markdown(found(question="![x](http://evil/x.png) <b>", notes=["# head"]), EN)
    assert "![x]" not in shown and "](" not in shown and "<b>" not in shown and r"\# head" in shown


@pytest.mark.parametrize(
    "text",
    [
        "[1] of 2",
        "a snake_case word",
        "AT&T",
        "x < y",
        "(see [##])",
        "30. September was",
        "it - that",
        "3 * 4".replace("*", "x"),
    ],
)
def test_markdown_leaves_alone_what_it_would_not_misread(text):
    assert written.as_markdown(text) == (
        text if not text[0].isdigit() or ". " not in text else text.replace(".", "\\.", 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        "*bold*",
        "_so_",
        "`code`",
        "[a](b)",
        "[[a]](b)",
        "[a]: http://x.y",
        "![a][b]",
        "<i>",
        "&lt;",
        "# a",
        "- a",
        "> a",
        "+ a",
        "1) a",
        "~~a~~",
    ],
)
def test_markdown_of_a_text_reads_as_the_text(text):
    assert written.as_markdown(text) != text


def test_texts_keep_the_pages_order_and_tell_our_words_from_official_ones():
    two = found(
        citations=[citation(), citation(2, basis="official", quote="“All” shall ask.")],
        caveat="Take care.",
        unread=[{"document": "deal", "pages": [42]}],
    )
    plain, marked, letter = (
        written.plain(two, EN),
        written.markdown(two, EN),
        written.letter(two, EN),
    )
    for text in (plain, marked, letter):
        assert order_of(
            text,
            "Your employer must ask you first. [1]",
            "Our summary of Article 1: The employer must ask.",
            "“\u202f“All” shall ask.”",
        )
        assert "“The employer" not in text and "\\[" not in text
    assert (
        order_of(plain, "Our summary", "Take care.", "Page 42 of The Deal could not be read.")
        and "#" not in plain
        and "> “" in marked
        and "> Our" not in marked
    )
