"""One page of a PDF as printed rows: their words, where they stand, how set, what is struck.

Struck words run on in a PDF's text layer as if they were in force; only a line drawn through them
tells. So each character's box is compared with the page's thin horizontal rules. Figures: a rule
between 0.3 and 0.72 of a character's height strikes it, a lower one underlines it (read off word
processors' output).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from ingest.read.columns import Box, read_down

_MARK = "0123456789*†‡"
_STRIKES = (0.3, 0.72)

#: pypdfium2's page, its text page, and its raw calls, which come without types.
Pdfium = Any


@dataclass(slots=True)
class Row:
    """One printed line. `top` is a share of the page's height from above; the rest in points.

    `struck` holds (offset in the live text, words); `marks` the footnote numbers called in it;
    `slanted` is true for a watermark's words. A row of a table has `cells`, which begin at `lefts`,
    and may have words `beside` it: those of a cell that is merged over several rows.
    """

    text: str
    whole: str
    top: float = 0.5
    left: float = 0.0
    right: float = 0.0
    size: float = 10.0
    bold: bool = False
    slanted: bool = False
    cells: int = 1
    lefts: tuple[float, ...] = ()
    beside: str = ""
    struck: list[tuple[int, str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


def rows_of(page: Pdfium, raw: Pdfium) -> list[Row]:
    """The rows of an open page, in the order of its text layer."""
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    _, height = page.get_size()
    # offsets are PDFium's own numbers, but beyond the basic plane
    aligned = len(text) == textpage.count_chars()
    boxes = _boxes(textpage, raw, len(text)) if aligned else []
    rules = _rules(page, raw) if aligned else []
    rows: list[Row] = []
    pieces = [(found.start(), found.group()) for found in re.finditer(r"[^\r\n]+", text)]
    for start, piece in read_down(pieces, boxes) if aligned else pieces:
        end = start + len(piece)
        if piece.strip():
            printed = _Printed(piece, boxes[start:end], height) if aligned else None
            if printed is None or not printed.drawn:
                rows.append(Row(_plain(piece), _plain(piece)))
            else:
                rows.append(_row(printed, rules, _Type(textpage, raw, start)))
    textpage.close()
    return rows


def _boxes(textpage: Pdfium, raw: Pdfium, count: int) -> list[Box]:
    rect = raw.FS_RECTF()
    given, call = ctypes.byref(rect), raw.FPDFText_GetLooseCharBox
    boxes = []
    for at in range(count):
        call(textpage.raw, at, given)
        boxes.append((rect.left, rect.bottom, rect.right, rect.top))
    return boxes


def _rules(page: Pdfium, raw: Pdfium) -> list[Box]:
    """Thin horizontal lines and rectangles on a page."""
    found = []
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        if right - left > 2 and top - bottom <= 2.5:
            found.append((left, bottom, right, top))
    return found


class _Type:
    """How characters of a row are set."""

    def __init__(self, textpage: Pdfium, raw: Pdfium, start: int) -> None:
        self._textpage, self._raw, self._start = textpage, raw, start

    def bold(self, at: int) -> bool:
        """Whether the font says so by its name or its flags."""
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._raw.FPDFText_GetFontInfo(
            self._textpage.raw, self._start + at, name, 128, ctypes.byref(flags)
        )
        named = re.search(rb"bold|black|heavy|,b", name.value, re.I)
        return bool(named) or bool(flags.value & (1 << 18))

    def slanted(self, at: int) -> bool:
        """Whether the character is turned, as a watermark's are."""
        angle = self._raw.FPDFText_GetCharAngle(self._textpage.raw, self._start + at)
        return bool(0.2 < angle % 1.5708 < 1.37)


class _Printed:
    """The characters of one row with their boxes; `drawn` numbers those that leave ink."""

    def __init__(self, piece: str, boxes: Sequence[Box], height: float) -> None:
        self.piece, self.boxes, self.height = piece, boxes, height
        self.drawn = [
            at
            for at, (letter, box) in enumerate(zip(piece, boxes, strict=True))
            if not letter.isspace() and box[3] > box[1]
        ]
        if self.drawn:
            self.tall = median(boxes[at][3] - boxes[at][1] for at in self.drawn)
            self.low = median(boxes[at][1] for at in self.drawn)
            self.high = median(boxes[at][3] for at in self.drawn)

    def gaps(self) -> dict[int, float]:
        """The space before each drawn character, where it follows one on its line."""
        return {
            two: self.boxes[two][0] - self.boxes[one][2]
            for one, two in zip(self.drawn, self.drawn[1:], strict=False)
            if self.boxes[two][0] >= self.boxes[one][0]
        }

    def marks(self) -> frozenset[int]:
        """Raised small figures after a word: footnote marks, which are no words of the clause."""
        return frozenset(
            at
            for at in self.drawn[1:]
            if self.piece[at] in _MARK
            and self.boxes[at][3] - self.boxes[at][1] < 0.8 * self.tall
            and self.boxes[at][1] > self.low + 0.12 * self.tall
        )


