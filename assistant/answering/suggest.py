"""Two or three questions worth asking next.

Those beside the other facts of the clause that answered, then beside its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.answer import Abstention, Outcome, Passage
from assistant.question.scope import Scope
from corpus import AGREEMENTS, ClauseIndex, Fact, Library
from corpus.words import terms

MOST = 3
#: Words of a question that fits on a button.
_SHORTEST, _LONGEST = 4, 12
#: A question nearer than this to what was asked, or to one chosen already, asks the same again.
_SAME = 0.78
#: A question as anybody would put it.
_PLAIN = re.compile(
    r"(?:Can|Could|Do|Does|Did|Must|May|Should|Will|Is|Are|Who|What|How|When|Which|Where|Am)\b"
)
#: Clauses on either side of the one that answered.
_BESIDE = 2


def follow_ups(
    index: ClauseIndex,
    library: Library,
    vector: np.ndarray,
    row: int,
    answered: Sequence[Fact],
    spanish: bool = False,
) -> tuple[str, ...]:
    """Questions with their own answers close by, none asked already.

    Empty where nothing has questions beside it.
    """
    near = _beside(index, row)
    if spanish:
        facts = (fact for one in near for fact in _facts(index, library, one))
        told = (fact for fact in facts if fact.asks_es and fact not in answered)
        return tuple(fact.asks_es[0] for fact in told)[:MOST]
    chosen: list[tuple[str, np.ndarray]] = []
    taken: set[tuple[int, int]] = set()
    for one in near:
        for fact, text, unit in _questions(index, library, one):
            place = (one, fact.span.start)
            known = place in taken or (one == row and fact in answered)
            if known or len(chosen) == MOST or fact.role == "unknown" or not _fits(text):
                continue
            like = max(float(unit @ other) for other in (vector, *(held for _, held in chosen)))
            if like < _SAME:
                chosen.append((text, unit))
                taken.add(place)
    return tuple(text for text, _ in chosen)


def _beside(index: ClauseIndex, row: int) -> list[int]:
    """The row of a clause and of its neighbours in its document, the nearest first."""
    near = [row, *(row + step for n in range(1, _BESIDE + 1) for step in (n, -n))]
    held = [one for one in near if 0 <= one < len(index.clauses)]
    return [one for one in held if index.clauses[one][0] == index.clauses[row][0]]


def _facts(index: ClauseIndex, library: Library, row: int) -> tuple[Fact, ...]:
    identity, number = index.clauses[row]
    return library[identity].clauses[number].facts


def suggesting(outcome: Outcome, question: str, typed: str, name: str) -> Outcome:
    """The outcome with the union that a name was meant for, and the question put with it.

    A name is never changed unasked.
    """
    line = f"“{typed}” is no union known here: did you mean {name}?"
    asked = (question.replace(typed, name),) if typed in question else ()
    more = (*asked, *(one for one in outcome.follow_ups if one not in asked))[:MOST]
    outcome = replace(outcome, notes=(line, *outcome.notes), follow_ups=more)
    if isinstance(outcome, Abstention):
        return replace(outcome, message=f"{outcome.message} {line}")
    return outcome


def examples(
    index: ClauseIndex,
    library: Library,
    vector: np.ndarray,
    passages: Sequence[Passage],
    scope: Scope,
) -> tuple[str, ...]:
    """English questions that are answered here, the nearest to what was asked first.

    For who asked what nothing answers, or in another language.
    """
    chosen: list[tuple[float, str, np.ndarray]] = []
    wanted = [
        p
        for p in passages
        if p.document.basis == "digest" and (not scope.unions or p.document.kind in AGREEMENTS)
    ]
    for passage in wanted[:12]:
        held = [
            (float(unit @ vector), text, unit)
            for fact, text, unit in _questions(index, library, passage.row)
            if _fits(text)
        ]
        if held:
            chosen.append(max(held, key=lambda one: one[0]))
    out: list[tuple[str, np.ndarray]] = []
    for _, text, unit in sorted(chosen, key=lambda one: -one[0]):
        if len(out) < MOST and all(float(unit @ other) < _SAME for _, other in out):
            out.append((text, unit))
    return tuple(text for text, _ in out)


def _questions(
    index: ClauseIndex, library: Library, row: int
) -> Iterator[tuple[Fact, str, np.ndarray]]:
    """The questions beside a clause's facts, each with its vector, those that name most first."""
    identity, number = index.clauses[row]
    units = iter(index.units(row, "ask"))
    for fact in library[identity].clauses[number].facts:
        held = [(ask, index.vectors[next(units)[0]]) for ask in fact.asks]
        for ask, unit in sorted(
            held, key=lambda one: (-min(len(set(terms(one[0]))), 5), len(one[0]))
        ):
            yield fact, ask, unit


def _fits(text: str) -> bool:
    """Whether a question stands alone on a button.

    Short, as anybody would put it, and not one person's story.
    """
    return (
        bool(_PLAIN.match(text))
        and _SHORTEST <= len(text.split()) <= _LONGEST
        and text.rstrip().endswith("?")
        and text.count("?") == 1
        and ". " not in text
    )
