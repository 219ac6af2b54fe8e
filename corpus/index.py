"""One index generation, open for finding clauses in it.

A generation is a folder: `manifest.json`, `parts/` (corpus.parts), `lexical/`, `chroma/`. A unit
(corpus.units) is one text with one vector. Chroma finds the nearest units; the same vectors beside
it score every unit of the clauses found, and stand in for Chroma where its files are damaged (peers
lost indexes silently: `count()` looks healthy on a broken store).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus import chroma
from corpus.embed import Embedder, QueryVectors
from corpus.integrity import differing
from corpus.late import WordVectors
from corpus.lexical import LexicalIndex
from corpus.manifest import manifest_of
from corpus.model import IndexDamaged, Span
from corpus.parts import (
    Numbered,
    Part,
    Rows,
    Segment,
    in_store,
    parts_of,
    segments_in,
    vectors_of,
    words_of,
)
from corpus.unit_table import UnitTable
from corpus.units import UNITS

#: Chroma's graph differs a little from load to load; asked for so many more than are wanted, and
#: cut by the vectors themselves, its best are the same each time.
_MARGIN = 200

Progress = Callable[[str, int, int], None]
#: A unit's place in its document (None where it has none there), and how well a question's words
#: find its own: best, and spread.
WordScore = tuple[Span | None, float, float]


class ClauseIndex:
    """One finished generation, open for reading. It never writes to its own files."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder, self.manifest = folder, manifest
        #: Why Chroma is not used, once it has failed; empty while it works.
        self.chroma_failed = ""
        #: Whether so few questions are asked that opening Chroma takes longer than it saves.
        self.once = False

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None = None) -> ClauseIndex:
        """Open a generation by its real path.

        IndexDamaged for a broken one, ModelMismatch for one of another model than the embedder's.
        """
        folder = folder.resolve()
        manifest = manifest_of(folder, embedder)
        if wrong := differing(folder, manifest["files"]):
            raise IndexDamaged(f"the index in {folder} is damaged: {wrong}")
        index = cls(folder, manifest)
        index._check_shapes()
        return index

    def without(self, documents: Collection[str]) -> ClauseIndex:
        """The same index less the clauses of some documents, which the vectors alone search."""
        kept = [row for row, (one, _) in enumerate(self.clauses) if one not in documents]
        if len(kept) == len(self.clauses):
            return self
        units, numbers = self.table.only(kept)
        manifest = self.manifest | {"clauses": len(kept), "units": len(units)}
        fewer = ClauseIndex(self.folder, manifest)
        fewer.chroma_failed = "it holds clauses of documents that are set aside"
        fewer.__dict__ |= {  # as the cached properties would have them
            "clauses": [self.clauses[row] for row in kept],
            "table": units,
            "vectors": self.vectors.only(numbers),
            "words": self.words.only(numbers),
            "lexical": self.lexical.only(kept),
        }
        return fewer

    def _check_shapes(self) -> None:
        try:
            units = sum(one.units for one in self.segments)
            lengths = {self.manifest["units"], units, len(self.vectors), len(self.words)}
            clauses = {sum(one.clauses for one in self.segments), self.manifest["clauses"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"the index in {self.folder} is damaged ({error})") from error
        if len(lengths) != 1 or len(clauses) != 1:
            raise IndexDamaged(
                f"the index in {self.folder} is damaged: "
                f"it holds {lengths} units and {clauses} clauses"
            )

    @cached_property
    def segments(self) -> list[Segment]:
        """Where each document's clauses and units lie, in the order of the rows."""
        return segments_in(self.manifest)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """The parts that have them, by name."""
        return parts_of(self.folder, self.segments)

    @cached_property
    def clauses(self) -> list[tuple[str, int]]:
        """(document id, number of the clause in it) for every row."""
        found: list[tuple[str, int]] = []
        for one in self.segments:
            numbers, _ = self.parts[one.part].table
            own = numbers[one.clause : one.clause + one.clauses].tolist()
            found += [(one.document, number) for number in own]
        return found

    @cached_property
    def table(self) -> UnitTable:
        """Every unit, by the rows of the clauses."""
        found, row = [np.zeros((0, 4), dtype=np.int32)], 0
        for one in self.segments:
            _, held = self.parts[one.part].table
            own = held[one.unit : one.unit + one.units].copy()
            own[:, 0] += row
            found.append(own)
            row += one.clauses
        return UnitTable(np.concatenate(found))

    @property
    def unit_clauses(self) -> np.ndarray:
        """The clause row of every unit."""
        return self.table.clauses

    @property
    def unit_kinds(self) -> np.ndarray:
        """The kind of every unit."""
        return self.table.kinds

    @cached_property
    def vectors(self) -> Rows:
        """Every unit's vector, mapped from the files."""
        return vectors_of(self.segments, self.parts)

    @cached_property
    def words(self) -> WordVectors:
        """The vectors of every unit's words; a sentence has none, it stands in a window."""
        return words_of(self.segments, self.parts)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The search by words, a row a clause."""
        return LexicalIndex.load(self.folder / "lexical")

    @cached_property
    def _collection(self) -> Any:
        vectors = vectors_of(in_store(self.segments), self.parts)
        return chroma.opened(self.folder, vectors, self.manifest.get("chroma"))

    def nearest(
        self, vector: np.ndarray, count: int, documents: Sequence[str] | None = None
    ) -> np.ndarray:
        """Rows of the clauses whose units are nearest to a unit vector, nearest first.

        `count` is a number of units, so fewer clauses come back. Of some documents only, and where
        Chroma fails (`chroma_failed` says why) or is not opened (`once`), the vectors are searched:
        exact, and of a few documents faster than Chroma's filter (evals/LOG.md, 29 November).
        """
        total = self.manifest["units"]
        if not total or (documents is not None and not documents):
            return np.zeros(0, dtype=np.int32)
        units = self._found(vector, count) if documents is None else self._units_in(documents)
        order = np.argsort(-(self.vectors[units] @ vector), kind="stable")[:count]
        return _unique(self.unit_clauses[units[order]])

    def _found(self, vector: np.ndarray, count: int) -> np.ndarray:
        """The numbers of the units that may be nearest, a few more than wanted, in order."""
        most = count + _MARGIN
        if not self.chroma_failed and not self.once:
            try:
                found = self._collection.query(
                    query_embeddings=[vector.tolist()],
                    n_results=min(most, sum(one.units for one in in_store(self.segments))),
                    include=[],
                )
                given = self._numbered.units_of([int(n) for n in found["ids"][0]])
                beside = self._beside(vector, most)
                return np.union1d(np.concatenate([given, beside]), self.missed)
            # Chroma raises many kinds; none may cost the member the answer
            except Exception as error:  # noqa: BLE001
                self.chroma_failed = f"{type(error).__name__}: {error}"
        return np.sort(_best(self.vectors.scores(vector), most))

    def _beside(self, vector: np.ndarray, most: int) -> np.ndarray:
        """Of the units that are not in Chroma's store so many, the nearest."""
        starts = np.cumsum([0, *(one.units for one in self.segments)]).tolist()
        ranges = [
            (start, start + one.units)
            for start, one in zip(starts, self.segments, strict=False)
            if one.first < 0 and one.units
        ]
        if not ranges:
            return np.zeros(0, dtype=np.int64)
        scores = np.concatenate([self.vectors.between(*one) @ vector for one in ranges])
        units = np.concatenate([np.arange(*one) for one in ranges])
        return np.asarray(units[_best(scores, most)])

    @cached_property
    def _numbered(self) -> Numbered:
        return Numbered(self.segments)

    @cached_property
    def missed(self) -> np.ndarray:
        """Units that Chroma did not find when it was checked: the vectors alone find them."""
        return np.asarray(self.manifest.get("missed", ()), dtype=np.int64)

    def _units_in(self, documents: Sequence[str]) -> np.ndarray:
        """The numbers of the units of some documents, in order."""
        known = self._units_by_document
        held = [known[one] for one in dict.fromkeys(documents) if one in known]
        return np.sort(np.concatenate(held)) if held else np.zeros(0, dtype=np.int64)

    @cached_property
    def _units_by_document(self) -> dict[str, np.ndarray]:
        table: dict[str, list[int]] = {}
        for row, (document, _) in enumerate(self.clauses):
            table.setdefault(document, []).append(row)
        whose = self.unit_clauses
        ends = {one: np.searchsorted(whose, (rows[0], rows[-1] + 1)) for one, rows in table.items()}
        return {one: np.arange(*end) for one, end in ends.items()}

    def similarities(self, asked: QueryVectors, rows: Collection[int]) -> dict[str, np.ndarray]:
        """By kind of unit, each clause row's best cosine with a question; 0 where it has none."""
        return {
            kind: self.vectors.best(asked.of(kind), [self.table.of(int(row), kind) for row in rows])
            for kind in UNITS
        }

    def units(self, row: int, kind: str) -> list[tuple[int, Span | None]]:
        """The numbers of a clause row's units of one kind, in reading order, each with its span."""
        return [(n, self.table.span(n)) for n in self.table.of(int(row), kind)]

    def scores_of(
        self, kind: str, asked: QueryVectors, row: int
    ) -> list[tuple[Span | None, float]]:
        """The cosine of every unit of one kind of a clause row, in reading order, with its span."""
        numbers = self.table.of(int(row), kind)
        if not numbers:
            return []
        scores = (self.vectors[numbers] @ asked.of(kind)).tolist()
        return [(self.table.span(n), score) for n, score in zip(numbers, scores, strict=True)]

    def word_scores(self, asked: QueryVectors, rows: Sequence[int]) -> dict[int, list[WordScore]]:
        """By clause row, how well a question's words find those of its windows."""
        owned = [(int(row), n) for row in rows for n in self.table.of(int(row), "window")]
        found_best, spread = self.words.matches(asked.words, [n for _, n in owned], asked.counts)
        found: dict[int, list[WordScore]] = {}
        for (row, n), *scores in zip(owned, found_best.tolist(), spread.tolist(), strict=True):
            found.setdefault(row, []).append((self.table.span(n), *scores))
        return found


def _best(scores: np.ndarray, most: int) -> np.ndarray:
    """Where the highest scores are, in any order."""
    order = np.argpartition(-scores, most) if most < len(scores) else np.arange(len(scores))
    return np.asarray(order[:most])


def _unique(rows: np.ndarray) -> np.ndarray:
    return np.asarray(list(dict.fromkeys(rows.tolist())), dtype=np.int32)
