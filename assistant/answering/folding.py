"""Of passages in order, which stand among the main statements and which are folded beneath them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer import Passage
from assistant.question.scope import Scope
from assistant.ranking.recorded import gap, reported
from corpus import AGREEMENTS, ClauseIndex, Library
from corpus.names import lineage

#: How near the statements of two agreements are that say the same rule (cosine; evals/LOG.md, 29
#: November).
_SAME = 0.80


@dataclass(frozen=True, slots=True)
class Folded:
    """What may be stated, what is folded beneath, and pairs of sister agreements with the same
    rule.
    """

    main: tuple[Passage, ...]
    beneath: tuple[Passage, ...]
    same: tuple[tuple[Passage, Passage], ...]


def fold(ordered: Sequence[Passage], scope: Scope, library: Library, index: ClauseIndex) -> Folded:
    """Commentary, rulings and timelines are folded where an agreement or a law answers.

    So is a sister agreement whose rule is the same as one's that is stated.
    """
    ordered = once(ordered)
    firm = any(p.document.tier <= 3 for p in ordered[:1])
    best = max((p.score for p in ordered), default=0.0)  # asked about it, what sources say is told
    main: list[Passage] = []
    beneath: list[Passage] = []
    same: list[tuple[Passage, Passage]] = []
    for passage in ordered:
        first = next((one for one in main if _sisters(one, passage, library, index)), None)
        if first:
            same.append((first, passage))
        apart = reported(passage) and passage.score < best
        told = passage.document.tier == 5 or apart or gap(passage)
        if first or (main and firm and told and passage.document.id not in scope.documents):
            beneath.append(passage)
        else:
            main.append(passage)
    return Folded(tuple(main), tuple(beneath), tuple(same))


def once(passages: Sequence[Passage]) -> list[Passage]:
    """The passages without digests' clauses whose official text stands among them."""
    spoken = {p.summary for p in passages if p.summary is not None}
    return [p for p in passages if p.row not in spoken]


def _sisters(one: Passage, other: Passage, library: Library, index: ClauseIndex) -> bool:
    """Whether two agreements in force of one family say the same rule.

    Then their statements are as near as two wordings of one.
    """
    if one.document.id == other.document.id or {one.status, other.status} != {"in_force"}:
        return False
    if not {one.document.kind, other.document.kind} <= AGREEMENTS:
        return False
    ours, theirs = (
        {around for union in library.unions_of(p.document) for around in lineage(union)}
        for p in (one, other)
    )
    if not ours & theirs:
        return False
    near = _statements(one, index) @ _statements(other, index).T
    if not near.size:
        return False
    best = near.max(axis=int(near.shape[0] > near.shape[1]))
    return float(np.median(best)) >= _SAME


def _statements(passage: Passage, index: ClauseIndex) -> np.ndarray:
    """The vectors of the statements of a passage's facts."""
    units = index.units(passage.told_by, "short")
    return index.vectors[[number for number, _ in units]]
