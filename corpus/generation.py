"""A library written as one generation of the index.

What the generation before holds of the same documents is taken over: its parts by another name, and
Chroma's store as a copy that is changed by what is new and what is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import chroma, parts
from corpus.document import Document
from corpus.earlier import Earlier
from corpus.embed import Embedder
from corpus.home import write_whole
from corpus.index import ClauseIndex, Progress
from corpus.integrity import stamped
from corpus.late import DIMENSIONS
from corpus.lexical import LexicalIndex
from corpus.library import Library
from corpus.manifest import FORMAT
from corpus.parts import Part, Piece, Segment
from corpus.store import stored
from corpus.unit_table import numbers_of
from corpus.units import BESIDE, Unit, lexical_text, units_of
from corpus.vector_cache import VectorCache
from corpus.weights import sha256
from corpus.words import terms

#: A part of which such a share is of no use is written anew.
_WASTED = 1 / 3


def write_generation(
    folder: Path,
    library: Library,
    embedder: Embedder,
    cache: VectorCache,
    progress: Progress | None = None,
    versions: Mapping[str, str] | None = None,
    earlier: Earlier | None = None,
) -> dict[str, object]:
    """Write a whole generation into a new folder and return its manifest.

    The caller holds the lock and checks it; `progress` hears the step, how many of how many. What
    each added document says of itself is kept in the manifest with its version, of `versions`.
    `earlier` is the generation from which what is the same is taken over.
    """
    versions = versions or {}
    folder.mkdir(parents=True)
    held = _taken_over(library, versions, earlier)
    new = [document for document in library if document.id not in held]
    made = _pieces(new, embedder, cache, progress)
    keys = {document.id: _key(document, library, versions) for document in new}
    placed = _parted(folder, made.pieces, keys, held, earlier)
    store = stored(folder, [placed[d.id] for d in library], earlier, progress)
    segments = store.segments
    _searched(folder, segments)
    chroma.tried(folder, store.sums)
    manifest = _manifest(folder, library, embedder) | {
        "clauses": sum(segment.clauses for segment in segments),
        "units": sum(segment.units for segment in segments),
        "embedded": made.embedded,
        "aside": sorted(library.aside),
        "said": {
            document.id: {"version": versions[document.id], "said": library.said_of(document)}
            for document in library
            if document.id in versions
        },
        "segments": parts.told(segments),
        "numbers": store.numbers,
        "new": [document.id for document in new],
        "stored": store.added,
        "missed": earlier.missed_in(segments, held) if earlier else [],
        "chroma": store.sums,
    }
    manifest = stamped(json.loads(json.dumps(manifest)))
    write_whole(folder / "manifest.json", json.dumps(manifest, indent=1))
    return manifest


def note_missed(index: ClauseIndex, missed: Sequence[int]) -> ClauseIndex:
    """An index that says itself which units its Chroma does not find, opened anew."""
    manifest = {**index.manifest, "missed": sorted({*index.missed.tolist(), *missed})}
    write_whole(index.folder / "manifest.json", json.dumps(stamped(manifest), indent=1))
    return ClauseIndex(index.folder, manifest)


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


def _key(document: Document, library: Library, versions: Mapping[str, str]) -> str:
    """What a document's units depend on: its stored version, or a digest's own words."""
    aside = " aside" if document.id in library.aside else ""
    return versions.get(document.id, document.checksum) + aside


def _taken_over(
    library: Library, versions: Mapping[str, str], earlier: Earlier | None
) -> dict[str, Segment]:
    """By document, the segments of an earlier index that are of these very documents."""
    held = earlier.segments if earlier else []
    known = {one.document: one for one in held if earlier and one.part in earlier.parts}
    return {
        document.id: known[document.id]
        for document in library
        if document.id in known and known[document.id].key == _key(document, library, versions)
    }


# --- parts ---


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of new documents, and how many of their texts had to be embedded."""

    pieces: list[Piece]
    embedded: int


