"""The staff desk without a browser: feedback, accounts, sessions, limits, and who may reach what."""

import json
import os
import signal
import subprocess
import sys

import pytest

from assistant import Assistant, Question
from assistant.web.accounts import Accounts
from assistant.web.feedback import BadFeedback, Feedback
from assistant.web.keys import Keys
from assistant.web.limits import Allowance, Attempts, Limits, Rate, network_of
from assistant.web.sessions import COOKIE, IDLE_SECONDS, LONGEST_SECONDS, Sessions
from corpus import PinciteError
from tests.conftest import ROOT

GOOD = "three unrelated words"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def answer(small, words_embedder):
    """An answer of a small home, as a browser would send it back."""
    from ingest import ensure_index

    ensure_index(small)
    return Assistant.open(small).ask(Question("Can they scan a writer without consent?", id="a1")).json()


@pytest.fixture
def accounts(tmp_path):
    held = Accounts(tmp_path / "auth.json")
    for name, role in (("mia", "member"), ("sam", "steward"), ("ada", "admin")):
        held.add(name, role, f"{GOOD} {name}")
    return held


@pytest.fixture
def desk(small, words_embedder, accounts):
    """Makes a client of a server with accounts, signed in as the one named."""
    pytest.importorskip("gradio")
    from starlette.testclient import TestClient

    from assistant.web.app import create
    from assistant.web.told import WebSettings
    from ingest import ensure_index

    ensure_index(small)
    made = create(Assistant.open(small), small, WebSettings(auth=accounts.path))

    def client(name: str = "") -> TestClient:
        one = TestClient(made, follow_redirects=False)
        if name:
            sent = one.post("/signin", data={"name": name, "password": f"{GOOD} {name}", "next": "/desk/review/"})
            assert sent.status_code == 303 and sent.headers["location"] == ("/desk/review/" if name != "mia" else "/")
        return one

    return client


# --- feedback ---


def test_feedback_waits_is_reviewed_and_is_exported_without_formulas(tmp_path, answer):
    store = Feedback.open(tmp_path / "home")
    number = store.add("bad", answer, "wrong clause", "=HYPERLINK(\"http://x\")")
    store.add("good", answer)
    assert [one.id for one in store.queue()] == [number] and store.counts() == {"waiting": 1, "reviewed": 0}
    store.review(number, "sam", "wrong clause", "@note")
    assert store.queue() == [] and store.get(number).reviews[0].reviewer == "sam"
    exported = store.csv()
    assert "'=HYPERLINK" in exported and "'@note" in exported and ",=HYP" not in exported
    with pytest.raises(BadFeedback, match="wanted one of"):
        store.review(number, "sam", "<b>")


@pytest.mark.parametrize("change", [{"citations": [{"n": 1}]}, {"question": 3}, {"statements": [{"text": "x", "citations": [99]}]}, {"also": "x"}])
def test_what_is_no_answer_is_not_kept(tmp_path, answer, change):
    with pytest.raises(BadFeedback):
        Feedback.open(tmp_path / "home").add("bad", answer | change)


