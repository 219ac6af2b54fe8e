"""Which law book or act a place is said to be in, however it is shortened ("Lab. Code"). Pure."""

from __future__ import annotations

import re

from corpus.locators import Locator
from corpus.names import plain

#: Words around a law book's name that are no part of it.
_LED = frozenset(
    ["ann", "proposed", "the", "of", "in", "under", "a", "what", "does", "do", "is", "says", "say"]
    + ["explain", "about", "s", "whats", "cal", "calif", "california", "ny", "new", "york", "us"]
    + ["tn", "illinois"]
)
#: Letters that are one abbreviation: "U.S.C.", "B & P".
_INITIALS = re.compile(r"\b([a-z])\.?\s?(?=[a-z]\b\.)|\b([a-z])\s*&\s*(?=[a-z]\b)")
_BEFORE_SECTION = re.compile(r"(?:proposed\s+)?(?P<book>.*?)\s*§", re.I)


def of_book(place: Locator, locator: str, names: str) -> bool:
    """Whether a clause's locator is of a place's law book, or its document (by its names) the act.

    "Lab. Code" is "Labor Code", "GBL" the "General Business Law", "B&P Code" "Bus. & Prof. Code".
    """
    asked = _tokens(place.book)
    if not asked:
        return True
    if asked[-1] == "act":
        return set(asked) <= set(_tokens(names))
    before = _BEFORE_SECTION.match(plain(locator))
    own = _tokens(before["book"]) if before else ["ilcs"] if " ILCS " in locator else []
    return bool(own) and _same_book(asked, own)


def _same_book(asked: list[str], own: list[str]) -> bool:
    """Whether two names of law books are one: by initials, or word for word as far as both go."""
    short = "".join(word[0] for word in own)
    if asked[-1] in (short, f"{short}a") or asked == own[-1:] == ["usc"]:
        return True
    if len(asked) > 1 and asked[-1] == own[-1] and asked[-2] == short[:-1]:
        return True
    asked = asked[-len(own) :]
    pairs = zip(asked, own[-len(asked) :], strict=True)
    return len(asked) >= min(2, len(own)) and all(
        one.startswith(other) or other.startswith(one) for one, other in pairs
    )


def _tokens(book: str) -> list[str]:
    """The words by which a law book is known: without "Ann.", the state, and what led up to it."""
    joined = _INITIALS.sub(lambda found: found[1] or found[2], book.lower())
    words = re.findall(r"[a-z]+|\d+", joined)
    return [{"codes": "code"}.get(word, word) for word in words if word not in _LED]
