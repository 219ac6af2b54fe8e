"""Questions that nothing bundled answers, as vectors beside the digests, and how near a question
lies to those by other hands.

`evals/unanswered.jsonl` was written for this by readers of the digests: whose member asks, what,
and the clause that a search would wrongly show. The silent questions of `evals/learned` count too;
no case of the suite does. A digest that gains a fact may answer one: `near` says which to read
again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import Embedder
from corpus.names import find_unions, lineage
from corpus.unanswered import concerns
from evals.cases import load
from evals.train import LEARNED

WRITTEN = Path(__file__).parent / "unanswered.jsonl"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that nothing answers, the hand that wrote it, and whose members ask it."""

    question: str
    hand: str
    unions: tuple[str, ...]


def unanswered() -> list[Unanswered]:
    """All of them, each once."""
    rows = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    written = [Unanswered(row["question"], row["hand"], _around(row["union"])) for row in rows]
    silent = [case for case in load(LEARNED) if case.status == "not_found" and not case.documents]
    cases = [Unanswered(one.question, hand(one.id), _around(one.union)) for one in silent]
    return list({one.question: one for one in (*written, *cases)}.values())


def _around(union: str | None) -> tuple[str, ...]:
    """A union by any name, with those around it."""
    named = find_unions(union) if union else []
    return tuple(dict.fromkeys(one for each in named for one in lineage(each)))


def hand(identity: str) -> str:
    """Who wrote a case, by its id: what stands before the first dash."""
    return identity.partition("-")[0]


def write(embedder: Embedder, out: Path) -> int:
    """Write their vectors to `out`; gives how many there are."""
    from safetensors.numpy import save_file

    found = unanswered()
    vectors = embedder.beside([one.question for one in found])
    whose = json.dumps([one.unions for one in found])
    save_file({"vectors": vectors.astype(np.float16)}, out, {"unions": whose})
    return len(found)


@dataclass(frozen=True)
class Crossed:
    """Nearness to those by other hands: what the judgement is learned from.

    A question that is itself among them, or whose writer's others are, would look more silent than
    a new one.
    """

    vectors: np.ndarray
    found: Sequence[Unanswered]

    @classmethod
    def of(cls, embedder: Embedder) -> Crossed:
        """All that `unanswered` has."""
        found = unanswered()
        return cls(embedder.beside([one.question for one in found]), found)

    def to_unanswered(
        self, turned: np.ndarray, unions: Collection[str], written_by: str
    ) -> np.ndarray:
        """As `corpus.unanswered.to_unanswered`, of those by other hands."""
        others = [
            n
            for n, one in enumerate(self.found)
            if one.hand != written_by and concerns(one.unions, unions)
        ]
        return np.asarray(self.vectors[others] @ turned)
