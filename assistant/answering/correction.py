"""What is said to who takes something for granted: what the documents say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import SHORT_WORDS, Citation, Short, Statement
from assistant.answering.cite import introduce, worded
from assistant.answering.short import Told, direct, hedged
from assistant.question.scope import Scope
from corpus import Library


@dataclass(frozen=True, slots=True)
class Finding:
    """What the documents do about a statement: `verdict` is supported, contradicted or open.

    `citation` shows it.
    """

    statement: str
    verdict: str
    citation: Citation | None = None


_VERDICTS = {
    "contradicted": "The documents held here do not bear that out.",
    "supported": "The nearest clause is of that kind; its own words say how far it goes.",
    "open": "No clause found here says so in those words; this is the nearest.",
}
_BRIEFLY = {
    "contradicted": "The documents do not say that.",
    "supported": "The documents say how far that goes.",
}


def correction(finding: Finding, kind: str) -> Statement:
    """The statement that stands first.

    What was taken for granted or said, and what the clause says instead.
    """
    said = (
        "The question takes for granted that"
        if kind == "premise"
        else "What was read or heard is that"
    )
    citation = finding.citation
    assert citation is not None
    words = (
        f"{said} “{finding.statement}”. {_VERDICTS[finding.verdict]} {introduce(citation)}:"
        f" {worded(citation)}"
    )
    return Statement(words, (citation,))


def corrected_short(finding: Finding, scope: Scope, library: Library) -> Short:
    """The direct answer to who takes something for granted.

    Whether the documents say it, and what they say.
    """
    citation = finding.citation
    assert citation is not None
    fact = next(
        (
            f
            for f in citation.clause.facts
            if f.span.start < citation.span.end and citation.span.start < f.span.end and f.short
        ),
        None,
    )
    told = [Told(fact, 1.0)] if fact else []
    short = direct(
        told,
        replace(citation, short=fact.short, role=fact.role) if fact else citation,
        scope,
        library,
    )
    if finding.verdict == "open":
        return replace(hedged(short), citations=(citation,))
    text = f"{_BRIEFLY[finding.verdict]} {short.text}"
    return replace(
        short, text=text if len(text.split()) <= SHORT_WORDS else short.text, citations=(citation,)
    )
