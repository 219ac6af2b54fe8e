"""A question becomes passages: candidates by vectors and words, then one weighted sum of features a clause.

The weights were learned together (`pincite evals train --ranking`: a softmax over the clauses of each question) and stand in
`weights.json` with the sets they were learned and judged on; evals/LOG.md has the experiments, failures too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from assistant.answer import Passage
from assistant.question.locate import Located, locate
from assistant.question.scope import Scope
from assistant.ranking.features import NAMES, RELEVANCE, Features, Signs
from assistant.ranking.parts import Parts
from assistant.ranking.weights import vector
from corpus import Clause, ClauseIndex, Document, Library, QueryVectors, Span
from corpus.lexicon import expansion
from corpus.names import lineage
from corpus.words import terms

#: Candidates by vectors of everything, of the documents of the person's union, of documents meant by name, and by words.
_NEAREST, _OWN, _MEANT, _LEXICAL = 300, 150, 200, 60


@dataclass(frozen=True)
class Retriever:
    """Finds clauses in one generation of one library."""

    library: Library
    index: ClauseIndex
    weights: np.ndarray = field(default_factory=lambda: vector("rank", NAMES))

    def retrieve(
        self, question: str, asked: QueryVectors, scope: Scope, k: int = 10, meant: Mapping[str, float] | None = None
    ) -> list[Passage]:
        """The `k` best clauses in scope, best first. Filters in the scope are kept; unions, places and dates lead.

        `meant` are documents that the question seems to be about, each with a share from 0 to 1: they lead too.
        """
        signs, wanted = self.signs(question, asked, scope, meant or {})
        return self.passages(question, asked, scope, signs, k, wanted)

    def passages(
        self, question: str, asked: QueryVectors, scope: Scope, signs: Signs, k: int = 10, wanted: Sequence[int] = ()
    ) -> list[Passage]:
        """The `k` best of candidates whose features are known, and those `wanted`, best first."""
        rows = signs.rows
        if not len(rows):
            return []
        parts = self.parts.fitting(question, asked, rows, signs.windows)
        relevance, scores = self._scored(signs, parts)
        order = sorted(range(len(rows)), key=lambda at: (-float(scores[at]), int(rows[at])))
        order = [at for n, at in enumerate(order) if n < k or int(rows[at]) in wanted]
        return [
            Passage(
                rank,
                float(scores[at]),
                float(relevance[at]),
                *self.at(int(rows[at])),
                self.features.status(int(rows[at]), scope),
                int(rows[at]),
                parts[int(rows[at])][0][0] if int(rows[at]) in parts else None,
                float(signs.nearest[at]),
                float(signs.words["window"][at]),
                float(signs.words["ask"][at]),
                self.features.carried(int(rows[at]), scope),
                self._summary_rows.get(int(rows[at])),
            )
            for rank, at in enumerate(order, 1)
        ]

    def signs(self, question: str, asked: QueryVectors, scope: Scope, meant: Mapping[str, float]) -> tuple[Signs, list[int]]:
        """The features of every candidate, and the rows of clauses that an answer about the places named may need."""
        located = locate(scope, self.library)
        wanted = self._wanted(located)
        rows = self._candidates(question, asked.whole, scope, wanted, meant)
        return self.features.of(question, asked, scope, rows, located, meant), wanted

    def apart(self, question: str, asked: QueryVectors, passages: list[Passage], most: int = 64) -> list[Passage]:
        """The same passages in their order, with further parts of long clauses where their own score puts them."""
        rows = np.asarray([p.row for p in passages], dtype=np.int32)
        parts = self.parts.fitting(question, asked, rows)
        keyed: list[tuple[float, int, Passage]] = []
        key = float("inf")
        for n, passage in enumerate(passages):
            key = min(key, passage.score)
            keyed.append((key, n, passage))
            for span, relevance in parts.get(passage.row, [])[1:most]:
                lower = passage.score - (parts[passage.row][0][1] - relevance)
                keyed.append((min(key, lower), n, replace(passage, score=lower, relevance=relevance, part=span)))
        keyed.sort(key=lambda row: (-row[0], row[1]))
        return [passage for _, _, passage in keyed]

    def shares(self, question: str, asked: QueryVectors, row: int, scope: Scope) -> dict[str, float]:
        """What each feature adds to one clause's score, by name, and its best part where it has parts: for whoever must explain it."""
        one = np.asarray([row], dtype=np.int32)
        signs = self.features.of(question, asked, scope, one, locate(scope, self.library), {})
        found = dict(zip(NAMES, (signs.values[0] * self.weights).tolist(), strict=True))
        parts = self.parts.fitting(question, asked, one, signs.windows).get(row)
        return found | ({"best part": parts[0][1]} if parts else {})

    @cached_property
    def features(self) -> Features:
        """What speaks for a clause."""
        return Features(self.library, self.index)

    @cached_property
    def parts(self) -> Parts:
        """The parts of the added documents' clauses."""
        return Parts(self.library, self.index)

    def at(self, row: int) -> tuple[Document, Clause]:
        """The document and clause of an index row."""
        return self.features.at(row)

    def _scored(self, signs: Signs, parts: Mapping[int, list[tuple[Span, float]]]) -> tuple[np.ndarray, np.ndarray]:
        """The relevance and score of each row: a part's own where a clause has parts, and of official words at least their digest's."""
        near = len(RELEVANCE)
        relevance = signs.values[:, :near] @ self.weights[:near]
        for at, row in enumerate(signs.rows):
            if int(row) in parts:
                relevance[at] = parts[int(row)][0][1]
        spoken_for = self._spoken_for(signs.rows, relevance)
        for digest, official in spoken_for:  # official words answer what their digest answers
            relevance[official] = max(relevance[official], relevance[digest])
        scores = relevance + signs.values[:, near:] @ self.weights[near:]
        ahead = float(self.weights[NAMES.index("official")])
        for digest, official in spoken_for:  # and stand before it, whatever the questions beside the digest gave it
            scores[official] = max(scores[official], scores[digest] + ahead)
        return relevance, scores

    # --- candidates ---

    def _allowed(self, scope: Scope) -> list[str] | None:
        """Ids that the scope's filters leave, or None where there is no filter."""
        if not scope.documents and not scope.kinds:
            return None
        return [
            document.id
            for document in self.library
            if (not scope.documents or document.id in scope.documents) and (not scope.kinds or document.kind in scope.kinds)
        ]

    def _candidates(
        self, question: str, whole: np.ndarray, scope: Scope, wanted: Sequence[int], meant: Mapping[str, float]
    ) -> np.ndarray:
        allowed = self._allowed(scope)
        found = [self.index.nearest(whole, _NEAREST, allowed)]
        if allowed is None and (mine := self._documents_of(scope)):
            found.append(self.index.nearest(whole, _OWN, mine))
        lexical = self.index.lexical.scores(terms(question) + expansion(question))
        found.append(np.argsort(-lexical, kind="stable")[:_LEXICAL])
        rows = list(dict.fromkeys(int(row) for part in found for row in part))
        rows += [twin for row in rows for twin in self.features.official_rows.get(row, ())]
        if allowed is not None:
            held = set(allowed)
            rows = [row for row in rows if self.index.clauses[row][0] in held]
        rows += wanted
        if meant and allowed is None:
            rows += [int(row) for row in self.index.nearest(whole, _MEANT, list(meant))]
        return np.asarray(list(dict.fromkeys(rows)), dtype=np.int32)

    def _documents_of(self, scope: Scope) -> list[str]:
        family = {one for union in (scope.unions or scope.guessed) for one in lineage(union)}
        return [document.id for document in self.library if family & self.library.unions_of(document)]

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The row of each clause."""
        return {self.at(row)[1].key: row for row in range(len(self.index.clauses))}

    def _wanted(self, located: Located | None) -> list[int]:
        """Rows of the clauses that an answer about the places named in the question may need."""
        return [self._rows[key] for key in located.wanted if key in self._rows] if located else []

    # --- digests and the official words they summarise ---

    @cached_property
    def _summary_rows(self) -> dict[int, int]:
        """For each official clause, the row of the digest's clause that summarises it: the one with the same place, else the first."""
        table: dict[int, int] = {}
        for row, twins in self.features.official_rows.items():
            for twin in twins:
                same = self.at(twin)[1].locator == self.at(row)[1].locator
                if same or twin not in table:
                    table[twin] = row
        return table

    def _spoken_for(self, rows: np.ndarray, relevance: np.ndarray) -> list[tuple[int, int]]:
        """The places in `rows` of each digest's clause and of the official clause at its place that answers best."""
        place = {int(row): at for at, row in enumerate(rows)}
        found = []
        for row, twins in self.features.official_rows.items():
            held = [place[twin] for twin in twins if twin in place] if row in place else []
            if held:
                found.append((place[row], max(held, key=lambda at: relevance[at])))
        return found
