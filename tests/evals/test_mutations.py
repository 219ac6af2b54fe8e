"""The gate must close when answers get worse: each mutation breaks one thing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant, Citation
from assistant.sought import Held
from corpus import ClauseIndex, Embedder, Home, Library, VectorCache, write_generation
from corpus.lexical import LexicalIndex
from evals.cases import load, set_of
from evals.gate import judge
from evals.run import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cases():
    """A ninth of the cases that need no further documents: enough for each mutation to show."""
    return [case for case in load() if not case.requires and not case.standalone][::9]


#: Questions beside a fact that are kept here: each generation takes a tenth of the time to write.
ASKS = 2


@pytest.fixture(scope="module")
def built(assistant, shared_home, tmp_path_factory):
    """An assistant over a changed library or index, in its own folder, from the shared vectors."""

    def make(library: Library, change=lambda folder, index: None) -> Assistant:
        embedder: Embedder = assistant.embedder
        folder = tmp_path_factory.mktemp("changed") / "generation"
        cache = VectorCache(Home.open(shared_home.home).vectors, embedder.key)
        write_generation(folder, library, embedder, cache)
        index = ClauseIndex.open(folder, embedder)
        change(folder, index)
        made = Assistant(shared_home, embedder)
        held = Held.of(library, index, lambda word: True)
        made.held = lambda: held
        return made

    return make


@pytest.fixture(scope="module")
def thin(assistant, built) -> Assistant:
    """The assistant over all documents, with few questions beside each fact: what is broken."""
    return built(_changed(assistant.library, lambda fact: replace(fact, asks=fact.asks[:ASKS])))


@pytest.fixture(scope="module")
def sound(thin, cases):
    return run(thin, cases)


def _changed(library: Library, change) -> Library:
    """The library with each fact changed."""
    return Library.of(
        replace(
            d, clauses=tuple(replace(c, facts=tuple(map(change, c.facts))) for c in d.clauses)
        )
        for d in library
    )


def closed(made, sound, *words) -> bool:
    reasons = judge(made, sound)
    assert reasons, "the gate stayed open"
    assert any(word in " ".join(reasons) for word in words), reasons
    return True


def wanted(cases) -> set[tuple[str, str]]:
    return {(one.document, one.locator) for case in cases for one in case.clauses if one.grade == 2}


def test_what_is_sound_stays_open_and_is_the_same_twice(thin, cases, sound):
    again = run(thin, cases)
    assert judge(again, sound) == []
    assert again.results == sound.results


def test_the_right_clauses_deleted(thin, cases, sound, built):
    gone = wanted(cases)
    library = Library.of(
        replace(
            d, clauses=tuple(c for c in d.clauses if (d.id, c.locator) not in gone) or d.clauses[:1]
        )
        for d in thin.library
    )
    assert closed(run(built(library), cases), sound, "Success@5", "citation recall", "evidence in")


def test_the_right_clauses_struck(thin, cases, sound, built):
    gone = wanted(cases)
    library = Library.of(
        replace(
            d, clauses=tuple(replace(c, title_only=(d.id, c.locator) in gone) for c in d.clauses)
        )
        for d in thin.library
    )
    assert closed(run(built(library), cases), sound, "Success@5", "citation recall", "evidence in")


def test_the_documents_that_answer_expired(thin, cases, sound, built):
    answering = {document for document, _ in wanted(cases)}
    library = Library.of(
        replace(d, effective=None, expires=date(2020, 1, 1))
        if d.id in answering and d.tier == 1
        else d
        for d in thin.library
    )
    assert closed(
        run(built(library), cases),
        sound,
        "wrong lead",
        "lead right",
        "status right",
        "citation recall",
    )


def test_two_agreements_swapped(thin, cases, sound, built):
    library = thin.library
    one, two = library["wga-mba-2026"], library["sag-aftra-tv-theatrical-2026"]

    def as_if(held, other):
        return replace(
            held,
            text=other.text,
            clauses=tuple(replace(c, document=held.id) for c in other.clauses),
        )

    swapped = {one.id: as_if(one, two), two.id: as_if(two, one)}
    assert closed(
        run(built(Library.of(swapped.get(d.id, d) for d in library)), cases),
        sound,
        "Success@5",
        "citation recall",
        "evidence in",
    )


def test_the_vectors_shuffled(thin, cases, sound, built):
    def shuffle(folder: Path, index: ClauseIndex) -> None:
        order = np.random.default_rng(1).permutation(len(index.vectors))
        index.__dict__["vectors"] = index.vectors.only(order.tolist())
        index.chroma_failed = "shuffled"

    assert closed(
        run(built(thin.library, shuffle), cases),
        sound,
        "Success@5",
        "citation recall",
        "evidence in",
    )


def test_the_lexical_index_emptied(thin, cases, sound, built):
    def empty(folder: Path, index: ClauseIndex) -> None:
        index.__dict__["lexical"] = LexicalIndex.build(["nothing"] * len(index.clauses))

    assert closed(
        run(built(thin.library, empty), cases),
        sound,
        "Success@5",
        "status right",
        "nDCG@10",
        "lead right",
    )


@pytest.mark.parametrize("by", [-3.0, 3.0])
def test_the_threshold_moved(thin, cases, sound, monkeypatch, by):
    from assistant.ranking.evidence import Evidence

    weight = Evidence.weight.fget
    monkeypatch.setattr(Evidence, "weight", property(lambda self: weight(self) + by))
    assert closed(run(thin, cases), sound, "false answer" if by > 0 else "false refusal")


def test_quotations_altered_by_one_word(thin, cases, sound, monkeypatch):
    monkeypatch.setattr(
        Citation,
        "quote",
        property(lambda self: self.span.of(self.document.text).replace(" may ", " shall ")),
    )
    assert closed(run(thin, cases), sound, "quotes exact")


def _restated(library: Library, said) -> Library:
    """The library with other statements: `said` gives those of a clause from its facts."""
    return Library.of(
        replace(
            d,
            clauses=tuple(
                replace(
                    c,
                    facts=tuple(
                        replace(f, short=s) for f, s in zip(c.facts, said(c.facts), strict=True)
                    ),
                )
                for c in d.clauses
            ),
        )
        for d in library
    )


def _negated(statement: str) -> str:
    for verb in (" may ", " must ", " is ", " are ", " has ", " needs ", " can "):
        if f"{verb}not " in statement:
            return statement.replace(f"{verb}not ", verb, 1)
        if verb in statement:
            return statement.replace(verb, f"{verb}not ", 1)
    return statement


def test_the_statements_negated(thin, cases, sound, built):
    library = _restated(thin.library, lambda facts: [_negated(fact.short) for fact in facts])
    assert closed(run(built(library), cases), sound, "short keeps its words")


def test_the_statements_swapped_with_their_neighbours(thin, cases, sound, built):
    library = _restated(
        thin.library, lambda facts: [fact.short for fact in (*facts[1:], *facts[:1])]
    )
    assert closed(run(built(library), cases), sound, "short keeps its words")


def test_the_tiers_inverted(thin, cases, sound, built):
    library = Library.of(replace(d, tier=6 - d.tier) for d in thin.library)
    assert closed(
        run(built(library), cases), sound, "lead right", "wrong lead", "Success@5", "nDCG@10"
    )


def test_the_test_half_is_no_part_of_what_thresholds_see(cases):
    assert {set_of(case) for case in cases} == {"tune", "test"}
