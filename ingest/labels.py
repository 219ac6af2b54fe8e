"""The numbers that documents give their parts.

They are recognised at the start of a line, given their place in sequence, and written as a locator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.number_words import PATTERN, PLACES, value_of

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
# what may stand before a number: an opening quotation, Markdown's bold, a bracket's space
_OPENING = re.compile(r"[\s“\"'‘*_]*")
_AFTER = r"(?=[\s.:,;–—\-*_”\"]|$)"
_NUMBER = r"\[?(?:[IVXLCDM]+(?:-?[A-Z])?|\d+(?:-?[A-Z])?(?:[.\-]\d+)*)\]?(?:er(?!\w))?"
_WORDS_FOR = rf"(?:(?i:{PATTERN})(?![^\W\d_]))"
_APPENDIX = (
    r"(?:APPENDIX|EXHIBIT|SCHEDULE|ANNEX|ATTACHMENT|ADDENDUM|APÉNDICE|ANEXO|ANNEXE|AVENANT|ANLAGE"
    r"|Appendix|Exhibit|Schedule|Annex|Attachment|Addendum|Apéndice|Anexo|Annexe|Avenant|Anlage)"
)
#: Levels above articles, each said in the document's own word.
_ABOVE = {
    "part": "PART|PARTIE|PARTE|TEIL|LIVRE|LIBRO|BUCH",
    "title": "TITLE|TITRE|TITULO|TÍTULO|TITEL",
    "chapter": "CHAPTER|CHAPITRE|CAPITULO|CAPÍTULO|KAPITEL",
    "division": "ABSCHNITT|SOUS-TITRE",
    "subdivision": "UNTERABSCHNITT",
}
_LETTER = (
    r"(?:LETTERS?\s+OF\s+(?:AGREEMENT|UNDERSTANDING|INTENT)"
    r"|MEMORAND(?:UM|A)\s+OF\s+(?:AGREEMENT|UNDERSTANDING)|SIDE\s?LETTER"
    r"|Letters?\s+of\s+(?:Agreement|Understanding|Intent)"
    r"|Memorand(?:um|a)\s+of\s+(?:Agreement|Understanding)|Side\s?letter|LOA|LOU|MOU|MOA)"
)


def _above(words: str) -> str:
    """ "Titre II", "Erster Abschnitt": a level's word with its number, either before or after."""
    word = rf"(?:{words}|{words.title()})"
    number = rf"(?:{_WORDS_FOR}|[IVXLC]+|\d+|[A-Z])"
    return rf"(?P<n>{word}\s+{number}|(?i:{PLACES})\s+{word}){_AFTER}"


