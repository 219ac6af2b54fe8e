"""Chroma's store of one generation: written whole, or as a changed copy of the one before; opened
only if it finds what it holds (the only user of chromadb).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from corpus import integrity
from corpus.owner import private_file
from corpus.parts import Rows, in_store, parts_of, segments_in, vectors_of

_COLLECTION = "units"
_SQLITE = "chroma.sqlite3"
#: In the folder of a graph that was finished, and is read as it is.
_FINISHED = "index_metadata.pickle"
#: What Chroma's tables say of units: which they are, and the vectors that are in no graph yet.
_UNITS = (
    "select segment_id, embedding_id, seq_id from embeddings order by id",
    "select seq_id, id, vector from embeddings_queue order by seq_id",
)
#: In a generation's folder: what was opened last without harm, and by which Chroma.
_TRIED = "chroma.tried"
#: So many units at a time; Chroma takes few more.
_BATCH = 2000
_SECONDS = 120
_GRAPH = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 1200,
    "max_neighbors": 32,
    "num_threads": 1,
}

Progress = Callable[[str, int, int], None]
#: Units one after another: the number of the first, by which Chroma gives it, and their vectors.
Added = tuple[int, np.ndarray]


def _client(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(
        str(folder), settings=chromadb.Settings(anonymized_telemetry=False)
    )


def write(folder: Path, added: Sequence[Added], progress: Progress | None) -> None:
    """Write a store of these units."""
    with _held(folder) as client:
        collection = client.create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": _GRAPH}
        )
        _add(client, collection, added, progress)


def change(
    earlier: Path,
    folder: Path,
    gone: Sequence[range],
    added: Sequence[Added],
    progress: Progress | None,
) -> None:
    """Write a copy of a store, less the units of some numbers and with others.

    A number must be none that the store ever had. It is written into, so nothing of it is shared.
    """
    _copied(earlier, folder, shared=False)
    with _held(folder) as client:
        collection = client.get_collection(_COLLECTION, embedding_function=None)
        left = [str(number) for some in gone for number in some]
        for begin in range(0, len(left), _BATCH):
            collection.delete(ids=left[begin : begin + _BATCH])
        _add(client, collection, added, progress)


def copy(earlier: Path, folder: Path) -> None:
    """Have the same store in another folder, to be read there and never changed.

    Chroma writes into the SQLite file that it opens, and into a graph that was never finished; a
    finished one it only reads, so that its files are shared by another name where that can be.
    """

    _copied(earlier, folder, shared=True)


def _copied(earlier: Path, folder: Path, shared: bool) -> None:
    """OSError of the first file that can't be: what copies whole trees only lists such."""
    folder.mkdir()
    for path in sorted(earlier.rglob("*")):
        place = folder / path.relative_to(earlier)
        if path.is_dir():
            place.mkdir()
            continue
        if shared and (path.parent / _FINISHED).exists():
            with suppress(OSError):
                os.link(path, place)
                continue
        shutil.copy2(path, place)


@contextmanager
def _held(folder: Path) -> Iterator[Any]:
    client = _client(folder)
    try:
        yield client
    finally:
        client.close()


def _add(client: Any, collection: Any, added: Sequence[Added], progress: Progress | None) -> None:
    numbers = [first + n for first, vectors in added for n in range(len(vectors))]
    vectors = np.concatenate([vectors for _, vectors in added]) if numbers else np.zeros(0)
    step = min(_BATCH, client.get_max_batch_size())
    for begin in range(0, len(numbers), step):
        some = numbers[begin : begin + step]
        collection.add(ids=list(map(str, some)), embeddings=vectors[begin : begin + step])
        if progress:
            progress("storing", begin + len(some), len(numbers))


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a store, and of its SQLite file that of what it says of units.

    Chroma writes to that file whenever it opens it, and to a graph that was never finished: it is
    made anew from the vectors in the SQLite file.
    """
    found = {
        str(path.relative_to(folder)): integrity.sum_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.parent / _FINISHED).exists()
    }
    place = f"{(folder / _SQLITE).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(place, uri=True)) as base:
        digest = hashlib.sha256()
        for what in _UNITS:
            for row in base.execute(what):
                digest.update(repr(row).encode())
    return found | {_SQLITE: digest.hexdigest()}


def is_whole(folder: Path) -> bool:
    """Whether the store of a generation's folder is as it was written, by the Chroma that is
    installed.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        found = sums(folder / "chroma")
    except (OSError, ValueError, sqlite3.Error):
        return False
    return bool(found == manifest.get("chroma") and _is_tried(folder, found))


