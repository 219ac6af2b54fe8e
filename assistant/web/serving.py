"""How the application is served: what is sent too slowly is cut off, and a signal ends the server
within seconds, whatever is open.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from contextlib import suppress
from types import FrameType

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.line import GONE

#: Seconds in which a request's head must be there, and for which its body may stand still.
HEAD, STILL = 10.0, 10.0
#: Bytes a second that a body must bring on the whole, so that one byte now and then is no request.
SLOWEST = 1024
#: Seconds that answers under way have once a signal has come, and after which the process ends by
#: itself: a thread that works can't be stopped, and everything kept is on the disk already.
FINISH, END = 2, 4.0


def run(app: ASGIApp, host: str, port: int, trusted: tuple[str, ...] = ()) -> None:
    """Serve until SIGINT or SIGTERM. `trusted` are the proxies whose word on who asks is believed;
    SystemExit where nothing can listen there.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(trusted),
        forwarded_allow_ips=list(trusted) or None,
        timeout_graceful_shutdown=FINISH,
    )
    server = Server(config)
    server.run()
    if not server.started:
        sys.exit(3)


class Server(uvicorn.Server):
    """Uvicorn's, which ends in time and doesn't wait for a request's head for ever."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._half: dict[object, float] = {}

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; the second signal ends at once. Whoever stopped it sees exit code 0."""
        if self.should_exit:
            _end()
        self.should_exit = True
        last = threading.Timer(END, _end)
        last.daemon = True
        last.start()

    async def on_tick(self, counter: int) -> bool:
        """Uvicorn's look around, ten times a second."""
        if counter % 10 == 0:
            self._cut_off(time.monotonic())
        return await super().on_tick(counter)

    def _cut_off(self, now: float) -> None:
        """Close connections on which a request's head has been awaited for too long.

        Uvicorn itself closes those on which nothing at all comes after an answer.
        """
        open_now = self.server_state.connections
        half = {one for one in open_now if _is_half(one)}
        self._half = {one: self._half.get(one, now) for one in half}
        for one, since in self._half.items():
            transport = getattr(one, "transport", None)
            if now - since > HEAD and transport is not None:
                transport.close()


def _is_half(connection: object) -> bool:
    """Whether a request's head is awaited, of which something or nothing has come."""
    cycle = getattr(connection, "cycle", None)
    idle = getattr(connection, "timeout_keep_alive_task", None)
    return idle is None and (cycle is None or cycle.response_complete)


def _end() -> None:
    sys.stderr.flush()
    os._exit(0)


class Arriving:
    """ASGI middleware: a request whose body stands still, or comes too slowly, is a 408."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what arrives."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        waited, came, whole, late, said = 0.0, 0, False, False, False

        async def arriving() -> Message:
            nonlocal waited, came, whole, late
            if whole:
                return await receive()
            began, most = time.monotonic(), STILL + came / SLOWEST - waited
            try:
                message = await asyncio.wait_for(receive(), min(STILL, most))
            except TimeoutError:
                late = True
                return {"type": "http.disconnect"}
            waited += time.monotonic() - began
            came += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            return message

        async def out(message: Message) -> None:
            nonlocal said
            if not late or said:
                said = True
                await send(message)

        with suppress(ClientDisconnect):  # late, or gone: no error of the application's
            await self.app(scope, arriving, out)
        if not late and not said:
            await Response(status_code=GONE)(scope, receive, send)
        elif not said:
            told = f"The request did not arrive in time: {came:,} bytes came."
            await PlainTextResponse(told, 408, {"Connection": "close"})(scope, receive, send)
