"""Words in a PDF's text layer that nobody sees on the page.

White, invisible, tiny, covered or switched-off words are no clause's. An invisible layer over a
scan says what a machine read there: it is kept, and told apart. Only what looks doubtful is tried
by eye, for that takes a picture of the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.read.drawn import Box, Pdfium, Sheet, Upright

_TINY = 1.5  # points; nobody reads smaller print
_PALE = 200  # of 255 in red, green and blue
_FAINT = 60  # of 255: how much of a colour covers what is beneath
_RUN = 3  # so many letters side by side are hidden, where the rest of their words is seen
_MOST_COVERS = 2000
_INVISIBLE = (3, 7)  # PDF's text render modes that leave no ink


@dataclass(slots=True)
class _Text:
    """A text object: where it stands, and why it may not be seen."""

    thing: Pdfium
    box: Box
    invisible: bool = False
    doubtful: bool = False
    pale: bool = False


@dataclass(frozen=True, slots=True)
class Unseen:
    """The characters that nobody sees, and those that a machine read off the picture there."""

    hidden: frozenset[int] = frozenset()
    machine: frozenset[int] = frozenset()


def unseen_of(sheet: Sheet, boxes: Sequence[Box], inky: Sequence[int]) -> Unseen:
    """What of a page's characters is not seen.

    `boxes` are where they stand, by number, and `inky` numbers those that should leave ink.
    """
    texts = _texts(sheet)
    doubtful = [text for text in texts if text.doubtful]
    sizes = ((at, boxes[at]) for at in inky)  # a line may run upwards
    hidden = {at for at, box in sizes if max(box[2] - box[0], box[3] - box[1]) < _TINY}
    if not doubtful:
        return Unseen(frozenset(hidden))
    if all(text.invisible for text in texts) and pictured(sheet) >= 0.5:
        return Unseen(frozenset(hidden), frozenset(inky) - hidden)
    machine: set[int] = set()
    inked: Callable[[Box], bool] | None = None
    seen = sheet.seen([text.thing for text in doubtful])
    for text, places in zip(doubtful, _held_by(doubtful, sheet, inky), strict=True):
        if not (gone := _gone(places, boxes, seen)):
            continue
        inked = inked or sheet.inked([text.thing for text in texts])
        drawn = sum(inked(_heart(boxes[at])) for at in gone)
        over = not text.pale and drawn >= 0.5 * len(gone)
        (machine if over else hidden).update(gone)
    return Unseen(frozenset(hidden), frozenset(machine))


def _heart(box: Box) -> Box:
    """The middle of a letter's box, where print leaves ink and a cover's edges do not reach."""
    left, bottom, right, top = box
    return left, bottom + 0.3 * (top - bottom), right, top - 0.45 * (top - bottom)


def _texts(sheet: Sheet) -> list[_Text]:
    """The text objects of a page; doubtful are those whose look or cover may hide them."""
    texts: list[_Text] = []
    covers: list[tuple[int, Box]] = []
    raw = sheet.raw
    kinds = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE
    for thing in sheet.objects(*kinds, raw.FPDF_PAGEOBJ_SHADING):
        box = sheet.box_of(thing)
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            text = _Text(thing, box)
            _judge(text, raw, sheet.upright)
            texts.append(text)
        elif texts and box[3] - box[1] > 2.5 and box[2] - box[0] > 2.5 and _fills(thing, raw):
            covers.append((len(texts), box))
    if covers:
        _cover(texts, covers)
    return texts


def _judge(text: _Text, raw: Pdfium, upright: Upright) -> None:
    """Mark a text object that may not be seen by how it is set."""
    mode = raw.FPDFTextObj_GetTextRenderMode(text.thing.raw)
    colour = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(text.thing.raw, *colour)
    red, green, blue, cover = (part.value for part in colour)
    faint = bool(known) and cover < _FAINT
    text.pale = bool(known) and mode in (0, 4) and min(red, green, blue) > _PALE
    text.invisible = mode in _INVISIBLE or faint
    left, bottom, right, top = text.box
    outside = right < 0 or left > upright.width or top < 0 or bottom > upright.height
    layered = any(
        _named(raw, raw.FPDFPageObj_GetMark(thing.raw, at)) == "OC"
        for thing in (text.thing, text.thing.container)
        if thing is not None
        for at in range(max(0, raw.FPDFPageObj_CountMarks(thing.raw)))
    )
    clipped = raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(text.thing.raw)) > 0
    clipped = clipped and not _within_clip(text, raw, upright)
    text.doubtful = text.invisible or text.pale or outside or layered or clipped


def _named(raw: Pdfium, mark: Pdfium) -> str:
    name, length = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    if not mark or not raw.FPDFPageObjMark_GetName(mark, name, 32, length):
        return ""
    return bytes(name).decode("utf-16-le", "replace").split("\0")[0]


def _within_clip(text: _Text, raw: Pdfium, upright: Upright) -> bool:
    """Whether the middle of a text stands within the box of each path that clips it."""
    clip = raw.FPDFPageObj_GetClipPath(text.thing.raw)
    x, y = ctypes.c_float(), ctypes.c_float()
    middle = (text.box[0] + text.box[2]) / 2, (text.box[1] + text.box[3]) / 2
    for path in range(raw.FPDFClipPath_CountPaths(clip)):
        points = []
        for at in range(min(400, max(0, raw.FPDFClipPath_CountPathSegments(clip, path)))):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, at), x, y)
            points.append(upright.point(x.value, y.value))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if points and not (min(xs) <= middle[0] <= max(xs) and min(ys) <= middle[1] <= max(ys)):
            return False
    return True


def _fills(thing: Pdfium, raw: Pdfium) -> bool:
    """Whether an object covers what is beneath; a path that is only outlined does not."""
    if thing.type != raw.FPDF_PAGEOBJ_PATH:
        return True
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(thing.raw, mode, stroke)) and mode.value != 0


def _cover(texts: list[_Text], covers: list[tuple[int, Box]]) -> None:
    """Mark the texts over which something is drawn later; all where very much is."""
    boxes = np.asarray([text.box for text in texts])
    if len(covers) > _MOST_COVERS:
        for text in texts:
            text.doubtful = True
        return
    for before, (left, bottom, right, top) in covers:
        part = boxes[:before]
        met = (part[:, 0] < right) & (part[:, 2] > left)
        met &= (part[:, 1] < top) & (part[:, 3] > bottom)
        for at in np.flatnonzero(met):
            texts[at].doubtful = True


def pictured(sheet: Sheet) -> float:
    """The share of a page that pictures take up, from 0 to 1; overlapping ones count twice."""
    area: float = 0.0
    upright = sheet.upright
    for image in sheet.objects(sheet.raw.FPDF_PAGEOBJ_IMAGE):
        left, bottom, right, top = sheet.box_of(image)
        wide = max(0.0, min(right, upright.width) - max(left, 0.0))
        area += wide * max(0.0, min(top, upright.height) - max(bottom, 0.0))
    return float(min(1.0, area / max(1.0, upright.width * upright.height)))


def _held_by(texts: list[_Text], sheet: Sheet, inky: Sequence[int]) -> list[list[int]]:
    """The characters of each text object that should leave ink, by number."""
    numbered = {_address(text.thing.raw): n for n, text in enumerate(texts)}
    held: list[list[int]] = [[] for _ in texts]
    for at in inky:
        thing = sheet.raw.FPDFText_GetTextObject(sheet.textpage.raw, at)
        if (n := numbered.get(_address(thing))) is not None:
            held[n].append(at)
    return held


def _address(pointer: Pdfium) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


def _gone(places: list[int], boxes: Sequence[Box], seen: Callable[[Box], bool]) -> list[int]:
    """The characters of one text that are not seen.

    A dot or a space is small, so runs count, and the whole where next to nothing of it is seen.
    """
    unseen = [not seen(boxes[at]) for at in places]
    if sum(unseen) >= 0.8 * len(places):
        return places
    gone: list[int] = []
    run: list[int] = []
    for at, lost in [*zip(places, unseen, strict=True), (-1, False)]:
        if lost:
            run.append(at)
            continue
        gone += run if len(run) >= _RUN else []
        run = []
    return gone
