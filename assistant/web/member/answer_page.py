"""An answer as HTML: the question, the direct answer with its numbers, where it stands, what to be
careful about, what to do next.

Everything is made from the answer's JSON, live or kept by a browser, and all of it is escaped: no
markup of a document, a person or a model gets through, and the only links are to official addresses
over https.
"""

from __future__ import annotations

import re
from html import escape

from assistant.web.member import after
from assistant.web.member.cited import (
    badges,
    chip,
    may_stand_open,
    official_link,
    place,
    row,
)
from assistant.web.member.unions import by_union_html, which_union
from assistant.web.words import Words
from corpus.plain import JsonObject
from corpus.shown import as_shown
from corpus.signs import as_json
from corpus.titles import short_title

__all__ = ["badges", "failed", "growing", "official_link", "place", "turn"]

_ID = re.compile(r"[\w-]{1,64}")
#: Citations that stand there at once; what is more is folded.
CITED = 3


def turn(found: JsonObject, words: Words, whole: bool = True) -> str:
    """One question with its whole answer; `whole` has the answer's JSON in it too, for a browser
    that does not hold it yet.

    KeyError, TypeError or ValueError where `found` is no answer.
    """
    identity = str(found.get("id") or "")
    if not _ID.fullmatch(identity):
        raise ValueError(
            f"an answer on the page needs an id of letters and figures, not {identity!r}"
        )
    numbers = {int(c["n"]): c for c in [*found["citations"], *found["also"]]}
    listed = _listed(found, numbers, words)
    parts = [
        _question(found["question"], found.get("standalone_question", ""), words),
        which_union(found, words),
        _direct(found, numbers, words),
        by_union_html(found, numbers, words),
        _columns(found, numbers, words) or listed or _cited(found, words),
        _worded(found, numbers, words),
        after.caution(found, words),
        after.act(found, words),
        after.next_questions(found, words),
        "" if listed else after.also(found, words),
    ]
    kept = as_json(found) if whole else ""
    own = f' data-answer="{escape(kept, quote=True)}"' if whole else ""
    said = escape(_said(found, words), quote=True)
    return (
        f'<article class="turn" id="turn-{identity}" data-status="{_status(found)}" '
        f'data-said="{said}"{own}>'
        f"{''.join(parts)}{after.actions(found, words)}</article>"
    )


def growing(
    question: str,
    stage: str,
    statements: list[JsonObject],
    citations: list[JsonObject],
    words: Words,
) -> str:
    """The same while it comes about: the stage under way where the direct answer will stand, and
    beneath it what is there already.
    """
    numbers = {int(c["n"]): c for c in citations}
    shown: list[str] = []
    seen: set[int] = set()
    for statement in statements[:CITED]:
        cited = [numbers[int(n)] for n in statement["citations"]]
        sentence = _worded_sentence(statement, cited, words)
        rows = [row(c, words) for c in cited if int(c["n"]) not in seen]
        seen |= {int(c["n"]) for c in cited}
        shown.append(
            f'<div class="coming">{sentence or "".join(rows)}</div>' if sentence or rows else ""
        )
    waiting = f'<p class="stage"><span class="dots" aria-hidden="true"></span>{escape(stage)}</p>'
    return (
        '<article class="turn growing" aria-busy="true">'
        f"{_question(question, '', words)}{waiting}{''.join(shown)}</article>"
    )


def failed(question: str, message: str, words: Words) -> str:
    """A question that could not be answered, and why, in words."""
    return (
        f'<article class="turn failed">{_question(question, "", words)}<p class="short">'
        f"<strong>{words.html('answer.error')}</strong> "
        f'{escape(message)}</p><div class="after"><button type="button" data-do="edit">'
        f"{words.html('after.edit')}</button></div></article>"
    )


# --- what is read first ---


def _status(found: JsonObject) -> str:
    status = str(found["status"])
    if status not in ("answered", "not_found", "not_in_collection", "unreadable", "out_of_scope"):
        raise ValueError(f"no status of an answer: {status!r}")
    return status


def _question(question: str, standalone: str, words: Words) -> str:
    asked = escape(str(question))
    rewritten = str(standalone)
    read = ""
    if rewritten and rewritten != " ".join(str(question).split()):
        read = (
            f'<p class="read-as">{words.html("answer.read_as")} <span lang="en">'
            f"{escape(rewritten)}</span></p>"
        )
    return f'<h2 class="question" tabindex="-1">{asked}</h2>{read}'


def _direct(found: JsonObject, numbers: dict[int, JsonObject], words: Words) -> str:
    """The direct answer with its chips; the message where there is none."""
    if _status(found) != "answered":
        message = str(found["answer"]).split("\n\n")[0]
        label = words(f"answer.{_status(found)}")
        strong = (
            "" if label.casefold() in message.casefold() else f"<strong>{escape(label)}</strong> "
        )
        narrow = found["scope"].get("documents") or found["scope"].get("kinds")
        wider = (
            '<p class="wider"><button type="button" data-do="widen">'
            f"{words.html('ask.widen')}</button></p>"
            if narrow
            else ""
        )
        return f'<p class="short">{strong}<span lang="en">{escape(message)}</span></p>{wider}'
    short = found.get("short")
    if not short:  # an answer that a browser kept from before there was one
        return ""
    chips = "".join(chip(numbers[int(n)], words) for n in short["citations"])
    return f'<p class="short"><span lang="en">{escape(str(short["text"]))}</span> {chips}</p>'


