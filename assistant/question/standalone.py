"""Whether a question stands alone or leans on what was said before: nine signs, weighed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.question.mentions import WORD, Mention, mentions
from corpus.names import find_places, find_unions
from corpus.words import terms

#: A question this likely to stand alone is left as it is; one that surely does begins a new topic.
ALONE, SURE = 0.45, 0.75

_OPENING = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|then|also|or|no|wait|thanks|even|only|since|until)\b"
    r"|^\W*(?:what if|(?:what|how) about)\b",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|it's|they|them|theirs?|they're|he|she|him|her|his|hers|ones?|same|others?|else|"
    r"another|both|instead|the (?:last|first|second|third|two|old|new|real))\b",
    re.I,
)
_THEY = re.compile(r"\b(?:they|them|their|theirs|they're)\b", re.I)
# "is that safe?", "why is that", "after that": no conjunction
_POINTS = re.compile(
    r"\b(?:this|these|those(?! who\b)|such|that (?:same|one|law|rule|deal|case)s?)\b|"
    r"^\W*(?:and |so |but )?(?:is|was|does|did|do|can|could|would|will|has) that\b|\bthat\W*$|"
    r"\b(?:for|of|on|about|than|before|after|during|over|do|by|from|with|to|is|was|like) that\b|"
    r"\bthere\W*$|\b(?:then|again|still|too|also|either|anyway|now)\b",
    re.I,
)
_DEFINES = re.compile(
    r"^\W*(?:what|who|when|where|why)(?: is|'s| are| was| were) (?:an? )?"
    r"(?!(?:the|my|it|that|this|they)\b)[\w-]{3,}|"
    r"^\W*what do(?:es)? (?:an? )?(?!(?:the|my|it|that|this|they)\b)[\w-]{3,}(?: [\w-]+)*"
    r" (?:mean|do|stand for)\W*$|^\W*who \w+ed (?!(?:the|my|it|that|this|them)\b)[\w-]{4,}|"
    r"^\W*how (?:do|can|does) (?:i|you|one|we) \w+ (?:an? |my )?[a-z]{4,}(?: [a-z]{4,})*\W*$",
    re.I,
)
_PLAIN_SUBJECT = re.compile(
    r"^\W*(?:why |how |when |where |what )?(?:do|can|are|should|must|may|does|is|could) "
    r"(?!(?:you|they|we|i|he|she|it|these|those|this|that|there|the)\b)[a-z'-]+ ",
    re.I,
)
_HELLO = "thanks thank thx ok okay great hi hello hey good cool perfect bye awesome nice"
_THANKS = "you so much very a lot that this helps helped it for the your help there morning evening"
_GREETINGS = frozenset(_HELLO.split())
_COURTESY = _GREETINGS | frozenset(_THANKS.split()) | {"again"}
_WEIGHTS = {
    "opening": -1.99,
    "points back": -0.79,
    "name": 1.07,
    "defines": 1.97,
    "plain subject": 0.64,
    "words": 5.11,
    "phrases": 2.85,
    "my thing": 0.80,
    "known": 0.87,
}
_START = -3.49


def stands_alone(question: str, before: Sequence[str]) -> float:
    """How likely it is, from 0 to 1, that a question stands alone; thanks, asking nothing, do."""
    if is_courtesy(question):
        return 1.0
    seen = signs(question, before)
    return 1 / (1 + math.exp(-_START - sum(_WEIGHTS[name] * value for name, value in seen.items())))


def leans(question: str) -> bool:
    """Whether it opens as a piece of a question whose verb stands in an earlier one."""
    return bool(_OPENING.search(question))


def is_courtesy(text: str) -> bool:
    """A greeting or thanks, and nothing else: nothing is asked."""
    words = WORD.findall(text.lower())
    if not words or len(words) > 6 or words[0] not in _GREETINGS:
        return False
    return all(word in _COURTESY for word in words)


def signs(question: str, before: Sequence[str]) -> dict[str, float]:
    """What tells whether a question leans on the ones before it; every sign from 0 to 1."""
    spoken, words = mentions(question), _terms(question)
    earlier = frozenset().union(*map(_terms, before))
    named = any(one.name for one in spoken) or find_unions(question) or find_places(question)
    return {
        "opening": float(bool(_OPENING.search(question))),
        "points back": float(_points_back(question, spoken)),
        "name": float(bool(named)),
        "defines": float(bool(_DEFINES.search(question))),
        "plain subject": float(bool(_PLAIN_SUBJECT.search(question))),
        "words": min(len(words), 7) / 7,
        "phrases": min(len(spoken), 4) / 4,
        "my thing": float(any(one.owned for one in spoken) and len(spoken) >= 2),
        "known": len(words & earlier) / max(len(words), 1),
    }


@lru_cache(maxsize=128)  # each earlier turn is read again for every turn after it
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _points_back(question: str, spoken: Sequence[Mention]) -> bool:
    """Whether a pronoun stands for what was said before: none does before which something was."""
    if any(one.owned for one in spoken):
        question = _THEY.sub(
            "_", question
        )  # "do they need my consent": the employer, whoever it is
    found = _PRONOUN.search(question)
    open_ = found is not None and not any(one.start < found.start() for one in spoken)
    return open_ or bool(_POINTS.search(question))
