"""An overview as an answer: one short statement a clause, in the document's own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import (
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
from assistant.answering.headline import headline, leading
from assistant.answering.listing import Line, lines_of
from assistant.answering.notes import caveat, notes_on
from assistant.question.overview import Overview
from assistant.question.scope import Scope
from assistant.ranking.whose import of_union
from corpus import AGREEMENTS, Clause, Document, Library
from corpus.model import OnTopic
from corpus.names import unions
from corpus.topics import topics

#: Lines shown at once; what is more is folded.
LINES = 12


def listed(
    asked: Asked, overview: Overview, ordered: Sequence[Passage], scope: Scope, library: Library
) -> Answer | None:
    """The clauses that an overview wants, as an answer; None where no digest has them.

    `ordered` are the passages found, what leads first: the first says of which documents the
    overview is.
    """
    lead = ordered[0].document
    if overview.places and not (scope.documents or of_union(lead, scope, library)):
        return None
    ordered = _binding_first(ordered, overview, scope, library)
    if not _known(ordered[0], scope):
        return _each_union(asked, overview, scope, library)
    documents, wanted, beneath = lines_of(ordered, overview, scope, library)
    if len(wanted) < 2 and overview.places:  # the place is all of it: the AI article of a digest
        overview = replace(overview, places=frozenset())
        documents, wanted, beneath = lines_of(ordered, overview, scope, library)
    if len(wanted) < 2:
        return None
    first = sorted(wanted, key=lambda line: line.weight)[:LINES]
    shown = [line for line in wanted if line in first]
    folded = [line for line in wanted if line not in first] + beneath

    def cited(line: Line) -> Citation:
        return cite_fact(line.document, line.clause, line.fact, library, scope.as_of)

    own = [one for one in documents if of_union(one, scope, library)]
    lead_line = leading(shown, overview, ordered[0].clause.key, own)
    first_cited = cited(lead_line)
    short = headline(documents, overview, wanted, first_cited, scope, library, LINES)
    if first_cited.short in short.text:  # what is said first is cited first
        shown = [lead_line, *(line for line in shown if line is not lead_line)]
    citations, rest = [cited(line) for line in shown], [cited(line) for line in folded]
    statements = tuple(Statement(one.short, (one,)) for one in citations)
    told = asked.scope | {"question_kind": "overview", "topics": list(overview.topics)}
    return Answer(
        replace(asked, scope=told),
        statements,
        short,
        tuple(rest),
        notes_on(citations, rest, scope, library),
        caveat=caveat(citations),
    )


def _binding_first(
    ordered: Sequence[Passage], overview: Overview, scope: Scope, library: Library
) -> Sequence[Passage]:
    """The passages with one of the asker's agreement first, where one was found on what is wanted.

    "Everything on AI" of a member is about what binds for them, however near a law, a campaign or
    their union's own principles come to the words: their principal agreement in force, else
    another, else what their union says. Where papers or a place are named those stay first.
    """
    wanted = set(overview.topics)
    if scope.documents or scope.places or overview.places or overview.papers:
        return ordered

    def rank(passage: Passage) -> int:
        """0 for a principal agreement in force, 1 for another, 2 for other papers of the union, 3
        for anybody else's.
        """
        document = library[passage.carried] if passage.carried else passage.document
        if not of_union(document, scope, library):
            return 3
        if document.kind not in AGREEMENTS or passage.status != "in_force":
            return 2
        return 0 if document.principal or wanted or scope.work else 1

    own = [
        (rank(passage), number)
        for number, passage in enumerate(ordered)
        if not wanted or wanted & {on.topic for on in passage.clause.topics}
    ]
    best, first = min(own, default=(3, 0))
    if best >= rank(ordered[0]):
        return ordered
    return [ordered[first], *ordered[:first], *ordered[first + 1 :]]


def with_beneath(outcome: Answer, whole: Answer) -> Answer:
    """An answer with the lines of an overview folded beneath it, none twice."""
    held = {one.clause.key for s in outcome.statements for one in s.citations}
    held |= {one.clause.key for one in outcome.also}
    lines = [one for s in whole.statements for one in s.citations] + list(whole.also)
    more = {one.clause.key: one for one in lines if one.clause.key not in held}
    return replace(outcome, also=(*outcome.also, *more.values()))


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
