"""A text's words and sentences, as search and quotation need them."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from corpus.model import Span

_LISTS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_ABBREVIATIONS = frozenset(_LISTS["abbreviations"].split())
_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9$§])|\n\s*\n")
_WORD = re.compile(
    r"§{1,2}\s*[\w.\-()]+|\$?\d[\d,]*(?:\.\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)?|\([a-z0-9]{1,4}\)",
    re.I,
)

#: Words that carry a question's grammar, not its topic.
STOPWORDS = frozenset(_LISTS["stopwords"].split())


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences in `text[start:end]`, trimmed; legal abbreviations end none."""
    stop = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for found in _END.finditer(text, start, stop):
        if found.group()[0] in ".!?" and _is_abbreviation(text, begin, found.start()):
            continue
        _add(spans, text, begin, found.end())
        begin = found.end()
    _add(spans, text, begin, stop)
    return spans


def _is_abbreviation(text: str, begin: int, dot: int) -> bool:
    if text[dot] != ".":
        return False
    word = re.search(r"[\w.]+$", text[max(begin, dot - 12) : dot])
    if not word:
        return False
    last = word.group().lower()
    return (
        last in _ABBREVIATIONS
        or (len(last) == 1 and last.isalpha())
        or (last.isdigit() and dot - len(last) <= begin + 1)
    )


def _add(spans: list[Span], text: str, begin: int, end: int) -> None:
    piece = text[begin:end]
    lead = len(piece) - len(piece.lstrip())
    trail = len(piece.rstrip())
    if trail > lead:
        spans.append(Span(begin + lead, begin + trail))


@lru_cache(maxsize=100_000)  # anybody's words come here
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def terms(text: str, keep_stopwords: bool = False) -> list[str]:
    """Stemmed lower-case words; `§ 927(b)(1)` and `72` are words, kept whole."""
    found = []
    for match in _WORD.finditer(text.replace("’", "'").replace("‑", "-")):
        word = match.group().lower()
        if word.endswith("'s"):
            word = word[:-2]
        if not keep_stopwords and word in STOPWORDS:
            continue
        found.append(_stem(word) if word.isalpha() else re.sub(r"\s+", "", word))
    return found


# each question beside a clause is read once for finding it and again for its fact
@lru_cache(maxsize=32768)
def asking(question: str) -> tuple[str, ...]:
    """A question's stemmed words in order, small ones too: the same words, the same question."""
    return tuple(terms(question, keep_stopwords=True))
