"""What the tags, classes and styles of a page say of their words: struck, hidden, heading, note."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus import STRUCK

#: A node of selectolax's tree.
Node = Any

_BLOCKS = (
    "p div li dd dt h1 h2 h3 h4 h5 h6 blockquote pre td th tr table thead tbody tfoot section "
    "article header footer main aside ul ol dl body caption figure figcaption hr details summary "
    "address center"
)
#: Elements that begin and end a line.
BLOCKS = frozenset(_BLOCKS.split())
#: Elements whose text is no words of the page.
CODE = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "-comment"]
)
#: The styles of a list that say which sign stands before its entries.
LIST_STYLES = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "none": "",
    "disc": "",
    "circle": "",
    "square": "",
}
NAVIGATION = "navigation of the page"
HIDDEN = "hidden text"
_NAVIGATION = frozenset(["nav", "button", "dialog"])
_TEXT = "p, li, td, h1, h2, h3, h4"
_STRUCK = frozenset(["del", "s", "strike"])


def _class(names: str) -> re.Pattern[str]:
    """A class, or a word of a class, by any of these names."""
    return re.compile(rf"(?:^|[\s_-])(?:{names})(?:$|[\s_-])", re.I)


_NOTE = _class("notes?|comments?|drafting|annotation|marginalia")
_FOOTNOTE = _class("footnotes?|endnotes?|fn|doc-footnote")
_GONE = _class("struck|strike|strikethrough|strikeout|deleted|deletion|removed-text|line-through")
_CONTENTS = _class(r"toc\d?|tableofcontents|table-of-contents")
_HEADING = _class(r"(?:heading|h|title)[\s_-]?([1-6])")
_LINE_THROUGH = re.compile(r"text-decoration[^;}]*line-through", re.I)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d])", re.I
)
_RULE = re.compile(
    r"\.([\w-]+)[^{},]*\{[^}]*?(text-decoration[^;}]*line-through|display\s*:\s*none)[^}]*\}",
    re.I,
)

_LISTED = re.compile(r"list-style(?:-type)?\s*:\s*([^;}]*)", re.I)
_RULE_OF_LIST = re.compile(r"(?:^|[\s,{}])([a-z]{0,10})\.?([\w-]{0,60})\s{0,9}\{([^{}]*)\}", re.I)
# numbers that a style sheet writes before entries: li::before { content: counters(item, ".") " " }
_COUNTED = re.compile(
    r"\bli\b[^{},]{0,60}:before[^{}]{0,40}\{[^{}]*?content\s*:\s*(?:[\"']([^\"']{0,20})[\"']\s*)?"
    r"(counters?)\(\s*[\w-]+\s*(?:,\s*[\"']([^\"']{0,5})[\"']\s*)?(?:,\s*([\w-]+)\s*)?\)"
    r"\s*(?:[\"']([^\"']{0,9})[\"'])?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Counter:
    """How a style sheet numbers entries: what stands around the number, in which signs.

    `between` parts the numbers of the lists around an entry; None where only its own is shown.
    """

    before: str
    between: str | None
    kind: str
    after: str


class Sheet:
    """The page's own style sheets: which classes strike and which hide."""

    def __init__(self, styles: Iterable[str]) -> None:
        styles = list(styles)
        rules = [(found[1], found[2].lower()) for text in styles for found in _RULE.finditer(text)]
        self._gone = {name for name, rule in rules if "line-through" in rule}
        hidden = {name for name, rule in rules if "line-through" not in rule}
        self._hidden = hidden - {"toc", "note"}  # folded away until a reader asks for them

        found = next((one for text in styles for one in _COUNTED.finditer(text)), None)
        self.counter = _counter(found) if found else None
        self._lists = {
            (tag.lower(), name): _list_style(rule)
            for text in styles
            for tag, name, rule in _RULE_OF_LIST.findall(text)
        }

    def list_style(self, node: Node) -> str:
        """How a list's entries are marked by its own style or the sheet's, or nothing."""
        if own := _list_style(node.attributes.get("style") or ""):
            return own
        for name in [*classes(node).split(), ""]:
            for tag in (node.tag, ""):
                if style := self._lists.get((tag, name)):
                    return style
        return ""

    def silent(self, node: Node) -> str:
        """Why a node's words are no live text, or nothing."""
        names = classes(node)
        style = node.attributes.get("style") or ""
        each = set(names.split())
        struck = node.tag in _STRUCK or _LINE_THROUGH.search(style) or _GONE.search(names)
        if struck or each & self._gone:
            return STRUCK[0]
        # some programs put a whole page into a form
        if node.tag in _NAVIGATION or node.tag == "form" and node.css_first(_TEXT) is None:
            return NAVIGATION
        hidden = "hidden" in node.attributes or _HIDDEN.search(style) or each & self._hidden
        return HIDDEN if hidden else ""


def _counter(found: re.Match[str]) -> Counter:
    before, many, between, style, after = found.groups()
    kind = LIST_STYLES.get((style or "decimal").lower(), "1")
    joined = (between or "") if many.lower() == "counters" else None
    return Counter(before or "", joined, kind, after or "")


def _list_style(rule: str) -> str:
    found = _LISTED.search(rule)
    words = found[1].lower().split() if found else []
    return next((word for word in words if word in LIST_STYLES), "")


def classes(node: Node) -> str:
    """The names of a node's classes."""
    return node.attributes.get("class") or ""


def heading_level(node: Node) -> int:
    """1 to 6 for a heading by its tag or its class, else 0."""
    found = re.fullmatch(r"h([1-6])", node.tag) or _HEADING.search(classes(node))
    return int(found[1]) if found else 0


def is_note(node: Node) -> bool:
    """Whether a node's classes say that it comments on the text."""
    return bool(_NOTE.search(classes(node)))


def is_footnote(node: Node) -> bool:
    """Whether a node's classes say that it is a note of the text."""
    return bool(_FOOTNOTE.search(classes(node)))


def is_contents(node: Node) -> bool:
    """Whether a node's classes say that it is a table of contents."""
    return bool(_CONTENTS.search(classes(node)))
