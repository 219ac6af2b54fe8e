"""What an index holds of each document, in parts: files that later generations share.

A part is a folder of a generation, `parts/<name>/`, that is never changed: of some documents, one
after another, which clauses are searched, their units with a vector each and the vectors of their
words, and their terms. A later generation has the same files by another name and a part more for
what is new; small parts are written together again, so that there are few. A segment says where in
which part a document lies.
"""

from __future__ import annotations

import json
import os
import shutil
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus.late import WordVectors


@dataclass(frozen=True, slots=True)
class Segment:
    """Where one document lies: in its part the number of its first clause and unit, how many it has
    of each, and the number that Chroma knows its first unit by; the others follow. It is -1 where
    Chroma's store has none of them. `key` is what the document was when its units were made.
    """

    document: str
    key: str
    part: str
    clause: int
    unit: int
    clauses: int
    units: int
    first: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One document's share of a part; `units` as of corpus.unit_table, by its own clauses."""

    document: str
    numbers: list[int]
    units: np.ndarray
    vectors: np.ndarray
    words: list[np.ndarray]
    terms: list[list[str]]


class Part:
    """A part that is written; each of its files is opened when first wanted."""

    #: Whether a later generation may have the same files.
    shared = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def vectors(self) -> np.ndarray:
        """A row a unit, mapped from the file."""
        return np.asarray(np.load(self.folder / "vectors.npy", mmap_mode="r"))

    @cached_property
    def words(self) -> WordVectors:
        """The vectors of each unit's words."""
        return WordVectors.load(self.folder)

    @cached_property
    def table(self) -> tuple[np.ndarray, np.ndarray]:
        """The number in its document of every clause, and every unit."""
        return np.load(self.folder / "clauses.npy"), np.load(self.folder / "units.npy")

    @cached_property
    def _terms(self) -> tuple[list[str], np.ndarray, np.ndarray]:
        known = json.loads((self.folder / "vocabulary.json").read_text(encoding="utf-8"))
        held = np.load(self.folder / "terms.npy"), np.load(self.folder / "terms_at.npy")
        return list(known), *held

    def terms_of(self, clauses: range, numbers: dict[str, int]) -> list[list[int]]:
        """The terms of some clauses as `numbers` has them, which learns those that it lacks."""
        known, held, at = self._terms
        begin, end = int(at[clauses.start]), int(at[clauses.stop])
        told = np.full(len(known), -1, dtype=np.int32)
        # in the order in which they are read, as if all were read anew
        for n in dict.fromkeys(held[begin:end].tolist()):
            told[n] = numbers.setdefault(known[n], len(numbers))
        return [told[held[at[n] : at[n + 1]]].tolist() for n in clauses]

    def piece(self, segment: Segment) -> Piece:
        """What it holds of one document."""
        clauses = range(segment.clause, segment.clause + segment.clauses)
        units = range(segment.unit, segment.unit + segment.units)
        (numbers, kept), (known, held, at) = self.table, self._terms
        return Piece(
            segment.document,
            numbers[clauses.start : clauses.stop].tolist(),
            kept[units.start : units.stop],
            self.vectors[units.start : units.stop],
            [self.words.packed(n) for n in units],
            [[known[n] for n in held[at[c] : at[c + 1]].tolist()] for c in clauses],
        )


def write(folder: Path, pieces: Sequence[Piece]) -> None:
    """Write a part of these documents, one after another."""
    folder.mkdir(parents=True)
    wide = [piece.vectors for piece in pieces if len(piece.vectors)]
    np.save(
        folder / "vectors.npy",
        np.concatenate(wide) if wide else np.zeros((0, 1), dtype=np.float32),
    )
    WordVectors.of([words for piece in pieces for words in piece.words]).save(folder)
    numbers = [number for piece in pieces for number in piece.numbers]
    np.save(folder / "clauses.npy", np.asarray(numbers, dtype=np.int32))
    units = [piece.units for piece in pieces]
    np.save(folder / "units.npy", np.concatenate([np.zeros((0, 4), dtype=np.int32), *units]))
    vocabulary: dict[str, int] = {}
    rows = [
        [vocabulary.setdefault(term, len(vocabulary)) for term in terms]
        for piece in pieces
        for terms in piece.terms
    ]
    np.save(folder / "terms.npy", np.asarray([n for row in rows for n in row], dtype=np.int32))
    np.save(folder / "terms_at.npy", np.cumsum([0, *map(len, rows)], dtype=np.int64))
    (folder / "vocabulary.json").write_text(json.dumps(list(vocabulary)), encoding="utf-8")


def share(part: Path, folder: Path) -> None:
    """Have a part's files in another folder too: by another name, or a copy where that can't be."""
    folder.mkdir(parents=True)
    for path in sorted(part.iterdir()):
        try:
            os.link(path, folder / path.name)
        except OSError:
            shutil.copy2(path, folder / path.name)


def placed(name: str, pieces: Iterable[Piece], known: Mapping[str, Segment]) -> list[Segment]:
    """Where the documents of a part of this name lie, each with the key and number it is known by.

    `known` has them by document, with places that need not be right.
    """
    found, clause, unit = [], 0, 0
    for piece in pieces:
        was = known[piece.document]
        clauses, units = len(piece.numbers), len(piece.units)
        found.append(
            Segment(piece.document, was.key, name, clause, unit, clauses, units, was.first)
        )
        clause, unit = clause + clauses, unit + units
    return found


