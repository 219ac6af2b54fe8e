"""What was done to a deployment, when, by whom and from where: JSON lines at the end of a file of
its home, `audit.jsonl`, which nothing here changes or takes away but by age.

A line has `at` (UTC), `event`, `who` (an account, a key, or whoever runs the command line), `from`
(an address, or "terminal") and what it was done to, by name and number. No question, answer, note
or password is ever in it; a name that nobody has is not written down, because people type passwords
into that field. Every change has its line. What programs and guessers do all day has one an hour
for each key and network it is used from, and at most so many an hour in all: the log says who may
be asked, and not how often, and nobody fills it to push older lines out. A full file becomes
`audit.1.jsonl`, and so on; the oldest goes.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock, Timeout

from assistant.web.access.limits import MOST, Buckets, Rate, network_of
from corpus.plain import JsonObject
from corpus.signs import as_json

FILE, FILES, MAX_BYTES = "audit.jsonl", 6, 8 * 2**20
_HOUR = 3600.0
#: Lines an hour of each event that strangers can cause.
_FEW = Rate(200, 200 / _HOUR)
_LONGEST, _MANY = 200, 100

Event = Literal[
    "signed_in",
    "sign_in_failed",
    "sign_in_slowed",
    "signed_out",
    "key_used",
    "key_refused",
    "refused",
    "account_made",
    "account_removed",
    "key_made",
    "key_removed",
    "document_added",
    "document_described",
    "document_removed",
    "documents_fetched",
    "rolled_back",
    "repaired",
    "backed_up",
    "restored",
    "reviewed",
    "evaluation_begun",
    "evaluation_stopped",
    "evaluation_ended",
    "feedback_exported",
    "feedback_forgotten",
]
EVENTS: tuple[str, ...] = get_args(Event)
#: What an event was done to: a number, a name, some names.
What = int | str | list[str]
log = logging.getLogger("pincite.web")


class Audit:
    """The log of one home; several processes may write it at once."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.path, self._clock = home / FILE, clock
        self._lock = threading.Lock()
        self._few = Buckets(_FEW, clock)
        self._seen: OrderedDict[tuple[str, str, str], float] = OrderedDict()
        self._unwritten: Counter[str] = Counter()

    def record(self, event: Event, who: str, origin: str, **what: What) -> None:
        """Write a line, on the disk when this returns; where it can't be, the log says so and the
        event goes on. A home that is not there has no log.
        """
        entry: JsonObject = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "event": event}
        entry |= {"who": who[:_LONGEST], "from": origin[:_LONGEST]}
        entry |= {name: _cut(value) for name, value in what.items()}
        if not self.path.parent.is_dir():
            return
        try:
            _append(self.path, f"{as_json(entry)}\n".encode())
        except (OSError, Timeout) as error:
            log.warning("the audit log could not be written: %s", type(error).__name__)

    def seldom(self, event: Event, who: str, origin: str, **what: What) -> None:
        """The same of what strangers can cause: beyond so many lines an hour they are only counted,
        and the next line says how many.
        """
        if self._few.take(event):
            self._unwritten[event] += 1
            return
        if missed := self._unwritten.pop(event, 0):
            what["unwritten"] = missed
        self.record(event, who, origin, **what)

    def is_due(self, event: Event, who: str, origin: str) -> bool:
        """Whether this has not happened in the last hour, from the same network; asking counts."""
        name, now = (event, who, network_of(origin)), self._clock()
        with self._lock:
            if now - self._seen.get(name, -_HOUR) < _HOUR:
                return False
            self._seen[name] = now
            self._seen.move_to_end(name)
            while len(self._seen) > MOST:
                self._seen.popitem(last=False)
        return True


def entries(home: Path) -> Iterator[JsonObject]:
    """Every line, oldest first; of one that can't be read its `file`, `line` and `damaged`."""
    for path in reversed(_files(home / FILE)):
        try:
            lines = path.read_bytes().split(b"\n")
        except FileNotFoundError:
            continue
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _entry(line) or {"file": path.name, "line": number, "damaged": True}


def _entry(line: bytes) -> JsonObject | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    names = ("at", "event", "who", "from")
    whole = isinstance(found, dict) and all(isinstance(found.get(one), str) for one in names)
    return found if whole else None


def _cut(value: What) -> What:
    if isinstance(value, list):
        return [one[:_LONGEST] for one in value[:_MANY]]
    return value[:_LONGEST] if isinstance(value, str) else value


def _files(path: Path) -> list[Path]:
    """The file that is written to, and those before it, newest first."""
    return [path, *(path.with_name(f"audit.{n}.jsonl") for n in range(1, FILES))]


def _append(path: Path, line: bytes) -> None:
    with FileLock(path.with_name("audit.lock"), timeout=5, mode=0o600):
        if path.exists() and path.stat().st_size + len(line) > MAX_BYTES:
            files = _files(path)
            for older, newer in zip(files[:0:-1], files[-2::-1], strict=True):
                if newer.exists():
                    os.replace(newer, older)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a line that was cut off stays one of its own
                    line = b"\n" + line
            file.write(line)
            os.fsync(file.fileno())
