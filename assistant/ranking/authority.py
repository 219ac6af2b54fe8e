"""Why one clause stands before another that fits about equally: a short ordered list of reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answer import Passage
from assistant.question.scope import Scope, fits_work
from assistant.ranking.whose import is_own
from corpus import Library

#: How far below the best an official text may lie and still stand before a digest.
OFFICIAL_NEAR = 0.08


@dataclass(frozen=True, slots=True)
class Beside:
    """What a passage is weighed against: the scope, the library, and the best score beside it."""

    scope: Scope
    library: Library
    best: float = 0.0


#: How much a reason speaks against a passage, from 0 where it speaks for it; None: it says nothing.
Rank = Callable[[Passage, Beside], int | None]


def in_force(passage: Passage, beside: Beside) -> int | None:
    """0 for what is in force, 1 for what is only proposed."""
    return {"in_force": 0, "proposed": 1}.get(passage.status)


def tier(passage: Passage, beside: Beside) -> int | None:
    """0 for what binds the asker, then by the document's tier; a proposal has none.

    A place's law binds who asks for it, and with no union known nothing binds more than a law.
    """
    document, scope = passage.document, beside.scope
    if passage.status == "proposed":
        return None
    if document.tier == 2 and (scope.places or not (scope.unions or scope.documents)):
        return 0
    return document.tier - 1


def own_union(passage: Passage, beside: Beside) -> int | None:
    """0 for a union that is asked about itself: a local's agreement leads its parent's."""
    if not beside.scope.unions:
        return None
    return int(not is_own(passage.document, beside.scope, beside.library))


def kind_of_work(passage: Passage, beside: Beside) -> int | None:
    """0 for the work that is named, or where none is, for the principal agreement of a union."""
    document, scope, library = passage.document, beside.scope, beside.library
    fits = fits_work(document, passage.clause, scope, library)
    if fits is not None:
        return int(not fits)
    if not document.work or document.principal:
        return 0 if document.principal else None
    sisters = any(one.principal for one in library.sisters(document))
    return int(sisters and document.id not in (*scope.named, *scope.documents))


def official(passage: Passage, beside: Beside) -> int | None:
    """0 for official words that answer as well as the best, and are not merely near."""
    close = passage.score >= beside.best - OFFICIAL_NEAR
    return int(not (passage.document.basis == "official" and close))


#: In order: the first on which two passages differ decides which of them leads.
REASONS: tuple[tuple[str, Rank], ...] = (
    ("in force", in_force),
    ("binding", tier),
    ("your own union's", own_union),
    ("for your kind of work", kind_of_work),
    ("official words", official),
)


def authority(passage: Passage, beside: Beside) -> tuple[int, ...]:
    """The ranks of a passage by all REASONS, the lowest first to lead."""
    return tuple(rank(passage, beside) or 0 for _, rank in REASONS)


def because(passage: Passage, beside: Beside) -> tuple[str, ...]:
    """The names of the REASONS that speak for a passage."""
    return tuple(name for name, rank in REASONS if rank(passage, beside) == 0)
