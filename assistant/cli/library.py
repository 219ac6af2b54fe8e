"""What `pincite add`, `fetch`, `remove`, `list`, `show` and `text` do: which documents a home
holds, and their words.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli import audit, listing, show, staff
from assistant.cli.opening import progress_bar, say
from assistant.cli.streams import print_drawn
from corpus import Document, PinciteError, Settings
from corpus.signs import as_json

if TYPE_CHECKING:
    from ingest import Added


def _add(options: argparse.Namespace) -> int:
    from assistant.drafting.llm import WANTED, Model
    from ingest import Described, add, lines_of, write_questions

    settings = Settings.from_environment()
    model = Model.of(settings) if options.questions else None
    if options.questions and model is None:
        raise PinciteError(
            f"--questions needs a language model, and PINCITE_LLM is not set; {WANTED}"
        )
    described = Described(
        options.id,
        options.title,
        options.union,
        options.kind,
        options.effective,
        options.expires,
        tuple(options.supersedes),
        options.text_of,
        options.jurisdiction,
        tuple(options.alias),
        options.status,
    )
    with progress_bar() as tell:
        accept = _always if options.yes else _asked
        results = add(options.paths, described, settings, tell, say, accept=accept, ask=_standing)
        if model:
            written = write_questions(
                [d.document.id for d in results if d.document], settings, model.write, tell, say
            )
            say(
                f"{model.name} wrote {written} questions that passed the checks; 'pincite show' "
                "marks them as machine-written"
            )
    _note_added(results)
    for done in results:
        if done.document:
            told = [done.told] if done.told else []
            print("\n".join([*told, *lines_of(done.document, long=False)]))
        else:
            print(f"pincite: {done.path}: {done.error}", file=sys.stderr)
    return 1 if any(done.error for done in results) else 0


def _note_added(results: list[Added]) -> None:
    ids = [done.document.id for done in results if done.document]
    audit.note("document_added", documents=ids, refused=len(results) - len(ids))


def _standing(path: Path, document: Document) -> str | None:
    """Ask the person at the terminal how a copy stands that calls itself a draft or tentative."""
    if not sys.stdin.isatty():
        return None
    called = {"d": "draft", "t": "tentative", "a": "adopted"}
    say(f"{path.name} calls itself {document.marked}: held as d(raft), t(entative) or a(dopted)?")
    say(f"Enter keeps {document.marked}.")
    return called.get(sys.stdin.readline().strip().lower()[:1])


def _always(guess: str) -> bool:
    return True


def _asked(guess: str) -> bool:
    """Whether the person at the terminal takes a guess; where nobody sits there, nobody does."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(f"\n{guess}. Take it as that? [Y/n] ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    return answer.strip().lower() in ("", "y", "yes") and answer != ""


def _fetch(options: argparse.Namespace) -> int:
    from ingest import fetch, lines_of

    with progress_bar() as tell:
        outcomes = fetch(options.ids, Settings.from_environment(), options.update, tell)
    if ids := [outcome.document.id for outcome in outcomes if outcome.document]:
        audit.note("documents_fetched", documents=ids)
    for outcome in outcomes:
        if outcome.document:
            print("\n".join(lines_of(outcome.document, long=False)))
        else:
            print(
                f"{outcome.digest}: {outcome.said}",
                file=sys.stderr if outcome.failed else sys.stdout,
            )
    return 1 if any(outcome.failed for outcome in outcomes) else 0


def _remove(options: argparse.Namespace) -> int:
    from ingest import remove

    with progress_bar() as tell:
        remove(options.ids, Settings.from_environment(), tell)
    audit.note("document_removed", documents=options.ids)
    print(f"removed from every answer: {', '.join(options.ids)}")
    return 0


def _list(options: argparse.Namespace) -> int:
    library = staff.library_of(Settings.from_environment())
    rows = listing.listing(library, date.today())
    print(as_json(rows, 1) if options.json else listing.table(rows))
    return 0


def _show(options: argparse.Namespace) -> int:
    library = staff.library_of(Settings.from_environment())
    held, colours = library.whole(options.id), sys.stdout.isatty()
    print_drawn(show.document(library, held, options.locator, date.today(), colours))
    return 0


def _print_text(options: argparse.Namespace) -> int:
    library = staff.library_of(Settings.from_environment())
    text = library.whole(options.id).text
    sys.stdout.flush()
    if sys.stdout.isatty():
        sys.stdout.write(text)  # what acts is shown there; anywhere else every letter is as it is
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
    return 0


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add,
    "fetch": _fetch,
    "remove": _remove,
    "list": _list,
    "show": _show,
    "text": _print_text,
}
