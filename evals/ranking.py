"""Learn the weights in `assistant/ranking/weights.json`: of the features that rank clauses, of
those that choose the fact of a clause, and of the evidence that any clause answers.

Learned on the tune half of the cases and on `evals/learned`, judged on the test half; what needs
documents that are not bundled is left out. Weights of what hardly a case shows (a place by its
number, a document meant by name) stay as they were set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant import Assistant, Question
from assistant.answering.short import FACT, fact_signs
from assistant.question.query import Query
from assistant.ranking.answerable import came_later
from assistant.ranking.evidence import EVIDENCE, evidence, to_answered
from assistant.ranking.features import NAMES, RELEVANCE, Signs
from assistant.ranking.retrieve import Retriever
from assistant.ranking.weights import read_weights, vector
from assistant.ranking.whose import family
from corpus import QueryVectors
from corpus.plain import JsonObject
from corpus.unanswered import USUAL, silence
from evals.cases import Case, stands
from evals.judge import TODAY, grades
from evals.logistic import fit
from evals.unanswered import Crossed, hand

#: Set by hand, because the questions learned from have too few of them.
FIXED = ("locator", "meant", "same question", "nobody's", "official", "named")
#: Evidence that is weighed where the best clause is a digest's; the weights for added agreements
#: were learned on some.
WEIGHED = ("score", "apart", "coverage", "words", "agreement", "amount", "silence")
#: Clauses of a question that are compared; steps, their size, and the pull towards the weights
#: before.
_MOST, _STEPS, _RATE, _PULL = 80, 300, 0.02, 0.03
#: The pull of the evidence's weights, on scales of one standard deviation, towards zero.
_RIDGE = 3.0
#: The relevance of the best right clause in the middle, on which the distances in `order` were set.
_MIDDLE = 0.55
#: How far the best fact lies above the next in the middle, on which the distance for a second
#: statement was set.
_FACTS_APART = 0.085
#: Statuses of questions that no document answers, as the judgement meets them, and the passages
#: that it is given.
_SILENT, _PASSAGES = ("not_found", "not_in_collection", "out_of_scope"), 30


@dataclass(frozen=True, slots=True)
class Read:
    """A case read and its candidates' features; `right` says which candidates it wants first."""

    case: Case
    query: Query
    vectors: QueryVectors
    signs: Signs
    right: np.ndarray


@dataclass(frozen=True, slots=True)
class Choice:
    """Things of which some are right: their features, a row each."""

    values: np.ndarray
    right: np.ndarray


def read(assistant: Assistant, cases: Iterable[Case]) -> list[Read]:
    """The cases that are about no picked document, each read once."""
    held, found = assistant.held(), []
    for case in cases:
        if case.documents or case.status not in ("answered", *_SILENT):
            continue
        asked = assistant.read(
            Question(case.question, case.union, (), (), case.as_of or TODAY, case.history)
        )
        query = asked.query
        signs = held.retriever.signs(query, asked.vectors)
        wanted = grades(held.library, case)
        right = np.asarray(
            [wanted.get(held.retriever.at(int(row))[1].key, 0) == 2 for row in signs.rows],
            dtype=bool,
        )
        found.append(Read(case, query, asked.vectors, signs, right))
    return found


def clauses_of(asked: Iterable[Read], weights: np.ndarray) -> list[Choice]:
    """For each answerable question whose right clause was found: the best and all right ones."""
    found = []
    for one in asked:
        if one.case.status == "answered" and one.right.any():
            order = np.argsort(-(one.signs.values @ weights), kind="stable")
            kept = [*order[:_MOST], *(at for at in order[_MOST:] if one.right[at])]
            found.append(Choice(one.signs.values[kept], one.right[kept]))
    return found


def facts_of(assistant: Assistant, asked: Iterable[Read]) -> list[Choice]:
    """For each right clause of several facts whose case says which of them answer: its facts."""
    held, found = assistant.held(), []
    rows = {held.retriever.at(row)[1].key: row for row in range(len(held.index.clauses))}
    for one in asked:
        for wanted in (
            w for w in one.case.clauses if w.grade == 2 and w.says and w.document in held.library
        ):
            for clause in (c for c in held.library[wanted.document].clauses if stands(c, wanted)):
                right = np.asarray(
                    [n in wanted.says for n in range(1, len(clause.facts) + 1)], dtype=bool
                )
                if right.any() and not right.all():
                    values = fact_signs(held.index, one.vectors, rows[clause.key], clause)
                    found.append(Choice(values, right))
    return found


