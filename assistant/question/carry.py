"""What earlier questions were about, carried into a follow-up: the topic, and what came last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.question.mentions import mentions, ranked
from assistant.question.standalone import SURE, leans, stands_alone
from corpus.names import find_places, find_unions, places, unions
from corpus.words import terms

#: Finds the ids of the unions, or of the places, that a text names.
Finder = Callable[[str], list[str]]
LEAD = re.compile(
    r"^\s*(?:(?:and|but|so|ok(?:ay)?|then|also|or)[\s,]+)*(?:(?:what|how) about\s+)?", re.I
)
_MOST = 2000
#: How many noun phrases of the topic and of the last question are carried.
_FIRST, _LAST = 3, 2
#: A question of so many words is carried whole into a piece of a question.
_WHOLE = 6
_ASKING = re.compile(
    r"^\W*(?:(?:what|who|whose|which|when|where|why|how|whats|who's|what's|can|could|do|does|did|"
    r"is|are|was|were|will|would|should|may|must|has|have|tell me|about|much|many|long|often|far|"
    r"old|tall|need|they|i|we|you|he|she|it|the|there|an?)\b[\s,]*)+",
    re.I,
)


def carried(asked: str, before: Sequence[str]) -> str:
    """The follow-up and behind it what it leans on: "if I refuse? (clone my voice)".

    Every word of it stays but "and", "what about". The topic stands behind because
    the question's own words then weigh more in its vector (measured: evals/LOG.md).
    """
    topic, *after = _talk(before)
    last = next((text for text in reversed(after) if mentions(text)), "")
    rest = LEAD.sub("", asked).strip().rstrip("?").strip() or asked
    scope = []
    for find in (
        find_unions,
        find_places,
    ):  # of unions and places the latest named is meant, in whichever turn that was
        turn = next((text for text in (asked, *reversed(after), topic) if find(text)), "")
        scope += [] if turn == asked else [(one, find) for one in find(turn)]
        topic = topic if topic == turn else without(topic, find(topic), find)
        last = last if last == turn else without(last, find(last), find)
    known = set(terms(asked))
    pieces = []
    for piece in (*_pieces(topic, leans(asked)), *_spoken(last, _LAST)):
        if words := set(terms(piece)) - known:
            known |= words
            pieces.append(piece)
    pieces += [_title(one, find) for one, find in scope if one not in find(", ".join(pieces))]
    return f"{rest}? ({(', '.join(pieces) or topic.rstrip('?. '))[:_MOST]})"


def _talk(before: Sequence[str]) -> list[str]:
    """The question that began the topic, and those after it."""
    began = max(
        (n for n, turn in enumerate(before) if n and stands_alone(turn, before[:n]) >= SURE),
        default=0,
    )
    return list(before[began:])


def _pieces(text: str, whole: bool) -> list[str]:
    """The noun phrases; or the question less its asking words, if wanted whole or short."""
    core = _ASKING.sub("", text).rstrip("?. ")
    bare = len(terms(core)) <= 3 and not any(one.name for one in mentions(text))
    if core and (bare or whole and len(terms(core)) <= _WHOLE):
        return [core]
    return _spoken(text, _FIRST)


def _spoken(text: str, most: int) -> list[str]:
    return [one.text for one in ranked(mentions(text), most)]


def _title(identity: str, find: Finder) -> str:
    return unions()[identity].title if find is find_unions else places()[identity].names[0]


def without(text: str, ids: Sequence[str], find: Finder) -> str:
    """The text less the names of these unions or places: the follow-up's own is the only one."""
    table = unions() if find is find_unions else places()
    for identity in ids:
        for name in sorted(table[identity].names, key=len, reverse=True):
            text = re.sub(
                r"(?:\b(?:at|under|for|in|with)\s+)?(?:\bthe\s+)?"
                rf"(?<!\w){re.escape(name)}(?!\w)(?:'s)?",
                "",
                text,
                flags=re.I,
            )
    return re.sub(r"\s+", " ", text).strip()
