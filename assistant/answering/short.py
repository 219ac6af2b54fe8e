"""The direct answer: one to three plain sentences, at most 45 words, that say what the rule is.

A digest's fact carries its own statement, written and reviewed by people; of an official text
without a digest the sentence that answers is quoted, cut only where no condition and no denial is
lost. What a document can't do is said beside it: a position binds nobody, a bill is no law.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answer import SHORT_WORDS, Citation, Short
from assistant.answering.excerpt import Aim, leans
from assistant.question.scope import Scope
from assistant.ranking.weights import vector
from assistant.ranking.whose import askers
from corpus import AGREEMENTS, Clause, ClauseIndex, Document, Fact, Library, QueryVectors
from corpus.names import lineage, unions
from corpus.shown import as_shown
from corpus.words import asking, sentences

#: How far below the best fact of a clause another may lie and still be said with it.
BESIDE = 0.06
#: What must not be lost where a long sentence is cut.
_LIMITS = re.compile(
    r"\b(?:not|no|nor|neither|never|none|cannot|without|unless|except|excluding|only|provided"
    r"|subject to|if|until|before|prior|other than|"
    r"limited to|in the event|where|when|so long as|as long as|consent|notwithstanding|however"
    r"|but)\b",
    re.I,
)
_LIMITING = re.compile(
    r"^[“\"'(]*(?:provided|except|unless|however|this does not|but|subject to|notwithstanding"
    r"|nothing in)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of a digest's clause with how well it answers a question, on one scale within the
    clause.
    """

    fact: Fact
    score: float


#: What speaks for a fact of a clause: the nearest question beside it, its statement, its best
#: sentence, that it is a rule and not something told about one, and that readers marked it as the
#: one that states the rule on a topic. Weights: weights.json, "fact".
FACT = ("ask", "statement", "sentence", "rule", "leading")


def facts_told(index: ClauseIndex, aim: Aim, row: int, library: Library) -> list[Told]:
    """The facts of a digest's clause that have a statement, the one that answers best first."""
    identity, number = index.clauses[row]
    clause = library[identity].clauses[number]
    facts = clause.facts
    scores = (fact_signs(index, aim.vectors, row, clause) * vector("fact", FACT)).sum(axis=1)
    told = [
        # the very question may stand beside a fact
        Told(fact, float(score) + any(asking(ask) == aim.key for ask in fact.asks))
        for fact, score in zip(facts, scores, strict=True)
        if fact.short
    ]
    return sorted(told, key=lambda one: -one.score)


def fact_signs(index: ClauseIndex, vectors: QueryVectors, row: int, clause: Clause) -> np.ndarray:
    """The features of a clause's facts, (facts, FACT)."""
    leading = {on.facts[0] for on in clause.topics}
    near = {
        "ask": index.scores_of("ask", vectors, row),
        "statement": index.scores_of("short", vectors, row),
        "sentence": index.scores_of("sentence", vectors, row),
    }

    def best(kind: str, fact: Fact) -> float:
        return max(
            (
                score
                for span, score in near[kind]
                if span and fact.span.start <= span.start < fact.span.end
            ),
            default=0.0,
        )

    rows = [
        [
            *(best(kind, fact) for kind in near),
            float(fact.role in ("rule", "absence")),
            float(number in leading),
        ]
        for number, fact in enumerate(clause.facts)
    ]
    return np.asarray(rows, dtype=np.float32).reshape(len(clause.facts), len(FACT))


def direct(
    told: Sequence[Told],
    citation: Citation,
    scope: Scope,
    library: Library,
    beside: Sequence[Citation] = (),
) -> Short:
    """The direct answer that a clause gives.

    Its best fact's statement, what limits it, and a second one where there is room for it.
    """
    before, after = standing_of(citation, scope, library)
    if not told:
        words, origin = _own_words(citation), "official"
        return Short(_fitted(before, [words], after) or pointer(citation), (citation,), origin)
    said = [told[0].fact.short]
    for other in told[1:]:
        close = other.score >= told[0].score - BESIDE
        if (
            close
            and other.fact.role == told[0].fact.role
            and _fitted(before, [*said, other.fact.short], after)
        ):
            said.append(other.fact.short)
            break
    text = _fitted(before, said, after) or _fitted("", said[:1], after) or said[0]
    if (
        citation.document.basis == "official"
    ):  # our statement first, then the text's own words where there is room
        own = _own_words(citation)
        if own and (more := _fitted(before, [*said[:1], own], after)):
            text = more
    return Short(text, (citation, *beside), "summary")


def hedged(short: Short) -> Short:
    """The same, said to be the nearest rule that was found.

    Where it is not sure that it answers the very question.
    """
    text = f"The nearest rule we found: {short.text}"
    return replace(short, text=text) if len(text.split()) <= SHORT_WORDS else short


