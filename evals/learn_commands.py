"""What `pincite evals train` and `directions` do: learn what ships beside the weights."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.cli.streams import plain
from evals.opening import assistant_with, home

if TYPE_CHECKING:
    from corpus import ClauseIndex, Embedder, Library
    from evals.asked import Asked
    from evals.cases import Case


def _train(options: argparse.Namespace) -> int:
    if options.mean:
        from corpus.adapter import mean

        mean(options.mean, options.out)
        print(
            f"wrote {options.out}; assistant/ranking/parts.py must have the mean of the weights "
            "that went with each"
        )
        return 0
    for one in (_turn, _ranking, _topics, _unanswered):
        if getattr(options, one.__name__.removeprefix("_")):
            return one(options)
    from evals.cases import load
    from evals.train import LEARNED, learn

    # what is learned now depends on nothing that was learned before
    assistant = assistant_with(None, adapter=False)
    held, cases = assistant.held(), load(LEARNED)
    absent = sorted({one for case in cases for one in case.documents if one not in held.library})
    if absent:
        names = ", ".join(absent)
        _say(
            f"not held here, so nothing is learned from questions over them: {names}; "
            "add them first"
        )
    asked = _asked(held.library, held.index, assistant.embedder, cases)
    _say(f"{len(asked)} questions")
    weights = learn(assistant.embedder.weights(), asked, held.index, options.out, _say)
    print(
        f"wrote {options.out}; assistant/ranking/parts.py must have {weights}; "
        "judge both with 'pincite evals run --set test' first"
    )
    return 0


def _asked(
    library: Library, index: ClauseIndex, embedder: Embedder, cases: Sequence[Case]
) -> list[Asked]:
    from tqdm import tqdm

    from evals.asked import beside_digests, over_agreements, over_digests

    clauses, spans = [c for c in cases if c.clauses], [c for c in cases if c.spans]
    with tqdm(desc="finding what to compare", unit=" questions", file=plain(sys.stderr)) as bar:
        found = (library, index, embedder, bar.update)
        return [
            *beside_digests(*found),
            *over_digests(clauses, *found),
            *over_agreements(spans, *found),
        ]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _turn(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from evals.turning import turn

    assistant = assistant_with(None)
    held = assistant.held()
    with tqdm(desc="learning", unit=" steps", file=plain(sys.stderr)) as bar:

        def tell(step: int, steps: int, loss: float) -> None:
            bar.total = steps
            bar.set_postfix(loss=f"{loss:.2f}", refresh=False)
            bar.update(step - bar.n)

        turn(held.library, assistant.embedder, options.out, tell)
    print(
        f"wrote {options.out} (corpus/turn.safetensors is the one used); run 'pincite index', then "
        "learn --topics, --unanswered and --ranking, and judge with 'pincite evals run --set test'"
    )
    return 0


def _ranking(options: argparse.Namespace) -> int:
    import json

    from evals.cases import load, set_of
    from evals.ranking import learn
    from evals.train import LEARNED

    held = assistant_with(None)
    library = held.held().library

    def bundled(case: Case) -> bool:
        return not case.requires and all(one.document in library for one in case.clauses)

    cases = [case for case in load() if bundled(case)]
    tune = [case for case in cases if set_of(case) == "tune"] + [
        case for case in load(LEARNED) if bundled(case) and not case.spans
    ]
    test = [case for case in cases if set_of(case) == "test"]
    weights = learn(held, tune, test, _say)
    options.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {options.out} (assistant/ranking/weights.json is the one used)")
    return 0


def _topics(options: argparse.Namespace) -> int:
    from evals.topics import learn

    assistant = assistant_with(None)
    held, embedder = assistant.held(), assistant.embedder
    counted = learn(held.library, held.index, embedder, options.out)
    told = ", ".join(f"{number} {name}" for name, number in counted.items())
    print(f"wrote {options.out} from {told} (corpus/topical.safetensors is the one used)")
    return 0


def _unanswered(options: argparse.Namespace) -> int:
    from corpus import Embedder
    from evals.unanswered import write

    number = write(Embedder(home()[0]), options.out)
    print(f"wrote {options.out}: {number} of them (corpus/unanswered.safetensors is the one used)")
    return 0


def _directions(options: argparse.Namespace) -> int:
    from corpus import Embedder
    from evals.train import clauses_written, directions

    texts = clauses_written()
    kept = directions(Embedder(home()[0]), texts, options.out)
    print(
        f"wrote {options.out}: {100 * kept:.0f} percent of the words' length is kept, of "
        f"{len(texts)} clauses"
    )
    return 0


RUN: dict[str, Callable[[argparse.Namespace], int]] = {"train": _train, "directions": _directions}
