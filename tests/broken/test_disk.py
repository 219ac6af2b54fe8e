"""Nothing is lost where the disk is full or read-only, the clock goes back or the power goes."""

import errno
import importlib
import os
import shutil
import sqlite3
import sys
from dataclasses import replace
from datetime import datetime

import pytest

from assistant import Assistant, Question
from assistant.web.feedback import Feedback
from corpus import Home, Library, PinciteError, current_generation
from ingest import Described, add, ensure_index, remove
from ingest.fetch import fetch
from tests.broken import harm
from tests.broken.disk import Power, failing, written


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        for name in ("assistant.assistant", "ingest.build", "ingest.mending"):
            patched.setattr(f"{name}.Embedder", harm.WordsEmbedder)
        yield harm.make(tmp_path_factory.mktemp("made") / "made", 60)


@pytest.fixture
def home(made, tmp_path, monkeypatch):
    """Settings of a copy that a test may harm."""
    harm.with_words_in(monkeypatch)
    shutil.copytree(made.folder, tmp_path, dirs_exist_ok=True)
    return made.settings(tmp_path)


def holds(made, settings, **more) -> None:
    texts = made.texts | more
    assert harm.wrongs(made, settings, texts, whole=True) == []
    assert harm.kept(made, settings) == []


def new(settings) -> None:
    (done,) = add([settings.home.parent / "new.md"], Described(id="dancer"), settings)
    assert done.document, done.error


DANCER = {"dancer": harm.agreement("dancer", 3)}

# --- a full disk ---


@pytest.mark.parametrize("seed", range(6))
def test_a_disk_that_is_full_at_any_write_loses_nothing(made, home, seed):
    with failing(home.home, errno.ENOSPC, 10**9) as counted:
        before = Home.open(home.home)
        new(home)
    remove(["dancer"], home)
    assert counted.seen > 20
    after = (seed * counted.seen) // 6 + seed % 3
    used = current_generation(before)
    full = pytest.raises((PinciteError, OSError), match="(?i)space|full|could not")
    with failing(home.home, errno.ENOSPC, after), full as said:
        new(home)
    assert not isinstance(said.value, shutil.Error), "a list of what could not be copied"
    held = dict(Home.open(home.home).added)
    assert "dancer" not in held and used is not None
    assert not list((home.home / "documents" / "dancer").glob(".draft-*"))
    holds(made, home)
    new(home)
    holds(made, home, **DANCER)


# --- a read-only home ---


def test_a_read_only_home_answers_and_refuses_changes_in_words(made, home):
    before = {one: one.read_bytes() for one in home.home.rglob("*") if one.is_file()}
    with failing(home.home, errno.EROFS):
        ensure_index(home)
        found = Assistant.open(home, once=True).ask(
            Question("Can the rider company train a model on a voice without consent?")
        )
        assert found.status == "answered"
        for change in (lambda: new(home), lambda: remove(["painter"], home)):
            with pytest.raises((PinciteError, OSError), match="(?i)read-only|could not"):
                change()
    for path, data in before.items():
        assert "sqlite" in path.name or path.read_bytes() == data
    holds(made, home)


# --- a clock that goes back ---


def test_a_clock_that_goes_back_changes_no_order(made, home, monkeypatch):
    class Earlier(datetime):
        @classmethod
        def now(cls, zone=None):
            return cls(2001, 2, 3, 4, 5, 6)

    newest = current_generation(Home.open(home.home))
    monkeypatch.setattr("ingest.build.datetime", Earlier)
    new(home)
    used = current_generation(Home.open(home.home))
    assert used.name > newest.name
    for name in ("current", "home.json"):
        (home.home / name).unlink()
    assert "dancer" in dict(Home.open(home.home).added)
    holds(made, home, **DANCER)


# --- the power ---


