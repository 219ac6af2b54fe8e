"""A sentence as rows of words that stand for their synonyms, of numbers, and of marks.

A mark says how strongly something is said (MUST, MAY, BAN ...), or opens a condition (IF, UNLESS
...), which is a row of its own. The lists are in reading.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from assistant.checking.claims import segments
from assistant.checking.meaning import ACTORS, WORD, bare, canonical, idle
from assistant.drafting.quantities import Mention, dated, mentions

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_MARKS = {phrase: mark for mark, phrases in _TABLE["marks"].items() for phrase in phrases}
_PHRASES = "|".join(sorted(_MARKS, key=len, reverse=True))
_PIECE = re.compile(
    rf"(?P<name>\bNO\b(?= [A-Z]))|(?P<mark>(?i:\b(?:{_PHRASES})\b))|"
    rf"(?P<word>{WORD.pattern})|[,;:()—]"
)
MODALS = frozenset(["MUST", "MAY", "BAN", "FREE", "SHOULD"])
_OPENERS = frozenset(["IF", "UNLESS", "ONLY-IF", "WITHOUT", "BEFORE", "AFTER", "UNTIL", "EXCEPT"])
_SAME = {
    canonical(word): canonical(row.split()[0]) for row in _TABLE["same"] for word in row.split()
}
_ALONE = frozenset(_TABLE["alone"].split())
#: Who may do a thing; a licence does nothing, though it has a licensor's stem.
DOERS = ACTORS - {"license"}
#: How many words a denial reaches.
_REACH = 4
#: What is read as if it were written otherwise, so that one thing is said in one way.
_REWRITTEN = [(re.compile(old, re.I), new) for old, new in _TABLE["rewritten"]]
_BEGINS = re.compile(
    r"(?:\b(?:says?|said|claims?|alleges?|states?|holds?|means?|explain\w*|reports?|"
    r"argues?|so|and) that"
    r"|\b(?:what|how|why|whether))$",
    re.I,
)
_RELATIVE = frozenset(["that", "which", "who", "whose", "whom"])
_PASSIVE = re.compile(
    r"\b(?:be|is|are|was|were|been|being) (?:(?:not|also|first|only|\w+ly) )*"
    r"\w+(?:ed|en|id|ut|ld|de|wn|nt|pt)$"
)


def means(word: str) -> str:
    """The word that stands for this one and all that say the same."""
    if (plain := bare(word)) in _ALONE:
        return plain
    listed = canonical(canonical(word))  # "starting" by its stem
    return _SAME.get(listed, listed)


KEPT = frozenset(_TABLE["marks"]) - {"ALL"} | {means(word) for word in _TABLE["kept"].split()}
ADDED = frozenset(means(word) for word in _TABLE["added"].split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a row: what it stands for, its statement, its number, what it is "of", its link."""

    means: str
    written: str
    statement: int = 0
    number: Mention | None = None
    head: str = ""
    link: str = ""
    close: bool = False

    def bears(self, said: Word) -> bool:
        """Whether a draft's word says no more than this one."""
        if self.number and said.number:
            return self.number.bears(said.number)
        return self.means == said.means

    @property
    def loose(self) -> bool:
        """Whether it may stand anywhere: an adverb, or the AI in "AI use" and "use of AI"."""
        return self.written.endswith("ly") or self.means == "ai"

    @property
    def firm(self) -> bool:
        """Whether its place decides: who does it, how strongly, how many."""
        return self.means in DOERS or self.means in KEPT or self.number is not None


@dataclass(slots=True)
class Part:
    """One row, what opens it where it is a condition, and the words that each denial reaches."""

    opener: str = ""
    statement: int = 0
    row: list[Word] = field(default_factory=list)
    denials: list[int] = field(default_factory=list)
    passive: int | None = None

    def reached(self, at: int) -> set[int]:
        """The places in the row that a denial before this place reaches."""
        after = set(range(at, min(at + _REACH, len(self.row))))
        return after or set(range(max(0, at - 2), at))