#: Named levels stand by themselves; a bare number must also follow in its sequence to count.
_NAMED = {
    **{kind: _above(words) for kind, words in _ABOVE.items()},
    "article": (
        r"(?:ARTICLE|Article|ART\.|Art\.|ARTÍCULO|Artículo|ARTICULO|Articulo|ARTIKEL|Artikel)\s*"
        rf"(?P<n>{_WORDS_FOR}|{_NUMBER}){_AFTER}"
    ),
    "bracket": r"(?P<n>\[(?:[IVXLCDMY]+|##)(?:\.\d+)?\])\.?(?=\s|$)",
    "appendix": (
        rf"(?P<n>{_APPENDIX}\s+(?:(?:[Nn][o°º.]+|Nr\.?)\s*)?[“\"]?(?!OF\b|TO\b|IN\b|ON\b|BY\b|OR\b)"
        r"(?:[A-Z]{1,2}\d*(?:[.\-]\d+)?|\d+[A-Z]?(?:[.\-]\d+)*|[IVXLC]+)[”\"]?"
        r"|(?:ANNEXE|ANNEX|APPENDIX|ANEXO|ANLAGE)(?=\s*$))" + _AFTER
    ),
    "letter": (
        rf"(?P<n>{_LETTER}(?:\s+(?:OF\s+AGREEMENT|of\s+Agreement))?"
        r"(?:\s*[-–—:#]?\s*(?:NO\.?|No\.?|#)?\s*(?:\d[\w.\-]*|[A-Z]|[IVXLC]+))?)" + _AFTER
    ),
    "section": (
        r"(?:SECTION|Section|SEC\.|Sec\.|SECCIÓN|Sección|SECCION)\s*"
        rf"(?P<n>{_WORDS_FOR}|"
        r"\d+(?:-?[A-Z])?(?:[.\-](?:\d+|[A-Z]))*(?:\([A-Za-z0-9]+\))*|[IVXLC]+|[A-Z])" + _AFTER
    ),
    "§": r"§{1,2}\s*(?P<n>\d[\w.\-]*?)(?=\.?(?:[\s(:,;–—]|$))",
    "item": rf"(?:ITEM|Item|RULE|Rule)\s+(?P<n>\d+){_AFTER}",
    "decimal": (
        r"(?P<n>(?:\d{1,3}|[A-Z])(?:\.(?:\d{1,3}[A-Z]?|[A-Z]))+|\d{1,3}-\d{1,2})[.)\-]?"
        r"(?=[\s:–—*_]+\S|[:*_]*$)"
    ),
}
_BARE = {
    "digit.": r"(?P<n>\d{1,3})(?:\.|-(?=\s+[A-ZÀ-ÖØ-Þ]))(?=[\s*_]|$)",
    "upper.": r"(?P<n>[A-Z]{1,2})\.(?=[\s*_]|$)",
    "ROMAN.": r"(?P<n>[IVXL]+[A-H]?)\.(?=[\s*_]|$)",
    "lower.": r"(?P<n>[a-z]{1,2})\.(?=[\s*_]|$)",
    "roman.": r"(?P<n>[ivxl]+)\.(?=[\s*_]|$)",
    "(digit)": r"\((?P<n>\d{1,3})\)",
    "(upper)": r"\((?P<n>[A-Z]{1,2})\)",
    "(ROMAN)": r"\((?P<n>[IVXL]+)\)",
    "(roman)": r"\((?P<n>[ivxl]+)\)",
    "(lower)": r"\((?P<n>[a-z]{1,2})\)",
    "lower)": r"(?P<n>[a-z])\)(?=\s)",
    "roman)": r"(?P<n>[ivxl]+)\)(?=\s)",
    "upper)": r"(?P<n>[A-Z])\)(?=\s)",
    "digit)": r"(?P<n>\d{1,2})\.?\)(?=\s)",
}
_NAMED_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _NAMED.items()}
#: Word counts so: "1st Section".
_PLACED = re.compile(
    rf"(?P<n>\d{{1,3}})(?:st|nd|rd|th)\s+(?P<kind>SECTION|Section|ARTICLE|Article){_AFTER}"
)
_BARE_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _BARE.items()}
#: Outer levels first. A named level closes every level at or inside its own.
ORDER = (
    *("part", "appendix", "letter", "title", "chapter", "division", "subdivision"),
    *("article", "bracket", "item", "section", "§", "decimal"),
)
#: Of these, those whose number holds the word that the document has for them.
WORDED = frozenset([*_ABOVE, "appendix", "letter"])


@dataclass(frozen=True, slots=True)
class Label:
    """A number at a line's start: kind, as written, place in sequence, where its line goes on."""

    kind: str
    number: str
    value: int
    end: int


def labels_at(line: str, start: int = 0) -> list[Label]:
    """Every reading of what stands at a line's start, none for plain text.

    "(i)" is both a letter and a Roman numeral.
    """
    opening = _OPENING.match(line, start)
    start = opening.end() if opening else start
    if placed := _PLACED.match(line, start):
        return [Label(placed["kind"].lower(), placed["n"], int(placed["n"]), placed.end())]
    for kind, pattern in _NAMED_PATTERNS.items():
        if found := pattern.match(line, start):
            number = found["n"].removesuffix("er") if kind == "article" else found["n"]
            return [Label(kind, number, _value(kind, number), found.end())]
    return [
        Label(kind, found["n"], value, found.end())
        for kind, pattern in _BARE_PATTERNS.items()
        if (found := pattern.match(line, start)) and (value := _value(kind, found["n"]))
    ]


def heading_number(line: str) -> Label | None:
    """The 31 of "31 Working time": a number without a sign after it, as only headings have it."""
    found = re.match(r"[\s*_]*(?P<n>\d{1,3})(?=\s+[“\"(]?[A-ZÀ-ÖØ-Þ]|\W*$)", line)
    return Label("digit", found["n"], int(found["n"]), found.end()) if found else None


_LETTERED = frozenset(["(lower)", "lower.", "lower)", "upper.", "(upper)", "upper)"])
_WORDED = frozenset(["article", "section", *_ABOVE])


