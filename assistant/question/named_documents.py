"""Which added documents a question means without a title, and what it asks once one is named.

"Consider the lease between Acme and Bolt; who pays for repairs?" names a document and asks
something else of it: the words of the name say nothing of where in the document the answer stands,
and drown those that do (evals/LOG.md).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from corpus import Document, Library
from corpus.words import terms

_OPENING = 1500
#: A word that stands on more than this share of the faces names none of them.
_COMMON = 0.4
_GIVEN = 2.0
_NAMES = re.compile(
    r"^\s*(?:in|under|per|according to)\s+(?P<name>.{3,400}?)\s*[;:,?]\s+"
    r"(?=(?:what|who|when|where|how|can|did|do|does|is|are|if)\b)",
    re.I | re.S,
)
_CONSIDER = re.compile(
    r"^\s*(?:please\s+)?consider(?:ing)?\s+(?P<name>.{3,400}?)\s*;\s+(?=\S)", re.I | re.S
)


@dataclass(frozen=True, slots=True)
class Meant:
    """The documents a question means, each with a share from 0 to 1, and what it asks of them."""

    shares: dict[str, float]
    asks: str


@dataclass(frozen=True)
class Faces:
    """What names each added document: title, aliases, union, and the words of its opening."""

    library: Library

    @cached_property
    def _faces(self) -> dict[str, dict[str, float]]:
        return {
            document.id: _face(document)
            for document in self.library
            if document.basis == "official"
        }

    @cached_property
    def _given(self) -> dict[str, dict[str, float]]:
        return {
            one: {word: w for word, w in face.items() if w == _GIVEN}
            for one, face in self._faces.items()
        }

    @cached_property
    def _held_by(self) -> Counter[str]:
        return Counter(word for face in self._faces.values() for word in face)

    def meant(self, question: str) -> Meant:
        """Read a question; one that names no added document means none and asks all its words."""
        found = _CONSIDER.match(question) or _NAMES.match(question)
        rest = question[found.end() :] if found else question
        if found and (shares := self._points(found["name"], 0.0)):
            return Meant(shares, rest)
        return Meant(self._points(question, _GIVEN), question)

    def _points(self, words: str, weight: float) -> dict[str, float]:
        """Documents by the rare words of their faces, of at least this weight.

        In a whole question an opening's words ("training", "notice") are what is asked, so there
        only two words that a person gave a document can name it.
        """
        count = len(self._faces)
        faces = self._given if weight else self._faces
        asked = {
            word
            for word in terms(words)
            if len(word) > 1 and 0 < self._held_by[word] <= max(1, _COMMON * count)
        }
        if weight:
            asked = {word for word in asked if any(word in face for face in faces.values())}
        if len(asked) < (2 if weight else 1):
            return {}
        rare = {word: math.log(1 + count / self._held_by[word]) for word in asked}
        points = {
            identity: sum(rare[word] * face.get(word, 0.0) for word in asked)
            for identity, face in faces.items()
        }
        best = max(points.values())
        if best < (2.0 if weight else 1.0) * math.log(1 + count):  # one word may be there by chance
            return {}
        return {
            identity: share**3
            for identity, found in points.items()
            if (share := found / best) > 0.6
        }


def _face(document: Document) -> dict[str, float]:
    """Words that name a document, weighed: those a person gave count twice those of its opening."""
    named = [
        document.title,
        re.sub(r"[-_.]", " ", document.id),
        document.union or "",
        document.counterparty or "",
        *document.aliases,
    ]
    return dict.fromkeys(terms(document.text[:_OPENING]), 1.0) | dict.fromkeys(
        terms(" ".join(named)), _GIVEN
    )
