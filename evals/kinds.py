"""The weights by which a comparison and a change are told from plain questions, learned and judged.

`python -m evals.kinds` learns them from every other question of `tests/question/kinds.jsonl` and
from those of `evals/learned`, all of them plain, and prints what to paste into `sides.py` and
`versions.py` of `assistant/question`; then it judges the shipped weights on the other half and on
the suite's cases.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import numpy as np

from assistant.question import sides, versions
from assistant.question.kind import kind_of
from assistant.question.scope import Scope, read_scope
from corpus import Library, Settings
from corpus.digest import read_digest
from corpus.names import plain
from corpus.plain import JsonObject
from evals.cases import load as load_cases
from evals.logistic import fit
from evals.train import LEARNED

_FILE = Path(__file__).parent.parent / "tests" / "question" / "kinds.jsonl"
#: What a plain question of another set counts, beside one written to look like what it is not.
_SHARE = 0.5
_DAY = date(2026, 11, 29)

Features = Callable[[str, Scope, Library], dict[str, float] | None]


def rows(half: int) -> list[JsonObject]:
    """The questions of one half: 0 to develop on, 1 held."""
    return [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()][half::2]


def compared(question: str, scope: Scope, library: Library) -> dict[str, float] | None:
    """The features of a comparison; None where there are no two sides."""
    marked = sides.marked(question)
    found = sides.sides(marked, scope)
    return sides.features(marked) if found else None


def changed(question: str, scope: Scope, library: Library) -> dict[str, float] | None:
    """The features of a change; None where no two versions are held."""
    pair = versions.pair(scope, sides.marked(question).spoken, library)
    return versions.features(plain(question), pair) if pair else None


def learned(kind: str, features: Features, library: Library) -> dict[str, float]:
    """The weight of each feature of a kind."""
    asked = [(row["question"], row["union"], row["kind"] == kind, 1.0) for row in rows(0)]
    asked += [
        (case.question, case.union, False, _SHARE)
        for case in load_cases(LEARNED)
        if not case.history
    ]
    seen, right, weight = [], [], []
    for question, union, is_one, share in asked:
        if found := features(question, read_scope(question, library, _DAY, union), library):
            seen.append(found)
            right.append(is_one)
            weight.append(share)
    values = np.array([list(one.values()) for one in seen])
    each, start = fit(values, np.array(right), np.array(weight), pull=0.5)
    return {"": round(start, 2)} | {
        name: round(float(one), 2) for name, one in zip(seen[0], each, strict=True)
    }


def judge(
    asked: Iterable[tuple[str, str | None, str]], library: Library
) -> Counter[tuple[str, str]]:
    """How often a question of one kind was read as another; a premise or a claim is plain."""
    table: Counter[tuple[str, str]] = Counter()
    for question, union, kind in asked:
        found = kind_of(question, read_scope(question, library, _DAY, union), library).name
        table[kind, found if found in ("comparison", "change") else "question"] += 1
    return table


def main() -> None:
    """Print the weights, and what the shipped ones make of the half kept aside and of the cases."""
    library = Library.of(read_digest(path) for path in sorted(Settings().bundled.glob("*.md")))
    print("sides.WEIGHTS =", learned("comparison", compared, library))
    print("versions.WEIGHTS =", learned("change", changed, library))
    for name, half in (("develop", 0), ("held", 1)):
        asked = [(row["question"], row["union"], row["kind"]) for row in rows(half)]
        print(name, dict(judge(asked, library)))
    cases = [(case.question, case.union, "question") for case in load_cases() if not case.history]
    print("cases", dict(judge(cases, library)))


if __name__ == "__main__":
    main()
