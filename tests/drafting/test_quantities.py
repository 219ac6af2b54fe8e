"""A number is its value and its unit, however it is written."""

from __future__ import annotations

import pytest

from assistant.drafting.bearing import unborne
from assistant.drafting.quantities import Quantity, quantities


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("at least forty-eight hours", Quantity(48, "hour")),
        ("48-hour notice", Quantity(48, "hour")),
        ("two hundred and fifty dollars", Quantity(250, "$")),
        ("$1,000,000", Quantity(1_000_000, "$")),
        ("five (5) working days", Quantity(5, "day")),
        ("twice a year", Quantity(2, "time")),
        ("2 May 2026", Quantity(5, "month of the year")),
        ("on 2026-05-02", Quantity(5, "month of the year")),
        ("twenty-five per cent", Quantity(25, "%")),
    ],
)
def test_a_number_is_its_value_and_its_unit(text, wanted):
    assert wanted in quantities(text)


def test_no_one_and_the_verb_may_are_no_numbers():
    assert quantities("No one may train on it, and one of them may not.") == frozenset()


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("twelve weeks", "48 hours"),
        ("48 days", "48 hours"),
        ("at most 48 hours", "at least 48 hours"),
        ("48 hours", "at least 48 hours"),
        ("on 2 August and 2 December", "on 2 December and 2 August"),
    ],
)
def test_a_number_with_another_unit_bound_or_order_is_not_held(said, source):
    said, source = (f"The guild gets its notice {text}." for text in (said, source))
    assert unborne(said, source, frozenset())
    assert unborne(source, source, frozenset()) is None
