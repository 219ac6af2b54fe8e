"""Health and figures: /healthz, /readyz and, for the machine itself or a key, /metrics in
Prometheus' text format. No words of anybody.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer import Outcome, Passage, Statement
from assistant.assistant import Assistant, Question
from assistant.web.access.audit import Audit, Event
from assistant.web.access.guard import address_of
from assistant.web.access.keys import Keys
from assistant.web.line import Line
from assistant.web.logs import Say
from corpus import Home, Library, PinciteError, current_generation

if TYPE_CHECKING:
    from assistant.web.app import Held

#: Seconds: what a person waits for an answer lies between the second and the last.
STEPS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Figures:
    """Counts of this process since it started, by kind of request; any thread may add to them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._answers: Counter[str] = Counter()
        self._steps: Counter[float] = Counter()
        self._seconds, self._timed, self.under_way = 0.0, 0, 0

    def request(self, kind: str, status: int) -> None:
        """Count one request that was answered."""
        with self._lock:
            self._requests[(kind, status)] += 1

    def answer(self, status: str, seconds: float) -> None:
        """Count one question with what came of it and how long that took."""
        with self._lock:
            self._answers[status] += 1
            self._seconds += seconds
            self._timed += 1
            for step in STEPS:
                if seconds <= step:
                    self._steps[step] += 1

    def text(self, generation: str, corpus: str, documents: int, waiting: int, line: Line) -> str:
        """All of it in Prometheus' text format."""
        with self._lock:
            rows = [
                "# TYPE pincite_requests_total counter",
                *(
                    f'pincite_requests_total{{kind="{kind}",status="{status}"}} {n}'
                    for (kind, status), n in sorted(self._requests.items())
                ),
                "# TYPE pincite_answers_total counter",
                *(
                    f'pincite_answers_total{{status="{status}"}} {n}'
                    for status, n in sorted(self._answers.items())
                ),
                "# TYPE pincite_answer_seconds histogram",
                *(
                    f'pincite_answer_seconds_bucket{{le="{step}"}} {self._steps[step]}'
                    for step in STEPS
                ),
                f'pincite_answer_seconds_bucket{{le="+Inf"}} {self._timed}',
                f"pincite_answer_seconds_sum {self._seconds:.6f}",
                f"pincite_answer_seconds_count {self._timed}",
                "# TYPE pincite_requests_under_way gauge",
                f"pincite_requests_under_way {self.under_way}",
            ]
        rows += [
            "# TYPE pincite_questions_turned_away_total counter",
            *(
                f'pincite_questions_turned_away_total{{why="{why}"}} {n}'
                for why, n in sorted(line.turned_away.items())
            ),
            "# TYPE pincite_questions_waiting gauge",
            f"pincite_questions_waiting {line.waiting}",
            "# TYPE pincite_answer_pace_seconds gauge",
            f"pincite_answer_pace_seconds {line.pace:.6f}",
            "# TYPE pincite_feedback_waiting gauge",
            f"pincite_feedback_waiting {waiting}",
            "# TYPE pincite_documents gauge",
            f"pincite_documents {documents}",
            "# TYPE pincite_index_generation_info gauge",
            f'pincite_index_generation_info{{generation="{generation}",corpus="{corpus}"}} 1',
        ]
        return "\n".join(rows) + "\n"


