"""Whether a question stands alone, or leans on what was said before: a dozen signs and their learned weights."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.question.mentions import WORD, Mention, mentions
from corpus.names import find_places, find_unions
from corpus.words import terms

#: A question this likely to stand alone is left as it is; one that surely does begins a new topic.
ALONE, SURE = 0.50, 0.75

_OPENING = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?,?|then|also|or|no,|wait,?|thanks,?)\b|^\W*(?:what|how) about\b|^\W*(?:even|only|since|until) ",
    re.I,
)
_ABOUT = re.compile(r"^\W*(?:(?:and|but|so|or|ok|okay)[\s,]+)*(?:what|how) about\b", re.I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|be|been|do|does|did|can|could|will|would|should|may|might|must|shall|has|have|had|what's|whats|how's|who's|isn't|don't|"
    r"doesn't|didn't|can't|won't|i'm|it's|they're)\b|^\W*(?:tell|explain|compare|describe|list|summari[sz]e|show|give|who|which|what \w+s)\b",
    re.I,
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.I)
_THEY = re.compile(r"\b(?:they|them|their|theirs|they're)\b", re.I)
_IT = re.compile(r"\b(?:it|its|it's)\b", re.I)
# "is it legal to", "how long does it take to", "is it worth buying": nothing is meant by the word
_EMPTY_IT = re.compile(
    r"\bit (?:is |was |be )?(?:\w+ )?(?:legal|illegal|lawful|allowed|true|ok|okay|possible|normal|common|safe|worth|better|necessary|hard|easy|free|cheaper)"
    r" (?:to|that|for|if|when|buying|getting|having)\b|\bit (?:take|cost|mean)s? (?:\w+ )?to\b|\bit's (?:illegal|legal)\b",
    re.I,
)
_THIS = re.compile(
    r"\b(?:this|these|those(?! who\b)|that(?= (?:same|very|one|law|rule|deal|case|agreement|contract|advice|menu|permit)s?\b)|such)\b", re.I
)
# "is that safe?", "why is that", "does that happen", "after that": no conjunction
_THAT = re.compile(
    r"^\W*(?:and |so |but |wait, )?(?:is|was|does|did|do|can|could|would|will|has) that\b|\b(?:that)\W*$|"
    r"\b(?:for|of|on|about|than|before|after|during|over|do|prove|enforces?|take|by|from|with|to|is|was|like) that\b",
    re.I,
)
_THERE = re.compile(
    r"\bthere\b(?<!is there)(?<!are there)(?<!was there)(?<!were there)(?! (?:is|are|was|were|any|no|anything)\b)", re.I
)
_OTHER = re.compile(
    r"\b(?:one|ones|same|others?|else|another|both|instead|the (?:last|first|second|third|former|latter|two|old|new|real)\b)", re.I
)
_NUMERIC_ONE = re.compile(
    r"\b(?:one (?:and|or|of|year|day|month|week|person|patient|hour)|(?:in|have|for) one|someone else|each other|no one)\b", re.I
)
_TIME = re.compile(
    r"\b(?:now|then|before|after(?:wards)?|later|again|still|too|also|either|yet|anyway|meantime|usually|already|actually|so)\W*$|\bstill\b|\balso\b",
    re.I,
)
_MORE = re.compile(
    r"\b(?:cheaper|better|faster|quieter|safer|worse|longer|bigger|larger|easier|\w+er)\b(?!.*\bthan\b)|\bextra\b|\bmore\b(?!.*\bthan\b)",
    re.I,
)
_BARE = re.compile(
    r"^\W*(?:and |but |so )?(?:why|since when|until when|till when|how (?:much|many|long|often|far|come|so)|who|whose|which|where|when|what|what kinds?|which kinds?|what for)"
    r"(?: (?:\w+ing|not|so \w+|ones?|kinds?|that|it|form|pays|votes))?\W*$",
    re.I,
)
_DEFINITE = re.compile(
    r"\bthe ((?:[a-z][\w'-]* ){0,2}[a-z][\w'-]*)(?=\W*$| (?:is|are|was|were|do|does|did|have|has|had|to|if|work|go|agreement|be|say|cost|made|then|now|with)\b)",
)
_COMPLEMENT = re.compile(r" (?:of|in|for|between|on|from|at|against|by|about|under|with) ", re.I)
_OWN = re.compile(r"\b(?:i|i'm|i've|my|me|we|our|us|mine|ours)\b", re.I)
_DEFINES = re.compile(
    r"^\W*(?:what|who|when|where|why)(?: is|'s| are| was| were) (?:an? )?(?!the\b|my\b|it\b|that\b|this\b|they\b)[\w-]{3,}|"
    r"^\W*what do(?:es)? (?:an? )?(?!the\b|my\b|it\b|that\b|this\b|they\b)[\w-]{3,}(?: [\w-]+)* (?:mean|do|stand for)\W*$|"
    r"^\W*who \w+ed (?!the\b|my\b|it\b|that\b|this\b|them\b)[\w-]{4,}|^\W*how (?:do|can|does) (?:i|you|one|we) \w+ (?:an? |my )?[a-z]{4,}(?: [a-z]{4,})*\W*$",
    re.I,
)
_INDEFINITE = re.compile(r"\b(?:an?|any|someone|somebody|anyone) (?!lot\b|bit\b)[a-z]{2,}", re.I)
_PREPOSITION = re.compile(r"^\W*(?:for|in|under|during|after|before|with|without|on|at|from|to|if|what if|which) ", re.I)
_GREETINGS = frozenset(
    ["thanks", "thank", "thx", "ok", "okay", "great", "hi", "hello", "hey", "good", "cool", "perfect", "bye", "awesome", "nice"]
)
_COURTESY = _GREETINGS | frozenset(
    [
        "you",
        "so",
        "much",
        "very",
        "a",
        "lot",
        "that",
        "this",
        "helps",
        "helped",
        "it",
        "for",
        "the",
        "your",
        "help",
        "there",
        "morning",
        "evening",
        "again",
    ]
)
_PLURAL_SUBJECT = re.compile(
    r"^\W*(?:why |how |when |where |what )?(?:do|can|are|should|must|may|does|is|could) (?!(?:you|they|we|i|he|she|it|these|those|this|that|there|the)\b)[a-z'-]+ ",
    re.I,
)


_WEIGHTS = {
    "opening": -1.27,
    "about": -0.08,
    "no verb": -0.52,
    "it": -1.08,
    "it, after a name": -1.00,
    "they": -0.21,
    "they, of me": 0.95,
    "he": -0.66,
    "this": -1.53,
    "other": -1.32,
    "time": -0.20,
    "more": -0.35,
    "the": -0.99,
    "preposition": -1.17,
    "name": 1.24,
    "own": -0.19,
    "my thing": 0.96,
    "defines": 2.04,
    "indefinite": 0.50,
    "plain subject": 0.65,
    "one word": -1.09,
    "two words": -1.15,
    "words": 2.17,
    "phrases": 2.17,
    "rambling": 0.11,
    "known": 1.17,
    "new": 1.53,
}
_START = -2.47


def stands_alone(question: str, before: Sequence[str]) -> float:
    """How likely it is, from 0 to 1, that a question stands alone after these; thanks and greetings, which ask nothing, do."""
    if is_courtesy(question):
        return 1.0
    seen = signs(question, before)
    return 1 / (1 + math.exp(-_START - sum(_WEIGHTS[name] * value for name, value in seen.items())))


def leans(question: str) -> bool:
    """Whether it is a piece of a question, whose verb stands in an earlier one: "and for minors?", "why?"."""
    return bool(_OPENING.search(question) or _BARE.search(question) or not _VERB.search(question))


def is_courtesy(text: str) -> bool:
    """A greeting or thanks, and nothing else: nothing is asked."""
    words = WORD.findall(text.lower())
    return bool(words) and len(words) <= 6 and words[0] in _GREETINGS and all(word in _COURTESY for word in words)


def signs(question: str, before: Sequence[str]) -> dict[str, float]:
    """What is seen in a question that tells whether it leans on the ones before it; every sign from -1 to 1 or so."""
    spoken = mentions(question)
    words = _terms(question)
    earlier = frozenset().union(*map(_terms, before))
    named = [one for one in spoken if one.name] + [*find_unions(question), *find_places(question)]
    it = _IT.search(_EMPTY_IT.sub(lambda found: "_" * len(found.group()), question))
    they, person = _THEY.search(question), _PERSON.search(question)
    own = bool(_OWN.search(question))
    length = len(WORD.findall(question))
    other = _OTHER.search(_NUMERIC_ONE.sub("", question))
    return {
        "opening": float(bool(_OPENING.search(question))),
        "about": float(bool(_ABOUT.search(question))),
        "no verb": float(not _VERB.search(question)),
        "it": _open(it, spoken),
        "it, after a name": _bound(it, spoken),
        "they": _open(they, spoken) * (not own),
        "they, of me": _open(they, spoken) * own,
        "he": _open(person, spoken),
        "this": float(bool(_THIS.search(question) or _THAT.search(question) or _THERE.search(question))),
        "other": _open(other, spoken) + 0.5 * _bound(other, spoken),
        "time": float(bool(_TIME.search(question))),
        "more": float(bool(_MORE.search(question))),
        "the": float(bool(_DEFINITE.search(question)) and not _COMPLEMENT.search(question)),
        "preposition": float(bool(_PREPOSITION.search(question))),
        "name": float(bool(named)),
        "own": float(own),
        "my thing": float(any(one.owned for one in spoken) and len(spoken) >= 2),
        "defines": float(bool(_DEFINES.search(question))),
        "indefinite": float(bool(_INDEFINITE.search(question))),
        "plain subject": float(bool(_PLURAL_SUBJECT.search(question))),
        "one word": float(len(words) <= 1),
        "two words": float(len(words) == 2),
        "words": min(len(words), 7) / 7,
        "phrases": min(len(spoken), 4) / 4,
        "rambling": float(length >= 18),
        "known": len(words & earlier) / max(len(words), 1),
        "new": min(len(words - earlier), 4) / 4,
    }


@lru_cache(maxsize=128)  # each earlier turn is read again for every turn after it
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _open(pronoun: re.Match[str] | None, spoken: Sequence[Mention]) -> float:
    return float(pronoun is not None and not any(one.start < pronoun.start() for one in spoken))


def _bound(pronoun: re.Match[str] | None, spoken: Sequence[Mention]) -> float:
    """Something was named before the pronoun; "my face ... it" says which, and then nothing is open."""
    named = [one for one in spoken if pronoun is not None and one.start < pronoun.start()]
    return float(bool(named) and not any(one.owned for one in named))
