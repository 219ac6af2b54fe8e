"""A question becomes passages: dense and lexical scores fused, then scope, date and tier have their say.

The weights of digests' clauses were learned together on evals/learned and the tune half of evals/cases (a softmax over the clauses of each question), judged on
the other half and on questions that nobody here had seen; evals/LOG.md has the experiments, failures too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assistant.answer import Passage
from assistant.question.locate import Located, locate
from assistant.question.scope import Scope, covers, fits_work, jurisdictions
from assistant.ranking.parts import Parts
from corpus import AGREEMENTS, NOT_IN_FORCE, UNITS, Clause, ClauseIndex, Document, Library, QueryVectors, WordScore
from corpus.lexicon import expansion
from corpus.names import lineage, unions
from corpus.numbering import same_place
from corpus.words import asking, terms


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. The first eight make `relevance`, on the scale that the distances in `order` were set on; the rest
    move a clause up or down beside it."""

    window: float = 0.194
    ask: float = 0.175
    window_turned: float = 0.247
    ask_turned: float = 0.333
    short_turned: float = 0.405
    expansion: float = 0.2
    late: float = 0.309
    late_ask: float = 0.531
    own_union: float = 0.18
    inner_union: float = 0.05
    other_union: float = -0.192
    nobodys: float = -0.10
    guessed_union: float = 0.025
    place: float = 0.099
    outer_place: float = 0.106
    other_place: float = -0.232
    locator: float = 0.60
    named: float = 0.175
    late_middle: float = 0.58
    meant: float = 0.50
    same_question: float = 0.30
    best_words: float = 0.295
    official: float = 0.04
    gone: float = -0.132
    not_yet: float = -0.093
    proposed: float = -0.033
    principal: float = 0.101
    own_work: float = 0.124
    other_work: float = -0.078
    tiers: tuple[float, ...] = (0.0, 0.0, 0.084, 0.078, 0.08, 0.07)


