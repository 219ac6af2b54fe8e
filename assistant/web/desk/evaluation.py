"""Evaluation: a run at the press of a button, measures over time and by slice, and which questions
got better or worse. A face.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from assistant.web.access.guard import account_of
from assistant.web.desk.judging import Judging, State
from assistant.web.desk.parts import HIDDEN, PRIVATE, Outputs, acting, markdown, noted, said
from assistant.web.desk.runs import (
    by_slice_html,
    changed_html,
    offer_html,
    over_time_html,
    plainly,
    progress_html,
    read_runs,
)
from assistant.web.theme import drawn
from assistant.web.words import Words
from evals.figures import HEADLINES

if TYPE_CHECKING:
    from assistant.web.app import Held

_ROLE = "steward"
_LOOK = 0.5
_FIRST = "status right"
#: The page below the progress of a run, left as it is.
_KEPT = (gr.skip(),) * 10


@dataclass(frozen=True)
class _Acts:
    """What the page does, in the language of the desk."""

    home: Path
    judging: Judging
    words: Words

    def _page(self) -> Outputs:
        made, words = read_runs(self.home), self.words
        names, some = [when for when, _ in made], bool(made)
        before = names[-2] if len(names) > 1 else None
        changed = drawn(changed_html(made[-2][1], made[-1][1], words)) if before else ""
        return (
            drawn(offer_html(made, self.judging.count(), words)),
            drawn(over_time_html(made, words)),
            gr.update(value=_FIRST, visible=some),
            drawn(by_slice_html(made[-1][1], _FIRST, words)) if made else "",
            gr.update(choices=names, value=before),
            gr.update(choices=names, value=names[-1] if names else None),
            changed,
            *(gr.update(visible=some) for _ in range(3)),
        )

    def _step(self, state: State) -> Outputs:
        told, runs = progress_html(state, self.words), state.running
        return told, gr.update(interactive=not runs), gr.update(visible=runs)

    def _follow(self) -> Iterator[Outputs]:
        """The progress of the run until it ends, then the page anew.

        All in one event, because one after it may never be heard of.
        """
        while (state := self.judging.state).running:
            yield *self._step(state), *_KEPT
            time.sleep(_LOOK)
        yield *self._step(state), *self._page()

    def begin(self, request: gr.Request) -> Iterator[Outputs]:
        if self.judging.start(acting(request, _ROLE)):
            noted(self.judging.audit, request, "evaluation_begun")
        yield from self._follow()

    def opened(self) -> Iterator[Outputs]:
        if (state := self.judging.state).running:
            yield *self._step(state), *self._page()
        yield from self._follow()

    def end(self, request: gr.Request) -> None:
        acting(request, _ROLE)
        noted(self.judging.audit, request, "evaluation_stopped")
        self.judging.cancel()

    def sliced(self, measure: str | None, request: gr.Request) -> str:
        account_of(request)
        made = read_runs(self.home)
        if not made or not measure or measure not in HEADLINES:
            return ""
        return drawn(by_slice_html(made[-1][1], measure, self.words))

    def changed(self, before: str | None, after: str | None, request: gr.Request) -> str:
        account_of(request)
        made = dict(read_runs(self.home))
        one, two = made.get(before or ""), made.get(after or "")
        if one is None or two is None or before == after:
            return said(self.words("evals.choose_two"), False)
        return drawn(changed_html(one, two, self.words))


def blocks(held: Held, words: Words, root: str) -> gr.Blocks:
    """The page as Gradio Blocks."""
    home = held.settings.home
    acts = _Acts(home, Judging(held.assistant, home, held.audit), words)
    with gr.Blocks(
        title=words("desk.evaluation"), analytics_enabled=False, fill_width=True
    ) as made:
        offer = markdown("offer")
        with gr.Row(elem_classes="acts"):
            do_run = gr.Button(words("evals.run"), variant="primary", elem_id="run-evals")
            do_stop = gr.Button(
                words("evals.stop"), variant="stop", elem_id="stop-evals", visible=False
            )
        progress, over_time = markdown("evals-progress"), markdown("over-time")
        head_slices = _head("evals.by_slice", words)
        named = [(plainly(name, words), name) for name in HEADLINES]
        measure = gr.Dropdown(named, value=_FIRST, label=words("evals.measure"), elem_id="measure")
        by_slice = markdown("by-slice")
        head_changed = _head("evals.changed", words)
        with gr.Row() as chosen:
            before = gr.Dropdown([], label=words("evals.before"), elem_id="before")
            after = gr.Dropdown([], label=words("evals.after"), elem_id="after")
        questions = markdown("changed")
        page = [offer, over_time, measure, by_slice, before, after, questions]
        everything = [progress, do_run, do_stop, *page, head_slices, head_changed, chosen]
        # who only looks on takes no turn from who begins or ends a run
        made.load(acts.opened, None, everything, concurrency_limit=None, **HIDDEN)
        do_run.click(acts.begin, None, everything, concurrency_limit=None, **HIDDEN)
        do_stop.click(acts.end, None, None, concurrency_limit=None, **HIDDEN)
        measure.input(acts.sliced, measure, by_slice, **PRIVATE)
        both = [before.input, after.input]
        gr.on(both, acts.changed, [before, after], questions, **PRIVATE)
    whole: gr.Blocks = made.queue(max_size=32, default_concurrency_limit=1)
    return whole


def _head(key: str, words: Words) -> gr.Markdown:
    return gr.Markdown(f"<h2>{words.html(key)}</h2>", sanitize_html=False)
