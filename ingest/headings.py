"""Which lines are headings without a number: by their marks, their type, or their capitals."""

from __future__ import annotations

import re

from ingest.labels import labels_at
from ingest.read.reading import Line
from ingest.tables import is_cells
from ingest.titles import bare_title, is_title, is_titled


def heading_level(text: str, line: Line, title_only: bool, quoting: bool, before: str) -> str:
    """`h1` to `h6` for a heading that the format marks, nothing for a line that is none.

    `h7` is one that its type or its capitals show.
    """
    if line.level:
        return "" if _paragraph(text, line) else f"h{line.level}"
    words = len(bare_title(text).split())
    if _ends_another(text):
        return ""
    if quoting or text.lstrip()[:1] in '“"' or words > 14 or re.search(r"[.;,]\s*$", text):
        return ""
    if not re.match(r"[\s“\"*_(]*[A-ZÁÉÍÓÚÑ¿¡\d]", text):
        return ""
    letters = sum(c.isalpha() for c in text)
    titled = is_title(text) or words <= 12 and is_titled(text) or line.gap and _named_so(text)
    if line.strong and titled and letters >= 4 and (line.gap or not title_only):
        return "h7"
    gap = line.gap or is_cells(before)
    return "h7" if gap and is_title(text) and letters >= 5 else ""


def _ends_another(text: str) -> bool:
    """Whether a line closes a bracket or a quotation that it does not open: it is a title's end."""
    pairs = (("(", ")"), ("“", "”"))
    return any(
        close in text and not 0 <= text.find(mark) < text.find(close) for mark, close in pairs
    )


def _named_so(text: str) -> bool:
    """Whether a line is a title for all its full stops: "Programs-Art.15(b)", no telephone."""
    figures = sum(c.isdigit() for c in text)
    short = len(text.split()) <= 8 and figures < 7 and ":" not in text
    return short and capitals(text) and not labels_at(text)


def capitals(text: str) -> bool:
    """Whether every word begins in a capital or a figure, as in a title."""
    words = (word.strip("“\"'(*") for word in text.split())
    return all(not word[:1].islower() or word in ("of", "to", "and", "the") for word in words)


def _paragraph(text: str, line: Line) -> bool:
    """Whether a line that a format marks as a heading is a sentence.

    A rule under a paragraph makes its last line one; some set whole ones in that style.
    """
    ended = bool(re.search(r"[.;,]\W*$", text))
    runs_on = not line.gap or text.lstrip(" *_")[:1].islower()
    return ended and (runs_on or len(text.split()) > 14)


def marked_title(rest: str, line: Line) -> str:
    """All that a line says behind its number, where the format marks the line as a heading."""
    title = rest.strip(" .:–—-*_|")
    return title if line.level and len(title) < 160 and not _paragraph(rest, line) else ""
