"""What a vector is about: which topics, and whether a question wants the whole of something.

One linear layer over the vectors of questions, statements and clauses, learned from the questions
beside the facts of the digests, whose topics readers marked, and from questions that want an
overview or one rule (`pincite evals train --topics`; evals/LOG.md, 29 November).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from corpus.topics import topics

TOPICAL = Path(__file__).parent / "topical.safetensors"


def on_topics(vectors: np.ndarray) -> np.ndarray:
    """How likely it is that each vector is about each topic: (n, topics), from 0 to 1."""
    weights, start = _layer()
    return _chance(np.asarray(vectors, dtype=np.float32) @ weights[:, :-1] + start[:-1])


def wants_all(vector: np.ndarray) -> float:
    """How likely it is that a question wants all that stands on its matter, from 0 to 1."""
    weights, start = _layer()
    return float(_chance(np.asarray(vector, dtype=np.float32) @ weights[:, -1] + start[-1]))


def _chance(odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-odds)))


@cache
def _layer() -> tuple[np.ndarray, np.ndarray]:
    """The weights (dimensions, topics and one more) and what each begins with."""
    from safetensors.numpy import load_file

    held = load_file(TOPICAL)
    weights, start = held["weights"], held["start"]
    if weights.shape[1] != len(topics()) + 1 or start.shape != weights.shape[1:]:
        raise ValueError(
            f"{TOPICAL.name} knows {weights.shape[1] - 1} topics, and topics.toml has"
            f" {len(topics())}; run 'pincite evals train --topics'"
        )
    return weights, start
