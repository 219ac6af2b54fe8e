"""What was written is what is read: hashes recorded when it is written, compared when it is opened.

The one door for every check of a home's files. A stored document is named after its record: the
folder `documents/<id>/<version>` has `sums.json`, the SHA-256 of each of its files, and its version
is the first twelve digits of that record's own. A generation's manifest has the sums of its files;
home.json and the manifest carry their own stamp. Documents stored before there was a record are
named after their document.json alone, so that their text is believed until they are stored again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.weights import sha256

SUMS = "sums.json"
_STAMP = "sha256"
_DIGITS = 12
#: What a file was when it last had the sum that was wanted: a process reads it once.
_Seen = tuple[int, int, int, int]
_known: dict[Path, tuple[_Seen, str]] = {}

#: What SQLite says of a file whose tables or pages are wrong, or that is none of its own.
SQLITE_BROKEN = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Damaged(ValueError):
    """A file is not as it was written; the message names it and what is wrong with it."""


# --- on the disk ---


def synced(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk when this returns."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return  # a folder can't be opened on every system; there its names are safe by themselves
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def synced_tree(folder: Path) -> None:
    """Have a folder and everything in it on the disk when this returns."""
    for path in sorted(folder.rglob("*"), reverse=True):
        synced(path)
    synced(folder)


# --- files ---


def sum_of(path: Path) -> str:
    """A file's SHA-256 in hex digits, read again only where the file has changed since."""
    seen = path.stat()
    mark = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
    known = _known.get(path)
    if known is None or known[0] != mark:
        if len(_known) > 10_000:
            _known.clear()
        known = _known[path] = (mark, sha256(path))
    return known[1]


def differing(folder: Path, sums: Mapping[str, str]) -> str:
    """What is wrong with the first file that is not as its record has it; nothing for none."""
    for name, wanted in sums.items():
        try:
            if sum_of(folder / name) != wanted:
                return f"{folder / name} is not as it was written"
        except OSError as error:
            return f"{folder / name} can't be read ({error.strerror or error})"
    return ""


# --- values with a stamp ---


def stamped(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the SHA-256 of themselves beside them."""
    return {**values, _STAMP: _stamp(values)}


def unstamped(values: dict[str, Any]) -> dict[str, Any]:
    """The values that `stamped` took, or that were written before there were stamps.

    Damaged where they are others now.
    """
    plain = {name: value for name, value in values.items() if name != _STAMP}
    if _STAMP in values and values[_STAMP] != _stamp(plain):
        raise Damaged("its words are not those that were written")
    return plain


def _stamp(values: Mapping[str, Any]) -> str:
    written = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


# --- stored documents ---


def seal(folder: Path) -> str:
    """Record the sums of a document's files, all on the disk when this returns; its version."""
    names = sorted(path.name for path in folder.iterdir() if path.name != SUMS)
    record = _record({name: sha256(folder / name) for name in names})
    (folder / SUMS).write_bytes(record)
    synced_tree(folder)
    return _version(record)


def is_sealed(folder: Path) -> bool:
    """Whether a stored document has a record of its files."""
    return (folder / SUMS).exists()


def check_document(folder: Path, original: bool = False) -> None:
    """Damaged where a stored document is not as it was written.

    Its original is read only where it is asked for, or where the record itself is lost.
    """
    sums = _sums(folder)
    if sums is not None:
        wanted = {name: one for name, one in sums.items() if original or not _is_original(name)}
        if wrong := differing(folder, wanted):
            raise Damaged(wrong)
        return
    names = sorted(path.name for path in folder.glob("*") if path.name != SUMS)
    if _version(_record({name: sum_of(folder / name) for name in names})) == folder.name:
        return  # only the record is lost, and all that it recorded is as it was
    if is_sealed(folder):
        raise Damaged(f"{folder / SUMS} is not as it was written")
    _check_unsealed(folder, original)


def check_said(folder: Path) -> None:
    """Damaged where what a stored document says of itself is not as it was written."""
    sums = _sums(folder)
    if sums is None:
        check_document(folder)
    elif wrong := differing(folder, {"document.json": sums["document.json"]}):
        raise Damaged(wrong)


def check_original(path: Path) -> None:
    """Damaged where the original of a stored document is not the one that was added."""
    sums = _sums(path.parent)
    if sums is None:
        check_document(path.parent, original=True)
    elif wrong := differing(path.parent, {path.name: sums.get(path.name, "")}):
        raise Damaged(wrong)


def originals_in(folder: Path) -> list[Path]:
    """The original of a stored document, in a list; an empty one where there is none."""
    return sorted(path for path in folder.glob("original*") if _is_original(path.name))[:1]


def recorded(folder: Path, name: str) -> str:
    """The sum that a stored document's record has of a file; nothing where it has none."""
    return (_sums(folder) or {}).get(name, "")


def _is_original(name: str) -> bool:
    return name == "original" or name.startswith("original.")


def _sums(folder: Path) -> dict[str, str] | None:
    try:
        record = (folder / SUMS).read_bytes()
    except OSError:
        return None
    return dict(json.loads(record)) if _version(record) == folder.name else None


def _record(sums: Mapping[str, str]) -> bytes:
    return json.dumps(sums, indent=0, sort_keys=True).encode()


def _version(record: bytes) -> str:
    return hashlib.sha256(record).hexdigest()[:_DIGITS]


def _check_unsealed(folder: Path, original: bool) -> None:
    """A document of before there was a record: its document.json is named by its folder."""
    try:
        written = (folder / "document.json").read_text(encoding="utf-8")
        guesses = folder / "machine-questions.json"
        guessed = guesses.read_text(encoding="utf-8") if guesses.exists() else ""
        checksum = json.loads(written)["checksum"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{folder / 'document.json'} can't be read ({error})") from error
    if _version(f"{checksum}\n{written}{guessed}".encode()) != folder.name:
        raise Damaged(f"{folder / 'document.json'} is not as it was written")
    if original and (wrong := differing(folder, _of(originals_in(folder), checksum))):
        raise Damaged(wrong)


def _of(paths: Iterable[Path], checksum: str) -> dict[str, str]:
    return {path.name: checksum for path in paths} or {"original": checksum}
