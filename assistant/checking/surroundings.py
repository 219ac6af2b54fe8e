"""What stands around a quotation or a place in a text: its sentence and its paragraph. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from assistant.checking.marks import Quoted, paragraphs, quoted_in
from assistant.checking.places import Place, places
from corpus.words import sentences

#: What stands further away has nothing to do with a quotation, and a text without sentences must
#: not take for ever.
NEAR = 3000
_START = attrgetter("start")
#: A list's items and a table's rows are apart even without an empty line between.
_ROW = re.compile(r"\n(?=[ \t]*(?:\||(?:[-*•+]|\d{1,2}[.)]|[A-Z]:)[ \t]))")
#: What parts a quotation from its own place: “...” (see Article 7), or “...,” id. § 7.
_IN_BRACKETS = re.compile(r"[\s>]*[.,;]?\s*[(\[—–-]\s*[^)\]\n“\"]{0,120}")
_RIGHT_BEHIND = re.compile(r"[\s.,;]*(?:(?:Id|Ibid)\b[.,]*\s*(?:at\s+)?)?", re.I)
_IDLE = re.compile(r"\b(?:id|ibid|see|cf|at|of|the)\b|[\W_]", re.I)


class Surroundings:
    """What stands around any offset of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quoted = quoted_in(text)
        self.masked = _masked(text, self.quoted)
        self.paragraphs = paragraphs(text)
        self.sentences = [one for a, b in self.paragraphs for one in self._of(a, b)]
        self._paragraph_starts = [start for start, _ in self.paragraphs]
        self._sentence_starts = [start for start, _ in self.sentences]

    def _of(self, begin: int, until: int) -> list[tuple[int, int]]:
        """The sentences of a paragraph; one that only says where the one before comes from is a
        part of it."""
        rows = [one.start() + 1 for one in _ROW.finditer(self.text, begin, until)]
        found: list[tuple[int, int]] = []
        for start, end in zip([begin, *rows], [*rows, until], strict=True):
            for span in sentences(self.masked, start, end):
                tail = _is_tail(self.masked[span.start : span.end])
                if tail and found and found[-1][0] >= start:
                    found[-1] = (found[-1][0], span.end)
                else:
                    found.append((span.start, span.end))
        return found

    def paragraph(self, at: int) -> int:
        """The number of the paragraph at an offset."""
        return max(0, bisect_right(self._paragraph_starts, at) - 1)

    def sentence(self, at: int) -> int:
        """The number of the sentence at an offset."""
        return max(0, bisect_right(self._sentence_starts, at) - 1)

    def words_of(self, paragraph: int) -> str:
        """The words of a paragraph, by its number; nothing where there is none."""
        if not 0 <= paragraph < len(self.paragraphs):
            return ""
        return self.text[slice(*self.paragraphs[paragraph])]

    def words_near(self, start: int, end: int) -> str:
        """What of its paragraph stands near a stretch."""
        first, last = self.paragraphs[self.paragraph(start)]
        return self.text[max(first, start - NEAR) : max(min(last, end + NEAR), end)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The sentence, or sentences, that a stretch stands in."""
        if not self.sentences:
            return 0, len(self.text)
        first = self.sentences[self.sentence(start)][0]
        last = self.sentences[self.sentence(max(start, end - 1))][1]
        return max(min(first, start), start - NEAR), min(max(last, end), end + NEAR)

    def near(self, cited: Sequence[Place], start: int, end: int) -> Sequence[Place]:
        """The places that are near enough to a stretch to be meant for it."""
        first = bisect_left(cited, start - NEAR, key=_START)
        return cited[first : bisect_right(cited, end + NEAR, key=_START)]

    def between(self, one: Quoted, at: int) -> int:
        """How many other quotations begin between this one and an offset."""
        low, high = sorted((one.start, at))
        first = bisect_right(self.quoted, low, key=_START)
        return bisect_left(self.quoted, high, key=_START) - first

    def alone(self, one: Quoted) -> bool:
        """Whether a quotation is a paragraph by itself, introduced by the one before."""
        begin, until = self.paragraphs[self.paragraph(one.start)]
        beside = self.text[begin : one.start] + self.text[one.end : until] + self.inside(one)
        return one.block or not re.search(r"\w", beside)

    def inside(self, one: Quoted) -> str:
        """What interrupts a quotation: “...,” she said, “...”."""
        return " ".join(self.text[start:end] for start, end in one.holes)

    def together(self, one: Quoted, place: Place) -> bool:
        """Whether a quotation and a place stand in one sentence."""
        begin, until = self.span(one.start, one.end)
        return begin <= place.start < until

    def in_brackets(self, one: Quoted, place: Place) -> bool:
        """Whether a place stands in brackets or behind a dash right behind a quotation."""
        between = self.text[one.end : place.start]
        return place.start >= one.end and bool(_IN_BRACKETS.fullmatch(between))

    def behind(self, one: Quoted, place: Place) -> bool:
        """Whether a place stands right behind a quotation and so belongs to it."""
        between = self.text[one.end : place.start]
        right = place.start >= one.end and bool(_RIGHT_BEHIND.fullmatch(between))
        return right or self.in_brackets(one, place)

    def unquoted(self, begin: int, until: int) -> str:
        """A stretch without anything that is quoted in it."""
        kept, at = [], begin
        for one in self.quoted:
            if one.end > begin and one.start < until:
                kept += [self.text[at : max(at, one.start)], self.inside(one)]
                at = max(at, one.end)
        return " ".join(" ".join([*kept, self.text[at:until]]).split())


def _is_tail(sentence: str) -> bool:
    """Whether a sentence only says where the one before comes from: (Article 7), "Id. § 3."."""
    if re.match(r"\s*[(\[—–]", sentence):
        return True
    place = next(places(sentence), None) if len(sentence) < 90 else None
    return place is not None and not _IDLE.sub("", sentence.replace(place.text, " "))


def _masked(text: str, quoted: list[Quoted]) -> str:
    """The text with quoted words blotted out, of the same length: no place and no sentence's end is
    found inside them."""
    out = list(text)
    for one in quoted:
        for at in range(one.start + 1, one.end - 1):
            if one.holds(at) and out[at] not in "\n>":
                out[at] = "Q" if at == one.start + 1 and text[at].isupper() else "x"
        last = one.end - 2
        if not one.block and last > one.start and text[last] in ".?!":
            out[last] = text[last]
    return "".join(out)
