"""An answer under review as HTML: the list of what waits, and one case with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from assistant.answering.short import in_quotes
from assistant.checking.fates import Since, changes_since, restated
from assistant.web.feedback import Said
from assistant.web.member import answer_page, source
from assistant.web.words import Words
from corpus import Library, PinciteError, Span
from corpus.plain import JsonObject

#: What became of a quotation that still stands.
STANDING = ("unchanged", "shifted")


def queue_html(
    rows: list[tuple[Said, int]], current: int, counts: dict[str, int], words: Words
) -> str:
    """The list on the left: a button each, the one that is open marked."""

    def entry(said: Said, gone: int) -> str:
        check = words.html("review.gone", count=gone)
        check = f' · <strong class="bad">{check}</strong>' if gone else ""
        mark = ' aria-current="true"' if said.id == current else ""
        return (
            f'<li><button type="button" data-pick="{said.id}"{mark}>'
            f'<span class="asked">{escape(said.question[:160])}</span><span class="fine">'
            f"{escape(said.at[:10])} · {escape(_reason(said, words))}{check}</span></button></li>"
        )

    listed = "".join(entry(said, gone) for said, gone in rows)
    listed = f'<ul class="queue">{listed}</ul>' if rows else _empty("review.none", words)
    total = words.html("review.counts", waiting=len(rows), reviewed=counts["reviewed"])
    return f'<p class="fine">{total}</p>{listed}'


def _empty(key: str, words: Words) -> str:
    return f'<p class="empty">{words.html(key)}</p>'


def case_html(said: Said | None, library: Library, words: Words, root: str) -> str:
    """The answer under review: question, complaint, and each quotation with its check beside the
    place where it stands.
    """
    if said is None:
        return _empty("review.choose", words)
    answer = said.answer
    fates = changes_since(answer, library, date.today())
    parts = [_complaint(said, words), short_html(answer, restated(answer, library), words)]
    if said.status != "answered":
        parts.append(f'<p class="verdict">{escape(str(answer["answer"]).split(chr(10))[0])}</p>')
    for citation, since in zip(answer["citations"], fates, strict=False):
        parts.append(_citation(citation, since, library, words, root))
    if answer["notes"]:
        parts.append(_listed(escape(note) for note in answer["notes"]))
    return "".join([*parts, _foot(said, words), "</article>"])


def _complaint(said: Said, words: Words) -> str:
    """The question, as it was read where that differs, and what the member says of the answer."""
    read = ""
    if said.standalone != said.question:
        read = f'<p class="fine">{words.html("answer.read_as")} {escape(said.standalone)}</p>'
    theirs = f"<blockquote>{escape(said.words)}</blockquote>" if said.words else ""
    return (
        f'<article class="case" id="case-{said.id}" data-case="{said.id}">'
        f'<h2 tabindex="-1">{escape(said.question)}</h2>{read}'
        f'<div class="complaint"><strong>{words.html("review.member_says")}: '
        f"{escape(_reason(said, words))}</strong>{theirs}</div>"
    )


def _foot(said: Said, words: Words) -> str:
    """When and how the answer was made, and what reviewers found before."""
    answer = said.answer
    model = str(answer["mode"]).partition(":")[2][:80]
    made = words("review.mode_model", model=model) if model else words("review.mode_extractive")
    day, corpus = str(answer["as_of"]), str(answer["corpus"])[:40]
    foot = words.html("review.foot", date=day, mode=made, corpus=corpus)
    earlier = [
        f"{escape(one.at[:10])} · {escape(one.reviewer)}:"
        f" {words.html('review.verdict_' + slug(one.verdict))}. {escape(one.note)}"
        for one in said.reviews
    ]
    return f'<p class="fine">{foot}</p>{_listed(earlier) if earlier else ""}'


def _listed(rows: Iterable[str]) -> str:
    return f'<ul class="notes">{"".join(f"<li>{row}</li>" for row in rows)}</ul>'


def _reason(said: Said, words: Words) -> str:
    if said.verdict != "bad":
        return words("review.praised")
    return words(f"review.reason_{slug(said.reason or 'other')}")


def short_html(answer: JsonObject, changed: list[Since], words: Words) -> str:
    """What the member read first: the direct answer and the table of unions, with their numbers,
    and which of their statements have changed.
    """
    short, rows = answer.get("short"), answer.get("by_union") or []
    if not short:
        return ""

    def chips(numbers: list[int]) -> str:
        return "".join(f' <span class="chip">{int(n)}</span>' for n in numbers)

    body = "".join(
        f'<tr><th scope="row">{escape(row["union"])}</th>'
        f"<td>{escape(row['short'])}{chips([row['citation']])}</td></tr>"
        for row in rows
    )
    table = f"<table><tbody>{body}</tbody></table>" if rows else ""
    since = "".join(
        f'<p class="fine"><span class="fate bad">{words.html("review.fate_restated")}</span> '
        f'<q lang="en">{escape(one.quote)}</q> {escape(one.found.note)}</p>'
        for one in changed
    )
    return (
        f'<section class="cited first"><h3>{words.html("review.short")}</h3><p class="ours">'
        f"{words.html('review.from_' + short['from'])}</p>"
        f'<p class="direct" lang="en">{escape(short["text"])}{chips(short["citations"])}</p>'
        f"{table}{since}</section>"
    )


def _shown(citation: JsonObject, words: Words) -> str:
    """A citation's words as the member saw them: official ones in quotation marks, ours named as
    our summary and without.
    """
    if citation["basis"] == "digest":
        return (
            f'<h4>{words.html("review.our_summary")}</h4><div class="ours words" lang="en">'
            f"{escape(citation['quote'])}</div>"
        )
    return (
        f'<h4>{words.html("review.shown")}</h4><blockquote lang="en">'
        f"{escape(in_quotes(citation['quote']))}</blockquote>"
    )


def _citation(citation: JsonObject, since: Since, library: Library, words: Words, root: str) -> str:
    fine = since.fate in STANDING
    note = f'<p class="fine">{escape(since.found.note)}</p>' if since.found.note else ""
    try:
        document = library[citation["document"]]
        at = (
            (since.found.start, since.found.end)
            if since.found.start is not None and since.found.end is not None
            else (citation["start"], citation["end"])
        )
        beside = source.beside(document, Span(*at), words, root)
    except (PinciteError, ValueError):
        beside = _empty("review.nowhere", words)
    try:
        badges = answer_page.badges(citation, words)
    except KeyError:  # what a browser sent names a tier, force or standing that there is not
        badges = ""
    mark = (
        f'<span class="fate {"good" if fine else "bad"}">'
        f"{words.html('review.fate_' + since.fate)}</span>"
    )
    return (
        f'<section class="cited"><h3><span class="chip">{int(citation["n"])}</span>'
        f" {answer_page.place(citation, words)} {mark}</h3>{badges}{note}"
        f'<div class="two"><div>{_shown(citation, words)}</div>'
        f"<div><h4>{words.html('review.held')}</h4>{beside}</div></div></section>"
    )


def slug(text: str) -> str:
    """A verdict or reason as the key of its words."""
    return text.replace(" ", "_")
