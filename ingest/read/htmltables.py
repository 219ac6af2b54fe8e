"""Cells that a page's table merges over several rows: their words stand on each of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.read.htmlmarks import Node

#: What `rowspan="0"` means: to the end of the table.
_ALL = 10_000


@dataclass(slots=True)
class Merged:
    """The cells of an open table that reach into further rows: words and rows left, by column."""

    held: dict[int, tuple[str, int]] = field(default_factory=dict)
    column: int = 0

    def due(self) -> list[str]:
        """The words of the merged cells that come next in this row, before its own next cell."""
        words = []
        while self.column in self.held:
            label, left = self.held.pop(self.column)
            words.append(label)
            if left > 1:
                self.held[self.column] = label, left - 1
            self.column += 1
        return words

    def cell(self, node: Node, words: str) -> None:
        """Take in a cell that has ended, with its words."""
        rows, columns = _span(node, "rowspan"), _span(node, "colspan") or 1
        for at in range(self.column, self.column + min(columns, 100)):
            if rows != 1:
                self.held[at] = (words if at == self.column else ""), (rows or _ALL) - 1
        self.column += columns


def _span(node: Node, name: str) -> int:
    said = node.attributes.get(name) or "1"
    return int(said) if said.isdecimal() and len(said) < 5 else 1