def _value(kind: str, number: str) -> int:
    """A number's place in its sequence, from 1; 0 for one that has none.

    The last part of "46.A.1" is what counts.
    """
    bare = number.strip("[]()")
    if kind == "letter":
        return 0
    if kind in _WORDED and (said := _said(bare)):
        return said
    if kind == "appendix" or kind in _ABOVE:
        bare = re.split(r"\s", bare)[-1].strip('“”"')
    if kind == "decimal":
        bare = re.split(r"[.\-]", bare)[-1]
    if "roman" in kind.lower():
        # "XIIIA" stands between XIII and XIV
        lettered = kind == "ROMAN." and len(bare) > 2
        return roman(bare.lower()) or (roman(bare[:-1].lower()) if lettered else 0)
    if kind in _LETTERED and len(bare) == 2:
        return 26 + _place(bare[0]) if bare[0] == bare[1] else 0  # (aa) follows (z)
    if len(bare) == 1 and bare.isalpha() and kind not in _WORDED:
        return _place(bare)
    if digits := re.match(r"\d{1,9}", bare):
        return int(digits.group())
    if whole := roman(bare.lower()):
        return whole
    parts = re.fullmatch(r"([IVXLCDM]+?)-?[A-Z]", bare) if kind in _WORDED else None
    return roman(parts.group(1).lower()) if parts else 0


def _said(number: str) -> int:
    """What "One", "Part Two" or "Dritter Teil" counts as; 0 for words without a number."""
    first, *rest = number.split(maxsplit=1)
    return value_of(number) or value_of(first) or value_of("".join(rest))


def _place(letter: str) -> int:
    return ord(letter.lower()) - 96


def numeral(letters: str) -> int:
    """What lower-case letters add up to as a Roman numeral, well formed or not; 0 for others."""
    total = 0
    for letter, after in zip(letters, letters[1:] + " ", strict=True):
        if letter not in _ROMAN:
            return 0
        value = _ROMAN[letter]
        total += -value if _ROMAN.get(after, 0) > value else value
    return total


def roman(letters: str) -> int:
    """The value of a lower-case Roman numeral; 0 for letters that form none."""
    total = numeral(letters)
    return total if total > 0 and write_roman(total) == letters else 0


_STEPS = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l"}
_STEPS |= {40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}


def write_roman(value: int) -> str:
    """The lower-case Roman numeral of a positive number."""
    out = ""
    for step, letters in _STEPS.items():
        count, value = divmod(value, step)
        out += letters * count
    return out


def locator(levels: list[tuple[str, str]], base: str = "") -> str:
    """Labels from the outside in as one locator.

    `Article XLIX(c)(2)(iii)`, `Section [XX].A.(2)(a)`, `Article 6, Section 4(b)`. `base` is the
    word for a bracketed number, which only the sentence that adds it tells.
    """
    out = held = last = ""
    for kind, number in levels:
        if kind == "bracket":
            out = f"{base or 'Article'} {_unbracketed(number)}"
        elif kind == "§":  # sections of a law are counted through its parts
            out, held = f"§ {number}", ""
        elif kind in _WORDS or kind in WORDED:
            word = f"{_WORDS[kind]} {_unbracketed(number)}" if kind in _WORDS else _named(number)
            out = f"{out}, {word}" if out else word
            held = f"{out}, " if kind in WORDED and kind != "part" else held
        elif kind == "decimal":
            inside = out.removeprefix(held.removesuffix(", ")).lstrip(",. ") if held else out
            whole = not inside or _says_all(number, inside)
            out = f"{held}{number}" if whole else f"{out}, {number}"
        elif kind.startswith("("):
            dotted = re.search(r"\.[A-Za-z0-9]{1,3}$", out)
            decimal = re.search(r"^\d+(\.\d+)+$", out)
            out = f"{out}.({number})" if dotted and not decimal else f"{out}({number})"
        else:
            apart = ", " if held and out == held[:-2] and last in _ABOVE and last != "part" else "."
            out = f"{out}{apart}{number}" if out else number
        last = kind
    return out


_WORDS = {"article": "Article", "section": "Section", "item": "Item"}


def _says_all(number: str, out: str) -> bool:
    """Whether "5.5" says by itself that it stands in Article 5, or in the decimal before it."""
    said = re.fullmatch(r"(?:Part \w+, )?(?:Article|Item) (\w+)", out)
    first = re.split(r"[.-]", number)[0].lower()
    if said and first in (said[1].lower(), str(roman(said[1].lower()))):
        return True
    return bool(re.fullmatch(r"[\d.A-Z-]+", out))


def _unbracketed(number: str) -> str:
    """[XLIX] is a number in brackets until the booklet is printed.

    [XX] and [##] are no numbers and keep theirs.
    """
    placeholder = re.fullmatch(r"\[(?:([XY])\1+|##)(?:\.\d+)?\]", number)
    return number if placeholder else number.strip("[]")


def _named(number: str) -> str:
    words = re.sub(r"\s+", " ", number).replace("“", "").replace("”", "").replace('"', "")
    capitals = r"\b(?![IVXLC]+\b)[A-ZÀ-Ý]{3,}"
    words = re.sub(capitals, lambda found: found.group().capitalize(), words)
    return re.sub(r"\bOF\b", "of", words)