def pointer(citation: Citation) -> str:
    """Where the answer stands, where its words are too long to be cut without losing what limits
    them.
    """
    where = (
        citation.clause.locator if len(citation.clause.locator.split()) <= 8 else "the clause below"
    )
    return (
        f"Your answer is in {where}, which has conditions that a short line would lose: read its"
        " own words below."
    )


def _fitted(before: str, said: Sequence[str], after: str) -> str:
    """The sentences together, where they are no more than SHORT_WORDS.

    Nothing where they are more.
    """
    text = " ".join(part for part in (before, *said, after) if part)
    return text if all(said) and len(text.split()) <= SHORT_WORDS else ""


def standing_of(citation: Citation, scope: Scope, library: Library) -> tuple[str, str]:
    """What is said before the statement (whose members it is for) and after it (what the document
    can't do).
    """
    document, own = citation.document, library.unions_of(citation.document)
    wanted = askers(scope)
    theirs = (
        own
        and wanted
        and not own & wanted
        and not any(set(lineage(one)) & set(scope.chosen or scope.unions) for one in own)
    )
    before = (
        f"For {unions()[sorted(own)[0]].title} members:"
        if theirs and document.kind in AGREEMENTS
        else ""
    )
    if citation.status in ("expired", "superseded"):
        return before, _ended(document, citation.status, library, scope)
    if citation.status == "not_yet":
        start = document.effective or document.adopted
        return before, f"It applies from {start:%-d %B %Y}." if start else "It does not apply yet."
    proposes = document.tier < 5 and citation.role in ("rule", "definition", "view", "")
    if citation.status == "proposed" and proposes:
        return (
            before,
            "It is a bill, not law." if document.tier == 2 else "It is a proposal, not in force.",
        )
    if citation.role == "allegation":
        return before, "No court has decided that."
    if document.tier == 4 and citation.role in ("view", ""):
        return before, "That is a position: it binds no employer."
    if document.tier == 5 and citation.role not in ("report", "unknown"):
        return before, "That is commentary, not a rule."
    return before, ""


def _ended(document: Document, status: str, library: Library, scope: Scope) -> str:
    if status == "superseded" and (after := library.replaced_by(document, scope.as_of)):
        return (
            f"That agreement was replaced on {after.effective or after.adopted:%-d %B %Y}."
            if after.effective or after.adopted
            else "That agreement was replaced."
        )
    return (
        f"Its stated term ended on {document.expires:%-d %B %Y}; ask your union what applies now."
        if document.expires
        else "That is no longer in force."
    )


# --- the text's own words ---


def _own_words(citation: Citation) -> str:
    """The sentence of an official quotation that answers, in quotation marks.

    Nothing where it can't be said short.
    """
    document = citation.document
    if document.basis != "official":
        return ""
    room = SHORT_WORDS - 12  # for who speaks, and for what the document can't do
    words = _cut(document.text, citation, room)
    who = "Your agreement says:" if document.kind in AGREEMENTS else "The text says:"
    return f"{who} {in_quotes(words)}" if words else ""


def _cut(text: str, citation: Citation, room: int) -> str:
    """The quoted sentence that answers within so many words, without losing a condition or a
    denial; nothing where that can't be.
    """
    spans = sentences(text, citation.span.start, citation.span.end)
    parts = [" ".join(one.of(text).split()) for one in spans]
    if len(" ".join(parts).split()) <= room:
        return " ".join(parts)
    point = citation.point or spans[0]
    at = next((n for n, one in enumerate(spans) if one.start <= point.start < one.end), 0)
    first = last = at
    while first and leans(parts[first]):
        first -= 1
    while last + 1 < len(parts) and _LIMITING.match(parts[last + 1]):
        last += 1
    words = " ".join(parts[first : last + 1])
    if len(words.split()) <= room:
        return words
    if first != last or leans(words):
        return ""
    for cut in reversed([found.start() for found in re.finditer(r"[,;:](?=\s)", words)]):
        kept, lost = words[:cut], words[cut:]
        if 8 <= len(kept.split()) <= room and not _LIMITS.search(lost):
            return f"{kept} …"
    return ""


def in_quotes(words: str) -> str:
    """Official words in quotation marks, never doubled.

    A narrow space parts ours from those with which the text itself begins or ends. The marks of a
    Markdown file are not shown.
    """
    words = as_shown(words)
    marks = "“”\"'‘’"
    begin = "“\u202f" if words[:1] in marks else "“"
    end = "\u202f”" if words[-1:] in marks else "”"
    return f"{begin}{words}{end}"
