"""A union's name alone is answered with what is held of it."""

from datetime import date

import pytest

from assistant import Assistant
from assistant.question.query import Question
from tests.conftest import make_document
from tests.makers.homes import holding

CLAUSES = {"Article 1 — hours": "Eight hours are a day.", "Article 2 — rest": "Rest is an hour."}
START, END = date(2025, 1, 1), date(2028, 12, 31)


def deal(identity: str, union: str | None = None, **values):
    made = {"basis": "official", "bundled": False, "union": union}
    return make_document(identity, CLAUSES, **(made | values))


@pytest.fixture
def assistant(small, words_embedder):
    deals = (
        deal("ours", "IATSE", effective=START, expires=END, title="Our Hall"),
        deal("older", "IATSE", expires=date(2020, 1, 1), title="Old Hall"),
        deal("other", None, title="Other Hall"),
    )
    return Assistant.open(holding(small, *deals))


@pytest.mark.parametrize("name", ["iatse", "IATSE?", "the IATSE contract", "what about IATSE"])
def test_its_documents_are_listed_with_their_standing(assistant, name):
    found = assistant.ask(Question(name)).json()
    assert found["status"] == "answered" and "2 documents are held here of IATSE" in found["answer"]
    assert [one["document"] for one in found["citations"]] == ["ours", "older"]
    said = [one["text"] for one in found["statements"]]
    assert said == [
        "Our Hall, in force, 2025-01-01 to 2028-12-31.",
        "Old Hall, expired, 2020-01-01.",
    ]


def test_of_a_union_that_is_not_held_it_is_said_what_is(assistant):
    found = assistant.ask(Question("teamsters")).json()
    assert found["status"] == "not_in_collection"
    assert "No document of Teamsters Local 399 is held here. Held are:" in found["answer"]
    assert "Our Hall" in found["answer"]


@pytest.mark.parametrize("question", ["IATSE bees", "Can IATSE members keep bees?", "bees"])
def test_who_asks_more_gets_no_list(assistant, question):
    assert "held here of" not in assistant.ask(Question(question)).json()["answer"]
