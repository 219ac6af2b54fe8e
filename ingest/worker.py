"""Reading and segmenting in a process of its own, with limits: an original made to do harm ends there, not here."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus import CannotRead, Clause, Report, clause_from, report_from

MEMORY_MB = 1400
PAGE_SECONDS = (
    0.1  # beyond the first two hundred pages; a dense page takes a fifth of that on a slow machine
)


@dataclass(frozen=True, slots=True)
class Original:
    """What came of an original: its live text, its clauses, what its front matter says, and the report on the reading."""

    text: str
    clauses: tuple[Clause, ...]
    report: Report
    metadata: dict
    draft: bool


def original_of(path: Path, identity: str, max_mb: int = 64, seconds: float = 16.0) -> Original:
    """Read and segment a file as the document `identity`, in another process; CannotRead where that fails.

    It may take `seconds` (and a little more for each page past two hundred) and MEMORY_MB. A PDF without a text layer
    is read again from its images where tesseract is installed, with `seconds` for each page.
    """
    original = _run(path, identity, max_mb, seconds, "")
    report = original.report
    if report.reader == "pdf" and report.pages and not original.clauses:
        from ingest.read import ocr

        if ocr.installed():
            return _run(path, identity, max_mb, seconds * (report.pages + 2), "ocr")
    return original


def _run(path: Path, identity: str, max_mb: int, seconds: float, how: str) -> Original:
    root = Path(__file__).resolve().parents[1]
    paths = os.pathsep.join(part for part in (str(root), os.environ.get("PYTHONPATH", "")) if part)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ingest.worker",
            str(path),
            identity,
            str(max_mb),
            str(seconds),
            how,
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    if done.returncode == 0:
        values = json.loads(done.stdout)
        return Original(
            values["text"],
            tuple(clause_from(row) for row in values["clauses"]),
            report_from(values["report"]),
            values["metadata"],
            values["draft"],
        )
    if done.returncode == -signal.SIGALRM:
        raise CannotRead(
            f"{path.name} took more than {seconds:.0f} s to read and was stopped: it may be made to do harm, or be very large; "
            "split it, or set PINCITE_READ_SECONDS higher if you trust it"
        )
    try:
        said = json.loads(done.stdout)["error"]
    except (ValueError, KeyError, TypeError):
        said = (
            f"{path.name} could not be read: the reader used more than {MEMORY_MB:,} MB of memory or crashed; the home is unharmed. "
            "Open the file, save it again, and add that"
        )
    raise CannotRead(said)


def _main(path: Path, identity: str, max_mb: int, seconds: float, how: str) -> int:
    import resource

    # the alarm's own action is to end the process, which also stops a library that never comes back to Python
    signal.setitimer(signal.ITIMER_REAL, seconds)
    limit = MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from ingest.read import ocr, pages_of, read
    from ingest.report import report_on
    from ingest.segment import segment

    try:
        if not how:
            signal.setitimer(
                signal.ITIMER_REAL, seconds + PAGE_SECONDS * max(0, pages_of(path) - 200)
            )
        reading = ocr.read_scan(path) if how else read(path, max_mb)
        segmented = segment(reading, identity)
        values = {
            "text": reading.text,
            "clauses": [asdict(clause) for clause in segmented.clauses],
            "report": asdict(report_on(reading, segmented)),
            "metadata": reading.metadata or {},
            "draft": reading.draft,
        }
        written = json.dumps(values, default=str)
    except CannotRead as error:
        print(json.dumps({"error": str(error)}))
        return 1
    except (MemoryError, RecursionError):
        return 2
    sys.stdout.write(written)
    return 0


if __name__ == "__main__":
    raise SystemExit(
        _main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), sys.argv[5])
    )
