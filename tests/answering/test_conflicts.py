"""Documents that differ: which controls and why, and no conflict where none is."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Citation
from assistant.answering.conflicts import controls, differing, notes_of
from corpus import Clause, Document, Library, Span

CONSENT = (
    "A producer may not scan an employee's body for a motion picture without the consent of the"
    " employee."
)
LEAVE = (
    "A producer may scan an employee's body for a motion picture whenever the employee is on the"
    " set."
)


def document(identity: str, text: str, **more) -> Document:
    clause = Clause(identity, "Article 1", "scanning the body", Span(0, len(text)))
    values = {
        "kind": "agreement",
        "tier": 1,
        "basis": "official",
        "title": identity.title(),
        **more,
    }
    return Document(id=identity, text=text, clauses=(clause,), **values)


def cited(one: Document, force: str, status: str = "in_force") -> Citation:
    return Citation(one, one.clauses[0], one.clauses[0].span, status, force)


AGREEMENT = document(
    "deal", CONSENT, union="IATSE", effective=date(2024, 8, 1), counterparty="AMPTP"
)
LOCAL = document(
    "local", LEAVE, union="IATSE Local 52", effective=date(2024, 8, 1), counterparty="AMPTP"
)
LATER = document("later", LEAVE, union="IATSE", effective=date(2025, 8, 1), counterparty="AMPTP")
OTHER_WORK = document(
    "theatre", LEAVE, union="IATSE", effective=date(2025, 8, 1), counterparty="a theatre"
)
POLICY = document("policy", LEAVE, kind="policy", tier=3)
PRINCIPLE = document("principle", LEAVE, kind="principle", tier=4)
LAW = document("act", LEAVE, kind="law", tier=2)
FIRM_LAW = document("firm", LEAVE + " Any term to the contrary is void.", kind="law", tier=2)
LIBRARY = Library.of([AGREEMENT, LOCAL, LATER, OTHER_WORK, POLICY, PRINCIPLE, LAW, FIRM_LAW])


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (POLICY, "Deal controls: an employer's policy"),
        (PRINCIPLE, "Deal controls: Principle is a position and binds nobody"),
        (LAW, "not settled by the documents held here"),
        (FIRM_LAW, "can't be contracted away"),
        (LOCAL, "the agreement of the local itself"),
        (LATER, "Later is the later agreement between the same parties"),
    ],
)
def test_which_controls_and_why(other, says):
    one, two = cited(AGREEMENT, "requires_consent"), cited(other, "permits")
    assert says in controls(one, two, LIBRARY)
    assert says in controls(two, one, LIBRARY), "whichever comes first"
    assert differing([one, two], LIBRARY) == [(one, two)]
    note = notes_of([one, two], LIBRARY)[0]
    assert CONSENT in note
    assert LEAVE in note
    assert says in note


def test_no_conflict_where_one_person_is_bound_by_one_of_them_only():
    assert not differing(
        [cited(AGREEMENT, "requires_consent"), cited(OTHER_WORK, "permits")], LIBRARY
    )
    writers = replace(LATER, id="writers", union="WGA")
    library = Library.of([AGREEMENT, writers])
    theirs = Citation(
        writers,
        replace(writers.clauses[0], document="writers"),
        writers.clauses[0].span,
        "in_force",
        "permits",
    )
    assert not differing([cited(AGREEMENT, "requires_consent"), theirs], library)


def test_no_conflict_with_what_is_gone_or_says_the_same_or_speaks_of_something_else():
    one = cited(AGREEMENT, "requires_consent")
    assert not differing([one, cited(POLICY, "permits", "superseded")], LIBRARY)
    assert not differing([one, cited(POLICY, "prohibits")], LIBRARY)
    assert not differing([one, cited(POLICY, "informs")], LIBRARY)
    parking = document(
        "parking",
        "The employer may charge for parking near the stage after six in the evening.",
        kind="policy",
        tier=3,
    )
    parking = replace(parking, clauses=(replace(parking.clauses[0], heading="parking"),))
    assert not differing([one, cited(parking, "permits")], Library.of([AGREEMENT, parking]))
    assert not differing([], LIBRARY)
