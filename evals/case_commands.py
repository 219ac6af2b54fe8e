"""What `pincite evals add` and `import` do: a question, or a collection, becomes cases."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from evals.opening import assistant_with, home


def _add(options: argparse.Namespace) -> int:
    from evals.cases import Case, Wanted, add, case_of, line_of

    clauses = tuple(Wanted(*clause.partition("#")[::2]) for clause in options.clause)
    case = Case(
        options.id,
        options.question,
        options.status,
        union=options.union,
        as_of=options.as_of,
        clauses=clauses,
        tags=tuple(options.tag),
    )
    case_of(json.loads(line_of(case)))
    library = assistant_with(None).library
    for wanted in clauses:
        if not any(clause.locator == wanted.locator for clause in library[wanted.document].clauses):
            raise ValueError(
                f"{wanted.document} has no clause at {wanted.locator!r}; 'pincite show "
                f"{wanted.document}' lists them"
            )
    path = home()[1] / "cases" / "own.jsonl"
    add(path, [case])
    print(f"kept in {path}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from evals import benchmarks
    from evals.cases import add

    if len(options.paths) != (2 if options.kind == "trec" else 1):
        raise ValueError("spans and beir want one path, trec wants two: qrels and topics")
    if options.kind == "spans":
        cases = benchmarks.from_spans(options.paths[0])
    elif options.kind == "trec":
        cases = benchmarks.from_qrels(*options.paths)
    else:
        cases, corpus = benchmarks.from_beir(options.paths[0])
        if options.corpus:
            options.corpus.mkdir(parents=True, exist_ok=True)
            for identity, text in corpus.items():
                (options.corpus / f"{identity}.md").write_text(text, encoding="utf-8")
    add(options.out, cases)
    print(
        f"wrote {len(cases)} cases to {options.out}; 'pincite evals run --cases {options.out}' "
        "judges them"
    )
    return 0


RUN: dict[str, Callable[[argparse.Namespace], int]] = {"add": _add, "import": _import}
