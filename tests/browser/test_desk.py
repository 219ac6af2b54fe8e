"""The staff desk in a real browser: from a member's complaint to an evaluation case, a bulletin, roles."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.web.accounts import Accounts
from tests.browser.conftest import free_port
from tests.conftest import ROOT

PASSWORD = "three unrelated words"
HOSTILE = '"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>'


@dataclass(frozen=True)
class Desk:
    """A server with accounts: where it answers, its home, and a person's browser signed in."""

    address: str
    home: Path


@pytest.fixture(scope="module")
def desk(site, tmp_path_factory):
    """A second server over the same home, with accounts."""
    folder = tmp_path_factory.mktemp("desk")
    accounts = Accounts(folder / "auth.json")
    for name, role in (("sam", "steward"), ("ada", "admin")):
        accounts.add(name, role, PASSWORD)
    port, log = free_port(), (folder / "log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port), "--auth", str(accounts.path)],
        cwd=ROOT, env={**os.environ, "PINCITE_HOME": str(site.home)}, stderr=log,
    )  # fmt: skip
    address, until = f"http://127.0.0.1:{port}/", time.monotonic() + 240
    try:
        while True:
            try:
                urllib.request.urlopen(f"{address}healthz", timeout=2)
                break
            except OSError:
                assert server.poll() is None and time.monotonic() < until, (folder / "log").read_text()
                time.sleep(0.25)
        yield Desk(address, site.home)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture
def staff(chromium, desk):
    """Makes a browser signed in at one page of the desk; what it asks of other sites, or runs that it must not, fails the test."""
    opened, outside, broken = [], [], []

    def make(name: str, page: str, width: int = 1280):
        made = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        opened.append(made)
        tab = made.new_page()
        tab.set_default_timeout(30_000)
        tab.on("request", lambda r: outside.append(r.url) if not r.url.startswith((desk.address, "data:", "blob:")) else None)
        tab.on("pageerror", lambda error: broken.append(str(error)))
        tab.on("console", lambda m: broken.append(m.text) if m.type == "error" and "Content Security Policy" in m.text else None)
        tab.goto(f"{desk.address}desk/{page}/")
        tab.get_by_label("Name").fill(name)
        tab.get_by_label("Password").fill(PASSWORD)
        tab.get_by_role("button", name="Sign in").click()
        tab.wait_for_selector("body.ready")
        return tab

    yield make
    for context in opened:
        context.close()
    assert outside == [], "the desk asked something of another site"
    assert broken == [], "the desk's script failed, or its policy forbade something"


def complain(desk: Desk, question: str) -> int:
    """A complaint as the member's page sends it, over the server that runs."""
    from assistant import Assistant, Question
    from assistant.web.feedback import Feedback
    from corpus import Settings

    answer = Assistant.open(Settings(home=desk.home)).ask(Question(question, documents=("local-12",), id="b1")).json()
    body = json.dumps({"verdict": "bad", "reason": "wrong clause", "words": HOSTILE, "answer": answer | {"question": f"{question} {HOSTILE}"}})
    sent = urllib.request.Request(f"{desk.address}feedback", body.encode(), {"Content-Type": "application/json"})
    assert json.load(urllib.request.urlopen(sent)) == {"kept": True}
    return max(one.id for one in Feedback.open(desk.home).queue())


def test_a_complaint_is_reviewed_with_keys_and_becomes_an_evaluation_case(desk, staff):
    number = complain(desk, "What fee is paid when an employee's work is used to train artificial intelligence?")
    page = staff("sam", "review")
    page.locator(f"[data-pick='{number}']").click()
    case = page.locator(f"#case-{number}")
    case.wait_for()
    assert "onerror" in case.inner_text(), "the hostile words are shown as words"
    assert case.locator("mark").count() and case.locator(".fate.good").count(), "the quotation is marked in its source, and checked"
    assert case.locator("figure.page img").count(), "the PDF's page stands beside it"
    page.locator("h1").click()
    for _ in range(6):  # what is said of opening the case may come after the key on a busy machine, and takes its place
        page.keyboard.press("1")
        page.wait_for_function("() => document.querySelector('#verdict input').checked")
        page.wait_for_timeout(1_500)
        if "The answer is right" in page.locator("#said").text_content():
            break
    assert "The answer is right" in page.locator("#said").text_content(), "a key's verdict is announced"
    page.locator("#make").click()
    page.wait_for_selector(f"#told >> text=review-{number}")
    kept = (desk.home / "evals" / "cases" / "own.jsonl").read_text(encoding="utf-8").splitlines()
    made = json.loads(kept[-1])
    assert made["id"] == f"review-{number}" and made["clauses"][0]["document"] == "local-12"
    assert page.evaluate("window.hacked === undefined")


def test_keys_rest_while_someone_types(desk, staff):
    complain(desk, "Who pays for parking?")
    page = staff("sam", "review")
    page.wait_for_selector("[data-case]")
    page.locator("#more button").first.click()
    page.locator("#note textarea").fill("")
    page.locator("#note textarea").press_sequentially("123 n")
    assert page.locator("#verdict input:checked").count() == 0 and page.locator("#note textarea").input_value() == "123 n"


def test_a_bulletin_is_checked_and_what_it_holds_is_only_words(staff):
    page = staff("sam", "check", width=390)
    page.locator("#bulletin textarea").fill(f'Local 12 Studio Agreement, Section 1.1: "No employee shall be scanned without verbal consent given for that one production." {HOSTILE}')
    page.locator("#check").click()
    page.wait_for_selector("#checked .sum")
    assert "Altered" in page.inner_text("#checked") and page.evaluate("window.hacked === undefined")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_steward_sees_no_library_and_reaches_none(desk, staff):
    page = staff("sam", "evaluation")
    page.wait_for_function("() => document.querySelector('#who').textContent === 'sam'")
    assert not page.locator("nav [data-page=library]").is_visible()
    assert page.goto(f"{desk.address}desk/library/").status == 403
    page.goto(f"{desk.address}desk/review/")
    page.wait_for_selector("body.ready")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin")
    page.goto(f"{desk.address}desk/review/")
    assert "/signin" in page.url
