"""Homes that hold documents made in a test, as if somebody had added them."""

from __future__ import annotations

from corpus import Document, Home, Library, Settings, save_document
from ingest import ensure_index
from ingest.build import build
from tests.conftest import WordsEmbedder


def holding(settings: Settings, *documents: Document) -> Settings:
    """The settings of a home with these documents beside its digests, indexed."""
    ensure_index(settings)
    home = Home.open(settings.home)
    with home.writing():
        for document in documents:
            home = save_document(home, document, b"x")
        build(home, Library.load(home, settings.bundled), WordsEmbedder(), settings)
    return settings
