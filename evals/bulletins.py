"""Bulletins that quote the documents, with one planted error or none, for `evals/planted.py` to have checked.

The sentences around the quotations were written by hand (`planted.json`); the quotations are the documents' own, changed by
seeded rules. Sentences and words that replace others are of three sets, one to build on and two that judge; the first two share no document.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.force import force_of
from corpus import STRUCK, Clause, Document, Library
from corpus.words import sentences
from evals.carriers import forms_of, places_in, shaped, within

TODAY = date(2026, 11, 25)
#: Written in this order: the second was measured before anything was mended for it, the third after that; the fourth keeps the turns of
#: phrase of whole bulletins that the check had stumbled over.
HALVES = ("develop", "held", "fresh", "wide")
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
_WRITTEN = json.loads((Path(__file__).parent / "planted.json").read_text(encoding="utf-8"))
#: The real agreements that the suite adds where they stand beside the project: the file, the set, the day they are quoted on.
OFFICIAL: dict[str, dict] = _WRITTEN["official"]
_NEGATION = re.compile(r"\b(not|never|cannot|no|without)\b")
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "thirty", "sixty", "ninety"]
_NUMBER = re.compile(rf"\d+|\b(?:{'|'.join(_NUMBERS)})\b")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December")
_LEAST, _MOST = 7, 45


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A text to be checked on a day; `kind` is what is planted in it ("true" for nothing), in these words or at this place."""

    id: str
    half: str
    kind: str
    text: str
    words: str
    place: str
    day: date


@dataclass(frozen=True, slots=True)
class _Quote:
    document: Document
    clause: Clause
    words: str


def bulletins(library: Library, each: int = 14, true: int = 100, seed: int = 5) -> list[Bulletin]:
    """All bulletins: `each` of every kind of error, `true` without any, and the honest words about force. Deterministic."""
    return [one for half in HALVES for one in _Maker(library, half, random.Random(f"{seed} {half}")).all(each, true)]


def plain(words: str) -> str:
    """Words and numbers only, in lower case: what two texts share whatever their marks."""
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


