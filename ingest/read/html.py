"""HTML: block elements as lines; struck words, scripts, navigation and drafting notes are no part of the clauses."""

from __future__ import annotations

import re
from pathlib import Path

from corpus import STRUCK, CannotRead, LeftOut
from ingest.labels import labels_at, write_roman
from ingest.read.reading import Line, Reading, blacklines

#: More nodes than this are no agreement: a 400-page one has about 60,000.
MAX_NODES = 2_000_000
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "dd",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "td",
        "th",
        "tr",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "ul",
        "ol",
        "dl",
        "body",
        "caption",
        "figure",
        "figcaption",
        "hr",
        "details",
        "summary",
        "address",
        "center",
    ]
)
_CODE = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "-comment"]
)
_NAVIGATION = frozenset(["nav", "form", "button", "select", "dialog"])
_STRUCK = frozenset(["del", "s", "strike"])
_NOTE = re.compile(
    r"(?:^|[\s_-])(?:notes?|comments?|drafting|annotation|marginalia)(?:$|[\s_-])", re.I
)
_FOOTNOTE = re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?|fn|doc-footnote)(?:$|[\s_-])", re.I)
_GONE = re.compile(
    r"(?:^|[\s_-])(?:struck|strike|strikethrough|strikeout|deleted|deletion|removed-text|line-through)(?:$|[\s_-])",
    re.I,
)
_CONTENTS = re.compile(
    r"(?:^|[\s_-])(?:toc\d?|tableofcontents|table-of-contents)(?:$|[\s_-])", re.I
)
_HEADING = re.compile(r"(?:^|[\s_-])(?:heading|h|title)[\s_-]?([1-6])(?:$|[\s_-])", re.I)
_LINE_THROUGH = re.compile(r"text-decoration[^;}]*line-through", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_RULE = re.compile(
    r"\.([\w-]+)[^{},]*\{[^}]*?(text-decoration[^;}]*line-through|display\s*:\s*none)[^}]*\}", re.I
)
_DOTS = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$")


def read_html(path: Path) -> Reading:
    """Read a page; a table row is one line with its cells joined by a bar. Bytes that are no UTF-8 are read as Windows-1252.

    Words in tags, styles or classes that strike or hide them are left out, and so are navigation and marginal notes;
    footnotes are lines marked as notes. An `ol` without printed numbers gets those that a browser would show.
    """
    from selectolax.lexbor import LexborHTMLParser

    data = path.read_bytes()
    try:
        source, warnings = data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        source, warnings = (
            data.decode("cp1252", errors="replace"),
            ["not UTF-8: read as Windows-1252, so check its accents"],
        )
    tree = LexborHTMLParser(source)
    walk = _Walk(path.name, tree.css("style"))
    if tree.body is not None:
        walk.through(tree.body)
    walk.close()
    text, lines = "".join(walk.out), tuple(walk.lines)
    found = [*warnings, *blacklines(text, lines)]
    return Reading(
        "html",
        text,
        lines,
        walk.seen + walk.generated,
        left_out=tuple(walk.left_out),
        warnings=tuple(found),
    )


class _Walk:
    """One pass over the tree, gathering words until a block ends. Nesting costs memory, not recursion."""

    def __init__(self, name: str, styles) -> None:
        self.name = name
        rules = [
            (found[1], found[2]) for style in styles for found in _RULE.finditer(style.text() or "")
        ]
        self.gone = {name for name, rule in rules if "line-through" in rule.lower()}
        self.hidden = {name for name, rule in rules if "line-through" not in rule.lower()} - {
            "toc",
            "note",
        }
        self.out: list[str] = []
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self.length = self.seen = self.generated = self.nodes = 0
        self.words: list[str] = []
        self.struck: list[tuple[str, str]] = []
        self.level = self.row = 0
        self.note = self.footnote = self.contents = False
        self.number = ""
        self.lists: list[tuple[str, int] | None] = []

    def through(self, root) -> None:
        """The node's children in order, each entered and left."""
        stack: list[tuple[object, object]] = []
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
                    f"{self.name} holds more than {MAX_NODES:,} elements, which no agreement does; save the part you need"
                )
            leave = self._enter(node)
            if leave is None:
                node = node.next
            else:
                stack.append((node, leave))
                node = node.child

    def _enter(self, node):
        """Take in what a node is; a function to call when it is left, or None where what it holds is not to be walked."""
        tag = node.tag
        if tag == "-text":
            words = node.text_content or ""
            self.seen += _size(words)
            self.words.append(words)
            return None
        if tag in _CODE or tag.startswith("-"):
            return None
        if tag == "br":
            self.words.append(" ") if self.row else self.close()
            return None
        names = node.attributes.get("class") or ""
        if reason := self._silent(node, tag, names):
            gone = " ".join(node.text(deep=True).split())
            self.seen += _size(gone)
            if gone and reason == STRUCK[0]:
                self.struck.append((gone, "".join(self.words)))
            elif gone:
                self.left_out.append(LeftOut(reason, _size(gone), sample=gone[:2000]))
            return None
        if tag == "tr":
            self.close()
            self.row += 1
            return self._end_row
        if tag in ("td", "th") and self.row:
            if "".join(self.words).strip():
                self.words.append(" | ")
                self.generated += 1
            return _nothing
        if tag not in _BLOCKS:
            return _nothing
        if self.row:
            self.words.append(" ")
            return _nothing
        return self._block(node, tag, names)

    def _silent(self, node, tag: str, names: str) -> str:
        style = node.attributes.get("style") or ""
        classes = set(names.split())
        if (
            tag in _STRUCK
            or _LINE_THROUGH.search(style)
            or _GONE.search(names)
            or classes & self.gone
        ):
            return STRUCK[0]
        if tag in _NAVIGATION:
            return "navigation of the page"
        if "hidden" in node.attributes or _HIDDEN.search(style) or classes & self.hidden:
            return "hidden text"
        return ""

    def _block(self, node, tag: str, names: str):
        self.close()
        before = (self.level, self.note, self.footnote, self.contents)
        heading = re.fullmatch(r"h([1-6])", tag) or _HEADING.search(names)
        self.level = int(heading[1]) if heading else self.level
        self.footnote = self.footnote or bool(_FOOTNOTE.search(names))
        self.note = self.note or bool(_NOTE.search(names)) and not self.footnote
        self.contents = self.contents or bool(_CONTENTS.search(names))
        if tag in ("ol", "ul"):
            start = node.attributes.get("start") or "1"
            first = int(start) - 1 if start.isdecimal() and len(start) < 6 else 0
            self.lists.append((node.attributes.get("type") or "1", first) if tag == "ol" else None)
        elif tag == "li" and self.lists and self.lists[-1]:
            kind, count = self.lists[-1]
            self.lists[-1] = (kind, count + 1)
            self.number = _numbered(kind, count + 1)

        def leave() -> None:
            self.close()
            self.level, self.note, self.footnote, self.contents = before
            if tag in ("ol", "ul"):
                self.lists.pop()
            if tag == "li":
                self.number = ""

        return leave

    def _end_row(self) -> None:
        self.row -= 1
        self.close(table=True)

    def close(self, table: bool = False) -> None:
        """End the line that is being gathered, if it has words."""
        if self.row:
            return
        raw, self.words = "".join(self.words), []
        struck, self.struck = self.struck, []
        words = " ".join(raw.split())
        if self.note:
            if words:
                self.left_out.append(
                    LeftOut("note in the margin of the text", _size(words), sample=words[:2000])
                )
            self._strike(struck, 0)
            return
        number, self.number = (self.number, "") if words else ("", self.number)
        lead = f"{number} " if number and not labels_at(words) else ""
        self._strike(struck, len(lead))
        if not words:
            return
        self.generated += _size(lead)
        words = lead + words
        self.lines.append(
            Line(
                self.length,
                self.length + len(words),
                level=self.level,
                gap=True,
                note=self.footnote,
                table=table,
                contents=self.contents or bool(_DOTS.search(words)),
            )
        )
        self.out.append(words + "\n")
        self.length += len(words) + 1

    def _strike(self, struck: list[tuple[str, str]], lead: int) -> None:
        for gone, before in struck:
            at = self.length + lead + len(" ".join(before.split()))
            self.left_out.append(LeftOut(STRUCK[0], _size(gone), sample=gone[:2000], at=at))


def _nothing() -> None:
    """What leaving an inline element does."""


def _size(words: str) -> int:
    return len("".join(words.split()))


def _numbered(kind: str, count: int) -> str:
    if kind in "aA" and count <= 26:
        return f"{chr((97 if kind == 'a' else 65) + count - 1)}."
    if kind in "iI":
        return f"{write_roman(count) if kind == 'i' else write_roman(count).upper()}."
    return f"{count}."
