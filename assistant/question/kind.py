"""Which kind of question is asked, where the kind changes how it is answered.

A comparison sets two sides against each other, a change two versions of an agreement; a premise is
taken for granted, a claim reported. Every other question is plain: its clauses answer it whatever
its form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.question import sides, versions
from assistant.question.asserted import premise_of, reported
from assistant.question.scope import Scope
from corpus import Document, Library
from corpus.names import lineage, places, plain, unions
from corpus.words import STOPWORDS, terms

#: A question less likely than this to compare, or to ask what changed, is a plain one.
LIKELY = 0.55


@dataclass(frozen=True, slots=True)
class Part:
    """One column of a comparison: its title, and the scope in which its clauses are looked for."""

    title: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a question, and what is asked (`topic`) in each column (`parts`), or a `premise`.

    `premise` is the part that states something as a fact; `rest` is what it goes on to ask.
    """

    name: str = "question"
    topic: str = ""
    parts: tuple[Part, ...] = ()
    premise: str = ""
    rest: str = ""


def kind_of(question: str, scope: Scope, library: Library) -> Kind:
    """The kind of a question that stands alone, in its scope; one that looks like none is plain."""
    text = plain(question)
    told, order = reported(text)
    if told or order:
        return Kind("claim", premise=told, rest=text) if told else Kind()
    premise, rest = premise_of(text)
    if premise:
        return Kind("premise", premise=premise, rest=rest)
    return _set_apart(text, scope, library) or Kind()


def _set_apart(text: str, scope: Scope, library: Library) -> Kind | None:
    """A comparison or a change, whichever is likelier; None where neither is likely."""
    marked = sides.marked(text)
    found = sides.sides(marked, scope)
    found = tuple(one for one in found if one in places() or _held(one, library))
    pair = versions.pair(scope, marked.spoken, library)
    compared = sides.likely(sides.features(marked), sides.WEIGHTS) if len(found) >= 2 else 0.0
    changed = sides.likely(versions.features(text, pair), versions.WEIGHTS) if pair else 0.0
    if pair and changed >= LIKELY and changed > compared:
        return Kind("change", _topic(text, versions.FRAME), _version_parts(pair, scope, library))
    if compared < LIKELY:
        return None
    return Kind("comparison", _topic(marked.text, sides.FRAME), _side_parts(found, scope, library))


def _held(union: str, library: Library) -> bool:
    return any(union in lineage(one) for document in library for one in library.unions_of(document))


def _topic(text: str, frame: Mapping[str, re.Pattern[str]]) -> str:
    """What is compared: the question without its sides and years, and the words that compare."""
    for pattern in (*frame.values(), sides.FRAME["compares"]):
        text = pattern.sub(" ", text)
    words = re.sub(
        rf"\b(?:20\d\d|{_DEALS})\b|[^\w\s'/.-]|[.-](?!\w)|(?<!\w)'s?(?!\w)", " ", text, flags=re.I
    ).split()
    inner = [n for n, word in enumerate(words) if not _is_edge(word.lower())]
    rest = " ".join(words[inner[0] : inner[-1] + 1]) if inner else ""
    return rest if terms(rest) else "artificial intelligence"


_DEALS = r"(?:contract|agreement|deal|memorandum|mba|moa)s?"
#: What may be left before and behind the topic once the words that compare are gone.
_LEFT = (
    "get gets got have has rules terms our us we they their who which whose comes me tell please"
)
_EDGES = STOPWORDS | frozenset(_LEFT.split())


def _is_edge(word: str) -> bool:
    return word in _EDGES or word.endswith("n't")


def _side_parts(found: tuple[str, ...], scope: Scope, library: Library) -> tuple[Part, ...]:
    bare = replace(scope, guessed=(), named=())
    if found[0] in places():
        law = replace(bare, documents=())
        return tuple(Part(places()[one].names[0], replace(law, places=(one,))) for one in found)
    documents = {one: _apart(one, found, library) for one in found}
    return tuple(
        Part(unions()[one].title, replace(bare, unions=(one,), documents=documents[one]))
        for one in found
    )


def _apart(union: str, beside: tuple[str, ...], library: Library) -> tuple[str, ...]:
    """The documents of a union inside or around another of the comparison, without the other's."""
    inner = {other for other in beside if other != union and union in lineage(other)}
    if not inner and not set(beside) & set(lineage(union)[1:]):
        return ()
    return tuple(
        d.id for d in library if union in (own := library.unions_of(d)) and not own & inner
    )


def _version_parts(
    pair: tuple[Document, Document], scope: Scope, library: Library
) -> tuple[Part, ...]:
    # "compared to the old contract" moved the day into the old one's term; both are meant as of now
    day = date.today() if library.status(pair[0], scope.as_of) == "not_yet" else scope.as_of
    bare = replace(scope, as_of=day, unions=(), guessed=(), named=())
    return tuple(
        Part(_version_title(one), replace(bare, documents=_texts(one, library))) for one in pair
    )


def _texts(document: Document, library: Library) -> tuple[str, ...]:
    official = library.official_of.get(document.id)
    return (official.id, document.id) if official else (document.id,)


def _version_title(document: Document) -> str:
    year = (document.effective or document.adopted or date.min).year
    name = document.name
    return name if year == 1 or str(year) in name else f"{name}, {year}"
