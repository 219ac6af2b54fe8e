"""The check of one drafted statement and its quotes: it becomes a Statement whose citations are slices, or a Refusal.

Nothing a language model writes reaches a person on any other way. A quote is found in the clause that was given under the id
(rapidfuzz finds where, characters decide), and grows to the whole sentences it stands in, so that no "not" or "provided" is
cut off; then the sentence is held against those words: numbers, names, force, denials, roles, standing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Citation, Statement
from assistant.checking.claims import Claims, segments
from assistant.checking.match import folded
from assistant.checking.meaning import listed
from assistant.drafting.bearing import misplaced, overstated
from assistant.drafting.contradiction import contradicts, strangers
from assistant.drafting.quantities import unsupported
from assistant.drafting.unfit import LONGEST, odd, unfit
from corpus import Library, Span
from corpus.modality import force_of
from corpus.names import find_places, find_unions, lineage, plain
from corpus.words import sentences

LEAST_WORDS = 4
LONGEST_QUOTE = 2000
MOST_QUOTES = 6
#: Sentences of an original longer than this are not checked against (a page without a full stop, or a trap for the patterns).
LONGEST_CITED = 4000
#: How alike a quote must be to be called altered and not invented.
ALIKE = 80

_EDGES = " \t\n\"'“”‘’.,;:…()[]-"
_MARK = re.compile(r"\s*[\[(]\s*S\d{1,2}(?:\s*,\s*S\d{1,2})*\s*[\])]")
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|«([^«»]*)»|‘([^‘’]{3,})’(?!\w)|(?<!\w)'([^']{3,})'(?!\w)")
_PLACE = re.compile(
    r"\b(?:Articles?|Art\.|Sections?|Sec\.|Paragraphs?|Para\.|Principles?|Items?|Rules?|Schedule|Exhibit|Appendix|Sideletter|Side letter)\s*"
    r"((?:\d+|[IVXLC]+\b|[A-Z]\b)(?:[.\-]?\w{1,3}\b)*(?:\([A-Za-z0-9]{1,4}\))*)|§+\s*([\w.\-()]+)"
)
_GONE = re.compile(r"\b(?:expired|superseded|replaced|former|earlier|previous|old)\b", re.I)
_ORDINARY = listed(
    """the a an under if when where while before after once during since because although though however also additionally moreover further
    this that these those it its they their there any every each all some both either neither no not only in on at by for from to with
    without unless until as according and but or companies employers producers studios writers performers actors members employees
    workers artists unions guilds you your nothing nobody who what which such same separate separately similarly likewise instead
    consent ai genai gai specifically generally otherwise meanwhile finally first second next then"""
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A statement as a model drafted it: its words, and (id, quote) pairs. Nothing in it is known to be true."""

    text: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a drafted statement is not shown."""

    reason: str


@dataclass(frozen=True)
class Citing:
    """Checks drafted statements against the passages given for one question. `given` holds them by the ids they were given under."""

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
            given = self.given.get(identity)
            if given is None:
                return Refusal("it cites a passage that was not given")
            found = self.quoted(given, quote)
            if isinstance(found, Refusal):
                return found
            citations.setdefault(found.place, found)
        cited = self._bearing(text, tuple(citations.values()))
        if isinstance(cited, Refusal):
            return cited
        if reason := self._names(text, cited) or misplaced(text, cited):
            return Refusal(reason)
        return Statement(text if text[-1] in '.!?”"’)' else f"{text}.", cited)

    def quoted(self, given: Citation, quote: str) -> Citation | Refusal:
        """A quote of one given passage as a citation of the whole sentences that it stands in."""
        wanted = folded(quote[: LONGEST_QUOTE + 1])[0].strip(_EDGES)
        if len(quote) > LONGEST_QUOTE:
            return Refusal("its quote is too long")
        if len(wanted.split()) < LEAST_WORDS:
            return Refusal("its quote is too short to bear anything")
        document, clause = given.document, given.clause
        if any(odd(letter) and letter not in clause.span.of(document.text) for letter in quote):
            return Refusal("its quote holds characters that can hide or imitate others")
        text, places = _folded(clause.span.of(document.text))
        at = _find(text, wanted, document, given, places)
        if at is None:
            from rapidfuzz import fuzz

            alike = fuzz.partial_ratio(wanted, text)
            return Refusal("its quote was altered" if alike >= ALIKE else "its quote stands nowhere in the passage")
        start = clause.span.start + places[at]
        end = clause.span.start + places[at + len(wanted) - 1] + 1
        span = _whole(document.text, clause.span, start, end)
        if span.end - span.start > LONGEST_CITED:
            return Refusal("the sentence that it quotes is too long to be checked")
        parts = sentences(document.text, span.start, span.end)
        forces = [force_of(part.of(document.text), document, _silent(given, part)) for part in parts]
        force = force_of(span.of(document.text), document, any(_silent(given, part) for part in parts))
        if force not in ("reserves", "requires_consent"):
            force = next((one for one in forces if one != "informs"), force)
        return Citation(document, clause, span, given.status, force)

    # --- whether the cited words bear the sentence ---

    def _names(self, text: str, cited: Sequence[Citation]) -> str:
        """Unions, places, documents and capitalised words that neither the cited words nor their document's name hold."""
        words = " ".join(citation.quote for citation in cited)
        about = " ".join(_named(citation) for citation in cited)
        known = plain(f"{words} {about}")
        if reason := self._places(text, cited):
            return reason
        unions = {one for citation in cited for union in self.library.unions_of(citation.document) for one in lineage(union)}
        if set(find_unions(text)) - unions - set(find_unions(known)):
            return "it names a union that the cited words are not of"
        if set(find_places(text)) - set(find_places(f"{known} {' '.join(c.document.jurisdiction or '' for c in cited)}")):
            return "it names a place that the cited words do not"
        for quotation in _QUOTED.finditer(text):
            inside = folded(next(part for part in quotation.groups() if part is not None))[0].strip(_EDGES)
            if inside and inside.lower() not in folded(known)[0].lower():
                return "it puts words in quotation marks that are not in the cited words"
        held = {w.lower().removesuffix("'s") for w in re.findall(r"[^\W_]+(?:'[^\W_]+)*", known)}
        asked = {w.lower().removesuffix("'s") for w in re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain(self.question)) if w[0].isupper()}
        for found in re.finditer(r"[^\W_]+(?:'[^\W_]+)*", plain(text)):
            word = found.group().removesuffix("'s")
            if not word.isascii() and word.lower() not in held:
                return f"“{word}” is not in the cited words"
            first = not text[: found.start()].rstrip(" “\"'(") or text[: found.start()].rstrip(" “\"'(")[-1] in ".!?:"
            if not word[0].isupper() or word == "I":
                continue
            if word.lower() in held | asked or (word.lower() in _ORDINARY and (first or word in ("AI", "GenAI", "GAI"))):
                continue
            if first and any(Claims(word).words & Claims(one).words for one in held):
                continue  # "Scanning ..." begins a sentence, and the clause says "scan"
            return f"“{word}” is not in the cited words"
        return ""

    def _places(self, text: str, cited: Sequence[Citation]) -> str:
        numbers = {part.lower() for c in cited for part in re.findall(r"\w+", f"{c.clause.locator} {c.clause.heading} {c.quote}")}
        for place in _PLACE.finditer(text):
            if set(re.findall(r"\w+", (place[1] or place[2]).lower())) - numbers:
                return "it names a place that it does not cite"
        ids = {c.document.id for c in cited}
        owner, pattern = self.library.names
        known = plain(" ".join(f"{_named(c)} {c.quote}" for c in cited)).lower()
        for name in pattern.findall(plain(text)):
            key = re.sub(r"[\s-]+", " ", name).lower()
            if owner.get(key) not in ids and key not in re.sub(r"[\s-]+", " ", known):
                return "it names a document that it does not cite"
        return ""

    def _bearing(self, text: str, cited: tuple[Citation, ...]) -> tuple[Citation, ...] | Refusal:
        """Those of the citations that bear the text: one by itself, or one for each of its parts ("..., and ...").

        What two places say is never put together into something that neither says.
        """
        reasons: list[str] = []

        def bear(part: str) -> list[Citation]:
            found = []
            for citation in cited:
                against = [self._against(part, citation, unit) for unit in _units(citation)]
                if all(against):
                    reasons.append(next(filter(None, against)))
                else:
                    found.append(citation)
            return found

        if whole := bear(text):
            return tuple(whole)
        parts = segments(text)
        each = [bear(part) for part in parts] if len(parts) > 1 else []
        if each and all(each):
            return tuple(dict.fromkeys(citation for found in each for citation in found))
        return Refusal(reasons[0])

    def _against(self, text: str, citation: Citation, unit: Span) -> str:
        """Why these words of one citation don't bear a text: its numbers, force, denials, roles, topic; nothing where they do."""
        document = citation.document
        words = unit.of(document.text)
        if citation.status in ("expired", "superseded"):
            text = _GONE.sub(" ", text)  # how the document stands is no claim about the clause
        if _verbatim(text, words, citation):
            return ""
        if number := unsupported(_unplaced(text, [citation]), words):
            return f"“{number}” is not in the cited words"
        said, source, called = Claims(text), Claims(words), Claims(_named(citation))
        parts = sentences(document.text, unit.start, unit.end)
        forces = {force_of(part.of(document.text), document, _silent(citation, part)) for part in parts}
        forces.add(force_of(words, document, any(_silent(citation, part) for part in parts)))
        if reason := overstated(said, source, forces, [citation]) or contradicts(said, source, called):
            return reason
        if added := strangers(said, source.words | called.words):
            return f"“{added[0]}” is not in the cited words"
        if len(said.words & source.words) < min(2, len(said.words)):
            return "too little of it is in the cited words"
        return ""


