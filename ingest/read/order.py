"""The order in which a page's lines are read: by where they stand, not by their order in the file.

Lines drawn late belong where they stand among those above and below; a table that was drawn cell by
cell is read line by line. Columns of running words that the text layer joins line by line are read
one after another; the columns of a table are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.read.piece import Piece

_LEAST = 4  # lines side by side that make columns
_GAP = 0.8  # of a line's height: a gap that may lie between columns
_WIDE = 4.0  # points
_MOST = 4  # columns on a page
_WORDS = 4  # on a line of a column; a table's cell has fewer
_CROWDED = 2000  # lines of a page that nobody sets in columns
_TURNS = 1  # back up the page, in a table that is well drawn
_TORN = 3  # of its lines, whose cells are drawn apart
_CELL = 60  # characters: what is longer is prose
_ROWS = 3  # of several cells, that make a table
#: Of a table's lines, so many at most are prose, go on beside the line above, or are two rows.
_UNLIKE = 0.15
_AMOUNT = re.compile(r"\d[\d.,]*\s?[$€£%*]*\s*$")
_ROW = re.compile(rf"[^\W\d_]{{2}}.*{_AMOUNT.pattern}")

#: Where a gap in a line begins and ends.
Gap = tuple[float, float]


def in_reading_order(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces as a person reads them.

    The file's own order stands unless another turns back up the page less often.
    """
    lines = _lines(pieces)
    if (_turns(pieces) > _TURNS or _torn(pieces, lines) > _TORN) and _tabular(lines):
        undrawn = [piece for piece in pieces if not piece.drawn]
        return [*(piece for line in lines for piece in line), *undrawn]
    return _columns(min([*pieces], _by_place(pieces), key=_turns), _MOST)


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """What stands on each line from left to right, the highest first."""
    lines: list[list[Piece]] = []
    for piece in sorted((piece for piece in pieces if piece.drawn), key=_middle, reverse=True):
        if lines and _middle(lines[-1][0]) - _middle(piece) < 0.5 * piece.tall:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.edges) for line in lines]


def _torn(pieces: Sequence[Piece], lines: Sequence[Sequence[Piece]]) -> int:
    """How many lines have cells that are not drawn one after another."""
    place = {id(piece): n for n, piece in enumerate(pieces)}
    steps = ([place[id(two)] - place[id(one)] for one, two in pairwise(line)] for line in lines)
    return sum(any(step != 1 for step in line) for line in steps)


def _middle(piece: Piece) -> float:
    return (piece.low + piece.high) / 2


