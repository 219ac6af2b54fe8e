"""Faults in a document's numbering that a person should know of: gaps and repeats."""

from __future__ import annotations

import re

from ingest.labels import locator
from ingest.outline import Level

_COUNTED = frozenset(
    ["article", "section", "decimal", "digit.", "upper.", "lower.", "(digit)", "(upper)", "(lower)"]
)
_MOST = 40

#: A list: whether quoted, the numbers it stands in, its kind, and a decimal's own first parts.
_List = tuple[bool, tuple[tuple[str, str], ...], str, tuple[str, ...]]


class Numbers:
    """The numbers seen in each list."""

    def __init__(self) -> None:
        self._lists: dict[_List, list[tuple[int, str]]] = {}

    def saw(self, stack: list[Level], quoted: bool) -> None:
        """Note the innermost number of a stack."""
        level = stack[-1]
        decimal = level.kind == "decimal"
        if not level.value or level.kind not in _COUNTED or "." in level.number and not decimal:
            return
        above = tuple((held.kind, held.number) for held in stack[:-1] if not held.heading)
        first = tuple(re.split(r"[.\-]", level.number)[:-1]) if decimal else ()
        place = locator([*above, (level.kind, level.number)])
        self._lists.setdefault((quoted, above, level.kind, first), []).append((level.value, place))

    def faults(self) -> tuple[str, ...]:
        """Plain sentences, at most forty, the outermost lists first."""
        said = []
        for (_, above, _, _), seen in sorted(self._lists.items(), key=lambda item: len(item[0][1])):
            for (one, place), (two, other) in zip(seen, seen[1:], strict=False):
                if two > one + 1:
                    said.append(f"the numbering jumps from {place} to {other}")
                elif two <= one and two != 1 and len(above) < 2:
                    said.append(f"{other} comes after {place}")
        return tuple(said[:_MOST])
