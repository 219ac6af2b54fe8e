"""A library written as one generation of the index: vectors, words, terms, and Chroma's store."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from corpus import chroma
from corpus.embed import Embedder
from corpus.home import write_whole
from corpus.index import FORMAT, Progress
from corpus.integrity import stamped
from corpus.late import DIMENSIONS, WordVectors
from corpus.lexical import LexicalIndex
from corpus.library import Library
from corpus.units import Unit, lexical_text, units
from corpus.vector_cache import VectorCache
from corpus.weights import sha256


def write_generation(
    folder: Path,
    library: Library,
    embedder: Embedder,
    cache: VectorCache,
    progress: Progress | None = None,
    versions: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Write a whole generation into a new folder and return its manifest.

    The caller holds the lock and checks it; `progress` hears the step, how many of how many. What
    each added document says of itself is kept in the manifest with its version, of `versions`.
    """
    versions = versions or {}
    folder.mkdir(parents=True)
    rows, made = units(library)

    def tell(n: int, of: int) -> None:
        if progress:
            progress("embedding", n, of)

    vectors, words, embedded = _embed(made, embedder, cache, tell)
    np.save(folder / "vectors.npy", vectors)
    words.save(folder)
    (folder / "units.json").write_text(
        json.dumps({"clauses": rows, "units": [[u.clause, u.kind, u.start, u.end] for u in made]}),
        encoding="utf-8",
    )
    searched = [lexical_text(library[i], library[i].clauses[n]) for i, n in rows]
    LexicalIndex.build(searched).save(folder / "lexical")
    chroma.write(folder / "chroma", rows, made, vectors, progress)
    stored = chroma.sums(folder / "chroma")
    chroma.tried(folder, stored)
    manifest = _manifest(folder, library, embedder) | {
        "clauses": len(rows),
        "units": len(made),
        "embedded": embedded,
        "aside": sorted(library.aside),
        "said": {
            document.id: {"version": versions[document.id], "said": library.said_of(document)}
            for document in library
            if document.id in versions
        },
        "chroma": stored,
    }
    manifest = stamped(json.loads(json.dumps(manifest)))
    write_whole(folder / "manifest.json", json.dumps(manifest, indent=1))
    return manifest


def _manifest(folder: Path, library: Library, embedder: Embedder) -> dict[str, object]:
    return {
        "format": FORMAT,
        "library": library.fingerprint,
        "documents": len(library),
        "model": embedder.identity,
        "files": {
            str(path.relative_to(folder)): sha256(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.relative_to(folder).parts[0].startswith("chroma")
        },
    }


def _embed(
    made: list[Unit], embedder: Embedder, cache: VectorCache, tell: Callable[[int, int], None]
) -> tuple[np.ndarray, WordVectors, int]:
    """All units' vectors, the words' of those compared word by word, how many were embedded."""
    if not made:
        return np.zeros((0, 1), dtype=np.float32), WordVectors.of([]), 0
    worded = [n for n, unit in enumerate(made) if unit.kind != "sentence" and embedder.reads_words]
    others = [
        n for n, unit in enumerate(made) if unit.kind == "sentence" or not embedder.reads_words
    ]
    words: list[np.ndarray] = [np.zeros((0, DIMENSIONS), dtype=np.int8)] * len(made)
    vectors, embedded = np.zeros((len(made), 0), dtype=np.float32), 0
    for numbers in (worded, others):
        if not numbers:
            continue
        texts = [made[n].text for n in numbers]
        if numbers is worded:
            whole, inside, new = cache.words(texts, embedder, tell)
            for n, small in zip(numbers, inside, strict=True):
                words[n] = small
        else:
            whole, new = cache.vectors(texts, embedder, tell)
        if not vectors.shape[1]:
            vectors = np.zeros((len(made), whole.shape[1]), dtype=np.float32)
        vectors[numbers], embedded = whole, embedded + new
    return vectors, WordVectors.of(words), embedded
