"""Where something stands in a document, as data: read from a text, printed, compared, nested. Pure.

`read` takes a document's own locator, `locators_in` what a person types, `cited` what a text prints; all
read by one grammar (`corpus.locator_grammar`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from corpus.locator_grammar import ALIKE, HOLDS, INNER, LEVELS, NUMBER, Group, Steps, book_after, groups, steps_of
from corpus.names import plain

#: One way by which a locator can be reached: its level, and its numbers from there on.
Way = tuple[str, Steps]
_WHOLE = re.compile(rf"(?=([A-Z]?\d+)(?:$|[.,(]|\s)){NUMBER}", re.I)
#: Numbers that are places in print without a word before them: XLIX(c), 72.B, 927(b), 15.01(d), ((b)).
_PRINTED = re.compile(r"[IVXLC]{2,}\(|(?:XX|YY)\.|(?:\d+\.)?\d\d+\.[A-Z]|\d+\.\d+[.(]\(?[A-Za-z]|\d+(?:-\d+)*\d\([A-Za-z]|\(")
_LEADING = re.compile(r"^(?:(?:what|does|do|is|the|of|in|under|says?|explain|about)\s+)+", re.I)
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CARDINALS = {word: n for n, word in enumerate(_ONES, 1)} | {
    word: n for n, word in zip(range(20, 100, 10), _TENS, strict=True)
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_CARDINAL = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[:9])}))?|{'|'.join(reversed(_ONES))})\b"
)
_COUNTED = "|".join(
    LEVELS[one]
    for one in "article section item principle goal claim point lesson rule".split()
)
_FIRST = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+"
    rf"(?P<level>{_COUNTED})\b(?!\s*\d)",
    re.I,
)
_AFTER = re.compile(
    rf"(?<!\w)(?P<level>{'|'.join(LEVELS.values())})\s+(?P<words>{_CARDINAL})", re.I
)


@dataclass(frozen=True, slots=True)
class Part:
    """One level of a locator: what it is called, its number, and the letters and numbers inside it."""

    kind: str
    number: str = ""
    letters: Steps = ()

    @property
    def steps(self) -> Steps:
        """Number and letters as one run; a footnote's is told from a paragraph's."""
        if not self.number:
            return ()
        return (f"fn{self.number}" if self.kind == "footnote" else self.number, *self.letters)

    def __str__(self) -> str:
        kind = {"letter": "Sideletter"}.get(self.kind, self.kind.capitalize())
        return f"{kind} {_run_of(self)}".strip()


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands, outermost part first, in the law book that it names.

    Two locators that were written differently ("Art. XLIX(h)", "article 49 h") are equal; `words`
    are as they were written and count for nothing.
    """

    parts: tuple[Part, ...]
    book: str = ""
    words: str = field(default="", compare=False)

    @property
    def kind(self) -> str:
        """The outermost level."""
        return self.parts[0].kind

    @property
    def steps(self) -> Steps:
        """All numbers from the outside in."""
        return tuple(step for part in self.parts for step in part.steps)

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways by which it can be reached: from each of its levels on."""
        return tuple((part.kind, Locator(self.parts[at:]).steps) for at, part in enumerate(self.parts))

    def inside(self, other: Locator) -> bool:
        """Whether this is the other or a part of it. Transitive, and true of a locator and itself."""
        alike = {level(self.kind), level(other.kind)}
        size = len(other.steps)
        return len(alike) == 1 and self.book == other.book and self.steps[:size] == other.steps

    def holds(self, other: Locator) -> bool:
        """Whether the other is a part of this, and not this itself."""
        return other.inside(self) and other.steps != self.steps

    def __str__(self) -> str:
        if self.book == "ilcs":
            chapter, act, *rest = self.steps
            return f"{chapter} ILCS {act}" + (f"/{_run_of(Part('', rest[0], tuple(rest[1:])))}" if rest else "")
        return f"{self.book} {', '.join(map(str, self.parts))}".strip()


@dataclass(frozen=True, slots=True)
class Cited:
    """What a text prints of one place: parts beside each other, the page, and where it stands there.

    `more` are the other places of its list, each of the level that it names.
    """

    text: str
    parts: tuple[Part, ...]
    page: int | None
    start: int
    end: int
    book: str = ""
    more: tuple[Locator, ...] = ()


@lru_cache(maxsize=50_000)
def read(text: str) -> tuple[Locator, ...]:
    """The places that a document's own locator names, first its own, then what its list or range holds.

    All of it is one chain, but for what stands around it: "Article XLIX(c), memorandum item 13".
    """
    flat = plain(text)
    found = list(groups(flat, printed=True))
    whole = _WHOLE.match(flat)  # "1", "F1", "15.01.6(d)": the number is the whole name
    if whole and not re.fullmatch(r"20\d\d", whole[1]) and not (found and found[0].at < whole.end(1)):
        steps = steps_of("", whole.group())
        found.insert(0, Group("", steps, (), 0, whole.end(), 0))
    out: list[Locator] = []
    for chain in _own_chains(found, flat):
        book = next((one.book for one in chain if one.book), "")
        out += _expanded(chain, book)
    return tuple(dict.fromkeys(out))


@lru_cache(maxsize=50_000)
def ways(text: str) -> tuple[Way, ...]:
    """The ways by which a document's own locator can be reached, those of its first place first."""
    return tuple(dict.fromkeys(way for locator in read(text) for way in locator.ways))


