"""Every case asked and judged in order, and what came of each kept on disk: a run."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from corpus import Library, private_folder, write_whole
from corpus.plain import JsonObject
from evals import measures
from evals.cases import Case
from evals.judge import Judged, Result, ask, grades


@dataclass(frozen=True, slots=True)
class Run:
    """All results, what they rest on, and the cost, which is all that differs between two runs."""

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
    """Judge the cases in order; a crash is a failed question, Ctrl-C ends the run and keeps it."""
    held, skipped = _present(judged.library, cases)
    raw: list[Result] = []
    milliseconds: list[float] = []
    complete = True
    try:
        for case in progress(held):
            result, spent = ask(judged, case)
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
    """Of each question with a pair: whether one clause leads both and one statement opens both."""
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


# --- on disk ---


def save(made: Run, path: Path) -> None:
    """Write a run as JSON Lines: what it rests on, then a line a question; its cost beside it."""
    private_folder(path.parent)
    head = {
        "corpus": made.corpus,
        "mode": made.mode,
        "complete": made.complete,
        "skipped": list(made.skipped),
    }
    rows = [head, *(asdict(result) for result in made.results)]
    write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    write_whole(path.with_suffix(".cost.json"), json.dumps(made.cost, indent=1) + "\n")


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


def _result(row: JsonObject) -> Result:
    return Result(**{**row, **{name: tuple(row[name]) for name in ("tags", "ranked", "cited")}})


def slices(made: Run) -> Iterator[tuple[str, list[Result]]]:
    """The results by tag, largest first, those of three questions at least."""
    found: dict[str, list[Result]] = {}
    for result in made.results:
        for tag in result.tags:
            found.setdefault(tag, []).append(result)
    yield from sorted(
        ((tag, rows) for tag, rows in found.items() if len(rows) >= 3),
        key=lambda item: (-len(item[1]), item[0]),
    )
