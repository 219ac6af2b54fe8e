"""What a question is about, by its words and the person's choice: union, document, place, date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from assistant.question.aliases import named_documents
from assistant.question.dates import asked_day, speaks_of_the_past
from assistant.question.language import language_of
from corpus import AGREEMENTS, KINDS, BadQuestion, Clause, Document, Library
from corpus.locators import Locator
from corpus.locators_in_text import locators_in, without_places
from corpus.names import (
    find_crafts,
    find_places,
    find_unions,
    find_work,
    lineage,
    place_lineage,
    places,
    plain,
    unions,
)
from corpus.plain import JsonObject
from corpus.words import terms

#: What people say who want to read a place, and words of documents' names in no list of names.
_READING = frozenset(
    terms(
        "what say says said state states read reads show tell quote quotes text wording words word"
        " mean means explain contain contains exact exactly give look up find see about whats"
        " please full whole summary contract agreement memorandum moa deal law act code statute"
        " directive bill article section paragraph clause item principle claim page document"
        " guidance policy position campaign sideletter AI under basic television theatrical tv"
        " local new york california cal illinois tennessee 2020 2021 2022 2023 2024 2025 2026"
    )
)
_CONTRACT = re.compile(
    r"\b(?:our|my|the|any|union) (?:contracts?|agreements?|deal|cba|mba|moa)\b|"
    r"\bcontract rights?\b",
    re.I,
)
_VERSION = re.compile(
    r"\b(20\d\d)\b(?:[\s-]+[\w/&'-]+){0,5}?\s+(?:agreement|memorandum|moa|contract|deal|mba)\b",
    re.I,
)
_LAW = re.compile(r"\b(?:law|laws|legal|illegal|statute|state|act|court|sue|bill)\b", re.I)


@dataclass(frozen=True, slots=True)
class Scope:
    """What narrows or leads the search. `documents` and `kinds` filter; unions and places lead.

    `missing` holds names that the question or the person gave and of which nothing is held.
    `guessed` unions come only from a craft ("I'm an animator") and lead less than a named one.
    `only_places` is true where a question asks for what stands at its locators and nothing else;
    `besides` are its other words. `version` is the year by which it names an agreement.
    `work` are the kinds of work that the question names; `language` is the one it is asked in.
    `of_contract` is true where a union's member asks what their own contract says.
    """

    as_of: date
    unions: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    locators: tuple[Locator, ...] = ()
    only_places: bool = False
    besides: frozenset[str] = frozenset()
    version: int | None = None
    work: tuple[str, ...] = ()
    language: str = "en"
    of_contract: bool = False
    named: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    historic: bool = False
    dated: bool = False
    chosen: tuple[str, ...] = field(default=())

    def json(self) -> JsonObject:
        """The scope in words a program can show."""
        return {
            "union": [unions()[union].title for union in self.unions],
            "documents": list(self.documents),
            "kinds": list(self.kinds),
            "places": list(self.places),
            "work": list(self.work),
            "language": self.language,
            "locators": [pointer.words for pointer in self.locators],
        }


def read_scope(
    question: str,
    library: Library,
    as_of: date,
    union: str | None = None,
    documents: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
) -> Scope:
    """The scope of a question that stands alone; BadQuestion or NoSuchDocument for a bad filter."""
    for identity in documents:
        library[identity]  # an unknown id is an error, not an empty answer
    missing: list[str] = []
    chosen = _chosen_unions(union, missing)
    said = find_unions(question, chosen)
    outer = {parent for one in said for parent in lineage(one)[1:]}
    named_unions = [one for one in said if one not in outer]
    day, dated = (
        (as_of, False) if documents else asked_day(question, library, named_unions or chosen, as_of)
    )
    historic = dated or speaks_of_the_past(question)
    named = named_documents(question, library, day, missing)
    ours = [identity for identity in named if not _theirs(library[identity])]
    filtered = documents or tuple(_binding_first(ours, library))
    all_unions = tuple(dict.fromkeys([*named_unions, *(chosen if not named_unions else ())]))
    missing += [
        unions()[one].title for one in all_unions if not _holds_union(library, one) and not filtered
    ]
    where = find_places(question)
    if (not all_unions or _LAW.search(question)) and not filtered:
        missing += [
            place_title(one)
            for one in where
            if not any(_applies(document, one) for document in library)
        ]
    return Scope(
        as_of=day,
        unions=all_unions,
        guessed=()
        if all_unions or any(place_lineage(place)[-1] != "US" for place in where)
        else tuple(find_crafts(question)),
        documents=filtered,
        kinds=_kinds(kinds),
        places=tuple(where),
        locators=(at := locators_in(question)),
        only_places=bool(at) and not (more := asks_more(question, library)),
        besides=more if at else frozenset(),
        work=tuple(find_work(library.names[1].sub(" ", question))),
        language=language_of(question),
        of_contract=bool(all_unions) and bool(_CONTRACT.search(question)),
        version=int(year[1]) if (year := _VERSION.search(question)) else None,
        named=tuple(named),
        missing=tuple(dict.fromkeys(missing)),
        historic=historic,
        dated=dated,
        chosen=chosen,
    )


def asks_more(question: str, library: Library) -> frozenset[str]:
    """What a question says besides a place, a document, a union and that it wants to read it."""
    rest = library.names[1].sub(" ", without_places(question))
    for union in unions().values():
        if any(name.lower() in rest.lower() for name in union.names):
            rest = re.sub(
                r"(?<!\w)(?:"
                + "|".join(map(re.escape, sorted(union.names, key=len, reverse=True)))
                + r")(?!\w)",
                " ",
                rest,
                flags=re.I,
            )
    return frozenset(terms(rest)) - _READING


def asks_for_a_place(question: str) -> bool:
    """Whether a question names an article, section or paragraph: it wants all that stands there."""
    return bool(locators_in(question))


def unnamed(question: str, library: Library) -> str:
    """A question without the names of documents.

    Once they are the scope, their words tell no clause from another.
    """
    _, pattern = library.names
    names = [hit.span() for hit in pattern.finditer(plain(question))]
    text = question
    for start, end in reversed(names):
        year = re.search(r"\b20\d\d\s+$", text[:start])
        text = f"{text[: year.start() if year else start]} {text[end:]}"
    text = " ".join(text.split())
    return text if len(terms(text)) >= 2 else question


def _chosen_unions(union: str | None, missing: list[str]) -> tuple[str, ...]:
    if not union or not union.strip():
        return ()
    found = find_unions(union) or [
        one.id for one in unions().values() if one.id == union.strip().lower()
    ]
    if not found:
        found = _called(union)
    if len(found) > 1 and not find_unions(union):
        either = " or ".join(unions()[one].title for one in found)
        missing.append(f"“{union.strip()[:80]}” (is it {either}?)")
        return ()
    if not found:
        missing.append(union.strip()[:80])
    outer = {parent for one in found for parent in lineage(one)[1:]}
    return tuple(one for one in found if one not in outer)


def _called(union: str) -> list[str]:
    """The unions one of whose names has these words: "Equity" may be either of two."""
    words = re.compile(rf"\b{re.escape(' '.join(union.split()))}\b", re.I)
    return [one.id for one in unions().values() if any(map(words.search, one.names))]


def _holds_union(library: Library, union: str) -> bool:
    family = set(lineage(union))
    return any(family & library.unions_of(document) for document in library)


def _applies(document: Document, place: str) -> bool:
    own = jurisdictions(document)
    return bool(own & set(place_lineage(place)[:1])) or any(
        place in place_lineage(one) for one in own
    )


def jurisdictions(document: Document) -> set[str]:
    """Ids of the places whose document this is, as its front matter states them."""
    stated = document.jurisdiction or ""
    codes = {place for place in places() if re.match(rf"{re.escape(place)}(?![\w-])", stated)}
    return codes or set(find_places(stated))


def covers(document: Document, place: str) -> bool:
    """Whether a document is of this place, one within it, or one around it whose law applies."""
    own = jurisdictions(document)
    return bool(own & set(place_lineage(place))) or any(place in place_lineage(one) for one in own)


def fits_work(document: Document, clause: Clause, scope: Scope, library: Library) -> bool | None:
    """Whether a clause is for the kind of work that the question names; None where nothing tells.

    Nothing does where none is named, or no agreement of the union is for it. A clause for less than
    its document's work (the rules for background actors) answers nobody who does not name that.
    """
    named = set(scope.work)
    if clause.work:
        return bool(named & set(clause.work))
    if not document.work or not any(named & set(d.work) for d in library.sisters(document)):
        return None
    return bool(named & set(document.work))


def place_title(place: str) -> str:
    """What is missing where no law of a place is held."""
    return f"the law of {places()[place].names[0]}"


def _kinds(kinds: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise BadQuestion(
            f"no such kind of document: {', '.join(unknown)}; one of {', '.join(KINDS)}"
        )
    wide = {"contract", "agreement"} & set(kinds)
    return tuple(dict.fromkeys([*kinds, *(sorted(AGREEMENTS) if wide else ())]))


def _theirs(document: Document) -> bool:
    """Whether a document is somebody's article: it is set beside what it claims about."""
    return document.tier == 5 and any(clause.claim for clause in document.clauses)


def _binding_first(named: list[str], library: Library) -> list[str]:
    return sorted(named, key=lambda identity: library[identity].tier)
