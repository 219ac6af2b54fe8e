"""Learns which topics a vector is about, and which questions want an overview.

Topics are learned from the questions, statements and windows of digests' clauses, each with the
topics that readers gave it; overviews from `evals/learned/overviews.jsonl`, and from the questions
beside facts, which all want one rule.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus import ClauseIndex, Library
from corpus.plain import JsonObject
from corpus.topics import topics
from evals.logistic import fit

OVERVIEWS = Path(__file__).parent / "learned" / "overviews.jsonl"
#: How strongly weights are pulled to zero, and what a question beside a fact counts as one that
#: wants no overview.
_PULL, _OVERVIEW_PULL, _BESIDE = 1.0, 0.05, 0.1
#: What a statement or window counts beside a question: there are far fewer of them.
_RARE = 3.0

Vector = Callable[[str], np.ndarray]


def learn(library: Library, index: ClauseIndex, vector: Vector, out: Path) -> dict[str, float]:
    """Write the layer to `out`; gives how many examples of each kind it was learned from."""
    from safetensors.numpy import save_file

    beside, about, share = _marked(library, index)
    asked = overviews()
    wide = np.stack([vector(row["question"]) for row in asked])
    named = _table([row["topics"] for row in asked])
    seen, right = np.vstack([beside, wide]), np.vstack([about, named])
    weight = np.concatenate([share, np.ones(len(asked))])
    columns = [fit(seen, right[:, n], weight, _PULL) for n in range(len(topics()))]
    plain = beside[share == 1.0][:: max(1, len(beside) // 6000)]
    every = np.vstack([wide, plain])
    whole = np.array([row["overview"] for row in asked] + [False] * len(plain))
    counts = np.concatenate([np.ones(len(asked)), np.full(len(plain), _BESIDE)])
    columns.append(fit(every, whole, counts, _OVERVIEW_PULL))
    weights = np.stack([one for one, _ in columns], axis=1).astype(np.float32)
    start = np.array([one for _, one in columns], dtype=np.float32)
    save_file({"weights": weights, "start": start}, out)
    return {"beside clauses": len(beside), "overviews and others": len(asked)}


def overviews() -> list[JsonObject]:
    """The questions that want an overview, and those like them that do not."""
    return [json.loads(line) for line in OVERVIEWS.read_text(encoding="utf-8").splitlines()]


def _table(named: Sequence[Sequence[str]]) -> np.ndarray:
    return np.array([[topic in one for topic in topics()] for one in named], dtype=float)


def _marked(library: Library, index: ClauseIndex) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The vectors beside clauses with topics, which topics each has, and what each counts."""
    vectors, about, share = [], [], []
    for row, (identity, number) in enumerate(index.clauses):
        clause = library[identity].clauses[number]
        begins = {
            on.topic: {clause.facts[fact].span.start for fact in on.facts} for on in clause.topics
        }
        for kind in ("ask", "short", "window"):
            for unit, span in index.units(row, kind):
                whole = kind == "window"
                found = [t for t, at in begins.items() if whole or (span and span.start in at)]
                if found:
                    vectors.append(unit)
                    about.append(found)
                    share.append(1.0 if kind == "ask" else _RARE)
    return np.asarray(index.vectors)[vectors], _table(about), np.array(share)
