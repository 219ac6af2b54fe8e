"""What the desk's pages do, without a browser: feedback is kept and reviewed, documents are added,
answers checked, runs compared.
"""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from html import escape

import pytest

from assistant import Assistant, Question
from assistant.web.feedback import BadFeedback, Feedback
from corpus import Home, Library, PinciteError
from tests.conftest import ROOT
from tests.makers.staff import accounts_in, clients_of


@pytest.fixture
def answer(small, words_embedder):
    """An answer of a small home, as a browser would send it back."""
    from ingest import ensure_index

    ensure_index(small)
    return (
        Assistant.open(small)
        .ask(Question("Can they scan a writer without consent?", id="a1"))
        .json()
    )


@pytest.fixture
def desk(small, words_embedder, tmp_path):
    """Makes a client of a server with accounts, signed in as the one named."""
    return clients_of(small, accounts_in(tmp_path))


# --- feedback ---


def test_feedback_waits_is_reviewed_and_is_exported_without_formulas(tmp_path, answer):
    store = Feedback.open(tmp_path / "home")
    number = store.add("bad", answer, "wrong clause", '=HYPERLINK("http://x")')
    store.add("good", answer)
    assert [one.id for one in store.queue()] == [number] and store.counts() == {
        "waiting": 1,
        "reviewed": 0,
    }
    store.review(number, "sam", "wrong clause", "@note")
    assert store.queue() == [] and store.get(number).reviews[0].reviewer == "sam"
    exported = store.csv()
    assert "'=HYPERLINK" in exported and "'@note" in exported and ",=HYP" not in exported
    with pytest.raises(BadFeedback, match="wanted one of"):
        store.review(number, "sam", "<b>")


@pytest.mark.parametrize(
    "change",
    [
        {"citations": [{"n": 1}]},
        {"question": 3},
        {"statements": [{"text": "x", "citations": [99]}]},
        {"also": "x"},
    ],
)
def test_what_is_no_answer_is_not_kept(tmp_path, answer, change):
    with pytest.raises(BadFeedback):
        Feedback.open(tmp_path / "home").add("bad", answer | change)


def test_feedback_is_on_the_disk_when_the_call_returns_whatever_happens_then(tmp_path, answer):
    (tmp_path / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    code = (
        "import json, os, sys; from pathlib import Path; from assistant.web.feedback import "
        "Feedback\n"
        "store = Feedback.open(Path(sys.argv[1]) / 'home'); answer = "
        "json.loads((Path(sys.argv[1]) / 'answer.json').read_text())\n"
        "for n in range(10000):\n    store.add('bad', answer, 'other', str(n)); print(n, "
        "flush=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    last = -1
    while last < 20:
        last = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    rest = [int(line) for line in writer.stdout.read().split()]
    kept = [int(one.words) for one in Feedback.open(tmp_path / "home").queue(100_000)]
    assert kept[: max([last, *rest]) + 1] == list(range(max([last, *rest]) + 1)), (
        "a row that was confirmed is gone"
    )


def test_what_is_old_is_forgotten_and_leaves_no_words_behind(tmp_path, answer):
    store = Feedback.open(tmp_path / "home")
    store.add("bad", answer, "other", "a secret of mine")
    assert store.forget(1) == 0
    store._base.execute("update said set at = '2020-01-01T00:00:00+00:00'")
    assert store.forget(30) == 1 and store.queue() == []
    assert all(
        b"a secret of mine" not in path.read_bytes()
        for path in (tmp_path / "home").glob("feedback*")
    )


def test_a_review_becomes_a_case_where_evals_reads_them(small, tmp_path, answer):
    from assistant.web.desk.kept_case import Found, NoCase, case_from, keep
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
    assert (
        path.parent == small.home / "evals" / "cases"
        and load([path])[0].clauses[0].document == "rules"
    )
    with pytest.raises(NoCase, match="used already"):
        keep(small.home, case)


def test_a_short_answer_that_misleads_is_a_verdict_and_its_case_says_so(small, answer):
    from assistant.web.desk.kept_case import Found, case_from

    library = Assistant.open(small).library
    store = Feedback.open(small.home)
    said = store.get(store.add("bad", answer, "other", "it sounds like a yes"))
    assert said.answer["short"]["text"] == answer["short"]["text"]
    case = case_from(said, Found("misleading"), library)
    assert (
        case.why == f"the short answer misleads: “{answer['short']['text']}”. it sounds like a yes"
        and "misleading" in case.tags
    )
    assert case.clauses[0].document == answer["citations"][0]["document"], "the clause was right"
    store.review(said.id, "sam", "misleading")
    rows = list(csv.DictReader(io.StringIO(store.csv())))
    assert (
        rows[0]["short"] == answer["short"]["text"]
        and rows[0]["short_from"] == "summary"
        and rows[0]["review"] == "misleading"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"short": "x"},
        {"short": {"text": "x", "from": "elsewhere", "citations": []}},
        {"short": {"text": "x", "from": "summary", "citations": [99]}},
        {"by_union": [{"union": "WGA"}]},
        {"by_union": [{"union": "WGA", "document": "d", "short": "s", "citation": [1]}]},
    ],
)
def test_what_is_no_short_answer_is_not_kept(tmp_path, answer, change):
    with pytest.raises(BadFeedback):
        Feedback.open(tmp_path / "home").add("bad", answer | change)


