"""Chroma's store of one generation: written whole, and opened only if it finds what it holds (the
only user of chromadb).
"""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from corpus import integrity
from corpus.units import Unit

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
_SECONDS = 120
_GRAPH = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 1200,
    "max_neighbors": 32,
    "num_threads": 1,
}

Progress = Callable[[str, int, int], None]


def _client(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(
        str(folder), settings=chromadb.Settings(anonymized_telemetry=False)
    )


def write(
    folder: Path,
    rows: Sequence[tuple[str, int]],
    made: Sequence[Unit],
    vectors: np.ndarray,
    progress: Progress | None,
) -> None:
    """Write Chroma's store of these units, one row of `vectors` each; `rows` are their clauses."""
    client = _client(folder)
    try:
        collection = client.create_collection(
            _COLLECTION,
            embedding_function=None,
            configuration={"hnsw": _GRAPH},
        )
        step = min(2000, client.get_max_batch_size())
        for begin in range(0, len(made), step):
            some = range(begin, min(begin + step, len(made)))
            collection.add(
                ids=[str(n) for n in some],
                embeddings=vectors[some.start : some.stop],
                metadatas=[
                    {"document": rows[unit.clause][0], "clause": unit.clause, "kind": unit.kind}
                    for unit in made[some.start : some.stop]
                ],
            )
            if progress:
                progress("storing", some.stop, len(made))
    finally:
        client.close()


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


def opened(folder: Path, vectors: np.ndarray, recorded: Mapping[str, str] | None = None) -> Any:
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
        (folder / _TRIED).write_text(_key(found), encoding="ascii")


def _is_tried(folder: Path, found: Mapping[str, str]) -> bool:
    try:
        return (folder / _TRIED).read_text(encoding="ascii", errors="replace") == _key(found)
    except OSError:
        return False


def _key(found: Mapping[str, str]) -> str:
    known = f"{metadata.version('chromadb')} {sorted(found.items())}"
    return hashlib.sha256(known.encode()).hexdigest()


def _checked(folder: Path, vectors: np.ndarray, most: int) -> Any:
    total = len(vectors)
    collection = _client(folder / "chroma").get_collection(_COLLECTION, embedding_function=None)
    if collection.count() != total:
        raise ValueError(f"Chroma holds {collection.count()} of {total} units")
    # count() looks healthy on a broken store, so ask it something
    asked = np.linspace(0, total - 1, num=min(most, total), dtype=int).tolist()
    for number in sorted(set(asked)):
        found = collection.query(
            query_embeddings=[vectors[number].tolist()], n_results=1, include=["distances"]
        )
        if not found["ids"][0] or found["distances"][0][0] > 0.02:
            raise ValueError(f"Chroma does not find unit {number} by its own vector")
    return collection


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
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    _checked(folder, vectors, 200)
    return 0


if __name__ == "__main__":
    raise SystemExit(_main(Path(sys.argv[1])))
