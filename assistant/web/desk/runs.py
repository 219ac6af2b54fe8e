"""Runs of the evaluation as HTML: how far one is, the measures over time and by slice, and which
questions got better or worse.
"""

from __future__ import annotations

import math
import re
from html import escape
from pathlib import Path

from assistant.web.desk import plots
from assistant.web.desk.judging import PAUSE, SECONDS_EACH, State
from assistant.web.desk.parts import said
from assistant.web.words import Words, moment
from evals.figures import HEADLINES, compare, figures
from evals.measures import ERRORS
from evals.run import Run, read, slices

MOST_RUNS, MOST_QUESTIONS = 30, 60
#: Half of the questions take longer than the median that a run keeps.
_SLOW = 1.5


def runs(home: Path) -> list[tuple[str, Path]]:
    """The runs kept, oldest first, by the time in their names; the last one where an older version
    kept no others.
    """
    folder = home / "evals"
    kept = sorted((folder / "runs").glob("*.jsonl"))[-MOST_RUNS:]
    return [
        (moment(path.stem), path)
        for path in kept or [p for p in [folder / "last.jsonl"] if p.exists()]
    ]


def read_runs(home: Path) -> list[tuple[str, Run]]:
    """The runs that can be read; a damaged file is left out."""
    out = []
    for when, path in runs(home):
        try:
            out.append((when, read(path)))
        except (ValueError, KeyError, TypeError, OSError):
            continue
    return out


def over_time_html(made: list[tuple[str, Run]], words: Words) -> str:
    """One plot a headline measure."""
    if not made:
        return ""
    by_run = [(f"{when} ({len(run.results)})", figures(run.results)) for when, run in made]
    last = made[-1][1]
    head = words(
        "evals.last",
        when=made[-1][0],
        count=len(last.results),
        corpus=last.corpus,
        mode=last.mode or "—",
    )
    same = len(made) > 1 and {r.id for r in last.results} == {r.id for r in made[-2][1].results}
    if len(made) > 1 and not same:  # a mean over other questions is no change of the answers
        head += f" {words('evals.others')}"
    shown = "".join(
        plots.lines(
            name,
            [(when, 100 * found[name].mean) for when, found in by_run if name in found],
            name not in ERRORS,
            plainly(name, words),
            same,
        )
        for name in HEADLINES
    )
    return f'<p class="fine">{escape(head)}</p><div class="plots">{shown}</div>'


def offer_html(made: list[tuple[str, Run]], count: int, words: Words) -> str:
    """What a run is and how long it takes, from the last one's cost where there is one; more is
    said where nothing has been measured yet.
    """
    each = made[-1][1].cost.get("median ms", 0) / 1000 if made else 0
    seconds = count * (_SLOW * each + PAUSE if each else SECONDS_EACH)
    said = words("evals.takes", count=count, minutes=max(1, math.ceil(seconds / 60)))
    if made:
        return f'<p class="fine">{escape(said)}</p>'
    return (
        f'<div class="empty"><p>{words.html("evals.none")}</p>'
        f"<p>{words.html('evals.what')}</p><p>{escape(said)}</p></div>"
    )


def progress_html(state: State, words: Words) -> str:
    """One line: how far a run is, or what became of the last one."""
    if state.running:
        left = words("evals.left", minutes=max(1, round(state.left / 60))) if state.done else ""
        bar = (
            f'<progress max="{max(1, state.total)}" value="{state.done}" '
            f'aria-label="{words.html("evals.running")}"></progress>'
        )
        return (
            f'<p class="running">{bar} '
            f"{words.html('evals.progress', done=state.done, total=state.total, by=state.by)} "
            f"{escape(left)}</p>"
        )
    if not state.outcome:
        return ""
    ended = words(f"evals.ended_{state.outcome}", done=state.done, total=state.total)
    return said(f"{ended} {state.error}".strip(), state.outcome == "done")


def plainly(measure: str, words: Words) -> str:
    """A headline measure in plain words."""
    return words(f"measures.{re.sub(r'[^a-z0-9]+', '_', measure.lower())}")


def by_slice_html(run: Run, measure: str, words: Words) -> str:
    """One bar a slice, the worst first."""
    rows = []
    for tag, results in slices(run):
        known = (r.measures.get(measure) for r in results)
        values = [value for value in known if value is not None]
        if values:
            rows.append((tag, 100 * sum(values) / len(values), len(values)))
    ordered = sorted(rows, key=lambda row: row[1] * (-1 if measure in ERRORS else 1))
    return plots.bars(
        ordered, (words("evals.slice"), words("evals.of_100"), words("evals.questions"))
    )


def _questions(ids: tuple[str, ...], kind: str, asked: dict[str, str], words: Words) -> str:
    if not ids:
        return ""
    rows = [
        f'<li><span class="fine">{escape(one)}</span> {escape(asked.get(one, "")[:200])}</li>'
        for one in ids[:MOST_QUESTIONS]
    ]
    if len(ids) > MOST_QUESTIONS:
        rows.append(f'<li class="fine">+{len(ids) - MOST_QUESTIONS}</li>')
    return (
        f'<h4 class="{kind}">{words.html(f"evals.{kind}", count=len(ids))}</h4>'
        f'<ul class="notes">{"".join(rows)}</ul>'
    )


def changed_html(before: Run, after: Run, words: Words) -> str:
    """Questions that got better or worse, by measure."""
    asked = {result.id: result.question for result in after.results}

    def listed(ids: tuple[str, ...], kind: str) -> str:
        return _questions(ids, kind, asked, words)

    parts = []
    for found in compare(before, after):
        if found.name not in HEADLINES or not (found.gains or found.losses):
            continue

        said = words(
            "evals.moved",
            before=f"{100 * found.before:.1f}",
            after=f"{100 * found.after:.1f}",
            chance=f"{found.chance:.3f}",
        )
        parts.append(
            f"<details><summary><strong>{escape(plainly(found.name, words))}</strong>"
            f" {escape(said)}</summary>{listed(found.losses, 'bad')}{listed(found.gains, 'good')}"
            "</details>"
        )
    return "".join(parts) or f'<p class="empty">{words.html("evals.same")}</p>'
