"""Official texts over a real connection to a server of our own.

What is taken, what is refused, and that nothing else changes.
"""

import functools
import http.server
import socket
import threading
import time
from dataclasses import replace

import pytest

from assistant import Assistant, Question
from corpus import CannotRead, Home, Library
from ingest import ensure_index
from ingest.download import Unreachable, download, public
from ingest.fetch import fetch
from tests.makers.originals import pdf

DEAL = [
    "ARTICLE 1. SCANNING",
    "A company may not scan a writer without the consent of that writer.",
    "ARTICLE 2. TRAINING",
    "Nothing in this agreement speaks of training a machine with scripts.",
]
FILLER = [
    (
        f"ARTICLE {n}. MATTER {n}\n\nThe parties will meet about matter {n} at a time that "
        f"suits them both.\n"
    )
    for n in range(3, 30)
]
OFFICIAL = ("\n\n".join(DEAL) + "\n\n" + "\n".join(FILLER)).encode()


class Server(http.server.ThreadingHTTPServer):
    """Answers each path with what the test put there.

    That is (status, headers, body), or a function of the request.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages, self.asked = {}, []
        self.root = f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        page = self.server.pages.get(self.path.split("?")[0], (404, {}, b"none"))
        if callable(page):
            return page(self)
        status, headers, body = page
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


get = functools.partial(download, allowed=lambda address: True)
TEXT = {"Content-Type": "text/plain"}


# --- one file ---


def test_a_file_is_what_its_bytes_say_whatever_the_server_calls_it(server):
    server.pages["/deal"] = (
        200,
        {"Content-Type": "text/html"},
        pdf([[("text", 72, 700, 10, "x")]]),
    )
    server.pages["/text"] = (200, TEXT, b"words")
    assert (
        get(server.root + "/deal").suffix == ".pdf"
        and get(server.root + "/text?x=1").suffix == ".txt"
    )
    assert server.asked == ["/deal", "/text?x=1"]


def test_a_redirect_is_followed_and_a_loop_is_not(server):
    server.pages["/old"] = (301, {"Location": "/new"}, b"")
    server.pages["/new"] = (200, TEXT, b"words")
    server.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    server.pages["/nowhere"] = (302, {}, b"")
    assert get(server.root + "/old").url == server.root + "/new"
    with pytest.raises(CannotRead, match="more than 5 redirects"):
        get(server.root + "/loop")
    with pytest.raises(CannotRead, match="nowhere"):
        get(server.root + "/nowhere")


def test_a_private_address_is_refused_also_behind_a_redirect_and_before_it_is_asked(server):
    server.pages["/on"] = (302, {"Location": f"http://localhost:{server.server_port}/secret"}, b"")
    with pytest.raises(CannotRead, match="no public address"):
        download(server.root + "/text")
    assert server.asked == []
    seen = []

    def once(address):
        seen.append(address)
        return len(seen) == 1

    with pytest.raises(CannotRead, match="no public address"):
        download(server.root + "/on", allowed=once)
    assert server.asked == ["/on"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.4",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:a00:1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "192.88.99.1",
        "::",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::8.8.8.8",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2002:808:808::",
        "2001:0:4136:e378::1",
        "2001:db8::1",
        "3fff::1",
        "fec0::1",
        "feff::1",
        "ff02::1",
        "ff0e::1",
        "100::1",
        "5f00::1",
        "4000::1",
    ],
)
def test_addresses_inside_are_not_public(address):
    assert not public(address)


def test_a_public_address_is(server):
    assert public("93.184.216.34") and public("2606:4700::1111")
    assert public("64:ff9b::93.184.216.34") and public("::ffff:93.184.216.34")


def test_a_name_that_answers_otherwise_next_time_gains_nothing(server, monkeypatch):
    server.pages["/text"] = (200, TEXT, b"words")
    asked, real = [], socket.getaddrinfo

    def rebinding(host, *given, **more):
        if host != "rebinds.example":
            return real(host, *given, **more)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "127.0.0.2", *given, **more)

    checked = []

    def first_only(address):
        checked.append(address)
        return address == "127.0.0.1"

    monkeypatch.setattr("ingest.download.socket.getaddrinfo", rebinding)
    url = f"http://rebinds.example:{server.server_port}/text"
    assert download(url, allowed=first_only).data == b"words"
    assert asked == ["rebinds.example"] and checked == ["127.0.0.1"]
    with pytest.raises(CannotRead, match="127.0.0.2, which is no public address"):
        download(url, allowed=first_only)


def test_a_name_with_one_address_inside_is_refused(monkeypatch):
    def both(host, port, **_):
        return [(0, 0, 0, "", (one, port)) for one in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr("ingest.download.socket.getaddrinfo", both)
    with pytest.raises(CannotRead, match="10.0.0.1, which is no public address"):
        download("http://two.example/")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "http://user:word@example.org/",
        "http:///x",
        "http://example.org:99999/",
        "javascript:1",
    ],
)
def test_what_is_no_address_of_a_page_is_refused(url):
    with pytest.raises(CannotRead):
        download(url)


def test_too_large_is_refused_whether_or_not_the_server_says_so(server):
    def unsaid(request):
        request.send_response(200)
        request.send_header("Content-Type", "text/plain")
        request.end_headers()
        for _ in range(64):
            request.wfile.write(b"word " * 10_000)

    server.pages["/said"] = (200, TEXT | {"Content-Length": str(2**21)}, b"")
    server.pages["/unsaid"] = unsaid
    for path in ("/said", "/unsaid"):
        with pytest.raises(CannotRead, match="more than 1 MB"):
            get(server.root + path, max_mb=1)


def test_a_server_that_drips_is_stopped_and_one_that_breaks_off_is_named(server):
    def drip(request):
        request.send_response(200)
        request.end_headers()
        for _ in range(200):
            request.wfile.write(b"w")
            request.wfile.flush()
            time.sleep(0.05)

    server.pages["/drip"] = drip
    server.pages["/short"] = (200, TEXT | {"Content-Length": "500"}, b"only this")
    server.pages["/wrong"] = (500, {}, b"")
    server.pages["/picture"] = (200, {"Content-Type": "image/png"}, b"\x89PNG\0\0")
    began = time.perf_counter()
    with pytest.raises(CannotRead, match="took too long"):
        get(server.root + "/drip", seconds=0.5)
    assert time.perf_counter() - began < 5
    for path, why in (
        ("/short", "broke off"),
        ("/wrong", "answers 500"),
        ("/picture", "image/png"),
    ):
        with pytest.raises(CannotRead, match=why):
            get(server.root + path)


def dripping(request):
    """An answer whose headers never end: each line comes well before a read gives up."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(200):
        request.wfile.write(f"X-{n}: x\r\n".encode())
        request.wfile.flush()
        time.sleep(0.05)


