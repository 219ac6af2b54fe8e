"""Clauses become a new index generation: built under a lock, capped, checked, then swapped in."""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from corpus import (
    BadDocument,
    ClauseIndex,
    Document,
    Earlier,
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
    note_missed,
    save_document,
    without,
    write_generation,
    write_whole,
)
from ingest.checking import capped, check
from ingest.keeping import sealed, sweep, sweep_drafts, way_back

_LOCK_SECONDS = 600.0  # so long a reader waits for whoever builds the index it needs
#: The cache of vectors may grow so far; what is in use is in the index too.
_CACHE_MB = 256
_STAMP = "%Y%m%dT%H%M%S"
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
    sweep_drafts(home)
    home.generations.mkdir(parents=True, exist_ok=True)
    folder = current_generation(home)
    earlier = Earlier.of(folder, embedder) if folder else None
    try:
        with capped(settings.max_index_mb):
            try:
                index = _written(home, library, embedder, settings, progress, earlier)
            except IndexDamaged:
                if earlier is None:
                    raise
                again = earlier.without_store()
                index = _written(home, library, embedder, settings, progress, again)
    except BaseException as error:
        if why := _why(error, home):
            raise PinciteError(why) from error
        raise
    folder = index.folder
    kept = way_back(home, folder)
    home.save()
    write_whole(home.pointer, "\n".join([folder.name, *kept]) + "\n")
    sweep(home)
    VectorCache(home.vectors, embedder.key).trim(_CACHE_MB)
    return index


def _written(
    home: Home,
    library: Library,
    embedder: Embedder,
    settings: Settings,
    progress: Progress | None,
    earlier: Earlier | None,
) -> ClauseIndex:
    """A generation written and checked, on the disk when this returns; on any failure it is gone.

    What `earlier` holds of the same documents is taken over.
    """
    # never a name used before: Chroma keeps what it once opened by path
    name = f"{_stamp(home)}-{library.fingerprint}-{uuid.uuid4().hex[:8]}"
    folder, versions = home.generations / name, dict(home.added)
    try:
        vectors = VectorCache(home.vectors, embedder.key)
        write_generation(folder, library, embedder, vectors, progress, versions, earlier)
        home.save(folder)
        index = ClauseIndex.open(folder, embedder)
        if missed := check(index, settings.max_index_mb, progress):
            index = note_missed(index, missed)
        integrity.synced_tree(folder)
        integrity.synced(folder.parent)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return index


def _stamp(home: Home) -> str:
    """The time, or a second after the newest generation's where the clock has gone back: where the
    pointer is lost, the newest is known by its name.
    """
    now = datetime.now().replace(microsecond=0)
    for folder in home.generations.glob("*"):
        with contextlib.suppress(ValueError):
            made = datetime.strptime(folder.name.partition("-")[0], _STAMP)
            now = max(now, made + timedelta(seconds=1))
    return now.strftime(_STAMP)


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
