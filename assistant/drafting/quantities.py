"""Numbers, amounts and dates in a text as values with units: "48 hours" and "forty-eight hours"."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _counted(names: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {name: start + step * n for n, name in enumerate(names.split())}


_SMALL = _counted(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
) | _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_ORDINALS = _counted("second third fourth fifth sixth seventh eighth ninth tenth", 2)
_MONTHS = _counted(
    "January February March April May June July August September October November December", 1
)
_OTHERS = {"twice": 2, "double": 2, "doubled": 2, "triple": 3, "thrice": 3, "once": 1}
_PARTS = {"half": 0.5, "quarter": 0.25, "dozen": 12}
_UNITS = {"hr": "hour", "percent": "%", "per cent": "%", "dollar": "$", "usd": "$"}
_UNITS |= {"euro": "€", "pound": "£", **dict.fromkeys(("$", "€", "£", "%"), "")}
_UNITS |= {
    u: u
    for u in ["minute", "hour", "day", "week", "month", "year", "time", "page", "season", "episode"]
}

_NAMED = "|".join((*_SMALL, *_LARGE))
_MONTH = "|".join(_MONTHS)
_NUMBER = re.compile(
    rf"(?P<sign>[$€£])?(?P<digits>\d[\d,]*(?<!,)(?:\.\d+)?)(?:st|nd|rd|th)?\b(?P<share>%)?"
    rf"(?: (?P<many>{'|'.join(_LARGE)})\b)?"
    rf"|\b(?P<words>(?:a )?(?:{_NAMED})\b"
    rf"(?:[ -](?:{_NAMED})\b|(?<=hundred) and (?:{_NAMED})\b|(?<=thousand) and (?:{_NAMED})\b)*)"
    rf"|\b(?P<other>{'|'.join((*_OTHERS, *_PARTS, *_ORDINALS))})\b(?! part(?:y|ies)\b)",
    re.I,
)
_MONTH_NAMED = re.compile(rf"\b(?:{_MONTH.replace('May|', '')})\b|(?<=\d )May\b|\bMay(?= \d)")
_UNIT = re.compile(
    r"(?:(?!and\b|or\b|to\b|of\b|in\b|for\b|after\b|before\b|the\b)[^\W\d]+[\s-]+){0,2}?"
    rf"(?P<unit>{'|'.join(unit for unit in _UNITS if unit.isalnum() or ' ' in unit)})s?\b",
    re.I,
)
_BETWEEN = re.compile(r"(?:\s*\(\d+\))?[\s)-]*")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_AMERICAN = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(?:, |(?= \d{{4}}\b)|\b)")
_BOUNDS = {
    "at least": (
        r"(?:at least|no(?:t)? (?:less|fewer) than|a minimum of)\W*$",
        r"\W*(?:\w+\W+){0,2}(?:or (?:more|longer)|at least)\b",
    ),
    "at most": (
        r"(?:at most|no(?:t)? (?:more|longer) than|up to|a maximum of|exceed(?:ing)?|within)\W*$",
        r"\W*(?:\w+\W+){0,2}(?:or (?:less|fewer)|at most)\b",
    ),
    "more than": (r"(?:(?<!no )(?<!not )more than|over|above|longer than|past)\W*$", r"(?!)"),
    "less than": (r"(?:(?<!no )(?<!not )(?:less|fewer) than|below|shorter than)\W*$", r"(?!)"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and what it counts: an hour, a %, a $, a `month` of the year, or nothing."""

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity where it stands in a text, and the bound that the text makes of it."""

    quantity: Quantity
    start: int
    end: int
    bound: str = ""

    def bears(self, said: Mention) -> bool:
        """Whether the other says no more than this: the same value and bound, and no other unit."""
        mine, theirs = self.quantity, said.quantity
        return (
            mine.value == theirs.value
            and theirs.unit in ("", mine.unit)
            and self.bound == said.bound
        )


def quantities(text: str) -> frozenset[Quantity]:
    """Every number of a text with its unit; a date is its day, month and year."""
    return frozenset(mention.quantity for mention in mentions(dated(text)))


def dated(text: str) -> str:
    """The text with each date as "2 May 2026", so that a date is written in one way only."""
    names = list(_MONTHS)
    text = _ISO.sub(lambda m: f"{int(m[3])} {names[(int(m[2]) - 1) % 12]} {m[1]}", text)
    return _AMERICAN.sub(r"\2 \1 ", text)


def mentions(text: str) -> list[Mention]:
    """The numbers of a text in order, each with its place and bound; "no one" counts nothing."""
    found = [
        Mention(Quantity(_MONTHS[month.group()], "month of the year"), month.start(), month.end())
        for month in _MONTH_NAMED.finditer(text)
    ]
    for number in _NUMBER.finditer(text):
        if (quantity := _quantity(text, number)) is not None:
            before, behind = text[: number.start()][-24:], text[number.end() :][:40]
            bounds = (
                n
                for n, (a, b) in _BOUNDS.items()
                if re.search(a, before, re.I) or re.match(b, behind, re.I)
            )
            found.append(Mention(quantity, number.start(), number.end(), next(bounds, "")))
    return sorted(found, key=lambda mention: mention.start)


def _quantity(text: str, found: re.Match[str]) -> Quantity | None:
    """What one number counts, by its sign or the unit within the three words after it."""
    if word := (found["other"] or "").lower():
        if word == "once" and not re.match(r" (?:a|per|each|every)\b", text[found.end() :]):
            return None
        if word in _OTHERS:
            return Quantity(_OTHERS[word], "time")
        return Quantity(_PARTS[word]) if word in _PARTS else Quantity(_ORDINALS[word], "ordinal")
    between = _BETWEEN.match(text, found.end())
    assert between  # it may be empty
    unit = _UNIT.match(text, between.end())
    counted = _UNITS[unit["unit"].lower()] if unit else ""
    if found["digits"]:
        value = float(found["digits"].replace(",", "")) * _LARGE.get(
            (found["many"] or "").lower(), 1
        )
        return Quantity(value, found["sign"] or found["share"] or counted)
    if found["words"].lower() == "one" and not counted:
        return None
    return Quantity(_value(found["words"].lower()), counted)


def _value(words: str) -> float:
    total = part = 0
    for word in re.findall(r"[a-z]+", words):
        if word in _SMALL:
            part += _SMALL[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _LARGE:
            total, part = total + (part or 1) * _LARGE[word], 0
    return float(total + part)
