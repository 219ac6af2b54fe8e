"""Bulletins that quote the documents, with one planted error or none, for `evals/planted.py`.

The sentences around the quotations were written by hand (`planted.json`); the quotations are the
documents' own, changed by seeded rules. Sentences and words that replace others are of four sets,
two to build on and two that judge; the first two share no document.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpus import STRUCK, Clause, Document, Library
from evals.alterations import other_negation, other_number, other_word
from evals.carriers import forms_of, places_in, shaped, within
from evals.quotable import (
    HALVES,
    LEAST,
    OFFICIAL,
    TODAY,
    WRITTEN,
    Quotable,
    Quote,
    day_of,
    sentences_of,
)

#: What is planted, and the verdicts that name it rightly.
KINDS = {
    "word": ("altered",),
    "negation": ("altered",),
    "number": ("altered",),
    "place": ("wrong_place",),
    "invented": ("not_found",),
    "superseded": ("superseded", "expired"),
    "struck": ("struck",),
    "overstated": ("overstated",),
}


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A text to be checked on a day; `kind` is what is planted in it ("true" for nothing), in these
    words or at this place."""

    id: str
    half: str
    kind: str
    text: str
    words: str
    place: str
    day: date


def bulletins(library: Library, each: int = 14, true: int = 100, seed: int = 5) -> list[Bulletin]:
    """All bulletins: `each` of every kind of error, `true` without any, and the honest words about
    force. Deterministic."""
    return [
        one
        for half in HALVES
        for one in _Maker(library, half, random.Random(f"{seed} {half}")).all(each, true)
    ]


def plain(words: str) -> str:
    """Words and numbers only, in lower case: what two texts share whatever their marks."""
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


