"""The shipped path on the committed cases: the gate is open, and the right clause leads."""

import pytest

from corpus import Span
from evals.cases import load
from evals.gate import baseline, judge
from evals.run import run


@pytest.mark.slow
def test_the_gate_is_open_on_the_committed_cases(assistant):
    assert judge(run(assistant, load()), baseline()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "union", "lead", "force"),
    [
        ("Can my work be used for training?", "IATSE", "no clause on training", "informs"),
        ("Does the 2023 MBA ban training on scripts?", None, "rights reserved", None),
        ("Can the studio make me use ChatGPT to write?", "WGA", "no compelled use", "prohibits"),
        (
            "Can they scan my face without my consent?",
            "IATSE",
            "scanning and likeness",
            "requires_consent",
        ),
    ],
)
def test_what_leads_is_what_a_representative_would_cite(assistant, question, union, lead, force):
    from assistant import Question
    from evals.judge import TODAY

    first = assistant.ask(Question(question, union=union, as_of=TODAY)).json()["citations"][0]
    assert lead in first["heading"]
    assert force in (None, first["force"])
    assert first["force"] != "prohibits" or "reserv" not in first["heading"]


@pytest.mark.slow
def test_the_official_memorandum_leads_its_digest_with_its_page(
    shared_home, real_documents, tmp_path
):
    import shutil
    from dataclasses import replace
    from datetime import date

    from assistant import Assistant, Question
    from ingest import Described, add

    settings = replace(shared_home, home=tmp_path / "home")
    shutil.copytree(shared_home.home, settings.home)
    described = Described(
        union="IATSE", kind="memorandum", effective=date(2024, 8, 4), expires=date(2027, 7, 31)
    )
    add([real_documents / "iatse-basic-agreement-2024-moa.pdf"], described, settings)
    assistant = Assistant.open(settings)
    asked = Question(
        "do I have to use AI if my employer says so?", union="IATSE", as_of=date(2026, 11, 24)
    )
    first = assistant.ask(asked).json()["citations"][0]
    assert first["basis"] == "official"
    assert first["locator"].startswith("Article XLIX(c)(2)")
    assert (first["page"], first["page_label"], first["force"]) == (41, "39", "permits")
    held = assistant.library[first["document"]]
    assert Span(first["start"], first["end"]).of(held.text) == first["quote"]
    assert "Producer may require employees to use any" in first["quote"]
    training = assistant.ask(
        Question("Can my work be used for training?", union="IATSE", as_of=date(2026, 11, 24))
    ).json()
    assert "no clause on training" in training["citations"][0]["heading"]
