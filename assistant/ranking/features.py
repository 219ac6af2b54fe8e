"""What speaks for a clause: one row of numbers a clause, the same when weights are learned, when a
question is answered and when one is explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assistant.question.locate import Located
from assistant.question.query import Query
from assistant.question.scope import Scope
from assistant.ranking.whose import of_another, place_fit, union_fit, work_fit
from assistant.ranking.wording import Wording
from corpus import (
    BESIDE,
    NOT_IN_FORCE,
    UNITS,
    Clause,
    ClauseIndex,
    Document,
    Library,
    QueryVectors,
    WordScore,
)
from corpus.numbering import same_place
from corpus.topical import on_topics
from corpus.topics import topics
from corpus.words import asking

#: How near a clause is to the question. Their weighted sum is its relevance, on the scale that the
#: distances in `order` were set on: the best clause of an answered question has 0.55 in the
#: middle.
RELEVANCE = (
    "window",
    "ask",
    "short",
    "expansion",
    "window words",
)
#: Whose it is, of which place, work, day and tier, and what the question names: moves a clause up
#: or down beside the others.
STANDING = (
    *(
        "own union",
        "inner union",
        "other union",
        "nobody's",
        "guessed union",
        "place",
        "outer place",
        "other place",
    ),
    *(
        "locator",
        "named",
        "meant",
        "same question",
        "topic",
        "best words",
        "official",
        "gone",
        "not yet",
        "proposed",
    ),
    *("principal", "own work", "other work", "tier 2", "tier 3", "tier 4", "tier 5"),
)
NAMES = RELEVANCE + STANDING
#: What a question's words find of a clause's as a rule (corpus.late): a clause as near as one that
#: answers usually is gains nothing.
_USUAL = 0.58


@dataclass(frozen=True, slots=True)
class Signs:
    """The features of some clause rows, (rows, NAMES) float32, and what they were made of.

    `nearest` is the best cosine of each row, `windows` the word scores of its windows; `wording` is
    the question as it was searched.
    """

    rows: np.ndarray
    values: np.ndarray
    nearest: np.ndarray
    windows: Mapping[int, Sequence[WordScore]] = field(repr=False)
    wording: Wording = field(repr=False)


@dataclass(frozen=True)
class Features:
    """Computes features over one generation of one library."""

    library: Library
    index: ClauseIndex

    def of(self, query: Query, asked: QueryVectors, wording: Wording, rows: np.ndarray) -> Signs:
        """All features of the clause rows for a question; `wording` is of what is searched."""
        if not len(rows):
            values, none = np.zeros((0, len(NAMES)), dtype=np.float32), np.zeros(0, np.float32)
            return Signs(rows, values, none, {}, wording)
        near = self.index.similarities(asked, rows)
        windows = self.index.word_scores(asked, rows.tolist())
        columns = _dense(near)
        columns["window words"] = _by_word(rows, windows)
        columns["expansion"] = self._expanded(wording, rows)
        columns["best words"] = self._against_best(wording, rows)
        values = np.zeros((len(rows), len(NAMES)), dtype=np.float32)
        for name, column in columns.items():
            values[:, NAMES.index(name)] = column
        if asked.turn is not None:
            values[:, NAMES.index("topic")] = self._on_topic(asked, rows)
        same = self._asked_beside.get(asking(query.searched), set())
        for at, row in enumerate(rows.tolist()):
            standing = self.standing(row, query.scope, query.located)
            standing["meant"] = query.meant.get(self.index.clauses[row][0], 0.0)
            standing["same question"] = float(row in same and self._holds(row, query.scope))
            for name, value in standing.items():
                values[at, NAMES.index(name)] = value
        nearest = np.max(np.stack([near[kind] for kind in UNITS]), axis=0)
        return Signs(rows, values, nearest, windows, wording)

    def at(self, row: int) -> tuple[Document, Clause]:
        """The document and clause of an index row."""
        identity, number = self.index.clauses[row]
        document = self.library[identity]
        return document, document.clauses[number]

    def status(self, row: int, scope: Scope) -> str:
        """How a clause stands on the day asked.

        As its document does, or in force where the agreement after it keeps its term.
        """
        return (
            "in_force"
            if self.carried(row, scope)
            else self.library.status(self.at(row)[0], scope.as_of)
        )

    def _holds(self, row: int, scope: Scope) -> bool:
        """Whether a clause is of today, and not of another union than the asker's."""
        theirs = of_another(self.at(row)[0], scope, self.library)
        return not theirs and self.status(row, scope) not in NOT_IN_FORCE

    def carried(self, row: int, scope: Scope) -> str:
        """The agreement in force that keeps a clause's term, where its own has been replaced.

        Nothing otherwise.
        """
        keeper = self.library.keeper(*self.at(row), scope.as_of)
        return keeper.id if keeper else ""

    def _on_topic(self, asked: QueryVectors, rows: np.ndarray) -> np.ndarray:
        """How likely the question is about each clause's likeliest topic; 0 where it has none."""
        likely = dict(zip(topics(), on_topics(asked.turned[None])[0].tolist(), strict=True))
        named = [self.at(int(row))[1].topics for row in rows]
        return np.asarray([max((likely[on.topic] for on in one), default=0.0) for one in named])

    # --- words ---

    def _expanded(self, wording: Wording, rows: np.ndarray) -> np.ndarray:
        """BM25 of the contract words for a question's plain ones, of what a clause with all would
        have.
        """
        most = sum(2.2 * wording.rarity[word] for word in wording.meant)
        return np.asarray(wording.scores(wording.meant)[rows] / (most or 1.0))

    def _against_best(self, wording: Wording, rows: np.ndarray) -> np.ndarray:
        """BM25 as a share of the best clause's.

        Of digests' clauses that fit alike, those with the words.

        Parts of added agreements have their own measure of words, which this would count twice:
        they stand in the middle.
        """
        said = wording.scores(wording.said)[rows]
        digest = np.asarray([self.at(int(row))[0].basis == "digest" for row in rows])
        shares = np.where(digest, said / max(float(said.max()), 1e-6), 0.5).astype(np.float32)
        place = {int(row): at for at, row in enumerate(rows)}
        for (
            row,
            twins,
        ) in self.official_rows.items():  # official words stand where their digest does
            for twin in twins if row in place else ():
                if twin in place:
                    shares[place[twin]] = max(shares[place[twin]], shares[place[row]])
        return shares

    @cached_property
    def _asked_beside(self) -> dict[tuple[str, ...], set[int]]:
        """For each question beside a fact, word for word, the rows of its clauses."""
        table: dict[tuple[str, ...], set[int]] = {}
        for row in self.index.table.rows_with("ask"):
            for ask in self.at(row)[1].questions:
                table.setdefault(asking(ask), set()).add(row)
        return table

    @cached_property
    def official_rows(self) -> dict[int, list[int]]:
        """For each row of a digest whose official text is held.

        The official clauses at the same place.
        """
        table: dict[int, list[int]] = {}
        for digest, official in self.library.official_of.items():
            theirs = [
                row
                for row, (identity, _) in enumerate(self.index.clauses)
                if identity == official.id
            ]
            for row, (identity, number) in enumerate(self.index.clauses):
                if identity == digest:
                    clause = self.library[digest].clauses[number]
                    table[row] = same_place(clause, [(r, self.at(r)[1]) for r in theirs])
        return table

    # --- standing ---

    def standing(self, row: int, scope: Scope, located: Located | None) -> dict[str, float]:
        """What union, place, locator, date, work and tier say of a clause, whatever its words."""
        document, clause = self.at(row)
        found = union_fit(document, scope, self.library)
        found |= work_fit(document, clause, scope, self.library)
        if scope.places and document.jurisdiction:
            found |= place_fit(document, scope, self.library)
        if document.tier > 1:
            found[f"tier {document.tier}"] = 1.0
        if located is not None:
            found["locator"] = sum(
                clause.key in (*one.at, *one.around) for one in located.found
            ) / len(located.found)
        named = document.id in scope.named
        found |= {"named": float(named), "official": float(document.basis == "official")}
        status = self.status(row, scope)
        if status in ("expired", "superseded") and not (scope.historic or named):
            found["gone"] = 1.0
        elif status == "not_yet" or (status == "proposed" and not named):
            found["not yet" if status == "not_yet" else "proposed"] = 1.0
        return found


def _dense(near: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The best cosines; a document without questions and statements beside its clauses has its
    windows for them.
    """
    bare = near["ask"] + near["short"] == 0
    beside = {kind: np.where(bare, near["window"], near[kind]) for kind in BESIDE}
    return {"window": near["window"], **beside}


def _by_word(rows: np.ndarray, scores: Mapping[int, Sequence[WordScore]]) -> np.ndarray:
    """How far above the usual a question's words find those of each clause's best window.

    Where no word has a vector nothing is added.
    """
    best = [max((score for _, score, _ in scores.get(int(row), ())), default=0.0) for row in rows]
    return np.asarray(best, dtype=np.float32) - (_USUAL if any(best) else 0.0)
