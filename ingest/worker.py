"""Reading and segmenting in a process of its own, with limits.

An original made to do harm ends there, not here.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus import CannotRead, Clause, Report, clause_from, report_from

MEMORY_MB = 1400
#: Beyond the first hundred pages; a dense one takes a fifth of that on an idle machine.
PAGE_SECONDS = 0.1
_FREE_PAGES = 100


@dataclass(frozen=True, slots=True)
class Original:
    """What came of an original: live text, clauses, its front matter, the report on the reading.

    `marked` is what the copy calls itself (ingest.marked.MARKS), or nothing.
    """

    text: str
    clauses: tuple[Clause, ...]
    report: Report
    metadata: dict[str, Any]
    marked: str


def original_of(path: Path, identity: str, max_mb: int = 64, seconds: float = 16.0) -> Original:
    """Read and segment a file as the document `identity`; CannotRead where that fails.

    It may take `seconds` (and a little more for each page past a hundred) and MEMORY_MB. A PDF
    with pages that have no text to be trusted is read again where tesseract is installed, those
    pages from their images, with `seconds` for each.
    """
    original = _run(path, identity, max_mb, seconds, "")
    report = original.report
    if pages := len(report.pages_unread) + len(report.doubtful):
        from ingest.read import ocr

        if ocr.installed():
            further = PAGE_SECONDS * max(0, (report.pages or 0) - _FREE_PAGES)
            return _run(path, identity, max_mb, seconds * (pages + 2) + further, "ocr")
    return original


def _run(path: Path, identity: str, max_mb: int, seconds: float, how: str) -> Original:
    given = [str(path), identity, str(max_mb), str(seconds), how]
    root = Path(__file__).resolve().parents[1]
    paths = os.pathsep.join(part for part in (str(root), os.environ.get("PYTHONPATH", "")) if part)
    done = subprocess.run(
        [sys.executable, "-m", "ingest.worker", *given],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    if done.returncode != 0:
        raise CannotRead(_why(path, done, seconds))
    values = json.loads(done.stdout)
    return Original(
        values["text"],
        tuple(clause_from(row) for row in values["clauses"]),
        report_from(values["report"]),
        values["metadata"],
        values["marked"],
    )


def _why(path: Path, done: subprocess.CompletedProcess[bytes], seconds: float) -> str:
    """Why the other process gave nothing, and what to do."""
    if done.returncode == -signal.SIGALRM:
        return (
            f"{path.name} took more than {seconds:.0f} s to read and was stopped: it may be made "
            "to do harm, or be very large; split it, or set PINCITE_READ_SECONDS higher if you "
            "trust it"
        )
    try:
        return str(json.loads(done.stdout)["error"])
    except (ValueError, KeyError, TypeError):
        return (
            f"{path.name} could not be read: the reader used more than {MEMORY_MB:,} MB of memory "
            "or crashed; the home is unharmed. Open the file, save it again, and add that"
        )


def _limit(seconds: float) -> None:
    """Give this process so much time and memory."""
    import resource

    # the alarm's own action is to end the process: also a library that never comes back to Python
    signal.setitimer(signal.ITIMER_REAL, seconds)
    limit = MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _values(path: Path, identity: str, max_mb: int, seconds: float, how: str) -> dict[str, Any]:
    from ingest.marked import mark_of
    from ingest.read import pages_of, read
    from ingest.report import report_on
    from ingest.segment import segment

    if not how:
        further = max(0, pages_of(path) - _FREE_PAGES)
        signal.setitimer(signal.ITIMER_REAL, seconds + PAGE_SECONDS * further)
    reading = read(path, max_mb, pictures=bool(how))
    segmented, mark = segment(reading, identity), mark_of(reading)
    return {
        "text": reading.text,
        "clauses": [asdict(clause) for clause in segmented.clauses],
        "report": asdict(report_on(reading, segmented, mark)),
        "metadata": reading.metadata or {},
        "marked": mark.kind if mark else "",
    }


def _main(path: Path, identity: str, max_mb: int, seconds: float, how: str) -> int:
    _limit(seconds)
    try:
        values = _values(path, identity, max_mb, seconds, how)
        written = json.dumps(values, default=str)
    except CannotRead as error:
        sys.stdout.write(json.dumps({"error": str(error)}))
        return 1
    except (MemoryError, RecursionError):
        return 2
    sys.stdout.write(written)
    return 0


if __name__ == "__main__":
    _path, _identity, _mb, _seconds, _how = sys.argv[1:]
    raise SystemExit(_main(Path(_path), _identity, int(_mb), float(_seconds), _how))
