"""Answers, clauses and documents as lines of text for a person at a terminal."""

from __future__ import annotations

import re
import shutil
import textwrap
from datetime import date

from assistant.answering.short import in_quotes
from corpus import STRUCK, TIERS, Clause, Document, Library, NoSuchDocument
from corpus.locators import read, shared, ways
from corpus.locators_in_text import locators_in

_STATUS = {
    "in_force": "in force",
    "expired": "expired",
    "superseded": "replaced",
    "not_yet": "not yet in force",
    "proposed": "proposed",
    "statement": "statement",
}


#: What a fact is where it is no rule of its document: an allegation in an agreement's digest is not
#: the agreement.
_ROLES = {
    "allegation": "an allegation",
    "absence": "nothing found in it",
    "unknown": "not known",
    "report": "what is reported",
    "view": "a view",
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
    page = (
        f", printed p. {citation['page_label']}"
        if citation.get("page_label")
        else f", p. {citation['page']} of the file"
        if citation.get("page")
        else ""
    )
    place = (
        citation["locator"]
        if citation["locator"] == citation["heading"]
        else f"{citation['locator']} — {citation['heading']}"
    )
    basis = "official text" if citation["basis"] == "official" else "our summary"
    kind = _ROLES.get(citation.get("role") or "", TIERS[citation["tier"]])
    carried = f", carried into {citation['carried']}" if citation.get("carried") else ""
    return (
        f"{citation['title'].split(' — ')[0].split(' (')[0]}, {place}{page} [{kind}, "
        f"{_STATUS[citation['status']]}{carried}, {basis}]"
    )


def answer(found: dict, full: bool = False) -> str:
    """An answer for a terminal: the direct answer, where it stands, one line of what to be careful
    about. `full` adds every word and note.
    """
    out: list[str] = []
    if found["standalone_question"] != " ".join(found["question"].split()):
        out += [_wrap(f"Read as: {found['standalone_question']}"), ""]
    first = found["answer"].split("\n\n")[0] if found["answer"] else ""
    out += [_wrap(first), ""] if first else []
    numbers = {citation["n"]: citation for citation in found["citations"]}
    if found["by_union"]:
        wide = max(len(row["union"]) for row in found["by_union"])
        out += [
            _wrap(
                f"{row['short']} [{row['citation']}]",
                " " * (wide + 4),
                f"  {row['union']:<{wide}}  ",
            )
            for row in found["by_union"]
        ]
        out.append("  Ask again with your own: --union WGA" if not full else "")
    if found["citations"] and (full or not found["by_union"]):
        out.append("Where it stands")
        for number, citation in numbers.items():
            out.append(_clip(f"  [{number}] {_where(citation)}", full))
            if full:
                out += [_wrap(_said(citation), "      ", "      "), ""]
    if not full:
        return "\n".join([*out, *_brief(found)])
    out += _others(
        found,
        "Also bears on this" if found["status"] == "answered" else "Nearest clauses, not an answer",
    )
    if found["notes"]:
        out += ["Notes", *(_wrap(note, "    ", "  - ") for note in found["notes"]), ""]
    if found["follow_ups"]:
        out += [
            "Worth asking next",
            *(_wrap(ask, "    ", "  - ") for ask in found["follow_ups"]),
            "",
        ]
    out.append(_FOOT.format(**found))
    return "\n".join(out)


_FOOT = (
    "As of {as_of}. This is information, not legal advice: your representative can tell you what "
    "to do."
)


def _brief(found: dict) -> list[str]:
    """What stands beneath a short answer: one line of caution, what may be asked next, and where
    the rest is.
    """
    out = [_clip(found["caveat"], False)] if found["caveat"] else []
    unread = [
        f"{one['document']}: page{'s' if len(one['pages']) > 1 else ''} "
        f"{', '.join(map(str, one['pages'][:6]))} could not be read"
        for one in found["unread"]
    ]
    out += unread[:1]
    if found["status"] != "answered" and found["also"]:
        out += [
            "Nearest clauses, not an answer",
            *(_clip(f"  - {_where(c)}", False) for c in found["also"][:3]),
        ]
    if found["follow_ups"]:
        out += ["", _clip(f"Worth asking next: {found['follow_ups'][0]}", False)]
    more = len(found["also"]) + len(found["notes"])
    return [
        *out,
        "",
        _FOOT.format(**found),
        *(
            [
                f"--full shows the words, {len(found['also'])} other clauses and "
                f"{len(found['notes'])} notes."
            ]
            if more
            else []
        ),
    ]


def _others(found: dict, title: str) -> list[str]:
    if not found["also"]:
        return []
    return [
        title,
        *(
            line
            for c in found["also"]
            for line in (_wrap(_where(c), "    ", "  - "), _wrap(_said(c), "      "))
        ),
        "",
    ]


def _said(citation: dict) -> str:
    """The words of a citation: official ones in quotation marks, a digest's as our summary."""
    return (
        in_quotes(citation["quote"])
        if citation["basis"] == "official"
        else f"In our summary: {citation['quote']}"
    )


def _clip(text: str, full: bool) -> str:
    """A text wrapped, and cut to two lines unless all of it is wanted."""
    lines = _wrap(text, "      ", "").split("\n")
    return "\n".join(
        lines if full or len(lines) < 3 else [lines[0], lines[1][: _width() - 2].rstrip() + " …"]
    )


def passages(found: dict) -> str:
    """Ranked clauses, each with its place and words."""
    if not found["results"]:
        return "No clause was found."
    out: list[str] = []
    for passage in found["results"]:
        out += [
            _wrap(_where(passage), "    ", f"{passage['rank']:>2}. "),
            _wrap(passage["text"], "      "),
            "",
        ]
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
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, *body]
    ]
    return "\n".join([*lines, f"{len(body)} documents, {sum(r['clauses'] for r in rows)} clauses"])


