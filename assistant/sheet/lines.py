"""A sheet and a matrix as lines for a person at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from assistant.sheet.matrix import Matrix, where
from assistant.sheet.rows import Row, place_in, place_of
from assistant.sheet.sheet import Law, Sheet
from corpus import Document
from corpus.titles import short_title
from corpus.topics import MARKS

#: Columns of a line.
_WIDTH = 96
#: How a mark looks where there are no pictures and perhaps no colour.
SIGNS = {
    "protected": "[x]",
    "partly": "[~]",
    "union_told": "[u]",
    "not_settled": "[?]",
    "no_rule": "[ ]",
    "not_known": "[-]",
}


def sheet_lines(one: Sheet) -> str:
    """The whole sheet: head, a row a topic, laws, what the signs mean."""
    out = [f"Your rights on AI: {one.union}", *_head(one), ""]
    for row in one.rows:
        out += _row(row, one.agreement)
    if one.laws:
        out += ["", "What the law adds"]
        for law in one.laws:
            out.append(_wrap(of_law(law), "  "))
    if one.others:
        said = f"Other agreements of the union: {_named(one)}. --agreement ID shows one."
        out += ["", _wrap(said)]
    out += ["", *_legend(row.mark for row in one.rows), "", FINE]
    return "\n".join(out)


def of_law(law: Law) -> str:
    """What a law adds, in a line."""
    return f"{law.place}: {law.citation.short} ({short_title(law.citation.document.title)})"


#: What every sheet ends with.
FINE = "Our summary of the texts named; information, not legal advice. Your representative decides."


def matrix_lines(table: Matrix) -> str:
    """Every topic with a line for each union, or each day."""
    out = [
        _wrap(f"{_column(one)}: {short_title(one.agreement.title)}. {standing(one)}", "  ", "")
        for one in table.sheets
    ]
    for topic in table.topics:
        out += ["", topic.name]
        for one, row in zip(table.sheets, table.across(topic), strict=True):
            stands = where(row, one.agreement)
            at = f" — {stands}" if stands else ""
            out.append(_wrap(f"{SIGNS[row.mark]} {_column(one)}: {row.short}{at}", "  "))
    marks = (row.mark for topic in table.topics for row in table.across(topic))
    return "\n".join([*out, "", *_legend(marks), "", FINE])


def _column(one: Sheet) -> str:
    return f"{one.union}, {one.as_of.isoformat()}"


def head(one: Sheet) -> list[str]:
    """What stands over a sheet: the agreement, its parties and dates, and how we know it."""
    agreement = one.agreement
    title = agreement.title
    parties = f" with {agreement.counterparty}" if agreement.counterparty else ""
    lines = [f"{title}{parties}", standing(one)]
    if agreement.confidence:
        lines.append(f"How we know it: {agreement.confidence}")
    if agreement.official_url:
        lines.append(f"Original: {agreement.official_url}")
    return lines


def standing(one: Sheet) -> str:
    """From when to when, and whether that is now; an agreement that has run out says so first."""
    start, end = one.agreement.effective or one.agreement.adopted, one.agreement.expires
    dates = f"from {start:%-d %B %Y}" if start else "start not known"
    dates += f" until {end:%-d %B %Y}" if end else ""
    on = f"on {one.as_of:%-d %B %Y}"
    return {
        "in_force": f"In force {on}: {dates}.",
        "expired": f"EXPIRED {on}: it ran {dates}. Ask your union what applies now.",
        "superseded": f"REPLACED {on} by a later agreement: it ran {dates}.",
        "not_yet": f"NOT YET IN FORCE {on}: {dates}.",
        "proposed": f"ONLY PROPOSED {on}: {dates}.",
        "statement": f"A statement {on}: {dates}.",
    }[one.status]


def _head(one: Sheet) -> list[str]:
    return [_wrap(line) for line in head(one)]


def _row(row: Row, agreement: Document) -> Iterator[str]:
    yield ""
    yield f"{SIGNS[row.mark]} {row.topic.name} — {MARKS[row.mark][0]}"
    yield _wrap(row.short, "    ")
    if at := where(row, agreement):
        # the first document is named already: its other places follow without its title
        said = row.citations[0].document
        more = ", ".join(
            place_of(one.clause) if one.document is said else place_in(one, agreement)
            for one in row.citations[1:]
        )
        yield _wrap(f"{at}{f'; see also {more}' if more else ''}", "    ")
    if row.since:
        yield _wrap(row.since, "    ")


def _named(one: Sheet) -> str:
    return ", ".join(f"{short_title(other.title)} ({other.id})" for other in one.others)


def _legend(marks: Iterator[str]) -> list[str]:
    used = set(marks)
    return [
        _wrap(f"{SIGNS[mark]} {name}: {meaning}", "      ", "  ")
        for mark, (name, meaning) in MARKS.items()
        if mark in used
    ]


def _wrap(text: str, indent: str = "", first: str | None = None) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
