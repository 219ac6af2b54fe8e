"""The same answers for programs, over HTTP and MCP with a key.

Health, figures, and a log that names nobody.
"""

import json
import logging
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.web.access.keys import Keys
from assistant.web.logs import AsJson, masked
from tests.conftest import ROOT

DAY = "\"as_of\" is '{}'; wanted a day that exists, as YYYY-MM-DD, such as 2026-11-29"
QUESTION = "Can they scan a writer without consent?"


@pytest.fixture
def server(small, words_embedder):
    """Makes a client with a key over a small home: (client, headers)."""
    pytest.importorskip("gradio")
    from starlette.testclient import TestClient

    from assistant.web.app import create
    from assistant.web.settings import WebSettings
    from ingest import ensure_index

    ensure_index(small)
    words = Keys(small.home).add("test")

    def make(peer: str = "testclient", **told):
        made = create(Assistant.open(small), small, WebSettings(**told))
        return TestClient(made, client=(peer, 5000)), {"Authorization": f"Bearer {words}"}

    return make


def test_a_key_opens_the_same_answers_and_nothing_else_does(server, small):
    client, key = server()
    for headers in (
        {},
        {"Authorization": "Bearer pincite_wrong"},
        {"Authorization": key["Authorization"].replace("Bearer", "Basic")},
    ):
        sent = client.post("/api/ask", json={"question": QUESTION}, headers=headers)
        assert sent.status_code == 401 and "pincite key add" in sent.json()["error"]
    found = client.post("/api/ask", json={"question": QUESTION, "id": "q7"}, headers=key).json()
    from assistant import Question

    direct = Assistant.open(small).ask(Question(QUESTION, id="q7")).json()
    assert {k: v for k, v in found.items() if k != "timings_ms"} == {
        k: v for k, v in direct.items() if k != "timings_ms"
    }
    searched = client.post("/api/search", json={"question": QUESTION, "k": 1}, headers=key).json()
    assert searched["query"] == QUESTION and len(searched["results"]) == 1
    Keys(small.home).remove("test")
    assert client.post("/api/ask", json={"question": QUESTION}, headers=key).status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"nothing", 400, "no JSON"),
        (b"[1]", 400, "list"),
        (b"{}", 400, '"question"'),
        (b'{"question": "x", "k": 0}', 400, "from 1 to 200"),
        (b'{"question": "x", "as_of": "soon"}', 422, DAY.format("soon")),
        (b'{"question": "x", "as_of": "2026-02-30"}', 422, DAY.format("2026-02-30")),
        (b'{"question": "x", "as_of": 20261129}', 422, DAY.format("20261129")),
        (b'{"question": "x", "as_of": "20261129"}', 422, DAY.format("20261129")),
        (b'{"question": "x", "colour": 1}', 400, "colour"),
        (b'{"question": "x", "documents": ["nowhere"]}', 404, "nowhere"),
        (b'{"question": "' + b"x" * 5000 + b'"}', 400, "4,000"),
        (b"[" * 60_000, 400, ""),
        (b'{"question": "' + b"x" * 66_000 + b'"}', 413, "65,536"),
    ],
)
def test_what_can_not_be_asked_is_told_what_was_wanted(server, body, status, said):
    client, key = server()
    sent = client.post("/api/ask", content=body, headers=key)
    assert sent.status_code == status and said in sent.json()["error"]


@pytest.mark.parametrize(("path", "work"), [("/api/ask", "stream"), ("/api/search", "search")])
def test_a_fault_of_ours_is_not_said_to_be_the_askers_and_tells_nothing_of_the_inside(
    server, monkeypatch, caplog, path, work
):
    def broken(self, question):
        raise ValueError("a secret of the inside")

    client, key = server()
    monkeypatch.setattr(Assistant, work, broken)
    sent = client.post(path, json={"question": QUESTION}, headers=key)
    assert sent.status_code == 500 and "inside" not in sent.text and "log" in sent.json()["error"]
    assert any(record.exc_info for record in caplog.records)


