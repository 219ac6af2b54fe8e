"""What was seen of a PDF page by page: what its text says, what a machine read, what nobody did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from corpus import NotRead
from ingest.read.letters import gibberish, lost
from ingest.read.ocr import INSTALL, installed
from ingest.read.page import Page
from ingest.read.pages import Apart
from ingest.read.reading import plural, size
from ingest.read.row import Row
from ingest.read.signing import signing_pages

_TITLED = 200  # characters; a page of pictures with fewer is a picture with a title
_MOSTLY, _PARTLY = 0.5, 0.1  # of a page: pictures that are the page, and such as may hold words
_SOME_PATHS = 30  # lines and curves that may be letters drawn as shapes
_PICTURE = "a page that is a picture"
_PART = "a picture that may hold words"
_MEANINGLESS = "letters whose meaning the file does not tell"
_RUBBISH = "letters that make no words, though the page may be read by eye"
_REPLACED = "letters whose meaning the file does not tell; the page was read from its picture"
_SIGNING = "a signing service's certificate or consent"
_NOTHING = (
    "no text layer, and tesseract found no words in its images: a blank, upside-down or "
    "handwritten scan; ask for another copy"
)


@dataclass(slots=True)
class Seen:
    """The pages taken so far. Sets hold page numbers, from 1.

    `unread` gave no text, `rubbish` those of them whose text layer is none; `doubtful` hold letters
    without a meaning; `machine` have a layer that some machine read, `read` were read here from
    their picture; `apart` is what no row of the text holds.
    """

    rows: list[list[Row]] = field(default_factory=list)
    apart: dict[int, list[Apart]] = field(default_factory=dict)
    unread: set[int] = field(default_factory=set)
    rubbish: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    machine: set[int] = field(default_factory=set)
    read: set[int] = field(default_factory=set)
    blank: set[int] = field(default_factory=set)
    tiled: set[int] = field(default_factory=set)
    pictured: set[int] = field(default_factory=set)
    signing: frozenset[int] = frozenset()
    not_read: list[NotRead] = field(default_factory=list)
    filled: Counter[int] = field(default_factory=Counter)

    def take(self, number: int, page: Page) -> None:
        """Take in a page by its text layer, and judge whether it says what the page shows."""
        text = "\n".join(row.text for row in page.rows)
        self.rows.append(page.rows)
        apart = self.apart.setdefault(number, [])
        apart += [("a note on the page", words) for words in page.noted.notes]
        if page.tiled:
            self.tiled.add(number)
        if page.machine:
            self.machine.add(number)
        self.filled[number] += page.noted.filled
        self.not_read += [NotRead("an attached file", number, 1, n) for n in page.noted.files]
        if page.noted.stamps:
            self.not_read.append(NotRead("a stamp", number, page.noted.stamps))
        if gibberish(text):
            apart.append((_RUBBISH, "\n".join(row.whole for row in page.rows)))
            self.rows[-1] = []
            self.rubbish.add(number)
            self.unread.add(number)
        elif lost(text):
            self.doubtful.add(number)
        elif not text.strip():
            drawn = page.pictured or page.paths >= _SOME_PATHS
            (self.unread if drawn else self.blank).add(number)
        elif not page.machine and page.pictured >= _MOSTLY and size(text) < _TITLED:
            self.unread.add(number)
        elif not page.machine and page.pictured >= _PARTLY:
            self.pictured.add(number)

    def picture_read(self, number: int, rows: list[Row]) -> None:
        """Take in what was read from a page's picture; nothing changes where that is nothing."""
        if not rows:
            return
        held = self.rows[number - 1]
        if number in self.doubtful:
            words = "\n".join(row.whole for row in held)
            self.apart[number].append((_REPLACED, words))
            held = []
        self.rows[number - 1] = sorted([*held, *rows], key=lambda row: row.top) if held else rows
        self.unread.discard(number)
        self.doubtful.discard(number)
        self.read.add(number)

    def close(self, files: Iterable[str]) -> None:
        """All pages are taken: set aside what a signing service added, count what is not read."""
        self.signing = signing_pages([[row.text for row in rows] for rows in self.rows])
        for number in self.signing:
            words = "\n".join(row.whole for row in self.rows[number - 1])
            self.apart[number].append((_SIGNING, words))
            self.rows[number - 1] = []
        if len(self.unread | self.blank) == len(self.rows):
            self.unread, self.blank = self.unread | self.blank, set()
        for known in (self.unread, self.doubtful, self.machine, self.read, self.pictured):
            known -= self.signing
        if len(self.pictured) > max(3, 0.5 * len(self.rows)):
            self.pictured.clear()  # on most pages: a letterhead, a background
        for number in sorted(self.doubtful):
            letters = lost("\n".join(row.text for row in self.rows[number - 1]))
            self.not_read.append(NotRead(_MEANINGLESS, number, letters))
        self.not_read += [NotRead(_PICTURE, n) for n in sorted(self.unread - self.rubbish)]
        self.not_read += [NotRead(_RUBBISH, n) for n in sorted(self.unread & self.rubbish)]
        self.not_read += [NotRead(_PART, n) for n in sorted(self.pictured)]
        self.not_read += [NotRead("an attached file", name=name) for name in files]

    @property
    def by_picture(self) -> bool:
        """Whether all words come from pictures read here."""
        held = {number for number, rows in enumerate(self.rows, 1) if rows}
        return bool(held) and held <= self.read


