"""What is sent is text: a request whose words hold half a letter is refused before any page reads
it, Gradio's own routes included.

JSON may say such a half (`\\ud800` alone), and Python reads it; no file, index or answer can hold
it, so that it would fail somewhere later as an error of ours.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.signs import is_halved_json

#: More than any page sends but a file, which comes in parts and not as JSON.
MAX_BODY = 4 * 2**20
_HALVED = "what was sent holds half a letter (a lone surrogate), which is no text"
_NO_FILE = "the form holds no file, or one whose name is no text"
_TOO_LONG = f"the body is longer than {MAX_BODY:,} bytes"


class Legible:
    """ASGI middleware, inside `Guard`: what is not let in need not be read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is text."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
        elif Headers(scope=scope).get("content-type", "").startswith("multipart/"):
            await self._files(scope, receive, send)
        else:
            await self._words(scope, receive, send)

    async def _words(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return  # whoever sent it is gone
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MAX_BODY:
                await JSONResponse({"error": _TOO_LONG}, 413)(scope, receive, send)
                return
        if is_halved_json(bytes(body)):
            await JSONResponse({"error": _HALVED}, 400)(scope, receive, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self.app(scope, again, send)

    async def _files(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Files, read as they come: Gradio finds that one has no name, or none that is text."""
        failed: list[Message] = []

        async def out(message: Message) -> None:
            # Gradio says 500 itself, and then raises what it was
            if failed or message.get("status") == 500:
                failed.append(message)
            else:
                await send(message)

        try:
            await self.app(scope, receive, out)
        except (UnicodeError, TypeError):
            if not failed:
                raise
            await JSONResponse({"error": _NO_FILE}, 400)(scope, receive, send)
            return
        for message in failed:
            await send(message)
