"""What is held on each topic, how it is known, and what runs out: what to fetch next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from assistant.sheet.agreements import agreements_of
from corpus import Document, Library
from corpus.names import unions
from corpus.plain import JsonObject
from corpus.topics import topics

#: An agreement that ends within so many days is worth a look.
SOON = 183
#: What is known of a document: somebody's own words, or a digest by how it was read.
KNOWN = {
    "official": "official text",
    "whole": "digest of the whole text",
    "ai_terms": "digest of its AI terms",
    "secondhand": "digest from summaries and press",
    "": "digest",
}


@dataclass(frozen=True, slots=True)
class Covered:
    """One agreement that a union's members work under.

    `clauses` counts its clauses by topic. `ends` is `expired`, `soon` or empty; `wanted` what would
    make it more certain, empty where nothing would.
    """

    union: str
    document: Document = field(repr=False)
    clauses: dict[str, int]
    known: str
    status: str
    ends: str
    wanted: str

    def json(self) -> JsonObject:
        """For programs."""
        one = self.document
        return {
            "union": self.union,
            "document": one.id,
            "title": one.title,
            "known": self.known,
            "status": self.status,
            "last_checked": one.checked.isoformat() if one.checked else None,
            "expires": one.expires.isoformat() if one.expires else None,
            "ends": self.ends or None,
            "topics": self.clauses,
            "wanted": self.wanted or None,
        }


def coverage(library: Library, day: date) -> list[Covered]:
    """Every union's agreements that stand or ran out last, by union in the order of the lists.

    What is replaced is left out, and so is an official text whose digest is held.
    """
    found = []
    for union, known in unions().items():
        for one in agreements_of(union, library, day):
            status = library.status(one, day)
            if status not in ("superseded",):
                found.append(_covered(known.title, one, status, library, day))
    return found


def _covered(union: str, document: Document, status: str, library: Library, day: date) -> Covered:
    counted = Counter(on.topic for clause in document.clauses for on in clause.topics)
    official = document.id in library.official_of or document.basis == "official"
    known = KNOWN["official" if official else document.read]
    ends = ""
    if document.expires:
        left = (document.expires - day).days
        ends = "expired" if left < 0 else "soon" if left <= SOON else ""
    return Covered(
        union,
        document,
        {topic: counted[topic] for topic in topics()},
        known,
        status,
        ends,
        _wanted(document, official, ends),
    )


def _wanted(document: Document, official: bool, ends: str) -> str:
    """What to do next about an agreement."""
    if ends == "expired":
        return "the agreement that followed it"
    if official:
        return ""
    if document.official_url:
        return f"its official text: pincite fetch {document.id}"
    return f"its official text: pincite add FILE --text-of {document.id}"


def as_text(rows: list[Covered]) -> str:
    """The coverage as lines for a terminal: an agreement, what is known, what to do."""
    if not rows:
        return "No agreement is held: 'pincite add' one."
    out, union = [], ""
    for one in rows:
        if one.union != union:
            union = one.union
            out += ["", union]
        absent = [topics()[t].name.lower() for t, n in one.clauses.items() if not n]
        ends = {"expired": ", EXPIRED", "soon": ", ends soon"}.get(one.ends, "")
        until = f" until {one.document.expires}" if one.document.expires else ""
        read = f"last checked {one.document.checked}" if one.document.checked else "added here"
        out.append(f"  {one.document.id}: {one.known}, {one.status.replace('_', ' ')}{until}{ends}")
        out.append(f"    {sum(one.clauses.values())} clauses on {_held(one)} topics; {read}")
        if absent and len(absent) < len(topics()):
            out.append(f"    nothing on: {', '.join(absent)}")
        if one.wanted:
            out.append(f"    wanted: {one.wanted}")
    return "\n".join(out[1:])


def _held(one: Covered) -> str:
    return f"{sum(1 for n in one.clauses.values() if n)} of {len(topics())}"
