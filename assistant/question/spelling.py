"""Misspelt words, mended by the words that the documents have, and unions that were meant.

A word that the documents have, or the embedding model as one piece, is never changed, nor a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from corpus import Document, Library
from corpus.names import find_unions, plain, unions
from corpus.words import terms

#: Whether a lower-case word is one that the embedding model has whole.
Knows = Callable[[str], bool]
_WORD = re.compile(r"(?<![\w@./'-])[^\W\d_]{5,}(?![\w@./'-])")
_TYPED = re.compile(r"[^\W\d_]+(?:[-.'][^\W\d_]+)*")
#: A word so often held is one of the documents', and no other's slip.
_HELD = 2
#: A second word as near is another reading unless it is so many times rarer.
_RARER = 4
#: Letters that are taken for each other.
_ALIKE = tuple(map(frozenset, ("aeiouy", "csz", "ck", "gj", "fv", "mn", "td", "bp")))
_ENDS = "s es ed d ing er ers or ors ly able ment ness".split()  # noqa: SIM905
_BEGINS = "un re over under non pre mis out sub co de anti inter".split()  # noqa: SIM905


@dataclass(frozen=True)
class Spelling:
    """Reads what was meant, by one library's words."""

    library: Library
    knows: Knows

    @cached_property
    def _counts(self) -> Counter[str]:
        return _counted(self.library)

    @cached_property
    def _bundled(self) -> Counter[str]:
        return _counted(document for document in self.library if document.bundled)

    def _written(self, word: str) -> bool:
        """Whether a document has a word; few must be looked for in more than the digests."""
        return word in self._bundled or word in self._counts

    def mended(self, question: str) -> str:
        """The question with each misspelt word as the documents have it."""

        def mend(hit: re.Match[str]) -> str:
            word = hit.group()
            named = word[0].isupper() and hit.start() > 0 and not question.isupper()
            if named or self._known(word.lower()):
                return word
            return self._nearest(word.lower()) or word

        return _WORD.sub(mend, question)

    def _known(self, word: str) -> bool:
        if self._held(word):
            return True
        bases = [word[: -len(end)] for end in _ENDS if word.endswith(end)]
        bases += [f"{base}e" for base in bases] + [b[:-1] for b in bases if b[-2:-1] == b[-1:]]
        bases += [word[len(begin) :] for begin in _BEGINS if word.startswith(begin)]
        if any(len(base) > 3 and self._held(base) for base in bases):
            return True
        cuts = range(4, len(word) - 3)
        return any(self.knows(word[:n]) and self.knows(word[n:]) for n in cuts)

    def _held(self, word: str) -> bool:
        return self.knows(word) or self._written(word)

    def _nearest(self, word: str) -> str:
        most = 1 if len(word) < 8 else 2
        near = sorted(
            (away, -count, other)
            for other, count in self._counts.items()
            if (other[0], other[-1]) == (word[0], word[-1]) and count >= _HELD
            if abs(len(other) - len(word)) <= most and _like(word, other)
            if (away := DamerauLevenshtein.distance(word, other, score_cutoff=most)) <= most
        )
        if not near:
            return ""
        away, count, best = near[0]
        rivals = (row for row in near[1:] if row[0] == away and -row[1] * _RARER >= -count)
        return "" if any(terms(row[2]) != terms(best) for row in rivals) else best

    def union_meant(self, text: str) -> tuple[str, str] | None:
        """What was typed and the name of the union that it was meant for, where none is named."""
        if find_unions(text):
            return None
        words = list(_TYPED.finditer(text))
        if all(len(one.group()) < 4 or self._written(one.group().lower()) for one in words):
            return None
        for name in _names():
            parts = name.split()
            for first in range(len(words) - len(parts) + 1):
                typed = words[first : first + len(parts)]
                if self._slips([one.group() for one in typed], parts):
                    return text[typed[0].start() : typed[-1].end()], name
        return None

    def _slips(self, typed: list[str], parts: list[str]) -> bool:
        """Whether words are a union's, some of them misspelt."""
        pairs = [(one.lower(), other.lower()) for one, other in zip(typed, parts, strict=True)]
        wrong = [(one, other) for one, other in pairs if one != other]
        return bool(wrong) and all(
            len(one) >= (4 if len(parts) > 1 else 5)
            and one[0] == other[0]
            and one.isalpha()
            and not self._written(one)
            and one.rstrip("s") != other.rstrip("s")
            and DamerauLevenshtein.distance(one, other) <= (1 if len(other) < 9 else 2)
            for one, other in wrong
        )


def _counted(documents: Iterable[Document]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(re.findall(r"[^\W\d_]{4,}", plain(document.text).lower()))
    return counts


def _like(word: str, other: str) -> bool:
    """Whether no letter of a word stands for one that neither sounds nor looks like it.

    "consnt", "voise" and "actros" are slips; "detergent" for "deterrent" is another word.
    """
    if sorted(word) == sorted(other):
        return True
    changed = (op for op in Levenshtein.editops(word, other) if op.tag == "replace")
    return all(
        any({word[op.src_pos], other[op.dest_pos]} <= letters for letters in _ALIKE)
        for op in changed
    )


def _names() -> Iterator[str]:
    """The unions' names, the longest first."""
    names = {name for union in unions().values() for name in union.names}
    yield from sorted(names, key=lambda name: (-len(name.split()), name))
