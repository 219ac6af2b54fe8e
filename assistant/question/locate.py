"""Where the places that a question names stand in the documents: at, around, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.question.fitting import AROUND, AT, INSIDE, Fitting, depth, fitting, parted
from assistant.question.grounds import grounds
from assistant.question.scope import Scope
from corpus import NOT_IN_FORCE, Clause, Document, Library
from corpus.law_books import of_book
from corpus.locator_grammar import SOFT
from corpus.locators import Locator, shared, ways_of
from corpus.names import unions

#: How many of the nearest clauses stand for a place that no document has.
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One place and the clauses for it, as their keys.

    They are those at it or inside it, those around it, and where it is in none, the nearest.
    """

    place: Locator
    at: tuple[str, ...] = ()
    exact: frozenset[str] = frozenset()
    around: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """All places of a question.

    `standing` are the clauses that answer for them; `absent` the places that no clause has.
    """

    found: tuple[Found, ...]
    where: str
    digests: bool = False

    @property
    def standing(self) -> dict[str, int]:
        """The clauses at the places or around them, each with the first place that it is for."""
        keys: dict[str, int] = {}
        for number, one in enumerate(self.found):
            for key in (*one.at, *one.around):
                keys.setdefault(key, number)
        return keys

    @property
    def exact(self) -> frozenset[str]:
        """Clauses that stand at a place itself, not inside it or around it."""
        return frozenset(key for one in self.found for key in one.exact)

    @property
    def absent(self) -> tuple[Found, ...]:
        """The places that no clause has or is around."""
        return tuple(one for one in self.found if not one.at and not one.around)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every clause that an answer about these places may need."""
        return tuple(
            dict.fromkeys([*self.standing, *(key for one in self.found for key in one.nearest)])
        )


def locate(scope: Scope, library: Library) -> Located | None:
    """Where the places of a question stand among its documents; None where it names none.

    A place deeper than a document's clauses go is answered by the clause around it, unless its
    document tells the parts of that clause apart and has none of this number: then it is not there,
    and no other clause is put in its stead.
    """
    if not scope.locators:
        return None
    near, wide = grounds(scope, library)
    found = [
        one
        for place in scope.locators
        if (one := _find(place, near, wide, scope, library)) is not None
    ]
    return (
        Located(tuple(found), _where(scope, library), any(d.basis == "digest" for d in wide))
        if found
        else None
    )


def _find(
    place: Locator,
    near: Sequence[Document],
    wide: Sequence[Document],
    scope: Scope,
    library: Library,
) -> Found | None:
    found = _in(place, near, scope, library) or (
        _in(place, wide, scope, library) if len(wide) > len(near) else None
    )
    if found:
        return found
    if not place.kind and all(step.isdecimal() for step in place.steps):
        return None  # "version 2.0.1" is a place only where a document has that number
    for document in wide if place.kind in SOFT else ():
        if re.search(
            rf"\b{place.kind}s? {re.escape(''.join(place.steps[:1]))}\b", document.title, re.I
        ):
            return None  # "part 2" of a report is a document here
    if place.kind in SOFT and not any(
        level == place.kind for d in near for c in d.clauses for level, _ in ways_of(c)
    ):
        return None  # "point 4" where no document has points is no place
    beside = (
        _line(wide, scope, library) if scope.documents else [d for d in library if d not in wide]
    )
    if others := fitting(place, beside, INSIDE):
        return Found(
            place, nearest=tuple(clause.key for *_, clause in others)[:_NEAREST], elsewhere=True
        )
    return Found(place, nearest=_nearest(place, wide, scope, library))


def _in(
    place: Locator, grounds: Sequence[Document], scope: Scope, library: Library
) -> Found | None:
    """The clauses of some documents at a place, or, where none in force is, around it."""
    earlier = (
        () if scope.version else _line(grounds, scope, library)
    )  # "the 2026 MBA" means no other version
    at = fitting(place, grounds, INSIDE) or fitting(place, earlier, INSIDE)
    around: list[Fitting] = []
    if not any(_stands(document, scope, library) for _, document, _ in at):
        around = [
            row
            for row in fitting(place, grounds, AROUND)
            if _stands(row[1], scope, library) and not parted(place, row[1], row[2], at, library)
        ]
        deepest = max((depth(place, row[2]) for row in around), default=0)
        around = [row for row in around if depth(place, row[2]) == deepest]
    if not at and not around:
        return None
    exact = frozenset(clause.key for how, _, clause in at if how == AT)
    return Found(
        place,
        tuple(clause.key for *_, clause in at),
        exact,
        tuple(clause.key for *_, clause in around),
    )


def _line(grounds: Sequence[Document], scope: Scope, library: Library) -> list[Document]:
    """The versions that documents named in a question replaced; one that is picked stands alone."""
    line = [document for document in grounds if document.id in scope.named]
    for document in line:
        line += [
            library[old]
            for old in document.supersedes
            if old in library and library[old] not in line
        ]
    return [document for document in line if document not in grounds]


def _stands(document: Document, scope: Scope, library: Library) -> bool:
    return (
        document.id in scope.documents or library.status(document, scope.as_of) not in NOT_IN_FORCE
    )


def _nearest(
    place: Locator, grounds: Sequence[Document], scope: Scope, library: Library
) -> tuple[str, ...]:
    """The clauses whose numbers come nearest to a place that is not there, those in force first."""
    rows = []
    for document in grounds:
        names = " ".join((document.title, *document.aliases))
        for clause in document.clauses:
            run = max((shared(place, one) for one in ways_of(clause)), default=-1)
            booked = bool(place.book) and of_book(place, clause.locator, names)
            if run > 0 or (
                run == 0 and (booked or (scope.documents and place.kind not in ("", "page")))
            ):
                rows.append(
                    (
                        not _stands(document, scope, library),
                        -run,
                        not booked,
                        document.tier,
                        clause.key,
                    )
                )
    order = sorted(range(len(rows)), key=lambda n: (*rows[n][:4], n))
    return tuple(rows[n][4] for n in order[:_NEAREST])


def _where(scope: Scope, library: Library) -> str:
    if scope.documents:
        return "; ".join(library[identity].name for identity in scope.documents[:3])
    if scope.unions:
        return f"the documents of {' and '.join(unions()[one].title for one in scope.unions)}"
    return f"any of the {len(library)} documents held here"


def absence(located: Located) -> str:
    """What to say of places that no clause has."""
    names = " or ".join(f"“{one.place.words}”" for one in located.absent)
    if all(one.elsewhere for one in located.absent):
        return (
            f"Not found: no clause of {located.where} stands at {names};"
            " what another document has at that place is listed below."
        )
    more = (
        " A digest does not hold every clause: the official text may have more."
        if located.digests
        else ""
    )
    return f"Not found: no clause of {located.where} stands at {names}.{more}"


def remarks(
    located: Located, quoted: Sequence[tuple[Document, Clause]], scope: Scope, library: Library
) -> Iterator[str]:
    """What to say of places for which something else is quoted.

    That is the clause around them, an earlier version's, or nothing.
    """
    for one in located.found:
        around = [(document, clause) for document, clause in quoted if clause.key in one.around]
        at = [document for document, clause in quoted if clause.key in one.at]
        if around:
            names = "; ".join(
                dict.fromkeys(f"{clause.locator} of {document.name}" for document, clause in around)
            )
            yield (
                f"No clause held here stands at {one.place.words} itself: {names}, quoted here,"
                " is the clause around it."
            )
        if at and not any(_stands(document, scope, library) for document in at):
            names = "; ".join(dict.fromkeys(document.name for document in at))
            yield (
                f"{one.place.words} is held here only as it stands in {names},"
                f" which does not apply on {scope.as_of}."
            )
    if located.absent and located.standing:
        yield absence(located).removeprefix("Not found: ").replace("no clause", "No clause", 1)
