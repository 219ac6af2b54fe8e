"""Evaluation: a run at the press of a button, measures over time and by slice, and which questions got better or worse. A face."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from assistant.web.access.guard import account_of
from assistant.web.desk import plots
from assistant.web.desk.judging import PAUSE, SECONDS_EACH, Judging, State
from assistant.web.theme import drawn
from assistant.web.words import Words, moment
from evals.figures import HEADLINES, compare, figures
from evals.measures import ERRORS
from evals.run import Run, read, slices

if TYPE_CHECKING:
    from assistant.web.app import Held

MOST_RUNS, MOST_QUESTIONS = 30, 60
_ROLE = "steward"
_LOOK = 0.5
#: Half of the questions take longer than the median that a run keeps.
_SLOW = 1.5


def runs(home: Path) -> list[tuple[str, Path]]:
    """The runs kept, oldest first, by the time in their names; the last one where an older version kept no others."""
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
    """What a run is and how long it takes, from the last one's cost where there is one; more is said where nothing has been measured yet."""
    each = made[-1][1].cost.get("median ms", 0) / 1000 if made else 0
    seconds = count * (_SLOW * each + PAUSE if each else SECONDS_EACH)
    said = words("evals.takes", count=count, minutes=max(1, math.ceil(seconds / 60)))
    if made:
        return f'<p class="fine">{escape(said)}</p>'
    return (
        f'<div class="empty"><p>{escape(words("evals.none"))}</p>'
        f"<p>{escape(words('evals.what'))}</p><p>{escape(said)}</p></div>"
    )


def progress_html(state: State, words: Words) -> str:
    """One line: how far a run is, or what became of the last one."""
    if state.running:
        left = words("evals.left", minutes=max(1, round(state.left / 60))) if state.done else ""
        bar = (
            f'<progress max="{max(1, state.total)}" value="{state.done}" '
            f'aria-label="{escape(words("evals.running"), quote=True)}"></progress>'
        )
        return (
            f'<p class="running">{bar} '
            f"{escape(words('evals.progress', done=state.done, total=state.total, by=state.by))} "
            f"{escape(left)}</p>"
        )
    if not state.outcome:
        return ""
    said = words(f"evals.ended_{state.outcome}", done=state.done, total=state.total)
    return (
        f'<p class="said {"good" if state.outcome == "done" else "bad"}">'
        f"{escape(f'{said} {state.error}'.strip())}</p>"
    )


def plainly(measure: str, words: Words) -> str:
    """A headline measure in plain words."""
    return words(f"measures.{re.sub(r'[^a-z0-9]+', '_', measure.lower())}")


def by_slice_html(run: Run, measure: str, words: Words) -> str:
    """One bar a slice, the worst first."""
    rows = []
    for tag, results in slices(run):
        values = [r.measures[measure] for r in results if r.measures.get(measure) is not None]
        if values:
            rows.append((tag, 100 * sum(values) / len(values), len(values)))
    ordered = sorted(rows, key=lambda row: row[1] * (-1 if measure in ERRORS else 1))
    return plots.bars(
        ordered, (words("evals.slice"), words("evals.of_100"), words("evals.questions"))
    )


def changed_html(before: Run, after: Run, words: Words) -> str:
    """Questions that got better or worse, by measure."""
    asked = {result.id: result.question for result in after.results}
    parts = []
    for found in compare(before, after):
        if found.name not in HEADLINES or not (found.gains or found.losses):
            continue

        def listed(ids: tuple[str, ...], kind: str) -> str:
            if not ids:
                return ""
            rows = "".join(
                f'<li><span class="fine">{escape(one)}</span> {escape(asked.get(one, "")[:200])}'
                "</li>"
                for one in ids[:MOST_QUESTIONS]
            )
            more = (
                f'<li class="fine">+{len(ids) - MOST_QUESTIONS}</li>'
                if len(ids) > MOST_QUESTIONS
                else ""
            )
            return (
                f'<h4 class="{kind}">{escape(words(f"evals.{kind}", count=len(ids)))}</h4>'
                f'<ul class="notes">{rows}{more}</ul>'
            )

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
    return "".join(parts) or f'<p class="empty">{escape(words("evals.same"))}</p>'


