"""What the desk's pages share: who may act, a line said of an act, and text that is drawn by us."""

from __future__ import annotations

from html import escape

import gradio as gr

from assistant.web.access.guard import account_of
from corpus import Library

#: Of an act that no program may call: its progress is a bar on what it changes.
PRIVATE = {"api_visibility": "private", "show_progress": "minimal"}


def acting(request: gr.Request, role: str) -> str:
    """The name of whoever sent a request. PermissionError where the role does not reach."""
    account = account_of(request)
    if not account.may(role):
        raise PermissionError(f"this needs the role {role}")
    return account.name


def said(told: object, good: bool) -> str:
    """What became of an act, as a line of HTML; `told` is escaped."""
    return f'<p class="said {"good" if good else "bad"}">{escape(str(told))}</p>'


def markdown(identity: str | None, **more: object) -> gr.Markdown:
    """A place for our own HTML, by its id; empty at first."""
    return gr.Markdown("", elem_id=identity, sanitize_html=False, latex_delimiters=[], **more)


def titles(library: Library, own: bool = False) -> list[tuple[str, str]]:
    """The documents as choices, title and id; only those that people added where `own`."""
    return [(f"{d.title[:110]} ({d.id})", d.id) for d in library if not (own and d.bundled)]
