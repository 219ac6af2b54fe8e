"""Questions that nothing bundled answers, as vectors beside the digests, and how near a question
lies to one by another hand.

`evals/unanswered.jsonl` was written for this by readers of the digests: whose member asks, what,
and the clause that a search would wrongly show. The silent questions of `evals/learned` count too;
no case of the suite does. A digest that gains a fact may answer one: `near` says which to read
again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus import Embedder
from corpus.unanswered import USUAL
from evals.cases import load
from evals.train import LEARNED

WRITTEN = Path(__file__).parent / "unanswered.jsonl"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that nothing answers, and the hand that wrote it."""

    question: str
    hand: str


def unanswered() -> list[Unanswered]:
    """All of them, each once."""
    rows = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    written = [Unanswered(row["question"], row["hand"]) for row in rows]
    silent = [case for case in load(LEARNED) if case.status == "not_found" and not case.documents]
    found = [*written, *(Unanswered(case.question, hand(case.id)) for case in silent)]
    return list({one.question: one for one in found}.values())


def hand(identity: str) -> str:
    """Who wrote a case, by its id: what stands before the first dash."""
    return identity.partition("-")[0]


def write(embedder: Embedder, out: Path) -> int:
    """Write their vectors to `out`; gives how many there are."""
    from safetensors.numpy import save_file

    found = unanswered()
    vectors = embedder.beside([one.question for one in found])
    save_file({"vectors": vectors.astype(np.float16)}, out)
    return len(found)


@dataclass(frozen=True)
class Crossed:
    """Nearness to those by other hands: what the judgement is learned from.

    A question that is itself among them, or whose writer's others are, would look more silent than
    a new one.
    """

    vectors: np.ndarray
    hands: Sequence[str]

    @classmethod
    def of(cls, embedder: Embedder) -> Crossed:
        """All that `unanswered` has."""
        found = unanswered()
        vectors = embedder.beside([one.question for one in found])
        return cls(vectors, [one.hand for one in found])

    @cached_property
    def _hands(self) -> np.ndarray:
        return np.asarray(self.hands)

    def silence(self, turned: np.ndarray, written_by: str) -> float:
        """The highest cosine with one by another hand, USUAL where there is none."""
        others = self._hands != written_by
        return float(np.max(self.vectors[others] @ turned)) if others.any() else USUAL
