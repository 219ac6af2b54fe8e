"""The audit log says who did what, when and from where, and never what anybody asked."""

import json

import pytest

from assistant.cli.main import main
from assistant.web.access import audit
from assistant.web.access.audit import Audit, entries
from assistant.web.access.keys import Keys
from corpus.owner import is_open
from tests.makers.staff import GOOD
from tests.web.test_accounts import Clock

ASKED = "may a marmalade factory scan my grandmother"


def told(home, *names):
    return [tuple(one.get(name) for name in ("event", *names)) for one in entries(home)]


class Sent:
    """A request to the desk as Gradio hands it to what a page does."""

    def __init__(self, account, host="10.1.2.3"):
        from assistant.web.access.guard import ACCOUNT

        self.client = type("Client", (), {"host": host})
        self.request = type("Request", (), {"scope": {ACCOUNT: account}})


# --- the file ---


def test_a_line_says_when_what_who_and_where_and_is_its_owners_alone(tmp_path):
    log = Audit(tmp_path)
    log.record("document_removed", "ada", "10.0.0.4", documents=["deal-2024"])
    (line,) = (tmp_path / "audit.jsonl").read_text().splitlines()
    found = json.loads(line)
    assert found.pop("at").endswith("+00:00") and found == {
        "event": "document_removed",
        "who": "ada",
        "from": "10.0.0.4",
        "documents": ["deal-2024"],
    }
    assert not is_open(tmp_path / "audit.jsonl") and not is_open(tmp_path / "audit.lock")


def test_a_line_that_was_cut_off_harms_no_other(tmp_path):
    log = Audit(tmp_path)
    log.record("reviewed", "sam", "10.0.0.4", number=1)
    with log.path.open("ab") as file:
        file.write(b'{"at": "2026-11-29T10:00:00+00:00", "eve')
    log.record("reviewed", "sam", "10.0.0.4", number=2)
    found = list(entries(tmp_path))
    assert [one.get("number") for one in found] == [1, None, 2]
    assert found[1] == {"file": "audit.jsonl", "line": 2, "damaged": True}


def test_what_somebody_calls_a_document_is_one_line_and_not_endless(tmp_path):
    log = Audit(tmp_path)
    log.record("document_added", "ada\n{}", "x" * 999, documents=["a\u2028b\x1b[31m\n" + "y" * 999])
    (found,) = entries(tmp_path)
    assert found["who"] == "ada\n{}" and len(found["from"]) == 200
    assert len(found["documents"][0]) == 200 and "\x1b" not in log.path.read_text()


def test_a_full_file_makes_room_for_the_next_and_the_oldest_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(audit, "MAX_BYTES", 1000)
    log = Audit(tmp_path)
    for number in range(200):
        log.record("reviewed", "sam", "10.0.0.4", number=number)
    kept = [one["number"] for one in entries(tmp_path)]
    assert kept == list(range(kept[0], 200)) and 20 < len(kept) < 100
    files = sorted(tmp_path.glob("audit*.jsonl"))
    assert len(files) == audit.FILES and all(one.stat().st_size <= 1000 for one in files)


