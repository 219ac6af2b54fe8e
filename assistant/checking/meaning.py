"""Words that mean the same to a reader of an agreement, and words that are only grammar. Pure."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.words import terms

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GRAMMAR = frozenset(_TABLE["grammar"].split())
_GROUP = {word: row.split()[0] for row in _TABLE["same"] for word in row.split()}


def content(text: str) -> list[str]:
    """The words of a text that claim something, in order, each as the word that stands for it."""
    words = [bare(found.group()) for found in WORD.finditer(text)]
    return [canonical(word) for word in words if not idle(word)]


def bare(word: str) -> str:
    """A word in lower case, without a possessive ending."""
    return word.lower().replace("’", "'").removesuffix("'s")


def idle(word: str) -> bool:
    """Whether a bare word is only grammar."""
    return len(word) < 2 or (word in _GRAMMAR and word not in _GROUP)


@cache
def canonical(word: str) -> str:
    """The word that stands for all that mean the same: the first of its row, or its stem."""
    word = bare(word)
    return _GROUP.get(word) or next(iter(terms(word, True)), word)


#: Whoever a rule may be for, against or about.
ACTORS = frozenset(canonical(word) for word in _TABLE["actors"].split())
