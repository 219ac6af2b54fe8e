"""What an agreement that people added is about, clause by clause: found by vectors, read by nobody.

No mark comes of it: a machine says where a topic is spoken of, never what is given there.
"""

from __future__ import annotations

import re

from assistant.citation import Citation
from corpus import ClauseIndex, Document, Span
from corpus.modality import force_at
from corpus.topical import on_topics
from corpus.topics import topics
from corpus.words import sentences

#: A clause speaks of AI at all.
_AI = re.compile(
    r"\bA\.?I\b|artificial(?:ly)? (?:intelligen|generat)|machine.learn|generative|digital replica"
    r"|synthetic (?:performer|voice|actor)|algorithm|language model|deepfake|voice clon",
    re.I,
)
#: A topic less likely than this is not what a clause is about; so many topics a clause at most.
_LIKELY, _MOST = 0.5, 2


def found_topics(document: Document, index: ClauseIndex) -> dict[str, list[int]]:
    """The numbers of a document's clauses on AI by topic, the likeliest first."""
    chances: dict[str, list[tuple[float, int]]] = {}
    for row, (identity, number) in enumerate(index.clauses):
        clause = document.clauses[number] if identity == document.id else None
        units = [unit for unit, _ in index.units(row, "window")] if clause else []
        if not units or clause is None or not _AI.search(clause.span.of(document.text)):
            continue
        likely = on_topics(index.vectors[units]).max(axis=0).tolist()
        ranked = sorted(zip(likely, topics(), strict=True), reverse=True)[:_MOST]
        for chance, topic in ranked:
            if chance >= _LIKELY:
                chances.setdefault(topic, []).append((-chance, number))
    return {topic: [number for _, number in sorted(found)] for topic, found in chances.items()}


def quoted(document: Document, number: int, status: str) -> Citation:
    """The first sentence of a clause, as a citation."""
    clause = document.clauses[number]
    first = next(iter(sentences(document.text, clause.span.start, clause.span.end)), clause.span)
    span = Span(first.start, first.end)
    return Citation(document, clause, span, status, force_at(document, clause, span))
