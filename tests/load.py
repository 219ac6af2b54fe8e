"""How the server holds while many people ask for minutes; it is no timed test.

Run `make load`, or `python tests/load.py [--people 200] [--minutes 10] [--think 15] [--swaps 0]
[--home FOLDER]`. Each person asks, reads for some seconds and asks again: nine of ten on the page,
through Gradio's queue as the browser does, the tenth as a program with a key; one question in
twenty is left before it is answered. Each has an address of their own, as behind a proxy. All run
on this machine, beside the server. `--swaps` puts a copy of the index in its place so many times
meanwhile. Prints a line each half minute and the whole; 1 where somebody got an error, or neither
an answer nor a "busy" within LONGEST seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus import Home, current_generation  # noqa: E402

QUESTIONS = (
    "Can they scan me without my consent?",
    "Can my scripts be used to train AI?",
    "Do I have to use AI if my employer tells me to?",
    "What happens if AI takes my job?",
    "Who pays if AI output gets us sued?",
    "May a company give me AI material to rewrite?",
    "How long may they keep my digital replica?",
    "Who pays for the canteen's dishwasher?",
)
UNIONS = ("", "WGA", "SAG-AFTRA", "IATSE", "DGA")
LONGEST = 8.0
_AGAIN = re.compile(r"Try again in (\d+) seconds")
_HEAD = f"{'':>7}{'answers':>9}{'busy':>6}{'left':>6}{'errors':>8}"
_HEAD += f"{'p50 s':>8}{'p95 s':>7}{'max s':>7}{'MB':>8}{'own':>7}{'files':>7}{'threads':>9}"


@dataclass
class Told:
    """What people were told in some time, and how long each waited for it."""

    counts: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def line(self, label: str, pid: int) -> str:
        """A row of the table, with what the server holds now."""
        waits = sorted(self.waits) or [0.0]
        shares = [waits[min(len(waits) - 1, int(share * len(waits)))] for share in (0.5, 0.95, 1)]
        kinds = f"{self.counts['answer']:>9}{self.counts['busy']:>6}{self.counts['left']:>6}"
        seconds = f"{shares[0]:>8.2f}{shares[1]:>7.2f}{shares[2]:>7.2f}"
        return f"{label:>7}{kinds}{sum(self.errors.values()):>8}{seconds}{_held(pid)}"


@dataclass(frozen=True)
class Server:
    """The server asked, and the key of its programs."""

    port: int
    pid: int
    home: Path
    key: str
    event: int = -1


class Wrong(Exception):
    """The server said what it should not."""


# --- one person ---


async def person(server: Server, number: int, until: float, think: float, told: list[Told]) -> None:
    """Ask, read and ask again until the end; what was said goes to the last of `told`."""
    chance = random.Random(number)
    await asyncio.sleep(chance.random() * think)
    while time.monotonic() < until:
        leaves = chance.random() if chance.random() < 0.05 else None
        began, pause = time.monotonic(), chance.expovariate(1 / think)
        asks = _program if number % 10 == 9 else _member
        try:
            again = await asyncio.wait_for(asks(server, number, chance), leaves or 60)
            told[-1].counts["busy" if again else "answer"] += 1
            told[-1].waits.append(time.monotonic() - began)
            pause = max(pause, again)
        except TimeoutError:
            told[-1].counts["left"] += 1
            if leaves is None:
                told[-1].errors["nothing within a minute"] += 1
        except (Wrong, OSError, asyncio.IncompleteReadError, ValueError) as error:
            told[-1].errors[f"{type(error).__name__}: {error}"[:200]] += 1
        await asyncio.sleep(pause)


async def _member(server: Server, number: int, chance: random.Random) -> int:
    """One question on the page: 0 once answered, else the seconds after which to ask again."""
    session = uuid.uuid4().hex[:12]
    choices = json.dumps({"union": chance.choice(UNIONS)})
    asked = {"data": [chance.choice(QUESTIONS), choices], "fn_index": server.event}
    body = json.dumps(asked | {"session_hash": session, "event_data": None}).encode()
    await _said(server, number, "POST", "/gradio_api/queue/join", body)
    path = f"/gradio_api/queue/data?session_hash={session}"
    stream = (await _said(server, number, "GET", path)).decode()
    if '"process_completed"' not in stream:
        raise Wrong(f"the stream ended before the answer did: {stream[-200:]}")
    if again := _AGAIN.search(stream):
        return int(again[1])
    if "data-answer" not in stream:
        raise Wrong(f"no answer: {stream[-300:]}")
    return 0


async def _program(server: Server, number: int, chance: random.Random) -> int:
    """The same by /api/ask."""
    asked = {"question": chance.choice(QUESTIONS), "union": chance.choice(UNIONS) or None}
    headers = {"Authorization": f"Bearer {server.key}"}
    said = await _said(server, number, "POST", "/api/ask", json.dumps(asked).encode(), headers)
    answer = json.loads(said)
    return int(answer["again"]) if "again" in answer else 0


async def _said(
    server: Server,
    number: int,
    method: str,
    path: str,
    body: bytes = b"",
    more: dict[str, str] | None = None,
) -> bytes:
    """The body of a reply, or where it is a "busy" of the API's the seconds to wait; Wrong for any
    other status than 200.
    """
    headers = {
        "Host": "127.0.0.1",
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "X-Forwarded-For": f"10.{number // 250}.{number % 250}.7",
        **(more or {}),
    }
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=2**24)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head, _, said = (await reader.read(-1)).partition(b"\r\n\r\n")
    finally:
        writer.close()
    status = head[9:12].decode()
    if status == "429" and (again := re.search(rb"retry-after: (\d+)", head, re.I)):
        return json.dumps({"again": int(again[1])}).encode()
    if status != "200":
        raise Wrong(f"{status} of {path.partition('?')[0]}: {said[:100]!r}")
    return said


# --- all of them ---


async def crowd(server: Server, people: int, minutes: float, think: float, swaps: int) -> Told:
    """Everybody for so many minutes; a line each half minute."""
    began, told, whole = time.monotonic(), [Told()], Told()
    until = began + minutes * 60
    asking = [
        asyncio.ensure_future(person(server, n, until, think, told)) for n in range(people)
    ]
    swapping = asyncio.ensure_future(_swap(server.home, swaps, minutes * 60))
    print(_HEAD, flush=True)
    while asking:
        _, rest = await asyncio.wait(asking, timeout=30)
        asking, part = list(rest), told[-1]
        told.append(Told())
        whole.counts += part.counts
        whole.waits += part.waits
        whole.errors += part.errors
        print(part.line(f"{time.monotonic() - began:.0f} s", server.pid), flush=True)
        if time.monotonic() > until and not part.counts:
            for one in asking:
                one.cancel()
    swapping.cancel()
    return whole


async def _swap(folder: Path, times: int, seconds: float) -> None:
    """Put a copy of the index in its place so many times, and take away those before the last."""
    home = Home(folder)
    for number in range(1, times + 1):
        await asyncio.sleep(seconds / (times + 1))
        before = current_generation(home)
        assert before is not None
        after = before.parent / f"{number:06}-load-{uuid.uuid4().hex[:6]}"
        await asyncio.to_thread(shutil.copytree, before, after)
        await asyncio.to_thread(os.sync)
        home.pointer.write_text(f"{after.name} {before.name}\n", encoding="utf-8")
        for left in before.parent.glob("*-load-*"):
            if left not in (before, after):
                await asyncio.to_thread(shutil.rmtree, left)


def _held(pid: int) -> str:
    """What the server holds, where the system tells: megabytes, those that are no file's, open
    files and threads.
    """
    own = Path(f"/proc/{pid}")
    try:
        rows = (own / "status").read_text().splitlines()
        sizes = {row.split()[0]: int(row.split()[1]) / 1024 for row in rows if row.endswith("kB")}
        whole = f"{sizes['VmRSS:']:>8.0f}{sizes['RssAnon:']:>7.0f}"
        return f"{whole}{len(os.listdir(own / 'fd')):>7}{len(os.listdir(own / 'task')):>9}"
    except OSError:
        return ""


def worked(pid: int) -> float:
    """Seconds of processor time that the server has used, where the system tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def started(home: Path) -> tuple[subprocess.Popen[bytes], Server]:
    """A server over a home, which is built where it is missing, ready to answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PINCITE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    pincite = [sys.executable, "-m", "assistant.cli"]
    known = {"cwd": ROOT, "env": environment}
    subprocess.run([*pincite, "ask", QUESTIONS[0]], **known, stdout=subprocess.DEVNULL, check=True)
    subprocess.run([*pincite, "key", "remove", "load"], **known, capture_output=True, check=False)
    made = subprocess.run(
        [*pincite, "key", "add", "load"], **known, capture_output=True, text=True, check=True
    )
    serve = [*pincite, "serve", "--port", str(port), "--trusted-proxy", "127.0.0.1"]
    process = subprocess.Popen(serve, **known, stderr=subprocess.DEVNULL)
    server = Server(port, process.pid, home, made.stdout.strip())
    for _ in range(600):
        try:
            asyncio.run(_said(server, 0, "GET", "/readyz"))
            break
        except (OSError, Wrong):
            if process.poll() is not None:
                raise SystemExit("the server did not start") from None
            time.sleep(0.1)
    pages = json.loads(asyncio.run(_said(server, 0, "GET", "/config")))
    event = next(d["id"] for d in pages["dependencies"] if d["outputs"] and len(d["inputs"]) == 2)
    return process, Server(port, process.pid, home, server.key, event)


def main() -> int:
    """Start a server, let people ask, print what they were told."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--people", type=int, default=200)
    wanted.add_argument("--minutes", type=float, default=10)
    wanted.add_argument("--think", type=float, default=15, help="seconds between two questions")
    wanted.add_argument("--swaps", type=int, default=0)
    wanted.add_argument("--home", type=Path, default=Path(tempfile.gettempdir()) / "pincite-load")
    options = wanted.parse_args()
    process, server = started(options.home)
    try:
        before = worked(server.pid)
        told = asyncio.run(
            crowd(server, options.people, options.minutes, options.think, options.swaps)
        )
        print(told.line("all", server.pid))
        spent = (worked(server.pid) - before) / max(1, told.counts["answer"])
        print(f"the server's processor time: {spent * 1000:.0f} ms an answer")
    finally:
        process.terminate()
        began = time.monotonic()
        code = process.wait(20)
        print(f"ended {time.monotonic() - began:.1f} s after SIGTERM with exit code {code}")
    for error, count in told.errors.most_common(5):
        print(f"{count} times {error}")
    return 1 if told.errors or max(told.waits, default=0) > LONGEST or code else 0


if __name__ == "__main__":
    sys.exit(main())
