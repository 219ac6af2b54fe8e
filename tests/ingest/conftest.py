"""Readers of small files for the tests of this folder."""

import pytest

from ingest.read import read
from tests.makers.originals import docx


@pytest.fixture
def word(tmp_path):
    """Makes a Word file of a body and further parts, and reads it."""

    def made(body, **parts):
        path = tmp_path / "memo.docx"
        path.write_bytes(docx(body, **parts))
        return read(path)

    return made
