"""A follow-up worded by a model is taken where it adds and loses nothing."""

from __future__ import annotations

import json

import pytest

from assistant.drafting.propose import propose_standalone
from tests.makers.drafting import Said, model

TALK = ("Can a WGA company train AI on my scripts?", "Who must be told?")


def proposed(text: str, question: str = "and what if they do it without notice?") -> str | None:
    return propose_standalone(Said(json.dumps({"question": text})), question, TALK)


def test_a_proposal_made_of_the_conversations_words_is_taken():
    text = "What if a WGA company trains AI on my scripts without notice?"
    assert proposed(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "What if a SAG-AFTRA company trains AI on my scripts without notice?",
        "What if a WGA company trains AI on my scripts in California without notice?",
        "What if a WGA company trains AI on 40 of my scripts without notice?",
        "What if a WGA company does not train AI on my scripts without notice?",
        "What if a WGA company trains AI on my scripts?",
        "What if a WGA company sells my scripts without notice?",
        "What if a WGA company trains AI on my scripts without notice? See www.example.org",
        "Yes, it may.",
        "What if a WGA company trains AI on my scripts without notice? " * 8,
        "",
    ],
)
def test_a_proposal_that_adds_or_loses_anything_is_not(text):
    assert proposed(text) is None


def test_a_union_named_anew_is_the_only_one():
    assert proposed("What about a WGA or DGA company?", "and in the DGA?") is None
    assert (
        proposed("Can a DGA company train AI on my scripts?", "and in the DGA?")
        == "Can a DGA company train AI on my scripts?"
    )


def test_a_writer_that_fails_proposes_nothing():
    assert propose_standalone(model("http://127.0.0.1:9/v1"), "and why?", TALK) is None
    for text in ("rubbish", '{"question": 5}', "[1]", '{"question"'):
        assert propose_standalone(Said(text), "and why?", TALK) is None
