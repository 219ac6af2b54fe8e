"""Lines gathered into clauses that are still open: each with the numbers it stands under.

A memorandum that quotes the articles it adds is read as two numberings, its own items outside and
the quoted article inside.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.shown import NOTE_MARK
from ingest.contents import Contents
from ingest.faults import Numbers
from ingest.headings import capitals, heading_level, marked_title
from ingest.labels import ORDER, Label, labels_at
from ingest.neighbours import Neighbours
from ingest.opened import Open, base_of, call_articles, run_together
from ingest.openings import Place, accepted
from ingest.outline import Level, push
from ingest.read.reading import Line, Reading
from ingest.tables import is_cells, is_row
from ingest.titles import is_title, is_titled, opens_bracket, title_of

_OUTER = frozenset([*ORDER, "digit.", "lower.", "upper.", "roman."])
_TITLED = frozenset([*ORDER, "ROMAN.", "upper.", "digit.", "digit"])
#: A group's name in a table stands so far in from its heading, in points; a line of so many words
#: is prose.
_INDENTED, _PROSE = 3.0, 14
#: The head of a column of figures below prose stands so far in.
_HEAD = 100.0


def gather(reading: Reading, contents: Contents, numbers: Numbers) -> list[Open]:
    """The clauses of a reading, outside its tables of contents; `numbers` sees every number."""
    walk = _Walk(reading, numbers, Neighbours(reading, contents.lines))
    for at, line in enumerate(reading.lines):
        if at in contents.lines:
            walk.interrupt()
        elif line.end > line.start:
            walk.at = at
            walk.take(line)
    walk.made.append(walk.current)
    call_articles(walk.made, reading.text)
    return run_together(walk.made)


class _Walk:
    """One pass over the lines; `outer` and `inner` are the numbers open outside and in a quote."""

    def __init__(self, reading: Reading, numbers: Numbers, near: Neighbours) -> None:
        self.reading, self.numbers, self.near = reading, numbers, near
        self.at = 0
        self.outer: list[Level] = []
        self.inner: list[Level] = []
        self.base = self.before = ""
        self.made: list[Open] = []
        self.current = Open([], [])

    def interrupt(self) -> None:
        """What stands on both sides of a table of contents is not one clause."""
        held = self.current
        if held.lines:
            self.made.append(held)
            self.current = Open(list(held.levels), [], list(held.quoted), held.base)

    def take(self, line: Line) -> None:
        """A line opens a clause, goes on with a title, or goes on with the clause."""
        current, text = self.current, self.reading.read(line)
        if line.note and (caller := self._caller(text)) is not None:
            self.made.append(current)
            called = Open(list(caller.levels), [line], list(caller.quoted), caller.base)
            self.current = replace(called, heading=f"Note {_noted(text)}")
            return
        inside = self._in_table(text, line)
        if line.note or line.table or inside:
            current.lines.append(line)
            current.title_only = current.title_only and line.note
            self.before = text if inside else self.before
            return
        quoted = text.lstrip()[:1] in '“"' and bool(self.outer)
        label = self._label(text, line, quoted)
        if label is not None:
            self._open(line, label, quoted)
        elif _joins_title(text, line, current, self.before):
            current.heading = f"{current.heading} {text.strip(' .*_“”')}".strip()
            current.lines.append(line)
            stack = current.quoted or current.levels
            if stack:
                stack[-1].title = current.heading
        elif level := heading_level(text, line, current.title_only, bool(self.inner), self.before):
            title = text.strip(" *_#")
            closed = () if self._runs_on(line) else self._close_lists()
            bare = current.title_only and bool(current.heading)
            push(self.outer, Level(level, title, 0, title, closed=closed), bare)
            self._begin(line, title, True)
        else:
            current.lines.append(line)
            current.title_only = False
        self.before = text

    def _caller(self, text: str) -> Open | None:
        """The clause before this one that calls a note, where the note stands after others."""
        if not (name := _noted(text)) or self._calls(self.current, name):
            return None
        return next((held for held in reversed(self.made) if self._calls(held, name)), None)

    def _calls(self, held: Open, name: str) -> bool:
        return any(f"[^{name}]" in self.reading.of(line) for line in held.lines if not line.note)

    def _in_table(self, text: str, line: Line) -> bool:
        """Whether an unnumbered line stands in a table: a head of columns, or a group's name.

        A group's name has rows before it and rows after it; before the first row stands a heading.
        """
        if line.level:
            return False
        if is_cells(text) and not labels_at(text):
            return True
        lines, before = self.reading.lines, self.current.lines
        if self.at + 1 == len(lines) or not before or len(text.split()) > 8 or labels_at(text):
            return False
        within = line.indent - before[0].indent if self.current.heading else 0.0
        prose = any(len(self.reading.of(one).split()) > _PROSE for one in before)
        inside = within > (_HEAD if prose else _INDENTED)
        return inside and is_row(self.reading.of(lines[self.at + 1]))

    def _runs_on(self, line: Line) -> bool:
        """Whether what looks like a heading goes on the list's own words, or is announced there."""
        if line.gap or line.level:
            return self.before.rstrip().endswith(":")
        above = self.current.lines[-1:]
        return self.before.lstrip()[:1] in '“"' or not (above and above[0].strong)

    def _close_lists(self) -> tuple[Level, ...]:
        """Close the bare numbers whose lists do not go on behind a heading; returns them.

        What stands inside a named number stays there.
        """
        first = len(self.outer)
        for at in range(first - 1, -1, -1):
            held = self.outer[at]
            if held.kind == "h7":
                continue
            goes_on = held.heading or self.near.goes_on(held.kind, held.value, self.at)
            if held.kind in ORDER or goes_on:
                break
            first = at
        closed = tuple(self.outer[first:])
        del self.outer[first:]
        return closed

    def _begin(self, line: Line, title: str, title_only: bool) -> None:
        self.made.append(self.current)
        outer, inner = list(self.outer), list(self.inner)
        self.current = Open(outer, [line], inner, self.base, title, title_only)

    def _label(self, text: str, line: Line, quoted: bool) -> Label | None:
        """The number that opens a clause at this line."""
        strong = line.strong or bool(line.level)
        place = Place(self.before, line.gap, strong, line.indent, self.at, self.near, quoted)
        label = accepted(text, place, self.inner if quoted else self.outer)
        if quoted:
            return label or _amended(text, line)
        if self.inner and label is not None and label.kind not in _OUTER:
            return None  # a paragraph of the quoted article that wraps without its quotation mark
        return label

    def _open(self, line: Line, label: Label, quoted: bool) -> None:
        """Open the clause of a number, or of several on one line: "(a)(1) Notice"."""
        text = self.reading.read(line)
        if not quoted:
            self.inner = []
        stack = self.inner if quoted else self.outer
        inside = _inside(stack, label)
        following: Label | None = label
        while following is not None:
            label = following
            title = title_of(text[label.end :]) or marked_title(text[label.end :], line)
            push(stack, Level(label.kind, label.number, label.value, title, line.indent))
            self.numbers.saw(stack, quoted)
            if label.kind == "bracket":
                adding = " ".join(self.reading.of(part) for part in self.current.lines)
                self.base = base_of(adding, self.base)
            following = None if title else _next_label(text, label.end, stack, inside)
            inside = None
        rest = text[label.end :].strip(" .:–—-*_")
        self._begin(line, title, len(rest) <= len(title) + 1)


