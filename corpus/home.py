"""One deployment's folder: its format, its write lock, and where each thing in it lies.

home.json                    the version of each added document, and bundled ids taken out; where it
                             is lost it is put back from a generation's copy (`Home.open`)
documents/<id>/<version>/    an added document, never changed: original, live text, document.json
generations/<name>/          one finished index, with the home.json it was built for
current                      the names of the generation in use, of the newest before it that is of
                             other documents, and of the one in use before, where that is a third
vectors.sqlite               cache of vectors by text and model
write.lock                   held by the one process that writes
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.integrity import Damaged, check_document, stamped, synced, unstamped
from corpus.model import HomeLocked, HomeTooNew, PinciteError
from corpus.owner import make_private, private

FORMAT = 1
_NAMES = frozenset(["format", "bundled", "removed", "added"])
#: What no name of a document or a version has: it would lead elsewhere on some system.
_LEADING = frozenset("/\\:\0")


@dataclass(frozen=True, slots=True)
class Home:
    """Paths inside one home. Open it with `Home.open`, which makes it when it is not there."""

    root: Path
    bundled: bool = True
    removed: tuple[str, ...] = ()
    added: tuple[tuple[str, str], ...] = ()

    @property
    def documents(self) -> Path:
        """Where added documents lie, a folder each."""
        return self.root / "documents"

    @property
    def generations(self) -> Path:
        """Where index generations lie, a folder each."""
        return self.root / "generations"

    @property
    def pointer(self) -> Path:
        """The file that names the generation in use."""
        return self.root / "current"

    @property
    def vectors(self) -> Path:
        """The cache of vectors."""
        return self.root / "vectors.sqlite"

    @classmethod
    def open(cls, root: Path, bundled: bool | None = None) -> Home:
        """Read home.json, or make a home; HomeTooNew, or PinciteError where it cannot be used.

        A home whose home.json is lost or damaged is as its newest generation has it, or else as its
        documents do; it is put back, and the log says so.
        """
        path = root / "home.json"
        try:
            if path.exists():
                try:
                    return cls.read(root, path)
                except HomeTooNew:
                    raise
                except PinciteError as error:
                    return _put_back(root, str(error))
            if any((root / name).exists() for name in ("generations", "documents", "current")):
                return _put_back(root, f"{path} is missing")
            home = cls(root, bundled is not False)
            home.save()
            return home
        except OSError as error:
            raise PinciteError(
                f"the home {root} cannot be used: {error.strerror or error}; "
                "set PINCITE_HOME to a folder you can write to"
            ) from error

    @classmethod
    def read(cls, root: Path, path: Path) -> Home:
        """The home that a home.json describes: the present one, or the copy in a generation."""
        try:
            values = unstamped(json.loads(path.read_text(encoding="utf-8")))
            written_by = int(values["format"])
            home = cls(
                root,
                bool(values["bundled"]),
                tuple(str(identity) for identity in values["removed"]),
                tuple(
                    (str(identity), str(version)) for identity, version in values["added"].items()
                ),
            )
            if written_by <= FORMAT:
                if values.keys() != _NAMES:
                    raise Damaged(f"it has {', '.join(sorted(values))}")
                _check_names([*home.removed, *(name for one in home.added for name in one)])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PinciteError(
                f"{path} is damaged ({error}); the documents are safe in {root / 'documents'}: "
                "run 'pincite doctor --repair'"
            ) from error
        if written_by > FORMAT:
            raise HomeTooNew(
                f"the home {root} was written by a newer version "
                f"(format {written_by}, this one reads {FORMAT}); "
                "update pincite, or set PINCITE_HOME to another folder"
            )
        return home

    def save(self, folder: Path | None = None) -> None:
        """Write home.json whole or not at all, here or into a generation's folder."""
        make_private(self.root)
        values = {
            "format": FORMAT,
            "bundled": self.bundled,
            "removed": sorted(self.removed),
            "added": dict(sorted(self.added)),
        }
        write_whole((folder or self.root) / "home.json", json.dumps(stamped(values), indent=1))

    def folder_of(self, identity: str, version: str) -> Path:
        """Where one version of an added document lies; Damaged where that is no place in a home."""
        _check_names((identity, version))
        return self.documents / identity / version

    @contextmanager
    def writing(self, wait: float = 10.0) -> Iterator[None]:
        """Hold the write lock; HomeLocked after `wait` seconds.

        What is made meanwhile is its owner's alone.
        """
        from filelock import FileLock, Timeout

        make_private(self.root)
        lock = FileLock(self.root / "write.lock", mode=0o600)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise HomeLocked(
                f"another process is writing to {self.root} (waited {wait:.0f} s); "
                "let it finish and run this again"
            ) from None
        except OSError as error:
            raise PinciteError(
                f"cannot lock {self.root}: {error.strerror or error}; is the folder writable?"
            ) from error
        try:
            with private():
                yield
        finally:
            lock.release()


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step, so that a reader or a crash never sees half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        synced(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def current_generation(home: Home) -> Path | None:
    """The real folder of the index in use, or None where there is none (or it is gone)."""
    folder = next(iter(pointed(home)), None)
    return folder.resolve() if folder else None


def pointed(home: Home) -> list[Path]:
    """The folders of the generations kept, the one in use first; none where nothing says which.

    Where the pointer is there and damaged: the newest of the very documents of home.json, and the
    newest other one.
    """
    try:
        names = home.pointer.read_bytes().decode("utf-8", "replace").split()
    except OSError:
        return []
    held = {one.name: one for one in _folders(home) if (one / "manifest.json").exists()}
    if names and names[0] in held:
        return [held[name] for name in dict.fromkeys(names) if name in held]
    with suppress(OSError):
        listed = (home.root / "home.json").read_bytes()
        newest = list(held.values())
        same = [one for one in newest if (one / "home.json").read_bytes() == listed]
        return [*same[:1], *[one for one in newest if one not in same[:1]]][:2] if same else []
    return []


def named(home: Home) -> list[Path]:
    """Every generation that the pointer names and that says what it held, damaged or not, the one
    in use first; where it names none of them, all there are, the newest first.
    """
    names: list[str] = []
    with suppress(OSError):
        names = home.pointer.read_bytes().decode("utf-8", "replace").split()
    there = {one.name: one for one in home.generations.glob("*") if _says(one)}
    held = [there[name] for name in dict.fromkeys(names) if name in there]
    return held or sorted(there.values(), key=lambda one: one.name, reverse=True)


def _says(folder: Path) -> bool:
    return any((folder / name).exists() for name in ("home.json", "manifest.json"))


def _check_names(names: Iterable[str]) -> None:
    """Damaged for a name that would lead out of its folder."""
    for name in names:
        if name in ("", ".", "..") or _LEADING & set(name):
            raise Damaged(f"{name!r} is no name of a document or a version")


def _folders(home: Home) -> list[Path]:
    """Generations that have a home.json, newest first."""
    folders = sorted(home.generations.glob("*"), key=lambda one: one.name, reverse=True)
    return [one for one in folders if (one / "home.json").exists()]


def _put_back(root: Path, why: str) -> Home:
    """The home as its newest generation has it, else as its documents do; written where it can be.

    The damaged file is kept beside it.
    """
    bare = Home(root)
    home, source = None, ""
    first = pointed(bare)
    for folder in [*first, *(one for one in _folders(bare) if one not in first)]:
        with suppress(PinciteError, OSError):
            home, source = Home.read(root, folder / "home.json"), f"the index {folder.name}"
            break
    if home is None:
        home, source = Home(root, added=_stored(bare)), "the documents in it"
    told = f"{why.partition(';')[0]}; what is held is known again from {source}"
    with suppress(PinciteError, OSError), bare.writing(wait=0.01):
        path = root / "home.json"
        with suppress(PinciteError, OSError):
            return Home.read(root, path)  # another process was faster
        if path.exists():
            os.replace(path, path.with_name(f"home.json.damaged-{os.getpid()}"))
        home.save()
        told += ", and home.json is put back"
    logging.getLogger("pincite").warning("pincite: %s", told)
    return home


def _stored(home: Home) -> tuple[tuple[str, str], ...]:
    """The newest version of each stored document that is as it was written."""
    newest: dict[str, str] = {}
    folders = [one for one in home.documents.glob("*/*") if not one.name.startswith(".")]
    for folder in sorted(folders, key=lambda one: one.stat().st_mtime):
        with suppress(Damaged):
            home.folder_of(folder.parent.name, folder.name)
            check_document(folder)
            newest[folder.parent.name] = folder.name
    return tuple(sorted(newest.items()))
