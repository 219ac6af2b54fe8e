"""One deployment's folder: its format, its write lock, and where each thing in it lies.

home.json                    the version of each added document, and bundled ids taken out
documents/<id>/<version>/    an added document, never changed: original, live text, document.json
generations/<name>/          one finished index, with the home.json it was built for
current                      the names of the generation in use and of the one before it
vectors.sqlite               cache of vectors by text and model
write.lock                   held by the one process that writes
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.model import HomeLocked, HomeTooNew, PinciteError

FORMAT = 1


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
        """Read home.json, or make a home; HomeTooNew, or PinciteError where it cannot be used."""
        try:
            if not (root / "home.json").exists():
                home = cls(root, bundled is not False)
                home.save()
                return home
            return cls.read(root, root / "home.json")
        except OSError as error:
            raise PinciteError(
                f"the home {root} cannot be used: {error.strerror or error}; "
                "set PINCITE_HOME to a folder you can write to"
            ) from error

    @classmethod
    def read(cls, root: Path, path: Path) -> Home:
        """The home that a home.json describes: the present one, or the copy in a generation."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            written_by = int(values["format"])
            home = cls(
                root,
                bool(values["bundled"]),
                tuple(str(identity) for identity in values["removed"]),
                tuple(
                    (str(identity), str(version)) for identity, version in values["added"].items()
                ),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PinciteError(
                f"{path} is damaged ({error}); "
                f"the documents are safe in {root / 'documents'}: run 'pincite rollback' "
                "to go back to the last index's own list of them"
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
        self.root.mkdir(parents=True, exist_ok=True)
        values = {
            "format": FORMAT,
            "bundled": self.bundled,
            "removed": sorted(self.removed),
            "added": dict(sorted(self.added)),
        }
        write_whole((folder or self.root) / "home.json", json.dumps(values, indent=1))

    def folder_of(self, identity: str, version: str) -> Path:
        """Where one version of an added document lies."""
        return self.documents / identity / version

    @contextmanager
    def writing(self, wait: float = 10.0) -> Iterator[None]:
        """Hold the write lock; HomeLocked after `wait` seconds."""
        from filelock import FileLock, Timeout

        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / "write.lock")
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
            yield
        finally:
            lock.release()


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step, so that a reader or a crash never sees half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def current_generation(home: Home) -> Path | None:
    """The real folder of the index in use, or None where there is none (or it is gone)."""
    try:
        name = home.pointer.read_text(encoding="utf-8").split()[0]
    except (OSError, IndexError):
        return None
    folder = home.generations / name
    return folder.resolve() if folder.exists() else None
