"""DOCX: the XML itself, because only there do tracked changes, struck runs and generated numbers stand together.

Inserted text is live, deleted and struck text is left out. python-docx's own text drops what was inserted and keeps
what was struck: the opposite of the deal.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from corpus import STRUCK, CannotRead, LeftOut
from ingest.read.reading import Line, Reading, blacklines
from ingest.read.wordnumbers import Numbers, Styles, W, value

#: One part of the file may unpack to this much: a 500-page agreement has about 10 MB.
PART_MB = 48
OUT, DELETED, MOVED = STRUCK
HIDDEN = "hidden text"
_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
# all that zipfile raises for a file whose bytes are not what they should be
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, RuntimeError, ValueError)
_OFF = {"0", "false", "none", "off"}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_THROUGH = frozenset(
    f"{W}{name}"
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
    )
)


def read_docx(path: Path, max_mb: int = 64) -> Reading:
    """Read a Word file; a paragraph or a table row is a line, and there are no pages. CannotRead for a damaged one."""
    from lxml import etree

    strict = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with path.open("rb") as file:
        if file.read(8) == _LOCKED:
            raise CannotRead(
                f"{path.name} is locked with a password, or is an old .doc under a new name; open it in Word, save it as .docx "
                "without a password, and add that"
            )
    try:
        with zipfile.ZipFile(path) as pack:
            sizes = {part.filename: part.file_size for part in pack.infolist()}

            def part(name: str):
                if sizes.get(name, 0) > min(PART_MB, 20 * max_mb) * 2**20:
                    raise CannotRead(
                        f"{path.name} holds {name}, which unpacks to {sizes[name] >> 20} MB: more than {PART_MB} MB is not read"
                    )
                if name not in sizes:
                    return None
                tree = etree.fromstring(pack.read(name), strict)
                etree.strip_elements(
                    tree, _FALLBACK, with_tail=False
                )  # the same words again, for old programs
                return tree

            if "word/document.xml" not in sizes:
                raise CannotRead(
                    f"{path.name} holds no Word document; is it another kind of file with the wrong ending?"
                )
            body = part("word/document.xml")
            styles = Styles(part("word/styles.xml"))
            numbers = Numbers(part("word/numbering.xml"), styles)
            notes = {kind: part(f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
            margins = [
                part(name)
                for name in sorted(sizes)
                if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
            ][:60]
            comments = part("word/comments.xml")
    except (*_DAMAGE, etree.XMLSyntaxError) as error:
        raise CannotRead(
            f"{path.name} is damaged or locked ({error}); open it in Word, save it again, and add that"
        ) from error
    walk = _Walk(numbers, styles, notes)
    walk.read(body, margins, comments)
    characters = walk.generated + sum(map(_characters, (body, *notes.values(), *margins, comments)))
    text = "".join(walk.out)
    lines, left_out = tuple(walk.lines), tuple(walk.left_out)
    return Reading(
        "docx", text, lines, characters, left_out=left_out, warnings=tuple(walk.warnings(text))
    )


def _characters(part) -> int:
    """The characters a part's text elements hold, counted apart from the walk so that the walk can be checked."""
    texts = part.iter(f"{W}t", f"{W}delText", f"{W}noBreakHyphen") if part is not None else ()
    return sum(
        len("".join((piece.text or "-" * piece.tag.endswith("Hyphen")).split())) for piece in texts
    )


def _paragraphs(parent):
    """The paragraphs of a cell or a note, not those of a table or a text box inside it."""
    for child in parent if parent is not None else ():
        if child.tag == f"{W}p":
            yield child
        elif child.tag in _THROUGH or child.tag in (f"{W}del", f"{W}moveFrom"):
            yield from _paragraphs(child)


