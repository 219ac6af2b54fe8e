"""The ways in which people write a quotation and the place it comes from."""

from __future__ import annotations

import random
import re
import textwrap

from corpus import Clause, Document


def forms_of(locator: str) -> list[str]:
    """The ways in which people write this place; none where it has no number."""
    place = re.sub(
        r",? (?:memorandum item \d+|quoted .*|\(.*\)|first paragraph|last sentences?)$", "", locator
    )
    if found := re.fullmatch(r"Article (\d+), Paragraph ([A-Z])", place):
        number, letter = found.groups()
        return [
            place,
            f"Article {number}.{letter}",
            f"Art. {number}({letter})",
            f"Article {number}, paragraph {letter}",
            f"paragraph {letter} of Article {number}",
        ]
    if found := re.fullmatch(r"Article (\w+), Section ([\w.]+(?:\(\w+\))*)", place):
        number, section = found.groups()
        return [
            place,
            f"Art. {number}, Sec. {section}",
            f"Section {section} of Article {number}",
            f"Article {number}, § {section}",
        ]
    if found := re.fullmatch(r"(?:Article|Art\.) ([\w.]+(?:\(\w+\))*)", place):
        return [place, f"Art. {found[1]}", f"article {found[1]}"]
    if found := re.fullmatch(r"(?:[\w.&]+ )*§ ([\d.\-]+(?:\(\w+\))*)", place):
        return [place, f"Section {found[1]}", f"§ {found[1]}", f"Sec. {found[1]}"]
    if found := re.fullmatch(r"(?:Section|Sec\.) ([\w.\[\]]+(?:\.?\(\w+\))*(?:\.[A-Z])?)", place):
        return [place, f"Sec. {found[1]}", f"§ {found[1]}"]
    if found := re.fullmatch(r"(Principle|Item|Point|Claim) (\d+(?:\.\w+)*)", place):
        return [place, f"{found[1].lower()} {found[2]}"]
    if found := re.fullmatch(r"(\d+\.\d+)(?:\.([A-Z]))?", place):
        number, letter = found.groups()
        return [f"Section {place}", f"§ {place}"] + (
            [f"Sec. {number}({letter})", f"Section {number}, paragraph {letter}"]
            if letter
            else [f"Sec. {number}"]
        )
    return []


def places_in(document: Document) -> list[Clause]:
    """The clauses of a document that have a number to cite them by."""
    return [
        clause for clause in document.clauses if not clause.title_only and forms_of(clause.locator)
    ]


def within(one: str, other: str) -> bool:
    """Whether one place lies inside the other, or both inside one paragraph: citing either is then
    no error."""
    a, b = re.findall(r"\w+", one), re.findall(r"\w+", other)
    return a[:3] == b[:3] or a == b[: len(a)] or b == a[: len(b)]


def shaped(words: str, true: str, lot: random.Random) -> dict[str, str]:
    """The words wrapped, in a block, hyphenated, with another first letter, with some left out or
    replaced."""
    lines = textwrap.wrap(words, 58)
    long = list(re.finditer(r"[a-z]{9,}", words))
    broken = words
    if long:
        one = lot.choice(long)
        broken = f"{words[: one.start() + 4]}-\n{words[one.start() + 4 :]}"
    first = words[:1].swapcase() if not re.match(r"[A-Z]{2}|[A-Z]\.", words) else words[:1]
    return {
        "wrapped": "\n".join(lines).rstrip("."),
        "block": "\n> ".join(lines),
        "hyphened": broken,
        "lower": first.lower() + words[1:],
        "elided": _elided(words, true, lot),
        "bracketed": (f"[{first}]{words[1:]}" if first.isalpha() else words).replace(
            " they ", " [the members] ", 1
        ),
    }


def _elided(words: str, true: str, lot: random.Random) -> str:
    """The words with some left out that are in both texts and bear no "not", modal or number."""
    said, held = words.split(), set(true.split())
    bare = [
        w in held
        and not re.search(
            r"\d|\b(?:not|no|never|nor|may|must|shall|will|can|cannot|without|unless|only)\b", w
        )
        for w in said
    ]
    runs = [
        (a, b)
        for a in range(2, len(said) - 5)
        for b in range(a + 2, min(a + 7, len(said) - 3))
        if all(bare[a:b])
    ]
    if not runs:
        return words
    a, b = lot.choice(runs)
    return " ".join([*said[:a], lot.choice(["…", "...", "[...]", ". . ."]), *said[b:]])
