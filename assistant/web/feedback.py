"""What people said of answers and what staff made of it: one SQLite file of a home, which a kill or
power cut leaves whole.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.web.feedback_csv import exported
from assistant.web.feedback_damage import begun, damage_of, ended, moved_away, salvaged
from assistant.web.kept_answer import MAX_WORDS, BadFeedback, kept_of
from corpus import PinciteError, make_private, private_file
from corpus.plain import JsonObject

#: What a reviewer may find; of `misleading` it is the short answer that misleads, though what it
#: cites is right.
VERDICTS = (
    "accept",
    "wrong clause",
    "wrong reading",
    "out of date",
    "not in the collection",
    "misleading",
)
REASONS = ("wrong clause", "wrong reading", "out of date", "not in the collection", "other")
MAX_ANSWER = 400_000
MAX_FILE_MB = 512
_SCHEMA = """
create table if not exists said (
  id integer primary key, at text not null, verdict text not null, reason text not null,
  words text not null, question text not null, standalone text not null, status text not null,
  answer text not null);
create table if not exists reviews (
  id integer primary key, said integer not null references said(id) on delete cascade,
  at text not null, reviewer text not null, verdict text not null, note text not null,
  kept_as text not null);
create index if not exists reviews_of on reviews(said);
"""


class FeedbackFull(PinciteError):
    """The file has reached its limit; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Review:
    """What one reviewer found. `kept_as` is the id of the evaluation case made of it, or empty."""

    at: str
    reviewer: str
    verdict: str
    note: str
    kept_as: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One person's word on one answer: `verdict` good or bad, a reason, words of their own, and the
    answer as it was shown.
    """

    id: int
    at: str
    verdict: str
    reason: str
    words: str
    question: str
    standalone: str
    status: str
    answer: JsonObject
    reviews: tuple[Review, ...] = ()


class Feedback:
    """The store.

    One connection, used by one thread at a time; every write is on the disk when the call returns.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._base = sqlite3.connect(
            path, check_same_thread=False, timeout=10.0, isolation_level=None
        )
        self._base.execute("pragma journal_mode=wal")
        self._base.execute("pragma synchronous=full")
        self._base.execute("pragma foreign_keys=on")
        self._base.execute("pragma secure_delete=on")
        self._base.executescript(_SCHEMA)

    @classmethod
    def open(cls, home: Path) -> Feedback:
        """The store of a home, made where it is missing.

        A damaged file is moved away, and what can be read of it kept: the log says so. PinciteError
        where it can't be written.
        """
        path = home / "feedback.sqlite"
        try:
            make_private(home)
            wrong = damage_of(path)
            aside = moved_away(path) if wrong else begun(path)
            private_file(path)
            store = cls(path)
            if aside and aside.exists():
                kept = salvaged(aside, store._base)
                wrong = wrong or "its salvage was cut off"
                told = f"{path} was damaged ({wrong}): {kept} answers are kept, the rest in {aside}"
                logging.getLogger("pincite").warning("pincite: %s", told)
            if aside:
                ended(path)
            return store
        except (sqlite3.Error, OSError) as error:
            raise PinciteError(
                f"the feedback file {path} can't be used ({error}); is the disk full, or the "
                "folder read-only?"
            ) from error

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._base.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._base.execute("begin immediate")
            try:
                yield self._base
                self._base.execute("commit")
            except BaseException:
                self._base.execute("rollback")
                raise

    # --- from members ---

    def add(self, verdict: str, answer: JsonObject, reason: str = "", words: str = "") -> int:
        """Keep one person's word on an answer and return its number.

        BadFeedback for what is none, FeedbackFull at the limit.
        """
        if verdict not in ("good", "bad"):
            raise BadFeedback(f"verdict {str(verdict)[:40]!r}: wanted good or bad")
        if reason not in ("", *REASONS):
            raise BadFeedback(f"reason {str(reason)[:40]!r}: wanted one of {', '.join(REASONS)}")
        if not isinstance(words, str) or len(words) > MAX_WORDS:
            raise BadFeedback(f"words: wanted text of at most {MAX_WORDS:,} characters")
        kept = kept_of(answer)
        written = json.dumps(kept, ensure_ascii=False)
        if len(written) > MAX_ANSWER:
            raise BadFeedback(
                f"the answer has {len(written):,} characters, more than {MAX_ANSWER:,}"
            )
        if self.path.stat().st_size > MAX_FILE_MB * 2**20:
            raise FeedbackFull(
                f"{self.path} has reached {MAX_FILE_MB} MB; run 'pincite feedback forget "
                "--keep-days 90'"
            )
        asked = (kept["question"], kept["standalone_question"], kept["status"])
        row = (_now(), verdict, reason, words, *asked, written)
        with self._writing() as base:
            found = base.execute(
                "insert into said (at, verdict, reason, words, question, standalone, status, "
                "answer) values (?,?,?,?,?,?,?,?)",
                row,
            )
            return int(found.lastrowid or 0)

    # --- for staff ---

    def queue(self, most: int = 200) -> list[Said]:
        """What nobody has reviewed yet: complaints, oldest first."""
        return self._some(
            "where verdict = 'bad' and id not in (select said from reviews) order by id limit ?",
            most,
        )

    def praised(self, most: int = 500) -> list[Said]:
        """Unreviewed answers that members found good, newest first: the checks look whether their
        quotations still stand.
        """
        return self._some(
            "where verdict = 'good' and id not in (select said from reviews) order by id desc "
            "limit ?",
            most,
        )

    def reviewed(self, most: int = 50) -> list[Said]:
        """What has been reviewed, the latest first."""
        return self._some(
            "where id in (select said from reviews) order by (select max(id) from reviews r "
            "where r.said = said.id) desc limit ?",
            most,
        )

    def get(self, number: int) -> Said | None:
        """One of them, or None where it is not held (any more)."""
        return next(iter(self._some("where id = ?", number)), None)

    def review(
        self, number: int, reviewer: str, verdict: str, note: str = "", kept_as: str = ""
    ) -> None:
        """Keep what a reviewer found. BadFeedback for an unknown verdict or number."""
        if verdict not in VERDICTS:
            raise BadFeedback(f"verdict {str(verdict)[:40]!r}: wanted one of {', '.join(VERDICTS)}")
        row = (number, _now(), reviewer[:120], verdict, note[:MAX_WORDS], kept_as)
        try:
            with self._writing() as base:
                base.execute(
                    "insert into reviews (said, at, reviewer, verdict, note, kept_as) values "
                    "(?,?,?,?,?,?)",
                    row,
                )
        except sqlite3.IntegrityError:
            raise BadFeedback(f"there is no feedback number {number} any more") from None

    def kept_as(self, number: int, case: str) -> None:
        """Note on the latest review that it became an evaluation case."""
        with self._writing() as base:
            base.execute(
                "update reviews set kept_as = ? where id = (select max(id) from reviews where "
                "said = ?)",
                (case, number),
            )

    def counts(self) -> dict[str, int]:
        """How many are waiting and how many are reviewed."""
        with self._lock:
            waiting = self._base.execute(
                "select count(*) from said where verdict = 'bad' and id not in (select said from "
                "reviews)"
            )
            done = self._base.execute("select count(distinct said) from reviews")
            return {"waiting": int(waiting.fetchone()[0]), "reviewed": int(done.fetchone()[0])}

    def csv(self) -> str:
        """Everything as CSV, one row a review (or one for what has none); cells that a spreadsheet
        would run are made text.
        """
        return exported(self._some("order by id", -1, all_rows=True))

    def forget(self, keep_days: int) -> int:
        """Delete what is older than so many days, with its reviews, and return how many went.

        ValueError for a negative number.
        """
        if keep_days < 0:
            raise ValueError(f"--keep-days {keep_days}: wanted a whole number from 0")
        oldest = (datetime.now(UTC) - timedelta(days=keep_days)).isoformat(timespec="seconds")
        with self._writing() as base:
            gone = base.execute("delete from said where at < ?", (oldest,)).rowcount
        with self._lock:
            # what was deleted must not stay readable in the log beside the file either
            self._base.execute("pragma wal_checkpoint(truncate)")
        return int(gone)

    def _some(self, which: str, *values: object, all_rows: bool = False) -> list[Said]:
        columns = "id, at, verdict, reason, words, question, standalone, status, answer"
        with self._lock:
            rows = self._base.execute(
                f"select {columns} from said {which}", () if all_rows else values
            ).fetchall()
            found = []
            for number, at, verdict, reason, words, question, standalone, status, answer in rows:
                reviews = self._base.execute(
                    "select at, reviewer, verdict, note, kept_as from reviews where said = ? "
                    "order by id",
                    (number,),
                ).fetchall()
                found.append(
                    Said(
                        number,
                        at,
                        verdict,
                        reason,
                        words,
                        question,
                        standalone,
                        status,
                        json.loads(answer),
                        tuple(Review(*one) for one in reviews),
                    )
                )
            return found


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
