"""A question may name an added document in its own words.

What it asks is then asked of that document.
"""

import pytest

from assistant.question.named_documents import Faces
from tests.conftest import library_of, make_document

FACES = Faces(
    library_of(
        *(
            make_document(identity, {"Article 1": opening}, basis="official", title=title)
            for identity, title, opening in (
                (
                    "nda-7",
                    "Nda 7",
                    "Non-Disclosure Agreement between Copenhagen Accelerator ApS "
                    "and ToP Mentors Ltd.",
                ),
                (
                    "nda-8",
                    "Nda 8",
                    "Non-Disclosure Agreement between Bosch GmbH and Grant Industries Ltd.",
                ),
                (
                    "sergeants-2025",
                    "Sergeants 2025",
                    "Agreement between Washington County and the Police Officers Association.",
                ),
                (
                    "teachers-2005",
                    "Milwaukee Teachers 2005",
                    "Contract between the Board of School Directors and the Association.",
                ),
                (
                    "teachers-2019",
                    "Dayton Teachers 2019",
                    "Contract between the Board of Education and the Association.",
                ),
            )
        ),
        make_document("wga-mba-2026", {"Article 72": "Writers and Washington County."}),
    )
)


@pytest.mark.parametrize(
    ("question", "document", "asks"),
    [
        (
            "Consider the NDA between Copenhagen Accelerator and ToP Mentors; can copies be kept?",
            "nda-7",
            "can copies be kept?",
        ),
        (
            "In the Washington County sergeants' contract, how is overtime paid?",
            "sergeants-2025",
            "how is overtime paid?",
        ),
        (
            "Under the Milwaukee teachers contract, do I lose pay when it snows?",
            "teachers-2005",
            "do I lose pay when it snows?",
        ),
        ("is snow pay in the milwaukee teachers deal?", "teachers-2005", None),
    ],
)
def test_a_document_is_meant_by_the_words_that_only_it_has(question, document, asks):
    meant = FACES.meant(question)
    assert max(meant.shares, key=meant.shares.get) == document and meant.asks == (asks or question)


@pytest.mark.parametrize(
    "question",
    [
        "can they scan me?",
        "what does the agreement say?",
        "In 2024, what changed?",
        "If I refuse, what happens?",
        "do writers in washington get notice of a contract?",
        "Consider this; what now?",
        "",
    ],
)
def test_common_words_mean_no_document_and_nothing_is_cut_off(question):
    meant = FACES.meant(question)
    assert meant.shares == {} and meant.asks == question
