"""Numbers, amounts and dates in a text as values with units: "forty-eight hours" and "48 hours" are one. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _counted(names: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {name: start + step * n for n, name in enumerate(names.split())}


_ONES = _counted(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_ORDINALS = _counted("second third fourth fifth sixth seventh eighth ninth tenth", 2)
_MONTHS = _counted("january february march april may june july august september october november december", 1)
_UNITS = {
    "minute": "minute",
    "hour": "hour",
    "hr": "hour",
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "percent": "%",
    "per": "%",  # "per cent"; "per" alone is looked at again below
    "dollar": "$",
    "usd": "$",
    "cent": "cent",
    "euro": "€",
    "pound": "£",
    "time": "time",
    "page": "page",
    "season": "season",
    "episode": "episode",
}
_SIGNS = {"$": "$", "€": "€", "£": "£"}
_TOKEN = re.compile(r"[$€£]?\d+(?:,\d{3})*(?:\.\d+)?%?|[^\W\d_]+|[^\w\s]")
_LOW = r"at least|no less than|not less than|no fewer than|not fewer than|a minimum of|or more"
_HIGH = r"at most|no more than|not more than|up to|a maximum of|not exceed(?:ing)?|or less|or fewer|within"
_BOUNDS = (
    ("at least", re.compile(rf"\b(?:{_LOW})\b", re.I)),
    ("at most", re.compile(rf"\b(?:{_HIGH})\b", re.I)),
    ("more than", re.compile(r"(?<!no )(?<!not )\b(?:more than|over|above|exceeding|longer than)\b(?=\W+[\w$]+)", re.I)),
    ("less than", re.compile(r"(?<!no )(?<!not )\b(?:less than|fewer than|below|under|shorter than)\b(?=\W+[$€£\d])", re.I)),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and what it counts: an hour, a %, a $, a `month` of the calendar, or nothing that is known."""

    value: float
    unit: str = ""


def quantities(text: str) -> frozenset[Quantity]:
    """Every number of a text, written in digits or in words, with its unit; a date is its year, month and day."""
    tokens = _TOKEN.findall(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text))
    lower = [token.lower() for token in tokens]
    found: set[Quantity] = set()
    at = 0
    while at < len(tokens):
        word = lower[at]
        value, after = _value(lower, at)
        if value is not None:
            unit = _unit(lower, after)
            if word[0] in _SIGNS:
                unit = _SIGNS[word[0]]
            elif word[-1] == "%":
                unit = "%"
            if word != "one" or after > at + 1 or unit:  # "no one" and "one of them" count nothing
                found.add(Quantity(value, unit))
            at = after
            continue
        beside = [lower[n] for n in (at - 1, at + 1) if 0 <= n < len(lower)]
        if word in _MONTHS and tokens[at][0].isupper() and (word != "may" or any(b[0].isdigit() for b in beside)):
            found.add(Quantity(_MONTHS[word], "month of the year"))
        elif word in _ORDINALS and "party" not in beside and "parties" not in beside:
            found.add(Quantity(_ORDINALS[word], "ordinal"))
        elif word in ("twice", "double", "doubled"):
            found.add(Quantity(2, "time"))
        elif word in ("triple", "thrice"):
            found.add(Quantity(3, "time"))
        elif word == "half":
            found.add(Quantity(0.5))
        elif word == "dozen":
            found.add(Quantity(12))
        at += 1
    return frozenset(found | {Quantity(int(m), "month of the year") for m in re.findall(r"\b\d{4}-(\d\d)-\d\d\b", text)})


def unsupported(text: str, source: str) -> str:
    """The first number, unit or bound of `text` that `source` does not have, in words; nothing where it has them all."""
    held = quantities(source)
    values = {one.value for one in held}
    for one in sorted(quantities(text), key=lambda q: (q.value, q.unit)):
        if one not in held and (one.unit or one.value not in values):
            return f"{one.value:g} {one.unit}".strip()
    if quantities(text):
        for name, pattern in _BOUNDS:
            if pattern.search(text) and not pattern.search(source):
                return name
    return ""


def _value(words: list[str], at: int) -> tuple[float | None, int]:
    """The number that begins here, and where it ends."""
    word = words[at].lstrip("$€£").rstrip("%")
    if word[:1].isdigit():
        value, at = float(word.replace(",", "")), at + 1
        while at < len(words) and words[at] in _LARGE:
            value, at = value * _LARGE[words[at]], at + 1
        return value, at
    total = part = 0
    begun, start = False, at
    while at < len(words):
        word = words[at]
        if word in _ONES or word in _TENS:
            if begun and part % 100 and not (part % 10 == 0 and word in _ONES):
                break  # "two five" are two numbers
            part, begun = part + (_ONES.get(word) or _TENS.get(word) or 0), True
        elif word == "hundred" and (begun or words[at - 1 : at] == ["a"]):
            part, begun = (part or 1) * 100, True
        elif word in ("thousand", "million", "billion") and (begun or words[at - 1 : at] == ["a"]):
            total, part, begun = total + (part or 1) * _LARGE[word], 0, True
        elif not (begun and word in ("-", "and") and at + 1 < len(words) and _joins(word, part, words[at + 1])):
            break
        at += 1
    return (float(total + part), at) if begun else (None, start + 1)


def _joins(link: str, part: int, after: str) -> bool:
    if link == "-":
        return part % 100 >= 20 and part % 10 == 0 and after in _ONES or after in _LARGE
    return part % 100 == 0 and (after in _ONES or after in _TENS)


def _unit(words: list[str], at: int) -> str:
    """The unit within three words: "48 business hours", "five (5) working days", "48-hour"."""
    for n in range(at, min(at + 4, len(words))):
        word = words[n]
        if word in (",", ".", ";", ":") or (word in ("and", "or", "to") and n == at):
            return ""
        if word == "per":
            if words[n + 1 : n + 2] == ["cent"]:
                return "%"
            return ""
        if (unit := _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))) is not None:
            return unit
        if word in ("of", "in", "for", "after", "before", "the"):
            return ""
    return ""
