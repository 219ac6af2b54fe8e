"""Learn the map that turns a question's vector towards the clause that answers it (corpus.turn): from the questions beside the facts, each held
against the clauses of its union without itself. No case is learned from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from corpus import ClauseIndex, Embedder, Library

#: Rounds, questions of a step, step, and how much a large map costs: chosen on the tune half (evals/LOG.md, 29 November).
_ROUNDS, _BATCH, _RATE, _SMALL = 6, 128, 1e-3, 1e-3


def turn(library: Library, index: ClauseIndex, embedder: Embedder, tell: Callable[[int], None]) -> np.ndarray:
    """The matrix W of q + q·W, learned in some two minutes beyond the embedding of the questions (ten thousand: three minutes on two cores)."""
    import torch

    torch.manual_seed(0)
    units = np.flatnonzero(np.isin(index.unit_kinds, ("window", "ask", "short")))
    place = {int(unit): n for n, unit in enumerate(units)}
    vectors, clauses = torch.tensor(np.asarray(index.vectors)[units]), torch.tensor(index.unit_clauses[units].astype(np.int64))
    asked = [(place[unit], row, text) for row in range(len(index.clauses)) for unit, text in _asks(library, index, row)]
    questions = []
    for _, _, text in asked:
        questions.append(embedder.question(text).whole)
        tell(1)
    own, right, q = torch.tensor([n for n, _, _ in asked]), torch.tensor([row for _, row, _ in asked]), torch.tensor(np.stack(questions))
    beside = torch.tensor(_compared(library, index))
    w, heat = torch.nn.Parameter(torch.zeros(q.shape[1], q.shape[1])), torch.nn.Parameter(torch.tensor(3.0))
    optimizer = torch.optim.Adam([w, heat], lr=_RATE)
    for _ in range(_ROUNDS):
        for some in torch.randperm(len(q)).split(_BATCH):
            scores = torch.nn.functional.normalize(q[some] + q[some] @ w, dim=1) @ vectors.T
            scores[torch.arange(len(some)), own[some]] = -1.0
            best = torch.full((len(some), len(index.clauses)), -1.0).scatter_reduce(1, clauses.expand(len(some), -1), scores, "amax")
            best = (best * torch.exp(heat)).masked_fill(~beside[right[some]], -1e9)
            loss = torch.nn.functional.cross_entropy(best, right[some]) + _SMALL * (w**2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return w.detach().numpy()


def save_turn(matrix: np.ndarray, out: Path) -> None:
    """Write the map as float16."""
    from safetensors.numpy import save_file

    save_file({"turn": matrix.astype(np.float16)}, out)


def _asks(library: Library, index: ClauseIndex, row: int) -> Iterator[tuple[int, str]]:
    identity, number = index.clauses[row]
    texts = [ask for fact in library[identity].clauses[number].facts for ask in fact.asks]
    yield from ((unit, text) for (unit, _), text in zip(index.units(row, "ask"), texts, strict=False))


def _compared(library: Library, index: ClauseIndex) -> np.ndarray:
    """Which clauses are compared with which: another union's rule on the same matter is no wrong answer."""
    own = [library.unions_of(library[identity]) for identity, _ in index.clauses]
    return np.asarray([[not a or not b or bool(a & b) for b in own] for a in own])
