"""PDF: its pages' rows as one text, less what is struck, printed on every page, or no words of the agreement.

Footnotes follow the paragraph that calls them. Words broken at a line's end are joined; the number printed on a page
stands beside the page's own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from corpus import CannotRead, LeftOut
from ingest.labels import labels_at
from ingest.read.margins import (
    furniture_of,
    labels_of,
    line_numbers,
    notes_of,
    numbered_lines,
    repeated,
    unnumbered,
)
from ingest.read.page import Row, rows_of
from ingest.read.reading import Line, Reading, blacklines

_BREAK = re.compile(r"(\w*)[\ufffe\u0002\u00ad](?:\r?\n)?(\w*)")
_DOTS = re.compile(r"(?:\.\s?){4,}\s*(?:[ivxlc]+|\d+)\s*$|\s\.{3,}")
_ENDED = re.compile(r"[.:;!?”\"’)\]]\s*$|^[^a-z]*$")
_SIGN = re.compile(
    r"[\d*†‡•●○▪·–-]{1,2}"
)  # a bullet or a note's number that the line through its words left out
MAX_PAGES = 5000
MAX_OBJECTS = 200_000  # on one page; a dense printed one has some 10,000


def read_pdf(path: Path) -> Reading:
    """Read a PDF's text layer; one without any gives a Reading without lines, and a warning. CannotRead for a damaged or locked file."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        pdf = pypdfium2.PdfDocument(path)
        if len(pdf) > MAX_PAGES:
            raise CannotRead(
                f"{path.name} has {len(pdf):,} pages, more than {MAX_PAGES:,}; split it, or ask for another copy"
            )
        if not len(pdf):
            raise CannotRead(f"{path.name} has no pages; try to open it, or ask for another copy")
        pages, tiled, pictures = [], [], []
        for number in range(len(pdf)):
            page = pdf[number]
            if (objects := raw.FPDFPage_CountObjects(page.raw)) > MAX_OBJECTS:
                raise CannotRead(
                    f"page {number + 1} of {path.name} is drawn with {objects:,} objects, more than {MAX_OBJECTS:,}: no printed page needs that; "
                    "print it to a new PDF and add that"
                )
            pages.append(rows_of(page, raw))
            if not any(row.text for row in pages[-1]) and next(
                iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)), None
            ):
                pictures.append(number + 1)
            if len(pdf) <= 40 and _tiles(page, raw):
                tiled.append(number + 1)
            page.close()
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise CannotRead(
                f"{path.name} is encrypted: it opens only with a password; save a copy without one and add that"
            ) from error
        raise CannotRead(
            f"{path.name} is damaged or no PDF ({error}); try to open it, or ask for another copy"
        ) from error
    characters = sum(_size(row.whole) for rows in pages for row in rows)
    return replace(_assemble(pages, characters, tiled), pages_unread=tuple(pictures))


