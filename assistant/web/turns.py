"""Answers that a browser kept, drawn again: as the page's HTML, as Markdown, as a record; and what a person says of one.

Only what a person sends as feedback stays here.
"""

from __future__ import annotations

import json
import re
from html import escape

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from assistant.assistant import Assistant
from assistant.record import record_of
from assistant.web import answer_page
from assistant.web.chat import Choices, agreements
from assistant.web.feedback import BadFeedback, Feedback, FeedbackFull
from assistant.web.words import Words, words_in
from corpus import PinciteError

MAX_BODY = 3 * 2**20
MAX_TURNS = 60


def install(app: FastAPI, assistant: Assistant, feedback: Feedback) -> None:
    """/turns, /turns.md, /record and /feedback take answers as JSON; /agreements gives what the first screen offers."""

    @app.post("/turns", include_in_schema=False)
    async def turns(request: Request) -> Response:
        kept, words = await _kept(request)
        if kept is None:
            return JSONResponse({"error": f"wanted JSON with 'turns', at most {MAX_TURNS} answers and {MAX_BODY:,} bytes"}, 422)
        drawn = []
        for found in kept:
            try:
                drawn.append(answer_page.turn(found, words))
            except (KeyError, TypeError, ValueError, AttributeError):
                continue  # one that an older version wrote, or somebody else: the rest is still shown
        return HTMLResponse("".join(drawn))

    @app.post("/turns.md", include_in_schema=False)
    async def markdown(request: Request) -> Response:
        kept, words = await _kept(request)
        if kept is None:
            return JSONResponse({"error": f"wanted JSON with 'turns', at most {MAX_TURNS} answers and {MAX_BODY:,} bytes"}, 422)
        try:
            return PlainTextResponse("\n\n---\n\n".join(as_markdown(found, words) for found in kept))
        except (KeyError, TypeError, ValueError, AttributeError):
            return JSONResponse({"error": "one of the turns is no answer"}, 422)

    @app.post("/record", include_in_schema=False)
    async def record(request: Request) -> Response:
        kept, _ = await _kept(request)
        try:
            return JSONResponse(await run_in_threadpool(recorded, assistant, (kept or [{}])[0]))
        except (KeyError, TypeError, ValueError, PinciteError):
            return JSONResponse({"error": "the documents have changed since this answer, or it is none"}, 409)

    @app.post("/feedback", include_in_schema=False)
    async def said(request: Request) -> Response:
        try:
            told = json.loads(await _body(request) or b"{}")
            await run_in_threadpool(
                feedback.add, told["verdict"], told["answer"], str(told.get("reason") or ""), str(told.get("words") or "")
            )
        except (BadFeedback, FeedbackFull) as error:
            return JSONResponse({"error": str(error)}, 422)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return JSONResponse({"error": "wanted JSON with 'verdict' (good or bad) and 'answer'"}, 422)
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
    good = isinstance(kept, list) and len(kept) <= MAX_TURNS and all(isinstance(found, dict) for found in kept)
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
    """The record of an answer that was shown: it is asked again as it was, and must come out the same. ValueError where it does not."""
    question = Choices.read(json.dumps(found["asked"])).question(str(found["question"]), str(found["id"]))
    outcome, passages = assistant.ask_and_search(question)
    again = outcome.json()
    if [c["quote"] for c in again["citations"]] != [c["quote"] for c in found["citations"]] or again["status"] != found["status"]:
        raise ValueError("the answer is another now")
    return record_of(outcome, passages, assistant)


def as_markdown(found: dict, words: Words) -> str:
    """One answer as Markdown with its citations, for a note or a message."""
    out = [f"## {_plain(found['question'])}", ""]
    if found["standalone_question"] != " ".join(str(found["question"]).split()):
        out += [f"*{words('answer.read_as')} {_plain(found['standalone_question'])}*", ""]
    for paragraph in str(found["answer"]).split("\n\n"):
        out += [_plain(paragraph), ""]
    for citation in found["citations"]:
        out.append(f"[{int(citation['n'])}] {_cited(citation, words)}")
        out += ["", *(f"> {_plain(line)}" for line in str(citation["quote"]).split("\n") if line.strip()), ""]
    if found["also"]:
        title = words("answer.also" if found["status"] == "answered" else "answer.nearest")
        out += [f"### {title}", "", *(f"- {_cited(c, words)}: “{_plain(c['quote'])}”" for c in found["also"]), ""]
    if found["notes"]:
        out += [f"### {words('answer.notes')}", "", *(f"- {_plain(note)}" for note in found["notes"]), ""]
    return "\n".join([*out, words("answer.as_of", date=found["as_of"])])


def _cited(citation: dict, words: Words) -> str:
    page = citation.get("page_label") or citation.get("page")
    on = f", {words('answer.page', page=page)}" if page else ""
    marks = ", ".join((words(f"tier.short_{int(citation['tier'])}"), words(f"status.{citation['status']}"), words(f"basis.{citation['basis']}")))
    return f"{_plain(citation['title'])}, {_plain(citation['locator'])}{on} ({marks})"


def _plain(text: object) -> str:
    """Words as Markdown that shows exactly them: markup, images and links of a document do not survive."""
    return re.sub(r"([\\`*_\[\]#!|~])", r"\\\1", escape(" ".join(str(text).split()), quote=False))
