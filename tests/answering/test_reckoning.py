"""Days are not counted: asked to, an answer says so politely and shows the clause with dates."""

from dataclasses import replace

import pytest

from assistant.answer import Abstention
from assistant.answering.reckoning import uncounted
from tests.makers.drafting import ASKED, EXTRACTIVE


@pytest.mark.parametrize(
    "question",
    [
        "how many days until my contract ends?",
        "If they gave notice on March 3 when do the 48 hours run out?",
        "How many weeks between now and the expiry of our agreement",
        "I was scanned on 12 May 2026, what date is 60 days later",
        "what is 30 days after 1 July 2026",
        "how long do I have left to object",
    ],
)
def test_what_wants_days_counted_is_told_politely_that_they_are_not(question):
    told = uncounted(EXTRACTIVE, question)
    assert told.short.text.startswith("Your company must") and "not counted" in told.short.text
    assert len(told.short.text.split()) <= 45 and "not counted" in told.notes[0]
    silent = Abstention(ASKED, "not_found", "Not found.")
    assert uncounted(silent, question).message.startswith("Not found. Days are not counted")


@pytest.mark.parametrize(
    "question",
    [
        "How many days before a scan must they tell me?",
        "When does my contract expire?",
        "how long may they keep my scan",
        "what date was the agreement signed",
        "do the 48 hours count for a day player hired later?",
        "how many hours of work is a scan?",
    ],
)
def test_what_asks_for_a_rules_own_figure_is_answered_as_ever(question):
    assert uncounted(EXTRACTIVE, question) is EXTRACTIVE


def test_a_long_answer_keeps_its_words_and_is_told_beside_them():
    words = replace(EXTRACTIVE.short, text=" ".join(["word"] * 44))
    long = replace(EXTRACTIVE, short=words)
    told = uncounted(long, "how many days until it ends?")
    assert told.short == long.short and "not counted" in told.notes[0]
