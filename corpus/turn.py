"""A question turned towards the questions, statements and windows that stand beside the clause that
answers it.

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

    return load_file(TURN)[MAP].astype(np.float32)


def turned(vector: np.ndarray) -> np.ndarray:
    """The vector q + q·W, of length one, of a vector that the changed model gave."""
    moved = vector + vector @ _map()
    return (moved / max(float(np.linalg.norm(moved)), 1e-12)).astype(np.float32)