def softmax(asked: Sequence[Choice], begin: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Weights that make something right likely, pulled towards those given; `free` ones move."""
    import torch

    torch.manual_seed(0)
    most, width = max(len(one.values) for one in asked), len(begin)
    values = torch.zeros(len(asked), most, width)
    right, held = (torch.zeros(len(asked), most, dtype=torch.bool) for _ in range(2))
    for at, one in enumerate(asked):
        size = len(one.values)
        values[at, :size], right[at, :size], held[at, :size] = (
            torch.tensor(one.values),
            torch.tensor(one.right),
            True,
        )
    start, moves = torch.tensor(begin), torch.tensor(free.astype(np.float32))
    change, heat = torch.nn.Parameter(torch.zeros(width)), torch.nn.Parameter(torch.tensor(2.7))
    optimizer = torch.optim.Adam([change, heat], lr=_RATE)
    for _ in range(_STEPS):
        scores = (values @ (start + change * moves)) * torch.exp(heat)
        likely = torch.log_softmax(scores.masked_fill(~held, -1e9), dim=1)
        loss = (
            -torch.logsumexp(likely.masked_fill(~right, -1e9), dim=1).mean()
            + _PULL * (change**2).sum()
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (start + change * moves).detach().numpy()


def first(asked: Sequence[Choice], weights: np.ndarray) -> float:
    """Of 100, for how many something right has the highest score."""
    return 100 * float(np.mean([one.right[int(np.argmax(one.values @ weights))] for one in asked]))


def rank_weights(asked: Sequence[Choice]) -> np.ndarray:
    """The weights of the features of clauses, brought to the scale of relevance."""
    free = np.asarray([name not in FIXED for name in NAMES])
    found, near = softmax(asked, vector("rank", NAMES), free), len(RELEVANCE)
    best = [float((one.values[one.right][:, :near] @ found[:near]).max()) for one in asked]
    return np.where(free, found * (_MIDDLE / float(np.median(best))), found).astype(np.float32)


def fact_weights(asked: Sequence[Choice]) -> np.ndarray:
    """The weights of facts' features, on the scale of a second statement beside the first."""
    found = softmax(asked, vector("fact", FACT), np.ones(len(FACT)))
    apart = [np.sort(one.values @ found)[::-1] for one in asked if len(one.values) > 1]
    return found * (_FACTS_APART / float(np.median([scores[0] - scores[1] for scores in apart])))


def judged(assistant: Assistant, asked: Iterable[Read], rank: np.ndarray) -> Choice:
    """Each question's evidence under these weights, (questions, EVIDENCE); if documents answer."""
    held, crossed = assistant.held(), Crossed.of(assistant.embedder)
    retriever, values, answered = Retriever(held.library, held.index, rank), [], []
    for one in asked:
        if not one.query.kind.parts:
            scope = one.query.scope
            passages = retriever.passages(one.query, one.vectors, one.signs, _PASSAGES)
            then = [p for p in passages if not came_later(p, scope)]
            found = (one.vectors, then, held.index, held.library)
            weighed = evidence(one.query, *found)
            if weighed.silence != USUAL:
                others = crossed.to_unanswered(one.vectors.turned, family(scope), hand(one.case.id))
                near = silence(to_answered(scope, *found), others)
                weighed = replace(weighed, silence=near)
            values.append(weighed.values)
            answered.append(one.case.status == "answered")
    return Choice(np.asarray(values), np.asarray(answered))


def answer_weights(found: Choice, names: Sequence[str]) -> dict[str, float]:
    """Weights of the named evidence on its own scales, and the constant under "start"."""
    values = found.values[:, [EVIDENCE.index(name) for name in names]]
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    even = np.ones(len(values))
    weights, start = fit((values - middle) / spread, found.right, even, _RIDGE)
    plain = weights / spread
    told = {name: round(float(one), 2) for name, one in zip(names, plain, strict=True)}
    return told | {"start": round(float(start - plain @ middle), 2)}


def errors(found: Choice, weights: dict[str, float]) -> str:
    """Of 100 answerable refused, of 100 others answered; also with the bound lower or higher."""
    scores = (
        found.values @ np.asarray([weights.get(name, 0.0) for name in EVIDENCE]) + weights["start"]
    )
    at = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
    return "; ".join(
        f"at {bound:+.1f} refused {100 * np.mean(scores[found.right] < bound):.1f}, silent "
        f"answered {100 * np.mean(scores[~found.right] >= bound):.1f}"
        for bound in at
    )


def learn(
    assistant: Assistant, tune: Sequence[Case], test: Sequence[Case], say: Callable[[str], None]
) -> JsonObject:
    """The whole of `weights.json`, with what it was learned and judged on."""
    begin = vector("rank", NAMES)
    own, others = read(assistant, tune), read(assistant, test)
    clauses, judges = clauses_of(own, begin), clauses_of(others, begin)
    rank = rank_weights(clauses)
    ranks = f"right clause first {first(judges, rank):.1f} of {len(judges)}"
    say(f"learned on {first(clauses, rank):.1f} of {len(clauses)}; {ranks}")
    own_facts, other_facts = facts_of(assistant, own), facts_of(assistant, others)
    fact = fact_weights(own_facts)
    facts = f"right fact first {first(other_facts, fact):.1f} of {len(other_facts)}"
    say(f"learned on {first(own_facts, fact):.1f} of {len(own_facts)}; {facts}")
    answer = answer_weights(judged(assistant, own, rank), WEIGHED)
    told = errors(judged(assistant, others, rank), answer)
    say(told.replace("; ", "\n"))
    chosen = read_weights()  # `below` and `sure` are chosen by people, from `told`

    def rounded(names: Sequence[str], weights: np.ndarray) -> dict[str, float]:
        return {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)}

    return {
        "learned": {
            "command": "pincite evals train --ranking --out assistant/ranking/weights.json",
            "learned on": f"{len(own)} cases ({len(clauses)} answerable) "
            "of the tune half and evals/learned",
            "judged on": f"{len(others)} cases of the test half: "
            f"{ranks}; {facts}; {told.split('; ')[2]}",
        },
        "rank": rounded(NAMES, rank),
        "fact": rounded(FACT, fact),
        "answer": answer | {name: chosen["answer"][name] for name in ("below", "sure")},
        "answer added": chosen["answer added"],
    }
