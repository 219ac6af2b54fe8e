"""The questions that judge answers, as data: one JSON object a line, checked when it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from assistant.answer import ABSTENTIONS
from corpus import Clause, private_file, private_folder
from corpus.plain import JsonObject

FOLDER = Path(__file__).parent / "cases"
SPLIT = Path(__file__).parent / "split.json"
STATUSES = ("answered", *ABSTENTIONS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clause that answers: grade 2, or 1 for one that helps. An empty heading takes every clause
    at the locator.

    `says` are the numbers of its facts, from 1, either of which answers the question where it is
    said first.
    """

    document: str
    locator: str
    heading: str = ""
    grade: int = 2
    says: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that answer, by offset into the document's live text, as benchmarks mark them."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what a representative would say to it.

    `who` and `why` say who asks and what hangs on it. `documents` restricts the search, as a person
    may. `standalone` is the follow-up as a person would write it out. `must` says in a sentence
    what the first line must say, `wrong` what would harm; two questions that ask one matter from
    its two ends have the same `pair`. `facts` are words an answer must convey. `requires` names
    files of ../shared/documents that the case is about: it is skipped, and said to be, where they
    are absent.
    """

    id: str
    question: str
    status: str
    history: tuple[str, ...] = ()
    union: str | None = None
    as_of: date | None = None
    documents: tuple[str, ...] = ()
    who: str = ""
    why: str = ""
    clauses: tuple[Wanted, ...] = ()
    spans: tuple[Stretch, ...] = ()
    must_not_lead: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    standalone: str = ""
    must: str = ""
    wrong: str = ""
    pair: str = ""
    tags: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """What keeps a case on one side of the split: its best document, or its union."""
        best = [wanted.document for wanted in self.clauses if wanted.grade == 2] + [
            span.document for span in self.spans
        ]
        return best[0] if best else f"silent:{self.union or 'nobody'}"


def stands(clause: Clause, wanted: Wanted) -> bool:
    """Whether a clause is the one that a case wants."""
    return clause.locator == wanted.locator and wanted.heading in ("", clause.heading)


class BadCase(ValueError):
    """A line of a case file breaks the schema; the message names file and line."""


def load(paths: Path | Iterable[Path] = FOLDER) -> list[Case]:
    """All cases, in order of file and line; BadCase for a broken one or an id used twice."""
    files = (
        sorted(paths.glob("*.jsonl"))
        if isinstance(paths, Path) and paths.is_dir()
        else [paths]
        if isinstance(paths, Path)
        else paths
    )
    cases: list[Case] = []
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    cases.append(case_of(json.loads(line)))
                except (KeyError, TypeError, ValueError) as error:
                    raise BadCase(f"{path.name}:{number}: {error}") from error
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise BadCase(f"the id {case.id!r} is used twice")
        seen.add(case.id)
    return cases


def case_of(row: JsonObject) -> Case:
    """A case from its JSON object; KeyError, TypeError or ValueError where it breaks the schema."""
    known = {field.name for field in fields(Case)}
    if strange := set(row) - known:
        raise ValueError(f"unknown fields {sorted(strange)}; known: {sorted(known)}")
    if row["status"] not in STATUSES:
        raise ValueError(f"status {row['status']!r} is not one of {', '.join(STATUSES)}")
    clauses = tuple(
        Wanted(**{**one, "says": tuple(one.get("says") or ())}) for one in row.get("clauses") or ()
    )
    spans = tuple(Stretch(**one) for one in row.get("spans") or ())
    if row["status"] == "answered" and not clauses and not spans:
        raise ValueError("an answerable case names the clauses or the characters that answer it")
    if not str(row["question"]).strip() or not str(row["id"]).strip():
        raise ValueError("a case needs an id and a question")
    lists = ("history", "documents", "must_not_lead", "facts", "tags", "requires")
    return Case(
        **{
            **row,
            "as_of": date.fromisoformat(row["as_of"]) if row.get("as_of") else None,
            "clauses": clauses,
            "spans": spans,
            **{name: tuple(row.get(name) or ()) for name in lists},
        }
    )


def line_of(case: Case) -> str:
    """A case as one line of a file: what has its default is left out."""
    values = {
        name: value for name, value in asdict(case).items() if value not in (None, "", (), [])
    }
    if case.as_of:
        values["as_of"] = case.as_of.isoformat()
    for wanted in values.get("clauses", ()):
        for name in ("heading", "says"):
            if not wanted[name]:
                del wanted[name]
    return json.dumps(values, ensure_ascii=False)


def add(path: Path, new: Sequence[Case]) -> None:
    """Write cases at the end of a file, made where it is missing. BadCase where an id is taken."""
    held = load(path) if path.exists() else []
    taken = {case.id for case in held}
    for case in new:
        if case.id in taken:
            raise BadCase(f"the id {case.id!r} is used already in {path.name}")
        taken.add(case.id)
    private_folder(path.parent)
    private_file(path)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(line_of(case) + "\n" for case in new)


def set_of(case: Case, split: dict[str, str] | None = None) -> str:
    """`tune` or `test`: as recorded for the case's group, or for a new group by its name's hash, a
    third to tune.

    Cases tagged `seen` were used to choose weights before there was a split, so they can only tune.
    """
    if "seen" in case.tags:
        return "tune"
    return "tune" if in_tune(case.group, split) else "test"


def in_tune(group: str, split: dict[str, str] | None = None) -> bool:
    """Whether a document (or other group of cases) is of the half that weights are learned on."""
    recorded = (split if split is not None else read_split()).get(group)
    return recorded == "tune" if recorded else hashlib.sha256(group.encode()).digest()[0] < 85


def read_split() -> dict[str, str]:
    """The recorded split: groups that weights are set on (`tune`), and that only judge (`test`)."""
    return json.loads(SPLIT.read_text(encoding="utf-8")) if SPLIT.exists() else {}