def _said(found: JsonObject, words: Words) -> str:
    """What a screen reader hears when the answer is there: the direct answer, or that there is
    none.
    """
    short = found.get("short")
    if _status(found) == "answered":
        return str(short["text"]) if short else words("answer.ready")
    return str(found["answer"]).split("\n\n")[0]


# --- where it stands ---


def _cited(found: JsonObject, words: Words) -> str:
    """At most three citations, each a line that opens to its words; the others folded."""
    citations, short = found["citations"], found.get("short") or {}
    at_once = 0 if found.get("by_union") else CITED  # the table has a number for each
    said = str(short.get("text", ""))
    told = (
        _status(found) != "answered"
    )  # what is recorded of a silence is the answer there is: each line says it
    lines = [
        row(
            c,
            words,
            str(c.get("short") or "") if told else "",
            leading=n == 0 and may_stand_open(c, said),
        )
        for n, c in enumerate(citations)
    ]
    key = "answer.more_sources" if at_once else "answer.sources"
    more = (
        _folded(lines[at_once:], words.html(key, count=len(lines) - at_once))
        if len(lines) > at_once
        else ""
    )
    return f'<div class="cited">{"".join(lines[:at_once])}{more}</div>' if lines else ""


def _listed(found: JsonObject, numbers: dict[int, JsonObject], words: Words) -> str:
    """An overview: a line a clause with its chip, and all that is more folded beneath."""
    if found.get("scope", {}).get("question_kind") != "overview":
        return ""

    def line(text: str, citation: JsonObject) -> str:
        return f'<li><span lang="en">{escape(text)}</span> {chip(citation, words)}</li>'

    lines = [
        line(str(one["text"]), numbers[int(one["citations"][0])]) for one in found["statements"]
    ]
    more = [line(str(c.get("short") or c["heading"]), c) for c in found["also"]]
    summary = words.html("answer.more_lines", count=len(more))
    rest = f"<ul>{''.join(more)}</ul>"
    beneath = _folded([rest], summary) if more else ""
    return f'<div class="lines"><ul>{"".join(lines)}</ul>{beneath}</div>'


def _folded(lines: list[str], summary: str) -> str:
    return f'<details class="more"><summary>{summary}</summary>{"".join(lines)}</details>'


def _columns(found: JsonObject, numbers: dict[int, JsonObject], words: Words) -> str:
    """Documents set beside each other, and before them the citations that stand in no column."""
    sides = found.get("scope", {}).get("sides") or []
    if not sides:
        return ""
    inside = {int(n) for side in sides for n in side["citations"]}
    before = "".join(row(c, words) for c in found["citations"] if int(c["n"]) not in inside)
    columns = "".join(
        f'<section class="side"><h3 lang="en">{escape(short_title(side["title"]))}</h3>'
        f"{_cells([_cell(numbers[int(n)], words) for n in side['citations']], words)}</section>"
        for side in sides
    )
    return (
        f'{before}<div class="columns" role="group" aria-label="{words.html("answer.columns")}">'
        f"{columns}</div>"
    )


def _cells(cells: list[str], words: Words) -> str:
    """The clause that answers best in a column; the others folded."""
    more = (
        _folded(cells[1:], words.html("answer.more_sources", count=len(cells) - 1))
        if len(cells) > 1
        else ""
    )
    return "".join(cells[:1]) + more


def _cell(citation: JsonObject, words: Words) -> str:
    """One clause of a column: its statement, and the line that opens to its words."""
    said = str(citation.get("short") or "")
    statement = (
        f'<p class="fact"><span lang="en">{escape(said)}</span> {chip(citation, words)}</p>'
        if said
        else ""
    )
    return (
        f'<div class="cell">{statement}'
        f"{row(citation, words, leading=may_stand_open(citation, said))}</div>"
    )


def _worded(found: JsonObject, numbers: dict[int, JsonObject], words: Words) -> str:
    """The sentences that a language model wrote and the check let pass, folded below what leads."""
    mode = str(found.get("mode", ""))
    if not mode.startswith("llm"):
        return ""
    cited = [(one, [numbers[int(n)] for n in one["citations"]]) for one in found["statements"]]
    sentences = "".join(_worded_sentence(one, theirs, words) or "" for one, theirs in cited)
    note = f'<p class="fine">{words.html("answer.worded", model=mode.partition(":")[2])}</p>'
    return _folded([sentences, note], words.html("answer.in_more_words", count=len(cited)))


def _worded_sentence(statement: JsonObject, cited: list[JsonObject], words: Words) -> str:
    """A sentence with its numbers, where it is one of a model's; what only repeats a citation's
    words is no sentence.
    """
    text = " ".join(str(statement["text"]).split())
    if any(" ".join(as_shown(str(c["quote"])).split()) in text for c in cited):
        return ""
    return (
        f'<p class="lead"><span lang="en">{escape(text)}</span>'
        f" {''.join(chip(c, words) for c in cited)}</p>"
    )
