"""Learns which topics a vector is about, and which questions want an overview.

Topics are learned from the questions, statements and windows of digests' clauses, each with the
topics that readers gave it; overviews from `evals/overviews/learned.jsonl`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus import ClauseIndex, Embedder, Library
from corpus.plain import JsonObject
from corpus.topics import topics
from evals.cases import load, set_of
from evals.logistic import fit
from evals.train import LEARNED
from evals.unanswered import unanswered

OVERVIEWS = Path(__file__).parent / "overviews" / "learned.jsonl"
#: How strongly the weights of topics and of overviews are pulled to zero.
_PULL, _OVERVIEW_PULL = 1.0, 0.05
#: What a question of the other sets counts as one that wants one rule.
_ONE_RULE = 0.3
#: What a statement or window counts beside a question: there are far fewer of them.
_RARE = 3.0


def learn(library: Library, index: ClauseIndex, embedder: Embedder, out: Path) -> dict[str, int]:
    """Write the layers to `out`; gives how many examples of each kind they were learned from."""
    from safetensors.numpy import save_file

    beside, about, share = _marked(library, index)
    asked, plain = overviews(), one_rule()
    texts = [*(row["question"] for row in asked), *plain]
    whole, turned = embedder.questions(texts), embedder.beside(texts)
    seen, right = (
        np.vstack([beside, turned[: len(asked)]]),
        np.vstack([about, _table([r["topics"] for r in asked])]),
    )
    weight = np.concatenate([share, np.ones(len(asked))])
    columns = [fit(seen, right[:, n], weight, _PULL) for n in range(len(topics()))]
    both = np.hstack([whole, turned])
    every = np.array([row["overview"] for row in asked] + [False] * len(plain))
    counts = np.concatenate([np.ones(len(asked)), np.full(len(plain), _ONE_RULE)])
    odds, begin = fit(both, every, counts, _OVERVIEW_PULL)
    save_file(
        {
            "topics": np.stack([one for one, _ in columns], axis=1).astype(np.float32),
            "topics start": np.array([one for _, one in columns], dtype=np.float32),
            "overview": odds[:, None].astype(np.float32),
            "overview start": np.array([begin], dtype=np.float32),
        },
        out,
    )
    return {"beside clauses": len(beside), "overviews and others": len(asked)}


def overviews() -> list[JsonObject]:
    """The questions that want an overview, and those like them that do not."""
    return [json.loads(line) for line in OVERVIEWS.read_text(encoding="utf-8").splitlines()]


def one_rule() -> list[str]:
    """Questions of the sets that weights are learned from, and those that nothing answers: all but
    a few want one rule.
    """
    cases = [case for case in load() if set_of(case) == "tune"] + list(load(LEARNED))
    asked = [case.question for case in cases if not case.history]
    return list(dict.fromkeys([*asked, *(one.question for one in unanswered())]))


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
    return index.vectors[vectors], _table(about), np.array(share)
