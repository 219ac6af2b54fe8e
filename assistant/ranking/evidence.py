"""What speaks for it that a question is answered: the numbers that the judgement weighs.

Their weights were learned with those of the ranking and stand beside them (weights.json).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

import numpy as np

from assistant.answer import Passage
from assistant.question.query import Query
from assistant.question.scope import Scope
from assistant.ranking.weights import read_weights, vector
from assistant.ranking.whose import family, of_another
from corpus import ClauseIndex, Library, QueryVectors, lexical_text
from corpus.lexicon import topics
from corpus.unanswered import USUAL, silence, to_unanswered
from corpus.words import terms

_FIELD = frozenset(
    terms(
        "AI artificial intelligence machine algorithm model train training trained generate"
        " generated generator generative bot "
        "chatbot chatgpt robot automation automated autonomous deepfake clone cloned replica scan"
        " scanned scanning scanner digital "
        "synthetic avatar double likeness voice prompt midjourney gpt software tool tech"
        " technology computer data dataset mining "
        "scrape biometric fingerprint fake virtual"
    )
)
#: How far the best clause of an agreement stands ahead on average, between questions that it
#: answers and those that it doesn't.
_AHEAD = 0.13
# near misses ask for a figure that no clause gives far more often than for a rule that none has
_AMOUNT = re.compile(
    r"\bhow (?:much|many|long|often)\b|\b(?:rate|fee|price|salary|minimum|cap|bonus|percent"
    r"|rent)\b",
    re.I,
)
#: The questions beside so many clauses found are compared with the one asked.
_FOUND = 30
#: The numbers of Evidence that are weighed: their weights stand in weights.json.
EVIDENCE = (
    "score",
    "apart",
    "coverage",
    "words",
    "agreement",
    "amount",
    "relevance",
    "nearest",
    "ahead",
    "silent_on_ai",
    "silence",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer, and what against it.

    For it: the best clause's `score`; how far its relevance stands `apart` from all that was found,
    in their spread; and how many of the question's words one of the best clauses holds (`coverage`,
    weighted by rarity). A question of many `words` fits every clause less, so their number counts
    for it. Against it: that it wants an `amount`, and that the best is an `agreement`'s clause, for
    near misses mostly ask about one's own. `about_ai` says whether the question is about AI.

    `own` is true where the best clause stands in an agreement that people added, which is not about
    AI alone: there the `relevance`, the cosine of the `nearest` unit and how far it is `ahead` of
    the fifth to ninth are weighed, and a question about AI of which no clause found there has a
    word (`silent_on_ai`) is a near miss. `silence` says how much more the question is like those
    that digests don't answer (corpus.unanswered).
    """

    relevance: float
    coverage: float
    about_ai: bool
    nearest: float = 0.0
    amount: bool = False
    own: bool = False
    words: int = 0
    silent_on_ai: bool = False
    ahead: float = 0.0
    score: float = 0.0
    apart: float = 0.0
    agreement: bool = False
    silence: float = USUAL

    @property
    def values(self) -> np.ndarray:
        """The numbers that are weighed, (EVIDENCE,): more than twelve words count as twelve."""
        held = {name: float(getattr(self, name)) for name in EVIDENCE}
        return np.asarray([*(held | {"words": min(held["words"], 12.0)}).values()])

    @property
    def weight(self) -> float:
        """Above zero the documents answer: at even odds less what stands under "below".

        From there up to "sure" the answer says that it is the nearest rule found: near misses on
        the very subject can't be told apart, and who gets a no where the right clause was found is
        helped less than who gets that. In added agreements the point is where 80 of 100 are
        answered (a whole agreement speaks of pay and parking as much as of AI).
        """
        group = "answer added" if self.own else "answer"
        weights = read_weights()[group]
        known = float(self.values @ vector(group, EVIDENCE))
        return known + weights["start"] - weights.get("below", 0.0)


def evidence(
    query: Query,
    vectors: QueryVectors,
    passages: Sequence[Passage],
    index: ClauseIndex,
    library: Library,
) -> Evidence:
    """The evidence of the three best passages for a question."""
    best = passages[:3]
    about_ai = bool(set(query.words) & _FIELD) or any(one.ai for one in topics(query.judged))
    own = bool(best) and best[0].document.basis == "official" and not best[0].document.text_of
    return Evidence(
        relevance=max((p.relevance for p in best), default=0.0),
        coverage=_coverage(query.words, best, index),
        about_ai=about_ai,
        nearest=max((p.nearest for p in best), default=0.0),
        amount=bool(_AMOUNT.search(query.judged)),
        own=own,
        words=len(query.words),
        silent_on_ai=about_ai and not any(_FIELD & _words_shown(p) for p in best),
        ahead=_ahead(passages, own),
        score=passages[0].score if passages else 0.0,
        apart=_apart([p.relevance for p in passages]),
        agreement=bool(best) and best[0].document.tier == 1,
        silence=_silence(query.scope, vectors, passages, index, library),
    )


def _silence(
    scope: Scope,
    vectors: QueryVectors,
    passages: Sequence[Passage],
    index: ClauseIndex,
    library: Library,
) -> float:
    """How much more the question is like those that digests don't answer than those they do.

    The whole text of an agreement may well answer it, and another model's vectors can't be compared
    with these.
    """
    digest = bool(passages) and passages[0].document.basis == "digest"
    if not digest or vectors.turn is None:
        return USUAL
    answered = to_answered(scope, vectors, passages, index, library)
    return silence(answered, to_unanswered(vectors.turn, family(scope)))


def to_answered(
    scope: Scope,
    vectors: QueryVectors,
    passages: Sequence[Passage],
    index: ClauseIndex,
    library: Library,
) -> np.ndarray:
    """The cosines with the questions beside the clauses found, but another union's."""
    found = [p.row for p in passages[:_FOUND] if not of_another(p.document, scope, library)]
    numbers = [number for row in found for number in index.table.of(row, "ask")]
    return np.asarray(index.vectors[numbers] @ vectors.turned) if numbers else np.zeros(1)


def _coverage(words: Sequence[str], best: Sequence[Passage], index: ClauseIndex) -> float:
    """The share of the words, by rarity, that one of the passages' clauses has."""
    rarity = {word: index.lexical.rarity(word) for word in words}
    whole = sum(rarity.values()) or 1.0
    held = [frozenset(terms(lexical_text(p.document, p.clause))) for p in best]
    shares = (sum(rarity[word] for word in words if word in one) / whole for one in held)
    return max(shares, default=0.0)


def _words_shown(passage: Passage) -> set[str]:
    return set(terms(f"{passage.clause.heading} {passage.span.of(passage.document.text)}"))


def _apart(relevances: Sequence[float]) -> float:
    """How many standard deviations the first lies above the mean; 0 where they do not differ."""
    spread = pstdev(relevances) if relevances else 0.0
    return (relevances[0] - fmean(relevances)) / spread if spread > 1e-6 else 0.0


def _ahead(passages: Sequence[Passage], own: bool) -> float:
    """How far the best clause stands above the fifth to ninth, or what is usual where so few are
    found.

    In an added agreement those of its own are meant.
    """
    beside = [p.relevance for p in passages if not own or p.document is passages[0].document]
    return beside[0] - fmean(beside[4:9]) if len(beside) > (4 if own else 8) else _AHEAD
