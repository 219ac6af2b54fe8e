"""One page of a PDF as printed rows: their words, where they stand, how set, what is not live.

Struck words run on in a PDF's text layer as if they were in force, and so do words that nobody can
see; only what is drawn on the page tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from ingest.read.annotations import Annotated, annotated
from ingest.read.drawn import Pdfium, Sheet
from ingest.read.glyphs import font_of, letters_of
from ingest.read.hidden import pictured, unseen_of
from ingest.read.order import in_reading_order
from ingest.read.piece import Piece, pieces_of, runs, with_fields
from ingest.read.raised import POWERS, raised
from ingest.read.row import Row
from ingest.read.struck import struck_of

_MARK = "0123456789*†‡"
_BREAKS = "\ufffe\x02\xad"  # where a word is broken at a line's end
#: A note's mark, several, or one in brackets; "1st" is none.
_CALLED = re.compile(rf"(?<![^\W\d_])[\[(]?[{_MARK}]+(?:,\s*[{_MARK}]+)*[\])]?(?![^\W\d_])")


@dataclass(slots=True)
class Page:
    """A page as read: its rows, and what else is on it.

    `machine` is true where the words are an invisible layer that a machine read off a picture;
    `pictured` is the share of the page that pictures take up, `paths` how many lines and shapes are
    drawn; `tiled` is true where a pattern of tiny pictures lies across it.
    """

    rows: list[Row]
    noted: Annotated = field(default_factory=Annotated)
    machine: bool = False
    pictured: float = 0.0
    paths: int = 0
    tiled: bool = False


def page_of(page: Pdfium, raw: Pdfium, form: Pdfium = None) -> Page:
    """An open page, read; `form` is the document's form environment, where it has one."""
    sheet = Sheet(page, raw)
    text, boxes = letters_of(sheet)
    inky = [
        n
        for n, box in enumerate(boxes)
        if box[3] > box[1] and not text[n].isspace() and text[n] not in _BREAKS
    ]
    noted = annotated(sheet, form)
    unseen = unseen_of(sheet, boxes, inky)
    pieces = with_fields(pieces_of(text, boxes), noted.fields)
    across = [p for p in pieces if p.drawn and _slanted(sheet, p.at[p.drawn[0]])]
    pieces = in_reading_order([p for p in pieces if p not in across]) + across
    struck = struck_of(sheet, pieces, noted.struck)
    rows = [
        _row(piece, _Lost(gone, unseen.hidden, piece), sheet)
        for piece, gone in zip(pieces, struck, strict=True)
    ]
    paths = len(sheet.objects(raw.FPDF_PAGEOBJ_PATH))
    made = Page(rows, noted, bool(unseen.machine), pictured(sheet), paths, _tiles(sheet))
    sheet.textpage.close()
    return made


class _Lost:
    """The places of a piece that are not live."""

    def __init__(self, struck: frozenset[int], hidden: frozenset[int], piece: Piece) -> None:
        self.hidden = {n for n, at in enumerate(piece.at) if at in hidden}
        for run in re.finditer(r"\s+", piece.text) if self.hidden else ():
            if run.start() - 1 in self.hidden and run.end() in {*self.hidden, len(piece.text)}:
                self.hidden.update(range(*run.span()))
        self.struck = struck - self.hidden
        self.marks: set[int] = set()
        self.spaced: set[int] = set()
        self.powers: set[int] = set()  # digits that stay, raised: 10² is no 102
        high = {n for n in piece.drawn if piece.raised(n)}
        for space in re.finditer(r"\s+", piece.text) if high else ():
            if {space.start() - 1, space.end()} <= high and piece.text[space.start() - 1] == ",":
                high.update(range(*space.span()))
        for start, end in runs(sorted(high)):
            if start > piece.drawn[0]:  # a line's first sign is the number of its own note
                self._raised(piece, start, end)

    def _raised(self, piece: Piece, start: int, end: int) -> None:
        """A raised run is a note's mark, or words: with a space before the numerator."""
        words, before = piece.text[start:end], piece.text[:start]
        word = re.search(r"[^\W\d_]{3,}[.,;:)\"”’]*$", before)
        if word and re.fullmatch(r"[a-h]", words) and not piece.text[end : end + 1].isalnum():
            self.marks.update(range(start, end))
        for found in _CALLED.finditer(words):
            one, two = start + found.start(), start + found.end()
            before = piece.text[:one]
            read = raised(before, found[0], piece.text[two:]) if found[0].isdecimal() else None
            power = before[-1:].isdecimal() and read is not None and not read.startswith(" ")
            if read is None or power and not re.search(r"(?<!\d)10$", before):
                self.marks.update(range(one, two))
            elif power:
                self.powers.update(range(one, two))
            elif read.startswith(" "):
                self.spaced.add(one)


