"""Which clauses an overview lists: of which documents, by which of their facts, and what matters
most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Passage
from assistant.question.overview import Overview
from assistant.question.scope import Scope, jurisdictions
from assistant.ranking.whose import of_union
from corpus import AGREEMENTS, Clause, Document, Fact, Library

#: How far below the best a clause of another document may lie and still be listed.
_BESIDE = 0.25
#: So few clauses are told by all their facts.
_FEW = 3
#: How far below the best a clause that is on no topic wanted may lie and still be listed.
_NEAR = 0.06
#: Facts that say something of the document itself.
_SAYS = ("rule", "absence", "definition", "view")


@dataclass(frozen=True, slots=True)
class Line:
    """A clause with the fact that stands for it, and how much it matters: less is more."""

    document: Document
    clause: Clause
    fact: Fact
    weight: tuple[int | float, ...]


def lines_of(
    ordered: Sequence[Passage], overview: Overview, scope: Scope, library: Library
) -> tuple[list[Document], list[Line], list[Line]]:
    """The documents that an overview is of, the lines that it wants, and those beneath them.

    `ordered` are the passages found, what leads first: the first says of which documents.
    """
    documents = [] if overview.places else _documents(ordered, scope, library)
    documents = documents or [_digest(ordered[0].document, library)]
    scores = {p.clause.key: p.score for p in ordered}
    lines = [line for one in documents for line in _lines(one, documents[0], overview, scores)]
    if not scope.documents and documents[0].kind in AGREEMENTS:
        lines += list(_sisters(documents[0], overview, scope, library, scores))
    if not overview.places and not scope.documents:
        lines += list(_elsewhere(ordered, {line.clause.key for line in lines}, overview))
    wanted = [line for line in lines if not line.weight[0]]
    if sum(line.document in documents for line in wanted) <= _FEW:
        wanted = [more for line in wanted for more in _each_fact(line)]
    return documents, wanted, [line for line in lines if line.weight[0]]


def _documents(ordered: Sequence[Passage], scope: Scope, library: Library) -> list[Document]:
    """The documents whose clauses are listed: what leads, with what belongs to it.

    Of a law those of its place; of an agreement what it keeps of the ones it replaced; of a
    local's member the agreement around it too, where that answers as well.
    """
    lead = _digest(ordered[0].document, library)
    if lead.kind == "law" and scope.places and not scope.documents:
        return _laws(ordered, lead, scope, library)
    if scope.documents:
        picked = [_digest(library[one], library) for one in scope.documents]
        whole = [one for d in picked for one in (d, *_kept(d, library))]
        return list(dict.fromkeys([*(d for d in whole if d.id == lead.id), *whole]))
    if lead.kind not in AGREEMENTS:
        return [lead]
    now = library[ordered[0].carried] if ordered[0].carried else lead
    if not scope.work:
        most = (d for d in library.sisters(now) if d.principal and not d.text_of)
        live = [d for d in most if library.status(d, scope.as_of) == "in_force"]
        found = {p.document.id for p in ordered if p.score >= ordered[0].score - _NEAR}
        now = next((d for d in live if found & {d.id, *d.supersedes}), now)
    if named := _for_work(now, scope, library):
        now = named[0]
        if len(scope.work) > 1:  # several agreements are asked about, each for its kind of work
            return list(dict.fromkeys([*named, *_kept(now, library)]))
    near = [p for p in ordered[:8] if p.score >= ordered[0].score - _BESIDE]
    around = [
        _digest(p.document, library)
        for p in near
        if p.document.kind in AGREEMENTS
        and p.status == "in_force"
        and of_union(p.document, scope, library)
        and not library.unions_of(p.document) & library.unions_of(now)
    ]
    laws = _laws(ordered, lead, scope, library)[1:] if scope.places else []
    return list(dict.fromkeys([now, *_kept(now, library), *around, *laws]))


def _for_work(now: Document, scope: Scope, library: Library) -> list[Document]:
    """A union's agreements for the kinds of work that a question names: those in force, where there
    is none the last. Nothing where the one that leads is for such work itself, and for one alone.
    """
    if len(scope.work) == 1 and set(scope.work) & set(now.work):
        return []
    every = [one for one in (now, *library.sisters(now)) if not one.text_of]
    fitting = [one for one in every if set(scope.work) & set(one.work)]
    live = [one for one in fitting if library.status(one, scope.as_of) == "in_force"]
    return live or sorted(fitting, key=lambda one: one.effective or date.min)[-1:]


def _kept(document: Document, library: Library) -> list[Document]:
    """The agreements that one replaced, of which it may keep terms."""
    return [library[one] for one in document.supersedes if one in library]


def _sisters(
    now: Document, overview: Overview, scope: Scope, library: Library, scores: dict[str, float]
) -> Iterator[Line]:
    """What the union's other agreements in force say first on a topic that is wanted."""
    for other in library.sisters(now) if overview.topics else ():
        if other is now or other.text_of or library.status(other, scope.as_of) != "in_force":
            continue
        for line in _lines(other, other, overview, scores):
            wanted = {on.topic for on in line.clause.topics if on.first} & set(overview.topics)
            if wanted:
                yield replace(line, weight=(False, *line.weight[1:]))


