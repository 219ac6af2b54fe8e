"""The staff desk in a real browser: from a member's complaint to an evaluation case, a bulletin,
roles.
"""

import json
import urllib.request

import pytest

from tests.browser.conftest import Site, accounts_in, serving, sign_in
from tests.browser.test_chat import serious

HOSTILE = '"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>'


@pytest.fixture(scope="module")
def desk(site, tmp_path_factory):
    """A second server over the same home, with accounts."""
    folder = tmp_path_factory.mktemp("desk")
    with serving(site.home, folder / "log", "--auth", str(accounts_in(folder))) as address:
        yield Site(address, site.home)


@pytest.fixture
def staff(visit, desk):
    """Makes a browser signed in at one page of the desk: `staff("sam", "review")`."""

    def make(name: str, page: str, width: int = 1280, height: int = 900, **context):
        tab = visit(desk.address, f"desk/{page}/", width, height, **context)
        sign_in(tab, name)
        tab.wait_for_selector("body.ready")
        return tab

    return make


def complain(desk: Site, question: str) -> int:
    """A complaint as the member's page sends it, over the server that runs."""
    from assistant import Assistant, Question
    from assistant.web.feedback import Feedback
    from corpus import Settings

    answer = (
        Assistant.open(Settings(home=desk.home))
        .ask(Question(question, documents=("local-12",), id="b1"))
        .json()
    )
    body = json.dumps(
        {
            "verdict": "bad",
            "reason": "wrong clause",
            "words": HOSTILE,
            "answer": answer | {"question": f"{question} {HOSTILE}"},
        }
    )
    sent = urllib.request.Request(
        f"{desk.address}feedback", body.encode(), {"Content-Type": "application/json"}
    )
    assert json.load(urllib.request.urlopen(sent)) == {"kept": True}
    return max(one.id for one in Feedback.open(desk.home).queue())


def test_a_complaint_is_reviewed_with_keys_and_becomes_an_evaluation_case(desk, staff):
    number = complain(
        desk, "What fee is paid when an employee's work is used to train artificial intelligence?"
    )
    page = staff("sam", "review")
    page.locator(f"[data-pick='{number}']").click()
    case = page.locator(f"#case-{number}")
    case.wait_for()
    assert "onerror" in case.inner_text(), "the hostile words are shown as words"
    assert case.locator("mark").count() and case.locator(".fate.good").count(), (
        "the quotation is marked in its source, and checked"
    )
    assert case.locator("figure.page img").count(), "the PDF's page stands beside it"
    page.locator("h1").click()
    page.keyboard.press("1")
    page.wait_for_function("() => document.querySelector('#verdict input').checked")
    page.locator("#said p", has_text="The answer is right").wait_for(state="attached")
    page.locator("#make").click()
    page.wait_for_selector(f"#told >> text=review-{number}")
    page.locator("#said p", has_text=f"review-{number}").wait_for(state="attached")
    heard = page.locator("#said p").all_text_contents()
    assert "The answer is right" in heard[-2] and f"review-{number}" in heard[-1], (
        "each is announced, and neither in the other's place"
    )
    kept = (desk.home / "evals" / "cases" / "own.jsonl").read_text(encoding="utf-8").splitlines()
    made = json.loads(kept[-1])
    assert made["id"] == f"review-{number}" and made["clauses"][0]["document"] == "local-12"
    assert page.evaluate("window.hacked === undefined")


