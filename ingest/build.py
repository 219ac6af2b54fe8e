"""Clauses become a new index generation: built under a lock, capped, checked, then swapped in."""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corpus import (
    ClauseIndex,
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
    write_generation,
    write_whole,
)


def ensure_index(
    settings: Settings, progress: Progress | None = None, said=lambda message: None
) -> Library:
    """Make sure that the home's index is of its documents and opens; build it where it is not. Returns the library.

    `said` hears why an index that was there is built again (damaged, of other documents).
    """
    home = Home.open(settings.home)
    library = Library.load(home, settings.bundled)
    embedder = Embedder(settings)
    why = _stale(home, library, embedder)
    if why is None:
        return library
    with home.writing(wait=600.0):
        home = Home.open(settings.home)
        library = Library.load(
            home, settings.bundled
        )  # somebody may have built it while we waited for the lock
        why = _stale(home, library, embedder)
        if why is not None:
            if why:
                said(why)
            build(home, library, embedder, settings, progress)
    return library


def _stale(home: Home, library: Library, embedder: Embedder) -> str | None:
    """None for an index that serves these documents, else why not ('' where there is none yet)."""
    folder = current_generation(home)
    if folder is None:
        return (
            ""
            if not home.pointer.exists()
            else "the index in use is missing; building it again from the documents"
        )
    try:
        index = ClauseIndex.open(folder, embedder)
    except ModelMismatch:
        raise
    except IndexDamaged as error:
        return f"{error}; building it again from the documents"
    if index.manifest["library"] != library.fingerprint:
        return "the documents have changed since the index was built; building it again"
    return None


def build(
    home: Home,
    library: Library,
    embedder: Embedder,
    settings: Settings,
    progress: Progress | None = None,
) -> ClauseIndex:
    """Build, check and swap in a generation of a home's documents (lock held); only then does home.json say they are held.

    On any failure the documents and the generation in use stay as they were, and nothing half-made is read.
    """
    sweep(home)
    home.generations.mkdir(parents=True, exist_ok=True)
    # never a name used before: Chroma keeps what it once opened by path
    folder = (
        home.generations
        / f"{time.strftime('%Y%m%dT%H%M%S')}-{library.fingerprint}-{uuid.uuid4().hex[:8]}"
    )
    try:
        with _capped(settings.max_index_mb):
            write_generation(
                folder, library, embedder, VectorCache(home.vectors, embedder.key), progress
            )
            home.save(folder)
            index = ClauseIndex.open(folder, embedder)
            check(index, settings.max_index_mb, progress)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            raise PinciteError(
                f"the index could not be written: {error.strerror}. The documents and the index in use are unharmed; "
                f"free some space near {home.root} (or raise PINCITE_MAX_INDEX_MB) and run this again"
            ) from error
        if isinstance(error, sqlite3.Error):
            raise PinciteError(
                f"the vector cache {home.vectors} could not be written ({error}); the documents and the index in use are unharmed; "
                "is the disk full, or the folder read-only?"
            ) from error
        if type(error).__module__.startswith("chromadb"):
            raise PinciteError(
                f"Chroma could not store the index ({error}); the index in use is unharmed"
            ) from error
        raise
    previous = home.pointer.read_text(encoding="utf-8").split() if home.pointer.exists() else []
    home.save()
    write_whole(home.pointer, "\n".join([folder.name, *previous[:1]]) + "\n")
    sweep(home)
    return index


def check(index: ClauseIndex, max_mb: int, progress: Progress | None = None) -> None:
    """Every clause finds itself through Chroma, files match the manifest, and the folder is within its cap."""
    index.verify()
    first = {
        clause: number for number, clause in reversed(list(enumerate(index.unit_clauses.tolist())))
    }
    for done, (clause, number) in enumerate(sorted(first.items()), 1):
        near = index.nearest(np.asarray(index.vectors[number]), 24)
        if index.chroma_failed or (clause not in near and not _twin(index, number, near)):
            raise IndexDamaged(
                f"clause {clause} does not find itself in the new index ({index.chroma_failed or 'not among 24'})"
            )
        if progress and (done % 50 == 0 or done == len(first)):
            progress("checking", done, len(first))
    size = sum(path.stat().st_size for path in index.folder.rglob("*") if path.is_file())
    if size > max_mb * 2**20:
        raise IndexDamaged(
            f"the new index takes {size >> 20} MB, more than PINCITE_MAX_INDEX_MB={max_mb}"
        )


def _twin(index: ClauseIndex, number: int, near: np.ndarray) -> bool:
    """Whether what was found has the very same words: boilerplate repeated in many documents."""
    found = index.similarities(np.asarray(index.vectors[number]), near.tolist())
    return bool(len(near)) and max(float(values.max()) for values in found.values()) > 0.99


def roll_back(home: Home) -> Home:
    """Go back to the generation before the one in use, documents and index together (lock held). Returns that home."""
    kept = generations(home)
    if len(kept) < 2:
        raise PinciteError("there is no earlier index generation to go back to")
    earlier = Home.read(home.root, kept[1] / "home.json")
    earlier.save()
    write_whole(home.pointer, f"{kept[1].name}\n{kept[0].name}\n")
    return earlier


def sweep(home: Home) -> None:
    """Delete what no kept generation needs (lock held): leftovers of a killed build, documents and indexes two swaps old."""
    kept = generations(home)
    for folder in home.generations.glob("*"):
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
    wanted = set(home.added)
    for path in [home.root / "home.json", *(folder / "home.json" for folder in kept)]:
        with contextlib.suppress(PinciteError, OSError):
            wanted |= set(Home.read(home.root, path).added)
    for folder in home.documents.glob("*/*"):
        if (folder.parent.name, folder.name) not in wanted:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _capped(max_mb: int) -> Iterator[None]:
    """No file may grow past the cap meanwhile: a broken store was seen to write 72 GB in two minutes."""
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
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (cap if hard == resource.RLIM_INFINITY else min(cap, hard), hard)
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGXFSZ, previous)


def generations(home: Home) -> list[Path]:
    """Folders of the generations kept: the one in use first."""
    names = home.pointer.read_text(encoding="utf-8").split() if home.pointer.exists() else []
    return [home.generations / name for name in names if (home.generations / name).exists()]
