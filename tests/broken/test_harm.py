"""A few of the damages and kills that `python -m tests.broken.harm` does by the hundred."""

import pytest

from tests.broken import harm
from tests.broken.test_damage import with_words


@pytest.fixture
def made(tmp_path, monkeypatch):
    with_words(monkeypatch)
    return harm.make(tmp_path / "made", clauses=6)


def test_whatever_is_damaged_everything_is_there_and_right_or_refused(made):
    done = [harm.damaged(made, seed) for seed in range(14)]
    assert {name.split()[1] for name, _ in done} >= {"flipped", "swapped"}
    assert [one for one in done if one[1]] == []


@pytest.mark.slow
def test_whenever_a_writer_is_killed_everything_is_there(made):
    spent = harm.ready_to_kill(made)
    done = [harm.killed(made, what, n, spent[what]) for n, what in enumerate(harm.ACTS)]
    assert [one for one in done if one[1]] == []
