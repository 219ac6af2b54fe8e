"""Which part of an added agreement's clause answers a question: nobody wrote questions beside these clauses, and a long one answers in
one of its parts only. A part is a window of the index: whole sentences, about a hundred words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus import ClauseIndex, Library, QueryVectors, Span, WordScore
from corpus.lexicon import expansion
from corpus.words import terms


@dataclass(frozen=True, slots=True)
class PartWeights:
    """How much each sign of a part counts: learned with the adapter, by `pincite evals train` (evals/LOG.md).

    `base` keeps the sum on the scale on which digests' clauses are measured, so that both can stand in one list.
    """

    near: float = 0.177
    sentence: float = 0.33
    best: float = 0.597
    spread: float = 0.406
    words: float = 0.064
    expansion: float = 0.104
    heading: float = 0.005
    length: float = -0.031
    base: float = -0.165

    @property
    def each(self) -> np.ndarray:
        """The weights in the order of SIGNS."""
        return np.asarray([getattr(self, name) for name in SIGNS])


#: What speaks for a part: the cosine of the question with its window, and with its best sentence; how well the question's words find its
#: own, and are spread in it (corpus.late); which of the question's words it has, by rarity; what the lexicon has for them;
#: which of them its headings have; and how long it is.
SIGNS = ("near", "sentence", "best", "spread", "words", "expansion", "heading", "length")
#: For another embedding model, whose words have no vectors and with which nothing was learned: set by hand (evals/LOG.md).
PLAIN = PartWeights(
    near=0.39,
    sentence=0.39,
    best=0.0,
    spread=0.0,
    words=0.31,
    expansion=0.15,
    heading=0.0,
    length=0.0,
    base=0.0,
)
#: Weight added to the question's own words: one shared word of two says little.
_FEW = 4.0


@dataclass(frozen=True)
class Parts:
    """The parts of clauses in one index, and how well each fits a question."""

    library: Library
    index: ClauseIndex
    weights: PartWeights = PartWeights()
    _stems: dict[tuple[int, int], frozenset[str]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def fitting(
        self,
        question: str,
        asked: QueryVectors,
        rows: Sequence[int],
        windows: Mapping[int, Sequence[WordScore]] | None = None,
    ) -> dict[int, list[tuple[Span, float]]]:
        """For the clause rows that are of added documents: their parts with the relevance of each, best first.

        `windows` are the word scores of the rows' windows, where they are known already.
        """
        added = [
            int(row) for row in rows if self.library[self.index.clauses[row][0]].basis == "official"
        ]
        weights = self.weights if len(asked.words) else PLAIN
        each = weights.each
        return {
            row: sorted(
                ((span, weights.base + float(signs @ each)) for span, signs in parts),
                key=lambda part: -part[1],
            )
            for row, parts in self.signs(question, asked, added, windows).items()
        }

    def signs(
        self,
        question: str,
        asked: QueryVectors,
        rows: Sequence[int],
        windows: Mapping[int, Sequence[WordScore]] | None = None,
    ) -> dict[int, list[tuple[Span, np.ndarray]]]:
        """For each clause row its parts in reading order, each with its SIGNS."""
        rarity = self.index.lexical.rarity
        said = list(dict.fromkeys(terms(question)))
        meant = [word for word in dict.fromkeys(expansion(question)) if word not in said]
        rare = {word: rarity(word) for word in [*said, *meant]}
        whole = sum(rare[word] for word in said)
        windows = self.index.word_scores(asked, rows, "window") if windows is None else windows

        def share(wanted: list[str], held: frozenset[str]) -> float:
            return sum(rare[word] for word in wanted if word in held)

        found: dict[int, list[tuple[Span, np.ndarray]]] = {}
        for row in rows:
            identity, number = self.index.clauses[row]
            document, clause = self.library[identity], self.library[identity].clauses[number]
            above = self._words(row, -1, " ".join([*clause.path, clause.heading]))
            sentences = self.index.scores_of("sentence", asked.whole, row)
            heading = share(said, above) / (whole or 1.0)
            for at, (span, near) in enumerate(self.index.scores_of("window", asked.whole, row)):
                inside = [
                    score
                    for one, score in sentences
                    if span.start <= one.start and one.end <= span.end
                ]
                held = self._words(row, span.start, span.of(document.text))
                words = share(said, held) / (whole + _FEW)
                more = min(share(meant, held | above) / (whole + _FEW), 1.5)
                _, best, spread = windows[row][at]
                signs = (
                    near,
                    max(inside, default=near),
                    best,
                    spread,
                    words,
                    more,
                    heading,
                    np.log1p(len(held)),
                )
                found.setdefault(row, []).append((span, np.asarray(signs)))
        return found

    def _words(self, row: int, start: int, text: str) -> frozenset[str]:
        if (row, start) not in self._stems:
            self._stems[(row, start)] = frozenset(terms(text))
        return self._stems[(row, start)]
