"""A review becomes an evaluation case of this home, where `pincite evals` finds it.

A face: it may use `evals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.web.feedback import Said
from corpus import Library
from evals.cases import BadCase, Case, Wanted, add, case_of, line_of

#: Verdicts that leave the clause as it is: it was right, or what was said of it was not.
_ABOUT_WORDS = ("accept", "wrong reading", "misleading")


class NoCase(ValueError):
    """This review can't judge answers yet; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the reviewer found: a verdict, and where the documents answer if not where the answer
    said.
    """

    verdict: str
    note: str = ""
    document: str = ""
    locator: str = ""


def case_from(said: Said, found: Found, library: Library) -> Case:
    """The case: the question standing alone, what must come of it, and what must not lead.

    NoCase where the review does not say.
    """
    leading = said.answer["citations"][0] if said.answer["citations"] else None
    status = "answered"
    clauses: tuple[Wanted, ...] = ()
    not_leading: tuple[str, ...] = ()
    if found.verdict == "not in the collection":
        status = "not_in_collection"
    elif found.document:
        clauses = (_wanted(library, found.document, found.locator),)
    elif found.verdict in _ABOUT_WORDS and said.status != "answered":
        status = said.status
    elif found.verdict in _ABOUT_WORDS and leading:
        clauses = (_wanted(library, leading["document"], leading["locator"]),)
    else:
        raise NoCase(
            "choose the document and the clause that answer: without them no answer can be judged"
        )
    if (
        found.verdict in ("wrong clause", "out of date")
        and leading
        and leading["document"] != found.document
    ):
        not_leading = (leading["document"],)
    unions = said.answer["scope"].get("union") or []
    return Case(
        f"review-{said.id}",
        said.standalone or said.question,
        status,
        union=unions[0] if len(unions) == 1 else None,
        as_of=_day(said.answer["as_of"]),
        who="feedback of a member",
        why=_why(said, found),
        clauses=clauses,
        must_not_lead=not_leading,
        tags=("reviewed", found.verdict.replace(" ", "-")),
    )


def _why(said: Said, found: Found) -> str:
    """Why the case is there.

    Of a short answer that misleads its words are kept: the clause may be right, and its first line
    is not.
    """
    why = found.note or said.words or said.reason
    short = (said.answer.get("short") or {}).get("text", "")
    return (
        f"the short answer misleads: “{short}”. {why}".strip()
        if found.verdict == "misleading" and short
        else why
    )


def keep(home: Path, case: Case) -> Path:
    """Write the case at the end of the home's own, checked as they are read.

    NoCase where its id is there already.
    """
    import json

    case_of(json.loads(line_of(case)))
    path = home / "evals" / "cases" / "own.jsonl"
    try:
        add(path, [case])
    except BadCase as error:
        raise NoCase(str(error)) from error
    return path


def _wanted(library: Library, document: str, locator: str) -> Wanted:
    if document not in library:
        raise NoCase(
            f"the document {document} is not held any more: choose the one that answers now"
        )
    if not any(clause.locator == locator for clause in library[document].clauses):
        raise NoCase(
            f"{document} has no clause at {locator!r} any more: choose the clause that answers now"
        )
    return Wanted(document, locator)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
