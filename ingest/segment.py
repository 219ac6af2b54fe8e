"""Lines become clauses by the document's own numbering. Pure: a Reading in, clauses out.

A clause is the smallest numbered unit, or what stands under an unnumbered heading. A heading whose words are its
children is kept as a clause of its own that is never searched (`title_only`). A memorandum that quotes the articles it
adds is read as two numberings, its own items outside and the quoted article inside, and cited by the article it creates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus import Clause, ContentsCheck, Span
from ingest.contents import Contents, find_contents, kept
from ingest.labels import ORDER, Label, labels_at, locator
from ingest.outline import Level, Place, accepted, is_title, push, title_of
from ingest.read.reading import Line, Reading
from ingest.references import linked

_ADDS = re.compile(
    r"\b(?:new|following|modify|modifying|revise|amend|replace)\s+(?:the\s+)?(Article|Section|Paragraph|Schedule|Exhibit|Sideletter)s?\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Segmented:
    """A document's clauses in order, what its table of contents promises of them, and faults in its numbering.

    `in_clauses` and `in_headings` count the characters of lines, without white space, that stand in clauses and in
    headings; `in_contents` those of the table of contents.
    """

    clauses: tuple[Clause, ...]
    contents: ContentsCheck
    numbering: tuple[str, ...]
    in_clauses: int
    in_headings: int
    in_contents: int


@dataclass(slots=True)
class _Open:
    """A clause being gathered."""

    levels: list[Level]
    lines: list[Line]
    quoted: list[Level] = field(default_factory=list)
    base: str = ""
    heading: str = ""
    title_only: bool = False
    depth: int = 0


def segment(reading: Reading, document: str) -> Segmented:
    """The clauses of a reading, in order, each a slice of its text; every live line outside contents is in one of them."""
    contents = find_contents(reading)
    numbers = _Numbers()
    made = _gather(reading, contents, numbers)
    _call_articles(made, reading.text)
    clauses, in_clauses, in_headings = _clauses(made, reading, document)
    clauses = _named(linked(clauses, reading.text))
    in_contents = sum(_size(reading.of(line)) for at, line in enumerate(reading.lines) if at in contents.lines)
    return Segmented(clauses, kept(contents, clauses, reading.text), numbers.faults(), in_clauses, in_headings, in_contents)


def _gather(reading: Reading, contents: Contents, numbers: _Numbers) -> list[_Open]:
    outer: list[Level] = []
    inner: list[Level] = []
    base, before = "", ""
    made: list[_Open] = []
    current = _Open([], [])
    for at, line in enumerate(reading.lines):
        if at in contents.lines and current.lines:
            made.append(current)  # what stands on both sides of a table of contents is not one clause
            current = _Open(list(current.levels), [], list(current.quoted), current.base, "", False)
        if at in contents.lines or line.end <= line.start:
            continue
        text = reading.of(line)
        if line.note or line.table:
            current.lines.append(line)
            current.title_only = current.title_only and line.note
            continue
        quoted = text.lstrip()[:1] in '“"' and bool(outer)
        stack = inner if quoted else outer
        place = Place(before, line.gap, line.strong or bool(line.level), line.indent)
        label = accepted(text, place, stack) or (_amended(text, line) if quoted else None)
        if label is not None and inner and stack is outer and label.kind not in ("digit.", "lower.", "upper.", "roman.", *ORDER):
            label = None  # a paragraph of the quoted article that wraps without its quotation mark
        if label is None and _joins_title(text, line, current, before):
            current.heading = f"{current.heading} {text.strip(' .*_“”')}".strip()
            current.lines.append(line)
            _entitle(current)
        elif label is None and (level := _heading_level(text, line, current, bool(inner))):
            made.append(current)
            title = text.strip(" *_#")
            push(outer, Level(level, title, 0, title))
            current = _Open(list(outer), [line], list(inner), base, title, True)
        elif label is not None:
            made.append(current)
            if stack is outer:
                inner = []
            rest = label.end
            title = ""
            inside = _inside(stack, label)
            while label is not None:
                rest = label.end
                title = title_of(text[rest:])
                push(stack, Level(label.kind, label.number, label.value, title, line.indent))
                numbers.saw(stack, quoted)
                if label.kind == "bracket":
                    base = _base(" ".join(reading.of(part) for part in current.lines), base)
                label, inside = _next_label(text, rest, stack, inside) if not title else None, None
            current = _Open(list(outer), [line], list(inner), base, title, len(text[rest:].strip(" .:–—-*_")) <= len(title) + 1)
        else:
            current.lines.append(line)
            current.title_only = False
        before = text
    made.append(current)
    return made


def _call_articles(made: list[_Open], text: str) -> None:
    """Outermost Roman numerals are articles where the document itself cites them so ("as provided in Article IX")."""
    firsts = {}
    for opened in made:
        at = next((n for n, level in enumerate(opened.levels) if not level.kind.startswith("h")), None)
        if at is not None and opened.levels[at].kind == "ROMAN.":
            firsts.setdefault(opened.levels[at].number, []).append((opened, at))
    cited = set(re.findall(r"\bArticle\s+([IVXL]+[A-H]?)\b", text))
    if len(firsts) >= 3 and len(cited & set(firsts)) >= 2:
        for opened, at in [place for places in firsts.values() for place in places]:
            opened.levels[at] = replace(opened.levels[at], kind="article")


def _amended(text: str, line: Line) -> Label | None:
    """A section that a memorandum quotes to change it: its number begins no list, its title is set in capitals or bold."""
    found = [label for label in labels_at(text) if label.kind in ("digit.", "decimal")]
    if not found or not line.gap:
        return None
    rest = text[found[0].end :].strip(" .“”")
    return replace(found[0], kind="bracket") if rest and (is_title(rest) or line.strong and title_of(rest) == rest) else None


def _inside(stack: list[Level], label: Label) -> Level | None:
    """The number open within the one that a line repeats: "1.01.1 (b)" after "1.01.1 (a)"."""
    at = next((n for n, held in enumerate(stack) if (held.kind, held.number) == (label.kind, label.number)), len(stack))
    return stack[at + 1] if at + 1 < len(stack) else None


def _next_label(text: str, start: int, stack: list[Level], inside: Level | None) -> Label | None:
    """A second number on the same line: "(a)(1) Notice", "A. 1. Hours"; it begins a list, or goes on the one `inside`."""
    found = [label for label in labels_at(text, start) if label.kind not in ORDER and label.kind != stack[-1].kind]
    if not found or not re.match(r"\s*[\s(]", text[start : start + 2]):
        return None
    following = inside and next((label for label in found if (label.kind, label.value) == (inside.kind, inside.value + 1)), None)
    return following or next((label for label in found if label.value == 1), None)


def _joins_title(text: str, line: Line, current: _Open, before: str) -> bool:
    """Whether a line is (more of) the title of the number above it, which stood alone or went on in capitals."""
    if not current.title_only or len(current.lines) > 3 or line.level or labels_at(text) and labels_at(text)[0].kind in ORDER:
        return False
    last = current.levels[-1] if not current.quoted else current.quoted[-1]
    short = len(text.split()) <= 14 and not re.search(r"[;,:]$", text.rstrip())
    if not current.heading:
        named = last.kind in ORDER or last.kind in ("ROMAN.", "upper.", "digit.")
        return (
            named and short and (is_title(text) or line.strong or (last.kind in ORDER and title_of(text) == text.strip(" .*_“\"'")))
        )
    if last.kind == "h7" and is_title(text) and line.strong == (current.lines[-1].strong):
        return True
    capitals = current.heading.upper() == current.heading and text.upper() == text
    return not line.gap and short and capitals and not before.rstrip().endswith(".") and is_title(text)


def _entitle(current: _Open) -> None:
    for stack in (current.quoted, current.levels):
        if stack:
            stack[-1].title = current.heading
            return


def _heading_level(text: str, line: Line, current: _Open, quoting: bool) -> str:
    """`h1` to `h6` for a heading that the format marks, `h7` for an unnumbered one that its type or capitals show, else ''."""
    if line.level:
        return f"h{line.level}"
    words = text.split()
    if (
        quoting
        or text.lstrip()[:1] in '“"'
        or len(words) > 14
        or re.search(r"[.;,]\s*$", text)
        or not re.match(r"[\s“\"*_(]*[A-ZÁÉÍÓÚÑ¿¡\d]", text)
    ):
        return ""
    titled = is_title(text) or len(words) <= 12 and title_of(text) == text.strip(" .*_“\"'")
    if line.strong and titled and sum(c.isalpha() for c in text) >= 4 and (line.gap or not current.title_only):
        return "h7"
    return "h7" if line.gap and is_title(text) and sum(c.isalpha() for c in text) >= 5 else ""


def _base(adding: str, known: str) -> str:
    """Whether a bracketed number is an Article or a Section: the sentence that adds it says so."""
    found = _ADDS.findall(adding)
    return found[-1].title() if found else known or "Article"


def _size(text: str) -> int:
    return len("".join(text.split()))


def _clauses(made: list[_Open], reading: Reading, document: str) -> tuple[list[Clause], int, int]:
    clauses: list[Clause] = []
    in_clauses = in_headings = 0
    held = [opened for opened in made if any(line.end > line.start for line in opened.lines)]
    for at, opened in enumerate(held):
        body = [line for line in opened.lines if line.end > line.start]
        follower = held[at + 1] if at + 1 < len(held) else None
        deeper = follower is not None and len(follower.levels) + len(follower.quoted) > len(opened.levels) + len(opened.quoted)
        beneath = follower is not None and [level.number for level in follower.levels][: len(opened.levels)] == [
            level.number for level in opened.levels
        ]
        title_only = opened.title_only and deeper and beneath
        span = Span(body[0].start, body[-1].end)
        size = sum(_size(reading.of(line)) for line in body)
        in_headings, in_clauses = (in_headings + size, in_clauses) if title_only else (in_headings, in_clauses + size)
        clauses.append(
            Clause(
                document=document,
                locator=_locator(opened.levels, opened.quoted, opened.base),
                heading=_heading(opened, " ".join(reading.of(line) for line in body[:6])),
                span=span,
                path=_path(opened),
                page=body[0].page,
                page_label=body[0].page_label,
                last_page=body[-1].page,
                turns=tuple(
                    (line.start, line.page, line.page_label)
                    for above, line in zip(body, body[1:], strict=False)
                    if line.page is not None and line.page != above.page
                ),
                title_only=title_only,
            )
        )
    return clauses, in_clauses, in_headings


def _path(opened: _Open) -> tuple[str, ...]:
    """The headings above a clause, outermost first: "Article 5 — Electronic Technology"."""
    path = []
    for stack in (opened.levels, opened.quoted):
        upto = len(stack) - (1 if stack is opened.quoted or not opened.quoted else 0)
        for at in range(upto):
            level = stack[at]
            named = level.kind in ORDER and level.kind not in ("bracket", "decimal")
            label = locator([(level.kind, level.number)], opened.base) if named else ""
            title = level.title if level.title and level.title != level.number or level.kind.startswith("h") else ""
            path.append(" — ".join(part for part in (label, title) if part))
    return tuple(dict.fromkeys(part for part in path if part))


def _locator(levels: list[Level], quoted: list[Level], base: str) -> str:
    numbered = [(level.kind, level.number) for level in levels if not level.kind.startswith("h")]
    if quoted:
        item = next((number for kind, number in numbered if kind in ("digit.", "item")), "")
        inside = locator([(level.kind, level.number) for level in quoted], base)
        if quoted[0].kind not in ORDER:  # a paragraph of an article that the item names in words
            return f"{_locator(levels, [], base)}, quoted {inside}"
        return f"{inside}, memorandum item {item}" if item else inside
    if numbered:
        if numbered[0][0] == "digit.":
            numbered[0] = ("item", numbered[0][1])
        return locator(numbered)
    heading = next((level.number for level in reversed(levels) if level.kind.startswith("h")), "")
    return heading[:120] or "Opening"


def _heading(opened: _Open, text: str) -> str:
    if opened.heading:
        return opened.heading[:200]
    titles = [level.title for level in [*opened.levels, *opened.quoted] if level.title]
    words = re.sub(r"\s+", " ", text).split(" ")
    start = " ".join(words[:9]).strip('“" ')
    return f"{titles[-1]}: {start} …"[:240] if titles else f"{start} …" if len(words) > 9 else start


def _named(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Locator and heading together are made unique: a repeat is counted, never dropped."""
    seen: dict[tuple[str, str], int] = {}
    out = []
    for clause in clauses:
        key = (clause.locator, clause.heading)
        seen[key] = seen.get(key, 0) + 1
        out.append(clause if seen[key] == 1 else replace(clause, heading=f"{clause.heading} ({seen[key]})"))
    return tuple(out)


