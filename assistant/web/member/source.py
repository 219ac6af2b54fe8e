"""The source of a quotation: the clause in its surroundings, the document's outline, the original's
page, and where to get it.
"""

from __future__ import annotations

import mimetypes
import re
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import quote as in_address

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from assistant.answer import Citation
from assistant.assistant import Assistant
from assistant.web.member import answer_page
from assistant.web.member.cited import page_of
from assistant.web.member.page_image import Marked, PageImages
from assistant.web.member.reflow import reflowed
from assistant.web.words import Words, words_in
from corpus import STRUCK, Clause, Document, Home, Library, NoSuchDocument, Span
from corpus.modality import force_of

#: Clauses shown before and after the one cited, and those listed in the outline around it.
NEIGHBOURS = 2
LISTED = 30
LONGEST = 6000


def fragment(
    library: Library, document: Document, span: Span, day: date, words: Words, root: str = ""
) -> str:
    """The panel's HTML for one quotation.

    ValueError where the span lies in no clause of the document.
    """
    clause = document.clause_at(span.start)
    if clause is None or span.end > clause.span.end:
        raise ValueError(f"{document.id} has no clause at {span.start}:{span.end}")
    citation = _citation(library, document, clause, span, day)
    at = next(n for n, one in enumerate(document.clauses) if one is clause)
    shown = _shown(document, at, span, words)
    dates = " ".join(
        f"<span>{words.html(key, date=day.isoformat())}</span>"
        for key, day in (("source.from", document.effective), ("source.until", document.expires))
        if day
    )
    pages = "".join(
        _figure(document, page, span, words, root) for page in _pages(document, clause, span)
    )
    notes = [words("source.digest_note")] if document.basis != "official" else []
    notes += [words("source.struck_note")] if "<del>" in shown else []
    digest = (
        document.text_of if document.text_of in library else document.id
    )  # it and its official text are one choice
    both = " ".join(
        escape(one.id) for one in (library[digest], library.official_of.get(digest)) if one
    )
    face = "official" if document.basis == "official" else "digest"
    return (
        '<header class="source-head"><h2 id="source-title" tabindex="-1" lang="en">'
        f"{escape(document.title)}</h2>"
        f'<p class="place" lang="en">{escape(clause.locator + page_of(citation, words))}</p>'
        f'{answer_page.badges(citation, words)}<p class="dates">{dates}</p>'
        '<button type="button" class="link" data-do="mark" hidden>'
        f"{words.html('source.jump')}</button></header>"
        f'<div class="source-body"><nav class="outline" aria-label="{words.html("source.outline")}'
        f'"><h3>{words.html("source.outline")}</h3>'
        f"{_outline(document, at, words)}</nav>"
        f'<section class="clauses {face}" aria-label="{words.html("source.text")}">{shown}'
        f"{''.join(f'<p class=fine>{escape(note)}</p>' for note in notes)}</section>"
        f"{f'<section class=pages>{pages}</section>' if pages else ''}</div>"
        f'<footer class="source-foot">{_links(document, words, root)}'
        f'<button type="button" data-do="only" data-documents="{both}" '
        f'data-title="{escape(document.title, quote=True)}">{words.html("source.only")}</button>'
        "</footer>"
    )


def beside(document: Document, span: Span, words: Words, root: str = "") -> str:
    """A quotation's clause with its words marked, and the PDF pages they stand on: what a reviewer
    compares. ValueError as `fragment`.
    """
    clause = document.clause_at(span.start)
    if clause is None or span.end > clause.span.end:
        raise ValueError(f"{document.id} has no clause at {span.start}:{span.end}")
    pages = "".join(
        _figure(document, page, span, words, root) for page in _pages(document, clause, span)
    )
    label = words.html("source.text")  # a long clause scrolls, and so must be reached by keyboard
    return (
        f'<div class="surroundings" tabindex="0" role="region" aria-label="{label}">'
        f"{_clause(document, clause, span, words)}</div>{pages}"
    )


