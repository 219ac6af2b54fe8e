"""The places that a text gives for its quotations, held against the documents' clauses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus import Clause
from corpus.locator_grammar import ALIKE, SOFT
from corpus.locator_numbers import Steps, steps_of
from corpus.locators import Locator, Way, ways
from corpus.locators_in_text import cited

__all__ = ["COMMON", "Place", "chains_of", "first_place", "fit", "gives", "places", "steps_of"]

#: Words for a level that mean something else as often: a place where a document is named beside.
COMMON = SOFT
_PAGES = re.compile(r"\bpp?\.\s*(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a text gives it: its words, its levels with their numbers, its page; where it is.

    `more` are the other places of its list, "Article 7(B) and (C)": words may stand at any of them.
    """

    text: str
    groups: tuple[Way, ...]
    page: int | None = None
    start: int = 0
    end: int = 0
    more: tuple[tuple[Way, ...], ...] = ()


def places(text: str) -> Iterator[Place]:
    """Every place that a text gives, in order; a sequence ("Article 72, paragraph B") is one."""
    for one in cited(text):
        own, *others = (_groups(each) for each in (Locator(one.parts, one.book), *one.more))
        yield Place(one.text, own, one.page, one.start, one.end, tuple(others))


def first_place(text: str) -> str:
    """The first place that a text gives ("Article 72, Paragraph C"), or nothing."""
    return next((place.text for place in places(text) if place.groups), "")


def fit(place: Place, clause: Clause) -> int:
    """How a clause stands to a place: 2 at or inside it, 1 around it, 0 elsewhere."""
    if place.page is not None and not _on_page(clause, place.page):
        return 0
    if not place.groups:
        return 2 if place.page is not None and clause.page else 0
    chains = tuple(chain for one in clause.places for chain in chains_of(one))
    return max(_fit(_merged(groups), chains) for groups in (place.groups, *place.more))


def _fit(groups: tuple[Way, ...], chains: tuple[Way, ...]) -> int:
    level, whole = groups[0][0], tuple(number for _, numbers in groups for number in numbers)
    if level in ("", "paragraph") and len(groups) == 1 and re.fullmatch(r"[a-z]+", whole[0]):
        # "paragraph (h)", of an article that was named before
        return 2 * any(_holds(chain, whole) for _, chain in chains)
    joined = max((_prefix(level, whole, chain) for chain in chains), default=0)
    apart = min(
        max((_prefix(level, numbers, chain) for chain in chains), default=0)
        for level, numbers in groups
    )
    return max(joined, apart)


def gives(text: str, place: Place) -> bool:
    """Whether a text itself gives a place, be it another's; a page also where it gives none."""
    if not place.groups:
        pages = [(int(one[1]), int(one[2] or one[1])) for one in _PAGES.finditer(text)]
        return not pages or any(first <= (place.page or 0) <= last for first, last in pages)
    wanted = _merged(place.groups)[-1][1]
    return any(
        groups and _merged(groups)[-1][1][: len(wanted)] == wanted
        for other in places(text)
        for groups in (other.groups, *other.more)
    )


@lru_cache(maxsize=8192)  # a bulletin of many places asks it of each clause for each of them
def chains_of(locator: str) -> tuple[Way, ...]:
    """The numberings by which a locator is reached: from each of its levels on, with its lists."""
    book = "ilcs" if " ILCS " in locator else ""
    return tuple((book or kind, steps) for kind, steps in ways(locator) if steps)


def _groups(locator: Locator) -> tuple[Way, ...]:
    kinds = {"section": "ilcs"} if locator.book == "ilcs" else {}
    return tuple((kinds.get(part.kind, part.kind), part.steps) for part in locator.parts)


def _merged(groups: tuple[Way, ...]) -> tuple[Way, ...]:
    """Without a level whose number the next one repeats: "Article F, part F1" is F1."""
    after: tuple[Steps, ...] = (*(steps for _, steps in groups[1:]), ())
    return tuple(
        (kind, steps)
        for (kind, steps), deeper in zip(groups, after, strict=True)
        if not (len(deeper) > len(steps) and deeper[: len(steps)] == steps)
    )


def _holds(chain: Steps, steps: Steps) -> bool:
    return any(chain[at : at + len(steps)] == steps for at in range(len(chain)))


def _prefix(level: str, numbers: Steps, chain: Way) -> int:
    own, held = chain
    if level and own and level != own and not (level in ALIKE and own in ALIKE):
        return 0
    if held[: len(numbers)] == numbers:
        return 2
    return 1 if numbers[: len(held)] == held and (own or held[0].isdecimal()) else 0


def _on_page(clause: Clause, page: int) -> bool:
    if clause.page is None:
        return True  # nothing here tells the page: it can't be held against the citation
    last = clause.last_page or clause.page
    if clause.page <= page <= last:
        return True
    label = clause.page_label or ""
    return label.isdecimal() and int(label) <= page <= int(label) + last - clause.page
