"""The words of a Word paragraph: its runs, live or left out, with the notes they call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus import STRUCK
from ingest.read.wordnumbers import Styles
from ingest.read.wordsigns import UNKNOWN, sign_of
from ingest.read.wordxml import ALTERNATE, CHOICE, Element, W, switched_on, value

OUT, DELETED, MOVED = STRUCK
HIDDEN = "hidden text"
DRAWN = "sign of a font that is not known"
#: Elements that only hold what is to be read.
THROUGH = frozenset(
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
        "dir",
        "bdo",
    )
)
#: Elements whose words a tracked change takes away.
TAKEN = {f"{W}del": DELETED, f"{W}moveFrom": MOVED}
_BLANKS = ("tab", "br", "cr", "ptab")
_NOTES = ("footnoteReference", "endnoteReference")
_DRAWINGS = ("drawing", "pict", "object")

#: Words left out: why, which, and the offset in the live text where they stood.
Gone = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a row as read: its live text, what is left out, notes called, text boxes."""

    text: str
    gone: tuple[Gone, ...] = ()
    called: tuple[str, ...] = ()
    boxes: tuple[Element, ...] = ()


@dataclass(slots=True)
class Words:
    """What is gathered of a paragraph; `gone` counts the live pieces before each piece left out."""

    live: list[str] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def add(self, words: str, reason: str) -> None:
        """Take in words, as left out where there is a `reason`."""
        if not reason:
            self.live.append(words)
        elif self.gone and (self.gone[-1][0], self.gone[-1][2]) == (reason, len(self.live)):
            self.gone[-1] = (reason, self.gone[-1][1] + words, len(self.live))
        else:
            self.gone.append((reason, words, len(self.live)))

    def text(self) -> str:
        """The live words so far."""
        return _joined(self.live)

    def block(self) -> Block:
        """What was gathered."""
        gone = ((why, words, len(_joined(self.live[:at]))) for why, words, at in self.gone)
        return Block(self.text(), tuple(gone), tuple(self.called), tuple(self.boxes))


def _joined(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


def row_of(cells: list[Block]) -> Block:
    """The cells of a table's row as one block, with a bar between them."""
    gone: list[Gone] = []
    before = 0
    for cell in cells:
        gone += [(why, words, before + at) for why, words, at in cell.gone]
        before += len(cell.text) + 3
    shown = " | ".join(cell.text for cell in cells)
    return Block(
        shown if shown.strip(" |") else "",
        tuple(gone),
        tuple(note for cell in cells for note in cell.called),
        tuple(box for cell in cells for box in cell.boxes),
    )


def paragraphs(parent: Element) -> Iterator[Element]:
    """The paragraphs of a cell or a note, not those of a table or a text box inside it."""
    for child in parent if parent is not None else ():
        if child.tag == f"{W}p":
            yield child
        elif child.tag in THROUGH or child.tag in TAKEN:
            yield from paragraphs(child)


def bold(paragraph: Element) -> bool:
    """Whether every run with words is set bold."""
    runs = [
        run
        for run in paragraph.iter(f"{W}r")
        if any((text.text or "").strip() for text in run.iter(f"{W}t"))
    ]
    return bool(runs) and all(switched_on(run.find(f"{W}rPr/{W}b")) for run in runs)


class Runs:
    """Reads runs as their styles and the tracked changes around them say; counts the changes."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.insertions = self.deletions = 0

    def gather(self, parent: Element, words: Words, gone: str = "") -> None:
        """Take in what a paragraph or a container of runs holds; `gone` is why it is no more."""
        for child in parent if parent is not None else ():
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, words, gone)
            elif tag in TAKEN:
                self.deletions += 1
                self.gather(child, words, TAKEN[tag])
            elif tag in THROUGH:
                self.insertions += tag in (f"{W}ins", f"{W}moveTo")
                self.gather(child, words, gone)
            elif tag == ALTERNATE:
                self.gather(child.find(CHOICE), words, gone)
            elif isinstance(tag, str) and tag.endswith("}oMath"):
                words.add("".join(_formula(child)), gone)

    def each(self, parts: Iterator[Element], gone: str = "") -> Words:
        """The words of several paragraphs as one."""
        words = Words()
        for paragraph in parts:
            self.gather(paragraph, words, gone)
            words.live.append(" ")
        return words

    def _run(self, run: Element, words: Words, gone: str) -> None:
        properties = self._properties(run)
        gone = gone or _struck(properties)
        capitals = _switched(properties, "caps")
        for piece in run:
            name = piece.tag.removeprefix(W) if isinstance(piece.tag, str) else ""
            if name in ("t", "delText"):
                words.add(_in_capitals(piece.text or "") if capitals else piece.text or "", gone)
            elif name in _BLANKS:
                words.add(" ", gone)
            elif name == "noBreakHyphen":
                words.add("-", gone)
            elif name == "sym":
                sign = sign_of(piece.get(f"{W}font", ""), piece.get(f"{W}char", ""))
                words.add(sign, gone or (DRAWN if sign == UNKNOWN else ""))
            elif name in _NOTES and not gone:
                words.called.append(name.removesuffix("Reference") + piece.get(f"{W}id", ""))
            elif name in _DRAWINGS or piece.tag == ALTERNATE:
                inside = piece.find(CHOICE) if piece.tag == ALTERNATE else piece
                if inside is not None:
                    words.boxes += list(inside.iter(f"{W}txbxContent"))

    def _properties(self, run: Element) -> list[Element]:
        """What is said of a run: by itself, its style, its paragraph's style; the first counts."""
        own = run.find(f"{W}rPr")
        owner = next(run.iterancestors(f"{W}p"), None)
        styles = [value(own, "rStyle")]
        styles += [value(owner.find(f"{W}pPr"), "pStyle")] if owner is not None else []
        chained = [each for style in styles if style for each in self._styles.chain(style)]
        places = [own, *(each.find(f"{W}rPr") for each in chained)]
        return [place for place in places if place is not None]


def _switched(properties: list[Element], name: str) -> bool:
    marks = (place.find(f"{W}{name}") for place in properties)
    return switched_on(next((mark for mark in marks if mark is not None), None))


def _struck(properties: list[Element]) -> str:
    """Why a run's words are no live text, or nothing."""
    for name, reason in (("strike", OUT), ("dstrike", OUT), ("vanish", HIDDEN)):
        if _switched(properties, name):
            return reason
    return ""


def _in_capitals(text: str) -> str:
    """Words as they are shown in capitals; a letter that has none of its own stays."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def _formula(math: Element) -> Iterator[str]:
    for piece in math.iter():
        if isinstance(piece.tag, str) and piece.tag.endswith("}t"):
            yield piece.text or ""