def _row(piece: Piece, lost: _Lost, sheet: Sheet) -> Row:
    if not piece.drawn:
        return Row(_plain(piece.text), _plain(piece.text))
    live, gone, starts = _words(piece, lost)
    first, last = piece.drawn[0], piece.drawn[-1]
    return Row(
        text=_plain(live),
        whole=_plain(piece.text),
        top=1 - piece.boxes[first][3] / sheet.upright.height if sheet.upright.height else 0.5,
        left=piece.boxes[first][0],
        right=piece.edges[1],
        size=piece.tall,
        bold=_bold(sheet, piece.at[first]) and _bold(sheet, piece.at[last]),
        slanted=_slanted(sheet, piece.at[first]),
        cells=len(starts) + 1,
        lefts=(piece.boxes[first][0], *starts),
        struck=[(offset, _plain(words)) for offset, words in gone if words.strip()],
        marks=_said(piece, lost.marks),
        hidden=_said(piece, lost.hidden),
    )


def _words(piece: Piece, lost: _Lost) -> tuple[str, list[tuple[int, str]], list[float]]:
    """A row's live text, its struck words with their offsets, where its further cells begin."""
    gaps = _gaps(piece)
    usual = median(gaps.values()) if gaps else 0.0
    live = ""
    starts: list[float] = []
    gone: list[tuple[int, str]] = []
    for n, letter in enumerate(piece.text):
        if n in lost.struck:
            if gone and n - 1 in lost.struck:
                gone[-1] = (gone[-1][0], gone[-1][1] + letter)
            else:
                gone.append((len(live), letter))
            continue
        if n in lost.marks or n in lost.hidden or letter < " " and letter not in "\t\x02":
            continue
        wide = gaps.get(n, 0.0)
        if wide > 2.0 * piece.tall and live and _cell(live):
            live = f"{live} | "
            starts.append(piece.boxes[n][0])
        elif live and _spaceless(live, letter):
            # justified lines lose spaces in the text layer, and so do fractions
            live += " " if n in lost.spaced or wide - usual > 0.11 * piece.tall else ""
        live += letter.translate(POWERS) if n in lost.powers else letter
    return live, gone, starts


def _gaps(piece: Piece) -> dict[int, float]:
    """The space before each drawn character, where it follows one on its line."""
    boxes = piece.boxes
    return {
        two: boxes[two][0] - boxes[one][2]
        for one, two in zip(piece.drawn, piece.drawn[1:], strict=False)
        if boxes[two][0] >= boxes[one][0]
    }


def _spaceless(live: str, letter: str) -> bool:
    return not live.endswith(" ") and letter not in _BREAKS


def _cell(before: str) -> bool:
    """Whether words before a wide gap are a table's cell.

    A clause's number and a contents line's dots are none.
    """
    number = re.fullmatch(
        r"\W*(?:(?:article|section|artículo|sección)\s*)?[\w.\-]{0,6}\W*", before, re.I
    )
    return not number and not re.search(r"\.\s?\.\s?$", before)


def _said(piece: Piece, places: Iterable[int]) -> list[str]:
    """The words at these places, those side by side together."""
    words = (piece.text[start:end] for start, end in runs(sorted(places)))
    return [_plain(word) for word in words if word.strip()]


def _plain(text: str) -> str:
    text = re.sub(r"[\x00-\x01\x03-\x08\x0b-\x1f\x7f]", "", text)
    return re.sub(r"[ \t\u00a0]+", " ", text).strip()


def _bold(sheet: Sheet, at: int) -> bool:
    """Whether a character's font says so by its name or its flags; what is set in is never bold."""
    if at < 0:
        return False
    name, flags = font_of(sheet, at)
    return bool(re.search(r"bold|black|heavy|,b", name, re.I)) or bool(flags & (1 << 18))


def _slanted(sheet: Sheet, at: int) -> bool:
    """Whether a character is turned, as a watermark's are."""
    if at < 0:
        return False
    angle = sheet.raw.FPDFText_GetCharAngle(sheet.textpage.raw, at)
    return bool(0.2 < angle % 1.5708 < 1.37)


def _tiles(sheet: Sheet) -> bool:
    """Whether hundreds of tiny pictures lie on a page.

    They are a pattern printed across it: a watermark whose words are no text.
    """
    count = 0
    for thing in sheet.objects(sheet.raw.FPDF_PAGEOBJ_IMAGE):
        left, bottom, right, top = sheet.box_of(thing)
        count += right - left < 12 and top - bottom < 12
        if count > 300:
            return True
    return False
