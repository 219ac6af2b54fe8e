"""The documents of a home in a list, for programs and as aligned columns."""

from __future__ import annotations

from datetime import date

from assistant.cli.show import STATUS
from corpus import Library
from corpus.plain import JsonObject


def listing(library: Library, day: date) -> list[JsonObject]:
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


def table(rows: list[JsonObject]) -> str:
    """The listing as aligned columns."""
    head = ("id", "kind", "tier", "from", "until", "today", "basis", "clauses")
    body = [
        (
            r["id"],
            r["kind"],
            str(r["tier"]),
            r["effective"] or "-",
            r["expires"] or "-",
            STATUS[r["status"]] if r["readable"] else "unreadable",
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
