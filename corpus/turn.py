"""A second reading of questions: with what stands beside clauses, as plainly said as they are.

A further low-rank change of the model (after the one of `corpus.adapter`, in its feed-forward
parts too). Questions and statements beside facts are embedded with it, and so is the question that
is compared with them; clauses' own words are not. It was learned from the questions beside the
facts of the bundled digests, each drawn to others of its fact and away from those of facts like it
(`pincite evals train --turn`; evals/LOG.md, 29 November, has what it gains).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.weights import sha256

TURN = Path(__file__).parent / "turn.safetensors"


@cache
def checksum() -> str:
    """What an index records of it: it holds vectors that were made with it."""
    return sha256(TURN)[:16]
