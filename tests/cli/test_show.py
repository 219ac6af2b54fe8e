"""`pincite show`: a clause is found at the place that is meant, however it is typed."""

from __future__ import annotations

import pytest

from assistant.cli.show import document
from corpus import NoSuchDocument
from tests.conftest import TODAY, library_of, make_document

HELD = make_document(
    "memo",
    {
        "Article XLIX(c)(1) and (c)(2)(i) — consent": "They ask first.",
        "Article 72, Paragraph G — meetings": "They meet twice.",
        "Dates": "It ends in May.",
    },
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Article 72, Paragraph G", "They meet twice."),
        ("art 72G", "They meet twice."),
        ("72(g)", "They meet twice."),
        ("Art. 49(c)(2)", "They ask first."),
        ("meetings", "They meet twice."),
        ("dates", "It ends in May."),
    ],
)
def test_a_clause_is_shown_at_its_place_however_it_is_typed(typed, words):
    assert words in document(library_of(HELD), HELD, typed, TODAY)


@pytest.mark.parametrize("typed", ["Article 7", "Article 49(d)", "paragraph K", "nothing"])
def test_a_place_that_the_document_lacks_is_said_to_be_missing(typed):
    with pytest.raises(NoSuchDocument):
        document(library_of(HELD), HELD, typed, TODAY)
