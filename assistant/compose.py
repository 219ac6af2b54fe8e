"""Passages become statements that are exact quotations, or an honest no, with notes in plain words. No language model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answer import Abstention, Answer, Asked, Citation, Outcome, Passage, Statement
from assistant.conflicts import notes_of
from assistant.excerpt import best_span
from assistant.force import VERBS, force_of
from assistant.judge import Verdict, came_later
from assistant.locate import locate, remarks
from assistant.notes import notes_on, which_union
from assistant.order import Order
from assistant.scope import Scope, asks_for_a_place
from corpus import ClauseIndex, Library, Span
from corpus.words import sentences

STATEMENTS = 5
_LONG = 700


@dataclass(frozen=True)
class Composer(Order):
    """Puts passages that are in order into words: an Answer or an Abstention, over one library and index."""

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
            ordered = self.spread(ordered, scope)
        located = locate(scope, self.library)
        if verdict.status == "not_found":
            nearest = tuple(self.cite(asked.standalone, vector, p) for p in self.nearest(passages, ordered, located)[:3])
            return Abstention(asked, "not_found", verdict.message, also=nearest, notes=_nearest_note(nearest))
        leading = ordered[0]
        # what has expired or been replaced stands last among what is cited, as history
        chosen = sorted(ordered[:STATEMENTS], key=lambda p: p is not leading and self.gone(p, scope))
        cited = [(passage, self.cites(asked.standalone, vector, passage)) for passage in chosen]
        statements = tuple(self.state(*citations) for _, citations in cited)
        taken = {(p.document.id, p.clause.key) for p, _ in cited}
        rest = [
            p for p in ordered[STATEMENTS:] + self.others(passages, ordered, scope) if (p.document.id, p.clause.key) not in taken
        ]
        also = tuple(self.cite(asked.standalone, vector, p) for p in self.beneath(rest, scope))
        bears = [citation for _, citations in cited for citation in citations]
        notes = (*notes_of(bears, self.library), *notes_on(bears, list(also), scope, self.library))
        if not scope.unions and not history and (ask := which_union([p for p, _ in cited], self.library)):
            notes = (ask, *notes)
        if located:
            notes = (*remarks(located, [(p.document, p.clause) for p, _ in cited], scope, self.library), *notes)
        if self.gap(leading):
            message = "The documents record that this could not be settled: what is known, and what is not, is quoted below."
            return Abstention(asked, "not_found", message, statements, also, notes)
        return Answer(asked, statements, also, notes)

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

    def cites(self, question: str, vector: np.ndarray, passage: Passage) -> tuple[Citation, ...]:
        """What to quote of a passage that answers: of a digest's long clause its rule, and then the part that fits the question.

        A side remark may fit best ("one consent may cover later commercials") and mislead without the rule that it is about.
        """
        fits, facts = self.cite(question, vector, passage), passage.clause.facts
        if len(facts) < 2 or passage.document.tier > 3 or fits.span.start <= facts[0].span.start or asks_for_a_place(question):
            return (fits,)
        document, text = passage.document, passage.document.text
        forces = [force_of(fact.span.of(text), document, self.silent(passage, fact.span)) for fact in facts]
        at = next((n for n, force in enumerate(forces) if force != "informs"), 0)
        rule = facts[at].span
        if rule.end > fits.span.start:  # the rule is what fits, or stands after it
            return (fits,)
        if not text[rule.end : fits.span.start].strip() and fits.span.end - rule.start <= _LONG:  # they touch: one quotation
            return (replace(fits, span=Span(rule.start, fits.span.end), force=forces[at]),)
        return (replace(fits, span=rule, force=forces[at]), fits)

    def state(self, *citations: Citation) -> Statement:
        """Citations of one clause as a statement: who says it, where, with what force, and the words."""
        words = " … ".join(f"“{citation.quote}”" for citation in citations)
        return Statement(f"{introduce(citations[0], self.library)}: {words}", citations)


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


def _nearest_note(nearest: tuple[Citation, ...]) -> tuple[str, ...]:
    advice = "Ask your representative: they can look further than the documents held here."
    if not nearest:
        return (advice,)
    return ("The clauses listed are the nearest that were found; they do not answer the question.", advice)