def _noted(text: str) -> str:
    """The name of the note that a line of Markdown holds: the 1 of "[^1]: In writing"."""
    found = NOTE_MARK.match(text.lstrip())
    return found[0].strip("[^]:") if found else ""


def _amended(text: str, line: Line) -> Label | None:
    """A section that a memorandum quotes to change it.

    Its number begins no list, and its title is set in capitals or bold.
    """
    found = [label for label in labels_at(text) if label.kind in ("digit.", "decimal")]
    if not found or not line.gap:
        return None
    rest = text[found[0].end :].strip(" .“”")
    titled = is_title(rest) or line.strong and title_of(rest) == rest
    return replace(found[0], kind="bracket") if rest and titled else None


def _inside(stack: list[Level], label: Label) -> Level | None:
    """The number open within the one that a line repeats: "1.01.1 (b)" after "1.01.1 (a)"."""
    for held, within in zip(stack, stack[1:], strict=False):
        if (held.kind, held.number) == (label.kind, label.number):
            return within
    return None


def _next_label(text: str, start: int, stack: list[Level], inside: Level | None) -> Label | None:
    """A second number on the same line: "(a)(1) Notice", "A. 1. Hours".

    It begins a list, or goes on the one `inside`.
    """
    if not re.match(r"\s*[\s(]", text[start : start + 2]):
        return None
    bare = [label for label in labels_at(text, start) if label.kind not in ORDER]
    wanted = (inside.kind, inside.value + 1) if inside else None
    found = [label for label in bare if label.kind != stack[-1].kind]
    following = [label for label in found if (label.kind, label.value) == wanted]
    return next(iter(following + [label for label in found if label.value == 1]), None)


def _joins_title(text: str, line: Line, current: Open, before: str) -> bool:
    """Whether a line is (more of) the title of the number above it.

    That number stood alone, or its title went on in capitals.
    """
    labels = labels_at(text)
    if not current.title_only or len(current.lines) > 3 or line.level:
        return False
    if labels and labels[0].kind in ORDER:
        return False
    last = (current.quoted or current.levels)[-1]
    short = len(text.split()) <= 14 and not re.search(r"[;,:]$", text.rstrip())
    if opens_bracket(current.heading):
        return len(text) < 110
    if not current.heading:
        titled = is_title(text) or line.strong or (last.kind in ORDER and is_titled(text))
        return last.kind in _TITLED and short and titled
    if last.kind == "h7" and line.strong and current.lines[-1].strong and not line.gap:
        return short and capitals(text)
    if not is_title(text):
        return False
    if last.kind == "h7" and line.strong == current.lines[-1].strong:
        return True
    upper = current.heading.upper() == current.heading and text.upper() == text
    return not line.gap and short and upper and not before.rstrip().endswith(".")
