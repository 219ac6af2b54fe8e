"""Rows of a table: which lines are rows of figures, and what stands over each of them.

A row says little by itself ("5441 Gang Boss | 53.80"). What its table calls its columns, and the
group it stands in, are kept beside it: they help to find it, and are shown with it, but are no part
of what is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import TableRow
from ingest.read.reading import Line, Reading

_CELLS = re.compile(r"\s*\|\s*|\t+|\s{3,}")
_AMOUNT = re.compile(r"(?=.*\d)[\d\s.,’$€£%*+]+")
_TRAILING = re.compile(r".*[^\W\d_].*\s(?:[$€£]?\d[\d,. ]*[.,]\d{2}\s?[$€£%]?|[$€£]\s?\d[\d,.]*)$")
_RULE = re.compile(r"[\s|:\-]+")
#: A line of so many words, or one that ends a sentence, is prose and stands over no row.
_MOST_WORDS, _LONGEST_ROW = 24, 300
#: So many characters of what stands over a row are kept.
_LONGEST = 320


def is_row(text: str) -> bool:
    """Whether a line is a row of figures: words, and an amount in its last cell."""
    cells = [cell for cell in _CELLS.split(text.strip(" |")) if cell]
    if len(cells) < 2:
        short = len(text) < _LONGEST_ROW and len(text.split()) <= _MOST_WORDS
        return short and bool(_TRAILING.fullmatch(text.strip()))
    counted = [str(n) for n in range(1, len(cells))] == cells[1:] and len(cells) > 3
    return len(text) < _LONGEST_ROW and bool(_AMOUNT.fullmatch(cells[-1])) and not counted


def is_cells(text: str) -> bool:
    """Whether a line has several cells, figures or not."""
    rest = text.split(" | ", 1)
    return len(rest) > 1 and any(letter.isalnum() for letter in rest[1])


def rows_in(lines: Sequence[Line], reading: Reading) -> tuple[TableRow, ...]:
    """The rows among a clause's lines, each with what stands over it."""
    over = _Over()
    rows: list[TableRow] = []
    for line in lines:
        text = reading.of(line)
        if is_row(text):
            rows.append(TableRow(line.start, line.end, over.row(line.beside, line.indent)))
        else:
            over.saw(text, line.indent)
    return tuple(rows) if len(rows) > 1 else ()


class _Over:
    """What stands over the next row: the heads of its columns, the groups it is in by indent.

    Each is kept until another of its kind comes after a row.
    """

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.groups: list[tuple[float, str]] = []
        self.used = False  # whether rows have stood under the heads

    def saw(self, text: str, indent: float) -> None:
        """Take a line that is no row: a head, a group's name, or prose, which ends the table."""
        words = " ".join(text.strip(" |").split())
        if _RULE.fullmatch(text) or not words:
            return
        if len(words.split()) > _MOST_WORDS or re.search(r"[a-z]{3}[.;]$", words):
            self.heads, self.groups, self.used = [], [], False
        elif is_cells(words) and ": |" not in words:
            self.heads = [words] if self.used else [*self.heads, words]
            self.used = False
        else:
            inner = indent + (words.endswith(":"))  # "Installments:" stands within its like
            self.groups = [one for one in self.groups if not (one[0] >= inner and self._over(one))]
            self.groups.append((inner, words))

    def _over(self, group: tuple[float, str]) -> bool:
        return group in self._used

    def row(self, beside: str, indent: float) -> str:
        """What stands over a row that begins here, in one line, the widest first."""
        self.groups = [
            one for one in self.groups if one[0] <= indent + 0.5 or one in self.groups[:1]
        ]
        self.used = True
        self._used = frozenset(self.groups)
        said = [*(words for _, words in self.groups), *self.heads, beside]
        return " — ".join(dict.fromkeys(part for part in said if part))[:_LONGEST]

    _used: frozenset[tuple[float, str]] = frozenset()
