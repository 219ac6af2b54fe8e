"""Signs that act (a terminal's orders, what turns letters round, what hides) are shown and never
obeyed, wherever words of a document, a file's name, a question or an answer are drawn; JSON has
each of them exactly.
"""

import json
import os
import pty
import subprocess
import sys

import pytest

from assistant import Assistant
from assistant.cli import streams
from assistant.cli.main import main
from corpus.signs import acts, as_json, visible
from tests.conftest import ROOT

#: It would clear a screen, set its title, write red, go back to the line's beginning, turn the
#: following words round, hide a word, and spell one that nobody sees.
EVIL = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp\u2066x\u200b\u2029\x7f\ufeff\U000e0041"
TITLE = f"The Hostile Deal {EVIL}"
CLAUSE = f"A company may not scan a writer {EVIL} without the consent of that writer."
DEAL = f"# {TITLE}\n\n## Article 9 — scanning{EVIL}\n\n{CLAUSE}\n\nStruck ~~words {EVIL}~~ here.\n"


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x7f\x00", "a␡␀"),
        ("a\u202eb\u2069", "a⟨U+202E⟩b⟨U+2069⟩"),
        ("a\u200bb\ufeff\u200d", "a⟨U+200B⟩b⟨U+FEFF⟩⟨U+200D⟩"),
        ("\x9b2J", "⟨U+009B⟩2J"),
        ("\U000e0041\ud800", "⟨U+E0041⟩⟨U+D800⟩"),
        ("over\rwritten", "over␍written"),
        ("a page\fand the next", "a page and the next"),
        ("a line\r\n\tand the next\n", "a line\r\n\tand the next\n"),
        ("§ 5 “naïve” — ñ 漢 👍 á", "§ 5 “naïve” — ñ 漢 👍 á"),
    ],
)
def test_each_sign_has_its_mark_and_words_stay(found, wanted):
    assert visible(found) == wanted and not acts(visible(found))


def test_json_has_each_sign_exactly_and_none_of_them_raw():
    written = as_json({"a": EVIL, "b": ["\ud800"]})
    assert json.loads(written) == {"a": EVIL, "b": ["\ud800"]} and not acts(written)


# --- the terminal ---


@pytest.fixture
def home(small, words_embedder, monkeypatch, tmp_path):
    """A home with a hostile agreement, in a file with a hostile name."""
    from ingest import Described, add, ensure_index

    ensure_index(small)
    path = tmp_path / "deal\x1b[31m\u202e.md"
    path.write_text(DEAL, encoding="utf-8")
    told = Described("hostile", TITLE, f"Guild {EVIL}", "contract")
    assert add([path], told, small)[0].document
    monkeypatch.setenv("PINCITE_HOME", str(small.home))
    monkeypatch.setattr("corpus.settings.Settings.bundled", small.bundled, raising=False)
    monkeypatch.setattr(
        "corpus.settings.Settings.from_environment", classmethod(lambda cls, *_: small)
    )
    return small


ASKED = "May a company scan a writer without consent?"


COMMANDS = [
    ("ask", ASKED, "--document", "hostile", "--full"),
    ("search", ASKED, "--document", "hostile"),
    ("list",),
    ("show", "hostile"),
    ("show", "hostile", "Article 9"),
    ("report", "hostile"),
    ("diff", "hostile", "deal-2024"),
    ("rollback", "--dry-run"),
    ("remove", f"nothing {EVIL}"),
    ("rewrite", f"and {EVIL} scans?"),
    ("ask", f"scan {EVIL}\x00", "--json", "--document", "hostile"),
    ("search", ASKED, "--json"),
    ("list", "--json"),
    ("report", "hostile", "--json"),
    ("diff", "hostile", "deal-2024", "--json"),
]
COLOURS = ("\x1b[9;31m", "\x1b[4;32m", "\x1b[1;31m", "\x1b[0m")


@pytest.mark.parametrize("colours", [False, True])
def test_no_command_obeys_a_document_or_a_question(home, capsys, monkeypatch, colours):
    monkeypatch.setattr(streams.Shown, "isatty", lambda self: colours, raising=False)
    for arguments in COMMANDS:
        main(arguments)
        said = capsys.readouterr()
        out = said.out
        for ours in COLOURS if colours else ():
            out = out.replace(ours, "")
        assert (out or said.err) and not acts(out) and not acts(said.err), arguments