def blocks(held: Held, words: Words, root: str):
    """The page as Gradio Blocks."""
    home = held.settings.home
    judging = Judging(held.assistant, home)

    def steward(request: gr.Request) -> str:
        account = account_of(request)
        if not account.may(_ROLE):
            raise PermissionError("this needs the role steward")
        return account.name

    def show():
        made = read_runs(home)
        names = [when for when, _ in made]
        slices_shown = drawn(by_slice_html(made[-1][1], "status right", words)) if made else ""
        before = names[-2] if len(names) > 1 else None
        changed = drawn(changed_html(made[-2][1], made[-1][1], words)) if before else ""
        return (
            drawn(offer_html(made, judging.count(), words)),
            drawn(over_time_html(made, words)),
            gr.update(value="status right", visible=bool(made)),
            slices_shown,
            gr.update(choices=names, value=before),
            gr.update(choices=names, value=names[-1] if names else None),
            changed,
            *headings(bool(made)),
        )

    def headings(shown: bool):
        return (gr.update(visible=shown),) * 3

    def follow() -> Iterator[tuple]:
        """The progress of the run until it ends, then the page anew: all in one event, because one after it may never be heard of."""
        while (state := judging.state).running:
            yield (
                progress_html(state, words),
                gr.update(interactive=False),
                gr.update(visible=True),
                *kept,
            )
            time.sleep(_LOOK)
        yield (
            progress_html(judging.state, words),
            gr.update(interactive=True),
            gr.update(visible=False),
            *show(),
        )

    def begin(request: gr.Request):
        judging.start(steward(request))
        yield from follow()

    def opened():
        if judging.state.running:
            yield (
                progress_html(judging.state, words),
                gr.update(interactive=False),
                gr.update(visible=True),
                *show(),
            )
        yield from follow()

    def end(request: gr.Request):
        steward(request)
        judging.cancel()

    def sliced(measure, request: gr.Request):
        account_of(request)
        made = read_runs(home)
        return (
            drawn(by_slice_html(made[-1][1], measure, words))
            if made and measure in HEADLINES
            else ""
        )

    def changed(before, after, request: gr.Request):
        account_of(request)
        made = dict(read_runs(home))
        if before not in made or after not in made or before == after:
            return f'<p class="said bad">{escape(words("evals.choose_two"))}</p>'
        return drawn(changed_html(made[before], made[after], words))

    private = {"api_visibility": "private", "show_progress": "minimal"}
    with gr.Blocks(
        title=words("desk.evaluation"), analytics_enabled=False, fill_width=True
    ) as made:
        offer = gr.Markdown("", elem_id="offer", sanitize_html=False, latex_delimiters=[])
        with gr.Row(elem_classes="acts"):
            do_run = gr.Button(words("evals.run"), variant="primary", elem_id="run-evals")
            do_stop = gr.Button(
                words("evals.stop"), variant="stop", elem_id="stop-evals", visible=False
            )
        progress = gr.Markdown(
            "", elem_id="evals-progress", sanitize_html=False, latex_delimiters=[]
        )
        over_time = gr.Markdown("", elem_id="over-time", sanitize_html=False, latex_delimiters=[])
        head_slices = gr.Markdown(
            f"<h2>{escape(words('evals.by_slice'))}</h2>", sanitize_html=False
        )
        measure = gr.Dropdown(
            [(plainly(name, words), name) for name in HEADLINES],
            value="status right",
            label=words("evals.measure"),
            elem_id="measure",
        )
        by_slice = gr.Markdown("", elem_id="by-slice", sanitize_html=False, latex_delimiters=[])
        head_changed = gr.Markdown(
            f"<h2>{escape(words('evals.changed'))}</h2>", sanitize_html=False
        )
        with gr.Row() as chosen:
            before = gr.Dropdown([], label=words("evals.before"), elem_id="before")
            after = gr.Dropdown([], label=words("evals.after"), elem_id="after")
        questions = gr.Markdown("", elem_id="changed", sanitize_html=False, latex_delimiters=[])
        page = [
            offer,
            over_time,
            measure,
            by_slice,
            before,
            after,
            questions,
            head_slices,
            head_changed,
            chosen,
        ]
        kept = (gr.skip(),) * len(page)
        everything = [progress, do_run, do_stop, *page]
        # who only looks on takes no turn from who begins or ends a run
        free = {**private, "show_progress": "hidden", "concurrency_limit": None}
        made.load(opened, None, everything, **free)
        do_run.click(begin, None, everything, **free)
        do_stop.click(end, None, None, **free)
        measure.input(sliced, measure, by_slice, **private)
        gr.on([before.input, after.input], changed, [before, after], questions, **private)
    return made.queue(max_size=32, default_concurrency_limit=1)
