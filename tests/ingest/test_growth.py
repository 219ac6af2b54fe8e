"""A generation takes over what the one before it holds, and is what one written whole would be."""

import json
import os
import shutil
import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from corpus import (
    ClauseIndex,
    Home,
    IndexDamaged,
    Library,
    chroma,
    current_generation,
    note_missed,
    save_document,
)
from corpus.added import without
from corpus.integrity import stamped
from corpus.units import UNITS
from corpus.weights import sha256
from ingest import ensure_index, generations, roll_back
from ingest.build import build
from ingest.checking import check
from tests.conftest import WordsEmbedder, make_document

SUBJECTS = ("honey", "gravel", "lantern", "cello", "harbour", "saddle", "thistle", "granite")


def agreement(name: str, clauses: int, **values):
    """A document of so many clauses, each of words of its own."""
    return make_document(
        name,
        {
            f"Article {n}": f"The {name} keeper {_word(name, n)} the {SUBJECTS[n % 8]} and "
            f"{_word(n, name)} it for the {_word(n, n)} of {name}."
            for n in range(clauses)
        },
        bundled=False,
        **values,
    )


def _word(*seed) -> str:
    return "".join(chr(97 + int(n) % 26) for n in np.frombuffer(repr(seed).encode(), "u1"))


def grown(small, *changes):
    """The index after these changes, one generation each."""
    ensure_index(small)
    for change in changes:
        home = Home.open(small.home)
        with home.writing():
            home = change(home)
            build(home, Library.load(home, small.bundled), WordsEmbedder(), small)
    return opened(small)


def opened(small) -> ClauseIndex:
    return ClauseIndex.open(current_generation(Home.open(small.home)), WordsEmbedder())


def adding(name: str, clauses: int = 3, **values):
    return lambda home: save_document(home, agreement(name, clauses, **values), b"x")


def removing(name: str):
    return lambda home: without(home, name)


def whole(small, tmp_path) -> ClauseIndex:
    """The index of the same documents written in one go."""
    fresh = replace(small, home=tmp_path / "fresh")
    shutil.copytree(small.home / "documents", fresh.home / "documents")
    shutil.copy(small.home / "home.json", fresh.home)
    ensure_index(fresh)
    return opened(fresh)


STORIES = [
    [adding("bees"), adding("ants", 5), removing("bees"), adding("crow", 2)],
    [adding("bees"), removing("rules"), adding("bees", 4), removing("deal-2024")],
    [adding("bees", 40), adding("ants", 2), removing("bees"), adding("bees", 40)],
    [adding("aaa"), adding("zzz"), adding("mmm"), removing("mmm"), removing("aaa"), adding("kkk")],
]


@pytest.mark.parametrize("story", STORIES)
def test_what_has_grown_is_what_is_written_whole(small, words_embedder, tmp_path, story):
    one, other = grown(small, *story), whole(small, tmp_path)
    assert one.clauses == other.clauses
    assert one.unit_clauses.tolist() == other.unit_clauses.tolist()
    assert one.unit_kinds.tolist() == other.unit_kinds.tolist()
    assert (one.vectors[:] == other.vectors[:]).all()
    for words in (("keeper",), ("honey", "scan"), ("guild",)):
        assert (one.lexical.scores(words) == other.lexical.scores(words)).all()
        assert one.lexical.rarity(words[0]) == other.lexical.rarity(words[0])
    for row in range(len(one.clauses)):
        for kind in ("window", "sentence", "ask", "short"):
            assert one.units(row, kind) == other.units(row, kind)
    for number, clause in enumerate(one.unit_clauses.tolist()):
        vector = np.asarray(one.vectors[number])
        assert clause in one.nearest(vector, 5)
        assert one.nearest(vector, 9).tolist() == other.nearest(vector, 9).tolist()
    assert one.chroma_failed == other.chroma_failed == ""


def test_numbers_of_what_is_gone_are_never_given_again(small, words_embedder):
    seen: set[int] = set()
    grown(small)
    for change in (adding("bees", 4), removing("bees"), adding("bees", 4), adding("ants", 3)):
        before = {one.document: one for one in opened(small).segments}
        after = grown(small, change)
        for one in after.segments:
            if one.first in {-1, *(was.first for was in before.values())}:
                continue
            numbers = set(range(one.first, one.first + one.units))
            assert not numbers & seen, "a number that was given before"
        stored = [one for one in after.segments if one.first >= 0]
        seen |= {n for one in stored for n in range(one.first, one.first + one.units)}


