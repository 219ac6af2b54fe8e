"""Whose words a quotation is said to be: which documents and clauses the text around it names, and
whether it gives the words as theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from assistant.checking.match import Hit
from assistant.checking.places import COMMON, Place, chains_of, fit, gives, places
from assistant.checking.quotations import Quotation
from corpus import Clause, Document, Library
from corpus.names import find_unions, lineage, matcher, plain
from corpus.words import sentences

_DOCUMENT = re.compile(
    r"\b(?:agreements?|contracts?|memorand(?:um|a)|deals?|moa|mba|cba|articles?|sections?"
    r"|paragraphs?|clauses?|provisions?|statutes?|laws?|codes?|acts?|bills?|regulations?"
    r"|directives?|polic(?:y|ies)|principles?|guidelines?|guidance|side\s?letters?|language"
    r"|texts?|rules?|items?|terms|wording|documents?|manifesto|position paper|report|order)\b|§",
    re.I,
)
#: Words that somebody would like to see in a document: they are none of it.
_PROPOSED = re.compile(
    r"\b(?:such as|e\.g\.|along the lines of|propos\w+|demand(?:s|ed|ing)?|resolved|draft\w*"
    r"|(?:should|would) (?:say|read|provide)|(?:ask|push)\w* for|we (?:want|wanted|need))\b"
    r"[^.“\"]*$",
    re.I,
)
_IN_MARKS = re.compile(r"[“\"«„][^”\"»“]*[”\"»“]")
#: The sentence behind says that the words are none of the document's: "It does not." "A myth."
_CONTRADICTED = re.compile(
    r"\W*(?:(?:it|that|this|they)(?:['’]s| is| was| does| did| do)?"
    r"(?:n['’]t\b| not\b| no\b| an? (?:memo|myth|motto|slogan|joke|lie|rumou?r|proposal)\b)"
    r"|false|wrong|not (?:so|true))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Ascribed:
    """The documents that a text gives for a quotation, and their clauses at its place; `sure` where
    its own sentence or lead-in names them."""

    documents: tuple[Document, ...]
    sure: bool
    stands: tuple[tuple[Document, Clause], ...]


class Attribution:
    """What the words around a quotation say of whose it is, read against one library on a day."""

    def __init__(self, library: Library, day: date) -> None:
        self.library, self.day = library, day
        # the same sentence, paragraph and opening are read for each quotation in them
        self.named = lru_cache(maxsize=512)(self._named)
        self.of_unions = lru_cache(maxsize=512)(self._of_unions)

    # --- documents that are named ---

    @cached_property
    def _names(self) -> tuple[dict[str, str], re.Pattern[str]]:
        """Ids, aliases and titles, in full and without what follows a dash or bracket, each with
        the id of its document."""
        named: dict[str, str] = {}
        for document in self.library:
            short = short_title(document)
            own = (document.id, *document.aliases)
            for name in (document.title, short if len(short.split()) > 2 else "", *own):
                if name and (name not in named or name in own):
                    named[name] = document.id
        owner = {_key(name): identity for name, identity in named.items()}
        return owner, matcher(named) if named else re.compile(r"(?!)")

    @property
    def names(self) -> re.Pattern[str]:
        """Finds every name of a document held here."""
        return self._names[1]

    def _named(self, text: str) -> tuple[Document, ...]:
        """The documents that a text names, each with the official text or digest of the same; a
        year beside a name picks the version."""
        named = self._by_name(text)
        return _distinct(one for document in named for one in self._family(document))

    def _by_name(self, text: str) -> Iterator[Document]:
        owner, pattern = self._names
        flat = plain(text)
        for hit in pattern.finditer(flat):
            document = self.library[owner[_key(hit.group())]]
            year = (
                re.search(r"(20\d\d)", hit.group())
                or re.match(r"\s*(?:of |from |\(|, )?(20\d\d)\b(?!-)", flat[hit.end() :])
                or re.search(r"\b(20\d\d)(?: \w+){0,2} $", flat[: hit.start()])
            )
            yield self._version(document, year[1]) if year else self._begun(document)

    def _version(self, document: Document, year: str) -> Document:
        """The version of a document's line that took effect, or was made, in a year."""
        for one in self.line(document):
            days = [str(day.year) for day in (one.effective, one.adopted) if day]
            if year in days or one.id.endswith(year):
                return one
        return document

    def _begun(self, document: Document) -> Document:
        """A document, or while it is not in force yet the one that it will replace."""
        while self.library.status(document, self.day) == "not_yet" and document.supersedes:
            if document.supersedes[0] not in self.library:
                break
            document = self.library[document.supersedes[0]]
        return document

    def line(self, document: Document) -> list[Document]:
        """A document with all that it replaced and all that replaced it."""
        line = [document]
        for one in line:
            old = [self.library[each] for each in one.supersedes if each in self.library]
            near = _distinct([*old, *self.library.successors(one), *self._family(one)])
            line += [each for each in near if each not in line]
        return line

    def _family(self, document: Document) -> list[Document]:
        digest = self.library.digest_of(document) or document
        official = self.library.official_of.get(digest.id)
        return [official, digest] if official else [document]

    def _of_unions(self, text: str) -> tuple[Document, ...]:
        """The documents of the unions that a text names."""
        said = find_unions(text)
        wanted = set(said) - {parent for one in said for parent in lineage(one)[1:]}
        return tuple(one for one in self.library if wanted & self.library.unions_of(one))

    def ascribed(self, quotation: Quotation, opening: str) -> Ascribed:
        """Documents named in the sentence, beside a block, in the paragraph, before it, or at the
        text's `opening`; the nearest decide."""
        nearest = [quotation.sentence]
        if quotation.words:
            nearest = [f"{quotation.before} {quotation.after}", quotation.bare]
        paragraph = quotation.paragraph.replace(quotation.words or "\0", " ")
        for number, text in enumerate([*nearest, paragraph, quotation.context, opening]):
            documents = self.named(text)
            sure = bool(documents) and number < len(nearest)
            if not documents and text is not opening:
                documents = self.of_unions(text)
            if documents:
                stands = _standing(documents, quotation.place)
                if not stands and not sure and (text is opening or not quotation.words):
                    stands = _standing(self.library, quotation.place)
                return Ascribed(documents, sure, stands)
        return Ascribed((), False, _standing(self.library, quotation.place))

    # --- words that are given as a document's ---

    def to_document(self, quotation: Quotation) -> bool:
        """Whether the text gives the words as a document's: with a place, or in a sentence that
        speaks of one and calls them no wish, no name and no mistake."""
        if quotation.placed:
            return True
        earlier, _, later = quotation.paragraph.partition(quotation.words)
        lead = quotation.before if re.search(r"[a-z]{2}", quotation.before) else earlier
        lead = _IN_MARKS.sub(" ", lead).rstrip("“\"‘' ")
        if _PROPOSED.search(lead) or _CONTRADICTED.match(later):
            return False
        beside = [quotation.before[-160:], quotation.after[:160]]
        if not quotation.introduced:
            beside = [quotation.context] if quotation.apart else []
        return any(map(self.speaks_of_documents, beside))

    def speaks_of_documents(self, text: str) -> bool:
        """Whether a text names a document, a place in one, or speaks of an agreement or a law."""
        return bool(
            _DOCUMENT.search(text)
            or any(place.groups and place.groups[0][0] not in COMMON for place in places(text))
            or self.named(text)
        )


