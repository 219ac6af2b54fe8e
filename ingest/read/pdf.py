"""PDF: its pages, opened within limits, each read from its text or from its picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus import CannotRead
from ingest.read import ocr
from ingest.read.annotations import attached
from ingest.read.drawn import Pdfium
from ingest.read.page import Page, page_of
from ingest.read.pages import assemble
from ingest.read.reading import Reading, blacklines
from ingest.read.seen import Seen, warnings_on

MAX_PAGES = 5000
MAX_OBJECTS = 200_000  # on one page; a dense printed one has some 10,000


def read_pdf(path: Path, pictures: bool = False) -> Reading:
    """Read a PDF's pages by their text layer; CannotRead for a damaged or locked file.

    A page without a text layer that can be trusted is told in `pages_unread` or `doubtful`; with
    `pictures` tesseract reads such pages. A PDF without any text gives a Reading without lines, and
    a warning.
    """
    import pypdfium2

    try:
        return _read(path, pictures)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise CannotRead(
                f"{path.name} is encrypted: it opens only with a password; save a copy without one "
                "and add that"
            ) from error
        raise CannotRead(
            f"{path.name} is damaged or no PDF ({error}); try to open it, or ask for another copy"
        ) from error


def _read(path: Path, pictures: bool) -> Reading:
    import pypdfium2
    import pypdfium2.raw as raw

    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()
    if len(pdf) > MAX_PAGES:
        raise CannotRead(
            f"{path.name} has {len(pdf):,} pages, more than {MAX_PAGES:,}; split it, or ask for "
            "another copy"
        )
    if not len(pdf):
        raise CannotRead(f"{path.name} has no pages; try to open it, or ask for another copy")
    seen = Seen()
    for number, (opened, page) in enumerate(_pages_of(pdf, raw, path.name), 1):
        seen.take(number, page)
        if pictures and (number in seen.unread or number in seen.doubtful):
            if len(seen.read) >= ocr.MOST_PAGES:
                raise CannotRead(
                    f"{path.name} has more than {ocr.MOST_PAGES} pages to be read from images; "
                    "split it"
                )
            typed = number not in seen.doubtful and number not in seen.rubbish
            seen.picture_read(number, ocr.rows_of_picture(opened, raw, typed))
        opened.close()
    seen.close(attached(pdf, raw))
    return _reading(seen, pictures)


def _reading(seen: Seen, tried: bool) -> Reading:
    read = assemble(seen.rows, seen.apart)
    return replace(
        read,
        reader="ocr" if seen.by_picture else "pdf",
        warnings=(*warnings_on(seen, tried), *blacklines(read.text, read.lines)),
        ocr=tuple(sorted(seen.read | seen.machine)),
        pages_unread=tuple(sorted(seen.unread)),
        doubtful=tuple(sorted(seen.doubtful)),
        not_read=tuple(seen.not_read),
    )


def _pages_of(pdf: Pdfium, raw: Pdfium, name: str) -> Iterator[tuple[Pdfium, Page]]:
    form = pdf.formenv.raw if pdf.formenv else None
    for number in range(1, len(pdf) + 1):
        opened = pdf[number - 1]
        if (objects := raw.FPDFPage_CountObjects(opened.raw)) > MAX_OBJECTS:
            raise CannotRead(
                f"page {number} of {name} is drawn with {objects:,} objects, more than "
                f"{MAX_OBJECTS:,}: no printed page needs that; print it to a new PDF and add that"
            )
        yield opened, page_of(opened, raw, form)


def count_pages(path: Path) -> int:
    """The pages a PDF says it has, at most MAX_PAGES; 0 where it does not open."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return min(len(pdf), MAX_PAGES)
    except (pypdfium2.PdfiumError, OSError):
        return 0
