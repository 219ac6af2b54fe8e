"""By which names the server may be called."""

import pytest

pytest.importorskip("gradio")

from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.web.access import hosts
from assistant.web.access.hosts import Named, names_of
from assistant.web.settings import WebSettings
from corpus import PinciteError, Settings


async def hello(scope, receive, send):
    await PlainTextResponse("hello")(scope, receive, send)


def status(names, host, **headers) -> int:
    client = TestClient(Named(hello, names), base_url="http://testserver")
    return client.get("/", headers={"Host": host, **headers}).status_code


@pytest.mark.parametrize(
    ("listens", "host", "good"),
    [
        ("127.0.0.1", "127.0.0.1:7860", True),
        ("127.0.0.1", "localhost:7860", True),
        ("127.0.0.1", "[::1]:7860", True),
        ("127.0.0.1", "10.0.4.7", True),
        ("127.0.0.1", "LOCALHOST.", True),
        ("127.0.0.1", "rebound.example", False),
        ("127.0.0.1", "127.0.0.1.rebound.example:7860", False),
        ("127.0.0.1", "localhost.rebound.example", False),
        ("127.0.0.1", "machine-of-ours", False),
        ("127.0.0.1", "", False),
        ("0.0.0.0", "machine-of-ours:80", True),
        ("::", "machine-of-ours.local", True),
        ("0.0.0.0", "rebound.example", False),
        ("pincite.lan", "pincite.lan:7860", True),
        ("pincite.lan", "other.lan", False),
    ],
)
def test_only_the_servers_own_names_are_answered(monkeypatch, listens, host, good):
    monkeypatch.setattr(hosts.socket, "gethostname", lambda: "machine-of-ours")
    assert status(names_of(listens, ()), host) == (200 if good else 400)


def test_a_list_and_the_address_of_the_proxy_name_others():
    web = WebSettings(root_path="https://ai.union.example:8443/pincite/", host="127.0.0.1")
    told = Settings.from_environment({"PINCITE_HOSTS": "desk.union.example, Ask.Union.Example,"})
    assert (web.root, web.proxied_as) == ("/pincite", "ai.union.example")
    assert told.hosts == ("desk.union.example", "Ask.Union.Example")
    names = names_of(web.host, (web.proxied_as, *told.hosts))
    for host in ("ai.union.example", "desk.union.example:443", "ask.union.example"):
        assert status(names, host) == 200
    assert status(names, "union.example") == 400
    forwarded = {"X-Forwarded-Host": "ai.union.example"}
    assert status(names, "127.0.0.1", **forwarded) == 200
    forwarded = {"X-Forwarded-Host": "ai.union.example, rebound.example"}
    assert status(names, "127.0.0.1", **forwarded) == 400


def test_the_refusal_says_what_to_set():
    client = TestClient(Named(hello, names_of("127.0.0.1", ())), base_url="http://rebound.example")
    assert client.get("/").json() == {
        "error": "no server of the name 'rebound.example' is here; "
        "PINCITE_HOSTS names those that there are"
    }


@pytest.mark.parametrize("bad", ["https://", "ftp://host/pincite", "https://a b/c", "https://h//c"])
def test_what_is_no_address_is_refused(bad):
    with pytest.raises(PinciteError, match="such as /pincite"):
        WebSettings(root_path=bad)


def test_the_application_answers_its_own_names_alone(small, words_embedder):
    from assistant import Assistant
    from assistant.web.app import create
    from ingest import ensure_index

    ensure_index(small)
    client = TestClient(create(Assistant.open(small), small, WebSettings(host="127.0.0.1")))
    assert client.get("/healthz", headers={"Host": "127.0.0.1:7860"}).status_code == 200
    for path in ("/healthz", "/", "/es/", "/agreements", "/gradio_api/queue/data"):
        refused = client.get(path, headers={"Host": "rebound.example"})
        assert refused.status_code == 400 and refused.headers["x-frame-options"] == "DENY"
