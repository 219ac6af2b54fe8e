"""The words of a question as they are searched.

Its own, the contract's for them, and BM25 of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from corpus.lexical import LexicalIndex
from corpus.lexicon import expansion
from corpus.words import terms


@dataclass(frozen=True)
class Wording:
    """A text read once. `said` are its own words, `meant` those that the lexicon has for them."""

    text: str
    said: tuple[str, ...]
    meant: tuple[str, ...]
    index: LexicalIndex = field(repr=False)

    @classmethod
    def of(cls, text: str, index: LexicalIndex, said: tuple[str, ...] = ()) -> Wording:
        """The wording of a text; `said` are its words, each once, where they are known."""
        own = said or tuple(dict.fromkeys(terms(text)))
        return cls(text, own, tuple(expansion(text)), index)

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """How rare each word is in the index (corpus.lexical)."""
        return {word: self.index.rarity(word) for word in (*self.said, *self.meant)}

    def scores(self, words: Iterable[str]) -> np.ndarray:
        """BM25 of some of these words together for every row of the index, (rows,) float32."""
        return sum((self._each[word] for word in words), start=self.index.scores(()))

    @cached_property
    def _each(self) -> Mapping[str, np.ndarray]:
        return {word: self.index.scores((word,)) for word in (*self.said, *self.meant)}
