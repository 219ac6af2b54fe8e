"""Passages become a direct answer and the few quotations it rests on, or an honest no, with notes in plain words. No language model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answer import (
    SHORT_WORDS,
    Abstention,
    Answer,
    Asked,
    Citation,
    Outcome,
    Passage,
    Short,
    Statement,
    UnionRow,
)
from assistant.answering.conflicts import notes_of
from assistant.answering.excerpt import best_span
from assistant.answering.notes import (
    caveat,
    nearest_notes,
    notes_on,
    same_elsewhere,
    unread_in,
    which_union,
)
from assistant.answering.short import Told, direct, facts_told, hedged, in_quotes
from assistant.answering.suggest import examples, follow_ups
from assistant.question.language import language_of
from assistant.question.locate import Located, locate, remarks
from assistant.question.scope import Scope, asks_for_a_place
from assistant.ranking.answerable import Verdict, came_later
from assistant.ranking.authority import LEAD_NEAR, Order
from corpus import AGREEMENTS, ClauseIndex, QueryVectors, Span
from corpus.modality import force_of
from corpus.names import lineage, unions
from corpus.words import sentences

#: Quotations that an answer shows at once; what else bears on the question stands beneath them, folded.
STATEMENTS = 3
#: Unions in a table, at most, and how far below the best a union's own clause may lie and still be its row.
ROWS, ROW_NEAR = 8, 0.32
#: How long a quotation of several facts may be.
_LONG = 700
#: How near the statements of two agreements are that say the same rule (cosine; evals/LOG.md, 29 November).
_SAME = 0.80


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage as it is cited, and the facts of its digest's clause, the one that answers best first; none where nobody wrote them."""

    passage: Passage
    citation: Citation
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Composer(Order):
    """Puts passages that are in order into words: an Answer or an Abstention, over one library and index."""

    index: ClauseIndex

    def compose(
        self,
        asked: Asked,
        vectors: QueryVectors,
        passages: list[Passage],
        scope: Scope,
        verdict: Verdict,
        history: Sequence[str] = (),
    ) -> Outcome:
        """The outcome for a question: `verdict` has already decided whether the documents answer.

        Where the answer depends on the union and none is known, each one's rule is given in a row, and the person is asked, once:
        not again in a conversation that has a `history`.
        """
        unread = unread_in(scope, self.library)
        if verdict.status != "answered":
            located = locate(scope, self.library)
            near = passages[:3]
            if verdict.status == "not_found":
                near = self.nearest(passages, self.arrange(passages, scope), located)[:3]
            shown = near if verdict.near and verdict.status != "out_of_scope" else []
            nearest = tuple(self.cite(asked.standalone, vectors, p) for p in shown)
            worth = examples(self.index, self.library, vectors.turned, passages, scope)
            return Abstention(
                asked,
                verdict.status,
                verdict.message,
                (),
                nearest,
                nearest_notes(nearest),
                worth,
                unread,
            )
        then = [p for p in passages if not came_later(p, scope)]
        main, folded, same = self.main(self.arrange(then, scope), scope)
        rows = [] if history else self.rows(main, then, scope)
        located = locate(scope, self.library)
        chosen = self._chosen(main, rows, scope, located)
        cited = [self.cited(asked.standalone, vectors, p) for p in chosen]
        bears = [one.citation for one in cited]
        taken = {citation.clause.key for citation in bears}
        rest = [
            p
            for p in [*main, *folded, *self.others(passages, main, scope)]
            if p.clause.key not in taken
        ]
        also = tuple(
            self.cite(asked.standalone, vectors, p) for p in self.beneath(_once(rest), scope)
        )
        notes = (
            *notes_of(bears, self.library),
            *same_elsewhere(same),
            *notes_on(bears, also, scope, self.library),
        )
        if rows and (ask := which_union(rows, self.library)):
            notes = (ask, *notes)
        if located:
            notes = (
                *remarks(located, [(p.document, p.clause) for p in chosen], scope, self.library),
                *notes,
            )
        statements = tuple(self.state(citation) for citation in bears)
        if self.gap(chosen[0]):
            message = "The documents record that this could not be settled: what is known, and what is not, is quoted below."
            return Abstention(asked, "not_found", message, statements, also, notes, unread=unread)
        by_union = tuple(self._row(one, scope) for one in cited) if rows else ()
        short = self._short(cited, by_union, scope)
        if not verdict.sure:
            short = hedged(short)
        more = self._follow_ups(vectors, cited[0], asked)
        return Answer(
            asked,
            statements,
            short,
            also,
            notes,
            (),
            by_union,
            caveat(short.citations),
            more,
            unread,
        )

    # --- what is shown, and what it says ---

    def _chosen(
        self,
        main: Sequence[Passage],
        rows: Sequence[Passage],
        scope: Scope,
        located: Located | None,
    ) -> list[Passage]:
        """What is cited at once: a row's clause for each union, or the few that answer best, what no longer applies last."""
        if rows:
            return list(rows)
        most = max(STATEMENTS, min(5, len(located.found))) if located else STATEMENTS
        return sorted(main[:most], key=lambda p: p is not main[0] and self.gone(p, scope))

    def main(
        self, ordered: Sequence[Passage], scope: Scope
    ) -> tuple[list[Passage], list[Passage], list[tuple[Passage, Passage]]]:
        """What may stand among the main statements; what is folded beneath them; and what says the same as one of the first, with that one.

        Commentary, rulings and timelines are folded where an agreement or a law answers, and a sister agreement whose rule is the same.
        """
        ordered = _once(ordered)
        firm = any(p.document.tier <= 3 for p in ordered[:1])
        kept: list[Passage] = []
        folded: list[Passage] = []
        same: list[tuple[Passage, Passage]] = []
        for passage in ordered:
            first = next((one for one in kept if self._sisters(one, passage)), None)
            if first:
                same.append((first, passage))
            told = passage.document.tier == 5 or self.told_of(passage) or self.gap(passage)
            if first or (kept and firm and told and passage.document.id not in scope.documents):
                folded.append(passage)
            else:
                kept.append(passage)
        return kept, folded, same

    def _sisters(self, one: Passage, other: Passage) -> bool:
        """Whether two agreements of one family say the same rule: their statements are as near as two wordings of one."""
        if (
            one.document.id == other.document.id
            or not {one.document.kind, other.document.kind} <= AGREEMENTS
        ):
            return False
        ours, theirs = (
            {a for union in self.library.unions_of(p.document) for a in lineage(union)}
            for p in (one, other)
        )
        if not ours & theirs or one.status != "in_force" or one.status != other.status:
            return False
        near = self._statements(one) @ self._statements(other).T
        return (
            bool(near.size)
            and float(np.median(near.max(axis=int(near.shape[0] > near.shape[1])))) >= _SAME
        )

    def _statements(self, passage: Passage) -> np.ndarray:
        """The vectors of the statements of a passage's facts."""
        return np.asarray(self.index.vectors)[
            [n for n, _ in self.index.units(passage.told_by, "short")]
        ]

    def rows(
        self, main: Sequence[Passage], passages: Sequence[Passage], scope: Scope
    ) -> list[Passage]:
        """Where no union is known and several answer: the clause of each, the most asked first; empty otherwise."""
        if (
            scope.unions
            or scope.guessed
            or scope.documents
            or scope.places
            or not main
            or main[0].document.kind not in AGREEMENTS
        ):
            return []
        best: dict[str, Passage] = {}
        for passage in _once([*main, *(p for p in passages if p not in main)]):
            whose = sorted(self.library.unions_of(passage.document))
            binding = (
                passage.document.kind in AGREEMENTS
                and passage.status == "in_force"
                and not self.told_of(passage)
                and not self.gap(passage)
            )
            if not whose or not binding or passage.score < main[0].score - ROW_NEAR:
                continue
            held = best.get(whose[0])
            if held is None or (
                passage.document.principal
                and not held.document.principal
                and passage.score >= held.score - LEAD_NEAR
            ):
                best[whose[0]] = passage
        asked = list(unions())
        found = [best[union] for union in sorted(best, key=asked.index)][:ROWS]
        return found if len(found) > 1 else []

    def _short(self, cited: Sequence[Cited], by_union: Sequence[UnionRow], scope: Scope) -> Short:
        """The direct answer of what leads; where it depends on the union, that, and the rule of the most asked one."""
        lead = cited[0]
        short = direct(lead.told, lead.citation, scope, self.library)
        if not by_union:
            return short
        for text in (
            f"It depends on your union. {by_union[0].union}: {by_union[0].short}",
            "It depends on your union: find yours below.",
        ):
            if len(text.split()) <= SHORT_WORDS:
                break
        return replace(short, text=text)

    def _row(self, one: Cited, scope: Scope) -> UnionRow:
        union = sorted(self.library.unions_of(one.passage.document))[0]
        return UnionRow(
            unions()[union].title,
            direct(one.told[:1], one.citation, replace(scope, unions=()), self.library).text,
            one.citation,
        )

    def _follow_ups(self, vectors: QueryVectors, lead: Cited, asked: Asked) -> tuple[str, ...]:
        return follow_ups(
            self.index,
            self.library,
            vectors.whole,
            lead.passage.told_by,
            [told.fact for told in lead.told[:1]],
            language_of(asked.question) == "es",
        )

    def cite(self, question: str, vectors: QueryVectors, passage: Passage) -> Citation:
        """The part of a passage that answers, as a citation."""
        return self.cited(question, vectors, passage).citation

    def cited(self, question: str, vectors: QueryVectors, passage: Passage) -> Cited:
        """The part of a passage that answers, as a citation with the force its words have, and what its digest tells of it."""
        span, best = best_span(self.index, vectors.whole, passage, question)
        told = tuple(facts_told(self.index, vectors, passage.told_by, self.library, question))
        if (
            told
            and passage.summary is None
            and not (span.start <= told[0].fact.span.start < span.end)
        ):
            fact = told[0].fact.span  # what the direct answer says must stand in what is quoted
            whole = Span(min(fact.start, span.start), max(fact.end, span.end))
            span, best = (whole, fact) if whole.end - whole.start <= _LONG else (fact, fact)
        first = told[0].fact if told else None
        said = {"short": first.short, "role": first.role} if first else {}
        point = best if span.start <= best.start < span.end else None
        force = self._force(question, passage, span, best)
        return Cited(
            passage,
            Citation(
                passage.document,
                passage.clause,
                span,
                passage.status,
                force,
                carried=passage.carried,
                point=point,
                **said,
            ),
            told,
        )

    def _force(self, question: str, passage: Passage, span: Span, best: Span) -> str:
        """The force of what is quoted: of several sentences, of the one that fits the question, unless the whole needs consent or keeps a right."""
        text, silent = passage.document.text, self.silent(passage, best)
        whole = force_of(span.of(text), passage.document, silent)
        if whole in ("reserves", "requires_consent") or asks_for_a_place(question):
            return whole
        told = next(
            f
            for f in (force_of(best.of(text), passage.document, silent), whole)
            if f != "informs" or whole == f
        )
        # leave that is given beneath a duty is no leave alone: "must be told, and may opt out" does not permit
        first = force_of(
            next(iter(sentences(text, span.start, span.end)), span).of(text),
            passage.document,
            silent,
        )
        return (
            first
            if told == "permits" and first in ("requires", "requires_consent", "prohibits")
            else told
        )

    def state(self, citation: Citation) -> Statement:
        """A citation as a statement: where it stands, and its words, in quotation marks where they are official."""
        return Statement(f"{introduce(citation)}: {worded(citation)}", (citation,))


