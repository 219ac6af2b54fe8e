"""The numbers that documents give their parts: recognised at the start of a line, compared, and written as a locator."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
# what may stand before a number: an opening quotation, Markdown's bold, a bracket's space
_OPENING = re.compile(r"[\s“\"'‘*_]*")
_AFTER = r"(?=[\s.:,;–—\-*_”\"]|$)"
_NUMBER = r"\[?(?:[IVXLCDM]+(?:-?[A-Z])?|\d+(?:-?[A-Z])?(?:[.\-]\d+)*)\]?"

# Named levels stand by themselves; a bare number or letter must also follow in its sequence to count.
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"(?:PART|TITLE|CHAPTER|Part|Title|Chapter)\s+(?P<n>[IVXLC]+|\d+|[A-Z]){_AFTER}")),
    ("article", re.compile(rf"(?:ARTICLE|Article|ART\.|Art\.|ARTÍCULO|Artículo)\s*(?P<n>{_NUMBER}){_AFTER}")),
    ("bracket", re.compile(r"(?P<n>\[(?:[IVXLCDMY]+|##)(?:\.\d+)?\])\.?(?=\s|$)")),
    (
        "appendix",
        re.compile(
            r"(?P<n>(?:APPENDIX|EXHIBIT|SCHEDULE|ANNEX|ATTACHMENT|ADDENDUM|APÉNDICE|ANEXO|Appendix|Exhibit|Schedule|Annex|Attachment"
            rf"|Addendum|Apéndice|Anexo)\s+[“\"]?(?!OF\b|TO\b|IN\b|ON\b|BY\b|OR\b)(?:[A-Z]{{1,2}}\d*(?:[.\-]\d+)?|\d+[A-Z]?(?:[.\-]\d+)*|[IVXLC]+)[”\"]?){_AFTER}"
        ),
    ),
    (
        "letter",
        re.compile(
            r"(?P<n>(?:LETTERS?\s+OF\s+(?:AGREEMENT|UNDERSTANDING|INTENT)|MEMORAND(?:UM|A)\s+OF\s+(?:AGREEMENT|UNDERSTANDING)|SIDE\s?LETTER"
            r"|Letters?\s+of\s+(?:Agreement|Understanding|Intent)|Memorand(?:um|a)\s+of\s+(?:Agreement|Understanding)|Side\s?letter|LOA|LOU|MOU|MOA)"
            rf"(?:\s+(?:OF\s+AGREEMENT|of\s+Agreement))?(?:\s*[-–—:#]?\s*(?:NO\.?|No\.?|#)?\s*(?:\d[\w.\-]*|[A-Z]|[IVXLC]+))?){_AFTER}"
        ),
    ),
    (
        "section",
        re.compile(
            r"(?:SECTION|Section|SEC\.|Sec\.|SECCIÓN|Sección)\s*(?P<n>\d+(?:-?[A-Z])?(?:[.\-](?:\d+|[A-Z]))*(?:\([A-Za-z0-9]+\))*|[IVXLC]+|[A-Z])"
            + _AFTER
        ),
    ),
    ("§", re.compile(r"§{1,2}\s*(?P<n>\d[\w.\-]*?)(?=\.?(?:[\s(:,;–—]|$))")),
    ("item", re.compile(rf"(?:ITEM|Item|RULE|Rule)\s+(?P<n>\d+){_AFTER}")),
    (
        "decimal",
        re.compile(r"(?P<n>(?:\d{1,3}|[A-Z])(?:\.(?:\d{1,3}[A-Z]?|[A-Z]))+|\d{1,3}-\d{1,2})\.?(?=[\s:–—*_]+\S|[:*_]*$)"),
    ),
)
_BARE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("digit.", re.compile(r"(?P<n>\d{1,3})\.(?=[\s*_]|$)")),
    ("upper.", re.compile(r"(?P<n>[A-Z]{1,2})\.(?=[\s*_]|$)")),
    ("ROMAN.", re.compile(r"(?P<n>[IVXL]+[A-H]?)\.(?=[\s*_]|$)")),
    ("lower.", re.compile(r"(?P<n>[a-z]{1,2})\.(?=[\s*_]|$)")),
    ("roman.", re.compile(r"(?P<n>[ivxl]+)\.(?=[\s*_]|$)")),
    ("(digit)", re.compile(r"\((?P<n>\d{1,3})\)")),
    ("(upper)", re.compile(r"\((?P<n>[A-Z]{1,2})\)")),
    ("(ROMAN)", re.compile(r"\((?P<n>[IVXL]+)\)")),
    ("(roman)", re.compile(r"\((?P<n>[ivxl]+)\)")),
    ("(lower)", re.compile(r"\((?P<n>[a-z]{1,2})\)")),
    ("lower)", re.compile(r"(?P<n>[a-z])\)(?=\s)")),
    ("roman)", re.compile(r"(?P<n>[ivxl]+)\)(?=\s)")),
    ("upper)", re.compile(r"(?P<n>[A-Z])\)(?=\s)")),
    ("digit)", re.compile(r"(?P<n>\d{1,2})\.?\)(?=\s)")),
)
#: Outer levels first. A named level closes every level at or inside its own.
ORDER = ("part", "appendix", "letter", "article", "bracket", "item", "section", "§", "decimal")


@dataclass(frozen=True, slots=True)
class Label:
    """A number at the start of a line: its kind, as written, its place in sequence, and where its line goes on."""

    kind: str
    number: str
    value: int
    end: int


def labels_at(line: str, start: int = 0) -> list[Label]:
    """Every reading of what stands at a line's start; "(i)" is both a letter and a Roman numeral. Empty for plain text."""
    start = _OPENING.match(line, start).end()
    for kind, pattern in _NAMED:
        if found := pattern.match(line, start):
            return [Label(kind, found["n"], value_of(kind, found["n"]), found.end())]
    return [
        Label(kind, found["n"], value, found.end())
        for kind, pattern in _BARE
        if (found := pattern.match(line, start)) and (value := value_of(kind, found["n"]))
    ]


