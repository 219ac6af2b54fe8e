"""What a copy calls itself: a draft, or a tentative agreement that is still to be ratified.

It says so in its running heads and feet, over its pages, in its front matter or where it begins;
what stands further on speaks of other texts. Pure: a Reading in, a Mark out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from ingest.read.reading import Reading

#: What a copy may call itself; an adopted text calls itself nothing.
MARKS = ("draft", "tentative")
#: So much of a text is where it begins: the first page or two.
_OPENING = 3000
_BESIDE = re.compile(r"head|foot|watermark")
_QUALIFIED = (
    r"working|final|first|second|third|revised|initial|preliminary|confidential|union|employer"
    r"|company|management|association|district|discussion|negotiat(?:ed|ing|ions?)|bargaining|clean|redline"
)
# "COLLEGE DRAFT" of a players' agreement is none: the word stands first, or is set apart; and
# "Draft articles with care" is an order
_DRAFT = re.compile(
    rf"(?:^|[-–—|/(\[:])(?:[\W\d_]|{_QUALIFIED})*draft\b(?!\s+(?:choice|pick|order|board|animal))"
    r"(?=\s*(?:$|[^\w\s]|\d|(?:for|of|as of|dated)\b|(?-i:[A-Z])[a-z]+\s+\d)"
    r"|(?:\s+(?-i:[A-Z])[\w-]+){0,3}\s+(?:agreement|memorandum|contract|proposal|version|copy)\b)",
    re.I,
)
_TENTATIVE = re.compile(
    r"^[\W\d_]*(?:summary of (?:the )?|final |full )?tentative(?:ly)? agree(?:ment|d)\b", re.I
)
_SAID = {
    "draft": re.compile(
        r"\bthis (?:document |agreement |memorandum |copy )?is (?:only )?(?:a|in) draft\b"
        r"|\bthis draft (?:agreement|memorandum|document|contract|is)\b",
        re.I,
    ),
    "tentative": re.compile(
        r"\bthis (?:is a )?tentative (?:agreement|settlement)\b"
        r"|\b(?:subject to|conting\w+ (?:up)?on|condition\w+ (?:up)?on|pending)"
        r"(?: [\w’']+){0,6} ratification\b",
        re.I,
    ),
}
_RATIFIED = re.compile(r"\bratified (?:by [^.]{1,80} )?on\b", re.I)
_TITLE_WORDS = 14
#: A title or a head is told by so many of its characters.
_LONGEST = 300
_ITEM = re.compile(r"\s*(?:[-*+•–]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s(?!.*[-*+•–]\s*$)")
_ENDED = re.compile(r"[^A-Z\s][.;,]$")


@dataclass(frozen=True, slots=True)
class Mark:
    """One of MARKS, the words that say so, and where they stand."""

    kind: str
    words: str
    where: str


def mark_of(reading: Reading) -> Mark | None:
    """What a copy calls itself, None where it calls itself neither."""
    return next((mark for found in _SEARCHES for mark in found(reading)), None)


def _by_matter(reading: Reading) -> Iterator[Mark]:
    said = reading.metadata or {}
    if said.get("draft") is True:
        yield Mark("draft", "draft: true", "in its front matter")
    for name in ("status", "title", "state"):
        words = str(said.get(name) or "").strip()
        if kind := _titled(words):
            yield Mark(kind, words, "in its front matter")


def _by_margins(reading: Reading) -> Iterator[Mark]:
    for part in reading.left_out:
        if _BESIDE.search(part.reason) and (kind := _titled(part.sample)):
            yield Mark(kind, part.sample[:80], f"in its {part.reason}")
    if reading.draft:
        yield Mark("draft", "DRAFT", "over its pages")


def _by_beginning(reading: Reading) -> Iterator[Mark]:
    first = reading.lines[0].start if reading.lines else 0
    lines = takewhile(lambda line: line.start - first < _OPENING, reading.lines)
    opening = [reading.of(line).strip(" *_#>|") for line in lines]
    whole = " ".join(opening)
    ratified = _RATIFIED.search(whole)
    for at, words in enumerate(opening):
        titled = _apart(reading, at) and _titled(words)
        if titled and not (titled == "tentative" and ratified):
            yield Mark(titled, words[:80], "where it begins")
    for kind, said in _SAID.items():
        if (found := said.search(whole)) and not (kind == "tentative" and ratified):
            yield Mark(kind, found[0], "where it begins")


_SEARCHES = (_by_matter, _by_margins, _by_beginning)


def _apart(reading: Reading, at: int) -> bool:
    """Whether a line may be a title: short, set apart, with a capital first; no item, no sentence.

    What a wrapped sentence goes on with is none.
    """
    line, words = reading.lines[at], reading.of(reading.lines[at])
    bare = words.strip(" *_#>|")
    first = next((letter for letter in bare if letter.isalpha()), "")
    apart = not at or line.gap or line.strong or line.level > 0 or bare.isupper()
    item = bool(line.number or _ITEM.match(words))
    whole = len(bare.split()) <= _TITLE_WORDS and not _ENDED.search(bare)
    return apart and whole and first.isupper() and not item


def _titled(words: str) -> str:
    """Which of MARKS a title or a head names, or nothing."""
    words = words[:_LONGEST]
    if _DRAFT.search(words):
        return "draft"
    return "tentative" if _TENTATIVE.search(words) and not _RATIFIED.search(words) else ""
