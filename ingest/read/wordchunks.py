"""Files of another format inside a Word file: pages and texts are read, others are told."""

from __future__ import annotations

from ingest.read.encoding import decoded
from ingest.read.html import read_page
from ingest.read.reading import Reading
from ingest.read.text import read_text
from ingest.read.wordxml import Chunk

_PAGES, _TEXTS = (".html", ".htm", ".xhtml"), (".txt",)


def chunk_reading(chunk: Chunk) -> Reading | None:
    """A chunk as read by its own format's reader; None for a format that is not read inside."""
    name = chunk.name.lower()
    if name.endswith(_PAGES):
        return read_page(chunk.name, chunk.data)
    if name.endswith(_TEXTS):
        return read_text(decoded(chunk.data)[0], marked=False)
    return None
