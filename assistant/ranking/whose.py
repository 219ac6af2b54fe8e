"""Whose a document is, of which place and for which work, beside those of a question."""

from __future__ import annotations

from assistant.question.scope import Scope, covers, fits_work, jurisdictions
from corpus import AGREEMENTS, Clause, Document, Library
from corpus.names import lineage, place_lineage, unions


def of_union(document: Document, scope: Scope, library: Library) -> bool:
    """Whether a document is of one of the scope's unions, of one around it or within it."""
    theirs = library.unions_of(document)
    within = any(set(lineage(one)) & set(scope.unions) for one in theirs)
    return bool(theirs & family(scope)) or within


def of_another(document: Document, scope: Scope, library: Library) -> bool:
    """Whether a document is of a union that is not the asker's; never where no union is known."""
    if not scope.unions:
        return False
    if not library.unions_of(document):
        # an agreement of a union that no list knows is not this person's
        return bool(document.union) and document.kind in AGREEMENTS
    return not of_union(document, scope, library)


def is_own(document: Document, scope: Scope, library: Library) -> bool:
    """Whether a document is of a union of the scope itself, and not only of one around it."""
    return bool(library.unions_of(document) & set(scope.unions))


def at_home(scope: Scope, library: Library) -> set[str]:
    """The countries in which the scope's unions have agreements.

    The United States where none says.
    """
    theirs = [document for document in library if family(scope) & library.unions_of(document)]
    home = {place_lineage(place)[-1] for document in theirs for place in jurisdictions(document)}
    return home or {"US"}


def abroad(document: Document, home: set[str], library: Library) -> bool:
    """Whether a document is of no union, and of a country that is none of these."""
    own = set() if library.unions_of(document) else jurisdictions(document)
    return bool(own) and all(place_lineage(one)[-1] not in home for one in own)


def askers(scope: Scope) -> set[str]:
    """The asker's unions and those around them: a question about another union does not change
    whose member asks.
    """
    return {one for union in scope.chosen or scope.unions for one in lineage(union)}


def family(scope: Scope) -> set[str]:
    """The unions that a question is about, and those around them."""
    return {one for union in scope.unions for one in lineage(union)}


# --- the same as features of a clause ---


def work_fit(
    document: Document, clause: Clause, scope: Scope, library: Library
) -> dict[str, float]:
    """Whether an agreement is for the work that the question names, or else its union's principal
    one.
    """
    fits = fits_work(document, clause, scope, library)
    if fits is None:
        return {"principal": float(document.principal)}
    return {"own work" if fits else "other work": 1.0}


def place_fit(document: Document, scope: Scope, library: Library) -> dict[str, float]:
    """A law of another place says nothing here.

    A union's agreement may, so it is not pushed down.
    """
    if any(place in jurisdictions(document) for place in scope.places):
        return {"place": 1.0}
    if any(covers(document, place) for place in scope.places):
        return {"outer place": 1.0}
    return {} if library.unions_of(document) else {"other place": 1.0}


def union_fit(document: Document, scope: Scope, library: Library) -> dict[str, float]:
    """The best of what the scope's unions are to a document's.

    Of guessed ones a share from 1 to -1.
    """
    own, wanted = library.unions_of(document), scope.unions or scope.guessed
    if not wanted or not own:
        # nobody said whose an added agreement is: it may be another union's
        added = document.basis == "official" and document.kind in AGREEMENTS
        return {"nobody's": float(bool(wanted) and added)}
    kin = (_kinship(document, own, union) for union in wanted)
    name, share = max(kin, key=lambda one: one[1])
    if not scope.unions:
        return {"guessed union": share}
    return {name: share if name == "own union" else 1.0}


def _kinship(document: Document, own: frozenset[str], union: str) -> tuple[str, float]:
    """What a union is to a document's unions, and what that is worth where it was only guessed."""
    if union in own:
        return "own union", 1.0
    if own & set(lineage(union)[1:]):
        apart = unions()[union].separate and document.kind in AGREEMENTS
        return ("inner union", 0.3) if apart else ("own union", 0.8)
    within = any(union in lineage(one) for one in own)
    return ("inner union", 0.3) if within else ("other union", -1.0)
