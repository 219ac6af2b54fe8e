"""What stands in the margins of a PDF's pages and is no part of a clause: heads, feet, page and line numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ingest.labels import labels_at
from ingest.read.page import Row

_BAND = 0.11  # running heads and feet stand in the top and bottom ninth of a page


def furniture_of(pages: list[list[Row]]) -> frozenset[tuple[str, bool]]:
    """What is printed on many pages: (pattern, whether only in the bands counts)."""
    if len(pages) < 3:
        return frozenset()
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
    # "Article 10" above four pages running is a head; articles that each begin a page are none
    heads = {
        p
        for p, n in band.items()
        if n >= often
        or n >= 3
        and len(p) < 40
        and labels_at(p.replace("#", "1"))
        and len(first[p]) < 0.7 * n
    }
    return frozenset(
        {(p, True) for p in heads}
        | {(p, False) for p, n in anywhere.items() if n >= max(4, 0.6 * len(pages))}
    )


def repeated(row: Row, furniture: frozenset[tuple[str, bool]]) -> bool:
    """Whether a row is one of those."""
    pattern = _pattern(row.whole)
    return (pattern, False) in furniture or (_in_band(row) and (pattern, True) in furniture)


def labels_of(pages: list[list[Row]], furniture: frozenset) -> dict[int, str]:
    """The number printed on each page: the one that runs with the pages through their heads or feet."""
    found: dict[int, list[int]] = {}
    roman: dict[int, str] = {}
    for number, rows in enumerate(pages, 1):
        edge = [
            row for row in rows if repeated(row, furniture) or _in_band(row) and len(row.whole) < 12
        ]
        found[number] = [int(n) for row in edge for n in re.findall(r"\b\d{1,4}\b", row.whole)]
        numerals = [m[1] for row in edge if (m := re.fullmatch(r"\W*([ivxl]{1,7})\W*", row.whole))]
        if numerals:
            roman[number] = numerals[-1]
    labels: dict[int, str] = {}
    # a part that counts its own pages has its own offset
    for offset, times in Counter(
        n - number for number, numbers in found.items() for n in set(numbers)
    ).most_common(4):
        if times < max(3, 0.3 * len(pages)) and not (labels and times >= max(3, 0.05 * len(pages))):
            break
        for number, numbers in found.items():
            if number + offset in numbers:
                labels.setdefault(number, str(number + offset))
    return {**roman, **labels} if labels else {}


def line_numbers(rows: list[Row]) -> frozenset[int]:
    """Rows that are nothing but a printed line's number: ten or more on a page, each one more than the last."""
    bare = [
        (at, int(row.text)) for at, row in enumerate(rows) if re.fullmatch(r"\d{1,2}", row.text)
    ]
    run = [
        at
        for (_, before), (at, value) in zip([(-1, 0), *bare], bare, strict=False)
        if value == before + 1
    ]
    return frozenset(run) if len(run) >= 10 else frozenset()


def numbered_lines(rows: list[Row]) -> frozenset[int]:
    """Rows that begin with a printed line's number: ten or more, each one more than the last, and sentences run on behind them."""
    found = [
        (at, int(m[1]), m[2])
        for at, row in enumerate(rows)
        if (m := re.match(r"(\d{1,2})\s+(\S)", row.whole))
    ]
    run: list[tuple[int, str]] = []
    before = found[0][1] - 1 if found else 0
    for at, value, first in found:
        if value == before + 1:
            run.append((at, first))
            before = value
    running = sum(first.islower() for _, first in run)
    return (
        frozenset(at for at, _ in run)
        if len(run) >= 10 and running >= 0.3 * len(run)
        else frozenset()
    )


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
    """The page's body, and its footnotes by number: small rows at the page's bottom, from one whose mark the body calls."""
    start = len(rows)
    while start and rows[start - 1].size < 0.93 * size and rows[start - 1].top > 0.3:
        start -= 1
    while start < len(rows) and not re.match(r"[\d*†‡]", rows[start].text):
        start += 1
    notes: dict[str, list[Row]] = {}
    body = rows[:start]
    marks = {mark for row in body for mark in row.marks}
    for row in rows[start:]:
        found = re.match(r"(\d{1,2}|[*†‡]+)(?!\d|[.,]\d)", row.text)
        if found and (
            found[1] in marks or notes and found[1].isdecimal() and str(int(found[1]) - 1) in notes
        ):
            notes[found[1]] = [row]
        elif notes:
            notes[next(reversed(notes))].append(row)
        else:
            body.append(row)
    return body, notes


def _in_band(row: Row) -> bool:
    return row.top < _BAND or row.top > 1 - _BAND


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split())).lower()
