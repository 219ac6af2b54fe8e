"""What an answer says of the copy it quotes: a page read from an image, missing letters."""

from dataclasses import replace

import pytest

from assistant import Citation
from assistant.answering.notes import caveat, notes_on
from assistant.question.scope import Scope
from corpus import Report
from tests.conftest import TODAY, library_of, make_document


def of_page(**report):
    """A citation of a clause on page 3 of a copy that was read so."""
    made = make_document(clauses={"Article 1": "Scans need consent."}, basis="official")
    clause = replace(made.clauses[0], page=3)
    read = Report("pdf", 100, 100, pages=4, **report)
    document = replace(made, clauses=(clause,), report=read)
    return Citation(document, clause, clause.span, "in_force", "requires")


@pytest.mark.parametrize(
    ("report", "note", "line"),
    [
        ({"ocr": (3,)}, "was read from an image", "Read from a scan."),
        ({"doubtful": (3,)}, "is not exact. Compare with the page", "Letters are missing."),
        ({"doubtful": (2,), "ocr": (4,)}, "", ""),
        ({"pages_unread": (1, 2)}, "Only 50 percent", ""),
    ],
)
def test_what_is_wrong_with_the_quoted_page_is_said_beside_it(report, note, line):
    cited = of_page(**report)
    notes = notes_on([cited], [], Scope(as_of=TODAY), library_of(cited.document))
    assert caveat([cited]) == line
    assert note in " ".join(notes) if note else not any("page" in said for said in notes)
