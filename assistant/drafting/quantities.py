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
_TOKEN = re.compile(r"[$€£]?\d+(?:,\d{3})*(?:\.\d+)?(?:%|(?:st|nd|rd|th)\b)?|[^\W\d_]+|[^\w\s]")
_BOUNDS = (
    (
        "at least",
        r"(?:at least|no less than|not less than|no fewer than|not fewer than|a minimum of)\W*$",
        r"^\W*(?:\w+\W+){0,2}(?:or (?:more|longer)|at least)\b",
    ),
    (
        "at most",
        r"(?:at most|no more than|not more than|up to|a maximum of|not exceed(?:ing)?|within|no longer than)\W*$",
        r"^\W*(?:\w+\W+){0,2}(?:or (?:less|fewer)|at most)\b",
    ),
    ("more than", r"(?:more than|over|above|exceeding|longer than|past)\W*$", r"^$"),
    ("less than", r"(?:less than|fewer than|below|under|shorter than)\W*$", r"^$"),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and what it counts: an hour, a %, a $, a `month` of the calendar, or nothing that is known."""

    value: float
    unit: str = ""


_WORDS = {
    **dict.fromkeys(("twice", "double", "doubled"), Quantity(2, "time")),
    **dict.fromkeys(("triple", "thrice"), Quantity(3, "time")),
    "half": Quantity(0.5),
    "quarter": Quantity(0.25),
    "dozen": Quantity(12),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity where it stands in a text, and whether the text makes it a bound ("at least 48 hours")."""

    quantity: Quantity
    start: int
    end: int
    bound: str = ""


def quantities(text: str) -> frozenset[Quantity]:
    """Every number of a text, written in digits or in words, with its unit; a date is its year, month and day."""
    return frozenset(mention.quantity for mention in mentions(text))


def mentions(text: str) -> list[Mention]:
    """The same in order, each with its place and bound."""
    pieces = list(_TOKEN.finditer(text))
    tokens = [piece.group() for piece in pieces]
    lower = [token.lower() for token in tokens]
    found: list[Mention] = []

    def add(quantity: Quantity, first: int, after: int) -> None:
        start, end = pieces[first].start(), pieces[after - 1].end()
        before, behind = text[max(0, start - 24) : start], text[end : end + 40]
        bound = next((name for name, a, b in _BOUNDS if re.search(a, before, re.I) or re.search(b, behind, re.I)), "")
        found.append(Mention(quantity, start, end, bound))

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
                add(Quantity(value, unit), at, after)
            at = after
            continue
        beside = [lower[n] for n in (at - 1, at + 1) if 0 <= n < len(lower)]
        if word in _MONTHS and tokens[at][0].isupper() and (word != "may" or any(b[0].isdigit() for b in beside)):
            add(Quantity(_MONTHS[word], "month of the year"), at, at + 1)
        elif word in _ORDINALS and "party" not in beside and "parties" not in beside:
            add(Quantity(_ORDINALS[word], "ordinal"), at, at + 1)
        elif word == "once" and lower[at + 1 : at + 2] and lower[at + 1] in ("a", "per", "each", "every"):
            add(Quantity(1, "time"), at, at + 1)
        elif word in _WORDS:
            add(_WORDS[word], at, at + 1)
        at += 1
    for iso in re.finditer(r"\b\d{4}-(\d\d)-\d\d\b", text):
        found.append(Mention(Quantity(int(iso[1]), "month of the year"), iso.start(), iso.end()))
    return found


def unsupported(text: str, source: str) -> str:
    """The first number, unit or bound of `text` that `source` does not have so, in words; nothing where it has them all in that order."""
    mine, theirs = mentions(text), mentions(source)
    for one in mine:
        same = [other for other in theirs if _agree(one.quantity, other.quantity)]
        if not same:
            return f"{one.quantity.value:g} {one.quantity.unit}".strip()
        if one.quantity.unit != "month of the year" and not any(one.bound == other.bound for other in same):
            return f"{one.bound or 'exactly'} {one.quantity.value:g} {one.quantity.unit}".strip()
    order = iter(theirs)
    if len({one.quantity for one in mine}) > 1 and not all(any(_agree(one.quantity, o.quantity) for o in order) for one in mine):
        return "the order of its numbers"
    return ""


def _agree(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and (one.unit == other.unit or not one.unit)


def _value(words: list[str], at: int) -> tuple[float | None, int]:
    """The number that begins here, and where it ends."""
    word = words[at].lstrip("$€£").rstrip("%stndrh")
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
