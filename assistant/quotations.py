"""The quotations and citations in any text, whoever wrote it: what is quoted, and the place the text gives for it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A quotation has at least this many words; fewer are a term in quotation marks.
LEAST_WORDS = 4
_QUOTED = re.compile(r"“([^“”]{12,4000})”|\"([^\"\n]{12,4000})\"|«([^«»]{12,4000})»|„([^„“”]{12,4000})[“”]")
_BLOCK = re.compile(r"(?:^[ \t]*>[ \t]?.*(?:\n|\Z))+", re.M)
_NUMBER = r"(?:\[?[IVXLC]{1,7}\]?(?![a-z])|\d+(?:\.\d+)*)(?:[.\-][A-Z0-9]{1,3}\b)*(?:\.?\([A-Za-z0-9]{1,4}\))*"
_PLACE = re.compile(
    rf"(?:\b(?:Articles?|Art\.|Sections?|Sect?\.|Sec\.|Paragraphs?|Para\.|Principle|Item|Rule|Schedule|Exhibit|Appendix)\s*|§{{1,2}}\s*|\bMBA\s+(?=\d{{1,3}}(?!\d))){_NUMBER}"
    rf"(?:,?\s*(?:Sections?|Sec\.|Paragraphs?|Para\.|Item|§)\s*(?:{_NUMBER}|[A-Z]\b))*"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text quotes, or nothing where it only cites; the place it gives; the sentence and paragraph around it."""

    words: str
    claimed: str
    sentence: str
    start: int
    end: int
    paragraph: str = ""


def first_place(text: str) -> str:
    """The first place that a text gives ("Article 72, Paragraph C"), or nothing."""
    found = _PLACE.search(text)
    return " ".join(found.group().split()) if found else ""


def quotations(text: str) -> list[Quotation]:
    """Everything that a text quotes or cites, in order. A place is a quotation's own when it stands in its paragraph, nearest first."""
    found: list[Quotation] = []
    taken: set[int] = set()
    spans = [
        (m.start(), m.end(), " ".join(re.sub(r"^[ \t]*>[ \t]?", "", m.group(), flags=re.M).split()).strip('“”"'))
        for m in _BLOCK.finditer(text)
    ]
    inside = [(start, end) for start, end, _ in spans]
    for m in _QUOTED.finditer(text):
        if not any(a <= m.start() < b for a, b in inside):
            spans.append((m.start(), m.end(), " ".join(next(g for g in m.groups() if g).split())))
    places = [
        (m.start(), m.end(), " ".join(m.group().split()))
        for m in _PLACE.finditer(text)
        if not any(a < m.start() < b for a, b, _ in spans)
    ]
    for start, end, words in sorted(spans):
        if len(words.split()) < LEAST_WORDS:
            continue
        begin, until = _paragraph(text, start, end)
        near = [place for place in places if begin <= place[0] < until]
        claimed = min(near, key=lambda place: max(start - place[1], place[0] - end), default=None)
        if claimed:
            taken.add(claimed[0])
        found.append(
            Quotation(
                words,
                claimed[2] if claimed else "",
                " ".join(text[begin:until].split()),
                start,
                end,
                " ".join(text[begin:until].split()),
            )
        )
    for start, end, place in places:
        if start not in taken:
            begin, until = _sentence(text, start, end)
            around = slice(*_paragraph(text, start, end))
            found.append(Quotation("", place, " ".join(text[begin:until].split()), start, end, " ".join(text[around].split())))
    return sorted(found, key=lambda quotation: quotation.start)


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph around a quotation; a block quotation takes the paragraph before it too, which introduces it."""
    begin = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    if not text[begin:start].strip() and begin > 2:
        begin = text.rfind("\n\n", 0, begin - 2) + 2 if "\n\n" in text[: begin - 2] else 0
    until = text.find("\n\n", end)
    return begin, len(text) if until < 0 else until


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    before = max(text.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n"))
    after = [at for mark in (". ", "! ", "? ", "\n") if (at := text.find(mark, end)) >= 0]
    return before + 1, min(after, default=len(text))
