"""Which digest an original is the official text of: known by its SHA-256, or guessed from what its
first pages say.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import corpus
from corpus import AGREEMENTS, BadDocument, Clause, Document, Library
from corpus.digest import read_digest
from corpus.locator_numbers import Steps
from corpus.names import find_unions, plain
from corpus.numbering import places_of

#: A title page, with the lines beneath it that say between whom.
_FRONT = 3000
#: Where an agreement has named its parties: a memorandum has its contents before them.
_PARTIES = 20_000
_LITTLE = frozenset(["a", "an", "and", "between", "for", "in", "of", "on", "s", "the", "to"])

#: Hears what an original seems to be, and says whether it is to be taken as that.
Accept = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Known:
    """The digest whose official text an original is.

    `name` is what the file is called, empty for a guess; `effective` is the file's own first day
    where that isn't the digest's; `held` says whether the home has the digest.
    """

    digest: Document
    name: str = ""
    effective: date | None = None
    held: bool = True

    @property
    def whose(self) -> str:
        """The digest, its union and its days, as a person reads them."""
        start, end = self.effective or self.digest.effective, self.digest.expires
        days = " to ".join(
            f"{day.day} {month_name[day.month]} {day.year}" for day in (start, end) if day
        )
        term = f", in force {days}" if start and end else ""
        return f"our digest {self.digest.id}: {self.digest.union}{term}"

    @property
    def told(self) -> str:
        """That it is known, in a sentence."""
        here = "" if self.held else " (this home doesn't hold the digest)"
        return f"This is {self.name}, official text of {self.whose}{here}."


@cache
def table() -> dict[str, dict[str, Any]]:
    """The known files by their SHA-256: `digest`, `name`, and `effective` where there is one."""
    path = Path(corpus.__file__).parent / "originals.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {row["sha256"]: {**row, "digest": digest} for digest, row in rows.items()}


def known(path: Path, library: Library, bundled: Path) -> Known | None:
    """The digest of a file whose very bytes are known, held or bundled; None for any other."""
    try:
        with path.open("rb") as file:
            row = table().get(hashlib.file_digest(file, "sha256").hexdigest())
    except OSError:
        return None  # whoever reads it says what is wrong
    if row is None:
        return None
    identity, held = str(row["digest"]), row["digest"] in library
    try:
        digest = library[identity] if held else read_digest(bundled / f"{identity}.md")
    except (OSError, BadDocument):
        return None
    return Known(digest, row["name"], row.get("effective"), held)


def guessed(text: str, clauses: tuple[Clause, ...], library: Library) -> Known | None:
    """The one digest that a text's title page, parties, days and numbered places all speak for.

    Another agreement of the same parties lacks its name or its last day, a summary or a schedule
    the places that the digest cites. None where two fit, or the digest says no last day.
    """
    front = text[:_FRONT]
    words, unions = _words(front), frozenset(find_unions(front))
    held = {place[:n] for clause in clauses for place in places_of(clause.locator) for n in (1, 2)}
    fitting = [
        digest
        for digest in library
        if digest.basis == "digest"
        and digest.kind in AGREEMENTS
        and unions & frozenset(find_unions(digest.union or ""))
        and _named(digest, words)
        and _dated(digest, text, words)
        and _party(digest, text[:_PARTIES])
        and _placed(digest, held)
    ]
    return Known(fitting[0]) if len(fitting) == 1 else None


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+|\d+", plain(text).lower())) - _LITTLE


def _named(digest: Document, words: frozenset[str]) -> bool:
    names = [_words(name) for name in (digest.name, *digest.aliases)]
    return any(len(name) > 1 and name <= words for name in names)


def _dated(digest: Document, text: str, words: frozenset[str]) -> bool:
    """Whether the front has the year in which the digest begins, and the text its last day."""
    start, end = digest.effective or digest.adopted, digest.expires
    return bool(start and end and str(start.year) in words and _written(end).search(plain(text)))


def _written(day: date) -> re.Pattern[str]:
    """A day as English agreements write it."""
    month, number = month_name[day.month], rf"0?{day.day}(?:st|nd|rd|th)?"
    ways = (
        rf"{month[:3]}\w*\.?\s+{number},?\s+{day.year}",
        rf"{number}\s+(?:day\s+of\s+)?{month[:3]}\w*\.?,?\s+{day.year}",
        rf"0?{day.month}/0?{day.day}/(?:{day.year}|{day.year % 100:02})",
        day.isoformat(),
    )
    return re.compile(rf"\b(?:{'|'.join(ways)})\b", re.I)


def _party(digest: Document, text: str) -> bool:
    other = digest.counterparty
    return not other or re.search(rf"(?<!\w){re.escape(other)}(?!\w)", text, re.I) is not None


def _placed(digest: Document, held: set[Steps]) -> bool:
    wanted = {place[:2] for clause in digest.clauses for place in places_of(clause.locator)}
    return bool(wanted) and 2 * len(wanted & held) >= len(wanted)
