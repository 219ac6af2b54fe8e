"""Clauses become a new index generation: built under a lock, capped, checked, then swapped in."""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from corpus import (
    BadDocument,
    ClauseIndex,
    Document,
    Embedder,
    Home,
    IndexDamaged,
    Library,
    ModelMismatch,
    PinciteError,
    Progress,
    Settings,
    VectorCache,
    current_generation,
    integrity,
    save_document,
    without,
    write_generation,
    write_whole,
)
from ingest.keeping import generations, sealed, sweep

_LOCK_SECONDS = 600.0  # so long a reader waits for whoever builds the index it needs
_NEAREST = 24  # a clause must be among so many that are nearest to itself
_TWINS = 0.99
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def ensure_index(
    settings: Settings,
    progress: Progress | None = None,
    said: Callable[[str], None] = lambda message: None,
) -> Library:
    """Make sure that the home's index is of its documents and opens; returns the library.

    It is built where it is not; `said` hears why one that was there is built again (damaged, of
    other documents), and which documents are set aside.
    """
    home = Home.open(settings.home)
    library = Library.load(home, settings.bundled)
    for one in library.aside.values():
        said(one.why)
    embedder = Embedder(settings)
    if stale(home, library, embedder) is None:
        return library
    with home.writing(wait=_LOCK_SECONDS):
        home = Home.open(settings.home)
        # somebody may have built it while we waited for the lock
        library = Library.load(home, settings.bundled)
        why = stale(home, library, embedder)
        if why:
            said(why)
        if why is not None:
            build(home, library, embedder, settings, progress)
    return library


def stale(home: Home, library: Library, embedder: Embedder) -> str | None:
    """None for an index that serves these documents, else why not ('' where there is none yet)."""
    folder = current_generation(home)
    if folder is None:
        missing = "the index in use is missing; building it again from the documents"
        return missing if home.pointer.exists() else ""
    try:
        index = ClauseIndex.open(folder, embedder)
    except ModelMismatch:
        raise
    except IndexDamaged as error:
        return f"{error}; building it again from the documents"
    whole = set(index.manifest.get("aside", ())) <= library.aside.keys()
    if index.manifest["library"] != library.fingerprint or not whole:
        return "the documents have changed since the index was built; building it again"
    return None


class Changes:
    """The documents of a home while they are changed (lock held)."""

    def __init__(self, home: Home, library: Library) -> None:
        self.home, self.library = home, library
        self.made = False
        self._before = set(home.documents.glob("*/*"))

    def save(self, document: Document, data: bytes) -> None:
        """Hold a document with its original's bytes."""
        self.home, self.made = save_document(self.home, document, data), True

    def undo(self) -> None:
        """Take away what was saved meanwhile, where home.json does not hold it after all."""
        with contextlib.suppress(PinciteError, OSError):
            held = Home.read(self.home.root, self.home.root / "home.json")
            ours = set(self.home.added) - set(held.added)
            for folder in (self.home.folder_of(*one) for one in ours):
                if folder not in self._before:
                    shutil.rmtree(folder, ignore_errors=True)

    def drop(self, identity: str) -> None:
        """Hold a document no more; NoSuchDocument where it is not held."""
        self.library[identity]
        self.home, self.made = without(self.home, identity), True

    def original(self, identity: str) -> bytes:
        """The bytes of an added document's original; BadDocument where they are damaged."""
        folder = self.home.folder_of(identity, dict(self.home.added)[identity])
        try:
            path = integrity.originals_in(folder)[0]
            integrity.check_original(path)
            return path.read_bytes()
        except (integrity.Damaged, IndexError, OSError) as error:
            raise BadDocument(
                f"the original of {identity} is damaged ({error}); add the file again from your "
                f"own copy: 'pincite add FILE --id {identity}'"
            ) from error


@contextlib.contextmanager
def changing(settings: Settings, progress: Progress | None = None) -> Iterator[Changes]:
    """A home's documents, to be changed under its lock; the index of them is swapped in at the end.

    Where the block or the index fails, everything stays as it was.
    """
    with Home.open(settings.home).writing():
        home = Home.open(settings.home)  # as it is now that the lock is ours
        changes = Changes(home, Library.load(home, settings.bundled))
        try:
            yield changes
            if changes.made:
                library = Library.load(changes.home, settings.bundled)
                build(changes.home, library, Embedder(settings), settings, progress)
        except BaseException:
            changes.undo()
            raise


