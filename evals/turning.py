"""Learn how questions are read beside what people wrote next to clauses (corpus.turn): a low-rank
change of the model, from the questions and statements beside the facts. No case is learned from.

Each question is drawn to other questions of its clause and fact and away from those of facts that
lie near it (a contrastive loss within a batch of such facts: Khosla and others, 2020). Both sides
are read by the model as it stands: against vectors kept from before it only learned to tell new
from old (evals/LOG.md, 29 November). Half an hour for thirty thousand questions on two cores.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus import Embedder, Library
from corpus.adapter import EVERY, merge, save, wrap

if TYPE_CHECKING:
    import torch

#: Rounds over the questions, step, rank, and what a fact's share of the loss counts beside its
#: clause's (evals/LOG.md, 29 November).
_ROUNDS, _RATE, _RANK, _FACTS = 1.5, 3e-4, 32, 0.7
#: Facts of a batch, how many of them lie near one drawn, and questions of each.
_BATCH, _NEAR, _EACH = 32, 10, 3
_WARM, _LAST = 30, 0.05
#: Cosines are multiplied by e to this, at first.
_HEAT = 3.0
_OUT = -1e4


@dataclass(frozen=True)
class Beside:
    """What stands beside facts: texts, which fact each is of, which are questions; by fact its
    clause, and by clause those that it is compared with.
    """

    texts: list[str]
    facts: np.ndarray
    asks: np.ndarray
    clauses: np.ndarray
    compared: np.ndarray

    @cached_property
    def of_fact(self) -> list[tuple[list[int], list[int]]]:
        """By fact the numbers of its questions and of its statement."""
        found: list[tuple[list[int], list[int]]] = [([], []) for _ in self.clauses]
        for number, (fact, ask) in enumerate(zip(self.facts.tolist(), self.asks, strict=True)):
            found[fact][0 if ask else 1].append(number)
        return found


def beside(library: Library) -> Beside:
    """The questions and statements of a library's digests."""
    texts: list[str] = []
    facts: list[int] = []
    asks: list[bool] = []
    clauses: list[int] = []
    own: list[frozenset[str]] = []
    for document in library:
        for clause in document.clauses:
            for fact in clause.facts:
                told = [*fact.asks, *([fact.short] if fact.short else [])]
                texts += told
                facts += [len(clauses)] * len(told)
                asks += [True] * len(fact.asks) + [False] * (len(told) - len(fact.asks))
                clauses.append(len(own))
            own.append(library.unions_of(document))
    # another union's like rule is no wrong answer
    compared = np.asarray([[not a or not b or bool(a & b) for b in own] for a in own])
    return Beside(texts, np.asarray(facts), np.asarray(asks), np.asarray(clauses), compared)


def turn(
    library: Library, embedder: Embedder, out: Path, tell: Callable[[int, int, float], None]
) -> None:
    """Learn it and write it, float16, to `out`; `tell` hears step, steps and loss."""
    import torch

    torch.manual_seed(0)
    held, chance = beside(library), random.Random(0)
    model = merge(embedder.weights()).float()
    low = wrap(model, _RANK, EVERY)
    torch.set_num_threads(2)
    heat = torch.nn.Parameter(torch.tensor(_HEAT))
    steps = int(_ROUNDS * held.asks.sum() / (_BATCH * _EACH))
    optimizer, pace = _pace([*low.values()], heat, steps)
    drawn = _batches(held, model, steps, chance)
    for step, numbers in enumerate(drawn, 1):
        vectors = _read(model, [held.texts[n] for n in numbers])
        loss = _loss(held, numbers, vectors, torch.exp(heat))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*low.values()], 1.0)
        optimizer.step()
        pace.step()
        tell(step, steps, float(loss.detach()))
    save(low, out)


def _pace(low: list[Any], heat: Any, steps: int) -> tuple[Any, Any]:
    """The optimizer, and what warms it up and slows it down step by step."""
    import torch

    groups = [
        {"params": low, "weight_decay": 0.01},
        {"params": [heat], "lr": 1e-3, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=_RATE)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1, (k + 1) / _WARM) * max(_LAST, 1 - k / steps)
    )
    return optimizer, pace


def _read(model: Any, texts: Sequence[str]) -> torch.Tensor:
    """Vectors of length one, as the model stands."""
    import torch

    with torch.autocast("cpu", dtype=torch.bfloat16):
        read = model(model.preprocess(list(texts)))["sentence_embedding"]
    return torch.nn.functional.normalize(read.float(), dim=1)


def _batches(held: Beside, model: Any, steps: int, chance: random.Random) -> Iterator[list[int]]:
    """Numbers of texts: of facts drawn by their questions, and of those that lie near them.

    Which lie near is looked up anew three times.
    """
    near: np.ndarray = np.zeros(0)
    questions = np.flatnonzero(held.asks).tolist()
    left: list[int] = []
    for step in range(steps):
        if step % (steps // 3 + 1) == 0:
            near = _near(held, model)
        facts: list[int] = []
        while len(facts) < _BATCH:
            left = left or chance.sample(questions, len(questions))
            drawn = int(held.facts[left.pop()])
            facts = list(dict.fromkeys([*facts, drawn, *near[drawn].tolist()]))
        numbers: list[int] = []
        for fact in facts[: _BATCH + 2]:
            asks, statement = held.of_fact[fact]
            numbers += [*chance.sample(asks, min(len(asks), _EACH)), *statement]
        yield sorted(numbers)


def _near(held: Beside, model: Any) -> np.ndarray:
    """The facts that lie nearest to each, of those it is compared with: (facts, _NEAR)."""
    import torch

    order = sorted(range(len(held.texts)), key=lambda n: len(held.texts[n]))
    sums = torch.zeros(len(held.clauses), 384)
    with torch.no_grad():
        for begin in range(0, len(order), 128):
            some = order[begin : begin + 128]
            vectors = _read(model, [held.texts[n] for n in some])
            sums.index_add_(0, torch.tensor(held.facts[some]), vectors)
    middle = torch.nn.functional.normalize(sums, dim=1)
    scores = middle @ middle.T
    among = torch.tensor(held.compared[held.clauses][:, held.clauses])
    scores.masked_fill_(~among, -1.0).fill_diagonal_(-1.0)
    return np.asarray(scores.topk(_NEAR, 1).indices)


def _loss(
    held: Beside, numbers: Sequence[int], vectors: torch.Tensor, heat: torch.Tensor
) -> torch.Tensor:
    """How unlikely each question of a batch finds others of its clause, and of its fact."""
    import torch

    facts = torch.tensor(held.facts[numbers])
    clauses = torch.tensor(held.clauses[held.facts[numbers]])
    asks = torch.tensor(held.asks[numbers]).nonzero()[:, 0]
    among = torch.tensor(held.compared)[clauses[asks]][:, clauses]
    among[torch.arange(len(asks)), asks] = False
    scores = (vectors[asks] @ vectors.T * heat).masked_fill(~among, _OUT)

    def unlikely(of: torch.Tensor) -> torch.Tensor:
        right = (of[asks][:, None] == of) & among
        own = torch.logsumexp(scores.masked_fill(~right, _OUT), 1)
        return (torch.logsumexp(scores, 1) - own)[right.any(1)].mean()

    return unlikely(clauses) + _FACTS * unlikely(facts)
