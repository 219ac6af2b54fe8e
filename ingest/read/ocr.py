"""Scans: pages without a text layer, read by tesseract where it is installed. What it reads is marked, never exact."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

from corpus import CannotRead
from ingest.read.reading import Line, Reading

DPI = 220
PAGE_SECONDS = 60
INSTALL = "install tesseract (Debian and Ubuntu: apt install tesseract-ocr; macOS: brew install tesseract) and add the file again"


def installed() -> bool:
    """Whether tesseract can be run here."""
    return shutil.which("tesseract") is not None


def read_scan(path: Path, page_limit: int = 400) -> Reading:
    """Read every page's image; CannotRead where a page takes too long or there are too many.

    Each printed line is a Line; a paragraph begins with a gap. Struck words come out as rubbish or as if they were live,
    which nothing here can tell, so every page is listed in `ocr` and a warning says it.
    """
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    if len(pdf) > page_limit:
        raise CannotRead(
            f"{path.name} is a scan of {len(pdf)} pages, more than {page_limit} that are read from images; split it"
        )
    out: list[str] = []
    lines: list[Line] = []
    length = 0
    for number in range(len(pdf)):
        image = pdf[number].render(scale=DPI / 72, grayscale=True).to_pil()
        for words, gap, left in _lines(image, path.name, number + 1):
            lines.append(
                Line(length, length + len(words), number + 1, gap=gap, indent=left * 72 / DPI)
            )
            out.append(words + "\n")
            length += len(words) + 1
    text = "".join(out)
    pages = tuple(sorted({line.page for line in lines}))
    if not lines:
        nothing = "no text layer, and tesseract found no words in its images: a blank, upside-down or handwritten scan; ask for another copy"
        return Reading("ocr", "", (), 0, len(pdf), warnings=(nothing,))
    warning = (
        f"{len(pages)} page{'s were' if len(pages) > 1 else ' was'} read from images by tesseract: words and figures may be wrong, and words struck out or written "
        "by hand on the page may stand here as if they were in force; compare with the page before you quote"
    )
    return Reading(
        "ocr",
        text,
        tuple(lines),
        len("".join(text.split())),
        len(pdf),
        warnings=(warning,),
        ocr=pages,
    )


def _lines(image, name: str, page: int) -> list[tuple[str, bool, float]]:
    data = io.BytesIO()
    image.save(data, "PNG")
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "--dpi", str(DPI), "--psm", "3", "tsv"],
            input=data.getvalue(),
            capture_output=True,
            timeout=PAGE_SECONDS,
            check=True,
            env={
                **os.environ,
                "OMP_THREAD_LIMIT": "1",
            },  # its threads get in each other's way: one page took 8 s instead of 2
        )
    except subprocess.TimeoutExpired:
        raise CannotRead(
            f"page {page} of {name} took tesseract more than {PAGE_SECONDS} s; it is not read"
        ) from None
    except subprocess.CalledProcessError as error:
        raise CannotRead(
            f"tesseract failed on page {page} of {name}: {error.stderr.decode(errors='replace')[:200]}"
        ) from error
    rows: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for row in csv.DictReader(
        io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    ):
        if row.get("level") == "5" and (row.get("text") or "").strip():
            rows.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(
                (row["text"].strip(), float(row["left"]))
            )
    lines, paragraph = [], None
    for (block, par, _), words in rows.items():
        lines.append((" ".join(word for word, _ in words), (block, par) != paragraph, words[0][1]))
        paragraph = (block, par)
    return lines
