"""The source of a quotation: the clause in its surroundings, the document's outline, the original's
page, and where to get it.
"""

from __future__ import annotations

import mimetypes
from contextlib import suppress
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import quote as in_address

from fastapi import FastAPI
from fastapi.responses import FileResponse, JSONResponse, Response

from assistant.answer import Citation
from assistant.assistant import Assistant
from assistant.web.member import answer_page
from assistant.web.member.cited import page_of
from assistant.web.member.clauses import clause_html, clauses_around, opening
from assistant.web.member.page_image import Marked, PageImages
from assistant.web.shown import ShownPage
from assistant.web.words import Words, words_in
from corpus import Clause, Document, Home, Library, NoSuchDocument, Span, integrity
from corpus.modality import force_at
from corpus.plain import JsonObject

#: Clauses listed in the outline around the one cited.
LISTED = 30


def fragment(
    library: Library, document: Document, span: Span, day: date, words: Words, root: str = ""
) -> str:
    """The panel's HTML for one quotation.

    ValueError where the span lies in no clause of the document.
    """
    clause = _holding(document, span)
    at = next(n for n, one in enumerate(document.clauses) if one is clause)
    shown = clauses_around(document, at, span, words)
    pages = _figures(document, clause, span, words, root)
    notes = [words("source.digest_note")] if document.basis != "official" else []
    notes += [words("source.struck_note")] if "<del>" in shown else []
    fine = "".join(f"<p class=fine>{escape(note)}</p>" for note in notes)
    face = "official" if document.basis == "official" else "digest"
    outline = words.html("source.outline")
    return (
        f"{_head(library, document, clause, span, day, words)}"
        f'<div class="source-body"><nav class="outline" aria-label="{outline}"><h3>{outline}</h3>'
        f"{_outline(document, at, words)}</nav>"
        f'<section class="clauses {face}" aria-label="{words.html("source.text")}">{shown}{fine}'
        f"</section>{f'<section class=pages>{pages}</section>' if pages else ''}</div>"
        f'<footer class="source-foot">{_links(document, words, root)}'
        f"{_only(library, document, words)}</footer>"
    )


def beside(document: Document, span: Span, words: Words, root: str = "") -> str:
    """A quotation's clause with its words marked, and the PDF pages they stand on: what a reviewer
    compares. ValueError as `fragment`.
    """
    clause = _holding(document, span)
    label = words.html("source.text")  # a long clause scrolls, and so must be reached by keyboard
    return (
        f'<div class="surroundings" tabindex="0" role="region" aria-label="{label}">'
        f"{clause_html(document, clause, span, words)}</div>"
        f"{_figures(document, clause, span, words, root)}"
    )


def _holding(document: Document, span: Span) -> Clause:
    clause = document.clause_at(span.start)
    if clause is None or span.end > clause.span.end:
        raise ValueError(f"{document.id} has no clause at {span.start}:{span.end}")
    return clause


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
            return ShownPage(f'<p class="verdict">{words.html("source.gone")}</p>', 404)
        return ShownPage(body, headers={"Cache-Control": "no-store"})

    @app.get("/page/{document}/{page}.png", include_in_schema=False)
    def page_image(document: str, page: int, start: int, end: int) -> Response:
        return _picture(home, images, assistant.library, document, page, (start, end))

    @app.get("/original/{document}", include_in_schema=False)
    def original(document: str) -> Response:
        library = assistant.library
        path = original_of(home, library[document]) if document in library else None
        if path is None:
            return _none("no original of this document is held here")
        return _saved(path, f"{document}{path.suffix}")


def _picture(
    home: Path,
    images: PageImages,
    library: Library,
    document: str,
    page: int,
    place: tuple[int, int],
) -> Response:
    """A page of an original with a quotation marked on it, where the quotation stands there."""
    start, end = place
    held = library[document] if document in library and 0 <= start < end else None
    if held is None:
        return _none("no such page")
    original, clause = original_of(home, held), held.clause_at(start)
    if (
        original is None
        or original.suffix != ".pdf"
        or clause is None
        or page not in _pages(held, clause, Span(start, end))
    ):
        return _none("no such page")
    marked = _marked(held, clause, Span(start, min(end, clause.span.end)), page)
    picture = images.png(original, page, marked)
    if picture is None:
        return _none("the page could not be drawn within the limits", 422)
    kept = {"Cache-Control": "private, max-age=3600"}
    return Response(picture, media_type="image/png", headers=kept)


