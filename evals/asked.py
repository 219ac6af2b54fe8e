"""Questions to learn from, each with the windows that it is to be compared with.

They stand beside the clauses of the tune half's digests, or people wrote them over those digests
and over agreements beside the project (`evals/learned`), never from a case. The nearest windows of
a question's agreement that don't answer it, its sibling clauses, are the hard negatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant import Parts, PartWeights
from assistant.ranking.wording import Wording
from corpus import Clause, ClauseIndex, Embedder, Library, Span
from corpus.names import find_unions, lineage
from evals.cases import Case, in_tune, stands

#: How much of a window of a clause row answers a question.
Answers = Callable[[int, Span], float]
#: Windows of a question's agreement that it is compared with, and sentences in each.
_NEAREST, SENTENCES = 64, 10
#: Clauses whose windows' signs are looked at before the nearest windows are taken.
_ROWS = 150
#: The scale that the learned weights are brought to: set by hand (evals/LOG.md).
SCALE = PartWeights(0.39, 0.39, 0.75, 0.0, 0.31, 0.15, 0.0, 0.0, -0.435)


@dataclass(frozen=True)
class Asked:
    """One question with its windows: their units, sentences and signs, how much of each answers."""

    question: str
    windows: np.ndarray
    sentences: list[np.ndarray]
    signs: np.ndarray
    right: np.ndarray


def beside_digests(
    library: Library, index: ClauseIndex, embedder: Embedder, tell: Callable[[int], None]
) -> Iterator[Asked]:
    """The questions beside the tune half's digests, which are one text to search."""
    rows = _tune_rows(library, index)
    compare = _Compare(library, index, embedder, rows)
    for row in rows:
        for question in _clause(library, index, row).asks:
            yield compare(question, _by_clause({row: 1.0}))
            tell(1)


def over_digests(
    cases: Sequence[Case],
    library: Library,
    index: ClauseIndex,
    embedder: Embedder,
    tell: Callable[[int], None],
) -> Iterator[Asked]:
    """Questions answered by clauses of the tune half's digests, against the asker's own of those.

    What another union's agreement says of the same matter is no wrong answer to be pushed away.
    """
    owners = {
        row: library.unions_of(library[index.clauses[row][0]]) for row in _tune_rows(library, index)
    }
    compares: dict[frozenset[str], _Compare] = {}
    for case in cases:
        mine = frozenset(one for union in find_unions(case.union or "") for one in lineage(union))
        if mine not in compares:
            rows = [row for row, whose in owners.items() if not mine or not whose or mine & whose]
            compares[mine] = _Compare(library, index, embedder, rows)
        grades = {}
        for row in compares[mine].rows:
            clause = _clause(library, index, row)
            named = [
                w.grade / 2
                for w in case.clauses
                if w.document == index.clauses[row][0] and stands(clause, w)
            ]
            grades[row] = max(named, default=0.0)
        if any(grades.values()):
            yield compares[mine](case.question, _by_clause(grades))
        tell(1)


def _by_clause(grades: Mapping[int, float]) -> Answers:
    """Each window answers as its clause does."""
    return lambda of, span: grades.get(of, 0.0)


def _tune_rows(library: Library, index: ClauseIndex) -> list[int]:
    return [
        row
        for row, (identity, _) in enumerate(index.clauses)
        if library[identity].basis == "digest" and in_tune(identity)
    ]


def _clause(library: Library, index: ClauseIndex, row: int) -> Clause:
    identity, number = index.clauses[row]
    return library[identity].clauses[number]


def over_agreements(
    cases: Sequence[Case],
    library: Library,
    index: ClauseIndex,
    embedder: Embedder,
    tell: Callable[[int], None],
) -> Iterator[Asked]:
    """Questions over the added agreements that are held, with the characters that answer them."""
    compares: dict[str, _Compare] = {}
    for case in cases:
        if not all(span.document in library for span in case.spans):
            continue
        document = case.spans[0].document
        if document not in compares:
            rows = [row for row, (identity, _) in enumerate(index.clauses) if identity == document]
            compares[document] = _Compare(library, index, embedder, rows)
        size = sum(span.end - span.start for span in case.spans)

        def share(_: int, window: Span, case: Case = case, size: int = size) -> float:
            held = sum(
                max(0, min(window.end, span.end) - max(window.start, span.start))
                for span in case.spans
            )
            return held / max(1, min(size, window.end - window.start))

        asked = compares[document](case.question, share)
        tell(1)
        if asked.right.any():
            yield asked


class _Compare:
    """Finds the windows that a question of one text is to be compared with."""

    def __init__(
        self, library: Library, index: ClauseIndex, embedder: Embedder, rows: list[int]
    ) -> None:
        self._parts, self._index = Parts(library, index), index
        self._embedder, self.rows = embedder, rows

    def __call__(self, question: str, answers: Answers) -> Asked:
        asked = self._embedder.question(question)
        near = self._index.similarities(asked, self.rows)
        nearest = np.argsort(-np.maximum(near["window"], near["sentence"]), kind="stable")[:_ROWS]
        hold = [at for at, row in enumerate(self.rows) if self._answers(row, answers)]
        rows = [self.rows[at] for at in np.union1d(nearest, hold).astype(int)]
        signs = self._parts.signs(Wording.of(question, self._index.lexical), asked, rows)
        held = [(row, span, sign) for row in rows for span, sign in signs.get(row, ())]
        right = np.asarray([answers(row, span) for row, span, _ in held])
        order = np.argsort(-np.asarray([sign @ SCALE.each for _, _, sign in held]), kind="stable")
        known = [at for at in order[_NEAREST:] if right[at] > 0][:8]
        chosen = [*order[: _NEAREST - len(known)].tolist(), *known]
        units = {
            (row, span): n
            for row in {held[at][0] for at in chosen}
            for n, span in self._index.units(row, "window")
        }
        windows: list[int] = []
        sentences: list[np.ndarray] = []
        for at in chosen:
            row, span, _ = held[at]
            windows.append(units[row, span])
            inside = [
                n
                for n, one in self._index.units(row, "sentence")
                if one and span.start <= one.start and one.end <= span.end
            ]
            sentences.append(np.asarray(inside[:SENTENCES] or [windows[-1]]))
        return Asked(
            question,
            np.asarray(windows),
            sentences,
            np.asarray([held[at][2] for at in chosen]),
            right[chosen],
        )

    def _answers(self, row: int, answers: Answers) -> bool:
        windows = self._index.units(row, "window")
        return any(answers(row, span) for _, span in windows if span)
