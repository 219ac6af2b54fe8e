"""How clauses stand to a place that a question names: at it, inside it, around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus import Clause, Document, Library
from corpus.law_books import of_book
from corpus.locators import Locator, shared, ways_of

AT, INSIDE, AROUND = 3, 2, 1
#: How a clause stands to a place, with its document.
Fitting = tuple[int, Document, Clause]


def fitting(place: Locator, documents: Iterable[Document], least: int) -> list[Fitting]:
    """Clauses at a place or inside it, or, where that is the least, around it.

    Those of the very level stand before any of another.
    """
    rows = []
    for document in documents:
        names = " ".join((document.title, *document.aliases))
        for clause in document.clauses:
            how, same = _fit(place, document, clause)
            if (how >= least if least != AROUND else how == AROUND) and of_book(
                place, clause.locator, names
            ):
                rows.append((how, same, document, clause))
    level = any(same for _, same, *_ in rows)
    return [(how, document, clause) for how, same, document, clause in rows if same or not level]


def _fit(place: Locator, document: Document, clause: Clause) -> tuple[int, bool]:
    """How a clause stands to a place, and whether by a number of the same level."""
    if place.kind == "page":
        return (AT if _on_page(document, clause, int(place.steps[0])) else 0), True
    if clause.title_only:
        return 0, False
    best = (0, False)
    for number, (level, steps) in enumerate(ways_of(clause)):
        run = shared(place, (level, steps))
        if run < 0 or (not run and place.steps):
            continue
        if run == len(place.steps):
            how = AT if run == len(steps) and (number == 0 or place.steps) else INSIDE
        else:
            how = AROUND if run == len(steps) else 0
        best = max(best, (how, level == place.kind))
    return best


def depth(place: Locator, clause: Clause) -> int:
    """How many of a place's numbers a clause around it, or at it, shares."""
    return max(
        (run for one in ways_of(clause) if (run := shared(place, one)) == len(one[1])),
        default=0,
    )


def parted(
    place: Locator,
    document: Document,
    clause: Clause,
    at: Sequence[Fitting],
    library: Library,
) -> bool:
    """Whether a document tells a clause's parts apart: then one it does not name is not there."""
    line = [document, *(library[old] for old in document.supersedes if old in library)]
    if any(other in line for _, other, _ in at):
        return False  # what it replaced had the part, and the clause around it carries that over
    if document.basis == "official":
        return not re.search(
            rf"(?:\(|\b){re.escape(place.steps[-1])}[.)]", document.quote(clause), re.I
        )
    deep = depth(place, clause)
    parts = [steps for other in line for c in other.clauses for _, steps in ways_of(c)]
    return any(steps[:deep] == place.steps[:deep] and len(steps) > deep for steps in parts)


def _on_page(document: Document, clause: Clause, page: int) -> bool:
    """Whether a clause stands on a page, as the file or the print counts, or a digest says."""
    if clause.page is None:
        told = re.finditer(r"\bp\. (\d+)(?:-(\d+))?", document.quote(clause))
        return any(int(one[1]) <= page <= int(one[2] or one[1]) for one in told)
    last = clause.last_page or clause.page
    label = clause.page_label or ""
    if label.isdecimal():
        return int(label) <= page <= int(label) + last - clause.page
    return clause.page <= page <= last
