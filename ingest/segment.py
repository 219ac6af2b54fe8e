"""Lines become clauses by the document's own numbering. Pure: a Reading in, clauses out.

A clause is the smallest numbered unit. A number counts only where it can stand: at the start of a line, as the
first of its kind or the next after the last, so that "as provided in Section 4(b)" in a sentence, or wrapped to a
line's start, is no clause. A memorandum that quotes the articles it adds is read as two numberings, its own items
outside and the quoted article inside, and its clauses are cited by the article they create.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus import Clause, Span
from ingest.labels import ORDER, Label, labels_at, locator
from ingest.read.reading import Line, Reading

_TITLE = re.compile(r"^[\s.:–—-]*(?P<title>[A-Z“\"'(\[][^.;:]{2,90}?)\s*(?:[.:–—](?=\s|$)|$)")
_ADDS = re.compile(r"\b(?:new|following)\s+(Article|Section|Paragraph|Schedule|Exhibit|Sideletter)\b", re.I)


@dataclass(slots=True)
class _Level:
    kind: str
    number: str
    value: int
    title: str = ""


@dataclass(slots=True)
class _Open:
    """A clause being gathered."""

    levels: list[_Level]
    lines: list[Line]
    quoted: list[_Level] = field(default_factory=list)
    base: str = ""
    heading: str = ""
    title_only: bool = False


def segment(reading: Reading, document: str) -> tuple[Clause, ...]:
    """The clauses of a reading, in order, each a slice of its text; every live line outside contents is in one of them."""
    outer: list[_Level] = []
    inner: list[_Level] = []
    base = ""
    made: list[_Open] = []
    current = _Open([], [])
    before = ""
    for line in reading.lines:
        if line.contents or line.end <= line.start:
            continue
        text = reading.of(line)
        if line.note:
            current.lines.append(line)
            continue
        quoted = text.lstrip()[:1] in '“"' and bool(outer)
        stack = inner if quoted and (inner or _opens(text)) else outer
        label = _accepted(text, line, stack, before, bool(inner) and stack is outer)
        if label is None and line.level:
            label = Label(f"h{line.level}", text.strip(), 0, len(text))
        if label is not None:
            made.append(current)
            if stack is outer:
                inner = []
            title = _title(text[label.end :]) if not label.kind.startswith("h") else ""
            _push(stack, _Level(label.kind, label.number, label.value, title))
            if label.kind == "bracket":
                base = _base(" ".join(reading.of(part) for part in current.lines), base)
            heading = title or ("" if not label.kind.startswith("h") else text.strip())
            current = _Open(
                list(outer), [line], list(inner), base, heading, len(text[label.end :].strip(" .:–—-")) <= len(title) + 1
            )
        else:
            current.lines.append(line)
            if current.title_only:
                current.title_only = False
        before = text
    made.append(current)
    return _named(_clauses(made, reading, document))


def _opens(text: str) -> bool:
    labels = labels_at(text)
    return bool(labels) and (labels[0].kind in ORDER or labels[0].value == 1)


def _accepted(text: str, line: Line, stack: list[_Level], before: str, leaving: bool) -> Label | None:
    """The label a line starts with, if it can be one here; None for words that only look like it."""
    found = labels_at(text)
    if not found:
        return None
    first = found[0]
    rest = text[first.end :]
    if first.kind in ORDER:
        mid_sentence = bool(before) and not re.search(r"[.:;!?”\"'’)\]]\s*$|^[^a-z]*$", before) and not line.gap and not line.level
        heading_like = (
            not rest.strip()
            or bool(_TITLE.match(rest))
            and not re.match(r"\s*(?:of|and|or|to|shall|is|are|in|above|below|,|\()", rest)
        )
        if first.kind == "bracket":
            return first if not mid_sentence else None
        if mid_sentence and not (text.isupper() or not rest.strip() and first.kind == "article"):
            return None
        return first if heading_like or line.level or line.gap and not re.match(r"\s*(?:of|and|or|,)\b", rest) else None
    for label in found:  # the next of a list that is open, innermost first
        for level in reversed(stack):
            if level.kind == label.kind and level.value < label.value <= level.value + (3 if line.gap else 1):
                return label
    if leaving and first.kind not in ("digit.", "lower.", "upper.", "roman."):
        return None
    # a list begins: inside the one that is open, or anew where the one before has run its course
    held = {level.kind: level.value for level in stack}
    return next((label for label in found if label.value == 1 and held.get(label.kind, 2) >= 2), None)


def _push(stack: list[_Level], level: _Level) -> None:
    kinds = [held.kind for held in stack]
    if level.kind in kinds:
        del stack[kinds.index(level.kind) :]
    elif level.kind in ORDER:
        rank = ORDER.index(level.kind)
        inside = next(
            (
                at
                for at, kind in enumerate(kinds)
                if kind not in ORDER and not kind.startswith("h") or kind in ORDER and ORDER.index(kind) >= rank
            ),
            None,
        )
        if inside is not None:
            del stack[inside:]
    elif level.kind.startswith("h"):
        inside = next((at for at, kind in enumerate(kinds) if not kind.startswith("h") or kind >= level.kind), None)
        if inside is not None:
            del stack[inside:]
    stack.append(level)


def _title(rest: str) -> str:
    found = _TITLE.match(rest)
    if not found:
        return ""
    title = found["title"].strip(" “\"'")
    words = title.split()
    # a title is short and mostly capitalised; "Producers may" is the beginning of a sentence
    capital = sum(word[:1].isupper() or word.lower() in _SMALL for word in words)
    return title if words and len(words) <= 12 and capital == len(words) else ""


_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with", "de", "la", "el", "y"]
)


def _base(adding: str, known: str) -> str:
    """Whether a bracketed number is an Article or a Section: the sentence that adds it says so."""
    found = _ADDS.findall(adding)
    return found[-1].title() if found else known or "Article"


def _clauses(made: list[_Open], reading: Reading, document: str) -> list[Clause]:
    clauses: list[Clause] = []
    for at, opened in enumerate(made):
        if not opened.lines:
            continue
        body = [line for line in opened.lines if line.end > line.start]
        follower = made[at + 1] if at + 1 < len(made) else None
        deeper = follower is not None and len(follower.levels) + len(follower.quoted) > len(opened.levels) + len(opened.quoted)
        if opened.title_only and len(body) == 1 and deeper:
            continue  # a heading whose text is its children: it is in their path
        span = Span(body[0].start, body[-1].end)
        clauses.append(
            Clause(
                document=document,
                locator=_locator(opened),
                heading=_heading(opened, span.of(reading.text)),
                span=span,
                path=tuple(dict.fromkeys(level.title for level in [*opened.levels, *opened.quoted][:-1] if level.title)),
                page=body[0].page,
                page_label=body[0].page_label,
                last_page=body[-1].page,
            )
        )
    return clauses


def _locator(opened: _Open) -> str:
    numbered = [(level.kind, level.number) for level in opened.levels if not level.kind.startswith("h")]
    if opened.quoted:
        item = next((number for kind, number in numbered if kind in ("digit.", "item")), "")
        inside = locator([(level.kind, level.number) for level in opened.quoted], opened.base)
        return f"{inside}, memorandum item {item}" if item else inside
    if numbered:
        if numbered[0][0] == "digit.":
            numbered[0] = ("item", numbered[0][1])
        return locator(numbered)
    heading = next((level.number for level in reversed(opened.levels) if level.kind.startswith("h")), "")
    return heading[:120] or "Opening"


def _heading(opened: _Open, text: str) -> str:
    if opened.heading:
        return opened.heading
    titles = [level.title for level in [*opened.levels, *opened.quoted] if level.title]
    words = re.sub(r"\s+", " ", text).split(" ")
    start = " ".join(words[:9]).strip('“" ')
    return f"{titles[-1]}: {start} …" if titles else f"{start} …" if len(words) > 9 else start


def _named(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Locator and heading together are made unique: a repeat is counted, never dropped."""
    seen: dict[tuple[str, str], int] = {}
    out = []
    for clause in clauses:
        key = (clause.locator, clause.heading)
        seen[key] = seen.get(key, 0) + 1
        out.append(clause if seen[key] == 1 else replace(clause, heading=f"{clause.heading} ({seen[key]})"))
    return tuple(out)
