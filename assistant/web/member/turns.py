"""Answers that a browser kept, drawn again: as the page's HTML, as a text, as a record; and what a
person says of one.

Only what a person sends as feedback stays here.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from assistant.assistant import Assistant
from assistant.checking.record import record_of
from assistant.web.feedback import BadFeedback, Feedback, FeedbackFull
from assistant.web.member import answer_page, written
from assistant.web.member.chat import Choices, agreements
from assistant.web.shown import ExactJson, ShownPage, ShownText
from assistant.web.words import Words, words_in
from corpus import PinciteError
from corpus.plain import JsonObject

MAX_BODY = 3 * 2**20
MAX_TURNS = 60


_NO_TURNS = f"wanted JSON with 'turns', at most {MAX_TURNS} answers and {MAX_BODY:,} bytes"
#: What goes wrong where an answer is one that an older version wrote, or none.
_NO_ANSWER = (KeyError, TypeError, ValueError, AttributeError)


def install(app: FastAPI, assistant: Assistant, feedback: Feedback) -> None:
    """/turns, /turns.md, /turns.txt, /record and /feedback take answers as JSON; /agreements gives
    what the first screen offers.
    """

    async def record(request: Request) -> Response:
        kept, _ = await _kept(request)
        try:
            return ExactJson(await run_in_threadpool(recorded, assistant, (kept or [{}])[0]))
        except (KeyError, TypeError, ValueError, PinciteError):
            return _refused("the documents have changed since this answer, or it is none", 409)

    async def said(request: Request) -> Response:
        try:
            told = json.loads(await _body(request) or b"{}")
            words = [str(told.get(name) or "") for name in ("reason", "words")]
            await run_in_threadpool(feedback.add, told["verdict"], told["answer"], *words)
        except (BadFeedback, FeedbackFull) as error:
            return _refused(str(error))
        except (*_NO_ANSWER, RecursionError):
            return _refused("wanted JSON with 'verdict' (good or bad) and 'answer'")
        return JSONResponse({"kept": True})

    for path, taking in (
        ("/turns", turns),
        ("/turns.md", _texts(written.markdown, "\n\n---\n\n")),
        ("/turns.txt", _texts(written.plain, "\n\n\n")),
        ("/record", record),
        ("/feedback", said),
    ):
        app.add_api_route(path, taking, methods=["POST"], include_in_schema=False)

    @app.get("/agreements", include_in_schema=False)
    def choices(lang: str = "en") -> JsonObject:
        return agreements(assistant, words_in(lang))


async def turns(request: Request) -> Response:
    """The answers drawn as HTML; one that can't be drawn is left out."""
    kept, words = await _kept(request)
    if kept is None:
        return _refused(_NO_TURNS)
    drawn = []
    for found in kept:
        with suppress(*_NO_ANSWER):
            drawn.append(answer_page.turn(found, words))
    return ShownPage("".join(drawn))


def _texts(
    write: Callable[[JsonObject, Words], str], between: str
) -> Callable[[Request], Awaitable[Response]]:
    async def text(request: Request) -> Response:
        kept, words = await _kept(request)
        if kept is None:
            return _refused(_NO_TURNS)
        try:
            return ShownText(between.join(write(found, words) for found in kept))
        except _NO_ANSWER:
            return _refused("one of the turns is no answer")

    return text


def _refused(error: str, status: int = 422) -> Response:
    return JSONResponse({"error": error}, status)


async def _kept(request: Request) -> tuple[list[JsonObject] | None, Words]:
    """The answers in a request's body, or None where it is too long or no such thing."""
    words = words_in(request.query_params.get("lang", ""))
    try:
        kept = json.loads(await _body(request) or b"")["turns"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, words
    good = (
        isinstance(kept, list)
        and len(kept) <= MAX_TURNS
        and all(isinstance(found, dict) for found in kept)
    )
    return (kept if good else None), words


async def _body(request: Request) -> bytes | None:
    """A request's body, or None as soon as it is longer than MAX_BODY."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def recorded(assistant: Assistant, found: JsonObject) -> JsonObject:
    """The record of an answer that was shown: it is asked again as it was, and must come out the
    same. ValueError where it does not.
    """
    question = Choices.read(json.dumps(found["asked"])).question(
        str(found["question"]), str(found["id"])
    )
    outcome, passages = assistant.ask_and_search(question)
    again = outcome.json()
    if [c["quote"] for c in again["citations"]] != [
        c["quote"] for c in found["citations"]
    ] or again["status"] != found["status"]:
        raise ValueError("the answer is another now")
    return record_of(outcome, passages, assistant.basis())
