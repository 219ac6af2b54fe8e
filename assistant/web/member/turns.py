"""Answers that a browser kept, drawn again: as the page's HTML, as a text, as a record; and what a
person says of one.

Only what a person sends as feedback stays here.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from assistant.assistant import Assistant
from assistant.checking.record import record_of
from assistant.web.feedback import BadFeedback, Feedback, FeedbackFull
from assistant.web.line import GONE, Busy, Gone, Line, busy, left
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


def install(app: FastAPI, assistant: Assistant, feedback: Feedback, line: Line) -> None:
    """/turns, /turns.md, /turns.txt, /record and /feedback take answers as JSON; /agreements gives
    what the first screen offers.
    """

    async def record(request: Request) -> Response:
        kept = _kept(await _body(request))
        try:
            async with line.turn(lambda: left(request)):
                return ExactJson(await run_in_threadpool(recorded, assistant, (kept or [{}])[0]))
        except Busy as error:
            return busy(error)
        except Gone:
            return Response(status_code=GONE)
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
        ("/turns", _written(_drawn)),
        ("/turns.md", _written(_texts(written.markdown, "\n\n---\n\n"))),
        ("/turns.txt", _written(_texts(written.plain, "\n\n\n"))),
        ("/record", record),
        ("/feedback", said),
    ):
        app.add_api_route(path, taking, methods=["POST"], include_in_schema=False)

    @app.get("/agreements", include_in_schema=False)
    def choices(lang: str = "en") -> JsonObject:
        return agreements(assistant, words_in(lang))


#: Makes the reply to answers in the words of a language.
Write = Callable[[list[JsonObject], Words], Response]


def _written(write: Write) -> Callable[[Request], Awaitable[Response]]:
    """A route that replies to answers: read, written and packed aside, because twenty of them are
    half a megabyte and the event loop is everybody's.
    """

    async def reply(request: Request) -> Response:
        words = words_in(request.query_params.get("lang", ""))
        packs = "gzip" in request.headers.get("accept-encoding", "")
        body = await _body(request)

        def made() -> Response:
            kept = _kept(body)
            said = _refused(_NO_TURNS) if kept is None else write(kept, words)
            return _packed(said) if packs else said

        return await run_in_threadpool(made)

    return reply


def _packed(said: Response) -> Response:
    """The same with its body packed."""
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    body = gzip.compress(bytes(said.body), 6)
    return Response(body, said.status_code, headers, said.headers["content-type"])


def _drawn(kept: list[JsonObject], words: Words) -> Response:
    """The answers drawn as HTML; one that can't be drawn is left out."""
    drawn = []
    for found in kept:
        with suppress(*_NO_ANSWER):
            drawn.append(answer_page.turn(found, words, whole=False))
    return ShownPage("".join(drawn))


def _texts(write: Callable[[JsonObject, Words], str], between: str) -> Write:
    def text(kept: list[JsonObject], words: Words) -> Response:
        try:
            return ShownText(between.join(write(found, words) for found in kept))
        except _NO_ANSWER:
            return _refused("one of the turns is no answer")

    return text


def _refused(error: str, status: int = 422) -> Response:
    return JSONResponse({"error": error}, status)


def _kept(body: bytes | None) -> list[JsonObject] | None:
    """The answers in a request's body, or None where it is too long or no such thing."""
    try:
        kept = json.loads(body or b"")["turns"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    good = (
        isinstance(kept, list)
        and len(kept) <= MAX_TURNS
        and all(isinstance(found, dict) for found in kept)
    )
    return kept if good else None


async def _body(request: Request) -> bytes | None:
    """A request's body, unpacked where it came packed, or None as soon as it is longer than
    MAX_BODY or can't be unpacked.
    """
    packed = request.headers.get("content-encoding") == "gzip"
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    body = bytearray()
    async for part in request.stream():
        try:
            body += unpacking.decompress(part, MAX_BODY + 1) if packed else part
        except zlib.error:
            return None
        if len(body) > MAX_BODY or unpacking.unconsumed_tail:
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
