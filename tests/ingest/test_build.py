"""Generations: built under a lock, capped, checked, swapped in; and what may go wrong."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import (
    ClauseIndex,
    Home,
    HomeLocked,
    HomeTooNew,
    IndexDamaged,
    Library,
    ModelMismatch,
    PinciteError,
    current_generation,
    save_document,
)
from corpus.added import without
from ingest import ensure_index, generations, roll_back, undoing
from ingest.build import build
from tests.conftest import WordsEmbedder, make_document


def opened(settings) -> ClauseIndex:
    return ClauseIndex.open(current_generation(Home.open(settings.home)), WordsEmbedder())


def test_the_first_use_builds_and_the_second_does_not(small, words_embedder):
    ensure_index(small)
    first = current_generation(Home.open(small.home))
    ensure_index(small)
    assert current_generation(Home.open(small.home)) == first
    assert opened(small).manifest["clauses"] == 3


def test_every_clause_is_found_by_its_own_vector_through_chroma(small, words_embedder):
    ensure_index(small)
    index = opened(small)
    for number, clause in enumerate(index.unit_clauses.tolist()):
        assert clause in index.nearest(index.vectors[number], 5)
    assert index.chroma_failed == ""


def test_adding_a_document_embeds_only_that_document(small, words_embedder):
    ensure_index(small)
    before = opened(small).manifest["units"]
    home = Home.open(small.home)
    with home.writing():
        home = save_document(
            home,
            make_document(
                "extra", {"Article 9 — bees": "The employer keeps bees and honey."}, bundled=False
            ),
            b"bees",
        )
        index = build(home, Library.load(home, small.bundled), WordsEmbedder(), small)
    assert index.manifest["embedded"] == index.manifest["units"] - before
    assert 0 < index.manifest["embedded"] <= 3


def test_a_roll_back_takes_documents_and_index_together(small, words_embedder):
    ensure_index(small)
    home = Home.open(small.home)
    with home.writing():
        home = save_document(home, make_document("extra", bundled=False), b"x")
        build(home, Library.load(home, small.bundled), WordsEmbedder(), small)
    assert "extra" in Library.load(Home.open(small.home), small.bundled)
    with Home.open(small.home).writing():
        roll_back(Home.open(small.home))
    assert "extra" not in Library.load(Home.open(small.home), small.bundled)
    said = []
    ensure_index(small, said=said.append)
    assert said == [], "the generation rolled back to is of the documents rolled back to"


def changed(small, change):
    """The home after one more change of its documents, built and swapped in."""
    home = Home.open(small.home)
    with home.writing():
        home = change(home)
        build(home, Library.load(home, small.bundled), WordsEmbedder(), small)


def test_what_a_roll_back_undoes_is_told_before_and_happens(
    small, words_embedder, capsys, monkeypatch
):
    from assistant.cli.main import main

    ensure_index(small)
    with pytest.raises(PinciteError, match="no earlier"):
        undoing(Home.open(small.home), small.bundled)
    changed(
        small,
        lambda home: save_document(
            home, make_document("extra", title="First title", bundled=False), b"x"
        ),
    )

    def later(home):
        home = save_document(
            home, make_document("extra", title="Second title", bundled=False), b"y"
        )
        return without(
            save_document(home, make_document("more", title="One more", bundled=False), b"z"),
            "rules",
        )

    changed(small, later)
    told = undoing(Home.open(small.home), small.bundled)
    assert told.back == ("rules, Principles of the Guild",) and told.gone == ("more, One more",)
    assert told.changed == (("extra, First title", ("title",)),)
    monkeypatch.setenv("PINCITE_HOME", str(small.home))
    monkeypatch.setattr("corpus.Settings.from_environment", classmethod(lambda cls: small))
    assert main(["rollback", "--dry-run"]) == 0
    dry = capsys.readouterr().out
    assert (
        "comes back: rules" in dry
        and "goes: more" in dry
        and "changes version: extra, First title (title)" in dry
    )
    assert "more" in Library.load(Home.open(small.home), small.bundled), "a dry run undoes nothing"
    assert main(["rollback"]) == 0
    assert "goes: more" in capsys.readouterr().out
    held = Library.load(Home.open(small.home), small.bundled)
    assert "rules" in held and "more" not in held and held["extra"].title == "First title"


def test_a_roll_back_of_the_index_alone_says_that_no_document_changes(small, words_embedder):
    ensure_index(small)
    changed(small, lambda home: home)
    assert "no document" in " ".join(undoing(Home.open(small.home), small.bundled).lines)
    (small.home / "home.json").write_text("rubbish")
    assert "can't be read" in " ".join(undoing(Home(small.home), small.bundled).lines)


def test_only_two_generations_are_kept(small, words_embedder):
    for n in range(4):
        home = Home.open(small.home)
        with home.writing():
            home = save_document(home, make_document(f"extra-{n}", bundled=False), b"x")
            build(home, Library.load(home, small.bundled), WordsEmbedder(), small)
    assert len(list((small.home / "generations").iterdir())) == 2
    fresh = replace(small, home=small.home.parent / "fresh")
    ensure_index(fresh)
    home = Home.open(fresh.home)
    with pytest.raises(PinciteError, match="no earlier"):
        roll_back(home)


@pytest.mark.parametrize("name", ["units.npy", "vectors.npy", "manifest.json", "lexical/rows"])
def test_a_damaged_index_is_built_again_and_says_so(small, words_embedder, name):
    ensure_index(small)
    folder = current_generation(Home.open(small.home))
    next(folder.rglob(name)).write_bytes(b"rubbish")
    said = []
    ensure_index(small, said=said.append)
    assert len(said) == 1 and "damaged" in said[0]
    assert current_generation(Home.open(small.home)) != folder
    opened(small)


def test_a_flipped_byte_is_found_by_the_full_check(small, words_embedder):
    ensure_index(small)
    path = next(current_generation(Home.open(small.home)).rglob("vectors.npy"))
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(IndexDamaged, match="vectors.npy"):
        opened(small)


def test_when_chroma_is_damaged_the_vectors_beside_it_still_answer(small, words_embedder):
    ensure_index(small)
    for path in (current_generation(Home.open(small.home)) / "chroma").rglob("*"):
        if path.is_file():
            path.write_bytes(b"rubbish")
    index = opened(small)
    for number, clause in enumerate(index.unit_clauses.tolist()):
        assert clause in index.nearest(index.vectors[number], 5)
    assert index.chroma_failed


def test_an_index_that_is_deleted_comes_back_the_same(small, words_embedder):
    import shutil

    ensure_index(small)
    before = opened(small)
    vectors, clauses = before.vectors[:].copy(), before.clauses
    shutil.rmtree(small.home / "generations")
    ensure_index(small)
    after = opened(small)
    assert (after.vectors[:] == vectors).all() and after.clauses == clauses


def test_a_failed_build_leaves_what_was_in_use(small, words_embedder, monkeypatch):
    ensure_index(small)
    folder, listed = current_generation(Home.open(small.home)), Home.open(small.home)

    def full_disk(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.build.write_generation", full_disk)
    home = Home.open(small.home)
    with home.writing():
        home = save_document(home, make_document("extra", bundled=False), b"x")
        library = Library.load(home, small.bundled)
        with pytest.raises(PinciteError, match="No space left on device.*unharmed"):
            build(home, library, WordsEmbedder(), small)
    assert current_generation(Home.open(small.home)) == folder
    assert Home.open(small.home) == listed


def test_an_index_past_its_cap_is_refused(small, words_embedder):
    with pytest.raises(PinciteError):
        ensure_index(replace(small, max_index_mb=0))
    assert current_generation(Home.open(small.home)) is None


def test_a_second_writer_waits_and_then_is_told(small):
    Home.open(small.home)
    code = (
        f"import time; from pathlib import Path; from corpus import Home\n"
        f"with Home.open(Path({str(small.home)!r})).writing():\n"
        f"    print('held', flush=True); time.sleep(30)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        assert other.stdout.readline().strip() == "held"
        with (
            pytest.raises(HomeLocked, match="another process"),
            Home.open(small.home).writing(wait=0.2),
        ):
            pass
    finally:
        other.kill()
        other.wait()
    with Home.open(small.home).writing(wait=5):
        pass  # a killed writer leaves no lock behind


def test_a_killed_build_leaves_nothing_that_anyone_reads(small):
    code = f"""
