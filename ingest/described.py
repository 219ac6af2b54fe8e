"""What an added document is: as a person says, as its front matter says, as its digest says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus import (
    KINDS,
    BadDocument,
    Document,
    Library,
    Progress,
    Settings,
    identity_of,
)
from ingest.build import changing
from ingest.marked import MARKS
from ingest.originals import Accept, Known, guessed, known
from ingest.worker import Original, original_of

#: What a person may say of how a document stands, and the status that it then has.
HELD_AS = (*MARKS, "adopted")
_DECLARED = {"draft": "proposed", "tentative": "proposed", "adopted": "in-force"}
#: Front matter also says it as digests do; "published" and the like say nothing of it.
_DECLARED |= {one: one for one in ("in-force", "proposed", "statement", "expired")}
_DECLARED |= {"ratified": "in-force"}


@dataclass(frozen=True, slots=True)
class Described:
    """What the person who adds a document says of it.

    Nothing is guessed from its words but what is not said. `status` is one of HELD_AS.
    """

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
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An original as a document, with its bytes, and what was `told` of what it is, if anything."""

    document: Document
    data: bytes
    told: str = ""


def document_from(
    path: Path,
    described: Described,
    library: Library,
    settings: Settings,
    accept: Accept = lambda guess: False,
) -> Taken:
    """Read one original into a Document.

    A known official text is described by its digest; one that is only guessed, where `accept` says
    so. What the person says comes first. CannotRead or BadDocument say what is wrong with it.
    """
    sure = None if described.text_of else known(path, library, settings.bundled)
    identity = described.id or identity_of(path.stem)
    if sure and not described.id and identity in library and library[identity].bundled:
        identity = f"{identity}-official"
    read = original_of(path, identity, settings.max_file_mb, settings.read_seconds)
    of, told = (sure, sure.told) if sure else (None, "")
    if not (sure or described.text_of or read.metadata.get("text_of")):
        of, told = _guess(path, guessed(read.text, read.clauses, library), accept)
    said = _Said(described, read.metadata, library, of)
    try:
        data = path.read_bytes()
        return Taken(_document(path, identity, read, said, data), data, told)
    except ValueError as error:
        raise BadDocument(f"{path.name}: {error}") from error


def _guess(path: Path, guess: Known | None, accept: Accept) -> tuple[Known | None, str]:
    """The guess, where it is accepted, and what to say of it either way."""
    if guess is None:
        return None, ""
    looks = (
        f"{path.name} looks like the official text of {guess.whose} (a guess, from its title page, "
        "parties and dates)"
    )
    if accept(looks):
        return guess, f"{looks}; taken as that."
    ways = f"--yes, --text-of {guess.digest.id}, or the box on the desk"
    return None, f"{looks}; not taken as that until a person says so ({ways})."


def _document(path: Path, identity: str, read: Original, said: _Said, data: bytes) -> Document:
    return Document(
        id=identity,
        title=said.text("title") or stem_title(path),
        kind=said.kind,
        tier=said.digest.tier if said.digest else KINDS[said.kind],
        text=read.text,
        clauses=read.clauses,
        union=said.text("union"),
        counterparty=said.text("counterparty"),
        jurisdiction=said.text("jurisdiction"),
        adopted=said.day("adopted"),
        effective=said.day("effective"),
        expires=said.day("expires"),
        supersedes=said.supersedes,
        declared=said.declared(read.marked),
        basis="official",
        official_url=said.text("official_url"),
        aliases=said.aliases,
        text_of=said.text_of,
        marked=said.marked(read.marked),
        readable=bool(read.clauses),
        bundled=False,
        checksum=hashlib.sha256(data).hexdigest(),
        original=path.name,
        report=read.report,
    )


