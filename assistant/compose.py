"""Passages become statements that are exact quotations, or an honest no. No language model.

The order of an answer: what controls (binding, in force on the date, the person's union), what else answers, and
beneath it what bears on the question by tier, what has expired, and notes in plain words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer import Abstention, Answer, Asked, Citation, Outcome, Passage, Statement
from assistant.conflicts import notes_of
from assistant.excerpt import best_span
from assistant.force import VERBS, force_of
from assistant.judge import Verdict, came_later
from assistant.locate import Located, locate, remarks
from assistant.notes import notes_on, which_union
from assistant.pointers import numberings
from assistant.scope import Scope, asks_for_a_place
from corpus import AGREEMENTS, ClauseIndex, Library, Span
from corpus.names import lineage
from corpus.words import sentences

STATEMENTS = 5
ALSO = 6
HISTORY = 2
#: How far below the best a passage's relevance may lie and still be part of the answer.
NEAR = 0.20
#: How far below the best it may lie and still lead because it stands higher in authority.
LEAD_NEAR = 0.15
#: How far below the best an official text may lie and still stand before a digest.
OFFICIAL_NEAR = 0.08
#: How far below the best an agreement of the person's union may lie and still lead where the contract itself is asked about.
CONTRACT_NEAR = 0.35
#: How far below what leads a clause of the same document may lie and still lead because it says what must be done.
DUTY_NEAR = 0.09
#: How far below what it replaced the clause in force may lie and still lead.
REPLACED_NEAR = 0.40
_BINDING = ("requires", "requires_consent", "prohibits")
_GONE = ("expired", "superseded", "not_yet")


@dataclass(frozen=True)
class Composer:
    """Turns passages into an Answer or an Abstention over one library and index."""

    library: Library
    index: ClauseIndex

    def compose(
        self,
        asked: Asked,
        vector: np.ndarray,
        passages: list[Passage],
        scope: Scope,
        verdict: Verdict,
        history: Sequence[str] = (),
    ) -> Outcome:
        """The outcome for a question: `verdict` has already decided whether the documents answer.

        Where the answer depends on the union and none is known, each one's clause is given and the person is asked, once:
        not again in a conversation that has a `history`.
        """
        if verdict.status in ("out_of_scope", "not_in_collection", "unreadable"):
            shown = () if verdict.status == "out_of_scope" else passages[:3]
            nearest = tuple(self.cite(asked.standalone, vector, p) for p in shown)
            return Abstention(asked, verdict.status, verdict.message, also=nearest, notes=_nearest_note(nearest))
        then = [p for p in passages if not came_later(p, scope)]
        ordered = self.arrange(then if verdict.status == "answered" else passages, scope)
        if not (scope.unions or scope.documents or scope.places):
            ordered = self._spread(ordered, scope)
        located = locate(scope, self.library)
        if verdict.status == "not_found":
            nearest = tuple(self.cite(asked.standalone, vector, p) for p in self._nearest(passages, ordered, located)[:3])
            return Abstention(asked, "not_found", verdict.message, also=nearest, notes=_nearest_note(nearest))
        leading = ordered[0]
        # what has expired or been replaced stands last among what is cited, as history
        chosen = sorted(ordered[:STATEMENTS], key=lambda p: p is not leading and self._gone(p, scope))
        cited = [(passage, self.cite(asked.standalone, vector, passage)) for passage in chosen]
        statements = tuple(self.state(citation) for _, citation in cited)
        taken = {citation.place for _, citation in cited} | {(p.document.id, p.clause.key) for p, _ in cited}
        rest = [
            p for p in ordered[STATEMENTS:] + self._others(passages, ordered, scope) if (p.document.id, p.clause.key) not in taken
        ]
        also = tuple(self.cite(asked.standalone, vector, p) for p in self._beneath(rest, scope))
        bears = [citation for _, citation in cited]
        notes = (*notes_of(bears, self.library), *notes_on(bears, list(also), scope, self.library))
        if not scope.unions and not history and (ask := which_union([p for p, _ in cited], self.library)):
            notes = (ask, *notes)
        if located:
            notes = (*remarks(located, [(p.document, p.clause) for p, _ in cited], scope, self.library), *notes)
        if self.gap(leading):
            message = "The documents record that this could not be settled: what is known, and what is not, is quoted below."
            return Abstention(asked, "not_found", message, statements, also, notes)
        return Answer(asked, statements, also, notes)

    # --- order ---

    def arrange(self, passages: Sequence[Passage], scope: Scope) -> list[Passage]:
        """The passages that answer, what controls first.

        Only passages near the best in relevance take part; among them the highest tier in force for the person's
        union leads, so a principle or an expired contract never stands in for the agreement beside it.
        """
        if not passages:
            return []
        located = locate(scope, self.library)
        if located and (placed := self._placed(passages, scope, located)):
            if scope.only_places:
                return placed
            passages = [*placed, *(p for p in passages if p.clause.key not in located.standing)]
            near = [p for p in passages[len(placed) :] if p.score >= placed[0].score - NEAR]
            if self.may_lead(placed[0], scope, placed):
                return [*placed, *near]
            now = self._replacing(placed, passages, scope, 1.0)
            return [now, *placed, *(p for p in near if p is not now)] if now else [*placed, *near]
        top = max(p.score for p in passages[:3])
        near = [p for p in passages if p.score >= top - NEAR]
        leaders = [p for p in near if p.score >= top - LEAD_NEAR and self.may_lead(p, scope, near)]
        if scope.of_contract and leaders and all(p.document.tier >= 3 for p in leaders):
            # asked whether the contract says so, a position can't answer: the contract does, or its silence
            leaders = [p for p in passages if self._bargained(p, scope, top)] or leaders
        if leaders:
            # Authority decides between clauses that fit about equally; a clearly better fit is not pushed down.
            best = max(p.score for p in leaders)
            lead = min(leaders, key=lambda p: (self._tier(p, scope), not self._own(p, scope), not self._official(p, best), -p.score))
            if scope.of_duty:
                lead = self._dutiful(lead, near, scope)
            if (carried := self._carrying(near, passages, scope, lead)) is not None:
                lead = carried
            return [lead, *(p for p in near if p is not lead)]
        if (now := self._replacing(near, passages, scope)) is not None:
            return [now, *near]
        return sorted(near, key=lambda p: (not self.may_lead(p, scope, near), -p.score))

    def _placed(self, passages: Sequence[Passage], scope: Scope, located: Located) -> list[Passage]:
        """The passages at the places that a question names: what holds now first, and of several places each in turn.

        Who only wants to read a place gets it in the document's own order, who asks more gets the part that answers best.
        """
        standing, exact = located.standing, located.exact
        held = [p for p in passages if p.clause.key in standing]

        best: dict[str, float] = {}
        for p in held:
            best[p.document.id] = max(best.get(p.document.id, p.score), p.score)

        def order(p: Passage) -> tuple:
            official = p.document.basis == "official"
            reading = (p.clause.key not in exact, p.document.tier, not official, -best[p.document.id], p.row)
            return reading if scope.only_places else (-p.score - OFFICIAL_NEAR * official, p.row)

        turns: dict[tuple[bool, int], int] = {}
        keyed = []
        for p in sorted(held, key=order):
            late = not self.may_lead(p, scope, held)
            turn = turns.get((late, standing[p.clause.key]), 0)
            turns[late, standing[p.clause.key]] = turn + 1
            keyed.append(((late, turn, standing[p.clause.key]), p))
        return [p for _, p in sorted(keyed, key=lambda pair: pair[0])]

    def _nearest(self, passages: Sequence[Passage], ordered: list[Passage], located: Located | None) -> list[Passage]:
        """What is shown beside a no: for a place that is not there, the clauses whose numbers come nearest."""
        keys = [key for one in located.absent for key in one.nearest] if located and not located.standing else []
        by_key = {p.clause.key: p for p in passages}
        return [by_key[key] for key in keys if key in by_key] or ordered

    def _replacing(self, near: Sequence[Passage], passages: Sequence[Passage], scope: Scope, reach: float = REPLACED_NEAR) -> Passage | None:
        """Where only what has been replaced is near: the best clause of what replaced it, so that the old never leads alone."""
        replaced = [p.document for p in near if p.status == "superseded"]
        after = {new.id for old in replaced if (new := self.library.replaced_by(old, scope.as_of))}
        live = [p for p in passages if p.document.id in after and self.may_lead(p, scope, near) and not self.gap(p)]
        carried = self._carrying(near, passages, scope, None)
        if carried is not None:
            return carried
        best = max(live, key=lambda p: p.score, default=None)
        return best if best is not None and best.score >= near[0].score - reach else None

    def _carrying(self, near: Sequence[Passage], passages: Sequence[Passage], scope: Scope, lead: Passage | None) -> Passage | None:
        """Where a clause that has been replaced fits better than what would lead: the clause of its successor at the same place.

        "Article 72 (2026 carry-over)" stands for Article 72, Paragraph C of 2023, and Paragraph G of 2026 does not.
        """
        old = max(near, key=lambda p: p.score, default=None)
        if old is None or old.status != "superseded" or old.document.id in scope.documents:
            return None
        after = self.library.replaced_by(old.document, scope.as_of)
        if after is None or (lead is not None and lead.document.id != after.id):
            return None
        held = dict(numberings(old.clause.locator)[:1])
        fits = [
            (len(steps), p.score, p)
            for p in passages
            if p.document.id == after.id and self.may_lead(p, scope, near) and not self.gap(p)
            for level, steps in numberings(p.clause.locator)[:1]
            if level in held and held[level][: len(steps)] == steps
        ]
        return max(fits, key=lambda fit: fit[:2])[2] if fits else None

    def _spread(self, ordered: list[Passage], scope: Scope) -> list[Passage]:
        """With no union known, each union's best clause in force before any union's second, the lead staying first."""
        seen: dict[frozenset[str], int] = {}
        keyed = []
        for at, passage in enumerate(ordered):
            group = self.library.unions_of(passage.document) or frozenset({passage.document.id})
            keyed.append(((at > 0, seen.get(group, 0), self._gone(passage, scope), at), passage))
            seen[group] = seen.get(group, 0) + 1
        return [passage for _, passage in sorted(keyed, key=lambda pair: pair[0])]

    def may_lead(self, passage: Passage, scope: Scope, beside: Sequence[Passage]) -> bool:
        """Whether a passage may be the first citation: in force, of the person's union, and no article."""
        if passage.document.id in scope.documents:
            return True
        if (
            self._gone(passage, scope)
            or passage.clause.claim
            or self.told_of(passage)
            or (passage.document.tier == 5 and any(p.document.tier < 5 for p in beside))
        ):
            return False
        return not self._foreign(passage, scope)

    def told_of(self, passage: Passage) -> bool:
        """Whether a clause only tells what sources say of a rule, which is not the rule."""
        return passage.clause.locator.lower().startswith("disagreement")

    def _gone(self, passage: Passage, scope: Scope) -> bool:
        return passage.status in _GONE and passage.document.id not in scope.documents

    def _foreign(self, passage: Passage, scope: Scope) -> bool:
        if not scope.unions:
            return False
        if not self.library.unions_of(passage.document):  # an agreement of a union that no list knows is not this person's
            return bool(passage.document.union) and passage.document.kind in AGREEMENTS
        return not self.of_union(passage, scope)

    def of_union(self, passage: Passage, scope: Scope) -> bool:
        """Whether a passage's document is of one of the scope's unions, of one around it or within it."""
        own = self.library.unions_of(passage.document)
        wanted = {one for union in scope.unions for one in lineage(union)}
        return bool(own & wanted) or any(set(lineage(one)) & set(scope.unions) for one in own)

    def _tier(self, passage: Passage, scope: Scope) -> int:
        document = passage.document
        if passage.status == "proposed":
            return 6
        if document.tier == 2 and (scope.places or not (scope.unions or scope.documents)):
            return 1  # a place's law was asked for, or with no union known nothing binds the person more than a law does
        return document.tier

    def _dutiful(self, lead: Passage, near: Sequence[Passage], scope: Scope) -> Passage:
        """Asked what must be done: a clause of the same document that says so, before one that fits little better and only permits or tells.

        A definition says least of all what must be done: it gives way to any duty that is near enough to answer.
        """
        force = self._force(lead)
        reach = NEAR if force == "defines" else DUTY_NEAR
        beside = [p for p in near if p.document is lead.document and p.score >= lead.score - reach and self.may_lead(p, scope, near)]
        return lead if force in _BINDING else next((p for p in beside if self._force(p) in _BINDING), lead)

    def _force(self, passage: Passage) -> str:
        return force_of(passage.document.quote(passage.clause), passage.document, self.silent(passage, passage.clause.span))

    def _bargained(self, passage: Passage, scope: Scope, top: float) -> bool:
        near = passage.score >= top - CONTRACT_NEAR and passage.document.kind in AGREEMENTS
        return near and self.of_union(passage, scope) and self.may_lead(passage, scope, ()) and not self.gap(passage)

    def _own(self, passage: Passage, scope: Scope) -> bool:
        """Whether a passage is of a union asked about itself, and not only of one around it: a local's agreement leads its parent's."""
        return not scope.unions or bool(self.library.unions_of(passage.document) & set(scope.unions))

    def _official(self, passage: Passage, best: float) -> bool:
        """Official text leads a digest of the same tier where it answers as well, not merely where it is near."""
        return passage.document.basis == "official" and passage.score >= best - OFFICIAL_NEAR

    def _beneath(self, rest: list[Passage], scope: Scope) -> list[Passage]:
        """What else bears on the question by tier, and then as history what has expired or been replaced."""
        live = [p for p in rest if not self._gone(p, scope)]
        gone = [p for p in rest if self._gone(p, scope)][:HISTORY]
        return _by_tier(live[: ALSO - len(gone)]) + gone

    def _others(self, passages: Sequence[Passage], ordered: list[Passage], scope: Scope) -> list[Passage]:
        """Passages that are not near enough to answer and may still bear on the question: other documents', and history."""
        held = {p.document.id for p in ordered}
        top = max(p.relevance for p in passages)
        return [p for p in passages if p.document.id not in held and p.relevance >= top - 0.3 and not self._foreign(p, scope)]

    def gap(self, passage: Passage) -> bool:
        """Whether a clause is a digest's own list of what could not be found: then nobody knows, and the answer says so.

        A clause on the very subject that records an absence ("no clause on training") does answer: no.
        """
        clause = passage.clause
        unknown = all(any(mark.kind == "unknown" for mark in fact.marks) for fact in clause.facts)
        return bool(clause.facts) and unknown and (clause.locator == "[gaps]" or clause.locator.lower() == "not found")

    # --- words ---

    def cite(self, question: str, vector: np.ndarray, passage: Passage) -> Citation:
        """The part of a passage that answers, as a citation with the force that its words have."""
        span, best = best_span(self.index, vector, passage, question)
        silent = self.silent(passage, best)
        text = passage.document.text
        force = force_of(span.of(text), passage.document, silent)
        if force not in ("reserves", "requires_consent") and not asks_for_a_place(question):
            # of several sentences quoted together, the one that fits the question tells what the clause does about it
            told = next(f for f in (force_of(best.of(text), passage.document, silent), force) if f != "informs" or force == f)
            # but leave that is given beneath a duty is no leave alone: "must be told, and may opt out" does not permit
            first = force_of(next(iter(sentences(text, span.start, span.end)), span).of(text), passage.document, silent)
            force = first if told == "permits" and first in ("requires", "requires_consent", "prohibits") else told
        return Citation(passage.document, passage.clause, span, passage.status, force)

    def silent(self, passage: Passage, span: Span) -> bool:
        """Whether what stands there is the record that a document has no such rule, or that nobody could tell."""
        facts = [fact for fact in passage.clause.facts if fact.span.start <= span.start < fact.span.end]
        return any(mark.kind in ("absent", "unknown") for fact in facts for mark in fact.marks)

    def state(self, citation: Citation) -> Statement:
        """A citation as a statement: who says it, where, with what force, and the words."""
        return Statement(f"{introduce(citation, self.library)}: “{citation.quote}”", (citation,))


