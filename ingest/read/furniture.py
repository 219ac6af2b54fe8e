"""What is printed on every page of a text and is no part of any clause.

Page feet, running heads and line numbers are all known by repetition, and by where they stand: a
foot at a page's edge, with a number that rises from page to page; a head beside the foot again and
again; line numbers count up on line after line. Where the file marks no pages, an edge is where
sentences run on through what is no part of them. Pure: strings in, line numbers out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.labels import ORDER, labels_at, numeral

_FOOT = re.compile(
    r"^(?P<words>.*?)(?:[-–—|\s]*|\bpage\s*)(?P<number>\d{1,4}|[ivxl]{1,7})"
    r"(?:\s*\|\s*p\s*a\s*g\s*e|\s+of\s+\d{1,4}|\s*[-–—])?\s*$",
    re.I,
)
_LEADERS = re.compile(r"(?:[.…·_]\s?){4,}")
_LINE_NUMBER = re.compile(r"[ \t]*(?:#{1,6}[ \t]+)?(?P<number>\d{1,3})(?=[ \t]{1,}|$)")

#: The characters of a sparse page; between feet there stand more.
_PAGE = 700

#: A line's number among the others, and the number that it prints.
Printed = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Margins:
    """The lines of a text that are no clause's words.

    `labels` are the page numbers printed, by line; `headed` is true where they stand at the head of
    pages. `numbered` says how many characters of a line its own number takes up.
    """

    feet: dict[int, str]
    heads: frozenset[int]
    labels: dict[int, str]
    numbered: dict[int, int]
    headed: bool

    def reason(self, at: int) -> str:
        """What a line is, where it is a foot or a head; else nothing."""
        if at in self.feet:
            return "page foot"
        return "running head or foot" if at in self.heads else ""

    def turned_before(self, at: int) -> bool:
        """Whether a foot just above a break in the file has turned the page already."""
        return not self.headed and any(n in self.labels for n in range(max(0, at - 4), at))


def margins_of(lines: list[str], breaks: list[int]) -> Margins:
    """The margins of a text; `breaks` are the lines before which the file marks a new page."""
    feet = _feet(lines, breaks)
    heads = _heads(lines, sorted({*feet, *(at - 1 for at in breaks)})) - set(feet)
    labels = feet | _labels(lines, heads)
    live = ["" if at in feet or at in heads else line for at, line in enumerate(lines)]
    return Margins(
        feet, heads, labels, _line_numbers(live), bool(labels) and _above(labels, breaks)
    )


def _pattern(text: str) -> str:
    """A line with its numbers taken out, for comparison between pages."""
    return re.sub(r"\d+|\b[ivxl]+$", "#", " ".join(text.split()), flags=re.I).lower()


def _feet(lines: list[str], breaks: list[int]) -> dict[int, str]:
    """Lines that are page feet, with the number each prints: alike but for a number that rises.

    Three or more make a foot. Where the file marks its pages they are the last lines of pages, or
    where no page has such, the first ones.
    """
    if len(breaks) < 2:
        return _feet_among(lines, range(len(lines)), lambda run: _at_edges(lines, run))
    pages = list(zip([0, *breaks], [*breaks, len(lines)], strict=True))
    last = [at for begin, end in pages for at in _worded(lines, range(end - 1, begin, -1))]
    first = [at for begin, end in pages for at in _worded(lines, range(begin, end))]
    found = _feet_among(lines, sorted(last), lambda run: True)
    return found or _feet_among(lines, first, lambda run: _no_title(lines[run[0][0]]))


def _worded(lines: list[str], places: Iterable[int], most: int = 2) -> list[int]:
    """The first of these lines that hold words."""
    return list(islice((at for at in places if lines[at].strip()), most))


def _feet_among(
    lines: list[str], places: Iterable[int], fits: Callable[[list[Printed]], bool]
) -> dict[int, str]:
    alike: dict[str, list[Printed]] = {}
    for at in places:
        if shape := _foot(lines[at]):
            alike.setdefault(shape[0], []).append((at, shape[1]))
    out: dict[int, str] = {}
    for found in alike.values():
        for arabic in (True, False):
            of_kind = [(at, number) for at, number in found if number.isdecimal() == arabic]
            run = _rising(of_kind)
            if len(run) >= max(3 if arabic else 2, 0.5 * len(of_kind)) and fits(run):
                out.update(run)
    return out


def _at_edges(lines: list[str], run: list[Printed]) -> bool:
    """Whether lines stand a page apart, and sentences run on through them.

    Steps, rates and the headings of parts also end in numbers that rise.
    """
    places = [at for at, _ in run]
    sizes = sorted(
        sum(map(len, lines[a + 1 : b])) for a, b in zip(places, places[1:], strict=False)
    )
    through = sum(_runs_on(lines, at) for at in places)
    return sizes[len(sizes) // 2] >= _PAGE and through >= max(1, 0.1 * len(places))


def _runs_on(lines: list[str], at: int) -> bool:
    """Whether a sentence goes on after a line that it began before."""
    near = range(at + 1, min(at + 4, len(lines)))
    after = next((lines[n].strip() for n in near if lines[n].strip()), "")
    return after[:1].islower() and not re.match(r"[a-z]{1,3}[.)]", after)


def _no_title(line: str) -> bool:
    """Whether a line with a number at a page's head can't be the title of what it begins."""
    words = re.sub(r"\d+", "", line).split()
    return len(words) != 1 or bool(re.search(r"\bpage\b|[-–—|]\s*\d", line, re.I))


def _foot(text: str) -> tuple[str, str] | None:
    """The shape of a line that may be a page foot, and its number; a clause's number is none."""
    if len(text) >= 200 or _LEADERS.search(text) or not (found := _FOOT.match(text.strip())):
        return None
    if any(label.kind in ORDER for label in labels_at(text.strip())):
        return None
    words = " ".join(found["words"].split()).strip(" -–—|").lower()
    if len(words) > 110 or re.search(r"[a-z]{2}[,;]$", words):
        return None
    marks = "".join(mark for mark in ("|", "page", " of ") if mark in text.lower())
    dashes = "-" * len(re.findall(r"[-–—](?=\s|$)", text))
    return re.sub(r"\d+", "#", words) + marks + dashes, found["number"]


