"""The gate: exit 1, with the reason, where members would get worse answers than the baseline's."""

from __future__ import annotations

from pathlib import Path

from evals.figures import Difference, compare, figures
from evals.measures import ERRORS
from evals.run import Run, read

BASELINE = Path(__file__).parent / "baseline.jsonl"
#: A headline may fall this far (in hundredths) before the gate closes, whatever the test says; and
#: by any amount that chance does not explain. Small sets wobble by one question: one of two hundred
#: is half a hundredth.
SLACK = {
    "Success@5": 2.0,
    "nDCG@10": 2.0,
    "evidence in 2,000": 2.0,
    "citation recall": 2.0,
    "lead right": 2.5,
    "wrong lead": 1.0,
    "status right": 2.0,
    "false answer": 3.0,
    "false refusal": 2.0,
    "facts conveyed": 4.0,
    "short says it": 2.5,
    "short keeps its words": 2.0,
    "both ways alike": 3.0,
}
CHANCE = 0.05
#: What no baseline excuses.
ALWAYS = {"quotes exact": 1.0, "short fits": 1.0}


def judge(made: Run, baseline: Run | None) -> list[str]:
    """Why the gate closes, in plain words; empty where it stays open."""
    reasons: list[str] = []
    if not made.complete:
        reasons.append("the run was stopped before its end")
    crashed = [result for result in made.results if result.error]
    if crashed:
        reasons.append(
            f"{len(crashed)} questions crashed, first {crashed[0].id}: {crashed[0].error}"
        )
    if not made.results:
        return [*reasons, "no question was asked"]
    now = figures(made.results)
    for name, least in ALWAYS.items():
        if name in now and now[name].mean < least:
            wrong = [
                result.id for result in made.results if (result.measures.get(name) or 0.0) < least
            ]
            reasons.append(
                f"{name}: {100 * now[name].mean:.1f}, must be {100 * least:.0f}; wrong in "
                f"{', '.join(wrong[:5])}"
            )
    if baseline is None:
        return [
            *reasons,
            "there is no baseline; look at the report, then run 'pincite evals accept' "
            f"({BASELINE.name})",
        ]
    here = {result.id for result in made.results}
    lost = [
        result.id
        for result in baseline.results
        if result.id not in here and not any(s.startswith(f"{result.id}:") for s in made.skipped)
    ]
    if lost:
        reasons.append(
            f"{len(lost)} questions of the baseline were not asked: {', '.join(lost[:5])}"
        )
    return reasons + [_reason(one) for one in compare(baseline, made) if _worse(one)]


def _worse(one: Difference) -> bool:
    if one.name not in SLACK:
        return False
    fall = 100 * (one.after - one.before if one.name in ERRORS else one.before - one.after)
    return fall > SLACK[one.name] or fall > 0 and one.chance < CHANCE


def _reason(one: Difference) -> str:
    worse = ", ".join(one.losses[:6]) + (" …" if len(one.losses) > 6 else "")
    return (
        f"{one.name}: {100 * one.before:.1f} before, {100 * one.after:.1f} now; worse in "
        f"{len(one.losses)} questions ({worse}), "
        f"better in {len(one.gains)}; chance explains it in {100 * one.chance:.0f} of 100"
    )


def baseline() -> Run | None:
    """The accepted run, or None where none has been accepted."""
    return read(BASELINE) if BASELINE.exists() else None
