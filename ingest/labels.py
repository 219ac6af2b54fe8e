"""The numbers that documents give their parts: recognised at the start of a line, compared, and written as a locator."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_QUOTE = r"[“\"'‘]*\s*"

# Named levels stand by themselves; a bare number or letter must also follow in its sequence to count.
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(r"(?:PART|TITLE|CHAPTER|Part|Title|Chapter)\s+(?P<n>[IVXLC]+|\d+)(?=[\s.:–—-]|$)")),
    (
        "article",
        re.compile(r"(?:ARTICLE|Article|ARTÍCULO|Artículo)\s+(?P<n>\[?(?:[IVXLCDM]+|\d+[A-Z]?)\]?(?:\.\d+)*)(?=[\s.:–—-]|$)"),
    ),
    ("bracket", re.compile(r"(?P<n>\[(?:[IVXLCDMY]+|##)(?:\.\d+)?\])\.?(?=\s)")),
    (
        "appendix",
        re.compile(
            r"(?P<n>(?:APPENDIX|EXHIBIT|SCHEDULE|ANNEX|ATTACHMENT|ADDENDUM|Appendix|Exhibit|Schedule|Annex|Attachment)\s+[A-Z0-9][\w.\-]*"
            r"|(?:SIDE ?LETTER|Side ?letter|LETTER OF (?:AGREEMENT|UNDERSTANDING))(?:\s+(?:NO\.?\s*|#\s*)?[\dA-Z][\w.\-]*)?)(?=[\s.:–—-]|$)"
        ),
    ),
    (
        "section",
        re.compile(
            r"(?:SECTION|Section|SEC\.|Sec\.|§+|SECCIÓN|Sección)\s*(?P<n>\d+[A-Z]?(?:\.\d+)*(?:\([a-z0-9]+\))*|[IVXLC]+)(?=[\s.:–—-]|$)"
        ),
    ),
    ("item", re.compile(r"(?:ITEM|Item)\s+(?P<n>\d+)(?=[\s.:–—-]|$)")),
    ("decimal", re.compile(r"(?P<n>\d{1,3}(?:\.(?:\d{1,3}|[A-Z]))+)\.?(?=\s+\S)")),
)
_BARE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("digit.", re.compile(r"(?P<n>\d{1,3})\.(?=\s|$)")),
    ("upper.", re.compile(r"(?P<n>[A-Z])\.(?=\s|$)")),
    ("lower.", re.compile(r"(?P<n>[a-z])\.(?=\s|$)")),
    ("roman.", re.compile(r"(?P<n>[ivxl]+)\.(?=\s|$)")),
    ("(digit)", re.compile(r"\((?P<n>\d{1,2})\)")),
    ("(upper)", re.compile(r"\((?P<n>[A-Z])\)")),
    ("(roman)", re.compile(r"\((?P<n>[ivxl]+)\)")),
    ("(lower)", re.compile(r"\((?P<n>[a-z]{1,2})\)")),
    ("lower)", re.compile(r"(?P<n>[a-z])\)(?=\s)")),
    ("digit)", re.compile(r"(?P<n>\d{1,2})\)(?=\s)")),
)
#: Outer levels first. A named level closes every level at or inside its own.
ORDER = ("part", "appendix", "article", "bracket", "item", "section", "decimal")


@dataclass(frozen=True, slots=True)
class Label:
    """A number at the start of a line: its kind, as written, its place in sequence, and where its line goes on."""

    kind: str
    number: str
    value: int
    end: int


def labels_at(line: str) -> list[Label]:
    """Every reading of what a line starts with; "(i)" is both a letter and a Roman numeral. Empty for plain text."""
    opening = re.match(_QUOTE, line)
    start = opening.end() if opening else 0
    for kind, pattern in _NAMED:
        if found := pattern.match(line, start):
            return [Label(kind, found["n"], value_of(kind, found["n"]), found.end())]
    return [
        Label(kind, found["n"], value, found.end())
        for kind, pattern in _BARE
        if (found := pattern.match(line, start)) and (value := value_of(kind, found["n"]))
    ]


def value_of(kind: str, number: str) -> int:
    """A number's place in its sequence, from 1; 0 for one that has none."""
    bare = number.strip("[]()")
    if "roman" in kind:
        return roman(bare)
    if kind in ("(lower)", "lower.", "lower)") and len(bare) == 2:
        return 26 + ord(bare[0]) - 96 if bare[0] == bare[1] else 0  # (aa) follows (z)
    if len(bare) == 1 and bare.isalpha() and kind not in ("article", "part", "section"):
        return ord(bare.lower()) - 96
    if digits := re.match(r"\d+", bare):
        return int(digits.group())
    return roman(bare.lower()) if re.fullmatch(r"[ivxlcdm]+", bare.lower()) else 0


def roman(numeral: str) -> int:
    """The value of a lower-case Roman numeral; 0 for letters that form none."""
    total = 0
    for at, letter in enumerate(numeral):
        if letter not in _ROMAN:
            return 0
        value = _ROMAN[letter]
        total += -value if at + 1 < len(numeral) and _ROMAN.get(numeral[at + 1], 0) > value else value
    return total if total > 0 and write_roman(total) == numeral else 0


def write_roman(value: int) -> str:
    """The lower-case Roman numeral of a positive number."""
    out = ""
    for size, letters in (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while value >= size:
            out, value = out + letters, value - size
    return out


def locator(levels: list[tuple[str, str]], base: str = "") -> str:
    """Labels from the outside in as one locator: `Article XLIX(c)(2)(iii)`, `Section [XX].A.(2)(a)`, `Article 6, Section 4(b)`.

    `base` is the word for a bracketed number, which only the sentence that adds it tells.
    """
    out = ""
    for kind, number in levels:
        if kind in ("part", "article", "section", "item"):
            word = {"part": "Part", "article": "Article", "section": "Section", "item": "Item"}[kind]
            # "Section 6.6" under Article 6 and "§ 927" need no second number before them
            out = f"{out}, {word} {_bare(number)}" if out else f"{word} {_bare(number)}"
        elif kind == "bracket":
            out = f"{base or 'Article'} {_bare(number)}"
        elif kind == "appendix":
            out = f"{out}, {_named(number)}" if out else _named(number)
        elif kind == "decimal":
            out = number
        elif kind.endswith("."):
            out = f"{out}.{number}" if out else number
        elif kind.startswith("("):
            out = (
                f"{out}.({number})"
                if re.search(r"\.[A-Za-z0-9]{1,3}$", out) and not re.search(r"^\d+(\.\d+)+$", out)
                else f"{out}({number})"
            )
        else:
            out = f"{out}{number})"
    return out


def _bare(number: str) -> str:
    """[XLIX] is a number in brackets until the booklet is printed; [XX] and [##] are no numbers and keep theirs."""
    return number if re.fullmatch(r"\[(?:([XY])\1+|##)(?:\.\d+)?\]", number) else number.strip("[]")


def _named(number: str) -> str:
    return re.sub(r"\s+", " ", number).title() if number.isupper() and len(number) > 12 else re.sub(r"\s+", " ", number)
