"""A PDF's pages as one text, less what is struck, printed on every page, or no clause's words.

Footnotes follow the paragraph that calls them. Words broken at a line's end are joined; the number
printed on a page stands beside the page's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.labels import labels_at
from ingest.read.layout import arranged
from ingest.read.margins import (
    Furniture,
    called_in,
    furniture_of,
    labels_of,
    line_numbers,
    notes_of,
    numbered_lines,
    unnumbered,
)
from ingest.read.reading import Gathered, Reading, size
from ingest.read.row import Row
from ingest.read.signing import signing_stamp

_BREAK = re.compile(r"(\w*)[\ufffe\u0002\u00ad](?:\r?\n)?(\w*)")
_DOTS = re.compile(r"(?:\.\s?){4,}\s*(?:[ivxlc]+|\d+)\s*$|\s\.{3,}")
_ENDED = re.compile(r"[.:;!?”\"’)\]]\s*$|^[^a-z]*$")
#: A bullet or a note's number that the line through its words may have left out.
_SIGN = re.compile(r"[\d*†‡•●○▪·–-]{1,2}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def assemble(pages: list[list[Row]], apart: Mapping[int, Sequence[Apart]]) -> Reading:
    """The Reading of these pages; `apart` is what stands on each and is no row of its text."""
    walk = _Walk(pages)
    held = sum(size(row.whole) for rows in pages for row in rows)
    for number, rows in enumerate(pages, 1):
        walk.page(number, rows)
        for reason, words in apart.get(number, ()):
            walk.made.leave(reason, words, number, walk.made.length)
            held += size(words)
    walk.notes_due()
    # the bars between a table's cells are ours, so they count on both sides
    return walk.made.reading("pdf", held + walk.bars, pages=len(pages), draft=walk.draft)


#: Why words are no row of their page's text, and the words.
Apart = tuple[str, str]
_UNSEEN = "not seen on the page: white, invisible, tiny, covered or switched off"


class _Walk:
    """One pass over the pages; `due` are footnotes whose paragraph has not ended."""

    def __init__(self, pages: list[list[Row]]) -> None:
        self.furniture: Furniture = furniture_of(pages)
        self.labels = labels_of(pages, self.furniture)
        self.vocabulary = _vocabulary(pages)
        self.size = _body_size(pages)
        self.made = Gathered()
        self.due: list[tuple[int, list[Row]]] = []
        self.draft = False
        self.ended = True
        self.bars = 0

    def page(self, number: int, rows: list[Row]) -> None:
        """The body of a page, and its footnotes as the paragraphs that call them end."""
        kept = arranged(self._without_margins(number, rows))
        body, notes = notes_of(kept, self.size)
        contents = sum(bool(_DOTS.search(row.text)) for row in kept) >= 3
        pitch = _pitch(body)
        for at, row in enumerate(body):
            above = body[at - 1] if at else None
            gap = self.ended if above is None else _apart(above, row, pitch)
            if gap or self.ended and labels_at(row.text):
                self.notes_due()
            strong = self._strong(row, gap) and not row.struck
            self._take(row, number, gap=gap, strong=strong, contents=contents)
            for mark in called_in(row):
                if mark in notes:
                    self.due.append((number, notes.pop(mark)))
            if row.text:
                self.ended = bool(_ENDED.search(row.text))
        self.due += [(number, note) for note in notes.values()]

    def notes_due(self) -> None:
        """The footnotes of the paragraph that has ended."""
        for page, rows in self.due:
            for at, row in enumerate(rows):
                self._take(row, page, gap=at == 0, note=True)
        self.due.clear()

    def _without_margins(self, page: int, rows: list[Row]) -> list[Row]:
        kept: list[Row] = []
        counted, beside = line_numbers(rows), numbered_lines(rows)
        for at, row in enumerate(rows):
            if at in beside:
                self.made.leave("line number", row.whole.split()[0], page, sample=0)
                row = unnumbered(row)
            if row.slanted or self.furniture.holds(row):
                self.draft |= "DRAFT" in row.whole.upper().split()
                head = "running head, foot or watermark"
                self._leave("watermark" if row.slanted else head, row, page)
            elif at in counted:
                self._leave("line number", row, page)
            elif signing_stamp(row.whole):
                self._leave("number of a signing service", row, page)
            elif row.text or row.struck or row.hidden:
                kept.append(row)
        return kept

    def _leave(self, reason: str, row: Row, page: int) -> None:
        self.made.leave(reason, row.whole, page, self.made.length, sample=120)

    def _strong(self, row: Row, gap: bool) -> bool:
        """Whether type sets a row apart: bold, larger, or in capitals amid the page."""
        centred = row.text.upper() == row.text and row.left > 130 and len(row.text) < 70
        return row.bold or row.size > 1.25 * self.size or (centred and gap)

    def _take(
        self,
        row: Row,
        page: int,
        gap: bool,
        strong: bool = False,
        contents: bool = False,
        note: bool = False,
    ) -> None:
        """Add a row to the text, and account for every character of it that is not live.

        `contents` is true on a page of contents: its rows that end in dots and a number are.
        """
        for offset, words in row.struck:
            at = self.made.length + min(offset, len(row.text))
            self.made.leave("struck out", words, page, at)
        for words in row.hidden:
            self.made.leave(_UNSEEN, words, page)
        self.made.leave("number of a note", " ".join(row.marks), page)
        text = _BREAK.sub(self._whole_word, row.text)
        if _sign_of_struck(row, text):
            self.made.leave("sign before struck words", text, page)
            row, text = replace(row, text="", whole=row.whole.replace(text, "", 1)), ""
        bars = row.cells - 1
        self.bars += bars
        gone = sum(size(words) for _, words in row.struck)
        gone += sum(map(size, row.marks)) + sum(map(size, row.hidden))
        lost = size(row.whole) - (size(text) - bars) - gone
        self.made.leave("hyphen at a line's end, or a control sign", "-" * lost, page, sample=0)
        if text:
            self.made.put(
                text,
                page=page,
                page_label=self.labels.get(page),
                contents=contents and bool(_DOTS.search(text)),
                note=note,
                gap=gap,
                strong=strong,
                table=row.cells > 2,
                indent=row.left,
                beside=row.beside,
            )

    def _whole_word(self, found: re.Match[str]) -> str:
        """A word broken at a line's end: with its hyphen only where the document writes one."""
        one, other = found.group(1), found.group(2)
        known = self.vocabulary
        whole, hyphened = (one + other).lower(), f"{one}-{other}".lower()
        if known[whole] and known[whole] >= known[hyphened]:
            return one + other
        both = known[one.lower()] and known[other.lower()]
        return f"{one}-{other}" if known[hyphened] or both or not other else one + other


