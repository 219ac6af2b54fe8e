"""Answers, clauses and documents as lines of text for a person at a terminal."""

from __future__ import annotations

import shutil
import textwrap
from datetime import date

from corpus import STRUCK, TIERS, Clause, Document, Library, Locator, NoSuchDocument

_STATUS = {
    "in_force": "in force",
    "expired": "expired",
    "superseded": "replaced",
    "not_yet": "not yet in force",
    "proposed": "proposed",
    "statement": "statement",
}


def _width() -> int:
    return max(50, min(100, shutil.get_terminal_size((90, 24)).columns))


def _wrap(text: str, indent: str = "", first: str | None = None) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        _width(),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _where(citation: dict) -> str:
    page = f", p. {citation['page_label'] or citation['page']}" if citation.get("page") else ""
    place = citation["locator"] if citation["locator"] == citation["heading"] else f"{citation['locator']} — {citation['heading']}"
    basis = "official text" if citation["basis"] == "official" else "our digest"
    return f"{citation['title']}. {place}{page}. [{TIERS[citation['tier']]}, {_STATUS[citation['status']]}, {basis}]"


def answer(found: dict) -> str:
    """An answer as paragraphs: quotations, what they come from, what else bears on it, notes."""
    out: list[str] = []
    if found["standalone_question"] != " ".join(found["question"].split()):
        out += [_wrap(f"Read as: {found['standalone_question']}"), ""]
    paragraphs = found["answer"].split("\n\n") if found["answer"] else []
    for paragraph in paragraphs:
        out += [_wrap(paragraph), ""]
    if found["citations"]:
        out.append("Where it stands")
        for citation in found["citations"]:
            out.append(_wrap(_where(citation), "      ", f"  [{citation['n']}] "))
            if citation["quote"] not in found["answer"]:  # a language model's sentence stands on words that it does not repeat
                out.append(_wrap(f"“{citation['quote']}”", "      "))
        out.append("")
    if found["also"]:
        out.append("Also bears on this" if found["status"] == "answered" else "Nearest clauses, not an answer")
        for citation in found["also"]:
            out.append(_wrap(_where(citation), "    ", "  - "))
            out.append(_wrap(f"“{citation['quote']}”", "      "))
        out.append("")
    if found["notes"]:
        out.append("Notes")
        out += [_wrap(note, "    ", "  - ") for note in found["notes"]]
        out.append("")
    out.append(f"As of {found['as_of']}. This is information, not legal advice: your representative can tell you what to do.")
    return "\n".join(out)


def passages(found: dict) -> str:
    """Ranked clauses, each with its place and words."""
    if not found["results"]:
        return "No clause was found."
    out: list[str] = []
    for passage in found["results"]:
        out += [_wrap(_where(passage), "    ", f"{passage['rank']:>2}. "), _wrap(passage["text"], "      "), ""]
    return "\n".join(out).rstrip()


def listing(library: Library, day: date) -> list[dict]:
    """Every document as `pincite list` shows it."""
    return [
        {
            "id": document.id,
            "title": document.title,
            "union": document.union,
            "kind": document.kind,
            "tier": document.tier,
            "effective": document.effective.isoformat() if document.effective else None,
            "expires": document.expires.isoformat() if document.expires else None,
            "status": library.status(document, day),
            "basis": document.basis,
            "readable": document.readable,
            "clauses": len(document.clauses),
        }
        for document in library
    ]


def table(rows: list[dict]) -> str:
    """The listing as aligned columns."""
    head = ("id", "kind", "tier", "from", "until", "today", "basis", "clauses")
    body = [
        (
            r["id"],
            r["kind"],
            str(r["tier"]),
            r["effective"] or "-",
            r["expires"] or "-",
            _STATUS[r["status"]] if r["readable"] else "unreadable",
            r["basis"],
            str(r["clauses"]),
        )
        for r in rows
    ]
    widths = [max(len(row[n]) for row in [head, *body]) for n in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *body]]
    return "\n".join([*lines, f"{len(body)} documents, {sum(r['clauses'] for r in rows)} clauses"])


def document(library: Library, held: Document, locator: str | None, day: date, colours: bool = False) -> str:
    """A document's outline, or the clauses at one locator. NoSuchDocument where no clause has it."""
    if locator is None:
        until = f" to {held.expires}" if held.expires else ""
        since = f"{held.effective}{until}" if held.effective else "no dates known"
        lines = [
            held.title,
            f"{held.id}: {held.kind}, {TIERS[held.tier]}, {_STATUS[library.status(held, day)]} today ({since}), {'official text' if held.basis == 'official' else 'our digest'}",
            *([f"official text at {held.official_url}"] if held.official_url else []),
            *([f"how it is known: {held.confidence}"] if held.confidence else []),
            "",
        ]
        pages = [f"  p. {clause.page_label or clause.page}" if clause.page else "" for clause in held.clauses]
        return "\n".join(lines + [f"  {clause.label}{page}" for clause, page in zip(held.clauses, pages, strict=True)])
    wanted = Locator(locator).parts
    exact = [c for c in held.clauses if locator in (c.locator, c.label, c.heading)]
    found = (
        exact
        or [c for c in held.clauses if wanted and Locator(c.label).parts[: len(wanted)] == wanted]
        or [c for c in held.clauses if wanted and set(wanted) <= set(Locator(c.label).parts)]
    )
    if not found:
        raise NoSuchDocument(f"{held.id} has no clause at {locator!r}; 'pincite show {held.id}' lists them")
    return "\n\n".join(_clause(held, clause, colours) for clause in found)


def _clause(held: Document, clause: Clause, colours: bool) -> str:
    """A clause with its struck words in their place, marked, and the clauses that it refers to."""
    page = f"  (p. {clause.page_label or clause.page})" if clause.page else ""
    starts = [other.span.start for other in held.clauses if other.span.start > clause.span.start]
    until = min(starts, default=len(held.text) + 1)  # a struck paragraph stands with the clause that it followed
    out, at = [f"{clause.label}{page}\n\n"], clause.span.start
    for part in held.report.left_out if held.report else ():
        if part.reason in STRUCK and part.at is not None and clause.span.start <= part.at < until:
            words = f"\x1b[9;31m{part.sample}\x1b[0m" if colours else f"[struck: {part.sample}]"
            upto = min(part.at, clause.span.end)
            out.append(held.text[at : max(at, upto)] + ("\n" if part.at > clause.span.end else "") + words + " ")
            at = max(at, upto)
    out.append(held.text[at : clause.span.end])
    if clause.refers:
        out.append("\n\nrefers to: " + "; ".join(clause.refers))
    if clause.machine_asks:
        out.append("\n\nquestions that a language model wrote for it, no part of the document:\n  " + "\n  ".join(clause.machine_asks))
    return "".join(out)
