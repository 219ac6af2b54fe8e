"""A server swaps its index while it answers: what it leaves is closed, what it takes is opened
once.
"""

import os
import shutil
import threading
import weakref
from pathlib import Path

import pytest

from assistant import Assistant, Question
from corpus import Home, current_generation

ASKED = Question("Can they scan a writer without consent?")


@pytest.fixture
def served(small, words_embedder):
    """An assistant over a small home, with its index and Chroma's store open."""
    from ingest import ensure_index

    ensure_index(small)
    assistant = Assistant.open(small)
    _asked(assistant)
    return assistant


def _asked(assistant: Assistant) -> None:
    index = assistant.held().index
    index.nearest(assistant.embedder.query("scan"), 1)
    assert assistant.ask(ASKED).status == "answered" and not index.chroma_failed


def swapped(assistant: Assistant, number: int) -> None:
    """Put a copy of the generation in use in its place, as a builder would."""
    home = Home(assistant.settings.home)
    before = current_generation(home)
    shutil.copytree(before, before.parent / f"{number:06}-copy")
    home.pointer.write_text(f"{number:06}-copy {before.name}\n", encoding="utf-8")
    if number > 1:
        shutil.rmtree(before)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="nothing says what is open")
def test_twenty_swaps_leave_nothing_open(served):
    swapped(served, 1)
    _asked(served)
    held, left = [weakref.ref(served.held())], []
    for number in range(2, 22):
        swapped(served, number)
        _asked(served)
        held.append(weakref.ref(served.held()))
        left.append((len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task"))))
    assert [ref() is not None for ref in held] == [False] * 20 + [True]
    (files, threads), (files_now, threads_now) = left[0], left[-1]
    assert files_now <= files + 8 and threads_now <= threads + 4, left


def test_a_new_index_is_opened_once_however_many_ask(served, monkeypatch):
    from assistant import assistant as module

    opened, begin = [], threading.Barrier(6)
    real = module.Held.open
    monkeypatch.setattr(
        module.Held, "open", lambda folder, *rest: opened.append(folder) or real(folder, *rest)
    )
    swapped(served, 1)

    def ask() -> None:
        begin.wait()
        served.ask(ASKED)

    people = [threading.Thread(target=ask) for _ in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert [folder.name for folder in opened] == ["000001-copy"]
