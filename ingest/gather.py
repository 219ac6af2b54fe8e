"""Lines gathered into clauses that are still open: each with the numbers it stands under.

A memorandum that quotes the articles it adds is read as two numberings, its own items outside and
the quoted article inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.contents import Contents
from ingest.faults import Numbers
from ingest.headings import capitals, heading_level, marked_title
from ingest.labels import ORDER, Label, labels_at
from ingest.neighbours import Neighbours
from ingest.openings import Place, accepted
from ingest.outline import Level, push
from ingest.read.reading import Line, Reading
from ingest.tables import is_cells, is_row
from ingest.titles import is_title, is_titled, opens_bracket, title_of

_ADDS = re.compile(
    r"\b(?:new|following|modify|modifying|revise|amend|replace)\s+(?:the\s+)?"
    r"(Article|Section|Paragraph|Schedule|Exhibit|Sideletter)s?\b",
    re.I,
)
_OUTER = frozenset([*ORDER, "digit.", "lower.", "upper.", "roman."])
_TITLED = frozenset([*ORDER, "ROMAN.", "upper.", "digit.", "digit"])
#: A group's name in a table stands so far in from its heading, in points; a line of so many words
#: is prose.
_INDENTED, _PROSE = 3.0, 14
#: The head of a column of figures below prose stands so far in.
_HEAD = 100.0
#: So many headings without a word between them are none.
_RUN = 3


@dataclass(slots=True)
class Open:
    """A clause being gathered: its lines, and the numbers around it, `quoted` ones apart.

    `base` is the word for a bracketed number. `title_only` holds as long as the lines are no more
    than the title of the innermost number.
    """

    levels: list[Level]
    lines: list[Line]
    quoted: list[Level] = field(default_factory=list)
    base: str = ""
    heading: str = ""
    title_only: bool = False


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
    _call_articles(walk.made, reading.text)
    return _run_together(walk.made)


def _run_together(made: list[Open]) -> list[Open]:
    """Headings that follow one another and have no words beneath, three or more, as one.

    They are the lines of a title page, or the names of officers: no outline.
    """
    out: list[Open] = []
    run: list[Open] = []
    for opened in made:
        bare = opened.title_only and bool(opened.levels) and opened.levels[-1].kind == "h7"
        if run and not bare:
            out += [_one(run)] if len(run) >= _RUN else run
            run = []
        (run if bare else out).append(opened)
    return [*out, *([_one(run)] if len(run) >= _RUN else run)]


def _one(run: list[Open]) -> Open:
    first = run[0]
    return replace(first, lines=[line for each in run for line in each.lines], title_only=False)


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
        current, text = self.current, self.reading.of(line)
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
            closed = self._close_lists()
            bare = current.title_only and bool(current.heading)
            push(self.outer, Level(level, title, 0, title, closed=closed), bare)
            self._begin(line, title, True)
        else:
            current.lines.append(line)
            current.title_only = False
        self.before = text

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

    def _close_lists(self) -> tuple[Level, ...]:
        """Close the bare numbers whose lists do not go on behind a heading; returns them.

        What stands inside a named number stays there.
        """
        at = len(self.outer)
        while at and self.outer[at - 1].kind not in ORDER and not self.outer[at - 1].heading:
            if self.near.goes_on(self.outer[at - 1].kind, self.outer[at - 1].value, self.at):
                break
            at -= 1
        closed = tuple(self.outer[at:])
        del self.outer[at:]
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
        text = self.reading.of(line)
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
                self.base = _base(adding, self.base)
            following = None if title else _next_label(text, label.end, stack, inside)
            inside = None
        rest = text[label.end :].strip(" .:–—-*_")
        self._begin(line, title, len(rest) <= len(title) + 1)


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


def _base(adding: str, known: str) -> str:
    """Whether a bracketed number is an Article or a Section: the sentence that adds it says so."""
    found: list[str] = _ADDS.findall(adding)
    return found[-1].title() if found else known or "Article"


def _call_articles(made: list[Open], text: str) -> None:
    """Outermost Roman numerals are articles where the document itself cites them so.

    "As provided in Article IX".
    """
    firsts: dict[str, list[tuple[Open, int]]] = {}
    for opened in made:
        at = next((n for n, level in enumerate(opened.levels) if not level.heading), None)
        if at is not None and opened.levels[at].kind == "ROMAN.":
            firsts.setdefault(opened.levels[at].number, []).append((opened, at))
    cited = set(re.findall(r"\bArticle\s+([IVXL]+[A-H]?)\b", text))
    if len(firsts) >= 3 and len(cited & set(firsts)) >= 2:
        for places in firsts.values():
            for opened, at in places:
                opened.levels[at] = replace(opened.levels[at], kind="article")