def shared(place: Locator, way: Way) -> int:
    """How many of a place's numbers a way begins with; -1 where they are of different levels."""
    kind, steps = way
    if kind and place.kind and level(kind) != level(place.kind):
        return -1
    size = 0
    while size < min(len(steps), len(place.steps)) and steps[size] == place.steps[size]:
        size += 1
    return size


def locators_in(question: str) -> tuple[Locator, ...]:
    """Every place that a person names, in order; "paragraph B of Article 72" is one, "Principles 1 to 3" three."""
    text = in_figures(plain(question))
    found: list[Locator] = []
    for chain in _named_chains(list(groups(text)), text):
        if chain[0].kind in INNER and any(one.kind and one.kind not in INNER for one in chain[1:]):
            chain = chain[::-1]
        start, end = min(one.start for one in chain), max(one.end for one in chain)
        book = next((one.book for one in chain if one.book), "") or book_after(text, end)
        words = " ".join(_LEADING.sub("", text[start:end]).strip(" ,.").split())
        places = [*_expanded(chain, book, words)]
        lone = len(chain) == 1 and chain[0].kind == "paragraph" and chain[0].steps
        if lone and not chain[0].steps[0].isdecimal() and len(found) == 1 and found[0].kind not in INNER:
            whole = (*found[0].parts, *places[0].parts)  # "Article 72 of the 2023 MBA, paragraph E"
            found[0] = replace(found[0], parts=whole, words=f"{found[0].words}, {words}")
            continue
        found += places
    return tuple(dict.fromkeys(found))


def without_places(question: str) -> str:
    """A question's words without the places that it names."""
    text = in_figures(plain(question))
    for group in reversed(list(groups(text))):
        text = f"{text[: group.start]} {text[group.end :]}"
    return text


def cited(text: str) -> Iterator[Cited]:
    """Every place that a printed text gives, in order, with its page; parts beside each other are one place."""
    flat = plain(text)
    run: list[Group] = []
    for group in groups(flat, printed=True):
        if not _is_printed(group, flat):
            continue
        if run and not _goes_on(run, group, flat):
            yield _cited(run, text)
            run = []
        run.append(group)
    if run:
        yield _cited(run, text)


def _is_printed(group: Group, text: str) -> bool:
    """Whether a place is one in print: "3(b)" numbers a list, "10.a.m." tells the time.

    A footnote is cited by the place or the page it stands under.
    """
    if group.kind or text[group.at : group.end][:3].lower() == "mba":
        return bool(group.steps) and group.kind != "footnote"
    return bool(_PRINTED.match(text, group.at))


def _goes_on(run: Sequence[Group], group: Group, text: str) -> bool:
    """Whether a group is one more part of the place before: "Article XLIX(h) (item 13, p. 39)"."""
    between = r"\)?(?:,?\s*|\s+of\s+(?:the\s+)?|,?\s*\()"
    held = {one.kind or "article" for one in run}
    return group.kind not in {"", *held} and bool(re.fullmatch(between, text[run[-1].end : group.at]))


def _cited(run: Sequence[Group], text: str) -> Cited:
    start, end = run[0].at, run[-1].end
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    words = " ".join(text[start:end].split())
    words += ")" * (words.count("(") > words.count(")"))
    page = next((int(one.steps[0]) for one in run if one.kind == "page"), None)
    chain = [one for one in run if one.kind != "page"]
    if re.search(r"\)? of ", words):
        chain = chain[::-1]  # "paragraph B of Article 72"
    book = next((one.book for one in run if one.book), "")
    places = [*_expanded(chain, book)] if chain else []
    parts = places[0].parts if places else ()
    return Cited(words, parts, page, start, end, book, tuple(places[1:]))