def at_its_place(quotation: Quotation, hit: Hit, said: Ascribed) -> bool:
    """Whether words found stand at the place given for them, or at another that the same sentence
    gives, or that the words' own sentence gives.

    Nothing can be held against the place where the clause has no number and no other stands at it.
    """
    place, document = quotation.place, hit.document
    last = document.clause_at(hit.end - 1) or hit.clause
    if place is None or any(_fits(place, document, clause) for clause in (hit.clause, last)):
        return True
    if any(fit(near, hit.clause) == 2 for near in quotation.near if near.groups):
        return True
    if not chains_of(hit.clause.locator) and document not in [one for one, _ in said.stands]:
        return True
    if not place.groups and hit.clause.page is not None:
        return False
    return any(
        span.start < hit.end and hit.start < span.end and gives(span.of(document.text), place)
        for span in sentences(document.text, hit.clause.span.start, hit.clause.span.end)
    )


def short_title(document: Document) -> str:
    """A document's title without what follows a dash or stands in brackets."""
    short = re.split(r"\s+[—–-]\s+|\s*[(;]|, (?:AI|artificial)", document.title)[0].strip()
    return short or document.title


def _standing(
    documents: Iterable[Document], place: Place | None
) -> tuple[tuple[Document, Clause], ...]:
    if place is None:
        return ()
    return tuple(
        (document, clause)
        for document in documents
        for clause in document.clauses
        if _fits(place, document, clause)
    )


def _fits(place: Place, document: Document, clause: Clause) -> bool:
    """Whether a clause stands at a place, or around it where its document has no finer parts."""
    how = fit(place, clause)
    if how != 1:
        return how == 2
    if document.basis == "official":
        last = re.escape(place.groups[-1][1][-1])
        return bool(re.search(rf"(?:\(|\b){last}[.)]", document.quote(clause), re.I))
    finer = any(one is not clause and fit(place, one) == 2 for one in document.clauses)
    return not finer and not _parted(place, document, clause)


def _parted(place: Place, document: Document, clause: Clause) -> bool:
    """Whether a digest tells parts of a clause's article apart at the depth of the place, so that
    one it lacks is not there."""
    wanted = tuple(number for _, numbers in place.groups for number in numbers)
    own = [chain for _, chain in chains_of(clause.locator)]
    return any(
        len(chain) < len(other) and other[: len(chain)] == chain
        for chain in own
        if chain == wanted[: len(chain)]
        for one in document.clauses
        for _, other in chains_of(one.locator)
    )


def _distinct(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple({document.id: document for document in documents}.values())


def _key(name: str) -> str:
    return re.sub(r"[\s-]+", " ", plain(name)).lower()
