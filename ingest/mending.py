"""What is damaged in a home is made whole again from what is not: documents from their originals,
the index from the documents.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from corpus import (
    BadDocument,
    ClauseIndex,
    Document,
    Embedder,
    Home,
    Library,
    PinciteError,
    Progress,
    Settings,
    VectorCache,
    current_generation,
    integrity,
    load_document,
)
from corpus.added import typed
from corpus.owner import close_to_others
from ingest.build import build, changing, stale
from ingest.worker import Original, original_of

#: Hears a plain sentence of what was done, or could not be.
Say = Callable[[str], None]


def repair(settings: Settings, said: Say, progress: Progress | None = None) -> None:
    """Make a home whole again, as far as what it holds allows; nothing is thrown away.

    What can't be made whole is left as it is, and said.
    """
    home = Home.open(settings.home)
    if closed := close_to_others(home.root):
        said(f"{home.root} is its owner's alone now: {closed} of its files and folders were not")
    _documents(home, settings, said, progress)
    home = Home.open(settings.home)
    mended = VectorCache(home.vectors, Embedder(settings).key).mend()
    if mended:
        said(f"{home.vectors}: {mended}")
    _index(settings, said, progress)


def _documents(home: Home, settings: Settings, said: Say, progress: Progress | None) -> None:
    """Each document set aside, in place where its words come out the same, else read anew."""
    again: list[tuple[Document, bytes]] = []
    library = Library.load(home, settings.bundled)
    for identity, aside in library.aside.items():
        folder = home.folder_of(identity, dict(home.added)[identity])
        try:
            path = integrity.originals_in(folder)[0]
            if not aside.said or integrity.sum_of(path) != aside.said["checksum"]:
                integrity.check_original(path)
            read = original_of(path, identity, settings.max_file_mb, settings.read_seconds)
            if _in_place(folder, read):
                said(f"{identity}: its text is written again from its original")
            elif aside.said is None:
                raise BadDocument("what it said of itself is lost: title, union, dates")
            else:
                again.append((_document(read, aside.said), path.read_bytes()))
        except (OSError, IndexError, integrity.Damaged, PinciteError) as error:
            said(
                f"{identity} can't be made whole ({error or 'it has no original'}); add it again: "
                f"'pincite add FILE --id {identity}' with its title and dates, or 'pincite remove "
                f"{identity}'"
            )
    if not again:
        return
    with changing(settings, progress) as held:
        for document, data in again:
            held.save(document, data)
            said(f"{document.id}: read again from its original")


def _in_place(folder: Path, read: Original) -> bool:
    """Whether the document is as it was once its text is written again."""
    text = folder / "text.txt"
    draft = folder / f".text.{os.getpid()}"
    try:
        draft.write_bytes(read.text.encode("utf-8"))
        if integrity.sum_of(draft) != integrity.recorded(folder, "text.txt"):
            return False
        if text.exists():  # it may be another document's, put here by mistake
            aside = Path(tempfile.mkdtemp(prefix=".damaged-", dir=folder.parent))
            text.rename(aside / text.name)
        os.replace(draft, text)
    finally:
        draft.unlink(missing_ok=True)
    integrity.synced_tree(folder)
    try:
        load_document(folder)
    except BadDocument:
        return False
    return True


def _document(read: Original, known: dict[str, object]) -> Document:
    return Document(
        **{**typed(known), "readable": bool(read.clauses), "marked": read.marked},
        text=read.text,
        clauses=read.clauses,
        report=read.report,
        bundled=False,
    )


def _index(settings: Settings, said: Say, progress: Progress | None) -> None:
    """The index built again where it is damaged, or Chroma's part of it is."""
    home, embedder = Home.open(settings.home), Embedder(settings)
    with home.writing():
        home = Home.open(settings.home)
        library = Library.load(home, settings.bundled)
        why = stale(home, library, embedder)
        if why is None:
            folder = current_generation(home)
            assert folder is not None
            index = ClauseIndex.open(folder, embedder)
            if len(index.vectors):
                index.nearest(index.vectors[0], 1)
            why = index.chroma_failed and f"Chroma's files are damaged ({index.chroma_failed})"
            if not all(integrity.is_sealed(home.folder_of(*one)) for one in home.added):
                why = why or "documents of an earlier version have a record of their files now"
        elif not why:
            why = "there was none"
        if why:
            build(home, library, embedder, settings, progress)
            said(f"the index is built again: {why}")