def _laws(
    ordered: Sequence[Passage], lead: Document, scope: Scope, library: Library
) -> list[Document]:
    """The laws in force of the places asked about, in the order in which they were found."""
    found = [p.document for p in ordered if p.document.kind == "law"]
    every = [*found, *(one for one in library if one.kind == "law")]
    held = [
        one
        for one in every
        if jurisdictions(one) & set(scope.places) and library.status(one, scope.as_of) == "in_force"
    ]
    return list(dict.fromkeys([lead, *held]))


def _digest(document: Document, library: Library) -> Document:
    """A document's digest where one is held: it has the statements."""
    return library.digest_of(document) or document


def _lines(
    document: Document, lead: Document, overview: Overview, scores: dict[str, float]
) -> Iterator[Line]:
    """The clauses of a document in its order, each with how much it matters.

    What is on a topic wanted, or found as near as the best, matters most; what only tells of dates,
    or of what somebody says, least.
    """
    near = max(scores.values(), default=0.0) - _NEAR
    for number, clause in enumerate(document.clauses):
        fact = _fact(clause, set(overview.topics))
        gone = document.id in lead.supersedes and clause.carried != lead.id
        if fact is None or gone or (overview.places and clause.key not in overview.places):
            continue
        named = {on.topic for on in clause.topics}
        found = scores.get(clause.key, 0.0)
        off = bool(overview.topics) and not named & set(overview.topics) and found < near
        told = fact.role not in _SAYS or not named - {"dates"}
        plain = not any(on.mark for on in clause.topics)
        first = any(on.first for on in clause.topics)
        lesser = not overview.topics and (plain or not first)
        yield Line(document, clause, fact, (off, told, lesser, plain, -found, number))


def _elsewhere(ordered: Sequence[Passage], listed: set[str], overview: Overview) -> Iterator[Line]:
    """What is found as near as the best in documents that are not listed as a whole."""
    top = max(p.score for p in ordered)
    for number, passage in enumerate(p for p in ordered if p.score >= top - _NEAR):
        document, clause = passage.document, passage.clause
        stands = passage.status in ("in_force", "statement") and document.tier < 5
        fact = _fact(clause, set(overview.topics)) if stands and not document.text_of else None
        if fact and clause.key not in listed:
            beside = not overview.topics  # where a whole agreement is wanted, its own come first
            yield Line(document, clause, fact, (False, beside, False, False, number))


def _each_fact(line: Line) -> Iterator[Line]:
    """A clause by each of its facts that says what the document says, or what of it could not be
    found; the one that leads first.
    """
    said = (*_SAYS, "unknown")
    rest = [one for one in line.clause.facts if one is not line.fact and one.role in said]
    for number, fact in enumerate([line.fact, *(one for one in rest if one.short)]):
        yield replace(line, fact=fact, weight=(*line.weight, number))


def _fact(clause: Clause, wanted: set[str]) -> Fact | None:
    """The fact that stands for a clause: of the topics wanted, else of its first."""
    about = [on for on in clause.topics if on.topic in wanted] or list(clause.topics)
    facts = [clause.facts[n] for on in about for n in on.facts] or list(clause.facts)
    said = [fact for fact in facts if fact.short]
    return next((fact for fact in said if fact.role in _SAYS), next(iter(said), None))
