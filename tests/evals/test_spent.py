"""On the sets that other hands wrote to judge rules once, nothing falls below what was counted when
they were spent.
"""

import pytest

from corpus import Library
from corpus.digest import read_digest
from evals.spent import count
from tests.conftest import ROOT

#: At least so many; for what must stay rare, at most.
LEAST = {
    "kind: comparison": 11,
    "kind: change": 6,
    "kind: question": 29,
    "follow-ups left alone": 35,
    "follow-ups changed": 49,
    "faithful drafts shown": 10,
    "bulletins: error found": 16,
    "bulletins: rightly named": 16,
}
MOST = {"unfaithful drafts shown": 2, "bulletins: clean ones alarmed": 0}


@pytest.fixture(scope="module")
def counted():
    digests = sorted((ROOT / "corpus" / "documents").glob("*.md"))
    return {one.name: one for one in count(Library.of(read_digest(path) for path in digests))}


@pytest.mark.parametrize("name", [*LEAST, *MOST])
def test_nothing_falls_below_what_was_counted(counted, name):
    found = counted[name].found
    assert found >= LEAST[name] if name in LEAST else found <= MOST[name]
