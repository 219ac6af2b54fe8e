"""A home in one file and back: whole, checked, while it is in use, and never a damaged one."""

import json
import shutil
import sqlite3
import zipfile
from collections import namedtuple
from contextlib import closing

import pytest

from assistant.web.feedback import Feedback
from corpus import (
    BadDocument,
    Home,
    Library,
    PinciteError,
    back_up,
    chroma,
    restore,
    save_document,
)
from ingest import ensure_index
from tests.conftest import make_document


@pytest.fixture
def full(small, words_embedder):
    """A home with an index, a document, a word of feedback, and a server's connection to it."""
    held = Home.open(small.home)
    with held.writing():
        held = save_document(held, make_document("extra", bundled=False), b"its original")
        held.save()
    ensure_index(small)
    return small


def contents(home) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file()
        and path.suffix not in (".lock", ".sqlite", ".sqlite3")
        and "-" not in path.suffix
    }


def stores(home) -> dict[str, dict[str, str]]:
    """What Chroma's stores hold: SQLite copies a file's content, and its bytes may be others."""
    return {path.parent.name: chroma.sums(path) for path in home.glob("generations/*/chroma")}


def answered(settings) -> str:
    from assistant import Assistant, Question

    return Assistant.open(settings).ask(Question("Can they scan a writer?")).status


def test_a_backup_taken_while_serving_comes_back_as_it_was(full, tmp_path, words_embedder):
    from assistant import Assistant, Question

    served, store = Assistant.open(full), Feedback.open(full.home)
    answer = served.ask(Question("Can they scan a writer without consent?")).json()
    store.add("bad", answer, words="kept")
    before, stored = contents(full.home), stores(full.home)
    assert back_up(Home.open(full.home), tmp_path / "home.zip") > 10
    store.add("bad", answer, words="after")
    (full.home / "home.json").write_text("rubbish")
    aside = restore(tmp_path / "home.zip", full.home)
    store.close()
    assert aside is not None and (aside / "home.json").read_text() == "rubbish"
    assert contents(full.home) == before and stores(full.home) == stored != {}
    assert answered(full) == "answered"
    again = Feedback.open(full.home)
    assert [one.words for one in again.queue()] == ["kept"]
    again.close()
    assert served.ask(Question("Can they scan a writer?")).status == "answered"


def test_a_backup_restores_to_a_machine_that_has_no_home(full, tmp_path):
    back_up(Home.open(full.home), tmp_path / "home.zip")
    assert restore(tmp_path / "home.zip", tmp_path / "other" / "home") is None
    assert contents(tmp_path / "other" / "home") == contents(full.home)
    assert (tmp_path / "other" / "home").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", ["cut", "flipped", "emptied", "another's", "outside"])
def test_a_damaged_backup_is_refused_and_the_home_stays(full, tmp_path, how):
    path = tmp_path / "home.zip"
    back_up(Home.open(full.home), path)
    data = bytearray(path.read_bytes())
    if how == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif how == "flipped":
        data[len(data) // 3] ^= 8
        path.write_bytes(data)
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "another's":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("letter.txt", "not a backup")
    else:
        kept = {"format": 1, "made": "", "files": {"../evil": "0" * 64}}
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("../evil", "")
            archive.writestr("backup.json", json.dumps(kept))
    before = contents(full.home)
    with pytest.raises(PinciteError, match="backup"):
        restore(path, full.home)
    assert contents(full.home) == before and answered(full) == "answered"
    assert not list(tmp_path.glob(".home.restoring-*")) and not (tmp_path / "evil").exists()


def test_a_backup_that_fails_leaves_the_one_before(full, tmp_path, monkeypatch):
    path = tmp_path / "home.zip"
    back_up(Home.open(full.home), path)
    before = path.read_bytes()

    def full_disk(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("corpus.backup._copied", full_disk)
    with pytest.raises(PinciteError, match="No space left.*unharmed"):
        back_up(Home.open(full.home), path)
    assert path.read_bytes() == before and list(tmp_path.glob(".home.zip*")) == []


def test_a_backup_of_a_damaged_home_keeps_everything_and_the_commands_say_so(
    full, tmp_path, monkeypatch, capsys
):
    from assistant.cli.main import main

    held = Home.open(full.home)
    text = held.folder_of("extra", dict(held.added)["extra"]) / "text.txt"
    text.write_text("damaged")
    monkeypatch.setattr("corpus.Settings.from_environment", classmethod(lambda cls: full))
    assert main(["backup", str(tmp_path / "home.zip")]) == 0
    assert "extra is set aside" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "home.zip")]) == 0
    assert "3 documents" in capsys.readouterr().out and text.read_text() == "damaged"
    with pytest.raises(BadDocument):
        Library.load(Home.open(full.home), full.bundled).whole("extra")
    assert main(["restore", str(tmp_path / "none.zip")]) == 1


