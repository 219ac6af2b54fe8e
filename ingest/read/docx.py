"""DOCX: the XML itself, because only there do tracked changes, struck runs and generated numbers stand together.

Inserted text is live, deleted and struck text is left out. python-docx's own text drops what was inserted and keeps
what was struck: the opposite of the deal.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from corpus import CannotRead, LeftOut
from ingest.labels import write_roman
from ingest.read.reading import Line, Reading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = {f"{_W}del", f"{_W}moveFrom"}
_OFF = {"0", "false", "none"}


def read_docx(path: Path, max_mb: int = 64) -> Reading:
    """Read a Word file; a paragraph or a table row is a line, and there are no pages. CannotRead for a damaged one."""
    from lxml import etree

    strict = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as pack:
            if sum(part.file_size for part in pack.infolist()) > 20 * max_mb * 2**20:
                raise CannotRead(f"{path.name} unpacks to more than {20 * max_mb} MB and is not read")
            names = set(pack.namelist())

            def part(name: str):
                return etree.fromstring(pack.read(f"word/{name}.xml"), strict) if f"word/{name}.xml" in names else None

            if "word/document.xml" not in names:
                raise CannotRead(f"{path.name} holds no Word document; is it another kind of file with the wrong ending?")
            body, numbering, styles = part("document"), part("numbering"), part("styles")
            notes = {**_notes(part("footnotes"), "footnote"), **_notes(part("endnotes"), "endnote")}
            comments = part("comments")
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, KeyError, RuntimeError) as error:
        raise CannotRead(f"{path.name} is damaged or locked ({error}); open it in Word, save it again, and add that") from error
    return _Walk(_Numbers(numbering, styles), _levels(styles), notes).read(body, comments)


class _Walk:
    """One pass over a document's paragraphs."""

    def __init__(self, numbers: _Numbers, levels: dict[str, int], notes: dict[str, str]) -> None:
        self.numbers, self.levels, self.notes = numbers, levels, notes
        self.out: list[str] = []
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self.length = 0
        self.characters = 0

    def read(self, document, comments) -> Reading:
        self._blocks(document.find(f"{_W}body"))
        for comment in comments if comments is not None else ():
            words = _words(comment)
            self.characters += len("".join(words.split()))
            self.left_out.append(LeftOut("comment", len("".join(words.split())), sample=words[:80]))
        return Reading("docx", "".join(self.out), tuple(self.lines), self.characters, left_out=tuple(self.left_out))

    def _blocks(self, parent) -> None:
        for block in parent if parent is not None else ():
            if block.tag == f"{_W}p":
                self._paragraph(block)
            elif block.tag == f"{_W}tbl":
                for row in block.iter(f"{_W}tr"):
                    cells = [
                        " ".join(self._live(p, [])[0] for p in cell.iter(f"{_W}p")).strip() for cell in row.iterchildren(f"{_W}tc")
                    ]
                    if any(cells):
                        self._line(" | ".join(cells))
            elif block.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo"):
                self._blocks(block)

    def _paragraph(self, paragraph) -> None:
        called: list[str] = []
        words, style, number = self._live(paragraph, called)
        level = self.levels.get(style, 0)
        if words:
            self._line(f"{number} {words}".strip(), level)
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(up.tag.endswith("}Fallback") for up in box.iterancestors()):
                self._blocks(box)
        for note in called:
            if self.notes.get(note):
                self._line(self.notes[note], note=True)

    def _line(self, words: str, level: int = 0, note: bool = False) -> None:
        self.characters += len("".join(words.split()))
        self.lines.append(Line(self.length, self.length + len(words), level=level, note=note, gap=True))
        self.out.append(words + "\n")
        self.length += len(words) + 1

    def _live(self, paragraph, called: list[str]) -> tuple[str, str, str]:
        """A paragraph's live words, its style, and the number that Word would print before it."""
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties, "pStyle")
        words: list[str] = []
        for run in _runs(paragraph):
            text = _words(run)
            if not text and run.find(f"{_W}footnoteReference") is None and run.find(f"{_W}endnoteReference") is None:
                continue
            reason = (
                "deleted by a tracked change"
                if any(up.tag in _DELETED for up in run.iterancestors())
                else "struck out"
                if _struck(run)
                else ""
            )
            if reason and text.strip():
                self.characters += len("".join(text.split()))
                self.left_out.append(LeftOut(reason, len("".join(text.split())), sample=text.strip()[:120]))
            elif not reason:
                words.append(text)
            for kind in ("footnote", "endnote"):
                if (mark := run.find(f"{_W}{kind}Reference")) is not None and not reason:
                    called.append(kind + mark.get(f"{_W}id", ""))
        live = " ".join("".join(words).split())
        return live, style, self.numbers.next(properties, style) if live else ""


