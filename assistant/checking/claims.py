"""Where a sentence stops saying one thing and begins to say another. Pure."""

from __future__ import annotations

import re

_BREAK = re.compile(
    r"[.;:!?](?:\s|$)"
    r"|,\s*(?:and|but|while|though|although|whereas)\b|\b(?:but|although|though|whereas|while)\b"
    r"|\band (?=(?:its?|they|he|she|it|must|may|can|cannot|does|do|is|are|will|shall|"
    r"should|has|have)\b)",
    re.I,
)


def segments(text: str) -> list[str]:
    """The parts of a text that claim something each: between "and", "but" and ends of sentences."""
    return [part for part in _BREAK.split(text) if part.strip()]
