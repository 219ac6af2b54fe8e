"""A feedback file that is damaged is moved away, and every row of it that can be read is kept."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from corpus import integrity

_TABLES = {
    "said": "id, at, verdict, reason, words, question, standalone, status, answer",
    "reviews": "id, said, at, reviewer, verdict, note, kept_as",
}


def damage_of(path: Path) -> str:
    """What is wrong with a feedback file; nothing where it is whole, empty, locked or not there.

    sqlite3.DatabaseError where it can't be read for a cause outside of it: that is no damage.
    """
    if not path.exists():
        return ""
    try:
        with closing(sqlite3.connect(path, timeout=10.0)) as base:
            wrong = base.execute("pragma quick_check(1)").fetchone()[0]
            names = {name for (name,) in base.execute("select name from sqlite_master")}
            if names and "said" not in names:
                return "it is no feedback file"
            for table, columns in _TABLES.items():
                for row in base.execute(f"select {columns} from {table}") if table in names else ():
                    _check(table, row)
            return "" if wrong == "ok" else str(wrong)
    except sqlite3.DatabaseError as error:
        # one without a code is Python's own, of letters that are none
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return ""
        if code not in integrity.SQLITE_BROKEN:
            raise
        return str(error)
    except ValueError as error:
        return f"an answer in it is no answer ({error})"


def _check(table: str, row: tuple[object, ...]) -> None:
    """ValueError for a row whose answer is none."""
    if table == "said":
        json.loads(str(row[-1]))


def moved_away(path: Path) -> Path:
    """Move a damaged file away, with its log, and return where it lies now.

    The log goes first: a new file beside the log of the old one would take it for its own. Before
    anything moves it is noted where to, so that whoever opens it after a kill goes on (`begun`).
    """
    aside = begun(path) or _free(path)
    note = _note(path)
    with note.open("w", encoding="utf-8") as file:
        file.write(aside.name)
    integrity.synced(note)
    integrity.synced(path.parent)
    for end in ("-wal", "-shm"):
        if not Path(f"{aside}{end}").exists():
            with suppress(FileNotFoundError):
                os.replace(f"{path}{end}", f"{aside}{end}")
    os.replace(path, aside)
    integrity.synced(path.parent)
    return aside


def begun(path: Path) -> Path | None:
    """Where a damaged file was being moved, if what can be read of it was not kept to the end."""
    with suppress(OSError, UnicodeDecodeError):
        name = _note(path).read_text(encoding="utf-8")
        if name.startswith(f"{path.name}.damaged-") and Path(name).name == name:
            return path.with_name(name)
    return None


def ended(path: Path) -> None:
    """Forget what `begun` tells of: all of it is kept."""
    _note(path).unlink(missing_ok=True)
    integrity.synced(path.parent)


def _note(path: Path) -> Path:
    return path.with_name(f".{path.name}.salvage")


def _free(path: Path) -> Path:
    number = 0
    aside = path.with_name(f"{path.name}.damaged-{number}")
    while any(Path(f"{aside}{end}").exists() for end in ("", "-wal", "-shm")):
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{number}")
    return aside


def salvaged(aside: Path, base: sqlite3.Connection) -> int:
    """Put what can be read of a damaged file into a fresh one, all or nothing; how many answers.

    What it has already of a salvage that was cut off stays once.
    """
    base.execute("begin immediate")
    try:
        kept = _copied(aside, base)
        base.execute("commit")
    except BaseException:
        base.execute("rollback")
        raise
    return kept


def _copied(aside: Path, base: sqlite3.Connection) -> int:
    kept = 0
    with closing(sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro", uri=True)) as old:
        for table, columns in _TABLES.items():
            marks = ",".join("?" * len(columns.split(",")))
            for number in _numbers(old, table):
                with suppress(sqlite3.Error, ValueError, TypeError):
                    one = f"select {columns} from {table} where id = ?"
                    row = old.execute(one, (number,)).fetchone()
                    _check(table, row)
                    base.execute(f"insert or ignore into {table} ({columns}) values ({marks})", row)
                    kept += table == "said"
    return kept


def _numbers(old: sqlite3.Connection, table: str) -> list[int]:
    """The rows before the first page that can't be read, and those after the last."""
    found: dict[int, None] = {}
    for order in ("", "desc"):
        with suppress(sqlite3.Error):
            for (number,) in old.execute(f"select id from {table} order by id {order}"):
                found[int(number)] = None
    return sorted(found)
