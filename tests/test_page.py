"""The chat's words: everything from a document or a person is escaped, and errors are said in the conversation."""

import re

import pytest

import ui


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "![x](http://evil/x.png)",
        "[click](javascript:alert(1))",
        "<img src=x onerror=y>",
        "# head",
        "`code`",
        "a | b",
        "**bold**",
    ],
)
def test_no_markup_of_a_document_survives(words):
    shown = ui.escaped(words)
    assert "<" not in shown
    assert not re.search(r"(?<!\\)[\[\]!`*#|]", shown)


@pytest.mark.slow
def test_an_answer_grows_statement_by_statement(assistant):
    seen = list(ui.answers(assistant, "can they scan me?", [], "SAG-AFTRA", ""))
    assert seen[0][-1]["content"].startswith("Searching 89 documents")
    lengths = [len(turns[-1]["content"]) for turns in seen[1:]]
    assert len(lengths) > 2 and lengths == sorted(lengths)
    assert seen[-1][0] == {"role": "user", "content": "can they scan me?"}


@pytest.mark.slow
def test_a_bad_date_and_an_endless_question_are_said_in_words(assistant):
    assert "is no date" in list(ui.answers(assistant, "scan me?", [], "", "soon"))[-1][-1]["content"]
    assert "characters" in list(ui.answers(assistant, "x" * 5000, [], "", ""))[-1][-1]["content"]
