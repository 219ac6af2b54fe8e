"""A question becomes passages.

Candidates by vectors and words, then one weighted sum of features a clause.

The weights were learned together (`pincite evals train --ranking`: a softmax over the clauses of
each question) and stand in `weights.json` with the sets they were learned and judged on;
evals/LOG.md has the experiments, failures too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from assistant.answer import Passage
from assistant.question.locate import Located
from assistant.question.query import Query
from assistant.question.scope import Scope
from assistant.ranking.features import NAMES, RELEVANCE, Features, Signs
from assistant.ranking.parts import Parts
from assistant.ranking.weights import vector
from assistant.ranking.wording import Wording
from corpus import Clause, ClauseIndex, Document, Library, QueryVectors, Span
from corpus.names import lineage

#: Candidates by vectors of everything, of the documents of the person's union, of documents meant
#: by name, and by words.
_NEAREST, _OWN, _MEANT, _LEXICAL = 300, 150, 200, 60


@dataclass(frozen=True)
class Retriever:
    """Finds clauses in one generation of one library."""

    library: Library
    index: ClauseIndex
    weights: np.ndarray = field(default_factory=lambda: vector("rank", NAMES))

    def retrieve(self, query: Query, asked: QueryVectors, k: int = 10) -> list[Passage]:
        """The `k` best clauses for a question, best first.

        Filters in its scope are kept; unions, places, dates and what it seems to be about lead.
        """
        return self.passages(query, asked, self.signs(query, asked), k)

    def signs(self, query: Query, asked: QueryVectors) -> Signs:
        """The features of every candidate."""
        known = query.words if query.searched == query.judged else ()
        wording = Wording.of(query.searched, self.index.lexical, known)
        return self.features.of(query, asked, wording, self._candidates(query, asked, wording))

    def passages(
        self, query: Query, asked: QueryVectors, signs: Signs, k: int = 10
    ) -> list[Passage]:
        """The `k` best of candidates, and those that an answer about the places named may need,
        best first.
        """
        rows = signs.rows.tolist()
        if not rows:
            return []
        parts = self.parts.fitting(signs.wording, asked, rows, signs.windows)
        relevance, scores = self._scored(signs, parts)
        wanted = self._wanted(query.located)
        order = sorted(range(len(rows)), key=lambda at: (-float(scores[at]), rows[at]))
        order = [at for n, at in enumerate(order) if n < k or rows[at] in wanted]
        return [
            Passage(
                rank,
                float(scores[at]),
                float(relevance[at]),
                *self.at(rows[at]),
                self.features.status(rows[at], query.scope),
                rows[at],
                parts[rows[at]][0][0] if rows[at] in parts else None,
                float(signs.nearest[at]),
                self.features.carried(rows[at], query.scope),
                self._summary_rows.get(rows[at]),
            )
            for rank, at in enumerate(order, 1)
        ]

    def apart(
        self, question: str, asked: QueryVectors, passages: list[Passage], most: int = 64
    ) -> list[Passage]:
        """The same passages in their order, with further parts of long clauses where their score
        puts them.
        """
        wording = Wording.of(question, self.index.lexical)
        parts = self.parts.fitting(wording, asked, [p.row for p in passages])
        keyed: list[tuple[float, int, Passage]] = []
        key = float("inf")
        for n, passage in enumerate(passages):
            key = min(key, passage.score)
            keyed.append((key, n, passage))
            for span, relevance in parts.get(passage.row, [])[1:most]:
                lower = passage.score - (parts[passage.row][0][1] - relevance)
                part = replace(passage, score=lower, relevance=relevance, part=span)
                keyed.append((min(key, lower), n, part))
        keyed.sort(key=lambda row: (-row[0], row[1]))
        return [passage for _, _, passage in keyed]

    def shares(self, signs: Signs, passage: Passage) -> dict[str, float]:
        """What each feature adds to a passage's score, by name, and its best part where it has
        parts.
        """
        at = signs.rows.tolist().index(passage.row)
        found = dict(zip(NAMES, (signs.values[at] * self.weights).tolist(), strict=True))
        return found | ({"best part": passage.relevance} if passage.part else {})

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

    def _scored(
        self, signs: Signs, parts: Mapping[int, list[tuple[Span, float]]]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The relevance and score of each row.

        A part's own where a clause has parts, and of official words at least their digest's.
        """
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
        for (
            digest,
            official,
        ) in spoken_for:  # and stand before it, whatever the questions beside the digest gave it
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
            if (not scope.documents or document.id in scope.documents)
            and (not scope.kinds or document.kind in scope.kinds)
        ]

    def _candidates(self, query: Query, asked: QueryVectors, wording: Wording) -> np.ndarray:
        allowed = self._allowed(query.scope)
        ways = [asked.whole] if asked.turn is None else [asked.whole, asked.turn]
        found = [self.index.nearest(way, _NEAREST, allowed) for way in ways]
        if allowed is None and (mine := self._documents_of(query.scope)):
            found += [self.index.nearest(way, _OWN, mine) for way in ways]
        lexical = wording.scores((*wording.said, *wording.meant))
        found.append(np.argsort(-lexical, kind="stable")[:_LEXICAL])
        rows = list(dict.fromkeys(int(row) for part in found for row in part))
        rows += [twin for row in rows for twin in self.features.official_rows.get(row, ())]
        if allowed is not None:
            held = set(allowed)
            rows = [row for row in rows if self.index.clauses[row][0] in held]
        rows += self._wanted(query.located)
        if query.meant and allowed is None:
            meant = list(query.meant)
            rows += [int(row) for way in ways for row in self.index.nearest(way, _MEANT, meant)]
        return np.asarray(list(dict.fromkeys(rows)), dtype=np.int32)

    def _documents_of(self, scope: Scope) -> list[str]:
        family = {one for union in (scope.unions or scope.guessed) for one in lineage(union)}
        return [
            document.id for document in self.library if family & self.library.unions_of(document)
        ]

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
        """For each official clause, the row of the digest's clause that summarises it.

        The one with the same place, else the first.
        """
        table: dict[int, int] = {}
        for row, twins in self.features.official_rows.items():
            for twin in twins:
                same = self.at(twin)[1].locator == self.at(row)[1].locator
                if same or twin not in table:
                    table[twin] = row
        return table

    def _spoken_for(self, rows: np.ndarray, relevance: np.ndarray) -> list[tuple[int, int]]:
        """The places in `rows` of each digest's clause and of the official clause at its place that
        answers best.
        """
        place = {int(row): at for at, row in enumerate(rows)}
        found = []
        for row, twins in self.features.official_rows.items():
            held = [place[twin] for twin in twins if twin in place] if row in place else []
            if held:
                found.append((place[row], max(held, key=lambda at: relevance[at])))
        return found
