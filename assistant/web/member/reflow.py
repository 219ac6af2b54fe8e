"""The lines of a printed page as paragraphs that flow on any screen; no word is changed and no
offset moves.
"""

from __future__ import annotations

import re
from itertools import pairwise

#: The share of the widest line from which on a line is full: a paragraph's last line, or a heading,
#: is rarely so.
_FULL = 0.85
#: How a line begins that stands by itself: a number, a letter, a bullet.
_BEGINS = re.compile(
    r"\s*(?:[•●▪◦*–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)]\s|#|\||"
    r"(?:ARTICLE|Article|SECTION|Section)\s\S+\s*[-–—.:])"
)
#: Cells of a table.
_COLUMNS = re.compile(r"\S(?: {2,}|\t)\S")


def reflowed(text: str, begin: int, end: int) -> str:
    """A part of a text with the line breaks of its page as spaces where they only wrap a line; as
    long as it was, no word changed.
    """
    lines = text[begin:end].split("\n")
    widest = max(map(len, lines))
    out = [lines[0]]
    for before, line in pairwise(lines):
        ends = (
            not before.strip()
            or not line.strip()
            or _BEGINS.match(line)
            or _COLUMNS.search(f"{before}\n{line}")
        )
        last = len(before) < widest * _FULL and before.rstrip().endswith(
            (".", ":", ";", "!", "?", "”", '"')
        )
        heading = len(before) < widest * _FULL and (before.isupper() or before.istitle())
        out += ["\n" if ends or last or heading else " ", line]
    return "".join(out)
