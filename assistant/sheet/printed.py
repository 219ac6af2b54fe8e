"""A sheet as a PDF on two pages, black on white (ReportLab, BSD licence; only here)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from assistant.sheet.lines import FINE, head, of_law
from assistant.sheet.matrix import where
from assistant.sheet.sheet import Sheet
from corpus.signs import visible
from corpus.topics import MARKS

#: Points of the type, tried in turn until the sheet fits on PAGES; large type takes what it needs.
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_LARGE = 14.0
PAGES = 2
PAPERS = ("A4", "letter")
_MARGIN = 34.0
#: How every cell of the table is drawn.
_LINES = (
    ("GRID", 0.5, (0, 0, 0)),
    ("VALIGN", "TOP"),
    ("TOPPADDING", 1.5),
    ("BOTTOMPADDING", 2.5),
)


def pdf_of(one: Sheet, paper: str = "A4", large: bool = False) -> tuple[bytes, int]:
    """The sheet as a PDF, and the number of its pages."""
    for size in (_LARGE,) if large else _SIZES:
        made, pages = _drawn(one, paper, size)
        if pages <= PAGES:
            break
    return made, pages


def _drawn(one: Sheet, paper: str, size: float) -> tuple[bytes, int]:
    from reportlab.lib import pagesizes
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    page = pagesizes.A4 if paper == "A4" else pagesizes.letter
    title = f"Your rights on AI: {one.union}"
    document = SimpleDocTemplate(
        out,
        pagesize=page,
        title=title,
        author="Pincite",
        lang="en",
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + 8,
    )
    pages = 0

    def foot(canvas: Any, _: Any) -> None:
        nonlocal pages
        pages = canvas.getPageNumber()
        canvas.setFont("Helvetica", 7)
        line = f"{visible(title)}, as of {one.as_of:%-d %B %Y}. {FINE}"
        canvas.drawString(_MARGIN, _MARGIN - 6, line)
        canvas.drawRightString(page[0] - _MARGIN, _MARGIN - 6, f"Page {pages}")

    document.build(list(_parts(one, size, page[0] - 2 * _MARGIN)), foot, foot)
    return out.getvalue(), pages


def _parts(one: Sheet, size: float, width: float) -> Iterator[Any]:
    """What stands on the sheet from top to bottom."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Table

    plain = ParagraphStyle("plain", fontName="Helvetica", fontSize=size, leading=size * 1.2)
    fine = ParagraphStyle("fine", plain, fontSize=size * 0.85, leading=size * 1.02)
    strong = ParagraphStyle("strong", plain, fontName="Helvetica-Bold")
    title = ParagraphStyle("title", strong, fontSize=size * 1.6, leading=size * 2)

    def said(text: str, style: Any) -> Any:
        return Paragraph(escape(visible(text)), style)

    yield said(f"Your rights on AI: {one.union}", title)
    for n, line in enumerate(head(one)):
        yield said(line, strong if n == 1 else fine if n > 1 else plain)
    cells = [
        [
            said(row.topic.name, strong),
            said(MARKS[row.mark][0], plain),
            [
                said(row.short, plain),
                *(said(at, fine) for at in (where(row, one.agreement), row.since) if at),
            ],
        ]
        for row in one.rows
    ]
    yield Table(
        cells,
        colWidths=[width * 0.19, width * 0.14, width * 0.67],
        style=[(name, (0, 0), (-1, -1), *how) for name, *how in _LINES],
        spaceBefore=6,
        spaceAfter=6,
    )
    if one.laws:
        yield said("What the law adds", strong)
    for law in one.laws:
        yield said(of_law(law), fine)
    yield said("What the marks mean", strong)
    for mark in dict.fromkeys(row.mark for row in one.rows):
        yield said(f"{MARKS[mark][0]}: {MARKS[mark][1]}", fine)
