"""What was not read is said in the answer, and no silence is claimed of it."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import Assistant
from assistant.cli.show import answer
from assistant.question.query import Question
from assistant.question.scope import Scope
from assistant.question.unread import nothing_in, pages_said, unread_in, unread_line
from corpus import Report
from tests.conftest import library_of, make_document
from tests.makers.homes import holding

TODAY = date(2026, 11, 24)


def scanned(identity: str, *pages: int, union: str | None = None, clauses=None):
    report = Report("pdf", 100, 100, pages=max(pages, default=1), pages_unread=pages)
    return make_document(
        identity, clauses, union=union, report=report, bundled=False, basis="official"
    )


LIBRARY = library_of(
    scanned("harbour", 42, union="WGA"), scanned("tower", 2, 4, 5, 6), scanned("whole")
)


@pytest.mark.parametrize(
    ("scope", "cited", "found"),
    [
        (Scope(TODAY, documents=("tower",)), None, ["tower"]),
        (Scope(TODAY, documents=("whole",)), ["harbour"], []),
        (Scope(TODAY), None, ["harbour", "tower"]),
        (Scope(TODAY), ["tower", "whole"], ["tower"]),
        (Scope(TODAY, unions=("wga",)), None, ["harbour"]),
        (Scope(TODAY, unions=("wga",)), ["tower"], ["harbour", "tower"]),
        (Scope(TODAY, unions=("dga",)), [], []),
    ],
)
def test_what_counts_is_what_was_asked_about(scope, cited, found):
    assert [identity for identity, _ in unread_in(scope, LIBRARY, cited)] == found


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((42,), "page 42"),
        ((4, 2), "pages 2 and 4"),
        ((2, 4, 5, 6), "pages 2 and 4-6"),
        (tuple(range(1, 48)), "pages 1-47"),
        ((1, 3, 5), "pages 1, 3 and 5"),
    ],
)
def test_pages_are_said_as_a_person_says_them(pages, said):
    assert pages_said(pages) == said


def test_nothing_answers_is_said_only_of_what_was_read():
    assert nothing_in("it", (), LIBRARY) == "nothing in it answers this."
    two = unread_in(Scope(TODAY), LIBRARY)
    assert nothing_in("them", two, LIBRARY) == (
        "nothing that could be read of them answers this: page 42 of Harbour; pages 2 and 4-6 of "
        "Tower could not be read."
    )
    assert unread_line((("whole", (1,)),) * 5, LIBRARY).endswith(
        "and of 2 more documents could not be read"
    )


@pytest.fixture
def home(small, words_embedder):
    """A home with one agreement of which page 42 is a picture."""
    clauses = {
        f"Article {n} — {name}": f"The company must {name} each crew member {n} days before."
        for n, name in enumerate(("notify", "train", "feed", "house", "insure", "pay"), 1)
    }
    return holding(small, scanned("harbour", 42, clauses=clauses))


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("What does Article 3 say?", "answered"),
        ("Who feeds the crew?", "not_found"),
        ("What does Article 99 say?", "not_found"),
    ],
)
def test_an_answer_and_a_no_both_name_the_page(home, question, status):
    outcome = Assistant.open(home).ask(Question(question, documents=("harbour",)))
    found = outcome.json()
    assert found["status"] == status
    assert found["unread"] == [{"document": "harbour", "pages": [42]}]
    assert "nothing in" not in found["answer"]
    for full in (True, False):
        shown = " ".join(answer(found, full).lower().split())
        assert shown.count("page 42 of harbour could not be read") == 1
    if status == "not_found":
        assert "page 42 of harbour could not be read" in found["answer"].lower()


def test_a_document_read_whole_says_none(home):
    outcome = Assistant.open(home).ask(Question("Can they scan me?", union="WGA"))
    assert outcome.unread == () and "could not be read" not in answer(outcome.json(), True)


def test_the_years_of_an_id_are_its_first_where_no_date_is_known():
    document = replace(make_document(), id="master-2023-2028")
    library = library_of(document)
    assert library.status(document, TODAY) == "in_force"
    assert library.status(document, date(2022, 6, 1)) == "not_yet"
