"""What was read of an original, what was left out, and why."""

from __future__ import annotations

from corpus import Document, Report
from ingest.read.reading import Reading
from ingest.segment import Segmented


def report_on(reading: Reading, segmented: Segmented) -> Report:
    """The reading report of an original: what stands in clauses, every reason for what does not, and what is unread."""
    inside = segmented.in_clauses + segmented.in_headings + segmented.in_contents
    unread = reading.characters - inside - sum(part.characters for part in reading.left_out)
    warnings = list(reading.warnings)
    if reading.characters and unread > 0.01 * reading.characters:
        warnings.append(
            f"{unread:,} of {reading.characters:,} characters could not be accounted for: answers may miss what they say"
        )
    if segmented.contents.missing:
        warnings.append(
            f"{len(segmented.contents.missing)} of {segmented.contents.entries} entries of the table of contents were not found "
            "as headings: " + "; ".join(segmented.contents.missing[:4])
        )
    return Report(
        reader=reading.reader,
        characters=reading.characters,
        indexed=segmented.in_clauses,
        pages=reading.pages,
        left_out=reading.left_out,
        warnings=tuple(warnings),
        headings=segmented.in_headings,
        contents=segmented.in_contents,
        unread=max(0, unread),
        promised=segmented.contents,
        numbering=segmented.numbering,
        tables=_tables(reading),
        ocr=reading.ocr,
    )


def _tables(reading: Reading) -> int:
    rows = [line.table for line in reading.lines]
    return sum(here and not before for before, here in zip([False, *rows], rows, strict=False))


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
