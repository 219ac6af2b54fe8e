"""Which agreement a union's members stand on, and which laws hold where they work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.question.scope import Scope, covers, jurisdictions
from assistant.ranking.whose import at_home
from corpus import AGREEMENTS, BadQuestion, Document, Library
from corpus.names import find_places, find_unions, lineage, place_lineage, places, unions


def union_named(name: str, library: Library) -> str:
    """The id of the union that a person names, or the name of one that only an added agreement has.

    BadQuestion where there is none of that name.
    """
    wanted = name.strip()
    if any((one.union or "").casefold() == wanted.casefold() for one in library if not one.bundled):
        return next(iter(find_unions(wanted)), wanted)
    found = find_unions(wanted) or [one for one in unions() if one == wanted.lower()]
    if not found:
        known = ", ".join(union.title for union in unions().values())
        raise BadQuestion(f"no union {wanted[:80]!r} is known; one of {known}")
    outer = {parent for one in found for parent in lineage(one)[1:]}
    return next(one for one in found if one not in outer)


def agreements_of(union: str, library: Library, day: date) -> list[Document]:
    """A union's own agreements, first what is in force on the day and what most members work under.

    A digest and its official text are one: the digest stands for both, since it has the topics.
    """
    theirs = [
        one
        for one in library
        if one.kind in AGREEMENTS and _is_of(one, union, library) and not one.text_of
    ]

    def order(one: Document) -> tuple[bool, bool, int, str]:
        live = library.status(one, day) == "in_force"
        start = one.effective or one.adopted or date.min
        return not live, not one.principal, -start.toordinal() if not live else 0, one.id

    begun = [one for one in theirs if library.status(one, day) not in ("not_yet", "proposed")]
    return sorted(begun or theirs, key=order)


def governing(union: str, library: Library, day: date) -> list[Document]:
    """A union's own agreements; where none is held, those of the union that it stands inside.

    A union whose own agreements stand apart from its parent's is given none of the parent's.
    """
    own = agreements_of(union, library, day)
    known = unions().get(union)
    if own or not known or known.separate or not known.parent:
        return own
    return governing(known.parent, library, day)


def _is_of(document: Document, union: str, library: Library) -> bool:
    named = (document.union or "").casefold() == union.casefold()
    return union in library.unions_of(document) or (bool(union) and named)


def members_of(document: Document, library: Library) -> str:
    """The title of the union whose agreement a document is; its own words where no list has it."""
    own = sorted(library.unions_of(document))
    return unions()[own[0]].title if own else document.union or document.title


def kept_from(agreement: Document, library: Library) -> Iterator[Document]:
    """The agreements that one replaced, the latest first."""
    seen = {agreement.id}
    line = [one for one in agreement.supersedes if one in library]
    while line:
        identity = line.pop(0)
        if identity not in seen:
            seen.add(identity)
            yield library[identity]
            line += [one for one in library[identity].supersedes if one in library]


def laws_for(
    union: str, place: str | None, library: Library, day: date
) -> list[tuple[str, Document]]:
    """The laws in force where members work, each with the place it is of: the place named, else
    every place of the countries in which the union has agreements. BadQuestion for no known place.
    """
    laws = [one for one in library if one.kind == "law" and library.status(one, day) == "in_force"]
    if place:
        where = find_places(place)
        if not where:
            raise BadQuestion(f"no place {place[:80]!r} is known; name a state or a country")
        fitting = [one for one in laws if jurisdictions(one) & set(place_lineage(where[0]))]
    else:
        known = (union,) if union in unions() else ()
        home = at_home(Scope(day, unions=known), library)
        fitting = [one for one in laws if any(covers(one, country) for country in home)]
    titled = [(_place_of(one), one) for one in fitting]
    return sorted(titled, key=lambda pair: (pair[0] != "United States", pair[0], pair[1].id))


def _place_of(document: Document) -> str:
    own = sorted(jurisdictions(document))
    return places()[own[0]].names[0] if own else document.jurisdiction or ""
