"""The language a question is asked in; only English and Spanish ones stand beside documents."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import corpus

#: The least share of a question's words that are another language's small words, and their number.
_SHARE, _LEAST = 0.25, 2
LANGUAGES = ("en", "es", "fr", "de")


@cache
def small_words() -> dict[str, frozenset[str]]:
    """By language, the words by which it is known (corpus/languages.toml)."""
    table = tomllib.loads(
        (Path(corpus.__file__).parent / "languages.toml").read_text(encoding="utf-8")
    )
    return {language: frozenset(words) for language, words in table.items()}


def language_of(question: str) -> str:
    """One of LANGUAGES; English where none of the others plainly is."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", question.lower())
    counts = {
        language: sum(word in small for word in words) for language, small in small_words().items()
    }
    best = max(counts, key=counts.__getitem__)
    if "¿" in question or "¡" in question:
        return "es"
    return best if counts[best] >= _LEAST and counts[best] >= _SHARE * len(words) else "en"
