"""What the desk's pages share: who may act, a line said of an act, and text that is drawn by us."""

from __future__ import annotations

from html import escape
from typing import Literal, TypedDict

import gradio as gr

from assistant.web.access.audit import Audit, Event, What
from assistant.web.access.guard import account_of
from corpus import Library
from corpus.signs import visible

#: What an event gives its outputs, in their order.
Outputs = tuple[object, ...]


class Act(TypedDict):
    """How an event of a page is bound."""

    api_visibility: Literal["private"]
    show_progress: Literal["minimal", "hidden"]


#: Of an act that no program may call: its progress is a bar on what it changes.
PRIVATE: Act = {"api_visibility": "private", "show_progress": "minimal"}
#: The same of one that shows no progress.
HIDDEN: Act = {"api_visibility": "private", "show_progress": "hidden"}


def acting(request: gr.Request, role: str) -> str:
    """The name of whoever sent a request. PermissionError where the role does not reach."""
    account = account_of(request)
    if not account.may(role):
        raise PermissionError(f"this needs the role {role}")
    return account.name


def noted(audit: Audit, request: gr.Request, event: Event, **what: What) -> None:
    """Write down what somebody has just done on the desk."""
    origin = request.client.host if request.client else ""
    audit.record(event, account_of(request).name, str(origin), **what)


def said(told: object, good: bool) -> str:
    """What became of an act, as a line of HTML; `told` is escaped."""
    return f'<p class="said {"good" if good else "bad"}">{escape(visible(str(told)))}</p>'


def markdown(identity: str | None, classes: str | None = None) -> gr.Markdown:
    """A place for our own HTML, by its id; empty at first."""
    return gr.Markdown(
        "", elem_id=identity, sanitize_html=False, latex_delimiters=[], elem_classes=classes
    )


def titles(library: Library, own: bool = False) -> list[tuple[str, str]]:
    """The documents as choices, title and id; only those that people added where `own`."""
    chosen = [document for document in library if not (own and document.bundled)]
    return [(visible(f"{one.title[:110]} ({one.id})"), one.id) for one in chosen]
