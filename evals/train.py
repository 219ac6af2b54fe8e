"""Learn the adapter for questions and the weights of a part's signs, and the words' directions.

Each question (evals.asked) is drawn to the windows that answer it and away from the others that it
is compared with. Only the question's side of the model moves, so clauses' vectors stand still, and
all signs of a part (`assistant.parts`) are learned together.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant import PartWeights
from corpus import ClauseIndex, Embedder
from corpus.adapter import DIRECTION, save, wrap
from corpus.late import DIMENSIONS, HEAT, projection
from evals.asked import SCALE, SENTENCES, Asked

if TYPE_CHECKING:
    import torch

PAIRS, LEARNED = Path(__file__).parent / "pairs", Path(__file__).parent / "learned"
RANK, ROUNDS, BATCH, KEEP = 12, 3, 16, 0.3
#: Steps for the adapter, for the signs' weights, and for the direction that says how much a word
#: counts.
RATES = (5e-4, 5e-3, 2e-2)
#: Words of a window that a question is compared with.
_WORDS = 150
#: Where learning begins: set by hand, as the scale was (evals/LOG.md).
BEGIN = PartWeights(0.39, 0.39, 0.5, 0.25, 0.31, 0.15, 0.05, 0.0, 0.0)


def learn(
    model: Any, asked: Sequence[Asked], index: ClauseIndex, out: Path, tell: Callable[[str], None]
) -> PartWeights:
    """Train ten minutes on two cores, write the adapter, and return the signs' weights with it.

    The same data gives the same file on one machine.
    """
    import torch

    torch.manual_seed(0)
    model.float()
    parameters = wrap(model, RANK)
    signs = torch.nn.Parameter(torch.tensor(BEGIN.each, dtype=torch.float32))
    heat = torch.nn.Parameter(torch.tensor(18.0))
    direction = torch.nn.Parameter(torch.zeros(projection().shape[0]))
    before = _whole(model, [one.question for one in asked])
    optimizer, slower = _pace([[*parameters.values()], [signs, heat], [direction]], len(asked))
    for round_ in range(ROUNDS):
        model.train()
        total, begin = 0.0, time.perf_counter()
        for some in torch.randperm(len(asked)).split(BATCH):
            batch = [asked[n] for n in some]
            whole, found, right = _signs(model, direction, batch, index)
            scores = (heat * (found @ signs)).masked_fill(right < 0, -1e9)
            wanted = right.clamp(min=0)
            shares = wanted / wanted.sum(1, keepdim=True)
            missed = -(shares * torch.log_softmax(scores, 1)).sum(1).mean()
            loss = missed + KEEP * (1 - (whole * before[some]).sum(1)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            slower.step()
            total += missed.item() * len(some)
        tell(
            f"round {round_ + 1} of {ROUNDS}: loss {total / len(asked):.3f}, "
            f"{time.perf_counter() - begin:.0f} s"
        )
    model.eval()
    save(parameters | {DIRECTION: direction}, out)
    return _scaled(model, direction, signs.detach().numpy().astype(float), asked, index)


def _pace(groups: Sequence[list[Any]], questions: int) -> tuple[Any, Any]:
    """The optimizer, each group of parameters at its own rate, and what slows it step by step."""
    import torch

    held = [{"params": group, "lr": rate} for group, rate in zip(groups, RATES, strict=True)]
    optimizer = torch.optim.AdamW(held, weight_decay=0.01)
    steps = ROUNDS * -(-questions // BATCH)
    slower = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.05, 1 - step / steps))
    return optimizer, slower


def _encode(
    model: Any, questions: Sequence[str]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Questions' vectors, and of their words the small vectors, the states, and where words are."""
    import torch
    from torch.nn.functional import normalize

    read = model(model.preprocess(list(questions)))
    mask = read["attention_mask"].bool()
    # the two marks that the tokenizer adds are no words
    for row, length in enumerate(mask.sum(1).tolist()):
        mask[row, 0] = mask[row, length - 1] = False
    states = normalize(read["token_embeddings"].float(), dim=2)
    return (
        normalize(read["sentence_embedding"].float(), dim=1),
        normalize(states @ torch.tensor(projection()), dim=2),
        states,
        mask,
    )


def _whole(model: Any, questions: Sequence[str]) -> torch.Tensor:
    import torch

    model.eval()
    with torch.no_grad():
        batches = (questions[at : at + BATCH] for at in range(0, len(questions), BATCH))
        return torch.cat([_encode(model, batch)[0] for batch in batches])


