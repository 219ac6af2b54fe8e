"""What leads: of the passages that answer, what controls stands first, and beneath it the rest by
tier.

Binding, in force on the day and of the person's union comes before what is not; a clause that has
been replaced never leads alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Passage
from assistant.question.locate import Located
from assistant.question.query import Query
from assistant.question.scope import Scope
from assistant.ranking.authority import OFFICIAL_NEAR, Beside, authority
from assistant.ranking.recorded import gap, reported
from assistant.ranking.rows import of_a_rate, table_asked
from assistant.ranking.whose import abroad, at_home, of_another, of_union
from corpus import AGREEMENTS, NOT_IN_FORCE, Library

ALSO = 6
HISTORY = 2
#: How far below the best a passage's relevance may lie and still be part of the answer.
NEAR = 0.20
#: How far below the best it may lie and still lead because it stands higher in authority.
LEAD_NEAR = 0.04
#: How far below the best an agreement of the person's union may lie and still lead where the
#: contract itself is asked about.
CONTRACT_NEAR = 0.35
#: How far below what it replaced the clause in force may lie and still lead.
REPLACED_NEAR = 0.30


@dataclass(frozen=True)
class Order:
    """Puts passages in the order in which they are told, over one library."""

    library: Library

    def arrange(self, passages: Sequence[Passage], query: Query) -> list[Passage]:
        """The passages that answer, what controls first.

        Only passages near the best in relevance take part; among them what REASONS put first leads,
        so a principle or an expired contract never stands in for the agreement beside it.
        """
        scope, located = query.scope, query.located
        passages = self._of_the_country(passages, scope)
        if not passages:
            return []
        if located and (placed := self._placed(passages, scope, located)):
            only = scope.only_places
            return placed if only else self._around(placed, passages, scope, located)
        top = max(p.score for p in passages[:3])
        near = self.for_asker([p for p in passages if p.score >= top - NEAR], scope)
        lead = self._in_its_stead(near, passages, scope) or self._leading(
            near, passages, scope, top
        )
        if lead and of_a_rate(query.standalone, lead):
            lead = table_asked(query.standalone, lead, passages) or lead
        if lead:
            return [lead, *(p for p in near if p is not lead)]
        return sorted(near, key=lambda p: (not self.may_lead(p, scope, near), -p.score))

    def _of_the_country(self, passages: Sequence[Passage], scope: Scope) -> Sequence[Passage]:
        """A member who names no place is answered by no law of another country, unless nothing is
        left.
        """
        if not scope.unions or scope.places or scope.documents:
            return passages
        home = at_home(scope, self.library)
        return [p for p in passages if not abroad(p.document, home, self.library)] or passages

    def _in_its_stead(
        self, near: Sequence[Passage], passages: Sequence[Passage], scope: Scope
    ) -> Passage | None:
        """What replaced the best passage, where that no longer applies."""
        gone = bool(near) and self.gone(near[0], scope)
        return self._replacing(near[:1], passages, scope) if gone else None

    def _leading(
        self, near: Sequence[Passage], passages: Sequence[Passage], scope: Scope, top: float
    ) -> Passage | None:
        """Of what fits about equally the one that REASONS put first.

        What fits clearly better stays before it.
        """
        live = [p for p in near if self.may_lead(p, scope, near)]
        best = max((p.score for p in live), default=0.0)
        reach = {True: OFFICIAL_NEAR, False: LEAD_NEAR}
        leaders = [p for p in live if p.score >= best - reach[p.document.basis == "official"]]
        if scope.of_contract and leaders and all(p.document.tier >= 3 for p in leaders):
            # asked whether the contract says so, a position can't answer: it does, or its silence
            leaders = [p for p in passages if self._bargained(p, scope, top)] or leaders
        beside = Beside(scope, self.library, best)
        return min(leaders, key=lambda p: (*authority(p, beside), -p.score), default=None)

    def _bargained(self, passage: Passage, scope: Scope, top: float) -> bool:
        near = passage.score >= top - CONTRACT_NEAR and passage.document.kind in AGREEMENTS
        theirs = near and of_union(passage.document, scope, self.library)
        return theirs and self.may_lead(passage, scope, ()) and not gap(passage)

    def _around(
        self, placed: list[Passage], passages: Sequence[Passage], scope: Scope, located: Located
    ) -> list[Passage]:
        """The passages at the places named, then those that fit about as well.

        Before what no longer applies stands what replaced it.
        """
        others = [p for p in passages if p.clause.key not in located.standing]
        near = [p for p in others if p.score >= placed[0].score - NEAR]
        if self.may_lead(placed[0], scope, placed):
            return [*placed, *near]
        now = self._replacing(placed, [*placed, *others], scope, 1.0)
        return [now, *placed, *(p for p in near if p is not now)] if now else [*placed, *near]

    def _placed(self, passages: Sequence[Passage], scope: Scope, located: Located) -> list[Passage]:
        """The passages at the places that a question names.

        What holds now first, of several places in turn.
        """
        standing = located.standing
        held = [p for p in passages if p.clause.key in standing]
        ordered = _as_read(held, located) if scope.only_places else _as_asked(held)
        turns: dict[tuple[bool, int], int] = {}
        keyed = []
        for p in ordered:
            late, place = not self.may_lead(p, scope, held), standing[p.clause.key]
            turns[late, place] = turns.get((late, place), 0) + 1
            keyed.append(((late, turns[late, place], place), p))
        return [p for _, p in sorted(keyed, key=lambda pair: pair[0])]

    def nearest(
        self, passages: Sequence[Passage], ordered: list[Passage], located: Located | None
    ) -> list[Passage]:
        """What is shown beside a no.

        For a place that is not there, the clauses with the nearest numbers.
        """
        absent = located.absent if located and not located.standing else ()
        keys = [key for one in absent for key in one.nearest]
        by_key = {p.clause.key: p for p in passages}
        return [by_key[key] for key in keys if key in by_key] or ordered

    def _replacing(
        self,
        near: Sequence[Passage],
        passages: Sequence[Passage],
        scope: Scope,
        reach: float = REPLACED_NEAR,
    ) -> Passage | None:
        """Where only what has been replaced is near.

        The best clause of what replaced it, if that is near too.

        So the old leads no question that the new answers.
        """
        replaced = [p.document for p in near if p.status == "superseded"]
        news = (self.library.replaced_by(old, scope.as_of) for old in replaced)
        after = {new.id for new in news if new}
        held = (p for p in passages if p.document.id in after)
        live = [p for p in held if self.may_lead(p, scope, near) and not gap(p)]
        best = max(live, key=lambda p: p.score, default=None)
        return best if best is not None and best.score >= near[0].score - reach else None

    def for_asker(self, passages: list[Passage], scope: Scope) -> list[Passage]:
        """The passages without other unions' agreements, which do not bind this person.

        All where nothing else is left.
        """

        def binds(passage: Passage) -> bool:
            bargained = passage.document.kind in AGREEMENTS
            return not bargained or not of_another(passage.document, scope, self.library)

        return [p for p in passages if binds(p)] or passages

    def may_lead(self, passage: Passage, scope: Scope, beside: Sequence[Passage]) -> bool:
        """Whether a passage may be the first citation.

        In force, of the person's union, and no article.
        """
        if passage.document.id in scope.documents:
            return True
        if self.gone(passage, scope) or passage.clause.claim or reported(passage):
            return False
        if gap(passage) and any(not gap(p) for p in beside):
            return False
        if passage.status == "proposed" and any(_adopted_beside(passage, p) for p in beside):
            return False
        if passage.document.tier == 5 and any(p.document.tier < 5 for p in beside):
            return False
        return not of_another(passage.document, scope, self.library)

    def gone(self, passage: Passage, scope: Scope) -> bool:
        """Whether a passage stands in what does not apply on the day, unless it was picked or named
        by its year.
        """
        document = passage.document
        start = document.effective or document.adopted
        of_year = bool(scope.version and start and start.year == scope.version)
        return passage.status in NOT_IN_FORCE and not (document.id in scope.documents or of_year)

    def beneath(self, rest: list[Passage], scope: Scope) -> list[Passage]:
        """What else bears on the question by tier, and then as history what has expired or been
        replaced.
        """
        live = [p for p in rest if not self.gone(p, scope)]
        gone = [p for p in rest if self.gone(p, scope)][:HISTORY]
        return _by_tier(live[: ALSO - len(gone)]) + gone

    def others(
        self, passages: Sequence[Passage], ordered: Sequence[Passage], scope: Scope
    ) -> Iterator[Passage]:
        """Passages not near enough to answer that may still bear on the question.

        Other documents', and history.
        """
        held = {p.document.id for p in ordered}
        top = max(p.relevance for p in passages)
        for p in passages:
            near = p.document.id not in held and p.relevance >= top - 0.3
            if near and not of_another(p.document, scope, self.library):
                yield p


def _adopted_beside(draft: Passage, other: Passage) -> bool:
    """Whether an agreement in force says something where one is only proposed."""
    both = draft.document.kind in AGREEMENTS and other.document.kind in AGREEMENTS
    return both and other.status == "in_force" and not gap(other)


def _as_read(held: Sequence[Passage], located: Located) -> list[Passage]:
    """As who wants to read a place gets it: in the document's own order."""
    best: dict[str, float] = {}
    for p in held:
        best[p.document.id] = max(best.get(p.document.id, p.score), p.score)

    def order(p: Passage) -> tuple[bool, int, bool, float, int]:
        exact, own = p.clause.key in located.exact, p.document.basis == "official"
        return not exact, p.document.tier, not own, -best[p.document.id], p.row

    return sorted(held, key=order)


def _as_asked(held: Sequence[Passage]) -> list[Passage]:
    """As who asks more of a place gets it: the part that answers best first."""

    def order(p: Passage) -> tuple[float, int]:
        return -p.score - OFFICIAL_NEAR * (p.document.basis == "official"), p.row

    return sorted(held, key=order)


def _by_tier(passages: list[Passage]) -> list[Passage]:
    return sorted(passages, key=lambda p: (p.status in NOT_IN_FORCE, p.document.tier, -p.score))