def silent(request):
    time.sleep(6)


def onward(request):
    """A redirect to itself that takes its time."""
    time.sleep(0.3)
    request.send_response(302)
    request.send_header("Location", "/late")
    request.end_headers()


@pytest.mark.parametrize("page", [dripping, silent, onward])
def test_the_deadline_is_of_the_whole_and_not_of_each_read(server, page):
    server.pages["/late"] = page
    began = time.perf_counter()
    with pytest.raises(CannotRead, match="took too long"):
        get(server.root + "/late", seconds=0.8)
    assert time.perf_counter() - began < 4


def test_a_handshake_that_never_ends_is_stopped():
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes the connection and says nothing
        began = time.perf_counter()
        with pytest.raises(CannotRead, match="took too long"):
            get(f"https://127.0.0.1:{mute.getsockname()[1]}/x", seconds=0.6)
    assert time.perf_counter() - began < 4


def test_a_name_that_nobody_answers_for_is_given_up(monkeypatch):
    monkeypatch.setattr("ingest.download.socket.getaddrinfo", lambda *_, **__: time.sleep(6) or [])
    began = time.perf_counter()
    with pytest.raises(Unreachable, match="no address is known"):
        get("http://slow.example/x", seconds=0.5)
    assert time.perf_counter() - began < 4