def led_by(first: Statement, outcome: Outcome, notes: Sequence[str]) -> Outcome:
    """The outcome with this statement before all others, and no second time; what was an honest no is now answered by it."""
    places = {citation.place for citation in first.citations}
    clauses = {citation.clause.key for citation in first.citations}
    rest = tuple(s for s in outcome.statements if not clauses & {citation.clause.key for citation in s.citations})
    also = tuple(c for c in outcome.also if c.place not in places)
    merged = tuple(dict.fromkeys([*notes, *outcome.notes]))
    return Answer(outcome.asked, (first, *rest), also, merged)


def introduce(citation: Citation, library: Library) -> str:
    """Who says it, where, and with what force: "Article 72, Paragraph E of the 2026 MBA (in force) prohibits"."""
    document, clause = citation.document, citation.clause
    where = clause.locator if clause.locator != clause.heading else f"“{clause.heading}”"
    on, printed = clause.page_at(citation.span.start)
    page = f", p. {printed or on}" if on else ""
    standing = {
        "in_force": "",
        "expired": ", expired",
        "superseded": ", replaced by a later agreement",
        "not_yet": ", not yet in force",
        "proposed": ", proposed and not in force",
        "statement": "",
    }[citation.status]
    verb = VERBS[citation.force]
    if clause.claim:
        verb = f"reports a claim that the documents leave {_CLAIMED[clause.claim.verdict]}"
    short = document.title.split(" — ")[0].split(" (")[0]
    return f"{short}, {where}{page}{standing}, {verb}"


_CLAIMED = {
    "supported": "supported",
    "contradicted": "contradicted",
    "unsupported": "unsupported",
    "partly": "only partly supported",
}


def _by_tier(passages: list[Passage]) -> list[Passage]:
    return sorted(passages, key=lambda p: (p.status in _GONE, p.document.tier, -p.score))


def _nearest_note(nearest: tuple[Citation, ...]) -> tuple[str, ...]:
    advice = "Ask your representative: they can look further than the documents held here."
    if not nearest:
        return (advice,)
    return ("The clauses listed are the nearest that were found; they do not answer the question.", advice)
