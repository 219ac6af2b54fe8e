"""One server and one Chromium for all browser tests; every page fails its test when it asks
anything of another site.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.makers.originals import pdf, words_at

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser; where there is none, that is said of each test."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.slow)
            if not CHROMIUM:
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium on this machine (.ci/run installs it)")
                )


def studio_agreement() -> bytes:
    """Two pages: a struck "thirty days", and a clause on training that runs on from the first page
    to the second.
    """
    left, right = words_at(72, 11, "The Employer shall give ", "thirty days")
    first = [
        (720, "AGREEMENT BETWEEN LOCAL 12 AND THE STUDIO"),
        (690, "ARTICLE 1 - ARTIFICIAL INTELLIGENCE"),
        (660, "Section 1.1 Scanning. No employee shall be scanned without written"),
        (645, "consent given for that one production."),
        (615, "Section 1.2 Time."),
        (600, "The Employer shall give thirty days ninety days for an answer."),
        (570, "Section 1.3 Training. The Employer shall pay each employee whose"),
        (555, "work is used to train artificial intelligence a fee of four"),
        (540, "hundred dollars for each work, and shall keep a list of all works"),
    ]
    second = [
        (720, "that were used for training, and shall show that list to the Union"),
        (705, "whenever the Union asks for it in writing."),
        (675, "ARTICLE 2 - MONEY"),
        (645, "Section 2.1 Parking. The Employer shall pay for parking."),
    ]
    pages = [[("text", 72, y, 11, words) for y, words in rows] for rows in (first, second)]
    pages[0].append(("rule", left, 603.5, right))
    return pdf(pages)


PASSWORD = "three unrelated words"
HOSTILE = """# Deal <script>window.hacked=1</script>

## Article 1 — <img src=x onerror="window.hacked=1"> scanning

The employer must not scan a puppeteer <script>window.hacked=1</script> without consent "><img src=x onerror=window.hacked=1>.
"""  # noqa: E501


@dataclass(frozen=True)
class Site:
    """A running server: where it answers, and its home."""

    address: str
    home: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(home: Path, log: Path, *options: str, port: int = 0):
    """A server over a home, from when it answers: yields its address, and ends it."""
    port = port or free_port()
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port), *options],
            cwd=ROOT,
            env={**os.environ, "PINCITE_HOME": str(home)},
            stderr=said,
        )
        until = time.monotonic() + 240
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
                    break
                except OSError:
                    assert server.poll() is None and time.monotonic() < until, log.read_text()
                    time.sleep(0.25)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(20)


def accounts_in(folder: Path) -> Path:
    """A file of accounts: mia is a member, sam a steward, ada an admin; all have PASSWORD."""
    from assistant.web.access.accounts import Accounts

    accounts = Accounts(folder / "auth.json")
    for name, role in (("mia", "member"), ("sam", "steward"), ("ada", "admin")):
        accounts.add(name, role, PASSWORD)
    return accounts.path


def sign_in(page, name: str) -> None:
    """Fill the sign-in page that is open, in whatever language it is."""
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button").click()


@pytest.fixture(scope="session")
def site(shared_home, tmp_path_factory) -> Site:
    """A home with the bundled corpus, a PDF agreement and a hostile document, and its server."""
    from ingest.add import Described, add_each

    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(shared_home.home, folder / "home")
    settings = replace(shared_home, home=folder / "home")
    (folder / "local-12.pdf").write_bytes(studio_agreement())
    hostile = folder / "<img src=x onerror=window.hacked=1>.md"
    hostile.write_text(HOSTILE, encoding="utf-8")
    dates = {"effective": date(2024, 1, 1), "expires": date(2027, 12, 31)}
    studio = Described(
        title="Local 12 Studio Agreement", union="Local 12", kind="contract", **dates
    )
    puppets = Described(
        id="hostile",
        title="The <img src=x onerror=window.hacked=1> Deal",
        union="Puppeteers <b>9</b>",
    )
    added = add_each([(folder / "local-12.pdf", studio), (hostile, puppets)], settings)
    assert [one.error for one in added] == ["", ""]
    with serving(settings.home, folder / "log") as address:
        yield Site(address, settings.home)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Makes a browser of its own at an address.

    What it asks of other sites, or its script breaks, or its policy forbids, fails the test.
    """
    opened, outside, broken = [], [], []

    def make(address: str, path: str = "", width: int = 1280, height: int = 860, **context):
        made = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **context
        )
        opened.append(made)
        page = made.new_page()
        page.set_default_timeout(30_000)
        page.on(
            "request",
            lambda r: (
                outside.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None
            ),
        )
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on(
            "console",
            lambda m: (
                broken.append(m.text)
                if m.type == "error" and "Content Security Policy" in m.text
                else None
            ),
        )
        page.goto(address + path)
        return page

    yield make
    for context in opened:
        context.close()
    assert outside == [], "the page asked something of another site"
    assert broken == [], "the page's script failed, or its policy forbade something"


def soon(holds, seconds: float = 30.0) -> bool:
    """Whether something outside the page comes to hold: the page may show an answer before a server
    or proxy has ended its part.
    """
    until = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return bool(held)


def opened(page):
    """The member's page, once it can be asked."""
    page.wait_for_selector("body.ready")
    page.wait_for_function("() => document.querySelectorAll('#union option').length > 1")
    return page


@pytest.fixture
def person(visit, site):
    """Makes a person's own browser, with the page open: `person(width=390)`."""
    return lambda *size, path="", **context: opened(visit(site.address, path, *size, **context))
