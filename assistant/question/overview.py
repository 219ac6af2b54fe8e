"""Whether a question wants the whole of something: an agreement's AI terms, a body's principles, a
law, or all that stands on a topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.question.query import Query
from corpus import QueryVectors
from corpus.topical import on_topics, wants_all
from corpus.topics import topics

#: A question less likely than LIKELY to want an overview wants one rule; from SURE on it is
#: answered by one, and between them by the rule with the overview folded beneath. Limited to a
#: topic it is short, and folded beneath from FOLDED on, as where words say that the whole is
#: wanted. From PLAIN on nothing else is wanted,
#: whatever the question may seem: a comparison for its two places, a premise for how it begins
#: (evals/LOG.md).
FOLDED, LIKELY, SURE, PLAIN = 0.12, 0.3, 0.75, 0.9
#: Says itself that the whole is wanted: with it LIKELY is enough. Of 60 sealed overviews it finds
#: four more, with no false alarm more among 40 controls that hold such words (evals/LOG.md).
_WHOLE = re.compile(
    r"\b(?:summar\w+|overview|list|all (?:of )?(?:the|our|my|its|your) \w+|every(?:thing)?|gist"
    r"|tl;?dr|walk (?:me|us) through|rundown|whole|top to bottom|lay out|break down"
    r"|full picture|in full)\b",
    re.I,
)
#: Names papers that are no agreement: the whole of those is wanted.
_PAPERS = re.compile(
    r"\b(?:principles?|polic(?:y|ies)|guid(?:ance|elines?|es?)|positions?|demands?|proposals?"
    r"|laws?|legal|statutes?|acts?|bills?|manifestos?|statements?|campaign|commission)\b",
    re.I,
)
#: A topic less likely than this is not what an overview is limited to.
_ON = 0.4


@dataclass(frozen=True, slots=True)
class Overview:
    """What is to be listed: the clauses on these topics first, or all alike where none is named.

    `sure` says whether it is all that is wanted. `places` are the keys of the clauses at a place
    that is named: then nothing else is listed.
    """

    topics: tuple[str, ...] = ()
    sure: bool = True
    places: frozenset[str] = frozenset()
    papers: bool = False


def overview_of(query: Query, vectors: QueryVectors) -> Overview | None:
    """The overview that a question wants, by its vectors; None where it wants one rule.

    Sides and versions are set beside each other unless the whole is plainly wanted, and a follow-up
    ("and training?") wants one rule though its whole does not sound so. What was learned fits the
    bundled model only: with another one every question wants one rule.
    """
    typed = " ".join(query.question.question.split())
    follows = bool(query.question.history) and query.standalone != typed
    if vectors.turn is None or query.kind.name == "change" or query.scope.only_places or follows:
        return None
    likely, says_so = wants_all(vectors.whole, vectors.turn), bool(_WHOLE.search(query.standalone))
    chances = on_topics(vectors.turned[None])[0]
    found = [topic for topic, chance in zip(topics(), chances, strict=True) if chance >= _ON]
    plain = query.kind.name == "question"
    if likely < (FOLDED if (found or says_so) and plain else LIKELY):
        return None
    sides = {part.scope.unions for part in query.kind.parts}
    if sides and not (says_so and likely >= SURE) and (likely < PLAIN or len(sides) > 1):
        return None
    at = frozenset(query.located.standing) if query.located else frozenset()
    named = tuple(topic for topic in found if topic != "dates" and not at)
    says_so = says_so and plain and likely >= LIKELY
    papers = bool(_PAPERS.search(query.standalone))
    return Overview(named, likely >= SURE or says_so, at, papers)
