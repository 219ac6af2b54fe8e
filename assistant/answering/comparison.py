"""Documents side by side: a column for each union, place or version set against the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.answer import (
    SHORT_WORDS,
    Abstention,
    Answer,
    Asked,
    Citation,
    Outcome,
    Passage,
    Short,
    Side,
    Statement,
)
from assistant.answering.cite import force_in, state
from assistant.answering.compose import Composer
from assistant.answering.excerpt import Aim
from assistant.answering.notes import caveat, notes_on
from assistant.question.kind import Kind, Part
from assistant.question.query import Query
from assistant.question.scope import Scope, asks_for_a_place, jurisdictions
from assistant.question.unread import nothing_in, unread_in
from assistant.ranking.recorded import gap, reported
from assistant.ranking.whose import of_union
from corpus import QueryVectors, Span
from corpus.names import without_unions
from corpus.titles import short_title
from corpus.words import terms

#: The heading of a clause by which a renewed agreement keeps the terms of the one before it.
CARRIED = re.compile(
    r"\bcarr(?:y|ied)[ -]?over\b|\brenew(?:ed|al)\b|\bterms? (?:stay|continue|carry)", re.I
)
#: Quotations in one column.
EACH = 3
#: How far below its column's best a clause may lie and still stand in it.
NEAR = 0.12
#: A quotation of several paragraphs stays shorter than this.
_QUOTED = 700
_NOTES = {
    "comparison": "Each column answers for its own agreement or law. None of them says which gives"
    " more: compare what each one binds.",
    "change": "The columns show what each version says on this. What a digest leaves out may still"
    " stand in its agreement: 'pincite diff' compares official texts word by word.",
}
_BELOW = "read them side by side below."
_ON_AI = frozenset(terms("AI artificial intelligence generative"))


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found for a topic in one scope, and whether it answers."""

    query: Query
    vectors: QueryVectors
    passages: list[Passage]
    answered: bool


#: Looks for a topic in one scope.
Find = Callable[[str, Scope], Looked]


@dataclass(frozen=True, slots=True)
class _Column:
    part: Part
    statements: tuple[Statement, ...]
    nearest: tuple[Citation, ...]


def side_by_side(asked: Asked, kind: Kind, find: Find, composer: Composer) -> Outcome:
    """An answer with a column for each part, or an honest no where all of them are empty."""
    columns = [_column(kind.topic, part, find, composer) for part in kind.parts]
    filled = [column for column in columns if column.statements]
    if not filled:
        nearest = tuple(dict.fromkeys(c for column in columns for c in column.nearest[:1]))
        titles = "; ".join(part.title for part in kind.parts)
        unread = [one for part in kind.parts for one in unread_in(part.scope, composer.library)]
        none = nothing_in("them", tuple(dict.fromkeys(unread)), composer.library)
        message = f"Not found: {titles} were searched for “{kind.topic}”, and {none}"
        return Abstention(asked, "not_found", message, also=nearest)
    # what is in force leads, whichever column it stands in; then one from each column in turn
    filled.sort(key=lambda column: column.statements[0].citations[0].status != "in_force")
    turns = zip_longest(*(column.statements for column in filled))
    statements = tuple(statement for turn in turns for statement in turn if statement is not None)
    cited = [citation for statement in statements for citation in statement.citations]
    empty = [column for column in columns if not column.statements]
    nothing = tuple(
        f"Nothing on “{kind.topic}” was found for {column.part.title}." for column in empty
    )
    notes = (
        _NOTES[kind.name],
        *nothing,
        *notes_on(cited, (), kind.parts[0].scope, composer.library),
    )
    sides = tuple(Side(column.part.title, column.statements) for column in columns)
    also = tuple(citation for column in empty for citation in column.nearest[:1])
    short = _beside(filled, empty, kind)
    return Answer(asked, statements, short, also, notes, sides, caveat=caveat(short.citations))


