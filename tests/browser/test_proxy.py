"""Behind a real reverse proxy at a sub-path: the page loads, asks, streams and opens a source, and
no address escapes the sub-path.
"""

import http.client
import itertools
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import accounts_in, free_port, opened, serving, sign_in, soon
from tests.browser.test_chat import ask

UNDER = "/pincite"
LAST = b'data: {"msg":"close_stream"'
HOP = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "proxy-connection"}


class Proxy(ThreadingHTTPServer):
    """Passes on what is under UNDER, without or with UNDER itself, and keeps what asked for
    anything else.
    """

    daemon_threads = True

    def __init__(self, behind: int, strips: bool) -> None:
        super().__init__(("127.0.0.1", 0), Pass)
        self.behind, self.strips = behind, strips
        self.strays: list[str] = []
        self.most_pieces = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{UNDER}/"


class Pass(BaseHTTPRequestHandler):
    """One request, passed on piece by piece as the answer comes."""

    def log_message(self, *_) -> None:
        """Nothing: the test looks at what came back."""

    def do_GET(self) -> None:
        if not self.path.startswith(f"{UNDER}/"):
            self.server.strays.append(self.path)
            self.send_error(404)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        sent = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        sent |= {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "http"}
        there = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=60)
        there.request(
            self.command,
            self.path.removeprefix(UNDER) if self.server.strips else self.path,
            body or None,
            sent,
        )
        answer = there.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.end_headers()
        streams = answer.getheader("Content-Type", "").startswith("text/event-stream")
        pieces = itertools.count(1)
        try:
            while piece := answer.read1(65_536):
                before, end, after = piece.partition(LAST) if streams else (piece, b"", b"")
                self.wfile.write(before)
                self.wfile.flush()
                # late, as it may be over a network: what the page asks next is on its way already
                if end:
                    time.sleep(0.3)
                    self.wfile.write(end + after)
                if streams:  # told at once: a page shows the answer before its stream has ended
                    self.server.most_pieces = max(self.server.most_pieces, next(pieces))
        except OSError:
            pass  # the browser went away

    do_POST = do_GET


@pytest.fixture(scope="module", params=[True, False], ids=["stripped", "kept"])
def proxy(request, site, tmp_path_factory):
    """A proxy that takes the sub-path off, as most do, and one that leaves it on, before a server
    that believes it.
    """
    folder, port = tmp_path_factory.mktemp("proxied"), free_port()
    options = (
        "--auth",
        str(accounts_in(folder)),
        "--trusted-proxy",
        "127.0.0.1",
        "--root-path",
        UNDER,
    )
    with serving(site.home, folder / "log", *options, port=port):
        between = Proxy(port, request.param)
        threading.Thread(target=between.serve_forever, daemon=True).start()
        yield between
        between.shutdown()
        between.server_close()


def test_a_member_asks_through_the_proxy_and_opens_a_source(proxy, visit):
    page = opened(visit(proxy.address))
    page.get_by_label("Your union").select_option("Local 12")
    page.get_by_label("Your agreement").select_option("local-12")
    turn = ask(page, "What fee is due if our work is used to train AI?")
    assert "four hundred dollars" in turn.inner_text()
    assert soon(lambda: proxy.most_pieces > 1), (
        "the answer came in pieces, and not whole at the end"
    )
    turn.locator(".chip").first.click()
    page.locator("#source mark").wait_for()
    page.locator("#source .page img").first.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('#source .page img').naturalWidth > 0")
    page.keyboard.press("Escape")
    turn.locator(".save summary").click()
    with page.expect_download() as saved:
        turn.get_by_role("button", name="Record (JSON)").click()
    assert '"pincite_record"' in saved.value.path().read_text()
    page.get_by_role("link", name="Cambiar a español").click()
    page.wait_for_url(f"{proxy.address}es/")
    opened(page)
    assert proxy.strays == []


def test_the_desk_is_signed_in_to_and_out_of_through_the_proxy(proxy, visit):
    page = visit(proxy.address, "desk/")
    assert page.url.startswith(f"{proxy.address}signin")
    sign_in(page, "ada")
    page.wait_for_url(f"{proxy.address}desk/review/")
    page.wait_for_selector("body.ready")
    cookie = next(one for one in page.context.cookies() if one["name"] == "pincite_session")
    assert cookie["path"] == f"{UNDER}/" and cookie["httpOnly"] and cookie["sameSite"] == "Strict"
    for name in ("Check", "Library", "Evaluation"):
        page.get_by_role("link", name=name).click()
        page.wait_for_url(f"{proxy.address}desk/{name.lower()}/")
        page.wait_for_selector("body.ready")
    page.goto(f"{proxy.address}desk/check/")
    page.wait_for_selector("body.ready")
    page.locator("#bulletin textarea").fill(
        'Local 12 Studio Agreement, Section 2.1: "The Employer shall pay for parking."'
    )
    page.locator("#check").click()
    page.wait_for_selector("#checked .sum.right")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{proxy.address}signin")
    assert proxy.strays == []
