"""Two small documents, and questions over them as cases."""

from evals.cases import Case, Wanted
from tests.conftest import library_of, make_document

LIBRARY = library_of(
    make_document(
        "one",
        {"Article 1 — notice": "Notice is ninety days.", "Article 2 — pay": "Pay is weekly."},
    ),
    make_document(
        "two",
        {
            "Article 1 — meals": "A meal is served every six hours.",
            "Article 2 — rest": "Rest is ten hours.",
        },
    ),
)
CASES = [
    Case(
        "a",
        "how long is notice?",
        "answered",
        clauses=(Wanted("one", "Article 1", "notice"),),
        facts=("ninety days",),
        tags=("plain",),
    ),
    Case(
        "b",
        "when is pay?",
        "answered",
        clauses=(Wanted("one", "Article 2", grade=2),),
        tags=("plain",),
    ),
    Case(
        "c",
        "when do we eat?",
        "answered",
        clauses=(Wanted("two", "Article 1"), Wanted("two", "Article 2", grade=1)),
        tags=("plain",),
    ),
    Case("d", "do we get parking?", "not_found", tags=("near-miss",)),
]
