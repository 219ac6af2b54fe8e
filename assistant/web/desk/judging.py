"""A run of the evaluation from the desk: in a thread beside the answers, one at a time, told as it
goes, ended when somebody says so. A face.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.web.access.audit import Audit
from evals.cases import FOLDER, BadCase, Case, load
from evals.run import Run, keep, run, save

#: Between two questions members' own come first.
PAUSE = 0.02
#: What one question is taken to cost where no run has told yet.
SECONDS_EACH = 0.3

log = logging.getLogger("pincite")


@dataclass(frozen=True, slots=True)
class State:
    """How far a run is.

    `outcome` is empty before and while it runs, then `done`, `cancelled` or `failed` (with what was
    wrong in `error`).
    """

    running: bool = False
    done: int = 0
    total: int = 0
    began: float = 0.0
    by: str = ""
    outcome: str = ""
    error: str = ""

    @property
    def left(self) -> float:
        """How many seconds it will take yet, from what it took so far."""
        spent = time.monotonic() - self.began
        return spent / self.done * (self.total - self.done) if self.running and self.done else 0.0


class Judging:
    """The runs of one server.

    What is judged is the assistant that answers members, on the documents that it holds when each
    question is asked.
    """

    def __init__(self, assistant: Assistant, home: Path, audit: Audit) -> None:
        self.assistant, self.folder, self.audit = assistant, home / "evals", audit
        self.state = State()
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def cases(self) -> list[Case]:
        """The suite's cases and the home's own. BadCase for a file that breaks the schema."""
        return load(
            [*sorted(FOLDER.glob("*.jsonl")), *sorted((self.folder / "cases").glob("*.jsonl"))]
        )

    def count(self) -> int:
        """How many questions a run asks here: those whose documents are held; none where a file of
        cases is broken, which a run says.
        """
        try:
            return sum(
                not case.requires or _documents(case) <= set(self.assistant.library.documents)
                for case in self.cases()
            )
        except (BadCase, OSError):
            return 0

    def start(self, by: str) -> bool:
        """Begin a run; False where one is running already."""
        with self._lock:
            if self.state.running:
                return False
            self._stop.clear()
            self.state = State(True, began=time.monotonic(), by=by)
        threading.Thread(target=self._run, name="judging", daemon=True).start()
        return True

    def cancel(self) -> None:
        """End the run after the question that it is at; what it has is thrown away, because half a
        run compares with none.
        """
        self._stop.set()

    def _run(self) -> None:
        try:
            made = run(self.assistant, self.cases(), self._told)
            if made.complete:
                self._keep(made)
            self._end("done" if made.complete else "cancelled")
        except (BadCase, OSError) as error:
            self._end("failed", str(error))
        except Exception as error:  # whatever it was, the desk must not wait for ever
            log.exception("a run of the evaluation from the desk failed")
            self._end(
                "cancelled" if self._stop.is_set() else "failed",
                f"{type(error).__name__}; the server's log says where",
            )

    def _told(self, cases: Iterable[Case]) -> Iterator[Case]:
        asked = list(cases)
        self.state = replace(self.state, total=len(asked))
        for done, case in enumerate(asked):
            if self._stop.is_set():
                raise KeyboardInterrupt  # what Ctrl-C is to a run in a terminal
            self.state = replace(self.state, done=done)
            yield case
            time.sleep(PAUSE)
        self.state = replace(self.state, done=len(asked))

    def _keep(self, made: Run) -> None:
        save(made, self.folder / "last.jsonl")
        keep(made, self.folder / "runs")

    def _end(self, outcome: str, error: str = "") -> None:
        self.audit.record("evaluation_ended", self.state.by, "this server", outcome=outcome)
        with self._lock:
            self.state = replace(self.state, running=False, outcome=outcome, error=error[:500])


def _documents(case: Case) -> set[str]:
    clauses, spans = ({one.document for one in of} for of in (case.clauses, case.spans))
    return clauses | spans | set(case.documents)
