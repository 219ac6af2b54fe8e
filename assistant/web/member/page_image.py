"""A page of a PDF original as a picture, with the words of a quotation marked on it.

PDFium draws what people uploaded, so it runs in a process of its own with limits on time and
memory. The page has no offsets: its words are aligned with the words around the quotation, and
those that pair with the quotation are marked. Struck words pair with none, so they stay unmarked.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

SECONDS = 8
MEMORY_MB = 900
WIDTH = 1100
_WORD = re.compile(r"[^\W_]+(?:[\ufffe\x02\xad]\s*[^\W_]+)*")
_BROKEN = re.compile(r"[\ufffe\x02\xad]\s*")
#: Left, bottom, right and top, in points.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Marked:
    """Which words to mark on a page: the quotation's part of it, and what stands before and after
    it, which finds the place.
    """

    before: str
    quote: str
    after: str


@dataclass
class PageImages:
    """Pictures of pages, at most `most` kept; two are drawn at a time."""

    most: int = 48
    _kept: OrderedDict[tuple[str, int, Marked], bytes] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _drawing: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(2))

    def png(self, original: Path, page: int, marked: Marked) -> bytes | None:
        """The page (from 1) as PNG, or None where it cannot be drawn within the limits."""
        key = (str(original), page, marked)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._drawing:
            drawn = _drawn_apart(original, page, marked)
        if drawn:
            with self._lock:
                self._kept[key] = drawn
                while len(self._kept) > self.most:
                    self._kept.popitem(last=False)
        return drawn


def _drawn_apart(original: Path, page: int, marked: Marked) -> bytes | None:
    wanted = json.dumps(
        {
            "path": str(original),
            "page": page,
            "before": marked.before,
            "quote": marked.quote,
            "after": marked.after,
        }
    )
    try:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).resolve())],
            input=wanted.encode(),
            capture_output=True,
            timeout=SECONDS + 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None


def paired(page: list[str], around: list[str], quote: range) -> list[int]:
    """Numbers of the page's words that pair with those words of `around` whose numbers are in
    `quote`.

    Runs of three words or more pair at once; shorter ones only between them or a few words beside,
    so that no stray "the" is marked.
    """
    blocks = [
        b
        for b in SequenceMatcher(None, page, around, autojunk=False).get_matching_blocks()
        if b.size
    ]
    sure = [b for b in blocks if b.size >= min(3, len(around))]
    if not sure:
        return []
    low, high = sure[0].a - 10, sure[-1].a + sure[-1].size + 10
    return sorted(
        {b.a + n for b in blocks if low <= b.a < high for n in range(b.size) if b.b + n in quote}
    )


def draw(path: str, page: int, before: str, quote: str, after: str) -> bytes:
    """The page as PNG bytes, words marked in yellow. Run in a process of its own."""
    import io

    import pypdfium2
    from PIL import Image, ImageDraw

    pdf = pypdfium2.PdfDocument(path)
    sheet = pdf[page - 1]
    width, height = sheet.get_size()
    scale = min(WIDTH / max(width, 1), 2400 / max(height, 1))
    picture = sheet.render(scale=scale).to_pil().convert("RGB")
    words = _words(sheet)
    parts = [[_fold(w) for w in _WORD.findall(part)] for part in (before, quote, after)]
    inside = range(len(parts[0]), len(parts[0]) + len(parts[1]))
    marks = [
        words[n][1]
        for n in paired([w for w, _ in words], [w for part in parts for w in part], inside)
    ]
    veil = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(veil)
    for left, bottom, right, top in _lines(marks):
        pen.rectangle(
            [
                left * scale - 2,
                (height - top) * scale - 2,
                right * scale + 2,
                (height - bottom) * scale + 2,
            ],
            fill=(255, 226, 110),
        )
    from PIL import ImageChops

    out = io.BytesIO()
    ImageChops.multiply(picture, veil).quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fold(word: str) -> str:
    return _BROKEN.sub("", word).lower()


def _words(sheet: Any) -> list[tuple[str, list[Box]]]:
    """The page's words, folded, each with the boxes of its letters."""
    text = sheet.get_textpage()
    whole = text.get_text_range()
    if len(whole) != text.count_chars():
        # signs beyond the basic plane: PDFium's numbers are not ours, so nothing is marked
        return []
    return [
        (
            _fold(hit.group()),
            [
                text.get_charbox(at, loose=True)
                for at in range(*hit.span())
                if not whole[at].isspace()
            ],
        )
        for hit in _WORD.finditer(whole)
    ]


def _lines(
    marks: list[list[Box]],
) -> list[Box]:
    """Boxes of letters as one box for each run on one printed line."""
    runs: list[list[float]] = []
    for left, bottom, right, top in (box for boxes in marks for box in boxes if box[2] > box[0]):
        tall = top - bottom
        if (
            runs
            and abs(runs[-1][1] - bottom) < tall * 0.4
            and -tall < left - runs[-1][2] < tall * 1.5
        ):
            runs[-1] = [
                min(runs[-1][0], left),
                min(runs[-1][1], bottom),
                max(runs[-1][2], right),
                max(runs[-1][3], top),
            ]
        else:
            runs.append([left, bottom, right, top])
    return [(left, bottom, right, top) for left, bottom, right, top in runs]


def _main() -> int:
    import resource

    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(draw(**json.loads(sys.stdin.buffer.read())))
    except (
        Exception
    ):  # a library that a hostile page broke may raise anything; there is no picture then
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