def test_feedback_of_an_older_page_is_kept_read_and_shown_without_a_short_answer(small, answer):
    from assistant.web.desk.case import case_html
    from assistant.web.words import words_in

    old = {name: value for name, value in answer.items() if name not in ("short", "by_union")}
    old["citations"] = [
        {name: value for name, value in one.items() if name not in ("short", "role", "carried")}
        for one in old["citations"]
    ]
    store = Feedback.open(small.home)
    said = store.get(store.add("bad", old, "other"))
    assert said.answer["short"] is None and 'class="direct"' not in case_html(
        said, Assistant.open(small).library, words_in("en"), ""
    )
    assert next(csv.DictReader(io.StringIO(store.csv())))["short"] == ""


def test_the_review_page_shows_the_short_answer_first_and_our_summary_without_quotation_marks(
    small, answer
):
    from assistant.web.desk.case import case_html
    from assistant.web.words import words_in

    library = Assistant.open(small).library
    store = Feedback.open(small.home)
    table = [
        {
            "union": "<b>WGA</b>",
            "document": "deal-2024",
            "short": answer["citations"][0]["short"],
            "citation": 1,
        }
    ]
    said = store.get(store.add("bad", answer | {"by_union": table}, "other"))
    shown = case_html(said, library, words_in("en"), "")
    text = escape(answer["short"]["text"])
    assert (
        shown.index(text) < shown.index('<h3><span class="chip">')
        and "Our summary, in our own words" in shown
        and "&lt;b&gt;WGA" in shown
    )
    quote = escape(answer["citations"][0]["quote"])
    assert (
        f'<div class="ours words" lang="en">{quote}</div>' in shown
        and f"“{quote}" not in shown
        and "Our summary, as the member saw it" in shown
    )
    mended = {
        **said.answer,
        "short": {
            **said.answer["short"],
            "text": "You must be scanned before ten o'clock on every working day.",
        },
    }
    changed = case_html(replace(said, answer=mended), library, words_in("en"), "")
    assert (
        "the summary&#x27;s statement has changed" in changed
        and "the summary&#x27;s statement has changed" not in shown
    )


# --- the library ---


def test_a_document_is_described_anew_without_being_read_again(small, words_embedder, tmp_path):
    from datetime import date

    from corpus import BadDocument
    from ingest import Described, add, describe

    (tmp_path / "ours.md").write_text(
        "## Article 1 — scans\n\nNobody may be scanned without consent.\n", encoding="utf-8"
    )
    add([tmp_path / "ours.md"], Described(union="Local 9"), small)
    describe(
        "ours",
        Described(
            title="Our Deal",
            union="Local 9",
            effective=date(2024, 1, 1),
            supersedes=("deal-2024",),
            aliases=("the book",),
        ),
        small,
    )
    library = Library.load(Home.open(small.home), small.bundled)
    held = library["ours"]
    assert (held.title, held.effective, held.aliases) == (
        "Our Deal",
        date(2024, 1, 1),
        ("the book",),
    )
    assert (
        "scanned without consent" in held.text
        and library.status(library["deal-2024"], date(2026, 1, 1)) == "superseded"
    )
    for wrong in (
        Described(supersedes=("ours",)),
        Described(text_of="nothing"),
        Described(effective=date(2025, 1, 1), expires=date(2024, 1, 1)),
    ):
        with pytest.raises(BadDocument):
            describe("ours", wrong, small)
    with pytest.raises(BadDocument, match="bundled digest"):
        describe("rules", Described(title="x"), small)


