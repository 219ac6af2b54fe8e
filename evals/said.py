"""What an answer's first line says: what the case wants told, in the words of its fact?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant import Answer
from assistant.answer import SHORT_WORDS
from corpus import Fact, Library
from corpus.words import terms
from evals.cases import Case, stands

_DENIES = re.compile(
    r"\b(?:not|no|never|nothing|nobody|none|neither|nor|without|cannot|forbid\w*|prohibit\w*"
    r"|refus\w*|bars?|bans?|lack\w*|exclud\w*|unless|except\w*|only)\b|n't\b",
    re.I,
)
#: The share of a statement's words that its fact has as well, at least: fewer, and it is the
#: statement of something else.
_SHARED = 0.2
_NUMBERS = re.compile(r"\d+")


def first_line(library: Library, case: Case, answer: Answer) -> dict[str, float | None]:
    """The measures of the first line; `short says it` is None where the case wants no fact told."""
    text = answer.short.text
    found: dict[str, float | None] = {"short fits": float(0 < len(text.split()) <= SHORT_WORDS)}
    wanted = [fact for fact in _wanted(library, case) if fact.short]
    if wanted:
        found["short says it"] = float(any(fact.short in text for fact in wanted))
    stated = [
        (c.document.text, fact)
        for c in answer.short.citations
        for fact in c.clause.facts
        if fact.short and fact.short in text
    ]
    if stated:
        found["short keeps its words"] = float(
            all(keeps(fact.span.of(words), fact.short) for words, fact in stated)
        )
    return found


def keeps(words: str, statement: str) -> bool:
    """Whether a statement denies as its fact does, has no other figures, and speaks of the same."""
    said, held = set(terms(statement)), set(terms(words))
    figures = set(_NUMBERS.findall(statement)) <= set(_NUMBERS.findall(words)) | {
        str(year) for year in range(2019, 2031)
    }
    alike = bool(_DENIES.search(words)) == bool(_DENIES.search(statement))
    return figures and alike and len(said & held) >= _SHARED * len(said)


def _wanted(library: Library, case: Case) -> Iterable[Fact]:
    for wanted in case.clauses:
        for clause in (
            library[wanted.document].clauses
            if wanted.document in library and wanted.grade == 2
            else ()
        ):
            if stands(clause, wanted):
                yield from (clause.facts[n - 1] for n in wanted.says if n <= len(clause.facts))
