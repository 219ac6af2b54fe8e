"""Vectors kept by text and model in SQLite: one model embeds one text once."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from corpus import late
from corpus.embed import Embedder, Progress

#: By key, a text's unit vector and the packed vectors of its words.
_Rows = dict[bytes, tuple[np.ndarray, np.ndarray]]


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
        named = f"{self._model}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(named).digest()[:16]

    def vectors(
        self, texts: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> tuple[np.ndarray, int]:
        """Vectors for these texts, in order, and how many had to be embedded."""
        whole, _, made = self._rows(texts, embedder, False, progress)
        return whole, made

    def words(
        self, texts: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> tuple[np.ndarray, list[np.ndarray], int]:
        """As `vectors`, with the packed vectors of each text's words."""
        return self._rows(texts, embedder, True, progress)

    def _rows(
        self, texts: Sequence[str], embedder: Embedder, words: bool, progress: Progress | None
    ) -> tuple[np.ndarray, list[np.ndarray], int]:
        keys = [self._key(text) for text in texts]
        with closing(self._open()) as store:
            known = _known(store, list(dict.fromkeys(keys)), words)
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            wanted = list(missing.items())
            for begin in range(0, len(wanted), 1024):

                def tell(n: int, _: int, begin: int = begin) -> None:
                    if progress:
                        progress(begin + n, len(wanted))

                known |= _made(store, wanted[begin : begin + 1024], embedder, words, tell)
        whole = np.asarray([known[key][0] for key in keys], dtype=np.float32)
        return whole, [known[key][1] for key in keys], len(wanted)


def _known(store: sqlite3.Connection, keys: list[bytes], words: bool) -> _Rows:
    """What is kept of these keys; a row without the vectors of its words is not enough for them."""
    known: _Rows = {}
    for begin in range(0, len(keys), 500):
        some = keys[begin : begin + 500]
        marks = ",".join("?" * len(some))
        for key, whole, inside in store.execute(
            f"SELECT key, vector, words FROM texts WHERE key IN ({marks})", some
        ):
            if inside is not None or not words:
                known[key] = (np.frombuffer(whole, dtype=np.float32), _words(inside or b""))
    return known


def _made(
    store: sqlite3.Connection,
    some: list[tuple[bytes, str]],
    embedder: Embedder,
    words: bool,
    tell: Progress,
) -> _Rows:
    """Embed these texts and keep what comes of them."""
    keys, texts = [key for key, _ in some], [text for _, text in some]
    if words:
        whole, inside = embedder.read(texts, tell)
        kept: list[bytes | None] = [small.tobytes() for small in inside]
    else:
        whole, inside = embedder.documents(texts, tell), [_words(b"")] * len(texts)
        kept = [None] * len(texts)
    rows = zip(keys, (one.tobytes() for one in whole), kept, strict=True)
    with store:
        store.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", rows)
    return dict(zip(keys, zip(whole, inside, strict=True), strict=True))


def _words(kept: bytes) -> np.ndarray:
    return np.frombuffer(kept, dtype=np.int8).reshape(-1, late.DIMENSIONS)
