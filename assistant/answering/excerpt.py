"""Which part of a clause is quoted: the sentences that fit the question, with what limits them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Passage
from assistant.ranking.rows import read_words, row_fit
from corpus import ClauseIndex, QueryVectors, Span
from corpus import parts as parts_of
from corpus.lexicon import expansion
from corpus.words import asking, terms

#: A clause up to so many characters is quoted whole; longer where its sources disagree or its words
#: are official: one reading, or the end of a clause without the condition before it, misleads.
_LONG, _WHOLE = 700, 1200
#: What a figure gives a sentence where the question asks for one, and what it costs a sentence to
#: be our reading of a clause.
_FIGURE, _INFERRED = 0.12, 0.08
_COUNTS = re.compile(
    r"\bhow (?:much|many|long|often|soon|quick(?:ly)?|fast|high|big|large)\b|\b(?:deadline|penalty"
    r"|fine|rate)\b",
    re.I,
)
_LEANS = re.compile(
    r"^[“\"'(]*(?:this|these|those|it|they|that|the (?:foregoing|same|above)|in (?:that|this)"
    r"|however|but|further|otherwise)\b|\bsuch (?!as\b|that\b)\w",
    re.I,
)
#: A figure that is no year and no page.
_NUMBER = re.compile(
    r"(?<![\d.-])(?<!p\. )(?!(?:19|20)\d\d\b)\d+(?!-\d)|\b(?:two|three|four|five|six|seven|eight"
    r"|nine|ten|half|twice|per cent)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Aim:
    """A question as it is held against the sentences of clauses, read once for all that are cited.

    `words` are its own and the contract's for them, `key` tells it from others word for word;
    `counts` says whether it asks for a figure, `of_a_place` whether it names a place by number.
    `asked` are its words as those of a table's row are read.
    """

    vectors: QueryVectors
    words: frozenset[str]
    key: tuple[str, ...]
    counts: bool
    of_a_place: bool
    asked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, question: str, vectors: QueryVectors, of_a_place: bool) -> Aim:
        """The aim of a question in English."""
        words = frozenset((*terms(question), *expansion(question)))
        counts = bool(_COUNTS.search(question))
        return cls(vectors, words, asking(question), counts, of_a_place, read_words(question))


def best_span(index: ClauseIndex, aim: Aim, passage: Passage) -> tuple[Span, Span]:
    """The part of a clause to quote, and the sentence in it that fits the question best.

    A short clause is quoted whole; of a long one, whole paragraphs of a digest or whole sentences
    of anything else. A part beside the best that fits nearly as well is quoted with it, and one
    that limits it ("provided", "except") is never cut off.
    """
    document, clause = passage.document, passage.clause
    fit = _Fit.of(index, aim, passage)
    best = max(parts_of(document, clause), key=fit)
    whole = clause.disputed or document.basis == "official"
    if _length(clause.span) <= (_WHOLE if whole else _LONG):
        return clause.span, best
    parts = [fact.span for fact in clause.facts]
    parts = parts or parts_of(document, clause)
    at = next(n for n, part in enumerate(parts) if part.start <= best.start < part.end)
    first, last = _grown(parts, [fit(part) for part in parts], at, document.text)
    while first and not clause.facts and leans(parts[first].of(document.text)):
        if parts[last].end - parts[first - 1].start > 2 * _LONG:
            break
        first -= 1  # "Such consent ...": what it limits, or is limited by, stands before it
    return Span(parts[first].start, parts[last].end), best


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a part of one clause fits a question."""

    aim: Aim
    passage: Passage
    dense: Mapping[Span, float]
    telling: Sequence[Span]

    @classmethod
    def of(cls, index: ClauseIndex, aim: Aim, passage: Passage) -> _Fit:
        # where a clause is the record that a rule is missing, that record is what must be quoted
        missing = passage.clause.heading.lower().startswith("no ")
        facts = passage.clause.facts if missing else ()
        telling = [f.span for f in facts if any(mark.kind == "absent" for mark in f.marks)][:1]
        scores = index.scores_of("sentence", aim.vectors, passage.row)
        dense = {one: score for one, score in scores if one}
        return cls(aim, passage, dense, telling)

    def __call__(self, span: Span) -> float:
        text = span.of(self.passage.document.text)
        inside = [score for one, score in self.dense.items() if _meet(one, span)]
        row = next((one for one in self.passage.clause.rows if one.start == span.start), None)
        if row:
            return max(inside, default=0.0) + row_fit(self.aim.asked, text, row.over)
        shared = len(set(terms(text)) & self.aim.words)
        told = any(t.start <= span.start and span.end <= t.end for t in self.telling)
        figure = _FIGURE * (self.aim.counts and bool(_NUMBER.search(text)))
        near = max(inside, default=0.0) + 0.25 * shared / (len(self.aim.words) or 1)
        return near + told + figure - _INFERRED * self._is_guessed(span)

    def _is_guessed(self, span: Span) -> bool:
        facts = self.passage.clause.facts
        around = [fact for fact in facts if fact.span.start <= span.start < fact.span.end]
        return any(mark.kind == "inferred" for fact in around for mark in fact.marks)


def _grown(parts: Sequence[Span], fits: Sequence[float], at: int, text: str) -> tuple[int, int]:
    """The first and last of the parts to quote around the one that fits best."""
    first = last = at
    while True:
        before = fits[first - 1] if first else -1.0
        after = fits[last + 1] if last + 1 < len(parts) else -1.0
        limits = last + 1 < len(parts) and _limits(parts[last + 1].of(text))
        if limits:
            after = max(after, fits[at])
        if max(before, after) < fits[at] - 0.10:
            return first, last
        grow = first - 1 if before > after else last + 1
        length = parts[max(last, grow)].end - parts[min(first, grow)].start
        if length > _LONG and not (grow > last and limits):
            return first, last
        first, last = min(first, grow), max(last, grow)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _length(span: Span) -> int:
    return span.end - span.start


def leans(sentence: str) -> bool:
    """Whether a sentence says something of what stands before it, and alone would mislead."""
    return bool(_LEANS.search(sentence))


def _limits(sentence: str) -> bool:
    return (
        sentence.lstrip("“\"'(")
        .lower()
        .startswith(
            (
                "provided",
                "except",
                "unless",
                "however",
                "this does not",
                "but ",
                "subject to",
                "for clarity",
                "the other ",
                "the second ",
            )
        )
    )
