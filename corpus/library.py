"""The documents of one home: load, save, look up, what is in force on a date, fingerprint."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from corpus.digest import read_digest
from corpus.home import Home
from corpus.model import (
    AGREEMENTS,
    BadDocument,
    Claim,
    Clause,
    ContentsCheck,
    Document,
    Fact,
    LeftOut,
    Mark,
    NoSuchDocument,
    Report,
    Span,
)
from corpus.names import find_unions, lineage, matcher, plain


@dataclass(frozen=True)
class Library:
    """Every document that one home answers from, by id."""

    documents: dict[str, Document]

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
        """The bundled digests less those removed, and what people added; an added id stands before
        a bundled one.
        """
        added = [
            load_document(home.folder_of(identity, version)) for identity, version in home.added
        ]
        ours = {document.id for document in added} | set(home.removed)
        digests = (
            [read_digest(path) for path in sorted(bundled.glob("*.md"))] if home.bundled else []
        )
        return cls.of(added + [digest for digest in digests if digest.id not in ours])

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hex digits that change when any document's words or metadata change."""
        digest = hashlib.sha256()
        for document in self:
            digest.update(
                f"{document.id}\n{document.checksum}\n{json.dumps(metadata(document), sort_keys=True)}\n".encode()
            )
        return digest.hexdigest()[:12]

    def some(self, ids: Iterable[str]) -> Library:
        """The library of only these documents."""
        return Library({identity: self[identity] for identity in sorted(set(ids))})

    @cached_property
    def _successors(self) -> dict[str, list[Document]]:
        table: dict[str, list[Document]] = {}
        for document in self:
            for old in document.supersedes:
                table.setdefault(old, []).append(document)
        return table

    def successors(self, document: Document) -> list[Document]:
        """Documents that replace this one, or the digest whose official text it is."""
        own = self._successors.get(document.id, [])
        return own + (self._successors.get(document.text_of, []) if document.text_of else [])

    def status(self, document: Document, day: date) -> str:
        """How the document stands on a day: one of corpus.model.STATUSES.

        Dates decide where there are any; where there are none the status its source gives is
        believed. A statement or proposal is never more than that, and is `not_yet` before it was
        made. Of a document without any date the year that its id ends with is the first in which it
        may have stood.
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
        """Ids and aliases, in lower case with single spaces, with the id each belongs to; and a
        pattern that finds them.
        """
        named = {
            name: document.id for document in self for name in (document.id, *document.aliases)
        }
        owner = {
            re.sub(r"[\s-]+", " ", plain(name)).lower(): identity
            for name, identity in named.items()
        }
        return owner, matcher(named) if named else re.compile(r"(?!)")

    @cached_property
    def official_of(self) -> dict[str, Document]:
        """For each digest id, the held document that is its official text."""
        return {document.text_of: document for document in self if document.text_of}


#: The questions that a language model wrote for a document's clauses, by their number.
MACHINE_ASKS = "machine-questions.json"


# --- added documents on disk -------------------------------------------------------------------------------


def metadata(document: Document) -> dict:
    """What a document says of itself, in JSON's terms: everything but its words and clauses."""
    skip = {"text", "clauses", "report", "bundled"}
    values = {
        f.name: getattr(document, f.name)
        for f in dataclasses.fields(document)
        if f.name not in skip
    }
    return {
        k: v.isoformat() if isinstance(v, date) else list(v) if isinstance(v, tuple) else v
        for k, v in values.items()
    }


def identity_of(stem: str) -> str:
    """The id that a file of this name (without its ending) gets when nobody gives one."""
    return re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-._")[:120] or "document"


