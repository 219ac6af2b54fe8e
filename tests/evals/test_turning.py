"""What the second reading of questions is learned from, and what it is pulled towards."""

from __future__ import annotations

import random

import numpy as np
import pytest

from corpus import Home, Library
from evals.turning import Beside, _batches, _loss, beside
from ingest.build import ensure_index

#: Three facts of two clauses that are compared, and one of a clause of another union.
FACTS = Beside(
    texts=[f"{kind} of fact {fact}" for fact in range(4) for kind in ("ask", "ask more", "short")],
    facts=np.repeat(np.arange(4), 3),
    asks=np.asarray([True, True, False] * 4),
    clauses=np.asarray([0, 0, 1, 2]),
    compared=np.asarray([[True, True, False], [True, True, False], [False, False, True]]),
)


def test_all_that_people_wrote_beside_facts_is_learned_from(small, words_embedder):
    ensure_index(small)
    library = Library.load(Home.open(small.home), small.bundled)
    held = beside(library)
    facts = [fact for one in library for clause in one.clauses for fact in clause.facts]
    assert held.texts == [text for fact in facts for text in (*fact.asks, fact.short) if text]
    assert len(held.clauses) == len(facts)
    for fact, (asks, statement) in zip(facts, held.of_fact, strict=True):
        assert [held.texts[n] for n in asks] == list(fact.asks)
        assert [held.texts[n] for n in statement] == [text for text in [fact.short] if text]


@pytest.mark.slow
def test_a_question_is_drawn_to_those_of_its_fact_and_never_pushed_from_another_unions():
    import torch

    heat = torch.tensor(20.0)
    numbers = list(range(12))
    apart = torch.nn.functional.normalize(torch.eye(4)[FACTS.facts], dim=1)
    mixed = torch.nn.functional.normalize(torch.ones(12, 4), dim=1)
    assert float(_loss(FACTS, numbers, apart, heat)) < 0.1
    assert float(_loss(FACTS, numbers, mixed, heat)) > 0.5
    alone = apart.clone()
    alone[9:] = apart[0]  # another union's very like fact costs nothing
    assert float(_loss(FACTS, numbers, alone, heat)) == pytest.approx(
        float(_loss(FACTS, numbers, apart, heat)), abs=1e-4
    )


@pytest.mark.slow
def test_a_batch_has_facts_that_lie_near_each_other(monkeypatch):
    import evals.turning as turning

    monkeypatch.setattr(turning, "_near", lambda held, model: np.asarray([[1], [0], [1], [2]]))
    monkeypatch.setattr(turning, "_BATCH", 2)
    for numbers in _batches(FACTS, None, 6, random.Random(0)):
        facts = {int(FACTS.facts[n]) for n in numbers}
        assert len(facts) >= 2 and len(numbers) == len(set(numbers)) == 3 * len(facts)
