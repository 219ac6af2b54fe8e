"""Makers shared by the tests.

Small documents, a fake embedder, homes, and the real thing where a test asks for it.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from corpus import Clause, Document, Library, QueryVectors, Settings, Span

pytest.register_assert_rewrite(
    "tests.makers.drafting", "tests.makers.staff"
)  # their asserts say what was found, as a test's own do

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 24)


#: Files whose tests take longest, in minutes rather than seconds. They begin first, so that no
#: process sits idle at the end; the second needs no index, which the first is building meanwhile.
_LONG = (
    "test_mutations.py",
    "test_architecture.py",
    "test_hostile.py",
    "test_commands.py",
    "test_answers.py",
    "test_kinds_answered.py",
    "test_check.py",
)


def pytest_collection_modifyitems(items):
    """The long files, then the browser, then the rest.

    `make test` keeps this order: --no-loadscope-reorder.
    """

    def place(item) -> int:
        path = Path(item.path)
        return (
            _LONG.index(path.name)
            if path.name in _LONG
            else len(_LONG) + (path.parent.name != "browser")
        )

    items.sort(key=place)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def real_documents() -> Path:
    """The real agreements that stand beside the project on some machines."""
    folder = ROOT.parent / "shared" / "documents"
    if not folder.is_dir():
        pytest.skip("the real documents (../shared/documents) are not on this machine")
    return folder


def make_document(
    identity: str = "deal", clauses: dict[str, str] | None = None, **values
) -> Document:
    """A document whose clauses are given as label -> words; everything else is a default."""
    text, made = "", []
    for label, words in (
        clauses or {"Article 1 — scope": "The employer must give notice."}
    ).items():
        text += f"## {label}\n\n"
        locator, dash, heading = label.partition(" — ")
        made.append(
            Clause(
                identity,
                locator,
                heading if dash else locator,
                Span(len(text), len(text) + len(words)),
            )
        )
        text += words + "\n\n"
    known = {
        "title": identity.title(),
        "kind": "contract",
        "tier": 1,
        "checksum": hashlib.sha256(text.encode()).hexdigest(),
    }
    return Document(id=identity, text=text, clauses=tuple(made), **(known | values))


@pytest.fixture
def document():
    return make_document


class WordsEmbedder:
    """A bag of hashed words as a vector.

    Enough for ranking tests, in no time, the same on each machine.
    """

    name = "words"
    dtype = "float32"
    max_tokens = 256
    identity = {"name": "words", "dtype": "float32", "sha256": "", "prompts": {}, "max_tokens": 256}
    key = "words"
    reads_words = False

    def __init__(self, settings: Settings | None = None) -> None:
        self.embedded: list[str] = []

    def _vector(self, text: str) -> np.ndarray:
        vector = np.full(64, 1e-3, dtype=np.float32)
        for word in re.findall(r"[a-z]{3,}", text.lower()):
            vector[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 64] += 1
        return vector / np.linalg.norm(vector)

    def documents(self, texts, progress=None) -> np.ndarray:
        self.embedded += list(texts)
        return np.asarray([self._vector(text) for text in texts], dtype=np.float32)

    beside = documents

    def query(self, text: str) -> np.ndarray:
        return self._vector(text)

    def knows(self, word: str) -> bool:
        return True  # of these tests' words none is misspelt

    def question(self, text: str) -> QueryVectors:
        return QueryVectors(self._vector(text), np.zeros((0, 128), dtype=np.float32))


@pytest.fixture
def words_embedder(monkeypatch) -> type[WordsEmbedder]:
    """The fake embedder in place of the real one, wherever a home is built or opened."""
    for name in ("assistant.assistant", "ingest.build"):
        monkeypatch.setattr(importlib.import_module(name), "Embedder", WordsEmbedder)
    return WordsEmbedder


@pytest.fixture
def small(tmp_path) -> Settings:
    """Settings of an empty home with two small bundled digests."""
    bundled = tmp_path / "bundled"
    bundled.mkdir()
    (bundled / "deal-2024.md").write_text(DIGEST, encoding="utf-8")
    (bundled / "rules.md").write_text(RULES, encoding="utf-8")
    return Settings(home=tmp_path / "home", bundled=bundled)


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory) -> Settings:
    """One home with the whole bundled corpus and the real model, built once a test run.

    Tests must not change it.
    """
    from ingest import ensure_index

    base = tmp_path_factory.getbasetemp()
    if (
        "PYTEST_XDIST_WORKER" in os.environ
    ):  # the workers' folders lie side by side, and the first to come builds for all
        base = base.parent
    settings = replace(Settings.from_environment({}), home=base / "whole" / "home")
    with FileLock(base / "whole.lock"):
        ensure_index(replace(settings, threads=2))  # whoever else needs it waits here
    return settings


@pytest.fixture(scope="session")
def assistant(shared_home):
    """The assistant over `shared_home`."""
    from assistant import Assistant

    return Assistant.open(shared_home)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    """No test reads or writes the home of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("PINCITE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PINCITE_HOME", str(tmp_path / "own-home"))


def library_of(*documents: Document) -> Library:
    return Library.of(documents)


DIGEST = """---
id: deal-2024
title: The Deal of 2024
union: WGA
kind: contract
tier: 1
effective: 2024-01-01
expires: 2027-12-31
supersedes: []
status: in-force
basis: digest
official_url: https://example.org/deal
confidence: high
aliases: [the Deal]
---

## Article 1 — scanning

A company may not scan a writer without the consent of that writer.

The company must delete the scan after ten days.

<!--
facts:
  2: secondary; one report
short:
- Your company may not scan you without your consent.
- Your company must delete the scan after ten days.
roles: [rule, rule]
asks:
  1:
  - Can they scan me?
  - Who says yes to a scan?
  2:
  - Do they delete my scan?
-->

## Article 2 — no clause on training

The deal has no clause on training a machine with scripts.

<!--
facts:
  1: absent
short:
- Nothing in the deal speaks of training a machine with your scripts.
roles: [absence]
asks:
  1:
  - Can they train on my script?
  - Is there a training clause?
  - Does anything stop them feeding my drafts to a bot?
-->
"""
RULES = """---
id: rules
title: Principles of the Guild
union: WGA
kind: principle
tier: 4
adopted: 2023-01-01
status: statement
basis: digest
official_url: null
confidence: high
aliases: [the Rules]
---

## Principle 1 — scanning

The guild believes that nobody should be scanned without consent.

<!--
short:
- The guild believes that nobody should be scanned without consent.
roles: [view]
asks:
  1:
  - What does the guild think of scans?
  - Is scanning fair?
  - Should they ask before scanning?
-->
"""
