"""What is judged: the home as it is, or with more documents that it never sees. The only face of
this room, because it adds them.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.assistant import Assistant
from assistant.cli.opening import open_assistant, progress_bar
from corpus import Home, Library, Settings, identity_of
from corpus.plain import JsonObject


def home() -> tuple[Settings, Path]:
    """The settings, and the folder in the home where the suite keeps runs, cases and documents."""
    settings = Settings.from_environment()
    return settings, settings.home / "evals"


def assistant_with(folder: Path | None, adapter: bool = True) -> Assistant:
    """The home's assistant, or where a folder is given the suite's own with its documents."""
    settings, own = home()
    settings = replace(settings, adapter=settings.adapter and adapter)
    if folder is None:
        return open_assistant(settings)
    from ingest import Described, add

    settings = replace(settings, home=own / "home")
    open_assistant(settings)
    held = Library.load(Home.open(settings.home), settings.bundled)
    new = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in (".pdf", ".docx", ".html", ".md", ".txt")
        and path.stem != "README"
        and identity_of(path.stem) not in held
    ]
    if new:
        with progress_bar() as tell:
            for done in add(new, Described(), settings, tell):
                if done.error:
                    print(f"pincite: {done.error}", file=sys.stderr)
    return open_assistant(settings)


def library_quoted(folder: Path | None) -> Library:
    """The digests, and a folder's real agreements for bulletins to quote; nothing is written."""
    from evals.quotable import OFFICIAL
    from ingest import Described
    from ingest.add import document_from

    settings, own = home()
    library = Library.load(Home(own / "planted"), settings.bundled)
    added = []
    for row in OFFICIAL.values() if folder else ():
        said: JsonObject = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in row["described"].items()
        }
        said |= {
            name: date.fromisoformat(said[name])
            for name in ("effective", "expires")
            if name in said
        }
        added.append(
            document_from(folder / row["file"], Described(**said), library, settings).document
        )
    return Library.of([*library, *added])