def install(app: FastAPI, assistant: Assistant, home: Path, root: str) -> None:
    """The routes of the panel: /source, /page (a picture) and /original (the file)."""
    images = PageImages()

    @app.get("/source", include_in_schema=False)
    def source(document: str, start: int, end: int, as_of: str = "", lang: str = "en") -> Response:
        words = words_in(lang)
        try:
            library = assistant.library
            day = date.fromisoformat(as_of) if as_of else date.today()
            body = fragment(library, library[document], Span(start, end), day, words, root)
        except (NoSuchDocument, ValueError):
            return HTMLResponse(
                f'<p class="verdict">{words.html("source.gone")}</p>', status_code=404
            )
        return HTMLResponse(body, headers={"Cache-Control": "no-store"})

    @app.get("/page/{document}/{page}.png", include_in_schema=False)
    def page_image(document: str, page: int, start: int, end: int) -> Response:
        library = assistant.library
        if document not in library or not 0 <= start < end:
            return JSONResponse({"error": "no such page"}, 404)
        held = library[document]
        original = original_of(home, held)
        clause = held.clause_at(start)
        if (
            original is None
            or original.suffix != ".pdf"
            or clause is None
            or page not in _pages(held, clause, Span(start, end))
        ):
            return JSONResponse({"error": "no such page"}, 404)
        picture = images.png(
            original, page, _marked(held, clause, Span(start, min(end, clause.span.end)), page)
        )
        if picture is None:
            return JSONResponse({"error": "the page could not be drawn within the limits"}, 422)
        return Response(
            picture, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"}
        )

    @app.get("/original/{document}", include_in_schema=False)
    def original(document: str) -> Response:
        library = assistant.library
        path = original_of(home, library[document]) if document in library else None
        if path is None:
            return JSONResponse({"error": "no original of this document is held here"}, 404)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        name = f"{document}{path.suffix}"
        # what people uploaded is never shown as a page of this site: always a file to save
        return FileResponse(
            path,
            media_type=kind if kind == "application/pdf" else "application/octet-stream",
            filename=name,
            content_disposition_type="attachment",
            headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
        )


def original_of(home: Path, document: Document) -> Path | None:
    """The original file of an added document, in the version that is in use; None for a digest."""
    if document.bundled:
        return None
    opened = Home.open(home)
    version = dict(opened.added).get(document.id)
    if version is None:
        return None
    return next(iter(sorted(opened.folder_of(document.id, version).glob("original.*"))), None)


# --- parts ---


def _citation(library: Library, document: Document, clause: Clause, span: Span, day: date) -> dict:
    """The words as a citation; a term that an agreement in force keeps is in force, as it is where
    it is cited.
    """
    status, after = library.status(document, day), clause.carried
    kept = (
        status == "superseded"
        and after in library
        and library.status(library[after], day) == "in_force"
    )
    force = force_of(span.of(document.text), document, False)
    return Citation(
        document, clause, span, "in_force" if kept else status, force, carried=after if kept else ""
    ).json(1)


def _w(words: Words, key: str, **values: object) -> str:
    return words.html(key, **values)


def _pages(document: Document, clause: Clause, span: Span) -> list[int]:
    """The pages of a PDF on which a quotation stands."""
    if not (document.original or "").lower().endswith(".pdf"):
        return []
    first, last = clause.page_at(span.start)[0], clause.page_at(span.end - 1)[0]
    return list(range(first, last + 1))[:4] if first and last else []


def _on(clause: Clause, page: int) -> tuple[int, int]:
    """Where a page begins and ends in a clause, as offsets of the document's text."""
    begin, end = clause.span.start, clause.span.end
    for start, number, _ in clause.turns:
        if number == page:
            begin = max(begin, start)
        elif number > page:
            end = min(end, start)
    return begin, end


def _marked(document: Document, clause: Clause, span: Span, page: int) -> Marked:
    begin, end = _on(clause, page)
    start, stop = max(span.start, begin), min(span.end, end)
    text = document.text
    return Marked(text[max(0, start - 500) : start], text[start:stop], text[stop : stop + 500])


def _figure(document: Document, page: int, span: Span, words: Words, root: str) -> str:
    address = f"{root}/page/{in_address(document.id)}/{page}.png?start={span.start}&end={span.end}"
    label = words.html("source.page_image", page=page)
    return (
        f'<figure class="page"><figcaption>{label}</figcaption>'
        f'<img src="{address}" alt="{label}" loading="lazy" width="850" height="1100">'
        f'<p class="missing" hidden>{words.html("source.page_failed")}</p></figure>'
    )


