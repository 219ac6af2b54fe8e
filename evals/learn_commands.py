"""What `pincite evals train` and `directions` do: what ships beside the weights is learned again,
into a file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from evals.opening import assistant_with, home


def _train(options: argparse.Namespace) -> int:
    if options.mean:
        from corpus.adapter import mean

        mean(options.mean, options.out)
        print(
            f"wrote {options.out}; assistant/ranking/parts.py must have the mean of the weights "
            "that went with each"
        )
        return 0
    if options.turn or options.ranking:
        return _turn(options) if options.turn else _ranking(options)
    from tqdm import tqdm

    from evals.cases import load
    from evals.train import LEARNED, beside_digests, learn, over_agreements, over_digests

    assistant = assistant_with(
        None, adapter=False
    )  # what is learned now depends on nothing that was learned before
    held, cases = assistant.held(), load(LEARNED)
    absent = sorted({one for case in cases for one in case.documents if one not in held.library})
    if absent:
        print(
            f"not held here, so nothing is learned from questions over them: {', '.join(absent)}; "
            "add them first",
            file=sys.stderr,
        )
    with tqdm(desc="finding what to compare", unit=" questions") as bar:
        asked = [*beside_digests(held.library, held.index, assistant.embedder, bar.update)]
        asked += over_digests(
            [case for case in cases if case.clauses],
            held.library,
            held.index,
            assistant.embedder,
            bar.update,
        )
        asked += over_agreements(
            [case for case in cases if case.spans],
            held.library,
            held.index,
            assistant.embedder,
            bar.update,
        )
    say = lambda line: print(line, file=sys.stderr, flush=True)  # noqa: E731
    say(f"{len(asked)} questions")
    weights = learn(assistant.embedder.weights(), asked, held.index, options.out, say)
    print(
        f"wrote {options.out}; assistant/ranking/parts.py must have {weights}; judge both with "
        "'pincite evals run --set test' first"
    )
    return 0


def _turn(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from evals.turning import turn

    assistant = assistant_with(None)
    held = assistant.held()
    with tqdm(desc="learning", unit=" steps") as bar:

        def tell(step: int, steps: int, loss: float) -> None:
            bar.total = steps
            bar.set_postfix(loss=f"{loss:.2f}", refresh=False)
            bar.update(step - bar.n)

        turn(held.library, held.index, assistant.embedder, options.out, tell)
    print(
        f"wrote {options.out}; learn the ranking after it (--ranking), then judge both with "
        "'pincite evals run --set test'"
    )
    return 0


def _ranking(options: argparse.Namespace) -> int:
    import json

    from evals.cases import load, set_of
    from evals.ranking import learn
    from evals.train import LEARNED

    held = assistant_with(None)
    library = held.held().library
    bundled = lambda case: (
        not case.requires and all(one.document in library for one in case.clauses)
    )  # noqa: E731
    cases = [case for case in load() if bundled(case)]
    tune = [case for case in cases if set_of(case) == "tune"] + [
        case for case in load(LEARNED) if bundled(case) and not case.spans
    ]
    test = [case for case in cases if set_of(case) == "test"]
    weights = learn(held, tune, test, lambda line: print(line, file=sys.stderr, flush=True))
    options.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {options.out} (assistant/ranking/weights.json is the one used)")
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
