"""HTML: block elements as lines; what is struck, scripts, navigation and notes are left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import STRUCK, CannotRead
from ingest.labels import labels_at
from ingest.read.encoding import declared, decoded
from ingest.read.htmllists import Entries, entries_of
from ingest.read.htmlmarks import (
    BLOCKS,
    CODE,
    Node,
    Sheet,
    heading_level,
    is_contents,
    is_footnote,
    is_note,
)
from ingest.read.htmlsigns import field_value
from ingest.read.raised import raised
from ingest.read.reading import Gathered, Reading, blacklines, size

#: More nodes than this are no agreement: a 400-page one has about 60,000.
MAX_NODES = 2_000_000
_DOTS = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$")
_RAISED = 7  # characters at most of a fraction, a power or a note's mark
_CALLED = "number of a note"
_BESIDE = "note in the margin of the text"

#: What is to be done when a node is left.
Leave = Callable[[], None]


def read_html(path: Path) -> Reading:
    """Read a page; a table row is one line with its cells joined by a bar.

    Words in tags, styles or classes that strike or hide them are left out, and so are navigation
    and marginal notes; footnotes are lines marked as notes. An `ol` without printed numbers gets
    those that a browser would show.
    """
    from selectolax.lexbor import LexborHTMLParser

    data = path.read_bytes()
    source, warnings = decoded(data, declared(data))
    tree = LexborHTMLParser(source)
    walk = _Walk(path.name, Sheet(style.text() or "" for style in tree.css("style")))
    if tree.body is not None:
        walk.through(tree.body)
    walk.close()
    found = (*warnings, *blacklines(walk.made.text, walk.made.lines))
    return walk.made.reading("html", walk.seen + walk.generated, warnings=found)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the elements around a line make of it."""

    level: int = 0
    note: bool = False
    footnote: bool = False
    contents: bool = False

    def within(self, node: Node) -> _Around:
        """The same inside a block."""
        footnote = self.footnote or is_footnote(node)
        return _Around(
            heading_level(node) or self.level,
            self.note or is_note(node) and not footnote,
            footnote,
            self.contents or is_contents(node),
        )


class _Walk:
    """One pass over the tree, gathering words until a block ends."""

    def __init__(self, name: str, sheet: Sheet) -> None:
        self.name, self.sheet = name, sheet
        self.made = Gathered()
        self.seen = self.generated = self.nodes = 0
        self.words: list[str] = []
        self.struck: list[tuple[str, str]] = []
        self.row = 0
        self.around = _Around()
        self.number = ""
        self.lists: list[Entries] = []

    def through(self, root: Node) -> None:
        """The node's children in order, each entered and left; nesting costs no recursion."""
        stack: list[tuple[Node, Leave]] = []
        node = root.child
        while node is not None or stack:
            if node is None:
                parent, leave = stack.pop()
                leave()
                node = parent.next
                continue
            self.nodes += 1
            if self.nodes > MAX_NODES:
                raise CannotRead(
                    f"{self.name} holds more than {MAX_NODES:,} elements, which no agreement does; "
                    "save the part you need"
                )
            entered = self._enter(node)
            if entered is None:
                node = node.next
            else:
                stack.append((node, entered))
                node = node.child

    def _enter(self, node: Node) -> Leave | None:
        """Take in what a node is; None where what it holds is not to be walked."""
        tag = node.tag
        if tag == "-text":
            words = node.text_content or ""
            self.seen += size(words)
            self.words.append(words)
            return None
        if tag in CODE or tag.startswith("-"):
            return None
        if tag == "br":
            self.words.append(" ") if self.row else self.close()
            return None
        if reason := self.sheet.silent(node):
            self._silence(node, reason)
            return None
        if tag == "input":
            self._field(node)
            return None
        if tag == "sup" and self._raised(node):
            return None
        return self._element(node)

    def _field(self, node: Node) -> None:
        """Take in what a field shows, apart from the words it stands between."""
        shown = field_value(node)
        self.seen += size(shown)
        before = " " if "".join(self.words[-9:])[-1:].isalnum() else ""
        self.words.append(f"{before}{shown}{' ' if _after(node)[:1].isalnum() else ''}")

    def _raised(self, node: Node) -> bool:
        """Take in a few raised signs; False for words that only stand higher."""
        if node.parent.tag == "sup" or any(map(self.sheet.silent, node.css("*"))):
            return False
        words = node.text(deep=True).strip()
        if not 0 < len(words) <= _RAISED:
            return False
        self.seen += size(words)
        shown = raised("".join(self.words[-9:]), words, _after(node))
        if shown is None:
            self.made.leave(_CALLED, words)
        else:
            self.words.append(shown)
        return True

    def _silence(self, node: Node, reason: str) -> None:
        gone = node.text(deep=True)
        self.seen += size(gone)
        if reason != STRUCK[0]:
            self.made.leave(reason, gone)
        elif size(gone):
            self.struck.append((gone, "".join(self.words)))

    def _element(self, node: Node) -> Leave:
        if node.tag == "tr":
            self.close()
            self.row += 1
            return self._end_row
        if node.tag in ("td", "th") and self.row:
            if "".join(self.words).strip():
                self.words.append(" | ")
                self.generated += 1
            return _nothing
        if node.tag not in BLOCKS:
            return _nothing
        if self.row:
            self.words.append(" ")
            return _nothing
        return self._block(node)

    def _block(self, node: Node) -> Leave:
        self.close()
        before, self.around = self.around, self.around.within(node)
        if node.tag in ("ol", "ul"):
            self.lists.append(entries_of(node, self.sheet))
        elif node.tag == "li" and self.lists:
            self.number = self.lists[-1].next(node)

        def leave() -> None:
            self.close()
            self.around = before
            if node.tag in ("ol", "ul"):
                self.lists.pop()
            if node.tag == "li":
                self.number = ""

        return leave

    def _end_row(self) -> None:
        self.row -= 1
        self.close(table=True)

    def close(self, table: bool = False) -> None:
        """End the line that is being gathered, if it has words."""
        if self.row:
            return
        words, self.words = " ".join("".join(self.words).split()), []
        around = self.around
        if around.note:
            self.made.leave(_BESIDE, words)
            self._strike(0)
            return
        number, self.number = (self.number, "") if words else ("", self.number)
        lead = f"{number} " if number and not labels_at(words) else ""
        self._strike(len(lead))
        if not words:
            return
        self.generated += size(lead)
        self.made.put(
            lead + words,
            level=around.level,
            gap=True,
            note=around.footnote,
            table=table,
            contents=around.contents or bool(_DOTS.search(lead + words)),
        )

    def _strike(self, lead: int) -> None:
        """Leave out what was struck in this line, where it stood."""
        for gone, before in self.struck:
            at = self.made.length + lead + len(" ".join(before.split()))
            self.made.leave(STRUCK[0], gone, at=at)
        self.struck = []


def _after(node: Node) -> str:
    """The text that follows a node, where text does."""
    return (node.next.text_content or "") if node.next is not None else ""


def _nothing() -> None:
    """What leaving an inline element does."""
