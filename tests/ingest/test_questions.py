"""Questions that a language model writes for added clauses.

They are checked, kept beside the document, marked, and never its words.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from assistant.cli import show
from assistant.cli.main import main
from corpus import Home, Library, ModelFailed
from corpus.units import units_of
from ingest import Described, add, write_questions
from ingest.questions import fitting
from tests.makers.llm_server import Script, serving

TEXT = """# Our contract

## Article 1 - Scanning

The employer must ask an employee for consent before the employee is scanned, and \
must delete the scan after ten days.

## Article 2 - Notice

The employer must give the union notice in writing before it installs a camera in the workplace.
"""


@pytest.fixture
def held(small, words_embedder, tmp_path):
    path = tmp_path / "ours.md"
    path.write_text(TEXT, encoding="utf-8")
    assert add([path], Described(union="Local 700", kind="contract"), small)[0].document
    return small


def written(*questions):
    return lambda orders, request: [json.dumps({"questions": list(questions)})]


def library(settings):
    return Library.load(Home.open(settings.home), settings.bundled)


def test_questions_are_kept_beside_the_document_and_searched(held):
    assert (
        write_questions(
            ["ours"],
            held,
            written("Can my employer scan me without consent?", "What is for lunch today?"),
        )
        >= 1
    )
    document = library(held)["ours"]
    asked = [clause.machine_asks for clause in document.clauses if clause.machine_asks]
    assert asked == [("Can my employer scan me without consent?",)] and all(
        clause.asks == () for clause in document.clauses
    )
    assert "Can my employer scan me without consent?" in [
        unit.text for one in library(held) for unit in units_of(one)[1]
    ]
    assert document.text == TEXT
    (kept,) = [
        path
        for path in held.home.rglob("document.json")
        if (path.parent / "machine-questions.json").exists()
    ]
    assert "machine_asks" not in kept.read_text(encoding="utf-8"), (
        "an older version reads the document as before"
    )
    assert "a language model" in (kept.parent / "machine-questions.json").read_text(
        encoding="utf-8"
    )


def test_a_person_sees_that_a_machine_wrote_them(held):
    write_questions(["ours"], held, written("Can my employer scan me without consent?"))
    shown = show.document(library(held), library(held)["ours"], "Article 1", date(2026, 11, 24))
    assert (
        "questions that a language model wrote for it, no part of the document:\n"
        "  Can my employer scan me"
    ) in shown


def test_stopping_keeps_what_was_written(held):
    calls = []

    def write(orders, request):
        calls.append(request)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return [json.dumps({"questions": ["Can my employer scan an employee?"]})]

    heard: list[str] = []
    assert write_questions(["ours"], held, write, said=heard.append) == 1
    assert heard == ["stopped; the questions written so far are kept"]
    assert any(clause.machine_asks for clause in library(held)["ours"].clauses)


def test_a_model_that_fails_leaves_the_document_as_it_was(held):
    def write(orders, request):
        raise ModelFailed("it did not answer in time")

    before = library(held)["ours"]
    assert write_questions(["ours"], held, write) == 0 and library(held)["ours"] == before


@pytest.mark.parametrize(
    "question",
    [
        "Where can I click https://a.example to scan?",
        "Is <b>scanning</b> an employee allowed without consent?",
        "What is for lunch today?",
        "May the employer scan an employee",
        "May the employer scan an employee for 40 days?",
        "May the employer sc\u200ban an employee?",
        "May the empl\u043eyer scan an employee?",
        "May the employer scan an employee " + "again and " * 30 + "?",
        7,
        None,
    ],
)
def test_a_question_that_does_not_fit_is_not_kept(question):
    assert fitting([question], TEXT) == []


def test_a_fitting_question_is_kept_once():
    assert fitting(
        ["May the employer scan an employee?", "may the employer  scan an employee?"], TEXT
    ) == ["May the employer scan an employee?"]


def test_without_a_model_it_is_said_what_to_set(capsys, tmp_path):
    (tmp_path / "x.md").write_text(TEXT, encoding="utf-8")
    assert main(["add", str(tmp_path / "x.md"), "--questions"]) == 1
    assert "PINCITE_LLM is not set; wanted openai-like:MODEL@URL" in capsys.readouterr().err


def test_the_command_asks_the_model_that_is_set(held, monkeypatch, capsys, tmp_path):
    (tmp_path / "more.md").write_text(TEXT.replace("camera", "drone"), encoding="utf-8")
    monkeypatch.setattr("corpus.Settings.from_environment", lambda: held)
    with serving(
        Script('{"questions": ["Who is told before the employer installs a drone?"]}')
    ) as script:
        import dataclasses

        chosen = dataclasses.replace(held, llm=f"openai-like:m@{script.url}/v1")
        monkeypatch.setattr("corpus.Settings.from_environment", lambda: chosen)
        assert main(["add", str(tmp_path / "more.md")]) == 0 and script.seen == []
        assert main(["add", str(tmp_path / "more.md"), "--questions"]) == 0
        assert script.seen and "Ignore" not in script.asked
    assert "m wrote 1 questions" in capsys.readouterr().err
