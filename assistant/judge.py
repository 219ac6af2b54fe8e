"""Whether the documents answer a question at all: the four kinds of no, told apart.

The thresholds were set on the tune half of evals/cases and checked on its test half; evals/LOG.md has both error
kinds. None of these numbers is shown to people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Passage
from assistant.scope import Scope
from corpus import ClauseIndex, Library
from corpus.lexicon import topics
from corpus.words import terms

# Words that belong to these documents whatever the question; a question with none of them and no near clause is off topic.
_FIELD = frozenset(
    terms(
        "AI artificial intelligence contract agreement union guild member employer company studio producer clause article "
        "memorandum bargaining strike ratify ratified vote wage wages pay paid salary overtime consent replica scan voice "
        "likeness face image performance performer actor writer director editor animator crew work job jobs layoff fired "
        "copyright law bill act training train data model chatgpt generative machine algorithm deepfake clone credit residual "
        "residuals grievance arbitration steward representative rights pension health benefits vacation sick leave holiday "
        "meal turnaround hours safety discipline discharge seniority policy netflix disclosure dubbing strike term expire expires"
    )
)
_HOSTILE = re.compile(
    r"\bignore (?:all |any |your |the |previous |prior )*(?:instructions|rules|prompts?)\b|\bsystem prompt\b|\byou are now\b|\bpretend (?:to be|you)\b"
    r"|\bjailbreak\b|\brepeat after me\b|<script|\bdrop table\b|\bsay yes\b.*\bmatter\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answered`, or one of the four refusals with what to tell the person."""

    status: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where relevance ends. `coverage` is the rarity-weighted share of the question's words that the best clauses hold."""

    answer: float = 0.62
    coverage: float = 0.45
    topic: float = 0.42


def judge(
    question: str,
    passages: Sequence[Passage],
    scope: Scope,
    library: Library,
    index: ClauseIndex,
    limits: Thresholds = Thresholds(),
) -> Verdict:
    """Decide whether the best passages answer. The order of the checks is the order in which a person would stop."""
    if _HOSTILE.search(question):
        return Verdict("out_of_scope", "That is not a question these documents can answer.")
    unread = [library[identity] for identity in scope.documents if not library[identity].readable]
    if unread and len(unread) == len(scope.documents):
        return Verdict(
            "unreadable",
            f"{unread[0].title} is held here, but its text could not be read; 'pincite report {unread[0].id}' says why.",
        )
    best = max((p.relevance for p in passages), default=0.0)
    on_topic = bool(set(terms(question)) & _FIELD) or bool(topics(question)) or bool(scope.unions or scope.documents)
    if scope.missing:
        names = ", ".join(scope.missing)
        return Verdict("not_in_collection", f"No document of {names} is held here, so this cannot answer for it.")
    if not passages or best < limits.topic:
        if on_topic and passages:
            return Verdict("not_found", _silent(scope, library))
        return Verdict(
            "out_of_scope", "That is not a question for these documents: they are about AI in contracts, laws and union positions."
        )
    if not on_topic:
        return Verdict(
            "out_of_scope", "That is not a question for these documents: they are about AI in contracts, laws and union positions."
        )
    if best < limits.answer:
        return Verdict("not_found", _silent(scope, library))
    return Verdict("answered")


def _silent(scope: Scope, library: Library) -> str:
    if scope.documents:
        where = "; ".join(library[identity].title.split(" — ")[0] for identity in scope.documents[:3])
        return f"Not found: {where} was searched, and nothing in it answers this."
    return f"Not found: {len(library)} documents were searched, and nothing in them answers this."
