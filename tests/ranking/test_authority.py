"""What leads and what stands beneath it, over small libraries and without a model."""

from datetime import date

import pytest

from assistant.answer import Passage
from assistant.question.kind import Kind
from assistant.question.query import Query, Question
from assistant.question.scope import Scope
from assistant.ranking.authority import REASONS, Beside, authority, because
from assistant.ranking.order import Order
from tests.conftest import library_of, make_document

DAY = date(2026, 11, 25)


def passage(library, identity, score, number=0):
    document = library[identity]
    return Passage(
        1, score, score, document, document.clauses[number], library.status(document, DAY), number
    )


def told(library, passages, **scope):
    query = Query(Question("?"), "?", "?", Scope(DAY, **scope), Kind(), "?", ())
    return [p.document.id for p in Order(library).arrange(passages, query)]


def test_another_unions_agreement_is_no_part_of_a_members_answer():
    library = library_of(
        make_document("ours", union="WGA"),
        make_document("theirs", union="Puppeteers of Nowhere"),
        make_document("law", kind="law", tier=2),
    )
    found = [
        passage(library, "theirs", 0.8),
        passage(library, "ours", 0.75),
        passage(library, "law", 0.7),
    ]
    assert told(library, found, unions=("wga",)) == ["ours", "law"]
    assert set(told(library, found)) == {"ours", "theirs", "law"}, (
        "with no union known each may answer"
    )
    assert told(library, found[:1], unions=("wga",)) == ["theirs"], (
        "where there is nothing else it is shown"
    )


def test_what_was_replaced_never_leads_and_nothing_is_told_twice():
    old = make_document(
        "deal-2023", union="WGA", effective=date(2023, 9, 25), expires=date(2026, 5, 1)
    )
    new = make_document(
        "deal-2026", union="WGA", effective=date(2026, 5, 2), supersedes=("deal-2023",)
    )
    library = library_of(old, new)
    found = [passage(library, "deal-2023", 0.9), passage(library, "deal-2026", 0.80)]
    assert told(library, found, unions=("wga",)) == ["deal-2026", "deal-2023"]


def test_an_agreement_that_says_nothing_near_does_not_lead_for_the_one_it_replaced():
    old = make_document(
        "deal-2023",
        {"Tapes — auditions": "Tapes are kept safe."},
        union="DGA",
        effective=date(2023, 7, 1),
    )
    new = make_document(
        "deal-2026",
        {"Talks — meetings": "They meet twice a year."},
        union="DGA",
        effective=date(2026, 7, 1),
        supersedes=("deal-2023",),
    )
    library = library_of(old, new)
    assert (
        told(
            library,
            [passage(library, "deal-2023", 0.9), passage(library, "deal-2026", 0.4)],
            unions=("dga",),
        )[0]
        == "deal-2023"
    )
    assert (
        told(
            library,
            [passage(library, "deal-2023", 0.9), passage(library, "deal-2026", 0.85)],
            unions=("dga",),
        )[0]
        == "deal-2026"
    )


def test_of_clauses_that_fit_alike_the_principal_agreements_or_the_one_for_the_work_leads():
    principal = make_document("films", union="SAG-AFTRA", principal=True, work=("tv-theatrical",))
    spots = make_document("spots", union="SAG-AFTRA", work=("commercials",))
    library = library_of(principal, spots)
    found = [passage(library, "spots", 0.81), passage(library, "films", 0.80)]
    assert told(library, found, unions=("sag-aftra",))[0] == "films"
    assert told(library, found, unions=("sag-aftra",), work=("commercials",))[0] == "spots"
    apart = [passage(library, "spots", 0.81), passage(library, "films", 0.70)]
    assert told(library, apart, unions=("sag-aftra",))[0] == "spots", (
        "a clearly better fit is not pushed down"
    )


