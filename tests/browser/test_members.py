"""Where members sign in too: who is signed out gets nothing, and two people at one browser don't
see each other's conversations.
"""

import json
import urllib.error
import urllib.request

import pytest

from tests.browser.conftest import Site, accounts_in, opened, serving, sign_in
from tests.browser.test_chat import ask

QUESTION = "Can SAG-AFTRA producers scan me?"


@pytest.fixture(scope="module")
def closed(site, tmp_path_factory):
    """A server over the shared home that members sign in to."""
    folder = tmp_path_factory.mktemp("closed")
    with serving(
        site.home, folder / "log", "--auth", str(accounts_in(folder)), "--members-sign-in"
    ) as address:
        yield Site(address, site.home)


def status(address, body=None):
    """What a program without a session gets."""
    try:
        return urllib.request.urlopen(
            urllib.request.Request(
                address, body, {"Content-Type": "application/json"} if body else {}
            )
        ).status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_member_signs_in_asks_and_signs_out(closed, visit):
    page = visit(closed.address)
    assert "/signin" in page.url and "scan" not in page.content(), (
        "no word of a document before signing in"
    )
    page.locator("[name=name]").fill("mia")
    page.locator("[name=password]").fill("three wrong words")
    page.locator("form button").click()
    assert "don't go together" in page.locator("[role=alert]").inner_text()
    sign_in(page, "mia")
    opened(page)
    turn = ask(page, QUESTION)
    assert "SAG-AFTRA" in turn.inner_text()
    turn.locator(".chip").first.click()
    page.locator("#source mark").wait_for()
    page.keyboard.press("Escape")
    page.goto(f"{closed.address}es/")
    opened(page)
    page.get_by_role("button", name="Cerrar sesión").click()
    page.wait_for_url("**/signin*")
    page.goto(closed.address)
    assert "/signin" in page.url


def test_another_person_at_the_same_browser_finds_no_conversation_of_the_first(closed, visit):
    page = visit(closed.address)
    sign_in(page, "mia")
    opened(page)
    ask(page, QUESTION)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin*")
    page.goto(closed.address)
    sign_in(page, "sam")
    page.goto(closed.address)
    opened(page)
    page.get_by_role("button", name="Conversations").click()
    assert page.locator("#held li").count() == 0
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin*")
    page.goto(closed.address)
    sign_in(page, "mia")
    opened(page)
    page.get_by_role("button", name="Conversations").click()
    assert page.locator("#held li").count() == 1, "her own are there when she comes back"


def test_who_was_signed_out_meanwhile_is_told_and_gets_no_answer(closed, visit):
    page = visit(closed.address)
    sign_in(page, "mia")
    opened(page)
    page.context.clear_cookies()
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text("not signed in").first.wait_for()
    assert page.locator(".turn .short").count() == 0
    page.goto(closed.address)
    sign_in(page, "mia")
    page.goto(f"{closed.address}es/")
    opened(page)
    page.context.clear_cookies()
    page.get_by_label("Su pregunta").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text("No ha iniciado sesión").first.wait_for()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "es/",
        "config",
        "agreements",
        "source?document=sag-aftra-tv-theatrical-2026&start=0&end=10",
        "original/x",
        "gradio_api/info",
        "gradio_api/queue/data?session_hash=a",
        "desk/",
        "account",
    ],
)
def test_nothing_is_read_without_signing_in(closed, path):
    assert status(closed.address + path) in (401, 404)


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/queue/join",
        "es/gradio_api/queue/join",
        "turns",
        "turns.md",
        "record",
        "feedback",
    ],
)
def test_nothing_is_asked_without_signing_in(closed, path):
    assert (
        status(
            closed.address + path,
            json.dumps(
                {"data": [QUESTION, "{}"], "fn_index": 0, "session_hash": "a", "turns": []}
            ).encode(),
        )
        == 401
    )
