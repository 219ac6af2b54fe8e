"""Every number that ranking learned, from `weights.json`.

The command that made it, and the sets it was learned on and judged on, stand there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

WEIGHTS = Path(__file__).parent / "weights.json"


@cache
def read_weights() -> Mapping[str, Mapping[str, float]]:
    """The groups of weights by name.

    `rank` (features.NAMES), `answer` and `answer added` (answerable.Evidence).
    """
    held: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return held


def vector(group: str, names: tuple[str, ...]) -> np.ndarray:
    """The weights of one group in the order of `names`, float32; 0 for a name it does not have."""
    held = read_weights()[group]
    return np.asarray([held.get(name, 0.0) for name in names], dtype=np.float32)
