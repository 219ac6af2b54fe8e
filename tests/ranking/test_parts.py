"""Parts of added agreements' clauses.

Found by every sign, ordered by the learned weights, and learned anew from questions.
"""

from dataclasses import replace

import numpy as np
import pytest

from assistant import Parts, PartWeights
from assistant.ranking.parts import SIGNS
from assistant.ranking.wording import Wording
from corpus.late import DIMENSIONS
from ingest import Described, add

AGREEMENT = """# Local 7 Agreement

## Article 1 — Pay

{filler}

A worker who is called in on a rest day shall be paid double time for at least four hours.

## Article 2 — Parking

The Employer shall provide parking at no cost.
"""
FILLER = " ".join(
    f"The Employer shall keep record number {n} of the hours that were worked in each week of the"
    " season."
    for n in range(20)
)


@pytest.fixture(scope="module")
def held(shared_home, tmp_path_factory):
    """An assistant over the two digests of a small home and one long added agreement."""
    import shutil

    from assistant import Assistant

    folder = tmp_path_factory.mktemp("parts")
    shutil.copytree(shared_home.home, folder / "home")
    settings = replace(shared_home, home=folder / "home")
    (folder / "local-7.md").write_text(AGREEMENT.format(filler=FILLER), encoding="utf-8")
    add(
        [folder / "local-7.md"],
        Described(id="local-7", title="Local 7 Agreement", union="Local 7"),
        settings,
    )
    return Assistant.open(settings)


@pytest.mark.slow
def test_the_part_that_answers_comes_first_and_digests_have_no_parts(held):
    index, library = held.held().index, held.library
    question = "what do they owe me if I have to come in on my day off?"
    rows = [
        row
        for row, (identity, _) in enumerate(index.clauses)
        if identity in ("local-7", "wga-mba-2026")
    ]
    wording = Wording.of(question, index.lexical)
    found = Parts(library, index).fitting(wording, held.embedder.question(question), rows)
    assert {index.clauses[row][0] for row in found} == {"local-7"}
    best, parts = max(found.items(), key=lambda row: row[1][0][1])
    assert "double time" in parts[0][0].of(library["local-7"].text)
    assert len(parts) > 2
    assert [fit for _, fit in parts] == sorted((fit for _, fit in parts), reverse=True)


@pytest.mark.slow
def test_every_sign_is_what_it_says(held):
    index = held.held().index
    row = next(
        row
        for row, (identity, number) in enumerate(index.clauses)
        if identity == "local-7" and "Parking" in held.library["local-7"].clauses[number].heading
    )
    asked = held.embedder.question("who pays for parking?")
    wording, parts = Wording.of("who pays for parking?", index.lexical), Parts(held.library, index)
    ((_, signs),) = parts.signs(wording, asked, [row])[row]
    told = dict(zip(SIGNS, signs.tolist(), strict=True))
    assert told["near"] == pytest.approx(index.scores_of("window", asked, row)[0][1])
    assert told["heading"] > 0
    assert told["words"] > 0
    assert told["length"] == pytest.approx(
        np.log1p(len({"employ", "provid", "park", "cost"})), abs=0.4
    )
    assert 0 < told["spread"] < told["best"] <= 1
    weights = PartWeights()
    fit = parts.fitting(wording, asked, [row])[row][0][1]
    assert fit == pytest.approx(
        weights.base + sum(getattr(weights, name) * told[name] for name in SIGNS)
    )
    without = replace(asked, words=np.zeros((0, DIMENSIONS), dtype=np.float32), counts=None)
    assert parts.fitting(wording, without, [row]), "another model has no word vectors"


