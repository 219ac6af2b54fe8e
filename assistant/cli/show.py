"""Answers, clauses and documents as lines of text for a person at a terminal."""

from __future__ import annotations

import re
import shutil
import textwrap
from datetime import date

from assistant.answering.short import in_quotes
from assistant.question.unread import unread_part
from corpus import STRUCK, TIERS, Clause, Document, Library, NoSuchDocument
from corpus.locators import read, shared, ways_of
from corpus.locators_in_text import locators_in
from corpus.plain import JsonObject
from corpus.shown import as_shown
from corpus.signs import visible

#: How a document stands, in a word.
STATUS = {
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


def _where(citation: JsonObject) -> str:
    page = f", p. {citation['page']} of the file" if citation.get("page") else ""
    if citation.get("page_label"):
        page = f", printed p. {citation['page_label']}"
    place = citation["locator"]
    if place != citation["heading"]:
        place = f"{place} — {citation['heading']}"
    basis = "official text" if citation["basis"] == "official" else "our summary"
    kind = _ROLES.get(citation.get("role") or "", TIERS[citation["tier"]])
    carried = f", carried into {citation['carried']}" if citation.get("carried") else ""
    return (
        f"{citation['title'].split(' — ')[0].split(' (')[0]}, {place}{page} [{kind}, "
        f"{STATUS[citation['status']]}{carried}, {basis}]"
    )


def answer(found: JsonObject, full: bool = False) -> str:
    """An answer for a terminal: the direct answer, where it stands, one line of what to be careful
    about. `full` adds every word and note.
    """
    out: list[str] = []
    if found["standalone_question"] != " ".join(found["question"].split()):
        out += [_wrap(f"Read as: {found['standalone_question']}"), ""]
    first = found["answer"].split("\n\n")[0] if found["answer"] else ""
    out += [_wrap(first), ""] if first else []
    out += _by_union(found["by_union"], full)
    if found["scope"].get("question_kind") == "overview":
        places = {one["n"]: one["locator"] for one in found["citations"]}
        out += [_wrap(_line(one, places), "    ", "  - ") for one in found["statements"]]
        out.append("")
    elif found["citations"] and (full or not found["by_union"]):
        out.append("Where it stands")
        for citation in found["citations"]:
            out.append(_clip(f"  [{citation['n']}] {_where(citation)}", full))
            if full:
                out += [_wrap(_said(citation), "      ", "      "), ""]
    return "\n".join([*out, *(_whole(found) if full else _brief(found))])


def _line(statement: JsonObject, places: dict[int, str]) -> str:
    """A line of an overview, with its number and where it stands."""
    number = statement["citations"][0]
    return f"{statement['text']} [{number}] {places[number]}"


def _by_union(rows: list[JsonObject], full: bool) -> list[str]:
    if not rows:
        return []
    wide = max(len(row["union"]) for row in rows)
    lines = [
        _wrap(
            f"{row['short']} [{row['citation']}]", " " * (wide + 4), f"  {row['union']:<{wide}}  "
        )
        for row in rows
    ]
    return [*lines, "" if full else "  Ask again with your own: --union WGA"]


def _whole(found: JsonObject) -> list[str]:
    """What stands beneath an answer in full: other clauses, every note, what may be asked next."""
    answered = found["status"] == "answered"
    out = [*_unread(found), *_others(found, "Also bears on this" if answered else _NEAREST)]
    for title, lines in (("Notes", found["notes"]), ("Worth asking next", found["follow_ups"])):
        if lines:
            out += [title, *(_wrap(line, "    ", "  - ") for line in lines), ""]
    return [*out, _FOOT.format(**found)]


_NEAREST = "Nearest clauses, not an answer"
_FOOT = (
    "As of {as_of}. This is information, not legal advice: your representative can tell you what "
    "to do."
)


def _brief(found: JsonObject) -> list[str]:
    """What stands beneath a short answer: one line of caution, what may be asked next, and where
    the rest is.
    """
    out = [_clip(found["caveat"], False)] if found["caveat"] else []
    out += _unread(found)
    if found["status"] != "answered" and found["also"]:
        out += [_NEAREST, *(_clip(f"  - {_where(c)}", False) for c in found["also"][:3])]
    if found["follow_ups"]:
        out += ["", _clip(f"Worth asking next: {found['follow_ups'][0]}", False)]
    out += ["", _FOOT.format(**found)]
    also, notes = len(found["also"]), len(found["notes"])
    if also + notes:
        out.append(f"--full shows the words, {also} other clauses and {notes} notes.")
    return out


def _unread(found: JsonObject) -> list[str]:
    """One line of the pages that nobody could read."""
    said = [unread_part(one["pages"], one["document"]) for one in found["unread"]]
    if not said or "could not be read" in found["answer"]:
        return []
    more = f" and of {len(said) - 2} more documents" if len(said) > 2 else ""
    line = f"{'; '.join(said[:2])}{more} could not be read."
    return [_clip(f"{line[0].upper()}{line[1:]}", False)]


def _others(found: JsonObject, title: str) -> list[str]:
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


def _said(citation: JsonObject) -> str:
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


def passages(found: JsonObject) -> str:
    """Ranked clauses, each with its place and words."""
    if not found["results"]:
        return "No clause was found."
    out: list[str] = []
    for passage in found["results"]:
        out += [
            _wrap(_where(passage), "    ", f"{passage['rank']:>2}. "),
            _wrap(as_shown(passage["text"]), "      "),
            "",
        ]
    return "\n".join(out).rstrip()


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
            f"{held.id}: {held.kind}, {TIERS[held.tier]}, {STATUS[library.status(held, day)]} "
            f"today ({since}), {'official text' if held.basis == 'official' else 'our digest'}",
            *([f"official text at {held.official_url}"] if held.official_url else []),
            *([f"how it is known: {held.confidence}"] if held.confidence else []),
            "",
        ]
        pages = [
            f"  p. {clause.page_label or clause.page}" if clause.page else ""
            for clause in held.clauses
        ]
        rows = zip(held.clauses, pages, strict=True)
        return visible("\n".join([*lines, *(f"  {clause.label}{page}" for clause, page in rows)]))
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
        if any(shared(one, way) == len(one.steps) for one in wanted for way in ways_of(c))
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
    # a struck paragraph stands with the clause that it followed
    until = min(starts, default=len(held.text) + 1)
    out, at = [visible(f"{clause.label}{page}\n\n")], clause.span.start
    for part in held.report.left_out if held.report else ():
        if part.reason in STRUCK and part.at is not None and clause.span.start <= part.at < until:
            sample = visible(part.sample)
            words = f"\x1b[9;31m{sample}\x1b[0m" if colours else f"[struck: {sample}]"
            upto = min(part.at, clause.span.end)
            out.append(
                visible(held.text[at : max(at, upto)])
                + ("\n" if part.at > clause.span.end else "")
                + words
                + " "
            )
            at = max(at, upto)
    out.append(visible(held.text[at : clause.span.end]))
    if clause.refers:
        out.append(visible("\n\nrefers to: " + "; ".join(clause.refers)))
    if clause.machine_asks:
        asked = "\n  ".join(clause.machine_asks)
        told = "questions that a language model wrote for it, no part of the document"
        out.append(visible(f"\n\n{told}:\n  {asked}"))
    return as_shown("".join(out))
