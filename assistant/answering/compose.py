"""Passages become a direct answer and the few quotations it rests on, or an honest no.

No language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import (
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
from assistant.answering.by_union import depends, each_union, row
from assistant.answering.cite import Cited, cite, state
from assistant.answering.conflicts import notes_of
from assistant.answering.excerpt import Aim
from assistant.answering.folding import Folded, fold, once
from assistant.answering.notes import (
    caveat,
    nearest_notes,
    notes_on,
    same_elsewhere,
    which_union,
)
from assistant.answering.short import direct, hedged
from assistant.answering.suggest import examples, follow_ups
from assistant.question.language import language_of
from assistant.question.locate import remarks
from assistant.question.query import Query
from assistant.ranking.answerable import Verdict, came_later
from assistant.ranking.order import Order
from assistant.ranking.recorded import gap
from corpus import ClauseIndex, QueryVectors

#: Quotations that an answer shows at once; what else bears on the question stands beneath, folded.
STATEMENTS = 3
_UNSETTLED = (
    "The documents record that this could not be settled: what is known, and what is not,"
    " is quoted below."
)


@dataclass(frozen=True)
class Composer(Order):
    """Puts passages into words, an Answer or an Abstention, over one library and its index."""

    index: ClauseIndex

    def compose(
        self,
        asked: Asked,
        query: Query,
        vectors: QueryVectors,
        passages: list[Passage],
        verdict: Verdict,
    ) -> Outcome:
        """The outcome for a question: `verdict` has decided whether the documents answer."""
        aim = Aim.of(query.standalone, vectors, bool(query.scope.locators))
        if verdict.status != "answered":
            return self._silent(asked, query, aim, passages, verdict)
        then = [p for p in passages if not came_later(p, query.scope)]
        folded = fold(self.arrange(then, query), query.scope, self.library, self.index)
        rows = self._rows(folded, then, query)
        chosen = rows or self._chosen(folded.main, query)
        cited = [self.cite(aim, p) for p in chosen]
        also = self._also(aim, query, passages, folded, [one.citation for one in cited])
        notes = self._notes(query, cited, also, folded, rows)
        statements = tuple(state(one.citation) for one in cited)
        if gap(chosen[0]):
            return Abstention(asked, "not_found", _UNSETTLED, statements, also, notes)
        by_union = tuple(row(one, query.scope, self.library) for one in cited if rows)
        short = self._short(cited[0], by_union, query, verdict)
        return Answer(
            asked,
            statements,
            short,
            also,
            notes,
            by_union=by_union,
            caveat=caveat(short.citations),
            follow_ups=self._follow_ups(vectors, cited[0], asked),
        )

    def cite(self, aim: Aim, passage: Passage) -> Cited:
        """The part of a passage that answers, as it is cited."""
        return cite(aim, passage, self.index, self.library)

    def _silent(
        self, asked: Asked, query: Query, aim: Aim, passages: list[Passage], verdict: Verdict
    ) -> Abstention:
        """An honest no, with the nearest clauses where they may help."""
        shown: list[Passage] = []
        if verdict.status == "not_found" and verdict.near:
            shown = self.nearest(passages, self.arrange(passages, query), query.located)[:3]
        elif verdict.status != "out_of_scope" and verdict.near:
            shown = passages[:3]
        nearest = tuple(self.cite(aim, p).citation for p in shown)
        turned = aim.vectors.turned
        return Abstention(
            asked,
            verdict.status,
            verdict.message,
            also=nearest,
            notes=nearest_notes(nearest),
            follow_ups=examples(self.index, self.library, turned, passages, query.scope),
        )

    def _rows(self, folded: Folded, then: list[Passage], query: Query) -> list[Passage]:
        """The clause of each union, where it depends on that and none is known.

        With them the person is asked which it is, once: not again in a conversation.
        """
        if query.question.history:
            return []
        return each_union(folded.main, then, query.scope, self.library)

    def _chosen(self, main: Sequence[Passage], query: Query) -> list[Passage]:
        """What is cited at once: the few that answer best, what no longer applies last."""
        located = query.located
        most = max(STATEMENTS, min(5, len(located.found))) if located else STATEMENTS
        return sorted(main[:most], key=lambda p: p is not main[0] and self.gone(p, query.scope))

    def _also(
        self,
        aim: Aim,
        query: Query,
        passages: Sequence[Passage],
        folded: Folded,
        bears: Sequence[Citation],
    ) -> tuple[Citation, ...]:
        """What else bears on the question, as citations."""
        taken = {citation.clause.key for citation in bears}
        others = self.others(passages, folded.main, query.scope)
        rest = [p for p in (*folded.main, *folded.beneath, *others) if p.clause.key not in taken]
        beneath = self.beneath(once(rest), query.scope)
        return tuple(self.cite(aim, p).citation for p in beneath)

    def _notes(
        self,
        query: Query,
        cited: Sequence[Cited],
        also: Sequence[Citation],
        folded: Folded,
        rows: Sequence[Passage],
    ) -> tuple[str, ...]:
        """What to know beside the quotations, of the places and the union to choose first."""
        bears = [one.citation for one in cited]
        notes: list[str] = []
        if query.located:
            quoted = [(one.document, one.clause) for one in bears]
            notes += remarks(query.located, quoted, query.scope, self.library)
        if rows and (ask := which_union(rows, self.library)):
            notes.append(ask)
        if bears and (over := bears[0].over):
            notes.append(f"Over that row of the table stands: {over}.")
        notes += notes_of(bears, self.library)
        notes += same_elsewhere(folded.same)
        return (*notes, *notes_on(bears, also, query.scope, self.library))

    def _short(
        self, lead: Cited, by_union: Sequence[UnionRow], query: Query, verdict: Verdict
    ) -> Short:
        """The direct answer of what leads."""
        short = direct(lead.told, lead.citation, query.scope, self.library)
        short = depends(short, by_union) if by_union else short
        return short if verdict.sure else hedged(short)

    def _follow_ups(self, vectors: QueryVectors, lead: Cited, asked: Asked) -> tuple[str, ...]:
        return follow_ups(
            self.index,
            self.library,
            vectors.turned,
            lead.passage.told_by,
            [told.fact for told in lead.told[:1]],
            language_of(asked.question) == "es",
        )


def led_by(first: Statement, short: Short, outcome: Outcome, notes: Sequence[str]) -> Outcome:
    """The outcome with this statement and direct answer before all others, and no second time.

    What was an honest no is now answered by it.
    """
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
    )
