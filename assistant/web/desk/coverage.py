"""Coverage: which agreements are held by topic, how each is known, what runs out, what to fetch
next.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from assistant.sheet.coverage import Covered, coverage
from assistant.web.access.guard import account_of
from assistant.web.desk.parts import HIDDEN, markdown
from assistant.web.theme import drawn
from assistant.web.words import Words
from corpus import Library
from corpus.titles import short_title
from corpus.topics import topics

if TYPE_CHECKING:
    from assistant.web.app import Held


def blocks(held: Held, words: Words, root: str) -> gr.Blocks:
    """The page as Gradio Blocks."""

    def opened(request: gr.Request) -> str:
        account_of(request)
        return drawn(table_html(held.assistant.library, date.today(), words, root))

    with gr.Blocks(title=words("desk.coverage"), analytics_enabled=False, fill_width=True) as made:
        table = markdown("covered")
        made.load(opened, None, table, **HIDDEN)
    whole: gr.Blocks = made.queue(max_size=32, default_concurrency_limit=1)
    return whole


def table_html(library: Library, day: date, words: Words, root: str = "") -> str:
    """A row an agreement, what wants attention first: what has run out, then what runs out soon."""
    rows = coverage(library, day)
    urgent = ("expired", "soon", "")
    ordered = sorted(rows, key=lambda one: urgent.index(one.ends))
    heads = ("union", "agreement", "known", "checked", "until", "silent", "wanted")
    head = "".join(f'<th scope="col">{words.html(f"coverage.{name}")}</th>' for name in heads)
    body = "".join(_row(one, words, root) for one in ordered)
    return (
        f'<p>{words.html("coverage.count", count=len(rows))} <a href="{root}/sheet">'
        f"{words.html('coverage.sheets')}</a></p>"
        '<div class="scroll" tabindex="0" role="region" '
        f'aria-label="{words.html("desk.coverage")}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(one: Covered, words: Words, root: str) -> str:
    document = one.document
    until = document.expires.isoformat() if document.expires else "—"
    ends = f" <strong>{words.html(f'coverage.{one.ends}')}</strong>" if one.ends else ""
    silent = [topics()[topic].name for topic, number in one.clauses.items() if not number]
    checked = document.checked.isoformat() if document.checked else "—"
    return (
        f'<tr><td>{escape(one.union)}</td><th scope="row">{escape(short_title(document.title))}<br>'
        f'<span class="fine">{escape(document.id)}</span></th><td>{escape(one.known)}</td>'
        f"<td>{escape(checked)}</td><td>{escape(until)}{ends}</td>"
        f"<td>{escape(', '.join(silent)) or '—'}</td><td>{escape(one.wanted) or '—'}</td></tr>"
    )