def _pieces(
    new: Sequence[Document], embedder: Embedder, cache: VectorCache, progress: Progress | None
) -> _Made:
    def tell(n: int, of: int) -> None:
        if progress:
            progress("embedding", n, of)

    cut = [units_of(document) for document in new]
    made = [unit for _, units in cut for unit in units]
    vectors, words, embedded = _embed(made, embedder, cache, tell)
    pieces, begin = [], 0
    for document, (numbers, units) in zip(new, cut, strict=True):
        end = begin + len(units)
        pieces.append(
            Piece(
                document.id,
                numbers,
                numbers_of(units),
                vectors[begin:end],
                words[begin:end],
                [terms(lexical_text(document, document.clauses[n])) for n in numbers],
            )
        )
        begin = end
    return _Made(pieces, embedded)


def _embed(
    made: list[Unit], embedder: Embedder, cache: VectorCache, tell: Callable[[int, int], None]
) -> tuple[np.ndarray, list[np.ndarray], int]:
    """All units' vectors, the words' of windows, and how many were embedded."""
    words: list[np.ndarray] = [np.zeros((0, DIMENSIONS), dtype=np.int8)] * len(made)
    if not made:
        return np.zeros((0, 1), dtype=np.float32), words, 0
    vectors, embedded = np.zeros((len(made), 0), dtype=np.float32), 0
    for how in ("words", "whole", "beside"):
        numbers = [n for n, unit in enumerate(made) if _read(unit, embedder) == how]
        if not numbers:
            continue
        texts = [made[n].text for n in numbers]
        if how == "words":
            whole, inside, new = cache.words(texts, embedder, tell)
            for n, small in zip(numbers, inside, strict=True):
                words[n] = small
        else:
            read = cache.beside if how == "beside" else cache.vectors
            whole, new = read(texts, embedder, tell)
        if not vectors.shape[1]:
            vectors = np.zeros((len(made), whole.shape[1]), dtype=np.float32)
        vectors[numbers], embedded = whole, embedded + new
    return vectors, words, embedded


def _read(unit: Unit, embedder: Embedder) -> str:
    """How a unit is read: word by word, as a whole, or as what stands beside a clause."""
    if unit.kind in BESIDE:
        return "beside"
    return "words" if unit.kind == "window" and embedder.reads_words else "whole"


def _parted(
    folder: Path,
    pieces: Sequence[Piece],
    keys: Mapping[str, str],
    held: Mapping[str, Segment],
    earlier: Earlier | None,
) -> dict[str, Segment]:
    """The parts written or shared; where each document lies. What is new has no number yet (-1)."""
    held_parts = earlier.parts if earlier else {}
    again = _written_again(sum(len(piece.units) for piece in pieces), held, held_parts)
    moved = [held_parts[one.part].piece(one) for one in held.values() if one.part in again]
    known = dict(held) | {one: Segment(one, key, "", 0, 0, 0, 0, -1) for one, key in keys.items()}
    found = dict(held)
    if together := sorted([*pieces, *moved], key=lambda piece: piece.document):
        parts.write(folder / "parts" / folder.name, together)
        found |= {one.document: one for one in parts.placed(folder.name, together, known)}
    for name in {one.part for one in found.values()} - {folder.name}:
        parts.share(held_parts[name].folder, folder / "parts" / name)
    return found


def _written_again(
    size: int, held: Mapping[str, Segment], held_parts: Mapping[str, Part]
) -> set[str]:
    """The parts to be written together with so many new units: those not much larger, so that there
    are never many, and those that are of little use.
    """
    again: set[str] = set()
    for name, part in sorted(held_parts.items(), key=lambda one: len(one[1].vectors)):
        used = sum(one.units for one in held.values() if one.part == name)
        total = len(part.vectors)
        if 2 * size > total or total - used > _WASTED * total or not part.shared:
            again.add(name)
            size += used
    return again


# --- searches ---


def _searched(folder: Path, segments: Sequence[Segment]) -> None:
    """The search by words, over the terms that the parts keep."""
    held = parts.parts_of(folder, segments)
    vocabulary: dict[str, int] = {}
    rows: list[list[int]] = []
    for one in segments:
        clauses = range(one.clause, one.clause + one.clauses)
        rows += held[one.part].terms_of(clauses, vocabulary)
    LexicalIndex.of(rows, vocabulary).save(folder / "lexical")
