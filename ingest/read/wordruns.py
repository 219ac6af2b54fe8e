"""The words of a Word paragraph: its runs, live or left out, with the notes they call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus import STRUCK
from ingest.read.raised import raised
from ingest.read.reading import size
from ingest.read.wordblocks import Words
from ingest.read.wordmath import FORMULA, formula, unsaid
from ingest.read.wordnumbers import Styles
from ingest.read.wordsigns import UNKNOWN, sign_of
from ingest.read.wordxml import (
    ALTERNATE,
    DRAWN,
    MATH,
    TEXTS,
    Element,
    W,
    alternative,
    holds_words,
    switched_on,
    value,
)

OUT, DELETED, MOVED = STRUCK
HIDDEN = "hidden text"
_UNDRAWN = "sign of a font that is not known"
_CALLED = "number of a note"
_ALOUD = "how a sign is read aloud"
_HOLDERS = "ins moveTo hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo"
#: Elements that are known to hold what is to be read; any other is read through and counted.
THROUGH = frozenset(f"{W}{name}" for name in _HOLDERS.split())
#: Elements whose words a tracked change takes away.
TAKEN = {f"{W}del": DELETED, f"{W}moveFrom": MOVED}
#: All that holds words, live or not.
_ANY = (*TEXTS, f"{W}delText")
_BLANKS = ("tab", "br", "cr", "ptab")
_NOTES = ("footnoteReference", "endnoteReference")
_DRAWINGS = ("drawing", "pict", "object")
_BOXES = (f"{W}txbxContent", f"{DRAWN}txBody")
#: Elements that hold runs and are no containers of their own.
_PLAIN = frozenset([f"{MATH}oMathPara", f"{DRAWN}p", f"{DRAWN}r"])
#: What may have a ground of its own behind white words.
_COLOURED = (f"{W}tbl", f"{W}txbxContent")
_TINY = 4  # in half points
_RAISED = 7  # characters at most of a fraction, a power or a note's mark


def bold(paragraph: Element) -> bool:
    """Whether every run with words is set bold."""
    runs = [
        run
        for run in paragraph.iter(f"{W}r")
        if any((text.text or "").strip() for text in run.iter(f"{W}t"))
    ]
    return bool(runs) and all(switched_on(run.find(f"{W}rPr/{W}b")) for run in runs)


class Runs:
    """Reads runs as their styles and the tracked changes around them say; counts the changes.

    `unknown` counts the containers that were read through without being known; `generated` the
    characters that a formula is written with and the file does not hold.
    """

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.insertions = self.deletions = self.generated = 0
        self.unknown: Counter[str] = Counter()

    def gather(self, parent: Element, words: Words, gone: str = "") -> None:
        """Take in what a paragraph or a container of runs holds; `gone` is why it is no more."""
        for child in parent if parent is not None else ():
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, words, gone)
            elif tag in TAKEN:
                self.deletions += 1
                self.gather(child, words, TAKEN[tag])
            elif tag == ALTERNATE:
                self.gather(alternative(child), words, gone)
            elif tag == FORMULA:
                self._formula(child, words, gone)
            elif tag in TEXTS:
                words.add(child.text or "", gone)
            elif tag in THROUGH or self.reads(child):
                self.insertions += tag in (f"{W}ins", f"{W}moveTo")
                self.gather(child, words, gone)

    def reads(self, container: Element) -> bool:
        """Whether a container holds words; one of no known kind is counted."""
        if not holds_words(container):
            return False
        if container.tag not in _PLAIN:
            self.unknown[container.tag.rpartition("}")[2]] += 1
        return True

    def paragraphs(self, parent: Element) -> Iterator[Element]:
        """The paragraphs of a cell or a note, not those of a table or a text box inside it."""
        for child in parent if parent is not None else ():
            if child.tag == f"{W}p":
                yield child
            elif child.tag in THROUGH or child.tag in TAKEN or self._odd(child):
                yield from self.paragraphs(child)

    def _odd(self, child: Element) -> bool:
        return child.tag != f"{W}tbl" and self.reads(child)

    def each(self, parts: Iterator[Element], gone: str = "") -> Words:
        """The words of several paragraphs as one."""
        words = Words()
        for paragraph in parts:
            self.gather(paragraph, words, gone)
            words.live.append(" ")
        return words

    def _run(self, run: Element, words: Words, gone: str) -> None:
        properties = self._properties(run)
        gone = gone or _struck(run, properties)
        capitals = _switched(properties, "caps")
        high = _first(properties, "vertAlign")
        for piece in run:
            name = piece.tag.removeprefix(W) if isinstance(piece.tag, str) else ""
            if name in ("t", "delText"):
                shown = _in_capitals(piece.text or "") if capitals else piece.text or ""
                if high == "superscript":
                    _raise(shown, words, gone, run)
                else:
                    words.add(shown, gone)
            elif name in _BLANKS:
                words.add("\t" if name in ("tab", "ptab") else " ", gone)
            else:
                self._piece(piece, name, words, gone)

    def _piece(self, piece: Element, name: str, words: Words, gone: str) -> None:
        """Take in what of a run is no plain text."""
        if name == "noBreakHyphen":
            words.add("-", gone)
        elif name == "sym":
            sign = sign_of(piece.get(f"{W}font", ""), piece.get(f"{W}char", ""))
            words.add(sign, gone or (_UNDRAWN if sign == UNKNOWN else ""))
        elif name == "fldChar" and (box := piece.find(f"{W}ffData/{W}checkBox")) is not None:
            self.generated += 1
            words.add("☑" if _ticked(box) else "☐", gone)
        elif name in _NOTES and not gone:
            words.called.append(name.removesuffix("Reference") + piece.get(f"{W}id", ""))
        elif name in _DRAWINGS or piece.tag == ALTERNATE:
            inside = alternative(piece) if piece.tag == ALTERNATE else piece
            if inside is not None:
                words.boxes += _outermost(inside)
        elif name == "ruby":
            self.gather(piece.find(f"{W}rubyBase"), words, gone)
            self.gather(piece.find(f"{W}rt"), words, gone or _ALOUD)
        elif isinstance(piece.tag, str) and self.reads(piece):
            self.gather(piece, words, gone)

    def _formula(self, math: Element, words: Words, gone: str) -> None:
        lost = self._lost(math)
        shown = formula(math, lost)
        apart = {part: "".join(piece.text or "" for piece in part.iter(*_ANY)) for part in lost}
        held = "".join(piece.text or "" for piece in math.iter(*_ANY))
        self.unknown.update(unsaid(math))
        self.generated += size(shown) - size(held) + sum(map(size, apart.values()))
        words.add(raised("".join(words.live[-9:]), shown, "") or shown, gone)
        for part, reason in lost.items():
            words.add(apart[part], gone or reason)

    def _lost(self, math: Element) -> dict[Element, str]:
        """The parts of a formula that a tracked change or a line through them takes away."""
        found: dict[Element, str] = {}
        for part in math.iter(*TAKEN, f"{MATH}r", f"{W}r"):
            if any(holder in found for holder in part.iterancestors()):
                continue
            marks = [tag for tag in TAKEN if part.find(f"{W}rPr/{tag}") is not None]
            taken = TAKEN.get(part.tag) or next((TAKEN[tag] for tag in marks), "")
            if next(part.iter(*_ANY), None) is None:
                continue
            self.deletions += bool(taken)
            if reason := taken or _struck(part, self._properties(part)):
                found[part] = reason
        return found

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


def _struck(run: Element, properties: list[Element]) -> str:
    """Why a run's words are no live text, or nothing."""
    for name, reason in (("strike", OUT), ("dstrike", OUT), ("vanish", HIDDEN)):
        if _switched(properties, name):
            return reason
    return HIDDEN if _unseen(run, properties) else ""


