"""Late interaction: a window keeps a small vector of each word, compared with each of a question's.

One vector for a whole window blurs a rule that stands in three of its words. Here each word of the
question looks for the word of the window that is nearest to it in meaning, and the window's score
is the mean of what they find (MaxSim of ColBERT; Khattab and Zaharia, 2020). The vectors are the
model's own last states, turned to their 128 principal directions and kept in eight bits a number: a
third of the size of the states, for a loss within chance (evals/LOG.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

PROJECTION = Path(__file__).parent / "late.safetensors"
DIMENSIONS = 128
#: How much more a near word counts than one that is less near, where all of a text's words are
#: looked at.
HEAT = 12.0


@cache
def projection(path: Path = PROJECTION) -> np.ndarray:
    """What takes a word's state to its small vector: (model's width, DIMENSIONS), float32."""
    from safetensors.numpy import load_file

    return np.asarray(load_file(path)["projection"], dtype=np.float32)


@cache
def checksum(path: Path = PROJECTION) -> str:
    """Twelve hex digits of the projection's file; an index holds for the one it was made with."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def small(states: np.ndarray) -> np.ndarray:
    """States, (words, width), as vectors of length one: (words, DIMENSIONS), float32."""
    states = states / np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-9)
    vectors = states @ projection()
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(vectors / lengths)


def packed(vectors: np.ndarray) -> np.ndarray:
    """Small vectors in eight bits a number, as an index keeps them."""
    return np.round(vectors * 127).astype(np.int8)


class WordVectors:
    """The packed vectors of many texts, one after another.

    `starts` has where each text's begin, and the end of the last; ValueError where it does not fit.
    """

    def __init__(self, vectors: np.ndarray, starts: np.ndarray) -> None:
        if len(starts) < 1 or int(starts[-1]) != len(vectors):
            raise ValueError(
                f"word vectors: {len(vectors)} are held "
                f"and {int(starts[-1]) if len(starts) else 0} are told of"
            )
        self._vectors, self._starts = vectors, starts

    @classmethod
    def of(cls, texts: Sequence[np.ndarray]) -> WordVectors:
        """The vectors of these texts; a text may have none."""
        starts = np.concatenate([[0], np.cumsum([len(words) for words in texts])]).astype(np.int64)
        held = [words for words in texts if len(words)]
        return cls(
            np.concatenate(held) if held else np.zeros((0, DIMENSIONS), dtype=np.int8), starts
        )

    def save(self, folder: Path) -> None:
        """Write `words.npy` and `words_at.npy`."""
        np.save(folder / "words.npy", self._vectors)
        np.save(folder / "words_at.npy", self._starts)

    @classmethod
    def load(cls, folder: Path) -> WordVectors:
        """Open what `save` wrote; the vectors are mapped from the file."""
        # a plain array over the file: slices cost a tenth
        mapped = np.asarray(np.load(folder / "words.npy", mmap_mode="r"))
        return cls(mapped, np.load(folder / "words_at.npy"))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def only(self, texts: Sequence[int]) -> WordVectors:
        """The vectors of some of the texts, numbered anew."""
        return WordVectors.of([self._vectors[self._starts[n] : self._starts[n + 1]] for n in texts])

    def of_text(self, number: int) -> np.ndarray:
        """The vectors of one text's words: (words, DIMENSIONS), float32, of length about one."""
        packed = self._vectors[self._starts[number] : self._starts[number + 1]]
        return packed.astype(np.float32) / 127

    def matches(
        self, question: np.ndarray, texts: Sequence[int], counts: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """How well the question's words find those of each text, twice; 0 and 0 for one without.

        First the mean over the question's words of the best match. Then the same with every word of
        the text looked at, the nearer the more, log(mean(exp(HEAT * cosine))) / HEAT: one good word
        lifts the best match of a text about something else, and this less. `counts` has how much
        each word of the question counts, in sum one; without it all count alike.
        """
        best, spread = np.zeros((2, len(texts)), dtype=np.float32)
        numbers = np.asarray(texts, dtype=np.int64)
        starts, ends = self._starts[numbers], self._starts[numbers + 1]
        full = np.flatnonzero(ends > starts)
        if not len(full) or not len(question):
            return best, spread
        if counts is None:
            counts = np.full(len(question), 1 / len(question), dtype=np.float32)
        spans = zip(starts[full].tolist(), ends[full].tolist(), strict=True)
        words = np.concatenate([self._vectors[start:end] for start, end in spans])
        sizes = (ends - starts)[full]
        firsts = np.concatenate([[0], np.cumsum(sizes[:-1])]).astype(np.int64)
        cosines = words.astype(np.float32) @ (question.T / 127.0)
        best[full] = np.maximum.reduceat(cosines, firsts, axis=0) @ counts
        np.exp(cosines * HEAT, out=cosines)
        mean = np.add.reduceat(cosines, firsts, axis=0) / sizes[:, None]
        spread[full] = np.log(mean) @ counts / HEAT
        return best, spread