def test_a_bulletin_that_is_checked_is_shown_too(home, capsys, monkeypatch, tmp_path):
    path = tmp_path / "bulletin\x1b.md"
    path.write_text(f"“A company may {EVIL} scan a writer without consent.” (Article 1){EVIL}\n")
    monkeypatch.setattr(streams.Shown, "isatty", lambda self: True, raising=False)
    main(["check", str(path)])
    said = capsys.readouterr().out
    assert said.count("\x1b[1;31m") == 1 and said.count("\x1b[0m") == 1
    assert not acts(said.replace("\x1b[1;31m", "").replace("\x1b[0m", ""))
    main(["check", str(path), "--html", str(tmp_path / "out.html")])
    main(["diff", "hostile", "deal-2024", "--html", str(tmp_path / "diff.html")])
    for name in ("out.html", "diff.html"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert not acts(page) and "⟨U+202E⟩" in page


def test_quotations_in_json_are_exact(home, capsys):
    main(["ask", ASKED, "--document", "hostile", "--json"])
    found = json.loads(capsys.readouterr().out)
    document = Assistant.open(home).library["hostile"]
    quotes = [one["quote"] for one in found["citations"]]
    assert any("\x1b[2J" in one for one in quotes)
    for one in found["citations"]:
        assert one["quote"] == document.text[one["start"] : one["end"]]


def test_a_documents_text_is_exact_in_a_pipe_and_shown_on_a_terminal(home):
    """With a real terminal: what stands there has no order in it but the end of a line."""
    run = [sys.executable, "-c", _TEXT, str(home.home), str(home.bundled)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    piped = subprocess.run(run, capture_output=True, env=environment, check=True).stdout
    assert piped.decode("utf-8") == Assistant.open(home).library["hostile"].text and EVIL in DEAL
    outer, inner = pty.openpty()
    with subprocess.Popen(run, stdout=inner, stderr=inner, env=environment) as ran:
        os.close(inner)
        seen = b""
        try:
            while part := os.read(outer, 65536):
                seen += part
        except OSError:  # a terminal whose other end is closed says so in this way
            pass
        assert ran.wait() == 0
    os.close(outer)
    assert "⟨U+202E⟩" in seen.decode() and not acts(seen.decode())


_TEXT = """
import sys
from pathlib import Path
from corpus import Settings
home, bundled = map(Path, sys.argv[1:])
Settings.from_environment = classmethod(lambda cls, *_: Settings(home=home, bundled=bundled))
from assistant.cli.main import main
sys.exit(main(["text", "hostile"]))
"""


# --- the page ---


@pytest.fixture
def client(home):
    pytest.importorskip("gradio")
    from starlette.testclient import TestClient

    from assistant.web.app import create

    return TestClient(create(Assistant.open(home), home))


def test_the_page_shows_signs_and_obeys_none(home, client):
    from assistant.web.desk.documents import table_html
    from assistant.web.desk.parts import said, titles
    from assistant.web.member import chat
    from assistant.web.theme import drawn
    from assistant.web.words import words_in
    from tests.conftest import TODAY

    assistant, words = Assistant.open(home), words_in("en")
    chosen = json.dumps({"documents": ["hostile"]})
    made = [drawn(one) for one in chat.answers(assistant, f"{ASKED} {EVIL}", chosen, words)]
    assert not any(acts(one) for one in made) and "⟨U+202E⟩" in made[-1]
    kept = assistant.ask(chat.Choices.read(chosen).question(ASKED, "a1")).json()
    for path in ("/turns", "/turns.md", "/turns.txt"):
        sent = client.post(path, content=json.dumps({"turns": [kept]}))
        assert sent.status_code == 200 and not acts(sent.text) and "⟨U+202E⟩" in sent.text, path
    place = kept["citations"][0]
    where = {name: place[name] for name in ("document", "start", "end")}
    source = client.get("/source", params=where)
    assert source.status_code == 200 and not acts(source.text) and "⟨U+202E⟩" in source.text
    offered = client.get("/agreements").json()
    assert not any(acts(row["label"] + row["title"]) for row in offered["agreements"])
    assert not any(acts(one["title"]) for one in offered["unions"])
    library = assistant.library
    assert not acts(drawn(table_html(library, TODAY, words)) + said(EVIL, False))
    assert not any(acts(label) for label, _ in titles(library))


def test_an_answer_that_the_page_keeps_has_each_sign_exactly(home, client):
    import html
    import re

    from assistant.web.member import chat
    from assistant.web.theme import drawn
    from assistant.web.words import words_in

    chosen = json.dumps({"documents": ["hostile"]})
    made = list(chat.answers(Assistant.open(home), ASKED, chosen, words_in("en")))[-1]
    kept = json.loads(html.unescape(re.search(r'data-answer="([^"]*)"', drawn(made))[1]))
    assert any("\u202e" in one["quote"] for one in kept["citations"])
    assert client.post("/record", content=json.dumps({"turns": [kept]})).status_code == 200


def test_programs_get_each_sign_exactly_and_none_raw(home, client):
    from assistant.web.access.keys import Keys

    asked = {"question": ASKED, "documents": ["hostile"]}
    key = {"Authorization": f"Bearer {Keys(home.home).add('tests')}"}
    document = Assistant.open(home).library["hostile"]
    for path, rows, name in (("ask", "citations", "quote"), ("search", "results", "text")):
        sent = client.post(f"/api/{path}", json=asked, headers=key)
        assert not acts(sent.text) and "\\u202e" in sent.text
        for one in sent.json()[rows]:
            assert one[name] == document.text[one["start"] : one["end"]]


def test_what_is_exported_and_logged_holds_no_sign_either(home):
    import logging

    from assistant.web.feedback import Feedback
    from assistant.web.logs import AsJson

    store = Feedback.open(home.home)
    answer = Assistant.open(home).ask(_question()).json()
    store.add("bad", answer, words=f"wrong {EVIL}")
    assert not acts(store.csv()) and "⟨U+202E⟩" in store.csv()
    store.close()
    record = logging.LogRecord("x", logging.WARNING, "", 1, f"said {EVIL}", None, None)
    line = AsJson().format(record)
    assert not acts(line) and json.loads(line)["message"] == f"said {EVIL}"


def _question():
    from assistant import Question

    return Question(ASKED, documents=("hostile",), id="q1")


def test_every_page_of_ours_goes_out_shown():
    """No module of the web makes HTML's answers by itself: one place shows what is in them."""
    for path in (ROOT / "assistant" / "web").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert path.name == "shown.py" or "HTMLResponse" not in text, path
        assert path.name == "shown.py" or "PlainTextResponse" not in text or path.name in (
            "metrics.py",
            "security.py",
            "serving.py",
        ), path
    for path in (ROOT / "assistant" / "cli").rglob("*.py"):
        assert "json.dumps" not in path.read_text(encoding="utf-8"), f"{path}: as_json escapes"
