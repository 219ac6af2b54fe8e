"""Whether one sentence bears another: its words in their order, with the same denials and doers.

A sentence is read as a row of words that stand for their synonyms, numbers, and marks: a mark
says how strongly something is said (MUST, MAY, BAN ...), or opens a condition (IF, UNLESS ...),
which is a row of its own. A draft is borne where each of its rows is an ordered part of one of the
cited sentence's, and leaves out nothing of what it speaks of that would turn it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from assistant.checking.claims import segments
from assistant.checking.meaning import ACTORS, WORD, bare, canonical, content, idle
from assistant.drafting.quantities import Mention, dated, mentions

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_MARKS = {phrase: mark for mark, phrases in _TABLE["marks"].items() for phrase in phrases}
_PHRASES = "|".join(sorted(_MARKS, key=len, reverse=True))
_PIECE = re.compile(
    rf"(?P<name>\bNO\b(?= [A-Z]))|(?P<mark>(?i:\b(?:{_PHRASES})\b))|(?P<word>{WORD.pattern})|[,;:()—]"
)
_MODALS = frozenset(["MUST", "MAY", "BAN", "FREE", "SHOULD"])
_OPENERS = frozenset(["IF", "UNLESS", "ONLY-IF", "WITHOUT", "BEFORE", "AFTER", "UNTIL", "EXCEPT"])
_SAME = {
    canonical(word): canonical(row.split()[0]) for row in _TABLE["same"] for word in row.split()
}
_ALONE = frozenset(_TABLE["alone"].split())
#: Who may do a thing; a licence does nothing, though it has a licensor's stem.
_DOERS = ACTORS - {"license"}
#: How many words a denial reaches, and how many a word may stand before the one it follows.
_REACH, _NEAR = 4, 3
#: What is read as if it were written otherwise, so that one thing is said in one way.
_REWRITTEN = (
    (re.compile(r"\(p\. [^)]*\)"), " "),
    (re.compile(r"\bcan['’]t\b", re.I), "can not"),
    (re.compile(r"n['’]t\b", re.I), " not"),
    (re.compile(r"(?<![\w,] )\bnor\b", re.I), "not"),
    (re.compile(r"\bno ((?:\w+ ){1,2})(?:may|shall|must|can|will)\b", re.I), r"\1may not "),
    (re.compile(r"\brequire[sd] ((?:\w+ ){1,3}?)to\b", re.I), r"\1must"),
    (re.compile(r"\brequir(?:e|ing) (?=(?:\w+ ){1,3}to\b)", re.I), "compel "),
    (re.compile(r"\b(\w+) (must|may|will|should) receive\b", re.I), r"\2 give \1"),
    (re.compile(r"(?<!for )(?<!of )(?<!against )\bclaims that\b"), "alleges that"),
    (re.compile(r"\bwhat (\w+) (?:puts out|produces|generates|makes|yields)\b", re.I), r"\1 output"),
    (re.compile(r"\b(consent|permission|approval) (?:before|prior to)\b", re.I), r"\1 to"),
    (re.compile(r"\b(?:replaced|old) (?=(?:\d{4} )?(?:deal|agreement|contract|memorandum)\b)"), ""),
    (re.compile(r"\bdeals? (?=directly|with\b)"), "interact "),
    (re.compile(r"\bno ((?:\w+ ){1,2})(?:is|are|was|were) (?:needed|required)\b", re.I), r"not need \1"),
    (re.compile(r"\b(\w+) (?:is|are|was|were) not (?:needed|required)\b(?! to)"), r"not need \1"),
    (re.compile(r"\b(\w+) (?:is|are|was|were) (?:needed|required)\b(?! to)"), r"need \1"),
    (re.compile(r"\bno matter how\b", re.I), "however"),
    (re.compile(r"\b(\w+) by \1\b", re.I), r"for each \1"),
    (re.compile(r"\bindividual (?=(?:writer|performer|member|employee|worker)s?\b)", re.I), ""),
    (re.compile(r"\bthe making of\b", re.I), "the creation of"),
    (re.compile(r",? including\b", re.I), ","),
    (
        re.compile(r"\b(?:bar|prohibit|forbid|ban|stop|prevent)(?:s|ned|red|ed)? ((?:\w+ ){1,3}?)from\b", re.I),
        r"\1may not ",
    ),
    (re.compile(r"\byour (?=(?:union|local|guild|producer|company|employer|studio|director)\b)", re.I), "the "),
    (re.compile(r"\b((?:every|all|any|no|each)(?: \w+){1,3}) but (?=an?\b|the\b)", re.I), r"\1 except "),
)
_BEGINS = re.compile(
    r"(?:\b(?:says?|said|claims?|alleges?|states?|holds?|means?|explain\w*|reports?|argues?|so|and) that"
    r"|\b(?:what|how|why|whether))$", re.I
)
_RELATIVE = frozenset("that which who whose whom".split())
_PASSIVE = re.compile(
    r"\b(?:be|is|are|was|were|been|being) (?:(?:not|also|first|only|\w+ly) )*"
    r"\w+(?:ed|en|id|ut|ld|de|wn|nt|pt)$"
)
_LED = re.compile(r"[^,.;]{3,60}? (?:says?|states?|said|stated|provides|explains) (?:that )?")
_FRONTED = re.compile(
    r"((?:in|for|during|under|on|at|by|from|with|within|of|to|as) [^,.;:]{3,80}), (?=\w)", re.I
)


def _means(word: str) -> str:
    if (plain := bare(word)) in _ALONE:
        return plain
    return _SAME.get(canonical(word), canonical(word))


_KEPT = frozenset(_TABLE["marks"]) - {"ALL"} | {_means(word) for word in _TABLE["kept"].split()}
_ADDED = frozenset(_means(word) for word in _TABLE["added"].split())


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
        return self.means in _DOERS or self.means in _KEPT or self.number is not None


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


def unborne(said: str, source: str, names: frozenset[str]) -> str | None:
    """Why a draft is not borne by one cited sentence, or None where it is.

    `names` are the words that name the document, with which a draft may always speak of it.
    """
    drafted = _turned(said)
    if (led := _LED.match(said)) and set(map(_means, content(led.group()))) <= names | _ADDED:
        drafted += _turned(said[led.end() :])
    against = [_against(one, other, names) for one in drafted for other in _turned(source)]
    return None if None in against else against[0]


def _turned(text: str) -> list[tuple[Part, ...]]:
    """A sentence as it is read, and with what stands before its subject put at its end."""
    fronted = _FRONTED.match(text)
    moved = [f"{text[fronted.end() :].rstrip(' .')} {fronted[1]}"] if fronted else []
    return [read(one) for one in (text, *moved)]


def _against(mine: tuple[Part, ...], theirs: tuple[Part, ...], names: frozenset[str]) -> str | None:
    met = _met(mine[0], theirs[0], names, None)
    if isinstance(met, str):
        return met
    statements = {theirs[0].row[place].statement for place in met} | {-1}
    used: set[int] = set()
    for part in mine[1:]:
        tried = {
            n: _met(part, one, names, {one.statement})
            for n, one in enumerate(theirs)
            if one.opener == part.opener and one.statement in statements
        }
        borne = [n for n, one in tried.items() if not isinstance(one, str)]
        if not borne:
            return next(iter(tried.values()), f"it names another condition ({part.opener.lower()})")
        used.add(borne[0])
        met |= {1000 * borne[0] + place for place in tried[borne[0]]}
    for n, part in enumerate(theirs[1:], 1):
        if n not in used and part.statement in statements:
            return f"it leaves out a condition ({part.opener.lower()})"
    met |= {-1 for word in mine[0].row if word.loose}
    return "too little of it is in the cited words" if len(met) < 2 else None


def _met(mine: Part, theirs: Part, names: frozenset[str], statements: set[int] | None) -> set[int] | str:
    """The places of one row that another's words stand at, or why it does not bear them."""
    kept = [not _free(word, theirs.row, names) for word in mine.row]
    drafted = tuple(word for word, keep in zip(mine.row, kept, strict=True) if keep)
    places = _placed(drafted, tuple(theirs.row))
    if isinstance(places, str):
        return places
    if reason := _doer(drafted, theirs.row, places, bool(mine.denials)):
        return reason
    at = {n: places.get(sum(kept[:n])) for n, keep in enumerate(kept) if keep}
    for n, word in enumerate(mine.row):
        if word.loose and kept[n]:
            at[n] = next(p for p, one in enumerate(theirs.row) if one.bears(word))
    if reason := _denied(mine, theirs, at):
        return reason
    met = set(places.values())
    if theirs.opener and (lost := _narrowed(theirs.row, met)):
        return f"it leaves out “{lost}” of a condition"
    touched = statements or {theirs.row[place].statement for place in met}
    if lost := next(_lost(theirs.row, met, touched), None):
        return f"it leaves out “{lost}”"
    return met


