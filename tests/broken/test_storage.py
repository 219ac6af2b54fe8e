"""Nothing is lost where lists, pointers and folders of a home are crafted, cut off or cut short."""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from assistant.cli.deep import _feedback
from assistant.web.feedback import Feedback
from assistant.web.feedback_damage import moved_away
from corpus import (
    Home,
    Library,
    PinciteError,
    current_generation,
    named,
    pointed,
    save_document,
)
from corpus.added import without
from corpus.integrity import Damaged, stamped
from ingest import ensure_index, roll_back
from ingest.build import build
from ingest.keeping import sweep
from tests.conftest import WordsEmbedder, make_document


def changed(small, change=lambda home: home) -> Home:
    """The home after a change of its documents, built and swapped in."""
    home = Home.open(small.home)
    with home.writing():
        home = change(home)
        build(home, Library.load(home, small.bundled), WordsEmbedder(), small)
    return Home.open(small.home)


def adding(name: str):
    return lambda home: save_document(home, make_document(name, bundled=False), name.encode())


def removing(name: str):
    return lambda home: without(home, name)


def listed(path, **values) -> None:
    """A home.json with a right stamp, whatever it lists."""
    known = {"format": 1, "bundled": True, "removed": [], "added": {}} | values
    path.write_text(json.dumps(stamped(known)))


# --- names that lead elsewhere ---


@pytest.mark.parametrize("name", ["", ".", "..", "/tmp/x", "a/b", "a\\b", "c:", "a\0b"])
def test_a_list_with_a_name_that_leads_elsewhere_is_damaged(tmp_path, name):
    home, path = Home.open(tmp_path / "home"), tmp_path / "home" / "home.json"
    for values in ({"added": {name: "v1"}}, {"added": {"a": name}}, {"removed": [name]}):
        listed(path, **values)
        with pytest.raises(PinciteError, match="no name of a document"):
            Home.read(home.root, path)
    for pair in ((name, "v1"), ("a", name)):
        with pytest.raises(Damaged):
            home.folder_of(*pair)


def test_a_crafted_list_of_an_earlier_index_deletes_nothing_outside(small, words_embedder):
    ensure_index(small)
    outside = small.home.parent / "mine" / "letters"
    outside.mkdir(parents=True)
    crafted = small.home / "generations" / "0"
    crafted.mkdir()
    listed(crafted / "home.json", added={str(outside.parent): "letters", "..": "../../mine"})
    sweep(Home.open(small.home))
    assert outside.exists() and not crafted.exists()


# --- generations kept ---


def kept_and_brought_back(home, small):
    """The bees that were removed are still stored, and a roll-back has them again."""
    assert list(home.documents.glob("bees/*"))
    with home.writing():
        roll_back(Home.open(small.home))
    assert "bees" in Library.load(Home.open(small.home), small.bundled)


@pytest.mark.parametrize("lost", ["manifest.json", "home.json"])
def test_an_index_that_lost_a_file_takes_no_document_with_it(small, words_embedder, lost):
    ensure_index(small)
    changed(small, adding("bees"))
    changed(small, removing("bees"))
    home = Home.open(small.home)
    (current_generation(home) / lost).unlink()
    said = []
    ensure_index(small, said=said.append)
    assert said or lost == "home.json"
    kept_and_brought_back(home, small)


def test_where_the_pointer_is_lost_too_the_earlier_documents_stay(small, words_embedder):
    ensure_index(small)
    changed(small, adding("bees"))
    home = changed(small, removing("bees"))
    home.pointer.unlink()
    ensure_index(small)
    kept_and_brought_back(home, small)


def test_a_mere_rebuild_uses_up_no_way_back(small, words_embedder):
    ensure_index(small)
    home = changed(small, adding("bees"))
    for _ in range(3):
        used = current_generation(home)
        changed(small)
        assert used.exists(), "a question may be under way in it"
        assert len(named(home)) <= 3
    with home.writing():
        assert "bees" not in dict(roll_back(Home.open(small.home)).added)
    changed(small, adding("ants"))
    changed(small, adding("crow"))
    assert len(list(home.generations.iterdir())) == 2 == len(pointed(home))


# --- a restore that was cut off ---


def test_a_home_whose_restore_was_cut_off_is_not_made_anew(small, words_embedder, tmp_path):
    ensure_index(small)
    aside = small.home.with_name("home.before-20310101T000000")
    small.home.rename(aside)
    for use in (Home.open, lambda root: Home(root).writing().__enter__()):
        with pytest.raises(PinciteError, match="cut off.*rename"):
            use(small.home)
    assert not small.home.exists()
    assert Home.open(tmp_path / "hom").root.exists(), "another home beside it is none of this"
    aside.rename(small.home)
    assert Home.open(small.home).bundled


# --- the feedback file ---


@pytest.fixture
def kept(tmp_path) -> Path:
    """A feedback file with one row that only its log has, as a kill leaves it."""
    path = tmp_path / "at" / "feedback.sqlite"
    path.parent.mkdir()
    store = Feedback.open(path.parent)
    row = "insert into said values (1, 'a', 'bad', '', '', 'q', 'q', 'answered', '{}')"
    store._base.execute(row)
    (tmp_path / "killed").mkdir()
    for one in path.parent.iterdir():
        shutil.copy(one, tmp_path / "killed")
    store.close()
    return tmp_path / "killed" / "feedback.sqlite"


def test_the_log_of_a_damaged_file_is_moved_before_the_file(kept, monkeypatch):
    moved: list[str] = []
    real = os.replace

    def noted(old, new):
        moved.append(str(old))
        real(old, new)

    monkeypatch.setattr("assistant.web.feedback_damage.os.replace", noted)
    log = Path(f"{kept}-wal").read_bytes()
    assert log
    Path(f"{kept}.damaged-0-wal").write_bytes(b"left by a kill between the two")
    aside = moved_away(kept)
    assert moved == [f"{kept}-wal", f"{kept}-shm", str(kept)] and aside.name.endswith("-1")
    assert Path(f"{aside}-wal").read_bytes() == log
    assert Path(f"{kept}.damaged-0-wal").read_bytes().startswith(b"left")


@pytest.mark.parametrize("cause", ["CANTOPEN", "IOERR", "FULL", "READONLY"])
def test_a_file_that_can_not_be_read_now_is_not_moved_away(kept, monkeypatch, cause):
    class Failing:
        def execute(self, _):
            error = sqlite3.OperationalError("not now")
            error.sqlite_errorcode = getattr(sqlite3, f"SQLITE_{cause}") | 256
            raise error

        def close(self):
            pass

    with monkeypatch.context() as patched:
        patched.setattr("assistant.web.feedback_damage.sqlite3.connect", lambda *_, **__: Failing())
        with pytest.raises(PinciteError, match="not now"):
            Feedback.open(kept.parent)
        assert "can't be read (not now)" in next(_feedback(kept))
    assert not list(kept.parent.glob("*.damaged-*"))
    store = Feedback.open(kept.parent)
    assert store.counts()["waiting"] == 1
    store.close()


# --- what doctor says ---


def test_doctor_names_what_is_gone_back_to_and_no_other_folder(small, words_embedder, monkeypatch):
    from assistant.cli import doctor

    monkeypatch.setattr(doctor, "Embedder", WordsEmbedder)
    ensure_index(small)
    home = changed(small, adding("bees"))
    (home.generations / "20200101T000000-half-1").mkdir()
    (line,) = [one for one in doctor.examine(small)[0] if "roll back to" in one]
    assert line.endswith(f": {pointed(home)[1].name}")