class Counted:
    """ASGI middleware, outermost: counts requests by what they are for, never by their address or
    words.
    """

    def __init__(self, app: ASGIApp, figures: Figures, root: str = "") -> None:
        self.app, self.figures, self.root = app, figures, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and count."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500

        async def out(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.figures.under_way += 1
        try:
            await self.app(scope, receive, out)
        finally:
            self.figures.under_way -= 1
            self.figures.request(kind_of(scope["path"].removeprefix(self.root)), status)


def kind_of(path: str) -> str:
    """What a request is for, from a fixed list."""
    first = path.strip("/").split("/")[0]
    if "gradio_api" in path:
        return "desk" if first == "desk" else "chat"
    return (
        first
        if first
        in (
            "api",
            "mcp",
            "desk",
            "signin",
            "feedback",
            "source",
            "page",
            "original",
            "own",
            "healthz",
            "readyz",
            "metrics",
        )
        else "page"
    )


def install(app: FastAPI, held: Held, figures: Figures, line: Line) -> None:
    """The three routes. /healthz asks nothing of anything; /readyz is 503 until the first question
    can be answered at once.
    """
    keys = Keys(held.settings.home)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        return PlainTextResponse("ok\n")

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> Response:
        try:
            held.assistant.held()
        except (PinciteError, OSError) as error:
            return JSONResponse({"ready": False, "why": type(error).__name__}, 503)
        if not held.warm.is_set():
            return JSONResponse(
                {"ready": False, "why": "the model is being loaded"},
                503,
                headers={"Retry-After": "2"},
            )
        return JSONResponse({"ready": True, **_lacking(held.assistant)})

    @app.get("/metrics", include_in_schema=False)
    def metrics(request: Request) -> Response:
        if not _local(request) and not _keyed(request, keys, held.audit):
            return JSONResponse(
                {"error": "from this machine only, or with a key: 'Authorization: Bearer KEY'"}, 403
            )
        folder = current_generation(Home(held.settings.home))
        name = folder.name if folder else ""
        library = held.assistant.library
        text = figures.text(
            name, library.fingerprint, len(library), held.feedback.counts()["waiting"], line
        )
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _lacking(assistant: Assistant) -> dict[str, object]:
    """What is answered without: how many documents are set aside, and why Chroma is not used."""
    now = assistant.held()
    aside, chroma = len(now.library.aside), now.index.chroma_failed
    return ({"set_aside": aside} if aside else {}) | ({"chroma": "set aside"} if chroma else {})


def bearer(request: Request) -> str:
    """The key that a request brings, or nothing."""
    kind, _, words = request.headers.get("authorization", "").partition(" ")
    return words.strip() if kind.lower() == "bearer" else ""


def _keyed(request: Request, keys: Keys, audit: Audit) -> bool:
    """Whether a request brings a key that opens something; either is written down."""
    key, origin = keys.holder(bearer(request)), address_of(request.scope)
    event: Event = "key_used" if key else "key_refused"
    name = key.name if key else ""
    if bearer(request) and audit.is_due(event, name, origin):
        audit.seldom(event, name, origin)
    return key is not None


def _local(request: Request) -> bool:
    """Whether the request was made on this machine and came through no proxy."""
    if any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via")):
        return False
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


class Clocked:
    """An assistant whose questions are counted and, where asked for, logged: all else is the
    assistant itself.
    """

    def __init__(self, assistant: Assistant, figures: Figures, say: Say) -> None:
        self._assistant, self._figures, self._say = assistant, figures, say

    @property
    def library(self) -> Library:
        """As the assistant's."""
        return self._assistant.library

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def search(self, question: Question) -> tuple[list[Passage], dict[str, float]]:
        """As the assistant's."""
        return self._assistant.search(question)

    def ask(self, question: Question) -> Outcome:
        """As the assistant's."""
        *_, outcome = self.stream(question)
        assert not isinstance(outcome, str | Statement)  # the last is what came of it
        return outcome

    def stream(self, question: Question) -> Iterator[str | Statement | Outcome]:
        """As the assistant's, with the time of a question that is not seen to its end counted as
        `stopped`.
        """
        began, status = time.perf_counter(), "stopped"
        outcome: Outcome | None = None
        try:
            for step in self._assistant.stream(question):
                if not isinstance(step, str | Statement):
                    outcome, status = step, step.status
                yield step
        except Exception:
            status = "failed"
            raise
        finally:
            seconds = time.perf_counter() - began
            self._figures.answer(status, seconds)
            self._say(question, status, seconds, outcome)
