"""The numbers that a Markdown list shows where its source writes one and the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENTRY = re.compile(r"(?P<indent>[ \t]*)(?P<number>\d{1,3})(?P<end>[.)])[ \t]+\S")

#: A row: its words, and whether an empty line stands before it.
Row = tuple[str, bool]


def counted(rows: Iterable[Row]) -> dict[int, str]:
    """The number shown of each entry, by row, where another is written: "1. 1. 1." counts 1, 2, 3.

    A heading, or a paragraph that stands further out than the entries, ends a list.
    """
    shown: dict[int, str] = {}
    open_lists: dict[int, tuple[str, int]] = {}  # by indent: what is written, what is shown
    for at, (words, gap) in enumerate(rows):
        found = _ENTRY.match(words)
        indent = len(words.expandtabs(4)) - len(words.expandtabs(4).lstrip())
        if not found:
            outside = [level for level in open_lists if level >= indent]
            if gap or words.lstrip().startswith("#"):
                for level in outside:
                    del open_lists[level]
            continue
        for level in [level for level in open_lists if level > indent]:
            del open_lists[level]
        written = found["number"] + found["end"]
        before = open_lists.get(indent)
        count = before[1] + 1 if before and before[0] == written else int(found["number"])
        open_lists[indent] = written, count
        if count != int(found["number"]):
            shown[at] = f"{count}{found['end']}"
    return shown
