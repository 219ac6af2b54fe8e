"""How near a question lies to one that nothing held answers.

Near misses look like questions that a clause answers: they differ from them by a detail, and no
measure of clause and question tells which details are left open (evals/LOG.md, 29 November, has
what was tried). So readers of the digests wrote down what those are silent on, question by
question, and a new one is compared with theirs (`pincite evals train --unanswered`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

UNANSWERED = Path(__file__).parent / "unanswered.safetensors"
#: How near a question that is answered usually lies (median of 480): said where nothing is known.
USUAL = 0.43


def silence(turned: np.ndarray) -> float:
    """The highest cosine of a question's turned vector (`corpus.embed.QueryVectors`) with the
    vector of a question that nothing answers.
    """
    return float(np.max(_vectors() @ turned.astype(np.float32)))


@cache
def _vectors() -> np.ndarray:
    """The vectors of those questions, of length one: (questions, dimensions), float32."""
    from safetensors.numpy import load_file

    return np.asarray(load_file(UNANSWERED)["vectors"], dtype=np.float32)
