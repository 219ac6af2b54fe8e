"""The small changes that turn a true quotation into a false one; None where nothing can change."""

from __future__ import annotations

import random
import re

_NEGATION = re.compile(r"\b(not|never|cannot|no|without)\b")
_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "thirty",
    "sixty",
    "ninety",
]
_NUMBER = re.compile(rf"\d+|\b(?:{'|'.join(_NUMBERS)})\b")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def other_word(words: str, synonyms: dict[str, str], lot: random.Random) -> str | None:
    """One word replaced by another that these synonyms give for it."""
    known = [m for m in re.finditer(r"[A-Za-z]+", words) if m.group() in synonyms]
    if not known:
        return None
    one = lot.choice(known)
    return words[: one.start()] + synonyms[one.group()] + words[one.end() :]


def other_negation(words: str) -> str | None:
    """The first denial taken out, or one put in after the first verb that takes one."""
    if found := _NEGATION.search(words):
        other = {"not": "", "never": "", "no": "any", "cannot": "can", "without": "with"}[
            found.group()
        ]
        return " ".join((words[: found.start()] + other + words[found.end() :]).split())
    if found := re.search(r"\b(may|must|shall|will|is|are|has|can)\b", words):
        return f"{words[: found.end()]} not{words[found.end() :]}"
    return None


def other_number(words: str, lot: random.Random) -> str | None:
    """Another number, or another month, anywhere but at the beginning."""
    found = [
        m
        for m in re.finditer(rf"{_NUMBER.pattern}|\b(?:{'|'.join(_MONTHS)})\b", words)
        if m.start()
    ]
    if not found:
        return None
    one = lot.choice(found)
    for row in (_NUMBERS, _MONTHS):
        if one.group() in row:
            other = row[(row.index(one.group()) + lot.choice([1, 3])) % len(row)]
            break
    else:
        other = str(int(one.group()) + lot.choice([1, 2, 10]))
    return words[: one.start()] + other + words[one.end() :]
