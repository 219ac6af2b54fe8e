"""DOCX: the XML itself, because only there do tracked changes, struck runs and numbers meet.

Inserted text is live, deleted and struck text is left out. python-docx's own text drops what was
inserted and keeps what was struck: the opposite of the deal.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.read.reading import Gathered, Reading, blacklines, size
from ingest.read.wordblocks import Block, Words, row_of
from ingest.read.wordchunks import chunk_reading
from ingest.read.wordnumbers import Numbers, Styles
from ingest.read.wordruns import DELETED, TAKEN, THROUGH, Runs, bold
from ingest.read.wordxml import (
    ALTERNATE,
    PICTURES,
    RELATION,
    TEXTS,
    Chunk,
    Element,
    Parts,
    W,
    alternative,
    open_parts,
    value,
)


def read_docx(path: Path, max_mb: int = 64) -> Reading:
    """Read a Word file; a paragraph or a table row is a line, and there are no pages.

    CannotRead for a damaged one.
    """
    parts = open_parts(path, max_mb)
    walk = _Walk(parts)
    whole = (parts.document, *parts.notes.values(), *parts.margins, parts.comments)
    characters = walk.generated + walk.runs.generated + sum(map(_characters, whole))
    warnings = tuple(walk.warnings())
    return walk.made.reading("docx", characters, warnings=warnings)


def _characters(part: Element) -> int:
    """The characters of a part's text elements, counted apart to check the walk by."""
    if part is None:
        return 0
    drawn = sum(1 for _ in part.iter(f"{W}noBreakHyphen", f"{W}sym"))
    return drawn + sum(size(piece.text or "") for piece in part.iter(*TEXTS, f"{W}delText"))


