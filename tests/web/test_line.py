"""Who waits for an answer: as many as can be answered soon, and nobody who has gone."""

import asyncio
import time
from contextlib import suppress

import pytest

pytest.importorskip("gradio")

from assistant.web import line as module
from assistant.web.line import Busy, Gone, Line
from assistant.web.member.waiting import in_turn
from assistant.web.words import words_in
from tests.makers.loops import finished


async def stays() -> None:
    await asyncio.Event().wait()


async def answered(line: Line, seconds: float, gone=stays) -> str:
    try:
        async with line.turn(gone):
            await asyncio.sleep(seconds)
    except Busy:
        return "busy"
    except Gone:
        return "gone"
    return "answered"


def test_the_pace_is_what_one_answer_takes_from_the_next(monkeypatch):
    now = 0.0
    line = Line(at_once=2, clock=lambda: now)

    async def busy_for(minutes: float) -> None:
        nonlocal now
        first, second = line.join(), line.join()
        for _ in range(60):  # two at a time, an answer each quarter of a second
            now += 0.25
            first.leave()
            first, second = second, line.join()
        first.leave()
        second.leave()

    finished(busy_for(1))
    assert 0.2 < line.pace < 0.3 and line.waiting == 0 and line.expected == 0


@pytest.mark.parametrize("pace", [0.02, 0.1, 1.0])
def test_as_many_wait_as_are_answered_in_a_few_seconds(pace):
    async def crowd() -> tuple[int, Busy]:
        line = Line(at_once=2)
        line.pace = pace
        for n in range(1000):
            try:
                line.join()
            except Busy as busy:
                return n - 2, busy
        raise AssertionError("nobody was turned away")

    waiting, busy = finished(crowd())
    assert waiting == pytest.approx(module.MOST / pace, abs=1)
    assert module.MOST <= busy.seconds <= module.MOST + pace + 1 and "busy" in str(busy)


def test_a_slower_machine_turns_away_more_of_the_same_people(monkeypatch):
    monkeypatch.setattr(module, "MOST", 0.2)

    async def crowd(seconds: float) -> int:
        line = Line(at_once=1)
        line.pace = 0.01
        for _ in range(20):
            await answered(line, seconds)
        some = await asyncio.gather(*(answered(line, seconds) for _ in range(40)))
        assert set(some) <= {"answered", "busy"} and line.waiting == 0
        return some.count("busy")

    quick, slow = finished(crowd(0.003)), finished(crowd(0.03))
    assert quick == 0 and 25 < slow < 40


def test_whoever_has_gone_takes_no_turn_and_the_next_does():
    ran = []

    async def leaves() -> None:
        await asyncio.sleep(0.02)

    async def left_before() -> None:
        return

    async def one(line: Line, name: str, gone) -> None:
        with suppress(Gone):
            async with line.turn(gone):
                ran.append(name)
                await asyncio.sleep(0.05)

    async def people() -> Line:
        line = Line(at_once=1)
        some = (("first", stays), ("left", leaves), ("was away", left_before), ("last", stays))
        await asyncio.gather(*(one(line, name, gone) for name, gone in some))
        return line

    line = finished(people())
    assert ran == ["first", "last"] and line.turned_away["gone"] == 2
    assert line.waiting == 0 and line.expected == 0


def test_a_turn_that_does_not_come_is_said_to_be_none(monkeypatch):
    monkeypatch.setattr(module, "LATEST", 0.1)

    async def people() -> list[str]:
        line = Line(at_once=1)
        began = time.monotonic()
        some = await asyncio.gather(answered(line, 0.5), answered(line, 0.0))
        assert some[1] == "busy" and time.monotonic() - began < 1
        return [*some, await answered(line, 0.0)]

    assert finished(people()) == ["answered", "busy", "answered"]


def test_a_wait_is_said_on_the_page_and_ends_in_the_answer_or_a_plain_sentence(monkeypatch):
    words = words_in("en")
    real = module.Place.come
    monkeypatch.setattr(module.Place, "come", lambda place, _: real(place, 0.02))
    begun = []

    def answer():
        yield "searching"
        begun.append(1)
        yield "whole"

    async def page() -> tuple[list[str], list[str], list[str]]:
        line = Line(at_once=1)
        before = line.join()
        waits = asyncio.ensure_future(collected(line))
        left = asyncio.ensure_future(abandoned(line))
        await asyncio.sleep(0.1)
        await left
        assert not begun
        line.pace = 10.0
        turned_away = await collected(line)
        before.leave()
        return await waits, turned_away, await collected(line)

    async def collected(line: Line) -> list[str]:
        return [part async for part in in_turn(line, "May they?", answer(), words)]

    async def abandoned(line: Line) -> None:
        looked = in_turn(line, "May they?", answer(), words)
        await anext(looked)
        await looked.aclose()

    waited, turned_away, at_once = finished(page())
    assert "Your turn comes in about 1 s" in waited[0] and waited[-2:] == ["searching", "whole"]
    assert len(turned_away) == 1 and "failed" in turned_away[0]
    assert "Try again in 20 seconds" in turned_away[0]
    assert at_once == ["searching", "whole"] and len(begun) == 2


class Counts:
    """An assistant that only counts how often it was asked."""

    asked = 0

    def search(self, question):
        self.asked += 1
        return [], {}


@pytest.fixture
def programs():
    """The routes for programs over one that counts, and their line."""
    from fastapi import FastAPI

    from assistant.web.api import api

    app, line, counts = FastAPI(), Line(at_once=1), Counts()
    api.install(app, counts, "", line)
    return app, line, counts


def test_a_program_is_told_when_to_come_again(programs):
    from starlette.testclient import TestClient

    app, line, counts = programs
    client, asks = TestClient(app), {"question": "May they?"}
    assert client.post("/api/search", json=asks).status_code == 200
    line.pace, line._free = 7.5, 0
    sent = client.post("/api/search", json=asks)
    assert sent.status_code == 429 and sent.headers["retry-after"] == "8"
    assert set(sent.json()) == {"error"} and "try again in 8 s" in sent.json()["error"]
    line._free = 1
    assert client.post("/api/search", json=asks).status_code == 200 and counts.asked == 2


@pytest.mark.parametrize("at", ["before it is read", "while it waits"])
def test_a_program_that_has_gone_costs_nothing(programs, at):
    app, line, counts = programs
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/search",
        "query_string": b"",
        "headers": [],
    }
    said = []

    async def run() -> None:
        gone = asyncio.Event()
        body = [{"type": "http.request", "body": b'{"question": "May they?"}'}]
        before = line.join()

        async def receive():
            if not body:
                await gone.wait()
            return body.pop() if body else {"type": "http.disconnect"}

        async def send(message):
            said.append(message)

        if at == "before it is read":
            before.leave()
            gone.set()
        request = asyncio.ensure_future(app(scope, receive, send))
        await asyncio.sleep(0.05)
        gone.set()
        await asyncio.wait_for(request, 2)

    finished(run())
    assert counts.asked == 0 and said[0]["status"] == 499 and line.turned_away["gone"] == 1