@lru_cache(maxsize=32)
def _folded(text: str) -> tuple[str, list[int]]:
    """A clause folded once for all the quotes of a draft."""
    return folded(text)


def _find(text: str, wanted: str, document, given: Citation, places: list[int]) -> int | None:
    """Where the words stand in the clause to the letter, as whole words; inside the part that was given where they stand twice."""
    first = None
    for form in (wanted, wanted[:1].swapcase() + wanted[1:]):
        at = text.find(form)
        while at >= 0:
            end = at + len(form)
            if not (text[at - 1 : at].isalnum() if at else False) and not text[end : end + 1].isalnum():
                if given.span.start <= given.clause.span.start + places[at] < given.span.end:
                    return at
                first = at if first is None else first
            at = text.find(form, at + 1)
    return first


def _whole(text: str, clause: Span, start: int, end: int) -> Span:
    """The sentences in which a stretch stands, and the one after them where it limits them."""
    parts = sentences(text, clause.start, clause.end)
    inside = [n for n, part in enumerate(parts) if part.start < end and start < part.end]
    first, last = inside[0], inside[-1]
    while last + 1 < len(parts) and _LIMITS.match(parts[last + 1].of(text)):
        last += 1
    return Span(parts[first].start, parts[last].end)


_LIMITS = re.compile(r"[“\"'(]*(?:provided|except|unless|however|this does not|but|subject to|notwithstanding|only)\b", re.I)


