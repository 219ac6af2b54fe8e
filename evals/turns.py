"""How well follow-ups become questions that stand alone: conversations with the rewrite a person
would make.

`evals/turns/*.jsonl` holds sixty conversations of three registers, one a line, each of one half: to
develop on, or held. Each turn has the question as typed, a person's rewrite (the same where it
stands alone), its kind, in some conversations a short answer, and mostly the id of its passage in
`passages.jsonl`. The passages were written to be searched, from memory; they are no source of
facts.

Run with `python -m evals.turns`; `--half held` only to report, `--show` for each turn that went
wrong.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.question.follow_up import standalone
from corpus.lexical import LexicalIndex
from corpus.plain import JsonObject
from corpus.words import terms

if TYPE_CHECKING:
    from corpus import Embedder

_FOLDER = Path(__file__).parent / "turns"
HALVES = ("develop", "held")
REGISTERS = ("general", "support", "member")
ENGINES = ("words", "vectors", "both")
#: What the best passage's BM25 adds to a cosine, as near to the weights of our own search as one
#: number can be.
_LEXICAL = 0.3


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as typed, what came before it, a person's rewrite, the id of what answers it."""

    conversation: str
    register: str
    half: str
    number: int
    kind: str
    question: str
    human: str
    history: tuple[str, ...]
    answers: tuple[str, ...]
    passage: str = ""

    @property
    def alone(self) -> bool:
        """Whether the question stood alone as typed."""
        return self.human == self.question


@dataclass(frozen=True, slots=True)
class Judged:
    """One turn and what became of it: `recall` and `precision` of the person's words."""

    turn: Turn
    text: str
    changed: bool
    recall: float
    precision: float


