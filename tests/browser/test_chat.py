"""The chat in a real browser: a question is typed, a cited answer comes, and nothing is fetched from outside."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.conftest import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine (.ci/run installs it)")]


@pytest.fixture(scope="module")
def address(shared_home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "PINCITE_HOME": str(shared_home.home)},
        stderr=subprocess.PIPE,
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(url, timeout=2)
                break
            except OSError:
                assert server.poll() is None, server.stderr.read().decode()
                time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


def test_a_member_asks_on_a_phone_and_gets_a_cited_answer(address, browser):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(address)
    page.get_by_label("Your question").fill("Can SAG-AFTRA producers scan me without my consent?")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=not legal advice", timeout=30000)
    words = page.inner_text("[role=log]")
    assert "SAG-AFTRA" in words and "[1]" in words and "our digest" in words
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [url for url in asked_for if not url.startswith((address, "data:", "blob:"))] == []