class _Numbers:
    """The numbers seen in each list, for the faults a person should know of: gaps and repeats."""

    def __init__(self) -> None:
        self.lists: dict[tuple, list[tuple[int, str]]] = {}

    def saw(self, stack: list[Level], quoted: bool) -> None:
        """Note the innermost number of a stack."""
        level = stack[-1]
        if (
            level.value
            and (level.kind == "decimal" or "." not in level.number)
            and level.kind in ("article", "section", "decimal", "digit.", "upper.", "(digit)", "(lower)", "(upper)", "lower.")
        ):
            numbered = tuple((held.kind, held.number) for held in stack[:-1] if not held.kind.startswith("h"))
            last = re.split(r"[.\-]", level.number)[:-1] if level.kind == "decimal" else []
            self.lists.setdefault((quoted, numbered, level.kind, *last), []).append(
                (level.value, locator([*numbered, (level.kind, level.number)]))
            )

    def faults(self) -> tuple[str, ...]:
        """Plain sentences, at most forty, the outermost lists first."""
        said = []
        for key, seen in sorted(self.lists.items(), key=lambda item: len(item[0][1])):
            for (one, place), (two, other) in zip(seen, seen[1:], strict=False):
                if two > one + 1:
                    said.append(f"the numbering jumps from {place} to {other}")
                elif two <= one and two != 1 and len(key[1]) < 2:
                    said.append(f"{other} comes after {place}")
        return tuple(said[:40])
