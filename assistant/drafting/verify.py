"""The check of one drafted statement and its quotations: it becomes a Statement, or a Refusal.

Nothing a language model writes reaches a person on any other way. A quote is found in the clause
that was given under the id (rapidfuzz finds where, characters decide), and grows to the whole
sentences it stands in, so that no "not" or "provided" is cut off; then one of these sentences, or
what the clause's digest says in short of the same fact, must bear what is drafted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Citation, Statement
from assistant.checking.claims import segments
from assistant.checking.match import folded
from assistant.checking.meaning import content
from assistant.drafting.bearing import unborne
from assistant.drafting.reading import means
from assistant.drafting.standing import misplaced
from assistant.drafting.unfit import LONGEST, odd, unfit
from corpus import Library, Span
from corpus.modality import force_at
from corpus.words import sentences

LEAST_WORDS = 4
LONGEST_QUOTE = 2000
MOST_QUOTES = 6
#: A sentence longer than this is not checked against (a page without a full stop, or a trap).
LONGEST_CITED = 4000
#: How alike a quote must be to be called altered and not invented.
ALIKE = 80

_EDGES = " \t\n\"'“”‘’.,;:…()[]-"
_MARK = re.compile(r"\s*[\[(]\s*S\d{1,2}(?:\s*,\s*S\d{1,2})*\s*[\])]")
_QUOTED = re.compile(
    r"“([^“”]*)”|\"([^\"]*)\"|«([^«»]*)»|‘([^‘’]{3,})’(?!\w)|(?<!\w)'([^']{3,})'(?!\w)"
)
_LIMITS = re.compile(
    r"[“\"'(]*(?:provided|except|unless|however|this does not|but|subject to|"
    r"notwithstanding|only)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A statement as a model drafted it: its words, and (id, quote) pairs. None is known true."""

    text: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a drafted statement is not shown."""

    reason: str


@dataclass(frozen=True)
class Citing:
    """Checks drafted statements against the passages given for one question, held by their ids."""

    library: Library
    given: Mapping[str, Citation]
    question: str = ""

    def check(self, drafted: Drafted) -> Statement | Refusal:
        """The statement with its citations, or the first reason against it."""
        text = " ".join(_MARK.sub("", drafted.text[: 4 * LONGEST]).split())
        if reason := unfit(text):
            return Refusal(reason)
        if not 1 <= len(drafted.quotes) <= MOST_QUOTES:
            return Refusal(f"it has {len(drafted.quotes)} quotes; wanted 1 to {MOST_QUOTES}")
        citations: dict[tuple[str, int, int], Citation] = {}
        for identity, quote in drafted.quotes:
            if (given := self.given.get(identity)) is None:
                return Refusal("it cites a passage that was not given")
            found = quoted(given, quote)
            if isinstance(found, Refusal):
                return found
            citations.setdefault(found.place, found)
        borne = _borne(text, tuple(citations.values()))
        if isinstance(borne, Refusal):
            return borne
        cited = tuple(borne)
        if wrong := _misquoted(text, cited) or misplaced(text, cited, list(borne.values())):
            return Refusal(wrong)
        return Statement(text if text[-1] in '.!?”"’)' else f"{text}.", cited)


def quoted(given: Citation, quote: str) -> Citation | Refusal:
    """A quote of one given passage as a citation of the whole sentences that it stands in."""
    document, clause = given.document, given.clause
    whole = clause.span.of(document.text)
    wanted = folded(quote[: LONGEST_QUOTE + 1])[0].strip(_EDGES)
    if len(quote) > LONGEST_QUOTE:
        return Refusal("its quote is too long")
    if len(wanted.split()) < LEAST_WORDS:
        return Refusal("its quote is too short to bear anything")
    if any(odd(letter) and letter not in whole for letter in quote):
        return Refusal("its quote holds characters that can hide or imitate others")
    text, places = _folded(whole)
    inside = range(given.span.start - clause.span.start, given.span.end - clause.span.start)
    found = list(_found(text, wanted))
    at = next((one for one in found if places[one] in inside), found[0] if found else None)
    if at is None:
        from rapidfuzz import fuzz

        alike = fuzz.partial_ratio(wanted, text) >= ALIKE
        return Refusal(
            "its quote was altered" if alike else "its quote stands nowhere in the passage"
        )
    start = clause.span.start + places[at]
    span = _grown(
        document.text, clause.span, start, clause.span.start + places[at + len(wanted) - 1] + 1
    )
    if span.end - span.start > LONGEST_CITED:
        return Refusal("the sentence that it quotes is too long to be checked")
    silent = any(
        mark.kind in ("absent", "unknown")
        for fact in clause.facts
        if fact.span.start <= span.start < fact.span.end
        for mark in fact.marks
    )
    return Citation(document, clause, span, given.status, force_at(document, clause, span, silent))


@lru_cache(maxsize=32)
def _folded(text: str) -> tuple[str, list[int]]:
    """A clause folded once for all the quotes of a draft."""
    return folded(text)


def _found(text: str, wanted: str) -> Iterator[int]:
    """Where words stand in a text to the letter, but for the first one's case, as whole words."""
    for form in (wanted, wanted[:1].swapcase() + wanted[1:]):
        for found in re.finditer(rf"(?<![^\W_]){re.escape(form)}(?![^\W_])", text):
            yield found.start()