@pytest.mark.slow
def test_learning_writes_an_adapter_that_is_read_again_and_draws_the_question_to_its_answer(
    held, tmp_path, monkeypatch
):
    from corpus import adapter
    from corpus.adapter import merge
    from evals import asked as asked_of
    from evals import train
    from evals.cases import Case, Stretch

    text = held.library["local-7"].text
    at = text.index("A worker who is called in")
    case = Case(
        "x",
        "do I get extra for working my day off?",
        "answered",
        spans=(Stretch("local-7", at, at + 90),),
        documents=("local-7",),
    )
    elsewhere = replace(case, id="y", spans=(Stretch("not-held", 0, 5),))
    index = held.held().index
    both = [case, elsewhere]
    asked = list(
        asked_of.over_agreements(both, held.library, index, held.embedder, lambda n: None)
    )
    assert len(asked) == 1
    assert asked[0].right.max() == 1.0
    assert len(asked[0].windows) == len(asked[0].sentences) <= 64
    monkeypatch.setattr(train, "ROUNDS", 2)
    told = []
    weights = train.learn(
        held.embedder.weights(), asked * 8, index, tmp_path / "a.safetensors", told.append
    )
    assert len(told) == 2
    assert float(told[1].split("loss ")[1].split(",")[0]) < float(
        told[0].split("loss ")[1].split(",")[0]
    )
    assert all(np.isfinite(weights.each))
    assert weights.near > 0
    merge(held.embedder.weights(), tmp_path / "a.safetensors")
    counts = adapter.word_counts(np.random.default_rng(0).normal(size=(5, 384)).astype(np.float32))
    assert counts.sum() == pytest.approx(1.0, abs=1e-5)
    assert (counts > 0).all()


def test_the_mean_of_adapters_lies_between_them(tmp_path):
    from safetensors.numpy import load_file, save_file

    from corpus.adapter import DIRECTION, mean

    made = np.random.default_rng(0)
    held = []
    for n in range(2):
        held.append(
            {
                "q.up": made.normal(size=(6, 2)),
                "q.down": made.normal(size=(2, 6)),
                DIRECTION: made.normal(size=6),
            }
        )
        save_file(
            {name: values.astype(np.float16) for name, values in held[n].items()}, tmp_path / f"{n}"
        )
    mean([tmp_path / "0", tmp_path / "0"], tmp_path / "same")
    mean([tmp_path / "0", tmp_path / "1"], tmp_path / "both")
    same, both = (load_file(tmp_path / name) for name in ("same", "both"))
    first, second = (one["q.up"] @ one["q.down"] for one in held)
    assert np.allclose(same["q.up"].astype(float) @ same["q.down"].astype(float), first, atol=0.02)
    left, sizes, right = np.linalg.svd((first + second) / 2)
    assert np.allclose(
        both["q.up"].astype(float) @ both["q.down"].astype(float),
        left[:, :2] * sizes[:2] @ right[:2],
        atol=0.02,
    )
    assert np.allclose(both[DIRECTION], (held[0][DIRECTION] + held[1][DIRECTION]) / 2, atol=0.01)
    assert both["q.up"].shape == (6, 2)


@pytest.mark.slow
def test_digests_questions_are_learned_on_the_tune_half_and_never_against_anothers_terms(
    assistant,
):
    from evals import asked as asked_of
    from evals.cases import Case, Wanted, in_tune

    held = assistant.held()
    crew = Case(
        "a",
        "do I get training if the machine takes over my tasks?",
        "answered",
        union="IATSE",
        clauses=(Wanted("iatse-basic-agreement-2024", "Article XLIX(d)"),),
    )
    judged = replace(
        crew, id="b", clauses=(Wanted("wga-mba-2026", "Article 72 (2026 carry-over)"),)
    )
    assert in_tune("iatse-basic-agreement-2024")
    assert not in_tune("wga-mba-2026")
    (asked,) = asked_of.over_digests(
        [crew, judged], held.library, held.index, assistant.embedder, lambda n: None
    )
    rows = {
        n: row for row in range(len(held.index.clauses)) for n, _ in held.index.units(row, "window")
    }
    documents = [held.index.clauses[rows[int(n)]][0] for n in asked.windows]
    assert all(in_tune(one) for one in documents)
    assert all(
        "iatse" in held.library.unions_of(held.library[one])
        or not held.library.unions_of(held.library[one])
        for one in documents
        if held.library[one].tier == 1
    )
    right = {
        held.index.clauses[rows[int(n)]]
        for n, share in zip(asked.windows, asked.right, strict=True)
        if share
    }
    assert {held.library[one].clauses[n].locator for one, n in right} == {"Article XLIX(d)"}


def test_what_is_learned_from_is_no_case():
    from evals.cases import FOLDER, load
    from evals.train import LEARNED

    learned, judged = load(LEARNED), load(FOLDER)
    assert len(learned) > 3000
    assert all(bool(case.requires) == bool(case.documents) for case in learned)
    assert all(
        case.status == "not_found" or (case.spans if case.requires else case.clauses)
        for case in learned
    )
    assert not {case.question.lower() for case in learned} & {
        case.question.lower() for case in judged
    }
    assert not {case.id for case in learned} & {case.id for case in judged}
