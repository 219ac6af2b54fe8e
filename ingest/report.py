"""What was read of an original, what was left out, and why."""

from __future__ import annotations

from corpus import Document, LeftOut, Report
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
        pages_unread=reading.pages_unread,
    )


def _tables(reading: Reading) -> int:
    rows = [line.table for line in reading.lines]
    return sum(here and not before for before, here in zip([False, *rows], rows, strict=False))


def lines_of(document: Document, long: bool = True) -> list[str]:
    """The report as lines for a person; short leaves out what needs no attention when a file is added."""
    report = document.report
    if report is None:
        return [
            f"{document.id}: a bundled digest, {len(document.clauses)} clauses, {len(document.text):,} characters, read whole"
        ]
    pages = f", {report.pages} pages" if report.pages else ""
    out = [
        f"{document.id}: {report.reader}{pages}, {report.characters:,} characters in the file (white space not counted), "
        f"{report.indexed:,} in {sum(not clause.title_only for clause in document.clauses)} clauses; "
        f"{100 * report.accounted:.2f} percent accounted for"
    ]
    if long:
        out += _shares(report)
    out += [_left_out(reason, parts) for reason, parts in _by_reason(report).items()]
    out += _promises(report, long)
    if long:
        out += [f"  numbering: {fault}" for fault in report.numbering] or [
            "  numbering: no gaps and no repeats found"
        ]
        out.append(f"  tables: {report.tables}")
    elif report.numbering:
        out.append(
            f"  numbering: {len(report.numbering)} gaps or repeats; 'pincite report {document.id}' lists them"
        )
    out += [f"  warning: {warning}" for warning in report.warnings]
    if document.draft:
        out.append("  warning: the copy is marked DRAFT; answers from it say so")
    return out


def values_of(document: Document) -> dict:
    """The report for programs. Characters are counted without white space; `accounted` is a share from 0 to 1."""
    report = document.report
    clauses = sum(not clause.title_only for clause in document.clauses)
    if report is None:
        size = len("".join(document.text.split()))
        return {
            "id": document.id,
            "title": document.title,
            "basis": document.basis,
            "reader": "digest",
            "characters": size,
            "clauses": clauses,
        }
    return {
        "id": document.id,
        "title": document.title,
        "basis": document.basis,
        "reader": report.reader,
        "pages": report.pages,
        "characters": report.characters,
        "indexed": report.indexed,
        "headings": report.headings,
        "contents": report.contents,
        "left_out": [
            {
                "reason": part.reason,
                "characters": part.characters,
                "page": part.page,
                "at": part.at,
                "sample": part.sample,
            }
            for part in report.left_out
        ],
        "left_out_characters": {
            reason: sum(p.characters for p in parts) for reason, parts in _by_reason(report).items()
        },
        "unread": report.unread,
        "accounted": round(report.accounted, 6),
        "clauses": clauses,
        "table_of_contents": {
            "entries": report.promised.entries,
            "found": report.promised.found,
            "elsewhere": list(report.promised.elsewhere),
            "missing": list(report.promised.missing),
        },
        "numbering": list(report.numbering),
        "tables": report.tables,
        "ocr": list(report.ocr),
        "draft": document.draft,
        "warnings": list(report.warnings),
    }


def _shares(report: Report) -> list[str]:
    whole = max(1, report.characters)
    rows = [
        ("in clauses", report.indexed),
        ("in headings", report.headings),
        ("in the table of contents", report.contents),
    ]
    rows += [
        ("left out, with its reason beneath", sum(part.characters for part in report.left_out)),
        ("unread", report.unread),
    ]
    return [f"  {count:>11,}  {100 * count / whole:6.2f} %  {name}" for name, count in rows]


def _by_reason(report: Report) -> dict[str, list[LeftOut]]:
    found: dict[str, list[LeftOut]] = {}
    for part in report.left_out:
        found.setdefault(part.reason, []).append(part)
    return found


def _left_out(reason: str, parts: list[LeftOut]) -> str:
    found = list(dict.fromkeys(part.page for part in parts if part.page))
    pages = ", ".join(map(str, found[:8])) + (" …" if len(found) > 8 else "")
    where = f" on {len(found)} page{'s' if len(found) > 1 else ''} ({pages})" if found else ""
    sample = next((" ".join(part.sample.split()) for part in parts if part.sample.strip()), "")
    return f"  left out, {reason}: {sum(part.characters for part in parts):,} characters{where}" + (
        f", such as “{sample[:60]}{'…' if len(sample) > 60 else ''}”" if sample else ""
    )


def _promises(report: Report, long: bool) -> list[str]:
    promised = report.promised
    if not promised.entries:
        return ["  table of contents: none found"] if long else []
    here = promised.entries - len(promised.missing) - len(promised.elsewhere)
    out = [
        f"  table of contents: {promised.entries} entries, {here} found as it says, {len(promised.elsewhere)} on another page, "
        f"{len(promised.missing)} not found"
    ]
    if long:
        out += [f"    on another page: {entry}" for entry in promised.elsewhere[:60]]
        out += [f"    not found: {entry}" for entry in promised.missing[:60]]
    return out
