"""How the server holds under many people at once; it is no timed test.

Run `python tests/load.py [--people 50] [--home FOLDER]`. Each person opens the page's event stream
as the browser does, asks one question, and waits for the whole answer. Prints when the server
listened, when the page came, when the first statement and the whole answer came (median, 95 in 100,
slowest), errors and memory.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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


def main() -> int:
    """Start a server over a home (its own by default), let people ask, print figures.

    1 where any of them got an error.
    """
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--people", type=int, default=50)
    wanted.add_argument("--home", type=Path, default=Path(tempfile.gettempdir()) / "pincite-load")
    options = wanted.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "PINCITE_HOME": str(options.home)}
    subprocess.run(  # builds what is missing
        [sys.executable, "-m", "assistant.cli", "ask", QUESTIONS[0]],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
    )
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if server.poll() is not None:
                    return 1
                time.sleep(0.05)
        listening = time.perf_counter()
        urllib.request.urlopen(address + "/", timeout=30).read()
        print(
            f"listening after {listening - began:.1f} s; "
            f"page served {time.perf_counter() - listening:.2f} s later"
        )
        one = asked(address, 0)
        print(
            f"first question after the start: first statement {one[0]:.2f} s, "
            f"whole answer {one[1]:.2f} s"
        )
        alone = [asked(address, n) for n in range(5)]
        print(
            f"one at a time: first statement {statistics.median(a for a, _ in alone):.2f} s, "
            f"whole answer {statistics.median(b for _, b in alone):.2f} s"
        )
        return crowd(address, options.people, server.pid)
    finally:
        server.terminate()
        server.wait(20)


def crowd(address: str, people: int, pid: int) -> int:
    """All at the same moment."""
    times: list[tuple[float, float]] = []
    errors: list[str] = []
    ready = threading.Barrier(people)

    def person(number: int) -> None:
        ready.wait()
        try:
            times.append(asked(address, number))
        except Exception as error:
            errors.append(repr(error))

    threads = [threading.Thread(target=person, args=(n,)) for n in range(people)]
    before = worked(pid)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, values in (
        ("first statement", sorted(a for a, _ in times)),
        ("whole answer", sorted(b for _, b in times)),
    ):
        if values:
            late = values[min(len(values) - 1, int(0.95 * len(values)))]
            print(
                f"{people} at once, {name}: median {statistics.median(values):.2f} s, "
                f"95 in 100 within {late:.2f} s, slowest {values[-1]:.2f} s"
            )
    print(
        f"processor time of the server: {(worked(pid) - before) / people * 1000:.0f} ms an answer"
    )
    print(
        f"errors: {len(errors)}{' such as ' + errors[0] if errors else ''}; "
        f"memory {memory(pid):,.0f} MB"
    )
    return 1 if errors else 0


def asked(address: str, number: int) -> tuple[float, float]:
    """One person's question through Gradio's queue.

    Seconds to the first statement, and to the whole answer.
    """
    session = uuid.uuid4().hex[:12]
    config = json.loads(urllib.request.urlopen(address + "/config", timeout=30).read())
    event = next(d["id"] for d in config["dependencies"] if d["outputs"] and len(d["inputs"]) == 2)
    choices = json.dumps({"union": UNIONS[number % len(UNIONS)]})
    body = {
        "data": [QUESTIONS[number % len(QUESTIONS)], choices],
        "fn_index": event,
        "session_hash": session,
        "event_data": None,
    }
    sent = urllib.request.Request(
        f"{address}/gradio_api/queue/join",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
        method="POST",
    )
    began = time.perf_counter()
    urllib.request.urlopen(sent, timeout=60).read()
    first = 0.0
    with urllib.request.urlopen(
        f"{address}/gradio_api/queue/data?session_hash={session}", timeout=60
    ) as stream:
        for line in stream:
            text = line.decode()
            if not first and ("cite" in text or "data-said" in text):
                first = time.perf_counter() - began
            if '"process_completed"' in text:
                if '"success":true' not in text.replace(" ", "") or not first:
                    raise RuntimeError(text[:200])
                return first, time.perf_counter() - began
    raise RuntimeError("the stream ended before the answer did")


def worked(pid: int) -> float:
    """Seconds of processor time that the server has used, where the system tells.

    They are what a busy machine does not change.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Resident megabytes of the server, where the system tells."""
    try:
        rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return float("nan")
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmHWM"))


if __name__ == "__main__":
    sys.exit(main())
