"""What was read of an original, what was left out, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus import Document, LeftOut, NotRead, Report
from ingest.marked import Mark
from ingest.read.reading import Reading, plural, size
from ingest.segment import Segmented

_CALLED = {"draft": "a draft", "tentative": "a tentative agreement, still to be ratified"}
_SHOWN = ("reason", "characters", "page", "at", "sample")


def report_on(reading: Reading, segmented: Segmented, mark: Mark | None = None) -> Report:
    """The reading report: what stands in clauses, why the rest does not, and what is unread."""
    inside = segmented.in_clauses + segmented.in_headings + segmented.in_contents
    unread = reading.characters - inside - sum(part.characters for part in reading.left_out)
    unread = max(0, unread) + reading.text.count("\ufffd")
    warnings = list(reading.warnings)
    if mark:
        warnings.append(f"it calls itself {_CALLED[mark.kind]} {mark.where}: “{mark.words}”")
    if reading.characters and unread > 0.01 * reading.characters:
        warnings.append(
            f"{unread:,} of {reading.characters:,} characters could not be accounted for: answers "
            "may miss what they say"
        )
    if missing := segmented.contents.missing:
        warnings.append(
            f"{len(missing)} of {segmented.contents.entries} entries of the table of contents were "
            f"not found as headings: {'; '.join(missing[:4])}"
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
        unread=unread,
        promised=segmented.contents,
        numbering=segmented.numbering,
        tables=_tables(reading),
        ocr=reading.ocr,
        pages_unread=reading.pages_unread,
        doubtful=reading.doubtful,
        not_read=reading.not_read,
    )


def _tables(reading: Reading) -> int:
    rows = [line.table for line in reading.lines]
    return sum(here and not before for before, here in zip([False, *rows], rows, strict=False))


def lines_of(document: Document, long: bool = True) -> list[str]:
    """The report as lines for a person.

    Short leaves out what needs no attention when a file is added.
    """
    report = document.report
    if report is None:
        return [
            f"{document.id}: a bundled digest, {len(document.clauses)} clauses, "
            f"{len(document.text):,} characters, read whole"
        ]
    pages = f", {report.pages} pages" if report.pages else ""
    out = [
        f"{document.id}: {report.reader}{pages}, {report.characters:,} characters in the file "
        f"(white space not counted), {report.indexed:,} in {_searched(document)} clauses; "
        f"{report.percent:.2f} percent accounted for"
    ]
    out += _shares(report) if long else []
    out += [_left_out(reason, parts) for reason, parts in _by_reason(report).items()]
    out += _not_read(report)
    out += _promises(report, long)
    out += _numbering(document.id, report, long)
    out += [f"  warning: {warning}" for warning in report.warnings]
    if document.marked:
        out.append(f"  held as {_held(document)}")
    return out


def _held(document: Document) -> str:
    """How a copy that is marked is held, and what to do where that is wrong."""
    if document.declared == "proposed":
        return (
            f"{_CALLED[document.marked]}: answers say so, and it leads none that an adopted text "
            "gives; if it is adopted, add it again with --status adopted"
        )
    return f"adopted, though the copy calls itself {_CALLED[document.marked]}; answers say so"


def _searched(document: Document) -> int:
    """How many clauses are more than a title."""
    return sum(not clause.title_only for clause in document.clauses)


def _numbering(identity: str, report: Report, long: bool) -> list[str]:
    faults = report.numbering
    if long:
        listed = [f"  numbering: {fault}" for fault in faults]
        nothing = ["  numbering: no gaps and no repeats found"]
        return [*(listed or nothing), f"  tables: {report.tables}"]
    where = f"'pincite report {identity}' lists them"
    return [f"  numbering: {len(faults)} gaps or repeats; {where}"] if faults else []


def values_of(document: Document) -> dict[str, Any]:
    """The report for programs.

    Characters are counted without white space; `accounted` is a share from 0 to 1.
    """
    report = document.report
    known = {"id": document.id, "title": document.title, "basis": document.basis}
    clauses = _searched(document)
    if report is None:
        whole = size(document.text)
        return {**known, "reader": "digest", "characters": whole, "clauses": clauses}
    reasons = _by_reason(report).items()
    return {
        **known,
        "reader": report.reader,
        "pages": report.pages,
        "characters": report.characters,
        "indexed": report.indexed,
        "headings": report.headings,
        "contents": report.contents,
        "left_out": [{name: getattr(part, name) for name in _SHOWN} for part in report.left_out],
        "left_out_characters": {why: sum(p.characters for p in parts) for why, parts in reasons},
        "unread": report.unread,
        "accounted": round(report.accounted, 6),
        "clauses": clauses,
        "table_of_contents": {
            name: list(said) if isinstance(said, tuple) else said
            for name, said in asdict(report.promised).items()
        },
        "numbering": list(report.numbering),
        "tables": report.tables,
        "ocr": list(report.ocr),
        "pages_unread": list(report.pages_unread),
        "doubtful": list(report.doubtful),
        "not_read": [asdict(thing) for thing in report.not_read],
        "draft": document.marked == "draft",
        "marked": document.marked,
        "status": document.declared,
        "warnings": list(report.warnings),
    }


def _shares(report: Report) -> list[str]:
    whole = max(1, report.characters)
    left_out = sum(part.characters for part in report.left_out)
    rows = {
        "in clauses": report.indexed,
        "in headings": report.headings,
        "in the table of contents": report.contents,
        "left out, with its reason beneath": left_out,
        "unread": report.unread,
    }
    return [f"  {n:>11,}  {100 * n / whole:6.2f} %  {name}" for name, n in rows.items()]


def _by_reason(report: Report) -> dict[str, list[LeftOut]]:
    found: dict[str, list[LeftOut]] = {}
    for part in report.left_out:
        found.setdefault(part.reason, []).append(part)
    return found


def _left_out(reason: str, parts: list[LeftOut]) -> str:
    found = list(dict.fromkeys(part.page for part in parts if part.page))
    pages = ", ".join(map(str, found[:8])) + (" …" if len(found) > 8 else "")
    where = f" on {len(found)} page{plural(found)} ({pages})" if found else ""
    samples = (" ".join(part.sample.split()) for part in parts)
    sample = next(filter(None, samples), "")
    such = f", such as “{sample[:60]}{'…' if len(sample) > 60 else ''}”" if sample else ""
    held = sum(part.characters for part in parts)
    return f"  left out, {reason}: {held:,} characters{where}{such}"


def _not_read(report: Report) -> list[str]:
    """What is seen and was not read, a line a kind, with its pages or names."""
    found: dict[str, list[NotRead]] = {}
    for thing in report.not_read:
        found.setdefault(thing.what, []).append(thing)
    out = []
    for what, things in found.items():
        pages = list(dict.fromkeys(str(thing.page) for thing in things if thing.page))
        names = [thing.name for thing in things if thing.name]
        where = f", on page{plural(pages)} {_most(pages)}" if pages else ""
        called = f": {_most(names)}" if names else ""
        count = sum(thing.count for thing in things)
        out.append(f"  not read, {what}: {count:,}{where}{called}")
    return out


def _most(words: list[str], most: int = 12) -> str:
    return ", ".join(words[:most]) + (" …" if len(words) > most else "")


def _promises(report: Report, long: bool) -> list[str]:
    promised = report.promised
    if not promised.entries:
        return ["  table of contents: none found"] if long else []
    here = promised.entries - len(promised.missing) - len(promised.elsewhere)
    out = [
        f"  table of contents: {promised.entries} entries, {here} found as it says, "
        f"{len(promised.elsewhere)} on another page, {len(promised.missing)} not found"
    ]
    if long:
        out += [f"    on another page: {entry}" for entry in promised.elsewhere[:60]]
        out += [f"    not found: {entry}" for entry in promised.missing[:60]]
    return out
