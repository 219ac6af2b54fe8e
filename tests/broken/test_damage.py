"""Files of a real home are cut, flipped, lost and swapped: all else answers, nothing wrong is said,
and what the messages advise works.
"""

import importlib
import json
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant, Question
from assistant.checking.check import Checker
from corpus import (
    BadDocument,
    ClauseIndex,
    Home,
    IndexDamaged,
    Library,
    PinciteError,
    Settings,
    VectorCache,
    chroma,
    current_generation,
    integrity,
    save_document,
)
from ingest import Described, add, ensure_index, remove, repair, roll_back
from tests.conftest import DIGEST, ROOT, RULES, WordsEmbedder, make_document

SCANS = """# Our Deal

## Article 3 — Notice

The employer must give fifteen (15) days of notice before it scans a face.

## Article 4 — Pay

The employer must pay forty dollars an hour for every scanned face.
"""
PONIES = """# Stables

## Article 7 — Voice models

The stable must not train a voice model on a rider without the written consent of that rider.
"""


def with_words(monkeypatch) -> None:
    for name in ("assistant.assistant", "ingest.build", "ingest.mending", "assistant.cli.doctor"):
        monkeypatch.setattr(importlib.import_module(name), "Embedder", WordsEmbedder)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two digests and two agreements that people added, with their files beside the home."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "bundled").mkdir()
    (folder / "bundled" / "deal-2024.md").write_text(DIGEST, encoding="utf-8")
    (folder / "bundled" / "rules.md").write_text(RULES, encoding="utf-8")
    settings = Settings(home=folder / "home", bundled=folder / "bundled")
    with pytest.MonkeyPatch.context() as patched:
        with_words(patched)
        for name, text, expires in (("ours", SCANS, date(2030, 1, 1)), ("stable", PONIES, None)):
            path = folder / f"{name}.md"
            path.write_text(text, encoding="utf-8")
            said = Described(title=name.title(), union="Local 9", expires=expires)
            assert add([path], said, settings)[0].document
    return folder


@pytest.fixture
def home(made, monkeypatch, tmp_path):
    """A copy of that home which a test may damage."""
    with_words(monkeypatch)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    (tmp_path / "home").chmod(0o700)
    return Settings(home=tmp_path / "home", bundled=tmp_path / "bundled")


def folder_of(settings, identity) -> Path:
    held = Home.open(settings.home)
    return held.folder_of(identity, dict(held.added)[identity])


def library(settings) -> Library:
    return Library.load(Home.open(settings.home), settings.bundled)


def generation(settings) -> Path:
    return current_generation(Home.open(settings.home))


def asked(settings, question, **more):
    ensure_index(settings)
    return Assistant.open(settings).ask(Question(question, as_of=date(2026, 11, 24), **more))


def quoted(outcome):
    found = outcome.json()
    return {(one["document"], one["quote"]) for one in [*found["citations"], *found["also"]]}


def answers(settings, identity) -> bool:
    """Whether a document answers, in its own words."""
    question = {
        "ours": "How many days of notice must they give before they scan a face?",
        "stable": "Can they train a voice model on a rider without consent?",
    }[identity]
    found = asked(settings, question, documents=(identity,))
    text = {"ours": SCANS, "stable": PONIES}[identity]
    cited = quoted(found)
    own = [words.rpartition("\n\n")[2] for one, words in cited if one == identity]
    return found.status == "answered" and bool(own) and all(words in text for words in own)


def flip(path: Path, at: int = -9) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1
    path.write_bytes(bytes(data))


def examined(settings, deeply=True):
    from assistant.cli.doctor import WRONG, examine

    lines, healthy = examine(settings, deeply)
    return [line for line in lines if line.startswith(WRONG)], healthy


# --- documents ---


def alter(folder: Path) -> None:
    text = (folder / "text.txt").read_text()
    (folder / "text.txt").write_text(text.replace("(15)", "(95)"))