def _shown(document: Document, at: int, span: Span, words: Words) -> str:
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
    around = "".join(_clause(document, one, None, words) for one in near)
    opened = " open" if "<del>" in around else ""
    folded = (
        f'<details class="around"{opened}><summary>{words.html("source.around")}</summary>'
        f"{around}</details>"
        if around
        else ""
    )
    return (
        f"{ours}{_clause(document, clause, span, words)}{_refers(document, clause, words)}{folded}"
    )


def _clause(document: Document, clause: Clause, quote: Span | None, words: Words) -> str:
    """One clause with the quotation marked and struck words shown struck, where they stood."""
    begin, end = clause.span.start, clause.span.end
    if quote and end - begin > LONGEST:
        begin, end = max(begin, quote.start - LONGEST // 3), min(end, quote.end + LONGEST // 3)
    elif end - begin > LONGEST // 2 and not quote:
        end = begin + LONGEST // 2
    starts = [
        other.span.start for other in document.clauses if other.span.start > clause.span.start
    ]
    until = min(
        starts, default=len(document.text) + 1
    )  # a struck paragraph stands with the clause that it followed
    struck = [
        (min(part.at, end), part.sample)
        for part in (document.report.left_out if document.report else ())
        if part.reason in STRUCK and part.at is not None and begin <= part.at < until
    ]
    text = reflowed(document.text, begin, end)
    stops = sorted(
        {begin, end, *(at for at, _ in struck), *((quote.start, quote.end) if quote else ())}
    )
    out = []
    for at in stops:
        out += [
            f'<del><span class="unseen">[{words.html("source.struck")}: </span>{escape(gone)}'
            '<span class="unseen">]</span></del> '
            for place, gone in struck
            if place == at
        ]
        after = next((stop for stop in stops if stop > at), None)
        if after:
            piece = escape(text[at - begin : after - begin])
            out.append(
                f"<mark>{piece}</mark>" if quote and quote.start <= at < quote.end else piece
            )
    body = re.sub(r"\n[ \t]*\n+", "\n\n", "".join(out).strip("\n"))
    cut = (
        ' <span aria-hidden="true">…</span>' if end < clause.span.end else "",
        '<span aria-hidden="true">…</span> ' if begin > clause.span.start else "",
    )
    current = ' class="clause cited"' if quote else ' class="clause"'
    return (
        f'<article{current}><h4 lang="en">{escape(clause.label)}</h4><div class="words" lang="en">'
        f"{cut[1]}{body}{cut[0]}</div></article>"
    )


def _outline(document: Document, at: int, words: Words) -> str:
    first, last = max(0, at - LISTED // 2), min(len(document.clauses), at + LISTED // 2 + 1)

    def entry(n: int, label: str, mark: str = "") -> str:
        clause = document.clauses[n]
        return (
            f'<li{mark}><button type="button" data-open data-document="{escape(document.id)}" '
            f'data-start="{clause.span.start}" '
            f'data-end="{clause.span.end}">{escape(label)}</button></li>'
        )

    rows = [
        entry(n, document.clauses[n].label, ' aria-current="true"' if n == at else "")
        for n in range(first, last)
    ]
    before = entry(max(0, first - LISTED // 2), f"↑ {words('source.earlier')}") if first else ""
    after = (
        entry(min(len(document.clauses) - 1, last + LISTED // 2 - 1), f"↓ {words('source.later')}")
        if last < len(document.clauses)
        else ""
    )
    return f'<ol lang="en">{before}{"".join(rows)}{after}</ol>'


def _refers(document: Document, clause: Clause, words: Words) -> str:
    links = []
    for locator in clause.refers[:12]:
        target = next((one for one in document.clauses if one.locator == locator), None)
        if target:
            links.append(
                '<button type="button" class="link" data-open '
                f'data-document="{escape(document.id)}" data-start="{target.span.start}" '
                f'data-end="{target.span.end}">{escape(locator)}</button>'
            )
    return (
        f'<p class="refers">{words.html("source.refers")}: {", ".join(links)}</p>' if links else ""
    )


def _links(document: Document, words: Words, root: str) -> str:
    links = []
    if not document.bundled:
        links.append(
            f'<a href="{root}/original/{in_address(document.id)}" download>'
            f"{words.html('source.original')}</a>"
        )
    if address := answer_page.official_link(document.official_url, words):
        links.append(address)
    return f"<p>{' '.join(links)}</p>" if links else ""
