"""What is measured of each question, then over all of them. A question that failed scores zero and stays in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from assistant import Answer, Assistant, Outcome, Question
from corpus import PinciteError
from evals.cases import Case

TODAY = date(2026, 11, 24)  # the day the cases were written for, so that a run next year gives the same figures


@dataclass(frozen=True, slots=True)
class Result:
    """One case as answered. `first` is the rank of the first right clause, 0 where it is not among those found."""

    case: Case
    status: str
    first: int = 0
    cited: bool = False
    lead: str = ""
    wrong_lead: bool = False
    exact: bool = True
    milliseconds: float = 0.0
    error: str = ""


def run_case(assistant: Assistant, case: Case, k: int = 10) -> Result:
    """Ask one case the way a member would, on the shipped path."""
    question = Question(case.question, union=case.union, as_of=case.as_of or TODAY, history=case.history, k=k)
    try:
        outcome = assistant.ask(question)
        passages, _ = assistant.search(question)
    except PinciteError as error:
        return Result(case, "error", error=str(error))
    wanted = {(document, locator, heading) for document, locator, heading, _ in case.clauses}
    ranks = [p.rank for p in passages if (p.document.id, p.clause.locator, p.clause.heading) in wanted]
    citations = [citation for statement in outcome.statements for citation in statement.citations]
    lead = citations[0] if citations and isinstance(outcome, Answer) else None
    return Result(
        case,
        outcome.status,
        first=min(ranks, default=0),
        cited=any((c.document.id, c.clause.locator, c.clause.heading) in wanted for c in citations),
        lead=lead.clause.key if lead else "",
        wrong_lead=bool(lead) and _must_not_lead(lead.document.id, lead.status, case, assistant),
        exact=_exact(outcome, assistant),
        milliseconds=outcome.asked.timings_ms.get("total", 0.0),
    )


def _must_not_lead(document: str, status: str, case: Case, assistant: Assistant) -> bool:
    if document in case.must_not_lead:
        return True
    named = {one for one, _, _, _ in case.clauses}
    return document not in named and (status in ("expired", "superseded", "not_yet") or assistant.library[document].tier == 5)


def _exact(outcome: Outcome, assistant: Assistant) -> bool:
    found = outcome.json()
    return all(
        assistant.library[c["document"]].text[c["start"] : c["end"]] == c["quote"] for c in [*found["citations"], *found["also"]]
    )


def summary(results: list[Result]) -> dict[str, float]:
    """The figures an answer is judged by, each a share of 100; false answers and refusals apart."""
    answerable = [r for r in results if r.case.status == "answered"]
    refusable = [r for r in results if r.case.status != "answered"]

    def share(some: list[Result], good) -> float:
        return 100 * sum(bool(good(r)) for r in some) / len(some) if some else float("nan")

    return {
        "questions": len(results),
        "right clause first": share(answerable, lambda r: r.first == 1),
        "right clause in five": share(answerable, lambda r: 1 <= r.first <= 5),
        "right clause cited": share(answerable, lambda r: r.cited),
        "wrong lead": share(results, lambda r: r.wrong_lead),
        "status right": share(results, lambda r: r.status == r.case.status),
        "false answers": share(refusable, lambda r: r.status == "answered"),
        "false refusals": share(answerable, lambda r: r.status != "answered"),
        "quotes exact": share(results, lambda r: r.exact),
    }


def confusion(results: list[Result]) -> Counter[tuple[str, str]]:
    """How often each wanted status came out as each status."""
    return Counter((r.case.status, r.status) for r in results)