def segments_in(manifest: Mapping[str, Any]) -> list[Segment]:
    """The segments that a manifest tells of, in the order of the index' rows."""
    return [Segment(*row) for row in manifest["segments"]]


def in_store(segments: Iterable[Segment]) -> list[Segment]:
    """Those whose units are in Chroma's store."""
    return [one for one in segments if one.first >= 0]


def told(segments: Iterable[Segment]) -> list[list[Any]]:
    """The segments as a manifest has them."""
    return [list(astuple(segment)) for segment in segments]


class Numbered:
    """Which unit of an index is which number of Chroma's."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        starts = np.cumsum([0, *(one.units for one in segments)]).tolist()
        held = sorted(
            (one.first, at)
            for one, at in zip(segments, starts, strict=False)
            if one.units and one.first >= 0
        )
        self._firsts, self._starts = np.asarray(held, dtype=np.int64).reshape(-1, 2).T

    def units_of(self, numbers: Sequence[int]) -> np.ndarray:
        """The units of these numbers."""
        given = np.asarray(numbers, dtype=np.int64)
        at = np.searchsorted(self._firsts, given, side="right") - 1
        return given - self._firsts[at] + self._starts[at]


class Rows:
    """The vectors of an index' units, a row each, gathered from the files of its parts."""

    def __init__(self, held: Sequence[np.ndarray], places: np.ndarray) -> None:
        """`places` has where each row lies when the files are laid end to end."""
        self._held, self._places = held, places
        self._begins = np.cumsum([0, *map(len, held)])
        self._firsts: list[int] = self._begins.tolist()  # for one row a list is quicker
        self.shape = len(places), held[0].shape[1] if held else 1

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, which: Any) -> np.ndarray:
        places = self._places[which]
        if not isinstance(places, np.ndarray):
            place = int(places)
            part = bisect_right(self._firsts, place) - 1
            return np.asarray(self._held[part][place - self._firsts[part]])
        if len(self._held) == 1:
            return np.asarray(self._held[0][places])
        found = np.empty((len(places), self.shape[1]), dtype=np.float32)
        parts = np.searchsorted(self._begins, places, side="right") - 1
        for part in np.unique(parts).tolist():
            at = np.flatnonzero(parts == part)
            found[at] = self._held[part][places[at] - self._begins[part]]
        return found

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self[:] if dtype is None else self[:].astype(dtype)

    def scores(self, vector: np.ndarray) -> np.ndarray:
        """The product of every row with a vector, file by file: nothing is copied."""
        found = [held @ vector for held in self._held]
        laid = np.concatenate([*found, np.zeros(0, dtype=np.float32)])
        return np.asarray(laid[self._places])

    def between(self, begin: int, end: int) -> np.ndarray:
        """Rows that lie together in one file, as they lie there."""
        first = int(self._places[begin])
        part = int(np.searchsorted(self._begins, first, side="right")) - 1
        first -= int(self._begins[part])
        return self._held[part][first : first + end - begin]

    def best(self, vector: np.ndarray, owned: Sequence[Sequence[int]]) -> np.ndarray:
        """For each list of rows the best cosine with the vector, and at least 0."""
        best = np.zeros(len(owned), dtype=np.float32)
        full = [at for at, rows in enumerate(owned) if rows]
        if full:
            scores = self[[n for at in full for n in owned[at]]] @ vector
            firsts = np.cumsum([0, *(len(owned[at]) for at in full[:-1])])
            best[full] = np.maximum(np.maximum.reduceat(scores, firsts), 0.0)
        return best

    def only(self, rows: Sequence[int] | np.ndarray) -> Rows:
        """Some of the rows, numbered anew."""
        return Rows(self._held, self._places[np.asarray(rows, dtype=np.int64)])


def vectors_of(segments: Sequence[Segment], parts: Mapping[str, Part]) -> Rows:
    """The rows of all units of a generation, in order."""
    names = [name for name in parts if len(parts[name].vectors)]
    sizes = [len(parts[name].vectors) for name in names]
    begins = dict(zip(names, np.cumsum([0, *sizes])[:-1].tolist(), strict=True))
    places = [begins[s.part] + np.arange(s.unit, s.unit + s.units) for s in segments if s.units]
    return Rows(
        [parts[name].vectors for name in names],
        np.concatenate(places) if places else np.zeros(0, dtype=np.int64),
    )


def words_of(segments: Sequence[Segment], parts: Mapping[str, Part]) -> WordVectors:
    """The vectors of the words of all units of a generation, in order."""
    numbers = {name: number for number, name in enumerate(parts)}
    which = [np.full(s.units, numbers[s.part], dtype=np.int64) for s in segments]
    owned = [np.arange(s.unit, s.unit + s.units) for s in segments]
    none = [np.zeros(0, dtype=np.int64)]
    return WordVectors.joined(
        [part.words for part in parts.values()],
        np.concatenate(none + which),
        np.concatenate(none + owned),
    )


def parts_of(folder: Path, segments: Iterable[Segment]) -> dict[str, Part]:
    """A generation's parts by name, in order of name."""
    names = sorted({segment.part for segment in segments})
    return {name: Part(folder / "parts" / name) for name in names}
