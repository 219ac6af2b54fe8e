"""Reading in a process of its own, with limits: an original that somebody made to do harm ends there, not here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

from corpus import CannotRead, LeftOut
from ingest.read import ocr
from ingest.read.reading import Line, Reading

MEMORY_MB = 1400


def read_apart(path: Path, max_mb: int = 64, seconds: float = 16.0) -> Reading:
    """Read an original in another process; CannotRead where it fails, or takes more than `seconds` or MEMORY_MB.

    A PDF without a text layer is read again from its images where tesseract is installed, with `seconds` for each page.
    """
    reading = _run(path, max_mb, seconds, "")
    if reading.reader == "pdf" and reading.pages and not reading.lines:
        if not ocr.installed():
            return replace(reading, warnings=(*reading.warnings, f"its words can't be read without OCR: {ocr.INSTALL}"))
        return _run(path, max_mb, seconds * (reading.pages + 2), "ocr")
    return reading


def _run(path: Path, max_mb: int, seconds: float, how: str) -> Reading:
    root = Path(__file__).resolve().parents[2]
    paths = os.pathsep.join(part for part in (str(root), os.environ.get("PYTHONPATH", "")) if part)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ingest.read.apart", str(path), str(max_mb), how],
            capture_output=True,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRead(
            f"{path.name} took more than {seconds:.0f} s to read and was stopped: it may be made to do harm, or be very large; "
            "split it, or set PINCITE_READ_SECONDS higher if you trust it"
        ) from None
    if done.returncode == 0:
        return reading_from(json.loads(done.stdout))
    try:
        raise CannotRead(json.loads(done.stdout)["error"])
    except (ValueError, KeyError, TypeError):
        raise CannotRead(
            f"{path.name} could not be read: the reader used more than {MEMORY_MB:,} MB of memory or crashed; the home is unharmed. "
            "Open the file, save it again, and add that"
        ) from None


def reading_from(values: dict) -> Reading:
    """The Reading that `asdict` took apart."""
    values["lines"] = tuple(Line(**line) for line in values["lines"])
    values["left_out"] = tuple(LeftOut(**part) for part in values["left_out"])
    values["warnings"], values["ocr"] = tuple(values["warnings"]), tuple(values["ocr"])
    return Reading(**values)


def _main(path: Path, max_mb: int, how: str) -> int:
    import resource

    from ingest.read import read

    limit = MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        values = asdict(ocr.read_scan(path) if how else read(path, max_mb))
    except CannotRead as error:
        print(json.dumps({"error": str(error)}))
        return 1
    except (MemoryError, RecursionError):
        return 2
    json.dump(values, sys.stdout, default=str)
    return 0


if __name__ == "__main__":
    raise SystemExit(_main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
