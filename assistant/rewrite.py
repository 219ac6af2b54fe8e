"""A follow-up and its history become a question that stands alone, by rules; a later issue adds a language model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus import BadQuestion
from corpus.names import find_unions, unions
from corpus.words import terms

MAX_QUESTION = 4000
MAX_HISTORY = 20

# "and for background actors?", "what about editors?", "why?": the topic stands in an earlier question.
_OPENING = re.compile(
    r"^\s*(?:and|but|so|ok(?:ay)?,?|then|also|or)\b|^\s*(?:what|how) about\b|^\s*(?:even|only|since|until) ", re.I
)
_POINTING = re.compile(r"\b(?:it|that|this|those|these|they|them|there|same|he|she|else|instead)\b", re.I)
_LEAD = re.compile(r"^\s*(?:(?:and|but|so|ok(?:ay)?|then|also|or)[\s,]+)*(?:(?:what|how) about\s+)?", re.I)


def standalone(question: str, history: Sequence[str] = ()) -> tuple[str, bool]:
    """The question as it is searched, and whether that differs from what was asked. BadQuestion for an empty or long one.

    The last question's topic is carried into one that does not stand alone; any other is left as it is. A union
    named in the follow-up replaces the one before.
    """
    asked = clean(question)
    before = [clean(text[:MAX_QUESTION]) for text in history[-MAX_HISTORY:] if any(c.isalnum() for c in text)]
    if not before or _stands_alone(asked):
        return asked, False
    topic = before[-1]
    for earlier in reversed(before[:-1]):
        if _stands_alone(topic):
            break
        topic = f"{earlier} {topic}"
    rest = _LEAD.sub("", asked).strip().rstrip("?").strip() or asked
    if find_unions(asked):
        topic = _without(topic, find_unions(topic))
    return f"{topic[: MAX_QUESTION // 2].rstrip('?. ')}: {rest}?", True


def clean(text: str) -> str:
    """A question without control characters and doubled spaces; BadQuestion for an empty or a very long one."""
    if not isinstance(text, str):
        raise BadQuestion(f"a question is text, not {type(text).__name__}")
    if len(text) > MAX_QUESTION:
        raise BadQuestion(f"the question has {len(text):,} characters; at most {MAX_QUESTION:,} can be asked at once")
    words = " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).split())
    if not any(c.isalnum() for c in words):
        raise BadQuestion("the question is empty; ask it in a sentence, such as: can my work be used for training?")
    return words


def _stands_alone(question: str) -> bool:
    words = terms(question)
    if _OPENING.search(question):
        return False
    if len(words) <= 1:
        return False
    return not (_POINTING.search(question) and len(words) <= 3)


def _without(text: str, union_ids: list[str]) -> str:
    """The text less the names of these unions, so that the follow-up's own union is the only one."""
    for union in union_ids:
        for name in sorted(unions()[union].names, key=len, reverse=True):
            text = re.sub(
                rf"(?:\b(?:at|under|for|in|with)\s+)?(?:\bthe\s+)?(?<!\w){re.escape(name)}(?!\w)(?:'s)?", "", text, flags=re.I
            )
    return re.sub(r"\s+", " ", text).strip()
