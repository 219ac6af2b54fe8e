"""What is measured, question by question, in the field's own names; None where a measure does not
apply to a question.

Ranking measures are those of ir-measures. Character measures follow LegalBench-RAG (Pipitone and
Alami, 2024): precision is the share of the characters shown that answer, recall the share of the
answer shown. Citations follow ALCE (Gao and others, 2023). A question that failed scores zero in
everything that applies to it, and stays in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.cases import Case

RANKING = ("nDCG@10", "R@5", "RR@10", "Success@1", "Success@5")
SHOWN = (500, 1000, 2000)
#: Measures of which less is better.
ERRORS = frozenset(["wrong lead", "false answer", "false refusal", "wrong documents"])

Interval = tuple[int, int]
Places = dict[str, list[Interval]]


def ranking(
    cases: Sequence[Case], ranked: dict[str, list[str]], wanted: dict[str, dict[str, int]]
) -> dict[str, dict[str, float]]:
    """ir-measures over clause keys, best first: every ranking measure of each graded case."""
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in RANKING]
    graded = [case for case in cases if wanted.get(case.id)]
    qrels = [
        ir_measures.Qrel(case.id, key, grade)
        for case in graded
        for key, grade in wanted[case.id].items()
    ]
    run = [
        ir_measures.ScoredDoc(case.id, key, 1.0 / rank)
        for case in graded
        for rank, key in enumerate(dict.fromkeys(ranked.get(case.id, [])), 1)
    ]
    found = {case.id: dict.fromkeys(RANKING, 0.0) for case in graded}
    for metric in ir_measures.iter_calc(measures, qrels, run) if run else ():
        found[metric.query_id][str(metric.measure)] = float(metric.value)
    return found


def characters(shown: Sequence[tuple[str, int, int]], evidence: Places) -> dict[str, float]:
    """Measures of (document, start, end) shown in order against the characters that answer."""
    total = sum(end - start for spans in evidence.values() for start, end in spans)
    out: dict[str, float] = {}
    for k in (1, 5, 64):
        covered = _union((document, start, end) for document, start, end in shown[:k])
        hit = _common(covered, evidence)
        size = sum(end - start for spans in covered.values() for start, end in spans)
        out[f"char P@{k}"] = hit / size if size else 0.0
        out[f"char R@{k}"] = hit / total if total else 0.0
    for limit in SHOWN:
        out[f"evidence in {limit:,}"] = (
            _common(_union(_first(shown, limit)), evidence) / total if total else 0.0
        )
    return out


def _first(shown: Sequence[tuple[str, int, int]], limit: int) -> Iterable[tuple[str, int, int]]:
    left = limit
    for document, start, end in shown:
        if left <= 0:
            return
        yield document, start, min(end, start + left)
        left -= end - start


def _union(places: Iterable[tuple[str, int, int]]) -> Places:
    by: Places = {}
    for document, start, end in places:
        by.setdefault(document, []).append((start, end))
    return {document: merged(spans) for document, spans in by.items()}


def merged(spans: Iterable[Interval]) -> list[Interval]:
    """Intervals in order, without overlaps: no character counts twice."""
    out: list[Interval] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        elif end > start:
            out.append((start, end))
    return out


def _common(one: Places, two: Places) -> int:
    return sum(
        max(0, min(b, d) - max(a, c))
        for document in one
        for a, b in one[document]
        for c, d in merged(two.get(document, ()))
    )


def conveyed(facts: Sequence[str], said: str) -> float:
    """The share of facts whose words all stand in what was said; alternatives are parted by `|`."""
    folded = " ".join(said.lower().split())
    return sum(any(_holds(folded, one) for one in fact.split("|")) for fact in facts) / len(facts)


def _holds(folded: str, words: str) -> bool:
    return " ".join(words.lower().split()) in folded


def overlap(one: Sequence[str], two: Sequence[str], k: int = 5) -> float:
    """The share of the human rewrite's best clauses that the follow-up found too."""
    best = list(dict.fromkeys(two))[:k]
    return len(set(best) & set(list(dict.fromkeys(one))[:k])) / len(best) if best else 1.0
