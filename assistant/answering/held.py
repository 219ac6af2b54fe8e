"""What is held of a union: the answer to its name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Abstention, Answer, Asked, Citation, Outcome, Short, Statement
from assistant.question.query import Query
from assistant.question.scope import asks_more
from corpus import AGREEMENTS, Document, Library
from corpus.names import lineage, unions, without_unions
from corpus.titles import short_title

_STANDINGS = {
    "in_force": "in force",
    "expired": "expired",
    "superseded": "replaced",
    "not_yet": "not yet in force",
    "proposed": "a proposal",
    "statement": "a statement",
}
#: So many documents are listed at most.
_LISTED = 8
#: And so many unions named.
_NAMED = 3


def with_held(outcome: Outcome, query: Query, library: Library) -> Outcome:
    """The outcome, or what is held of a union where its name was all that was asked, or nothing
    answers what asks no more than to read of it.
    """
    silent = not isinstance(outcome, Answer) and _only_reads(query, library)
    if not query.scope.unions or not (silent or _alone(query)):
        return outcome
    theirs = [one for one in library if _of(one, query.scope.unions, library)]
    names = ", ".join(unions()[one].title for one in query.scope.unions)
    if theirs:
        return _listed(outcome.asked, query.scope.unions, theirs, library)
    titles = [short_title(one.title) for one in library]
    if not isinstance(outcome, Abstention) or not 0 < len(titles) <= _LISTED:
        return outcome
    message = f"No document of {names} is held here. Held are: {'; '.join(titles)}."
    return replace(outcome, status="not_in_collection", message=message)


def _only_reads(query: Query, library: Library) -> bool:
    asked = not query.scope.documents and not query.scope.locators
    return asked and not asks_more(query.standalone, library)


def _alone(query: Query) -> bool:
    """Whether a question is a union's name and no more."""
    return not re.search(r"\w", without_unions(query.question.question))


def _of(document: Document, asked: tuple[str, ...], library: Library) -> bool:
    own = library.unions_of(document)
    return bool(document.clauses) and any(set(lineage(one)) & set(asked) for one in own)


def _listed(asked: Asked, whose: Sequence[str], theirs: list[Document], library: Library) -> Answer:
    names = ", ".join(unions()[one].title for one in whose[:_NAMED])
    names += f" and {len(whose) - _NAMED} more unions" if len(whose) > _NAMED else ""
    day = asked.as_of
    standing = {one.id: library.status(one, day) for one in theirs}
    theirs.sort(
        key=lambda one: (
            standing[one.id] != "in_force",
            not library.unions_of(one) & set(whose),
            not one.principal,
            one.tier,
            -(one.effective or one.adopted or date.min).toordinal(),
        )
    )
    cited = [_cited(one, standing[one.id]) for one in theirs[:_LISTED]]
    lines = [Statement(_line(citation), (citation,)) for citation in cited]
    number = len(theirs)
    many = f"{number} documents are" if number > 1 else "One document is"
    first = f"{'the first is ' if number > 1 else ''}{_line(cited[0])}"
    text = f"{many} held here of {names}: {first} Ask what you want to know of it."
    brief = f"{many} held here of {names}, listed below. Ask what you want to know of it."
    origin = "official" if cited[0].document.basis == "official" else "summary"
    short = Short(text if len(text.split()) <= 45 else brief, (cited[0],), origin)
    notes = (f"{number - _LISTED} more are held; 'pincite list' names them.",)
    return Answer(asked, tuple(lines), short, notes=notes if number > _LISTED else ())


def _cited(document: Document, status: str) -> Citation:
    clause = next((one for one in document.clauses if not one.title_only), document.clauses[0])
    return Citation(document, clause, clause.span, status, "informs")


def _line(citation: Citation) -> str:
    document = citation.document
    days = [f"{day}" for day in (document.effective, document.expires) if day]
    kind = "" if document.kind in AGREEMENTS else f" ({document.kind})"
    term = f", {' to '.join(days)}" if days else ""
    return f"{short_title(document.title)}{kind}, {_STANDINGS[citation.status]}{term}."
