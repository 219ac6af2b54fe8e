"""An overview lists the clauses of what is asked about, a line each, and nothing that is gone."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Question

TODAY = date(2026, 11, 29)
pytestmark = pytest.mark.slow


def asked(assistant, question: str, union: str | None = None):
    return assistant.ask(Question(question, union, as_of=TODAY)).json()


def places(found) -> list[tuple[str, str]]:
    return [(c["document"], c["locator"]) for c in found["citations"]]


def test_the_whole_of_an_agreement_is_listed_in_its_own_order(assistant):
    found = asked(assistant, "Can you give me everything our contract says about AI?", "IATSE")
    assert found["scope"]["question_kind"] == "overview"
    assert len(found["statements"]) == 12 and found["also"]
    assert len(found["short"]["text"].split()) <= 45
    texts = [one["text"] for one in found["statements"]]
    assert len(set(texts)) == len(texts)
    own = "iatse-basic-agreement-2024"
    starts = [c["start"] for c in found["citations"] if c["document"] == own]
    assert starts == sorted(starts) and len(starts) >= 10
    assert (own, "Article XLIX(h)") in places(found)


def test_what_is_kept_of_the_agreement_before_is_listed_and_what_is_not_is_not(assistant):
    found = asked(assistant, "Walk me through the AI terms of our contract", "WGA")
    assert {c["status"] for c in [*found["citations"], *found["also"]]} <= {"in_force", "statement"}
    assert any(c["carried"] == "wga-mba-2026" for c in found["citations"])


def test_a_topic_of_few_clauses_is_told_by_their_facts(assistant):
    found = asked(assistant, "Please list all the rules on scans and replicas", "IATSE")
    assert found["scope"]["question_kind"] == "overview"
    assert places(found).count(("iatse-basic-agreement-2024", "Article XLIX(h)")) >= 2


def test_principles_are_listed_and_said_to_bind_nobody(assistant):
    found = asked(assistant, "What are the eight core principles?", "IATSE")
    own = [c for c in found["citations"] if c["document"] == "iatse-core-principles-2023"]
    assert len(own) >= 10
    assert "binds no employer" in found["short"]["text"]


def test_with_no_union_known_each_has_a_row(assistant):
    found = asked(assistant, "What does my contract say about AI?")
    assert found["scope"]["question_kind"] == "question"
    assert len(found["by_union"]) >= 4


@pytest.mark.parametrize(
    ("question", "union"),
    [
        ("May I refuse to use AI?", "WGA"),
        ("Give me everything on health insurance", "WGA"),
        ("How long may they keep my scan after the shoot?", "SAG-AFTRA"),
        ("WGA or SAG-AFTRA, who has more on training?", None),
        ("What does Article XLIX(h) say?", "IATSE"),
    ],
)
def test_a_question_for_one_rule_is_no_overview(assistant, question, union):
    assert asked(assistant, question, union)["scope"]["question_kind"] != "overview"


def test_a_whole_agreement_begins_with_the_rules_that_matter_most_in_it(assistant):
    short = asked(assistant, "Everything our contract says about AI, please", "IATSE")["short"]
    assert short["text"].startswith("Your producer may require you to use AI; you have no right")
    written = asked(assistant, "Everything our contract says about AI, please", "WGA")["short"]
    assert "may not make you use generative AI" in written["text"] and written["citations"]
    ended = asked(assistant, "what does our AI agreement say, all of it", "ver.di")["short"]["text"]
    assert ended.startswith("Your producer generally needs your consent")
    assert "Its stated term ended on 30 June 2026" in ended


def test_a_document_without_a_rule_on_ai_is_not_said_to_have_points_on_it(assistant):
    question = "What does the Pink Contract say about AI? List all of it"
    text = asked(assistant, question, "IATSE")["short"]["text"]
    assert "points on AI stand in your agreement (IATSE Pink" not in text


def test_agreements_for_each_kind_of_work_named_are_listed_together(assistant):
    question = "Everything the DGA has on AI across features and commercials?"
    found = asked(assistant, question, "DGA")
    listed = {c["document"] for c in [*found["citations"], *found["also"]]}
    assert {"dga-basic-agreement-2026", "dga-commercial-2023"} <= listed


def test_a_place_named_does_not_make_a_comparison_of_what_wants_the_whole(assistant):
    question = "Moved from LA to Toronto, joined ACTRA. Sketch out all the IPA gives us on AI"
    found = asked(assistant, question, "ACTRA")
    assert found["scope"]["question_kind"] == "overview"


@pytest.mark.parametrize(
    ("union", "document"),
    [
        ("WGA", "wga-mba-2026"),
        ("IATSE", "iatse-basic-agreement-2024"),
        ("The Animation Guild", "tag-839-2024"),
        ("AFM", "afm-ai-terms-2024"),
        ("Equity (UK)", "equity-uk-pact-ai"),
    ],
)
@pytest.mark.parametrize("question", ["everything on AI please", "What are my rights on AI?"])
def test_the_whole_begins_with_what_binds_for_the_asker_and_no_campaign(
    assistant, question, union, document
):
    found = asked(assistant, question, union)
    assert found["scope"]["question_kind"] == "overview"
    assert found["citations"][0]["document"] == document


def test_principles_that_are_asked_for_are_listed_though_an_agreement_binds(assistant):
    found = asked(assistant, "list IATSE's core principles on AI", "IATSE")
    assert found["citations"][0]["document"] == "iatse-core-principles-2023"


def test_of_an_agreement_without_a_known_term_that_is_said_first(assistant):
    found = asked(assistant, "what do we get on AI in our agreement", "Directors Guild of Canada")
    assert found["short"]["text"].startswith("The text could not be found")
    theirs = asked(assistant, "what does our contract say about AI", "MEAA")
    assert "no concluded AI terms" in theirs["short"]["text"]
