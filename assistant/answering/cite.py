"""A passage as it is quoted: which of its words, with what force, and how they are introduced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answer import Citation, Passage, Statement
from assistant.answering.excerpt import Aim, best_span
from assistant.answering.short import Told, facts_told, in_quotes
from assistant.ranking.recorded import silent
from corpus import NO_RULE, Clause, ClauseIndex, Document, Fact, Library, Span
from corpus.modality import force_at
from corpus.words import sentences

#: How long a quotation of several facts may be.
_LONG = 700


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage as it is cited, and the facts of its digest's clause, the best answer first.

    There are none where nobody wrote them.
    """

    passage: Passage
    citation: Citation
    told: tuple[Told, ...] = ()


def cite(aim: Aim, passage: Passage, index: ClauseIndex, library: Library) -> Cited:
    """The part of a passage that answers, as a citation with the force that its words have."""
    span, best = best_span(index, aim, passage)
    told = tuple(facts_told(index, aim, passage.told_by, library))
    if told and passage.summary is None and not _begins_in(told[0].fact.span, span):
        span, best = _with_fact(span, told[0].fact.span)
    citation = Citation(
        passage.document,
        passage.clause,
        span,
        passage.status,
        _force(aim, passage, span, best),
        told[0].fact.short if told else "",
        told[0].fact.role if told else "",
        passage.carried,
        best if _begins_in(best, span) else None,
    )
    return Cited(passage, citation, told)


def _begins_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start < outer.end


def _with_fact(span: Span, fact: Span) -> tuple[Span, Span]:
    """What is quoted and its best sentence, so that what the direct answer says stands in it."""
    whole = Span(min(fact.start, span.start), max(fact.end, span.end))
    return (whole if whole.end - whole.start <= _LONG else fact), fact


def force_in(passage: Passage, span: Span) -> str:
    """The force of what stands there; what only records that there is no rule informs."""
    return force_at(passage.document, passage.clause, span, silent(passage, span))


def _force(aim: Aim, passage: Passage, span: Span, best: Span) -> str:
    """The force of what is quoted: of several sentences, of the one that fits the question.

    Unless the whole needs consent or keeps a right.
    """
    document = passage.document
    no_rule = silent(passage, best)

    def force(part: Span) -> str:
        return force_at(document, passage.clause, part, no_rule)

    whole = force(span)
    if whole in ("reserves", "requires_consent") or aim.of_a_place:
        return whole
    told = force(best)
    told = whole if told == "informs" else told
    # "must be told, and may opt out" does not permit: leave beneath a duty is no leave alone
    first = force(next(iter(sentences(document.text, span.start, span.end)), span))
    duty = first in ("requires", "requires_consent", "prohibits")
    return first if told == "permits" and duty else told


def state(citation: Citation) -> Statement:
    """A citation as a statement.

    Where it stands, and its words, in quotation marks where official.
    """
    return Statement(f"{introduce(citation)}: {worded(citation)}", (citation,))


def worded(citation: Citation) -> str:
    """The words of a citation: official ones in quotation marks, a digest's as our summary."""
    return in_quotes(citation.quote) if citation.document.basis == "official" else citation.quote


def introduce(citation: Citation) -> str:
    """Where a citation stands, as in "Our summary of Article 72, 2026 MBA, expired"."""
    document, clause = citation.document, citation.clause
    where = clause.locator if clause.locator != clause.heading else f"“{clause.heading}”"
    on, printed = clause.page_at(citation.span.start)
    page = f", printed p. {printed}" if printed else f", p. {on} of the file" if on else ""
    standing = {
        "expired": ", expired",
        "superseded": ", replaced by a later agreement",
        "not_yet": ", not yet in force",
        "proposed": ", proposed and not in force",
    }.get(citation.status, "")
    claim = (
        f" (a claim that the documents leave {_CLAIMED[clause.claim.verdict]})"
        if clause.claim
        else ""
    )
    place = f"{where}{page}, {document.name}{standing}{claim}"
    return f"Our summary of {place}" if document.basis == "digest" else place


_CLAIMED = {
    "supported": "supported",
    "contradicted": "contradicted",
    "unsupported": "unsupported",
    "partly": "only partly supported",
}


def cite_fact(
    document: Document, clause: Clause, fact: Fact, library: Library, day: date
) -> Citation:
    """One fact of a digest's clause, as it stands on a day.

    What an agreement in force keeps of the one it replaced is in force, and said to be carried.
    """
    keeper = library.keeper(document, clause, day)
    status = "in_force" if keeper else library.status(document, day)
    carried = keeper.id if keeper else ""
    force = force_at(document, clause, fact.span, fact.role in NO_RULE)
    return Citation(
        document, clause, fact.span, status, force, fact.short, fact.role, carried, fact.span
    )
