"""Two columns of prose that were drawn line by line across: each is read down, then the next.

PDFium gives such a page as lines that run over the space between. A table's cells do not run on
from line to line, and stay in their rows.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Left, bottom, right, top, in points.
Box = tuple[float, float, float, float]
#: A line of the text layer: where it begins there, and its characters.
Piece = tuple[int, str]

#: So many lines must leave a space in one place, so wide in shares of their height.
_LINES, _WIDE = 4, 1.5
#: Of a column's lines, so many at least begin in the middle of a sentence.
_RUNNING = 0.25


def read_down(pieces: Sequence[Piece], boxes: Sequence[Box]) -> list[Piece]:
    """The same lines, those of two columns cut in two and put one column after the other."""
    gaps = [_gaps(start, text, boxes) for start, text in pieces]
    middle = _gutter(gaps)
    if middle is None:
        return list(pieces)
    cuts = [next((at for a, b, at in found if a <= middle <= b), None) for found in gaps]
    cut = [n for n, at in enumerate(cuts) if at is not None]
    first, last = cut[0], cut[-1] + 1
    while last < len(pieces) and _beside(pieces[last], boxes, middle):
        last += 1  # one column is longer than the other
    left: list[Piece] = []
    right: list[Piece] = []
    for (start, text), at in zip(pieces[first:last], cuts[first:last], strict=True):
        if at is not None:
            left.append((start, text[: at - start]))
            right.append((at, text[at - start :]))
        elif side := _beside((start, text), boxes, middle):
            (right if side > 0 else left).append((start, text))
        elif text.strip():
            return list(pieces)  # a line across both: no columns
    if not (_prose(left) and _prose(right)):
        return list(pieces)
    return [*pieces[:first], *left, *right, *pieces[last:]]


def _beside(piece: Piece, boxes: Sequence[Box], middle: float) -> int:
    """1 for a line that stands right of the middle, -1 for one left of it, 0 for another."""
    start, text = piece
    if not text.strip():
        return 0
    if boxes[start + len(text) - len(text.lstrip())][0] > middle:
        return 1
    return -1 if boxes[start + len(text.rstrip()) - 1][2] < middle else 0


def _gaps(start: int, text: str, boxes: Sequence[Box]) -> list[tuple[float, float, int]]:
    """The wide spaces in a line: from where, to where, and the character after."""
    drawn = [start + n for n, letter in enumerate(text) if not letter.isspace()]
    return [
        (boxes[one][2], boxes[two][0], two)
        for one, two in zip(drawn, drawn[1:], strict=False)
        if boxes[two][0] - boxes[one][2] > _WIDE * (boxes[one][3] - boxes[one][1]) > 0
    ]


def _gutter(gaps: Sequence[Sequence[tuple[float, float, int]]]) -> float | None:
    """The place that most lines leave free."""
    middles = [(a + b) / 2 for found in gaps for a, b, _ in found]
    count = {x: sum(any(a <= x <= b for a, b, _ in found) for found in gaps) for x in middles}
    best = max(middles, key=lambda x: count[x], default=None)
    return best if best is not None and count[best] >= _LINES else None


def _prose(column: Sequence[Piece]) -> bool:
    lines = [text.strip() for _, text in column if text.strip()]
    words = sum(len(text.split()) for text in lines)
    figures = sum(c.isdigit() for text in lines for c in text)
    running = sum(text[0].islower() for text in lines)
    return (
        bool(lines)
        and words >= 3 * len(lines)
        and figures < 0.1 * sum(map(len, lines))
        and running >= _RUNNING * len(lines)
    )
