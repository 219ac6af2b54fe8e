"""Questions that nothing held answers, and how near a new one lies to them.

Near misses look like questions that a clause answers: they differ from them by a detail, and no
measure of clause and question tells which details are left open (evals/LOG.md, 29 November, has
what was tried). So readers of the digests wrote down what those are silent on, question by
question, and a new one is compared with theirs and with those that facts answer
(`pincite evals train --unanswered`).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

UNANSWERED = Path(__file__).parent / "unanswered.safetensors"
#: What a question that is answered usually has (median of the tune half): said where nothing is
#: known.
USUAL = -2.0
#: So many of each kind, the nearest, are weighed, and how much a nearer one weighs more: e to so
#: many times its cosine.
_MOST, _HEAT = 30, 20.0


def silence(answered: np.ndarray, unanswered: np.ndarray) -> float:
    """The log of how much more weight questions that nothing answers have around a new one than
    those that facts answer, from their cosines with it.
    """
    return _weight(unanswered) - _weight(answered)


def to_unanswered(turned: np.ndarray, unions: Collection[str]) -> np.ndarray:
    """The cosines of a question's turned vector (`corpus.embed.QueryVectors`) with those that
    members of these unions, or of any where none is given, asked in vain.
    """
    vectors, _ = _held()
    return np.asarray((vectors @ turned.astype(np.float32))[_asked_by(frozenset(unions))])


def concerns(own: Collection[str], unions: Collection[str]) -> bool:
    """Whether what is of its `own` unions, or of none, concerns members of these."""
    return not own or not unions or not set(own).isdisjoint(unions)


def _weight(cosines: np.ndarray) -> float:
    best = np.sort(cosines)[::-1][:_MOST]
    return float(np.log(np.exp(_HEAT * best.astype(np.float64)).sum() + 1e-9))


@lru_cache(maxsize=64)
def _asked_by(unions: frozenset[str]) -> np.ndarray:
    _, whose = _held()
    return np.asarray([n for n, own in enumerate(whose) if concerns(own, unions)])


@cache
def _held() -> tuple[np.ndarray, list[list[str]]]:
    """The vectors of those questions, of length one, (questions, dimensions) float32, and the
    unions whose members asked each.
    """
    from safetensors import safe_open

    with safe_open(UNANSWERED, "numpy") as file:
        whose = json.loads(file.metadata()["unions"])
        return np.asarray(file.get_tensor("vectors"), dtype=np.float32), whose
