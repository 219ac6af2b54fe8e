"""Originals that people give become documents of a home: read, segmented, swapped in together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import BadDocument, CannotRead, Document, Library, Progress, Settings
from corpus.names import find_unions
from corpus.numbering import digest_of
from ingest.build import changing
from ingest.described import Described, document_from, held_as, stem_title
from ingest.originals import Accept
from ingest.read import READABLE, REFUSED

#: Takes one file with what it became; may refuse the document by raising CannotRead.
Check = Callable[[Path, Document], None]
#: Hears a plain sentence for the person who adds.
Say = Callable[[str], None]
#: Asks how a file stands that calls itself a draft or tentative: one of HELD_AS, or None as found.
Ask = Callable[[Path, Document], str | None]


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one file: a document, or the reason why there is none.

    `told` says whose official text it is or seems to be, where that was recognised.
    """

    path: Path
    document: Document | None = None
    error: str = ""
    told: str = ""


def originals(paths: Iterable[Path]) -> list[Path]:
    """Files as given, and every document inside the folders given, in order of name.

    One that can't be read is among them: it is refused by name.
    """
    found: list[Path] = []
    for path in paths:
        found += sorted(filter(_document, path.rglob("*"))) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def _document(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return path.is_file() and path.suffix.lower() in (*READABLE, *REFUSED) and not hidden


def add(
    paths: Iterable[Path],
    described: Described,
    settings: Settings,
    progress: Progress | None = None,
    said: Say = lambda message: None,
    accept: Accept = lambda guess: False,
    ask: Ask = lambda path, document: None,
) -> list[Added]:
    """Add files to the home in one new generation.

    `accept` hears of which digest a file seems to be the official text. A bad file is reported and
    never harms the rest, nor what is held. A copy that calls itself a draft is held as one unless
    somebody says or answers otherwise.
    """
    files = originals(paths)
    if not files:
        wanted = ", ".join(sorted(READABLE))
        raise CannotRead(f"no file to add: wanted {wanted}, or a folder that holds some")
    if described.id and len(files) > 1:
        raise BadDocument(
            f"--id names one document, and {len(files)} files were given; leave it out and their "
            "names are used"
        )
    each = [(path, described) for path in files]
    return add_each(each, settings, progress, said, accept=accept, ask=ask)


def add_each(
    files: Sequence[tuple[Path, Described]],
    settings: Settings,
    progress: Progress | None = None,
    said: Say = lambda message: None,
    check: Check = lambda path, document: None,
    accept: Accept = lambda guess: False,
    ask: Ask = lambda path, document: None,
) -> list[Added]:
    """`add` for files that are each described by themselves, and may be refused once read."""
    results: list[Added] = []
    taken: set[str] = set()
    with changing(settings, progress) as held:
        for number, (path, described) in enumerate(files, 1):
            try:
                read = document_from(path, described, held.library, settings, accept)
                check(path, read.document)
                document = _linked(read.document, path, held.library, said, described)
                document = _asked(document, path, described, ask)
                _check_id(document, path, held.library, taken)
                held.save(document, read.data)
                taken.add(document.id)
                results.append(Added(path, document, told=read.told))
            except (CannotRead, BadDocument) as error:
                results.append(Added(path, None, str(error)))
            if progress and len(files) > 1:
                progress("reading", number, len(files))
    return results


def _check_id(document: Document, path: Path, library: Library, taken: set[str]) -> None:
    if document.id in taken:
        raise BadDocument(
            f"{path.name}: a file before it has the same id {document.id!r}; add it alone with --id"
        )
    if document.id in library and library[document.id].bundled:
        raise BadDocument(
            f"{path.name}: {document.id!r} is a bundled digest; give --id, and --text-of "
            f"{document.id} if this is its official text"
        )


def _asked(document: Document, path: Path, described: Described, ask: Ask) -> Document:
    """The document as somebody says that it stands, where it calls itself no adopted text."""
    if described.status or document.declared != "proposed" or not document.marked:
        return document
    status = ask(path, document)
    return held_as(document, status) if status else document


def _linked(
    document: Document, path: Path, library: Library, said: Say, described: Described
) -> Document:
    """The document, tied to the digest whose official text it plainly is, where nobody said so."""
    if document.text_of:
        return document
    digest = digest_of(document, library, lambda d: frozenset(find_unions(d.union or "")))
    if digest is None:
        return document
    said(
        f"{path.name} is taken as the official text of {digest.id}: its clauses stand at the same "
        "places (--text-of says otherwise)"
    )
    title = digest.title if document.title == stem_title(path) else document.title
    declared = document.declared if described.status else digest.declared
    return replace(document, text_of=digest.id, title=title, declared=declared)


def remove(ids: Iterable[str], settings: Settings, progress: Progress | None = None) -> None:
    """Take documents out of every answer at once; NoSuchDocument for an id that is not held."""
    with changing(settings, progress) as held:
        for identity in ids:
            held.drop(identity)
