"""Learn what turns a question towards what stands beside the clause that answers it (corpus.turn):
a low-rank change of the model and a map of its vector, together, from the questions beside the
facts. No case is learned from.

Each question is held against all clauses of its union without itself: a softmax over clauses (the
nearest window, question or statement of each) and, for half as much, over facts. Twenty minutes for
twenty-three thousand questions on two cores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus import ClauseIndex, Embedder, Library
from corpus.adapter import EVERY, merge, wrap
from corpus.turn import MAP

if TYPE_CHECKING:
    import torch

#: Rounds over the questions, questions of a step, step, rank, weight of facts, cost of a large map
#: (evals/LOG.md, 29 November).
_ROUNDS, _BATCH, _RATE, _RANK, _FACTS, _SMALL = 2, 64, 5e-4, 16, 0.5, 1e-3
_WARM, _LAST = 30, 0.05
_OUT = -1e9


@dataclass(frozen=True, slots=True)
class Beside:
    """Vectors of what stands beside clauses: clause, fact (-1: none), each question's own unit."""

    vectors: np.ndarray
    clauses: np.ndarray
    facts: np.ndarray
    fact_clauses: np.ndarray
    asked: list[tuple[int, str]]
    compared: np.ndarray


def beside(library: Library, index: ClauseIndex) -> Beside:
    """The windows, questions and statements of an index, and the questions of its digests."""
    units = np.flatnonzero(np.isin(index.unit_kinds, ("window", "ask", "short")))
    place = {int(unit): n for n, unit in enumerate(units)}
    facts = np.full(len(units), -1)
    fact_clauses: list[int] = []
    asked: list[tuple[int, str]] = []
    for row, (identity, number) in enumerate(index.clauses):
        clause = library[identity].clauses[number]
        of = {fact.span.start: len(fact_clauses) + n for n, fact in enumerate(clause.facts)}
        for kind in ("ask", "short"):
            for unit, span in index.units(row, kind):
                if span is not None and span.start in of:
                    facts[place[unit]] = of[span.start]
        texts = [text for fact in clause.facts for text in fact.asks]
        asked += [
            (place[unit], text)
            for (unit, _), text in zip(index.units(row, "ask"), texts, strict=False)
        ]
        fact_clauses += [row] * len(clause.facts)
    clauses = index.unit_clauses[units].astype(np.int64)
    return Beside(
        index.vectors[units],
        clauses,
        facts,
        np.asarray(fact_clauses),
        asked,
        _compared(library, index),
    )


def turn(
    library: Library,
    index: ClauseIndex,
    embedder: Embedder,
    out: Path,
    tell: Callable[[int, int, float], None],
) -> None:
    """Learn both and write them, float16, to `out`; `tell` hears step, steps and loss."""
    import torch

    torch.manual_seed(0)
    held = beside(library, index)
    model = merge(embedder.weights()).float()
    low = wrap(model, _RANK, EVERY)
    width = held.vectors.shape[1]
    turned = torch.nn.Parameter(torch.zeros(width, width))
    heat = torch.nn.Parameter(torch.tensor(3.0))
    steps = _ROUNDS * len(held.asked) // _BATCH
    optimizer, pace = _pace([*low.values()], turned, heat, steps)
    loss_of = _loss(held)
    left: list[int] = []
    for step in range(steps):
        if len(left) < _BATCH:
            left = torch.randperm(len(held.asked)).tolist()
        some = [left.pop() for _ in range(_BATCH)]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            read = model(model.preprocess([held.asked[n][1] for n in some]))["sentence_embedding"]
        whole = torch.nn.functional.normalize(read.float(), dim=1)
        question = torch.nn.functional.normalize(whole + whole @ turned, dim=1)
        own = [held.asked[n][0] for n in some]
        loss = loss_of(question, own, torch.exp(heat)) + _SMALL * (turned**2).sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(low.values()), 1.0)
        optimizer.step()
        pace.step()
        tell(step + 1, steps, float(loss.detach()))
    _save(low, turned, out)


def _pace(low: list[Any], turned: Any, heat: Any, steps: int) -> tuple[Any, Any]:
    """The optimizer, and what warms it up and slows it down step by step."""
    import torch

    groups = [
        {"params": low, "weight_decay": 0.01},
        {"params": [turned], "weight_decay": 0.0},
        {"params": [heat], "lr": 1e-2, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=_RATE)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1, (k + 1) / _WARM) * max(_LAST, 1 - k / steps)
    )
    return optimizer, pace


def _loss(
    held: Beside,
) -> Callable[[torch.Tensor, list[int], torch.Tensor], torch.Tensor]:
    """The loss of turned questions by their own units, which count for nothing, and the heat."""
    import torch

    vectors, clauses, facts = (
        torch.tensor(values) for values in (held.vectors, held.clauses, held.facts)
    )
    compared, fact_clauses = torch.tensor(held.compared), torch.tensor(held.fact_clauses)
    with_fact = (facts >= 0).nonzero()[:, 0]

    def best(scores: torch.Tensor, groups: torch.Tensor, size: int) -> torch.Tensor:
        empty = torch.full((len(scores), size), -1.0)
        return empty.scatter_reduce(1, groups.expand(len(scores), -1), scores, "amax")

    def loss(question: torch.Tensor, own: list[int], heat: torch.Tensor) -> torch.Tensor:
        scores = question @ vectors.T
        scores = scores.index_put((torch.arange(len(own)), torch.tensor(own)), torch.tensor(-1.0))
        right, fact = clauses[own], facts[own]
        among = compared[right]
        by_clause = (best(scores, clauses, len(compared)) * heat).masked_fill(~among, _OUT)
        by_fact = best(scores[:, with_fact], facts[with_fact], len(fact_clauses)) * heat
        by_fact = by_fact.masked_fill(~among[:, fact_clauses], _OUT)
        entropy = torch.nn.functional.cross_entropy
        return entropy(by_clause, right) + _FACTS * entropy(by_fact, fact)

    return loss


def _save(low: dict[str, torch.Tensor], turned: torch.Tensor, out: Path) -> None:
    import torch
    from safetensors.torch import save_file

    held = {
        name: values.detach().to(torch.float16).contiguous()
        for name, values in (low | {MAP: turned}).items()
    }
    save_file(held, out)


def _compared(library: Library, index: ClauseIndex) -> np.ndarray:
    """Which clauses are compared with which: another union's like rule is no wrong answer."""
    own = [library.unions_of(library[identity]) for identity, _ in index.clauses]
    return np.asarray([[not a or not b or bool(a & b) for b in own] for a in own])
