"""What staff's commands do: report on a reading, compare two versions, check a bulletin's
quotations.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.opening import say
from assistant.cli.streams import print_drawn
from corpus import Home, Library, PinciteError, Settings
from corpus.signs import as_json, visible

if TYPE_CHECKING:
    from assistant.checking.check import Check


def library_of(settings: Settings) -> Library:
    """The documents of the home that the settings name; stderr says which are set aside."""
    library = Library.load(Home.open(settings.home), settings.bundled)
    for one in library.aside.values():
        say(one.why)
    return library


def report(options: argparse.Namespace) -> int:
    """Print the reading report of one document, or of all."""
    from ingest import lines_of, values_of

    library = library_of(Settings.from_environment())
    if options.json:
        found = (
            values_of(library.whole(options.id))
            if options.id
            else [values_of(document) for document in library]
        )
        print(as_json(found, 1))
        return 0
    for document in [library.whole(options.id)] if options.id else list(library):
        print("\n".join(lines_of(document)))
    return 0


def diff(options: argparse.Namespace) -> int:
    """Print what changed between two versions, or write it as a page."""
    from assistant.checking import difference
    from corpus.compare import compare

    library = library_of(Settings.from_environment())
    old, new = library.whole(options.old), library.whole(options.new)
    changes = compare(old, new)
    shown = difference.changed(changes, options.about or "")
    if options.html:
        page = visible(difference.page(changes, shown, old, new))
        options.html.write_text(page, encoding="utf-8")
        print(f"wrote {options.html}: {len(shown)} changed clauses", file=sys.stderr)
    elif options.json:
        kept = [change for change in changes if change.kind == "same" or change in shown]
        print(as_json(difference.values(kept, old, new), 1))
    else:
        print_drawn(difference.lines(changes, shown, old, new, sys.stdout.isatty()))
    return 0


def check(options: argparse.Namespace) -> int:
    """Check the quotations and citations of a file, or of every saved answer of a folder; 1 when
    anything is wrong.
    """
    from assistant.checking import report as checked

    settings = Settings.from_environment()
    library = library_of(settings)
    day = options.as_of or date.today()
    checks, failed = _checks(options.file, library, day, settings.max_file_mb)
    wrong = sum(check.verdict != "exact" for check in checks)
    if options.html:
        page = visible(checked.page(checks, library, options.file.name))
        options.html.write_text(page, encoding="utf-8")
        print(f"wrote {options.html}: {wrong} of {len(checks)} are wrong", file=sys.stderr)
    elif options.json:
        print(as_json({"checks": [check.json() for check in checks], "wrong": wrong}, 1))
    else:
        print_drawn(checked.lines(checks, sys.stdout.isatty()))
    return 1 if wrong or failed else 0


def _checks(path: Path, library: Library, day: date, max_mb: int) -> tuple[list[Check], int]:
    """The checks of one file, or of the JSON files of a folder, and how many of these could not be
    read (each said on stderr).
    """
    if not path.is_dir():
        return _checks_of(path, library, day, max_mb), 0
    files = sorted(one for one in path.rglob("*.json*") if one.suffix in (".json", ".jsonl"))
    if not files:
        raise PinciteError(
            f"{path} holds no saved answer; wanted .json files that 'pincite ask --save' wrote"
        )
    checks, failed = [], 0
    for file in files:
        try:
            name = str(file.relative_to(path))
            checks += [
                replace(
                    one,
                    quotation=replace(one.quotation, claimed=f"{name}: {one.quotation.claimed}"),
                )
                for one in _checks_of(file, library, day, max_mb)
            ]
        except PinciteError as error:
            failed += 1
            print(f"pincite: {error}", file=sys.stderr)
    return checks, failed


def _checks_of(path: Path, library: Library, day: date, max_mb: int) -> list[Check]:
    from assistant.checking.check import Checker
    from assistant.checking.record import SAVED, saved, verdicts

    checker = Checker(library, day)
    if path.suffix.lower() not in SAVED:
        return checker.check(_text_of(path, max_mb))
    checks, others = verdicts(saved(path, max_mb), checker)
    for other in others:
        print(
            f"{path.name}: saved from the documents {other}, now they are {library.fingerprint}",
            file=sys.stderr,
        )
    return checks


def _text_of(path: Path, max_mb: int) -> str:
    """The words of a file to be checked, its paragraphs apart."""
    from ingest.read import read

    reading = read(path, max_mb)
    if reading.reader == "text":
        return reading.text
    return "".join(("\n" if line.gap else "") + reading.of(line) + "\n" for line in reading.lines)
