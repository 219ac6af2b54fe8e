"""What one question costs: no step does the work of another again."""

from datetime import date

import pytest

from assistant import Assistant, Question
from assistant.answering import cite, comparison, compose
from assistant.question import query
from assistant.ranking import answerable, wording
from corpus.lexical import LexicalIndex
from ingest import ensure_index

DAY = date(2026, 11, 24)
OLD = """---
id: deal-2021
title: The Deal of 2021
union: WGA
kind: contract
tier: 1
effective: 2021-01-01
expires: 2023-12-31
supersedes: []
status: expired
basis: digest
official_url: null
confidence: high
aliases: []
---

## Article 1 — scanning

A company may scan a writer after asking that writer.

<!--
short:
- Your company could scan you after asking you.
roles: [rule]
asks:
  1:
  - Could they scan me?
  - Did they have to ask?
  - Was a scan allowed?
-->
"""
PLAIN = Question("Can they scan me without my consent?", "WGA", as_of=DAY)
NUMBERED = Question("What does Article 1 of the Deal say about scanning?", as_of=DAY)
PLACES = Question("California or New York: which is stricter on scanning?", as_of=DAY)
CHANGE = Question("What changed on scanning between the 2021 and the 2024 deal?", "WGA", as_of=DAY)
FOLLOW_UP = Question(
    "and without my consent?", "WGA", history=("Can they scan a writer?",), as_of=DAY
)
PREMISE = Question("Since Article 2 of the Deal bans training, how do I file?", "WGA", as_of=DAY)


@pytest.fixture
def asked(small, words_embedder):
    """An assistant over three small digests."""
    old = small.bundled / "deal-2021.md"
    old.write_text(OLD, encoding="utf-8")
    new = small.bundled / "deal-2024.md"
    text = new.read_text(encoding="utf-8")
    new.write_text(text.replace("supersedes: []", "supersedes: [deal-2021]"), encoding="utf-8")
    ensure_index(small)
    return Assistant.open(small)


@pytest.fixture
def calls(monkeypatch):
    """What the counted functions were called with, by name."""
    seen: dict[str, list] = {}

    def count(owner, name, key):
        inner = getattr(owner, name)

        def counted(*given, **named):
            seen.setdefault(name, []).append(key(*given))
            return inner(*given, **named)

        monkeypatch.setattr(owner, name, counted)

    count(query, "locate", lambda scope, library: scope)
    count(query, "kind_of", lambda text, scope, library: text)
    count(answerable, "evidence", lambda query, *_: query.judged)
    count(wording, "terms", lambda text: text)
    count(query, "terms", lambda text: text)
    count(wording, "expansion", lambda text: text)
    count(LexicalIndex, "scores", lambda index, words: tuple(words))
    return seen


def twice(found: list) -> list:
    """What stands in a list more than once."""
    return [one for one in found if found.count(one) > 1]


@pytest.mark.parametrize(
    ("question", "kind", "located", "weighed"),
    [
        (PLAIN, "question", 1, 1),
        (NUMBERED, "question", 1, 1),
        (FOLLOW_UP, "question", 1, 1),
        (CHANGE, "change", 3, 2),
        (PLACES, "comparison", 3, 0),
        (PREMISE, "premise", 1, 1),
    ],
    ids=["plain", "numbered", "follow-up", "change", "comparison", "premise"],
)
def test_each_scope_is_located_once_and_each_text_weighed_once(
    asked, calls, question, kind, located, weighed
):
    outcome = asked.ask(question)
    assert outcome.asked.scope["question_kind"] == kind
    assert len(calls["kind_of"]) == 1
    assert len(calls["locate"]) == located
    assert not twice(calls["locate"])
    assert len(calls.get("evidence", ())) == weighed, (
        "a side of which nothing is held is not weighed"
    )


def test_an_answer_and_its_ranking_are_looked_for_once(asked, calls):
    asked.ask_and_search(NUMBERED)
    assert len(calls["locate"]) == len(calls["evidence"]) == len(calls["kind_of"]) == 1


def test_the_words_of_a_question_are_read_and_scored_once(asked, calls):
    asked.ask(PLAIN)
    assert calls["terms"] == calls["expansion"] == [PLAIN.question]
    words = [words for words in calls["scores"] if words]
    assert words
    assert all(len(some) == 1 for some in words)
    assert not twice(words), "BM25 of a word is computed once"


def test_the_places_of_a_question_are_not_sought_again_for_each_citation(asked, calls, monkeypatch):
    def never(text):
        raise AssertionError(f"read again: {text}")

    monkeypatch.setattr(comparison, "asks_for_a_place", never)
    assert asked.ask(NUMBERED).json()["citations"]
    assert not hasattr(compose, "asks_for_a_place")
    assert not hasattr(cite, "asks_for_a_place")


def test_the_reasons_for_which_the_first_citation_leads_are_traced(asked):
    trace = asked.trace(PLAIN)
    assert trace.outcome.statements[0].citations[0].document.id == "deal-2024"
    assert trace.because == ("in force", "binding", "your own union's")