def document(
    library: Library, held: Document, locator: str | None, day: date, colours: bool = False
) -> str:
    """A document's outline, or the clauses at one locator.

    NoSuchDocument where no clause has it.
    """
    if locator is None:
        until = f" to {held.expires}" if held.expires else ""
        since = f"{held.effective}{until}" if held.effective else "no dates known"
        lines = [
            held.title,
            f"{held.id}: {held.kind}, {TIERS[held.tier]}, {_STATUS[library.status(held, day)]} "
            f"today ({since}), {'official text' if held.basis == 'official' else 'our digest'}",
            *([f"official text at {held.official_url}"] if held.official_url else []),
            *([f"how it is known: {held.confidence}"] if held.confidence else []),
            "",
        ]
        pages = [
            f"  p. {clause.page_label or clause.page}" if clause.page else ""
            for clause in held.clauses
        ]
        return "\n".join(
            lines
            + [f"  {clause.label}{page}" for clause, page in zip(held.clauses, pages, strict=True)]
        )
    found = _at(held, locator)
    if not found:
        raise NoSuchDocument(
            f"{held.id} has no clause at {locator!r}; 'pincite show {held.id}' lists them"
        )
    return "\n\n".join(_clause(held, clause, colours) for clause in found)


def _at(held: Document, locator: str) -> list[Clause]:
    """The clauses called so, at or inside the place that is meant, or with all of these words."""
    called = [c for c in held.clauses if locator in (c.locator, c.label, c.heading)]
    wanted = locators_in(locator) or read(locator)
    placed = [
        c
        for c in held.clauses
        if any(shared(one, way) == len(one.steps) for one in wanted for way in ways(c.locator))
    ]
    words = set(re.findall(r"\w+", locator.lower()))
    return (
        called
        or placed
        or [c for c in held.clauses if words and words <= set(re.findall(r"\w+", c.label.lower()))]
    )


def _clause(held: Document, clause: Clause, colours: bool) -> str:
    """A clause with its struck words in their place, marked, and the clauses that it refers to."""
    page = f"  (p. {clause.page_label or clause.page})" if clause.page else ""
    starts = [other.span.start for other in held.clauses if other.span.start > clause.span.start]
    until = min(
        starts, default=len(held.text) + 1
    )  # a struck paragraph stands with the clause that it followed
    out, at = [f"{clause.label}{page}\n\n"], clause.span.start
    for part in held.report.left_out if held.report else ():
        if part.reason in STRUCK and part.at is not None and clause.span.start <= part.at < until:
            words = f"\x1b[9;31m{part.sample}\x1b[0m" if colours else f"[struck: {part.sample}]"
            upto = min(part.at, clause.span.end)
            out.append(
                held.text[at : max(at, upto)]
                + ("\n" if part.at > clause.span.end else "")
                + words
                + " "
            )
            at = max(at, upto)
    out.append(held.text[at : clause.span.end])
    if clause.refers:
        out.append("\n\nrefers to: " + "; ".join(clause.refers))
    if clause.machine_asks:
        out.append(
            "\n\nquestions that a language model wrote for it, no part of the document:\n  "
            + "\n  ".join(clause.machine_asks)
        )
    return "".join(out)
