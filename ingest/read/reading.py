"""What every reader gives: live text in reading order, as lines that know their page and what is special about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import LeftOut


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the live text: `text[start:end]`, without its line end.

    `page` counts the file's pages from 1 (None where a format has none) and `page_label` is the number printed there.
    `level` is 1 to 6 for a heading that the format itself marks (Markdown `#`, HTML `h1`, a Word style), else 0.
    `contents` marks a line of a printed table of contents: read, but never a clause. `note` marks a footnote or a
    drafting comment, `gap` that an empty line or a clear vertical space stands before it. `strong` marks a line that the
    type sets apart (bold, larger, or centred capitals) and `table` a row of a table. `indent` is in points or
    characters, for layout only.
    """

    start: int
    end: int
    page: int | None = None
    page_label: str | None = None
    level: int = 0
    contents: bool = False
    note: bool = False
    gap: bool = False
    strong: bool = False
    table: bool = False
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """An original as read. `text` holds live words only: struck and deleted ones are in `left_out`, with their page.

    `characters` counts all the characters that the file's text layer holds, so that
    `characters - sum of left_out` can be compared with what the clauses hold. `draft` is true where a DRAFT
    watermark stands on the pages. `ocr` lists the pages that were read from an image, where struck words may hide;
    `pages_unread` those that are a picture and nothing was read of.
    """

    reader: str
    text: str
    lines: tuple[Line, ...]
    characters: int
    pages: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    metadata: dict | None = None
    draft: bool = False
    ocr: tuple[int, ...] = ()
    pages_unread: tuple[int, ...] = ()

    def of(self, line: Line) -> str:
        """The line's words."""
        return self.text[line.start : line.end]


_BLACKLINE = re.compile(
    r"\b(?:19|20)\d{2}(?:19|20)\d{2}\b|\b(?:may|shall|must|will)(?:may|shall|must|will)\b|\bnotmay\b|\([0-9]{1,3}\)\s?\([0-9]{1,3}\)"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, ?\d{4},? ?(?=(?:January|February"
    r"|March|April|May|June|July|August|September|October|November|December) \d{1,2}, ?\d{4}\b)"
)


def blacklines(text: str, lines: Sequence[Line]) -> list[str]:
    """A warning where old and new words seem to run together, as in a redline whose struck words have lost their line."""
    found = list(_BLACKLINE.finditer(text))
    if not found:
        return []
    at = [next((line.page for line in lines if line.start <= m.start() < line.end), None) for m in found[:6]]
    places = ", ".join(
        f"“{text[m.start() : m.end() + 14].strip()}”" + (f" on page {page}" if page else "")
        for m, page in zip(found, at, strict=False)
    )
    return [
        f"old and new words seem to run together in {len(found)} place{'s' if len(found) > 1 else ''}, as in a redline that has lost its marks: {places}"
    ]
