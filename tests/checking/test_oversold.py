"""A sentence that cites no clause and sells a document as more than it is; fair sentences about
the same documents raise nothing."""

from datetime import date

import pytest

from assistant.checking.check import Checker
from assistant.checking.overstatement import NAME, oversold, said_in_force
from corpus import Home, Library, Settings
from tests.conftest import make_document

BILL = make_document(
    "bill", title="Assembly Bill 9", kind="law", declared="proposed", aliases=("AB 9",), tier=2
)
WISH = make_document(
    "wish",
    title="Core Principles",
    kind="principle",
    declared="statement",
    aliases=("Core Principles",),
    tier=4,
)
HOUSE = make_document(
    "house",
    title="House AI Policy",
    kind="policy",
    declared="statement",
    aliases=("House AI policy",),
    tier=4,
)
LAW = make_document(
    "law", title="Replica Act", kind="law", declared="in-force", aliases=("Replica Act",), tier=2
)


@pytest.mark.parametrize(
    ("said", "of", "claim"),
    [
        (f"{NAME} already obliges developers to answer.", BILL, "obliges"),
        (f"Since last year the {NAME} bans training on our work.", BILL, "bans"),
        (f"{NAME} is now law in California.", BILL, "is now law"),
        (f"Under the {NAME} employers must pay for training.", WISH, "must"),
        (f"Producers are legally bound by the {NAME}.", HOUSE, "are legally bound"),
        (
            f"No contract? {NAME} gives you a legal right to refuse.",
            WISH,
            "gives you a legal right",
        ),
        (f"Every studio has to comply with the {NAME}.", WISH, "has to comply with"),
    ],
)
def test_a_bill_or_a_principle_sold_as_binding(said, of, claim):
    assert oversold(said, [of]) == claim


@pytest.mark.parametrize(
    ("said", "of"),
    [
        (f"{NAME} would oblige developers to answer.", BILL),
        (f"If it passes, {NAME} requires developers to answer.", BILL),
        (f"The bill, {NAME}, requires developers to answer.", BILL),
        (f"{NAME} obliges nobody yet.", BILL),
        (f"Does {NAME} oblige anyone?", BILL),
        (f"Critics said {NAME} bans parody.", BILL),
        (f"{NAME} demands that employers must pay.", WISH),
        (f"{NAME} asks studios to pay.", WISH),
        (f"It is a myth that {NAME} guarantees us pay.", WISH),
        (f"{NAME} requires its staff to ask first.", HOUSE),
        (f"Our members must read the {NAME}.", WISH),
        (f"{NAME} obliges every studio to ask.", LAW),
    ],
)
def test_a_fair_sentence_raises_nothing(said, of):
    assert oversold(said, [of]) == ""


def test_where_a_binding_document_is_named_too_nothing_is_said():
    assert oversold(f"Unlike the {NAME}, {NAME} obliges every studio.", [WISH, LAW]) == ""


@pytest.mark.parametrize(
    "said",
    [
        f"The {NAME} binds the studios until 2030.",
        f"{NAME} is still in force.",
        f"The {NAME} still obliges producers.",
    ],
)
def test_what_is_over_said_to_be_in_force(said):
    assert said_in_force(said)


@pytest.mark.parametrize(
    "said",
    [
        f"The {NAME} bound nobody but the signatories.",
        f"The {NAME} is no longer in force.",
        f"Is {NAME} still in force?",
    ],
)
def test_what_is_over_said_to_be_over(said):
    assert not said_in_force(said)


def test_the_bundled_bill_sold_as_law_is_called_overstated_and_the_fair_line_below_it_is_not(small):
    bundled = Library.load(Home.open(small.home), Settings.from_environment({}).bundled)
    text = (
        "AB 412 already obliges developers to answer.\n\nAB 412 would oblige developers to answer."
        "\n\n- The WGA MBA of 2023 is in force and binds every studio.\n"
    )
    found = [
        (one.verdict, one.found.document)
        for one in Checker(bundled, date(2026, 11, 25)).check(text)
    ]
    assert found == [("overstated", "california-ab-412"), ("superseded", "wga-mba-2023")]
