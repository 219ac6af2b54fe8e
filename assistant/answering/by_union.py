"""Where no union is known and several answer: a row for each, so that a member can find theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import SHORT_WORDS, Passage, Short, UnionRow
from assistant.answering.cite import Cited
from assistant.answering.folding import once
from assistant.answering.short import direct
from assistant.question.scope import Scope
from assistant.ranking.order import LEAD_NEAR
from assistant.ranking.recorded import gap, reported
from corpus import AGREEMENTS, Library
from corpus.names import unions

#: Unions in a table, at most, and how far below the best a union's own clause may lie and still be
#: its row.
ROWS, ROW_NEAR = 8, 0.32


def each_union(
    main: Sequence[Passage], passages: Sequence[Passage], scope: Scope, library: Library
) -> list[Passage]:
    """The clause of each union, the most asked first.

    Empty where the answer does not depend on it.
    """
    known = scope.unions or scope.guessed or scope.documents or scope.places
    if known or not main or main[0].document.kind not in AGREEMENTS:
        return []
    best: dict[str, Passage] = {}
    for passage in once([*main, *(p for p in passages if p not in main)]):
        whose = sorted(library.unions_of(passage.document))
        if not whose or not _binds(passage) or passage.score < main[0].score - ROW_NEAR:
            continue
        if whose[0] not in best or _principal(passage, best[whose[0]]):
            best[whose[0]] = passage
    asked = list(unions())
    found = [best[union] for union in sorted(best, key=asked.index)][:ROWS]
    return found if len(found) > 1 else []


def _binds(passage: Passage) -> bool:
    bargained = passage.document.kind in AGREEMENTS and passage.status == "in_force"
    return bargained and not reported(passage) and not gap(passage)


def _principal(passage: Passage, held: Passage) -> bool:
    """Whether a passage is about as near as one held, and alone of the principal agreement."""
    principal = passage.document.principal and not held.document.principal
    return principal and passage.score >= held.score - LEAD_NEAR


def row(one: Cited, scope: Scope, library: Library) -> UnionRow:
    """What one union's agreement says, for nobody else's members."""
    union = sorted(library.unions_of(one.passage.document))[0]
    said = direct(one.told[:1], one.citation, replace(scope, unions=()), library)
    return UnionRow(unions()[union].title, said.text, one.citation)


def depends(short: Short, rows: Sequence[UnionRow]) -> Short:
    """The direct answer where it depends on the union: that, and the rule of the most asked one."""
    text = f"It depends on your union. {rows[0].union}: {rows[0].short}"
    if len(text.split()) > SHORT_WORDS:
        text = "It depends on your union: find yours below."
    return replace(short, text=text)
