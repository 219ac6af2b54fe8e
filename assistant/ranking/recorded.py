"""What a digest records of its own clauses: a gap, an absence, a report of what others say."""

from __future__ import annotations

from assistant.answer import Passage
from corpus import Span


def reported(passage: Passage) -> bool:
    """Whether a clause only tells what sources say of a rule, which is not the rule."""
    return passage.clause.locator.lower().startswith("disagreement")


def gap(passage: Passage) -> bool:
    """Whether a clause is a digest's own list of what could not be found.

    Nobody knows, and that is said.

    A clause on the very subject that records an absence ("no clause on training") does answer: no.
    """
    clause = passage.clause
    unknown = all(any(mark.kind == "unknown" for mark in fact.marks) for fact in clause.facts)
    listed = clause.locator == "[gaps]" or clause.locator.lower() == "not found"
    return bool(clause.facts) and unknown and listed


def silent(passage: Passage, span: Span) -> bool:
    """Whether a span is the record that a document has no such rule, or that nobody could tell."""
    facts = [fact for fact in passage.clause.facts if fact.span.start <= span.start < fact.span.end]
    return any(mark.kind in ("absent", "unknown") for fact in facts for mark in fact.marks)
