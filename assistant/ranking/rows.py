"""Asked for a rate, the table whose row and heads hold most of the question's words leads.

Tables of one document are alike but for a heading or a group ("Scale #1", "Tier Two"): vectors
can't tell them apart, the words that stand over each row can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Passage
from corpus import Clause, Document
from corpus.words import terms

#: How far below the best in score the right table may lie.
_REACH = 0.35
#: A row must hold this share of a question's words to lead, and words of a heading that nobody
#: asked for count this much against it.
_ENOUGH, _BESIDE = 0.5, 0.04
_RATE = re.compile(
    r"\b(?:how much|rates?|pays?|paid|salar(?:y|ies)|wages?|fees?|minimums?|compensation|scale"
    r"|price"
    r"|payments?|earns?|per (?:hour|week|day|month)|an? (?:hour|week|day|month)|hourly|weekly|daily"
    r"|salaires?|tarifs?|minim[ao]s?|tarifas?|sueldos?|salarios?|cuánto|combien|gehalt|lohn)\b",
    re.I,
)
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def of_a_rate(question: str, lead: Passage) -> bool:
    """Whether a question wants a figure of a table: it says so, or a table leads already."""
    return bool(lead.clause.rows) or bool(_RATE.search(question))


def table_asked(question: str, lead: Passage, passages: Sequence[Passage]) -> Passage | None:
    """The passage whose table holds the row that is asked for, where it is not the one that leads.

    Only tables of the document that leads are looked at.
    """
    asked = read_words(question)
    near = [
        p
        for p in passages
        if p.document is lead.document and p.clause.rows and p.score >= lead.score - _REACH
    ]
    if not asked or not near:
        return None
    fits = {p.row: best_row(p.document, p.clause, asked) for p in near}
    best = max(near, key=lambda p: (fits[p.row], p.score))
    held = fits.get(lead.row, 0.0)
    enough = fits[best.row] >= _ENOUGH * len(asked)
    return best if enough and fits[best.row] > held + 0.5 * (not lead.clause.rows) else None


def best_row(document: Document, clause: Clause, asked: frozenset[str]) -> float:
    """How many of these words the best row of a clause has, with what stands over it."""
    head = read_words(" ".join([*clause.path, clause.heading]))
    beside = _BESIDE * len(head - asked)
    fits = []
    for row in clause.rows:
        words = _named(document.text[row.start : row.end])
        fits.append(
            len(asked & (head | words | read_words(row.over))) - _BESIDE * len(words - asked)
        )
    return max(fits) - beside


def row_fit(asked: frozenset[str], row: str, over: str) -> float:
    """How well a row fits a question's words: those it has, less those that nobody asked for."""
    words = _named(row)
    held = len(asked & words) + 0.8 * len(asked & (read_words(over) - words))
    return (held - 0.25 * len(words - asked)) / (len(asked) or 1)


def _named(row: str) -> frozenset[str]:
    """The words of a row, without its amounts and the number that it begins with."""
    words = re.sub(r"^\d{3,}\S*\s|[$€£]?\s?\d[\d,.]*[.,]\d+|[$€£]\s?\d+", " ", row)
    return read_words(words)


def read_words(text: str) -> frozenset[str]:
    """A text's words as a row is compared with them: "Tier Two" and "tier 2" are one."""
    text = re.sub(r"(?<=\d)-(?=[a-z])|\b\d+/\d+(?:/\d+)?", " ", text.lower().replace("#", " "))
    return frozenset(_WORDS.get(word, word) for word in terms(text))
