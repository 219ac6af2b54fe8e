"""Which documents and clauses a text ascribes a quotation to: those it names, and what stands there at the place it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.checking.attribution import Attribution
from assistant.checking.places import Place, chains_of, fit, gives
from assistant.checking.quotations import Quotation
from assistant.checking.wording import Hit
from corpus import Clause, Document
from corpus.words import sentences


@dataclass(frozen=True, slots=True)
class Ascribed:
    """The documents that a text gives for a quotation, and their clauses at its place; `sure` where its own sentence or lead-in names them."""

    documents: tuple[Document, ...]
    sure: bool
    stands: tuple[tuple[Document, Clause], ...]


def ascribed(quotation: Quotation, opening: str, attribution: Attribution) -> Ascribed:
    """Documents named in the sentence, beside a block, in the paragraph, before it, or at the text's `opening`; the nearest decide."""
    nearest = [f"{quotation.before} {quotation.after}", quotation.bare] if quotation.words else [quotation.sentence]
    library = attribution.library
    beside = [quotation.paragraph.replace(quotation.words or "\0", " "), quotation.context, opening]
    for number, text in enumerate([*nearest, *beside]):
        documents = attribution.named(text)
        sure = number < len(nearest)
        if not documents and text is not opening:
            documents = attribution.of_unions(text)
            sure = False
        if documents:
            stands = _standing(documents, quotation.place)
            if not stands and not sure and (text is opening or not quotation.words):
                stands = _standing(library, quotation.place)
            return Ascribed(tuple(documents), sure, stands)
    return Ascribed((), False, _standing(library, quotation.place))


def at_its_place(quotation: Quotation, hit: Hit, said: Ascribed) -> bool:
    """Whether words found stand at the place given for them, or at another that the same sentence gives, or that the words' own sentence gives.

    Nothing can be held against the place where the clause has no number and no other clause stands at it.
    """
    place = quotation.place
    last = hit.document.clause_at(hit.end - 1) or hit.clause
    if place is None or any(_fits(place, hit.document, clause) for clause in (hit.clause, last)):
        return True
    if any(fit(near, hit.clause) == 2 for near in quotation.near if near.groups):
        return True
    if not chains_of(hit.clause.locator) and not any(document is hit.document for document, _ in said.stands):
        return True
    if not place.groups and hit.clause.page is not None:
        return False
    return any(
        span.start < hit.end and hit.start < span.end and gives(span.of(hit.document.text), place)
        for span in sentences(hit.document.text, hit.clause.span.start, hit.clause.span.end)
    )


def _standing(documents: Iterable[Document], place: Place | None) -> tuple[tuple[Document, Clause], ...]:
    if place is None:
        return ()
    return tuple((document, clause) for document in documents for clause in document.clauses if _fits(place, document, clause))


def _fits(place: Place, document: Document, clause: Clause) -> bool:
    """Whether a clause stands at a place, or around it where the document itself has no finer parts."""
    how = fit(place, clause)
    if how != 1:
        return how == 2
    last = place.groups[-1][1][-1]
    if document.basis == "official":
        return bool(re.search(rf"(?:\(|\b){re.escape(last)}[.)]", document.quote(clause), re.I))
    return not any(other is not clause and fit(place, other) == 2 for other in document.clauses) and not _parted(
        place, document, clause
    )


def _parted(place: Place, document: Document, clause: Clause) -> bool:
    """Whether a digest tells parts of a clause's article apart at the depth of the place, so that one it lacks is not there."""
    wanted = tuple(number for _, numbers in place.groups for number in numbers)
    around = [chain for _, chain in chains_of(clause.locator) if chain == wanted[: len(chain)]]
    others = [chain for other in document.clauses for _, chain in chains_of(other.locator)]
    return any(other[: len(chain)] == chain and len(other) > len(chain) for chain in around for other in others)
