"""A page's tables: cells that stand on one line as one row, merged cells told to their rows.

The rows come in the order in which they are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.labels import ORDER, labels_at
from ingest.read.row import Row

#: Cells of one row are drawn at most so many rows apart; columns of prose are drawn one by one.
_NEAR = 8
#: Prose in a column is wider than a cell.
_CELL = 60
#: How far apart the beginnings of centred cells of one column may lie, in points.
_ALIKE = 20.0
_AMOUNT = re.compile(r"[$€£]?\s?\d[\d\s.,]*\s?[$€£%]?")


def arranged(rows: list[Row]) -> list[Row]:
    """The rows of a page, those of its tables whole."""
    joined = _joined(rows, _line(rows))
    return _labelled(joined) if sum(row.cells > 1 for row in joined) > 2 else joined


def _line(rows: Sequence[Row]) -> float:
    """Half the distance from line to line on a page, as a share of its height."""
    tops = sorted({round(row.top, 4) for row in rows})
    steps = sorted(b - a for a, b in zip(tops, tops[1:], strict=False) if 0.006 < b - a < 0.06)
    return 0.3 * steps[len(steps) // 3] if steps else 0.002


def _joined(rows: list[Row], line: float) -> list[Row]:
    """Rows with those that stand on the same line beside them."""
    out: list[Row] = []
    for row in rows:
        for at in range(len(out) - 1, max(-1, len(out) - 1 - _NEAR), -1):
            if abs(out[at].top - row.top) <= line and (whole := _beside(out[at], row)):
                out[at] = whole
                break
            lower = out[at].cells > 1 and out[at].top > row.top + 7 * line
            if lower or out[at].cells == 1 and not _is_cell(out[at]):
                out.append(row)  # a row drawn whole further down: another column has begun
                break
        else:
            out.append(row)
    return out


def _beside(one: Row, other: Row) -> Row | None:
    """Two pieces of a line as one row, their cells from left to right; None for what is no table's.

    A raised letter may break a line in two that stand close together.
    """
    if not (one.text and other.text) or one.slanted or other.slanted or one.struck or other.struck:
        return None
    close = 0 <= other.left - one.right < 0.6 * one.size
    if not close and not (_is_cell(one) and _is_cell(other)):
        return None
    if close:
        text, cells = f"{one.text} {other.text}", one.cells + other.cells - 1
        lefts = (*one.lefts, *other.lefts[1:])
    else:
        held = sorted([*_cells(one), *_cells(other)])
        if any(b - a < 1 for (a, _), (b, _) in zip(held, held[1:], strict=False)):
            return None
        text, cells = " | ".join(words for _, words in held), len(held)
        lefts = tuple(left for left, _ in held)
    return replace(
        one,
        text=text,
        whole=f"{one.whole} {other.whole}",
        top=min(one.top, other.top),
        left=min(one.left, other.left),
        right=max(one.right, other.right),
        bold=one.bold and other.bold,
        cells=cells,
        lefts=lefts,
        marks=[*one.marks, *other.marks],
        hidden=[*one.hidden, *other.hidden],
    )


def _is_cell(row: Row) -> bool:
    """Whether a piece of a line can be a table's cell: short, and no clause's or sentence's."""
    if _AMOUNT.fullmatch(row.text):
        return True
    labels = labels_at(row.text)
    words = len(row.text.split())
    prose = words > 3 and (row.text[:1].islower() or bool(labels))
    return len(row.text) <= _CELL and not prose and not (labels and labels[0].kind in ORDER)


def _cells(row: Row) -> list[tuple[float, str]]:
    words = row.text.split(" | ")
    lefts = row.lefts if len(row.lefts) == len(words) else (row.left,)
    return list(zip(lefts, words if len(lefts) > 1 else [row.text], strict=False))


def _labelled(rows: list[Row]) -> list[Row]:
    """Each row of figures with the words of a cell that is merged over it, as `beside`.

    Such a cell's words stand in the middle of its rows.
    """
    out = list(rows)
    block: list[int] = []
    for at, row in enumerate([*rows, Row("", "")]):
        if at < len(rows) and (_figures(row) or block and row.cells == 1 and len(row.text) < 24):
            block.append(at)
            continue
        for n, words in _spread([rows[m] for m in block]).items():
            out[block[n]] = replace(out[block[n]], beside=words)
        block = []
    return out


def _figures(row: Row) -> bool:
    return row.cells > 1 and bool(_AMOUNT.fullmatch(row.text.rsplit(" | ", 1)[-1]))


def _spread(block: Sequence[Row]) -> dict[int, str]:
    """The words merged over each of these rows, by the row's place."""
    figures = [n for n, row in enumerate(block) if _figures(row)]
    if len(figures) < 4:
        return {}
    usual = sorted(block[n].cells for n in figures)[len(figures) // 2]
    extra = [
        (row.top, left, words)
        for row in block
        if row.cells != usual
        for left, words in (_cells(row)[1:-1] if row.cells > 1 else _cells(row))
        if len(words) < 12
    ]
    if len(extra) < 2 or any(abs(left - extra[0][1]) > _ALIKE for _, left, _ in extra):
        return {}
    spread: dict[int, str] = {}
    first = 0
    for middle, _, words in extra:
        rest = range(first, len(figures))
        if not rest:
            break
        start = block[figures[first]].top
        last = min(rest, key=lambda n: abs((start + block[figures[n]].top) / 2 - middle))
        spread |= {figures[n]: words for n in range(first, last + 1)}
        first = last + 1
    return spread
