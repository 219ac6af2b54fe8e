"""Vectors kept by text and model in SQLite: one model embeds one text once."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np

from corpus import integrity, late
from corpus.embed import Embedder, Progress

#: By key, a text's unit vector and the packed vectors of its words.
_Rows = dict[bytes, tuple[np.ndarray, np.ndarray]]
_WITH_SUMS = "SELECT key, vector, words, sum FROM texts LEFT JOIN sums USING (key)"


class VectorCache:
    """Vectors by text and model, in one SQLite file: adding a document embeds only that document.

    Each row has its own sum; one that differs is embedded again. A damaged file is set aside and
    begun again: it holds nothing that cannot be made anew.
    """

    def __init__(self, path: Path, model_key: str) -> None:
        self._path, self._model = path, model_key

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=30)
        try:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS texts "
                "(key BLOB PRIMARY KEY, vector BLOB NOT NULL, words BLOB) WITHOUT ROWID"
            )
            connection.execute(
                "CREATE TABLE IF NOT EXISTS sums "
                "(key BLOB PRIMARY KEY, sum BLOB NOT NULL) WITHOUT ROWID"
            )
        except BaseException:
            connection.close()
            raise
        return connection

    def damage(self) -> str:
        """What is wrong with the file, all of it read; nothing where it is whole or not there."""
        if not self._path.exists():
            return ""
        try:
            with closing(self._open()) as store:
                wrong = store.execute("PRAGMA quick_check(1)").fetchone()[0]
                if wrong != "ok":
                    return str(wrong)
                rows = store.execute(f"{_WITH_SUMS} WHERE sum IS NOT NULL")
                bad = sum(_sum(key, vector, words) != kept for key, vector, words, kept in rows)
        except sqlite3.DatabaseError as error:
            return str(error)
        return f"{bad} of its vectors are not as they were written" if bad else ""

    def mend(self) -> str:
        """Drop what is not as it was written, to be embedded again; what was done, if anything."""
        wrong = self.damage()
        if not wrong:
            return ""
        try:
            with closing(self._open()) as store:
                if store.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
                    rows = store.execute(f"{_WITH_SUMS} WHERE sum IS NOT NULL")
                    bad = [(key,) for key, *kept in rows if _sum(key, *kept[:2]) != kept[2]]
                    with store:
                        store.executemany("DELETE FROM texts WHERE key = ?", bad)
                    return f"{wrong}; these are embedded again"
        except sqlite3.DatabaseError as error:
            wrong = str(error)
        return f"{wrong}; set aside as {self._set_aside().name}"

    def trim(self, most_mb: int) -> None:
        """Begin it again where it has grown past a size: an index keeps what it uses itself."""
        with suppress(OSError):
            if self._path.stat().st_size > most_mb * 2**20:
                self._path.unlink()

    def _set_aside(self) -> Path:
        number = sum(1 for _ in self._path.parent.glob(f"{self._path.name}.damaged-*"))
        aside = self._path.with_name(f"{self._path.name}.damaged-{number}")
        os.replace(self._path, aside)
        return aside

    def _key(self, text: str, beside: bool) -> bytes:
        named = f"{self._model}{' beside' if beside else ''}\0{text}"
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest()[:16]

    def vectors(
        self, texts: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> tuple[np.ndarray, int]:
        """Vectors of clauses' own words, in order, and how many had to be embedded."""
        whole, _, made = self._rows(texts, embedder, "", progress)
        return whole, made

    def beside(
        self, texts: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> tuple[np.ndarray, int]:
        """The same of what stands beside clauses."""
        whole, _, made = self._rows(texts, embedder, "beside", progress)
        return whole, made

    def words(
        self, texts: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> tuple[np.ndarray, list[np.ndarray], int]:
        """As `vectors`, with the packed vectors of each text's words."""
        return self._rows(texts, embedder, "words", progress)

    def _rows(
        self, texts: Sequence[str], embedder: Embedder, how: str, progress: Progress | None
    ) -> tuple[np.ndarray, list[np.ndarray], int]:
        try:
            return self._of(texts, embedder, how, progress)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in integrity.SQLITE_BROKEN:
                raise
        self._set_aside()
        return self._of(texts, embedder, how, progress)

    def _of(
        self, texts: Sequence[str], embedder: Embedder, how: str, progress: Progress | None
    ) -> tuple[np.ndarray, list[np.ndarray], int]:
        keys = [self._key(text, how == "beside") for text in texts]
        with closing(self._open()) as store:
            known = _known(store, list(dict.fromkeys(keys)), how == "words")
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            wanted = list(missing.items())
            for begin in range(0, len(wanted), 1024):

                def tell(n: int, _: int, begin: int = begin) -> None:
                    if progress:
                        progress(begin + n, len(wanted))

                known |= _made(store, wanted[begin : begin + 1024], embedder, how, tell)
        whole = np.asarray([known[key][0] for key in keys], dtype=np.float32)
        return whole, [known[key][1] for key in keys], len(wanted)


def _known(store: sqlite3.Connection, keys: list[bytes], words: bool) -> _Rows:
    """What is kept of these keys; a row without the vectors of its words is not enough for them."""
    known: _Rows = {}
    for begin in range(0, len(keys), 500):
        some = keys[begin : begin + 500]
        marks = ",".join("?" * len(some))
        rows = store.execute(f"{_WITH_SUMS} WHERE key IN ({marks})", some)
        for key, whole, inside, kept in rows:
            if (inside is not None or not words) and _sound(key, whole, inside, kept):
                known[key] = (np.frombuffer(whole, dtype=np.float32), _words(inside or b""))
    return known


def _sum(key: bytes, vector: bytes, words: bytes | None) -> bytes:
    return hashlib.sha256(b"".join((key, vector, b"" if words is None else b"+" + words))).digest()


def _sound(key: bytes, vector: bytes, words: bytes | None, kept: bytes | None) -> bool:
    """Whether a row is as it was written; of one from before there were sums, whether it may be."""
    if kept is not None:
        return _sum(key, vector, words) == kept
    if len(vector) % 4 or len(words or b"") % late.DIMENSIONS:
        return False
    return bool(abs(np.linalg.norm(np.frombuffer(vector, dtype=np.float32)) - 1) < 0.01)


def _made(
    store: sqlite3.Connection,
    some: list[tuple[bytes, str]],
    embedder: Embedder,
    how: str,
    tell: Progress,
) -> _Rows:
    """Embed these texts and keep what comes of them."""
    keys, texts = [key for key, _ in some], [text for _, text in some]
    if how == "words":
        whole, inside = embedder.read(texts, tell)
        kept: list[bytes | None] = [small.tobytes() for small in inside]
    else:
        read = embedder.beside if how == "beside" else embedder.documents
        whole, inside = read(texts, tell), [_words(b"")] * len(texts)
        kept = [None] * len(texts)
    rows = list(zip(keys, (one.tobytes() for one in whole), kept, strict=True))
    sums = [(key, _sum(key, vector, words)) for key, vector, words in rows]
    with store:
        store.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", rows)
        store.executemany("INSERT OR REPLACE INTO sums VALUES (?, ?)", sums)
    return dict(zip(keys, zip(whole, inside, strict=True), strict=True))


def _words(kept: bytes) -> np.ndarray:
    return np.frombuffer(kept, dtype=np.int8).reshape(-1, late.DIMENSIONS)
