"""What a question sets against each other, unions or places, and the features by which it is told that it does."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.question.scope import Scope
from corpus.names import find_places, lineage, matcher, places, plain, unions

#: In a marked question a side is its number behind this sign: "is @0 consent weaker than @1 consent".
MARK = re.compile(r"@(\d+)")
#: Who tells a story asks about it.
LONG = 25
_OWN = re.compile(r"\b(?:we|we're|we've|us|ours?|i|i'm|me|my|mine)\b", re.I)


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with each union, craft and place in it replaced by a number, and whose number it is."""

    text: str
    ids: tuple[str, ...]


@cache
def _union_names() -> tuple[dict[str, str], re.Pattern[str]]:
    owner = {_key(name): one.id for one in unions().values() for name in one.names}
    return owner, matcher(owner)


@cache
def _craft_names() -> tuple[dict[str, str], re.Pattern[str]]:
    """The crafts as one speaks of all who follow them: "the writers", and not "a writer"."""
    owner = {
        _key(name): one.id
        for one in unions().values()
        for name in one.crafts
        if name.endswith("s") or name == "crew"
    }
    return owner, matcher(owner)


@cache
def _place_names() -> tuple[dict[str, str], re.Pattern[str]]:
    owner = {_key(name): one.id for one in places().values() for name in (*one.names, *one.capitals)}
    return owner, matcher(owner)


def _key(name: str) -> str:
    return re.sub(r"[\s-]+", " ", plain(name)).lower()


def marked(question: str) -> Marked:
    """Find what stands in a question that could be a side of a comparison."""
    ids: list[str] = []

    def number(identity: str) -> str:
        if identity not in ids:
            ids.append(identity)
        return f"@{ids.index(identity)}"

    def mark(text: str, table: tuple[dict[str, str], re.Pattern[str]], of: Callable) -> str:
        owner, names = table
        found = lambda hit: owner[_key(hit.group())]  # noqa: E731
        return names.sub(lambda hit: number(found(hit)) if of(found(hit)) else hit.group(), text)

    where = find_places(question)
    text = mark(plain(question), _union_names(), lambda _: True)
    named = tuple(ids)  # "we editors under the IATSE deal" speaks of one side
    text = mark(text, _craft_names(), lambda one: not any(_akin(one, other) for other in named))
    text = mark(text, _place_names(), where.__contains__)
    return Marked(re.sub(r"@\d+ (?=@\d)", "", text), tuple(ids))  # "IATSE Local 600" is one name


def sides(question: Marked, scope: Scope) -> tuple[str, ...]:
    """Ids of the two to four unions or places named, the asker's own union counted where "we" or "my" speaks of it."""
    ids = [question.ids[int(n)] for n in dict.fromkeys(MARK.findall(question.text))]
    of_unions = [one for one in ids if one in unions()]
    where = [one for one in ids if one in places()]
    if len(of_unions) < 2 <= len(where):
        return tuple(where[:4])
    own = [one for one in scope.chosen if of_unions and _OWN.search(question.text)]
    own = [one for one in own if not any(_akin(one, other) for other in of_unions)]
    named = [*of_unions, *own]
    apart = [one for one in named if not any(one != other and one in lineage(other) for other in named)]
    found = apart if len(apart) >= 2 else named  # one stands inside the other: "IATSE or The Animation Guild"
    return tuple(found[:4]) if len(found) >= 2 else ()


def _akin(union: str, other: str) -> bool:
    return union in lineage(other) or other in lineage(union)


_A_SIDE = r"(?:@\d+|us|ours?|we|me|mine)(?:'s|')?(?:\s(?:contract|deal|agreement|law|members|one))?"
_JOINED = r"(?:or|vs\.?|versus|against|than|,|/)"
_CUES = {
    "joined": rf"{_A_SIDE}\s*{_JOINED}\s*(?:in |from |does |do |did )?(?:the )?{_A_SIDE}\b",
    "compares": r"\b(?:compar\w+|versus|vs|against|differ\w*|side by side|next to|beside|between|"
    r"stack|measure|rank|match|gap|both sides|contrast)\b",
    "degree": r"\b(?:better|best|stronger|strongest|weaker|worse|stricter|tougher|tighter|safer|more|"
    r"most|less|least|further|furthest|ahead|harder)\b",
    "than": r"\bthan\b|\bas (?:\w+ )?\w+ as\b",
    "alike": r"\b(?:same|the way|too|either|equal\w*|like (?:the\b|us\b|we\b|@))",
    "turned": r"\b(?:do|did|does|can|are|is|have|has|could)(?:n't)? (?:we|i|(?:the )?@\d+)(?: too| either| also)?\W*$"
    r"|(?<!\w)(?:we|they|us|i|@\d+) (?:(?:do|did|does|ca|can|are|have|has|could|wo)(?:n't| ?not)|"
    r"lack|(?:get|got|have) nothing)\b",
    "story": r"\b(?:i'm|i am|i was|we're|i moved|my \w+ is|both)\b",
}
CUES = {name: re.compile(pattern, re.I) for name, pattern in _CUES.items()}
#: The words that are no part of what is compared.
FRAME = {"side": MARK} | {name: CUES[name] for name in ("compares", "degree", "than", "turned", "alike")}
WEIGHTS = {
    "": -0.22,
    "joined": 1.34,
    "compares": 1.80,
    "degree": 1.61,
    "than": 1.05,
    "alike": 1.11,
    "turned": 1.14,
    "story": -1.10,
    "long": -2.09,
}


def features(question: Marked) -> dict[str, float]:
    """What in a question of two sides or more tells whether it sets them against each other."""
    seen = {name: float(bool(cue.search(question.text))) for name, cue in CUES.items()}
    return seen | {"long": float(len(question.text.split()) >= LONG)}


def likelihood(seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """From 0 to 1, by learned weights; the constant is the one without a name."""
    return 1 / (1 + math.exp(-weights[""] - sum(weights[name] * value for name, value in seen.items())))