@pytest.mark.skipif(sys.platform != "linux", reason="files are known by their handles")
@pytest.mark.parametrize("seed", range(6))
def test_whenever_the_power_goes_what_was_held_is_there(made, home, monkeypatch, seed, tmp_path):
    power = Power(home.home)
    monkeypatch.setattr(os, "fsync", power.fsync)
    new(home)
    monkeypatch.undo()
    power.moment()
    harm.with_words_in(monkeypatch)
    last = seed in (0, 1)
    which = len(power.states) - 1 - seed if last else (seed * len(power.states)) // 6 + seed % 2
    how, state = power.states[which]
    root = tmp_path / "again" / "home"
    written(state, root)
    other = replace(home, home=root)
    if last:  # it was acknowledged
        assert "dancer" in dict(Home.open(root).added), how
    holds(made, other, **(DANCER if "dancer" in dict(Home.open(root).added) else {}))


# --- a fetch that is killed ---


@pytest.mark.parametrize("when", ["get", "record"])
def test_a_fetch_that_is_cut_off_is_begun_again(made, home, monkeypatch, when):
    from ingest.download import Fetched

    class Killed(BaseException):
        pass

    text = harm.OFFICIAL.encode()

    def cut(*_):
        raise Killed

    get = lambda *_: Fetched(text, harm.ADDRESS, ".txt")  # noqa: E731
    with monkeypatch.context() as patched:
        if when == "record":
            patched.setattr(importlib.import_module("ingest.fetch"), "write_whole", cut)
        with pytest.raises(Killed):
            fetch(["deal-2024"], home, get=cut if when == "get" else get)
    holds(made, home)
    (outcome,) = fetch(["deal-2024"], home, get=get)
    assert not outcome.failed, outcome.said
    holds(made, home)
    held = Library.load(Home.open(home.home), home.bundled)
    assert [one.text_of for one in held if one.text_of] == ["deal-2024"]


# --- feedback whose salvage is cut off ---


@pytest.mark.parametrize("when", ["before", "log", "moved", "copied", "kept"])
def test_a_salvage_that_is_cut_off_goes_on_when_it_is_opened_again(
    made, home, monkeypatch, when
):
    class Killed(BaseException):
        pass

    store = Feedback.open(home.home)
    answer = store.queue()[0].answer
    for n in range(30):
        store.add("bad", answer, words=f"number {n}")
    store.close()
    path = home.home / "feedback.sqlite"
    data = path.read_bytes()
    assert b"number 7" in data
    path.write_bytes(data.replace(b"number 7", b"numbe\xff 7"))
    moved: list[object] = []
    real_replace, real_check = os.replace, "assistant.web.feedback_damage._check"

    def replaced(old, new):
        if when in ("before", "log"):
            raise Killed
        real_replace(old, new)
        if when == "moved" and str(old) == str(path):
            raise Killed

    def checked(table, row):
        moved.append(row)
        if when == "copied" and len(moved) > 30:
            raise Killed

    def over(*_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("assistant.web.feedback_damage.os.replace", replaced)
        patched.setattr(real_check, checked)
        if when == "kept":
            patched.setattr("assistant.web.feedback.ended", over)
        with pytest.raises(Killed):
            Feedback.open(home.home)
    store = Feedback.open(home.home)
    words = [one.words for one in store.queue(1000)]
    store.close()
    assert len(words) == len(set(words)) == 29 + len(made.words)
    assert {f"number {n}" for n in range(30) if n != 7} < set(words)
    aside = {one.name.partition("-")[2][:1] for one in home.home.glob("feedback.sqlite.damaged-*")}
    assert aside == {"0"}
    assert not list(home.home.glob(".feedback*"))
    with sqlite3.connect(path) as base:
        assert base.execute("pragma quick_check(1)").fetchone() == ("ok",)


# --- under a running server ---


@pytest.mark.parametrize("name", ["text.txt", "document.json"])
def test_a_file_damaged_under_a_running_server_is_noticed_at_the_next_quotation(
    made, home, name
):
    question = Question("Can the rider company train a model on a voice without consent?")
    rider, painter = (replace(question, documents=(one,)) for one in ("rider", "painter"))
    served = Assistant.open(home)
    assert served.ask(rider).status == served.ask(painter).status == "answered"
    held = Home.open(home.home)
    path = held.folder_of("rider", dict(held.added)["rider"]) / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    found = served.ask(rider)
    assert found.status == "unreadable" and not found.json()["citations"]
    assert list(served.library.aside) == ["rider"]
    assert served.ask(painter).status == "answered"
    everything = served.ask(question)
    assert "rider" not in {one["document"] for one in everything.json()["citations"]}
