"""PDF: PDFium's text, less what is struck through and what is printed on every page, with the number printed on each.

Struck words run on in a PDF's text layer as if they were in force; only a line drawn through them tells. So on every
page that has thin horizontal rules, each character's box is compared with them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from corpus import CannotRead, LeftOut
from ingest.read.reading import Line, Reading

_BREAK = re.compile(r"(\w*)[\ufffe\u0002\u00ad](?:\r?\n)?(\w*)")
_DOTS = re.compile(r"(?:\.\s?){4,}\s*(?:[ivxlc]+|\d+)\s*$|\s\.{3,}")
_BAND = 0.11  # running heads and feet stand in the top and bottom ninth of a page


@dataclass(slots=True)
class _Row:
    """One printed line: its words, where it stands (shares of the page's height, points from the left), its type size."""

    text: str
    top: float
    left: float
    size: float
    struck: list[str] = field(default_factory=list)
    whole: str = ""


def read_pdf(path: Path) -> Reading:
    """Read a PDF's text layer; one without any gives a Reading without lines, and a warning. CannotRead for a damaged or locked file."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        pdf = pypdfium2.PdfDocument(path)
        pages = [_rows(pdf[number], raw) for number in range(len(pdf))]
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise CannotRead(
                f"{path.name} is encrypted: it opens only with a password; save a copy without one and add that"
            ) from error
        raise CannotRead(f"{path.name} is damaged or no PDF ({error}); try to open it, or ask for another copy") from error
    characters = sum(len("".join(row.whole.split())) for rows in pages for row in rows)
    if not characters:
        return Reading(
            "pdf",
            "",
            (),
            0,
            len(pages),
            warnings=(
                "no text layer: the pages are images (a scan); their words can't be read without OCR, which is not done yet",
            ),
        )
    return _assemble(pages, characters)


def _rows(page, raw) -> list[_Row]:
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    width, height = page.get_size()
    count = textpage.count_chars()
    aligned = len(text) == count  # offsets are PDFium's own character numbers, but for characters beyond the BMP
    rules = _rules(page, raw) if aligned else []
    struck = _struck(textpage, text, rules) if rules else frozenset()
    rows: list[_Row] = []
    start = 0
    for piece in re.split(r"(\r?\n)", text):
        end = start + len(piece)
        if piece.strip():
            live = "".join(c for at, c in enumerate(piece, start) if at not in struck)
            gone = "".join(c if at in struck else "\0" for at, c in enumerate(piece, start))
            first = start + len(piece) - len(piece.lstrip())
            top, left, size = _place(textpage, raw, first, height) if aligned else (0.5, 0.0, 10.0)
            rows.append(
                _Row(_plain(live), top, left, size, [_plain(run) for run in gone.split("\0") if run.strip()], _plain(piece))
            )
        start = end
    textpage.close()
    page.close()
    return rows


def _plain(text: str) -> str:
    text = re.sub(r"[\x00-\x01\x03-\x08\x0b-\x1f\x7f]", "", text)
    return re.sub(r"[ \t\u00a0]+", " ", text).strip()


def _place(textpage, raw, at: int, height: float) -> tuple[float, float, float]:
    left, _, _, top = textpage.get_charbox(at, loose=True)
    return 1 - top / height if height else 0.5, left, raw.FPDFText_GetFontSize(textpage.raw, at)


def _rules(page, raw) -> list[tuple[float, float, float, float]]:
    """Thin horizontal lines and rectangles on a page, as (left, bottom, right, top)."""
    found = []
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        if right - left > 2 and top - bottom <= 2.5:
            found.append((left, bottom, right, top))
    return found


def _struck(textpage, text: str, rules: list) -> frozenset[int]:
    """Numbers of the characters that a rule crosses between 0.25 and 0.75 of their height; an underline lies lower."""
    gone = set()
    for at, letter in enumerate(text):
        if letter.isspace() or letter in "\ufffe\x02":
            continue
        left, bottom, right, top = textpage.get_charbox(at, loose=True)
        middle, tall = (left + right) / 2, top - bottom
        if tall <= 0:
            continue
        if any(x1 - 0.5 <= middle <= x2 + 0.5 and 0.3 <= ((low + high) / 2 - bottom) / tall <= 0.72 for x1, low, x2, high in rules):
            gone.add(at)
    # the spaces between two struck words are struck with them
    for at, letter in enumerate(text):
        if letter in " \u00a0" and at - 1 in gone and at + 1 in gone:
            gone.add(at)
    return frozenset(gone)


def _assemble(pages: list[list[_Row]], characters: int) -> Reading:
    furniture = _furniture(pages)
    labels = _labels(pages, furniture)
    left_out: list[LeftOut] = []
    words = _vocabulary(pages)
    lines: list[Line] = []
    out: list[str] = []
    length, draft, body = 0, False, _body_size(pages)
    for number, rows in enumerate(pages, 1):
        previous: _Row | None = None
        notes: list[tuple[_Row, bool]] = []
        kept: list[tuple[_Row, bool]] = []
        contents = sum(bool(_DOTS.search(row.text)) for row in rows) >= 3
        for row in rows:
            if _repeated(row, furniture):
                draft |= "DRAFT" in row.whole.upper().split()
                left_out.append(LeftOut("running head, foot or watermark", len("".join(row.whole.split())), number, row.whole[:80]))
                continue
            for run in row.struck:
                left_out.append(LeftOut("struck out", len("".join(run.split())), number, run[:120]))
            if not row.text:
                continue
            note = (
                bool(notes)
                and row.size < 0.9 * body
                or row.top > 0.55
                and row.size < 0.88 * body
                and bool(re.match(r"\d{1,2}\b|\*", row.text))
            )
            (notes if note else kept).append((row, note))
        for row, note in kept + notes:
            text = _BREAK.sub(lambda m: _joined(m, words), row.text)
            start = length
            out.append(text + "\n")
            length += len(text) + 1
            gap = previous is None or row.top - previous.top > 0.032
            lines.append(
                Line(
                    start,
                    start + len(text),
                    number,
                    labels.get(number),
                    contents=contents and bool(_DOTS.search(text)),
                    note=note,
                    gap=gap,
                    indent=row.left,
                )
            )
            previous = row
    warnings = []
    empty = [n for n, rows in enumerate(pages, 1) if not any(row.text for row in rows)]
    if empty:
        warnings.append(f"{len(empty)} pages have no text (blank, or images): {', '.join(map(str, empty[:12]))}")
    return Reading("pdf", "".join(out), tuple(lines), characters, len(pages), tuple(left_out), tuple(warnings), draft=draft)


def _body_size(pages: list[list[_Row]]) -> float:
    sizes = Counter(round(row.size, 1) for rows in pages for row in rows for _ in range(len(row.text)))
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split())).lower()


def _furniture(pages: list[list[_Row]]) -> frozenset[tuple[str, bool]]:
    """What is printed on many pages: (pattern, whether only in the bands counts)."""
    if len(pages) < 3:
        return frozenset()
    band: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for rows in pages:
        band.update({_pattern(row.whole) for row in rows if _in_band(row)})
        anywhere.update({_pattern(row.whole) for row in rows if len(row.whole) < 160})
    often = max(3, 0.25 * len(pages))
    return frozenset(
        {(p, True) for p, n in band.items() if n >= often}
        | {(p, False) for p, n in anywhere.items() if n >= max(4, 0.6 * len(pages))}
    )


def _in_band(row: _Row) -> bool:
    return row.top < _BAND or row.top > 1 - _BAND


def _repeated(row: _Row, furniture: frozenset[tuple[str, bool]]) -> bool:
    pattern = _pattern(row.whole)
    return (pattern, False) in furniture or (_in_band(row) and (pattern, True) in furniture)


def _labels(pages: list[list[_Row]], furniture: frozenset) -> dict[int, str]:
    """The number printed on each page: the one that runs with the pages through their heads or feet."""
    found: dict[int, list[int]] = {}
    for number, rows in enumerate(pages, 1):
        found[number] = [int(n) for row in rows if _repeated(row, furniture) for n in re.findall(r"\b\d{1,4}\b", row.whole)]
    offsets = Counter(n - number for number, numbers in found.items() for n in set(numbers))
    if not offsets:
        return {}
    offset, times = offsets.most_common(1)[0]
    if times < max(3, 0.3 * len(pages)):
        return {}
    return {number: str(number + offset) for number, numbers in found.items() if number + offset in numbers}


def _vocabulary(pages: list[list[_Row]]) -> Counter[str]:
    return Counter(word.lower() for rows in pages for row in rows for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", row.text))


def _joined(found: re.Match[str], words: Counter[str]) -> str:
    """A word broken at a line's end, whole again: with its hyphen only where the document elsewhere writes one."""
    one, other = found.group(1), found.group(2)
    whole, hyphened = (one + other).lower(), f"{one}-{other}".lower()
    if words[whole] >= words[hyphened] and words[whole]:
        return one + other
    if words[hyphened] or (words[one.lower()] and words[other.lower()]) or not other:
        return f"{one}-{other}"
    return one + other