class _Maker:
    """Makes the bulletins of one half."""

    def __init__(self, library: Library, half: str, lot: random.Random) -> None:
        self.library, self.half, self.lot = library, half, lot
        self.carriers: list[str] = _WRITTEN["carriers"][half]
        self.stock = {name: _WRITTEN[name][half] for name in ("overstated", "honest", "speech", "invented", "synonyms")}
        self.everything = " ".join(plain(document.text) for document in library)
        self.documents = [document for document in library if half in ("fresh", "wide") or self._half(document) == half]
        self.turn = 0

    def _half(self, document: Document) -> str:
        identity = document.id if document.id in OFFICIAL else document.text_of or document.id
        if identity in OFFICIAL:
            return OFFICIAL[identity]["half"]
        if document.declared not in ("proposed", "statement") and self.library.status(document, TODAY) in ("superseded", "expired"):
            old = [d.id for d in self.library if d.basis == "digest" and self.library.status(d, TODAY) in ("superseded", "expired")]
            return HALVES[old.index(identity) % 2] if identity in old else "develop"
        return HALVES[hashlib.sha256(identity.encode()).digest()[0] % 2]

    def all(self, each: int, true: int) -> Iterator[Bulletin]:
        quotes = self._quotes(lambda d: self._day(d) is not None)
        makers: dict[str, Callable[[], Iterator[tuple[_Quote, str]]]] = {
            "word": lambda: self._changed(quotes, self._other_word),
            "negation": lambda: self._changed(quotes, self._other_negation),
            "number": lambda: self._changed(quotes, self._other_number),
            "place": lambda: ((quote, quote.words) for quote in quotes if len(places_in(quote.document)) > 3),
            "invented": self._invented(quotes),
            "superseded": lambda: ((quote, quote.words) for quote in self._quotes(self._old)),
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
        for kind, stock in (("overstated", self.stock["overstated"]), ("true", self.stock["honest"])):
            pools = {about: self._about(about) for about, _ in stock}
            usable = [(about, carrier) for about, carrier in stock if pools[about]]
            for number in range(each):
                about, carrier = usable[number % len(usable)]
                quote = self.lot.choice(pools[about])
                yield replace(self._filled(kind, quote, quote.words, carrier), id=f"{self.half}-{kind}-{about}-{number}")

    # --- what is quoted ---

    def _day(self, document: Document) -> date | None:
        """The day on which this document may be quoted as current, if any."""
        day = _day_of(document)
        if document.text_of and document.id not in OFFICIAL:
            return None
        return day if self.library.status(document, day) in ("in_force", "statement", "proposed") else None

    def _old(self, document: Document) -> bool:
        return document.declared not in ("proposed", "statement") and self.library.status(document, TODAY) in (
            "superseded",
            "expired",
        )

    def _quotes(self, wanted: Callable[[Document], bool]) -> list[_Quote]:
        found = []
        for document in self.documents:
            if wanted(document):
                own = [quote for clause in document.clauses if not clause.title_only for quote in _sentences(document, clause)]
                self.lot.shuffle(own)
                # most documents number their clauses, and a citation that gives no number is the easier one
                found += own[:40] if places_in(document) else own[:4]
        self.lot.shuffle(found)
        return found

    def _about(self, about: str) -> list[_Quote]:
        """Sentences of clauses of this force or standing."""
        today = [d for d in self.documents if self._day(d) == TODAY]
        tests: dict[str, Callable[[Document, str], bool]] = {
            "principle": lambda d, force: d.tier == 4 and d.kind == "principle" and d.declared == "statement",
            "proposed": lambda d, force: d.declared == "proposed" and d.kind == "law",
            "any": lambda d, force: d.tier <= 2 and d.declared != "proposed",
            "superseded": lambda d, force: True,
        }
        test = tests.get(about, lambda d, force: d.tier <= 2 and d.declared != "proposed" and force == about)
        return [
            quote
            for document in (today if about != "superseded" else [d for d in self.documents if self._old(d)])
            for clause in document.clauses
            if not clause.title_only
            and forms_of(clause.locator)
            and not any(m.kind == "absent" for f in clause.facts for m in f.marks)
            if test(document, force_of(document.quote(clause), document))
            for quote in _sentences(document, clause)
            if about in tests or force_of(quote.words, document) == about
        ]

    # --- what is planted ---

    def _changed(self, quotes: list[_Quote], change: Callable[[str], str | None]) -> Iterator[tuple[_Quote, str]]:
        for quote in quotes:
            words = change(quote.words)
            if words and plain(words) not in self.everything:
                yield quote, words

    def _other_word(self, words: str) -> str | None:
        known = [m for m in re.finditer(r"[A-Za-z]+", words) if m.group() in self.stock["synonyms"]]
        if not known:
            return None
        one = self.lot.choice(known)
        return words[: one.start()] + self.stock["synonyms"][one.group()] + words[one.end() :]

    def _other_negation(self, words: str) -> str | None:
        if found := _NEGATION.search(words):
            other = {"not": "", "never": "", "no": "any", "cannot": "can", "without": "with"}[found.group()]
            return " ".join((words[: found.start()] + other + words[found.end() :]).split())
        if found := re.search(r"\b(may|must|shall|will|is|are|has|can)\b", words):
            return f"{words[: found.end()]} not{words[found.end() :]}"
        return None

    def _other_number(self, words: str) -> str | None:
        found = [m for m in re.finditer(rf"{_NUMBER.pattern}|\b(?:{'|'.join(_MONTHS)})\b", words) if m.start()]
        if not found:
            return None
        one = self.lot.choice(found)
        for row in (_NUMBERS, _MONTHS):
            if one.group() in row:
                other = row[(row.index(one.group()) + self.lot.choice([1, 3])) % len(row)]
                break
        else:
            other = str(int(one.group()) + self.lot.choice([1, 2, 10]))
        return words[: one.start()] + other + words[one.end() :]

    def _invented(self, quotes: list[_Quote]) -> Callable[[], Iterator[tuple[_Quote, str]]]:
        binding = [quote for quote in quotes if quote.document.tier <= 2]
        return lambda: ((self.lot.choice(binding), words) for words in self.stock["invented"])

    def _struck(self) -> Iterator[tuple[_Quote, str]]:
        """Struck words as though they stood: a long run of them, or a few with the live words before."""
        found = []
        for document in self.documents:
            for part in document.report.left_out if document.report and document.id in OFFICIAL else ():
                clause = document.clause_at(max(0, (part.at or 0) - 2))
                if part.reason not in STRUCK or clause is None or not re.search(r"[A-Za-z]{3}|\d{4}", part.sample):
                    continue
                before = re.split(r"\n\s*\n", document.text[clause.span.start : part.at])[-1].split()[-7:]
                words = part.sample if len(part.sample.split()) > 6 else " ".join([*before, part.sample])
                words = " ".join(words.split()).strip('“”" ')
                if len(words.split()) >= _LEAST and plain(words) not in self.everything and not re.search(r"[“”\"•]", words):
                    found.append((_Quote(document, clause, words), words))
        self.lot.shuffle(found)
        yield from found

    # --- how it is written ---

    def _bulletin(self, kind: str, quote: _Quote, words: str) -> Bulletin | None:
        for _ in self.carriers:
            carrier = self.carriers[self.turn % len(self.carriers)]
            self.turn += 1
            fits = "{place}" not in carrier or bool(forms_of(quote.clause.locator))
            if kind == "place" and "{place}" not in carrier or kind == "struck" and re.search(r"elided|bracketed", carrier):
                continue
            single = re.search(r"['‘]\{q\}", carrier)
            if fits and not (single and re.search(r"[’'‘]", words)) and not ("{q2}" in carrier and self._second(quote) is None):
                return self._filled(kind, quote, words, carrier)
        return None

    def _second(self, quote: _Quote) -> _Quote | None:
        others = [
            other
            for clause in quote.document.clauses
            if not clause.title_only and forms_of(clause.locator) and clause.locator != quote.clause.locator
            for other in _sentences(quote.document, clause)
        ]
        return self.lot.choice(others) if others else None

    def _filled(self, kind: str, quote: _Quote, words: str, carrier: str) -> Bulletin:
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
            TODAY if kind == "superseded" or self._old(named) and kind != "struck" and named.id not in OFFICIAL else _day_of(named)
        )
        shown = quoted["elided"] if "{elided}" in carrier else words
        used = shown if re.search(r"\{(?:q|a|block|lower|wrapped|hyphened|elided|bracketed)\}", carrier) else ""
        return Bulletin("", self.half, kind, "\n\n".join(parts) + "\n", used, place, day)

    def _elsewhere(self, quote: _Quote) -> tuple[Document, Clause]:
        """A place where the words do not stand: of the same document, or of another."""
        own = quote.document
        pool = [(own, c) for c in places_in(own) if c is not quote.clause and not within(c.locator, quote.clause.locator)]
        others = [d for d in self.documents if d is not own and self._day(d) == self._day(own) and places_in(d)]
        if others and (not pool or self.lot.random() < 0.5):
            other = self.lot.choice(others)
            pool = [(other, clause) for clause in places_in(other)]
        pool = [(d, c) for d, c in pool if plain(quote.words) not in plain(d.quote(c))]
        return self.lot.choice(pool)

    def _name(self, document: Document) -> str:
        known = self.library[document.text_of] if document.text_of else document
        names = [re.sub(r"^the ", "", alias) for alias in known.aliases] or [known.title]
        return known.id if self.lot.random() < 0.08 else self.lot.choice(names)

def _sentences(document: Document, clause: Clause) -> list[_Quote]:
    """Sentences of a clause that a person would quote: of a fair length, without quotation marks or lists inside."""
    found = []
    for span in sentences(document.text, clause.span.start, clause.span.end):
        words = " ".join(span.of(document.text).split()).strip('“”"> ')
        words = re.sub(r"^(?:\(?[A-Za-z0-9]{1,4}[.)]\s+)+“?", "", words)
        if (
            _LEAST <= len(words.split()) <= _MOST
            and not re.search(r"[“”\"|*_\[\]{}<>•…]|\.\.\.|‘|§", words)
            and re.search(r"[a-z]{4} [a-z]", words)
        ):
            found.append(_Quote(document, clause, words))
    return found


def _day_of(document: Document) -> date:
    return date.fromisoformat(OFFICIAL[document.id]["day"]) if document.id in OFFICIAL else TODAY
