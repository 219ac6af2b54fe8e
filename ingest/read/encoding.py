"""Bytes as text: what a file that does not say its encoding is most likely written in."""

from __future__ import annotations


def decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """A file's text, without a UTF-8 signature, and a warning where its bytes are no UTF-8."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        said = "not UTF-8: read as Windows-1252, so check its accents"
        return data.decode("cp1252", errors="replace"), (said,)
