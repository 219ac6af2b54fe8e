"""Means over a run with bootstrap intervals, and two runs compared by question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.judge import Result
from evals.measures import ERRORS
from evals.run import Run

#: What the page shows first, in this order; the rest follows under "all measures".
HEADLINES = (
    "Success@1",
    "Success@5",
    "nDCG@10",
    "evidence in 2,000",
    "citation recall",
    "lead right",
    "wrong lead",
    "status right",
    "false answer",
    "false refusal",
    "quotes exact",
    "facts conveyed",
    "short says it",
    "short keeps its words",
    "both ways alike",
    "short fits",
)
SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `count` questions, with the 95 percent interval of a bootstrap over documents."""

    name: str
    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two runs; `chance`: how often signs flipped at random would differ as much."""

    name: str
    before: float
    after: float
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    chance: float


def figures(results: Iterable[Result]) -> dict[str, Figure]:
    """Every measure's mean and interval, but for measures that apply to none of the questions."""
    values: dict[str, list[tuple[str, float]]] = {}
    for result in results:
        for name, value in result.measures.items():
            if value is not None:
                values.setdefault(name, []).append((result.group, value))
    return {name: _figure(name, rows) for name, rows in values.items()}


def _figure(name: str, rows: Sequence[tuple[str, float]]) -> Figure:
    by_group: dict[str, list[float]] = {}
    for group, value in rows:
        by_group.setdefault(group, []).append(value)
    sums = np.asarray([sum(values) for values in by_group.values()])
    counts = np.asarray([len(values) for values in by_group.values()])
    # questions about one document rise and fall together, so documents are drawn, not questions
    drawn = np.random.default_rng(7).integers(0, len(sums), (SAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Figure(name, float(sums.sum() / counts.sum()), float(low), float(high), len(rows))


def compare(before: Run, after: Run) -> list[Difference]:
    """Each measure over the questions of both runs: both means, who won and lost, the test."""
    old = {result.id: result for result in before.results}
    names = dict.fromkeys(name for result in after.results for name in result.measures)
    out = []
    for name in names:
        pairs = [
            (result.id, a, b)
            for result in after.results
            if result.id in old
            and (a := old[result.id].measures.get(name)) is not None
            and (b := result.measures.get(name)) is not None
        ]
        if not pairs:
            continue
        sign = -1.0 if name in ERRORS else 1.0
        steps = np.asarray([sign * (b - a) for _, a, b in pairs])
        out.append(
            Difference(
                name,
                float(np.mean([a for _, a, _ in pairs])),
                float(np.mean([b for _, _, b in pairs])),
                tuple(
                    identity
                    for (identity, _, _), step in zip(pairs, steps, strict=True)
                    if step > 1e-9
                ),
                tuple(
                    identity
                    for (identity, _, _), step in zip(pairs, steps, strict=True)
                    if step < -1e-9
                ),
                _chance(steps),
            )
        )
    return out


def _chance(steps: np.ndarray) -> float:
    """Paired randomization test, two-sided (Smucker et al. 2007): the share of flips so far off."""
    if not np.any(steps):
        return 1.0
    flips = np.random.default_rng(7).choice((-1.0, 1.0), (4000, len(steps)))
    reached = np.abs((flips * steps).mean(axis=1)) >= abs(steps.mean()) - 1e-12
    return float((reached.sum() + 1) / (len(flips) + 1))


def risk_and_coverage(
    results: Sequence[Result], steps: int = 20
) -> list[tuple[float, float, float]]:
    """(threshold on relevance, share of answerable questions answered, share of answers false)."""
    judged = [(r.evidence, r.wanted == "answered") for r in results if r.evidence is not None]
    if not judged:
        return []
    top = max(evidence for evidence, _ in judged)
    answerable = sum(good for _, good in judged) or 1
    rows = []
    for step in range(steps + 1):
        threshold = top * step / steps
        given = [good for evidence, good in judged if evidence >= threshold]
        rows.append(
            (threshold, sum(given) / answerable, 1 - sum(given) / len(given) if given else 0.0)
        )
    return rows


def confusion(results: Iterable[Result]) -> dict[tuple[str, str], int]:
    """How often each wanted status came out as each status."""
    out: dict[tuple[str, str], int] = {}
    for result in results:
        out[(result.wanted, result.status)] = out.get((result.wanted, result.status), 0) + 1
    return dict(sorted(out.items()))
