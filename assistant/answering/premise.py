"""What a question takes for granted, or reports as said, held against the documents.

"Since the deal bans training on our work, how do I file?" must not be answered as if the deal did.
Whether something is law, or binds, is told by the standing of the document that is named. Anything
else is told by sentences in force on the very subject: one that denies what is claimed corrects it,
unless one on the same subject bears it out. A wrong correction is worse than none: where no
sentence plainly tells against a statement, it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Passage
from assistant.answering.cite import force_in
from assistant.answering.correction import Finding
from assistant.answering.denial import (
    COMMON,
    WHOLE,
    bears_out,
    claimed,
    denies,
    denies_itself,
    subject,
    tells_against,
)
from assistant.question.scope import Scope
from assistant.ranking.order import LEAD_NEAR
from assistant.ranking.recorded import gap, reported, silent
from assistant.ranking.whose import of_union
from corpus import NOT_IN_FORCE, Document, Library, Span
from corpus.words import sentences, terms

#: How far below the best a clause's score may lie and still decide about a statement.
NEAR = 0.25
#: The share of a statement's subject that a sentence (with its heading) must speak of to decide
#: about it.
SHARE = 0.5
#: How far below what bears a statement out the record of an absence on the same subject may lie and
#: still decide.
BESIDE = 0.04
#: A paragraph of a digest is quoted whole up to so many characters, a longer one by the sentence.
_LONG = 420

_STATUS = re.compile(
    r"^(?:document )?status\b|\bnot (?:law|a contract)\b|\bwhat weight it carries\b"
    r"|\bwho it binds\b|^opening statement\b",
    re.I,
)
#: Claims a standing for what it names. That a court settled or an order cancelled something is told
#: by clauses.
_STANDS = re.compile(
    r"\b(?:is|are|was|became|now|by) (?:now )?(?:the )?laws?\b|\b(?:passed|enacted|signed into"
    r"|in force|bind(?:s|ing)?|bound|enforceable|broke|breached|violated|is a contract)\b",
    re.I,
)
_POSITION = re.compile(
    r"\b(?:statement|position|bill|advice|advisory|guidance|voluntary|principles|commentary)\b",
    re.I,
)
#: Says of a position or of guidance that it gives something, which only what binds can.
_GRANTS = re.compile(
    r"\b(?:principles?|guidance|guidelines|polic(?:y|ies)|manifesto)\b.{0,30}\b(?:gives?"
    r"|guarantees?|pays?|entitles?|bans?|forbids?|prohibits?|requires?)\b",
    re.I,
)
#: Asks a document for the clause on its standing.
STANDING = (
    "Is it law, a contract, binding or enforceable, or a bill that has not passed, a statement, a"
    " position?"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """A paragraph or sentence of a clause, held against a statement.

    How much of its subject it speaks of.
    """

    citation: Citation
    absent: bool
    share: float
    score: float


def standing(
    statement: str, passages: Sequence[Passage], scope: Scope, library: Library
) -> Document | None:
    """The document whose standing decides a statement that something is law or binds.

    The one it names; None where none is.
    """
    grants = bool(_GRANTS.search(statement))
    if not claimed(statement) or not (grants or _STANDS.search(statement)):
        return None
    named = [library[identity] for identity in scope.named]
    ours = [p for p in passages if scope.unions and of_union(p.document, scope, library)]
    lead = next(iter([*ours, *passages]), None)
    if not named and lead and (lead.document.tier >= 4 or lead.status == "proposed"):
        title = set(
            terms(" ".join([lead.document.title, *lead.document.aliases, lead.clause.label]))
        )
        spoken = set(terms(statement)) - COMMON
        named = [lead.document] if spoken and len(spoken & title) / len(spoken) >= SHARE else []
    named = [document for document in named if document.tier >= 3 or not grants]
    return named[0] if named else None


def by_standing(
    statement: str, document: Document, status: str, passages: Sequence[Passage]
) -> Finding:
    """What its standing says of "X is law" or "X binds".

    The part of the clause of X on its standing, or of the one nearest to that.
    """
    telling = [
        p for p in passages if _STATUS.search(p.clause.locator) or _STATUS.search(p.clause.heading)
    ]
    found = next(iter([*telling, *passages]), None)
    verdict = "supported" if document.tier <= 2 and status == "in_force" else "contradicted"
    if found is None:
        return Finding(statement, "open")
    spans, text = _spans(found), document.text
    span = next((one for one in spans if denies_itself(one.of(text), "law")), None)
    span = span or next((one for one in spans if _POSITION.search(one.of(text))), spans[0])
    return Finding(statement, verdict, _citation(found, span))


def examine(statement: str, passages: Sequence[Passage], scope: Scope, library: Library) -> Finding:
    """Hold a statement against the sentences of the passages nearest to it, best first."""
    claim = claimed(statement)
    about = subject(statement, library)
    words = list(_words(about, passages, scope))
    nearest = words[0].citation if words else None
    if not claim or not words:
        return Finding(statement, "open", nearest)
    on_it = [one for one in words if one.share >= SHARE]
    against = [one for one in on_it if tells_against(one.citation, one.absent, claim)]
    # what says no to the very claim before what only says that nothing stands there
    worst = max(
        against,
        key=lambda one: (
            denies_itself(one.citation.quote, claim),
            denies(one.citation.quote, claim),
            *_weight(one),
        ),
        default=None,
    )
    best = max(
        (one for one in on_it if not one.absent and bears_out(one.citation, claim)),
        key=_weight,
        default=None,
    )
    if WHOLE.search(statement) or (claim == "ban" and about == [{"ai"}]):
        best = None  # no one clause can show "a total ban" or a ban on AI as such
    if worst and (best is None or _outweighs(worst, best, claim)):
        return Finding(statement, "contradicted", worst.citation)
    return (
        Finding(statement, "supported", best.citation)
        if best
        else Finding(statement, "open", nearest)
    )


def _outweighs(worst: _Words, best: _Words, claim: str) -> bool:
    """Whether a denial decides against words that bear the claim out.

    Never within one clause, which may grant and limit.
    """
    if worst.citation.clause.key == best.citation.clause.key:
        return False
    beside = worst.share == best.share and worst.score >= best.score - BESIDE
    firm = worst.citation.force == "reserves" or (
        worst.absent and denies(worst.citation.quote, claim)
    )
    return worst.share > best.share or (beside and firm)


def _weight(one: _Words) -> tuple[float, bool, float]:
    """What is most about the subject first; then the record of an absence.

    Then what was found nearest.
    """
    return one.share, one.absent, one.score


def _words(
    about: Sequence[set[str]], passages: Sequence[Passage], scope: Scope
) -> Iterator[_Words]:
    """The paragraphs of the passages that may decide.

    In force or asked for, near enough, and no article's or position's unless named.
    """
    top = max((p.score for p in passages), default=0.0)
    for passage in passages:
        document, clause = passage.document, passage.clause
        gone = passage.status in NOT_IN_FORCE and document.id not in (
            *scope.named,
            *scope.documents,
        )
        position = document.tier == 4 and document.id not in scope.named
        if passage.score < top - NEAR or gone or position or clause.claim or gap(passage):
            continue
        told = reported(passage)
        heading = set(terms(f"{clause.heading} {clause.locator}"))
        for span in _spans(passage):
            words = span.of(document.text)
            absent = silent(passage, span) or (told and "better supported" in words)
            if told and not absent:
                continue  # what a source says of a rule, and nobody bears out
            held = heading | set(terms(words))
            share = sum(bool(one & held) for one in about) / len(about)
            yield _Words(_citation(passage, span), absent, share, passage.score)


def _citation(passage: Passage, span: Span) -> Citation:
    document = passage.document
    force = force_in(passage, span)
    whole = passage.clause.span
    if (
        whole.end - whole.start <= _LONG
    ):  # what decides is a sentence; what is shown of a short clause is all of it
        span = whole
    return Citation(document, passage.clause, span, passage.status, force)


def _spans(passage: Passage) -> list[Span]:
    text, clause = passage.document.text, passage.clause
    spans: list[Span] = []
    for part in [fact.span for fact in clause.facts] or [clause.span]:
        spans += (
            [part]
            if clause.facts and part.end - part.start <= _LONG
            else sentences(text, part.start, part.end)
        )
    return spans


def leads(citation: Citation, passages: Sequence[Passage]) -> bool:
    """Whether a clause fits the whole question as well as the best.

    What tells against a part of a question, and does not answer the rest, is no answer to it.
    """
    best = max((p.score for p in passages[:3]), default=0.0)
    near = (p for p in passages if p.score >= best - LEAD_NEAR)
    return any(p.clause.key == citation.clause.key for p in near)
