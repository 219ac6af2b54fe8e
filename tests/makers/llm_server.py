"""A scripted server for tests.

It speaks OpenAI's and Ollama's chat over real HTTP on loopback, and misbehaves as it is told.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Script:
    """What the server does.

    `text` is what the model writes, in pieces or made from what it is asked; `raw` are bytes sent
    as the whole body instead. `pause` seconds lie between pieces. `seen` keeps the requests that
    came: path, headers, body.
    """

    text: str | Iterable[str] | Callable[[str], str] = ""
    raw: Iterable[bytes] | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    seen: list[tuple[str, dict[str, str], dict]] = field(default_factory=list)
    url: str = ""

    @property
    def asked(self) -> str:
        """What the model was asked last: the orders and the request."""
        return "\n".join(turn["content"] for turn in self.seen[-1][2]["messages"])


def ollama(pieces: Iterable[str]) -> Iterator[bytes]:
    """The pieces as Ollama streams them."""
    for piece in pieces:
        yield (
            json.dumps({"model": "m", "message": {"role": "assistant", "content": piece}}).encode()
            + b"\n"
        )
    yield (
        json.dumps(
            {
                "model": "m",
                "message": {"role": "assistant", "content": ""},
                "done": True,
            }
        ).encode()
        + b"\n"
    )


def openai(pieces: Iterable[str]) -> Iterator[bytes]:
    """The pieces as OpenAI streams them."""
    for piece in pieces:
        delta = {
            "index": 0,
            "delta": {"role": "assistant", "content": piece},
            "finish_reason": None,
        }
        yield (
            b"data: "
            + json.dumps(
                {
                    "id": "x",
                    "object": "chat.completion.chunk",
                    "created": 1,
                    "model": "m",
                    "choices": [delta],
                }
            ).encode()
            + b"\n\n"
        )
    yield b"data: [DONE]\n\n"


class Handler(BaseHTTPRequestHandler):
    """Answers each request as the script of its server has it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        script = self.server.script
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        script.seen.append(
            (self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(body))
        )
        self.send_response(script.status)
        known = {
            "content-type": "text/event-stream",
            "transfer-encoding": "chunked",
            **script.headers,
        }
        for name, value in known.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            for part in script.raw if script.raw is not None else self.parts():
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                self.wfile.flush()
                time.sleep(script.pause)
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True

    def parts(self) -> Iterator[bytes]:
        script = self.server.script
        text = script.text(script.asked) if callable(script.text) else script.text
        pieces = (
            [text[at : at + 40] for at in range(0, len(text), 40)]
            if isinstance(text, str)
            else text
        )
        yield from (ollama if self.path.endswith("/api/chat") else openai)(pieces)


class Server(ThreadingHTTPServer):
    """A server that holds its script."""

    script: Script

    def handle_error(
        self, *_: object
    ) -> None: ...  # a client that hangs up is what many tests are about


@contextmanager
def serving(script: Script) -> Iterator[Script]:
    """The server, up while the block runs; `script.url` is its root."""
    server = Server(("127.0.0.1", 0), Handler)
    server.script = script
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()  # joins no handler: they are daemons
        thread.join()
