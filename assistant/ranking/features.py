"""What speaks for a clause: one row of numbers a clause, the same when weights are learned, when a question is answered and when one is explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assistant.question.locate import Located
from assistant.question.scope import Scope, covers, fits_work, jurisdictions
from corpus import AGREEMENTS, NOT_IN_FORCE, UNITS, Clause, ClauseIndex, Document, Library, QueryVectors, WordScore
from corpus.lexicon import expansion
from corpus.names import lineage, unions
from corpus.numbering import same_place
from corpus.words import asking, terms

#: How near a clause is to the question. Their weighted sum is its relevance, on the scale that the distances in `authority`
#: were set on: the best clause of an answered question has 0.55 in the middle.
RELEVANCE = ("window", "ask", "window turned", "ask turned", "short turned", "expansion", "window words", "ask words")
#: Whose it is, of which place, work, day and tier, and what the question names: moves a clause up or down beside the others.
STANDING = (
    *("own union", "inner union", "other union", "nobody's", "guessed union", "place", "outer place", "other place"),
    *("locator", "named", "meant", "same question", "best words", "official", "gone", "not yet", "proposed"),
    *("principal", "own work", "other work", "tier 2", "tier 3", "tier 4", "tier 5"),
)
NAMES = RELEVANCE + STANDING
#: What a question's words find of a clause's as a rule (corpus.late): a clause as near as one that answers usually is gains nothing.
_USUAL = 0.58


@dataclass(frozen=True, slots=True)
class Signs:
    """The features of some clause rows, (rows, NAMES) float32; the best cosine of each row, and its words' best scores by kind."""

    rows: np.ndarray
    values: np.ndarray
    nearest: np.ndarray
    words: Mapping[str, np.ndarray]
    windows: Mapping[int, Sequence[WordScore]] = field(repr=False)

    def column(self, name: str) -> np.ndarray:
        """One feature of all rows."""
        return self.values[:, NAMES.index(name)]


