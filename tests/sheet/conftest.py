"""The digests that the repository holds, as a library."""

import pytest

from corpus import Home, Library, Settings


@pytest.fixture(scope="session")
def bundled(tmp_path_factory) -> Library:
    return Library.load(Home.open(tmp_path_factory.mktemp("home")), Settings().bundled)