def warnings_on(seen: Seen, tried: bool) -> list[str]:
    """What a person must know of a PDF; `tried` is true where tesseract looked at its pictures."""
    pages = len(seen.rows)
    if len(seen.unread - seen.rubbish) == pages:
        remedy = "" if installed() else f"; to have them read, {INSTALL}"
        return [_NOTHING if tried else f"no text layer: the pages are images (a scan){remedy}"]
    remedy = "" if tried or installed() else f"; to have them read, {INSTALL}"
    said = []
    if pictures := seen.unread - seen.rubbish:
        said.append(f"not read, for a picture has no text: {_pages(pictures)}{remedy}")
    if rubbish := seen.unread & seen.rubbish:
        said.append(
            f"not read, for the letters in the file make no words: {_pages(rubbish)}{remedy}"
        )
    if seen.doubtful:
        said.append(
            f"letters whose meaning the file does not tell stand as \ufffd on "
            f"{_pages(seen.doubtful)}: its text can't be trusted; compare with the page before "
            f"you quote{remedy}"
        )
    return said + _of_pictures(seen) + _of_the_rest(seen)


def _of_pictures(seen: Seen) -> list[str]:
    said = []
    careful = (
        "words and figures may be wrong, and words struck out or written by hand on the page may "
        "stand here as if they were in force; compare with the page before you quote"
    )
    if read := seen.read:
        one = f"{len(read)} page{'s were' if len(read) > 1 else ' was'}"
        said.append(f"{one} read from images by tesseract: {careful}")
    if machine := seen.machine - seen.read:
        said.append(
            f"what stands on {_pages(machine)} lies invisibly over a picture, where a machine read "
            f"it: {careful}"
        )
    if seen.pictured:
        said.append(f"pictures that may hold words were not read: {_pages(seen.pictured)}")
    return said


def _of_the_rest(seen: Seen) -> list[str]:
    said = []
    if blank := seen.blank:
        said.append(f"{len(blank)} page{plural([*blank])} without text: {_listed(blank, 12)}")
    if filled := {number for number, count in seen.filled.items() if count}:
        said.append(
            f"what is marked as filled in or ticked on {_pages(filled)} was entered in a form, and "
            "is no printed word"
        )
    if seen.signing:
        said.append(f"a signing service's own, and no clause of the text: {_pages(seen.signing)}")
    if names := [thing.name for thing in seen.not_read if thing.name]:
        said.append(
            f"{len(names)} attached file{plural(names)} not read: {', '.join(names[:12])}; save "
            "and add each by itself"
        )
    if tiled := seen.tiled if len(seen.rows) <= 40 else set():
        said.append(
            f"a pattern that is no text lies across {len(tiled)} page{plural([*tiled])} "
            f"({_listed(tiled, 8)}), as a DRAFT watermark does: look at the page before you rely "
            "on this copy"
        )
    return said


def _pages(numbers: Collection[int]) -> str:
    return f"page{plural([*numbers])} {_listed(numbers, 12)}"


def _listed(numbers: Collection[int], most: int) -> str:
    more = " …" if len(numbers) > most else ""
    return ", ".join(map(str, sorted(numbers)[:most])) + more