def test_another_countrys_law_does_not_answer_a_member_who_named_no_place():
    library = library_of(
        make_document("ours", union="WGA"),
        make_document("abroad", kind="law", tier=2, jurisdiction="UK"),
    )
    found = [passage(library, "abroad", 0.8), passage(library, "ours", 0.75)]
    assert told(library, found, unions=("wga",)) == ["ours"]
    assert "abroad" in told(library, found, unions=("wga",), places=("UK",))
    assert "abroad" in told(library, found)


#: The front matter of a document whose first clause is weighed, the scope, and the rank it is
#: given.
ALONE = [
    ("in force", {}, {}, 0),
    ("in force", {"declared": "proposed", "kind": "law", "tier": 2}, {}, 1),
    ("in force", {"declared": "statement", "kind": "principle", "tier": 4}, {}, None),
    ("binding", {}, {}, 0),
    ("binding", {"kind": "policy", "tier": 3}, {}, 2),
    ("binding", {"kind": "law", "tier": 2}, {}, 0),
    ("binding", {"kind": "law", "tier": 2}, {"unions": ("wga",)}, 1),
    ("binding", {"kind": "law", "tier": 2}, {"unions": ("wga",), "places": ("US-CA",)}, 0),
    ("binding", {"declared": "proposed", "kind": "law", "tier": 2}, {}, None),
    ("your own union's", {"union": "WGA"}, {"unions": ("wga",)}, 0),
    ("your own union's", {"union": "IATSE"}, {"unions": ("local-700",)}, 1),
    ("your own union's", {"union": "WGA"}, {}, None),
    ("for your kind of work", {"work": ("commercials",)}, {"work": ("commercials",)}, 0),
    ("for your kind of work", {"work": ("commercials",)}, {}, 0),
    ("for your kind of work", {}, {}, None),
    ("for your kind of work", {"principal": True}, {}, 0),
    ("official words", {"basis": "official"}, {}, 0),
    ("official words", {"basis": "digest"}, {}, 1),
]


@pytest.mark.parametrize(("name", "values", "scope", "rank"), ALONE)
def test_a_reason_alone(name, values, scope, rank):
    library = library_of(make_document("deal", **values))
    beside = Beside(Scope(DAY, **scope), library, 0.8)
    assert dict(REASONS)[name](passage(library, "deal", 0.8), beside) == rank


def test_work_that_is_not_the_questions_speaks_against_an_agreement():
    principal = make_document("films", union="SAG-AFTRA", principal=True, work=("tv-theatrical",))
    spots = make_document("spots", union="SAG-AFTRA", work=("commercials",))
    library = library_of(principal, spots)
    rank = dict(REASONS)["for your kind of work"]
    found = {one: passage(library, one, 0.8) for one in ("films", "spots")}
    plain, named = (Beside(Scope(DAY, work=work), library) for work in ((), ("commercials",)))
    assert {one: rank(p, plain) for one, p in found.items()} == {"films": 0, "spots": 1}
    assert {one: rank(p, named) for one, p in found.items()} == {"films": 1, "spots": 0}
    picked = Beside(Scope(DAY, documents=("spots",)), library)
    assert rank(found["spots"], picked) == 0


def test_official_words_far_from_the_best_are_no_reason():
    library = library_of(make_document("deal", basis="official"))
    rank = dict(REASONS)["official words"]
    assert rank(passage(library, "deal", 0.5), Beside(Scope(DAY), library, 0.8)) == 1


def test_the_reasons_stand_in_their_order_and_those_that_hold_are_named():
    ours = make_document("ours", union="WGA", basis="official")
    library = library_of(ours, make_document("bill", kind="law", tier=2, declared="proposed"))
    beside = Beside(Scope(DAY, unions=("wga",)), library, 0.8)
    weighed = authority(passage(library, "ours", 0.8), beside)
    assert weighed < authority(passage(library, "bill", 0.8), beside)
    named = because(passage(library, "ours", 0.8), beside)
    assert named == ("in force", "binding", "your own union's", "official words")
    assert list(named) == [name for name, _ in REASONS if name in named]