def _rising(found: list[Printed]) -> list[Printed]:
    """The longest run of lines whose numbers go up, one to four at a time.

    A second part may count its own pages.
    """
    best: list[tuple[int, int]] = []  # of each line: how long its best run is, the line before it
    last: dict[int, int] = {}
    for n, (_, number) in enumerate(found):
        value = int(number) if number.isdecimal() else numeral(number.lower())
        steps = [last[value - step] for step in range(1, 5) if value - step in last]
        before = max(steps, key=lambda m: best[m][0], default=-1)
        if value == 1 and n and before < 0:
            before = max(range(n), key=lambda m: best[m][0])
        best.append((best[before][0] + 1 if before >= 0 else 1, before))
        if value not in last or best[n][0] >= best[last[value]][0]:
            last[value] = n
    at = max(range(len(found)), key=lambda n: best[n][0], default=-1)
    run = []
    while at >= 0:
        run.append(found[at])
        at = best[at][1]
    return run[::-1]


def _heads(lines: list[str], boundaries: list[int]) -> frozenset[int]:
    """Lines repeated beside page boundaries: within two lines with words after one, or before it.

    `boundaries` are the numbers of the lines with which a page ends: its foot, or the last before a
    page break. A line that begins with a clause's own number counts only where the same number
    comes back: "Article 10" above four pages is a head, five articles that each begin a page are
    none.
    """
    if len(boundaries) < 3:
        return frozenset()
    alike: dict[str, list[int]] = {}
    for at in _beside(lines, boundaries):
        alike.setdefault(_pattern(lines[at]), []).append(at)
    often = max(3, 0.25 * len(boundaries))
    everywhere = Counter(_pattern(line) for line in lines if line.strip())
    found: set[int] = set()
    for words, places in alike.items():
        # a line in small letters goes on from the one above, however often it is said
        small = lines[places[0]].strip()[:1].islower()
        if len(words) < 2 or small or words.endswith((".", ";", ",", ":")):
            continue
        if _each_new(lines, places):
            continue
        nowhere_else = len(places) >= 0.9 * everywhere[words] and len(words) < 60
        if len(places) >= often or len(places) >= 3 and nowhere_else:
            found.update(places)
    return frozenset(found)


def _beside(lines: list[str], boundaries: list[int]) -> list[int]:
    """The two lines with words before and after each boundary."""
    beside: dict[int, None] = {}
    for at in boundaries:
        for step in (1, -1):
            near, n = 0, at if step < 0 else at + 1
            while 0 <= n < len(lines) and near < 2 and abs(n - at) < 12:
                if lines[n].strip():
                    beside[n] = None
                    near += 1
                n += step
    return list(beside)


def _each_new(lines: list[str], places: list[int]) -> bool:
    """Whether alike lines are numbers of clauses or titles, nearly each another one."""
    said = [" ".join(lines[at].split()) for at in places]
    titled = bool(labels_at(said[0])) or not _no_title(said[0])
    return titled and len(set(said)) > 0.7 * len(said)


def _labels(lines: list[str], heads: frozenset[int]) -> dict[int, str]:
    """The page numbers that running heads print: the one number in them that rises."""
    columns: dict[tuple[str, int], list[Printed]] = {}
    for at in sorted(heads):
        numbers = re.findall(r"(?<![\d/.,-])\d{1,4}(?![\d/.,-]\d)", lines[at])
        for place, number in enumerate(numbers):
            columns.setdefault((_pattern(lines[at]), place), []).append((at, number))
    best: list[Printed] = []
    for found in columns.values():
        run = _rising(found)
        rises = len(run) >= max(3, 0.8 * len(found)) and len({number for _, number in run}) > 2
        best = run if rises and len(run) > len(best) else best
    return dict(best)


def _above(labels: dict[int, str], breaks: Sequence[int]) -> bool:
    """Whether page numbers stand at the head of pages: just after a break, not just before one."""
    after = sum(any(n in labels for n in range(at, at + 4)) for at in breaks)
    before = sum(any(n in labels for n in range(at - 4, at)) for at in breaks)
    return after > before


def _line_numbers(lines: list[str]) -> dict[int, int]:
    """How many characters each line's number takes up, where a text is printed with numbers."""
    found: list[tuple[int, int, int]] = []
    words = sum(bool(line.strip()) for line in lines)
    for at, line in enumerate(lines):
        if match := _LINE_NUMBER.match(line):
            found.append((at, int(match["number"]), match.end()))
    if words < 40 or len(found) < 0.5 * words:
        return {}
    counted: dict[int, int] = {}
    for (_, before, _), (at, number, end) in zip([(-1, 0, 0), *found], found, strict=False):
        if number == before + 1 or number == 1:
            counted[at] = end
    return counted if len(counted) >= 0.5 * words else {}
