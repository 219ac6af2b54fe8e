"""What is printed on every page of a text and is no part of any clause: page feet, running heads, line numbers.

All of it is known by repetition: a foot by a number that rises from page to page, a head by standing beside the foot
again and again, line numbers by counting up on line after line. Pure: strings in, line numbers out.
"""

from __future__ import annotations

import re
from collections import Counter

from ingest.labels import labels_at

_FOOT = re.compile(
    r"^(?P<words>.*?)(?:[-–—|\s]*|\bpage\s*)(?P<number>\d{1,4}|[ivxl]{1,7})(?:\s*\|\s*p\s*a\s*g\s*e|\s+of\s+\d{1,4}|\s*[-–—])?\s*$",
    re.I,
)
_LEADERS = re.compile(r"(?:[.…·_]\s?){4,}")
_LINE_NUMBER = re.compile(r"[ \t]*(?:#{1,6}[ \t]+)?(?P<number>\d{1,3})(?=[ \t]{1,}|$)")


def pattern(text: str) -> str:
    """A line with its numbers taken out, for comparison between pages."""
    return re.sub(r"\d+|\b[ivxl]+$", "#", " ".join(text.split()), flags=re.I).lower()


def feet(lines: list[str], breaks: list[int] = ()) -> dict[int, str]:
    """Lines that are page feet, with the page number each prints: alike but for a number that rises, three or more.

    `breaks` are the lines before which the file marks a new page; where there are some, feet stand beside them.
    """
    beside = {at for n in breaks for at in range(n - 4, n + 3)} if len(breaks) >= 3 else None
    alike: dict[str, list[tuple[int, str]]] = {}
    for at, text in enumerate(lines):
        if beside is not None and at not in beside:
            continue
        if len(text) < 200 and not _LEADERS.search(text) and (found := _FOOT.match(text.strip())):
            words = " ".join(found["words"].split()).strip(" -–—|").lower()
            if len(words) > 110 or re.search(r"[a-z]{2}[,;]$", words):
                continue
            shape = "".join(mark for mark in ("|", "page", " of ") if mark in text.lower()) + (
                "-" * len(re.findall(r"[-–—](?=\s|$)", text))
            )
            alike.setdefault(re.sub(r"\d+", "#", words) + shape, []).append((at, found["number"]))
    out: dict[int, str] = {}
    for words, found in alike.items():
        for arabic in (True, False):
            of_kind = [(at, number) for at, number in found if number.isdecimal() == arabic]
            run = _rising(of_kind)
            # a bare number must run through most of its like: a column of figures is no page foot
            sure = beside is not None or bool(re.search(r"[^\W\d_]|--", words))
            if len(run) >= (3 if arabic else 2) and len(run) >= (0.5 if sure else 0.6) * len(of_kind) and (sure or _apart(run)):
                out.update(dict(run))
    return out


def _rising(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The longest run of lines whose numbers go up, one to four at a time; a second part may count its own pages."""
    best: list[tuple[int, int]] = []  # for each line: the length of the best run that ends there, and the line before
    last: dict[int, int] = {}
    for n, (_, number) in enumerate(found):
        value = _value(number)
        before = max((last[value - step] for step in range(1, 5) if value - step in last), key=lambda m: best[m][0], default=-1)
        if value == 1 and n and before < 0:
            before = max(range(n), key=lambda m: best[m][0])
        best.append((best[before][0] + 1 if before >= 0 else 1, before))
        last[value] = n if value not in last or best[n][0] >= best[last[value]][0] else last[value]
    at = max(range(len(found)), key=lambda n: best[n][0], default=-1)
    run = []
    while at >= 0:
        run.append(found[at])
        at = best[at][1]
    return run[::-1]


def _apart(run: list[tuple[int, str]]) -> bool:
    """Whether numbers stand a page apart; the numbers of a printed list stand closer."""
    gaps = sorted(b - a for (a, _), (b, _) in zip(run, run[1:], strict=False))
    return gaps[len(gaps) // 2] >= 12


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    total, values = 0, {"i": 1, "v": 5, "x": 10, "l": 50}
    for one, two in zip(number.lower(), number.lower()[1:] + " ", strict=True):
        total += -values[one] if values.get(two, 0) > values[one] else values[one]
    return total


def heads(lines: list[str], boundaries: list[int]) -> set[int]:
    """Lines repeated beside page boundaries: within two lines with words after one, or before it.

    `boundaries` are the numbers of the lines with which a page ends: its foot, or the last before a page break. A line
    that begins with a clause's own number counts only where the same number comes back: "Article 10" above four pages
    is a head, five articles that each begin a page are none.
    """
    if len(boundaries) < 3:
        return set()
    beside: dict[int, str] = {}
    for at in boundaries:
        for step in (1, -1):
            near, n = 0, at if step < 0 else at + 1
            while 0 <= n < len(lines) and near < 2 and abs(n - at) < 12:
                if lines[n].strip():
                    beside[n] = pattern(lines[n])
                    near += 1
                n += step
    alike: dict[str, list[int]] = {}
    for at, words in beside.items():
        alike.setdefault(words, []).append(at)
    often = max(3, 0.25 * len(boundaries))
    everywhere = Counter(pattern(line) for line in lines if line.strip())
    found: set[int] = set()
    for words, places in alike.items():
        if len(words) < 2 or words.endswith((".", ";", ",", ":")):
            continue
        distinct = len({" ".join(lines[at].split()) for at in places})
        if labels_at(" ".join(lines[places[0]].split())) and distinct > 0.7 * len(places):
            continue
        if len(places) >= often or len(places) >= 3 and len(places) >= 0.9 * everywhere[words] and len(words) < 60:
            found |= set(places)
    return found


def printed(lines: list[str], heads: set[int]) -> dict[int, str]:
    """The page numbers that running heads print, where one number in them rises from head to head."""
    columns: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for at in sorted(heads):
        for place, number in enumerate(re.findall(r"(?<![\d/.,-])\d{1,4}(?![\d/.,-]\d)", lines[at])):
            columns.setdefault((pattern(lines[at]), place), []).append((at, number))
    runs = [
        run
        for found in columns.values()
        if len(run := _rising(found)) >= 3 and len(run) >= 0.8 * len(found) and len({n for _, n in run}) > 2
    ]
    return dict(max(runs, key=len)) if runs else {}


def line_numbers(lines: list[str]) -> dict[int, int]:
    """For a text printed with line numbers: how many characters each line's number takes up. Empty for other texts."""
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
