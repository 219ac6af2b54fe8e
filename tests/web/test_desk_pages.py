"""The desk's pages without a browser: documents are added, answers checked, runs compared."""

import json
import threading
import time

import pytest

from corpus import Home, Library, PinciteError


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
    came = []
    shown = list(adding(held, [good, bad], Described(), words_in("en"), came.extend))
    assert [bool(one.document) for one in came] == [True, False]
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
    from assistant.web.access.audit import Audit
    from assistant.web.desk.judging import Judging
    from evals.cases import Case

    library = Library.load(Home.open(small.home), small.bundled)
    one = Judging(Slow(library), small.home, Audit(small.home))
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
    from assistant.web.access.audit import Audit
    from assistant.web.desk.judging import Judging

    (small.home / "evals" / "cases").mkdir(parents=True)
    (small.home / "evals" / "cases" / "own.jsonl").write_text("{broken\n", encoding="utf-8")
    one = Judging(Slow(None), small.home, Audit(small.home))
    assert one.count() == 0
    one.start("ada")
    until(lambda: not one.state.running)
    assert one.state.outcome == "failed" and "own.jsonl:1" in one.state.error
