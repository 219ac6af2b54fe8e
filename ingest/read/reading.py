"""What every reader gives: live text in reading order, as lines that know their page.

A reader takes a file apart in its own way and hands each piece to `Gathered`, which keeps the two
accounts that the reading report compares: what is live, and what is left out and why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus import LeftOut, NotRead

SAMPLE = 2000  # so many characters of what is left out are kept, to be shown struck in their place


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the live text: `text[start:end]`, without its line end.

    `page` counts the file's pages from 1 (None where a format has none) and `page_label` is the
    number printed there. `level` is 1 to 6 for a heading that the format itself marks (Markdown
    `#`, HTML `h1`, a Word style), else 0. `contents` marks a line of a printed table of contents:
    read, but never a clause. `note` marks a footnote or a drafting comment, `gap` that an empty
    line or a clear vertical space stands before it. `strong` marks a line that the type sets apart
    (bold, larger, or centred capitals) and `table` a row of a table; `beside` are the words of a
    cell that is merged over several rows. `indent` is in points or characters, for layout only.
    `number` is the number that is shown before the line where its words write another: the "3." of
    the third "1." of a Markdown list.
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
    number: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An original as read. `text` holds live words only; struck ones are in `left_out`.

    `characters` counts all the characters that the file's text layer holds, so that `characters -
    sum of left_out` can be compared with what the clauses hold. `draft` is true where a DRAFT
    watermark stands on the pages. `ocr` lists the pages that were read from an image, where struck
    words may hide; `pages_unread` those that are a picture and nothing was read of; `doubtful`
    those with letters whose meaning the file does not tell, which stand as U+FFFD. `not_read` is
    what else is seen there and is not in the text.
    """

    reader: str
    text: str
    lines: tuple[Line, ...]
    characters: int
    pages: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    metadata: dict[str, Any] | None = None
    draft: bool = False
    ocr: tuple[int, ...] = ()
    pages_unread: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    not_read: tuple[NotRead, ...] = ()

    def of(self, line: Line) -> str:
        """The line's words."""
        return self.text[line.start : line.end]

    def read(self, line: Line) -> str:
        """The line's words as they are shown, with the number that stands before them."""
        words = self.of(line)
        return " ".join([line.number, *words.split(maxsplit=1)[1:]]) if line.number else words


class Gathered:
    """A text as a reader gathers it: one line after another, and what is left out between them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self.length = 0
        self._out: list[str] = []

    @property
    def text(self) -> str:
        """The live text so far."""
        return "".join(self._out)

    def put(self, words: str, **marks: Any) -> None:
        """Add a line of these words; `marks` are what its Line says besides where it stands."""
        self.lines.append(Line(self.length, self.length + len(words), **marks))
        self._out.append(words + "\n")
        self.length += len(words) + 1

    def leave(
        self,
        reason: str,
        words: str,
        page: int | None = None,
        at: int | None = None,
        sample: int = SAMPLE,
    ) -> None:
        """Leave words out, if there are any; `sample` is how many characters of them to keep."""
        if size(words):
            self.left_out.append(left_out(reason, words, page, at, sample))

    def reading(self, reader: str, characters: int, **more: Any) -> Reading:
        """The Reading of what was gathered."""
        return Reading(
            reader, self.text, tuple(self.lines), characters, left_out=tuple(self.left_out), **more
        )


def size(text: str) -> int:
    """How many characters words hold, white space not counted: what every report counts."""
    return len("".join(text.split()))


def left_out(
    reason: str, words: str, page: int | None = None, at: int | None = None, sample: int = SAMPLE
) -> LeftOut:
    """Words of the original that no clause holds, and why."""
    return LeftOut(reason, size(words), page, " ".join(words.split())[:sample], at)


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_BLACKLINE = re.compile(
    r"\b(?:19|20)\d{2}(?:19|20)\d{2}\b"
    r"|\b(?:may|shall|must|will)(?:may|shall|must|will)\b|\bnotmay\b"
    r"|\([0-9]{1,3}\)\s?\([0-9]{1,3}\)"
    rf"|\b{_MONTH} \d{{1,2}}, ?\d{{4}},? ?(?={_MONTH} \d{{1,2}}, ?\d{{4}}\b)"
)


def blacklines(text: str, lines: Sequence[Line]) -> list[str]:
    """A warning where old and new words seem to run together: a redline that lost its marks."""
    found = list(_BLACKLINE.finditer(text))
    if not found:
        return []
    shown = []
    for m in found[:6]:
        page = next((line.page for line in lines if line.start <= m.start() < line.end), None)
        words = f"“{text[m.start() : m.end() + 14].strip()}”"
        shown.append(words + (f" on page {page}" if page else ""))
    return [
        f"old and new words seem to run together in {len(found)} place{plural(found)}, "
        f"as in a redline that has lost its marks: {', '.join(shown)}"
    ]


def plural(things: Sequence[object]) -> str:
    """The `s` of so many things."""
    return "s" if len(things) > 1 else ""
