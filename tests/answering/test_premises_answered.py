"""Premises and claims answered over the bundled corpus with the real model."""

from datetime import date

import pytest

from assistant import Assistant, Question

pytestmark = pytest.mark.slow
DAY = date(2026, 11, 25)


def answer(assistant: Assistant, question: str, union: str | None = None, **more) -> dict:
    return assistant.ask(Question(question, union, as_of=DAY, **more)).json()


@pytest.mark.parametrize(
    ("question", "union"),
    [
        ("since the deal bans training on our work, how do we enforce it", "IATSE"),
        ("the WGA contract prohibits training on our scripts, so who do I report it to", "WGA"),
        ("now that NO FAKES is law can I sue over my deepfake", None),
        ("because core principle 1 is binding, can I grieve it?", "IATSE"),
        ("AB 412 passed so which form do i use to ask the developer", None),
        ("AB 2602 stops studios training on me, correct?", None),
        (
            "the animation guild contract gives us a right to refuse AI, where do i sign",
            "The Animation Guild",
        ),
    ],
)
def test_a_false_premise_is_corrected_first_with_a_citation(assistant, question, union):
    found = answer(assistant, question, union)
    assert found["status"] == "answered"
    assert found["statements"][0]["citations"] == [1]
    assert found["statements"][0]["text"].startswith("The question takes for granted that “")
    assert "do not bear that out" in found["statements"][0]["text"]


@pytest.mark.parametrize(
    ("question", "union"),
    [
        ("since the WGA contract says AI can't be a writer, who gets credit?", "WGA"),
        ("the IATSE contract requires consent before a scan, how must it be given?", "IATSE"),
        (
            "since the company can't make me use chatgpt under the MBA, can they fire me for"
            " refusing?",
            "WGA",
        ),
        ("since the ELVIS Act is law in Tennessee, can I stop a voice clone?", None),
        (
            "the SAG-AFTRA contract requires my consent for a digital replica, does it have to be"
            " in writing?",
            "SAG-AFTRA",
        ),
    ],
)
def test_a_true_premise_stands(assistant, question, union):
    assert "takes for granted" not in answer(assistant, question, union)["answer"]


def test_what_an_article_says_stands_beside_the_clause_that_decides_it(assistant):
    found = answer(
        assistant,
        "I read in an article that IATSE members must consent before their work trains AI. true?",
        "IATSE",
    )
    assert "What was read or heard is that" in found["statements"][0]["text"]
    assert found["citations"][0]["tier"] == 1
    assert "Nothing in the memorandum requires consent" in found["citations"][0]["quote"]
