"""A home is its owner's alone: its folders 0700 and its files 0600 from the moment they are made,
so that it stays so where it is copied or its own folder is opened by mistake.
"""

from __future__ import annotations

import glob
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.model import PinciteError

_OTHERS = 0o077
_lock = threading.Lock()
_held = [0, 0]  # how many threads are at it, and the mask before the first


@contextmanager
def private() -> Iterator[None]:
    """Whatever this process makes meanwhile is nobody else's, files of libraries too."""
    with _lock:
        if not _held[0]:
            _held[1] = os.umask(_OTHERS)
        _held[0] += 1
    try:
        yield
    finally:
        with _lock:
            _held[0] -= 1
            if not _held[0]:
                os.umask(_held[1])


def make_private(folder: Path) -> None:
    """A home's folder, for nobody but its owner: questions and complaints are kept in it.

    PinciteError where it is missing because a restore was cut off: an empty one would hide that.
    """
    if not folder.exists():
        whole = folder.absolute()
        if aside := sorted(whole.parent.glob(f"{glob.escape(whole.name)}.before-*")):
            raise PinciteError(
                f"{whole} is missing and {aside[-1]} is there, as a restore that was cut off "
                f"leaves it: rename {aside[-1].name} back to {whole.name} (or move it elsewhere, "
                "for an empty home)"
            )
        private_folder(folder)


def private_folder(folder: Path) -> None:
    """A folder for nobody but its owner, and those above it that there are not."""
    with private():
        folder.mkdir(parents=True, exist_ok=True)


def private_file(path: Path) -> None:
    """An empty file for nobody but its owner, where there is none: others fill it."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def is_open(path: Path) -> bool:
    """Whether other people of this machine may do anything with a file or folder."""
    return os.name == "posix" and bool(path.lstat().st_mode & _OTHERS)


def open_inside(root: Path) -> list[Path]:
    """What inside a home would be others' too if its own folder were open; links lead elsewhere."""
    found: list[Path] = []
    for path in sorted(root.rglob("*")):
        with suppress(FileNotFoundError):  # a change under way
            if not path.is_symlink() and is_open(path):
                found.append(path)
    return found


def close_to_others(root: Path) -> int:
    """Close a home and all that is in it; how many files and folders were open."""
    found = [*([root] if is_open(root) else []), *open_inside(root)]
    for path in found:
        path.chmod(path.stat().st_mode & 0o777 & ~_OTHERS)
    return len(found)
