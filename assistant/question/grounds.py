"""The documents in which a place that a question names is meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.question.scope import Scope
from corpus import AGREEMENTS, Document, Library
from corpus.names import lineage
from corpus.words import terms

#: How many documents a word may name and still tell which is meant.
_FEW = 3


def grounds(scope: Scope, library: Library) -> tuple[list[Document], list[Document]]:
    """The documents in which a place is meant.

    First those named or picked, or of the union and of the year that is said; then, for a union's
    member, laws and whatever else is nobody's; for anybody else all.
    """
    held = [d for d in library if not scope.documents or d.id in scope.documents]
    held = [d for d in held if not scope.kinds or d.kind in scope.kinds]
    if scope.named and not scope.documents:  # an article that was named filters nothing else
        held = [d for d in held if d.id in scope.named]
    if scope.named or scope.documents:
        return held, held
    if not scope.unions:
        return _spoken_of(scope.besides, held) or held, held
    ours = [d for d in held if _is_theirs(library.unions_of(d), scope.unions)]
    of_year = [d for d in ours if scope.version and _is_of_year(d, scope.version)]
    # an agreement that is nobody's may be another union's
    bargained = any(d.kind in AGREEMENTS for d in ours)
    nobodys = [d for d in held if not d.union and not (bargained and d.kind in AGREEMENTS)]
    return of_year or ours, of_year or [*ours, *nobodys]


def _is_theirs(owners: frozenset[str], asked: tuple[str, ...]) -> bool:
    """Whether a document's unions are those asked about, around them, or part of them."""
    family = {one for union in asked for one in lineage(union)}
    return bool(owners & family) or any(set(lineage(one)) & set(asked) for one in owners)


def _is_of_year(document: Document, year: int) -> bool:
    began = document.effective or document.adopted or date.min
    return document.kind in AGREEMENTS and began.year == year


def _spoken_of(words: frozenset[str], documents: Sequence[Document]) -> list[Document]:
    """The documents whose names hold a word of the question that few do: "principle 5, Netflix"."""
    holding: dict[str, list[Document]] = {}
    for document in documents if words else ():
        for word in words & set(terms(" ".join((document.title, *document.aliases)))):
            holding.setdefault(word, []).append(document)
    return list({d.id: d for few in holding.values() if len(few) <= _FEW for d in few}.values())
