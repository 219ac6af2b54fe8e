"""A question turned towards what stands beside the clause that answers it.

A second low-rank change of the model (after the one of `corpus.adapter`, in its feed-forward parts
too), and a map of the vector that it gives: q + q·W. Both were learned together from the questions
beside the facts of the bundled digests, each held against all clauses of its union without itself
(`pincite evals train --turn`; evals/LOG.md, 29 November, has what they gain). Added agreements are
searched without them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

TURN = Path(__file__).parent / "turn.safetensors"
#: The name of the map in that file; the other names are the model's matrices.
MAP = "turn"


@cache
def _map() -> np.ndarray:
    from safetensors.numpy import load_file

    return np.asarray(load_file(TURN)[MAP], dtype=np.float32)


def turned(vector: np.ndarray) -> np.ndarray:
    """The vector q + q·W, of length one, of a vector that the changed model gave."""
    moved = vector + vector @ _map()
    length = max(float(np.linalg.norm(moved)), 1e-12)
    return np.asarray(moved / length, dtype=np.float32)
