"""Whether a text layer says what the page shows, as far as its letters tell.

A font may map its glyphs to any letters, so that a page that reads well is held as "Wol Htwsvfly".
Measured on 1,424 pages of fifteen agreements in English, Spanish, French and German: on each, 39 to
75 of 100 pairs of letters within words are among the sixty below; with their letters exchanged at
random or by a fixed step, 7 are in the middle and 25 at most.
"""

from __future__ import annotations

import re

_COMMON = (
    "ac ad al an ar as at be ca ch ci co de di do ec ei el em en er es et ge he ic ie in io is it"
    " la le li me nd ne ng ni nt on or os pr ra re ri se si st ta te th ti to tr ue un ur ve"
)
_PAIRS = frozenset(_COMMON.split())
_LEAST = 0.32
_ENOUGH = 80  # pairs; a page of figures has too few to tell
_WORD = re.compile(r"[^\W\d_]+")


def gibberish(text: str) -> bool:
    """Whether letters stand beside each other as in no language that is read here."""
    pairs = [
        a + b for word in _WORD.findall(text.lower()) for a, b in zip(word, word[1:], strict=False)
    ]
    latin = [pair for pair in pairs if pair < "\u0250"]
    if len(latin) < _ENOUGH or len(latin) < 0.5 * len(pairs):
        return len(text) >= _ENOUGH and lost(text) > 0.3 * len(text)
    return sum(pair in _PAIRS for pair in latin) < _LEAST * len(latin)


def lost(text: str) -> int:
    """How many letters are drawn whose meaning the file does not tell."""
    return text.count("\ufffd")
