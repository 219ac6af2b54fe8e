"""Scans: pages without a text layer, read by tesseract where it is installed.

What it reads is marked, never exact.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import CannotRead
from ingest.read.reading import Gathered, Reading, size

DPI = 220
PAGE_SECONDS = 60
INSTALL = (
    "install tesseract (Debian and Ubuntu: apt install tesseract-ocr; macOS: brew install "
    "tesseract) and add the file again"
)
_NOTHING = (
    "no text layer, and tesseract found no words in its images: a blank, upside-down or "
    "handwritten scan; ask for another copy"
)
_TESSERACT = ["tesseract", "stdin", "stdout", "--dpi", str(DPI), "--psm", "3", "tsv"]


def installed() -> bool:
    """Whether tesseract can be run here."""
    return shutil.which("tesseract") is not None


def read_scan(path: Path, page_limit: int = 400) -> Reading:
    """Read every page's image; CannotRead where a page takes too long or there are too many.

    Each printed line is a Line; a paragraph begins with a gap. Struck words come out as rubbish or
    as if they were live, which nothing here can tell, so every page is listed in `ocr` and a
    warning says it.
    """
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    if len(pdf) > page_limit:
        raise CannotRead(
            f"{path.name} is a scan of {len(pdf)} pages, more than {page_limit} that are read from "
            "images; split it"
        )
    made = Gathered()
    read = []
    for page in range(1, len(pdf) + 1):
        image = pdf[page - 1].render(scale=DPI / 72, grayscale=True).to_pil()
        before = made.length
        for words, gap, left in _lines(_table(image, path.name, page)):
            made.put(words, page=page, gap=gap, indent=left * 72 / DPI)
        if made.length > before:
            read.append(page)
    if not read:
        return made.reading("ocr", 0, pages=len(pdf), warnings=(_NOTHING,))
    warning = (
        f"{len(read)} page{'s were' if len(read) > 1 else ' was'} read from images by tesseract: "
        "words and figures may be wrong, and words struck out or written by hand on the page may "
        "stand here as if they were in force; compare with the page before you quote"
    )
    held = size(made.text)
    return made.reading("ocr", held, pages=len(pdf), warnings=(warning,), ocr=tuple(read))


def _table(image: Any, name: str, page: int) -> str:
    """What tesseract reads of an image, as a table with a word a row."""
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
    except subprocess.TimeoutExpired:
        raise CannotRead(
            f"page {page} of {name} took tesseract more than {PAGE_SECONDS} s; it is not read"
        ) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace")[:200]
        raise CannotRead(f"tesseract failed on page {page} of {name}: {said}") from error
    return done.stdout.decode("utf-8", "replace")


def _lines(table: str) -> Iterator[tuple[str, bool, float]]:
    """Each line's words, whether it begins a paragraph, and its left edge."""
    rows: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = (row.get("text") or "").strip()
        if row.get("level") == "5" and word:
            place = (row["block_num"], row["par_num"], row["line_num"])
            rows.setdefault(place, []).append((word, float(row["left"])))
    above = None
    for (block, paragraph, _), words in rows.items():
        yield " ".join(word for word, _ in words), (block, paragraph) != above, words[0][1]
        above = (block, paragraph)
