"""The application over HTTP, without a browser: headers, what is served and what is refused."""

import gzip
import json
import re
import threading
from datetime import date

import pytest

from assistant import Assistant, Question
from assistant.web.member import answer_page
from assistant.web.words import words_in
from tests.browser.conftest import studio_agreement

pytest.importorskip("gradio")


@pytest.fixture
def site(small, words_embedder, tmp_path):
    """A test client over a small home that holds two digests and a PDF agreement of its own."""
    from starlette.testclient import TestClient

    from assistant.web.app import WebSettings, create
    from ingest import ensure_index
    from ingest.add import Described, add

    ensure_index(small)
    (tmp_path / "local-12.pdf").write_bytes(studio_agreement())
    add(
        [tmp_path / "local-12.pdf"],
        Described(title="Local 12", kind="contract", effective=date(2024, 1, 1)),
        small,
    )

    def make(**web):
        return TestClient(create(Assistant.open(small), small, WebSettings(**web)))

    return make


def test_every_answer_has_the_headers_and_the_page_a_strict_policy(site):
    client = site()
    for path in ("/", "/es/", "/agreements", "/source?document=x&start=0&end=1", "/nowhere"):
        headers = client.get(path).headers
        assert (
            headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        )
        policy = headers["content-security-policy"]
        assert (
            "default-src 'none'" in policy
            and "unsafe-eval" not in policy
            and "frame-ancestors 'none'" in policy
        )
    page = client.get("/")
    inline = [s for s in re.findall(r"<script([^>]*)>", page.text) if "src=" not in s]
    assert len(inline) == page.headers["content-security-policy"].count("'sha256-") == 5, (
        "Gradio's inline scripts have changed"
    )
    assert (
        "og:" not in page.text
        and "raw.githubusercontent" not in page.text
        and 'lang="en"' in page.text
    )
    assert 'lang="es"' in client.get("/es/").text
    assert client.get("/es", follow_redirects=False).headers["location"] == "/es/"


def test_the_members_page_takes_and_gives_no_files(site):
    client = site()
    for path in ("/gradio_api/upload", "/es/gradio_api/upload"):
        assert client.post(path, files={"files": ("x.txt", b"x")}).status_code == 404
    for path in (
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://example.org",
        "/gradio_api/info",
        "/es/gradio_api/file=x",
    ):
        assert client.get(path).status_code == 404


def test_assets_may_be_kept_for_a_year(site):
    client = site()
    style = re.search(r'href="(/own/pincite\.\w+\.css)"', client.get("/").text).group(1)
    assert "immutable" in client.get(style).headers["cache-control"]
    assert client.get("/own/../app.py").status_code == 404


def test_an_original_is_a_file_to_save_and_a_digest_has_none(site):
    client = site()
    sent = client.get("/original/local-12")
    assert sent.content.startswith(b"%PDF") and sent.headers["content-disposition"].startswith(
        "attachment"
    )
    assert "sandbox" in sent.headers["content-security-policy"]
    for path in ("/original/deal-2024", "/original/nothing", "/original/..%2f..%2fhome.json"):
        assert client.get(path).status_code == 404


def test_a_page_is_drawn_only_where_the_quotation_stands(site):
    client = site()
    document = client.app.state.held.assistant.library["local-12"]
    clause = next(c for c in document.clauses if "Training" in c.heading)
    place = f"start={clause.span.start}&end={clause.span.end}"
    for page in (clause.page, clause.last_page):
        assert client.get(f"/page/local-12/{page}.png?{place}").content.startswith(b"\x89PNG")
    for bad in (
        f"/page/local-12/3.png?{place}",
        f"/page/deal-2024/1.png?{place}",
        "/page/local-12/1.png?start=5&end=1",
    ):
        assert client.get(bad).status_code == 404


def test_a_damaged_original_gives_no_picture_and_harms_nothing(site, tmp_path):
    from assistant.web.member.page_image import Marked, PageImages

    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert PageImages().png(tmp_path / "broken.pdf", 1, Marked("", "a", "")) is None


def test_a_source_is_of_a_clause_or_gone(site):
    client = site()
    document = client.app.state.held.assistant.library["deal-2024"]
    span = document.clauses[0].span
    shown = client.get(
        f"/source?document=deal-2024&start={span.start}&end={span.start + 20}&as_of=2025-01-01"
    )
    assert shown.status_code == 200 and "<mark>" in shown.text and "in force" in shown.text
    for bad in (
        "document=deal-2024&start=0&end=99999",
        "document=deal-2024&start=9&end=3",
        "document=no&start=0&end=3",
    ):
        assert client.get(f"/source?{bad}").status_code == 404


