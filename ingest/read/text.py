"""Markdown and plain text: the text is the file itself, so offsets are into it.

Only some of its lines are clauses' words: feet, heads, line numbers, comments and struck words are
left out, and front matter is what the file says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from corpus import CannotRead, LeftOut
from corpus.shown import NOTE_MARK
from ingest.read.encoding import decoded, marked
from ingest.read.furniture import margins_of
from ingest.read.mdlists import counted
from ingest.read.mdmarks import silent
from ingest.read.reading import Line, Reading, left_out, size

_ROW = re.compile(r"[^\r\n\f]+")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"[ ]{0,3}(={3,}|-{3,})[ \t]*$")
_MARKDOWN = (".md", ".markdown")
_UNENDED = re.compile(
    r"\b(?:of|the|in|by|to|with|as|for|under|an|a|from|at|is|are|be|which|any|this|said|such)\s*$"
)
#: A line shorter than this share of its neighbours' width was ended on purpose (proportional type
#: varies by a tenth); no page is wrapped at the second or beyond.
_FULL, _WIDEST = 0.82, 200
_RULE = re.compile(r"[ \t]*[=\-*_~─—]{3,}[ \t]*$")


def read_file(path: Path) -> Reading:
    """Read a text file; one that is no UTF-8 is read as Windows-1252, with a warning."""
    data = path.read_bytes()
    if b"\0" in data[:4096] and not marked(data):
        raise CannotRead(
            f"{path.name} is not text (it holds zero bytes); is it another kind of file with the "
            "wrong ending?"
        )
    text, warnings = decoded(data)
    return read_text(text, warnings, path.suffix.lower() in _MARKDOWN)


def read_text(text: str, warnings: tuple[str, ...] = (), marked: bool = True) -> Reading:
    """The lines of a text. Front matter becomes `metadata`.

    A line that begins with `#` is a heading where the text is `marked` as Markdown is, or has three
    different ones.
    """
    metadata, start = _front_matter(text)
    walk = _Walk(text, start, marked)
    return Reading(
        "text",
        text,
        tuple(walk.lines),
        size(text[start:]),
        left_out=tuple(walk.left_out),
        warnings=warnings,
        metadata=metadata,
    )


class _Walk:
    """One pass over a text's rows: the page that each stands on, and what of it is live."""

    def __init__(self, text: str, start: int, marked: bool) -> None:
        self.text, self.start = text, start
        self.rows = [found.span() for found in _ROW.finditer(text, start)]
        self.words = [text[begin:end] for begin, end in self.rows]
        breaks = [
            at
            for at in range(1, len(self.rows))
            if "\f" in text[self.rows[at - 1][1] : self.rows[at][0]]
        ]
        self.breaks = frozenset(breaks)
        self.margins = margins_of(self.words, breaks)
        self.broken = _forced(self.words)
        self.marked = marked or len({line for line in self.words if _HEADING.match(line)}) > 2
        self.silent = silent(text, start, marked)
        self.shown = self._counted() if marked else {}
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = [
            left_out(reason, text[a:b], at=a) for a, b, reason in self.silent
        ]
        self.page: int | None = 1 if self.margins.labels or breaks else None
        self.label: str | None = None
        self.since = 0  # the first line of this page
        self.previous = start
        self.apart = False  # whether the row above holds nothing but its marks
        for at in range(len(self.rows)):
            self._take(at)

    def _take(self, at: int) -> None:
        if at in self.breaks and not self.margins.turned_before(at):
            self._turn()
        if reason := self.margins.reason(at):
            self._margin(at, reason)
            return
        begin, end = self.rows[at]
        gap = (
            self.previous == self.start
            or self.apart
            or at in self.broken
            or self.text[self.previous : begin].count("\n") > 1
        )
        self.previous = end
        if (marks := self._marks(at)) is None:
            return
        level, skip = marks
        self.apart = not self.text[begin + skip : end].strip()
        for a, b in _live(begin + skip, end, self.silent):
            piece = self.text[a:b]
            a, b = a + len(piece) - len(piece.lstrip()), a + len(piece.rstrip())
            if b > a:
                place = (self.page, self.label, level)
                note = self.marked and bool(NOTE_MARK.match(self.text[a:b]))
                self.lines.append(
                    Line(
                        a,
                        b,
                        *place,
                        note=note,
                        gap=gap,
                        indent=float(a - begin - skip),
                        number=self.shown.pop(at, ""),
                    )
                )
                gap = False

    def _counted(self) -> dict[int, str]:
        """The number that a renderer shows before a row, where the file writes another."""
        ends = [self.start, *(end for _, end in self.rows)]
        gaps = [
            self.text[end:begin].count("\n") > 1
            for end, (begin, _) in zip(ends, self.rows, strict=False)
        ]
        return counted(zip(self.words, gaps, strict=True))

    def _turn(self) -> None:
        self.page, self.since, self.label = (self.page or 0) + 1, len(self.lines), None

    def _margin(self, at: int, reason: str) -> None:
        """Leave out a head or foot; the page number it prints is that of the page it stands on."""
        self._leave(reason, self.words[at], 80)
        printed = self.margins.labels.get(at)
        if printed is None:
            return
        if self.margins.headed:
            self.label = printed
            return
        self.lines[self.since :] = [
            replace(line, page_label=printed) for line in self.lines[self.since :]
        ]
        self._turn()

    def _marks(self, at: int) -> tuple[int, int] | None:
        """The heading level that a row's marks give it, and their length; None for a bare rule."""
        words = self.words[at]
        if skip := self.margins.numbered.get(at, 0):
            self._leave("line number", words[:skip])
            found = re.match(r"#{1,6}", words[:skip].strip())
            return len(found.group()) if found else 0, skip
        if self.marked and (found := _HEADING.match(words)):
            self._leave("mark of a heading", found.group(1))
            return len(found.group(1)), found.end()
        if under := self._underline(at):
            return (1 if "=" in under else 2), 0
        if _RULE.match(words):
            self._leave("mark of a heading", words)
            return None
        return 0, 0

    def _underline(self, at: int) -> str:
        """The row of signs that makes the row above it a heading, where one stands just below."""
        if at + 1 == len(self.rows) or self.rows[at + 1][0] - self.rows[at][1] > 2:
            return ""
        under = self.words[at + 1]
        return under if _UNDERLINE.match(under) and self.words[at].strip() else ""

    def _leave(self, reason: str, words: str, sample: int = 0) -> None:
        self.left_out.append(left_out(reason, words, self.page, sample=sample))


