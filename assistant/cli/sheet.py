"""What `pincite sheet` and `coverage` do: where members stand at a glance, and what is missing."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.cli import staff
from corpus import ClauseIndex, Library, PinciteError, Settings
from corpus.signs import as_json, visible


def _sheet(options: argparse.Namespace) -> int:
    from assistant.sheet.sheet import sheet

    library = staff.library_of(Settings.from_environment())
    day = options.as_of or date.today()
    if options.compare or options.was:
        return _compared(options, library, day)
    if not options.union:
        raise PinciteError("sheet wants a union, such as 'pincite sheet WGA', or --compare")
    index = _index() if any(not d.bundled for d in library) else None
    one = sheet(library, day, options.union, options.agreement, options.place, options.topic, index)
    if options.pdf:
        from assistant.sheet.printed import pdf_of

        made, pages = pdf_of(one, options.paper, options.large)
        options.pdf.write_bytes(made)
        print(f"wrote {options.pdf}: {pages} pages")
    if options.html:
        from assistant.sheet.page import sheet_page

        _write(options.html, sheet_page(one, large=options.large))
    if options.csv:
        from assistant.sheet.matrix import Matrix, as_csv

        _write(options.csv, as_csv(Matrix((one,))))
    if options.json:
        print(as_json(one.json()))
    elif not (options.pdf or options.html or options.csv):
        from assistant.sheet.lines import sheet_lines

        print(sheet_lines(one))
    return 0


def _index() -> ClauseIndex:
    """The index in use, which says what added agreements are about."""
    from assistant.cli.opening import open_assistant

    return open_assistant(Settings.from_environment()).held().index


def _compared(options: argparse.Namespace, library: Library, day: date) -> int:
    from assistant.sheet.lines import matrix_lines
    from assistant.sheet.matrix import Matrix, as_csv
    from assistant.sheet.page import matrix_page
    from assistant.sheet.sheet import sheet

    if options.pdf or (options.agreement and options.compare):
        raise PinciteError("--compare and --was make no PDF, and --compare takes no --agreement")
    named = options.compare or [options.union]
    if not all(named):
        raise PinciteError("--was wants a union, such as 'pincite sheet WGA --was 2023-12-31'")
    days = [options.was, day] if options.was else [day]
    table = Matrix(
        tuple(
            sheet(library, one, union, options.agreement, options.place, options.topic)
            for union in named
            for one in days
        )
    )
    if options.html:
        _write(options.html, matrix_page(table))
    if options.csv:
        _write(options.csv, as_csv(table))
    if options.json:
        print(as_json(table.json()))
    elif not (options.html or options.csv):
        print(matrix_lines(table))
    return 0


def _write(path: Path, text: str) -> None:
    path.write_text(visible(text), encoding="utf-8")
    print(f"wrote {path}")


def _coverage(options: argparse.Namespace) -> int:
    from assistant.sheet.coverage import as_text, coverage

    library = staff.library_of(Settings.from_environment())
    rows = coverage(library, options.as_of or date.today())
    if options.json:
        print(as_json([one.json() for one in rows]))
    else:
        print(as_text(rows))
    return 0


RUN: dict[str, Callable[[argparse.Namespace], int]] = {"sheet": _sheet, "coverage": _coverage}
