"""A question on the page while it waits for its turn."""

from __future__ import annotations

import math
from asyncio import CancelledError
from collections.abc import AsyncIterator, Generator

from anyio.to_thread import run_sync

from assistant.web.line import Busy, Line
from assistant.web.member import answer_page
from assistant.web.words import Words


async def in_turn(
    line: Line, question: str, answer: Generator[str, None, None], words: Words
) -> AsyncIterator[str]:
    """What `answer` yields, once it is its turn in the line.

    Until then every second how long that takes; where it would not come soon, that in words. Each
    yield lets Gradio close this where nobody looks any more, so that nothing is worked out for
    nobody.
    """
    place, shown = None, 0
    try:
        place = line.join()
        while not await place.come(1.0):
            stage = words("stage.waiting", seconds=math.ceil(place.expected))
            yield answer_page.growing(question, stage, [], [], words)
        while part := await run_sync(next, answer, ""):
            yield part
            shown += 1
    except Busy as busy:
        yield answer_page.failed(question, words("answer.busy", seconds=busy.seconds), words)
    except (GeneratorExit, CancelledError):
        line.turned_away["gone"] += 1
        raise
    finally:
        answer.close()
        if place:
            place.leave(used=shown > 1)
