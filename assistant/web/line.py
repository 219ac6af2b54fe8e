"""Who waits for an answer: as many as this machine answers in a few seconds, measured as it runs.

Every question takes its turn here, a member's and a program's alike. Used by one event loop alone.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from corpus import PinciteError

#: Questions answered at once: more would only wait for each other's processor.
AT_ONCE = 4
#: Seconds that the last in line may expect to wait; whoever would wait longer is told at once.
MOST = 3.5
#: Seconds after which a turn that has not come will not: what was expected has turned out wrong.
LATEST = 5.0
#: The pace before any answer was measured, how much a new measure counts, and how many times the
#: pace one may be: an index swapped in, or a model being loaded, happens once.
_FIRST, _SHARE, _OUTLIER = 0.1, 0.1, 4.0
#: The status of what nobody reads any more, for the counts alone.
GONE = 499


class Busy(PinciteError):
    """There is no turn now. `seconds` from now those who wait will have been answered."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        super().__init__(
            f"busy: more questions wait than can be answered soon; try again in {self.seconds} s"
        )


class Gone(Exception):
    """Whoever asked is not there any more."""


class Line:
    """The turns of one server."""

    def __init__(self, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self.now = at_once, clock
        self._free, self._begun = at_once, 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        #: Seconds from one answer to the next while there is always one to be given.
        self.pace = _FIRST
        #: How many were turned away, by why: "busy" or "gone".
        self.turned_away: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    @property
    def expected(self) -> float:
        """Seconds that one who comes now waits for a turn."""
        return 0.0 if self._free else (len(self._waiting) + 1) * self.pace

    def before(self, coming: asyncio.Future[None]) -> int:
        """How many turns are given until this one is."""
        return self._waiting.index(coming) + 1 if coming in self._waiting else 0

    @asynccontextmanager
    async def turn(self, gone: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
        """A turn once it comes, given back at the end; Busy where it would not come soon.

        Gone where `gone`, which ends when whoever asked has left, ends before the turn is used.
        """
        place, left, used = self.join(), asyncio.ensure_future(gone()), False
        try:
            await asyncio.sleep(0)  # who has left already is seen now
            while not (left.done() or await place.come(LATEST, left)):
                pass
            if left.done():
                self.turned_away["gone"] += 1
                raise Gone
            used = True
            yield
        finally:
            left.cancel()
            place.leave(used)

    def join(self) -> Place:
        """A place in the line, which must be left again; Busy where the line is too long."""
        if self.expected > MOST:
            self.turned_away["busy"] += 1
            raise Busy(self.expected)
        coming = asyncio.get_running_loop().create_future()
        if self._free:
            self._taken(coming)
        else:
            self._waiting.append(coming)
        return Place(self, coming)

    def _taken(self, coming: asyncio.Future[None]) -> None:
        if self._free == self._at_once:
            self._begun = self.now()
        self._free -= 1
        coming.set_result(None)

    def left(self, coming: asyncio.Future[None], used: bool) -> None:
        """Take back a turn, or a place, and give the turn to the next."""
        if not coming.done():
            self._waiting.remove(coming)
            return
        if used:
            now = self.now()
            taken = min(now - self._begun, _OUTLIER * self.pace)
            self.pace, self._begun = self.pace + _SHARE * (taken - self.pace), now
        self._free += 1
        if self._waiting:
            self._taken(self._waiting.popleft())


class Place:
    """One question's place in the line; it must be left."""

    def __init__(self, line: Line, coming: asyncio.Future[None]) -> None:
        self._line, self._coming = line, coming
        self._until = line.now() + LATEST

    @property
    def expected(self) -> float:
        """Seconds until the turn comes, by the pace as it is now."""
        return self._line.before(self._coming) * self._line.pace

    async def come(self, seconds: float, *others: asyncio.Future[Any]) -> bool:
        """Whether the turn has come, after so many seconds at most or when one of `others` is done.

        Busy where it has not come after LATEST.
        """
        wait = max(0.0, min(seconds, self._until - self._line.now()))
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait({self._coming, *others}, timeout=wait, return_when=first)
        if not self._coming.done() and self._line.now() >= self._until:
            self._line.turned_away["busy"] += 1
            raise Busy(self._line.expected)
        return self._coming.done()

    def leave(self, used: bool = True) -> None:
        """Give the turn back, or the place; `used` where there was an answer, whose time counts."""
        self._line.left(self._coming, used)


async def left(request: Request) -> None:
    """Come back when whoever sent a request, whose body is read, has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def busy(error: Busy) -> Response:
    """What a program is told."""
    return JSONResponse({"error": str(error)}, 429, headers={"Retry-After": str(error.seconds)})
