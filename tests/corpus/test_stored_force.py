"""The force that readers stored beside a fact is what is shown.

Words are read only where none is stored.
"""

from corpus import Library
from corpus.digest import read_digest
from corpus.modality import force_at
from corpus.model import DOERS, FORCES, Fact
from tests.conftest import ROOT, make_document

DIGESTS = sorted((ROOT / "corpus" / "documents").glob("*.md"))


def test_every_fact_of_the_bundled_digests_has_a_force_and_a_doer():
    library = Library.of(read_digest(path) for path in DIGESTS)
    facts = [fact for document in library for clause in document.clauses for fact in clause.facts]
    assert len(facts) > 1600
    assert all(fact.force in FORCES and fact.doer in DOERS for fact in facts)
    idle = {"informs", "defines"}
    assert all((fact.doer == "nobody") <= (fact.force in idle) for fact in facts)


def test_what_is_stored_goes_before_what_is_read():
    document = make_document("deal", {"Article 1 — scans": "A scan must be safe."})
    clause = document.clauses[0]
    assert force_at(document, clause, clause.span) == "requires"
    facts = (Fact(clause.span, force="informs", doer="nobody"),)
    object.__setattr__(clause, "facts", facts)
    assert force_at(document, clause, clause.span) == "informs"


def test_a_position_never_more_than_informs():
    document = make_document("wish", kind="principle", tier=4)
    assert force_at(document, document.clauses[0], document.clauses[0].span) == "informs"
