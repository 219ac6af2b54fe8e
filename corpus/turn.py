"""A question's vector turned towards the questions, statements and windows of the clause that answers it: one linear map.

Learned from the questions beside the clauses of the bundled digests, each held against all clauses of its union without itself
(`pincite evals train --turn`; evals/LOG.md, 29 November, has what it gains). Added agreements are searched without it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

TURN = Path(__file__).parent / "turn.safetensors"


@cache
def _map() -> np.ndarray:
    from safetensors.numpy import load_file

    return load_file(TURN)["turn"].astype(np.float32)


def turned(vector: np.ndarray) -> np.ndarray:
    """The vector q + q·W, of length one."""
    moved = vector + vector @ _map()
    return (moved / max(float(np.linalg.norm(moved)), 1e-12)).astype(np.float32)
