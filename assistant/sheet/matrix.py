"""Sheets beside each other: unions across, topics down, and one agreement on two days."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.sheet.rows import Row, place_in
from assistant.sheet.sheet import Sheet, sheet
from corpus import Document, Library
from corpus.plain import JsonObject
from corpus.titles import short_title
from corpus.topics import MARKS, Topic


@dataclass(frozen=True, slots=True)
class Matrix:
    """Sheets of several unions, or of one on several days, with the same topics."""

    sheets: tuple[Sheet, ...]

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The rows' topics, in order."""
        return tuple(row.topic for row in self.sheets[0].rows)

    def across(self, topic: Topic) -> tuple[Row, ...]:
        """A topic's row of every sheet."""
        return tuple(
            next(row for row in one.rows if row.topic is topic or row.topic.id == topic.id)
            for one in self.sheets
        )

    def json(self) -> JsonObject:
        """For programs: the sheets, each as it prints alone."""
        return {"sheets": [one.json() for one in self.sheets]}


def matrix(library: Library, day: date, named: Sequence[str], only: Sequence[str] = ()) -> Matrix:
    """The sheets of unions beside each other; errors as `sheet`."""
    return Matrix(tuple(sheet(library, day, union, only=only) for union in named))


def where(row: Row, agreement: Document) -> str:
    """Where a row's rule stands, and whose words these are; empty where nothing was found.

    Its document is named where that is not the sheet's own `agreement`.
    """
    if not row.citations:
        return ""
    first = row.citations[0]
    basis = "official text" if first.document.basis == "official" else "our summary"
    return f"{place_in(first, agreement)} ({basis})"


def as_csv(table: Matrix) -> str:
    """A line for each topic and sheet, for a spreadsheet.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    out = io.StringIO()
    to = csv.writer(out, lineterminator="\n")
    to.writerow(["topic", "union", "agreement", "as of", "mark", "rule", "where", "before"])
    for topic in table.topics:
        for one, row in zip(table.sheets, table.across(topic), strict=True):
            title, day = short_title(one.agreement.title), one.as_of.isoformat()
            cells = [topic.name, one.union, title, day, MARKS[row.mark][0], row.short]
            to.writerow([_inert(cell) for cell in [*cells, where(row, one.agreement), row.since]])
    return out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
