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
)
from assistant.answering.cite import cite_fact
from assistant.answering.notes import caveat, notes_on
from assistant.question.overview import Overview
from assistant.question.scope import Scope, jurisdictions
from assistant.ranking.whose import of_union
from corpus import AGREEMENTS, Clause, Document, Fact, Library
from corpus.titles import short_title
from corpus.topics import topics

#: Lines shown at once; what is more is folded.
LINES = 12
#: How far below the best a clause of another document may lie and still be folded beneath.
_BESIDE = 0.25
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
    documents = _documents(ordered, scope, library)
    scores = {p.clause.key: p.score for p in ordered}
    lines = [line for one in documents for line in _lines(one, documents[0], overview, scores)]
    if len(lines) < 2:
        return None
    first = sorted(lines, key=lambda line: line.weight)[:LINES]
    shown = [line for line in lines if line in first]

    def cited(line: _Line) -> Citation:
        return cite_fact(line.document, line.clause, line.fact, library, scope.as_of)

    citations = [cited(line) for line in shown]
    rest = [cited(line) for line in lines if line not in first]
    leading = citations[shown.index(first[0])]
    statements = tuple(Statement(one.short, (one,)) for one in citations)
    told = asked.scope | {"question_kind": "overview", "topics": list(overview.topics)}
    return Answer(
        replace(asked, scope=told),
        statements,
        _short(documents, overview, len(lines), leading, scope, library),
        tuple(rest),
        notes_on(citations, rest, scope, library),
        caveat=caveat(citations),
    )


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
    keeper = next((p for p in ordered[:1] if p.carried), None)
    now = library[keeper.carried] if keeper else lead
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
    """The clauses of a document that are listed, in its order.

    Of an agreement those on the topics, or found as near as the best; of anything shorter all.
    """
    near = max(scores.values(), default=0.0) - _NEAR
    for number, clause in enumerate(document.clauses):
        if document.id in lead.supersedes and clause.carried != lead.id:
            continue
        named = {on.topic for on in clause.topics}
        wanted = named & set(overview.topics)
        found = scores.get(clause.key, 0.0)
        if overview.topics and document.kind in AGREEMENTS and not wanted and found < near:
            continue
        if fact := _fact(clause, wanted):
            neutral = not named - {"dates"}
            plain = not any(on.mark for on in clause.topics)
            first = any(on.first for on in clause.topics)
            on = (not wanted and found < near) if overview.topics else (plain or not first)
            yield _Line(document, clause, fact, (neutral, on, plain, -found, number))


def _fact(clause: Clause, wanted: set[str]) -> Fact | None:
    """The fact that stands for a clause: of the topics wanted, else of its first; None where no
    fact says what the document says.
    """
    about = [on for on in clause.topics if on.topic in wanted] or list(clause.topics)
    facts = [clause.facts[n] for on in about for n in on.facts] or list(clause.facts)
    said = [fact for fact in facts if fact.short and fact.role in _SAYS]
    return said[0] if said and not clause.claim else None


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
    names = [topics()[topic].name.lower() for topic in overview.topics]
    about = " and ".join(names) if names else "AI"
    most = f"; the {LINES} that matter most are below" if number > LINES else ""
    head = f"{number} points on {about} stand in {title}{most}."
    text = f"{head} {leading.short}"
    return Short(text if len(text.split()) <= SHORT_WORDS else head, (leading,), "summary")
