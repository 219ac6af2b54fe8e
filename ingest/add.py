"""Originals that people give become documents of a home: read, segmented, reported, indexed, swapped in together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus import (
    KINDS,
    BadDocument,
    CannotRead,
    Document,
    Embedder,
    Home,
    Library,
    Progress,
    Settings,
    identity_of,
    save_document,
    without,
)
from corpus.names import find_unions
from corpus.numbering import digest_of
from ingest.build import build
from ingest.read import READABLE
from ingest.worker import original_of


@dataclass(frozen=True, slots=True)
class Described:
    """What the person who adds a document says of it. Nothing is guessed from its words but what is not said."""

    id: str | None = None
    title: str | None = None
    union: str | None = None
    kind: str | None = None
    effective: date | None = None
    expires: date | None = None
    supersedes: tuple[str, ...] = ()
    text_of: str | None = None
    jurisdiction: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one file: a document, or the reason why there is none."""

    path: Path
    document: Document | None = None
    error: str = ""


def originals(paths: Iterable[Path]) -> list[Path]:
    """Files as given, and every readable file inside the folders given, in order of name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and p.suffix.lower() in READABLE and not p.name.startswith(".")
            )
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def document_from(
    path: Path, described: Described, library: Library, settings: Settings
) -> tuple[Document, bytes]:
    """Read one original into a Document, with its bytes. CannotRead or BadDocument say what is wrong with it."""
    identity = described.id or identity_of(path.stem)
    read = original_of(path, identity, settings.max_file_mb, settings.read_seconds)
    own = read.metadata
    text_of = described.text_of or _text(own.get("text_of"))
    if text_of and text_of not in library:
        raise BadDocument(
            f"--text-of {text_of}: no such document here; 'pincite list' shows what is held"
        )
    digest = library[text_of] if text_of else None
    kind = (
        described.kind
        or (own.get("kind") if own.get("kind") in KINDS else None)
        or (digest.kind if digest else "contract")
    )
    if kind not in KINDS:
        raise BadDocument(f"--kind {kind}: one of {', '.join(KINDS)}")
    supersedes = described.supersedes or tuple(_list(own.get("supersedes")))
    for old in supersedes:
        if old not in library:
            raise BadDocument(
                f"--supersedes {old}: no such document here; 'pincite list' shows what is held"
            )
    try:
        data = path.read_bytes()
        document = Document(
            id=identity,
            title=described.title
            or _text(own.get("title"))
            or (digest.title if digest else _stem_title(path)),
            kind=kind,
            tier=digest.tier if digest else KINDS[kind],
            text=read.text,
            clauses=read.clauses,
            union=described.union or _text(own.get("union")) or (digest.union if digest else None),
            counterparty=_text(own.get("counterparty"))
            or (digest.counterparty if digest else None),
            jurisdiction=described.jurisdiction
            or _text(own.get("jurisdiction"))
            or (digest.jurisdiction if digest else None),
            adopted=_day(own.get("adopted")) or (digest.adopted if digest else None),
            effective=described.effective
            or _day(own.get("effective"))
            or (digest.effective if digest else None),
            expires=described.expires
            or _day(own.get("expires"))
            or (digest.expires if digest else None),
            supersedes=supersedes,
            declared=_text(own.get("status")) or (digest.declared if digest else "in-force"),
            basis="official",
            official_url=_text(own.get("official_url"))
            or (digest.official_url if digest else None),
            aliases=described.aliases or tuple(_list(own.get("aliases"))),
            text_of=text_of,
            draft=read.draft,
            readable=bool(read.clauses),
            bundled=False,
            checksum=hashlib.sha256(data).hexdigest(),
            original=path.name,
            report=read.report,
        )
    except ValueError as error:
        raise BadDocument(f"{path.name}: {error}") from error
    return document, data


def add(
    paths: Iterable[Path],
    described: Described,
    settings: Settings,
    progress: Progress | None = None,
    said: Callable[[str], None] = lambda message: None,
) -> list[Added]:
    """Add files to the home in one new generation. A bad file is reported and never harms the rest, nor what is held."""
    files = originals(paths)
    if not files:
        raise CannotRead(
            f"no file to add: wanted {', '.join(sorted(READABLE))}, or a folder that holds some"
        )
    if described.id and len(files) > 1:
        raise BadDocument(
            f"--id names one document, and {len(files)} files were given; leave it out and their names are used"
        )
    return add_each([(path, described) for path in files], settings, progress, said)


def add_each(
    files: Sequence[tuple[Path, Described]],
    settings: Settings,
    progress: Progress | None = None,
    said: Callable[[str], None] = lambda message: None,
    check: Callable[[Path, Document], None] = lambda path, document: None,
) -> list[Added]:
    """`add` for files that are each described apart; `check` may refuse a document that was read, by raising CannotRead."""
    home = Home.open(settings.home)
    results: list[Added] = []
    with home.writing():
        home = Home.open(settings.home)
        library = Library.load(home, settings.bundled)
        for number, (path, described) in enumerate(files, 1):
            try:
                document, data = document_from(path, described, library, settings)
                check(path, document)
                document = _linked(document, path, library, said)
                if any(done.document and done.document.id == document.id for done in results):
                    raise BadDocument(
                        f"{path.name}: a file before it has the same id {document.id!r}; add it alone with --id"
                    )
                if document.id in library and library[document.id].bundled:
                    raise BadDocument(
                        f"{path.name}: {document.id!r} is a bundled digest; give --id, and --text-of {document.id} if this is its official text"
                    )
                home = save_document(home, document, data)
                results.append(Added(path, document))
            except (CannotRead, BadDocument) as error:
                results.append(Added(path, None, str(error)))
            if progress and len(files) > 1:
                progress("reading", number, len(files))
        if any(done.document for done in results):
            build(
                home, Library.load(home, settings.bundled), Embedder(settings), settings, progress
            )
    return results


def _linked(
    document: Document, path: Path, library: Library, said: Callable[[str], None]
) -> Document:
    """The document, tied to the digest it is plainly the official text of, where nobody said so."""
    digest = (
        None
        if document.text_of
        else digest_of(document, library, lambda d: frozenset(find_unions(d.union or "")))
    )
    if digest is None:
        return document
    said(
        f"{path.name} is taken as the official text of {digest.id}: its clauses stand at the same places (--text-of says otherwise)"
    )
    title = digest.title if document.title == _stem_title(path) else document.title
    return replace(document, text_of=digest.id, title=title)


def describe(
    identity: str, described: Described, settings: Settings, progress: Progress | None = None
) -> Document:
    """Say anew what an added document is, without reading it again. Title and kind stay where they are not given; all else is as given.

    NoSuchDocument for an id that is not held, BadDocument for a bundled digest or for what can't be.
    """
    home = Home.open(settings.home)
    with home.writing():
        home = Home.open(settings.home)
        library = Library.load(home, settings.bundled)
        old = library[identity]
        if old.bundled:
            raise BadDocument(
                f"{identity} is a bundled digest: it is edited in corpus/documents, or replaced by an added text"
            )
        for other in (*described.supersedes, *([described.text_of] if described.text_of else [])):
            if other not in library or other == identity:
                raise BadDocument(
                    f"{other}: no other document has this id; 'pincite list' shows what is held"
                )
        kind = described.kind or old.kind
        if kind not in KINDS:
            raise BadDocument(f"kind {kind}: one of {', '.join(KINDS)}")
        if described.effective and described.expires and described.expires < described.effective:
            raise BadDocument(
                f"it can't expire on {described.expires}, before it takes effect on {described.effective}"
            )
        document = replace(
            old,
            title=described.title or old.title,
            kind=kind,
            tier=old.tier if kind == old.kind else KINDS[kind],
            union=described.union or None,
            effective=described.effective,
            expires=described.expires,
            supersedes=described.supersedes,
            text_of=described.text_of,
            jurisdiction=described.jurisdiction,
            aliases=described.aliases,
        )
        folder = home.folder_of(identity, dict(home.added)[identity])
        original = next(iter(sorted(folder.glob("original*"))))
        home = save_document(home, document, original.read_bytes())
        build(home, Library.load(home, settings.bundled), Embedder(settings), settings, progress)
    return document


def remove(ids: Iterable[str], settings: Settings, progress: Progress | None = None) -> None:
    """Take documents out of every answer at once; NoSuchDocument for an id that is not held."""
    home = Home.open(settings.home)
    with home.writing():
        home = Home.open(settings.home)
        library = Library.load(home, settings.bundled)
        for identity in ids:
            library[identity]
            home = without(home, identity)
        build(home, Library.load(home, settings.bundled), Embedder(settings), settings, progress)


def _stem_title(path: Path) -> str:
    return path.stem.replace("-", " ").replace("_", " ")


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None  # somebody else's front matter ("2025-2028"): dates come from the person who adds the file
