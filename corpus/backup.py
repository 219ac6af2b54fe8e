"""Everything of a home in one file, and back: a ZIP whose last member has the sums of all others.

It is taken under the home's write lock, which no answer waits for. SQLite's files are copied by
SQLite, so that one that is being written to is whole in the copy.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from corpus.home import Home, named
from corpus.integrity import stamped, synced, synced_tree, unstamped
from corpus.model import PinciteError
from corpus.owner import private

FORMAT = 1
_LIST = "backup.json"
_MOST_LIST = 64 * 2**20
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What reading a file that is no whole ZIP raises: of Python's own, and of what unpacks.
_NO_BACKUP = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    AttributeError,
    RuntimeError,
    OverflowError,
)
_LEFT = (".lock", "-wal", "-shm", "-journal")
_CHUNK = 2**20
#: What leads elsewhere on some system.
_ELSEWHERE = frozenset("\\:\0")


def back_up(home: Home, path: Path) -> int:
    """Write everything of a home into a file, whole or not at all, and read it once to check it.

    Returns how many files that are. PinciteError where it can't be written, or comes out otherwise
    than it went in.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with home.writing(wait=600.0):
            names = _written(home, draft, path)
        _check(draft)
        synced(draft)
        os.replace(draft, path)
        synced(path.parent)
    except OSError as error:
        raise PinciteError(
            f"{path} could not be written: {error.strerror or error}; what was there before is "
            "unharmed"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return names


def restore(path: Path, root: Path) -> Path | None:
    """Make a backup the home at `root`, once every file of it has been read and is as it was.

    What was there before is moved beside it: returns where, or None. PinciteError where the backup
    is damaged or the home can't be replaced; then nothing has changed.
    """
    root = root.absolute()
    draft = Path(tempfile.mkdtemp(prefix=f".{root.name}.restoring-", dir=_parent(root)))
    try:
        _unpacked(path, draft)
        Home.read(draft, draft / "home.json")
        synced_tree(draft)
        if not root.exists():
            draft.rename(root)
            synced(root.parent)
            return None
        aside = root.with_name(f"{root.name}.before-{time.strftime('%Y%m%dT%H%M%S')}")
        with Home(root).writing():
            root.rename(aside)
            try:
                draft.rename(root)
            except OSError:
                aside.rename(root)
                raise
        synced(root.parent)
        return aside
    except OSError as error:
        raise PinciteError(
            f"{root} could not be replaced: {error.strerror or error}; set PINCITE_HOME to a new "
            "folder and restore there"
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _parent(root: Path) -> Path:
    root.parent.mkdir(parents=True, exist_ok=True)
    return root.parent


# --- taking one ---


def _written(home: Home, draft: Path, final: Path) -> int:
    sums: dict[str, str] = {}
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(handle, "w+b") as out,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for path in _files(home, {draft.resolve(), final.resolve()}):
            name = path.relative_to(home.root).as_posix()
            with _readable(path, draft.parent) as source, archive.open(name, "w") as member:
                sums[name] = _copied(source, member)
        made = time.strftime("%Y-%m-%dT%H:%M:%S")
        kept = stamped({"format": FORMAT, "made": made, "files": sums})
        archive.writestr(_LIST, json.dumps(kept, indent=0))
    return len(sums)


def _files(home: Home, without: set[Path]) -> Iterator[Path]:
    """What belongs into a backup: no lock, no draft, no index that was never finished."""
    kept = set(named(home))
    for path in sorted(home.root.rglob("*")):
        inside = path.relative_to(home.root).parts
        draft = any(part.startswith((".draft-", ".home.json.", ".current.")) for part in inside)
        other = inside[0] == "generations" and not any(one in path.parents for one in kept)
        if draft or other or path.name.endswith(_LEFT) or path.resolve() in without:
            continue
        if path.is_file() and not path.is_symlink():
            yield path


@contextmanager
def _readable(path: Path, near: Path) -> Iterator[IO[bytes]]:
    """A file open for reading; one of SQLite's as a copy that SQLite made."""
    if path.suffix not in (".sqlite", ".sqlite3"):
        with path.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryDirectory(dir=near) as folder:
        copy = Path(folder) / path.name
        try:
            with (
                closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as old,
                closing(sqlite3.connect(copy)) as new,
            ):
                old.backup(new)
        except sqlite3.DatabaseError:  # a damaged one is kept as it is
            shutil.copyfile(path, copy)
        with copy.open("rb") as file:
            yield file


def _copied(source: IO[bytes], to: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        if to is not None:
            to.write(chunk)
    return digest.hexdigest()


# --- reading one ---


def _check(path: Path) -> None:
    with _opened(path) as (archive, sums):
        for name, wanted in sums.items():
            _member(archive, name, wanted, None)


def _unpacked(path: Path, folder: Path) -> None:
    with _opened(path) as (archive, sums):
        wants = sum(archive.getinfo(name).file_size for name in sums)
        if wants > (free := shutil.disk_usage(folder).free):
            raise PinciteError(
                f"{path} holds {wants / 2**20:,.0f} MB, and {folder.parent} has {free / 2**20:,.0f}"
                " free; nothing was changed: free some space, or set PINCITE_HOME to another disk"
            )
        for name, wanted in sums.items():
            target = folder / name
            with private():
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    _member(archive, name, wanted, file)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, str]]]:
    """A backup and the sums of its members; PinciteError where it is none, or is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            values = unstamped(json.loads(_list_in(archive)))
            sums = {str(name): str(one) for name, one in values["files"].items()}
            _check_list(values, sums)
            if odd := [one for one in sums if archive.getinfo(one).compress_type not in _PACKED]:
                raise ValueError(f"{odd[0]} is packed in another way than a backup's files are")
            yield archive, sums
    except FileNotFoundError:
        raise PinciteError(f"there is no {path}") from None
    except _NO_BACKUP as error:
        raise PinciteError(
            f"{path} is no backup of a home, or is damaged ({error}); nothing was changed: take "
            "another backup"
        ) from error


def _list_in(archive: zipfile.ZipFile) -> bytes:
    """The list of what it holds, of a size that a home's list may have."""
    about = archive.getinfo(_LIST)
    if about.file_size > _MOST_LIST or about.compress_type not in _PACKED:
        raise ValueError(f"its list has {about.file_size:,} bytes, or is packed in another way")
    return archive.read(about)


def _check_list(values: dict[str, Any], sums: dict[str, str]) -> None:
    if int(values["format"]) > FORMAT:
        raise ValueError(f"it has format {values['format']}, this version reads {FORMAT}")
    for name in sums:
        parts = PurePosixPath(name).parts
        inside = parts and ".." not in parts and not PurePosixPath(name).is_absolute()
        if not inside or _ELSEWHERE & set(name):
            raise ValueError(f"{name!r} is no place in a home")


def _member(archive: zipfile.ZipFile, name: str, wanted: str, to: IO[bytes] | None) -> None:
    try:
        with archive.open(name) as source:
            found = _copied(source, to)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ValueError(f"{name}: {error}") from error
    if found != wanted:
        raise ValueError(f"{name} is not as it was written")