def _free(word: Word, row: list[Word], names: frozenset[str]) -> bool:
    """Whether a draft may add a word: it speaks of the document, or of nothing."""
    if any(one.bears(word) for one in row):
        return False
    if word.number:
        return not word.number.quantity.unit and f"{word.number.quantity.value:g}" in names
    if word.written.lower() in ("you", "your"):  # a reader may be spoken to where no one else is
        return not any(one.means in _DOERS for one in row)
    return word.means in _ADDED or (word.written[0].isupper() and word.means in names)


def _placed(drafted: tuple[Word, ...], row: tuple[Word, ...]) -> dict[int, int] | str:
    """Where each of a draft's words stands in a row, in one order, or why they do not."""
    if missing := next((w for w in drafted if not any(one.bears(w) for one in row)), None):
        return f"“{missing.written}” is not in the cited words"
    ordered = [at for at, word in enumerate(drafted) if not word.loose]

    @lru_cache(maxsize=None)
    def best(nth: int, start: int, back: bool) -> tuple[int, tuple[int, ...]] | None:
        if nth == len(ordered):
            return 0, ()
        word, found = drafted[ordered[nth]], None
        for place in range(start - _NEAR - 1 if back and not word.firm else start, len(row)):
            if place < 0 or place == start - 1 or not row[place].bears(word):
                continue
            before = place < start
            if before and (any(one.firm for one in row[place:start]) or not _joined(word, row[place + 1])):
                continue
            rest = best(nth + 1, place + 1, back and not before)
            if rest is None or place in rest[1]:
                continue
            skipped = sum(1 + 100 * (one.means in _KEPT) for one in row[start:place])
            if found is None or skipped + rest[0] < found[0]:
                found = skipped + rest[0], (place, *rest[1])
        return found

    if (found := best(0, 0, True)) is None:
        return "the cited words have it in another order"
    return dict(zip(ordered, found[1], strict=True))