def count_pages(path: Path) -> int:
    """The pages a PDF says it has, at most MAX_PAGES; 0 where it does not open."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return min(len(pdf), MAX_PAGES)
    except (pypdfium2.PdfiumError, OSError):
        return 0


def _size(text: str) -> int:
    return len("".join(text.split()))


def _tiles(page, raw) -> bool:
    """Hundreds of tiny pictures on a page are a pattern printed across it: a watermark whose words are no text."""
    count = 0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = thing.get_bounds()
        count += right - left < 12 and top - bottom < 12
        if count > 300:
            return True
    return False


class _Text:
    """The text as it grows: lines with their places, and what is left out."""

    def __init__(self, words: Counter[str], labels: dict[int, str]) -> None:
        self.words, self.labels = words, labels
        self.out: list[str] = []
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self.length = 0
        self.bars = 0

    def leave(self, reason: str, row: Row, page: int) -> None:
        self.left_out.append(LeftOut(reason, _size(row.whole), page, row.whole[:120], self.length))

    def take(
        self,
        row: Row,
        page: int,
        gap: bool,
        strong: bool,
        contents: bool = False,
        note: bool = False,
    ) -> None:
        for offset, words in row.struck:
            self.left_out.append(
                LeftOut(
                    "struck out",
                    _size(words),
                    page,
                    words[:2000],
                    self.length + min(offset, len(row.text)),
                )
            )
        if row.marks:
            self.left_out.append(
                LeftOut("number of a note", sum(map(len, row.marks)), page, " ".join(row.marks))
            )
        text = _BREAK.sub(lambda m: _joined(m, self.words), row.text)
        if row.struck and _SIGN.fullmatch(text):
            self.left_out.append(LeftOut("sign before struck words", _size(text), page, text))
            row, text = replace(row, text="", whole=row.whole.replace(text, "", 1)), ""
        self.bars += row.cells - 1
        lost = (
            _size(row.whole)
            - (_size(text) - row.cells + 1)
            - sum(_size(w) for _, w in row.struck)
            - sum(map(len, row.marks))
        )
        if lost > 0:
            self.left_out.append(LeftOut("hyphen at a line's end, or a control sign", lost, page))
        if not text:
            return
        self.lines.append(
            Line(
                self.length,
                self.length + len(text),
                page,
                self.labels.get(page),
                contents=contents and bool(_DOTS.search(text)),
                note=note,
                gap=gap,
                strong=strong,
                table=row.cells > 2,
                indent=row.left,
            )
        )
        self.out.append(text + "\n")
        self.length += len(text) + 1


def _assemble(pages: list[list[Row]], characters: int, tiled: list[int]) -> Reading:
    furniture = furniture_of(pages)
    made = _Text(_vocabulary(pages), labels_of(pages, furniture))
    size = _body_size(pages)
    draft = False
    due: list[tuple[int, list[Row]]] = []  # footnotes whose paragraph has not ended
    ended = True
    for number, rows in enumerate(pages, 1):
        kept: list[Row] = []
        counted, beside = line_numbers(rows), numbered_lines(rows)
        for at, row in enumerate(rows):
            if at in beside:
                number_of, row = row.whole.split()[0], unnumbered(row)
                made.left_out.append(LeftOut("line number", len(number_of), number))
            if row.slanted or repeated(row, furniture):
                draft |= "DRAFT" in row.whole.upper().split()
                made.leave(
                    "watermark" if row.slanted else "running head, foot or watermark", row, number
                )
            elif at in counted:
                made.leave("line number", row, number)
            elif row.text or row.struck:
                kept.append(row)
        body, notes = notes_of(kept, size)
        contents = sum(bool(_DOTS.search(row.text)) for row in kept) >= 3
        pitch = _pitch(body)
        called: set[str] = set()
        for at, row in enumerate(body):
            above = body[at - 1] if at else None
            gap = (
                ended
                if above is None
                else row.top - above.top > 1.35 * pitch or row.top < above.top - 0.2
            )
            begins = gap or bool(labels_at(row.text)) and ended
            if begins and due:
                _emit(made, due)
            centred = row.text.upper() == row.text and row.left > 130 and len(row.text) < 70
            strong = row.bold or row.size > 1.25 * size or (centred and gap)
            made.take(row, number, gap, strong and not row.struck, contents)
            for mark in row.marks:
                if mark in notes and mark not in called:
                    due.append((number, notes[mark]))
                    called.add(mark)
            if row.text:
                ended = bool(_ENDED.search(row.text))
        due += [(number, rows) for mark, rows in notes.items() if mark not in called]
    _emit(made, due)
    warnings = _warnings(pages, characters, tiled)
    text = "".join(made.out)
    if characters:
        warnings += blacklines(text, made.lines)
    # the bars between a table's cells are ours, so they count on both sides
    return Reading(
        "pdf",
        text,
        tuple(made.lines),
        characters + made.bars,
        len(pages),
        tuple(made.left_out),
        tuple(warnings),
        draft=draft,
    )


def _emit(made: _Text, due: list[tuple[int, list[Row]]]) -> None:
    for page, rows in due:
        for at, row in enumerate(rows):
            made.take(row, page, at == 0, False, note=True)
    due.clear()


def _warnings(pages: list[list[Row]], characters: int, tiled: list[int]) -> list[str]:
    if not characters:
        from ingest.read.ocr import INSTALL, installed

        return [
            "no text layer: the pages are images (a scan)"
            + ("" if installed() else f"; to have them read, {INSTALL}")
        ]
    warnings = []
    empty = [n for n, rows in enumerate(pages, 1) if not any(row.text for row in rows)]
    if empty:
        warnings.append(
            f"{len(empty)} page{'s have' if len(empty) > 1 else ' has'} no text (blank, or an image): {', '.join(map(str, empty[:12]))}"
        )
    if tiled:
        warnings.append(
            f"a pattern that is no text lies across {len(tiled)} page{'s' if len(tiled) > 1 else ''} ({', '.join(map(str, tiled[:8]))}), "
            "as a DRAFT watermark does: look at the page before you rely on this copy"
        )
    return warnings


def _pitch(rows: list[Row]) -> float:
    """The page's usual distance from line to line, as a share of its height."""
    steps = [
        two.top - one.top
        for one, two in zip(rows, rows[1:], strict=False)
        if 0.004 < two.top - one.top < 0.06
    ]
    return max(sorted(steps)[len(steps) // 3], 0.01) if steps else 0.02


def _body_size(pages: list[list[Row]]) -> float:
    sizes: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            sizes[round(row.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _vocabulary(pages: list[list[Row]]) -> Counter[str]:
    return Counter(
        word.lower()
        for rows in pages
        for row in rows
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", row.text)
    )


def _joined(found: re.Match[str], words: Counter[str]) -> str:
    """A word broken at a line's end, whole again: with its hyphen only where the document elsewhere writes one."""
    one, other = found.group(1), found.group(2)
    whole, hyphened = (one + other).lower(), f"{one}-{other}".lower()
    if words[whole] >= words[hyphened] and words[whole]:
        return one + other
    if words[hyphened] or (words[one.lower()] and words[other.lower()]) or not other:
        return f"{one}-{other}"
    return one + other
