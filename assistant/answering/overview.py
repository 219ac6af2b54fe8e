"""An overview as an answer: one short statement a clause, in the document's own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import (
    SHORT_WORDS,
    Answer,
    Asked,
    Citation,
    Passage,
    Short,
    Statement,
    UnionRow,
)
from assistant.answering.by_union import ROWS, depends
from assistant.answering.cite import cite_fact, state
from assistant.answering.notes import caveat, notes_on
from assistant.answering.short import standing_of
from assistant.question.overview import Overview
from assistant.question.scope import Scope, jurisdictions
from assistant.ranking.whose import of_union
from corpus import AGREEMENTS, Clause, Document, Fact, Library
from corpus.model import OnTopic
from corpus.names import unions
from corpus.titles import short_title
from corpus.topics import topics

#: Lines shown at once; what is more is folded.
LINES = 12
#: How far below the best a clause of another document may lie and still be folded beneath.
_BESIDE = 0.25
#: So few clauses are told by all their facts.
_FEW = 3
#: How far below the best a clause that is on no topic wanted may lie and still be listed.
_NEAR = 0.15
#: Facts that say something of the document itself.
_SAYS = ("rule", "absence", "definition", "view")


@dataclass(frozen=True, slots=True)
class _Line:
    """A clause with the fact that stands for it, and how much it matters: less is more."""

    document: Document
    clause: Clause
    fact: Fact
    weight: tuple[int | float, ...]


def listed(
    asked: Asked,
    overview: Overview,
    ordered: Sequence[Passage],
    scope: Scope,
    library: Library,
) -> Answer | None:
    """The clauses that an overview wants, as an answer; None where no digest has them.

    `ordered` are the passages found, what leads first: the first says of which documents the
    overview is.
    """
    if not _known(ordered[0], scope):
        return _each_union(asked, overview, scope, library)
    documents = _documents(ordered, scope, library)
    scores = {p.clause.key: p.score for p in ordered}
    lines = [line for one in documents for line in _lines(one, documents[0], overview, scores)]
    on_it = [line for line in lines if not line.weight[0]]
    if len(on_it) <= _FEW:
        on_it = [more for line in on_it for more in _each_fact(line)]
        lines = on_it + [line for line in lines if line.weight[0]]
    if len(on_it) < 2:
        return None
    first = sorted(on_it, key=lambda line: line.weight)[:LINES]
    shown = [line for line in lines if line in first]

    def cited(line: _Line) -> Citation:
        return cite_fact(line.document, line.clause, line.fact, library, scope.as_of)

    citations = [cited(line) for line in shown]
    rest = [cited(line) for line in lines if line not in first]
    lead = next((n for n, line in enumerate(shown) if line.clause is ordered[0].clause), None)
    leading = citations[shown.index(first[0]) if lead is None else lead]
    statements = tuple(Statement(one.short, (one,)) for one in citations)
    told = asked.scope | {"question_kind": "overview", "topics": list(overview.topics)}
    return Answer(
        replace(asked, scope=told),
        statements,
        _short(documents, overview, len(on_it), leading, scope, library),
        tuple(rest),
        notes_on(citations, rest, scope, library),
        caveat=caveat(citations),
    )


def _each_union(asked: Asked, overview: Overview, scope: Scope, library: Library) -> Answer | None:
    """Where no union is known: a row for each union, its rule on the first topic that is wanted."""
    topic = next(iter(overview.topics), next(iter(topics())))
    rows = []
    for union, known in unions().items():
        theirs = (d for d in library if d.principal and union in library.unions_of(d))
        held = [d for d in theirs if library.status(d, scope.as_of) == "in_force"]
        for document, clause, on in _first(topic, held):
            fact = clause.facts[on.facts[0]]
            citation = cite_fact(document, clause, fact, library, scope.as_of)
            rows.append(UnionRow(known.title, fact.short, citation))
    if len(rows) < 2:
        return None
    citations = [row.citation for row in rows[:ROWS]]
    short = depends(Short(rows[0].short, (citations[0],), "summary"), rows)
    told = asked.scope | {"question_kind": "question", "topics": list(overview.topics)}
    return Answer(
        replace(asked, scope=told),
        tuple(state(one) for one in citations),
        short,
        notes=notes_on(citations, (), scope, library),
        by_union=tuple(rows[:ROWS]),
        caveat=caveat(citations),
    )


def _first(topic: str, documents: Sequence[Document]) -> Iterator[tuple[Document, Clause, OnTopic]]:
    """The clause with which the row of a topic begins, of the first document that has one."""
    found = (
        (document, clause, on)
        for document in documents
        for clause in document.clauses
        for on in clause.topics
        if on.topic == topic and on.first
    )
    yield from list(found)[:1]


def _known(lead: Passage, scope: Scope) -> bool:
    """Whether it is known whose agreement is meant: without that each union's stand in a table."""
    chosen = scope.unions or scope.guessed or scope.documents
    return bool(chosen) or lead.document.kind not in AGREEMENTS


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
        return list(dict.fromkeys([*(d for d in picked if d.id == lead.id), *picked]))
    if lead.kind not in AGREEMENTS:
        return [lead]
    now = library[ordered[0].carried] if ordered[0].carried else lead
    if not scope.work:
        most = (d for d in library.sisters(now) if d.principal and not d.text_of)
        live = (d for d in most if library.status(d, scope.as_of) == "in_force")
        now = next(live, now)
    near = [p for p in ordered[:8] if p.score >= ordered[0].score - _BESIDE]
    around = [
        _digest(p.document, library)
        for p in near
        if p.document.kind in AGREEMENTS
        and p.status == "in_force"
        and of_union(p.document, scope, library)
        and not library.unions_of(p.document) & library.unions_of(now)
    ]
    before = [library[one] for one in now.supersedes if one in library]
    return list(dict.fromkeys([now, *before, *around]))


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
) -> Iterator[_Line]:
    """The clauses of a document in its order, each with how much it matters.

    What is on a topic wanted, or found as near as the best, matters most; what only tells of dates,
    or of what somebody says, least.
    """
    near = max(scores.values(), default=0.0) - _NEAR
    for number, clause in enumerate(document.clauses):
        fact = _fact(clause, set(overview.topics))
        if fact is None or (document.id in lead.supersedes and clause.carried != lead.id):
            continue
        named = {on.topic for on in clause.topics}
        found = scores.get(clause.key, 0.0)
        off = bool(overview.topics) and not named & set(overview.topics) and found < near
        told = fact.role not in _SAYS or not named - {"dates"}
        plain = not any(on.mark for on in clause.topics)
        first = any(on.first for on in clause.topics)
        lesser = not overview.topics and (plain or not first)
        yield _Line(document, clause, fact, (off, told, lesser, plain, -found, number))