def opened(folder: Path, vectors: Rows, recorded: Mapping[str, str] | None = None) -> Any:
    """The collection of a generation's folder, once it has found some of its units by their own
    vectors; FileNotFoundError or ValueError where it has not, and whatever Chroma raises.

    `recorded` are its sums when it was written. A store that was not opened before as it is, by the
    Chroma that is installed, is opened first in a process of its own: a damaged graph ends it.
    """
    if not (folder / "chroma" / _SQLITE).exists():  # Chroma would quietly make an empty one
        raise FileNotFoundError("chroma.sqlite3 is missing")
    found = sums(folder / "chroma")
    if recorded is not None and found != recorded:
        raise ValueError("its files are not as they were written")
    if not _is_tried(folder, found):
        _try_apart(folder)
        tried(folder, found)
    return _checked(folder, vectors, 12)


def tried(folder: Path, found: Mapping[str, str]) -> None:
    """Note in a generation's folder that its store of these sums harms nobody who opens it.

    Whoever has just written it notes it too: a generation that kills its builder is never used.
    """
    with suppress(OSError):
        private_file(folder / _TRIED)
        (folder / _TRIED).write_text(_key(found), encoding="ascii")


def _is_tried(folder: Path, found: Mapping[str, str]) -> bool:
    try:
        return (folder / _TRIED).read_text(encoding="ascii", errors="replace") == _key(found)
    except OSError:
        return False


def _key(found: Mapping[str, str]) -> str:
    known = f"{metadata.version('chromadb')} {sorted(found.items())}"
    return hashlib.sha256(known.encode()).hexdigest()


def _checked(folder: Path, vectors: Rows, most: int) -> Any:
    total, client = len(vectors), _client(folder / "chroma")
    collection = client.get_collection(_COLLECTION, embedding_function=None)
    # what it holds open (descriptors, threads, the graph) goes with the last who uses it, so that a
    # server keeps nothing of a generation that it has left
    weakref.finalize(collection, client.close)
    if collection.count() != total:
        raise ValueError(f"Chroma holds {collection.count()} of {total} units")
    # count() looks healthy on a broken store, so ask it something. A graph of many equal vectors
    # may lose sight of a few without being broken, and those are covered (ingest.checking).
    asked = sorted(set(np.linspace(0, total - 1, num=min(most, total), dtype=int).tolist()))
    missed = [number for number in asked if not _finds(collection, vectors[number])]
    if len(missed) > len(asked) // 10:
        raise ValueError(f"Chroma does not find unit {missed[0]} by its own vector")
    return collection


def _finds(collection: Any, vector: np.ndarray) -> bool:
    found = collection.query(query_embeddings=[vector.tolist()], n_results=1, include=["distances"])
    return bool(found["ids"][0]) and found["distances"][0][0] <= 0.02


def _try_apart(folder: Path) -> None:
    """Open the store in a process of its own; ValueError where it died or found it damaged."""
    root = Path(__file__).resolve().parents[1]
    paths = os.pathsep.join(part for part in (str(root), os.environ.get("PYTHONPATH", "")) if part)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "corpus.chroma", str(folder)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "PYTHONPATH": paths},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValueError(f"it did not open within {_SECONDS} s") from None
    if done.returncode < 0:
        raise ValueError(f"opening it ends a process ({signal.Signals(-done.returncode).name})")
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").split("\n")
        raise ValueError(f"it can't be opened ({next(filter(None, reversed(lines)), '')[:300]})")


def _main(folder: Path) -> int:
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    segments = in_store(segments_in(manifest))
    _checked(folder, vectors_of(segments, parts_of(folder, segments)), 200)
    return 0


if __name__ == "__main__":
    raise SystemExit(_main(Path(sys.argv[1])))