def test_files_are_added_with_progress_and_a_bad_one_harms_nothing(desk, small, tmp_path):
    from datetime import date

    from assistant.web.desk.adding import adding
    from assistant.web.desk.documents import table_html
    from assistant.web.words import words_in
    from ingest import Described

    held = desk().app.state.held
    good, bad = tmp_path / "<img src=x>.md", tmp_path / "broken.pdf"
    good.write_text(
        "## Article 1 — <script>x</script>\n\nNobody may be scanned without consent.\n",
        encoding="utf-8",
    )
    bad.write_bytes(b"%PDF-1.4 nothing")
    shown = list(adding(held, [good, bad], Described(), words_in("en")))
    assert len(shown) > 1 and "reading" in shown[0]
    assert (
        "1 of 2 files" in shown[-1]
        and "broken.pdf" in shown[-1]
        and "<img" not in shown[-1]
        and "<script" not in shown[-1]
    )
    table = table_html(held.assistant.library, date(2026, 1, 1), words_in("es"))
    assert "img-src-x" in table and "<img" not in table


def test_the_page_says_what_a_roll_back_does_and_escapes_it():
    from assistant.web.desk.documents import undone_html
    from assistant.web.words import words_in
    from ingest import Undone

    shown = undone_html(
        Undone(("a, <b>A</b>",), ("b, B",), (("c, C", ("title", "expires")),)), words_in("en")
    )
    assert (
        "Comes back: a, &lt;b&gt;A" in shown
        and "Goes: b, B" in shown
        and "Changes version: c, C (title, expires)" in shown
    )
    assert "Ningún documento" in undone_html(
        Undone(), words_in("es")
    ) and "No se puede leer" in undone_html(Undone(known=False), words_in("es"))


# --- check ---


