"""Vectors kept by text and model in SQLite: one text is embedded once by one model, whichever
document it is in.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from corpus import late
from corpus.embed import Embedder, Progress


class VectorCache:
    """Vectors by text and model, in one SQLite file: adding a document embeds only that document.

    A damaged file is thrown away and begun again; it holds nothing that cannot be made anew.
    """

    def __init__(self, path: Path, model_key: str) -> None:
        self._path, self._model = path, model_key

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._connect()
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS texts "
            "(key BLOB PRIMARY KEY, vector BLOB NOT NULL, words BLOB) WITHOUT ROWID"
        )
        return connection

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._model}\0{text}".encode("utf-8", "surrogatepass")).digest()[
            :16
        ]

    def vectors(
        self, texts: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> tuple[np.ndarray, int]:
        """Vectors for these texts, in order, and how many had to be embedded."""
        whole, _, made = self._rows(texts, embedder, False, progress)
        return whole, made

    def words(
        self, texts: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> tuple[np.ndarray, list[np.ndarray], int]:
        """Vectors for these texts, the packed vectors of each one's words, and how many texts had
        to be embedded.
        """
        return self._rows(texts, embedder, True, progress)

    def _rows(
        self, texts: Sequence[str], embedder: Embedder, words: bool, progress: Progress | None
    ) -> tuple[np.ndarray, list[np.ndarray], int]:
        keys = [self._key(text) for text in texts]
        with closing(self._open()) as store:
            known: dict[bytes, tuple[np.ndarray, np.ndarray]] = {}
            wanted = list(dict.fromkeys(keys))
            for begin in range(0, len(wanted), 500):
                some = wanted[begin : begin + 500]
                marks = ",".join("?" * len(some))
                for key, whole, inside in store.execute(
                    f"SELECT key, vector, words FROM texts WHERE key IN ({marks})", some
                ):
                    if inside is not None or not words:
                        known[key] = (np.frombuffer(whole, dtype=np.float32), _words(inside or b""))
            missing = list(
                {
                    key: text for key, text in zip(keys, texts, strict=True) if key not in known
                }.items()
            )
            for begin in range(0, len(missing), 1024):
                some = missing[begin : begin + 1024]
                tell = (
                    (lambda n, _, base=begin: progress(base + n, len(missing)))
                    if progress
                    else None
                )
                plain = [text for _, text in some]
                whole, inside = (
                    embedder.read(plain, tell)
                    if words
                    else (embedder.documents(plain, tell), [None] * len(some))
                )
                rows = [
                    (key, *row)
                    for (key, _), row in zip(some, zip(whole, inside, strict=True), strict=True)
                ]
                with store:
                    store.executemany(
                        "INSERT OR REPLACE INTO texts VALUES (?, ?, ?)",
                        [
                            (key, one.tobytes(), None if small is None else small.tobytes())
                            for key, one, small in rows
                        ],
                    )
                known.update(
                    {
                        key: (one, _words(b"") if small is None else small)
                        for key, one, small in rows
                    }
                )
        whole = np.asarray([known[key][0] for key in keys], dtype=np.float32)
        return whole, [known[key][1] for key in keys], len(missing)


def _words(kept: bytes) -> np.ndarray:
    return np.frombuffer(kept, dtype=np.int8).reshape(-1, late.DIMENSIONS)