def _sign_of_struck(row: Row, text: str) -> bool:
    """Whether what is live of a row is no more than the sign before its struck words.

    A number before few struck words is a figure that stands instead of them.
    """
    after = bool(row.struck) and all(offset >= len(row.text) for offset, _ in row.struck)
    count = sum(len(words.split()) for _, words in row.struck)
    return after and bool(_SIGN.fullmatch(text)) and (count >= 3 or not re.search(r"\d", text))


def _apart(above: Row, row: Row, pitch: float) -> bool:
    """Whether a clear space stands before a row, or it begins a column."""
    return row.top - above.top > 1.35 * pitch or row.top < above.top - 0.2


def _pitch(rows: list[Row]) -> float:
    """The page's usual distance from line to line, as a share of its height."""
    steps = [two.top - one.top for one, two in zip(rows, rows[1:], strict=False)]
    steps = sorted(step for step in steps if 0.004 < step < 0.06)
    return max(steps[len(steps) // 3], 0.01) if steps else 0.02


def _body_size(pages: list[list[Row]]) -> float:
    sizes: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            sizes[round(row.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _vocabulary(pages: list[list[Row]]) -> Counter[str]:
    """How often the document writes each word, so that broken ones can be made whole."""
    return Counter(
        word.lower() for rows in pages for row in rows for word in _WORD.findall(row.text)
    )