def load(half: str | None = None) -> list[Turn]:
    """The follow-up turns of one half or both, in order; a conversation's first is none."""
    found = []
    for register in REGISTERS:
        for line in (_FOLDER / f"{register}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            before: list[JsonObject] = []
            for number, turn in enumerate(row["turns"], 1):
                if before and half in (None, row["half"]):
                    said = tuple(one["question"] for one in before)
                    answers = tuple(one.get("answer", "") for one in before)
                    words = (
                        turn["kind"],
                        turn["question"],
                        turn["standalone"],
                        said,
                        answers,
                        turn.get("passage", ""),
                    )
                    found.append(Turn(row["id"], register, row["half"], number, *words))
                before.append(turn)
    return found


def passages() -> dict[str, str]:
    """Every passage by its id."""
    rows = (
        json.loads(line)
        for line in (_FOLDER / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    )
    return {row["id"]: row["text"] for row in rows}


def judge(turns: Iterable[Turn], rewrite: Callable[[Turn], tuple[str, bool]]) -> list[Judged]:
    """Each turn rewritten and set beside the person's words."""
    judged = []
    for turn in turns:
        text, changed = rewrite(turn)
        ours, wanted = set(terms(text)), set(terms(turn.human))
        shared = len(ours & wanted)
        judged.append(
            Judged(turn, text, changed, shared / max(len(wanted), 1), shared / max(len(ours), 1))
        )
    return judged


class Search:
    """The passages, by words and by the bundled model's vectors, kept between runs."""

    def __init__(self) -> None:
        self.ids, texts = zip(*passages().items(), strict=True)
        self._texts = list(texts)
        self._lexical = LexicalIndex.build(self._texts)
        self._file = Path(tempfile.gettempdir()) / "pincite-turns.npz"
        self._known: dict[str, np.ndarray] = {}
        if self._file.exists():
            with np.load(self._file) as kept:
                self._known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    @cached_property
    def _embedder(self) -> Embedder:
        from corpus.embed import Embedder
        from corpus.settings import Settings

        return Embedder(
            Settings.from_environment({"PINCITE_DTYPE": "float32", "PINCITE_THREADS": "1"})
        )

    def vector(self, text: str, question: bool = True) -> np.ndarray:
        """One text's unit vector, as a question or as a passage."""
        key = f"{'q' if question else 'p'} {text}"
        if key not in self._known:
            self._known[key] = (
                self._embedder.query(text) if question else self._embedder.documents([text])[0]
            )
        return self._known[key]

    def ranks(self, question: str, passage: str) -> dict[str, int]:
        """At which rank each engine has the passage, from 1; behind all that score the same."""
        words = self._lexical.scores(terms(question))
        close = self._passages @ self.vector(question)
        signs = dict(
            zip(
                ENGINES,
                (words, close, close + _LEXICAL * words / max(float(words.max()), 1e-6)),
                strict=True,
            )
        )
        at = self.ids.index(passage)
        return {name: int((scores >= scores[at]).sum()) for name, scores in signs.items()}

    @cached_property
    def _passages(self) -> np.ndarray:
        return np.array([self.vector(text, False) for text in self._texts])

    def keep(self) -> None:
        """Write the vectors for the next run."""
        np.savez(
            self._file,
            texts=np.array(list(self._known)),
            vectors=np.array(list(self._known.values())),
        )


def table(judged: Sequence[Judged], search: Search | None) -> list[str]:
    """What is measured, a line a register and one for all; of 100."""
    out = [f"{'':<9}{'turns':>6}{'left alone':>12}{'changed':>9}{'recall':>8}{'precision':>11}"]
    for name in (*REGISTERS, "all"):
        some = [one for one in judged if name in (one.turn.register, "all")]
        alone = [one for one in some if one.turn.alone]
        other = [one for one in some if not one.turn.alone]
        kept = 100 * np.mean([not one.changed for one in alone])
        moved, recall, precision = (
            100 * np.mean([getattr(one, of) for one in other])
            for of in ("changed", "recall", "precision")
        )
        out.append(
            f"{name:<9}{len(some):>6}{kept:>12.1f}{moved:>9.1f}{recall:>8.1f}{precision:>11.1f}"
        )
    if search is None:
        return out
    out.append(
        f"{'':<9}{'engine':<9}{'turns':>6}   "
        f"{'hit@1 raw  ours human ratio':<30}{'hit@5 raw  ours human ratio':<30}"
    )
    for name in (*REGISTERS, "all"):
        some = [one for one in judged if name in (one.turn.register, "all") and one.turn.passage]
        texts = [(one.turn.question, one.text, one.turn.human) for one in some]
        ranks = [
            [search.ranks(text, one.turn.passage) for text in row]
            for one, row in zip(some, texts, strict=True)
        ]
        for engine in ENGINES:
            line = f"{name:<9}{engine:<9}{len(some):>6}   "
            for k in (1, 5):
                raw, ours, human = (
                    100 * np.mean([row[n][engine] <= k for row in ranks]) for n in range(3)
                )
                line += f"{raw:>9.1f}{ours:>6.1f}{human:>6.1f}{ours / human:>6.2f}   "
            out.append(line)
    return out


def faults(judged: Sequence[Judged], search: Search | None) -> list[str]:
    """A line for each turn that was changed or kept wrongly, or lost its passage."""
    out = []
    for one in judged:
        fault = "" if one.changed != one.turn.alone else "CHANGED" if one.changed else "LEFT"
        if search is not None and one.turn.passage:
            ours, human = (
                search.ranks(text, one.turn.passage)["both"] for text in (one.text, one.turn.human)
            )
            fault += f" LOST {human}->{ours}" if ours > max(human, 1) else ""
        if fault:
            out.append(
                f"{fault:<14} {one.turn.conversation}/{one.turn.number} {one.turn.kind}: "
                f"{one.turn.question!r}"
            )
            out.append(f"{'':<15}ours {one.text!r}\n{'':<15}human {one.turn.human!r}")
    return out


def main() -> None:
    """Measure the shipped rewriting."""
    options = argparse.ArgumentParser(prog="python -m evals.turns", description=main.__doc__)
    options.add_argument("--half", choices=HALVES, default="develop")
    options.add_argument("--show", action="store_true", help="each turn that went wrong")
    options.add_argument("--no-search", action="store_true", help="no retrieval, and so no model")
    given = options.parse_args()
    search = None if given.no_search else Search()
    judged = judge(load(given.half), lambda turn: standalone(turn.question, turn.history))
    lines = table(judged, search) + (faults(judged, search) if given.show else [])
    print("\n".join(lines))
    if search:
        search.keep()


if __name__ == "__main__":
    main()
