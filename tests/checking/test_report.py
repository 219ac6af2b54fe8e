"""What is shown of a check on the desk, in the reader's language."""

import re
from types import SimpleNamespace

import pytest

from assistant.checking.check import VERDICTS
from assistant.checking.report import SAID
from assistant.web.words import LANGUAGES, words_in
from tests.checking.test_check import CHECKER, NOTICE, TODAY


def in_the_readers_language(shown):
    """The text of a result without what it marks as English."""
    from lxml import html as parser

    tree = parser.fragment_fromstring(shown, create_parent="div")
    for part in tree.xpath("//*[@lang='en']"):
        part.drop_tree()
    return tree.text_content()


def english_left(shown, table):
    """The English words of a table that stand in a result outside what it marks as English."""
    text = in_the_readers_language(shown)
    return [
        part
        for word in table.values()
        for part in re.split(r"\{\w+\}", word)
        if re.search("[a-z]{3}", part) and part in text
    ]


def test_each_language_has_the_words_of_a_check_and_the_english_ones_are_its_own():
    assert {
        language: words_in(language).section("checked").keys() for language in LANGUAGES
    } == dict.fromkeys(LANGUAGES, SAID.keys())
    assert words_in("en").section("checked") == SAID and set(VERDICTS) <= SAID.keys()


def test_on_a_spanish_desk_only_notes_and_quoted_words_are_english_and_are_marked_so():
    pytest.importorskip("gradio")
    from assistant.web.desk.check import checked_html

    def shown(text, language="es"):
        return checked_html(
            SimpleNamespace(assistant=SimpleNamespace(library=CHECKER.library)),
            text,
            TODAY.isoformat(),
            words_in(language),
        )

    right = f"Article 7.C of the 2026 Deal: “{NOTICE}”"
    altered = (
        "Article 7.B of the 2026 Deal: “A company may <b>require</b> a writer to use a generative "
        "system”"
    )
    false = "The 2026 Deal: “Every writer gets a pony on the first day of work.”"
    wrong = shown(
        f"{right}\n\n{altered} See Article 99 of the 2026 Deal.\n\n{false}\n\nSee Article "
        "88(x) of the 2026 Deal."
    )
    assert (
        "<p class='sum wrong'>Citas y referencias incorrectas: 4 de 5 (ese lugar no existe: "
        "2; alterada: 1; no se encontró: 1).</p>"
    ) in wrong
    text = in_the_readers_language(wrong)
    for said in (
        "Incorrectas (4)",
        "Correctas (1)",
        "El texto",
        "El documento",
        "remite sin citar palabras",
        "en ninguno de los documentos que hay aquí",
    ):
        assert said in text, said
    assert (
        english_left(wrong, SAID) == []
        and "Article" not in text
        and "writer" not in text
        and "Deal" not in text
    )
    assert "<p class='note' lang='en'>A “not” was changed" in wrong and "<b>" not in wrong
    assert "<p class='sum right'>Todas las citas y referencias son correctas (1).</p>" in shown(
        right
    )
    assert words_in("es")("checked.nothing") in shown("Hello.")
    assert {"Not found", "The text", "The document"} <= set(english_left(shown(false, "en"), SAID))
