"""Ask every case the way a member would, on the shipped path, and keep what came of each: a run."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant import Answer, Outcome, Passage, Question
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

    library: Library

    def ask_and_search(self, question: Question) -> tuple[Outcome, list[Passage]]: ...

    def search(self, question: Question) -> tuple[list[Passage], dict[str, float]]: ...


@dataclass(frozen=True, slots=True)
class Result:
    """One case as answered. `ranked` and `cited` are clause keys, best and first first; `measures`
    as in evals.measures.
    """

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


@dataclass(frozen=True, slots=True)
class Run:
    """All results of one run, what they rest on, and what it cost (`cost` is all that differs
    between two runs).
    """

    corpus: str
    mode: str
    results: tuple[Result, ...]
    skipped: tuple[str, ...] = ()
    complete: bool = True
    cost: dict[str, float] = field(default_factory=dict)


def run(
    judged: Judged,
    cases: Sequence[Case],
    progress: Callable[[Iterable[Case]], Iterable[Case]] = lambda cases: cases,
    keep: Callable[[Result], None] = lambda result: None,
) -> Run:
    """Judge the cases in order. A question that crashes is a failed question; Ctrl-C ends the run
    and keeps what it has.
    """
    held, skipped = _present(judged.library, cases)
    raw: list[Result] = []
    milliseconds: list[float] = []
    complete = True
    try:
        for case in progress(held):
            result, spent = _one(judged, case)
            raw.append(result)
            milliseconds.append(spent)
            keep(result)
    except KeyboardInterrupt:
        complete = False
    asked = held[: len(raw)]
    ranks = measures.ranking(
        asked, {r.id: list(r.ranked) for r in raw}, {c.id: grades(judged.library, c) for c in asked}
    )
    alike = _both_ways(asked, raw)
    results = tuple(
        replace(r, measures=_rounded({**ranks.get(r.id, {}), **r.measures, **alike.get(r.id, {})}))
        for r in raw
    )
    known = next((r for r in results if not r.error), None)
    return Run(
        judged.library.fingerprint,
        "extractive" if known else "",
        results,
        tuple(skipped),
        complete,
        _cost(milliseconds),
    )


def _both_ways(asked: Sequence[Case], raw: Sequence[Result]) -> dict[str, dict[str, float | None]]:
    """Of each question that has a pair: whether both are led by one clause and begin with one
    statement.
    """
    pairs: dict[str, list[Result]] = {}
    for case, result in zip(asked, raw, strict=True):
        if case.pair:
            pairs.setdefault(case.pair, []).append(result)
    return {
        r.id: {
            "both ways alike": float(
                bool(rows[0].lead) and len({one.lead for one in rows}) == 1 and _one_statement(rows)
            )
        }
        for rows in pairs.values()
        if len(rows) == 2
        for r in rows
    }


def _one_statement(rows: Sequence[Result]) -> bool:
    """Whether first lines share a sentence: one may say a second besides."""
    said = [
        set(re.split(r"(?<=[.])\s+", row.short.removeprefix("The nearest rule we found: ")))
        for row in rows
    ]
    return bool(set.intersection(*said))


def _rounded(values: dict[str, float | None]) -> dict[str, float | None]:
    return {name: value if value is None else round(value, 6) for name, value in values.items()}


def _cost(milliseconds: list[float]) -> dict[str, float]:
    if not milliseconds:
        return {}
    ordered = sorted(milliseconds)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return {
        "median ms": round(ordered[len(ordered) // 2], 1),
        "95th ms": round(ordered[int(len(ordered) * 0.95)], 1),
        "memory MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit),
    }


def _present(library: Library, cases: Sequence[Case]) -> tuple[list[Case], list[str]]:
    held, skipped = [], []
    for case in cases:
        named = (
            {w.document for w in case.clauses}
            | {s.document for s in case.spans}
            | set(case.documents)
        )
        missing = sorted(one for one in named if one not in library)
        if missing and case.requires:
            skipped.append(f"{case.id}: {', '.join(missing)} is not held here")
        else:
            held.append(case)
    return held, skipped


def _one(judged: Judged, case: Case) -> tuple[Result, float]:
    blank = Result(case.id, case.question, set_of(case), case.group, case.tags, case.status)
    began = time.perf_counter()
    question = Question(
        case.question, case.union, case.documents, (), case.as_of or TODAY, case.history, DEPTH
    )
    try:
        outcome, passages = judged.ask_and_search(question)
        spent = outcome.asked.timings_ms.get("total", (time.perf_counter() - began) * 1000)
        human = (
            judged.search(replace(question, question=case.standalone, history=()))[0]
            if case.standalone
            else None
        )
        return _judge(judged.library, case, outcome, passages, human, blank), spent
    except Exception as error:  # noqa: BLE001 - a crash is that question's result, and must not hide the others'
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
    answered, answerable = outcome.status == "answered", case.status == "answered"
    reason = _wrong_lead(library, case, lead, wanted) if lead else ""
    found: dict[str, float | None] = {
        "status right": float(outcome.status == case.status),
        "false answer": None if answerable else float(answered),
        "false refusal": float(not answered) if answerable else None,
        "quotes exact": float(_exact(library, outcome)),
        "wrong lead": float(bool(reason)) if answered else None,
        "lead right": float(bool(lead) and wanted.get(lead.clause.key, 0) == 2)
        if answerable and wanted
        else None,
    }
    if answerable and wanted:
        best = {key for key, grade in wanted.items() if grade == 2}
        found["citation recall"] = float(bool(best & set(cited)))
        found["citation precision"] = (
            sum(key in wanted for key in cited) / len(cited) if cited else 0.0
        )
    if answerable:
        evidence = _evidence(library, case, wanted)
        shown = [(p.document.id, p.span.start, p.span.end) for p in passages]
        found |= measures.characters(shown, evidence)
        found["wrong documents"] = sum(
            document not in evidence for document, _, _ in shown[:5]
        ) / max(1, len(shown[:5]))
    if isinstance(outcome, Answer):
        found |= first_line(library, case, outcome)
    elif answerable and any(wanted.says for wanted in case.clauses):
        found["short says it"] = 0.0
    if case.facts:
        found["facts conveyed"] = measures.conveyed(case.facts, outcome.json()["answer"])
    ranked = tuple(p.clause.key for p in passages)
    if human is not None:
        found["follow-up as a person writes it"] = measures.overlap(
            ranked, [p.clause.key for p in human]
        )
    best_relevance = max((p.relevance for p in passages[:3]), default=0.0)
    return replace(
        blank,
        status=outcome.status,
        ranked=ranked[:10],
        cited=cited,
        lead=lead.clause.key if lead else "",
        short=outcome.short.text if isinstance(outcome, Answer) else "",
        reason=reason,
        evidence=round(best_relevance, 4),
        measures=found,
    )


def grades(library: Library, case: Case) -> dict[str, int]:
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


def _wrong_lead(library: Library, case: Case, lead, grades: dict[str, int]) -> str:
    """Why what leads must not, or nothing: named by the case, gone, not yet in force, or commentary
    that nobody asked for.
    """
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


# --- on disk ---


def save(made: Run, path: Path) -> None:
    """Write a run as JSON Lines: what it rests on first, then a line a question. The cost stands in
    a file beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {
        "corpus": made.corpus,
        "mode": made.mode,
        "complete": made.complete,
        "skipped": list(made.skipped),
    }
    rows = [head, *(asdict(result) for result in made.results)]
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    path.with_suffix(".cost.json").write_text(
        json.dumps(made.cost, indent=1) + "\n", encoding="utf-8"
    )