def _verbatim(text: str, words: str, citation: Citation) -> bool:
    """Whether the text is nothing but the cited words, of a document in force that binds or guides: what it says, it may say."""
    same = folded(text)[0].strip(_EDGES) == folded(words)[0].strip(_EDGES)
    return same and citation.status == "in_force" and citation.document.tier <= 3


def _units(citation: Citation) -> list[Span]:
    """A citation's sentences, each with those that limit it."""
    text, units = citation.document.text, []
    for part in sentences(text, citation.span.start, citation.span.end):
        if units and _LIMITS.match(part.of(text)):
            units[-1] = Span(units[-1].start, part.end)
        else:
            units.append(part)
    return units


def _silent(citation: Citation, part: Span) -> bool:
    """Whether a digest marks these words as the record that something is missing or unknown."""
    facts = [fact for fact in citation.clause.facts if fact.span.start <= part.start < fact.span.end]
    return any(mark.kind in ("absent", "unknown") for fact in facts for mark in fact.marks)


def _named(citation: Citation) -> str:
    """What a citation's document and clause are called."""
    document, clause = citation.document, citation.clause
    return " ".join([document.title, document.union or "", clause.locator, clause.heading, *document.aliases])


def _unplaced(text: str, cited: Sequence[Citation]) -> str:
    """The text less the numbers that only say where: its clause's locator, its document's name and years."""
    for name in {n for c in cited for n in (c.document.title, c.clause.locator, *c.document.aliases)}:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.I)
    text = _PLACE.sub(" ", text)
    years = {year for c in cited for year in re.findall(r"\b(?:19|20)\d\d\b", c.document.title)}
    years |= {str(day.year) for c in cited for day in (c.document.adopted, c.document.effective) if day}
    if years:  # "the 2026 agreement", "the deal of 2020"
        any_year, kind = "|".join(sorted(years)), "agreement|contract|memorandum|deal|law|act"
        text = re.sub(rf"\b(?:{any_year}) (?=[A-Z]|{kind})|\b(?i:{kind}) of (?:{any_year})\b", " ", text)
    return text