def test_too_many_questions_wait_and_are_told_how_long(server):
    client, key = server()
    codes = []
    for _ in range(90):
        sent = client.post("/api/ask", content=b"{}", headers=key)
        codes.append(sent.status_code)
    assert (
        set(codes) == {400, 429}
        and int(sent.headers["retry-after"]) >= 1
        and "try again" in sent.json()["error"].lower()
    )


def test_the_description_is_whole_and_fetches_nothing(server):
    client, _ = server()
    described = client.get("/api/openapi.json").json()
    assert (
        set(described["paths"]) == {"/api/ask", "/api/search"}
        and "429" in described["paths"]["/api/ask"]["post"]["responses"]
    )
    page = client.get("/api/docs").text
    assert page == client.get("/api/").text
    assert (
        "as_of" in page
        and "<script" not in page
        and not re.search(r'(?:src|href)="(?:https?:)?//', page)
    )


def test_health_readiness_and_figures(server):
    client, key = server("127.0.0.1")
    assert client.get("/healthz").text == "ok\n" and client.get("/readyz").status_code == 503
    client.app.state.held.warm.set()
    assert client.get("/readyz").json() == {"ready": True}
    client.post("/api/ask", json={"question": QUESTION}, headers=key)
    told = client.get("/metrics").text
    assert (
        'pincite_answers_total{status="answered"} 1' in told
        and "pincite_questions_waiting 0" in told
        and "pincite_answer_seconds_count 1" in told
    )
    assert "scan" not in told and re.search(
        r'pincite_index_generation_info\{generation="\d[^"]*",corpus="[0-9a-f]{12}"\} 1', told
    )
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403, (
        "it came through a proxy"
    )
    outside, _ = server("203.0.113.7")
    assert (
        outside.get("/metrics").status_code == 403
        and outside.get("/metrics", headers=key).status_code == 200
    )


def test_the_mcp_server_is_off_unless_asked_and_wants_a_key(server):
    client, key = server()
    assert client.post("/mcp", json={}, headers=key).status_code == 404
    client, key = server(mcp=True)
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }  # fmt: skip
    accept = {"Accept": "application/json, text/event-stream"}
    with client:
        assert client.post("/mcp", json=hello, headers=accept).status_code == 401
        sent = client.post("/mcp", json=hello, headers=key | accept)
    assert sent.status_code == 200 and sent.json()["result"]["serverInfo"]["name"] == "pincite"


def test_an_assistant_asks_searches_shows_and_checks_over_mcp(small, words_embedder):
    from mcp import Client

    from assistant.web.api.tools import server as mcp_server
    from ingest import ensure_index

    ensure_index(small)

    async def talk():
        async with Client(mcp_server(Assistant.open(small))) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}

            async def call(name, **values):
                result = await client.call_tool(name, values)
                return result.is_error, result.content[0].text

            return (
                tools,
                await call("ask", question=QUESTION),
                await call("search", query=QUESTION, k=1),
                await call("show_clause", document="deal-2024", locator="Article 1"),
                await call("show_clause", document="deal-2024", locator="Article 99"),
                await call(
                    "check",
                    text='The Deal, Article 1: "A company may scan a writer '
                    'without the consent of that writer."',
                ),
                await call("ask", question="x", as_of="soon"),
                [
                    await call(name, **{asks: "x", "as_of": day})
                    for name, asks in (("ask", "question"), ("search", "query"), ("check", "text"))
                    for day in ("2026-02-30", 7)
                ],
            )

    with ThreadPoolExecutor(
        1
    ) as apart:  # this thread may have a loop that runs: the browser tests' own
        tools, asked, searched, shown, missing, checked, wrong, days = apart.submit(
            anyio.run, talk
        ).result()
    assert tools == {"ask", "search", "show_clause", "check"}
    assert json.loads(asked[1])["citations"] and len(json.loads(searched[1])["results"]) == 1
    assert "delete the scan after ten days" in json.loads(shown[1])["clauses"][0]["text"]
    assert (
        missing[0] and "no clause at" in missing[1] and wrong[0] and DAY.format("soon") in wrong[1]
    )
    assert all(
        failed and DAY.format(day) in said and "pydantic" not in said
        for (failed, said), day in zip(days, ["2026-02-30", "7"] * 3, strict=True)
    ), days
    assert json.loads(checked[1])["wrong"] == 1


