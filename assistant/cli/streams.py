"""What a command writes is shown and never obeyed: where a title or a clause holds signs by which a
terminal is told to draw, to move or to turn round, marks are printed in their place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, TextIO, cast

from corpus.signs import visible


class Shown:
    """A stream that writes signs that act as marks, and all else as it is."""

    def __init__(self, plain: TextIO) -> None:
        self.plain = plain

    def write(self, text: str) -> int:
        """Write a text, shown."""
        return self.plain.write(visible(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)


@contextmanager
def shown() -> Iterator[None]:
    """stdout and stderr as such streams, in UTF-8 whatever the system has."""
    before = sys.stdout, sys.stderr
    for stream in before:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout, sys.stderr = (cast("TextIO", Shown(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def plain(stream: TextIO) -> TextIO:
    """The stream beneath, for what draws itself: a bar, or words that `visible` has seen."""
    return stream.plain if isinstance(stream, Shown) else stream


def print_drawn(text: str) -> None:
    """Print lines that have our colours in them; the words between are shown already."""
    print(text, file=plain(sys.stdout))