@dataclass(slots=True)
class _Words:
    """What a paragraph holds: live pieces, pieces left out with how many live ones stood before, notes called, text boxes."""

    live: list[str] = field(default_factory=list)
    gone: list[tuple[str, str, int]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    boxes: list = field(default_factory=list)

    def text(self) -> str:
        return " ".join("".join(self.live).split())

    def add(self, words: str, reason: str) -> None:
        if not reason:
            self.live.append(words)
        elif self.gone and self.gone[-1][0] == reason and self.gone[-1][2] == len(self.live):
            self.gone[-1] = (reason, self.gone[-1][1] + words, len(self.live))
        else:
            self.gone.append((reason, words, len(self.live)))


class _Walk:
    """One pass over a document's blocks, in reading order."""

    def __init__(self, numbers: Numbers, styles: Styles, notes: dict) -> None:
        self.numbers, self.styles = numbers, styles
        self.notes = {
            kind + note.get(f"{W}id", ""): note
            for kind, part in notes.items()
            for note in (part.iter(f"{W}{kind}") if part is not None else ())
            if note.get(f"{W}type") is None
        }
        self.out: list[str] = []
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self.length = 0
        self.generated = 0
        self.pending = (
            _Words()
        )  # words of a paragraph whose mark is deleted: they run on into the next one
        self.tracked = {"ins": 0, "del": 0}

    def read(self, document, margins, comments) -> None:
        """Gather the lines and everything that is left out."""
        self._blocks(document.find(f"{W}body"))
        self._flush()
        for note in list(self.notes.values()):  # called by nothing that is live
            self._aside(note, "note whose mark is deleted")
        for part in margins:
            self._aside(part, "running head or foot")
        for comment in comments if comments is not None else ():
            self._aside(comment, "comment")

    def warnings(self, text: str) -> list[str]:
        """What a person should know about the file, in plain words."""
        found = blacklines(text, self.lines)
        if self.tracked["ins"] or self.tracked["del"]:
            found.append(
                f"tracked changes: {self.tracked['ins']} insertions are read as live and {self.tracked['del']} deletions are left out, "
                "as if all were accepted; until the parties agree to them they are a proposal"
            )
        return found

    def _blocks(self, parent, gone: str = "") -> None:
        for block in parent if parent is not None else ():
            if block.tag == f"{W}p":
                self._paragraph(block, gone)
            elif block.tag == f"{W}tbl":
                self._flush()
                for row in block:
                    self._row(row, gone)
            elif block.tag in (f"{W}del", f"{W}moveFrom"):
                self._blocks(block, DELETED)
            elif block.tag == _ALTERNATE:
                self._blocks(block.find(_CHOICE), gone)
            elif block.tag in _THROUGH:
                self._blocks(block, gone)

    def _row(self, row, gone: str) -> None:
        if row.tag in _THROUGH:
            for inner in row:
                self._row(inner, gone)
            return
        if row.tag != f"{W}tr":
            return
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            gone = DELETED
        cells: list[_Words] = []
        for cell in row.iter(f"{W}tc"):
            words = _Words()  # cells of a table inside a cell follow it in the same row
            for paragraph in _paragraphs(cell):
                self._gather(paragraph, words, gone)
                words.live.append(" ")
            cells.append(words)
        shown = " | ".join(words.text() for words in cells)
        whole = _Words(
            [shown],
            [],
            [note for words in cells for note in words.called],
            [box for words in cells for box in words.boxes],
        )
        before = 0
        for words in cells:
            for reason, text, at in words.gone:
                whole.gone.append(
                    (reason, text, -(before + len(" ".join("".join(words.live[:at]).split()))))
                )
            before += len(words.text()) + 3
        shown = shown if shown.strip(" |") else ""
        self.generated += max(0, len(cells) - 1) if shown else 0
        self._line(whole, "", table=True, shown=shown)

    def _paragraph(self, paragraph, gone: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        mark = properties.find(f"{W}rPr") if properties is not None else None
        words, self.pending = self.pending, _Words()
        self._gather(paragraph, words, gone)
        if mark is not None and (
            mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
        ):
            self.pending = words
            return
        style = value(properties, "pStyle")
        live = words.text()
        number = (
            self.numbers.next(properties, style, silent=not live) if live or not words.gone else ""
        )
        self._line(words, number, self.styles.level(style), strong=bool(live) and _bold(paragraph))

    def _flush(self) -> None:
        words, self.pending = self.pending, _Words()
        if words.live or words.gone:
            self._line(words, "")

    def _line(
        self,
        words: _Words,
        number: str,
        level: int = 0,
        strong: bool = False,
        table: bool = False,
        shown: str | None = None,
    ) -> None:
        live = words.text() if shown is None else shown
        start = self.length
        lead = len(number) + 1 if number else 0
        for reason, text, at in words.gone:
            if size := len("".join(text.split())):
                inside = (
                    -at
                    if at < 0
                    else len(" ".join("".join(words.live[:at]).split()))
                    if not table
                    else 0
                )
                self.left_out.append(
                    LeftOut(
                        reason,
                        size,
                        sample=" ".join(text.split())[:2000],
                        at=start + lead + min(inside, len(live)),
                    )
                )
        if live:
            self.generated += len("".join(number.split()))
            self._put(f"{number} {live}".strip(), level=level, strong=strong, table=table)
        for box in words.boxes:
            self._blocks(box)
            self._flush()
        for note in words.called:
            if (held := self.notes.pop(note, None)) is not None:
                inside = _Words()
                for paragraph in _paragraphs(held):
                    self._gather(paragraph, inside, "")
                    inside.live.append(" ")
                for reason, text, _ in inside.gone:
                    self.left_out.append(
                        LeftOut(
                            reason,
                            len("".join(text.split())),
                            sample=" ".join(text.split())[:2000],
                            at=self.length,
                        )
                    )
                if noted := inside.text():
                    self._put(noted, note=True)

    def _put(self, words: str, **marks) -> None:
        self.lines.append(Line(self.length, self.length + len(words), gap=True, **marks))
        self.out.append(words + "\n")
        self.length += len(words) + 1

    def _aside(self, part, reason: str) -> None:
        words = _Words()
        for paragraph in part.iter(f"{W}p") if part is not None else ():
            self._gather(paragraph, words, "")
            words.live.append(" ")
        text = " ".join([words.text(), *(gone for _, gone, _ in words.gone)]).strip()
        if text:
            self.left_out.append(
                LeftOut(reason, len("".join(text.split())), sample=" ".join(text.split())[:2000])
            )

    def _gather(self, parent, words: _Words, gone: str) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, words, gone or self._struck(child))
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self.tracked["del"] += 1
                self._gather(child, words, DELETED if tag == f"{W}del" else MOVED)
            elif tag in _THROUGH:
                self.tracked["ins"] += tag in (f"{W}ins", f"{W}moveTo")
                self._gather(child, words, gone)
            elif tag == _ALTERNATE:
                self._gather(
                    child.find(_CHOICE) if child.find(_CHOICE) is not None else (), words, gone
                )
            elif isinstance(tag, str) and tag.endswith("}oMath"):
                words.add(
                    "".join(
                        piece.text or ""
                        for piece in child.iter()
                        if isinstance(piece.tag, str) and piece.tag.endswith("}t")
                    ),
                    gone,
                )

    def _run(self, run, words: _Words, gone: str) -> None:
        for piece in run:
            name = piece.tag.removeprefix(W) if isinstance(piece.tag, str) else ""
            if name in ("t", "delText"):
                words.add(piece.text or "", gone)
            elif name in ("tab", "br", "cr", "ptab"):
                words.add(" ", gone)
            elif name == "noBreakHyphen":
                words.add("-", gone)
            elif name in ("footnoteReference", "endnoteReference") and not gone:
                words.called.append(name.removesuffix("Reference") + piece.get(f"{W}id", ""))
            elif name in ("drawing", "pict", "object") or piece.tag == _ALTERNATE:
                inside = piece.find(_CHOICE) if piece.tag == _ALTERNATE else piece
                if inside is not None:
                    words.boxes += list(inside.iter(f"{W}txbxContent"))

    def _struck(self, run) -> str:
        own = run.find(f"{W}rPr")
        places = [own] if own is not None else []
        if style := value(own, "rStyle"):
            places += [each.find(f"{W}rPr") for each in self.styles.chain(style)]
        owner = run.getparent()
        while owner is not None and owner.tag != f"{W}p":
            owner = owner.getparent()
        if owner is not None and (style := value(owner.find(f"{W}pPr"), "pStyle")):
            places += [each.find(f"{W}rPr") for each in self.styles.chain(style)]
        for name, reason in (("strike", OUT), ("dstrike", OUT), ("vanish", HIDDEN)):
            mark = next(
                (
                    p.find(f"{W}{name}")
                    for p in places
                    if p is not None and p.find(f"{W}{name}") is not None
                ),
                None,
            )
            if mark is not None and mark.get(f"{W}val", "1").lower() not in _OFF:
                return reason
        return ""


def _bold(paragraph) -> bool:
    runs = [
        run
        for run in paragraph.iter(f"{W}r")
        if any((t.text or "").strip() for t in run.iter(f"{W}t"))
    ]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(
        mark is not None and mark.get(f"{W}val", "1").lower() not in _OFF for mark in marks
    )