def test_what_two_generations_hold_alike_lies_on_the_disk_once(small, words_embedder):
    grown(small, adding("bees", 60), adding("ants", 2))
    now, then = generations(Home.open(small.home))
    names = {(path.parent.name, path.name): path for path in then.glob("parts/*/*")}
    shared = [
        path
        for path in now.glob("parts/*/*")
        if (other := names.get((path.parent.name, path.name))) and os.path.samefile(path, other)
    ]
    assert sum(path.name == "vectors.npy" for path in shared) >= 1
    assert not any(
        os.path.samefile(path, then / path.relative_to(now))
        for path in now.glob("chroma/*.sqlite3")
        if path.is_file() and (then / path.relative_to(now)).exists()
    ), "Chroma writes into its file"


def test_there_are_few_parts_however_often_one_is_added(small, words_embedder):
    index = grown(small, *(adding(f"deal-{n}") for n in range(12)))
    assert len(index.parts) <= 5
    assert index.manifest["embedded"] <= 6 and index.manifest["new"] == ["deal-11"]


def test_a_generation_removed_with_its_files_harms_no_other(small, words_embedder):
    grown(small, adding("bees", 60), adding("ants", 2))
    shutil.rmtree(generations(Home.open(small.home))[1])
    index = opened(small)
    assert check(index, 64) == [] and len(index.vectors[:]) == index.manifest["units"]


def test_a_roll_back_and_another_change_find_everything(small, words_embedder):
    grown(small, adding("bees", 4), adding("ants", 4))
    with Home.open(small.home).writing():
        roll_back(Home.open(small.home))
    index = grown(small, adding("crow", 4))
    assert index.manifest["new"] == ["crow"] and check(index, 64) == []
    assert not any(one.document == "ants" for one in index.segments)


def test_a_store_that_is_damaged_is_not_copied_but_written_whole(small, words_embedder):
    grown(small, adding("bees", 4))
    for path in current_generation(Home.open(small.home)).glob("chroma/chroma.sqlite3"):
        path.write_bytes(b"rubbish")
    index = grown(small, adding("ants", 4))
    assert check(index, 64) == [] and index.chroma_failed == ""
    assert index.manifest["numbers"] == index.manifest["units"], "numbered from the beginning"


def test_a_store_mostly_of_what_is_gone_is_written_whole(small, words_embedder):
    index = grown(small, adding("bees", 30), adding("ants", 2), removing("bees"))
    assert index.manifest["numbers"] == index.manifest["units"]


def test_few_misses_of_chroma_are_covered_and_many_refused(small, words_embedder):
    index = grown(small, adding("bees", 120))
    first = index.segments[0].first
    lost = [first + n for n in np.flatnonzero(index.unit_clauses == 0).tolist()]
    real = chroma.opened(index.folder, index.vectors, index.manifest["chroma"])

    class Blind:
        """The store, less what it has lost sight of."""

        def query(self, **asked):
            found = real.query(**asked)
            found["ids"][0] = [one for one in found["ids"][0] if int(one) not in lost]
            return found

    index.__dict__["_collection"] = Blind()
    missed = check(index, 64)
    assert missed == [0]
    noted = note_missed(index, missed)
    noted.__dict__["_collection"] = Blind()
    assert noted.unit_clauses[0] in noted.nearest(np.asarray(noted.vectors[0]), 3)
    assert opened(small).missed.tolist() == [0]
    assert json.loads((index.folder / "manifest.json").read_text())["missed"] == [0]
    lost += range(first, first + 100)
    with pytest.raises(IndexDamaged, match="do not find themselves"):
        check(index, 64)


def test_of_a_damaged_index_the_whole_parts_are_taken_over(small, words_embedder):
    before = grown(small, adding("bees", 60), adding("ants", 2))
    (small.home / "vectors.sqlite").unlink()
    path = before.parts[before.segments[0].part].folder / "vectors.npy"
    lost = {one.document for one in before.segments if one.part == before.segments[0].part}
    assert "ants" in lost and "bees" not in lost
    fresh = path.with_name("fresh")
    fresh.write_bytes(path.read_bytes()[:-9])
    os.replace(fresh, path)
    said: list[str] = []
    ensure_index(small, said=said.append)
    assert "damaged" in said[0]
    after = opened(small)
    assert set(after.manifest["new"]) == lost and check(after, 64) == []
    assert after.clauses == before.clauses and after.chroma_failed == ""