def _tabular(lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether lines are rows of a table of figures, nearly each cell of them on one line."""
    rows = [line for line in lines if len(line) > 1 or _gaps(line[0])]
    prose = sum(len(line) > 1 and any(len(piece.text) > _CELL for piece in line) for line in rows)
    apart = sum(
        len(one) == len(two) == 1 and not (_same_column(*one, *two) or _priced(*one, *two))
        for one, two in zip(lines, lines[1:], strict=False)
    )
    figures = sum(_priced(line[-1]) for line in rows)
    if figures < _ROWS or figures < 0.5 * len(rows):
        return False
    tables = sum(sum(bool(_ROW.search(piece.text)) for piece in line) > 1 for line in rows)
    return prose + apart + tables <= _UNLIKE * len(lines)


def _priced(*pieces: Piece) -> bool:
    """Whether one of these ends in an amount."""
    return any(_AMOUNT.search(piece.text) for piece in pieces)


def _turns(pieces: Sequence[Piece]) -> int:
    """How often a line stands above the one before it, in its column or in one to the left."""
    drawn = [piece for piece in pieces if piece.drawn]
    return sum(
        two.low >= one.high - 1 and two.edges[0] < one.edges[1]
        for one, two in zip(drawn, drawn[1:], strict=False)
    )


def _by_place(pieces: Sequence[Piece]) -> list[Piece]:
    """Runs of lines drawn late, set before the first line beneath them in their column."""
    out: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        set_in = piece.at[0] < 0  # a form's field
        jump = run and (not piece.drawn or not run[-1].drawn or piece.high > run[-1].high + 1)
        if jump or set_in:
            _insert(out, run)
            run = []
        run.append(piece)
    _insert(out, run)
    return out


def _insert(out: list[Piece], run: list[Piece]) -> None:
    """Set a run of lines among those already read."""
    drawn = [piece for piece in run if piece.drawn]
    if not drawn or not out:
        out += run
        return
    # what stands beside some line already read is a column, or a cell, of its own
    beside = [n for n, piece in enumerate(out) if piece.drawn and _beside(piece, drawn)]
    right = max(piece.edges[1] for piece in drawn)
    if any(_between(piece, drawn) for piece in out) or not beside:
        _merge(out, run)
    elif all(out[n].edges[0] >= right for n in beside):
        out[beside[0] : beside[0]] = run
    elif len(run) == 1:
        out[beside[-1] + 1 : beside[-1] + 1] = run
    else:
        out += run


def _merge(out: list[Piece], run: list[Piece]) -> None:
    """Set each line of a run before the first line that stands beneath it in its column."""
    at = 0
    for piece in run:
        if piece.drawn:
            beneath = (n for n in range(at, len(out)) if _over(piece, out[n]))
            at = next(beneath, len(out))
        out.insert(at, piece)
        at += 1


def _over(one: Piece, two: Piece) -> bool:
    """Whether a line stands wholly above another, in its column."""
    return bool(two.drawn) and _same_column(one, two) and two.high <= one.low + 1


def _same_column(one: Piece, two: Piece) -> bool:
    return one.edges[0] < two.edges[1] and two.edges[0] < one.edges[1]


def _between(piece: Piece, run: list[Piece]) -> bool:
    """Whether a line stands between the first and the last of a run, in their column."""
    if not piece.drawn or piece.high > run[0].high or piece.low < run[-1].low:
        return False
    return any(_same_column(piece, other) for other in run) and not _beside(piece, run)


def _beside(piece: Piece, run: list[Piece]) -> bool:
    return any(piece.low < other.high - 1 and other.low < piece.high - 1 for other in run)


def _columns(pieces: list[Piece], most: int) -> list[Piece]:
    """The pieces with columns of running words apart, left before right, wherever they stand."""
    gaps = [_gaps(piece) for piece in pieces] if most > 1 and len(pieces) < _CROWDED else []
    tried: set[tuple[int, Gap]] = set()
    for start in range(len(gaps)):
        for gap in gaps[start]:
            if (start, gap) in tried:  # the lower part of a gutter that makes no columns
                continue
            end, shared, at = _gutter(pieces, gaps, start, gap)
            tried.update(shared)
            parted = _parted_at(at, pieces, start, end, [n for n, _ in shared], most)
            if parted is not None:
                return [*pieces[:start], *parted, *_columns(pieces[end:], most)]
    return pieces


def _parted_at(
    at: float, pieces: list[Piece], start: int, end: int, shared: list[int], most: int
) -> list[Piece] | None:
    """Lines as two columns that meet at a gutter; None where they are none."""
    if len(shared) < _LEAST:
        return None
    beside = [_parted(pieces[n], at) for n in shared]
    if not all(_runs_on([sides[n] for sides in beside]) for n in (0, 1)):
        return None
    parts = [_parted(pieces[n], at) for n in range(start, end)]
    left = [part[0] for part in parts if part[0].drawn]
    right = [part[1] for part in parts if part[1].drawn]
    inside = _columns(right, most - 1)
    return [*left, *inside] if _alike(left, right, len(inside) > len(right)) else None


def _alike(left: list[Piece], right: list[Piece], parted: bool) -> bool:
    """Whether columns are about as wide, and hold no cells; a table's label and words do not.

    `parted` is true where the right one is two columns itself.
    """
    celled = sum(bool(_gaps(piece)) for piece in right)
    if celled > 0.2 * len(right) and not parted:
        return False
    one, two = (
        max(piece.edges[1] for piece in column) - min(piece.edges[0] for piece in column)
        for column in (left, right)
    )
    return 0.7 < one / max(1.0, two / (2 if parted else 1)) < 1.4


def _gutter(
    pieces: list[Piece], gaps: list[list[Gap]], start: int, gap: Gap
) -> tuple[int, list[tuple[int, Gap]], float]:
    """How far a gap runs on below a line: where it ends, the lines that share it, where it lies."""
    left, right = gap
    shared: list[tuple[int, Gap]] = []
    end = start
    for n in range(start, len(pieces)):
        if not pieces[n].drawn:
            break
        wide = [(a, b) for a, b in gaps[n] if min(right, b) - max(left, a) > _WIDE]
        one, two = pieces[n].edges
        if wide:
            shared.append((n, wide[0]))
            left, right = max(left, wide[0][0]), min(right, wide[0][1])
        elif two <= right - _WIDE:  # in one of the columns, beside nothing in the other
            left = max(left, two)
        elif one >= left + _WIDE:
            right = min(right, one)
        else:
            break
        end = n + 1
    return end, shared, (left + right) / 2


def _gaps(piece: Piece) -> list[Gap]:
    """The wide gaps within a line, from left to right."""
    if not piece.drawn:
        return []
    edges = [(piece.boxes[n][0], piece.boxes[n][2]) for n in piece.drawn]
    return [
        (one[1], two[0])
        for one, two in zip(edges, edges[1:], strict=False)
        if two[0] - one[1] > _GAP * piece.tall
    ]


def _parted(piece: Piece, at: float) -> tuple[Piece, Piece]:
    """A line's parts on both sides of a gutter."""
    cut = next((n for n in piece.drawn if piece.boxes[n][0] >= at), len(piece.text))
    return piece.cut(0, cut), piece.cut(cut, len(piece.text))


def _runs_on(column: list[Piece]) -> bool:
    """Whether a column holds running words: sentences that go on from line to line, few figures."""
    lines = [piece.text.split() for piece in column]
    if len(lines) < _LEAST or median(map(len, lines)) < _WORDS:
        return False
    going = sum(bool(re.match(r"[a-záéíóúñàâçèêëîïôùûäöüß]", words[0])) for words in lines)
    letters = "".join(word for words in lines for word in words)
    figures = sum(letter.isdecimal() or letter in "$%" for letter in letters)
    return going >= 0.25 * len(lines) and figures < 0.15 * len(letters)