def _beside(filled: Sequence[_Column], empty: Sequence[_Column], kind: Kind) -> Short:
    """The direct answer: each column's own statement where they fit, else where they stand.

    Of all that changed on AI, what the agreement in force says on the whole.
    """
    leads = tuple(column.statements[0].citations[0] for column in filled)
    origin = "summary" if leads[0].document.basis == "digest" else "official"
    whole = leads[0].document.whole
    if kind.name == "change" and whole and set(terms(without_unions(kind.topic))) <= _ON_AI:
        return Short(whole, leads, origin)
    texts = [*_told(filled, empty, leads), _pointed(filled, empty)]
    fits = (text for text in texts if 0 < len(text.split()) <= SHORT_WORDS)
    return Short(next(fits, f"Each has a rule on this: {_BELOW}"), leads, origin)


def _told(
    filled: Sequence[_Column], empty: Sequence[_Column], leads: Sequence[Citation]
) -> list[str]:
    """What the columns say, the fullest text first; nothing where one of them has no statement."""
    if not all(lead.short for lead in leads):
        return []
    pairs = zip(filled, leads, strict=True)
    said = [f"{short_title(column.part.title)}: {lead.short}" for column, lead in pairs]
    texts = [" ".join([*said, *_nothing(empty)]), " ".join(said)]
    if len(said) != 2:
        return texts
    # a rule tells more than that there are two
    both = "Compare both below."
    return [*texts, f"{said[0]} {both}", f"{leads[0].short} {both}", leads[0].short]


def _pointed(filled: Sequence[_Column], empty: Sequence[_Column]) -> str:
    """Where the rules stand, without what they say."""
    names = " and ".join(column.part.title for column in filled)
    if len(filled) > 1:
        return f"{names} each have a rule on this: {_BELOW}"
    return f"{names} has a rule on this. {' '.join(_nothing(empty))}"


def _nothing(empty: Sequence[_Column]) -> list[str]:
    return [f"Nothing was found for {column.part.title}." for column in empty]


def _column(topic: str, part: Part, find: Find, composer: Composer) -> _Column:
    found = find(topic, part.scope)
    aim = Aim.of(topic, found.vectors, asks_for_a_place(topic))
    asked = set(found.query.words)
    own = [p for p in found.passages if _belongs(p, part, composer)]
    ordered = composer.arrange(own, found.query)
    chosen: list[Passage] = []
    if found.answered:
        chosen = [p for p in ordered if p.score >= ordered[0].score - NEAR][:EACH]
    # a clause whose heading is the topic is on it, whatever else it fits
    chosen = chosen or [p for p in own[:5] if asked <= _heading(p)][:1]
    # "the 2023 AI terms stay" is what a renewed agreement says on whatever it does not name
    chosen = chosen or [p for p in own if CARRIED.search(_label(p))][:1]
    statements = tuple(state(_cite(aim, asked, p, composer)) for p in chosen)
    nearest = tuple(composer.cite(aim, p).citation for p in ordered[:1])
    return _Column(part, statements, nearest)


def _cite(aim: Aim, asked: set[str], passage: Passage, composer: Composer) -> Citation:
    """The part of a clause that fits the topic.

    Where all of the clause is on it, from its beginning, for there stands the rule.
    """
    citation, facts = composer.cite(aim, passage).citation, passage.clause.facts
    if len(facts) < 2 or not asked <= _heading(passage):
        return citation
    start, end = facts[0].span.start, facts[0].span.end
    for fact in facts:
        end = fact.span.end if fact.span.end - start <= _QUOTED else end
    span = Span(start, end)
    return replace(citation, span=span, force=force_in(passage, span))


def _label(passage: Passage) -> str:
    return f"{passage.clause.locator} {passage.clause.heading}"


def _heading(passage: Passage) -> set[str]:
    return set(terms(f"{passage.clause.heading} {passage.clause.locator}"))


def _belongs(passage: Passage, part: Part, composer: Composer) -> bool:
    """Whether a passage stands in this column: a rule of the union, place or version.

    It is in force unless it was asked for.
    """
    scope, document = part.scope, passage.document
    elsewhere = scope.places and not set(scope.places) & jurisdictions(document)
    if gap(passage) or reported(passage) or (elsewhere and not scope.unions):
        return False
    whose = not scope.unions or of_union(document, scope, composer.library)
    return whose and composer.may_lead(passage, scope, ())