import sys; sys.path.insert(0, '.')
from pathlib import Path
from dataclasses import replace
from tests.conftest import WordsEmbedder
import ingest.build as b
from corpus import Settings
b.Embedder = WordsEmbedder
b.check = lambda *a, **k: (print('checking', flush=True), __import__('time').sleep(60))
b.ensure_index(Settings(home=Path({str(small.home)!r}), bundled=Path({str(small.bundled)!r})))
"""
    build_process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert build_process.stdout.readline().strip() == "checking"
    os.kill(build_process.pid, signal.SIGKILL)
    build_process.wait()
    assert current_generation(Home.open(small.home)) is None
    assert len(list((small.home / "generations").iterdir())) == 1


def test_after_a_kill_the_next_use_builds_and_sweeps(small, words_embedder):
    left = small.home / "generations" / "20200101T000000-left-1"
    left.mkdir(parents=True)
    (left / "vectors.npy").write_bytes(b"half")
    ensure_index(small)
    assert not left.exists() and len(generations(Home.open(small.home))) == 1


def test_a_home_of_a_newer_version_is_refused_and_untouched(small):
    Home.open(small.home)
    path = small.home / "home.json"
    path.write_text(json.dumps({"format": 99, "bundled": True, "removed": [], "added": {}}))
    before = path.read_bytes()
    with pytest.raises(HomeTooNew, match="newer version"):
        Home.open(small.home)
    assert path.read_bytes() == before


def test_an_index_of_another_model_says_so_and_what_to_run(small, words_embedder):
    ensure_index(small)

    class Other(WordsEmbedder):
        name = "another"
        identity = {**WordsEmbedder.identity, "name": "another"}

    with pytest.raises(ModelMismatch, match="words.*another.*pincite index"):
        ClauseIndex.open(current_generation(Home.open(small.home)), Other())


def test_a_reader_moves_over_to_a_generation_swapped_in(small, words_embedder):
    from assistant import Assistant, Question

    ensure_index(small)
    assistant = Assistant.open(small)
    assert "bees" not in assistant.library
    home = Home.open(small.home)
    with home.writing():
        home = save_document(
            home,
            make_document(
                "bees",
                {"Article 9 — bees": "The employer may keep bees in the hive."},
                bundled=False,
            ),
            b"bees",
        )
        build(home, Library.load(home, small.bundled), WordsEmbedder(), small)
    passages, _ = assistant.search(Question("may the employer keep bees in the hive"))
    assert passages[0].document.id == "bees"
