"""An index' units as numbers, four a unit: its clause, its kind, where it begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.model import Span
from corpus.units import UNITS, Unit

_KINDS = {kind: number for number, kind in enumerate(UNITS)}


def numbers_of(units: Sequence[Unit]) -> np.ndarray:
    """Units as they are kept: (units, 4) int32."""
    rows = [(one.clause, _KINDS[one.kind], one.start, one.end) for one in units]
    return np.asarray(rows, dtype=np.int32).reshape(-1, 4)


class UnitTable:
    """The units of an index, those of each clause together, in the order of the clauses' rows."""

    def __init__(self, held: np.ndarray) -> None:
        self._held = held
        self.clauses = held[:, 0]
        self._of: dict[int, tuple[list[int], ...]] = {}
        self._spans: dict[int, Span | None] = {}

    def __len__(self) -> int:
        return len(self._held)

    @property
    def kinds(self) -> np.ndarray:
        """The kind of every unit."""
        return np.asarray([UNITS[at] for at in self._held[:, 1].tolist()])

    def rows_with(self, kind: str) -> list[int]:
        """The rows of the clauses that have a unit of a kind, in order."""
        rows = np.unique(self.clauses[self._held[:, 1] == _KINDS[kind]])
        return [int(row) for row in rows]

    def of(self, row: int, kind: str) -> list[int]:
        """The numbers of a clause row's units of one kind, in reading order."""
        known = self._of.get(row)
        if known is None:
            begin, end = np.searchsorted(self.clauses, (row, row + 1)).tolist()
            known = tuple([] for _ in UNITS)
            for number, at in enumerate(self._held[begin:end, 1].tolist(), begin):
                known[at].append(number)
            self._of[row] = known
        return known[_KINDS[kind]]

    def span(self, number: int) -> Span | None:
        """A unit's place in its document; None where it has none there."""
        if number not in self._spans:
            _, _, start, end = self._held[number].tolist()
            self._spans[number] = Span(start, end) if end else None
        return self._spans[number]

    def only(self, rows: Sequence[int]) -> tuple[UnitTable, np.ndarray]:
        """The units of some clauses, in order, which are numbered anew; and their numbers here."""
        kept = np.asarray(rows, dtype=np.int32)
        numbers = np.flatnonzero(np.isin(self.clauses, kept))
        held = self._held[numbers].copy()
        held[:, 0] = np.searchsorted(kept, held[:, 0])
        return UnitTable(held), numbers