DAMAGES = {
    "a digit": alter,
    "cut": lambda folder: (folder / "text.txt").write_bytes(
        (folder / "text.txt").read_bytes()[:40]
    ),
    "emptied": lambda folder: (folder / "document.json").write_bytes(b""),
    "flipped": lambda folder: flip(folder / "document.json"),
    "lost": lambda folder: (folder / "document.json").unlink(),
    "all lost": shutil.rmtree,
    "swapped": lambda folder: shutil.copy(
        next(folder.parent.parent.glob("stable/*/text.txt")), folder / "text.txt"
    ),
    "the record and a digit": lambda folder: (alter(folder), (folder / "sums.json").unlink()),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_document_is_set_aside_by_name_and_all_else_answers(home, damage):
    damage(folder_of(home, "ours"))
    held = library(home)
    assert list(held.aside) == ["ours"] and "--repair" in held.aside["ours"].why
    assert held["ours"].expires == date(2030, 1, 1) and not held["ours"].clauses
    said = []
    ensure_index(home, said=said.append)
    assert [one for one in said if one.startswith("ours is set aside")]
    assert answers(home, "stable")
    found = asked(home, "Can they scan a writer without consent?")
    assert found.status == "answered" and "ours" not in {one for one, _ in quoted(found)}
    assert ("ours", ()) in found.unread, "a question that it might have answered says so"
    for question in ("How many days of notice before it scans a face?", "Who pays for a scan?"):
        assert "ours" not in {one for one, _ in quoted(asked(home, question))}
    assert asked(home, "How many days of notice?", documents=("ours",)).status == "unreadable"
    wrong, healthy = examined(home, deeply=False)
    assert not healthy and any("ours" in line and "--repair" in line for line in wrong)
    with pytest.raises(BadDocument, match="--repair"):
        held.whole("ours")


def test_a_digit_changed_in_a_stored_text_is_never_called_exact(home):
    words = "must give fifteen ({}) days of notice before it scans a face"

    def verdicts(number):
        checker = Checker(library(home), date(2026, 11, 24))
        return [one.verdict for one in checker.check(f'Article 3 says "{words.format(number)}".')]

    assert verdicts(15) == ["exact"] and "exact" not in verdicts(95)
    alter(folder_of(home, "ours"))
    assert "exact" not in verdicts(95) + verdicts(15)


@pytest.mark.parametrize(
    "name", ["a digit", "cut", "emptied", "lost", "swapped", "the record and a digit"]
)
def test_what_is_advised_makes_a_damaged_document_whole_again(home, name):
    before = library(home)
    DAMAGES[name](folder_of(home, "ours"))
    said = []
    repair(home, said.append)
    after = library(home)
    assert not after.aside, said
    assert after["ours"] == before["ours"]
    assert examined(home) == ([], True)
    assert answers(home, "ours")


def test_a_document_whose_original_is_lost_too_is_added_again_or_removed_as_advised(
    home, tmp_path
):
    for path in folder_of(home, "ours").iterdir():
        path.write_bytes(b"rubbish")
    said = []
    repair(home, said.append)
    assert any("pincite add FILE --id ours" in line for line in said)
    assert add([tmp_path / "ours.md"], Described(id="ours"), home)[0].document
    assert not library(home).aside
    alter(folder_of(home, "stable"))
    flip(folder_of(home, "stable") / "text.txt")
    remove(["stable"], home)
    assert not library(home).aside and "stable" not in library(home)


def test_the_same_file_added_again_replaces_damaged_files_and_keeps_them(home, tmp_path):
    before = folder_of(home, "ours")
    alter(before)
    described = Described(id="ours", title="Ours", union="Local 9", expires=date(2030, 1, 1))
    add([tmp_path / "ours.md"], described, home)
    assert folder_of(home, "ours") == before and not library(home).aside
    kept = list(before.parent.glob(".damaged-*/*/text.txt"))
    assert len(kept) == 1 and "(95)" in kept[0].read_text()
    from assistant.cli.doctor import examine

    lines = [line for line in examine(home)[0] if ".damaged-" in line]
    assert len(lines) == 1 and "made whole" in lines[0] and "cut off" not in lines[0]


def test_a_damaged_original_is_named_and_never_handed_out(home):
    from assistant.web.member.source import original_of

    document = library(home)["ours"]
    path = original_of(home.home, document)
    assert path is not None
    flip(path)
    assert original_of(home.home, document) is None
    assert library(home).aside == {}, "its text is whole"
    wrong, _ = examined(home)
    assert len(wrong) == 1 and "ours" in wrong[0] and "pincite add" in wrong[0]


def test_an_answer_given_by_another_document_is_the_same_without_the_damaged_one(home):
    question = "Can they train a voice model on a rider without consent?"
    before = asked(home, question, documents=("stable",))
    alter(folder_of(home, "ours"))
    after = asked(home, question, documents=("stable",))
    assert [s.text for s in after.statements] == [s.text for s in before.statements]


def test_what_a_damaged_agreement_replaced_stays_replaced(small, words_embedder):
    held = Home.open(small.home)
    new = make_document("new", supersedes=("deal-2024",), effective=date(2025, 1, 1), bundled=False)
    with held.writing():
        held = save_document(held, new, b"x")
        held.save()
    ensure_index(small)
    (folder_of(small, "new") / "document.json").write_text("{}")
    found = library(small)
    assert found.aside and found.status(found["deal-2024"], date(2026, 1, 1)) == "superseded"


# --- home.json and the pointer ---


@pytest.mark.parametrize("damage", ["lost", "emptied", "cut", "flipped", "swapped"])
def test_a_home_whose_list_is_lost_is_put_back_and_nothing_is_swept(
    home, damage, tmp_path, caplog
):
    remove(["rules"], home)
    path, before = home.home / "home.json", Home.open(home.home)
    text = path.read_text()
    if damage == "lost":
        path.unlink()
    else:
        path.write_text(
            {
                "emptied": "",
                "cut": text[: len(text) // 2],
                "flipped": text.replace("rules", "rulez"),
                "swapped": (generation(home) / "manifest.json").read_text(),
            }[damage]
        )
    served = Assistant(home, WordsEmbedder())
    assert "ours" in served.held().library, "a server needs its index and not home.json"
    assert Home.open(home.home) == before
    assert "home.json" in caplog.text and "put back" in caplog.text
    (tmp_path / "bees.md").write_text("## Article 1 — Bees\n\nThe employer keeps bees.\n")
    add([tmp_path / "bees.md"], Described(), home)
    assert {"ours", "stable", "bees", "deal-2024"} == set(library(home).documents)
    assert not library(home).aside


def test_where_no_list_is_left_the_stored_documents_themselves_are_known_again(home):
    shutil.rmtree(home.home / "generations")
    (home.home / "home.json").write_text("{")
    assert {one for one, _ in Home.open(home.home).added} == {"ours", "stable"}
    assert answers(home, "ours")


def test_a_damaged_pointer_leads_to_the_index_of_what_is_held(home):
    before = generation(home)
    for rubbish in (b"", b"\xff\xfe\0", b"20200101T000000-nowhere"):
        (home.home / "current").write_bytes(rubbish)
        assert generation(home) == before
        assert "ours" in Assistant(home, WordsEmbedder()).held().library


def test_documents_that_no_list_names_are_kept_and_said(home, tmp_path):
    stray = save_document(Home.open(home.home), make_document("stray", bundled=False), b"stray")
    folder = stray.folder_of("stray", dict(stray.added)["stray"])
    for word in ("one", "two", "three"):
        (tmp_path / f"{word}.md").write_text(f"## Article 1\n\nThe employer must {word}.\n")
        add([tmp_path / f"{word}.md"], Described(), home)
    assert folder.exists()
    from assistant.cli.doctor import examine

    assert any(str(folder) in line for line in examine(home)[0])


def test_an_add_that_fails_leaves_no_document_behind(home, tmp_path, monkeypatch):
    (tmp_path / "bees.md").write_text("## Article 1 — Bees\n\nThe employer keeps bees.\n")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.build.write_generation", full)
    with pytest.raises(PinciteError, match="unharmed"):
        add([tmp_path / "bees.md"], Described(), home)
    assert not list((home.home / "documents").glob("bees/*"))


def test_a_home_is_its_owners_alone(tmp_path, small):
    Home.open(tmp_path / "deep" / "new")
    assert stat.S_IMODE((tmp_path / "deep" / "new").stat().st_mode) == 0o700
    from assistant.web.feedback import Feedback

    Feedback.open(tmp_path / "other").close()
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o700


def test_a_home_that_others_can_read_is_said_and_mended(home):
    home.home.chmod(0o755)
    wrong, healthy = examined(home, deeply=False)
    assert not healthy and "chmod 700" in wrong[0]
    repair(home, lambda line: None)
    assert examined(home) == ([], True)


def test_a_document_is_on_the_disk_before_anything_names_it(small, monkeypatch):
    steps = []
    real = integrity.os.fsync

    def noted(handle):
        steps.append(Path(f"/proc/self/fd/{handle}").resolve())
        real(handle)

    monkeypatch.setattr(integrity.os, "fsync", noted)
    held = save_document(Home.open(small.home), make_document("extra", bundled=False), b"x")
    names = [path.name for path in steps]
    folder = held.folder_of("extra", dict(held.added)["extra"])
    assert {"text.txt", "document.json", "original", "sums.json"} <= set(names)
    assert steps[-1] in (folder.parent, folder.parent.parent, small.home)
    assert folder.parent in steps[names.index("text.txt") :]


# --- the index ---


@pytest.mark.parametrize(
    "name",
    ["vectors.npy", "words.npy", "words_at.npy", "units.npy", "lexical/rows", "manifest.json"],
)
@pytest.mark.parametrize("how", ["flipped", "cut", "emptied", "lost"])
def test_a_damaged_file_of_the_index_is_found_when_it_is_opened_and_built_again(
    small, words_embedder, name, how
):
    ensure_index(small)
    folder = generation(small)
    path = next(folder.rglob(name))
    if how == "flipped":
        flip(path, len(path.read_bytes()) // 2)
    elif how == "lost":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 2 if how == "cut" else 0])
    if path.exists():
        with pytest.raises(IndexDamaged):
            ClauseIndex.open(folder, WordsEmbedder())
    assert asked(small, "Can they scan a writer without consent?").status == "answered"
    assert generation(small) != folder


def test_a_store_whose_files_changed_is_not_opened_and_the_vectors_answer(home):
    folder = generation(home)
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as base:
        base.execute("update embeddings set embedding_id = '999' where embedding_id = '1'")
    index = ClauseIndex.open(folder, WordsEmbedder())
    for number, clause in enumerate(index.unit_clauses.tolist()):
        assert clause in index.nearest(index.vectors[number], 5)
    assert "not as they were written" in index.chroma_failed
    wrong, _ = examined(home, deeply=False)
    assert any("Chroma" in line for line in wrong)
    repair(home, lambda line: None)
    assert examined(home) == ([], True)


def test_a_store_that_ends_the_process_that_opens_it_ends_no_other(home, monkeypatch):
    """As a graph with flipped bits does: a segmentation fault inside Chroma."""
    folder = generation(home)
    (folder / "chroma.tried").unlink()
    real = subprocess.run

    def dying(command, **more):
        code = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
        return real([sys.executable, "-c", code], **more)

    monkeypatch.setattr("corpus.chroma.subprocess.run", dying)
    index = ClauseIndex.open(folder, WordsEmbedder())
    assert len(index.nearest(index.vectors[0], 3)) and "SIGSEGV" in index.chroma_failed


def test_flipped_bits_in_a_finished_graph_end_no_process_and_change_no_answer(
    small, words_embedder
):
    """Small stores have no graph on the disk; this one's is as Chroma left it."""
    held = Home.open(small.home)
    # words of their own: a graph of equal vectors loses sight of some by chance
    named = ["".join(chr(97 + int(digit)) for digit in f"{n:03d}") for n in range(540)]
    rules = [f"Rule {one} is about matter {one[::-1]}, fee {one}{one}." for one in named]
    clauses = {f"Article {n}": words for n, words in enumerate(rules)}
    with held.writing():
        held = save_document(held, make_document("long", clauses, bundled=False), b"long")
        held.save()
    ensure_index(small)
    folder = generation(small)
    whole = ClauseIndex.open(folder, WordsEmbedder())
    asked_for = [np.asarray(whole.vectors[n]) for n in range(0, len(whole.vectors), 100)]
    whole.chroma_failed = "the vectors themselves are wanted"
    wanted = [whole.nearest(vector, 9).tolist() for vector in asked_for]
    graph = next(folder.glob("chroma/*/data_level0.bin"))
    data = bytearray(graph.read_bytes())
    for at in range(7, len(data), 997):
        data[at] ^= 64
    graph.write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text())
    for recorded in (True, False):  # with its sums, and as an index of before had none
        if not recorded:
            del manifest["chroma"], manifest["sha256"]
            (folder / "manifest.json").write_text(json.dumps(manifest))
        code = (
            "import json, sys; from pathlib import Path; import numpy as np\n"
            "from corpus import ClauseIndex\n"
            "index = ClauseIndex.open(Path(sys.argv[1]))\n"
            "found = [index.nearest(np.asarray(index.vectors[n]), 9).tolist()"
            " for n in range(0, len(index.vectors), 100)]\n"
            "print(json.dumps([found, index.chroma_failed]))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, folder], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        found, failed = json.loads(done.stdout)
        assert failed and found == wanted


def test_a_store_is_tried_apart_once_and_then_known(home, monkeypatch):
    folder = generation(home)
    (folder / "chroma.tried").unlink()
    calls = []
    real = subprocess.run

    def counted(*args, **more):
        calls.append(args)
        return real(*args, **more)

    monkeypatch.setattr("corpus.chroma.subprocess.run", counted)
    for _ in range(3):
        index = ClauseIndex.open(folder, WordsEmbedder())
        index.nearest(index.vectors[0], 3)
        assert index.chroma_failed == ""
    assert len(calls) == 1


def test_ready_says_what_is_answered_without(home, tmp_path):
    from tests.makers.staff import accounts_in, clients_of

    alter(folder_of(home, "ours"))
    client = clients_of(home, accounts_in(tmp_path))()
    app = client.app
    app.state.held.warm.set()
    said = client.get("/readyz").json()
    assert said["ready"] is True and said["set_aside"] == 1


# --- the cache ---


def test_a_vector_that_changed_in_the_cache_is_embedded_again(tmp_path):
    cache, embedder = VectorCache(tmp_path / "vectors.sqlite", "words"), WordsEmbedder()
    texts = ["the employer must pay", "the stable feeds ponies", "a third"]
    first, _ = cache.vectors(texts, embedder)
    with sqlite3.connect(tmp_path / "vectors.sqlite") as base:
        key, vector = base.execute("select key, vector from texts").fetchone()
        base.execute(
            "update texts set vector = ? where key = ?", (bytes([vector[0] ^ 1]) + vector[1:], key)
        )
    assert "1 of its vectors" in cache.damage()
    again, made = cache.vectors(texts, embedder)
    assert made == 1 and (again == first).all() and cache.damage() == ""


@pytest.mark.parametrize("how", ["rubbish", "pages", "another's"])
def test_a_damaged_cache_is_set_aside_and_begun_again(tmp_path, how):
    path = tmp_path / "vectors.sqlite"
    cache, embedder = VectorCache(path, "words"), WordsEmbedder()
    texts = [f"clause number {n} of the agreement" for n in range(300)]
    first, _ = cache.vectors(texts, embedder)
    if how == "rubbish":
        path.write_bytes(b"rubbish" * 900)
    elif how == "pages":
        data = bytearray(path.read_bytes())
        data[4096 * 2 : 4096 * 6] = b"\xaa" * 4096 * 4
        path.write_bytes(bytes(data))
    else:
        path.unlink()
        with sqlite3.connect(path) as base:
            base.execute("create table texts (words text)")
    assert cache.damage()
    again, _ = cache.vectors(texts, embedder)
    assert (again == first).all() and cache.damage() == ""
    assert list(tmp_path.glob("vectors.sqlite.damaged-*"))


# --- feedback and the record of what was fetched ---


@pytest.mark.parametrize("how", ["pages", "letters", "another's", "emptied"])
def test_a_damaged_feedback_file_is_moved_away_and_what_can_be_read_is_kept(
    home, tmp_path, how, caplog
):
    from assistant.web.feedback import Feedback

    answer = asked(home, "Can they train a voice model on a rider without consent?").json()
    store = Feedback.open(home.home)
    for n in range(40):
        store.add("bad", answer, words=f"number {n}")
    store.close()
    path = home.home / "feedback.sqlite"
    if how == "pages":
        data = bytearray(path.read_bytes())
        middle = len(data) // 2 // 4096 * 4096
        data[middle : middle + 4096] = b"\xaa" * 4096
        path.write_bytes(bytes(data))
    elif how == "letters":
        data = path.read_bytes()
        assert b"number 7" in data
        path.write_bytes(data.replace(b"number 7", b"numbe\xff 7"))
    elif how == "another's":
        shutil.copy(home.home / "vectors.sqlite", path)
    else:
        path.write_bytes(b"")
    store = Feedback.open(home.home)
    kept = store.counts()["waiting"]
    store.add("bad", answer, words="later")
    store.close()
    if how != "emptied":
        assert list(home.home.glob("feedback.sqlite.damaged-*")) and "damaged" in caplog.text
    if how in ("pages", "letters"):
        assert 0 < kept < 40 and (kept == 39 or how == "pages")


def test_a_damaged_record_of_what_was_fetched_is_said_and_moved_away(home, monkeypatch, capsys):
    from assistant.cli.main import main
    from ingest import fetch

    (home.home / "fetched.json.damaged-0").write_text("of another day")
    (home.home / "fetched.json").write_text('{"a": ')
    with pytest.raises(PinciteError, match="doctor --repair"):
        fetch([], home, get=lambda *_: None)
    monkeypatch.setattr("corpus.Settings.from_environment", classmethod(lambda cls: home))
    main(["doctor", "--repair"])
    assert not (home.home / "fetched.json").exists()
    assert (home.home / "fetched.json.damaged-0").read_text() == "of another day"
    assert (home.home / "fetched.json.damaged-1").read_text() == '{"a": '
    assert "fetched.json" in capsys.readouterr().err


# --- homes of before ---


@pytest.mark.parametrize("kept_index", [True, False])
def test_a_home_of_before_there_were_records_opens_and_gets_them(
    small, words_embedder, monkeypatch, kept_index
):
    """As every version before this one wrote it: no stamp, no sums, an index of another format."""
    import hashlib

    ensure_index(small)
    held = Home.open(small.home)
    stored = save_document(held, make_document("old", bundled=False), b"its original")
    folder = stored.folder_of("old", dict(stored.added)["old"])
    values = json.loads((folder / "document.json").read_text())
    values["checksum"] = hashlib.sha256(b"its original").hexdigest()
    for name in ("work", "principal", "read", "checked"):
        values.pop(name, None)
    written = json.dumps(values, ensure_ascii=False, indent=0)
    (folder / "document.json").write_text(written)
    (folder / "sums.json").unlink()
    version = hashlib.sha256(f"{values['checksum']}\n{written}".encode()).hexdigest()[:12]
    folder.rename(folder.with_name(version))
    (small.home / "home.json").write_text(
        json.dumps({"format": 1, "bundled": True, "removed": [], "added": {"old": version}})
    )
    manifest = generation(small) / "manifest.json"
    if kept_index:
        values = json.loads(manifest.read_text())
        for later in ("aside", "said", "chroma", "sha256"):
            del values[later]
        manifest.write_text(json.dumps(values | {"library": library(small).fingerprint}))
        with_words(monkeypatch)
        ensure_index(small)
        wrong, _ = examined(small)
        assert any("old" in line and "without a record" in line for line in wrong)
        repair(small, lambda line: None)
    else:
        manifest.write_text(json.dumps({"format": 3, "files": {"units.json": ""}}))
        assert not library(small).aside
        ensure_index(small)
    now = folder_of(small, "old")
    assert integrity.is_sealed(now) and not library(small).aside
    assert (now / "original").read_bytes() == b"its original"
    flip(now / "text.txt", 5)
    assert list(library(small).aside) == ["old"]


def test_a_document_of_before_is_still_checked_by_its_name(small):
    held = save_document(Home.open(small.home), make_document("old", bundled=False), b"x")
    folder = held.folder_of("old", dict(held.added)["old"])
    (folder / "sums.json").unlink()
    integrity.check_document(folder)  # only the record is lost, and all of it is as it was
    flip(folder / "original", 0)
    with pytest.raises(integrity.Damaged):
        integrity.check_document(folder)


def test_going_back_to_a_damaged_index_is_refused(home):
    earlier = [one for one in (home.home / "generations").iterdir() if one != generation(home)][0]
    shutil.copy(generation(home) / "home.json", earlier / "home.json")
    held = Home.open(home.home)
    with held.writing(), pytest.raises(PinciteError, match="damaged"):
        roll_back(held)
    assert not library(home).aside


def test_chromas_sums_stay_as_they_are_however_often_it_is_opened(home):
    folder = generation(home)
    before = chroma.sums(folder / "chroma")
    for _ in range(2):
        subprocess.run([sys.executable, "-m", "corpus.chroma", folder], cwd=ROOT, check=True)
        assert chroma.sums(folder / "chroma") == before