@pytest.mark.slow
def test_another_assistant_asks_over_stdin_and_stdout(shared_home):
    """The command as another assistant starts it.

    The real model, the whole corpus, and nothing but the protocol on stdout.
    """
    from mcp import Client, StdioServerParameters

    environment = {**os.environ, "PINCITE_HOME": str(shared_home.home)}
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant.cli", "mcp"], env=environment, cwd=ROOT
    )

    async def talk():
        async with Client(command, read_timeout_seconds=120) as client:
            return await client.call_tool(
                "ask", {"question": "Can they make me use ChatGPT?", "union": "WGA"}
            )

    with ThreadPoolExecutor(1) as apart:
        told = apart.submit(anyio.run, talk).result()
    found = json.loads(told.content[0].text)
    assert (
        not told.is_error
        and found["status"] == "answered"
        and found["citations"][0]["document"] in ("wga-mba-2023", "wga-mba-2026")
    )
    assert found["short"]["text"].startswith("Your company may not require you")


# --- the log ---

_WORD = st.text(st.characters(whitelist_categories=["Ll"]), min_size=1, max_size=8)
_DIGITS = st.text("0123456789", min_size=4, max_size=4)
_MAIL = st.builds(
    lambda a, b: f"{a}.x@{b}.org",
    st.text("abcdefgh", min_size=1, max_size=8),
    st.text("abcdefgh", min_size=2, max_size=8),
)
_PHONE = st.builds(
    lambda style, a, b, c: style.format(a[:3], b[:3], c),
    st.sampled_from(
        ["({}) {}-{}", "{}-{}-{}", "+1 {} {} {}", "{}.{}.{}", "{}{}{}", "001 {} {} {}"]
    ),
    _DIGITS, _DIGITS, _DIGITS,
)  # fmt: skip
_SSN = st.builds(
    lambda sep, a, b, c: f"{a[:3]}{sep}{b[:2]}{sep}{c}",
    st.sampled_from(["-", " ", "", "."]),
    _DIGITS,
    _DIGITS,
    _DIGITS,
)
_MEMBER = st.builds(
    lambda lead, d: f"{lead} {d}",
    st.sampled_from(
        ["member number", "membership no.", "card #", "badge", "id:", "número de socio"]
    ),
    _DIGITS,
)


@given(
    st.lists(_WORD, max_size=5),
    st.one_of(_MAIL, _PHONE, _SSN, _MEMBER),
    st.lists(_WORD, max_size=5),
)
@settings(max_examples=300, deadline=None)
def test_what_names_a_person_is_masked_wherever_it_stands(before, secret, after):
    shown = masked(" ".join([*before, secret, *after]))
    assert secret not in shown and "[" in shown
    assert not re.search(r"\d{4}", shown) and "@" not in shown


def test_what_names_nobody_stays():
    for text in (
        "What does Article 72 say of 30 days?",
        "on 2026-11-24, was it in force?",
        "a fee of $1,500 under Section 4.2.1",
    ):
        assert masked(text) == text


def test_a_log_line_is_json_without_the_question_or_an_errors_message():
    try:
        raise ValueError("my number is 555-123-4567")
    except ValueError:
        import sys

        record = logging.LogRecord(
            "pincite.web", logging.ERROR, __file__, 1, "failed", (), sys.exc_info()
        )
    record.secret = "words"
    line = json.loads(AsJson().format(record))
    assert (
        line["error"] == "ValueError"
        and "555" not in json.dumps(line)
        and "words" not in json.dumps(line)
    )


@pytest.mark.parametrize("asked_for", [False, True])
def test_questions_are_logged_only_where_the_operator_asks_and_then_masked(
    server, caplog, asked_for
):
    client, key = server(log_questions=asked_for)
    with caplog.at_level(logging.INFO, "pincite.web"):
        client.post(
            "/api/ask",
            json={"question": f"{QUESTION} I am 555-123-4567, jo@example.org"},
            headers=key,
        )
    record = next(one for one in caplog.records if getattr(one, "event", "") == "answer")
    written = AsJson().format(record)
    assert (
        ("scan a writer" in written) is asked_for and "4567" not in written and "jo@" not in written
    )
