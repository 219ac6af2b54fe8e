"""Search by words: BM25 over our own terms (the only user of bm25s); section numbers are words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.words import terms


class LexicalIndex:
    """BM25 over a list of texts; row numbers are the list's."""

    def __init__(self, engine: Any, vocabulary: dict[str, int], rows: int) -> None:
        self._engine, self._vocabulary, self._rows = engine, vocabulary, rows
        self._only: np.ndarray | None = None

    def only(self, rows: Sequence[int]) -> LexicalIndex:
        """The same search over some of the rows, numbered anew; words are as rare as among all."""
        fewer = LexicalIndex(self._engine, self._vocabulary, self._rows)
        fewer._only = np.asarray(rows, dtype=np.int64)
        return fewer

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index these texts."""
        vocabulary: dict[str, int] = {}
        rows = [
            [vocabulary.setdefault(term, len(vocabulary)) for term in terms(text)] for text in texts
        ]
        return cls.of(rows, vocabulary)

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]], vocabulary: dict[str, int]) -> LexicalIndex:
        """Index texts whose terms are known, by their numbers in a vocabulary.

        Without any word there is no engine, for bm25s refuses that.
        """
        import bm25s

        if not vocabulary:
            return cls(None, {}, len(rows))
        engine = bm25s.BM25(k1=1.2, b=0.6)
        engine.index((rows, vocabulary), show_progress=False)
        return cls(engine, vocabulary, len(rows))

    def save(self, folder: Path) -> None:
        """Write it to a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "rows").write_text(str(self._rows), encoding="ascii")
        if self._engine is not None:
            self._engine.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open what `save` wrote."""
        import bm25s

        rows = int((folder / "rows").read_text(encoding="ascii"))
        if not (folder / "vocab.index.json").exists():
            return cls(None, {}, rows)
        engine = bm25s.BM25.load(folder, load_vocab=True)
        return cls(engine, engine.vocab_dict, rows)

    def scores(self, words: Sequence[str], weights: dict[str, float] | None = None) -> np.ndarray:
        """BM25 of every row for these stemmed terms, float32; all zero where no word is known."""
        total = np.zeros(self._rows, dtype=np.float32)
        for word in dict.fromkeys(words) if self._engine is not None else ():
            if (number := self._vocabulary.get(word)) is not None:
                total += (weights or {}).get(word, 1.0) * self._engine.get_scores_from_ids([number])
        return total if self._only is None else total[self._only]

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stemmed term; an unknown one is in no text."""
        documents = self.frequency(word)
        return float(np.log(1 + (self._rows - documents + 0.5) / (documents + 0.5)))

    def frequency(self, word: str) -> int:
        """In how many texts a stemmed term occurs."""
        number = self._vocabulary.get(word)
        if number is None or self._engine is None:
            return 0
        pointers = self._engine.scores["indptr"]
        return int(pointers[number + 1] - pointers[number])
