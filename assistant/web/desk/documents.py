"""Documents as the library page shows them: all in a table, two compared, and what a roll-back
does to them.
"""

from __future__ import annotations

from datetime import date
from html import escape

from assistant.checking import difference
from assistant.web.words import Words
from corpus import Document, Library
from corpus.compare import compare
from ingest import Undone


def table_html(library: Library, day: date, words: Words) -> str:
    """Every document as a row, what people added first; the script's filter hides rows that lack
    the words typed.
    """

    ordered = sorted(library, key=lambda document: (document.bundled, document.title.lower()))
    heads = ("title", "union", "tier", "status", "dates", "basis", "clauses", "read")
    head = "".join(f'<th scope="col">{words.html(f"library.{name}")}</th>' for name in heads)
    return (
        f'<label class="filter">{words.html("library.filter")}'
        '<input type="search" data-filter="documents"></label>'
        '<div class="scroll" tabindex="0" role="region" '
        f'aria-label="{words.html("desk.library")}"><table id="documents"><thead>'
        f"<tr>{head}</tr></thead>"
        f"<tbody>{''.join(_row(document, library, day, words) for document in ordered)}</tbody>"
        "</table></div>"
    )


def _row(document: Document, library: Library, day: date, words: Words) -> str:
    status = library.status(document, day)
    dates = " – ".join(
        one.isoformat() if one else "…"
        for one in (document.effective or document.adopted, document.expires)
    )
    return (
        f'<tr><th scope="row">{escape(document.title)}<br><span class="fine">'
        f"{escape(document.id)}</span></th><td>{escape(document.union or '—')}</td>"
        f"<td>{words.html(f'tier.short_{document.tier}')}</td>"
        f"<td>{words.html(f'status.{status}')}</td><td>{escape(dates)}</td>"
        f"<td>{words.html(f'basis.{document.basis}')}</td><td>{len(document.clauses)}</td>"
        f"<td>{_read(document, words)}</td></tr>"
    )


def _read(document: Document, words: Words) -> str:
    """How much of the file was read, and how many warnings its report has."""
    if not document.readable:
        return f'<strong class="bad">{words.html("library.unreadable")}</strong>'
    if not document.report:
        return ""
    share, marks = f"{document.report.percent:.2f}%", len(document.report.warnings)
    warned = f'<strong class="bad">{words.html("library.warnings", count=marks)}</strong>'
    return f"{share} · {warned}" if marks else share


def compared_html(old: Document, new: Document, words: Words) -> str:
    """What a later version of a document did to an earlier one; the documents' own words stay as
    they are.
    """
    changes = compare(old, new)
    body = difference.body(
        changes, difference.changed(changes), old, new, words.section("compared")
    )
    return f'<div class="difference">{body}</div>'


def undone_html(undone: Undone, words: Words) -> str:
    """What a roll-back does to the documents, a line each, for before and after it is done."""
    if not undone.known:
        return f'<p class="fine">{words.html("library.undo_unknown")}</p>'
    rows = [words("library.undo_back", document=one) for one in undone.back]
    rows += [words("library.undo_gone", document=one) for one in undone.gone]
    rows += [
        words("library.undo_changed", document=one, what=", ".join(what))
        for one, what in undone.changed
    ]
    listed = "".join(f"<li>{escape(row)}</li>" for row in rows or [words("library.undo_same")])
    return f'<ul class="undo">{listed}</ul>'