@dataclass(frozen=True)
class Features:
    """Computes features over one generation of one library."""

    library: Library
    index: ClauseIndex

    def of(
        self, question: str, asked: QueryVectors, scope: Scope, rows: np.ndarray, located: Located | None, meant: Mapping[str, float]
    ) -> Signs:
        """All features of the clause rows. `meant` are documents that the question seems to be about, each with a share to 1."""
        if not len(rows):
            return Signs(rows, np.zeros((0, len(NAMES)), dtype=np.float32), np.zeros(0, dtype=np.float32), {}, {})
        near = self.index.similarities(asked.whole, rows)
        turned = self.index.similarities(asked.turned, rows) if asked.turn is not None else near
        windows = self.index.word_scores(asked, rows.tolist(), "window")
        words = {"window": _best(rows, windows), "ask": _best(rows, self.index.word_scores(asked, rows.tolist(), "ask"))}
        same = self._asked_beside.get(asking(question), ())
        columns = _dense(near, turned) | self._expanded(question, rows) | _by_word(words)
        columns["best words"] = self._against_best(question, rows)
        values = np.zeros((len(rows), len(NAMES)), dtype=np.float32)
        for name, column in columns.items():
            values[:, NAMES.index(name)] = column
        for at, row in enumerate(rows):
            standing = self.standing(int(row), scope, located)
            standing["meant"] = meant.get(self.index.clauses[int(row)][0], 0.0)
            standing["same question"] = int(row) in same and self.status(int(row), scope) not in NOT_IN_FORCE
            for name, value in standing.items():
                values[at, NAMES.index(name)] = value
        return Signs(rows, values, np.max(np.stack([near[kind] for kind in UNITS]), axis=0), words, windows)

    def at(self, row: int) -> tuple[Document, Clause]:
        """The document and clause of an index row."""
        identity, number = self.index.clauses[row]
        document = self.library[identity]
        return document, document.clauses[number]

    def status(self, row: int, scope: Scope) -> str:
        """How a clause stands on the day asked: as its document does, or in force where the agreement after it keeps its term."""
        return "in_force" if self.carried(row, scope) else self.library.status(self.at(row)[0], scope.as_of)

    def carried(self, row: int, scope: Scope) -> str:
        """The agreement in force that keeps a clause's term, where its own has been replaced; nothing otherwise."""
        document, clause = self.at(row)
        if not clause.carried or clause.carried not in self.library or self.library.status(document, scope.as_of) != "superseded":
            return ""
        return clause.carried if self.library.status(self.library[clause.carried], scope.as_of) == "in_force" else ""

    # --- words ---

    def _expanded(self, question: str, rows: np.ndarray) -> dict[str, np.ndarray]:
        """BM25 of the contract words for a question's plain ones, as a share of what a clause with all of them would have."""
        meant, lexical = expansion(question), self.index.lexical
        return {"expansion": lexical.scores(meant)[rows] / (sum(2.2 * lexical.rarity(word) for word in meant) or 1.0)}

    def _against_best(self, question: str, rows: np.ndarray) -> np.ndarray:
        """BM25 as a share of the best clause's: of digests' clauses that fit about as well, those with the words asked.

        Parts of added agreements have their own measure of words, which this would count twice: they stand in the middle.
        """
        said = self.index.lexical.scores(terms(question))[rows]
        digest = np.asarray([self.at(int(row))[0].basis == "digest" for row in rows])
        shares = np.where(digest, said / max(float(said.max()), 1e-6), 0.5).astype(np.float32)
        place = {int(row): at for at, row in enumerate(rows)}
        for row, twins in self.official_rows.items():  # official words stand where their digest does
            for twin in twins if row in place else ():
                if twin in place:
                    shares[place[twin]] = max(shares[place[twin]], shares[place[row]])
        return shares

    @cached_property
    def _asked_beside(self) -> dict[tuple[str, ...], set[int]]:
        """For each question that stands beside a fact, word for word, the clauses it stands beside."""
        table: dict[tuple[str, ...], set[int]] = {}
        for row in range(len(self.index.clauses)):
            for ask in self.at(row)[1].questions:
                table.setdefault(asking(ask), set()).add(row)
        return table

    @cached_property
    def official_rows(self) -> dict[int, list[int]]:
        """For each row of a digest whose official text is held: the official clauses at the same place."""
        table: dict[int, list[int]] = {}
        for digest, official in self.library.official_of.items():
            theirs = [row for row, (identity, _) in enumerate(self.index.clauses) if identity == official.id]
            for row, (identity, number) in enumerate(self.index.clauses):
                if identity == digest:
                    clause = self.library[digest].clauses[number]
                    table[row] = same_place(clause, [(r, self.at(r)[1]) for r in theirs])
        return table

    # --- standing ---

    def standing(self, row: int, scope: Scope, located: Located | None) -> dict[str, float]:
        """What union, place, locator, date, work and tier say of a clause, whatever its words."""
        document, clause = self.at(row)
        found = self._union_fit(document, scope) | self._work_fit(document, clause, scope)
        if scope.places and document.jurisdiction:
            found |= self._place_fit(document, scope)
        if document.tier > 1:
            found[f"tier {document.tier}"] = 1.0
        if located is not None:
            found["locator"] = sum(clause.key in (*one.at, *one.around) for one in located.found) / len(located.found)
        named = document.id in scope.named
        found |= {"named": float(named), "official": float(document.basis == "official")}
        status = self.status(row, scope)
        if status in ("expired", "superseded") and not (scope.historic or named):
            found["gone"] = 1.0
        elif status == "not_yet" or (status == "proposed" and not named):
            found["not yet" if status == "not_yet" else "proposed"] = 1.0
        return found

    def _work_fit(self, document: Document, clause: Clause, scope: Scope) -> dict[str, float]:
        """Whether an agreement is for the kind of work that the question names, or else the principal one of its union."""
        fits = fits_work(document, clause, scope, self.library)
        if fits is None:
            return {"principal": float(document.principal)}
        return {"own work" if fits else "other work": 1.0}

    def _place_fit(self, document: Document, scope: Scope) -> dict[str, float]:
        """A law of another place says nothing here; a union's agreement may, so it is not pushed down."""
        if any(place in jurisdictions(document) for place in scope.places):
            return {"place": 1.0}
        if any(covers(document, place) for place in scope.places):
            return {"outer place": 1.0}
        return {} if self.library.unions_of(document) else {"other place": 1.0}

    def _union_fit(self, document: Document, scope: Scope) -> dict[str, float]:
        """The best of what the scope's unions are to a document's; of guessed ones how much it is theirs, from 1 to -1."""
        own, wanted = self.library.unions_of(document), scope.unions or scope.guessed
        if not wanted or not own:
            # nobody said whose an added agreement is: it may be another union's
            nobodys = bool(wanted) and document.basis == "official" and document.kind in AGREEMENTS
            return {"nobody's": float(nobodys)}
        name, share = max((self._kinship(document, own, union) for union in wanted), key=lambda one: one[1])
        if not scope.unions:
            return {"guessed union": share}
        return {name: share if name == "own union" else 1.0}

    def _kinship(self, document: Document, own: set[str], union: str) -> tuple[str, float]:
        """What a union is to the unions of a document, and how much that is worth where it was only guessed."""
        if union in own:
            return "own union", 1.0
        if own & set(lineage(union)[1:]):
            apart = unions()[union].separate and document.kind in AGREEMENTS
            return ("inner union", 0.3) if apart else ("own union", 0.8)
        return ("inner union", 0.3) if any(union in lineage(one) for one in own) else ("other union", -1.0)


def _dense(near: Mapping[str, np.ndarray], turned: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The best cosines; a document without questions and statements beside its clauses has its windows for them."""
    bare = near["ask"] + near["short"] == 0
    return {
        "window": near["window"],
        "window turned": turned["window"],
        "ask": np.where(bare, near["window"], near["ask"]),
        "ask turned": np.where(bare, turned["window"], turned["ask"]),
        "short turned": np.where(bare, turned["window"], turned["short"]),
    }


def _best(rows: np.ndarray, scores: Mapping[int, Sequence[WordScore]]) -> np.ndarray:
    """For each clause, how well the question's words find those of its best unit; 0 where it has none."""
    best = [max((score for _, score, _ in scores.get(int(row), ())), default=0.0) for row in rows]
    return np.asarray(best, dtype=np.float32)


def _by_word(words: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """How far above the usual that is. Where no word has a vector, and beside clauses without questions, nothing is added."""
    known = any(values.any() for values in words.values())
    window = words["window"] - _USUAL if known else np.zeros_like(words["window"])
    return {"window words": window, "ask words": np.where(words["ask"] > 0, words["ask"] - _USUAL, 0.0)}
