"""Clauses as HTML: the quotation marked in them, struck words shown struck, and what is around."""

from __future__ import annotations

import re
from html import escape
from itertools import zip_longest

from assistant.web.member.reflow import reflowed
from assistant.web.words import Words
from corpus import STRUCK, Clause, Document, Span

#: Clauses shown before and after the one cited.
NEIGHBOURS = 2
LONGEST = 6000


def clauses_around(document: Document, at: int, span: Span, words: Words) -> str:
    """The clause first, said to be our summary where it is; its neighbours folded, but for one with
    struck words, which must be seen.
    """
    clause = document.clauses[at]
    ours = (
        ""
        if document.basis == "official"
        else f'<p class="ours">{words.html("answer.summary_of", place=clause.locator)}</p>'
    )
    near = [
        one
        for one in document.clauses[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
        if one is not clause
    ]
    around = "".join(clause_html(document, one, None, words) for one in near)
    opened = " open" if "<del>" in around else ""
    folded = (
        f'<details class="around"{opened}><summary>{words.html("source.around")}</summary>'
        f"{around}</details>"
        if around
        else ""
    )
    return (
        f"{ours}{clause_html(document, clause, span, words)}{_refers(document, clause, words)}"
        f"{folded}"
    )


def clause_html(document: Document, clause: Clause, quote: Span | None, words: Words) -> str:
    """One clause with the quotation marked and struck words shown struck, where they stood."""
    begin, end = _shown_part(clause, quote)
    struck = _struck(document, clause, begin, end)
    text = reflowed(document.text, begin, end)
    marked = (quote.start, quote.end) if quote else ()
    stops = sorted({begin, end, *(at for at, _ in struck), *marked})
    gone = words.html("source.struck")
    out = []
    for at, after in zip_longest(stops, stops[1:]):
        out += [
            f'<del><span class="unseen">[{gone}: </span>{escape(lost)}'
            '<span class="unseen">]</span></del> '
            for place, lost in struck
            if place == at
        ]
        if after:
            piece = escape(text[at - begin : after - begin])
            cited = quote and quote.start <= at < quote.end
            out.append(f"<mark>{piece}</mark>" if cited else piece)
    body = re.sub(r"\n[ \t]*\n+", "\n\n", "".join(out).strip("\n"))
    if begin > clause.span.start:
        body = f'<span aria-hidden="true">…</span> {body}'
    if end < clause.span.end:
        body += ' <span aria-hidden="true">…</span>'
    return (
        f'<article class="clause{" cited" if quote else ""}"><h4 lang="en">{escape(clause.label)}'
        f'</h4><div class="words" lang="en">{body}</div></article>'
    )


def _shown_part(clause: Clause, quote: Span | None) -> tuple[int, int]:
    """Where what is shown of a clause begins and ends: a long one is cut around its quotation."""
    begin, end = clause.span.start, clause.span.end
    if quote and end - begin > LONGEST:
        return max(begin, quote.start - LONGEST // 3), min(end, quote.end + LONGEST // 3)
    if not quote and end - begin > LONGEST // 2:
        return begin, begin + LONGEST // 2
    return begin, end


def _struck(document: Document, clause: Clause, begin: int, end: int) -> list[tuple[int, str]]:
    """Struck words with where they stood; a struck paragraph stands with the clause before it."""
    starts = (other.span.start for other in document.clauses)
    until = min((at for at in starts if at > clause.span.start), default=len(document.text) + 1)
    return [
        (min(part.at, end), part.sample)
        for part in (document.report.left_out if document.report else ())
        if part.reason in STRUCK and part.at is not None and begin <= part.at < until
    ]


def _refers(document: Document, clause: Clause, words: Words) -> str:
    links = []
    for locator in clause.refers[:12]:
        target = next((one for one in document.clauses if one.locator == locator), None)
        if target:
            links.append(opening(document, target, locator, "link"))
    listed = ", ".join(links)
    return f'<p class="refers">{words.html("source.refers")}: {listed}</p>' if links else ""


def opening(document: Document, clause: Clause, label: str, style: str = "") -> str:
    """A button that opens a clause in the panel."""
    dressed = f' class="{style}"' if style else ""
    return (
        f'<button type="button"{dressed} data-open data-document="{escape(document.id)}" '
        f'data-start="{clause.span.start}" data-end="{clause.span.end}">{escape(label)}</button>'
    )
