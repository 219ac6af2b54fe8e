"""The pieces of a PDF's text layer: runs of characters on one line, with the box of each.

PDFium ends a line where a digit is raised or lowered; such lines are joined again. What a form's
fields hold is set in where the field stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from ingest.read.drawn import Box

_SMALL = 0.8  # of the line's height: a raised or lowered sign
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Piece:
    """Characters of one line; `at` are their numbers in the text layer, -1 for one set in."""

    text: str
    boxes: Sequence[Box]
    at: Sequence[int]

    @cached_property
    def drawn(self) -> list[int]:
        """The places in `text` that leave ink."""
        return [
            n
            for n, (letter, box) in enumerate(zip(self.text, self.boxes, strict=True))
            if not letter.isspace() and box[3] > box[1]
        ]

    @cached_property
    def tall(self) -> float:
        """The height of most of its characters."""
        return median(self.boxes[n][3] - self.boxes[n][1] for n in self.drawn)

    @cached_property
    def low(self) -> float:
        """Where most of its characters begin, from below."""
        return median(self.boxes[n][1] for n in self.drawn)

    @cached_property
    def high(self) -> float:
        """Where most of its characters end."""
        return median(self.boxes[n][3] for n in self.drawn)

    @cached_property
    def edges(self) -> tuple[float, float]:
        """Its left and right edge."""
        return (
            min(self.boxes[n][0] for n in self.drawn),
            max(self.boxes[n][2] for n in self.drawn),
        )

    def small(self, n: int) -> bool:
        """Whether a character is smaller than its line."""
        return self.boxes[n][3] - self.boxes[n][1] < _SMALL * self.tall

    def raised(self, n: int) -> bool:
        """Whether a character is small and stands higher."""
        return self.small(n) and self.boxes[n][1] > self.low + 0.12 * self.tall

    def cut(self, start: int, end: int) -> Piece:
        """Some of its characters."""
        return Piece(self.text[start:end], self.boxes[start:end], self.at[start:end])

    def with_after(self, other: Piece, between: str = "") -> Piece:
        """This and another, side by side."""
        boxes = [*self.boxes, *[_NOWHERE] * len(between), *other.boxes]
        at = [*self.at, *[-1] * len(between), *other.at]
        return Piece(self.text + between + other.text, boxes, at)


def pieces_of(text: str, boxes: Sequence[Box]) -> list[Piece]:
    """The lines of a text layer, in its order, those that belong together joined."""
    pieces: list[Piece] = []
    for found in re.finditer(r"[^\r\n]+", text):
        start, end = found.span()
        if not found[0].strip():
            continue
        piece = Piece(found[0], boxes[start:end], range(start, end))
        if pieces and _goes_on(pieces[-1], piece):
            pieces[-1] = pieces[-1].with_after(piece, _bar(pieces[-1], piece))
        else:
            pieces.append(piece)
    return pieces


def _goes_on(one: Piece, two: Piece) -> bool:
    """Whether a piece goes on where another ended, with a raised or lowered sign between."""
    if not one.drawn or not two.drawn:
        return False
    last, first = one.boxes[one.drawn[-1]], two.boxes[two.drawn[0]]
    tall = max(one.tall, two.tall)
    small = min(last[3] - last[1], first[3] - first[1]) < _SMALL * tall
    near = -0.55 * tall < first[0] - last[2] < 0.6 * tall
    if not small or not near:
        return False
    if min(one.tall, two.tall) >= _SMALL * tall:
        return abs(one.low - two.low) < 0.2 * tall
    base = one if one.tall >= two.tall else two
    other = two if base is one else one
    few = len("".join(other.text.split())) <= 6
    within = base.low - 0.4 * tall < other.low and other.high < base.high + 0.4 * tall
    return few and within


def _bar(one: Piece, two: Piece) -> str:
    """The bar of a fraction whose digits stand one above the other, which is a line and no sign."""
    last, first = one.boxes[one.drawn[-1]], two.boxes[two.drawn[0]]
    digits = one.text.rstrip()[-1:].isdecimal() and two.text.lstrip()[:1].isdecimal()
    over = first[0] < last[2] - 0.5 * (last[2] - last[0]) and first[3] <= last[1] + 1.0
    return "/" if digits and over else ""


def with_fields(pieces: list[Piece], fields: Sequence[tuple[Box, str]]) -> list[Piece]:
    """The pieces with what a form's fields hold, each on the line where it stands.

    Of several pieces on that line it is the last that begins before the field, or the nearest.
    """
    out = list(pieces)
    for box, words in fields:
        middle = (box[1] + box[3]) / 2
        level = [
            (piece.edges[0] > box[0], abs(piece.edges[0] - box[0]), n)
            for n, piece in enumerate(out)
            if piece.drawn and piece.low - 1 <= middle <= piece.high + 1
        ]
        if level:
            *_, n = min(level)
            out[n] = _set_in(out[n], box, words)
        else:
            out.append(_alone(box, words))
    return out


def _alone(box: Box, words: str) -> Piece:
    wide = (box[2] - box[0]) / max(1, len(words))
    high = min(box[3], box[1] + 14.0)
    boxes = [(box[0] + wide * n, box[1], box[0] + wide * (n + 1), high) for n in range(len(words))]
    return Piece(words, boxes, [-1] * len(words))


def _set_in(piece: Piece, box: Box, words: str) -> Piece:
    right = (n for n in piece.drawn if piece.boxes[n][0] >= (box[0] + box[2]) / 2 - 1)
    at = next(right, len(piece.text))
    before, after = piece.cut(0, at), piece.cut(at, len(piece.text))
    one = " " if before.text.strip() and not before.text.endswith(" ") else ""
    two = " " if after.text.strip() else ""
    low, high = piece.low, piece.high
    field = _alone((box[0], low, box[2], high), words)
    return before.with_after(field, one).with_after(after, two)


def runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places that stand side by side, as half-open ranges."""
    start = before = None
    for n in places:
        if start is None or before is None:
            start = n
        elif n != before + 1:
            yield start, before + 1
            start = n
        before = n
    if start is not None and before is not None:
        yield start, before + 1
