"""The weights of `assistant/question/standalone.py`: run `python -m evals.leaning`.

Learned from the turns of the development half (evals/turns.py) and, at half their weight, from
every seventh question that weights are learned from (evals/learned), which all stand alone, each
asked after another. No case and no turn of the other half is learned from. A logistic regression
with a pull of 1 towards zero.
"""

from __future__ import annotations

import numpy as np

from assistant.question.standalone import is_courtesy, signs
from evals.cases import load as load_cases
from evals.logistic import fit
from evals.train import LEARNED
from evals.turns import load

_SHARE, _EVERY = 0.5, 7


def examples() -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Names of the signs; a row an example: values, whether alone, weight, conversation."""
    rows, alone, weight, group = [], [], [], []
    for turn in load("develop"):
        if not is_courtesy(turn.question):
            rows.append(signs(turn.question, turn.history))
            alone.append(turn.alone)
            weight.append(1.0)
            group.append(turn.conversation)
    asked = [case.question for case in load_cases(LEARNED) if not case.history][::_EVERY]
    for number, question in enumerate(asked):
        rows.append(signs(question, asked[number - 3 : number] if number > 2 else asked[-2:]))
        alone.append(True)
        weight.append(_SHARE)
        group.append(f"learned {number}")
    names = list(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    return names, values, np.array(alone), np.array(weight), group


def crossed(
    values: np.ndarray, alone: np.ndarray, weight: np.ndarray, group: list[str], parts: int = 10
) -> np.ndarray:
    """How likely each example is to stand alone, by weights that saw none of its conversation."""
    part = {name: number % parts for number, name in enumerate(dict.fromkeys(group))}
    of = np.array([part[name] for name in group])
    likely = np.zeros(len(alone))
    for one in range(parts):
        found, start = fit(values[of != one], alone[of != one], weight[of != one])
        likely[of == one] = 1 / (1 + np.exp(-start - values[of == one] @ found))
    return likely


def main() -> None:
    """Print the weights, and what they would leave alone and change when crossed."""
    names, values, alone, weight, group = examples()
    likely, turns = crossed(values, alone, weight, group), weight == 1.0
    for bound in np.arange(0.3, 0.7, 0.05):
        kept = likely >= bound
        shares = (kept[turns & alone], ~kept[turns & ~alone], kept[~turns])
        print(
            "{:.2f}: of turns that stand alone left {:.1f}, of the others changed {:.1f}; "
            "of other questions left {:.1f}".format(
                bound, *(100 * share.mean() for share in shares)
            )
        )
    found, start = fit(values, alone, weight)
    print(
        "_WEIGHTS = {",
        *(f'    "{name}": {one:.2f},' for name, one in zip(names, found, strict=True)),
        f"}}\n_START = {start:.2f}",
        sep="\n",
    )


if __name__ == "__main__":
    main()
