"""One question, from its words to its citations: what was searched, ranked, cited, and why."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import Assistant, Passage, Question
from assistant.answer import Citation, numbered
from assistant.ranking.evidence import Evidence
from corpus import Clause
from evals.cases import Case
from evals.judge import TODAY, grades


def explain(assistant: Assistant, case: Case, k: int = 10) -> str:
    """Lines for a person: the question as read, the ranking by sign, the judgement, the quotes."""
    question = Question(
        case.question, case.union, case.documents, (), case.as_of or TODAY, case.history, k
    )
    found = assistant.trace(question)
    outcome = found.outcome
    wanted = set(grades(assistant.library, case))
    seen = {passage.clause.key for passage, _ in found.shares}
    return "\n".join(
        [
            f"{case.id}: {case.question}",
            f"  stands alone as: {outcome.asked.standalone}",
            f"  scope: {outcome.asked.scope}",
            "",
            "ranked:",
            *(line for one in found.shares for line in _ranked(*one, wanted)),
            *(f"  wanted, and not among these: {key}" for key in sorted(wanted - seen)),
            "",
            _judged(found.evidence, outcome.status, case.status),
            "",
            "cited:",
            *([f"  leads because: {', '.join(found.because)}"] if found.because else ()),
            *(_cited(*one, wanted) for one in numbered(outcome.statements).values()),
            *(f"  note: {note}" for note in outcome.notes),
        ]
    )


def _ranked(passage: Passage, shares: dict[str, float], wanted: set[str]) -> Iterator[str]:
    mark, key = _mark(passage.clause, wanted), passage.clause.key[:100]
    yield f" {mark}{passage.rank:3} {passage.score:6.3f}  {key} ({passage.status})"
    yield " " * 10 + ", ".join(f"{name} {value:+.3f}" for name, value in shares.items() if value)


def _judged(held: Evidence, status: str, wanted: str) -> str:
    about = "about" if held.about_ai else "not about"
    return (
        f"judged: {status} (wanted {wanted}); relevance {held.relevance:.3f}, "
        f"coverage {held.coverage:.3f}, {about} AI, weight {held.weight:+.2f} (an answer from 0 on)"
    )


def _cited(number: int, citation: Citation, wanted: set[str]) -> str:
    mark, quote = _mark(citation.clause, wanted), " ".join(citation.quote.split())[:160]
    key, told = citation.clause.key[:100], f"{citation.status}, {citation.force}"
    return f" {mark}[{number}] {key} ({told}): “{quote}”"


def _mark(clause: Clause, wanted: set[str]) -> str:
    return "*" if clause.key in wanted else " "
