"""Documents side by side: one column for each union, place or version that a question sets against the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from assistant.answer import Abstention, Answer, Asked, Citation, Outcome, Passage, Side, Statement
from assistant.compose import Composer
from assistant.kinds import Kind, Part
from assistant.notes import notes_on
from assistant.scope import Scope, jurisdictions

#: Quotations in one column.
EACH = 3
#: How far below its column's best a clause may lie and still stand in it.
NEAR = 0.12
_NOTES = {
    "comparison": "Each column answers for its own agreement or law. None of them says which gives more: compare what each one binds.",
    "change": "The columns show what each version says on this. What a digest leaves out may still stand in its agreement: 'pincite diff' compares official texts word by word.",
}

#: Finds the passages of a topic in one scope, says whether they answer it, and gives the topic's vector.
Find = Callable[[str, Scope], tuple[list[Passage], bool, np.ndarray]]


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
    nothing = tuple(f"Nothing on “{kind.topic}” was found for {column.part.title}." for column in empty)
    notes = (_NOTES[kind.name], *nothing, *notes_on(cited, (), kind.parts[0].scope, composer.library))
    sides = tuple(Side(column.part.title, column.statements) for column in columns)
    also = tuple(citation for column in empty for citation in column.nearest[:1])
    return Answer(asked, statements, also, notes, sides)


def _column(topic: str, part: Part, find: Find, composer: Composer) -> _Column:
    passages, answered, vector = find(topic, part.scope)
    ranked = [p for p in composer.arrange(passages, part.scope) if not composer.gap(p) and not composer.told_of(p)]
    ordered = _own(ranked, part, composer)
    chosen = [p for p in ordered if p.score >= ordered[0].score - NEAR][:EACH] if answered else []
    statements = tuple(composer.state(composer.cite(topic, vector, p)) for p in chosen)
    nearest = tuple(composer.cite(topic, vector, p) for p in ordered[:1])
    return _Column(part, statements, nearest)


def _own(passages: Sequence[Passage], part: Part, composer: Composer) -> list[Passage]:
    return [p for p in passages if _belongs(p, part, composer)]


def _belongs(passage: Passage, part: Part, composer: Composer) -> bool:
    """Whether a passage stands in this column: it is of the union, place or version, and in force unless it was asked for."""
    scope = part.scope
    if scope.places and not scope.unions and not set(scope.places) & jurisdictions(passage.document):
        return False
    return composer.may_lead(passage, scope, ()) and (not scope.unions or composer.of_union(passage, scope))
