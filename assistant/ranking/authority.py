"""What leads: of the passages that answer, what controls stands first, and beneath it what bears on the question by tier.

Binding and in force on the day, of the person's union, before what is not; a clause that has been replaced never leads alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Passage
from assistant.question.locate import Located, locate
from assistant.question.scope import Scope, fits_work, jurisdictions
from corpus import AGREEMENTS, NOT_IN_FORCE, Library, Span
from corpus.names import lineage, place_lineage

ALSO = 6
HISTORY = 2
#: How far below the best a passage's relevance may lie and still be part of the answer.
NEAR = 0.20
#: How far below the best it may lie and still lead because it stands higher in authority.
LEAD_NEAR = 0.04
#: How far below the best an official text may lie and still stand before a digest.
OFFICIAL_NEAR = 0.08
#: How far below the best an agreement of the person's union may lie and still lead where the contract itself is asked about.
CONTRACT_NEAR = 0.35
#: How far below what it replaced the clause in force may lie and still lead.
REPLACED_NEAR = 0.30


@dataclass(frozen=True)
class Order:
    """Puts passages in the order in which they are told, over one library."""

    library: Library

    def arrange(self, passages: Sequence[Passage], scope: Scope) -> list[Passage]:
        """The passages that answer, what controls first.

        Only passages near the best in relevance take part; among them the highest tier in force for the person's
        union leads, so a principle or an expired contract never stands in for the agreement beside it.
        """
        if not passages:
            return []
        if scope.unions and not scope.places and not scope.documents:
            home = self._home(scope)
            passages = [p for p in passages if not self._abroad(p, home)] or passages
        located = locate(scope, self.library)
        if located and (placed := self._placed(passages, scope, located)):
            return placed if scope.only_places else self._around(placed, passages, scope, located)
        top = max(p.score for p in passages[:3])
        near = self.for_asker([p for p in passages if p.score >= top - NEAR], scope)
        if (
            near
            and self.gone(near[0], scope)
            and (now := self._replacing(near[:1], passages, scope)) is not None
        ):
            return [now, *(p for p in near if p is not now)]
        live = [p for p in near if self.may_lead(p, scope, near)]
        best = max((p.score for p in live), default=0.0)
        leaders = [
            p
            for p in live
            if p.score >= best - (OFFICIAL_NEAR if p.document.basis == "official" else LEAD_NEAR)
        ]
        if scope.of_contract and leaders and all(p.document.tier >= 3 for p in leaders):
            # asked whether the contract says so, a position can't answer: the contract does, or its silence
            leaders = [p for p in passages if self._bargained(p, scope, top)] or leaders
        if leaders:
            # Authority decides between clauses that fit about equally; a clearly better fit is not pushed down.
            lead = min(
                leaders,
                key=lambda p: (*self._authority(p, scope), not self._official(p, best), -p.score),
            )
            return [lead, *(p for p in near if p is not lead)]
        return sorted(near, key=lambda p: (not self.may_lead(p, scope, near), -p.score))

    def _around(
        self, placed: list[Passage], passages: Sequence[Passage], scope: Scope, located: Located
    ) -> list[Passage]:
        """The passages at the places named, and those that fit about as well behind them; before what no longer applies, what replaced it."""
        others = [p for p in passages if p.clause.key not in located.standing]
        near = [p for p in others if p.score >= placed[0].score - NEAR]
        if self.may_lead(placed[0], scope, placed):
            return [*placed, *near]
        now = self._replacing(placed, [*placed, *others], scope, 1.0)
        return [now, *placed, *(p for p in near if p is not now)] if now else [*placed, *near]

    def _authority(self, passage: Passage, scope: Scope) -> tuple[int, bool, bool]:
        """What puts a clause before one that fits about as well: its tier, its own union, the kind of work asked about."""
        return (
            self._tier(passage, scope),
            not self._own(passage, scope),
            self._besides(passage, scope),
        )

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
            reading = (
                p.clause.key not in exact,
                p.document.tier,
                not official,
                -best[p.document.id],
                p.row,
            )
            return reading if scope.only_places else (-p.score - OFFICIAL_NEAR * official, p.row)

        turns: dict[tuple[bool, int], int] = {}
        keyed = []
        for p in sorted(held, key=order):
            late = not self.may_lead(p, scope, held)
            turn = turns.get((late, standing[p.clause.key]), 0)
            turns[late, standing[p.clause.key]] = turn + 1
            keyed.append(((late, turn, standing[p.clause.key]), p))
        return [p for _, p in sorted(keyed, key=lambda pair: pair[0])]

    def nearest(
        self, passages: Sequence[Passage], ordered: list[Passage], located: Located | None
    ) -> list[Passage]:
        """What is shown beside a no: for a place that is not there, the clauses whose numbers come nearest."""
        keys = (
            [key for one in located.absent for key in one.nearest]
            if located and not located.standing
            else []
        )
        by_key = {p.clause.key: p for p in passages}
        return [by_key[key] for key in keys if key in by_key] or ordered

    def _replacing(
        self,
        near: Sequence[Passage],
        passages: Sequence[Passage],
        scope: Scope,
        reach: float = REPLACED_NEAR,
    ) -> Passage | None:
        """Where only what has been replaced is near: the best clause of what replaced it, if that is near too, so that the old leads no
        question that the new answers."""
        replaced = [p.document for p in near if p.status == "superseded"]
        after = {new.id for old in replaced if (new := self.library.replaced_by(old, scope.as_of))}
        live = [
            p
            for p in passages
            if p.document.id in after and self.may_lead(p, scope, near) and not self.gap(p)
        ]
        best = max(live, key=lambda p: p.score, default=None)
        return best if best is not None and best.score >= near[0].score - reach else None

    def _abroad(self, passage: Passage, home: set[str]) -> bool:
        """Whether a passage is of no union, and of a country with which the person's union has nothing to do."""
        own = set() if self.library.unions_of(passage.document) else jurisdictions(passage.document)
        return bool(own) and all(place_lineage(one)[-1] not in home for one in own)

    def _home(self, scope: Scope) -> set[str]:
        """The countries in which the scope's unions have agreements; the United States where none of these says."""
        wanted = {one for union in scope.unions for one in lineage(union)}
        theirs = [d for d in self.library if wanted & self.library.unions_of(d)]
        return {place_lineage(place)[-1] for d in theirs for place in jurisdictions(d)} or {"US"}

    def for_asker(self, passages: list[Passage], scope: Scope) -> list[Passage]:
        """The passages without other unions' agreements, which do not bind this person; all where nothing else is left."""
        return [
            p for p in passages if p.document.kind not in AGREEMENTS or not self._foreign(p, scope)
        ] or passages

    def may_lead(self, passage: Passage, scope: Scope, beside: Sequence[Passage]) -> bool:
        """Whether a passage may be the first citation: in force, of the person's union, and no article."""
        if passage.document.id in scope.documents:
            return True
        if (
            self.gone(passage, scope)
            or passage.clause.claim
            or self.told_of(passage)
            or (self.gap(passage) and any(not self.gap(p) for p in beside))
            or (passage.document.tier == 5 and any(p.document.tier < 5 for p in beside))
        ):
            return False
        return not self._foreign(passage, scope)

    def told_of(self, passage: Passage) -> bool:
        """Whether a clause only tells what sources say of a rule, which is not the rule."""
        return passage.clause.locator.lower().startswith("disagreement")

    def gone(self, passage: Passage, scope: Scope) -> bool:
        """Whether a passage stands in what does not apply on the day, unless it was asked for: picked, or named by its year."""
        document = passage.document
        start = document.effective or document.adopted
        asked = document.id in scope.documents or bool(
            scope.version and start and start.year == scope.version
        )
        return passage.status in NOT_IN_FORCE and not asked

    def _foreign(self, passage: Passage, scope: Scope) -> bool:
        if not scope.unions:
            return False
        if not self.library.unions_of(
            passage.document
        ):  # an agreement of a union that no list knows is not this person's
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

    def _bargained(self, passage: Passage, scope: Scope, top: float) -> bool:
        near = passage.score >= top - CONTRACT_NEAR and passage.document.kind in AGREEMENTS
        return (
            near
            and self.of_union(passage, scope)
            and self.may_lead(passage, scope, ())
            and not self.gap(passage)
        )

    def _own(self, passage: Passage, scope: Scope) -> bool:
        """Whether a passage is of a union asked about itself, and not only of one around it: a local's agreement leads its parent's."""
        return not scope.unions or bool(
            self.library.unions_of(passage.document) & set(scope.unions)
        )

    def _besides(self, passage: Passage, scope: Scope) -> bool:
        """Whether a passage is of an agreement for other work than the question's, or where it names none, not its union's principal one."""
        document, fits = (
            passage.document,
            fits_work(passage.document, passage.clause, scope, self.library),
        )
        if fits is not None:
            return not fits
        principal = any(
            d.principal for d in self.library.sisters(document)
        ) and document.id not in (*scope.named, *scope.documents)
        return bool(document.work) and not document.principal and principal

    def _official(self, passage: Passage, best: float) -> bool:
        """Official text leads a digest of the same tier where it answers as well, not merely where it is near."""
        return passage.document.basis == "official" and passage.score >= best - OFFICIAL_NEAR

    def beneath(self, rest: list[Passage], scope: Scope) -> list[Passage]:
        """What else bears on the question by tier, and then as history what has expired or been replaced."""
        live = [p for p in rest if not self.gone(p, scope)]
        gone = [p for p in rest if self.gone(p, scope)][:HISTORY]
        return _by_tier(live[: ALSO - len(gone)]) + gone

    def others(
        self, passages: Sequence[Passage], ordered: list[Passage], scope: Scope
    ) -> list[Passage]:
        """Passages that are not near enough to answer and may still bear on the question: other documents', and history."""
        held = {p.document.id for p in ordered}
        top = max(p.relevance for p in passages)
        return [
            p
            for p in passages
            if p.document.id not in held
            and p.relevance >= top - 0.3
            and not self._foreign(p, scope)
        ]

    def gap(self, passage: Passage) -> bool:
        """Whether a clause is a digest's own list of what could not be found: then nobody knows, and the answer says so.

        A clause on the very subject that records an absence ("no clause on training") does answer: no.
        """
        clause = passage.clause
        unknown = all(any(mark.kind == "unknown" for mark in fact.marks) for fact in clause.facts)
        return (
            bool(clause.facts)
            and unknown
            and (clause.locator == "[gaps]" or clause.locator.lower() == "not found")
        )

    def silent(self, passage: Passage, span: Span) -> bool:
        """Whether what stands there is the record that a document has no such rule, or that nobody could tell."""
        facts = [
            fact for fact in passage.clause.facts if fact.span.start <= span.start < fact.span.end
        ]
        return any(mark.kind in ("absent", "unknown") for fact in facts for mark in fact.marks)


def _by_tier(passages: list[Passage]) -> list[Passage]:
    return sorted(passages, key=lambda p: (p.status in NOT_IN_FORCE, p.document.tier, -p.score))