@lru_cache(maxsize=512)
def read(sentence: str) -> tuple[Part, ...]:
    """A sentence's own row first, then its conditions."""
    text = dated(" ".join(sentence.split()))
    for pattern, instead in _REWRITTEN:
        text = pattern.sub(instead, text)
    parts = [Part()]
    for number, statement in enumerate(segments(text)):
        _Reader(statement, number, parts).read()
    for part in parts[1:]:
        if part.opener in ("WITHOUT", "UNLESS"):  # "may not ... without" is "may ... only with"
            bans = [n for n, one in enumerate(parts[0].row) if one.means == "BAN"]
            for n in (n for n in bans if parts[0].row[n].statement >= part.statement):
                parts[0].row[n] = replace(parts[0].row[n], means="MAY")
                part.opener = "ONLY-IF"
    return tuple(parts)


class _Reader:
    """Puts one statement's words into the main row, and each of its conditions into its own."""

    def __init__(self, text: str, statement: int, parts: list[Part]) -> None:
        self.text, self.statement, self.parts, self.into = text, statement, parts, parts[0]
        self.head, self.link, self.after, self.closes = "", "", 0, True
        #: Where a passive's subject may begin: its clause, and the sentence that it is part of.
        self.begun = self.clause = len(self.into.row)

    def read(self) -> None:
        numbers = {mention.start: mention for mention in mentions(self.text)}
        at = 0
        while at < len(self.text):
            found = _PIECE.match(self.text, at)
            if mention := numbers.get(at):
                written = self.text[at : mention.end]
                self.into.row.append(Word("#", written, self.statement, mention))
                at = mention.end
            elif found:
                at = found.end()
                self._take(found)
            else:
                at += 1

    def _take(self, found: re.Match[str]) -> None:
        written, plain = found.group(), bare(found.group())
        if found["mark"]:
            self._mark(found, _MARKS[written.lower()])
        elif not (found["word"] or found["name"]):
            self.into = self.parts[0] if self.closes else self.into
            self._begin()
        elif plain in ("of", "about", "from"):
            self.head = self.into.row[-1].means if self.into.row else ""
        elif plain in ("and", "or", "by", "to"):
            self.link = plain
            said = any(one.means in MODALS for one in self.into.row[self.begun :])
            if said and plain in ("and", "or"):
                self._begin()
        elif _BEGINS.search(self.text[: found.end()]):
            self._begin()
        elif plain in _RELATIVE:
            self.clause = len(self.into.row)
        elif found["name"] or not idle(plain):
            self._word(found, written)

    def _begin(self) -> None:
        self.begun = self.clause = len(self.into.row)

    def _mark(self, found: re.Match[str], mark: str) -> None:
        if mark in _OPENERS:
            before = self.text[: found.start()].rstrip()
            first = not self.statement and len(self.parts) == 1 and not self.into.row
            self.closes = not before or before.endswith(",")
            self.into = Part(mark, -1 if first else self.statement)
            self.parts.append(self.into)
            self._begin()
        elif mark == "NOT":
            self.into.denials.append(len(self.into.row))
        else:
            if mark in MODALS and self.into.opener in ("WITHOUT", "EXCEPT"):
                self.into = self.parts[0]
            self.into.row.append(Word(mark, found.group(), self.statement))

    def _word(self, found: re.Match[str], written: str) -> None:
        close = found.start() - self.after == 1
        word = Word(means(written), written, self.statement, None, self.head, self.link, close)
        row = self.into.row
        if word.link == "by" and word.means in DOERS and self.into.passive is not None:
            row.insert(self.into.passive, replace(word, link=""))
        elif _PASSIVE.search(self.text[: found.end()]):
            # "X must be told" is read as "must tell X"
            modal = bool(row) and row[-1].means in MODALS
            self.into.passive = self.begun if modal else self.clause
            moved = [row.pop(), word] if modal else [word]
            row[self.into.passive : self.into.passive] = moved
        else:
            # "the consent of the writer" is read as "the writer's consent"
            row.insert(len(row) - bool(word.head and word.means in DOERS), word)
        self.head, self.link, self.after = "", "", found.end()