def save_document(home: Home, document: Document, original: bytes) -> Home:
    """Keep a version of an added document: original, live text, clauses; whole or not at all (lock
    held).

    Returns the home that has this version; it is the home's own once an index of it is built.
    """
    clauses = [dataclasses.asdict(clause) for clause in document.clauses]
    # Beside the document and not in it: an older version reads the document as before, and a person
    # sees what a machine wrote.
    asked = {str(n): clause.pop("machine_asks") for n, clause in enumerate(clauses)}
    asked = {number: questions for number, questions in asked.items() if questions}
    values = metadata(document) | {
        "clauses": clauses,
        "report": dataclasses.asdict(document.report) if document.report else None,
    }
    written = json.dumps(values, ensure_ascii=False, indent=0)
    guessed = (
        json.dumps(
            {"written_by": "a language model", "questions": asked}, ensure_ascii=False, indent=0
        )
        if asked
        else ""
    )
    version = hashlib.sha256(f"{document.checksum}\n{written}{guessed}".encode()).hexdigest()[:12]
    final = home.folder_of(document.id, version)
    if not final.exists():
        final.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=final.parent))
        try:
            (draft / f"original{Path(document.original).suffix.lower()}").write_bytes(original)
            (draft / "text.txt").write_text(document.text, encoding="utf-8", newline="")
            (draft / "document.json").write_text(written, encoding="utf-8")
            if guessed:
                (draft / MACHINE_ASKS).write_text(guessed, encoding="utf-8")
            draft.rename(final)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return replace(home, added=tuple(sorted({**dict(home.added), document.id: version}.items())))


def _first_of_year(identity: str) -> date | None:
    year = re.search(r"-(20\d\d)$", identity)
    return date(int(year[1]), 1, 1) if year else None


def load_document(folder: Path) -> Document:
    """Read what `save_document` wrote; BadDocument names the folder when it is damaged."""
    try:
        values = json.loads((folder / "document.json").read_text(encoding="utf-8"))
        with (folder / "text.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        for name in ("adopted", "effective", "expires"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        for name in ("supersedes", "aliases", "work"):
            values[name] = tuple(values.get(name, ()))
        asked = (
            json.loads((folder / MACHINE_ASKS).read_text(encoding="utf-8"))["questions"]
            if (folder / MACHINE_ASKS).exists()
            else {}
        )
        values["clauses"] = tuple(
            replace(clause_from(row), machine_asks=tuple(map(str, asked.get(str(n), ()))))
            for n, row in enumerate(values["clauses"])
        )
        values["report"] = report_from(values["report"]) if values["report"] else None
        document = Document(text=text, bundled=False, **values)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadDocument(
            f"{folder} is damaged ({error}); its original is inside it: add that file again, or run 'pincite remove {folder.parent.name}'"
        ) from error
    if document.clauses and document.clauses[-1].span.end > len(text):
        raise BadDocument(
            f"{folder}/text.txt is shorter than its clauses; add the original inside that folder again"
        )
    return document


def without(home: Home, identity: str) -> Home:
    """The home less one document: an added one is dropped, a bundled one hidden."""
    added = dict(home.added)
    if identity in added:
        del added[identity]
        return replace(home, added=tuple(sorted(added.items())))
    return replace(home, removed=tuple(sorted({*home.removed, identity})))


def clause_from(row: dict) -> Clause:
    """The Clause that `dataclasses.asdict` took apart, after a round through JSON."""
    row = dict(row)
    row["span"] = Span(**row["span"])
    for name in ("path", "asks", "refers", "machine_asks", "work"):
        row[name] = tuple(row.get(name, ()))
    row["turns"] = tuple((start, page, label) for start, page, label in row.get("turns", ()))
    row["facts"] = tuple(
        Fact(Span(**f["span"]), tuple(Mark(**m) for m in f["marks"])) for f in row["facts"]
    )
    if row["claim"]:
        row["claim"] = Claim(
            row["claim"]["words"], row["claim"]["verdict"], tuple(row["claim"]["against"])
        )
    return Clause(**row)


def report_from(row: dict) -> Report:
    """The Report that `dataclasses.asdict` took apart, after a round through JSON."""
    row = dict(row)
    row["left_out"] = tuple(LeftOut(**part) for part in row["left_out"])
    for name in ("warnings", "numbering", "ocr", "pages_unread"):
        row[name] = tuple(row.get(name, ()))
    promised = row.get("promised") or {}
    row["promised"] = ContentsCheck(
        **{name: tuple(v) if isinstance(v, list) else v for name, v in promised.items()}
    )
    return Report(**row)