@dataclass(frozen=True)
class Retriever:
    """Finds clauses in one generation of one library."""

    library: Library
    index: ClauseIndex
    weights: Weights = Weights()

    def retrieve(
        self, question: str, asked: QueryVectors, scope: Scope, k: int = 10, meant: Mapping[str, float] | None = None
    ) -> list[Passage]:
        """The `k` best clauses in scope, best first. Filters in the scope are kept; unions, places and dates lead.

        `meant` are documents that the question seems to be about, each with a share from 0 to 1: they lead too.
        """
        allowed = self._allowed(scope)
        vector = asked.whole
        located = locate(scope, self.library)
        wanted = self._wanted(located)
        rows = self._candidates(question, vector, scope, allowed, wanted)
        meant = meant or {}
        if meant and allowed is None:
            more = self.index.nearest(vector, 200, list(meant))
            rows = np.asarray(list(dict.fromkeys([*rows.tolist(), *(int(row) for row in more)])), dtype=np.int32)
        if not len(rows):
            return []
        near = self._nearness(asked, rows)
        windows = self.index.word_scores(asked, rows.tolist(), "window")
        late = self._word_by_word(asked, rows, windows)
        relevance = self._relevance(question, near, rows) + self._late(late)
        nearest = np.max(np.stack([near[kind] for kind in UNITS]), axis=0)
        parts = self.parts.fitting(question, asked, rows, windows)
        for at, row in enumerate(rows):
            if int(row) in parts:
                relevance[at] = parts[int(row)][0][1]
        spoken_for = self._spoken_for(rows, relevance)
        for digest, official in spoken_for:  # official words answer what their digest answers
            relevance[official] = max(relevance[official], relevance[digest])
        pull = [self.weights.meant * meant.get(self.index.clauses[int(row)][0], 0.0) for row in rows]
        scores = relevance + np.asarray([self._standing(int(row), scope, located) for row in rows], dtype=np.float32)
        same = self._asked_beside.get(asking(question), ())
        held = [int(row) in same and self._status(int(row), scope) not in NOT_IN_FORCE for row in rows]
        scores += self.weights.same_question * np.asarray(held, dtype=np.float32)
        scores += np.asarray(pull, dtype=np.float32) + self.weights.best_words * self._against_best(question, rows)
        for digest, official in spoken_for:  # and stand before it, whatever the questions beside the digest gave it
            scores[official] = max(scores[official], scores[digest] + self.weights.official)
        order = sorted(range(len(rows)), key=lambda at: (-float(scores[at]), int(rows[at])))
        order = [at for n, at in enumerate(order) if n < k or int(rows[at]) in wanted]
        return [
            Passage(
                rank,
                float(scores[at]),
                float(relevance[at]),
                *self.at(int(rows[at])),
                self._status(int(rows[at]), scope),
                int(rows[at]),
                parts[int(rows[at])][0][0] if int(rows[at]) in parts else None,
                float(nearest[at]),
                float(late["window"][at]),
                float(late["ask"][at]),
                self._carried(int(rows[at]), scope),
                self._summary_rows.get(int(rows[at])),
            )
            for rank, at in enumerate(order, 1)
        ]

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

    @cached_property
    def parts(self) -> Parts:
        """The parts of the added documents' clauses."""
        return Parts(self.library, self.index)

    def at(self, row: int) -> tuple[Document, Clause]:
        """The document and clause of an index row."""
        identity, number = self.index.clauses[row]
        document = self.library[identity]
        return document, document.clauses[number]

    def _status(self, row: int, scope: Scope) -> str:
        """How a clause stands on the day asked: as its document does, or in force where the agreement after it keeps its term."""
        return "in_force" if self._carried(row, scope) else self.library.status(self.at(row)[0], scope.as_of)

    def _carried(self, row: int, scope: Scope) -> str:
        """The agreement in force that keeps a clause's term, where its own has been replaced; nothing otherwise."""
        document, clause = self.at(row)
        if not clause.carried or clause.carried not in self.library or self.library.status(document, scope.as_of) != "superseded":
            return ""
        return clause.carried if self.library.status(self.library[clause.carried], scope.as_of) == "in_force" else ""

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
        self, question: str, vector: np.ndarray, scope: Scope, allowed: list[str] | None, wanted: Sequence[int]
    ) -> np.ndarray:
        found = [self.index.nearest(vector, 300, allowed)]
        if allowed is None and (mine := self._documents_of(scope)):
            found.append(self.index.nearest(vector, 150, mine))
        lexical = self.index.lexical.scores(terms(question) + expansion(question))
        found.append(np.argsort(-lexical, kind="stable")[:60])
        rows = list(dict.fromkeys(int(row) for part in found for row in part))
        if allowed is not None:
            held = set(allowed)
            rows = [row for row in rows if self.index.clauses[row][0] in held]
        officials = [twin for row in rows for twin in self._official_rows.get(row, ())]
        if allowed is not None:
            officials = [row for row in officials if self.index.clauses[row][0] in held]
        return np.asarray(list(dict.fromkeys([*rows, *officials, *wanted])), dtype=np.int32)

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

    def _locator_fit(self, row: int, located: Located | None) -> float:
        """The share of the places named in the question for which this clause stands."""
        if located is None:
            return 0.0
        key = self.at(row)[1].key
        return sum(key in one.at or key in one.around for one in located.found) / len(located.found)

    # --- scores ---

    def _nearness(self, asked: QueryVectors, rows: np.ndarray) -> dict[str, np.ndarray]:
        """The best cosine of each clause's units of each kind with the question, and with the question turned towards them."""
        near = self.index.similarities(asked.whole, rows)
        turned = self.index.similarities(asked.turned, rows) if asked.turn is not None else near
        return near | {f"{kind} turned": values for kind, values in turned.items()}

    def _relevance(self, question: str, near: dict[str, np.ndarray], rows: np.ndarray) -> np.ndarray:
        w, meant, lexical = self.weights, expansion(question), self.index.lexical
        more = lexical.scores(meant)[rows] / (sum(2.2 * lexical.rarity(word) for word in meant) or 1.0)
        window = w.window * near["window"] + w.window_turned * near["window turned"]
        beside = w.ask * near["ask"] + w.ask_turned * near["ask turned"] + w.short_turned * near["short turned"]
        share = (w.ask + w.ask_turned + w.short_turned) / (w.window + w.window_turned)
        # a document that people added has no questions and statements beside its clauses; its windows carry their share
        dense = window + np.where(near["ask"] + near["short"] > 0, beside, window * share)
        return (dense + w.expansion * more).astype(np.float32)

    def _word_by_word(self, asked: QueryVectors, rows: np.ndarray, windows: Mapping[int, Sequence[WordScore]]) -> dict[str, np.ndarray]:
        """For each clause, how well the question's words find those of its best window, and of its best question."""
        found = {}
        for kind, scores in (("window", windows), ("ask", self.index.word_scores(asked, rows.tolist(), "ask"))):
            best = [max((score for _, score, _ in scores.get(int(row), ())), default=0.0) for row in rows]
            found[kind] = np.asarray(best, dtype=np.float32)
        return found

    def _late(self, found: dict[str, np.ndarray]) -> np.ndarray:
        """What that adds to relevance: nothing for a clause as near as one that answers usually is, less for the others.

        Learned on the tune half (evals/LOG.md). Where no word has a vector nothing is added to any.
        """
        w = self.weights
        if not any(values.any() for values in found.values()):
            return np.zeros_like(found["window"])
        ask = np.where(found["ask"] > 0, found["ask"] - w.late_middle, 0.0)
        return w.late * (found["window"] - w.late_middle) + w.late_ask * ask

    def signs(self, question: str, asked: QueryVectors, row: int, scope: Scope) -> dict[str, float]:
        """What each sign gives one clause: how near its units are, its words, its best part, and its standing."""
        one = np.asarray([row], dtype=np.int32)
        near = self._nearness(asked, one)
        windows = self.index.word_scores(asked, [row], "window")
        parts = self.parts.fitting(question, asked, one, windows).get(row)
        found = {name: float(values[0]) for name, values in near.items()}
        late = self._word_by_word(asked, one, windows)
        found |= {f"{kind} word by word": float(values[0]) for kind, values in late.items()}
        found["relevance"] = float((self._relevance(question, near, one) + self._late(late))[0])
        if parts:
            found["best part"] = parts[0][1]
        return found | {"standing": self._standing(row, scope, locate(scope, self.library))}

    def _against_best(self, question: str, rows: np.ndarray) -> np.ndarray:
        """BM25 as a share of the best clause's: of digests' clauses that fit about as well, those with the words asked.

        Learned on the tune half (evals/LOG.md). Parts of added agreements have their own measure of words, which this would
        count twice: they stand in the middle.
        """
        said = self.index.lexical.scores(terms(question))[rows]
        digest = np.asarray([self.at(int(row))[0].basis == "digest" for row in rows])
        shares = np.where(digest, said / max(float(said.max()), 1e-6), 0.5).astype(np.float32)
        place = {int(row): at for at, row in enumerate(rows)}
        for row, twins in self._official_rows.items():  # official words stand where their digest does
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
    def _official_rows(self) -> dict[int, list[int]]:
        """For each row of a digest whose official text is held: the official clauses at the same place."""
        table: dict[int, list[int]] = {}
        for digest, official in self.library.official_of.items():
            theirs = [row for row, (identity, _) in enumerate(self.index.clauses) if identity == official.id]
            for row, (identity, number) in enumerate(self.index.clauses):
                if identity == digest:
                    table[row] = same_place(self.library[digest].clauses[number], [(r, self.at(r)[1]) for r in theirs])
        return table

    @cached_property
    def _summary_rows(self) -> dict[int, int]:
        """For each official clause, the row of the digest's clause that summarises it: the one with the same place, else the first."""
        table: dict[int, int] = {}
        for row, twins in self._official_rows.items():
            for twin in twins:
                same = self.at(twin)[1].locator == self.at(row)[1].locator
                if same or twin not in table:
                    table[twin] = row
        return table

    def _spoken_for(self, rows: np.ndarray, relevance: np.ndarray) -> list[tuple[int, int]]:
        """The places in `rows` of each digest's clause and of the official clause at its place that answers best."""
        place = {int(row): at for at, row in enumerate(rows)}
        found = []
        for row, twins in self._official_rows.items():
            held = [place[twin] for twin in twins if twin in place] if row in place else []
            if held:
                found.append((place[row], max(held, key=lambda at: relevance[at])))
        return found

    def _standing(self, row: int, scope: Scope, located: Located | None) -> float:
        """What union, place, locator, date and tier add to a clause's relevance, whatever its words."""
        w, (document, clause) = self.weights, self.at(row)
        total = w.tiers[document.tier] + self._union_fit(document, scope)
        if scope.places and document.jurisdiction:
            total += self._place_fit(document, scope)
        total += w.locator * self._locator_fit(row, located)
        if document.id in scope.named:
            total += w.named
        if document.basis == "official":
            total += w.official
        total += self._work_fit(document, clause, scope)
        status = self._status(row, scope)
        asked_for = scope.historic or document.id in scope.named
        if status in ("expired", "superseded") and not asked_for:
            total += w.gone
        elif status == "not_yet":
            total += w.not_yet
        elif status == "proposed" and document.id not in scope.named:
            total += w.proposed
        return total

    def _work_fit(self, document: Document, clause: Clause, scope: Scope) -> float:
        """An agreement for the kind of work that the question names, or else the principal one of its union, goes before its sisters."""
        w, fits = self.weights, fits_work(document, clause, scope, self.library)
        if fits is not None:
            return w.own_work if fits else w.other_work
        return w.principal if document.principal else 0.0

    def _place_fit(self, document: Document, scope: Scope) -> float:
        """A law of another place says nothing here; a union's agreement may, so it is not pushed down."""
        w = self.weights
        if any(place in jurisdictions(document) for place in scope.places):
            return w.place
        if any(covers(document, place) for place in scope.places):
            return w.outer_place
        return 0.0 if self.library.unions_of(document) else w.other_place

    def _union_fit(self, document: Document, scope: Scope) -> float:
        w, own = self.weights, self.library.unions_of(document)
        wanted = scope.unions or scope.guessed
        if not wanted or not own:
            # nobody said whose an added agreement is: it may be another union's
            return w.nobodys if wanted and document.basis == "official" and document.kind in AGREEMENTS else 0.0
        best = w.other_union
        for union in wanted:
            line = lineage(union)
            if union in own:
                best = max(best, w.own_union)
            elif own & set(line[1:]):
                best = max(best, w.inner_union if unions()[union].separate and document.kind in AGREEMENTS else w.own_union * 0.8)
            elif any(union in lineage(one) for one in own):
                best = max(best, w.inner_union)
        if scope.unions:
            return best
        return w.guessed_union * (best / w.own_union if best > 0 else best / -w.other_union)

