"""The same answers for programs: POST /api/ask and /api/search with a key, described at /api/docs
and in /api/openapi.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.assistant import Question
from assistant.question.days import BadDay
from assistant.request import Answering, question_of, searched
from assistant.web import assets
from assistant.web.line import GONE, Busy, Gone, Line, busy, left
from assistant.web.member.chat import MAX_QUESTION, log
from assistant.web.shown import ExactJson, ShownPage
from corpus import BadQuestion, NoSuchDocument, PinciteError
from corpus.plain import JsonObject

MAX_BODY = 64 * 1024
_FIELDS: dict[str, tuple[JsonObject, str]] = {
    "question": ({"type": "string", "maxLength": MAX_QUESTION}, "what is asked"),
    "union": ({"type": "string"}, "whose agreement covers the person"),
    "documents": ({"type": "array", "items": {"type": "string"}}, "only these documents, by id"),
    "kinds": ({"type": "array", "items": {"type": "string"}}, "only documents of these kinds"),
    "as_of": (
        {"type": "string", "format": "date"},
        "the date asked about; today where it is left out",
    ),
    "history": (
        {"type": "array"},
        "earlier questions of the person, texts or turns with role and content",
    ),
    "k": (
        {"type": "integer", "minimum": 1, "maximum": 200},
        "how many passages; 10 where it is left out",
    ),
    "id": ({"type": "string"}, "comes back as it was sent"),
}
_BODY = {
    "type": "object",
    "required": ["question"],
    "additionalProperties": False,
    "properties": {
        name: schema | {"description": text} for name, (schema, text) in _FIELDS.items()
    },
}
_SAID = {
    400: "the body is no question; the error says what was wanted",
    401: "no key, or one that opens nothing",
    404: "a document that is not held",
    413: "the body is too long",
    422: "as_of is no day; the error says how one is written",
    429: "too many requests, or busy: more questions wait than can be answered soon; Retry-After "
    "says when to try again",
}


def install(app: FastAPI, assistant: Answering, root: str, line: Line) -> None:
    """The routes, whose questions wait in the line. The guard has looked at the key before they are
    reached.
    """

    def route(path: str, summary: str, run: Callable[[Question], JsonObject]) -> None:
        async def answer(request: Request) -> Response:
            try:
                question = await _question(request)
            except (_TooLong, BadQuestion, ValueError, TypeError, RecursionError) as error:
                return _not_asked(error)
            try:
                async with line.turn(lambda: left(request)):
                    return ExactJson(await run_in_threadpool(run, question))
            except Exception as error:  # noqa: BLE001 - each kind has its status
                return _not_answered(error)

        body = {"required": True, "content": {"application/json": {"schema": _BODY}}}
        app.add_api_route(
            path,
            answer,
            methods=["POST"],
            summary=summary,
            response_model=None,
            name=path.rpartition("/")[2],
            responses={code: {"description": text} for code, text in _SAID.items()},
            openapi_extra={"requestBody": body, "security": [{"key": []}]},
        )

    route(
        "/api/ask",
        "A cited answer, or an honest no",
        lambda question: assistant.ask(question).json(),
    )
    route(
        "/api/search", "Ranked clauses, no answer", lambda question: searched(assistant, question)
    )
    _descriptions(app, root)


def _descriptions(app: FastAPI, root: str) -> None:
    """What the routes take and give: as OpenAPI, and as a page for people."""

    @app.get("/api/openapi.json", include_in_schema=False)
    def described() -> JsonObject:
        ours = [
            one for one in app.routes if getattr(one, "path", "") in ("/api/ask", "/api/search")
        ]
        made = get_openapi(
            title="Pincite",
            version="1",
            description=__doc__,
            routes=ours,
            servers=[{"url": root or "/"}],
        )
        made.setdefault("components", {})["securitySchemes"] = {
            "key": {"type": "http", "scheme": "bearer"}
        }
        return made

    @app.get("/api", include_in_schema=False)
    @app.get("/api/", include_in_schema=False)
    @app.get("/api/docs", include_in_schema=False)
    def page() -> Response:
        return ShownPage(_page(root))


class _TooLong(Exception):
    pass


def _error(error: object, status: int) -> Response:
    return JSONResponse({"error": str(error)}, status)


def _no_question(error: Exception) -> Response:
    return _error(f"{error} (a JSON object may hold {', '.join(_FIELDS)})", 400)


def _not_asked(error: Exception) -> Response:
    if isinstance(error, _TooLong):
        return _error(f"the body is longer than {MAX_BODY:,} bytes", 413)
    return _error(error, 422) if isinstance(error, BadDay) else _no_question(error)


def _not_answered(error: Exception) -> Response:
    """What went wrong after the question was read: a ValueError is our own fault then."""
    if isinstance(error, NoSuchDocument):
        return _error(error, 404)
    if isinstance(error, BadQuestion):
        return _no_question(error)
    if isinstance(error, Busy):
        return busy(error)
    if isinstance(error, Gone):
        return Response(status_code=GONE)
    if isinstance(error, PinciteError):
        return _error(error, 503)
    log.error("a program's question could not be answered", exc_info=error)
    return _error("this question could not be answered; the server's log says where", 500)


async def _question(request: Request) -> Question:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise _TooLong
    try:
        values = json.loads(bytes(body))
    except ValueError:
        raise BadQuestion("the body is no JSON") from None
    if not isinstance(values, dict):
        raise BadQuestion(f"the body is {type(values).__name__}")
    if strange := sorted(set(values) - set(_FIELDS)):
        raise BadQuestion(f"unknown: {', '.join(one[:40] for one in strange[:5])}")
    if values.get("id") is not None and not isinstance(values["id"], str | int):
        raise BadQuestion('"id" is neither text nor a number')
    if len(str(values.get("question") or "")) > MAX_QUESTION:
        raise BadQuestion(f"the question has more than {MAX_QUESTION:,} characters")
    return question_of(values, Question(""))


def _page(root: str) -> str:
    """What /api/openapi.json says, for people; no script and nothing from elsewhere."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(str(schema["type"]))}</td>'
        f"<td>{escape(text)}</td></tr>"
        for name, (schema, text) in _FIELDS.items()
    )
    errors = "".join(
        f'<tr><th scope="row">{code}</th><td>{escape(text)}</td></tr>'
        for code, text in _SAID.items()
    )
    example = escape(
        f"curl https://HOST{root}/api/ask -H 'Authorization: Bearer KEY' -H 'Content-Type: "
        "application/json' \\\n"
        '  -d \'{"question": "Can they scan me and keep the scan?", "union": "SAG-AFTRA"}\''
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Pincite for programs</title>"
        f'<link rel="stylesheet" href="{root}/{assets.address("desk.css")}"></head><body>'
        '<main class="plain"><p class="brand"><span class="mark" aria-hidden="true">¶</span>'
        " Pincite</p>"
        "<h1>For programs</h1><p>The same answers as the chat: exact quotations with the clause, "
        "what binds and is in force first, and an honest “not found”. "
        "The operator makes a key with <code>pincite key add NAME</code>.</p>"
        f"<pre>{example}</pre><h2>POST /api/ask</h2><p>A cited answer: <code>status</code>, "
        "<code>answer</code>, <code>statements</code>, <code>citations</code>, <code>also</code>"
        ", "
        "<code>notes</code>, <code>as_of</code>, <code>scope</code>.</p><h2>POST /api/search</h2>"
        "<p>Ranked clauses: <code>query</code> and <code>results</code>.</p>"
        f"<h2>What both take</h2><table><tbody>{rows}</tbody></table><h2>When it fails</h2>"
        "<p>JSON with <code>error</code>, which says what was wanted.</p><table>"
        f"<tbody>{errors}</tbody></table>"
        f'<p><a href="{root}/api/openapi.json">OpenAPI description</a></p></main></body></html>'
    )
