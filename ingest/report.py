"""What was read of an original, what was left out, and why."""

from __future__ import annotations

from corpus import Clause, Document, Report
from ingest.read.reading import Reading


def report_on(reading: Reading, clauses: tuple[Clause, ...]) -> Report:
    """The reading report of an original: what stands in clauses, and every reason for what does not."""
    indexed = sum(len("".join(clause.span.of(reading.text).split())) for clause in clauses)
    return Report(
        reader=reading.reader,
        characters=reading.characters,
        indexed=indexed,
        pages=reading.pages,
        left_out=reading.left_out,
        warnings=reading.warnings,
    )


def lines_of(document: Document) -> list[str]:
    """The report as lines for a person."""
    report = document.report
    if report is None:
        return [f"{document.id}: a bundled digest, {len(document.clauses)} clauses, {len(document.text):,} characters, read whole"]
    pages = f", {report.pages} pages" if report.pages else ""
    out = [
        f"{document.id}: {report.reader}{pages}, {report.characters:,} characters in the file (white space not counted), "
        f"{report.indexed:,} in {len(document.clauses)} clauses"
    ]
    by_reason: dict[str, list] = {}
    for part in report.left_out:
        by_reason.setdefault(part.reason, []).append(part)
    for reason, parts in by_reason.items():
        found = list(dict.fromkeys(part.page for part in parts if part.page))
        where = (
            f" on {len(found)} page{'s' if len(found) > 1 else ''} ({', '.join(map(str, found[:8]))}{' …' if len(found) > 8 else ''})"
            if found
            else ""
        )
        sample = next((part.sample for part in parts if part.sample), "")
        out.append(
            f"  left out, {reason}: {sum(part.characters for part in parts):,} characters{where}"
            + (f", such as “{sample[:60]}”" if sample else "")
        )
    out += [f"  warning: {warning}" for warning in report.warnings]
    if document.draft:
        out.append("  warning: the copy is marked DRAFT; answers from it say so")
    return out
