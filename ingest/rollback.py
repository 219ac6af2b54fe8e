"""Going back one generation, and what that would do to the documents, told before it is done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import Home, Library, PinciteError, metadata, write_whole
from ingest.keeping import generations

#: Metadata that follows from a document's words, or is none of a person's saying.
_DERIVED = frozenset(["checksum", "original", "readable", "marked"])


@dataclass(frozen=True, slots=True)
class Undone:
    """The documents that come back, those that go, and those in another version after it.

    Each is a line a person can read. `known` is false where what is held now can't be read, so that
    nothing can be told.
    """

    back: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    known: bool = True

    @property
    def ids(self) -> dict[str, list[str]]:
        """The ids of those that come back, go and change; none where nothing is known."""
        changed = [one for one, _ in self.changed]
        rows = {"back": self.back, "gone": self.gone, "changed": changed}
        return {name: [one.partition(", ")[0] for one in some] for name, some in rows.items()}

    @property
    def lines(self) -> Iterator[str]:
        """For a terminal."""
        if not self.known:
            yield "what is held now can't be read; the documents of the earlier index come back"
            return
        yield from (f"comes back: {one}" for one in self.back)
        yield from (f"goes: {one}" for one in self.gone)
        yield from (f"changes version: {one} ({', '.join(what)})" for one, what in self.changed)
        if not (self.back or self.gone or self.changed):
            yield "no document comes back, goes or changes; only the index is the earlier one"


def roll_back(home: Home) -> Home:
    """Go back to the generation before the one in use (lock held); returns that home.

    Documents and index go back together.
    """
    now, then = _last_two(home)
    earlier = _home_of(home, then)
    earlier.save()
    write_whole(home.pointer, f"{then.name}\n{now.name}\n")
    return earlier


def undoing(home: Home, bundled: Path) -> Undone:
    """What going back one generation would do; PinciteError where there is none to go back to."""
    _, folder = _last_two(home)
    then = Library.load(_home_of(home, folder), bundled)
    try:
        now = Library.load(Home.read(home.root, home.root / "home.json"), bundled)
    except (PinciteError, OSError):
        return Undone(known=False)
    both = [one for one in then.documents if one in now]
    return Undone(
        tuple(_named(then, one) for one in then.documents if one not in now),
        tuple(_named(now, one) for one in now.documents if one not in then),
        tuple((_named(then, one), what) for one in both if (what := _differing(now, then, one))),
    )


def _last_two(home: Home) -> tuple[Path, Path]:
    """The generation in use and the one before it."""
    kept = generations(home)
    if len(kept) < 2:
        raise PinciteError("there is no earlier index generation to go back to")
    return kept[0], kept[1]


def _home_of(home: Home, folder: Path) -> Home:
    """The home that a generation was built for; PinciteError where its list is another's."""
    earlier = Home.read(home.root, folder / "home.json")
    try:
        said = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("said")
        same = said is None or {one: kept["version"] for one, kept in said.items()} == dict(
            earlier.added
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        same = False
    if not same:
        raise PinciteError(f"{folder} is damaged: there is no earlier index to go back to")
    return earlier


def _differing(now: Library, then: Library, identity: str) -> tuple[str, ...]:
    """In what two versions of a document differ: its words, its clauses, its title, a date."""
    one, two = now[identity], then[identity]
    parts = ["words"] if one.text != two.text else []
    parts += ["clauses"] if one.text == two.text and one.clauses != two.clauses else []
    parts += ["added here or bundled"] if one.bundled != two.bundled else []
    said, other = metadata(one), metadata(two)
    changed = [name for name in said if name not in _DERIVED and said[name] != other.get(name)]
    return (*parts, *(name.replace("_", " ") for name in changed))


def _named(library: Library, identity: str) -> str:
    return f"{identity}, {library[identity].title[:110]}"