def test_a_cache_past_its_cap_is_begun_again_and_nothing_is_embedded_for_it(
    small, words_embedder, monkeypatch
):
    grown(small, adding("bees", 60))
    monkeypatch.setattr("ingest.build._CACHE_MB", 0)
    grown(small, adding("ants", 2))
    assert not (small.home / "vectors.sqlite").exists()
    index = grown(small, adding("crow", 2))
    assert index.manifest["embedded"] == 4 and check(index, 64) == []


def test_a_store_that_chroma_can_not_change_is_written_whole_and_the_parts_are_kept(
    small, words_embedder
):
    grown(small, adding("bees", 60))
    folder = current_generation(Home.open(small.home))
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as base:
        base.execute("delete from collections")
    assert chroma.is_whole(folder), "of what it says of units, nothing is lost"
    (small.home / "vectors.sqlite").unlink()
    index = grown(small, adding("ants", 2))
    assert index.manifest["new"] == ["ants"] and index.manifest["embedded"] <= 4
    assert check(index, 64) == [] and index.chroma_failed == ""


@pytest.mark.parametrize("name", ["hollow", "aa-hollow"])
def test_what_is_gone_leaves_the_store_though_an_empty_document_has_its_number(
    small, words_embedder, monkeypatch, name
):
    def hollow(home):
        empty = replace(make_document(name, bundled=False), text="", clauses=(), readable=False)
        return save_document(home, empty, b"x")

    before = grown(small, adding("bees", 60), hollow, adding("keep", 2))
    firsts = {one.document: one.first for one in before.segments}
    assert firsts[name] == firsts["keep"]
    monkeypatch.setattr(chroma, "write", lambda *_: pytest.fail("a change is enough"))
    index = grown(small, removing("keep"))
    assert check(index, 64) == [] and index.chroma_failed == ""


def test_what_chroma_is_known_to_miss_stays_known_while_its_document_stays(small, words_embedder):
    index = grown(small, adding("bees", 60), adding("nuts", 2))

    def at(index, document, n):
        return index._units_in([document]).tolist()[n]

    note_missed(index, [at(index, "bees", 3), at(index, "bees", 50), at(index, "nuts", 1)])
    index = grown(small, adding("aaa", 3))
    assert index.missed.tolist() == [
        at(index, "bees", 3),
        at(index, "bees", 50),
        at(index, "nuts", 1),
    ]
    index = grown(small, adding("nuts", 4), removing("deal-2024"))
    assert index.missed.tolist() == [at(index, "bees", 3), at(index, "bees", 50)]
    assert grown(small, removing("bees")).missed.tolist() == []


# --- beside the store ---


def finds_itself(index) -> None:
    for number, clause in enumerate(index.unit_clauses.tolist()):
        assert clause in index.nearest(np.asarray(index.vectors[number]), 5)
    assert index.chroma_failed == ""


def firsts(index) -> dict[str, int]:
    return {one.document: one.first for one in index.segments}


def test_few_new_units_stay_beside_the_store_until_there_are_many(small, words_embedder):
    before = grown(small, adding("bees", 60))
    assert min(firsts(before).values()) >= 0 and "bees" in before.manifest["stored"]
    index = grown(small, adding("ants", 4), adding("crow", 4))
    assert firsts(index)["ants"] == firsts(index)["crow"] == -1
    assert index.manifest["stored"] is None
    assert index.manifest["chroma"] == before.manifest["chroma"]
    finds_itself(index)
    index = grown(small, adding("dogs", 60))
    assert min(firsts(index).values()) >= 0
    assert set(index.manifest["stored"]) == {"ants", "crow", "dogs"}
    finds_itself(index)


def test_what_is_removed_leaves_the_store_though_nothing_is_put_in(small, words_embedder):
    grown(small, adding("bees", 60), adding("ants", 4))
    index = grown(small, removing("ants"))
    assert index.manifest["stored"] is None
    finds_itself(index)
    index = grown(small, adding("crow", 4), removing("rules"))
    assert firsts(index)["crow"] == -1 and index.manifest["stored"] == []
    assert index._collection.count() == sum(one.units for one in index.segments if one.first >= 0)
    finds_itself(index)