def test_the_desk_checks_a_saved_answer_and_refuses_what_is_none_by_name(desk, answer, tmp_path):
    from assistant.web.desk.check import MAX_SAVED_MB, file_html
    from assistant.web.words import words_in

    held, words = desk().app.state.held, words_in("en")
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    assert "are right" in file_html(held, path, "", words)
    quoted = answer["citations"][0] | {
        "quote": "<b>A company may scan a writer without the consent of that writer.</b>"
    }
    path.write_text(
        json.dumps(answer | {"citations": [quoted], "also": [], "corpus": "0123456789ab"}),
        encoding="utf-8",
    )
    shown = file_html(held, path, "", words)
    assert "are wrong" in shown and "<b>A company" not in shown and "0123456789ab" in shown
    talk = [
        {"role": "user", "content": "May they?"},
        {
            "role": "assistant",
            "content": (
                "The Deal of 2024, Article 1: “A company may scan a writer without the consent "
                "of that writer.”"
            ),
        },
    ]
    path.write_text(json.dumps(talk), encoding="utf-8")
    assert "Altered" in file_html(held, path, "", words)
    for text, said in (
        ("{", "can't be read as JSON"),
        ('{"pincite_record": 99}', "newer version"),
        ("7", "wanted an answer"),
        (" " * (MAX_SAVED_MB << 20) + "[]  ", f"at most {MAX_SAVED_MB} MB"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(PinciteError, match=said) as refused:
            file_html(held, path, "", words)
        assert str(tmp_path) not in str(refused.value), "no path of the server's is shown"


# --- evaluation ---


def test_a_change_is_shown_only_between_runs_of_the_same_questions(tmp_path):
    from assistant.web.desk.runs import over_time_html, read_runs
    from assistant.web.words import words_in
    from evals.run import Result, Run, save

    def keep(stamp, *answers):
        results = tuple(
            Result(
                f"q{n}",
                f"Question {n}?",
                "tune",
                "deal",
                (),
                "answered",
                measures={"status right": right},
            )
            for n, right in enumerate(answers)
        )
        save(Run("0123", "extractive", results), tmp_path / "evals" / "runs" / f"{stamp}.jsonl")

    words = words_in("en")
    keep("20261101T080000", 1.0, 0.0)
    keep("20261102T080000", 1.0, 1.0)
    shown = over_time_html(read_runs(tmp_path), words)
    assert (
        '<span class="good">+50.0</span>' in shown
        and "other questions" not in shown
        and "Answered or refused, rightly" in shown
    )
    keep("20261103T080000", 1.0, 1.0, 0.0, 0.0)
    shown = over_time_html(read_runs(tmp_path), words)
    assert "-50.0" not in shown and words("evals.others") in shown and "2026-11-03 08:00" in shown
    (tmp_path / "evals" / "runs" / "20261104T080000.jsonl").write_text("{broken", encoding="utf-8")
    assert len(read_runs(tmp_path)) == 3, "a damaged run hides no other"


class Slow:
    """Judges nothing: each question waits for a word from the test, so that a run can be looked at
    while it goes.
    """

    def __init__(self, library):
        self.library, self.go = library, threading.Event()

    def ask_and_search(self, question):
        self.go.wait(10)
        raise RuntimeError("no model here")


def until(true, seconds=10.0):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()


@pytest.fixture
def judging(small, monkeypatch):
    from assistant.web.desk.judging import Judging
    from evals.cases import Case

    one = Judging(Slow(Library.load(Home.open(small.home), small.bundled)), small.home)
    monkeypatch.setattr(
        one, "cases", lambda: [Case(f"q{n}", f"Question {n}?", "not_found") for n in range(5)]
    )
    yield one
    one.cancel()
    one.assistant.go.set()


def test_a_run_goes_in_the_background_one_at_a_time_and_is_kept_where_the_page_reads_it(
    judging, small
):
    from assistant.web.desk.runs import offer_html, progress_html, read_runs
    from assistant.web.words import words_in

    words = words_in("en")
    assert (
        progress_html(judging.state, words) == ""
        and "Nothing has been measured" in offer_html([], 5, words)
        and "5 questions" in offer_html([], 5, words)
    )
    assert judging.count() == 5
    assert judging.start("ada") and not judging.start("sam"), "one at a time"
    until(lambda: judging.state.total == 5)
    shown = progress_html(judging.state, words)
    assert "0 of 5 questions asked, started by ada" in shown and 'max="5"' in shown
    judging.assistant.go.set()
    until(lambda: not judging.state.running)
    assert judging.state.outcome == "done" and "5 questions" in progress_html(judging.state, words)
    ((_, made),) = read_runs(small.home)
    assert len(made.results) == 5 and made.complete
    assert "Nothing has been measured" not in offer_html(read_runs(small.home), 5, words)
    assert judging.start("sam"), "and another when it is over"


def test_a_run_is_ended_by_a_word_and_nothing_of_it_is_kept(judging, small):
    from assistant.web.desk.runs import progress_html, read_runs
    from assistant.web.words import words_in

    judging.start("ada")
    until(lambda: judging.state.total == 5)
    judging.cancel()
    judging.assistant.go.set()
    until(lambda: not judging.state.running)
    assert judging.state.outcome == "cancelled" and read_runs(small.home) == []
    assert "se detuvo tras 0 de 5" in progress_html(judging.state, words_in("es"))


def test_a_broken_case_file_of_the_home_ends_a_run_with_its_name(small):
    from assistant.web.desk.judging import Judging

    (small.home / "evals" / "cases").mkdir(parents=True)
    (small.home / "evals" / "cases" / "own.jsonl").write_text("{broken\n", encoding="utf-8")
    one = Judging(Slow(None), small.home)
    assert one.count() == 0
    one.start("ada")
    until(lambda: not one.state.running)
    assert one.state.outcome == "failed" and "own.jsonl:1" in one.state.error
