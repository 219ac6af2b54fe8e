"""What is drawn on a page, and what an eye sees of it.

Boxes are turned upright here, as a reader holds the page. Whether a thing is seen is tried: the
page is pictured with it and without it, and where nothing changes there is nothing to see. So it
does not matter whether a clip path, a white colour, a layer or another thing hides it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

#: A box, left, bottom, right, top, in points from the bottom left of the page as it is shown.
Box = tuple[float, float, float, float]
#: pypdfium2's pages, objects and raw calls come without types.
Pdfium = Any

MOST_DEEP = 4  # forms within forms that are looked into
_PIXELS = 4_000_000
_SEEN = 16  # so many of 256 greys must change where a thing is seen
_INK = 60
_THIN = 2.5
_MOST_SEGMENTS = 4000  # of a path; a whole table's borders have some hundreds


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin horizontal line, and the object that draws it."""

    box: Box
    thing: Pdfium


class Upright:
    """From a page's own points to those of the page as it is shown: cropped, and turned."""

    def __init__(self, page: Pdfium) -> None:
        self._left, self._bottom, right, top = page.get_bbox()
        self._wide, self._tall = right - self._left, top - self._bottom
        self._turn = page.get_rotation() // 90 % 4
        turned = self._turn % 2
        self.width, self.height = (self._tall, self._wide)[:: -1 if not turned else 1]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One point, as shown."""
        x, y = x - self._left, y - self._bottom
        if self._turn == 1:
            return y, self._wide - x
        if self._turn == 2:
            return self._wide - x, self._tall - y
        if self._turn == 3:
            return self._tall - y, x
        return x, y

    def box(self, box: Box) -> Box:
        """One box, as shown."""
        if not self._turn:
            left, bottom, right, top = box
            x, y = self._left, self._bottom
            return left - x, bottom - y, right - x, top - y
        return _around([self.point(box[0], box[1]), self.point(box[2], box[3])])


class Sheet:
    """An open page, its text page, and an eye that sees it with and without some objects."""

    def __init__(self, page: Pdfium, raw: Pdfium) -> None:
        self.page, self.raw, self.textpage = page, raw, page.get_textpage()
        self.upright = upright = Upright(page)
        area = max(1.0, upright.width * upright.height)
        self._scale = min(2.0, (_PIXELS / area) ** 0.5)
        self._things: list[Pdfium] | None = None
        self._whole: np.ndarray[Any, Any] | None = None

    def objects(self, *kinds: int) -> list[Pdfium]:
        """The objects of these kinds on the page and in its forms, in the order they are drawn."""
        if self._things is None:
            self._things = list(self.page.get_objects(max_depth=MOST_DEEP))
        return [thing for thing in self._things if thing.type in kinds]

    def box_of(self, thing: Pdfium) -> Box:
        """Where an object stands on the page as shown, also one within a form."""
        left, bottom, right, top = thing.get_bounds()
        corners = [(left, bottom), (right, bottom), (left, top), (right, top)]
        return self.upright.box(_around(_outward(corners, thing)))

    def seen(self, things: Iterable[Pdfium]) -> Callable[[Box], bool]:
        """Whether a box holds something that is not there without these things."""
        if self._whole is None:
            self._whole = self._picture()
        changed = np.abs(self._whole - self.without(things)) >= _SEEN
        return lambda box: bool(self._cut(changed, box).any())

    def inked(self, things: Iterable[Pdfium]) -> Callable[[Box], bool]:
        """Whether anything is drawn in a box besides these things."""
        left = self.without(things)

        def found(box: Box) -> bool:
            cut = self._cut(left, box)
            return bool(cut.size) and int(cut.max()) - int(cut.min()) >= _INK

        return found

    def without(self, things: Iterable[Pdfium]) -> np.ndarray[Any, Any]:
        """The page in greys, less these objects, which are put back."""
        held = [thing.raw for thing in things]
        for thing in held:
            self.raw.FPDFPageObj_SetIsActive(thing, 0)
        try:
            return self._picture()
        finally:
            for thing in held:
                self.raw.FPDFPageObj_SetIsActive(thing, 1)

    def _picture(self) -> np.ndarray[Any, Any]:
        bitmap = self.page.render(scale=self._scale, grayscale=True, may_draw_forms=False)
        grey = np.asarray(bitmap.to_numpy(), dtype=np.int16)
        return grey[:, :, 0] if grey.ndim == 3 else grey

    def _cut(self, grey: np.ndarray[Any, Any], box: Box) -> np.ndarray[Any, Any]:
        scale, height = self._scale, self.upright.height
        left, right = int(box[0] * scale), int(box[2] * scale) + 1
        top, bottom = int((height - box[3]) * scale), int((height - box[1]) * scale) + 1
        return grey[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]


def rules_of(sheet: Sheet) -> list[Rule]:
    """The thin horizontal lines and rectangles of a page; a path may draw several."""
    found = []
    for thing in sheet.objects(sheet.raw.FPDF_PAGEOBJ_PATH):
        box = sheet.box_of(thing)
        boxes = [box] if box[3] - box[1] <= _THIN else _parts(thing, sheet.raw, sheet.upright)
        found += [Rule(b, thing) for b in boxes if b[2] - b[0] > 2 and b[3] - b[1] <= _THIN]
    return found


def _parts(thing: Pdfium, raw: Pdfium, upright: Upright) -> Iterator[Box]:
    """The boxes of a path's parts: a strike and an underline may be one path."""
    count = raw.FPDFPath_CountSegments(thing.raw)
    if not 3 < count <= _MOST_SEGMENTS:
        return
    matrix = thing.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    part: list[tuple[float, float]] = []
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(thing.raw, at)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and part:
            yield upright.box(_around(_outward(part, thing)))
            part = []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        part.append(matrix.on_point(x.value, y.value))
    if part:
        yield upright.box(_around(_outward(part, thing)))


def _outward(points: list[tuple[float, float]], thing: Pdfium) -> list[tuple[float, float]]:
    """Points of an object within forms, as points of the page."""
    while (thing := thing.container) is not None:
        matrix = thing.get_matrix()
        points = [matrix.on_point(x, y) for x, y in points]
    return points


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
