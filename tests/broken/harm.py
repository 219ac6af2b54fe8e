"""Homes are harmed by the dozen: files cut, emptied, flipped, lost, swapped; writers killed.

After each, every document, every word of feedback and every answer must be there and right, or be
refused by name. `python -m tests.broken.harm --damages 100 --kills 200` runs it by hand.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant import Assistant, Question
from assistant.web.access.keys import Keys
from assistant.web.feedback import Feedback
from corpus import Home, Library, PinciteError, Settings, back_up, integrity, restore
from ingest import Described, add, ensure_index, fetch, remove, repair, roll_back, undoing
from ingest.download import Fetched
from tests.conftest import DIGEST, RULES, WordsEmbedder

WAYS = ("cut", "emptied", "flipped", "lost", "swapped")
ACTS = ("add", "remove", "index", "rollback", "feedback", "backup", "restore", "fetch")
SUBJECTS = ("scan", "voice", "script", "likeness", "footage", "drawing")


def with_words() -> None:
    """The fake embedder, wherever a home is built or opened."""
    for name in ("assistant.assistant", "ingest.build", "ingest.mending", "assistant.cli.doctor"):
        importlib.import_module(name).Embedder = WordsEmbedder


def with_words_in(monkeypatch) -> None:
    """The same for one test."""
    for name in ("assistant.assistant", "ingest.build", "ingest.mending", "assistant.cli.doctor"):
        monkeypatch.setattr(importlib.import_module(name), "Embedder", WordsEmbedder)


def word(n: int) -> str:
    """A made-up word for a number, so that no two clauses of a long agreement are alike."""
    return "".join("bdfgklmnprstvz"[n // 14**at % 14] + "aeiou"[(n + at) % 5] for at in range(4))


def agreement(name: str, clauses: int) -> str:
    """The words of an agreement, each clause about its own subject and number."""
    rows = [f"# Agreement of {name}"]
    for n in range(1, clauses + 1):
        rows += [
            f"## Article {n} — {SUBJECTS[n % len(SUBJECTS)].title()} {n}",
            f"The {name} company must not train a model on a {SUBJECTS[n % len(SUBJECTS)]} without "
            f"written consent, and must give {n + 10} ({n + 10}) days of notice to each {name}; "
            f"{' '.join(word(n * 7 + k) for k in range(6))}.",
        ]
    return "\n\n".join(rows) + "\n"


OFFICIAL = "ARTICLE 1. SCANNING\n\n" + "\n\n".join(
    f"ARTICLE {n}. MATTER {n}\n\n{DIGEST.partition('## ')[2][:400]} number {n}."
    for n in range(2, 12)
)
ADDRESS = "https://example.org/deal"


@dataclass(frozen=True)
class Made:
    """A home that is whole, and what must hold of every harmed copy of it."""

    folder: Path
    texts: dict[str, str]
    words: tuple[str, ...]

    def settings(self, folder: Path) -> Settings:
        return Settings(home=folder / "home", bundled=folder / "bundled", max_index_mb=512)


def make(folder: Path, clauses: int) -> Made:
    """Two digests, three agreements, feedback, a key, two indexes."""
    (folder / "bundled").mkdir(parents=True)
    digest = DIGEST.replace("basis: digest", f"basis: digest\nofficial_url: {ADDRESS}")
    (folder / "bundled" / "deal-2024.md").write_text(digest, encoding="utf-8")
    (folder / "bundled" / "rules.md").write_text(RULES, encoding="utf-8")
    settings = Settings(home=folder / "home", bundled=folder / "bundled", max_index_mb=512)
    texts = {name: agreement(name, size) for name, size in
             (("rider", clauses), ("painter", 3), ("singer", 4))}
    for name, text in texts.items():
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        said = Described(title=name.title(), union=f"Local {len(name)}", expires=date(2030, 1, 1))
        if error := add([path], said, settings)[0].error:
            raise AssertionError(error)
    (folder / "new.md").write_text(agreement("dancer", 3), encoding="utf-8")
    store, words = Feedback.open(settings.home), tuple(f"word {n}" for n in range(6))
    answer = Assistant.open(settings).ask(Question("Can they scan a writer?")).json()
    for word in words:
        store.add("bad", answer, words=word)
    store.close()
    Keys(settings.home).add("a program")
    back_up(Home.open(settings.home), folder / "home.zip")
    return Made(folder, texts, words)


def harm(home: Path, rng: random.Random) -> tuple[str, Path]:
    """Do one damage to one file of a home: how, and which."""
    kinds: dict[str, list[Path]] = {}
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.name not in ("write.lock", "chroma.tried"):
            inside = path.relative_to(home).parts
            kinds.setdefault("/".join((inside[0], inside[-1])), []).append(path)
    path = rng.choice(kinds[rng.choice(sorted(kinds))])  # of every kind alike
    how, data = rng.choice(WAYS), bytearray(path.read_bytes())
    if how == "cut":
        path.write_bytes(data[: rng.randrange(len(data) or 1)])
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "lost":
        path.unlink()
    elif how == "flipped" and data:
        for _ in range(rng.choice((1, 1, 40))):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
    else:
        other = rng.choice([one for kind in kinds.values() for one in kind if one != path])
        mine = path.read_bytes()
        path.write_bytes(other.read_bytes())
        other.write_bytes(mine)
    return how, path.relative_to(home)


# --- what must hold ---


def wrongs(made: Made, settings: Settings, texts: dict[str, str], whole: bool) -> list[str]:
    """What does not hold of a harmed home; `whole` where nothing may be set aside any more."""
    said: list[str] = []
    ensure_index(settings, said=said.append)
    library = Library.load(Home.open(settings.home), settings.bundled)
    found = [f"{one} is lost" for one in [*texts, "deal-2024", "rules"] if one not in library]
    if whole:
        found += [f"{one} stays aside" for one in library.aside]
    served = Assistant.open(settings)
    for name in texts:
        if name in library:
            found += _answered(served, library, name, texts[name])
    return found


def _answered(served: Assistant, library: Library, name: str, text: str) -> list[str]:
    question = f"Can the {name} company train a model on a voice without consent?"
    asked = replace(Question(question), documents=(name,), as_of=date(2026, 11, 24))
    outcome = served.ask(asked).json()
    own = [one["quote"] for one in outcome["citations"] if one["document"] == name]
    if any(line not in text for quote in own for line in quote.split("\n\n")[1:]):
        return [f"{name} is quoted wrongly"]
    if name in library.aside:
        return [] if outcome["status"] == "unreadable" and not own else [f"{name} answers damaged"]
    return [] if outcome["status"] == "answered" and own else [f"{name}: {outcome['status']}"]


def kept(made: Made, settings: Settings, harmed: Path | None = None) -> list[str]:
    """What people gave and no longer lies anywhere in the home."""
    stored = (settings.home / "documents").rglob("*")
    held = {integrity.sha256(one) for one in stored if one.is_file()}
    named = harmed is not None and harmed.name.startswith("original")
    lost = [
        f"the original of {name} is gone"
        for name in made.texts
        if not named and integrity.sha256(made.folder / f"{name}.md") not in held
    ]
    store = Feedback.open(settings.home)
    words = {one.words for one in store.queue()}
    store.close()
    aside = list(settings.home.glob("feedback.sqlite.damaged-*"))
    by_harm = harmed is not None and harmed.name == "feedback.sqlite"
    if set(made.words) - words and not aside and not by_harm:
        lost.append("feedback is gone")
    with suppress(PinciteError):  # a clear no
        Keys(settings.home).all()
    return lost


def damaged(made: Made, seed: int) -> tuple[str, list[str]]:
    """One damage to a copy of the home, and what did not hold after it and after its repair."""
    rng = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="harm-"))
    try:
        shutil.copytree(made.folder, folder, dirs_exist_ok=True)
        settings = made.settings(folder)
        how, path = harm(settings.home, rng)
        name = f"{seed}: {how} {path}"
        try:
            found = wrongs(made, settings, made.texts, whole=False)
            found += kept(made, settings, path)
            repair(settings, lambda line: None)
            two = how == "swapped"  # two files are damaged, perhaps a document and its original
            found += wrongs(made, settings, made.texts, whole=not two)
            found += kept(made, settings, path)
        except Exception as error:  # noqa: BLE001 - whatever is raised did not hold
            found = [f"{type(error).__name__}: {str(error)[:300]}"]
        return name, found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- kills ---


def act(what: str, folder: Path, ready) -> None:
    """One act of a writer, in a process that is killed meanwhile; it tells what it has kept."""
    with_words()
    settings = Settings(home=folder / "home", bundled=folder / "bundled", max_index_mb=512)
    home = Home.open(settings.home)
    ready.send("go")
    if what == "add":
        add([folder / "new.md"], Described(id="dancer"), settings)
    elif what == "remove":
        remove(["painter"], settings)
    elif what == "index":
        from ingest.build import build

        with home.writing():
            build(home, Library.load(home, settings.bundled), WordsEmbedder(), settings)
    elif what == "rollback":
        with home.writing():
            undoing(home, settings.bundled)
            roll_back(home)
    elif what == "feedback":
        store = Feedback.open(settings.home)
        answer = json.loads((folder / "answer.json").read_text())
        for n in range(40):
            store.add("bad", answer, words=f"later {n}")
            ready.send(f"later {n}")
    elif what == "fetch":
        fetched(settings)
    elif what == "backup":
        back_up(home, folder / "home.zip")
    else:
        restore(folder / "home.zip", settings.home)
    ready.send("done")


def fetched(settings: Settings) -> list[str]:
    """Fetch the official text of a digest; what went wrong."""
    text = Fetched(OFFICIAL.encode(), ADDRESS, ".txt")
    outcomes = fetch(["deal-2024"], settings, get=lambda *_: text)
    return [one.said for one in outcomes if one.failed]


def killed(made: Made, what: str, seed: int, longest: float) -> tuple[str, list[str]]:
    """One act cut off by SIGKILL after a while, and what did not hold after it."""
    rng = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="kill-"))
    context = multiprocessing.get_context("forkserver")
    try:
        shutil.copytree(made.folder, folder, dirs_exist_ok=True)
        settings = made.settings(folder)
        mine, theirs = context.Pipe()
        process = context.Process(target=act, args=(what, folder, theirs))
        process.start()
        mine.recv()
        after = rng.uniform(0, longest)
        process.join(after)
        ended = process.exitcode is not None
        if process.pid and not ended:
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        said = [mine.recv() for _ in iter(mine.poll, False)]
        told = [one for one in said if "later" in one]
        name = f"{seed}: {what} killed after {after:.2f} s{' (it had ended)' if ended else ''}"
        try:
            return name, _after(made, settings, what, folder, told)
        except Exception as error:  # noqa: BLE001 - whatever is raised did not hold
            return name, [f"{type(error).__name__}: {str(error)[:300]}"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _after(made: Made, settings: Settings, what: str, folder: Path, told: list[str]) -> list[str]:
    if what == "restore" and not settings.home.exists():  # between two renames: it is run again
        restore(folder / "home.zip", settings.home)
    gone = {"remove": {"painter"}, "rollback": {"singer"}}.get(what, set())
    held = Library.load(Home.open(settings.home), settings.bundled)
    texts = {n: t for n, t in made.texts.items() if n not in gone or n in held}
    found = wrongs(made, settings, texts, whole=True) + kept(made, settings)
    if what == "backup":
        restore(folder / "home.zip", folder / "again" / "home")
        other = replace(settings, home=folder / "again" / "home")
        found += wrongs(made, other, made.texts, whole=True)
    if what == "feedback":
        store = Feedback.open(settings.home)
        words = {one.words for one in store.queue(1000)}
        store.close()
        found += [f"{one} was acknowledged and is gone" for one in told if one not in words]
    if what == "fetch":  # and again, to its end
        found += fetched(settings) + wrongs(made, settings, texts, whole=True)
        library = Library.load(Home.open(settings.home), settings.bundled)
        official = [one.id for one in library if one.text_of == "deal-2024"]
        found += [] if len(official) == 1 else [f"fetched: {official}"]
    if what == "add":  # and again, to its end
        add([folder / "new.md"], Described(id="dancer"), settings)
        found += wrongs(made, settings, texts | {"dancer": agreement("dancer", 3)}, whole=True)
    return found


def ready_to_kill(made: Made) -> dict[str, float]:
    """How long each act takes when nobody kills it; the answer that feedback is given on."""
    answer = Assistant.open(made.settings(made.folder)).ask(Question("Can they scan a writer?"))
    (made.folder / "answer.json").write_text(json.dumps(answer.json()))
    context, spent = multiprocessing.get_context("forkserver"), {}
    context.set_forkserver_preload(["assistant.assistant", "ingest", "chromadb", "bm25s"])
    for what in ACTS:
        folder = Path(tempfile.mkdtemp(prefix="time-"))
        shutil.copytree(made.folder, folder, dirs_exist_ok=True)
        mine, theirs = context.Pipe()
        process = context.Process(target=act, args=(what, folder, theirs))
        process.start()
        while mine.recv() != "go":
            pass
        began = time.perf_counter()
        process.join()
        spent[what] = time.perf_counter() - began
        shutil.rmtree(folder, ignore_errors=True)
    return spent


def main() -> int:
    """Damages, then kills; a line for each that did not hold, and how many of how many did."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--damages", type=int, default=100)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--clauses", type=int, default=400)
    given = options.parse_args()
    with_words()
    with tempfile.TemporaryDirectory(prefix="made-") as folder:
        made = make(Path(folder) / "made", given.clauses)
        failed: Counter[str] = Counter()
        for n in range(given.damages):
            name, found = damaged(made, given.seed * 100_000 + n)
            failed["damages"] += bool(found)
            if found:
                print(name, found, flush=True)
        print(f"{given.damages - failed['damages']} of {given.damages} damages held", flush=True)
        spent = ready_to_kill(made) if given.kills else {}
        for n in range(given.kills):
            what = ACTS[n % len(ACTS)]
            name, found = killed(made, what, given.seed * 100_000 + n, spent[what] * 1.05)
            failed[what] += bool(found)
            if found:
                print(name, found, flush=True)
        print(f"{given.kills - sum(failed[one] for one in ACTS)} of {given.kills} kills held")
    return 1 if failed.total() else 0


if __name__ == "__main__":
    raise SystemExit(main())
