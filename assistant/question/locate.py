"""Where the places that a question names stand in the documents: at which clauses, around which, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.question.scope import Scope
from corpus import AGREEMENTS, NOT_IN_FORCE, Clause, Document, Library
from corpus.law_books import of_book
from corpus.locator_grammar import SOFT
from corpus.locators import Locator, shared, ways
from corpus.names import lineage, unions
from corpus.words import terms

_AT, _INSIDE, _AROUND = 3, 2, 1
#: How many of the nearest clauses stand for a place that no document has.
_NEAREST = 3
#: How many documents a word may name and still tell which is meant.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One place and the clauses for it, as their keys: those at it or inside it, those around it, and where it is in none, the nearest."""

    place: Locator
    at: tuple[str, ...] = ()
    exact: frozenset[str] = frozenset()
    around: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """All places of a question. `standing` are the clauses that answer for them; `absent` the places that no clause has."""

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
        return tuple(one for one in self.found if not one.at and not one.around)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every clause that an answer about these places may need."""
        return tuple(dict.fromkeys([*self.standing, *(key for one in self.found for key in one.nearest)]))


def locate(scope: Scope, library: Library) -> Located | None:
    """Where the places of a question stand among the documents it is about; None where it names no place that could be here.

    A place deeper than a document's clauses go is answered by the clause around it, unless its document tells the parts of that
    clause apart and has none of this number: then it is not there, and no other clause is put in its stead.
    """
    if not scope.locators:
        return None
    near, wide = _grounds(scope, library)
    found = [one for place in scope.locators if (one := _find(place, near, wide, scope, library)) is not None]
    return Located(tuple(found), _where(scope, library), any(d.basis == "digest" for d in wide)) if found else None


def _grounds(scope: Scope, library: Library) -> tuple[list[Document], list[Document]]:
    """The documents in which a place is meant: first those named or picked, or of the union and of the year that is said; then,
    for a union's member, laws and whatever else is nobody's; for anybody else all."""
    held = [d for d in library if (not scope.documents or d.id in scope.documents) and (not scope.kinds or d.kind in scope.kinds)]
    if scope.named and not scope.documents:
        held = [d for d in held if d.id in scope.named]  # an article that was named filters nothing else
    if scope.named or scope.documents:
        return held, held
    if not scope.unions:
        return _spoken_of(scope.besides, held) or held, held
    family = {one for union in scope.unions for one in lineage(union)}
    ours = [d for d in held if library.unions_of(d) & family or any(set(lineage(one)) & set(scope.unions) for one in library.unions_of(d))]
    of_year = [d for d in ours if scope.version and d.kind in AGREEMENTS and (d.effective or d.adopted or date.min).year == scope.version]
    bargained = any(d.kind in AGREEMENTS for d in ours)  # an agreement that is nobody's may be another union's
    return of_year or ours, of_year or [*ours, *(d for d in held if not d.union and not (bargained and d.kind in AGREEMENTS))]


def _spoken_of(words: frozenset[str], documents: Sequence[Document]) -> list[Document]:
    """The documents whose names hold a word of the question that few names do: "Guiding principle 5, Netflix"."""
    holding: dict[str, list[Document]] = {}
    for document in documents if words else ():
        for word in words & set(terms(" ".join((document.title, *document.aliases)))):
            holding.setdefault(word, []).append(document)
    return list({d.id: d for few in holding.values() if len(few) <= _FEW for d in few}.values())


def _find(place: Locator, near: Sequence[Document], wide: Sequence[Document], scope: Scope, library: Library) -> Found | None:
    found = _in(place, near, scope, library) or (_in(place, wide, scope, library) if len(wide) > len(near) else None)
    if found:
        return found
    if not place.kind and all(step.isdecimal() for step in place.steps):
        return None  # "version 2.0.1" is a place only where a document has that number
    for document in wide if place.kind in SOFT else ():
        if re.search(rf"\b{place.kind}s? {re.escape(''.join(place.steps[:1]))}\b", document.title, re.I):
            return None  # "part 2" of a report is a document here
    if place.kind in SOFT and not any(level == place.kind for d in near for c in d.clauses for level, _ in ways(c.locator)):
        return None  # "point 4" where no document has points is no place
    beside = _line(wide, scope, library) if scope.documents else [d for d in library if d not in wide]
    if others := _fitting(place, beside, _INSIDE):
        return Found(place, nearest=tuple(clause.key for *_, clause in others)[:_NEAREST], elsewhere=True)
    return Found(place, nearest=_nearest(place, wide, scope, library))


def _in(place: Locator, grounds: Sequence[Document], scope: Scope, library: Library) -> Found | None:
    """The clauses of some documents at a place, or, where none in force is, around it."""
    earlier = () if scope.version else _line(grounds, scope, library)  # "the 2026 MBA" means no other version
    at = _fitting(place, grounds, _INSIDE) or _fitting(place, earlier, _INSIDE)
    around: list[tuple[int, Document, Clause]] = []
    if not any(_stands(document, scope, library) for _, document, _ in at):
        around = [
            row
            for row in _fitting(place, grounds, _AROUND)
            if _stands(row[1], scope, library) and not _parted(place, row[1], row[2], at, library)
        ]
        deepest = max((_depth(place, row[2]) for row in around), default=0)
        around = [row for row in around if _depth(place, row[2]) == deepest]
    if not at and not around:
        return None
    exact = frozenset(clause.key for how, _, clause in at if how == _AT)
    return Found(place, tuple(clause.key for *_, clause in at), exact, tuple(clause.key for *_, clause in around))


def _fitting(place: Locator, documents: Iterable[Document], least: int) -> list[tuple[int, Document, Clause]]:
    """Clauses at a place or inside it (or, where that is the least, around it); those of the very level before any of another."""
    rows = []
    for document in documents:
        names = " ".join((document.title, *document.aliases))
        for clause in document.clauses:
            how, same = _fit(place, document, clause)
            if (how >= least if least != _AROUND else how == _AROUND) and of_book(place, clause.locator, names):
                rows.append((how, same, document, clause))
    level = any(same for _, same, *_ in rows)
    return [(how, document, clause) for how, same, document, clause in rows if same or not level]


def _fit(place: Locator, document: Document, clause: Clause) -> tuple[int, bool]:
    """How a clause stands to a place, and whether by a number of the same level."""
    if place.kind == "page":
        return (_AT if _on_page(document, clause, int(place.steps[0])) else 0), True
    if clause.title_only:
        return 0, False
    best = (0, False)
    for number, (level, steps) in enumerate(ways(clause.locator)):
        run = shared(place, (level, steps))
        if run < 0 or (not run and place.steps):
            continue
        if run == len(place.steps):
            how = _AT if run == len(steps) and (number == 0 or place.steps) else _INSIDE
        else:
            how = _AROUND if run == len(steps) else 0
        best = max(best, (how, level == place.kind))
    return best


def _depth(place: Locator, clause: Clause) -> int:
    return max((run for one in ways(clause.locator) if (run := shared(place, one)) == len(one[1])), default=0)


def _parted(place: Locator, document: Document, clause: Clause, at: Sequence[tuple[int, Document, Clause]], library: Library) -> bool:
    """Whether a document tells the parts of a clause apart, so that a part it does not name is not there."""
    line = [document, *(library[old] for old in document.supersedes if old in library)]
    if any(other in line for _, other, _ in at):
        return False  # what it replaced had the part, and the clause around it carries that over
    if document.basis == "official":
        return not re.search(rf"(?:\(|\b){re.escape(place.steps[-1])}[.)]", document.quote(clause), re.I)
    depth = _depth(place, clause)
    parts = [steps for other in line for c in other.clauses for _, steps in ways(c.locator)]
    return any(steps[:depth] == place.steps[:depth] and len(steps) > depth for steps in parts)


def _line(grounds: Sequence[Document], scope: Scope, library: Library) -> list[Document]:
    """The versions that documents named in a question replaced; a document that a person picked is searched alone."""
    line = [document for document in grounds if document.id in scope.named]
    for document in line:
        line += [library[old] for old in document.supersedes if old in library and library[old] not in line]
    return [document for document in line if document not in grounds]


def _stands(document: Document, scope: Scope, library: Library) -> bool:
    return document.id in scope.documents or library.status(document, scope.as_of) not in NOT_IN_FORCE


def _nearest(place: Locator, grounds: Sequence[Document], scope: Scope, library: Library) -> tuple[str, ...]:
    """The clauses whose numbers come nearest to a place that is not there, those in force first."""
    rows = []
    for document in grounds:
        names = " ".join((document.title, *document.aliases))
        for clause in document.clauses:
            run = max((shared(place, one) for one in ways(clause.locator)), default=-1)
            booked = bool(place.book) and of_book(place, clause.locator, names)
            if run > 0 or (run == 0 and (booked or (scope.documents and place.kind not in ("", "page")))):
                rows.append((not _stands(document, scope, library), -run, not booked, document.tier, clause.key))
    order = sorted(range(len(rows)), key=lambda n: (*rows[n][:4], n))
    return tuple(rows[n][4] for n in order[:_NEAREST])


def _on_page(document: Document, clause: Clause, page: int) -> bool:
    """Whether a clause stands on a page: as the file or the print counts it, or as a digest says in its words ("p. 40-41 of the memorandum")."""
    if clause.page is None:
        told = re.finditer(r"\bp\. (\d+)(?:-(\d+))?", document.quote(clause))
        return any(int(one[1]) <= page <= int(one[2] or one[1]) for one in told)
    last = clause.last_page or clause.page
    label = clause.page_label or ""
    if label.isdecimal():
        return int(label) <= page <= int(label) + last - clause.page
    return clause.page <= page <= last


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
        return f"Not found: no clause of {located.where} stands at {names}; what another document has at that place is listed below."
    more = " A digest does not hold every clause: the official text may have more." if located.digests else ""
    return f"Not found: no clause of {located.where} stands at {names}.{more}"


def remarks(located: Located, quoted: Sequence[tuple[Document, Clause]], scope: Scope, library: Library) -> Iterator[str]:
    """What to say of places for which something else is quoted: the clause around them, an earlier version's, or nothing."""
    for one in located.found:
        around = [(document, clause) for document, clause in quoted if clause.key in one.around]
        at = [document for document, clause in quoted if clause.key in one.at]
        if around:
            names = "; ".join(dict.fromkeys(f"{clause.locator} of {document.name}" for document, clause in around))
            yield f"No clause held here stands at {one.place.words} itself: {names}, quoted here, is the clause around it."
        if at and not any(_stands(document, scope, library) for document in at):
            names = "; ".join(dict.fromkeys(document.name for document in at))
            yield f"{one.place.words} is held here only as it stands in {names}, which does not apply on {scope.as_of}."
    if located.absent and located.standing:
        yield absence(located).removeprefix("Not found: ").replace("no clause", "No clause", 1)