def _row(printed: _Printed, rules: list[Box], typed: _Type) -> Row:
    near = [rule for rule in rules if rule[3] > printed.low - 1 and rule[1] < printed.high + 1]
    struck = _struck(printed.piece, printed.boxes, near) if near else frozenset()
    marks = printed.marks()
    live, gone, starts = _words(printed, struck, marks)
    first, last = printed.drawn[0], printed.drawn[-1]
    left, _, _, top = printed.boxes[first]
    return Row(
        text=_plain(live),
        whole=_plain(printed.piece),
        top=1 - top / printed.height if printed.height else 0.5,
        left=left,
        right=max(printed.boxes[at][2] for at in printed.drawn),
        size=printed.tall,
        bold=typed.bold(first) and typed.bold(last),
        slanted=typed.slanted(first),
        cells=len(starts) + 1,
        lefts=(left, *starts),
        struck=[(offset, _plain(words)) for offset, words in gone if words.strip()],
        marks=_runs(printed.piece, sorted(marks)),
    )


def _words(
    printed: _Printed, struck: frozenset[int], marks: frozenset[int]
) -> tuple[str, list[tuple[int, str]], list[float]]:
    """A row's live text, its struck words with their offsets, where its further cells begin."""
    gaps = printed.gaps()
    usual = median(gaps.values()) if gaps else 0.0
    live = ""
    starts: list[float] = []
    gone: list[tuple[int, str]] = []
    for at, letter in enumerate(printed.piece):
        if at in struck:
            if gone and at - 1 in struck:
                gone[-1] = (gone[-1][0], gone[-1][1] + letter)
            else:
                gone.append((len(live), letter))
            continue
        if at in marks or letter < " " and letter not in "\t\x02":
            continue
        wide = gaps.get(at, 0.0)
        if wide > 2.0 * printed.tall and live and _cell(live):
            live = f"{live} | "
            starts.append(printed.boxes[at][0])
        elif wide - usual > 0.11 * printed.tall and live and _spaceless(live, letter):
            live += " "  # justified lines lose spaces in the text layer
        live += letter
    return live, gone, starts


def _spaceless(live: str, letter: str) -> bool:
    return not live.endswith(" ") and letter not in "\ufffe\x02\xad"


def _cell(before: str) -> bool:
    """Whether words before a wide gap are a table's cell.

    A clause's number and a contents line's dots are none.
    """
    number = re.fullmatch(
        r"\W*(?:(?:article|section|artículo|sección)\s*)?[\w.\-]{0,6}\W*", before, re.I
    )
    return not number and not re.search(r"\.\s?\.\s?$", before)


def _struck(piece: str, boxes: Sequence[Box], rules: list[Box]) -> frozenset[int]:
    """The characters that a rule crosses; the spaces between two struck words go with them."""
    gone = {at for at, box in enumerate(boxes) if _crossed(piece[at], box, rules)}
    # a rule that only grazes a comma, or the end of a table's line, strikes nothing
    gone = {at for at in gone if piece[at].isalnum() or at - 1 in gone or at + 1 in gone}
    for run in re.finditer(r"[ \u00a0]+", piece):
        if run.start() - 1 in gone and run.end() in gone:
            gone.update(range(*run.span()))
    return frozenset(gone)


def _crossed(letter: str, box: Box, rules: list[Box]) -> bool:
    left, bottom, right, top = box
    if letter.isspace() or letter in "\ufffe\x02" or top <= bottom:
        return False
    middle, tall = (left + right) / 2, top - bottom
    least, most = _STRIKES
    return any(
        x1 - 0.5 <= middle <= x2 + 0.5 and least <= ((y1 + y2) / 2 - bottom) / tall <= most
        for x1, y1, x2, y2 in rules
    )


def _runs(piece: str, places: list[int]) -> list[str]:
    """Characters that stand side by side, as words."""
    runs: list[str] = []
    for n, at in enumerate(places):
        if n and places[n - 1] == at - 1:
            runs[-1] += piece[at]
        else:
            runs.append(piece[at])
    return runs


def _plain(text: str) -> str:
    text = re.sub(r"[\x00-\x01\x03-\x08\x0b-\x1f\x7f]", "", text)
    return re.sub(r"[ \t\u00a0]+", " ", text).strip()