def _own_chains(found: Sequence[Group], text: str) -> Iterator[list[Group]]:
    """The chains of a document's own locator: what stands around a place, or beside it, is another."""
    chain: list[Group] = []
    for group in found:
        between = text[chain[-1].end : group.start] if chain else ""
        if chain and (group.kind in ("item", "letter") or re.search(r"\(|\band\b", between)):
            yield chain  # "Article 2(B) (item 27)", "Article 49 and AI sideletter"
            chain = chain if group.kind == "footnote" else []
        chain = [*chain, group]
    if chain:
        yield chain


def _named_chains(found: Sequence[Group], text: str) -> Iterator[list[Group]]:
    """Groups that name one place together: "Article 72, paragraph B", "paragraph B of Article 72"."""
    chain = list(found[:1])
    for before, group in pairwise(found):
        between = text[before.end : group.start]
        beside = re.fullmatch(r"[\s,]*", between)
        inner = group.kind in INNER or (group.kind == "section" and chain[0].kind in HOLDS)
        of = re.fullmatch(r"\s*,?\s*(?:of|in|under|to)\s+(?:the\s+)?", between)
        outward = of and before.kind in INNER and group.kind != before.kind
        within = "," in between and before.kind == "item" and group.kind in ALIKE - {""}
        joined = outward or (not before.others and beside and (inner or within))
        if not joined or group.kind == "letter":
            yield chain
            chain = [group]
        elif within and group.kind == "section":
            chain = [group]  # a memorandum's item holds the section that it writes
        else:
            chain.append(group)
    if chain:
        yield chain


def _expanded(chain: Sequence[Group], book: str, words: str = "") -> Iterator[Locator]:
    """The place that a chain names, then those that its lists and ranges name beside it."""
    parts = tuple(_part(one.kind, one.steps) for one in chain)
    listed = any(one.others for one in chain)
    first = Locator(parts, book, words)
    yield replace(first, words=_listed(chain[0], first)) if words and listed else first
    for at, group in enumerate(chain):
        for other in group.others:
            place = Locator((*parts[:at], _part(group.kind, other)), book)
            yield replace(place, words=_listed(chain[0], place)) if words else place


def _part(kind: str, steps: Steps) -> Part:
    return Part(kind, *steps[:1], letters=steps[1:]) if steps else Part(kind)


def _listed(outer: Group, place: Locator) -> str:
    """One place of several named together, with its level and its first number as they were typed."""
    head = steps_of(outer.kind, outer.head)
    typed = head == place.steps[: len(head)]
    first, rest = (outer.head, place.steps[len(head) :]) if typed else (place.steps[0], place.steps[1:])
    return f"{outer.kind.capitalize()} {first}{''.join(f'({step})' for step in rest)}".strip()


def level(kind: str) -> str:
    """A kind of level as compared: article, section, paragraph and a bare number are one."""
    return "" if kind in ALIKE else kind


def _run_of(part: Part) -> str:
    """A part's number and letters so that they read back the same: "49(c)(2)", "47-25-1105(a)"."""
    dotted = 0
    while part.number.isdecimal() and len(part.number) < 4 and dotted < len(part.letters):
        if not part.letters[dotted].isdecimal():
            break
        dotted += 1
    figures = [part.number, *part.letters[:dotted]]
    sign = "-" if any(len(figure) > 2 for figure in figures[1:]) else "."
    number = sign.join(figures).upper()
    number = f"[{number}]" if number in ("XX", "YY", "##") else number
    return number + "".join(f"({step})" for step in part.letters[dotted:])


def in_figures(text: str) -> str:
    """A text with a place's number in words turned into figures: "6th principle", "article seventy-two"."""

    def first(found: re.Match[str]) -> str:
        word = found["ordinal"].lower()
        figure = re.sub(r"\D", "", word)
        return f"{found['level']} {figure or _ORDINALS.index(word) + 1}"

    def after(found: re.Match[str]) -> str:
        parts = re.split(r"[\s-]", found["words"].lower())
        return f"{found['level']} {sum(_CARDINALS[part] for part in parts)}"

    return _AFTER.sub(after, _FIRST.sub(first, text))
