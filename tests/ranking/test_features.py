"""Each reason for which a clause stands before or behind another, alone.

And that every reason has a learned or a set weight.
"""

import json
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from assistant.question.scope import Scope
from assistant.ranking.evidence import EVIDENCE, Evidence
from assistant.ranking.features import NAMES, RELEVANCE, STANDING, Features
from assistant.ranking.weights import WEIGHTS, read_weights, vector
from corpus import Clause, Span
from tests.conftest import library_of, make_document

DAY = date(2026, 11, 25)


def reasons(document, scope: Scope, *others) -> dict[str, float]:
    """What speaks for or against the first clause of a document, beside other documents.

    Zeros left out.
    """
    library = library_of(document, *others)
    features = Features(library, SimpleNamespace(clauses=[(document.id, 0)]))
    return {name: value for name, value in features.standing(0, scope, None).items() if value}


@pytest.mark.parametrize(
    ("values", "scope", "wanted"),
    [
        ({"union": "WGA"}, {"unions": ("wga",)}, {"own union": 1.0}),
        ({"union": "IATSE"}, {"unions": ("local-700",)}, {"own union": 0.8}),
        ({"union": "WGA"}, {"unions": ("dga",)}, {"other union": 1.0}),
        ({"union": "WGA"}, {"guessed": ("wga",)}, {"guessed union": 1.0}),
        ({"union": "WGA"}, {"guessed": ("dga",)}, {"guessed union": -1.0}),
        ({"basis": "official"}, {"unions": ("wga",)}, {"nobody's": 1.0, "official": 1.0}),
        (
            {"kind": "law", "tier": 2, "jurisdiction": "US-CA"},
            {"places": ("US-CA",)},
            {"place": 1.0, "tier 2": 1.0},
        ),
        (
            {"kind": "law", "tier": 2, "jurisdiction": "US"},
            {"places": ("US-CA",)},
            {"outer place": 1.0, "tier 2": 1.0},
        ),
        (
            {"kind": "law", "tier": 2, "jurisdiction": "US-NY"},
            {"places": ("US-CA",)},
            {"other place": 1.0, "tier 2": 1.0},
        ),
        ({"expires": date(2026, 1, 1)}, {}, {"gone": 1.0}),
        ({"expires": date(2026, 1, 1)}, {"historic": True}, {}),
        ({"effective": date(2027, 1, 1)}, {}, {"not yet": 1.0}),
        ({"kind": "commentary", "tier": 5}, {}, {"tier 5": 1.0}),
        (
            {"principal": True, "union": "WGA"},
            {"unions": ("wga",)},
            {"own union": 1.0, "principal": 1.0},
        ),
        ({}, {"named": ("deal",)}, {"named": 1.0}),
    ],
)
def test_a_reason_alone(values, scope, wanted):
    assert reasons(make_document("deal", **values), Scope(DAY, **scope)) == wanted


def test_a_term_that_the_next_agreement_keeps_is_not_gone():
    old = make_document("old", union="WGA", effective=date(2023, 9, 25), expires=date(2026, 5, 1))
    kept = old.clauses[0]
    old = make_document("old", union="WGA", effective=date(2023, 9, 25), expires=date(2026, 5, 1))
    clause = Clause(
        kept.document,
        kept.locator,
        kept.heading,
        Span(kept.span.start, kept.span.end),
        carried="new",
    )
    object.__setattr__(old, "clauses", (clause,))
    new = make_document("new", union="WGA", effective=date(2026, 5, 2), supersedes=("old",))
    assert "gone" not in reasons(old, Scope(DAY, unions=("wga",)), new)


def test_every_feature_has_a_weight_and_every_weight_a_feature():
    held = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(held["rank"]) == set(NAMES) == {*RELEVANCE, *STANDING}
    assert set(held["answer"]) <= {*EVIDENCE, "start", "below", "sure"}
    assert set(held["answer added"]) <= {*EVIDENCE, "start"}
    assert {"command", "learned on", "judged on"} <= set(held["learned"])


def test_what_is_gone_or_anothers_is_pushed_down_and_ones_own_up():
    weights = read_weights()["rank"]
    assert weights["gone"] < 0
    assert weights["other union"] < 0
    assert weights["other place"] < 0
    assert weights["own union"] > weights["inner union"]
    assert weights["place"] > 0


def test_evidence_is_weighed_as_its_group_says():
    found = Evidence(
        relevance=0.6,
        coverage=0.5,
        about_ai=True,
        words=40,
        score=0.9,
        apart=2.0,
        amount=True,
        silence=0.5,
    )
    weights = read_weights()["answer"]
    given = {"coverage": 0.5, "words": 12, "score": 0.9, "apart": 2.0, "amount": 1}
    given["silence"] = 0.5
    by_hand = (
        sum(weights.get(name, 0.0) * value for name, value in given.items())
        + weights["start"]
        - weights["below"]
    )
    assert found.weight == pytest.approx(by_hand, abs=1e-4)
    assert found.values.shape == (len(EVIDENCE),)
    assert np.isfinite(vector("answer added", EVIDENCE)).all()