def _runs(paragraph) -> Iterator:
    """The paragraph's own runs, not those of a text box inside it."""
    for run in paragraph.iter(f"{_W}r"):
        owner = next((up for up in run.iterancestors() if up.tag in (f"{_W}p",)), None)
        if owner is paragraph:
            yield run


def _words(element) -> str:
    found = []
    for piece in element.iter(f"{_W}t", f"{_W}delText", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(up.tag == f"{_W}txbxContent" for up in piece.iterancestors()) and element.tag == f"{_W}r":
            continue
        name = piece.tag.removeprefix(_W)
        found.append(piece.text or "" if name in ("t", "delText") else "-" if name == "noBreakHyphen" else " ")
    return "".join(found)


def _struck(run) -> bool:
    properties = run.find(f"{_W}rPr")
    marks = (
        []
        if properties is None
        else [properties.find(f"{_W}strike"), properties.find(f"{_W}dstrike"), properties.find(f"{_W}vanish")]
    )
    return any(mark is not None and mark.get(f"{_W}val", "1").lower() not in _OFF for mark in marks)


def _value(properties, name: str) -> str:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found.get(f"{_W}val", "") if found is not None else ""


def _notes(part, kind: str) -> dict[str, str]:
    if part is None:
        return {}
    return {
        kind + note.get(f"{_W}id", ""): " ".join(_words(note).split())
        for note in part.iter(f"{_W}{kind}")
        if note.get(f"{_W}type") is None
    }


def _levels(styles) -> dict[str, int]:
    """Heading level by style id, from outline levels and the built-in names."""
    found: dict[str, int] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        name = (_value(style, "name") or "").lower()
        if outline is not None and outline.get(f"{_W}val", "9").isdigit() and int(outline.get(f"{_W}val")) < 6:
            found[style.get(f"{_W}styleId", "")] = int(outline.get(f"{_W}val")) + 1
        elif name.startswith("heading ") and name[8:].isdigit():
            found[style.get(f"{_W}styleId", "")] = min(6, int(name[8:]))
    return found


class _Numbers:
    """The numbers Word generates: they stand in no text of the file, and clauses are cited by them."""

    def __init__(self, numbering, styles) -> None:
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        abstract = {}
        for each in numbering.iter(f"{_W}abstractNum") if numbering is not None else ():
            rows = {}
            for level in each.iter(f"{_W}lvl"):
                start = _value(level, "start")
                rows[int(level.get(f"{_W}ilvl", "0"))] = (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(start) if start.isdigit() else 1,
                )
            abstract[each.get(f"{_W}abstractNumId")] = rows
        for each in numbering.iter(f"{_W}num") if numbering is not None else ():
            for level, row in abstract.get(_value(each, "abstractNumId"), {}).items():
                self.levels[(each.get(f"{_W}numId", ""), level)] = row
        for style in styles.iter(f"{_W}style") if styles is not None else ():
            if (found := self._of(style.find(f"{_W}pPr"))) is not None:
                self.by_style[style.get(f"{_W}styleId", "")] = found

    def _of(self, properties) -> tuple[str, int] | None:
        numbered = properties.find(f"{_W}numPr") if properties is not None else None
        if numbered is None:
            return None
        level = _value(numbered, "ilvl")
        return _value(numbered, "numId"), int(level) if level.isdigit() else 0

    def next(self, properties, style: str) -> str:
        """The number printed before this paragraph, or nothing."""
        place = self._of(properties) or self.by_style.get(style)
        if place is None or place not in self.levels:
            return ""
        number, level = place
        kind, pattern, start = self.levels[place]
        if kind in ("bullet", "none"):
            return ""
        self.counts[place] = self.counts.get(place, start - 1) + 1
        for deeper in [p for p in self.counts if p[0] == number and p[1] > level]:
            del self.counts[deeper]
        for at in range(level + 1):
            held = self.levels.get((number, at))
            if held:
                pattern = pattern.replace(f"%{at + 1}", _written(self.counts.get((number, at), held[2]), held[0]))
        return pattern


def _written(value: int, kind: str) -> str:
    if kind in ("lowerRoman", "upperRoman"):
        numeral = write_roman(value)
        return numeral if kind == "lowerRoman" else numeral.upper()
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(97 + (value - 1) % 26) * (1 + (value - 1) // 26)
        return letter if kind == "lowerLetter" else letter.upper()
    return str(value)