def _none(error: str, status: int = 404) -> Response:
    return JSONResponse({"error": error}, status)


def _saved(path: Path, name: str) -> Response:
    """What people uploaded is never shown as a page of this site: always a file to save."""
    pdf = mimetypes.guess_type(path.name)[0] == "application/pdf"
    return FileResponse(
        path,
        media_type="application/pdf" if pdf else "application/octet-stream",
        filename=name,
        content_disposition_type="attachment",
        headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
    )


def original_of(home: Path, document: Document) -> Path | None:
    """The original file of an added document, in the version that is in use; None for a digest, and
    where it is not the file that was added.
    """
    if document.bundled:
        return None
    opened = Home.open(home)
    version = dict(opened.added).get(document.id)
    if version is None:
        return None
    for path in integrity.originals_in(opened.folder_of(document.id, version)):
        with suppress(integrity.Damaged):
            integrity.check_original(path)
            return path
    return None


# --- parts ---


def _citation(
    library: Library, document: Document, clause: Clause, span: Span, day: date
) -> JsonObject:
    """The words as a citation; a term that an agreement in force keeps is in force, as it is where
    it is cited.
    """
    status, after = library.status(document, day), clause.carried
    kept = (
        status == "superseded"
        and after in library
        and library.status(library[after], day) == "in_force"
    )
    force = force_at(document, clause, span)
    return Citation(
        document, clause, span, "in_force" if kept else status, force, carried=after if kept else ""
    ).json(1)


def _head(
    library: Library, document: Document, clause: Clause, span: Span, day: date, words: Words
) -> str:
    citation = _citation(library, document, clause, span, day)
    dates = " ".join(
        f"<span>{words.html(key, date=day.isoformat())}</span>"
        for key, day in (("source.from", document.effective), ("source.until", document.expires))
        if day
    )
    return (
        '<header class="source-head"><h2 id="source-title" tabindex="-1" lang="en">'
        f'{escape(document.title)}</h2><p class="place" lang="en">'
        f"{escape(clause.locator + page_of(citation, words))}</p>"
        f'{answer_page.badges(citation, words)}<p class="dates">{dates}</p>'
        '<button type="button" class="link" data-do="mark" hidden>'
        f"{words.html('source.jump')}</button></header>"
    )


def _only(library: Library, document: Document, words: Words) -> str:
    """The button that asks of this document only; it and its official text are one choice."""
    digest = library.digest_of(document) or document
    both = [one.id for one in (digest, library.official_of.get(digest.id)) if one]
    return (
        f'<button type="button" data-do="only" data-documents="{" ".join(map(escape, both))}"'
        f' data-title="{escape(document.title)}">{words.html("source.only")}</button>'
    )


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


def _figures(document: Document, clause: Clause, span: Span, words: Words, root: str) -> str:
    pages = _pages(document, clause, span)
    return "".join(_figure(document, page, span, words, root) for page in pages)


def _figure(document: Document, page: int, span: Span, words: Words, root: str) -> str:
    address = f"{root}/page/{in_address(document.id)}/{page}.png?start={span.start}&end={span.end}"
    label = words.html("source.page_image", page=page)
    return (
        f'<figure class="page"><figcaption>{label}</figcaption>'
        f'<img src="{address}" alt="{label}" loading="lazy" width="850" height="1100">'
        f'<p class="missing" hidden>{words.html("source.page_failed")}</p></figure>'
    )


def _outline(document: Document, at: int, words: Words) -> str:
    first, last = max(0, at - LISTED // 2), min(len(document.clauses), at + LISTED // 2 + 1)

    def entry(n: int, label: str, mark: str = "") -> str:
        return f"<li{mark}>{opening(document, document.clauses[n], label)}</li>"

    rows = [
        entry(n, document.clauses[n].label, ' aria-current="true"' if n == at else "")
        for n in range(first, last)
    ]
    if first:
        rows.insert(0, entry(max(0, first - LISTED // 2), f"↑ {words('source.earlier')}"))
    if last < len(document.clauses):
        later = min(len(document.clauses) - 1, last + LISTED // 2 - 1)
        rows.append(entry(later, f"↓ {words('source.later')}"))
    return f'<ol lang="en">{"".join(rows)}</ol>'


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
