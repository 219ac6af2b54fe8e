"""A question on the page whose asker has left takes no processor, over a real connection."""

import asyncio
import json
import threading
import time
import uuid

import pytest

pytest.importorskip("gradio")

import uvicorn
from fastapi import FastAPI

from assistant.web import line as module
from assistant.web.line import Line
from assistant.web.member import chat
from assistant.web.mounting import mounted
from tests.load import Server, _said
from tests.makers.loops import finished


class Slow:
    """An assistant that holds each question until it may go on, and then finds nothing to say."""

    def __init__(self) -> None:
        self.library: list[object] = []
        self.asked: list[str] = []
        self.go_on = threading.Event()

    def stream(self, question):
        self.asked.append(question.question)
        self.go_on.wait(20)
        yield "reading"
        raise ValueError("nothing to say")


@pytest.fixture
def page():
    """The page over one that is slow, whose line gives one turn at a time, and its server."""
    app, slow, line = FastAPI(), Slow(), Line(at_once=1)
    blocks = chat.blocks(slow, "en", line)
    mounted(app, blocks, "/", "", "1kb")
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    event = next(n for n, fn in blocks.fns.items() if fn.outputs and len(fn.inputs) == 2)
    yield Server(port, 0, None, "", event), slow, line
    slow.go_on.set()
    server.should_exit = server.force_exit = True
    thread.join(10)


async def asks(server: Server, text: str) -> str:
    """All that the page is sent of one question."""
    session = uuid.uuid4().hex[:12]
    asked = {"data": [text, "{}"], "fn_index": server.event, "session_hash": session}
    await _said(server, 0, "POST", "/gradio_api/queue/join", json.dumps(asked).encode())
    path = f"/gradio_api/queue/data?session_hash={session}"
    return (await _said(server, 0, "GET", path)).decode()


async def until(true) -> None:
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come about")


def test_who_leaves_the_page_is_not_answered_and_the_next_is(page):
    server, slow, line = page

    async def people() -> list[str]:
        first = asyncio.ensure_future(asks(server, "first"))
        await until(lambda: slow.asked)
        leaves = asyncio.ensure_future(asks(server, "leaves"))
        await until(lambda: line.waiting == 1)
        leaves.cancel()
        await until(lambda: line.waiting == 0 and line.turned_away["gone"] == 1)
        third = asyncio.ensure_future(asks(server, "third"))
        await until(lambda: line.waiting == 1)
        slow.go_on.set()
        return [await first, await third]

    said = finished(people())
    assert slow.asked == ["first", "third"] and line.waiting == 0 and line.expected == 0
    assert all("nothing to say" in one for one in said)


def test_whoever_would_wait_too_long_reads_it_in_plain_words(page):
    server, slow, line = page

    async def people() -> str:
        first = asyncio.ensure_future(asks(server, "first"))
        await until(lambda: slow.asked)
        line.pace = 2 * module.MOST
        busy = await asks(server, "second")
        slow.go_on.set()
        await first
        return busy

    assert "Try again in 7 seconds" in finished(people()) and slow.asked == ["first"]
