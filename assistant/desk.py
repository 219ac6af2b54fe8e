"""What staff's commands do: report on a reading, compare two versions, check a bulletin's quotations."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from corpus import Home, Library, PinciteError, Settings


def library_of(settings: Settings) -> Library:
    """The documents of the home that the settings name."""
    return Library.load(Home.open(settings.home), settings.bundled)


def report(options: argparse.Namespace) -> int:
    """Print the reading report of one document, or of all."""
    from ingest import lines_of, values_of

    library = library_of(Settings.from_environment())
    if options.json:
        found = values_of(library[options.id]) if options.id else [values_of(document) for document in library]
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for document in [library[options.id]] if options.id else list(library):
        print("\n".join(lines_of(document)))
    return 0


def diff(options: argparse.Namespace) -> int:
    """Print what changed between two versions, or write it as a page."""
    from assistant import difference
    from corpus.compare import compare

    library = library_of(Settings.from_environment())
    old, new = library[options.old], library[options.new]
    changes = compare(old, new)
    shown = difference.changed(changes, options.about or "")
    if options.html:
        options.html.write_text(difference.page(changes, shown, old, new), encoding="utf-8")
        print(f"wrote {options.html}: {len(shown)} changed clauses", file=sys.stderr)
    elif options.json:
        kept = [change for change in changes if change.kind == "same" or change in shown]
        print(json.dumps(difference.values(kept, old, new), ensure_ascii=False, indent=1))
    else:
        print(difference.lines(changes, shown, old, new, sys.stdout.isatty()))
    return 0


def check(options: argparse.Namespace) -> int:
    """Check the quotations and citations of a file; 1 when anything is wrong."""
    from assistant import checked
    from assistant.check import Checker

    settings = Settings.from_environment()
    library = library_of(settings)
    checks = Checker(library, options.as_of or date.today()).check(_text_of(options.file, settings.max_file_mb))
    wrong = sum(check.verdict != "exact" for check in checks)
    if options.html:
        options.html.write_text(checked.page(checks, library, options.file.name), encoding="utf-8")
        print(f"wrote {options.html}: {wrong} of {len(checks)} are wrong", file=sys.stderr)
    elif options.json:
        print(json.dumps({"checks": [check.json() for check in checks], "wrong": wrong}, ensure_ascii=False, indent=1))
    else:
        print(checked.lines(checks, sys.stdout.isatty()))
    return 1 if wrong else 0


def _text_of(path: Path, max_mb: int) -> str:
    """The words of a file to be checked; a saved answer becomes its quotations, each behind the place it gives."""
    if path.suffix.lower() == ".json":
        try:
            saved = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise PinciteError(f"{path} is no saved answer ({error}); wanted what 'pincite ask --json' prints") from error
        answers = saved if isinstance(saved, list) else [saved]
        cited = [citation for answer in answers for citation in answer.get("citations", [])]
        return "\n\n".join(f"{c['document']}, {c['locator']}: “{c['quote']}”" for c in cited)
    from ingest.read import read

    reading = read(path, max_mb)
    return (
        "".join(("\n" if line.gap else "") + reading.of(line) + "\n" for line in reading.lines)
        if reading.reader != "text"
        else reading.text
    )
