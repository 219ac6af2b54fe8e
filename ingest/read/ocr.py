"""Pages without a text layer that can be trusted, read by tesseract where it is installed.

What it reads is marked, never exact.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from typing import Any

from ingest.read.drawn import Pdfium
from ingest.read.row import Row

DPI = 220
PAGE_SECONDS = 60
MOST_PAGES = 400
INSTALL = (
    "install tesseract (Debian and Ubuntu: apt install tesseract-ocr; macOS: brew install "
    "tesseract) and add the file again"
)
_TESSERACT = ["tesseract", "stdin", "stdout", "--dpi", str(DPI), "--psm", "3", "tsv"]


def installed() -> bool:
    """Whether tesseract can be run here."""
    return shutil.which("tesseract") is not None


def rows_of_picture(page: Pdfium, raw: Pdfium, typed: bool) -> list[Row]:
    """What tesseract reads of a page as it is drawn, a row for each printed line.

    Where `typed` is true, the words of the text layer are taken away first, for they are read
    already. Struck words come out as rubbish or as if they were live, which nothing here can tell.
    A page that takes too long, or on which tesseract fails, gives nothing.
    """
    texts = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])) if typed else []
    for text in texts:
        raw.FPDFPageObj_SetIsActive(text.raw, 0)
    wide, tall = page.get_size()
    scale = min(DPI / 72, (40_000_000 / max(1.0, wide * tall)) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil()
    return _rows(_table(image), scale, tall)


def _table(image: Any) -> str:
    """What tesseract reads of an image, as a table with a word a row; empty where it fails."""
    data = io.BytesIO()
    image.save(data, "PNG")
    try:
        done = subprocess.run(
            _TESSERACT,
            input=data.getvalue(),
            capture_output=True,
            timeout=PAGE_SECONDS,
            check=True,
            # its threads get in each other's way: one page took 8 s instead of 2
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError, OSError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _rows(table: str, scale: float, tall: float) -> list[Row]:
    """The rows of tesseract's table, in its order."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for cell in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if cell.get("level") == "5" and (cell.get("text") or "").strip():
            place = (cell["block_num"], cell["par_num"], cell["line_num"])
            lines.setdefault(place, []).append(cell)
    rows = []
    for words in lines.values():
        said = " ".join(word["text"].strip() for word in words)
        high = max(float(word["height"]) for word in words) / scale
        right = max(float(word["left"]) + float(word["width"]) for word in words) / scale
        top = min(float(word["top"]) for word in words) / scale / max(1.0, tall)
        left = float(words[0]["left"]) / scale
        rows.append(Row(said, said, top=top, left=left, right=right, size=high))
    return rows