def test_kept_answers_come_back_escaped_and_too_much_is_refused(site):
    client = site()
    assert client.post("/turns", json={"turns": [{"id": "x"}, "no"]}).status_code == 422
    assert client.post("/turns", json={"turns": [{"id": "x"}]}).text == ""
    assert client.post("/turns", content=b"x" * 4_000_000).status_code == 422
    assert client.post("/turns", content=b"[" * 100_000).status_code == 422


def test_a_conversation_travels_at_a_tenth_of_its_size(site):
    client = site()
    ask = client.app.state.held.assistant.ask
    asked = [f"Can they scan a writer without consent, {n} times?" for n in range(20)]
    found = [ask(Question(text, id=f"a{n}")).json() for n, text in enumerate(asked)]
    plain = json.dumps({"turns": found}).encode()
    packed = gzip.compress(plain)
    headers = {"Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
    with client.stream("POST", "/turns", content=packed, headers=headers) as sent:
        raw = b"".join(sent.iter_raw())
    assert sent.headers["content-encoding"] == "gzip" and sent.headers["content-type"].startswith(
        "text/html"
    )
    page = gzip.decompress(raw).decode()
    assert page.count("<article") == 20 and "data-answer" not in page
    # as it was: the answers sent as they are, and sent back in the page that is drawn of them
    before = len(plain) + len("".join(answer_page.turn(one, words_in("en")) for one in found))
    assert 10 * (len(packed) + len(raw)) < before
    for bad in (packed[:100] + b"x" * 100, b"no gzip", gzip.compress(b" " * 50_000_000)):
        assert client.post("/turns", content=bad, headers=headers).status_code == 422
    unpacked = client.post("/turns", content=plain, headers={"Accept-Encoding": "identity"})
    assert unpacked.text == page and "content-encoding" not in unpacked.headers
    texts = client.post("/turns.txt", content=packed, headers=headers)
    assert texts.status_code == 200 and texts.text.count("without consent, ") >= 20


def test_a_conversation_is_drawn_aside(site, monkeypatch):
    """The event loop is everybody's, and drawing sixty answers takes a tenth of a second."""
    client = site()
    threads = []
    monkeypatch.setattr(
        answer_page, "turn", lambda *_, **__: threads.append(threading.current_thread()) or ""
    )

    @client.app.get("/loop", include_in_schema=False)
    async def loop():
        threads.append(threading.current_thread())

    with client:
        client.app.router.routes.insert(0, client.app.router.routes.pop())
        client.get("/loop")
        client.post("/turns", json={"turns": [{"id": "x"}]})
    assert len(set(threads)) == len(threads) == 2


def test_a_record_is_given_of_the_answer_that_was_shown_and_of_no_other(site):
    from assistant.web.member.chat import Choices

    client = site()
    assistant = client.app.state.held.assistant
    choices = Choices(as_of=date(2026, 11, 24))
    found = assistant.ask(
        choices.question("Can they scan a writer without consent?", "abc")
    ).json() | {"asked": choices.json()}
    sent = client.post("/record", json={"turns": [found]})
    assert sent.status_code == 200 and sent.json()["citations"] and sent.json()["passages"]
    changed = found | {"citations": [found["citations"][0] | {"quote": "anything"}]}
    assert client.post("/record", json={"turns": [changed]}).status_code == 409
    assert client.post("/record", json={}).status_code == 409


def test_feedback_is_kept_and_nonsense_and_other_sites_are_refused(site, small):
    from assistant.web.feedback import Feedback
    from tests.makers.pages import found

    client = site()
    good = {"verdict": "bad", "reason": "out of date", "words": "old", "answer": found()}
    assert client.post("/feedback", json=good).json() == {"kept": True}
    assert [said.words for said in Feedback.open(small.home).queue()] == ["old"]
    assert client.post("/feedback", json=good | {"verdict": "<b>"}).status_code == 422
    assert client.post("/feedback", content=b"nothing").status_code == 422
    assert (
        client.post("/feedback", json=good, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )


def test_a_proxys_path_stands_before_every_address(site):
    client = site(root_path="/pincite")
    page = client.get("/")
    assert 'src="/pincite/own/pincite.' in page.text and 'href="/pincite/own/pincite.' in page.text
    assert '"root":"http://testserver/pincite"' in page.text.replace(" ", "")
    assert client.get("/es", follow_redirects=False).headers["location"] == "/pincite/es/"
    for path in (
        "/es/config",
        "/pincite/es/config",
        "/config",
    ):  # whether the proxy takes its path off or leaves it on
        assert client.get(path).json()["root"].startswith("http://testserver/pincite"), path


def test_agreements_are_offered_with_their_dates_and_standing(site):
    rows = site().get("/agreements").json()
    assert {row["id"] for row in rows["agreements"]} == {"deal-2024", "local-12"}
    assert any("in force" in row["label"] for row in rows["agreements"])