def test_two_who_write_at_once_lose_nothing(tmp_path, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    monkeypatch.setattr(audit, "MAX_BYTES", 4000)
    with ThreadPoolExecutor(4) as several:
        list(
            several.map(
                lambda n: Audit(tmp_path).record("reviewed", "sam", "here", number=n), range(120)
            )
        )
    assert sorted(one["number"] for one in entries(tmp_path)) == list(range(120))


def test_guessing_fills_no_log_and_is_counted(tmp_path):
    clock = Clock()
    log = Audit(tmp_path, clock)
    for number in range(1000):
        log.seldom("sign_in_failed", "", f"10.0.{number // 200}.{number % 200}")
    assert len(list(entries(tmp_path))) == 200
    clock.now += 60
    log.seldom("sign_in_failed", "", "10.0.0.1")
    assert list(entries(tmp_path))[-1]["unwritten"] == 800


def test_where_it_cannot_be_written_the_event_goes_on_and_the_servers_log_says_so(
    tmp_path, caplog
):
    (tmp_path / "audit.jsonl").mkdir()
    Audit(tmp_path).record("reviewed", "sam", "10.0.0.4")
    assert "audit log could not be written" in caplog.text
    Audit(tmp_path / "nowhere").record("reviewed", "sam", "10.0.0.4")
    assert not (tmp_path / "nowhere").exists()


# --- the server ---


def test_sign_ins_keys_and_questions(desk, small):
    client = desk()
    client.post("/signin", data={"name": "ada", "password": "a wrong one"})
    client.post("/signin", data={"name": f"{GOOD} ada", "password": "ada"})  # in the wrong fields
    client.post("/signin", data={"name": "ADA", "password": f"{GOOD} ada"})
    client.post("/signout")
    key = Keys(small.home).add("newsletter")
    for words in (key, key, "pincite_wrong", ""):
        client.post(
            "/api/ask", json={"question": ASKED}, headers={"Authorization": f"Bearer {words}"}
        )
    assert told(small.home, "who", "from") == [
        ("sign_in_failed", "ada", "testclient"),
        ("sign_in_failed", "", "testclient"),
        ("signed_in", "ada", "testclient"),
        ("signed_out", "ada", "testclient"),
        ("key_used", "newsletter", "testclient"),
        ("key_refused", "", "testclient"),
    ]
    ops = Keys(small.home).add("figures")
    for _ in range(2):
        client.get("/metrics", headers={"Authorization": f"Bearer {ops}"})
    assert told(small.home, "who")[6:] == [("key_used", "figures")]
    written = (small.home / "audit.jsonl").read_text()
    assert "marmalade" not in written and GOOD not in written and key not in written


def test_many_wrong_passwords_are_slowed_and_said(desk, small):
    client = desk()
    for number in range(7):
        client.post("/signin", data={"name": "sam", "password": f"a wrong password {number}"})
    events = [event for event, _ in told(small.home, "who")]
    assert events.count("sign_in_failed") == 5 and "sign_in_slowed" in events


def test_who_tries_a_door_that_is_not_theirs(desk, small):
    steward = desk("sam")
    for path in ("/desk/library/", "/desk/library/config"):
        assert steward.get(path).status_code == 403
    assert told(small.home, "who", "page")[1:] == [("refused", "sam", "desk/library")]


def test_a_key_has_a_line_an_hour_and_network(tmp_path):
    clock = Clock()
    log = Audit(tmp_path, clock)
    due = [log.is_due("key_used", "news", one) for one in ("10.0.0.1", "10.0.0.1", "10.0.0.2")]
    clock.now += 3601
    assert [*due, log.is_due("key_used", "news", "10.0.0.1")] == [True, False, True, True]
    assert not log.is_due("key_used", "news", "10.0.0.1")


def test_every_change_of_the_desk(desk, small, tmp_path, monkeypatch, answer):
    from assistant.web.desk import evaluation, library, review
    from assistant.web.desk.judging import Judging
    from assistant.web.words import words_in

    client, words = desk("ada"), words_in("en")
    held = client.app.state.held
    ada = held.doors.sessions.accounts.get("ada")
    acts, sent = library._Acts(held, words), Sent(ada)
    (tmp_path / "up").mkdir()
    path = tmp_path / "up" / "bees.md"
    path.write_text("# Bees\n\n## Article 1 — honey\n\nBees make honey for everybody.\n")
    blank = ("", "", None, "", "", [], None, None)
    list(acts.add_files(sent, [str(path)], *blank, False))
    acts.edit(sent, "bees", "Bees of 2026", "", None, "", "", [], None, None, "")
    acts.take_away("bees", "bees", sent)
    acts.back(True, sent)
    number = held.feedback.add("bad", answer, words=ASKED)
    judge = review._Acts(held, words, "")
    judge.save(sent, str(number), "wrong reading", ASKED, None, None)
    client.get("/desk/feedback.csv")
    judging = Judging(held.assistant, small.home, held.audit)
    monkeypatch.setattr(judging, "cases", list)
    runs = evaluation._Acts(small.home, judging, words)
    list(runs.begin(sent))
    runs.end(sent)
    assert [one for one in told(small.home, "who", "from") if one[0] != "signed_in"] == [
        ("document_added", "ada", "10.1.2.3"),
        ("document_described", "ada", "10.1.2.3"),
        ("document_removed", "ada", "10.1.2.3"),
        ("rolled_back", "ada", "10.1.2.3"),
        ("reviewed", "ada", "10.1.2.3"),
        ("feedback_exported", "ada", "testclient"),
        ("evaluation_begun", "ada", "10.1.2.3"),
        ("evaluation_ended", "ada", "this server"),
        ("evaluation_stopped", "ada", "10.1.2.3"),
    ]
    rows = {one["event"]: one for one in entries(small.home)}
    added = rows["document_added"]
    assert added["documents"] == ["bees"] and added["refused"] == 0
    assert rows["rolled_back"]["back"] == ["bees"] and rows["rolled_back"]["gone"] == []
    assert rows["reviewed"]["number"] == number and rows["reviewed"]["verdict"] == "wrong reading"
    assert "marmalade" not in (small.home / "audit.jsonl").read_text()


# --- the command line ---


@pytest.fixture
def home(small, words_embedder, monkeypatch):
    from ingest import ensure_index

    ensure_index(small)
    monkeypatch.setenv("PINCITE_HOME", str(small.home))
    return small.home


def test_changes_from_a_terminal_are_in_it_and_pincite_audit_prints_them(
    home, tmp_path, capsys, monkeypatch
):
    accounts = tmp_path / "auth.json"
    monkeypatch.setattr("sys.stdin", type("In", (), {"readline": lambda *_: f"{GOOD}\n"})())
    new = ["user", "add", "mia", "--role", "member", "--auth", str(accounts), "--password-stdin"]
    assert main(new) == 0
    assert main(["user", "remove", "mia", "--auth", str(accounts)]) == 0
    assert main(["key", "add", "news"]) == 0 and main(["key", "remove", "news"]) == 0
    assert main(["feedback", "csv"]) == 0
    assert main(["feedback", "forget", "--keep-days", "9"]) == 0
    assert main(["backup", str(tmp_path / "kept.zip")]) == 0
    assert main(["restore", str(tmp_path / "kept.zip")]) == 0
    capsys.readouterr()
    assert main(["audit", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["event"] for one in found] == [
        "account_made",
        "account_removed",
        "key_made",
        "key_removed",
        "feedback_exported",
        "feedback_forgotten",
        "restored",  # what was written after the backup lies beside the home now
    ]
    assert {one["from"] for one in found} == {"terminal"} and found[0]["account"] == "mia"
    assert main(["audit", "--event", "key_made"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "terminal" in line and "key_made" in line and line.endswith("key: news")
    assert main(["audit", "--who", "nobody-at-all"]) == 0
    assert main(["audit", "--since", "2999-01-01"]) == 0
    assert capsys.readouterr().out.strip() == ""
    assert main(["audit", "--event", "tea"]) == 1


def test_a_change_that_failed_is_no_change(home, capsys):
    assert main(["remove", "no-such-document"]) == 1
    assert main(["key", "remove", "nobody"]) == 1
    assert told(home) == []
    (home / "audit.jsonl").write_text("rubbish\n")
    assert main(["audit"]) == 1
    assert capsys.readouterr().out.strip() == "audit.jsonl, line 1: damaged"
