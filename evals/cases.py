"""The questions that judge an answer, as data: one JSON object a line, checked when it is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"
STATUSES = ("answered", "not_found", "not_in_collection", "unreadable", "out_of_scope")


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what a representative would say to it. `clauses` maps (document, label) to grade 2 or 1."""

    id: str
    question: str
    status: str
    union: str | None = None
    as_of: date | None = None
    history: tuple[str, ...] = ()
    clauses: tuple[tuple[str, str, str, int], ...] = ()
    must_not_lead: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    asks: str = ""


def load(path: Path) -> list[Case]:
    """The cases of one file. ValueError names the line that breaks the schema, or an id used twice."""
    cases: list[Case] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                cases.append(_case(json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}:{number}: {error}") from error
    twice = {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}
    if twice:
        raise ValueError(f"{path.name}: ids used twice: {sorted(twice)}")
    return cases


def _case(row: dict) -> Case:
    if row["status"] not in STATUSES:
        raise ValueError(f"status {row['status']!r} is not one of {', '.join(STATUSES)}")
    clauses = tuple((c["document"], c["locator"], c["heading"], int(c["grade"])) for c in row.get("clauses") or ())
    if row["status"] == "answered" and not clauses:
        raise ValueError("an answerable case names the clauses that answer it")
    return Case(
        id=str(row["id"]),
        question=str(row["question"]),
        status=row["status"],
        union=row.get("union"),
        as_of=date.fromisoformat(row["as_of"]) if row.get("as_of") else None,
        history=tuple(row.get("history") or ()),
        clauses=clauses,
        must_not_lead=frozenset(row.get("must_not_lead") or ()),
        facts=tuple(row.get("facts") or ()),
        tags=tuple(row.get("tags") or ()),
        asks=str(row.get("asks") or ""),
    )
