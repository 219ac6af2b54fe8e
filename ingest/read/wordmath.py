"""A formula in a Word file, written in one line as a person would say it."""

from __future__ import annotations

from collections.abc import Container

from ingest.read.raised import raised
from ingest.read.wordxml import MATH, TEXTS, Element, holds_words

FORMULA = f"{MATH}oMath"
_BRACKETS = (("begChr", "("), ("sepChr", "|"), ("endChr", ")"))


#: What is said as it stands here; any other structure of a formula is read through and told.
_PLAIN = "oMath r t f num den sSup e sup sub deg fName lim mr d box func"
_SAID = frozenset(_PLAIN.split())


def formula(math: Element, lost: Container[Element] = ()) -> str:
    """The words of a formula: a fraction with its bar, a power raised, brackets, all else as it
    stands; without the elements that are `lost`.
    """
    if math in lost:
        return ""
    if math.tag in TEXTS:
        return math.text or ""
    if math.tag == f"{MATH}f":
        over, under = _whole(math, "num", lost), _whole(math, "den", lost)
        return f"{_grouped(over)}/{_grouped(under)}"
    if math.tag == f"{MATH}sSup":
        base, power = _whole(math, "e", lost), _whole(math, "sup", lost)
        read = raised(base, power, "") if power.isdecimal() else None
        return base + (f"^{_grouped(power)}" if read is None else read)
    if math.tag == f"{MATH}d":
        parts = [formula(part, lost) for part in math.findall(f"{MATH}e")]
        begin, parting, end = (_sign(math, *each) for each in _BRACKETS)
        return begin + parting.join(parts) + end
    return "".join(formula(child, lost) for child in math if isinstance(child.tag, str))


def unsaid(math: Element) -> list[str]:
    """The names of a formula's structures that are read through without being known."""
    names = [each.tag.rpartition("}")[2] for each in math.iter(f"{MATH}*") if holds_words(each)]
    return [name for name in names if name not in _SAID]


def _sign(math: Element, name: str, usual: str) -> str:
    """A bracket, or the sign between what stands in it: the usual one unless another is named."""
    named = math.find(f"{MATH}dPr/{MATH}{name}")
    return usual if named is None else str(named.get(f"{MATH}val", ""))


def _whole(math: Element, name: str, lost: Container[Element]) -> str:
    found = math.find(f"{MATH}{name}")
    return formula(found, lost) if found is not None else ""


def _grouped(words: str) -> str:
    """Words that stay one beside a sign: "x + 1" over 2 is (x + 1)/2."""
    return words if words.replace(".", "").replace(",", "").isalnum() else f"({words})"
