"""Learn the adapter for questions and the weights of a part's signs; find the directions in which
the words of clauses differ.

Learned from the questions beside the clauses of the tune half's digests, and from questions that
people wrote over those digests and over agreements beside the project (`evals/learned`), never from
a case. Each question is drawn to the windows that answer it and away from the nearest others of its
agreement: sibling clauses are the hard negatives. Only the question's side of the model moves, so
clauses' vectors stand still, and all signs of a part (`assistant.parts`) are learned together.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import Parts, PartWeights
from corpus import Clause, ClauseIndex, Embedder, Library
from corpus.adapter import DIRECTION, save, wrap
from corpus.late import DIMENSIONS, HEAT, projection
from corpus.names import find_unions, lineage
from evals.cases import Case, in_tune, stands

PAIRS, LEARNED = Path(__file__).parent / "pairs", Path(__file__).parent / "learned"
RANK, ROUNDS, BATCH, KEEP = 12, 3, 16, 0.3
#: Steps for the adapter, for the signs' weights, and for the direction that says how much a word
#: counts.
RATES = (5e-4, 5e-3, 2e-2)
#: Windows of a question's agreement that it is compared with, words of a window, and sentences in
#: it.
_NEAREST, _WORDS, _SENTENCES = 64, 150, 10
#: Clauses whose windows' signs are looked at before the nearest windows are taken.
_ROWS = 150
#: Where learning begins, and the scale that the learned weights are brought to: they were set by
#: hand (evals/LOG.md).
BEGIN = PartWeights(0.39, 0.39, 0.5, 0.25, 0.31, 0.15, 0.05, 0.0, 0.0)
SCALE = PartWeights(0.39, 0.39, 0.75, 0.0, 0.31, 0.15, 0.0, 0.0, -0.435)


@dataclass(frozen=True)
class Asked:
    """One question with the windows that it is compared with: their units and sentences, their
    signs, and how much of each answers.
    """

    question: str
    windows: np.ndarray
    sentences: list[np.ndarray]
    signs: np.ndarray
    right: np.ndarray


def beside_digests(
    library: Library, index: ClauseIndex, embedder: Embedder, tell: Callable[[int], None]
) -> Iterator[Asked]:
    """The questions beside the clauses of the tune half's digests; all of those digests are one
    text to search.
    """
    rows = _tune_rows(library, index)
    compare = _Compare(library, index, embedder, rows)
    for row in rows:
        for question in _clause(library, index, row).asks:
            yield compare(question, lambda of, span, row=row: float(of == row))
            tell(1)


def over_digests(
    cases: Sequence[Case],
    library: Library,
    index: ClauseIndex,
    embedder: Embedder,
    tell: Callable[[int], None],
) -> Iterator[Asked]:
    """Questions with the clauses of the tune half's digests that answer them, against those digests
    as far as they are the asker's: what another union's agreement says of the same matter is no
    wrong answer to be pushed away.
    """
    owners = {
        row: library.unions_of(library[index.clauses[row][0]]) for row in _tune_rows(library, index)
    }
    compares: dict[frozenset[str], _Compare] = {}
    for case in cases:
        mine = frozenset(one for union in find_unions(case.union or "") for one in lineage(union))
        if mine not in compares:
            rows = [row for row, whose in owners.items() if not mine or not whose or mine & whose]
            compares[mine] = _Compare(library, index, embedder, rows)
        grades = {}
        for row in compares[mine].rows:
            clause = _clause(library, index, row)
            named = [
                w.grade / 2
                for w in case.clauses
                if w.document == index.clauses[row][0] and stands(clause, w)
            ]
            grades[row] = max(named, default=0.0)
        if any(grades.values()):
            yield compares[mine](case.question, lambda of, span, grades=grades: grades[of])
        tell(1)


def _tune_rows(library: Library, index: ClauseIndex) -> list[int]:
    return [
        row
        for row, (identity, _) in enumerate(index.clauses)
        if library[identity].basis == "digest" and in_tune(identity)
    ]


def _clause(library: Library, index: ClauseIndex, row: int) -> Clause:
    identity, number = index.clauses[row]
    return library[identity].clauses[number]


def over_agreements(
    cases: Sequence[Case],
    library: Library,
    index: ClauseIndex,
    embedder: Embedder,
    tell: Callable[[int], None],
) -> Iterator[Asked]:
    """Questions over added agreements, with the characters that answer them; those of an agreement
    that is not held are left out.
    """
    compares: dict[str, _Compare] = {}
    for case in cases:
        if not all(span.document in library for span in case.spans):
            continue
        document = case.spans[0].document
        if document not in compares:
            rows = [row for row, (identity, _) in enumerate(index.clauses) if identity == document]
            compares[document] = _Compare(library, index, embedder, rows)
        size = sum(span.end - span.start for span in case.spans)

        def share(_: int, window, case=case, size=size) -> float:
            held = sum(
                max(0, min(window.end, span.end) - max(window.start, span.start))
                for span in case.spans
            )
            return held / max(1, min(size, window.end - window.start))

        asked = compares[document](case.question, share)
        tell(1)
        if asked.right.any():
            yield asked


class _Compare:
    """Finds the windows that a question of one text is to be compared with."""

    def __init__(
        self, library: Library, index: ClauseIndex, embedder: Embedder, rows: list[int]
    ) -> None:
        self._parts, self._index, self._embedder, self.rows = (
            Parts(library, index),
            index,
            embedder,
            rows,
        )

    def __call__(self, question: str, answers: Callable) -> Asked:
        asked = self._embedder.question(question)
        near = self._index.similarities(asked.whole, self.rows)
        nearest = np.argsort(-np.maximum(near["window"], near["sentence"]), kind="stable")[:_ROWS]
        rows = [
            self.rows[at]
            for at in np.union1d(
                nearest, [at for at, row in enumerate(self.rows) if self._answers(row, answers)]
            ).astype(int)
        ]
        signs = self._parts.signs(question, asked, rows)
        held = [(row, span, sign) for row in rows for span, sign in signs.get(row, ())]
        right = np.asarray([answers(row, span) for row, span, _ in held])
        order = np.argsort(-np.asarray([sign @ SCALE.each for _, _, sign in held]), kind="stable")
        known = [at for at in order[_NEAREST:] if right[at] > 0][:8]
        chosen = [*order[: _NEAREST - len(known)].tolist(), *known]
        units = {
            (row, span): n
            for row in {held[at][0] for at in chosen}
            for n, span in self._index.units(row, "window")
        }
        windows, sentences = [], []
        for at in chosen:
            row, span, _ = held[at]
            windows.append(units[row, span])
            inside = [
                n
                for n, one in self._index.units(row, "sentence")
                if span.start <= one.start and one.end <= span.end
            ]
            sentences.append(np.asarray(inside[:_SENTENCES] or [windows[-1]]))
        return Asked(
            question,
            np.asarray(windows),
            sentences,
            np.asarray([held[at][2] for at in chosen]),
            right[chosen],
        )

    def _answers(self, row: int, answers: Callable) -> bool:
        return any(answers(row, span) for _, span in self._index.units(row, "window"))


def learn(
    model, asked: Sequence[Asked], index: ClauseIndex, out: Path, tell: Callable[[str], None]
) -> PartWeights:
    """Train for some ten minutes on two cores, write the adapter, and return the weights of the
    signs that go with it.

    The same data gives the same file on one machine.
    """
    import torch

    torch.manual_seed(0)
    model.float()
    parameters = wrap(model, RANK)
    signs = torch.nn.Parameter(torch.tensor(BEGIN.each, dtype=torch.float32))
    heat, direction = (
        torch.nn.Parameter(torch.tensor(18.0)),
        torch.nn.Parameter(torch.zeros(projection().shape[0])),
    )
    before = _whole(model, [one.question for one in asked])
    groups = [
        {"params": list(parameters.values())},
        {"params": [signs, heat]},
        {"params": [direction]},
    ]
    optimizer = torch.optim.AdamW(
        [group | {"lr": rate} for group, rate in zip(groups, RATES, strict=True)], weight_decay=0.01
    )
    steps = ROUNDS * -(-len(asked) // BATCH)
    slower = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.05, 1 - step / steps))
    for round_ in range(ROUNDS):
        model.train()
        total, begin = 0.0, time.perf_counter()
        for some in torch.randperm(len(asked)).split(BATCH):
            batch = [asked[n] for n in some]
            whole, found, right = _signs(model, direction, batch, index)
            scores = (heat * (found @ signs)).masked_fill(right < 0, -1e9)
            wanted = right.clamp(min=0)
            missed = (
                -(wanted / wanted.sum(1, keepdim=True) * torch.log_softmax(scores, 1)).sum(1).mean()
            )
            loss = missed + KEEP * (1 - (whole * before[some]).sum(1)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            slower.step()
            total += missed.item() * len(some)
        tell(
            f"round {round_ + 1} of {ROUNDS}: loss {total / len(asked):.3f}, "
            f"{time.perf_counter() - begin:.0f} s"
        )
    model.eval()
    save(parameters | {DIRECTION: direction}, out)
    return _scaled(model, direction, signs.detach().numpy().astype(float), asked, index)


def _encode(model, questions: Sequence[str]):
    """Of each question its vector, and of its words the small vectors, the states, and which places
    hold a word.
    """
    import torch
    from torch.nn.functional import normalize

    read = model(model.preprocess(list(questions)))
    mask = read["attention_mask"].bool()
    for row, length in enumerate(
        mask.sum(1).tolist()
    ):  # the two marks that the tokenizer adds are no words
        mask[row, 0] = mask[row, length - 1] = False
    states = normalize(read["token_embeddings"].float(), dim=2)
    return (
        normalize(read["sentence_embedding"].float(), dim=1),
        normalize(states @ torch.tensor(projection()), dim=2),
        states,
        mask,
    )


def _whole(model, questions: Sequence[str]):
    import torch

    model.eval()
    with torch.no_grad():
        return torch.cat(
            [
                _encode(model, questions[at : at + BATCH])[0]
                for at in range(0, len(questions), BATCH)
            ]
        )


def _signs(model, direction, batch: Sequence[Asked], index: ClauseIndex):
    """The questions' vectors, the signs of every window as the model now sees them, and how much of
    each answers (-1: none there).
    """
    import torch

    most = max(len(one.windows) for one in batch)
    words = np.zeros((len(batch), most, _WORDS, DIMENSIONS), dtype=np.float32)
    there = np.zeros((len(batch), most, _WORDS), dtype=bool)
    windows = np.zeros((len(batch), most, index.vectors.shape[1]), dtype=np.float32)
    sentences = np.zeros((len(batch), most, _SENTENCES, index.vectors.shape[1]), dtype=np.float32)
    said = np.zeros((len(batch), most, _SENTENCES), dtype=bool)
    fixed, right = (
        np.zeros((len(batch), most, 4), dtype=np.float32),
        np.full((len(batch), most), -1.0, dtype=np.float32),
    )
    for n, one in enumerate(batch):
        for k, (window, inside) in enumerate(zip(one.windows, one.sentences, strict=True)):
            held = index.words.of_text(window)[:_WORDS]
            words[n, k, : len(held)], there[n, k, : len(held)] = held, True
            sentences[n, k, : len(inside)], said[n, k, : len(inside)] = index.vectors[inside], True
        size = len(one.windows)
        windows[n, :size], fixed[n, :size], right[n, :size] = (
            index.vectors[one.windows],
            one.signs[:, 4:],
            one.right,
        )
    words, there, windows, sentences, said, fixed, right = map(
        torch.tensor, (words, there, windows, sentences, said, fixed, right)
    )
    whole, small, states, mask = _encode(model, [one.question for one in batch])
    near = torch.einsum("bd,bkd->bk", whole, windows)
    sentence = torch.einsum("bd,bknd->bkn", whole, sentences).masked_fill(~said, -1).max(2).values
    counts = torch.exp(states @ direction) * mask
    counts = (counts / counts.sum(1, keepdim=True))[:, None, :]
    cosines = torch.einsum("bqd,bktd->bkqt", small, words)
    best = (cosines.masked_fill(~there[:, :, None], -1).max(3).values * counts).sum(2)
    spread = torch.logsumexp((HEAT * cosines).masked_fill(~there[:, :, None], -1e9), 3)
    spread = ((spread - torch.log(there.sum(2).clamp(min=1))[:, :, None]) / HEAT * counts).sum(2)
    return whole, torch.cat([torch.stack([near, sentence, best, spread], 2), fixed], 2), right


def _scaled(
    model, direction, signs: np.ndarray, asked: Sequence[Asked], index: ClauseIndex
) -> PartWeights:
    """The learned weights on the scale of SCALE: right windows and all windows score on average
    what they did.
    """
    import torch

    old, new = [], []
    with torch.no_grad():
        for at in range(0, len(asked), BATCH):
            batch = asked[at : at + BATCH]
            _, found, right = _signs(model, direction, batch, index)
            for n, one in enumerate(batch):
                for scores, kept in (
                    (one.signs @ SCALE.each + SCALE.base, old),
                    (found[n, : len(one.right)].numpy() @ signs, new),
                ):
                    kept.append((scores[one.right > 0].max(), scores.mean()))
    (right_before, all_before), (right_now, all_now) = np.mean(old, axis=0), np.mean(new, axis=0)
    slope = (right_before - all_before) / (right_now - all_now)
    return PartWeights(
        *(round(float(one), 3) for one in signs * slope),
        base=round(float(all_before - slope * all_now), 3),
    )


def clauses_written(folder: Path = PAIRS) -> list[str]:
    """The clauses of the invented agreements in `evals/pairs`, each with its heading: text of many
    kinds that is all ours.
    """
    rows = (
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return [f"{row['heading']}. {row['text']}" for row in rows]


def directions(embedder: Embedder, texts: Sequence[str], out: Path) -> float:
    """Write the principal directions of these texts' words (corpus.late) and return the share of
    their length that is kept.

    Nothing is learned: projections trained on the pairs won on invented agreements and lost on real
    ones (LOG.md).
    """
    from safetensors.numpy import save_file

    total = np.zeros((0, 0))
    for text in texts:
        states = embedder.states(text)[::3]
        states = states / np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-9)
        total = states.T @ states if not total.size else total + states.T @ states
    values, vectors = np.linalg.eigh(total)
    best = np.argsort(-values)[:DIMENSIONS]
    save_file({"projection": vectors[:, best].astype(np.float16)}, out)
    return float(values[best].sum() / values.sum())
