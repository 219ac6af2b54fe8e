"""Chroma's store of one generation: written whole, and opened only if it finds what it holds (the
only user of chromadb).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.units import Unit

_COLLECTION = "units"
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


def opened(folder: Path, vectors: np.ndarray) -> Any:
    """The collection of a generation's folder, once it has found some of its units by their own
    vectors; FileNotFoundError or ValueError where it has not, and whatever Chroma raises.
    """
    folder, total = folder / "chroma", len(vectors)
    if not (folder / "chroma.sqlite3").exists():  # Chroma would quietly make an empty one
        raise FileNotFoundError("chroma.sqlite3 is missing")
    collection = _client(folder).get_collection(_COLLECTION, embedding_function=None)
    if collection.count() != total:
        raise ValueError(f"Chroma holds {collection.count()} of {total} units")
    # count() looks healthy on a broken store, so ask it something
    for number in sorted(set(np.linspace(0, total - 1, num=min(12, total), dtype=int).tolist())):
        found = collection.query(
            query_embeddings=[vectors[number].tolist()], n_results=1, include=["distances"]
        )
        if not found["ids"][0] or found["distances"][0][0] > 0.02:
            raise ValueError(f"Chroma does not find unit {number} by its own vector")
    return collection
