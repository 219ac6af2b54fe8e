"""What of the documents a bulletin may quote: sentences of a fair length, of the documents of one
set, on a day when they stand."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus import Clause, Document, Library
from corpus.modality import force_of
from corpus.plain import JsonObject
from corpus.words import sentences
from evals.carriers import forms_of, places_in

TODAY = date(2026, 11, 25)
#: Written in this order: the second was measured before anything was mended for it, the third
#: after that; the fourth keeps the turns of phrase of whole bulletins that the check had stumbled
#: over.
HALVES = ("develop", "held", "fresh", "wide")
#: Written by hand: sentences around quotations, by set, and which real agreements are quoted.
WRITTEN = json.loads((Path(__file__).parent / "planted.json").read_text(encoding="utf-8"))
#: The real agreements that the suite adds where they stand beside the project: the file, the set,
#: the day they are quoted on.
OFFICIAL: dict[str, JsonObject] = WRITTEN["official"]
#: The fewest and the most words of a sentence that is quoted.
LEAST, _MOST = 7, 45


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a clause, in one line."""

    document: Document
    clause: Clause
    words: str


class Quotable:
    """The documents of one set (half), and what of them may be quoted, shuffled by `lot`."""

    def __init__(self, library: Library, half: str, lot: random.Random) -> None:
        self.library, self.lot = library, lot
        self.documents = [
            document
            for document in library
            if half in ("fresh", "wide") or self._half(document) == half
        ]

    def _half(self, document: Document) -> str:
        identity = document.id if document.id in OFFICIAL else document.text_of or document.id
        if identity in OFFICIAL:
            return str(OFFICIAL[identity]["half"])
        if document.declared not in ("proposed", "statement") and self.library.status(
            document, TODAY
        ) in ("superseded", "expired"):
            old = [
                d.id
                for d in self.library
                if d.basis == "digest"
                and self.library.status(d, TODAY) in ("superseded", "expired")
            ]
            return HALVES[old.index(identity) % 2] if identity in old else "develop"
        return HALVES[hashlib.sha256(identity.encode()).digest()[0] % 2]

    def day(self, document: Document) -> date | None:
        """The day on which this document may be quoted as current, if any."""
        day = day_of(document)
        if document.text_of and document.id not in OFFICIAL:
            return None
        return (
            day
            if self.library.status(document, day) in ("in_force", "statement", "proposed")
            else None
        )

    def old(self, document: Document) -> bool:
        """Whether this was in force once and is not today."""
        return document.declared not in ("proposed", "statement") and self.library.status(
            document, TODAY
        ) in (
            "superseded",
            "expired",
        )

    def _counts(self, document: Document, clause: Clause) -> bool:
        """Whether words of a clause may stand for its document: an old one's term that is carried
        over is in force."""
        return not clause.title_only and not (clause.carried and self.old(document))

    def quotes(self, wanted: Callable[[Document], bool]) -> list[Quote]:
        """Sentences of the documents that are wanted, forty of each at most."""
        found = []
        for document in self.documents:
            if wanted(document):
                own = [
                    quote
                    for clause in document.clauses
                    if self._counts(document, clause)
                    for quote in sentences_of(document, clause)
                ]
                self.lot.shuffle(own)
                # most documents number their clauses, and a citation without a number is easier
                found += own[:40] if places_in(document) else own[:4]
        self.lot.shuffle(found)
        return found

    def about(self, about: str) -> list[Quote]:
        """Sentences of clauses of this force or standing."""
        today = [d for d in self.documents if self.day(d) == TODAY]
        tests: dict[str, Callable[[Document, str], bool]] = {
            "principle": lambda d, force: (
                d.tier == 4 and d.kind == "principle" and d.declared == "statement"
            ),
            "proposed": lambda d, force: d.declared == "proposed" and d.kind == "law",
            "any": lambda d, force: d.tier <= 2 and d.declared != "proposed",
            "superseded": lambda d, force: True,
        }

        def of_force(d: Document, force: str) -> bool:
            return d.tier <= 2 and d.declared != "proposed" and force == about

        test = tests.get(about, of_force)
        return [
            quote
            for document in (
                today if about != "superseded" else [d for d in self.documents if self.old(d)]
            )
            for clause in document.clauses
            if not clause.title_only
            and forms_of(clause.locator)
            and not any(m.kind == "absent" for f in clause.facts for m in f.marks)
            if test(document, force_of(document.quote(clause), document))
            for quote in sentences_of(document, clause)
            if about in tests or force_of(quote.words, document) == about
        ]


def sentences_of(document: Document, clause: Clause) -> list[Quote]:
    """Sentences of a clause that a person would quote: of a fair length, without quotation marks or
    lists inside."""
    found = []
    for span in sentences(document.text, clause.span.start, clause.span.end):
        words = " ".join(span.of(document.text).split()).strip('“”"> ')
        words = re.sub(r"^(?:\(?[A-Za-z0-9]{1,4}[.)]\s+)+“?", "", words)
        if (
            LEAST <= len(words.split()) <= _MOST
            and not re.search(r"[“”\"|*_\[\]{}<>•…]|\.\.\.|‘|§", words)
            and re.search(r"[a-z]{4} [a-z]", words)
        ):
            found.append(Quote(document, clause, words))
    return found


def day_of(document: Document) -> date:
    """The day on which this document is quoted."""
    return date.fromisoformat(OFFICIAL[document.id]["day"]) if document.id in OFFICIAL else TODAY
