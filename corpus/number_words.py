"""Numbers written in words, as agreements count their articles: "Article Twenty-One"."""

from __future__ import annotations

import re

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_SMALL = dict(enumerate(_ONES.split(), 1))
_TENS = dict(
    enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
)
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"}
_ORDINALS |= {"nine": "ninth", "twelve": "twelfth"}
_ENDS = {1: "st", 2: "nd", 3: "rd"}
#: So far numbers are written in words.
MOST = 99


def cardinal(number: int) -> str:
    """A number from 1 to MOST in small letters: "twenty-one"."""
    tens, ones = divmod(number, 10)
    if number in _SMALL:
        return _SMALL[number]
    return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]


def ordinal(number: int) -> str:
    """The same as a place in a row: "twenty-first"."""
    before, sign, last = cardinal(number).rpartition("-")
    ended = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{before}{sign}{ended}"


def numbered(number: int) -> str:
    """A place in a row in figures: "21st", "12th"."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else _ENDS.get(number % 10, 'th')}"


#: The same in German, as laws count their parts: "Zweiter Abschnitt".
_PLACES = "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft"
_PLACED = {
    f"{stem}e{ending}": number
    for number, stem in [*enumerate(_PLACES.split(), 1), (7, "siebent")]
    for ending in ("", "r", "s")
}
PLACES = "|".join(sorted(_PLACED, key=len, reverse=True))
_VALUES = {cardinal(number): number for number in range(1, MOST + 1)}
#: The longest first: "twenty-one" is not "twenty".
PATTERN = "|".join(word.replace("-", r"[\s-]") for word in sorted(_VALUES, key=len, reverse=True))


def value_of(words: str) -> int:
    """The number, or the place in a row, that words write; 0 where they write none."""
    said = re.sub(r"\s+", "-", words.strip().lower())
    return _VALUES.get(said) or _PLACED.get(said, 0)