def build(
    home: Home,
    library: Library,
    embedder: Embedder,
    settings: Settings,
    progress: Progress | None = None,
) -> ClauseIndex:
    """Build, check and swap in a generation of a home's documents (lock held).

    Only then does home.json say they are held. On any failure the documents and the generation in
    use stay as they were, and nothing half-made is read.
    """
    home = sealed(home, library)
    sweep(home)
    home.generations.mkdir(parents=True, exist_ok=True)
    # never a name used before: Chroma keeps what it once opened by path
    name = f"{time.strftime('%Y%m%dT%H%M%S')}-{library.fingerprint}-{uuid.uuid4().hex[:8]}"
    folder = home.generations / name
    try:
        with _capped(settings.max_index_mb):
            vectors = VectorCache(home.vectors, embedder.key)
            write_generation(folder, library, embedder, vectors, progress, dict(home.added))
            home.save(folder)
            index = ClauseIndex.open(folder, embedder)
            check(index, settings.max_index_mb, progress)
        integrity.synced_tree(folder)
        integrity.synced(folder.parent)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if why := _why(error, home):
            raise PinciteError(why) from error
        raise
    previous = [one.name for one in generations(home)[:1]]
    home.save()
    write_whole(home.pointer, "\n".join([folder.name, *previous]) + "\n")
    sweep(home)
    return index


def _why(error: BaseException, home: Home) -> str:
    """What a person should know of a failure that is not ours, and can do; else nothing."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return (
            f"the index could not be written: {error.strerror}. The documents and the index in use "
            f"are unharmed; free some space near {home.root} (or raise PINCITE_MAX_INDEX_MB) and "
            "run this again"
        )
    if isinstance(error, sqlite3.Error):
        return (
            f"the vector cache {home.vectors} could not be written ({error}); the documents and "
            "the index in use are unharmed; is the disk full, or the folder read-only?"
        )
    if type(error).__module__.startswith("chromadb"):
        return f"Chroma could not store the index ({error}); the index in use is unharmed"
    return ""


def check(index: ClauseIndex, max_mb: int, progress: Progress | None = None) -> None:
    """Every clause finds itself through Chroma, files match the manifest, and all is in its cap."""
    numbered = list(enumerate(index.unit_clauses.tolist()))
    first = {clause: number for number, clause in reversed(numbered)}
    for done, (clause, number) in enumerate(sorted(first.items()), 1):
        near = index.nearest(np.asarray(index.vectors[number]), _NEAREST)
        if index.chroma_failed or (clause not in near and not _twin(index, number, near)):
            why = index.chroma_failed or f"not among {_NEAREST}"
            raise IndexDamaged(f"clause {clause} does not find itself in the new index ({why})")
        if progress and (done % 50 == 0 or done == len(first)):
            progress("checking", done, len(first))
    size = sum(path.stat().st_size for path in index.folder.rglob("*") if path.is_file())
    if size > max_mb * 2**20:
        raise IndexDamaged(
            f"the new index takes {size >> 20} MB, more than PINCITE_MAX_INDEX_MB={max_mb}"
        )


def _twin(index: ClauseIndex, number: int, near: np.ndarray[Any, Any]) -> bool:
    """Whether what was found has the very same words: boilerplate repeated in many documents."""
    found = index.similarities(np.asarray(index.vectors[number]), near.tolist())
    return bool(len(near)) and max(float(values.max()) for values in found.values()) > _TWINS


@contextlib.contextmanager
def _capped(max_mb: int) -> Iterator[None]:
    """No file may grow past the cap meanwhile.

    A broken store was seen to write 72 GB in two minutes.
    """
    try:
        import resource
        import signal
    except ImportError:  # Windows has neither; the size is still checked afterwards
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    cap = max_mb * 2**20
    previous = signal.getsignal(signal.SIGXFSZ)
    with contextlib.suppress(ValueError):  # not the main thread: Python ignores the signal already
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limit = cap if hard == resource.RLIM_INFINITY else min(cap, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGXFSZ, previous)
