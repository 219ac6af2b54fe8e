"""Documents side by side: one column for each union, place or version that a question sets against the others."""

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
from assistant.answering.compose import Composer
from assistant.answering.notes import caveat, notes_on
from assistant.question.kind import Kind, Part
from assistant.question.scope import Scope, jurisdictions
from corpus import QueryVectors, Span
from corpus.modality import force_of
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
    "comparison": "Each column answers for its own agreement or law. None of them says which gives more: compare what each one binds.",
    "change": "The columns show what each version says on this. What a digest leaves out may still stand in its agreement: 'pincite diff' compares official texts word by word.",
}

#: Finds the passages of a topic in one scope, says whether they answer it, and gives the topic's vector.
Find = Callable[[str, Scope], tuple[list[Passage], bool, QueryVectors]]


@dataclass(frozen=True, slots=True)
class _Column:
    part: Part
    statements: tuple[Statement, ...]
    nearest: tuple[Citation, ...]


def side_by_side(asked: Asked, kind: Kind, find: Find, composer: Composer) -> Outcome:
    """An answer with a column for each part of the question, or an honest no where none of them has anything."""
    columns = [_column(kind.topic, part, find, composer) for part in kind.parts]
    filled = [column for column in columns if column.statements]
    if not filled:
        nearest = tuple(dict.fromkeys(c for column in columns for c in column.nearest[:1]))
        titles = "; ".join(part.title for part in kind.parts)
        message = f"Not found: {titles} were searched for “{kind.topic}”, and nothing in them answers this."
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
    short = _beside(filled, empty)
    return Answer(asked, statements, short, also, notes, sides, caveat=caveat(short.citations))


def _beside(filled: Sequence[_Column], empty: Sequence[_Column]) -> Short:
    """The direct answer of a comparison: each column's own statement where they fit, else where they stand."""
    leads = [column.statements[0].citations[0] for column in filled]
    origin = "summary" if leads[0].document.basis == "digest" else "official"
    nothing = [f"Nothing was found for {column.part.title}." for column in empty]
    said = [
        f"{column.part.title}: {lead.short}"
        for column, lead in zip(filled, leads, strict=True)
        if lead.short
    ]
    whole = len(said) == len(filled)
    for parts in (
        [*said, *nothing] if whole else [],
        said if whole else [],
        [*said[:1], "The other stands beside it."] if whole and len(filled) == 2 else [],
    ):
        if parts and len(" ".join(parts).split()) <= SHORT_WORDS:
            return Short(" ".join(parts), tuple(leads), origin)
    names = " and ".join(column.part.title for column in filled)
    where = (
        f"{names} each have a rule on this: read them side by side below."
        if len(filled) > 1
        else f"{names} has a rule on this. {' '.join(nothing)}"
    )
    return Short(
        where
        if len(where.split()) <= SHORT_WORDS
        else "Each has a rule on this: read them side by side below.",
        tuple(leads),
        origin,
    )


def _column(topic: str, part: Part, find: Find, composer: Composer) -> _Column:
    passages, answered, vector = find(topic, part.scope)
    own = [
        p
        for p in passages
        if _belongs(p, part, composer) and not composer.gap(p) and not composer.told_of(p)
    ]
    ordered = composer.arrange(own, part.scope)
    chosen = [p for p in ordered if p.score >= ordered[0].score - NEAR][:EACH] if answered else []
    if not chosen:  # a clause whose heading is the topic is on it, whatever else it fits
        chosen = [p for p in own[:5] if set(terms(topic)) <= _heading(p)][:1]
    if (
        not chosen
    ):  # "the 2023 AI terms stay" is what a renewed agreement says on whatever it does not name
        chosen = [p for p in own if CARRIED.search(f"{p.clause.locator} {p.clause.heading}")][:1]
    statements = tuple(composer.state(_cite(topic, vector, p, composer)) for p in chosen)
    nearest = tuple(composer.cite(topic, vector, p) for p in ordered[:1])
    return _Column(part, statements, nearest)


def _cite(topic: str, vector: QueryVectors, passage: Passage, composer: Composer) -> Citation:
    """The part of a clause that fits the topic; where all of the clause is on it, from its beginning, for there stands the rule."""
    citation, clause = composer.cite(topic, vector, passage), passage.clause
    if len(clause.facts) < 2 or not set(terms(topic)) <= _heading(passage):
        return citation
    end = clause.facts[0].span.end
    for fact in clause.facts:
        end = fact.span.end if fact.span.end - clause.facts[0].span.start <= _QUOTED else end
    span = Span(clause.facts[0].span.start, end)
    force = force_of(
        span.of(passage.document.text), passage.document, composer.silent(passage, span)
    )
    return replace(citation, span=span, force=force)


def _heading(passage: Passage) -> set[str]:
    return set(terms(f"{passage.clause.heading} {passage.clause.locator}"))


def _belongs(passage: Passage, part: Part, composer: Composer) -> bool:
    """Whether a passage stands in this column: it is of the union, place or version, and in force unless it was asked for."""
    scope = part.scope
    if (
        scope.places
        and not scope.unions
        and not set(scope.places) & jurisdictions(passage.document)
    ):
        return False
    return composer.may_lead(passage, scope, ()) and (
        not scope.unions or composer.of_union(passage, scope)
    )