def value_of(kind: str, number: str) -> int:
    """A number's place in its sequence, from 1; 0 for one that has none. The last part of "46.A.1" is what counts."""
    bare = number.strip("[]()")
    if kind == "letter":
        return 0
    if kind == "appendix":
        bare = re.split(r"\s", bare)[-1].strip('“”"')
    if kind == "decimal":
        bare = re.split(r"[.\-]", bare)[-1]
    if "roman" in kind.lower():
        # "XIIIA" stands between XIII and XIV
        return roman(bare.lower()) or (roman(bare[:-1].lower()) if kind == "ROMAN." and len(bare) > 2 else 0)
    if kind in ("(lower)", "lower.", "lower)", "upper.", "(upper)", "upper)") and len(bare) == 2:
        return 26 + ord(bare[0].lower()) - 96 if bare[0] == bare[1] else 0  # (aa) follows (z)
    if len(bare) == 1 and bare.isalpha() and kind not in ("article", "part", "section"):
        return ord(bare.lower()) - 96
    if digits := re.match(r"\d+", bare):
        return int(digits.group())
    numeral = re.fullmatch(r"([IVXLCDM]+?)(?:-?[A-Z])?", bare) if kind in ("article", "part", "section") else None
    whole = roman(bare.lower())
    return whole or (roman(numeral.group(1).lower()) if numeral and len(bare) > 1 else 0)


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
        if kind in _WORDS:
            out = f"{out}, {_WORDS[kind]} {_bare(number)}" if out else f"{_WORDS[kind]} {_bare(number)}"
        elif kind == "bracket":
            out = f"{base or 'Article'} {_bare(number)}"
        elif kind in ("appendix", "letter"):
            out = f"{out}, {_named(number)}" if out else _named(number)
        elif kind == "decimal":
            # "5.5" says by itself that it stands in Article 5
            said = re.fullmatch(r"(?:Part \w+, )?(?:Article|Item) (\w+)", out)
            inside = said and (re.split(r"[.-]", number)[0].lower() in (said[1].lower(), str(roman(said[1].lower()))))
            out = number if inside or not out or re.fullmatch(r"[\d.A-Z-]+", out) else f"{out}, {number}"
        elif kind.endswith("."):
            out = f"{out}.{number}" if out else number
        elif kind.startswith("("):
            dotted = re.search(r"\.[A-Za-z0-9]{1,3}$", out) and not re.search(r"^\d+(\.\d+)+$", out)
            out = f"{out}.({number})" if dotted else f"{out}({number})"
        else:
            out = f"{out}.{number}" if out else number
    return out


_WORDS = {"part": "Part", "article": "Article", "section": "Section", "item": "Item", "§": "§"}


def _bare(number: str) -> str:
    """[XLIX] is a number in brackets until the booklet is printed; [XX] and [##] are no numbers and keep theirs."""
    return number if re.fullmatch(r"\[(?:([XY])\1+|##)(?:\.\d+)?\]", number) else number.strip("[]")


def _named(number: str) -> str:
    words = re.sub(r"\s+", " ", number).replace("“", "").replace("”", "").replace('"', "")
    words = re.sub(r"[A-Z]{3,}", lambda found: found.group().capitalize(), words)
    return re.sub(r"\bOF\b", "of", words)