@pytest.mark.parametrize("size", [(1280, 900), (320, 640)], ids=["wide", "phone"])
def test_the_verdict_stays_in_sight_while_a_long_answer_is_read(desk, staff, size):
    number = complain(
        desk, "What fee is paid when an employee's work is used to train artificial intelligence?"
    )
    page = staff("sam", "review", *size)
    page.locator(f"[data-pick='{number}']").click()
    page.locator(f"#case-{number}").wait_for()
    for share in (0.3, 0.6, 0.9):
        page.evaluate(
            "share => scrollTo(0, share * (document.documentElement.scrollHeight - innerHeight))",
            share,
        )
        for part in ("#verdict label >> nth=0", "#save", "#next"):
            box = page.locator(part).bounding_box()
            assert (
                box["y"] >= 0
                and box["y"] + box["height"] <= size[1]
                and box["x"] + box["width"] <= size[0]
            ), (share, part, box)
    assert page.locator("#verdicts").bounding_box()["height"] < size[1] / 3, (
        "most of the screen is left for the answer"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_accessibility_on_the_desk(desk, staff, scheme):
    complain(desk, "Who pays for parking?")
    page = staff("ada", "review", color_scheme=scheme)
    page.wait_for_selector("[data-case]")
    page.locator("#more button").first.click()
    found = {"review": serious(page)}
    for name, drawn in (
        ("check", "#bulletin"),
        ("library", "#documents"),
        ("evaluation", "#offer .empty"),
    ):
        page.goto(f"{desk.address}desk/{name}/")
        page.wait_for_selector(f"body.ready {drawn}")
        page.wait_for_timeout(300)
        found[name] = serious(page)
    assert found == dict.fromkeys(found, [])


def test_keys_rest_while_someone_types(desk, staff):
    complain(desk, "Who pays for parking?")
    page = staff("sam", "review")
    page.wait_for_selector("[data-case]")
    page.locator("#more button").first.click()
    page.locator("#note textarea").fill("")
    page.locator("#note textarea").press_sequentially("123 n")
    assert (
        page.locator("#verdict input:checked").count() == 0
        and page.locator("#note textarea").input_value() == "123 n"
    )


def test_a_bulletin_is_checked_and_what_it_holds_is_only_words(staff):
    page = staff("sam", "check", width=390)
    page.locator("#bulletin textarea").fill(
        'Local 12 Studio Agreement, Section 1.1: "No employee shall be scanned without verbal '
        f'consent given for that one production." {HOSTILE}'
    )
    page.locator("#check").click()
    page.wait_for_selector("#checked .sum")
    assert "Altered" in page.inner_text("#checked") and page.evaluate("window.hacked === undefined")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_dropped_bulletin_and_a_saved_answer_are_checked_by_name(desk, staff):
    page = staff("sam", "check")
    chosen = page.locator("#bulletin-file input[type=file]")

    def check(name, kind, content):
        chosen.set_input_files({"name": name, "mimeType": kind, "buffer": content})
        page.locator("#bulletin-file").get_by_text(name.rpartition(".")[0]).first.wait_for()
        page.locator("#check").click()
        page.locator("#checked .fine, #checked .said", has_text=name.rpartition(".")[0]).wait_for()
        page.locator("#bulletin-file input[type=file]").wait_for(state="attached")
        return page.inner_text("#checked")

    true = b'Local 12 Studio Agreement, Section 2.1: "The Employer shall pay for parking."'
    assert "are right" in check("bulletin.md", "text/markdown", true)
    assert "Altered" in check(
        "second.md", "text/markdown", true.replace(b"shall pay", b"shall not pay")
    )
    page.locator("#said p", has_text="are wrong").wait_for(state="attached")
    saved = {
        "citations": [
            {
                "document": "local-12",
                "locator": "Section 2.1",
                "quote": "The Employer shall pay for nothing.",
                "start": 0,
                "end": 35,
            }
        ],
        "statements": [],
    }
    assert "are wrong" in check("answer.json", "application/json", json.dumps(saved).encode())
    assert "can't be read as JSON" in check("nonsense.json", "application/json", b"{")


def test_a_steward_sees_no_library_and_reaches_none(desk, staff):
    page = staff("sam", "evaluation")
    page.wait_for_function("() => document.querySelector('#who').textContent === 'sam'")
    assert not page.locator("nav [data-page=library]").is_visible()
    assert page.goto(f"{desk.address}desk/library/").status == 403
    said = page.locator("main").inner_text()
    assert (
        "role “admin”" in said
        and "signed in as sam" in said
        and "pincite user add sam --role admin" in said
    )
    page.get_by_role("link", name="Back to the staff desk").click()
    page.wait_for_url("**/desk/review/")
    page.wait_for_selector("body.ready")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin")
    page.goto(f"{desk.address}desk/review/")
    assert "/signin" in page.url
