"""Which part of an added agreement's clause answers a question: nobody wrote questions beside these
clauses, and a long one answers in one of its parts only. A part is a window of the index: whole
sentences, about a hundred words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.ranking.wording import Wording
from corpus import ClauseIndex, Library, QueryVectors, Span, WordScore
from corpus.words import terms


@dataclass(frozen=True, slots=True)
class PartWeights:
    """How much each sign of a part counts.

    Learned with the adapter, by `pincite evals train` (evals/LOG.md).

    `base` keeps the sum on the scale on which digests' clauses are measured, so that both can stand
    in one list.
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


#: What speaks for a part: the cosine of the question with its window, and with its best sentence;
#: how well the question's words find its own, and are spread in it (corpus.late); which of the
#: question's words it has, by rarity; what the lexicon has for them; which of them its headings
#: have; and how long it is.
SIGNS = ("near", "sentence", "best", "spread", "words", "expansion", "heading", "length")
#: For another embedding model, whose words have no vectors and with which nothing was learned: set
#: by hand (evals/LOG.md).
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


#: The word scores of the windows of clause rows; None where they are not known yet.
Windows = Mapping[int, Sequence[WordScore]] | None


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
        self, wording: Wording, asked: QueryVectors, rows: Sequence[int], windows: Windows = None
    ) -> dict[int, list[tuple[Span, float]]]:
        """For the clause rows that are of added documents: their parts with the relevance of each.

        The best part of a clause comes first. `windows` are the word scores of the rows' windows,
        where they are known already.
        """
        clauses = self.index.clauses
        added = [row for row in map(int, rows) if self._is_added(clauses[row][0])]
        weights = self.weights if len(asked.words) else PLAIN
        each = weights.each
        found = self.signs(wording, asked, added, windows)
        fits = {
            row: [(span, weights.base + float(signs @ each)) for span, signs in parts]
            for row, parts in found.items()
        }
        return {row: sorted(parts, key=lambda part: -part[1]) for row, parts in fits.items()}

    def signs(
        self, wording: Wording, asked: QueryVectors, rows: Sequence[int], windows: Windows = None
    ) -> dict[int, list[tuple[Span, np.ndarray]]]:
        """For each clause row its parts in reading order, each with its SIGNS, (SIGNS,) float64."""
        if windows is None:
            windows = self.index.word_scores(asked, rows)
        return {
            row: parts
            for row in rows
            if (parts := list(self._signs_of(row, wording, asked, windows.get(row, ()))))
        }

    def _signs_of(
        self, row: int, wording: Wording, asked: QueryVectors, windows: Sequence[WordScore]
    ) -> Iterator[tuple[Span, np.ndarray]]:
        rare = wording.rarity
        whole = sum(rare[word] for word in wording.said)

        def share(wanted: Sequence[str], held: frozenset[str]) -> float:
            return sum(rare[word] for word in wanted if word in held)

        identity, number = self.index.clauses[row]
        document = self.library[identity]
        clause = document.clauses[number]
        above = self._words(row, -1, " ".join([*clause.path, clause.heading]))
        heading = share(wording.said, above) / (whole or 1.0)
        sentences = self.index.scores_of("sentence", asked, row)
        for at, (span, near) in enumerate(self.index.scores_of("window", asked, row)):
            assert span  # a window has its place
            inside = (score for one, score in sentences if one and _holds(span, one))
            best = max(inside, default=near)
            held = self._words(row, span.start, span.of(document.text))
            words = share(wording.said, held) / (whole + _FEW)
            more = min(share(wording.meant, held | above) / (whole + _FEW), 1.5)
            length = np.log1p(len(held))
            yield span, np.asarray((near, best, *windows[at][1:], words, more, heading, length))

    def _is_added(self, identity: str) -> bool:
        return self.library[identity].basis == "official"

    def _words(self, row: int, start: int, text: str) -> frozenset[str]:
        if (row, start) not in self._stems:
            self._stems[(row, start)] = frozenset(terms(text))
        return self._stems[(row, start)]


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
