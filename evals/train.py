"""Learn the adapter for questions from the questions beside the clauses of the tune half, and nothing else; find the
directions in which the words of clauses differ.

Each question is drawn to the windows of its own clause and away from all other windows of those documents: sibling clauses
and sister agreements are the hard negatives, and all of them are seen at every step, because only the question's side of
the model moves. A second term keeps each question's vector near to where it was.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus import ClauseIndex, Embedder, Library
from corpus.adapter import save, wrap
from corpus.late import DIMENSIONS
from evals.cases import in_tune

PAIRS = Path(__file__).parent / "pairs"
RANK, RATE, ROUNDS, BATCH, KEEP, HEAT = 8, 5e-4, 3, 32, 1.0, 0.05


def pairs(library: Library, index: ClauseIndex) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Questions, the windows' vectors, and which windows answer each question (rows are questions)."""
    clauses = [index.clauses[number] for number in index.unit_clauses]
    ours = [library[identity].basis == "digest" and in_tune(identity) for identity, _ in clauses]
    asks, seen = [], Counter()
    for unit, (identity, number) in enumerate(clauses):
        if ours[unit] and index.unit_kinds[unit] == "ask":
            asks.append((library[identity].clauses[number].asks[seen[identity, number]], (identity, number)))
            seen[identity, number] += 1
    windows = [unit for unit, own in enumerate(ours) if own and index.unit_kinds[unit] != "ask"]
    answers = np.asarray([[clauses[unit] == clause for unit in windows] for _, clause in asks])
    return [question for question, _ in asks], np.asarray(index.vectors, dtype=np.float32)[windows], answers


def learn(model, questions: list[str], windows: np.ndarray, answers: np.ndarray, out: Path, tell: Callable[[str], None]) -> None:
    """Train on one core or two for about a minute and write the adapter. The same data gives the same file on one machine."""
    import torch
    from torch.nn.functional import normalize

    torch.manual_seed(0)
    model.float()
    parameters = wrap(model, RANK)
    clauses, right = torch.tensor(windows), torch.tensor(answers)

    def encode(texts: list[str]):
        return normalize(model(model.preprocess(texts))["sentence_embedding"].float(), dim=1)

    model.eval()
    with torch.no_grad():
        before = torch.cat([encode(questions[at : at + BATCH]) for at in range(0, len(questions), BATCH)])
    optimizer = torch.optim.AdamW(parameters.values(), lr=RATE, weight_decay=0.01)
    for round_ in range(ROUNDS):
        model.train()
        total, begin = 0.0, time.perf_counter()
        for some in torch.randperm(len(questions)).split(BATCH):
            asked = encode([questions[n] for n in some])
            scores = asked @ clauses.T / HEAT
            missed = (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right[some], -1e9), 1)).mean()
            loss = missed + KEEP * (1 - (asked * before[some]).sum(1)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += missed.item() * len(some)
        tell(f"round {round_ + 1} of {ROUNDS}: loss {total / len(questions):.3f}, {time.perf_counter() - begin:.0f} s")
    save(parameters, out)


def clauses_written(folder: Path = PAIRS) -> list[str]:
    """The clauses of the invented agreements in `evals/pairs`, each with its heading: text of many kinds that is all ours."""
    rows = (json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines())
    return [f"{row['heading']}. {row['text']}" for row in rows]


def directions(embedder: Embedder, texts: Sequence[str], out: Path) -> float:
    """Write the principal directions of these texts' words (corpus.late) and return the share of their length that is kept.

    Nothing is learned: projections trained on the pairs won on invented agreements and lost on real ones (LOG.md).
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
