"""The numbers of one level: taken apart, run through, written ("21.N.3.b.ii", "3344.1"). Pure."""

from __future__ import annotations

import re

from corpus.number_words import value_of

Steps = tuple[str, ...]
#: A list's longest range that is written out: "§§ 1-200" is read as its first forty.
LONGEST_RANGE = 40


def steps_of(kind: str, number: str) -> Steps:
    """A number taken apart: 21.N.3.b.ii is 21, n, 3, b, ii; a statute's "3344.1" stays whole.

    A roman number is its figure where documents count in them: an article's, or "A-III".
    """
    number = number.lower().strip(" []")
    if said := value_of(number):
        return (str(said),)
    if hyphened := re.match(r"([a-z])-([ivx]+)$", number):
        return hyphened[1], str(arabic(hyphened[2]))
    steps: list[str] = []
    if statute := re.match(r"\d{4,}(?:\.\d+)?", number):
        steps, number = [statute.group()], number[statute.end() :]
    steps += re.findall(r"##|[a-z]+|\d+", number)
    if steps and _counts_in_roman(kind, steps[0]):
        steps[0] = str(arabic(steps[0]))
    return tuple(step.lstrip("0") or "0" if step.isdecimal() else step for step in steps)


def _counts_in_roman(kind: str, step: str) -> bool:
    """Whether a first step is a roman number; a lone C or L is a letter, "[XX]" no number yet."""
    numeral = r"[ivxlc]{2,}|[ivx]" if kind in ("article", "section") else r"[ivxlc]{2,}"
    counted = kind == "article" or (kind in ("section", "letter", "") and step != "xx")
    return counted and bool(re.fullmatch(numeral, step))


def arabic(roman: str) -> int:
    """The number that a roman one writes."""
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in roman.lower()]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def between(first: Steps, last: Steps) -> list[Steps]:
    """What lies between two places of one list: (a) to (d)."""
    if len(first) != len(last) or first[:-1] != last[:-1]:
        return []
    a, b = first[-1], last[-1]
    if a.isdecimal() and b.isdecimal() and 0 < int(b) - int(a) <= LONGEST_RANGE:
        return [(*first[:-1], str(n)) for n in range(int(a) + 1, int(b))]
    if len(a) == len(b) == 1 and a.isalpha() and b.isalpha() and a < b:
        return [(*first[:-1], chr(n)) for n in range(ord(a) + 1, ord(b))]
    return []


def same_sort(one: str, other: str) -> bool:
    """Whether two steps are of one list: both figures, both letters, or both roman."""
    both = re.fullmatch(r"[ivxl]+", one) and re.fullmatch(r"[ivxl]+", other)
    return sort(one) == sort(other) or bool(both)


def sort(step: str) -> str:
    """Whether a step is a figure, a letter, or neither."""
    return "figure" if step.isdecimal() else "letter" if len(step) == 1 else ""


def number_of(kind: str, head: str, steps: Steps) -> str:
    """The number that a document gives a level, of all its steps: "64.1", "50-f", "F1", "A-3"."""
    own = steps_of(kind, head)
    sign = re.search(r"[.-]|(?<=^[a-z])(?=\d)", head.lower())
    whole = sign and len(own) > 1 and steps[: len(own)] == own
    return sign.group().join(own) if sign and whole else steps[0]


def written(kind: str, number: str, letters: Steps) -> str:
    """A level's number and letters so that they read back the same: "49(c)(2)", "[XX.1](a)"."""
    number = number if number[:1].isdecimal() else number.upper()
    if number[:2] in ("XX", "YY", "##"):
        number, letters = (
            (f"[{number}]", letters) if kind else (f"{number}.{letters[0]}", letters[1:])
        )
    return number + "".join(f"({step})" for step in letters)
