"""Words in quotation marks and in blocks, also those that "he said" interrupts. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

_MOST = 6000


def _single(opening: str, closing: str) -> re.Pattern[str]:
    """Single marks; an apostrophe inside is between letters, or after a plural's s ("employees'
    rights") where a later mark closes."""
    inside = rf"[^'‘’\"“”]|(?<=\w)['’](?=\w)|(?<=s){closing}(?=\s[a-z])"
    edges = rf"(?<![\w'’]){opening}(?=\w)", rf"(?<=[\w.,;!?)…]){closing}(?!\w)"
    return re.compile(rf"{edges[0]}((?:{inside}){{8,{_MOST}}}){edges[1]}")


_PAIRS = (
    # each paragraph of a long quotation may open with a mark of its own
    re.compile(rf"“((?:[^“”]|(?<=\n)“){{2,{_MOST}}})”"),
    re.compile(rf"«\s*([^«»]{{2,{_MOST}}})\s*»"),
    re.compile(rf"„([^„“”]{{2,{_MOST}}})[“”]"),
    re.compile(rf"(?<![\w\"])\"(?=\S)([^\"]{{2,{_MOST}}}?)(?<=\S)\"(?![\w\"])"),
    _single("‘", "’"),
    _single("'", "'"),
)
_UNCLOSED = re.compile(rf"“([^“”]{{2,{_MOST}}})\s*\Z")
#: A link leads somewhere; "[##](c)" is a place whose article has no number yet
_LINK = re.compile(
    r"!?\[([^\]\n]{1,300})\]\((?=[^()\s]*[./#:@])(?:[^()\s]|\([^()\s]*\)){1,500}"
    r"(?: \"[^\"\n]*\")?\)"
)
_BLOCK = re.compile(r"(?:^[ \t]*>[ \t]?.*(?:\n|\Z))+", re.M)
_INNER = re.compile(r"[“\"«](?:[^\s“”\"«»]+\s+){5,}[^“”\"«»]*[”\"»]")
#: Who speaks quotes something in turn: what is quoted is what stands in the inner marks
_READ_OUT = re.compile(r":\s[‘'“\"](?=\w)(?:[^\s‘“”\"]+\s+){5,}[^\s‘“”\"]+[’'”\"]")
_ATTRIBUTED = re.compile(r"\s*(?:^|\n)\s*(?:—|–|--)\s*(?P<who>[^\n]+)\s*$")
#: What interrupts a quotation that goes on: ',” the contract says in Article 7, “'
_SAYS = (
    r"(?:says?|said|reads?|states?|stated|provides?|continues?|continued|adds?|added|writes?|wrote"
    r"|told|explains?|explained|holds?|notes?|noted|goes on)"
)
_RUNS = r"(?:[^.!?;\n]|\n(?!\s*\n)|\.(?=[\w(])|(?<=Art)\.|(?<=Sec)\.)"
_INTERRUPTS = re.compile(
    rf"{_RUNS}{{0,120}}\b{_SAYS}\b{_RUNS}{{0,80}}[,:]\s*|,?\s*(?:he|she|they|we) {_SAYS},?\s*",
    re.I,
)


@dataclass(slots=True)
class Quoted:
    """A quotation as it is found: where it stands with its marks, and its words."""

    start: int
    end: int
    words: str
    runs: tuple[str, ...] = ()
    who: str = ""
    block: bool = False
    holes: list[tuple[int, int]] = field(default_factory=list)

    def holds(self, at: int) -> bool:
        """Whether an offset lies in the quoted words, not in what interrupts them."""
        return self.start < at < self.end and not any(a <= at < b for a, b in self.holes)