def _each_fact(line: _Line) -> Iterator[_Line]:
    """A clause by each of its facts that says what the document says, the one that leads first."""
    rest = [one for one in line.clause.facts if one is not line.fact and one.role in _SAYS]
    for number, fact in enumerate([line.fact, *(one for one in rest if one.short)]):
        yield replace(line, fact=fact, weight=(*line.weight, number))


def _fact(clause: Clause, wanted: set[str]) -> Fact | None:
    """The fact that stands for a clause: of the topics wanted, else of its first."""
    about = [on for on in clause.topics if on.topic in wanted] or list(clause.topics)
    facts = [clause.facts[n] for on in about for n in on.facts] or list(clause.facts)
    said = [fact for fact in facts if fact.short]
    return next((fact for fact in said if fact.role in _SAYS), next(iter(said), None))


def _short(
    documents: Sequence[Document],
    overview: Overview,
    number: int,
    leading: Citation,
    scope: Scope,
    library: Library,
) -> Short:
    """How many clauses there are, of what, and what the one that matters most says."""
    one = documents[0]
    own = bool(scope.unions) and one.kind in AGREEMENTS and of_union(one, scope, library)
    laws = one.kind == "law" and len(documents) > 1
    title = (
        f"{len(documents)} laws" if laws else f"{'your ' if own else ''}{short_title(one.title)}"
    )
    names = [topics()[topic].said for topic in overview.topics]
    about = " and ".join(names) if names else "AI"
    most = f"; the {LINES} that matter most are below" if number > LINES else ""
    head = f"{number} points on {about} stand in {title}{most}."
    before, after = standing_of(leading, scope, library)
    texts = (f"{head} {before} {leading.short} {after}", f"{head} {before} {after}", head)
    fitting = [" ".join(text.split()) for text in texts if len(text.split()) <= SHORT_WORDS]
    return Short(fitting[0], (leading,), "summary")
