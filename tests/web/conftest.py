"""A small home's answer, and clients of a server with accounts."""

import pytest

from assistant import Assistant, Question
from tests.makers.staff import accounts_in, clients_of


@pytest.fixture
def answer(small, words_embedder):
    """An answer of a small home, as a browser would send it back."""
    from ingest import ensure_index

    ensure_index(small)
    return (
        Assistant.open(small)
        .ask(Question("Can they scan a writer without consent?", id="a1"))
        .json()
    )


@pytest.fixture
def desk(small, words_embedder, tmp_path):
    """Makes a client of a server with accounts, signed in as the one named."""
    return clients_of(small, accounts_in(tmp_path))
