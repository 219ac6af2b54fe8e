"""What a home keeps: which generations, which documents for their sake; nothing is thrown away that
no list of what was held accounts for.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from corpus import Home, Library, PinciteError, integrity, named, pointed, save_document


def generations(home: Home) -> list[Path]:
    """Folders of the generations kept: the one in use first."""
    return pointed(home)


def sealed(home: Home, library: Library) -> Home:
    """The home with each document that was stored before there were records stored with one."""
    for identity, version in home.added:
        folder = home.folder_of(identity, version)
        if identity in library.aside or integrity.is_sealed(folder):
            continue
        with contextlib.suppress(integrity.Damaged, IndexError, OSError):
            path = integrity.originals_in(folder)[0]
            integrity.check_original(path)
            home = save_document(home, library[identity], path.read_bytes())
    return home


def way_back(home: Home, folder: Path) -> list[str]:
    """The names of the generations to keep once that of `folder` is in use.

    The newest of other documents comes first, so that one that was only built again uses up no way
    back; the one in use until now stays too, for the questions that are being answered from it.
    """
    kept = [one for one in named(home) if one != folder]
    before = [one for one in kept if (one / "manifest.json").exists() and _other(one, folder)]
    return list(dict.fromkeys(one.name for one in [*before[:1], *kept[:1]]))


def _other(one: Path, folder: Path) -> bool:
    try:
        return (one / "home.json").read_bytes() != (folder / "home.json").read_bytes()
    except OSError:
        return False


def sweep_drafts(home: Home) -> None:
    """Delete what a kill left half written (lock held): no list of what is held was made of it."""
    kept = named(home)
    begun = [one for one in home.generations.glob("*") if not (one / "home.json").exists()]
    drafts = home.documents.glob("*/.draft-*")
    for folder in [*drafts, *(one for one in begun if one not in kept)]:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(home: Home) -> None:
    """Delete what no kept generation needs, and only what an index that goes was made of (lock
    held): indexes that the pointer names no more, with the documents that they alone held.

    Where one of the lists of what is held can't be read, no document is deleted.
    """
    kept, going = named(home), set[tuple[str, str]]()
    gone = [one for one in home.generations.glob("*") if one not in kept]
    wanted = set(home.added)
    try:
        for path in [home.root / "home.json", *(folder / "home.json" for folder in kept)]:
            wanted |= set(Home.read(home.root, path).added)
    except (PinciteError, OSError):
        gone = []
    for folder in gone:
        with contextlib.suppress(PinciteError, OSError):
            going |= set(Home.read(home.root, folder / "home.json").added)
    for folder in [*(home.folder_of(*one) for one in going - wanted), *gone]:
        shutil.rmtree(folder, ignore_errors=True)
