"""An assistant opened at a terminal: its index is built first where there is none that fits, and
stderr says how far it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.assistant import Assistant
from assistant.cli.streams import plain
from corpus import Settings


def say(message: str) -> None:
    """Tell the person at the terminal, beside the results."""
    print(f"pincite: {message}", file=sys.stderr)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr for whatever step is under way; steps under a second show none."""
    from tqdm import tqdm

    bar = None
    names = {
        "embedding": "Reading the clauses into vectors",
        "storing": "Writing the index",
        "checking": "Checking the index",
        "reading": "Reading files",
        "fetching": "Fetching official texts",
        "asking": "Having questions written",
    }

    def tell(step: str, done: int, total: int) -> None:
        nonlocal bar
        label = names.get(step, step)
        if bar is None or bar.desc != f"{label}: ":
            if bar is not None:
                bar.close()
            out = plain(sys.stderr)
            bar = tqdm(total=total, desc=label, file=out, delay=0.5, leave=False, unit="")
        bar.update(done - bar.n)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.close()


def open_assistant(settings: Settings, once: bool = False) -> Assistant:
    """The assistant of a home whose index is built first where it is missing, stale or damaged."""
    from ingest import ensure_index

    with progress_bar() as tell:
        ensure_index(settings, tell, say)
    return Assistant.open(settings, once)
