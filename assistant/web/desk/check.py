"""Check: a bulletin pasted or dropped, or a saved answer or conversation; all that it quotes and
cites is held against the documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from gradio.components import Component

from assistant.checking import report as checked
from assistant.checking.check import Check, Checker
from assistant.checking.record import SAVED, saved, verdicts
from assistant.web.access.guard import account_of
from assistant.web.desk.parts import Outputs, markdown, said
from assistant.web.theme import drawn
from assistant.web.words import Words
from corpus import PinciteError
from ingest.read import READABLE
from ingest.worker import original_of

if TYPE_CHECKING:
    from assistant.web.app import Held

MAX_TEXT = 400_000
MAX_MB = 16
#: A conversation of some hundred answers. JSON is read in this process, so less of it is taken than
#: of what is read apart.
MAX_SAVED_MB = 4


def checked_html(held: Held, text: str, day: str, words: Words) -> str:
    """The verdicts on a text as HTML.

    ValueError in the reader's language for a date that is none or a text that is too long.
    """
    if not text.strip():
        raise ValueError(words("check.empty"))
    if len(text) > MAX_TEXT:
        raise ValueError(words("check.too_long", count=len(text), most=MAX_TEXT))
    checker = _checker(held, day, words)
    return _shown(checker.check(text), checker, words)


def file_html(held: Held, path: Path, day: str, words: Words) -> str:
    """The same of an uploaded file: a bulletin, read in a process of its own, or what was saved of
    answers (`.json`, `.jsonl`).
    """
    if path.suffix.lower() not in SAVED:
        most = min(MAX_MB, held.settings.max_file_mb)
        return checked_html(
            held, original_of(path, "bulletin", most, held.settings.read_seconds).text, day, words
        )
    checker = _checker(held, day, words)
    checks, others = verdicts(saved(path, min(MAX_SAVED_MB, held.settings.max_file_mb)), checker)
    since = (
        words("check.since", before=", ".join(others[:3]), now=checker.library.fingerprint)
        if others
        else ""
    )
    return (f'<p class="fine">{escape(since)}</p>' if since else "") + _shown(
        checks, checker, words
    )


def _checker(held: Held, day: str, words: Words) -> Checker:
    try:
        return Checker(
            held.assistant.library, date.fromisoformat(day.strip()) if day.strip() else date.today()
        )
    except ValueError:
        raise ValueError(words("check.no_date", date=day[:40])) from None


def _shown(checks: list[Check], checker: Checker, words: Words) -> str:
    return (
        f'<div class="checked">{checked.body(checks, checker.library, words.section("checked"))}'
        "</div>"
    )


def blocks(held: Held, words: Words, root: str) -> gr.Blocks:
    """The page as Gradio Blocks."""

    def verdicts_on(text: str, upload: str | None, day: str) -> str:
        try:
            if not upload:
                return drawn(checked_html(held, text, day, words))
            # where a text was pasted too, this says what was checked
            name = f'<p class="fine">{escape(Path(upload).name)}</p>'
            return drawn(name + file_html(held, Path(upload), day, words))
        except (PinciteError, ValueError) as error:
            return said(error, False)
        finally:
            if upload:
                Path(upload).unlink(missing_ok=True)

    def run(text: str, upload: str | None, day: str, request: gr.Request) -> Iterator[Outputs]:
        account_of(request)
        # the verdicts on an earlier text go first: they must not stand beside a new one while it is
        # checked. Not as an event of its own with this one after it: where the end of the first
        # one's stream comes late, Gradio's page never hears the second
        yield "", gr.skip()
        yield verdicts_on(text, upload, day), None

    with gr.Blocks(
        title=words("desk.check"),
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(3600, 3600),
    ) as made:
        inputs, button = _form(words)
        result = markdown("checked")
        outputs = [result, inputs[1]]
        button.click(run, inputs, outputs, api_visibility="private", show_progress="minimal")
    page: gr.Blocks = made.queue(max_size=32, default_concurrency_limit=1)
    return page


def _form(words: Words) -> tuple[list[Component], gr.Button]:
    """The text, the file and the day to be filled in, and the button."""
    with gr.Row(elem_id="checking"):
        text = gr.Textbox(
            label=words("check.text"),
            placeholder=words("check.paste"),
            lines=10,
            max_lines=24,
            elem_id="bulletin",
            scale=3,
        )
        with gr.Column(scale=1, min_width=240):
            upload = gr.File(
                label=words("check.file"),
                file_types=[*READABLE, *SAVED],
                height=150,
                elem_id="bulletin-file",
            )
            day = gr.Textbox(
                label=words("check.day"),
                placeholder=date.today().isoformat(),
                max_length=10,
                elem_id="check-day",
            )
            button = gr.Button(words("check.button"), variant="primary", elem_id="check")
    return [text, upload, day], button
