"""One page of a PDF as printed rows: their words, where they stand, how they are set, and what is struck through.

Struck words run on in a PDF's text layer as if they were in force; only a line drawn through them tells. So each
character's box is compared with the page's thin horizontal rules. Figures: a rule between 0.3 and 0.72 of a character's
height strikes it, a lower one underlines it (read off word processors' output).
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from statistics import median

_MARK = "0123456789*†‡"


@dataclass(slots=True)
class Row:
    """One printed line. `top` is a share of the page's height from above; `left`, `right` and `size` are in points.

    `struck` holds (offset in the live text, words); `marks` the footnote numbers called in it; `slanted` is true for a
    watermark's words, `cells` for a row of a table.
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
    struck: list[tuple[int, str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


def rows_of(page, raw) -> list[Row]:
    """The rows of an open page, in the order of its text layer."""
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    _, height = page.get_size()
    aligned = (
        len(text) == textpage.count_chars()
    )  # offsets are PDFium's own numbers, but beyond the basic plane
    boxes = _boxes(textpage, raw, len(text)) if aligned else []
    rules = _rules(page, raw) if aligned else []
    rows: list[Row] = []
    start = 0
    for piece in re.split(r"(\r?\n)", text):
        end = start + len(piece)
        if piece.strip():
            rows.append(
                _row(piece, boxes[start:end], rules, height, textpage, raw, start)
                if aligned
                else Row(_plain(piece), _plain(piece))
            )
        start = end
    textpage.close()
    return rows


def _boxes(textpage, raw, count: int) -> list[tuple[float, float, float, float]]:
    rect = raw.FS_RECTF()
    given, call = ctypes.byref(rect), raw.FPDFText_GetLooseCharBox
    boxes = []
    for at in range(count):
        call(textpage.raw, at, given)
        boxes.append((rect.left, rect.bottom, rect.right, rect.top))
    return boxes


def _rules(page, raw) -> list[tuple[float, float, float, float]]:
    """Thin horizontal lines and rectangles on a page, as (left, bottom, right, top)."""
    found = []
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        if right - left > 2 and top - bottom <= 2.5:
            found.append((left, bottom, right, top))
    return found


def _row(piece: str, boxes: list, rules: list, height: float, textpage, raw, start: int) -> Row:
    drawn = [
        at
        for at, (letter, box) in enumerate(zip(piece, boxes, strict=True))
        if not letter.isspace() and box[3] > box[1]
    ]
    if not drawn:
        return Row(_plain(piece), _plain(piece))
    tall = median(boxes[at][3] - boxes[at][1] for at in drawn)
    low, high = median(boxes[at][1] for at in drawn), median(boxes[at][3] for at in drawn)
    near = [rule for rule in rules if rule[3] > low - 1 and rule[1] < high + 1]
    struck = _struck(piece, boxes, near) if near else frozenset()
    marks = _marks(piece, boxes, drawn, tall, low)
    gaps = _gaps(boxes, drawn)
    usual = median(gaps.values()) if gaps else 0.0
    live: list[str] = []
    gone: list[tuple[int, str]] = []
    cells = 1
    length = 0
    for at, letter in enumerate(piece):
        if at in struck:
            if gone and at - 1 in struck:
                gone[-1] = (gone[-1][0], gone[-1][1] + letter)
            else:
                gone.append((length, letter))
            continue
        if at in marks or letter < " " and letter not in "\t\x02":
            continue
        wide = gaps.get(at, 0.0)
        if wide > 2.0 * tall and live and _cell("".join(live)):
            letter, cells = f" | {letter.lstrip()}", cells + 1
        elif (
            wide - usual > 0.11 * tall
            and live
            and not live[-1].endswith(" ")
            and letter not in "\ufffe\x02\xad"
        ):
            letter = " " + letter  # justified lines lose spaces in the text layer
        live.append(letter)
        length += len(letter)
    angle = raw.FPDFText_GetCharAngle(textpage.raw, start + drawn[0])
    first = drawn[0]
    return Row(
        text=_plain("".join(live)),
        whole=_plain(piece),
        top=1 - boxes[first][3] / height if height else 0.5,
        left=boxes[first][0],
        right=max(boxes[at][2] for at in drawn),
        size=tall,
        bold=_bold(textpage, raw, start + first) and _bold(textpage, raw, start + drawn[-1]),
        slanted=0.2 < angle % 1.5708 < 1.37,
        cells=cells,
        struck=[(offset, _plain(words)) for offset, words in gone if words.strip()],
        marks=["".join(run) for run in _runs(piece, sorted(marks))],
    )


def _cell(before: str) -> bool:
    """Whether words before a wide gap are a table's cell, not a clause's number or a contents line's dots."""
    return not re.fullmatch(
        r"\W*(?:(?:article|section|artículo|sección)\s*)?[\w.\-]{0,6}\W*", before, re.I
    ) and not re.search(r"\.\s?\.\s?$", before)


def _gaps(boxes: list, drawn: list[int]) -> dict[int, float]:
    """The space before each drawn character, where it follows one on its line."""
    return {
        two: boxes[two][0] - boxes[one][2]
        for one, two in zip(drawn, drawn[1:], strict=False)
        if boxes[two][0] >= boxes[one][0]
    }


def _struck(piece: str, boxes: list, rules: list) -> frozenset[int]:
    """Numbers of the characters that a rule crosses; the spaces between two struck words are struck with them."""
    gone = set()
    for at, (left, bottom, right, top) in enumerate(boxes):
        if piece[at].isspace() or piece[at] in "\ufffe\x02" or top <= bottom:
            continue
        middle, tall = (left + right) / 2, top - bottom
        if any(
            x1 - 0.5 <= middle <= x2 + 0.5 and 0.3 <= ((y1 + y2) / 2 - bottom) / tall <= 0.72
            for x1, y1, x2, y2 in rules
        ):
            gone.add(at)
    # a rule that only grazes a comma, or the end of a table's line, strikes nothing
    gone = {at for at in gone if piece[at].isalnum() or at - 1 in gone or at + 1 in gone}
    at = 0
    while at < len(piece):
        run = re.compile(r"[ \u00a0]+").match(piece, at)
        if run and at - 1 in gone and run.end() in gone:
            gone |= set(range(at, run.end()))
        at = run.end() if run else at + 1
    return frozenset(gone)


def _marks(piece: str, boxes: list, drawn: list[int], tall: float, low: float) -> frozenset[int]:
    """Raised small figures after a word: footnote marks, which are no words of the clause."""
    small = {
        at
        for at in drawn
        if piece[at] in _MARK
        and boxes[at][3] - boxes[at][1] < 0.8 * tall
        and boxes[at][1] > low + 0.12 * tall
    }
    return frozenset(at for at in small if at > drawn[0])


def _runs(piece: str, places: list[int]) -> list[list[str]]:
    runs: list[list[str]] = []
    for n, at in enumerate(places):
        if n and places[n - 1] == at - 1:
            runs[-1].append(piece[at])
        else:
            runs.append([piece[at]])
    return runs


def _bold(textpage, raw, at: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage.raw, at, name, 128, ctypes.byref(flags))
    return bool(re.search(rb"bold|black|heavy|,b", name.value, re.I)) or bool(
        flags.value & (1 << 18)
    )


def _plain(text: str) -> str:
    text = re.sub(r"[\x00-\x01\x03-\x08\x0b-\x1f\x7f]", "", text)
    return re.sub(r"[ \t\u00a0]+", " ", text).strip()