def keep(made: Run, folder: Path, most: int = 50) -> None:
    """Keep a run among those before it, under its time in UTC; the oldest beyond `most` go."""
    save(made, folder / f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}.jsonl")
    for path in sorted(folder.glob("*.jsonl"))[:-most]:
        path.unlink()
        path.with_suffix(".cost.json").unlink(missing_ok=True)


def read(path: Path) -> Run:
    """A run as saved. ValueError for a file that is none."""
    lines = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    if not lines or "corpus" not in lines[0]:
        raise ValueError(f"{path} is no run of 'pincite evals run'")
    cost = path.with_suffix(".cost.json")
    results = tuple(_result(row) for row in lines[1:])
    head = lines[0]
    return Run(
        head["corpus"],
        head["mode"],
        results,
        tuple(head["skipped"]),
        head["complete"],
        json.loads(cost.read_text(encoding="utf-8")) if cost.exists() else {},
    )


def _result(row: dict) -> Result:
    return Result(**{**row, **{name: tuple(row[name]) for name in ("tags", "ranked", "cited")}})


def slices(made: Run) -> Iterator[tuple[str, list[Result]]]:
    """The results by tag and by the union or document they are about, largest first, those of three
    questions at least.
    """
    found: dict[str, list[Result]] = {}
    for result in made.results:
        for tag in result.tags:
            found.setdefault(tag, []).append(result)
    yield from sorted(
        ((tag, rows) for tag, rows in found.items() if len(rows) >= 3),
        key=lambda item: (-len(item[1]), item[0]),
    )
