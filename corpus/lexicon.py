"""Plain words to contract words (`lexicon.toml`): "deepfake" is searched as "digital replica"."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.words import terms


@dataclass(frozen=True, slots=True)
class Entry:
    """One group: phrases and the words to search for as well, stemmed; `ai`: only ever about AI."""

    name: str
    plain: tuple[tuple[str, ...], ...]
    means: tuple[str, ...]
    ai: bool = False


@cache
def entries() -> tuple[Entry, ...]:
    """The lexicon, in the file's order."""
    table = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))
    return tuple(
        Entry(
            name,
            tuple(
                dict.fromkeys(tuple(terms(phrase, keep_stopwords=True)) for phrase in row["plain"])
            ),
            tuple(dict.fromkeys(word for phrase in row["means"] for word in terms(phrase))),
            bool(row.get("ai")),
        )
        for name, row in table.items()
    )


def topics(question: str) -> list[Entry]:
    """Entries of which a phrase occurs in the question, word for word after stemming."""
    words = terms(question, keep_stopwords=True)
    runs = {
        tuple(words[n : n + size]) for size in range(1, 7) for n in range(len(words) - size + 1)
    }
    return [entry for entry in entries() if not runs.isdisjoint(entry.plain)]


def expansion(question: str) -> list[str]:
    """Stemmed contract words that the question's plain words mean, less those it already holds."""
    held = set(terms(question))
    return [
        word
        for word in dict.fromkeys(w for entry in topics(question) for w in entry.means)
        if word not in held
    ]