def worded(citation: Citation) -> str:
    """The words of a citation: official ones in quotation marks, a digest's as what they are, our summary."""
    return in_quotes(citation.quote) if citation.document.basis == "official" else citation.quote


def introduce(citation: Citation) -> str:
    """Where a citation stands and how: "Our summary of Article 72, Paragraph E, 2026 MBA, expired"."""
    document, clause = citation.document, citation.clause
    where = clause.locator if clause.locator != clause.heading else f"“{clause.heading}”"
    on, printed = clause.page_at(citation.span.start)
    page = f", printed p. {printed}" if printed else f", p. {on} of the file" if on else ""
    standing = {
        "expired": ", expired",
        "superseded": ", replaced by a later agreement",
        "not_yet": ", not yet in force",
        "proposed": ", proposed and not in force",
    }.get(citation.status, "")
    claim = (
        f" (a claim that the documents leave {_CLAIMED[clause.claim.verdict]})"
        if clause.claim
        else ""
    )
    place = f"{where}{page}, {document.name}{standing}{claim}"
    return f"Our summary of {place}" if document.basis == "digest" else place


_CLAIMED = {
    "supported": "supported",
    "contradicted": "contradicted",
    "unsupported": "unsupported",
    "partly": "only partly supported",
}


def _once(passages: Sequence[Passage]) -> list[Passage]:
    """The passages without digests' clauses whose official text stands among them: one document, one entry."""
    spoken = {p.summary for p in passages if p.summary is not None}
    return [p for p in passages if p.row not in spoken]


def led_by(first: Statement, short: Short, outcome: Outcome, notes: Sequence[str]) -> Outcome:
    """The outcome with this statement and direct answer before all others, and no second time; what was an honest no is now answered by it."""
    places = {citation.place for citation in first.citations}
    clauses = {citation.clause.key for citation in first.citations}
    rest = tuple(
        s
        for s in outcome.statements
        if not clauses & {citation.clause.key for citation in s.citations}
    )[: STATEMENTS - 1]
    also = tuple(c for c in outcome.also if c.place not in places)
    merged = tuple(dict.fromkeys([*notes, *outcome.notes]))
    return Answer(
        outcome.asked,
        (first, *rest),
        short,
        also,
        merged,
        caveat=caveat(short.citations),
        follow_ups=outcome.follow_ups,
        unread=outcome.unread,
    )
