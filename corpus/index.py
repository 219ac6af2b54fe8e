"""Both ends of the store: clauses are written as one index generation, and found in it (the only
user of chromadb).

A generation is a folder: `manifest.json`, `units.json`, `vectors.npy`, `words.npy`, `lexical/`,
`chroma/`. A unit (corpus.units) is one text with one vector. Chroma finds the nearest units; the
same vectors beside it score every unit of the clauses found, and stand in for Chroma where its
files are damaged (peers lost indexes silently: `count()` looks healthy on a broken store).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.embed import Embedder, QueryVectors
from corpus.late import DIMENSIONS, WordVectors
from corpus.lexical import LexicalIndex
from corpus.library import Library
from corpus.model import IndexDamaged, ModelMismatch, Span
from corpus.units import UNITS, Unit, lexical_text, units
from corpus.vector_cache import VectorCache

FORMAT = 6
_COLLECTION = "units"
_MARGIN = 200

Progress = Callable[[str, int, int], None]
#: A unit's place in its document (None where it has none there), and how well a question's words
#: find its own: best, and spread.
WordScore = tuple[Span | None, float, float]


# --- writing ---------------------------------------------------------------------------------------------------


def write_generation(
    folder: Path,
    library: Library,
    embedder: Embedder,
    cache: VectorCache,
    progress: Progress | None = None,
) -> dict:
    """Write a whole generation into a new folder and return its manifest. The caller holds the lock
    and checks it.
    """
    folder.mkdir(parents=True)
    rows, made = units(library)
    tell = (lambda n, of: progress("embedding", n, of)) if progress else None
    vectors, words, embedded = _embed(made, embedder, cache, tell)
    np.save(folder / "vectors.npy", vectors)
    words.save(folder)
    (folder / "units.json").write_text(
        json.dumps({"clauses": rows, "units": [[u.clause, u.kind, u.start, u.end] for u in made]}),
        encoding="utf-8",
    )
    LexicalIndex.build([lexical_text(library[i], library[i].clauses[n]) for i, n in rows]).save(
        folder / "lexical"
    )
    _write_chroma(folder / "chroma", rows, made, vectors, progress)
    manifest = {
        "format": FORMAT,
        "library": library.fingerprint,
        "documents": len(library),
        "clauses": len(rows),
        "units": len(made),
        "embedded": embedded,
        "model": embedder.identity,
        "files": {
            str(path.relative_to(folder)): _sha256(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "chroma" not in path.relative_to(folder).parts
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return manifest


def _embed(
    made: list[Unit], embedder: Embedder, cache: VectorCache, tell
) -> tuple[np.ndarray, WordVectors, int]:
    """Vectors of all units, the words' vectors of those that are compared word by word, and how
    many were embedded.
    """
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


def _client(folder: Path):
    import chromadb

    return chromadb.PersistentClient(
        str(folder), settings=chromadb.Settings(anonymized_telemetry=False)
    )


def _write_chroma(
    folder: Path, rows: list, made: list[Unit], vectors: np.ndarray, progress: Progress | None
) -> None:
    client = _client(folder)
    try:
        collection = client.create_collection(
            _COLLECTION,
            embedding_function=None,
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_construction": 200,
                    "ef_search": 1200,
                    "max_neighbors": 32,
                    "num_threads": 1,
                }
            },
        )
        step = min(2000, client.get_max_batch_size())
        for begin in range(0, len(made), step):
            some = range(begin, min(begin + step, len(made)))
            collection.add(
                ids=[str(n) for n in some],
                embeddings=vectors[some.start : some.stop],
                metadatas=[
                    {
                        "document": rows[made[n].clause][0],
                        "clause": made[n].clause,
                        "kind": made[n].kind,
                    }
                    for n in some
                ],
            )
            if progress:
                progress("storing", some.stop, len(made))
    finally:
        client.close()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- reading ---------------------------------------------------------------------------------------------------


class ClauseIndex:
    """One finished generation, open for reading. It never writes to its own files."""

    def __init__(self, folder: Path, manifest: dict) -> None:
        self.folder, self.manifest = folder, manifest
        #: Why Chroma is not used, once it has failed; empty while it works.
        self.chroma_failed = ""

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None = None) -> ClauseIndex:
        """Open a generation by its real path. IndexDamaged for a broken one, ModelMismatch for
        another model's.
        """
        folder = folder.resolve()
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            wanted = {name: (folder / name).stat().st_size for name in manifest["files"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"the index in {folder} is damaged ({error})") from error
        if manifest.get("format") != FORMAT or not wanted:
            raise IndexDamaged(
                f"the index in {folder} has format {manifest.get('format')}, this version reads {FORMAT}"
            )
        wanted_model = (
            json.loads(json.dumps(embedder.identity)) if embedder is not None else manifest["model"]
        )
        if (
            manifest["model"] | {"words": ""} == wanted_model | {"words": ""}
            and manifest["model"] != wanted_model
        ):
            raise IndexDamaged(
                f"the index in {folder} was made by a version with other word vectors"
            )
        if manifest["model"] != wanted_model:
            raise ModelMismatch(
                f"the index was built with the model {manifest['model'].get('name')} ({manifest['model'].get('dtype')}), "
                f"and {embedder.name} ({embedder.dtype}) is set now; run 'pincite index' to build it again, "
                "or set PINCITE_EMBED_MODEL back"
            )
        index = cls(folder, manifest)
        index._check_shapes()
        return index

    def _check_shapes(self) -> None:
        try:
            lengths = {
                len(self.vectors),
                len(self.unit_clauses),
                len(self.words),
                self.manifest["units"],
            }
            clauses = {len(self.clauses), self.manifest["clauses"]}
            self.lexical  # noqa: B018 - opening it is the check
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"the index in {self.folder} is damaged ({error})") from error
        if len(lengths) != 1 or len(clauses) != 1:
            raise IndexDamaged(
                f"the index in {self.folder} is damaged: it holds {lengths} units and {clauses} clauses"
            )

    def verify(self) -> None:
        """Check every file against the manifest; IndexDamaged names the first that differs. Reads
        the whole index.
        """
        for name, expected in self.manifest["files"].items():
            path = self.folder / name
            if not path.exists() or _sha256(path) != expected:
                raise IndexDamaged(f"{path} is not as it was written")

    @cached_property
    def _table(self) -> dict:
        return json.loads((self.folder / "units.json").read_text(encoding="utf-8"))

    @cached_property
    def clauses(self) -> list[tuple[str, int]]:
        """(document id, number of the clause in it) for every row."""
        return [(document, number) for document, number in self._table["clauses"]]

    @cached_property
    def unit_clauses(self) -> np.ndarray:
        """The clause row of every unit."""
        return np.asarray([unit[0] for unit in self._table["units"]], dtype=np.int32)

    @cached_property
    def unit_kinds(self) -> np.ndarray:
        """The kind of every unit."""
        return np.asarray([unit[1] for unit in self._table["units"]])

    @cached_property
    def vectors(self) -> np.ndarray:
        """Every unit's vector, mapped from the file."""
        return np.asarray(np.load(self.folder / "vectors.npy", mmap_mode="r"))

    @cached_property
    def words(self) -> WordVectors:
        """The vectors of every unit's words; a sentence has none of its own, it stands in a window."""
        return WordVectors.load(self.folder)

    @cached_property
    def lexical(self) -> LexicalIndex:
        return LexicalIndex.load(self.folder / "lexical")

    @cached_property
    def _units_of(self) -> dict[str, dict[int, list[int]]]:
        table: dict[str, dict[int, list[int]]] = {kind: {} for kind in UNITS}
        for number, (clause, kind, _, _) in enumerate(self._table["units"]):
            table[kind].setdefault(clause, []).append(number)
        return table

    @cached_property
    def _spans(self) -> list[Span | None]:
        return [Span(start, end) if end else None for _, _, start, end in self._table["units"]]

    @cached_property
    def _collection(self):
        if not (self.folder / "chroma" / "chroma.sqlite3").exists():
            raise FileNotFoundError(
                "chroma.sqlite3 is missing"
            )  # Chroma would quietly make an empty one
        collection = _client(self.folder / "chroma").get_collection(
            _COLLECTION, embedding_function=None
        )
        if collection.count() != self.manifest["units"]:
            raise ValueError(f"Chroma holds {collection.count()} of {self.manifest['units']} units")
        sample = np.linspace(
            0, self.manifest["units"] - 1, num=min(12, self.manifest["units"]), dtype=int
        )
        for number in dict.fromkeys(
            sample.tolist()
        ):  # count() looks healthy on a broken store, so ask it something
            found = collection.query(
                query_embeddings=[self.vectors[number].tolist()], n_results=1, include=["distances"]
            )
            if not found["ids"][0] or found["distances"][0][0] > 0.02:
                raise ValueError(f"Chroma does not find unit {number} by its own vector")
        return collection

    def nearest(
        self, vector: np.ndarray, count: int, documents: Sequence[str] | None = None
    ) -> np.ndarray:
        """Rows of the clauses whose units are nearest to a unit vector, nearest first, found by
        Chroma.

        `count` is a number of units, so fewer clauses come back. Where Chroma fails, the vectors
        themselves are searched, which is exact and slower, and `chroma_failed` says why.
        """
        total = self.manifest["units"]
        if not total or (documents is not None and not documents):
            return np.zeros(0, dtype=np.int32)
        if not self.chroma_failed:
            try:
                where = {"document": {"$in": list(documents)}} if documents is not None else None
                # Chroma's graph differs a little from load to load; asked for more than is wanted,
                # and cut by the vectors themselves, its best are the same each time
                found = self._collection.query(
                    query_embeddings=[vector.tolist()],
                    n_results=min(count + _MARGIN, total),
                    where=where,
                    include=[],
                )
                units = np.asarray(sorted(int(n) for n in found["ids"][0]), dtype=np.int64)
                order = np.argsort(-(self.vectors[units] @ vector), kind="stable")[:count]
                return _unique(self.unit_clauses[units[order]])
            except Exception as error:  # noqa: BLE001 - Chroma raises many kinds; none may cost the member the answer
                self.chroma_failed = f"{type(error).__name__}: {error}"
        scores = self.vectors @ vector
        if documents is not None:
            held = set(documents)
            inside = np.asarray([document in held for document, _ in self.clauses])
            scores = np.where(inside[self.unit_clauses], scores, -2.0)
        order = np.argsort(-scores, kind="stable")[:count]
        return _unique(self.unit_clauses[order[scores[order] > -2.0]])

    def similarities(self, vector: np.ndarray, rows: Sequence[int]) -> dict[str, np.ndarray]:
        """For each kind of unit, the best cosine of each clause row with the vector; 0 where it has
        no such unit.
        """
        best = {}
        for kind, units_of in self._units_of.items():
            owned = [units_of.get(int(row), ()) for row in rows]
            best[kind] = _best_of(self.vectors, vector, owned)
        return best

    def units(self, row: int, kind: str) -> list[tuple[int, Span | None]]:
        """The numbers of a clause row's units of one kind, in reading order, each with its span."""
        return [(n, self._spans[n]) for n in self._units_of[kind].get(int(row), ())]

    def scores_of(self, kind: str, vector: np.ndarray, row: int) -> list[tuple[Span | None, float]]:
        """The cosine of every unit of one kind of a clause with the vector, in reading order, each
        with its span.
        """
        numbers = self._units_of[kind].get(int(row), [])
        if not numbers:
            return []
        scores = self.vectors[numbers] @ vector
        return [(self._spans[n], score) for n, score in zip(numbers, scores.tolist(), strict=True)]

    def word_scores(
        self, asked: QueryVectors, rows: Sequence[int], kind: str
    ) -> dict[int, list[WordScore]]:
        """For each clause row, its units of one kind with how well the question's words find
        theirs, best and spread (corpus.late).
        """
        units_of = self._units_of[kind]
        owned = [(int(row), n) for row in rows for n in units_of.get(int(row), ())]
        best, spread = self.words.matches(asked.words, [n for _, n in owned], asked.counts)
        found: dict[int, list[WordScore]] = {}
        for (row, n), *scores in zip(owned, best.tolist(), spread.tolist(), strict=True):
            found.setdefault(row, []).append((self._spans[n], *scores))
        return found


def _best_of(vectors: np.ndarray, vector: np.ndarray, owned: list[Sequence[int]]) -> np.ndarray:
    """For each list of unit numbers the best cosine with the vector, and at least 0."""
    best = np.zeros(len(owned), dtype=np.float32)
    full = [at for at, numbers in enumerate(owned) if numbers]
    if full:
        scores = vectors[[n for at in full for n in owned[at]]] @ vector
        firsts = np.cumsum([0, *(len(owned[at]) for at in full[:-1])])
        best[full] = np.maximum(np.maximum.reduceat(scores, firsts), 0.0)
    return best


def _unique(rows: np.ndarray) -> np.ndarray:
    return np.asarray(list(dict.fromkeys(rows.tolist())), dtype=np.int32)
