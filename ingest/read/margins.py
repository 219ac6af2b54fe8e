"""What stands in the margins of a PDF's pages and is no part of a clause.

Heads, feet, page numbers, line numbers and footnotes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from ingest.labels import labels_at
from ingest.read.row import Row

_BAND = 0.11  # running heads and feet stand in the top and bottom ninth of a page


@dataclass(frozen=True, slots=True)
class Furniture:
    """What is printed on many pages: patterns that count in the bands, and those that do anywhere.

    A pattern is a row with its numbers taken out.
    """

    band: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()

    def holds(self, row: Row) -> bool:
        """Whether a row is one of those."""
        pattern = _pattern(row.whole)
        return pattern in self.anywhere or (_in_band(row) and pattern in self.band)


def furniture_of(pages: list[list[Row]]) -> Furniture:
    """What pages repeat; three of them at least."""
    if len(pages) < 3:
        return Furniture()
    band: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    first: dict[str, set[str]] = {}
    for rows in pages:
        for row in rows:
            if _in_band(row):
                first.setdefault(_pattern(row.whole), set()).add(row.whole)
        band.update({_pattern(row.whole) for row in rows if _in_band(row)})
        anywhere.update({_pattern(row.whole) for row in rows if len(row.whole) < 160})
    often = max(3, 0.25 * len(pages))
    return Furniture(
        frozenset(p for p, n in band.items() if n >= often or _running_number(p, n, first[p])),
        frozenset(p for p, n in anywhere.items() if n >= max(4, 0.6 * len(pages))),
    )


def _running_number(pattern: str, count: int, said: set[str]) -> bool:
    """Whether "Article 10" stands above three pages running.

    Articles that each begin a page are no heads.
    """
    if count < 3 or len(pattern) >= 40 or len(said) >= 0.7 * count:
        return False
    return bool(labels_at(pattern.replace("#", "1")))


def labels_of(pages: list[list[Row]], furniture: Furniture) -> dict[int, str]:
    """The number printed on each page: the one that runs through their heads or feet."""
    found: dict[int, list[int]] = {}
    roman: dict[int, str] = {}
    for number, rows in enumerate(pages, 1):
        edge = [r.whole for r in rows if furniture.holds(r) or _in_band(r) and len(r.whole) < 12]
        found[number] = [int(n) for words in edge for n in re.findall(r"\b\d{1,4}\b", words)]
        for words in edge:
            if numeral := re.fullmatch(r"\W*([ivxl]{1,7})\W*", words):
                roman[number] = numeral[1]
    labels: dict[int, str] = {}
    offsets = Counter(n - number for number, numbers in found.items() for n in set(numbers))
    # a part that counts its own pages has its own offset
    for offset, times in offsets.most_common(4):
        if times < max(3, (0.05 if labels else 0.3) * len(pages)):
            break
        for number, numbers in found.items():
            if number + offset in numbers:
                labels.setdefault(number, str(number + offset))
    return {**roman, **labels} if labels else {}


def line_numbers(rows: list[Row]) -> frozenset[int]:
    """Rows that are nothing but a printed line's number: ten or more, each one more."""
    bare = [(at, int(r.text)) for at, r in enumerate(rows) if re.fullmatch(r"\d{1,2}", r.text)]
    pairs = zip([(-1, 0), *bare], bare, strict=False)
    run = [at for (_, before), (at, value) in pairs if value == before + 1]
    return frozenset(run) if len(run) >= 10 else frozenset()


def numbered_lines(rows: list[Row]) -> frozenset[int]:
    """Rows that begin with a printed line's number.

    They are ten or more, each one more than the last, and sentences run on behind them.
    """
    run: list[tuple[int, str]] = []
    before: int | None = None
    for at, row in enumerate(rows):
        if not (found := re.match(r"(\d{1,2})\s+(\S)", row.whole)):
            continue
        if before is None or int(found[1]) == before + 1:
            run.append((at, found[2]))
            before = int(found[1])
    running = sum(first.islower() for _, first in run)
    sure = len(run) >= 10 and running >= 0.3 * len(run)
    return frozenset(at for at, _ in run) if sure else frozenset()


def unnumbered(row: Row) -> Row:
    """The row without the line number that it begins with."""
    number = row.whole.split()[0]
    text = row.text.removeprefix(number).lstrip()
    cut = len(row.text) - len(text)
    return replace(
        row,
        text=text,
        whole=row.whole.removeprefix(number).lstrip(),
        struck=[(max(0, at - cut), words) for at, words in row.struck],
    )


def notes_of(rows: list[Row], size: float) -> tuple[list[Row], dict[str, list[Row]]]:
    """The page's body, and its footnotes by number.

    Footnotes are the small rows at the page's bottom, from one whose mark the body calls.
    """
    start = len(rows)
    while start and rows[start - 1].size < 0.93 * size and rows[start - 1].top > 0.3:
        start -= 1
    while start < len(rows) and not re.match(r"[\d*†‡]", rows[start].text):
        start += 1
    notes: dict[str, list[Row]] = {}
    body = rows[:start]
    called = {mark for row in body for mark in called_in(row)}
    for row in rows[start:]:
        found = re.match(r"(\d{1,2}|[*†‡]+)(?!\d|[.,]\d)", row.text)
        if found and (found[1] in called or _next_note(found[1], notes)):
            notes[found[1]] = [row]
        elif notes:
            notes[next(reversed(notes))].append(row)
        else:
            body.append(row)
    return body, notes


def called_in(row: Row) -> list[str]:
    """The notes that a row calls: "3, 4" is two marks, "(1)" is one."""
    return re.findall(r"\d+|[^\d\s,()\[\]]+", " ".join(row.marks))


def _next_note(mark: str, notes: dict[str, list[Row]]) -> bool:
    return mark.isdecimal() and str(int(mark) - 1) in notes


def _in_band(row: Row) -> bool:
    return row.top < _BAND or row.top > 1 - _BAND


def _pattern(text: str) -> str:
    words = " ".join(text.split()).lower()
    if re.fullmatch(r"\W*[ivxl]{1,7}\W*", words):
        return re.sub(r"[ivxl]+", "#", words)
    return re.sub(r"\d+", "#", words)
