"""Feedback is kept, reviewed, exported and forgotten, and becomes a case where it should."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from html import escape

import pytest

from assistant import Assistant
from assistant.web.feedback import BadFeedback, Feedback
from tests.conftest import ROOT


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