def readable(text: str) -> str:
    """A text without the marks of Markdown, with each footnote put where it is called."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _footnoted(text)
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"^[ \t]{0,3}#{1,6}[ \t]+", "", text, flags=re.M)
    text = re.sub(
        r"(?<!\w)(\*\*|__|\*|_)(?=[^\s*_])([^*_\n]{1,2000}?)(?<=[^\s*_])\1(?!\w)", r"\2", text
    )
    return re.sub(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", r"\2", text)


def _footnoted(text: str) -> str:
    """Each note's words in brackets at its call: [^1], [1] and ¹ that have a line of their own."""
    notes: dict[str, str] = {}

    def keep(found: re.Match[str]) -> str:
        notes[found["mark"]] = " ".join(found["words"].split())
        return ""

    for mark in (r"\[\^[^\]\s]{1,20}\]", r"\[\d{1,3}\]", r"[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}"):
        text = re.sub(
            rf"^[ \t]*(?P<mark>{mark}):?[ \t]+(?P<words>\S[^\n]{{0,600}})$", keep, text, flags=re.M
        )
    for mark, words in list(notes.items())[:500]:
        text = text.replace(mark, f" ({words})")
    return text


def quoted_in(text: str) -> list[Quoted]:
    """Quotations in marks and blocks; one inside another is part of it, and one that was
    interrupted is joined."""
    found: list[Quoted] = []
    for block in _BLOCK.finditer(text):
        found += _blocks(block.group(), block.start())
    for begin, until in paragraphs(text):
        # each paragraph of a long quotation opens with a mark, the last one closes
        goes_on = text[until : until + 1] == "“"
        for pair in [*_PAIRS, _UNCLOSED] if goes_on else _PAIRS:
            for one in pair.finditer(text, begin, until):
                inside = any(each.start < one.end() and one.start() < each.end for each in found)
                if not inside and not _READ_OUT.search(one.group(1)):
                    found.append(Quoted(one.start(), one.end(), _unmarked(one.group(1))))
    return _rejoined(sorted(found, key=lambda one: one.start), text)


def _unmarked(words: str) -> str:
    return " ".join(re.sub(r"^[ \t]*>[ \t]?", "", words, flags=re.M).split())


def _blocks(block: str, offset: int) -> list[Quoted]:
    """A block quotation by its paragraphs; its last line may say whose words they are. One that
    quotes in marks is no quotation itself."""
    found: list[Quoted] = []
    for part in re.finditer(r"(?:^[ \t]*>[ \t]*\S.*(?:\n|\Z))+", block, re.M):
        lines = re.sub(r"^[ \t]*>[ \t]?", "", part.group(), flags=re.M)
        words, end, who = lines, part.end(), ""
        if at := _ATTRIBUTED.search(lines):
            words, who = lines[: at.start()], at["who"]
            if words.strip():
                end = block.rindex("\n", 0, part.start() + part.group().rindex(who)) + 1
        inner = _INNER.search(words)
        if inner and len(inner.group()) < 0.9 * len(words.strip()):
            continue
        if who and found and not words.strip():
            found[-1].who = who
            continue
        words = " ".join(words.split()).strip('“”"')
        found.append(Quoted(offset + part.start(), offset + end, words, who=who, block=True))
    return found


def _rejoined(quoted: list[Quoted], text: str) -> list[Quoted]:
    """The quotations, with the runs of one that was interrupted made one."""
    joined: list[Quoted] = []
    for one in quoted:
        last = joined[-1] if joined else None
        if last is None or not _goes_on(last, one, text[last.end : one.start]):
            joined.append(one)
            continue
        last.runs = (*(last.runs or (last.words,)), one.words)
        last.words = f"{last.words.rstrip(',')} {one.words}"
        last.holes.append((last.end, one.start))
        last.end = one.end
    return joined


def _goes_on(last: Quoted, one: Quoted, between: str) -> bool:
    if last.block or one.block or len(last.holes) >= 6 or "\n\n" in between:
        return False
    whole = re.search(r"[.!?]$", last.words) or not re.match(r"[a-z(]", one.words)
    return not whole and bool(_INTERRUPTS.fullmatch(between))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where each paragraph begins and ends."""
    edges = [0, *(one.end() for one in re.finditer(r"\n[ \t>]*\n", text)), len(text)]
    return [(start, end) for start, end in pairwise(edges) if end > start]