def test_a_copied_store_that_was_cut_on_the_way_is_found_out(small, words_embedder, monkeypatch):
    def cut(earlier, folder):
        shutil.copytree(earlier, folder)
        with sqlite3.connect(folder / "chroma.sqlite3") as base:
            base.execute("delete from embeddings where embedding_id = '1'")

    grown(small, adding("bees", 60))
    with monkeypatch.context() as patched:
        patched.setattr("corpus.chroma.copy", cut)
        index = grown(small, adding("ants", 4))
    for number, clause in enumerate(index.unit_clauses.tolist()):
        assert clause in index.nearest(np.asarray(index.vectors[number]), 5)
    assert "not as they were written" in index.chroma_failed


def test_vectors_that_no_question_finds_are_refused(small, words_embedder, monkeypatch):
    grown(small, adding("bees", 60))
    used = current_generation(Home.open(small.home))
    real = WordsEmbedder.documents
    short = lambda self, texts, progress=None: real(self, texts, progress) * 0.5  # noqa: E731
    monkeypatch.setattr(WordsEmbedder, "documents", short)
    with pytest.raises(IndexDamaged, match="ants are not of length one"):
        grown(small, adding("ants", 4))
    assert current_generation(Home.open(small.home)) == used


def test_a_finished_graph_is_shared_and_stays_as_it_is(small, words_embedder):
    """Opened, asked, and changed in the generation after: its other name keeps what it had."""
    before = grown(small, adding("bees", 540))  # past a thousand units Chroma finishes a graph
    graph = next(before.folder.glob("chroma/*/data_level0.bin"))
    index = grown(small, adding("ants", 4))
    (other,) = index.folder.glob("chroma/*/data_level0.bin")
    assert os.path.samefile(graph, other)
    assert not os.path.samefile(
        before.folder / "chroma" / "chroma.sqlite3", index.folder / "chroma" / "chroma.sqlite3"
    )
    sums = chroma.sums(index.folder / "chroma")
    assert index.chroma_failed == "" and len(index.nearest(np.asarray(index.vectors[0]), 9))
    after = grown(small, removing("rules"))
    assert not any(os.path.samefile(other, one) for one in after.folder.glob("chroma/*/*.bin"))
    assert chroma.sums(index.folder / "chroma") == sums == before.manifest["chroma"]
    assert len(opened(small).nearest(np.asarray(after.vectors[0]), 9))


# --- a question that is asked once ---


def test_a_single_question_opens_no_store_and_finds_the_same(small, words_embedder):
    index, once = grown(small, adding("bees", 60), adding("ants", 4)), opened(small)
    once.once = True
    for number in range(0, len(index.vectors), 7):
        vector = np.asarray(index.vectors[number])
        assert index.nearest(vector, 9).tolist() == once.nearest(vector, 9).tolist()
    assert "_collection" not in once.__dict__ and once.chroma_failed == ""


# --- an index of the version before ---


def as_before(folder) -> None:
    """Make a generation what format 7 wrote: units in JSON, all of them in the store."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for part in folder.glob("parts/*"):
        units = np.load(part / "units.npy").tolist()
        held = {
            "clauses": np.load(part / "clauses.npy").tolist(),
            "units": [[c, UNITS[kind], start, end] for c, kind, start, end in units],
        }
        (part / "units.json").write_text(json.dumps(held))
        for name in ("units.npy", "clauses.npy"):
            (part / name).unlink()
            del manifest["files"][f"parts/{part.name}/{name}"]
        manifest["files"][f"parts/{part.name}/units.json"] = sha256(part / "units.json")
    del manifest["sha256"], manifest["stored"]
    (folder / "manifest.json").write_text(json.dumps(stamped(manifest | {"format": 7})))


def test_an_index_of_the_format_before_is_written_anew_and_nothing_embedded(
    small, words_embedder, tmp_path
):
    wanted = grown(small, adding("bees", 60))
    assert wanted.clauses and len(wanted.table) == len(wanted.vectors)  # read while they are there
    as_before(wanted.folder)
    (small.home / "vectors.sqlite").unlink()
    said: list[str] = []
    ensure_index(small, said=said.append)
    assert "format 7, this version reads 8" in said[0]
    index = opened(small)
    assert index.manifest["embedded"] == 0 and index.clauses == wanted.clauses
    assert (index.vectors[:] == wanted.vectors[:]).all()
    assert [index.units(row, "window") for row in range(9)] == [
        wanted.units(row, "window") for row in range(9)
    ]
    finds_itself(index)
