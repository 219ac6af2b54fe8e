"""What is gathered of a Word paragraph or of a table's row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.read.wordxml import Element

_PAGE = re.compile(r"\d{1,4}|[ivxl]{1,6}")

#: Words left out: why, which, and the offset in the live text where they stood.
Gone = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a row as read: its live text, what is left out, notes called, text boxes."""

    text: str
    gone: tuple[Gone, ...] = ()
    called: tuple[str, ...] = ()
    boxes: tuple[Element, ...] = ()


@dataclass(slots=True)
class Words:
    """What is gathered of a paragraph; `gone` counts the live pieces before each piece left out."""

    live: list[str] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def add(self, words: str, reason: str) -> None:
        """Take in words, as left out where there is a `reason`."""
        if not reason:
            self.live.append(words)
        elif self.gone and (self.gone[-1][0], self.gone[-1][2]) == (reason, len(self.live)):
            self.gone[-1] = (reason, self.gone[-1][1] + words, len(self.live))
        else:
            self.gone.append((reason, words, len(self.live)))

    def text(self) -> str:
        """The live words so far."""
        return _joined(self.live)

    def block(self) -> Block:
        """What was gathered."""
        gone = ((why, words, len(_joined(self.live[:at]))) for why, words, at in self.gone)
        return Block(self.text(), tuple(gone), tuple(self.called), tuple(self.boxes))


def _joined(pieces: list[str]) -> str:
    """Words with single spaces; a tab stays before the number with which an entry of a table of
    contents ends.
    """
    whole = "".join(pieces)
    entry, tab, page = whole.rstrip().rpartition("\t")
    if tab and _PAGE.fullmatch(page.strip()) and entry.strip():
        return f"{' '.join(entry.split())}\t{page.strip()}"
    return " ".join(whole.split())


def row_of(cells: list[Block]) -> Block:
    """The cells of a table's row as one block, with a bar between them."""
    gone: list[Gone] = []
    before = 0
    for cell in cells:
        gone += [(why, words, before + at) for why, words, at in cell.gone]
        before += len(cell.text) + 3
    shown = " | ".join(cell.text for cell in cells)
    return Block(
        shown if shown.strip(" |") else "",
        tuple(gone),
        tuple(note for cell in cells for note in cell.called),
        tuple(box for cell in cells for box in cell.boxes),
    )
