"""What was said of answers as CSV for a spreadsheet, which must run none of its cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple
from typing import TYPE_CHECKING

from corpus.plain import JsonObject
from corpus.signs import visible

if TYPE_CHECKING:
    from assistant.web.feedback import Said

_HEAD = (
    "id at verdict reason words question standalone_question status short short_from by_union "
    "cited "
    "review_at reviewer review note evaluation_case"
)


def exported(every: Iterable[Said]) -> str:
    """The CSV, with a head; one row a review, or one for what has none."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_HEAD.split())
    for said in every:
        cited = "; ".join(
            f"{c.get('document')} {c.get('locator')}" for c in said.answer["citations"]
        )
        told = (said.id, said.at, said.verdict, said.reason, said.words)
        asked = (said.question, said.standalone, said.status)
        first = (*told, *asked, *_shown(said.answer), cited)
        for review in said.reviews:
            rows.writerow([_harmless(cell) for cell in (*first, *astuple(review))])
        if not said.reviews:
            rows.writerow([_harmless(cell) for cell in (*first, *[""] * 5)])
    return visible(out.getvalue())


def _shown(answer: JsonObject) -> list[str]:
    """The direct answer, where its words are from, and the table of unions, for the export; empty
    for an answer of an older page.
    """
    short, rows = answer.get("short") or {}, answer.get("by_union") or []
    return [
        short.get("text", ""),
        short.get("from", ""),
        "; ".join(f"{row['union']}: {row['short']}" for row in rows),
    ]


def _harmless(cell: object) -> object:
    """A spreadsheet runs what begins like a formula; an apostrophe before it makes it text."""
    text = str(cell)
    return (
        f"'{text}"
        if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r", "\n")
        else cell
    )
