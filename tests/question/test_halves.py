"""Of a question of two halves both are answered, or the second is said to be missing."""

import pytest

from assistant import Assistant
from assistant.question.halves import halves_of
from assistant.question.query import Question
from tests.conftest import make_document
from tests.makers.homes import holding


@pytest.mark.parametrize(
    ("question", "halves"),
    [
        ("Who pays rent and who mends the roof?", ("Who pays rent?", "Who mends the roof?")),
        ("Who pays rent? And who mends the roof?", ("Who pays rent?", "Who mends the roof?")),
        ("How long is rest, and do I get overtime", ("How long is rest?", "Do I get overtime?")),
        ("Is rest paid and rent free?", None),  # one question
        ("Who pays rent and how is it set?", None),  # the second leans on the first
        ("I quit. Who pays and who mends?", None),  # a story first
        ("Who pays and who mends and who sweeps?", None),  # three
        ("Tell me who pays rent and who mends the roof", None),
    ],
)
def test_a_second_half_asks_anew(question, halves):
    assert halves_of(question) == halves


CLAUSES = {
    "Article 1 — overtime": "Overtime is paid at twice the hourly rate after eight hours.",
    "Article 2 — bereavement": "Bereavement leave is five days for a parent.",
    "Article 3 — parking": "The company gives each player a place to park a car.",
    "Article 4 — meals": "A hot meal is served to players at noon.",
    "Article 5 — costumes": "Costumes are washed each week by the company.",
    "Article 6 — touring": "On tour each player sleeps in a room alone.",
}


@pytest.fixture
def ask(small, words_embedder):
    deal = make_document("deal", CLAUSES, basis="official", bundled=False)
    assistant = Assistant.open(holding(small, deal))

    def asked(text: str):
        return assistant.ask(Question(text, documents=("deal",))).json()

    return asked


def test_both_halves_are_cited(ask):
    found = ask(
        "When is overtime paid at twice the hourly rate and who washes the costumes weekly?"
    )
    assert found["status"] == "answered" and found["question"].startswith("When is overtime")
    places = {one["locator"] for one in found["citations"]}
    assert {"Article 1", "Article 5"} <= places
    assert len(found["short"]["text"].split()) <= 45 and len(found["short"]["citations"]) == 2


def test_a_half_that_nothing_answers_is_said_to_be_missing(ask):
    found = ask("When is overtime paid at twice the hourly rate and can zebras juggle?")
    assert found["citations"][0]["locator"] == "Article 1"
    assert found["notes"][0] == "On “Can zebras juggle?” nothing was found in what was searched."
