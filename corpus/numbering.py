"""Which clauses of two documents stand at one place: an official text and the digest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corpus.document import Document
from corpus.locator_grammar import INNER
from corpus.locator_numbers import Steps
from corpus.locators import level, read
from corpus.model import AGREEMENTS, Clause


def same_place(clause: Clause, others: Iterable[tuple[int, Clause]]) -> list[int]:
    """Rows of the official clauses at the place that a digest's clause summarises.

    It is the longest shared run of their numbering: "Article XLIX(c)(1) and (c)(2)(i)" is two
    places; "Item 29.a, Section [XX].A.(2)" is matched whatever stands before the section.
    """
    best: dict[Steps, tuple[int, list[int]]] = {}
    for wanted in places_of(clause.locator):
        for row, other in others:
            for held in places_of(other.locator):
                shared = _shared(wanted, held)
                size, rows = best.get(wanted, (1, []))
                if shared > size:
                    best[wanted] = (shared, [row])
                elif shared == size and shared > 1:
                    rows.append(row)
    return list(dict.fromkeys(row for _, rows in best.values() for row in rows))


def _shared(one: Steps, other: Steps) -> int:
    """How many numbers two places share where one is the other or around it, else none."""
    size = min(len(one), len(other))
    return size if one[:size] == other[:size] else 0


def places_of(locator: str) -> tuple[Steps, ...]:
    """The numbers of each article or section that a clause's locator names, items aside."""
    found = []
    for one in read(locator):
        written = one.kind == "item" and len(one.parts) > 1 and one.parts[1].kind not in INNER
        found.append(one.ways[1] if written else one.ways[0])
    return tuple(dict.fromkeys(steps for kind, steps in found if steps and not level(kind)))


def digest_of(
    official: Document, digests: Iterable[Document], unions_of: Callable[[Document], frozenset[str]]
) -> Document | None:
    """The one digest whose official text a document plainly is, or None.

    Same union, both agreements, terms that overlap, and at least three of the digest's places
    found in the document, twice as many as for any other digest. `unions_of` gives union ids.
    """
    if official.kind not in AGREEMENTS or official.text_of:
        return None
    held = _numbered(official)
    scores: list[tuple[int, str, Document]] = []
    for digest in digests:
        if (
            digest.basis != "digest"
            or digest.kind not in AGREEMENTS
            or not unions_of(digest) & unions_of(official)
            or not _overlap(official, digest)
        ):
            continue
        found = len(_numbered(digest) & held)
        if found >= 3:
            scores.append((found, digest.id, digest))
    scores.sort(key=lambda row: (-row[0], row[1]))
    if not scores or (len(scores) > 1 and scores[1][0] * 2 > scores[0][0]):
        return None
    return scores[0][2]


def _numbered(document: Document) -> set[Steps]:
    places = (place for clause in document.clauses for place in places_of(clause.locator))
    return {place for place in places if len(place) > 1}


def _overlap(one: Document, other: Document) -> bool:
    begun, other_begun = one.effective or one.adopted, other.effective or other.adopted
    if begun and other_begun and abs((begun - other_begun).days) > 120:
        return False
    return not (one.effective and other.expires and one.effective > other.expires)
