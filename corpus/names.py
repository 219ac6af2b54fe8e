"""Unions, places, kinds of work that a text names (`unions.toml`, `places.toml`, `work.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Union:
    """A union or guild; `separate` where its parent's agreements do not govern its own."""

    id: str
    title: str
    names: tuple[str, ...]
    crafts: tuple[str, ...] = ()
    parent: str | None = None
    separate: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A country, state or union of states; `capitals` are names only where written so: LA."""

    id: str
    names: tuple[str, ...]
    within: str | None = None
    capitals: tuple[str, ...] = ()


@cache
def unions() -> dict[str, Union]:
    """All unions by id, in the file's order."""
    table = tomllib.loads((_FOLDER / "unions.toml").read_text(encoding="utf-8"))
    return {
        key: Union(
            key,
            row["title"],
            tuple(row["names"]),
            tuple(row.get("crafts", ())),
            row.get("parent"),
            row.get("separate", False),
        )
        for key, row in table.items()
    }


@cache
def places() -> dict[str, Place]:
    """All places by id, in the file's order."""
    table = tomllib.loads((_FOLDER / "places.toml").read_text(encoding="utf-8"))
    return {
        key: Place(key, tuple(row["names"]), row.get("within"), tuple(row.get("capitals", ())))
        for key, row in table.items()
    }


#: Not the United States, though its short name stands in them.
_OTHERS = re.compile(r"\b(?:latin|south|central) america\w*", re.I)


def plain(text: str) -> str:
    """Curly quotes and odd hyphens as typed on any keyboard; the length does not change."""
    return text.translate(
        {0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0x2013: "-"}
    )


def matcher(names: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of `names` as whole words, longest first."""
    ordered = sorted(names, key=len, reverse=True)
    body = "|".join(re.escape(plain(name)).replace(r"\ ", r"[\s-]+") for name in ordered)
    return re.compile(rf"(?<![\w/])(?:{body})(?![\w/]|-[A-Z])", re.I)


def without_unions(text: str) -> str:
    """A text less every name of a union."""
    return _union_names()[1].sub(" ", plain(text))


def _key(name: str) -> str:
    return re.sub(r"[\s-]+", " ", plain(name)).lower()


@cache
def _union_names() -> tuple[dict[str, str], re.Pattern[str]]:
    owner = {_key(name): union.id for union in unions().values() for name in union.names}
    return owner, matcher(name for union in unions().values() for name in union.names)


@cache
def _craft_names() -> tuple[dict[str, str], re.Pattern[str]]:
    owner = {_key(craft): union.id for union in unions().values() for craft in union.crafts}
    return owner, matcher(craft for union in unions().values() for craft in union.crafts)


@cache
def _work_names() -> tuple[dict[str, str], re.Pattern[str]]:
    table = tomllib.loads((_FOLDER / "work.toml").read_text(encoding="utf-8"))
    owner = {_key(name): kind for kind, row in table.items() for name in row["names"]}
    return owner, matcher(owner)


@cache
def works() -> dict[str, str]:
    """The kinds of work, each with its title."""
    return {
        kind: row["title"]
        for kind, row in tomllib.loads((_FOLDER / "work.toml").read_text(encoding="utf-8")).items()
    }


#: An assistant director is no advertisement, and not every spot is one.
_NO_WORK = re.compile(
    r"\bADs?\b|\b(?i:(?:1st|2nd|3rd|first|second|third) ads?"
    r"|(?:on the|in a|to|can|could|i|you|we|they|my|your|his|her|their|blind|weak|tight) spots?)\b"
)


def find_work(text: str) -> list[str]:
    """Ids of the kinds of work a text names, in order: "a beer ad" is `commercials`."""
    return _found(_NO_WORK.sub(" ", _union_names()[1].sub(" ", plain(text))), _work_names())


@cache
def _place_names() -> tuple[dict[str, str], re.Pattern[str]]:
    owner = {_key(name): place.id for place in places().values() for name in place.names}
    return owner, matcher(name for place in places().values() for name in place.names)


@cache
def _capitals() -> tuple[dict[str, str], re.Pattern[str]]:
    """The short names that count only in capitals, each with the place's full name."""
    written = {name: place.names[0] for place in places().values() for name in place.capitals}
    return written, re.compile(rf"\b(?:{'|'.join(written)})\b")


def _found(text: str, table: tuple[dict[str, str], re.Pattern[str]]) -> list[str]:
    owner, pattern = table
    return list(dict.fromkeys(owner[_key(hit.group())] for hit in pattern.finditer(plain(text))))


def find_unions(text: str, own: Iterable[str] = ()) -> list[str]:
    """Ids of the unions a text names, in order. A name inside a longer one is not found twice.

    A name that is part of one of `own`'s names is theirs: to who is in the Directors Guild of
    Canada, "the directors guild" is no other.
    """
    owner, pattern = _union_names()
    longer = {_key(name): one for one in own for name in unions()[one].names}
    hits = [_key(hit.group()) for hit in pattern.finditer(plain(text))]

    def whose(hit: str) -> str:
        inner = (one for name, one in longer.items() if hit in name)
        return next((one for one in inner if owner[hit] not in lineage(one)), owner[hit])

    return list(dict.fromkeys(whose(hit) for hit in hits))


def find_crafts(text: str) -> list[str]:
    """Ids of the unions whose crafts a text names: "I'm an assistant editor" is Local 700's."""
    return _found(text, _craft_names())


def find_places(text: str) -> list[str]:
    """Ids of the places a text names, in order; a place in a union's name is none."""
    text = _OTHERS.sub(" ", _union_names()[1].sub(" ", plain(text)))
    written, pattern = _capitals()
    if not text.isupper():  # A TEXT ALL IN CAPITALS SAYS NOTHING BY THEM
        text = pattern.sub(lambda found: written[found.group()], text)
    return _found(text, _place_names())


def lineage(union: str) -> list[str]:
    """The union itself, then the unions it stands inside, nearest first."""
    line = [union]
    while (parent := unions()[line[-1]].parent) is not None:
        line.append(parent)
    return line


def place_lineage(place: str) -> list[str]:
    """The place itself, then the places whose law also applies there."""
    line = [place]
    while (outer := places()[line[-1]].within) is not None:
        line.append(outer)
    return line