def _signs(
    model: Any, direction: torch.Tensor, batch: Sequence[Asked], index: ClauseIndex
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Questions' vectors, every window's signs now, how much of each answers (-1: none there)."""
    import torch

    most = max(len(one.windows) for one in batch)
    words = np.zeros((len(batch), most, _WORDS, DIMENSIONS), dtype=np.float32)
    there = np.zeros((len(batch), most, _WORDS), dtype=bool)
    windows = np.zeros((len(batch), most, index.vectors.shape[1]), dtype=np.float32)
    sentences = np.zeros((len(batch), most, SENTENCES, index.vectors.shape[1]), dtype=np.float32)
    said = np.zeros((len(batch), most, SENTENCES), dtype=bool)
    fixed = np.zeros((len(batch), most, 4), dtype=np.float32)
    right = np.full((len(batch), most), -1.0, dtype=np.float32)
    for n, one in enumerate(batch):
        for k, (window, inside) in enumerate(zip(one.windows, one.sentences, strict=True)):
            held = index.words.of_text(window)[:_WORDS]
            words[n, k, : len(held)], there[n, k, : len(held)] = held, True
            sentences[n, k, : len(inside)], said[n, k, : len(inside)] = index.vectors[inside], True
        size = len(one.windows)
        windows[n, :size], fixed[n, :size] = index.vectors[one.windows], one.signs[:, 4:]
        right[n, :size] = one.right
    whole, small, states, mask = _encode(model, [one.question for one in batch])
    near = torch.einsum("bd,bkd->bk", whole, torch.tensor(windows))
    near_each = torch.einsum("bd,bknd->bkn", whole, torch.tensor(sentences))
    sentence = near_each.masked_fill(~torch.tensor(said), -1).max(2).values
    counts = torch.exp(states @ direction) * mask
    counts = (counts / counts.sum(1, keepdim=True))[:, None, :]
    cosines = torch.einsum("bqd,bktd->bkqt", small, torch.tensor(words))
    held_at = torch.tensor(there)
    best = (cosines.masked_fill(~held_at[:, :, None], -1).max(3).values * counts).sum(2)
    spread = torch.logsumexp((HEAT * cosines).masked_fill(~held_at[:, :, None], -1e9), 3)
    spread = ((spread - torch.log(held_at.sum(2).clamp(min=1))[:, :, None]) / HEAT * counts).sum(2)
    signs = torch.cat([torch.stack([near, sentence, best, spread], 2), torch.tensor(fixed)], 2)
    return whole, signs, torch.tensor(right)


def _scaled(
    model: Any,
    direction: torch.Tensor,
    signs: np.ndarray,
    asked: Sequence[Asked],
    index: ClauseIndex,
) -> PartWeights:
    """The learned weights on SCALE's scale: right windows, and all, score in the mean as before."""
    import torch

    old: list[tuple[float, float]] = []
    new: list[tuple[float, float]] = []
    with torch.no_grad():
        for at in range(0, len(asked), BATCH):
            batch = asked[at : at + BATCH]
            _, found, right = _signs(model, direction, batch, index)
            for n, one in enumerate(batch):
                for scores, kept in (
                    (one.signs @ SCALE.each + SCALE.base, old),
                    (found[n, : len(one.right)].numpy() @ signs, new),
                ):
                    kept.append((scores[one.right > 0].max(), scores.mean()))
    (right_before, all_before), (right_now, all_now) = np.mean(old, axis=0), np.mean(new, axis=0)
    slope = (right_before - all_before) / (right_now - all_now)
    scaled = PartWeights(*(round(float(one), 3) for one in signs * slope))
    return replace(scaled, base=round(float(all_before - slope * all_now), 3))


def clauses_written(folder: Path = PAIRS) -> list[str]:
    """The clauses of the invented agreements in `evals/pairs`, each with its heading."""
    rows = (
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return [f"{row['heading']}. {row['text']}" for row in rows]


def directions(embedder: Embedder, texts: Sequence[str], out: Path) -> float:
    """Write the principal directions of these texts' words; return the share of length kept.

    Nothing is learned: what was trained on the pairs won there and lost on real ones (LOG.md).
    """
    from safetensors.numpy import save_file

    total = np.zeros((0, 0))
    for text in texts:
        states = embedder.states(text)[::3]
        states = states / np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-9)
        total = states.T @ states if not total.size else total + states.T @ states
    values, vectors = np.linalg.eigh(total)
    best = np.argsort(-values)[:DIMENSIONS]
    save_file({"projection": vectors[:, best].astype(np.float16)}, out)
    return float(values[best].sum() / values.sum())
