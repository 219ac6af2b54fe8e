"""An acronym and what it stands for are one, in added agreements and nowhere else."""

import pytest

from assistant.question.acronyms import spelt_out
from tests.conftest import library_of, make_document


def deal(identity: str, words: str, **values):
    clauses = {"Article 1 — terms": words}
    return make_document(identity, clauses, basis="official", bundled=False, **values)


SPELT = deal("spelt", "Overtime and a leave of absence. Vacation leave. Artificial intelligence.")
SHORT = deal("short", "OT is paid twice. The AI committee. An LOA is asked for. The CBA.")
BOTH = deal("both", "Overtime (OT) is paid.")
DIGEST = make_document("digest", {"Article 1 — terms": "Overtime."})


@pytest.mark.parametrize(
    ("question", "document", "read"),
    [
        ("Is OT paid?", SPELT, "Is overtime paid?"),
        ("is ot paid", SPELT, "is overtime paid"),
        ("Is OT paid?", SHORT, "Is OT paid?"),
        ("Is OT paid?", BOTH, "Is overtime (OT) paid?"),
        ("Is overtime paid?", SHORT, "Is overtime (OT) paid?"),
        ("Is overtime paid?", SPELT, "Is overtime paid?"),
        ("How many LOAs?", SPELT, "How many leave of absence?"),
        ("How much PTO?", SPELT, "How much vacation leave?"),
        ("Is there a MOU?", SPELT, "Is there a memorandum of understanding?"),
        ("Any rule on AI?", SPELT, "Any rule on artificial intelligence?"),
        (
            "Any rule on artificial intelligence?",
            SHORT,
            "Any rule on artificial intelligence (AI)?",
        ),
        ("Is overtime (OT) paid?", SPELT, "Is overtime (OT) paid?"),
        ("Is there cola in the fridge, or an HR-desk?", SPELT, None),
        ("Can a pilot plot a lot?", SPELT, None),
    ],
)
def test_one_is_read_as_the_other_where_the_agreement_has_that(question, document, read):
    assert spelt_out(question, (document.id,), library_of(document)) == (read or question)


def test_digests_are_asked_as_ever():
    library = library_of(DIGEST, SPELT)
    assert spelt_out("Is OT paid?", (), library_of(DIGEST)) == "Is OT paid?"
    assert spelt_out("Is OT paid?", ("digest",), library) == "Is OT paid?"
    assert spelt_out("Is OT paid?", ("digest", "spelt"), library) == "Is OT paid?"
    assert spelt_out("Is OT paid under AI?", (), library) == "Is overtime paid under AI?"
    text = deal("text", "Overtime.", text_of="digest")
    assert spelt_out("Is OT paid?", (), library_of(DIGEST, text)) == "Is OT paid?"
