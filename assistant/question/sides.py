"""What a question sets against each other, unions or places, and what tells that it does so."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.question.scope import Scope
from corpus.names import find_places, lineage, matcher, place_lineage, places, plain, unions

#: In a marked question a side is a number behind this sign: "is @0 consent weaker than @1 consent".
MARK = re.compile(r"@(\d+)")
#: Who tells a story asks about it.
LONG = 25


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with numbers for the unions, crafts and places; `alone` are one person's craft."""

    text: str
    ids: tuple[str, ...]
    alone: tuple[str, ...] = ()

    @property
    def spoken(self) -> tuple[str, ...]:
        """The unions of all that is named but one person's craft."""
        return tuple(one for one in self.ids if one in unions() and one not in self.alone)


@cache
def _union_names() -> tuple[dict[str, str], re.Pattern[str]]:
    owner = {_key(name): one.id for one in unions().values() for name in one.names}
    return owner, matcher(owner)


@cache
def _craft_names(plural: bool) -> tuple[dict[str, str], re.Pattern[str]]:
    """The crafts as one speaks of all who follow them ("the writers") or of one ("a writer")."""
    owner = {
        _key(name) + "s" * (plural and not name.endswith("s")): one.id
        for one in unions().values()
        for name in one.crafts
        if (plural or not name.endswith("s")) and name != "extra"  # "extra money?"
    }
    return owner, matcher(owner)


@cache
def _place_names() -> tuple[dict[str, str], re.Pattern[str]]:
    owner = {
        _key(name): one.id for one in places().values() for name in (*one.names, *one.capitals)
    }
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

    def mark(
        text: str, table: tuple[dict[str, str], re.Pattern[str]], of: Callable[[str], bool]
    ) -> str:
        owner, names = table

        def found(hit: re.Match[str]) -> str:
            return owner[_key(hit.group())]

        return names.sub(lambda hit: number(found(hit)) if of(found(hit)) else hit.group(), text)

    where = find_places(question)
    text = mark(plain(question), _union_names(), lambda _: True)
    named = tuple(ids)  # "we editors under the IATSE deal" speaks of one side
    apart = lambda one: not any(_akin(one, other) for other in named)  # noqa: E731
    text = mark(text, _craft_names(plural=True), apart)
    spoken = tuple(ids)
    text = mark(text, _craft_names(plural=False), apart)
    alone = tuple(one for one in ids if one not in spoken)
    text = mark(text, _place_names(), where.__contains__)
    text = re.sub(r"@\d+ (?=@\d)", "", text)  # "IATSE Local 600" is one name
    return Marked(text, tuple(ids), alone)


def sides(question: Marked, scope: Scope) -> tuple[str, ...]:
    """Ids of the two to four unions or places that are named; the asker's own union counts as one.

    One craft alone ("editor here") is the asker's own, and no side against their union.
    """
    ids = [question.ids[int(n)] for n in dict.fromkeys(MARK.findall(question.text))]
    of_unions = [one for one in ids if one in unions()]
    if scope.chosen and not question.spoken:  # "the director wants me to": a boss, and no side
        of_unions = []
    where = [one for one in ids if one in places()]
    if len(of_unions) < 2 <= len(where):
        outer = {one for other in where for one in place_lineage(other)[1:]}
        inner = [one for one in where if one not in outer]
        return tuple(inner[:4]) if len(inner) >= 2 else ()
    if question.spoken:
        joined = CUES["joined"].search(question.text)  # "us or the IA": a local and its parent
        own = [one for one in scope.chosen if one not in of_unions]
        kin = [one for one in own if any(_akin(one, other) for other in of_unions)]
        of_unions += [one for one in own if joined or one not in kin]
    apart = [one for one in of_unions if not any(one in lineage(other)[1:] for other in of_unions)]
    if len(apart) < 2 and not any(one in question.alone for one in of_unions):
        apart = of_unions  # "IATSE or The Animation Guild"
    return tuple(apart[:4]) if len(apart) >= 2 else ()


def _akin(union: str, other: str) -> bool:
    return union in lineage(other) or other in lineage(union)


_A_SIDE = (
    r"(?:@\d+|us|ours?|we|me|mine)(?:'s|')?"
    r"(?:\s(?:contract|deal|agreement|law|members|writers|one|paper|rules?))?"
)
_CUES = {
    "joined": rf"{_A_SIDE}\s*(?:or|vs\.?|versus|against|than|,|/|next to|-)\s*"
    rf"(?:in |from |does |do |did |under |an? )?(?:the )?{_A_SIDE}\b",
    "compares": r"\b(?:compar\w+|versus|vs|against|differ\w*|beside|between|contrast|gap|twins?|"
    r"equivalent|pros and cons|(?:side by|next to|line|stack|measure|rank|match)\w*)\b",
    "degree": r"\b(?:better|best|worse|worst|more|most|less|least|further|far as|ahead|lag|behind|"
    r"(?:strong|weak|strict|tough|tight|safe|hard|kind|long|short|high|low|wide)(?:er|est))\b",
    "than": r"\bthan\b|\binstead of\b|"
    r"\bas (?:\w+ )?(?:well|far|good|\w+ed|tight|strong|safe|strict|much)\b",
    "alike": r"\b(?:same|the way|too|either|equal\w*|missing|lack\w*|"
    r"like (?:that|the|us|we|@\d+))\b",
    "denied": r"(?<!\w)(?:we|they|us|i|@\d+) (?:"
    r"(?:do|did|does|ca|can|are|have|has|could|wo)(?:n't| ?not)|"
    r"lack|(?:get|got|have) (?:nothing|zero))(?!\w)",
    "short end": r"(?:^|[.?!,;:-]) *(?:[\w'@]+ ){0,4}(?:@\d+|we|us|ours?)(?: [\w']+){0,2}\W*$",
}
CUES = {name: re.compile(pattern, re.I) for name, pattern in _CUES.items()}
#: The words that are no part of what is compared.
FRAME = {"side": MARK} | {
    name: CUES[name] for name in ("compares", "degree", "than", "alike", "denied")
}
WEIGHTS = {
    "": -0.69,
    "joined": 1.82,
    "compares": 1.59,
    "degree": 2.01,
    "than": 1.00,
    "alike": 1.83,
    "denied": 1.06,
    "short end": 1.36,
    "long": -2.48,
}


def features(question: Marked) -> dict[str, float]:
    """What in a question of two sides or more tells whether it sets them against each other."""
    seen = {name: float(bool(cue.search(question.text))) for name, cue in CUES.items()}
    return seen | {"long": float(len(question.text.split()) >= LONG)}


def likely(seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """From 0 to 1, by learned weights; the constant is the one without a name."""
    points = weights[""] + sum(weights[name] * value for name, value in seen.items())
    return 1 / (1 + math.exp(-points))