def _joined(word: Word, after: Word) -> bool:
    """Whether two words make one name: "training data" and "data to train", "X of Y" and "Y's X"."""
    return word.close or after.close or bool(word.head) or after.head == word.means


def _doer(drafted: tuple[Word, ...], row: list[Word], places: dict[int, int], denied: bool) -> str | None:
    """Whether a draft says of one what its sentence says of another: the actor nearest before."""
    for at, word in enumerate(drafted):
        theirs = row[places[at]].link if at in places else ""
        other = word.link in ("and", "or") and theirs in ("and", "or") and not denied
        to = word.link == "by" or word.link == "to" and word.means in _DOERS
        if word.link != theirs and (other or to):
            return f"it has “{word.link} {word.written}” where the cited words do not"
        if word.means not in _MODALS:
            continue
        mine = [n for n in range(at) if drafted[n].means in _DOERS and n in places] or range(at)
        doer = [n for n in range(places[at]) if row[n].means in _DOERS]
        if mine and doer and (said := mine[-1]) in places and places[said] < doer[-1]:
            if drafted[said].means != row[doer[-1]].means:
                return f"the cited words say it of “{row[doer[-1]].written}”"
    return None


def _denied(mine: Part, theirs: Part, at: dict[int, int | None]) -> str | None:
    """Whether a denial stands on one side only."""
    place = {n: p for n, p in at.items() if p is not None}
    here = [{place[n] for n in mine.reached(one) if n in place} for one in mine.denials]
    there = [theirs.reached(one) for one in theirs.denials]
    left = list(there)
    for reach in here:  # each denial needs one of its own
        if (own := next((other for other in left if reach & other), None)) is None:
            return "it denies what the cited words do not"
        left.remove(own)
    met = set(place.values())
    for reach in there:
        if reach & met and not any(reach & other for other in here):
            return "it leaves out a denial"
    return None


