"""One question, from its words to its citations: what was searched, how each clause was ranked,
what was cited and why.
"""

from __future__ import annotations

from assistant import Assistant, Question
from assistant.answer import numbered
from evals.cases import Case, stands
from evals.judge import TODAY


def explain(assistant: Assistant, case: Case, k: int = 10) -> str:
    """Lines for a person: the question as understood, the ranking with what each sign gave, the
    judgement, the citations.
    """
    question = Question(
        case.question, case.union, case.documents, (), case.as_of or TODAY, case.history, k
    )
    outcome, found = assistant.ask(question), assistant.trace(question)
    wanted = {
        clause.key
        for one in case.clauses
        if one.document in assistant.library
        for clause in assistant.library[one.document].clauses
        if stands(clause, one)
    }
    out = [
        f"{case.id}: {case.question}",
        f"  stands alone as: {outcome.asked.standalone}",
        f"  scope: {outcome.asked.scope}",
        "",
        "ranked:",
    ]
    for passage, shares in found.shares:
        mark = "*" if passage.clause.key in wanted else " "
        out.append(
            f" {mark}{passage.rank:3} {passage.score:6.3f}  {passage.clause.key[:100]} "
            f"({passage.status})"
        )
        out.append(
            "          "
            + ", ".join(f"{name} {value:+.3f}" for name, value in shares.items() if value)
        )
    low = sorted(wanted - {passage.clause.key for passage, _ in found.shares})
    out += [f"  wanted, and not among these: {key}" for key in low]
    e = found.evidence
    out += [
        "",
        f"judged: {outcome.status} (wanted {case.status}); relevance {e.relevance:.3f}, coverage "
        f"{e.coverage:.3f}, "
        f"{'about' if e.about_ai else 'not about'} AI, weight {e.weight:+.2f} (an answer from 0 "
        "on)",
        "",
        "cited:",
    ]
    for number, citation in numbered(outcome.statements).values():
        mark = "*" if citation.clause.key in wanted else " "
        out.append(
            f" {mark}[{number}] {citation.clause.key[:100]} ({citation.status}, {citation.force}): "
            f"“{' '.join(citation.quote.split())[:160]}”"
        )
    return "\n".join(out + [f"  note: {note}" for note in outcome.notes])
