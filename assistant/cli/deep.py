"""What `pincite doctor --deep` reads beyond what every opening does: every file of a home."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assistant.web.access.keys import Keys
from assistant.web.feedback_damage import damage_of
from corpus import (
    ClauseIndex,
    Embedder,
    Home,
    Library,
    PinciteError,
    VectorCache,
    integrity,
    named,
    pointed,
)

_MEND = "run 'pincite doctor --repair'"


def every_file(home: Home, library: Library, embedder: Embedder) -> Iterator[str]:
    """A line for each thing that is not as it was written, with what to run."""
    for identity, version in home.added:
        if identity not in library.aside:
            yield from _document(home, identity, version)
    if wrong := VectorCache(home.vectors, embedder.key).damage():
        yield f"{home.vectors} is damaged ({wrong}); {_MEND}"
    yield from _feedback(home.root / "feedback.sqlite")
    if wrong := fetched_damage(home):
        yield f"{home.root / 'fetched.json'} is damaged ({wrong}); {_MEND}"
    try:
        Keys(home.root).all()
    except PinciteError as error:
        yield str(error)


def earlier(home: Home, embedder: Embedder) -> Iterator[str]:
    """A line where the index before the one in use is none to go back to; the next change makes
    another.
    """
    for folder in pointed(home)[1:2]:
        try:
            ClauseIndex.open(folder, embedder)
            Home.read(home.root, folder / "home.json")
        except PinciteError as error:
            yield f"there is no going back to the earlier index: {error}"


def fetched_damage(home: Home) -> str:
    """What is wrong with the record of what was fetched; nothing where it is whole or not there."""
    path = home.root / "fetched.json"
    try:
        if path.exists():
            {one: dict(row) for one, row in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        return str(error) or type(error).__name__
    return ""


def unaccounted(home: Home) -> Iterator[Path]:
    """Stored documents that no list of what is held names: they are kept, and answer nothing."""
    listed = set(home.added)
    for folder in named(home):
        with suppress(PinciteError, OSError):
            listed |= set(Home.read(home.root, folder / "home.json").added)
    for folder in sorted(home.documents.glob("*/*")):
        if (folder.parent.name, folder.name) not in listed and not folder.name.startswith("."):
            yield folder


def set_aside(home: Home) -> Iterator[Path]:
    """Damaged files of documents that were replaced: they are kept, and nothing reads them."""
    return iter(sorted(home.documents.glob("*/.damaged-*")))


def _feedback(path: Path) -> Iterator[str]:
    try:
        if wrong := damage_of(path):
            yield f"{path} is damaged ({wrong}); {_MEND}"
    except sqlite3.Error as error:
        yield f"{path} can't be read ({error}): is the disk full, or the file another user's?"


def _document(home: Home, identity: str, version: str) -> Iterator[str]:
    folder = home.folder_of(identity, version)
    try:
        integrity.check_document(folder, original=True)
    except integrity.Damaged as error:
        yield (
            f"{identity}: {error}; its text is whole and answers. Add your own copy of the file "
            f"again: 'pincite add FILE --id {identity}'"
        )
    if not integrity.is_sealed(folder):
        yield (
            f"{identity} was stored by an earlier version, without a record of its files; 'pincite "
            "index' makes one"
        )
