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
    """The packed vectors of many texts' words, in one file one after another or in several.

    `starts` has where each text's begin, and the end of the last; ValueError where it does not fit.
    """

    def __init__(self, vectors: np.ndarray, starts: np.ndarray) -> None:
        if len(starts) < 1 or int(starts[-1]) != len(vectors):
            raise ValueError(
                f"word vectors: {len(vectors)} are held "
                f"and {int(starts[-1]) if len(starts) else 0} are told of"
            )
        self._held = [vectors]
        #: For each text the file that has its words, where they begin there, and where they end.
        self._files = np.zeros(len(starts) - 1, dtype=np.int64)
        self._starts, self._ends = starts[:-1], starts[1:]

    @classmethod
    def of(cls, texts: Sequence[np.ndarray]) -> WordVectors:
        """The vectors of these texts; a text may have none."""
        starts = np.concatenate([[0], np.cumsum([len(words) for words in texts])]).astype(np.int64)
        held = [words for words in texts if len(words)]
        return cls(
            np.concatenate(held) if held else np.zeros((0, DIMENSIONS), dtype=np.int8), starts
        )

    @classmethod
    def joined(
        cls, files: Sequence[WordVectors], which: np.ndarray, numbers: np.ndarray
    ) -> WordVectors:
        """Texts of several: for each, `which` of the files has it, and its number there."""
        made = cls.of([])
        made._held = [one._held[0] for one in files]
        made._files = which
        made._starts, made._ends = np.zeros((2, len(which)), dtype=np.int64)
        for file, one in enumerate(files):
            here = which == file
            made._starts[here] = one._starts[numbers[here]]
            made._ends[here] = one._ends[numbers[here]]
        return made

    def save(self, folder: Path) -> None:
        """Write `words.npy` and `words_at.npy`, for texts in one file."""
        np.save(folder / "words.npy", self._held[0])
        np.save(folder / "words_at.npy", np.concatenate([[0], self._ends]).astype(np.int64))

    @classmethod
    def load(cls, folder: Path) -> WordVectors:
        """Open what `save` wrote; the vectors are mapped from the file."""
        # a plain array over the file: slices cost a tenth
        mapped = np.asarray(np.load(folder / "words.npy", mmap_mode="r"))
        return cls(mapped, np.load(folder / "words_at.npy"))

    def __len__(self) -> int:
        return len(self._starts)

    def only(self, texts: Sequence[int] | np.ndarray) -> WordVectors:
        """Some of the texts, numbered anew."""
        made, numbers = WordVectors.of([]), np.asarray(texts, dtype=np.int64)
        made._held, made._files = self._held, self._files[numbers]
        made._starts, made._ends = self._starts[numbers], self._ends[numbers]
        return made

    def packed(self, number: int) -> np.ndarray:
        """The vectors of one text's words as they are kept: (words, DIMENSIONS), int8."""
        held = self._held[int(self._files[number])]
        return held[int(self._starts[number]) : int(self._ends[number])]

    def of_text(self, number: int) -> np.ndarray:
        """The vectors of one text's words: (words, DIMENSIONS), float32, of length about one."""
        return self.packed(number).astype(np.float32) / 127

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
        files, starts, ends = self._files[numbers], self._starts[numbers], self._ends[numbers]
        full = np.flatnonzero(ends > starts)
        if not len(full) or not len(question):
            return best, spread
        if counts is None:
            counts = np.full(len(question), 1 / len(question), dtype=np.float32)
        spans = zip(*(one[full].tolist() for one in (files, starts, ends)), strict=True)
        words = np.concatenate([self._held[file][start:end] for file, start, end in spans])
        sizes = (ends - starts)[full]
        firsts = np.concatenate([[0], np.cumsum(sizes[:-1])]).astype(np.int64)
        cosines = words.astype(np.float32) @ (question.T / 127.0)
        best[full] = np.maximum.reduceat(cosines, firsts, axis=0) @ counts
        np.exp(cosines * HEAT, out=cosines)
        mean = np.add.reduceat(cosines, firsts, axis=0) / sizes[:, None]
        spread[full] = np.log(mean) @ counts / HEAT
        return best, spread
