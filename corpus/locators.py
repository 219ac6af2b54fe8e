"""Where something stands in a document, as data: read, printed, compared, nested. Pure.

`read` takes a document's own locator; `corpus.locators_in_text` finds what people type and texts
print. Both read by one grammar (`corpus.locator_grammar`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from corpus.locator_grammar import ALIKE, NUMBER, Group, groups, head_of
from corpus.locator_numbers import Steps, number_of, steps_of, written
from corpus.model import Clause
from corpus.names import plain

#: One way by which a locator can be reached: its level, and its numbers from there on.
Way = tuple[str, Steps]
#: A whole locator as it is compared: the places it names, and its words besides.
Label = tuple[tuple[Way, ...], Steps]
_YEAR = re.compile(r"20\d\d")
_WHOLE = re.compile(rf"(?=([A-Z]?\d+)(?:$|[.,(]|\s)){NUMBER}", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One level of a locator: its name, its number, and the letters and numbers inside it."""

    kind: str
    number: str = ""
    letters: Steps = ()

    @property
    def steps(self) -> Steps:
        """Number and letters as one run; a footnote's is told from a paragraph's."""
        if self.kind == "footnote" and self.number:
            return (f"fn{self.number}", *self.letters)
        return (*steps_of(self.kind, self.number), *self.letters)

    def __str__(self) -> str:
        """The part as a document might print it: "Article 49(c)(2)"."""
        kind = {"letter": "Sideletter"}.get(self.kind, self.kind.capitalize())
        return f"{kind} {written(self.kind, self.number, self.letters)}".strip()


@dataclass(frozen=True)  # without slots: its numbers are asked for by every clause, and kept
class Locator:
    """Where something stands, outermost part first, in the law book that it names.

    However it was written ("Art. XLIX(h)", "article 49 h"), its parts are the same; `words` are as
    it was written and count for nothing.
    """

    parts: tuple[Part, ...]
    book: str = ""
    words: str = field(default="", compare=False)

    @property
    def kind(self) -> str:
        """The outermost level."""
        return self.parts[0].kind

    @cached_property
    def steps(self) -> Steps:
        """All numbers from the outside in."""
        return tuple(step for part in self.parts for step in part.steps)

    @property
    def place(self) -> Way:
        """What is compared: one level for all that people mix up, and the numbers."""
        return level(self.kind), self.steps

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways by which it can be reached: from each of its levels on."""
        tails = (self.parts[at:] for at in range(len(self.parts)))
        return tuple((tail[0].kind, Locator(tail).steps) for tail in tails)

    def inside(self, other: Locator) -> bool:
        """Whether this is the other or a part of it; transitive, and true of itself."""
        (kind, steps), (its, held) = self.place, other.place
        return kind == its and self.book == other.book and steps[: len(held)] == held

    def holds(self, other: Locator) -> bool:
        """Whether the other is a part of this, and not this itself."""
        return other.inside(self) and other.steps != self.steps

    def __str__(self) -> str:
        """The locator in one way of writing, which reads back as the same parts."""
        if self.book == "ilcs":
            chapter, act, *rest = self.steps
            section = f"/{written('', rest[0], tuple(rest[1:]))}" if rest else ""
            return f"{chapter} ILCS {act}{section}"
        return f"{self.book} {', '.join(map(str, self.parts))}".strip()


@lru_cache(maxsize=50_000)
def read(text: str) -> tuple[Locator, ...]:
    """The places that a document's own locator names: its own, then those of its list or range.

    All of it is one chain, but for what stands around it: "Article XLIX(c), memorandum item 13".
    """
    flat = plain(text)
    found = list(groups(flat, printed=True))
    whole = _WHOLE.match(flat)  # "1", "F1", "15.01.6(d)": the number is the whole name
    taken = whole and any(one.start < whole.end(1) for one in found)
    if whole and not taken and not _YEAR.fullmatch(whole[1]):
        steps = steps_of("", whole.group())
        found.insert(0, Group("", steps, (), 0, whole.end(), 0, head=head_of(whole.group())))
    out: list[Locator] = []
    for chain in _own_chains(found, flat):
        book = next((one.book for one in chain if one.book), "")
        out += expanded(chain, book)
    return tuple(dict.fromkeys(out))


@lru_cache(maxsize=50_000)
def ways(text: str) -> tuple[Way, ...]:
    """The ways by which a document's own locator can be reached, those of its first place first."""
    return tuple(dict.fromkeys(way for locator in read(text) for way in locator.ways))


def ways_of(clause: Clause) -> tuple[Way, ...]:
    """The ways by which a clause is reached: by its own locator, and by the places it changes."""
    return tuple(way for place in clause.places for way in ways(place))


@lru_cache(maxsize=50_000)
def label(text: str) -> Label:
    """What makes two locators one, however they are written: their places, their other words."""
    places = tuple(one.place for one in read(text))
    rest = plain(text)
    for group in reversed(list(groups(rest, printed=True))):
        rest = f"{rest[: group.start]} {rest[group.end :]}"
    return places, tuple(re.findall(r"\w+", rest.lower()))


def shared(place: Locator, way: Way) -> int:
    """How many of a place's numbers a way begins with; -1 where they are of different levels."""
    kind, steps = way
    if kind and place.kind and level(kind) != level(place.kind):
        return -1
    size = 0
    while size < min(len(steps), len(place.steps)) and steps[size] == place.steps[size]:
        size += 1
    return size


def _own_chains(found: Sequence[Group], text: str) -> Iterator[list[Group]]:
    """A document's own locator in chains: what stands around a place, or beside it, is another."""
    chain: list[Group] = []
    for group in found:
        between = text[chain[-1].end : group.start] if chain else ""
        if chain and (group.kind in ("item", "letter") or re.search(r"\(|\band\b", between)):
            yield chain  # "Article 2(B) (item 27)", "Article 49 and AI sideletter"
            chain = chain if group.kind == "footnote" else []
        chain = [*chain, group]
    if chain:
        yield chain


def expanded(chain: Sequence[Group], book: str, words: str = "") -> Iterator[Locator]:
    """The place that a chain names, then those that its lists and ranges name beside it."""
    parts = tuple(_part(one, one.steps) for one in chain)
    listed = any(one.others for one in chain)
    first = Locator(parts, book, words)
    yield replace(first, words=_listed(chain[0], first)) if words and listed else first
    for at, group in enumerate(chain):
        for other in group.others:
            place = Locator((*parts[:at], _part(group, other)), book)
            yield replace(place, words=_listed(chain[0], place)) if words else place


def _part(group: Group, steps: Steps) -> Part:
    if not steps:
        return Part(group.kind)
    number = number_of(group.kind, group.head, steps)
    return Part(group.kind, number, steps[len(steps_of(group.kind, number)) :])


def _listed(outer: Group, place: Locator) -> str:
    """One place of several named together, with its level and its first number as typed."""
    head = steps_of(outer.kind, outer.head)
    typed = head == place.steps[: len(head)]
    first = outer.head if typed else place.steps[0]
    rest = "".join(f"({step})" for step in place.steps[len(head) if typed else 1 :])
    return f"{outer.kind.capitalize()} {first}{rest}".strip()


def level(kind: str) -> str:
    """A kind of level as compared: article, section, paragraph and a bare number are one."""
    return "" if kind in ALIKE else kind
