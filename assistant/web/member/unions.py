"""The unions that answer a question, where none was named: as buttons, and a row each."""

from __future__ import annotations

import re
from html import escape

from assistant.web.member.cited import chip
from assistant.web.words import Words
from corpus.plain import JsonObject

#: Unions that are shown at all, and those that stand there at once; the others are folded.
ROWS, ROWS_AT_ONCE = 8, 3


def which_union(found: JsonObject, words: Words) -> str:
    """A button for each union that answers: pressed, it is the member's, and the question is asked
    again.
    """
    rows = found.get("by_union") or []
    if not rows:
        return ""
    buttons = "".join(
        '<button type="button" data-do="union" '
        f'data-union="{escape(str(one["union"]), quote=True)}">{escape(_named(one["union"]))}'
        "</button>"
        for one in rows[:ROWS]
    )
    label = f"which-{found['id']}"
    return (
        f'<div class="which" role="group" aria-labelledby="{label}"><p id="{label}">'
        f"{words.html('answer.which_union')}</p>"
        f'<div class="pick">{buttons}</div></div>'
    )


def _named(union: object) -> str:
    """A union's name short enough for a button: without the bracket that says what else it is
    called.
    """
    return re.sub(r" \([^()]{5,}\)$", "", str(union))


def by_union_html(found: JsonObject, numbers: dict[int, JsonObject], words: Words) -> str:
    """What each union's agreement says, a row a union; what does not fit at once is folded."""
    rows = (found.get("by_union") or [])[:ROWS]
    if not rows:
        return ""
    shown, folded = rows[:ROWS_AT_ONCE], rows[ROWS_AT_ONCE:]
    if len(folded) == 1:
        shown, folded = rows, []
    more = ""
    if folded:
        summary = words.html("answer.more_unions", count=len(folded))
        more = (
            f'<details class="more"><summary>{summary}</summary>{_table(folded, numbers, words)}'
            "</details>"
        )
    return _table(shown, numbers, words) + more


def _table(rows: list[JsonObject], numbers: dict[int, JsonObject], words: Words) -> str:
    body = "".join(
        f'<tr role="row"><th role="rowheader" scope="row">{escape(_named(one["union"]))}</th>'
        '<td role="cell">'
        f'<span lang="en">{escape(str(one["short"]))}</span>'
        f" {chip(numbers[int(one['citation'])], words)}</td></tr>"
        for one in rows
    )
    # the roles are said, because a phone shows the cells as lines, and a browser then takes the
    # table for none
    label = words.html("answer.by_union")
    return (
        f'<table class="unions" role="table" aria-label="{label}"><tbody role="rowgroup">'
        f"{body}</tbody></table>"
    )
