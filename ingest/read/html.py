"""HTML: block elements as lines; struck words, scripts and drafting notes are no part of the clauses."""

from __future__ import annotations

import re
from pathlib import Path

from corpus import LeftOut
from ingest.read.reading import Line, Reading

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
        "section",
        "article",
        "header",
        "footer",
        "ul",
        "ol",
        "dl",
        "body",
        "caption",
        "figure",
    ]
)
_SILENT = frozenset(["script", "style", "noscript", "template", "svg", "head", "nav", "iframe", "object", "form", "button"])
_STRUCK = frozenset(("del", "s", "strike"))
_NOTE = re.compile(r"(?:^|[\s_-])(?:notes?|comments?|drafting|annotation|footnotes?)(?:$|[\s_-])", re.I)
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.I)
_DOTS = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$")


def read_html(path: Path) -> Reading:
    """Read a page; a table row is one line with its cells joined by a bar. Bytes that are no UTF-8 are read as Windows-1252."""
    from selectolax.lexbor import LexborHTMLParser

    data = path.read_bytes()
    try:
        source, warnings = data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        source, warnings = data.decode("cp1252", errors="replace"), ("not UTF-8: read as Windows-1252, so check its accents",)
    walk = _Walk()
    walk.visit(LexborHTMLParser(source).body)
    walk.close()
    return Reading("html", "".join(walk.out), tuple(walk.lines), walk.characters, left_out=tuple(walk.left_out), warnings=warnings)


class _Walk:
    """One pass over the tree, gathering words until a block ends."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self.length = 0
        self.characters = 0
        self.words: list[str] = []
        self.level = 0
        self.note = False
        self.row = 0

    def visit(self, node) -> None:
        """The node and what it holds, in order."""
        child = node.child if node is not None else None
        while child is not None:
            self._one(child)
            child = child.next

    def _one(self, node) -> None:
        tag = node.tag
        if tag == "-text":
            self.words.append(node.text_content or "")
        elif tag == "br":
            self.words.append(" ") if self.row else self.close()
        elif tag in _SILENT:
            return
        elif tag in _STRUCK or _LINE_THROUGH.search(node.attributes.get("style") or ""):
            gone = " ".join(node.text(deep=True).split())
            self.characters += len("".join(gone.split()))
            self.left_out.append(LeftOut("struck out", len("".join(gone.split())), sample=gone[:120]))
        elif tag == "tr":
            self.close()
            self.row += 1
            self.visit(node)
            self.row -= 1
            self.close()
        elif tag in ("td", "th") and self.row:
            if "".join(self.words).strip():
                self.words.append(" | ")
            self.visit(node)
        elif tag in _BLOCKS and not self.row:
            self.close()
            level, note = self.level, self.note
            self.level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else level
            self.note = note or bool(_NOTE.search(node.attributes.get("class") or ""))
            self.visit(node)
            self.close()
            self.level, self.note = level, note
        else:
            if tag in _BLOCKS:
                self.words.append(" ")
            self.visit(node)

    def close(self) -> None:
        """End the line that is being gathered, if it has words."""
        if self.row:
            return
        words = " ".join("".join(self.words).split())
        self.words = []
        if not words:
            return
        self.characters += len("".join(words.split()))
        if self.note:
            self.left_out.append(LeftOut("note in the margin of the text", len("".join(words.split())), sample=words[:80]))
            return
        self.lines.append(
            Line(self.length, self.length + len(words), level=self.level, gap=True, contents=bool(_DOTS.search(words)))
        )
        self.out.append(words + "\n")
        self.length += len(words) + 1
