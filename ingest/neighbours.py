"""What bears a number out: the numbers of its kind that stand before and after it.

A number that is alone of its kind ("20-35 Minutes", a wrapped "§ 20-2-211.1") begins no clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from ingest.labels import Label, heading_number, labels_at
from ingest.read.reading import Reading

#: So far apart two numbers of one sequence may stand: what is between them was repealed, or missed.
_NEAR = 3
_LETTERED = frozenset(["(lower)", "lower.", "lower)"])

#: A sequence: a kind of number, and the parts before its last one.
_Sequence = tuple[str, tuple[str, ...]]


class Neighbours:
    """Every number at the start of a line of a reading, by the sequence that it can stand in."""

    def __init__(self, reading: Reading, beside: frozenset[int]) -> None:
        self._values: dict[_Sequence, set[tuple[int, str]]] = defaultdict(set)
        self._lines: dict[str, list[tuple[int, Label]]] = defaultdict(list)
        for at, line in enumerate(reading.lines):
            if at in beside or line.note or line.table:
                continue
            text = reading.read(line)
            found = labels_at(text)
            alone = heading_number(text)
            for label in [*found, *([alone] if alone else [])]:
                self._values[_sequence(label)].add((label.value, label.number))
                self._lines[label.kind].append((at, label))

    def beside(self, label: Label) -> bool:
        """Whether another number of its sequence stands near enough to bear it out."""
        return any(
            abs(value - label.value) <= _NEAR and number != label.number
            for value, number in self._values[_sequence(label)]
        )

    def next_to(self, label: Label, kind: str) -> bool:
        """Whether the number just before or just after it stands in the reading as this kind's."""
        held = {value for value, _ in self._values[(kind, ())]}
        return label.value not in held - _own(label, kind) and bool(
            held & {label.value - 1, label.value + 1}
        )

    def goes_on(self, kind: str, value: int, at: int) -> bool:
        """Whether a list goes on after line `at` before it begins again."""
        lines = self._lines[kind]
        for _, label in lines[bisect_right(lines, at, key=lambda one: one[0]) :]:
            if label.value == 1 or value < label.value <= value + _NEAR:
                return label.value > 1
        return False

    def numeral(self, label: Label, at: int) -> bool | None:
        """Whether "(i)" is the first numeral and no letter: (ii) comes before (j).

        None where neither tells.
        """
        if label.kind not in _LETTERED or label.number != "i":
            return None
        for n, other in self._lines[label.kind]:
            if n > at and other.number in ("ii", "j"):
                return other.number == "ii"
        return None


def _own(label: Label, kind: str) -> set[int]:
    """The number itself, where it is of the kind that is asked for."""
    return {label.value} if label.kind == kind else set()


def _sequence(label: Label) -> _Sequence:
    if label.kind not in ("decimal", "§"):
        return label.kind, ()
    parts: Sequence[str] = re.split(r"[.\-]", label.number)
    return label.kind, tuple(parts[:-1])