class _Walk:
    """One pass over a document's blocks, in reading order, and over what is left out after it."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.styles = Styles(parts.styles)
        self.numbers = Numbers(parts.numbering, self.styles)
        self.runs = Runs(self.styles)
        self.notes = _notes(parts.notes)
        self.made = Gathered()
        self.pictures = sum(1 for each in parts.document.iter(*PICTURES))
        self.generated = self.embedded = 0
        self.pending = Words()  # of a paragraph whose mark is deleted: they run on into the next
        self._blocks(parts.document.find(f"{W}body"))
        self._flush()
        for note in self.notes.values():  # called by nothing that is live
            self._aside(note, "note whose mark is deleted")
        for margin in parts.margins:
            self._aside(margin, "running head or foot")
        for part in (parts.document, *parts.margins):
            for drawn in part.iter("{*}textpath"):
                self.generated += size(drawn.get("string", ""))
                self.made.leave("watermark", drawn.get("string", ""))
        for comment in parts.comments if parts.comments is not None else ():
            self._aside(comment, "comment")

    def warnings(self) -> list[str]:
        """What a person should know about the file, in plain words."""
        found = blacklines(self.made.text, self.made.lines)
        if self.runs.insertions or self.runs.deletions:
            found.append(
                f"tracked changes: {self.runs.insertions} insertions are read as live and "
                f"{self.runs.deletions} deletions are left out, as if all were accepted; until the "
                "parties agree to them they are a proposal"
            )
        if unknown := self.runs.unknown:
            named = ", ".join(f"{name} ({count})" for name, count in sorted(unknown.items()))
            found.append(
                f"words stand in parts of the file that this reader does not know: {named}; they "
                "are read as text, so look at them in Word before you rely on them"
            )
        if self.pictures:
            found.append(
                f"pictures, charts and diagrams in the file: {self.pictures}; words inside them "
                "are not read"
            )
        if self.embedded:
            found.append(
                f"files inside this file that are not read: {self.embedded}; open it in Word, save "
                "it again, and add that"
            )
        return found

    def _blocks(self, parent: Element, gone: str = "") -> None:
        for block in parent if parent is not None else ():
            if block.tag == f"{W}p":
                self._paragraph(block, gone)
            elif block.tag == f"{W}tbl":
                self._flush()
                self._rows(block, gone, {})
            elif block.tag in TAKEN:
                self._blocks(block, DELETED)
            elif block.tag == ALTERNATE:
                self._blocks(alternative(block), gone)
            elif block.tag == f"{W}altChunk":
                self._chunk(self.parts.chunks.get(block.get(RELATION, "")), gone)
            elif block.tag in THROUGH or self.runs.reads(block):
                self._container(block, gone)

    def _chunk(self, chunk: Chunk | None, gone: str) -> None:
        """Take in a page or a text that Word shows as part of this file."""
        reading = chunk_reading(chunk) if chunk and not gone else None
        if reading is None:
            self.embedded += 1
            return
        self._flush()
        self.generated += reading.characters
        for part in reading.left_out:
            at = None if part.at is None else self.made.length + part.at
            self.made.left_out.append(replace(part, at=at))
        for line in reading.lines:
            marks = {"level": line.level, "gap": line.gap, "table": line.table, "note": line.note}
            self.made.put(reading.of(line), **marks)

    def _container(self, container: Element, gone: str) -> None:
        """Read through what holds paragraphs, or runs that no paragraph holds."""
        if next(container.iter(f"{W}p", f"{W}tbl"), None) is not None:
            self._blocks(container, gone)
            return
        words = Words()
        self.runs.gather(container, words, gone)
        self._flush()
        self._put(words.block())

    def _rows(self, parent: Element, gone: str, above: dict[int, str]) -> None:
        """The rows of a table; `above` are the words of cells merged downwards, by column."""
        for row in parent:
            if row.tag == f"{W}tr":
                deleted = row.find(f"{W}trPr/{W}del") is not None
                self._row(row, DELETED if deleted else gone, above)
            elif row.tag in THROUGH or self.runs.reads(row):
                self._rows(row, gone, above)

    def _row(self, row: Element, gone: str, above: dict[int, str]) -> None:
        cells: list[Block] = []
        repeated = column = 0
        # cells of a table inside a cell follow it in the same row
        for cell in row.iter(f"{W}tc"):
            block = self._cell(cell, gone)
            if next(cell.iterancestors(f"{W}tr")) is row and not gone:
                label = _merged_label(cell, block.text, above, column)
                column += _span(cell)
                repeated += size(label)
                block = replace(block, text=label) if label else block
            cells.append(block)
        whole = row_of(cells)
        self.generated += repeated + len(cells) - 1 if whole.text else 0
        self._put(whole, table=True)

    def _cell(self, cell: Element, gone: str) -> Block:
        """The words of a cell, each paragraph with the number of its list."""
        words = Words()
        for paragraph in self.runs.paragraphs(cell):
            first, left = len(words.live), len(words.gone)
            self.runs.gather(paragraph, words, gone)
            shown = "".join(words.live[first:]).strip()
            if number := self._number(paragraph, bool(shown), len(words.gone) > left):
                self.generated += size(number)
                words.live[first] = f"{number} {words.live[first]}"
            words.live.append(" ")
        return words.block()

    def _number(self, paragraph: Element, shown: bool, gone: bool) -> str:
        """The number of a paragraph's list; one that is all deleted takes none."""
        if gone and not shown:
            return ""
        properties = paragraph.find(f"{W}pPr")
        return self.numbers.next(properties, value(properties, "pStyle"), silent=not shown)

    def _paragraph(self, paragraph: Element, gone: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        words, self.pending = self.pending, Words()
        self.runs.gather(paragraph, words, gone)
        if any(paragraph.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in TAKEN):
            self.pending = words
            return
        style = value(properties, "pStyle")
        block = words.block()
        number = self._number(paragraph, bool(block.text), bool(block.gone))
        strong = bool(block.text) and bold(paragraph)
        contents = self.styles.contents(style) or _refers_to_page(paragraph)
        level = 0 if contents else self.styles.level(style)
        self._put(block, number, level=level, strong=strong, contents=contents)

    def _flush(self) -> None:
        words, self.pending = self.pending, Words()
        if words.live or words.gone:
            self._put(words.block())

    def _put(self, block: Block, number: str = "", **marks: Any) -> None:
        start = self.made.length + (len(number) + 1 if number else 0)
        for reason, words, at in block.gone:
            self.made.leave(reason, words, at=start + min(at, len(block.text)))
        if block.text:
            self.generated += size(number)
            self.made.put(f"{number} {block.text}".strip(), gap=True, **marks)
        for box in block.boxes:
            self._blocks(box)
            self._flush()
        for note in block.called:
            if (held := self.notes.pop(note, None)) is not None:
                self._note(held)

    def _note(self, note: Element) -> None:
        noted = self.runs.each(self.runs.paragraphs(note)).block()
        for reason, words, _ in noted.gone:
            self.made.leave(reason, words, at=self.made.length)
        if noted.text:
            self.made.put(noted.text, gap=True, note=True)

    def _aside(self, part: Element, reason: str) -> None:
        """Leave out a part that stands beside the text."""
        words = self.runs.each(part.iter(f"{W}p"))
        self.made.leave(reason, " ".join([words.text(), *(gone for _, gone, _ in words.gone)]))


def _refers_to_page(paragraph: Element) -> bool:
    """Whether Word itself puts in the page of a heading, as in its tables of contents."""
    codes = (code.text or "" for code in paragraph.iter(f"{W}instrText"))
    return any(re.match(r"\s*PAGEREF\s+_Toc", code) for code in codes)


def _merged_label(cell: Element, words: str, above: dict[int, str], column: int) -> str:
    """The words of the cell above that this empty one is merged with; else nothing."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    if merge is None:
        above.pop(column, None)
        return ""
    if merge.get(f"{W}val") == "restart":
        above[column] = words
        return ""
    return "" if words else above.get(column, "")


def _span(cell: Element) -> int:
    """How many columns of its table's grid a cell takes up."""
    columns = value(cell.find(f"{W}tcPr"), "gridSpan")
    return int(columns) if columns.isdecimal() else 1


def _notes(parts: dict[str, Element]) -> dict[str, Element]:
    """The notes of a file by kind and id; separators are none."""
    held: dict[str, Element] = {}
    for kind, part in parts.items():
        for note in part.iter(f"{W}{kind}") if part is not None else ():
            if note.get(f"{W}type") is None:
                held[kind + note.get(f"{W}id", "")] = note
    return held
