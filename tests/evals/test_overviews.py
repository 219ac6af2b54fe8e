"""The counted sets of overviews: what was reached is not lost."""

import pytest

from evals.overviews import asked, count
from evals.topics import overviews

pytestmark = pytest.mark.slow


def test_each_set_is_what_it_says():
    sizes = {name: len(asked(name)) for name in ("dev", "sealed", "sealed2")}
    assert sizes == {"dev": 80, "sealed": 100, "sealed2": 100}
    learned = {row["question"] for row in overviews()}
    assert not learned & {row["question"] for row in asked("sealed2")}


def test_clauses_that_a_representative_would_list_are_listed(assistant):
    found = count(assistant, asked("sealed2"))
    assert found.seen >= 48 and found.alarms <= 3
    assert found.folded / found.wanted >= 0.86 and found.shown / found.wanted >= 0.65
    assert found.whole >= 44
