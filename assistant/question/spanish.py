"""A Spanish question is read as an English one: that of the fact the nearest Spanish one is of.

The documents and the model read English. Which of the Spanish questions beside the clauses is
nearest is told by the words they share, each by its rarity, cut to their stems' beginnings; where
none is near, nothing is guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.question.language import small_words
from corpus import Library
from corpus.names import lineage

#: Letters of a word that are compared: "entrenar" and "entrenamiento" are one.
_STEM = 5
#: The cosine from which a question is taken for the nearest one (evals/LOG.md, 29 November).
NEAR = 0.42
#: What is added for the principal agreement of the asker's union, which most questions are about.
_PRINCIPAL = 0.08
_AI = re.compile(r"\binteligencia artificial\b|\bi\.?a\.?(?!\w)", re.I)


@dataclass(frozen=True)
class Spanish:
    """The Spanish questions of one library."""

    library: Library

    @cached_property
    def _asks(self) -> list[tuple[Counter[str], str, frozenset[str], bool]]:
        return [
            (
                Counter(stems(ask)),
                fact.asks[0],
                self.library.unions_of(document),
                document.principal,
            )
            for document in self.library
            for clause in document.clauses
            for fact in clause.facts
            if fact.asks
            for ask in fact.asks_es
        ]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(word for words, *_ in self._asks for word in words)
        return {word: math.log(1 + len(self._asks) / count) for word, count in counts.items()}

    def english(self, question: str, unions: Sequence[str]) -> str | None:
        """The English question that a Spanish one asks, of the unions or of nobody, if near."""
        mine = {one for union in unions for one in lineage(union)}
        asked = Counter(stems(question))
        held = [
            (self._cosine(asked, words) + _PRINCIPAL * (principal and bool(own & mine)), english)
            for words, english, own, principal in self._asks
            if not own or not mine or own & mine
        ]
        best = max(held, default=(0.0, ""))
        return best[1] if best[0] >= NEAR else None

    def _cosine(self, one: Counter[str], other: Counter[str]) -> float:
        most = math.log(1 + len(self._asks))

        def weight(word: str) -> float:
            return self._rarity.get(word, most)

        shared = sum(weight(word) ** 2 for word in one if word in other)
        lengths = math.sqrt(sum(weight(w) ** 2 for w in one)) * math.sqrt(
            sum(weight(w) ** 2 for w in other)
        )
        return shared / lengths if lengths else 0.0


def stems(text: str) -> list[str]:
    """The beginnings of a Spanish text's words, without accents and small words."""
    plain = unicodedata.normalize("NFD", _AI.sub(" ia ", text.lower()))
    words = re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))
    small = {
        unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode()
        for word in small_words()["es"]
    } - {
        "voz",
        "imagen",
        "entrenar",
        "escanear",
        "usar",
        "pagar",
        "pagan",
        "permiso",
        "obligan",
        "obligar",
        "contrato",
        "sindicato",
    }
    return [word[:_STEM] for word in words if word not in small]