def _grown(text: str, clause: Span, start: int, end: int) -> Span:
    """The sentences in which a stretch stands, and those after them that limit them."""
    parts = sentences(text, clause.start, clause.end)
    inside = [n for n, part in enumerate(parts) if part.start < end and start < part.end]
    last = inside[-1]
    while last + 1 < len(parts) and _LIMITS.match(parts[last + 1].of(text)):
        last += 1
    return Span(parts[inside[0]].start, parts[last].end)


def _borne(text: str, cited: tuple[Citation, ...]) -> dict[Citation, str] | Refusal:
    """The citations that bear the text, each with the sentence that does.

    One bears it by itself, or one bears each of its parts: what two places say is never put
    together into something that neither says.
    """
    reasons: list[str] = []

    def bear(part: str) -> dict[Citation, str]:
        found: dict[Citation, str] = {}
        for citation in cited:
            for source in _sources(citation):
                reason = unborne(part, source, _names(citation))
                if reason is None:
                    found.setdefault(citation, source)
                else:
                    reasons.append(reason)
        return found

    if whole := bear(text):
        return whole
    parts = segments(text)
    each = [bear(part) for part in parts] if len(parts) > 1 else []
    if each and all(each):
        return {citation: source for found in each for citation, source in found.items()}
    return Refusal(reasons[0])


def _sources(citation: Citation) -> Iterator[str]:
    """A citation's sentences, and those in which the digest says the same facts in short."""
    text, span = citation.document.text, citation.span
    for part in sentences(text, span.start, span.end):
        yield part.of(text)
    for fact in citation.clause.facts:
        if fact.span.start < span.end and span.start < fact.span.end:
            for part in sentences(fact.short):
                yield part.of(fact.short)


def _names(citation: Citation) -> frozenset[str]:
    """The words by which a citation's document is known, and its numbers."""
    document, clause = citation.document, citation.clause
    named = [document.title, document.union or "", document.jurisdiction or "", *document.aliases]
    named += [str(day.year) for day in (document.adopted, document.effective) if day]
    words = " ".join([*named, clause.locator])
    return frozenset(map(means, content(words))) | frozenset(re.findall(r"\w+", words.lower()))


def _misquoted(text: str, cited: tuple[Citation, ...]) -> str | None:
    """Whether a text puts in quotation marks what neither the cited words nor names hold."""
    held = folded(" ".join(f"{c.quote} {c.document.title} {c.clause.label}" for c in cited))[
        0
    ].lower()
    for found in _QUOTED.finditer(text):
        inside = folded(next(part for part in found.groups() if part is not None))[0].strip(_EDGES)
        if inside and inside.lower() not in held:
            return "it puts words in quotation marks that are not in the cited words"
    return None
