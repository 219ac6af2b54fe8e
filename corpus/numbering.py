"""Which clauses of two documents stand at one place: an official text and the digest that summarises it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.model import AGREEMENTS, Clause, Document


def same_place(clause: Clause, others: Iterable[tuple[int, Clause]]) -> list[int]:
    """Rows of the official clauses at the place a digest's clause summarises: the longest shared run of its numbering.

    "Article XLIX(c)(1) and (c)(2)(i)" is two places; "Section [XX].A.(2)(a)(i)" is matched whatever stands before it.
    """
    best: dict[tuple[str, ...], tuple[int, list[int]]] = {}
    for wanted in places_of(clause.locator):
        for row, other in others:
            for held in places_of(other.locator):
                shared = _shared(wanted, held)
                if shared < 2:
                    continue
                size, rows = best.get(wanted, (0, []))
                if shared > size:
                    best[wanted] = (shared, [row])
                elif shared == size:
                    rows.append(row)
    return list(dict.fromkeys(row for _, rows in best.values() for row in rows))


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Length of the common beginning, where one is the other's beginning; else 0 (a sibling is not the same place)."""
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return size if size == min(len(one), len(other)) else 0


def places_of(locator: str) -> list[tuple[str, ...]]:
    """The places an article's locator names, as numbering: `[('xlix', 'c', '1'), ('xlix', 'c', '2', 'i')]`."""
    found = re.search(
        r"(?:Article|Section|§)\s*\[?([A-Z]+(?:\.\d+)?|\d[\d.]*|##)\]?((?:\.?[A-Z](?![a-z])|\.?\([a-z0-9]+\)|[a-z]\))*)", locator
    )
    if not found:
        return []
    base, tail = found.group(1).lower(), found.group(2)
    places = [(base, *re.findall(r"[a-z0-9]+", tail.lower()))]
    for more in re.finditer(r"(?:,| and| to)\s+((?:\([a-z0-9]+\))+)", locator[found.end() :]):
        places.append((base, *re.findall(r"[a-z0-9]+", more.group(1))))
    return places


def digest_of(official: Document, digests: Iterable[Document], unions_of) -> Document | None:
    """The one digest whose official text a document plainly is, or None.

    Same union, both agreements, terms that overlap, and at least three of the digest's places found in the document,
    twice as many as for any other digest. `unions_of` gives a document's union ids.
    """
    if official.kind not in AGREEMENTS or official.text_of:
        return None
    held = {place for clause in official.clauses for place in places_of(clause.locator)}
    scores: list[tuple[int, str, Document]] = []
    for digest in digests:
        if (
            digest.basis != "digest"
            or digest.kind not in AGREEMENTS
            or not unions_of(digest) & unions_of(official)
            or not _overlap(official, digest)
        ):
            continue
        wanted = {place for clause in digest.clauses for place in places_of(clause.locator) if len(place) > 1}
        found = len(wanted & held)
        if found >= 3:
            scores.append((found, digest.id, digest))
    scores.sort(key=lambda row: (-row[0], row[1]))
    if not scores or (len(scores) > 1 and scores[1][0] * 2 > scores[0][0]):
        return None
    return scores[0][2]


def _overlap(one: Document, other: Document) -> bool:
    starts = [d.effective or d.adopted for d in (one, other)]
    if all(starts) and abs((starts[0] - starts[1]).days) > 120:
        return False
    return not (one.effective and other.expires and one.effective > other.expires)
