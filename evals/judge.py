"""One case asked the way a member would, on the shipped path, and judged by what it wants."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from assistant import Answer, Citation, Outcome, Passage, Question
from assistant.answer import numbered
from corpus import NOT_IN_FORCE, Library
from evals import measures
from evals.cases import Case, set_of, stands
from evals.said import first_line

#: The day the cases were written for, so that a run next year gives the same figures.
TODAY = date(2026, 11, 24)
DEPTH = 64


class Judged(Protocol):
    """What is judged: the shipped assistant, or a stand-in that bounds the measures."""

    @property
    def library(self) -> Library:
        """The documents answered from."""

    def ask_and_search(self, question: Question) -> tuple[Outcome, list[Passage]]:
        """What a member would get, and the ranking behind it."""

    def search(self, question: Question) -> tuple[list[Passage], dict[str, float]]:
        """The ranking alone, and its milliseconds by step."""


@dataclass(frozen=True, slots=True)
class Result:
    """One case as answered; `ranked` and `cited` are clause keys, best first and first first."""

    id: str
    question: str
    set: str
    group: str
    tags: tuple[str, ...]
    wanted: str
    status: str = "error"
    ranked: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    lead: str = ""
    short: str = ""
    reason: str = ""
    evidence: float | None = None
    measures: dict[str, float | None] = field(default_factory=dict)
    error: str = ""


def ask(judged: Judged, case: Case) -> tuple[Result, float]:
    """One case asked and judged, and its milliseconds; a crash is a failed result, never raised."""
    blank = Result(case.id, case.question, set_of(case), case.group, case.tags, case.status)
    began = time.perf_counter()
    question = Question(
        case.question, case.union, case.documents, (), case.as_of or TODAY, case.history, DEPTH
    )
    try:
        outcome, passages = judged.ask_and_search(question)
        spent = outcome.asked.timings_ms.get("total", (time.perf_counter() - began) * 1000)
        human = None
        if case.standalone:
            alone = replace(question, question=case.standalone, history=())
            human = judged.search(alone)[0]
        return _judge(judged.library, case, outcome, passages, human, blank), spent
    # a crash is that question's result, and must not hide the others'
    except Exception as error:  # noqa: BLE001
        failed = replace(blank, error=f"{type(error).__name__}: {error}", measures=_failed(case))
        return failed, (time.perf_counter() - began) * 1000


def _failed(case: Case) -> dict[str, float | None]:
    answerable = case.status == "answered"
    zero: dict[str, float | None] = {"status right": 0.0, "quotes exact": 0.0}
    if answerable:
        zero |= dict.fromkeys(
            ["citation recall", "citation precision", "lead right", *measures.characters([], {})],
            0.0,
        )
    return zero | {
        "false refusal": 1.0 if answerable else None,
        "false answer": None if answerable else 1.0,
    }


def _judge(
    library: Library,
    case: Case,
    outcome: Outcome,
    passages: list[Passage],
    human: list[Passage] | None,
    blank: Result,
) -> Result:
    wanted = grades(library, case)
    statements = [citation for _, citation in numbered(outcome.statements).values()]
    cited = tuple(dict.fromkeys(citation.clause.key for citation in statements))
    lead = statements[0] if statements and isinstance(outcome, Answer) else None
    reason = _wrong_lead(library, case, lead, wanted) if lead else ""
    found = _decided(library, case, outcome) | _cited(case, wanted, cited)
    found["wrong lead"] = float(bool(reason)) if outcome.status == "answered" else None
    if case.status == "answered":
        if wanted:
            found["lead right"] = float(lead is not None and wanted.get(lead.clause.key, 0) == 2)
        found |= _shown(library, case, wanted, passages)
    found |= _said(library, case, outcome)
    ranked = tuple(p.clause.key for p in passages)
    if human is not None:
        person = [p.clause.key for p in human]
        found["follow-up as a person writes it"] = measures.overlap(ranked, person)
    return replace(
        blank,
        status=outcome.status,
        ranked=ranked[:10],
        cited=cited,
        lead=lead.clause.key if lead else "",
        short=outcome.short.text if isinstance(outcome, Answer) else "",
        reason=reason,
        evidence=round(max((p.relevance for p in passages[:3]), default=0.0), 4),
        measures=found,
    )


def _decided(library: Library, case: Case, outcome: Outcome) -> dict[str, float | None]:
    """Whether it was answered where it should be, and whether every quotation is exact."""
    answered, answerable = outcome.status == "answered", case.status == "answered"
    return {
        "status right": float(outcome.status == case.status),
        "false answer": None if answerable else float(answered),
        "false refusal": float(not answered) if answerable else None,
        "quotes exact": float(_exact(library, outcome)),
        "wrong lead": None,
        "lead right": None,
    }


def _cited(case: Case, wanted: dict[str, int], cited: Sequence[str]) -> dict[str, float | None]:
    """Whether a clause that answers is cited, and the share of those cited that help."""
    if case.status != "answered" or not wanted:
        return {}
    precision = sum(key in wanted for key in cited) / len(cited) if cited else 0.0
    recall = float(any(wanted.get(key) == 2 for key in cited))
    return {"citation recall": recall, "citation precision": precision}


def _shown(
    library: Library, case: Case, wanted: dict[str, int], passages: list[Passage]
) -> dict[str, float | None]:
    """The measures by character of what was shown, and the share of it from other documents."""
    evidence = _evidence(library, case, wanted)
    shown = [(p.document.id, p.span.start, p.span.end) for p in passages]
    others = sum(document not in evidence for document, _, _ in shown[:5])
    return {
        **measures.characters(shown, evidence),
        "wrong documents": others / max(1, len(shown[:5])),
    }


def _said(library: Library, case: Case, outcome: Outcome) -> dict[str, float | None]:
    """The measures of the first line, and the share of the demanded facts that are told."""
    found: dict[str, float | None] = {}
    if isinstance(outcome, Answer):
        found |= first_line(library, case, outcome)
    elif case.status == "answered" and any(wanted.says for wanted in case.clauses):
        found["short says it"] = 0.0
    if case.facts:
        found["facts conveyed"] = measures.conveyed(case.facts, outcome.json()["answer"])
    return found


def grades(library: Library, case: Case) -> dict[str, int]:
    """By key of each clause that the case names and the library holds: 2 answers, 1 helps."""
    return {
        clause.key: wanted.grade
        for wanted in sorted(case.clauses, key=lambda w: w.grade)
        if wanted.document in library
        for clause in library[wanted.document].clauses
        if stands(clause, wanted)
    }


def _evidence(library: Library, case: Case, grades: dict[str, int]) -> measures.Places:
    places: measures.Places = {}
    for span in case.spans:
        places.setdefault(span.document, []).append((span.start, span.end))
    if not case.spans:
        for wanted in case.clauses:
            for clause in library[wanted.document].clauses if wanted.document in library else ():
                if grades.get(clause.key) == 2 and stands(clause, wanted):
                    places.setdefault(wanted.document, []).append(
                        (clause.span.start, clause.span.end)
                    )
    return {document: measures.merged(spans) for document, spans in places.items()}


def _wrong_lead(library: Library, case: Case, lead: Citation, grades: dict[str, int]) -> str:
    """Why what leads must not, or nothing: named by the case, gone, to come, or commentary."""
    if lead.document.id in case.must_not_lead:
        return "named by the case"
    if lead.clause.key in grades or lead.document.id in {
        wanted.document for wanted in case.clauses
    }:
        return ""
    if lead.status in NOT_IN_FORCE:
        return lead.status
    return "commentary" if library[lead.document.id].tier == 5 else ""


def _exact(library: Library, outcome: Outcome) -> bool:
    found = outcome.json()
    return all(
        library[c["document"]].text[c["start"] : c["end"]] == c["quote"]
        for c in [*found["citations"], *found["also"]]
    )
