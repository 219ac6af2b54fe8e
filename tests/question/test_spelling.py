"""Slips are mended by the documents' own words; known words and names stay as they were typed."""

import pytest

from assistant import Assistant
from assistant.question.query import Question
from assistant.question.spelling import Spelling
from tests.conftest import WordsEmbedder, library_of, make_document
from tests.makers.homes import holding

WORDS = "Voice and consent. Bereavement leave; overtime for actors; a deterrent. Seniority first. "
LIBRARY = library_of(
    make_document("deal", {"Article 1 — terms": WORDS * 3 + "The polygraph is once here."})
)
#: What a model has as one piece, for these tests.
KNOWN = frozenset("what about leave rights massage childcare pay time over paid care child".split())  # noqa: SIM905
SPELLING = Spelling(LIBRARY, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("can they use my voise without consnt?", "can they use my voice without consent?"),
        ("what about bereavment leave", "what about bereavement leave"),
        ("Bereavemnet leave?", "bereavement leave?"),
        ("is overtme paid to actros", "is overtime paid to actors"),
        ("senoirity", "seniority"),
        ("OVERTMIE PAY", "overtime PAY"),
    ],
)
def test_a_slip_is_read_as_what_the_documents_have(typed, read):
    assert SPELLING.mended(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "what about detergent",  # another word, a letter away
        "ask Voise about it",  # a name
        "voise.com and over-tme",  # no words
        "overtimes and overpaid childcare",  # forms and compounds of known words
        "is a polygraf used",  # not often enough in the documents
        "voice consent seniority",
        "massage",
        "zzyzx qwerty",
    ],
)
def test_what_is_no_slip_stays(typed):
    assert SPELLING.mended(typed) == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("What does the Screen Actors Gild say?", ("Screen Actors Gild", "Screen Actors Guild")),
        ("Writters Guild rules", ("Writters Guild", "Writers Guild")),
        ("can iatsi make me", ("iatsi", "IATSE")),
        ("What does the Screen Actors Guild say?", None),
        ("the actors build a guild hall", None),
        ("after all, what units are there", None),
        ("who is a teamster", None),
    ],
)
def test_a_union_is_told_from_its_neighbours(typed, meant):
    assert SPELLING.union_meant(typed) == meant


def test_a_misspelt_union_is_suggested_and_never_put_in(small, words_embedder):
    assistant = Assistant.open(holding(small))
    found = assistant.ask(Question("Can the Writters Guild keep bees?")).json()
    line = "“Writters Guild” is no union known here: did you mean Writers Guild?"
    assert line in found["notes"] and line in found["answer"]
    assert found["follow_ups"][0] == "Can the Writers Guild keep bees?"
    chosen = assistant.ask(Question("Can they scan me?", union="Screen Actors Gild")).json()
    assert chosen["status"] == "not_in_collection"
    assert "did you mean Screen Actors Guild?" in chosen["answer"]
    assert not any("did you mean" in n for n in assistant.ask(Question("bees?")).json()["notes"])


def test_what_was_understood_is_said(small, words_embedder, monkeypatch):
    monkeypatch.setattr(WordsEmbedder, "knows", lambda self, word: False)
    deal = make_document("deal", {"Article 1 — terms": WORDS * 3}, basis="official", bundled=False)
    asked = Question("what about bereavment leave", documents=("deal",))
    found = Assistant.open(holding(small, deal)).ask(asked).json()
    assert found["standalone_question"] == "what about bereavement leave"