def _narrowed(row: list[Word], met: set[int]) -> str | None:
    """What a draft leaves out of a condition that narrows it: its beginning, an "and", a number."""
    if row and met and min(met) > 1:
        return row[0].written
    return next(
        (one.written for at, one in enumerate(row) if at not in met and (one.link == "and" or one.number)),
        None,
    )


def _lost(row: list[Word], met: set[int], touched: set[int]) -> Iterator[str]:
    """What a draft leaves out of the statements that it speaks of and may not: marks, and heads."""
    last, verb = "", False
    for at, word in enumerate(row):
        if verb and at not in met and word.means not in _ADDED and not word.loose:
            yield word.written
        verb = at in met and word.means in _MODALS or verb and word.means in _ADDED
        if at in met:
            last = word.means if word.means in _MODALS else last
            if word.head and word.head not in {row[n].means for n in met}:
                yield word.head
        elif word.means in _KEPT and word.statement in touched and word.means != last:
            yield word.written


@lru_cache(maxsize=512)
def read(sentence: str) -> tuple[Part, ...]:
    """A sentence's own row first, then its conditions."""
    text = dated(" ".join(sentence.split()))
    for pattern, instead in _REWRITTEN:
        text = pattern.sub(instead, text)
    parts = [Part()]
    for number, statement in enumerate(segments(text)):
        _read(statement, number, parts)
    for part in parts[1:]:
        if part.opener in ("WITHOUT", "UNLESS"):  # "may not ... without" is "may ... only with"
            bans = [n for n, one in enumerate(parts[0].row) if one.means == "BAN"]
            for n in (n for n in bans if parts[0].row[n].statement >= part.statement):
                parts[0].row[n] = replace(parts[0].row[n], means="MAY")
                part.opener = "ONLY-IF"
    return tuple(parts)


def _read(text: str, statement: int, parts: list[Part]) -> None:
    """Put a statement's words into the main row, and each condition into a part of its own."""
    numbers = {mention.start: mention for mention in mentions(text)}
    into, done, head, link, after = parts[0], 0, "", "", 0
    begun = clause = len(into.row)
    closes = True
    for at in range(len(text)):
        if at < done or not (found := _PIECE.match(text, at)) and at not in numbers:
            continue
        if mention := numbers.get(at):
            into.row.append(Word("#", text[at : mention.end], statement, mention))
            done = mention.end
            continue
        done, written = found.end(), found.group()
        if found["mark"]:
            mark = _MARKS[written.lower()]
            if mark in _OPENERS:
                first = not statement and len(parts) == 1 and not parts[0].row
                closes = not text[:at].strip() or text[:at].rstrip().endswith(",")
                into, begun, clause = Part(mark, -1 if first else statement), 0, 0
                parts.append(into)
            elif mark == "NOT":
                into.denials.append(len(into.row))
            else:
                if mark in _MODALS and into.opener in ("WITHOUT", "EXCEPT"):
                    into = parts[0]
                into.row.append(Word(mark, written, statement))
        elif not (found["word"] or found["name"]):
            into = parts[0] if closes else into
            begun = clause = len(into.row)
        elif bare(written) in ("of", "about", "from"):
            head = into.row[-1].means if into.row else ""
        elif bare(written) in ("and", "or", "by", "to"):
            link = bare(written)
            if link in ("and", "or") and any(one.means in _MODALS for one in into.row[begun:]):
                begun = clause = len(into.row)
        elif _BEGINS.search(text[:done]):
            begun = clause = len(into.row)
        elif bare(written) in _RELATIVE:
            clause = len(into.row)
        elif not idle(bare(written)) or found["name"]:
            word = Word(_means(written), written, statement, None, head, link, at - after == 1)
            if link == "by" and word.means in _DOERS and into.passive is not None:
                into.row.insert(into.passive, replace(word, link=""))
            elif _PASSIVE.search(text[:done]):
                _turn(into, begun, clause, word)
            else:
                into.row.insert(len(into.row) - bool(head and word.means in _DOERS), word)
            head, link, after = "", "", done


def _turn(part: Part, begun: int, clause: int, verb: Word) -> None:
    """Put a passive verb, and how strongly it is said, before what it is done to."""
    modal = bool(part.row) and part.row[-1].means in _MODALS
    moved = [part.row.pop(), verb] if modal else [verb]
    begun = begun if modal else clause
    part.row[begun:begun] = moved
    part.passive = begun