def crafted(path, how):
    """A file that Python's own ZIP reader chokes on in a way of its own, or that is too large."""
    packed = {"bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}.get(how, zipfile.ZIP_DEFLATED)
    inside = {"deep": "[" * 300_000, "huge": " " * (2**26 + 1)}.get(how, json.dumps({"format": 1}))
    if how == "elsewhere":
        inside = json.dumps({"format": 1, "files": {"c:evil": "0" * 64}})
    with zipfile.ZipFile(path, "w", packed) as archive:
        archive.writestr("home.json", "{}")
        archive.writestr("backup.json", inside)
    data, central = bytearray(path.read_bytes()), path.read_bytes().index(b"PK\1\2")
    if how == "locked":
        listed = data.index(b"PK\1\2", central + 4)
        data[listed + 8] |= 1
        data[data.index(b"PK\3\4", 4) + 6] |= 1
    elif how == "another method":
        listed = data.index(b"PK\1\2", central + 4)
        data[listed + 10] = data[data.index(b"PK\3\4", 4) + 8] = 97
    elif how == "unpacks to nothing":
        begin = data.index(b"backup.json") + len("backup.json")
        data[begin] = 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    "how",
    [
        "bzip2",
        "lzma",
        "deep",
        "huge",
        "locked",
        "another method",
        "unpacks to nothing",
        "elsewhere",
    ],
)
def test_a_file_made_to_break_the_reader_is_no_backup(tmp_path, how):
    crafted(tmp_path / "home.zip", how)
    with pytest.raises(PinciteError, match="no backup of a home, or is damaged"):
        restore(tmp_path / "home.zip", tmp_path / "home")
    assert not (tmp_path / "home").exists() and not list(tmp_path.glob(".home.*"))


@pytest.mark.parametrize(("free", "fits"), [(999, False), (10**9, True)])
def test_a_backup_larger_than_the_disk_changes_nothing(tmp_path, monkeypatch, free, fits):
    home = Home.open(tmp_path / "home")
    (home.root / "extra.bin").write_bytes(bytes(5000))
    back_up(home, tmp_path / "home.zip")
    told = namedtuple("told", "total used free")(10**9, 0, free)
    monkeypatch.setattr("corpus.backup.shutil.disk_usage", lambda _: told)
    if fits:
        assert restore(tmp_path / "home.zip", tmp_path / "other") is None
        return
    with pytest.raises(PinciteError, match="free some space"):
        restore(tmp_path / "home.zip", tmp_path / "other")
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("name", ["generations/1/chroma/chroma.sqlite3", "feedback.sqlite"])
def test_what_only_a_log_has_yet_is_in_the_backup(tmp_path, name):
    home = Home.open(tmp_path / "home")
    path = home.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (home.root / "generations" / "1").mkdir(parents=True, exist_ok=True)
    shutil.copy(home.root / "home.json", home.root / "generations" / "1")
    with closing(sqlite3.connect(path)) as base:
        base.execute("pragma journal_mode=wal")
        base.execute("create table rows (word text)")
        base.execute("insert into rows values ('late')")
        base.commit()
        back_up(home, tmp_path / "home.zip")
    restore(tmp_path / "home.zip", tmp_path / "other")
    with closing(sqlite3.connect(tmp_path / "other" / name)) as base:
        assert base.execute("select word from rows").fetchall() == [("late",)]