class _Said:
    """What is said of a document: the person comes first, then its front matter, then its digest.

    `of` is the digest that it was recognised by. BadDocument where somebody names a document that
    is not held, or no kind of document.
    """

    def __init__(
        self, person: Described, own: Mapping[str, Any], library: Library, of: Known | None
    ) -> None:
        self._person, self._own, self._of = person, own, of
        self.text_of = person.text_of or _text(own.get("text_of"))
        if of and of.held:
            self.text_of = self.text_of or of.digest.id
        if self.text_of and self.text_of not in library:
            raise BadDocument(
                f"--text-of {self.text_of}: no such document here; 'pincite list' shows what is "
                "held"
            )
        self.digest = library[self.text_of] if self.text_of else of.digest if of else None
        self.kind = self._kind()
        self.aliases = person.aliases or _list(own.get("aliases"))
        self.supersedes = person.supersedes or _list(own.get("supersedes"))
        for old in self.supersedes:
            if old not in library:
                raise BadDocument(
                    f"--supersedes {old}: no such document here; 'pincite list' shows what is held"
                )
        if self.digest and not self.supersedes:
            self.supersedes = tuple(old for old in self.digest.supersedes if old in library)

    def _kind(self) -> str:
        own = self._own.get("kind")
        kind = self._person.kind or (own if own in KINDS else None)
        kind = kind or (self.digest.kind if self.digest else "contract")
        return _known(kind, "--kind")

    def declared(self, marked: str) -> str:
        """Its status: as somebody says, as its digest has it, else as the copy calls itself."""
        own = _text(self._own.get("status")) or ""
        said = self._person.status or own.lower().replace(" ", "-")
        if declared := _DECLARED.get(said):
            return declared
        if self.digest:
            return self.digest.declared
        return "proposed" if marked else "in-force"

    def marked(self, marked: str) -> str:
        """What the copy calls itself, or the person calls it."""
        status = self._person.status
        return status if status in MARKS else marked

    def text(self, name: str) -> str | None:
        """A field that is words."""
        said = getattr(self._person, name, None) or _text(self._own.get(name))
        return said or getattr(self.digest, name, None)

    def day(self, name: str) -> date | None:
        """A field that is a day."""
        said = getattr(self._person, name, None) or _day(self._own.get(name))
        return said or getattr(self._of, name, None) or getattr(self.digest, name, None)


def describe(
    identity: str, described: Described, settings: Settings, progress: Progress | None = None
) -> Document:
    """Say anew what an added document is, without reading it again.

    Title and kind stay where they are not given; all else is as given. NoSuchDocument for an id
    that is not held, BadDocument for a bundled digest or for what can't be.
    """
    with changing(settings, progress) as held:
        old = held.library[identity]
        if old.bundled:
            raise BadDocument(
                f"{identity} is a bundled digest: it is edited in corpus/documents, or replaced by "
                "an added text"
            )
        document = _described_anew(old, described, held.library)
        held.save(document, held.original(identity))
    return document


def _described_anew(old: Document, described: Described, library: Library) -> Document:
    for other in (*described.supersedes, *([described.text_of] if described.text_of else [])):
        if other not in library or other == old.id:
            raise BadDocument(
                f"{other}: no other document has this id; 'pincite list' shows what is held"
            )
    kind = _known(described.kind or old.kind, "kind")
    if described.effective and described.expires and described.expires < described.effective:
        raise BadDocument(
            f"it can't expire on {described.expires}, before it takes effect on "
            f"{described.effective}"
        )
    if described.status:
        old = held_as(old, described.status)
    return replace(
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


def held_as(document: Document, status: str) -> Document:
    """The document as somebody says that it stands; `status` is one of HELD_AS."""
    marked = status if status in MARKS else document.marked
    return replace(document, declared=_DECLARED[status], marked=marked)


def _known(kind: str, name: str) -> str:
    if kind not in KINDS:
        raise BadDocument(f"{name} {kind}: one of {', '.join(KINDS)}")
    return kind


def stem_title(path: Path) -> str:
    """A title from a file's name, where nothing else gives one."""
    return path.stem.replace("-", " ").replace("_", " ")


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _list(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(map(str, value))
    return (str(value),) if value else ()


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None  # somebody else's front matter ("2025-2028"): dates come from who adds the file
