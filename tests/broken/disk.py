"""A disk that is full, that is read-only, or that loses what nobody had it keep, for one home."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What the operating system is asked before it changes a folder, by the name of Python's event.
_CHANGES = ("os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.truncate")
_FREES = ("os.remove", "os.rmdir", "os.truncate")
_WRITES = os.O_WRONLY | os.O_RDWR
_watching: list[Failing] = []


class Failing:
    """Each change of a home from the `after`-th on fails with `code`; `seen` counts them."""

    def __init__(self, root: Path, code: int, after: int) -> None:
        self.root, self.code, self.after, self.seen = str(root.resolve()), code, after, 0

    def __call__(self, event: str, given: tuple) -> None:
        changes = event in _CHANGES and not (self.code == errno.ENOSPC and event in _FREES)
        if not changes and not (event == "open" and (given[2] or 0) & _WRITES):
            return
        paths = [os.fsdecode(one) for one in given[:2] if isinstance(one, str | bytes)]
        if not any(one.startswith(self.root) for one in paths):
            return
        if paths[0].endswith("write.lock"):
            return
        self.seen += 1
        if self.seen > self.after:
            raise OSError(self.code, os.strerror(self.code), paths[0])


def _hook(event: str, given: tuple) -> None:
    for one in _watching:
        one(event, given)


sys.addaudithook(_hook)


@contextmanager
def failing(root: Path, code: int, after: int = 0) -> Iterator[Failing]:
    """Have a home's disk fail meanwhile."""
    one = Failing(root, code, after)
    _watching.append(one)
    try:
        yield one
    finally:
        _watching.remove(one)


class Power:
    """What is on the disk for certain, kept as it changes: `states` are what a home would be if the
    power went at one of its moments, by how a file system may lose things.

    "data": every name is there, and what was not synced is empty. "names": a folder has the names
    that it had when it was synced. SQLite's own files keep themselves.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._real = root.resolve(), os.fsync
        self._data: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        self.states: list[tuple[str, dict[str, bytes]]] = []
        for path in [self._root, *self._root.rglob("*")]:
            self._kept(path)

    def _kept(self, path: Path) -> None:
        known = path.stat()
        if stat.S_ISREG(known.st_mode):
            self._data[known.st_ino] = path.read_bytes()
        elif stat.S_ISDIR(known.st_mode):
            self._names[known.st_ino] = {one.name: one.inode() for one in os.scandir(path)}

    def fsync(self, handle: int) -> None:
        """In the place of os.fsync."""
        self._real(handle)
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if path == self._root or self._root in path.parents:
            self.moment()
            self._kept(path)
            self.moment()

    def moment(self) -> None:
        """Keep what the power's going now would leave."""
        held: dict[str, bytes] = {}
        for path in self._root.rglob("*"):
            if path.is_file():
                own = path.parent == self._root and ".sqlite" in path.name
                data = path.read_bytes() if own else self._data.get(path.stat().st_ino, b"")
                held[str(path.relative_to(self._root))] = data
        self.states.append(("data", held))
        sqlite = {name: data for name, data in held.items() if "/" not in name and "sqlite" in name}
        self.states.append(("names", sqlite | dict(self._tree(self._root.stat().st_ino, ""))))

    def _tree(self, folder: int, at: str) -> Iterator[tuple[str, bytes]]:
        for name, inode in self._names[folder].items():
            if inode in self._names:
                yield from self._tree(inode, f"{at}{name}/")
            elif inode in self._data:
                yield f"{at}{name}", self._data[inode]


def written(state: dict[str, bytes], root: Path) -> None:
    """Make a home of what was left."""
    for name, data in state.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
