"""Answers that a browser kept, drawn again: as the page's HTML, as a text, as a record; and what a
person says of one.

Only what a person sends as feedback stays here.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from assistant.assistant import Assistant
from assistant.checking.record import record_of
from assistant.web.feedback import BadFeedback, Feedback, FeedbackFull
from assistant.web.member import answer_page, written
from assistant.web.member.chat import Choices, agreements
from assistant.web.words import Words, words_in
from corpus import PinciteError

MAX_BODY = 3 * 2**20
MAX_TURNS = 60


def install(app: FastAPI, assistant: Assistant, feedback: Feedback) -> None:
    """/turns, /turns.md, /turns.txt, /record and /feedback take answers as JSON; /agreements gives
    what the first screen offers.
    """

    @app.post("/turns", include_in_schema=False)
    async def turns(request: Request) -> Response:
        kept, words = await _kept(request)
        if kept is None:
            return JSONResponse(
                {
                    "error": (
                        f"wanted JSON with 'turns', at most {MAX_TURNS} answers and {MAX_BODY:,} "
                        "bytes"
                    )
                },
                422,
            )
        drawn = []
        for found in kept:
            try:
                drawn.append(answer_page.turn(found, words))
            except (KeyError, TypeError, ValueError, AttributeError):
                # one that an older version wrote, or somebody else: the rest is still shown
                continue
        return HTMLResponse("".join(drawn))

    def texts(path: str, write: Callable[[dict, Words], str], between: str) -> None:
        async def text(request: Request) -> Response:
            kept, words = await _kept(request)
            if kept is None:
                return JSONResponse(
                    {
                        "error": (
                            f"wanted JSON with 'turns', at most {MAX_TURNS} answers and "
                            f"{MAX_BODY:,} bytes"
                        )
                    },
                    422,
                )
            try:
                return PlainTextResponse(between.join(write(found, words) for found in kept))
            except (KeyError, TypeError, ValueError, AttributeError):
                return JSONResponse({"error": "one of the turns is no answer"}, 422)

        app.add_api_route(path, text, methods=["POST"], include_in_schema=False)

    texts("/turns.md", written.markdown, "\n\n---\n\n")
    texts("/turns.txt", written.plain, "\n\n\n")

    @app.post("/record", include_in_schema=False)
    async def record(request: Request) -> Response:
        kept, _ = await _kept(request)
        try:
            return JSONResponse(await run_in_threadpool(recorded, assistant, (kept or [{}])[0]))
        except (KeyError, TypeError, ValueError, PinciteError):
            return JSONResponse(
                {"error": "the documents have changed since this answer, or it is none"}, 409
            )

    @app.post("/feedback", include_in_schema=False)
    async def said(request: Request) -> Response:
        try:
            told = json.loads(await _body(request) or b"{}")
            await run_in_threadpool(
                feedback.add,
                told["verdict"],
                told["answer"],
                str(told.get("reason") or ""),
                str(told.get("words") or ""),
            )
        except (BadFeedback, FeedbackFull) as error:
            return JSONResponse({"error": str(error)}, 422)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return JSONResponse(
                {"error": "wanted JSON with 'verdict' (good or bad) and 'answer'"}, 422
            )
        return JSONResponse({"kept": True})

    @app.get("/agreements", include_in_schema=False)
    def choices(lang: str = "en") -> dict:
        return agreements(assistant, words_in(lang))


async def _kept(request: Request) -> tuple[list[dict] | None, Words]:
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


def recorded(assistant: Assistant, found: dict) -> dict:
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
    return record_of(outcome, passages, assistant)
