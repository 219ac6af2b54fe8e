"""PDF: its pages, opened within limits, and what a person should know of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus import CannotRead
from ingest.read.page import Pdfium, Row, rows_of
from ingest.read.pages import assemble
from ingest.read.reading import Reading, blacklines, plural, size

MAX_PAGES = 5000
MAX_OBJECTS = 200_000  # on one page; a dense printed one has some 10,000
_MOST_TILED = 40  # pages of a document that is looked over for a pattern across them


@dataclass(slots=True)
class _Pages:
    """The rows of each page; pages that are a picture, and those with a pattern across them."""

    rows: list[list[Row]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    tiled: list[int] = field(default_factory=list)


def read_pdf(path: Path) -> Reading:
    """Read a PDF's text layer; one without any gives a Reading without lines, and a warning.

    CannotRead for a damaged or locked file.
    """
    import pypdfium2

    try:
        pages = _pages_of(path)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise CannotRead(
                f"{path.name} is encrypted: it opens only with a password; save a copy without one "
                "and add that"
            ) from error
        raise CannotRead(
            f"{path.name} is damaged or no PDF ({error}); try to open it, or ask for another copy"
        ) from error
    characters = sum(size(row.whole) for rows in pages.rows for row in rows)
    read = assemble(pages.rows, characters)
    warnings = [*_warnings(pages, characters)]
    if characters:
        warnings += blacklines(read.text, read.lines)
    return replace(read, warnings=tuple(warnings), pages_unread=tuple(pages.pictures))


def _pages_of(path: Path) -> _Pages:
    import pypdfium2
    import pypdfium2.raw as raw

    pdf = pypdfium2.PdfDocument(path)
    if len(pdf) > MAX_PAGES:
        raise CannotRead(
            f"{path.name} has {len(pdf):,} pages, more than {MAX_PAGES:,}; split it, or ask for "
            "another copy"
        )
    if not len(pdf):
        raise CannotRead(f"{path.name} has no pages; try to open it, or ask for another copy")
    pages = _Pages()
    for number in range(1, len(pdf) + 1):
        page = pdf[number - 1]
        if (objects := raw.FPDFPage_CountObjects(page.raw)) > MAX_OBJECTS:
            raise CannotRead(
                f"page {number} of {path.name} is drawn with {objects:,} objects, more than "
                f"{MAX_OBJECTS:,}: no printed page needs that; print it to a new PDF and add that"
            )
        rows = rows_of(page, raw)
        pages.rows.append(rows)
        images = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
        if not any(row.text for row in rows) and next(iter(images), None):
            pages.pictures.append(number)
        if len(pdf) <= _MOST_TILED and _tiles(page, raw):
            pages.tiled.append(number)
        page.close()
    return pages


def count_pages(path: Path) -> int:
    """The pages a PDF says it has, at most MAX_PAGES; 0 where it does not open."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return min(len(pdf), MAX_PAGES)
    except (pypdfium2.PdfiumError, OSError):
        return 0


def _tiles(page: Pdfium, raw: Pdfium) -> bool:
    """Whether hundreds of tiny pictures lie on a page.

    They are a pattern printed across it: a watermark whose words are no text.
    """
    count = 0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = thing.get_bounds()
        count += right - left < 12 and top - bottom < 12
        if count > 300:
            return True
    return False


def _warnings(pages: _Pages, characters: int) -> list[str]:
    if not characters:
        from ingest.read.ocr import INSTALL, installed

        remedy = "" if installed() else f"; to have them read, {INSTALL}"
        return [f"no text layer: the pages are images (a scan){remedy}"]
    warnings = []
    empty = [n for n, rows in enumerate(pages.rows, 1) if not any(row.text for row in rows)]
    if empty:
        have = "s have" if len(empty) > 1 else " has"
        warnings.append(
            f"{len(empty)} page{have} no text (blank, or an image): {_listed(empty, 12)}"
        )
    if tiled := pages.tiled:
        warnings.append(
            f"a pattern that is no text lies across {len(tiled)} page{plural(tiled)} "
            f"({_listed(tiled, 8)}), as a DRAFT watermark does: look at the page before you rely "
            "on this copy"
        )
    return warnings


def _listed(pages: list[int], most: int) -> str:
    return ", ".join(map(str, pages[:most]))