def test_feedback_is_on_the_disk_when_the_call_returns_whatever_happens_then(tmp_path, answer):
    (tmp_path / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    code = (
        "import json, os, sys; from pathlib import Path; from assistant.web.feedback import Feedback\n"
        "store = Feedback.open(Path(sys.argv[1]) / 'home'); answer = json.loads((Path(sys.argv[1]) / 'answer.json').read_text())\n"
        "for n in range(10000):\n    store.add('bad', answer, 'other', str(n)); print(n, flush=True)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    last = -1
    while last < 20:
        last = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    rest = [int(line) for line in writer.stdout.read().split()]
    kept = [int(one.words) for one in Feedback.open(tmp_path / "home").queue(100_000)]
    assert kept[: max([last, *rest]) + 1] == list(range(max([last, *rest]) + 1)), "a row that was confirmed is gone"


def test_what_is_old_is_forgotten_and_leaves_no_words_behind(tmp_path, answer):
    store = Feedback.open(tmp_path / "home")
    store.add("bad", answer, "other", "a secret of mine")
    assert store.forget(1) == 0
    store._base.execute("update said set at = '2020-01-01T00:00:00+00:00'")
    assert store.forget(30) == 1 and store.queue() == []
    assert all(b"a secret of mine" not in path.read_bytes() for path in (tmp_path / "home").glob("feedback*"))


def test_a_review_becomes_a_case_where_evals_reads_them(small, tmp_path, answer):
    from assistant.web.kept_case import Found, NoCase, case_from, keep
    from evals.cases import load

    library = Assistant.open(small).library
    store = Feedback.open(small.home)
    said = store.get(store.add("bad", answer, "wrong clause"))
    with pytest.raises(NoCase, match="choose the document"):
        case_from(said, Found("wrong clause"), library)
    with pytest.raises(NoCase, match="no clause"):
        case_from(said, Found("wrong clause", "", "rules", "Principle 9"), library)
    case = case_from(said, Found("wrong clause", "the guild's", "rules", "Principle 1"), library)
    path = keep(small.home, case)
    assert path.parent == small.home / "evals" / "cases" and load([path])[0].clauses[0].document == "rules"
    with pytest.raises(NoCase, match="used already"):
        keep(small.home, case)


# --- accounts, sessions, keys ---


def test_passwords_are_hashed_in_a_file_of_the_owners(accounts):
    text = accounts.path.read_text()
    assert GOOD not in text and "scrypt$" in text and accounts.path.stat().st_mode & 0o777 == 0o600
    assert accounts.check("ADA", f"{GOOD} ada").role == "admin"
    assert accounts.check("ada", GOOD) is None and accounts.check("nobody", GOOD) is None
    accounts.path.chmod(0o644)
    with pytest.raises(PinciteError, match="chmod 600"):
        Accounts(accounts.path).all()


@pytest.mark.parametrize("name, role, password", [("a b", "admin", GOOD), ("x", "boss", GOOD), ("x", "admin", "short"), ("x", "admin", "aaaaaaaaaaaa")])
def test_an_account_that_will_not_do_is_refused(accounts, name, role, password):
    with pytest.raises(ValueError):
        accounts.add(name, role, password)


def test_a_session_ends_by_time_by_sign_out_by_a_new_password_and_by_removal(accounts):
    clock = Clock()
    sessions = Sessions(accounts, clock)
    token = sessions.begin(accounts.get("ada"))
    assert sessions.account(token).name == "ada" and sessions.account("forged") is None and sessions.account(None) is None
    clock.now += IDLE_SECONDS + 1
    assert sessions.account(token) is None
    token = sessions.begin(accounts.get("ada"))
    began = clock.now
    while clock.now - began <= LONGEST_SECONDS:
        assert sessions.account(token)
        clock.now += IDLE_SECONDS - 1
    assert sessions.account(token) is None
    token = sessions.begin(accounts.get("ada"))
    sessions.end(token)
    assert sessions.account(token) is None
    changes = {"sam": lambda: accounts.add("sam", "steward", "another good one"), "mia": lambda: accounts.remove("mia")}
    for name, change in changes.items():
        token = sessions.begin(accounts.get(name))
        assert sessions.account(token)
        change()
        assert sessions.account(token) is None


def test_a_key_is_shown_once_kept_hashed_and_worth_nothing_when_removed(tmp_path):
    keys = Keys(tmp_path)
    words = keys.add("newsletter")
    assert words not in keys.path.read_text() and keys.path.stat().st_mode & 0o777 == 0o600
    assert keys.holder(words).name == "newsletter" and keys.holder(words[:-1]) is None and keys.holder("") is None
    keys.remove("newsletter")
    assert keys.holder(words) is None


# --- limits ---


def test_a_bucket_refills_and_each_person_address_and_everybody_has_one():
    clock = Clock()
    limits = Limits(Allowance(Rate(4, 1), Rate(2, 1), Rate(5, 1)), clock)
    assert [limits.take("1.1.1.1", "ada") for _ in range(3)] == [0, 0, 1]
    assert [limits.take("1.1.1.1") for _ in range(3)][-1] > 0
    assert limits.take("2.2.2.2") == 0 and limits.take("3.3.3.3") > 0, "everybody's bucket is empty"
    clock.now += 2
    assert limits.take("1.1.1.1", "ada") == 0
    assert network_of("2001:db8::1") == network_of("2001:db8::2") != network_of("2001:db8:0:1::1")
    assert network_of("::ffff:1.2.3.4") == "1.2.3.4"


def test_attempts_slow_down_and_are_forgotten_after_a_success():
    clock = Clock()
    attempts = Attempts(60, clock)
    for _ in range(5):
        assert attempts.wait("ada") == 0
        attempts.fail("ada")
    assert attempts.wait("ada") == 2 and attempts.wait("sam") == 0
    for _ in range(20):
        attempts.fail("ada")
    assert attempts.wait("ada") == 60
    attempts.clear("ada")
    assert attempts.wait("ada") == 0


# --- over HTTP ---

ENDPOINTS = ("config", "gradio_api/info", "gradio_api/queue/data?session_hash=x", "gradio_api/file=/etc/passwd", "theme.css", "")


@pytest.mark.parametrize("page", ["review", "check", "evaluation", "library"])
def test_no_endpoint_of_the_desk_is_reached_without_a_session(desk, page):
    client = desk()
    for end in ENDPOINTS:
        assert client.get(f"/desk/{page}/{end}").status_code in (401, 403), end
    for end in ("gradio_api/queue/join", "gradio_api/upload", "gradio_api/run/predict", "gradio_api/call/x"):
        assert client.post(f"/desk/{page}/{end}", json={"data": [], "fn_index": 0, "session_hash": "x"}).status_code == 401, end
        assert client.post(f"//desk/{page}/{end}", json={}).status_code in (401, 404), end
    sent = client.get(f"/desk/{page}/", headers={"Accept": "text/html"})
    assert sent.status_code == 303 and sent.headers["location"] == f"/signin?next=/desk/{page}"
    assert client.get("/desk/feedback.csv").status_code == 401


def test_a_role_reaches_as_far_as_it_does_and_no_farther(desk):
    member, steward, admin = desk("mia"), desk("sam"), desk("ada")
    for page in ("review", "check", "evaluation"):
        assert member.get(f"/desk/{page}/config").status_code == 403
        assert steward.get(f"/desk/{page}/config").status_code == 200
    for end in ENDPOINTS:
        assert steward.get(f"/desk/library/{end}").status_code == 403, end
    assert steward.post("/desk/library/gradio_api/queue/join", json={"data": [], "fn_index": 0, "session_hash": "x"}).status_code == 403
    assert steward.post("/desk/library/gradio_api/upload", files={"files": b"x"}).status_code == 403
    assert admin.get("/desk/library/config").status_code == 200 and admin.get("/account").json() == {"name": "ada", "role": "admin"}
    assert "unsafe-eval" not in admin.get("/desk/library/").headers["content-security-policy"]


def test_without_accounts_there_is_no_desk_and_it_says_how(small, words_embedder):
    pytest.importorskip("gradio")
    from starlette.testclient import TestClient

    from assistant.web.app import create
    from ingest import ensure_index

    ensure_index(small)
    client = TestClient(create(Assistant.open(small), small))
    for path in ("/desk", "/desk/library/config"):
        sent = client.get(path)
        assert sent.status_code == 404 and "pincite serve --auth" in sent.text


def test_signing_in_gives_no_hint_sets_a_safe_cookie_and_signing_out_ends_it(desk):
    client = desk()
    wrong = [client.post("/signin", data={"name": name, "password": "wrong password"}) for name in ("ada", "nobody-at-all")]
    assert [one.status_code for one in wrong] == [401, 401] and wrong[0].text == wrong[1].text
    client = desk("ada")
    again = client.post("/signin", data={"name": "ada", "password": f"{GOOD} ada", "next": "https://evil.example/"})
    cookie = again.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and again.headers["location"] == "/desk/"
    assert client.post("/signin", data={"name": "ada", "password": f"{GOOD} ada", "next": "//evil.example"}).headers["location"] == "/desk/"
    held = client.cookies[COOKIE]
    client.post("/signout")
    client.cookies.set(COOKIE, held)
    assert client.get("/desk/review/config").status_code == 401


def test_guessing_is_slowed(desk):
    client = desk()
    codes = [client.post("/signin", data={"name": "ada", "password": f"wrong password {n}"}).status_code for n in range(7)]
    assert codes[:5] == [401] * 5 and 429 in codes[5:]
    right = client.post("/signin", data={"name": "ada", "password": f"{GOOD} ada"})
    assert right.status_code == 429 and int(right.headers["retry-after"]) >= 1


def test_another_sites_page_changes_nothing(desk):
    client = desk("ada")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/signout", headers=headers).status_code == 403
        assert client.post("/desk/review/gradio_api/queue/join", json={}, headers=headers).status_code == 403
    assert client.get("/account").status_code == 200


def test_a_forged_header_gains_no_questions(desk):
    client = desk()
    codes = {client.post("/gradio_api/queue/join", json={}, headers={"X-Forwarded-For": f"10.0.{n // 256}.{n % 256}"}).status_code for n in range(200)}
    assert 429 in codes, "two hundred questions at once from one peer were all let through"


@pytest.mark.parametrize(
    "told, said",
    [
        ({"trusted_proxies": ("127.0.0.1", "*")}, "believe everybody"),
        ({"trusted_proxies": ("0.0.0.0/0",)}, "believe strangers"),
        ({"trusted_proxies": ("::/0",)}, "believe strangers"),
        ({"trusted_proxies": ("nginx",)}, "no address and no network"),
        ({"trusted_proxies": ("10.0.0.7/8",)}, "no address and no network"),
        ({"root_path": "pincite"}, "such as /pincite"),
        ({"root_path": '/"><script>'}, "such as /pincite"),
        ({"root_path": "//elsewhere.example"}, "such as /pincite"),
        ({"members_sign_in": True}, "needs --auth"),
    ],
)
def test_what_would_open_a_door_is_refused_with_its_reason(told, said):
    from assistant.web.told import WebSettings

    with pytest.raises(PinciteError, match=said):
        WebSettings(**told)
    WebSettings(trusted_proxies=("127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"), root_path="/unions/pincite/")


def test_serving_refuses_a_proxy_that_is_anybody(tmp_path):
    from tests.test_commands import pincite

    done = pincite("serve", "--trusted-proxy", "*", home=tmp_path / "home")
    assert done.returncode == 1 and "--trusted-proxy '*'" in done.stderr and "127.0.0.1" in done.stderr


# --- the library ---


def test_a_document_is_described_anew_without_being_read_again(small, words_embedder, tmp_path):
    from datetime import date

    from corpus import BadDocument, Home, Library
    from ingest import Described, add, describe

    (tmp_path / "ours.md").write_text("## Article 1 — scans\n\nNobody may be scanned without consent.\n", encoding="utf-8")
    add([tmp_path / "ours.md"], Described(union="Local 9"), small)
    describe("ours", Described(title="Our Deal", union="Local 9", effective=date(2024, 1, 1), supersedes=("deal-2024",), aliases=("the book",)), small)
    library = Library.load(Home.open(small.home), small.bundled)
    held = library["ours"]
    assert (held.title, held.effective, held.aliases) == ("Our Deal", date(2024, 1, 1), ("the book",))
    assert "scanned without consent" in held.text and library.status(library["deal-2024"], date(2026, 1, 1)) == "superseded"
    for wrong in (Described(supersedes=("ours",)), Described(text_of="nothing"), Described(effective=date(2025, 1, 1), expires=date(2024, 1, 1))):
        with pytest.raises(BadDocument):
            describe("ours", wrong, small)
    with pytest.raises(BadDocument, match="bundled digest"):
        describe("rules", Described(title="x"), small)


def test_files_are_added_with_progress_and_a_bad_one_harms_nothing(desk, small, tmp_path):
    from datetime import date

    from assistant.web.library_page import adding, table_html
    from assistant.web.words import words_in
    from ingest import Described

    held = desk().app.state.held
    good, bad = tmp_path / "<img src=x>.md", tmp_path / "broken.pdf"
    good.write_text("## Article 1 — <script>x</script>\n\nNobody may be scanned without consent.\n", encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4 nothing")
    shown = list(adding(held, [good, bad], Described(), words_in("en")))
    assert len(shown) > 1 and "reading" in shown[0]
    assert "1 of 2 files" in shown[-1] and "broken.pdf" in shown[-1] and "<img" not in shown[-1] and "<script" not in shown[-1]
    table = table_html(held.assistant.library, date(2026, 1, 1), words_in("es"))
    assert "img-src-x" in table and "<img" not in table


# --- check ---


def test_the_desk_checks_a_saved_answer_and_refuses_what_is_none_by_name(desk, answer, tmp_path):
    from assistant.web.check_page import MAX_SAVED_MB, file_html
    from assistant.web.words import words_in

    held, words = desk().app.state.held, words_in("en")
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    assert "are right" in file_html(held, path, "", words)
    quoted = answer["citations"][0] | {"quote": "<b>A company may scan a writer without the consent of that writer.</b>"}
    path.write_text(json.dumps(answer | {"citations": [quoted], "also": [], "corpus": "0123456789ab"}), encoding="utf-8")
    shown = file_html(held, path, "", words)
    assert "are wrong" in shown and "<b>A company" not in shown and "0123456789ab" in shown
    talk = [{"role": "user", "content": "May they?"}, {"role": "assistant", "content": "The Deal of 2024, Article 1: “A company may scan a writer without the consent of that writer.”"}]
    path.write_text(json.dumps(talk), encoding="utf-8")
    assert "Altered" in file_html(held, path, "", words)
    for text, said in (("{", "can't be read as JSON"), ('{"pincite_record": 99}', "newer version"), ("7", "wanted an answer"), (" " * (MAX_SAVED_MB << 20) + "[]  ", f"at most {MAX_SAVED_MB} MB")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(PinciteError, match=said) as refused:
            file_html(held, path, "", words)
        assert str(tmp_path) not in str(refused.value), "no path of the server's is shown"


# --- evaluation ---


def test_a_change_is_shown_only_between_runs_of_the_same_questions(tmp_path):
    from assistant.web.evals_page import over_time_html, read_runs
    from assistant.web.words import words_in
    from evals.run import Result, Run, save

    def keep(stamp, *answers):
        results = tuple(Result(f"q{n}", f"Question {n}?", "tune", "deal", (), "answered", measures={"status right": right}) for n, right in enumerate(answers))
        save(Run("0123", "extractive", results), tmp_path / "evals" / "runs" / f"{stamp}.jsonl")

    words = words_in("en")
    keep("20261101T080000", 1.0, 0.0)
    keep("20261102T080000", 1.0, 1.0)
    shown = over_time_html(read_runs(tmp_path), words)
    assert '<span class="good">+50.0</span>' in shown and "other questions" not in shown and "Answered or refused, rightly" in shown
    keep("20261103T080000", 1.0, 1.0, 0.0, 0.0)
    shown = over_time_html(read_runs(tmp_path), words)
    assert "-50.0" not in shown and words("evals.others") in shown and "2026-11-03 08:00" in shown
    (tmp_path / "evals" / "runs" / "20261104T080000.jsonl").write_text("{broken", encoding="utf-8")
    assert len(read_runs(tmp_path)) == 3, "a damaged run hides no other"
