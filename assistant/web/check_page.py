"""Check: a bulletin pasted or dropped, every quotation and citation in it held against the documents."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from assistant import checked
from assistant.check import Checker
from assistant.web.guard import account_of
from assistant.web.theme import drawn
from assistant.web.words import Words
from corpus import PinciteError
from ingest.apart import original_of
from ingest.read import READABLE

if TYPE_CHECKING:
    from assistant.web.app import Held

MAX_TEXT = 400_000
MAX_MB = 16


def checked_html(held: Held, text: str, day: str, words: Words) -> str:
    """The verdicts on a text as HTML. ValueError in the reader's language for a date that is none or a text that is too long."""
    if not text.strip():
        raise ValueError(words("check.empty"))
    if len(text) > MAX_TEXT:
        raise ValueError(words("check.too_long", count=len(text), most=MAX_TEXT))
    try:
        on = date.fromisoformat(day.strip()) if day.strip() else date.today()
    except ValueError:
        raise ValueError(words("check.no_date", date=day[:40])) from None
    library = held.assistant.library
    return f'<div class="checked">{checked.body(Checker(library, on).check(text), library)}</div>'


def text_of(path: Path, held: Held) -> str:
    """The words of an uploaded file, read in a process of its own; CannotRead says what is wrong with it."""
    most = min(MAX_MB, held.settings.max_file_mb)
    return original_of(path, "bulletin", most, held.settings.read_seconds).text


def blocks(held: Held, words: Words, root: str):
    """The page as Gradio Blocks."""
    def run(text: str, upload: str | None, day: str, request: gr.Request):
        account_of(request)
        try:
            if upload:
                text = text_of(Path(upload), held)
            return drawn(checked_html(held, text, day, words))
        except (PinciteError, ValueError) as error:
            return f'<p class="bad" role="alert">{escape(str(error))}</p>'
        finally:
            if upload:
                Path(upload).unlink(missing_ok=True)

    with gr.Blocks(title=words("desk.check"), analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as made:
        with gr.Row(elem_id="checking"):
            text = gr.Textbox(label=words("check.text"), placeholder=words("check.paste"), lines=10, max_lines=24, elem_id="bulletin", scale=3)
            with gr.Column(scale=1, min_width=240):
                upload = gr.File(label=words("check.file"), file_types=list(READABLE), height=150, elem_id="bulletin-file")
                day = gr.Textbox(label=words("check.day"), placeholder=date.today().isoformat(), max_length=10, elem_id="check-day")
                button = gr.Button(words("check.button"), variant="primary", elem_id="check")
        result = gr.Markdown("", elem_id="checked", sanitize_html=False, latex_delimiters=[])
        button.click(run, [text, upload, day], result, api_visibility="private", show_progress="minimal")
    return made.queue(max_size=32, default_concurrency_limit=1)
