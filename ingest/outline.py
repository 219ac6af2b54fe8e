"""A document's outline as it unfolds: the numbers open at a line, outermost first.

A new number closes what it follows and stands inside what it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.labels import ORDER, WORDED


@dataclass(slots=True)
class Level:
    """One open number: `h1` to `h6` are headings that a format marks, `h7` one known by its type.

    `closed` holds the numbers that such a heading closed, in case a list goes on after it.
    """

    kind: str
    number: str
    value: int
    title: str = ""
    indent: float = 0.0
    closed: tuple[Level, ...] = ()

    @property
    def heading(self) -> bool:
        """Whether this is an unnumbered heading."""
        return self.kind.startswith("h")


def push(stack: list[Level], level: Level, bare: bool = False) -> None:
    """Open a number or a heading; `bare` where the heading before has no words of its own yet."""
    if level.kind == "h7":
        _close_heading(stack, level, bare)
    elif level.heading:
        _close_marked(stack, level)
    elif level.kind in ORDER:
        _close_appendix(stack, level)
        _close_named(stack, level)
    else:
        _close_bare(stack, level)
    stack.append(level)


def follows(stack: list[Level], level: Level) -> int | None:
    """Where in the stack the list stands that this number goes on.

    The innermost first, but nearest in indent.
    """
    fits = [
        at
        for at, held in enumerate(stack)
        if held.kind == level.kind and held.value < level.value <= held.value + 3
    ]
    exact = [at for at in fits if stack[at].value + 1 == level.value] or fits
    exact += [at for at, held in enumerate(stack) if _lettered_on(held, level)]
    if len(exact) < 2:
        return exact[0] if exact else None
    return min(reversed(exact), key=lambda at: round(abs(stack[at].indent - level.indent) / 12))


def _lettered_on(held: Level, level: Level) -> bool:
    """Whether XIIIA follows XIII: the same value, another number that begins alike."""
    if (held.kind, held.value) != (level.kind, level.value) or held.number == level.number:
        return False
    return level.number.startswith(held.number[:-1])


def goes_on(stack: list[Level], level: Level) -> list[Level] | None:
    """The numbers above this one in a list that an unnumbered heading only seemed to close."""
    heading = _last_heading(stack)
    closed = list(stack[heading].closed) if heading is not None else []
    for at, held in enumerate(closed):
        if held.kind == level.kind and held.value < level.value <= held.value + 2:
            return closed[:at]
    return None


def first_part(decimal: str) -> str:
    """The 5 of "5.5" and of "5-5"."""
    return re.split(r"[.\-]", decimal)[0]


def _last_heading(stack: list[Level]) -> int | None:
    return next((at for at in range(len(stack) - 1, -1, -1) if stack[at].kind == "h7"), None)


def _close_heading(stack: list[Level], level: Level, bare: bool) -> None:
    """A heading in capitals follows one in capitals; others stand inside the open numbers.

    One in small letters directly beneath one in capitals stands inside it.
    """
    at = _last_heading(stack)
    if at is None:
        return
    if level.title.isupper():
        while at and stack[at - 1].kind == "h7":
            at -= 1
    elif bare and stack[at].title.isupper() and at == len(stack) - 1:
        return
    capitals = stack[at].title.isupper() and level.title.isupper()
    if capitals or at == len(stack) - 1:
        between = tuple(held for held in stack[at:] if held.kind != "h7")
        level.closed = (*between, *level.closed) or stack[at].closed
        del stack[at:]


def _close_marked(stack: list[Level], level: Level) -> None:
    for at, held in enumerate(stack):
        if not held.heading or held.kind >= level.kind:
            del stack[at:]
            return


def _close_bare(stack: list[Level], level: Level) -> None:
    heading = _last_heading(stack)
    at = follows(stack, level)
    if at is not None:
        del stack[at:]
    elif heading is not None and (closed := goes_on(stack, level)) is not None:
        stack[heading:] = closed
    elif (at := _before(stack, heading, level)) is not None:
        # a list that begins again under a new heading replaces the one before that heading
        stack[at:heading] = []
    elif level.value == 1 and stack and stack[-1].kind == level.kind:
        stack.pop()  # the same list begins again


def _before(stack: list[Level], heading: int | None, level: Level) -> int | None:
    """Where a number of this kind stands before the last unnumbered heading."""
    above = stack[: heading or 0]
    return next((at for at, held in enumerate(above) if held.kind == level.kind), None)


def _close_appendix(stack: list[Level], level: Level) -> None:
    """An appendix amid the titles or articles of one sequence ends where the sequence goes on."""
    at = next((n for n, held in enumerate(stack) if held.kind == "appendix"), None)
    if at is None or level.value < 2 or any(held.kind == level.kind for held in stack[at:]):
        return
    before = stack[at].closed
    if any(held.kind == level.kind and held.value + 1 == level.value for held in before):
        place = next(n for n, held in enumerate(before) if held.kind == level.kind)
        stack[at:] = before[:place]


def _close_named(stack: list[Level], level: Level) -> None:
    for at, held in enumerate(stack):
        if _closes(level, held) and not _stays(stack, at, level):
            if level.kind == "appendix":
                level.closed = tuple(stack[at:])
            del stack[at:]
            return


def _closes(level: Level, held: Level) -> bool:
    """Whether a named number stands outside what is held: in the order of the named, or as any."""
    if held.kind in ORDER:
        return ORDER.index(held.kind) >= ORDER.index(level.kind)
    return not held.heading or held.kind == "h7"


def _stays(stack: list[Level], at: int, level: Level) -> bool:
    """Whether an open number holds a named one: 5.5 holds 5.5.1; "II. PAY" holds "2.1 Rates"."""
    held = stack[at]
    if level.kind == "decimal" and held.kind == "decimal":
        return level.number.startswith(held.number + ".")
    if held.kind == "h7":  # a heading around a bare number that stays is not closed either
        return any(_holds(stack, n, level) for n in range(at + 1, len(stack)) if _is_bare(stack[n]))
    return _is_bare(held) and _holds(stack, at, level)


def _is_bare(held: Level) -> bool:
    return held.kind not in ORDER and not held.heading


def _holds(stack: list[Level], at: int, level: Level) -> bool:
    """Whether a bare outermost number stays open around a section or a decimal."""
    held = stack[at]
    outer = ("ROMAN.", "upper.", "digit.", "digit")
    if level.kind not in ("decimal", "section") or held.kind not in outer:
        return False
    if any(not other.heading and other.kind not in WORDED for other in stack[:at]):
        return False
    if level.value == 1:
        return True
    if level.kind == "section":
        return any(inner.kind == "section" for inner in stack[at:])
    first = first_part(level.number)
    return first in (held.number, str(held.value)) or any(
        inner.kind == "decimal" and first_part(inner.number) == first for inner in stack[at:]
    )