class _Maker:
    """Makes the bulletins of one half."""

    def __init__(self, library: Library, half: str, lot: random.Random) -> None:
        self.library, self.half, self.lot = library, half, lot
        self.source = Quotable(library, half, lot)
        self.carriers: list[str] = WRITTEN["carriers"][half]
        self.stock = {
            name: WRITTEN[name][half]
            for name in ("overstated", "honest", "speech", "invented", "synonyms")
        }
        self.everything = " ".join(plain(document.text) for document in library)
        self.turn = 0

    def all(self, each: int, true: int) -> Iterator[Bulletin]:
        quotes = self.source.quotes(lambda d: self.source.day(d) is not None)
        makers: dict[str, Callable[[], Iterator[tuple[Quote, str]]]] = {
            "word": lambda: self._changed(
                quotes, lambda words: other_word(words, self.stock["synonyms"], self.lot)
            ),
            "negation": lambda: self._changed(quotes, other_negation),
            "number": lambda: self._changed(quotes, lambda words: other_number(words, self.lot)),
            "place": lambda: (
                (quote, quote.words) for quote in quotes if len(places_in(quote.document)) > 3
            ),
            "invented": self._invented(quotes),
            "superseded": lambda: (
                (quote, quote.words) for quote in self.source.quotes(self.source.old)
            ),
            "struck": self._struck,
            "true": lambda: ((quote, quote.words) for quote in quotes),
        }
        for kind, make in makers.items():
            wanted = true if kind == "true" else each
            made = 0
            for quote, words in make():
                bulletin = self._bulletin(kind, quote, words)
                if bulletin is not None:
                    yield replace(bulletin, id=f"{self.half}-{kind}-{made}")
                    made += 1
                if made == wanted:
                    break
        for kind, stock in (
            ("overstated", self.stock["overstated"]),
            ("true", self.stock["honest"]),
        ):
            pools = {about: self.source.about(about) for about, _ in stock}
            usable = [(about, carrier) for about, carrier in stock if pools[about]]
            for number in range(each):
                about, carrier = usable[number % len(usable)]
                quote = self.lot.choice(pools[about])
                yield replace(
                    self._filled(kind, quote, quote.words, carrier),
                    id=f"{self.half}-{kind}-{about}-{number}",
                )

    # --- what is planted ---

    def _changed(
        self, quotes: list[Quote], change: Callable[[str], str | None]
    ) -> Iterator[tuple[Quote, str]]:
        for quote in quotes:
            words = change(quote.words)
            if words and plain(words) not in self.everything:
                yield quote, words

    def _invented(self, quotes: list[Quote]) -> Callable[[], Iterator[tuple[Quote, str]]]:
        binding = [quote for quote in quotes if quote.document.tier <= 2]
        return lambda: ((self.lot.choice(binding), words) for words in self.stock["invented"])

    def _struck(self) -> Iterator[tuple[Quote, str]]:
        """Struck words as though they stood: a long run, or a few with the live words before."""
        found = []
        for document in self.source.documents:
            for part in (
                document.report.left_out if document.report and document.id in OFFICIAL else ()
            ):
                clause = document.clause_at(max(0, (part.at or 0) - 2))
                if (
                    part.reason not in STRUCK
                    or clause is None
                    or not re.search(r"[A-Za-z]{3}|\d{4}", part.sample)
                ):
                    continue
                before = re.split(r"\n\s*\n", document.text[clause.span.start : part.at])[
                    -1
                ].split()[-7:]
                words = (
                    part.sample
                    if len(part.sample.split()) > 6
                    else " ".join([*before, part.sample])
                )
                words = " ".join(words.split()).strip('“”" ')
                if (
                    len(words.split()) >= LEAST
                    and plain(words) not in self.everything
                    and not re.search(r"[“”\"•]", words)
                ):
                    found.append((Quote(document, clause, words), words))
        self.lot.shuffle(found)
        yield from found

    # --- how it is written ---

    def _bulletin(self, kind: str, quote: Quote, words: str) -> Bulletin | None:
        for _ in self.carriers:
            carrier = self.carriers[self.turn % len(self.carriers)]
            self.turn += 1
            fits = "{place}" not in carrier or bool(forms_of(quote.clause.locator))
            if (
                kind == "place"
                and "{place}" not in carrier
                or kind == "struck"
                and re.search(r"elided|bracketed", carrier)
            ):
                continue
            single = re.search(r"['‘]\{q\}", carrier)
            if (
                fits
                and not (single and re.search(r"[’'‘]", words))
                and not ("{q2}" in carrier and self._second(quote) is None)
            ):
                return self._filled(kind, quote, words, carrier)
        return None

    def _second(self, quote: Quote) -> Quote | None:
        others = [
            other
            for clause in quote.document.clauses
            if not clause.title_only
            and forms_of(clause.locator)
            and clause.locator != quote.clause.locator
            for other in sentences_of(quote.document, clause)
        ]
        return self.lot.choice(others) if others else None

    def _filled(self, kind: str, quote: Quote, words: str, carrier: str) -> Bulletin:
        named, clause = quote.document, quote.clause
        if kind == "place":
            named, clause = self._elsewhere(quote)
        place = self.lot.choice(forms_of(clause.locator) or [""])
        if clause.page_label and "," not in place and self.lot.random() < 0.15:
            place = f"{place} (p. {clause.page_label})"
        quoted = shaped(words, quote.words, self.lot)
        second = self._second(quote) if "{q2}" in carrier else None
        half = max(2, len(words.split()) // 2)
        text = carrier.format(
            q=words,
            place=place,
            doc=self._name(named),
            q2=second.words if second else "",
            place2=self.lot.choice(forms_of(second.clause.locator)) if second else "",
            a=" ".join(words.split()[:half]).rstrip(","),
            b=" ".join(words.split()[half:]),
            **quoted,
        )
        parts = [text]
        if self.lot.random() < 0.6:
            parts.insert(self.lot.randrange(2), self.lot.choice(self.stock["speech"]))
        day = (
            TODAY
            if kind == "superseded"
            or self.source.old(named)
            and kind != "struck"
            and named.id not in OFFICIAL
            else day_of(named)
        )
        shown = quoted["elided"] if "{elided}" in carrier else words
        used = (
            shown
            if re.search(r"\{(?:q|a|block|lower|wrapped|hyphened|elided|bracketed)\}", carrier)
            else ""
        )
        return Bulletin("", self.half, kind, "\n\n".join(parts) + "\n", used, place, day)

    def _elsewhere(self, quote: Quote) -> tuple[Document, Clause]:
        """A place where the words do not stand: of the same document, or of another."""
        own = quote.document
        pool = [
            (own, c)
            for c in places_in(own)
            if c is not quote.clause and not within(c.locator, quote.clause.locator)
        ]
        others = [
            d
            for d in self.source.documents
            if d is not own and self.source.day(d) == self.source.day(own) and places_in(d)
        ]
        if others and (not pool or self.lot.random() < 0.5):
            other = self.lot.choice(others)
            pool = [(other, clause) for clause in places_in(other)]
        pool = [(d, c) for d, c in pool if plain(quote.words) not in plain(d.quote(c))]
        return self.lot.choice(pool)

    def _name(self, document: Document) -> str:
        known = self.library[document.text_of] if document.text_of else document
        names = [re.sub(r"^the ", "", alias) for alias in known.aliases] or [known.title]
        return known.id if self.lot.random() < 0.08 else self.lot.choice(names)
