"""A formula in a Word file, written in one line as a person would say it."""

from __future__ import annotations

from ingest.read.raised import raised
from ingest.read.wordxml import MATH, TEXTS, Element

FORMULA = f"{MATH}oMath"


def formula(math: Element) -> str:
    """The words of a formula: a fraction with its bar, a power raised, all else as it stands."""
    if math.tag in TEXTS:
        return math.text or ""
    if math.tag == f"{MATH}f":
        return f"{_part(math, 'num')}/{_part(math, 'den')}"
    if math.tag == f"{MATH}sSup":
        base, power = _whole(math, "e"), _whole(math, "sup")
        read = raised(base, power, "") if power.isdecimal() else None
        return base + (f"^{_grouped(power)}" if read is None else read)
    return "".join(formula(child) for child in math if isinstance(child.tag, str))


def _whole(math: Element, name: str) -> str:
    found = math.find(f"{MATH}{name}")
    return formula(found) if found is not None else ""


def _part(math: Element, name: str) -> str:
    return _grouped(_whole(math, name))


def _grouped(words: str) -> str:
    """Words that stay one beside a sign: "x + 1" over 2 is (x + 1)/2."""
    return words if words.replace(".", "").replace(",", "").isalnum() else f"({words})"