def _unseen(run: Element, properties: list[Element]) -> bool:
    """Whether words are too small to be seen, or white where nothing colours the paper."""
    half_points = _first(properties, "sz")
    if half_points.isdecimal() and int(half_points) <= _TINY:
        return True
    if _first(properties, "color").upper() != "FFFFFF":
        return False
    if next(run.iterancestors(*_COLOURED), None) is not None:
        return False
    holders = [run, *run.iterancestors(f"{W}p"), *(place.getparent() for place in properties)]
    grounds = (f"{W}rPr/{W}shd", f"{W}rPr/{W}highlight", f"{W}pPr/{W}shd")
    return all(one.find(ground) is None for one in holders for ground in grounds)


def _first(properties: list[Element], name: str) -> str:
    return next((said for place in properties if (said := value(place, name))), "")


def _in_capitals(text: str) -> str:
    """Words as they are shown in capitals; a letter that has none of its own stays."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def _raise(shown: str, words: Words, gone: str, run: Element) -> None:
    """Take in raised words: those of a fraction or a power, and not a note's mark."""
    if not 0 < len(shown.strip()) <= _RAISED:
        words.add(shown, gone)
        return
    after = run.getnext()
    pieces = after.iter(*TEXTS) if after is not None else ()
    following = "".join(piece.text or "" for piece in pieces)
    read = raised("".join(words.live[-9:]), shown, following)
    words.add(shown if read is None else read, gone or (_CALLED if read is None else ""))


def _ticked(box: Element) -> bool:
    """Whether a box of a form is ticked: as somebody left it, else as it came."""
    left = box.find(f"{W}checked")
    return switched_on(left if left is not None else box.find(f"{W}default"))


def _outermost(drawing: Element) -> list[Element]:
    """The text boxes of a drawing, not those inside them."""
    found = list(drawing.iter(*_BOXES))
    return [box for box in found if not any(each in found for each in box.iterancestors())]
