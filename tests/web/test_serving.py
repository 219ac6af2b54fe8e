"""A real server: what is half sent is cut off, whom it does not know it does not answer, and a
signal ends it in time.
"""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("gradio")

ROOT = Path(__file__).resolve().parents[2]
SERVER = """
import sys, time
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from assistant.web import serving

serving.HEAD = serving.STILL = 1.0
app = FastAPI()
app.add_middleware(serving.Arriving)

@app.post("/take")
async def take(request: Request):
    return {"bytes": len(await request.body())}

@app.get("/stream")
async def stream():
    async def parts():
        while True:
            yield b"words " * 20_000
    return StreamingResponse(parts())

@app.get("/work")
def work():
    time.sleep(60)

serving.run(app, "127.0.0.1", int(sys.argv[1]))
"""


@pytest.fixture
def server():
    """A server of a small application, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", SERVER, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert process.poll() is None, process.stderr.read().decode()
            time.sleep(0.1)
    yield process, port
    process.kill()
    process.wait()


def sent(port: int, words: bytes) -> socket.socket:
    """A connection on which these bytes were sent."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(words)
    return connection


def said(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


HEAD = b"POST /take HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (b"", b""),
        (b"GET /str", b""),
        (HEAD, b""),
        (HEAD + b"\r\n", b"408"),
        (HEAD + b"\r\nhalf", b"408"),
        (HEAD + b"\r\n0123456789" + HEAD, b"200"),
    ],
    ids=["nothing", "half a line", "half a head", "no body", "half a body", "half of a second"],
)
def test_what_is_half_sent_is_cut_off(server, words, answer):
    connection, began = sent(server[1], words), time.monotonic()
    heard = said(connection)
    assert time.monotonic() - began < 7 and heard[9:12] == answer
    assert answer != b"200" or heard.endswith(b'{"bytes":10}')


def test_a_body_that_comes_in_pieces_is_waited_for(server):
    connection = sent(server[1], HEAD + b"Connection: close\r\n\r\n")
    for _ in range(5):
        time.sleep(0.15)
        connection.sendall(b"ab")
    assert said(connection).endswith(b'{"bytes":10}')


def test_one_byte_now_and_then_is_no_request(server):
    head = b"POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
    connection, began = sent(server[1], head), time.monotonic()
    connection.settimeout(0.2)
    heard = b""
    while not heard and time.monotonic() - began < 8:
        connection.sendall(b"a")
        try:
            heard = connection.recv(100)
        except TimeoutError:
            continue
    assert b"408" in heard and time.monotonic() - began < 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_time_whatever_is_open(server, number):
    process, port = server
    asked = (b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /work HTTP/1.1\r\nHost: x\r\n\r\n")
    held = [sent(port, words) for words in (*asked, *asked, b"GET /str", HEAD + b"\r\nha")]
    time.sleep(0.3)
    process.send_signal(number)
    began = time.monotonic()
    assert process.wait(6) == 0 and time.monotonic() - began < 5
    assert len(held) == 6