def _forced(words: list[str]) -> frozenset[int]:
    """Lines that begin a paragraph without an empty line before.

    The line above ended although a word more would have fitted; never after a word that ends no
    sentence ("employed under"). Where lines are not wrapped at all, each is a paragraph.
    """
    lengths = [len(line.rstrip()) for line in words]
    found = set()
    for at in range(1, len(words)):
        near = sorted(lengths[max(0, at - 40) : at + 40])
        width = near[int(len(near) * 0.9)]
        first = words[at].split(maxsplit=1)[0] if words[at].strip() else ""
        fitted = lengths[at - 1] + 1 + len(first) < _FULL * width
        if width >= _WIDEST or fitted and not _UNENDED.search(words[at - 1]):
            found.add(at)
    return frozenset(found)


def _front_matter(text: str) -> tuple[dict[str, Any] | None, int]:
    found = re.match(r"---\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", text, re.S)
    if not found:
        return None, 0
    try:
        values = yaml.safe_load(found.group(1))
    except (yaml.YAMLError, ValueError, RecursionError):  # a day such as 2024-02-31 is no value
        return None, 0
    return (values, found.end()) if isinstance(values, dict) else (None, 0)


def _live(begin: int, end: int, silent: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """The parts of a line outside comments and struck words."""
    at = begin
    for a, b, _ in silent:
        if b <= at or a >= end:
            continue
        if a > at:
            yield at, a
        at = max(at, b)
    if at < end:
        yield at, end
