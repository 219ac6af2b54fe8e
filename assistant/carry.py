"""What earlier questions were about, carried into a follow-up: the topic, and what was spoken of last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.mentions import mentions, ranked
from assistant.standalone import SURE, leans, stands_alone
from corpus.names import find_places, find_unions, places, unions
from corpus.words import terms

LEAD = re.compile(r"^\s*(?:(?:and|but|so|ok(?:ay)?|then|also|or)[\s,]+)*(?:(?:what|how) about\s+)?", re.I)
_MOST = 2000
#: How many noun phrases of the topic and of the last question are carried.
_EACH = (3, 2)
#: A question of so many words is carried whole into a piece of a question.
_WHOLE = 6
_ASKING = re.compile(
    r"^\W*(?:(?:what|who|whose|which|when|where|why|how|whats|who's|what's|can|could|do|does|did|is|are|was|were|will|would|should|may|must|"
    r"has|have|tell me|about|much|many|long|often|far|old|tall|need|they|i|we|you|he|she|it|the|there|an?)\b[\s,]*)+",
    re.I,
)
_SINGLE = re.compile(r"\b(?:he|she|him|his|it|its|her|it's)\b", re.I)


def carried(asked: str, before: Sequence[str]) -> str:
    """The follow-up and behind it what it leans on: "if I refuse? (clone my voice)"; every word of it stays but "and", "what about".

    The topic stands behind because the question's own words then weigh more in its vector (measured: evals/LOG.md).
    """
    topic, last = _talk(before)
    rest = LEAD.sub("", asked).strip().rstrip("?").strip() or asked
    said = [text for text in (topic, last) if text]
    for find in (find_unions, find_places):
        for later in (asked, last):
            if find(later):
                said = [without(text, find(text), find) if text != later else text for text in said]
    known = set(terms(asked))
    pieces = []
    for text, most in zip(said, _EACH, strict=False):
        for piece in _pieces(text, most, leans(asked)) if text is said[0] else _spoken(text, most):
            if words := set(terms(piece)) - known:
                known |= words
                pieces.append(piece)
    return f"{rest}? ({(', '.join(pieces) or topic.rstrip('?. '))[:_MOST]})"


def _talk(before: Sequence[str]) -> tuple[str, str]:
    """The question that began the topic, and the last one that named anything after it ("" where it is the same)."""
    topic, last = before[0], ""
    for number, turn in enumerate(before[1:], 1):
        if stands_alone(turn, before[:number]) >= SURE:
            topic, last = turn, ""
        elif mentions(turn):
            last = turn
    return topic, last


def _pieces(text: str, most: int, whole: bool) -> list[str]:
    """The noun phrases, or the question less its asking words: where all of it is wanted, or it is short and names nothing."""
    found = mentions(text)
    core = _ASKING.sub("", text).rstrip("?. ")
    if core and (len(terms(core)) <= _WHOLE if whole else len(terms(core)) <= 3 and not any(one.name for one in found)):
        return [core]
    return _spoken(text, most)


def _spoken(text: str, most: int) -> list[str]:
    return [one.text for one in ranked(mentions(text), most)]


def without(text: str, ids: Sequence[str], find: Callable) -> str:
    """The text less the names of these unions or places, so that the follow-up's own is the only one."""
    table = unions() if find is find_unions else places()
    for identity in ids:
        for name in sorted(table[identity].names, key=len, reverse=True):
            text = re.sub(
                rf"(?:\b(?:at|under|for|in|with)\s+)?(?:\bthe\s+)?(?<!\w){re.escape(name)}(?!\w)(?:'s)?", "", text, flags=re.I
            )
    return re.sub(r"\s+", " ", text).strip()