def test_nobody_there_is_unreachable():
    with pytest.raises(Unreachable, match="offline"):
        get("http://127.0.0.1:9/x")
    with pytest.raises(Unreachable, match="no address is known"):
        get("http://no-such-host.invalid/x")


# --- a home ---


@pytest.fixture
def home(small, server, words_embedder):
    """Settings of a home whose one digest with an address points at our server."""
    path = small.bundled / "deal-2024.md"
    path.write_text(path.read_text().replace("https://example.org/deal", server.root + "/deal"))
    server.pages["/deal"] = (200, TEXT, OFFICIAL)
    ensure_index(small)
    return small


def held(settings):
    return Library.load(Home.open(settings.home), settings.bundled)


def test_an_official_text_is_added_recorded_and_outranks_its_digest(home):
    (outcome,) = fetch(["deal-2024"], home, get=get)
    document = held(home)[outcome.document.id]
    assert (
        document.basis == "official"
        and document.text_of == "deal-2024"
        and document.union == "WGA"
        and document.tier == 1
    )
    assert held(home).official_of["deal-2024"].id == document.id
    passages, _ = Assistant.open(home).search(
        Question("may a company scan a writer without consent?", union="WGA")
    )
    found = [(passage.json()["document"], passage.json()["locator"]) for passage in passages]
    assert found.index((document.id, "Article 1")) < found.index(("deal-2024", "Article 1"))


def test_a_second_fetch_changes_nothing_and_a_changed_text_waits_for_a_person(home, server):
    fetch(["deal-2024"], home, get=get)
    generation = Home.open(home.home).added
    assert fetch(["deal-2024"], home, get=get)[0].said.startswith("unchanged since")
    server.pages["/deal"] = (200, TEXT, OFFICIAL.replace(b"may not scan", b"may scan"))
    (outcome,) = fetch(["deal-2024"], home, get=get)
    assert (
        outcome.failed
        and "has changed since" in outcome.said
        and Home.open(home.home).added == generation
    )
    (outcome,) = fetch(["deal-2024"], home, update=True, get=get)
    assert "may scan" in held(home)[outcome.document.id].text


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (
            (
                200,
                {"Content-Type": "text/html"},
                b"<html><p>" + b"The guild is glad about the deal. " * 80,
            ),
            "a page about it",
        ),
        ((404, {}, b""), "answers 404"),
        ((200, {}, b"%PDF-1.7 rubbish"), "damaged"),
    ],
)
def test_what_is_not_the_text_is_refused_and_the_home_stays_as_it_was(home, server, page, why):
    server.pages["/deal"] = page
    before = held(home).fingerprint
    (outcome,) = fetch(["deal-2024"], home, get=get)
    assert outcome.failed and why in outcome.said and held(home).fingerprint == before


def test_offline_it_says_so_and_changes_nothing(home, server):
    path = home.bundled / "deal-2024.md"
    path.write_text(path.read_text().replace(server.root, "http://no-such-host.invalid"))
    before = held(home).fingerprint
    (outcome,) = fetch([], home, get=get)
    assert outcome.failed and "offline" in outcome.said and held(home).fingerprint == before


def test_a_digest_without_an_address_is_named(home):
    (outcome,) = fetch(["rules"], home, get=get)
    assert outcome.failed and "--text-of rules" in outcome.said


def test_a_text_that_is_too_large_for_this_home_is_refused(home, server):
    server.pages["/deal"] = (200, TEXT, OFFICIAL + b"x" * 2**20)
    (outcome,) = fetch(["deal-2024"], replace(home, max_file_mb=1), get=get)
    assert outcome.failed and "more than 1 MB" in outcome.said
