"""An adapter for questions: low-rank changes to the model's attention, merged when it is loaded.

LoRA (Hu and others, 2021): each matrix W becomes W + B·A, with A and B of few rows. Only questions
are embedded with it; clauses keep the vectors of the default weights, so an index made without the
adapter stays good. Beside it stands one direction that says how much each word of a question
counts: "boss" more than "the". `evals/train.py` learns both, evals/LOG.md has what they gain and
cost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

ADAPTER = Path(__file__).parent / "adapter.safetensors"
#: The name, in that file, of the direction for `word_counts`.
DIRECTION = "words.count"
ATTENTION = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
)
EVERY = (*ATTENTION, "intermediate.dense", "output.dense")


def wrap(model: Any, rank: int, places: tuple[str, ...] = ATTENTION) -> dict[str, Any]:
    """Put trainable low-rank matrices beside those of a model whose names end in `places`.

    They do nothing yet. Returns them by name; the SentenceTransformer's own weights are frozen.
    """
    import torch

    class LowRank(torch.nn.Module):
        def __init__(self, inner: torch.nn.Linear) -> None:
            super().__init__()
            self.inner = inner
            self.down = torch.nn.Parameter(
                torch.randn(rank, inner.in_features) / math.sqrt(inner.in_features)
            )
            self.up = torch.nn.Parameter(torch.zeros(inner.out_features, rank))

        def forward(self, values: Any) -> Any:
            return self.inner(values) + values @ self.down.T @ self.up.T

    for parameter in model.parameters():
        parameter.requires_grad_(False)
    found: dict[str, Any] = {}
    for name, linear in list(model.named_modules()):
        if not name.endswith(places) or ".layer." not in name:
            continue
        low = LowRank(linear)
        parent, _, last = name.rpartition(".")
        setattr(model.get_submodule(parent), last, low)
        found |= {f"{name}.down": low.down, f"{name}.up": low.up}
    return found


def save(parameters: dict[str, Any], path: Path) -> None:
    """Write the matrices as float16."""
    import torch
    from safetensors.torch import save_file

    half = {n: values.detach().to(torch.float16).contiguous() for n, values in parameters.items()}
    save_file(half, path)


def mean(paths: Sequence[Path], out: Path) -> None:
    """Write the mean of adapters learned apart: of each B·A, cut to as many rows as the first has.

    Weights averaged over several learnings do better than each (Wortsman and others, 2022);
    evals/LOG.md has what it gains here.
    """
    from safetensors.numpy import load_file, save_file

    held = [load_file(path) for path in paths]
    found = {DIRECTION: np.mean([one[DIRECTION].astype(np.float32) for one in held], axis=0)}
    for up in (name for name in held[0] if name.endswith(".up")):
        down = f"{up.removesuffix('.up')}.down"
        whole = np.mean(
            [one[up].astype(np.float64) @ one[down].astype(np.float64) for one in held], axis=0
        )
        left, sizes, right = np.linalg.svd(whole, full_matrices=False)
        root = np.sqrt(sizes[: held[0][up].shape[1]])
        found |= {up: left[:, : len(root)] * root, down: root[:, None] * right[: len(root)]}
    save_file(
        {name: np.ascontiguousarray(values.astype(np.float16)) for name, values in found.items()},
        out,
    )


def merge(model: Any, path: Path = ADAPTER) -> Any:
    """The model with an adapter added to its weights; ValueError where its matrices don't fit."""
    import torch
    from safetensors.torch import load_file

    held = load_file(path)
    with torch.no_grad():
        for name, linear in model.named_modules():
            if f"{name}.up" not in held:
                continue
            low = held[f"{name}.up"].float() @ held[f"{name}.down"].float()
            if low.shape != linear.weight.shape:
                raise ValueError(
                    f"{path.name} is for a matrix of {tuple(low.shape)}, "
                    f"not {tuple(linear.weight.shape)} ({name})"
                )
            linear.weight += low.to(linear.weight.dtype)
    return model


@cache
def _direction(path: Path = ADAPTER) -> np.ndarray:
    from safetensors.numpy import load_file

    return np.asarray(load_file(path)[DIRECTION], dtype=np.float32)


def word_counts(states: np.ndarray) -> np.ndarray:
    """How much each word counts, in sum one, from the adapted model's states, (words, width)."""
    lengths = np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-9)
    told = np.exp((states / lengths) @ _direction())
    return np.asarray(told / max(float(told.sum()), 1e-9), dtype=np.float32)
