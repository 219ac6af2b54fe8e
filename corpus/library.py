"""The documents of one home: load, look up, what is in force on a date, fingerprint."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.added import load_document, load_said, metadata, typed
from corpus.digest import read_digest
from corpus.document import Document
from corpus.home import Home, pointed
from corpus.integrity import Damaged, check_document, unstamped
from corpus.model import AGREEMENTS, BadDocument, Clause, NoSuchDocument
from corpus.names import find_unions, lineage, matcher, plain
from corpus.spoken import speaks_of_ai

#: What a document says of itself, as `metadata` has it.
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Aside:
    """Why a held document's words answer nothing, and what it said of itself, where that is known.

    It stands in the library unread, without words: what it replaced stays replaced.
    """

    why: str
    said: Said | None = None


@dataclass(frozen=True)
class Library:
    """Every document that one home answers from, by id.

    `aside` has those whose stored files are damaged, `stored` where those of the others lie.
    """

    documents: dict[str, Document]
    aside: dict[str, Aside] = field(default_factory=dict)
    stored: dict[str, Path] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents.values())

    def __len__(self) -> int:
        return len(self.documents)

    def __contains__(self, identity: object) -> bool:
        return identity in self.documents

    def __getitem__(self, identity: str) -> Document:
        try:
            return self.documents[identity]
        except KeyError:
            raise NoSuchDocument(
                f"no document {identity!r} here; 'pincite list' shows what is held"
            ) from None

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Library:
        """A library of these documents, in order of id; a repeated id is BadDocument."""
        held: dict[str, Document] = {}
        for document in sorted(documents, key=lambda d: d.id):
            if document.id in held:
                raise BadDocument(
                    f"two documents are called {document.id!r}; give one of them another --id"
                )
            held[document.id] = document
        return cls(held)

    @classmethod
    def load(cls, home: Home, bundled: Path) -> Library:
        """What people added, and the bundled digests less those removed or of an id added.

        A document whose stored files are damaged is set aside, and all others are as they were.
        """
        added: list[Document] = []
        aside: dict[str, Aside] = {}
        stored: dict[str, Path] = {}
        for identity, version in home.added:
            try:
                folder = home.folder_of(identity, version)
                added.append(load_document(folder))
                stored[identity] = folder
            except BadDocument as error:
                aside[identity] = Aside(str(error), _remembered(home, identity, version))
                added.append(_unread(identity, aside[identity].said))
        ours = {document.id for document in added} | set(home.removed)
        digests = (
            [read_digest(path) for path in sorted(bundled.glob("*.md"))] if home.bundled else []
        )
        library = cls.of(added + [digest for digest in digests if digest.id not in ours])
        return cls(library.documents, aside, stored)

    def whole(self, identity: str) -> Document:
        """A document whose words can be shown; BadDocument for one set aside."""
        document = self[identity]
        if identity in self.aside:
            raise BadDocument(self.aside[identity].why)
        return document

    def damaged(self, identities: Iterable[str]) -> list[str]:
        """Those of these documents whose stored files are no longer as they were when opened."""
        found = []
        for identity in sorted({*identities} & self.stored.keys()):
            try:
                check_document(self.stored[identity])
            except Damaged:
                found.append(identity)
        return found

    def said_of(self, document: Document) -> Said:
        """What a document says of itself, also where it is set aside."""
        known = self.aside.get(document.id)
        return known.said if known and known.said else metadata(document)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hex digits that change when any document's words or metadata change."""
        digest = hashlib.sha256()
        for document in self:
            said = self.said_of(document)
            known = json.dumps(said, sort_keys=True)
            digest.update(f"{document.id}\n{said['checksum']}\n{known}\n".encode())
        return digest.hexdigest()[:12]

    def some(self, ids: Iterable[str]) -> Library:
        """The library of only these documents."""
        chosen = sorted(set(ids))
        aside = {one: self.aside[one] for one in chosen if one in self.aside}
        stored = {one: self.stored[one] for one in chosen if one in self.stored}
        return Library({identity: self[identity] for identity in chosen}, aside, stored)

    @cached_property
    def _successors(self) -> dict[str, list[Document]]:
        table: dict[str, list[Document]] = {}
        for document in self:
            for old in document.supersedes:
                table.setdefault(old, []).append(document)
        return table

    def successors(self, document: Document) -> list[Document]:
        """Documents that replace this one, or the digest whose official text it is.

        What is only proposed replaces nothing yet.
        """
        own = self._successors.get(document.id, [])
        own = own + (self._successors.get(document.text_of, []) if document.text_of else [])
        return [one for one in own if one.declared != "proposed"]

    def status(self, document: Document, day: date) -> str:
        """How the document stands on a day: one of corpus.model.STATUSES.

        Dates decide where there are any; where there are none the status its source gives is
        believed. A statement or proposal is never more than that, and is `not_yet` before it was
        made. Of a document without any date the year that its id ends with is the first in which it
        may have stood, and of two ("2023-2028") the earlier.
        """
        start = document.effective or document.adopted or _first_of_year(document.id)
        if start and day < start:
            return "not_yet"
        if document.declared in ("proposed", "statement"):
            return document.declared
        if any(
            (after.effective or after.adopted or date.min) <= day
            for after in self.successors(document)
        ):
            return "superseded"
        if document.expires and day > document.expires:
            return "expired"
        if document.declared == "expired" and not document.expires:
            return "expired"
        return "in_force"

    def keeper(self, document: Document, clause: Clause, day: date) -> Document | None:
        """The agreement in force on a day that keeps a clause's term, where its own is replaced."""
        if not clause.carried or self.status(document, day) != "superseded":
            return None
        held = self.documents.get(clause.carried)
        return held if held and self.status(held, day) == "in_force" else None

    def replaced_by(self, document: Document, day: date) -> Document | None:
        """The document in force on a day that took this one's place, following the whole line."""
        seen, line = {document.id}, self.successors(document)
        while line:
            latest = line.pop()
            if latest.id in seen:
                continue
            seen.add(latest.id)
            if self.status(latest, day) == "in_force":
                return latest
            line += self.successors(latest)
        return None

    @cached_property
    def _unions(self) -> dict[str, frozenset[str]]:
        table = {}
        for document in self:
            named = find_unions(document.union or "")
            outer = {parent for union in named for parent in lineage(union)[1:]}
            table[document.id] = frozenset(set(named) - outer)
        return table

    def unions_of(self, document: Document) -> frozenset[str]:
        """Ids of the unions a document belongs to, the most specific only."""
        return self._unions[document.id]

    @cached_property
    def _sisters(self) -> dict[str, tuple[Document, ...]]:
        bargained = [d for d in self if d.kind in AGREEMENTS]
        return {
            one.id: tuple(d for d in bargained if self._unions[one.id] & self._unions[d.id])
            for one in bargained
        }

    def sisters(self, document: Document) -> tuple[Document, ...]:
        """The agreements of a document's own unions, itself among them where it is one."""
        return self._sisters.get(document.id, ())

    @cached_property
    def names(self) -> tuple[dict[str, str], re.Pattern[str]]:
        """Ids and aliases, lower case, single spaces, with their ids; a pattern that finds them."""
        named = {
            name: document.id for document in self for name in (document.id, *document.aliases)
        }
        owner = {
            re.sub(r"[\s-]+", " ", plain(name)).lower(): identity
            for name, identity in named.items()
        }
        return owner, matcher(named) if named else re.compile(r"(?!)")

    def digest_of(self, document: Document) -> Document | None:
        """The held digest of which a document is the official text."""
        return self.documents.get(document.text_of) if document.text_of else None

    def is_without_ai(self, identity: str) -> bool:
        """Whether it is an added agreement, no digest's text, that has no word of AI."""
        if identity not in self._without_ai:
            d = self[identity]
            own = d.basis == "official" and d.kind in AGREEMENTS and not d.text_of
            self._without_ai[identity] = own and not speaks_of_ai(d.text)
        return self._without_ai[identity]

    @cached_property
    def _without_ai(self) -> dict[str, bool]:
        return {}

    @cached_property
    def official_of(self) -> dict[str, Document]:
        """For each digest id, the held document that is its official text."""
        return {document.text_of: document for document in self if document.text_of}


def _first_of_year(identity: str) -> date | None:
    year = re.search(r"-(20\d\d)(?:-20\d\d)?$", identity)
    return date(int(year[1]), 1, 1) if year else None


def _remembered(home: Home, identity: str, version: str) -> Said | None:
    """What a stored document says of itself, by its own file or by the newest index of it."""
    with suppress(ValueError, BadDocument):
        return metadata(load_said(home.folder_of(identity, version)))
    for folder in pointed(home):
        try:
            manifest = unstamped(json.loads((folder / "manifest.json").read_text("utf-8")))
            kept = manifest["said"][identity]
            if kept["version"] == version:
                return dict(kept["said"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None


def _unread(identity: str, said: Said | None) -> Document:
    """A document set aside: what it said of itself, and no words."""
    if said:
        return Document(**{**typed(said), "readable": False}, text="", clauses=(), bundled=False)
    return Document(
        identity, identity, "contract", 1, "", (), basis="official", readable=False, bundled=False
    )
