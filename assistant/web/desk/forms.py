"""The forms of the library page: what is filled in, and the button that sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import gradio as gr
from gradio.components import Component

from assistant.web.desk.parts import markdown
from assistant.web.words import Words
from corpus import KINDS
from ingest import HELD_AS
from ingest.read import READABLE

MAX_FILES = 20
Variant = Literal["primary", "stop"]


@dataclass(frozen=True)
class Form:
    """What is filled in, the button that sends it, and where it says what came of it."""

    inputs: list[Component]
    button: gr.Button
    outputs: list[Component]


def choice(words: Words, key: str, identity: str, many: bool = False) -> gr.Dropdown:
    """A choice of documents, which are put in when the page is drawn."""
    label = words(f"library.{key}")
    return gr.Dropdown([], multiselect=many or None, label=label, elem_id=identity)


def button(words: Words, key: str, variant: Variant, identity: str = "") -> gr.Button:
    """A button; its id is its key where no other is given."""
    return gr.Button(words(f"library.{key}"), variant=variant, elem_id=identity or key)


def _text(
    words: Words, key: str, identity: str, most: int, info: str | None = None, example: str = ""
) -> gr.Textbox:
    return gr.Textbox(
        label=words(f"library.{key}"),
        max_length=most,
        elem_id=identity,
        info=info,
        placeholder=example or None,
    )


def _described(words: Words, prefix: str) -> list[Component]:
    """The fields that say what a document is, in the order that `described_from` takes them."""
    info = words("library.title_info") if prefix == "add" else None
    with gr.Row():
        title = _text(words, "title", f"{prefix}-title", 300, info=info)
        union = _text(words, "union", f"{prefix}-union", 200)
        kind = gr.Dropdown(
            sorted(KINDS), value=None, label=words("library.kind"), elem_id=f"{prefix}-kind"
        )
    with gr.Row():
        days = [
            _text(words, key, f"{prefix}-{key}", 10, example=example)
            for key, example in (("effective", "2024-08-01"), ("expires", "2027-07-31"))
        ]
    with gr.Row():
        supersedes = choice(words, "supersedes", f"{prefix}-supersedes", many=True)
        text_of = choice(words, "text_of", f"{prefix}-text-of")
        stands = gr.Dropdown(
            [(words(f"library.stands_{one}"), one) for one in HELD_AS],
            value=None,
            label=words("library.stands"),
            elem_id=f"{prefix}-stands",
        )
    return [title, union, kind, *days, supersedes, text_of, stands]


def adding(words: Words) -> Form:
    """Files to be added, and what is said of them."""
    uploads = gr.File(
        label=words("library.files", most=MAX_FILES),
        file_count="multiple",
        file_types=list(READABLE),
        height=180,
        elem_id="files",
    )
    accept = gr.Checkbox(False, label=words("library.accept"), elem_id="add-accept")
    inputs = [uploads, *_described(words, "add"), accept]
    return Form(inputs, button(words, "add", "primary"), [markdown("progress"), uploads])


def editing(words: Words) -> tuple[gr.Dropdown, Form]:
    """The choice of a document, and the form with it that says anew what it is."""
    which = choice(words, "which_own", "editing")
    fields = [*_described(words, "edit"), _text(words, "aliases", "edit-aliases", 1000)]
    save = button(words, "save", "primary", "edit")
    return which, Form([which, *fields], save, [markdown("edited")])


def removing(words: Words) -> tuple[Form, gr.Markdown, Form]:
    """Taking a document away, what is kept to go back to, and going back."""
    which, typed = choice(words, "which", "removing"), _text(words, "type_to_remove", "typed", 128)
    take = Form([which, typed], button(words, "remove", "stop"), [markdown("removed"), typed])
    gr.Markdown(f"<h2>{words.html('library.roll_back')}</h2>", sanitize_html=False)
    two = markdown(None)
    sure = gr.Checkbox(False, label=words("library.sure"), elem_id="sure")
    back = button(words, "roll_back", "stop", "back")
    return take, two, Form([sure], back, [markdown("went"), sure])
