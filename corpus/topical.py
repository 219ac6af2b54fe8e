"""What a vector is about: which topics, and whether a question wants the whole of something.

Linear layers over the vectors of questions, statements and clauses, learned from the questions
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
    held = _layers()
    return _chance(np.asarray(vectors, dtype=np.float32) @ held["topics"] + held["topics start"])


def wants_all(whole: np.ndarray, turned: np.ndarray) -> float:
    """How likely it is that a question wants all that stands on its matter, from 0 to 1.

    By both vectors of a question (`corpus.embed.QueryVectors`).
    """
    held = _layers()
    both = np.concatenate([whole, turned]).astype(np.float32)
    return float(_chance(both @ held["overview"] + held["overview start"])[0])


def _chance(odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-odds)))


@cache
def _layers() -> dict[str, np.ndarray]:
    """The weights of topics (dimensions, topics) and of overviews (twice those, 1), and what each
    begins with.
    """
    from safetensors.numpy import load_file

    held = load_file(TOPICAL)
    if held["topics"].shape[1] != len(topics()):
        raise ValueError(
            f"{TOPICAL.name} knows {held['topics'].shape[1]} topics, and topics.toml has"
            f" {len(topics())}; run 'pincite evals train --topics'"
        )
    return held
