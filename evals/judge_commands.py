"""What `pincite evals run`, `compare`, `gate`, `report`, `accept`, `explain`, `planted` do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.streams import plain
from evals.opening import assistant_with, home, library_quoted

if TYPE_CHECKING:
    from evals.cases import Case
    from evals.judge import Judged
    from evals.run import Run


def _last() -> Path:
    path = home()[1] / "last.jsonl"
    if not path.exists():
        raise ValueError(f"there is no run yet in {path.parent}; run 'pincite evals run'")
    return path


def _cases(options: argparse.Namespace) -> list[Case]:
    from evals.cases import FOLDER, load, set_of

    files = getattr(options, "cases", None)
    own = sorted((home()[1] / "cases").glob("*.jsonl"))
    cases = load(files) if files else load([*sorted(FOLDER.glob("*.jsonl")), *own])
    wanted, tag = getattr(options, "set", "all"), getattr(options, "slice", None)
    chosen = [
        c for c in cases if (wanted == "all" or set_of(c) == wanted) and (not tag or tag in c.tags)
    ]
    if not chosen:
        raise ValueError(
            f"no case is in set {wanted!r}" + (f" with the tag {tag!r}" if tag else "")
        )
    return chosen


def _make(options: argparse.Namespace, mode: str = "extractive") -> Run:
    from tqdm import tqdm

    from evals.bounds import ByLot, Oracle
    from evals.run import keep, run, save

    bar = plain(sys.stderr)
    cases = _cases(options)
    assistant = assistant_with(options.folder)
    judged: Judged = assistant
    if mode == "lot":
        judged = ByLot(assistant.library)
    elif mode == "oracle":
        judged = Oracle(assistant.library, cases)
    made = run(
        judged,
        cases,
        lambda some: tqdm(some, desc="Asking", file=bar, leave=False, unit=" questions"),
    )
    path = getattr(options, "out", None) or home()[1] / "last.jsonl"
    save(made, path)
    if made.complete and mode == "extractive":
        keep(made, home()[1] / "runs")  # the staff desk shows them over time
    if not made.complete:
        print(
            f"pincite: stopped after {len(made.results)} of {len(cases)} questions; they are kept "
            f"in {path}",
            file=sys.stderr,
        )
    return made


def _run(options: argparse.Namespace) -> int:
    from evals.report import table
    from evals.run import read

    made = _make(options, options.mode)
    print(table(made, read(options.baseline) if options.baseline else None))
    _say_skipped(made)
    return 0 if made.complete and not any(result.error for result in made.results) else 1


def _say_skipped(made: Run) -> None:
    if made.skipped:
        print(
            f"pincite: {len(made.skipped)} questions were skipped, first {made.skipped[0]}; "
            "'--with FOLDER' adds the documents they are about",
            file=sys.stderr,
        )


def _compare(options: argparse.Namespace) -> int:
    from evals.report import compared
    from evals.run import read

    print(compared(read(options.before), read(options.after)))
    return 0


def _gate(options: argparse.Namespace) -> int:
    from evals.gate import baseline, judge
    from evals.report import table
    from evals.run import read

    made = read(options.run) if options.run else _make(options)
    before = baseline()
    if before and options.set != "all":
        before = replace(
            before, results=tuple(result for result in before.results if result.set == options.set)
        )
    reasons = judge(made, before)
    print(table(made, before))
    _say_skipped(made)
    for reason in reasons:
        print(f"pincite: the gate is closed: {reason}", file=sys.stderr)
    if not reasons:
        print("the gate is open: no measure fell further than chance and slack allow")
    return 1 if reasons else 0


def _report(options: argparse.Namespace) -> int:
    from evals import report
    from evals.gate import baseline, judge
    from evals.run import read

    made, before = read(options.run or _last()), baseline()
    reasons = judge(made, before)
    if options.format in ("markdown", "html"):
        written = (report.markdown if options.format == "markdown" else report.page)(
            made, reasons, before
        )
    else:
        written = (report.junit if options.format == "junit" else report.as_json)(made, reasons)
    if options.out:
        options.out.write_text(written, encoding="utf-8")
        print(f"wrote {options.out}", file=sys.stderr)
    else:
        print(written, end="")
    return 0


def _accept(options: argparse.Namespace) -> int:
    from evals.gate import BASELINE
    from evals.run import read, save

    made = read(options.run or _last())
    crashed = [result.id for result in made.results if result.error]
    if not made.complete or crashed:
        raise ValueError(
            "a run that was stopped or crashed is no baseline "
            f"({', '.join(crashed[:5]) or 'stopped'}); run it again"
        )
    save(replace(made, cost={}), BASELINE)
    BASELINE.with_suffix(".cost.json").unlink()
    print(f"wrote {BASELINE}: {len(made.results)} questions; commit it with the reason why")
    return 0


def _explain(options: argparse.Namespace) -> int:
    from evals.explain import explain

    options.set, options.slice, options.cases = "all", None, None
    case = next((case for case in _cases(options) if case.id == options.id), None)
    if case is None:
        raise ValueError(f"no case is called {options.id!r}")
    print(explain(assistant_with(None), case))
    return 0


def _planted(options: argparse.Namespace) -> int:
    from evals.planted import bulletins, run, table

    library = library_quoted(options.folder)
    print("\n".join(table(run(library, bulletins(library)))))
    return 0


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "compare": _compare,
    "gate": _gate,
    "report": _report,
    "accept": _accept,
    "explain": _explain,
    "planted": _planted,
}
