"""Documents that people added, on disk: written whole, and read as they were written."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

from corpus import integrity
from corpus.document import ContentsCheck, Document, LeftOut, NotRead, Report
from corpus.home import Home
from corpus.model import BadDocument, Claim, Clause, Fact, Mark, OnTopic, Span, TableRow

#: The questions that a language model wrote for a document's clauses, by their number.
MACHINE_ASKS = "machine-questions.json"


def metadata(document: Document) -> dict[str, Any]:
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
    """Keep a version of an added document, whole or not at all; the caller holds the lock.

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
    written = json.dumps(values, ensure_ascii=False, indent=0).encode()
    said = {"written_by": "a language model", "questions": asked}
    guessed = json.dumps(said, ensure_ascii=False, indent=0).encode() if asked else b""
    files = {
        f"original{Path(document.original).suffix.lower()}": original,
        "text.txt": document.text.encode("utf-8"),
        "document.json": written,
    } | ({MACHINE_ASKS: guessed} if guessed else {})
    version = _kept(home.documents / document.id, files)
    return replace(home, added=tuple(sorted({**dict(home.added), document.id: version}.items())))


def _kept(parent: Path, files: dict[str, bytes]) -> str:
    """Keep these files as a version of a document, on the disk when this returns; its name.

    One of that name that is damaged is kept beside it.
    """
    made = [one for one in (parent, parent.parent, parent.parent.parent) if not one.exists()]
    parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=parent))
    try:
        for name, data in files.items():
            (draft / name).write_bytes(data)
        version = integrity.seal(draft)
        final = parent / version
        if final.exists() and _is_damaged(final):
            final.rename(Path(tempfile.mkdtemp(prefix=".damaged-", dir=parent)) / version)
        if not final.exists():
            draft.rename(final)
        for folder in [parent, *(one.parent for one in made)]:
            integrity.synced(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return version


def _is_damaged(folder: Path) -> bool:
    try:
        integrity.check_document(folder, original=True)
    except integrity.Damaged:
        return True
    return False


def load_document(folder: Path) -> Document:
    """Read what `save_document` wrote; BadDocument says how it is damaged, and what to run."""
    try:
        integrity.check_document(folder)
        # what its record has is checked just now: one folder is one document
        document = (_kept_in_mind if integrity.is_sealed(folder) else _loaded)(folder)
        if document.id != folder.parent.name:
            raise integrity.Damaged(f"{folder} holds {document.id!r}, another document")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadDocument(
            f"{folder.parent.name} is set aside, its stored files are damaged ({error}): run "
            "'pincite doctor --repair'"
        ) from error
    return document


def load_said(folder: Path) -> Document:
    """A stored document without its words; ValueError where what it says of itself is damaged."""
    try:
        integrity.check_said(folder)
        values = json.loads((folder / "document.json").read_text(encoding="utf-8"))
        values |= {"clauses": (), "report": None}
        document = Document(text="", bundled=False, **typed(values))
    except (OSError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    if document.id != folder.parent.name:
        raise ValueError(f"{folder} holds {document.id!r}, another document")
    return document


@lru_cache(maxsize=256)
def _kept_in_mind(folder: Path) -> Document:
    return _loaded(folder)


def _loaded(folder: Path) -> Document:
    values = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    with (folder / "text.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    asked = (
        json.loads((folder / MACHINE_ASKS).read_text(encoding="utf-8"))["questions"]
        if (folder / MACHINE_ASKS).exists()
        else {}
    )
    values["clauses"] = Clauses(values["clauses"], asked)
    if values.pop("draft", False):  # as versions before this one kept it
        values["marked"] = "draft"
    values["report"] = report_from(values["report"]) if values["report"] else None
    document = Document(text=text, bundled=False, **typed(values))
    if document.clauses and document.clauses[-1].span.end > len(text):
        raise ValueError(f"{folder}/text.txt is shorter than its clauses")
    return document


class Clauses(Sequence[Clause]):
    """The clauses of a stored document, each made when it is first wanted.

    A question wants a few of some thousand. Two who want one at once are given the same.
    """

    def __init__(self, rows: list[dict[str, Any]], asked: Mapping[str, Sequence[object]]) -> None:
        self._rows, self._asked = rows, asked
        self._made: dict[int, Clause] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Clause: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Clause, ...]: ...

    def __getitem__(self, at: int | slice) -> Clause | tuple[Clause, ...]:
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        number = range(len(self._rows))[at]
        made = self._made.get(number)
        if made is None:
            asks = tuple(map(str, self._asked.get(str(number), ())))
            made = replace(clause_from(self._rows[number]), machine_asks=asks)
            made = self._made.setdefault(number, made)
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """What `metadata` wrote, with its days and lists as a Document has them."""
    values = dict(values)
    for name in ("adopted", "effective", "expires", "checked"):
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    for name in ("supersedes", "aliases", "work"):
        values[name] = tuple(values.get(name, ()))
    return values


def without(home: Home, identity: str) -> Home:
    """The home less one document: an added one is dropped, a bundled one hidden."""
    added = dict(home.added)
    if identity in added:
        del added[identity]
        return replace(home, added=tuple(sorted(added.items())))
    return replace(home, removed=tuple(sorted({*home.removed, identity})))


def clause_from(row: dict[str, Any]) -> Clause:
    """The Clause that `dataclasses.asdict` took apart, after a round through JSON."""
    row = dict(row)
    row["span"] = Span(**row["span"])
    for name in ("path", "asks", "refers", "machine_asks", "work", "amends"):
        row[name] = tuple(row.get(name, ()))
    row["topics"] = tuple(
        OnTopic(**{**on, "facts": tuple(on["facts"])}) for on in row.get("topics", ())
    )
    row["rows"] = tuple(TableRow(**one) for one in row.get("rows", ()))
    row["turns"] = tuple((start, page, label) for start, page, label in row.get("turns", ()))
    row["facts"] = tuple(
        Fact(Span(**f["span"]), tuple(Mark(**m) for m in f["marks"])) for f in row["facts"]
    )
    if row["claim"]:
        row["claim"] = Claim(
            row["claim"]["words"], row["claim"]["verdict"], tuple(row["claim"]["against"])
        )
    return Clause(**row)


def report_from(row: dict[str, Any]) -> Report:
    """The Report that `dataclasses.asdict` took apart, after a round through JSON."""
    row = dict(row)
    row["left_out"] = tuple(LeftOut(**part) for part in row["left_out"])
    row["not_read"] = tuple(NotRead(**part) for part in row.get("not_read", ()))
    for name in ("warnings", "numbering", "ocr", "pages_unread", "doubtful"):
        row[name] = tuple(row.get(name, ()))
    promised: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in (row.get("promised") or {}).items()
    }
    row["promised"] = ContentsCheck(**promised)
    return Report(**row)
