"""Which part of a clause is quoted: the sentences that fit the question, with what limits them."""

from __future__ import annotations

import re

import numpy as np

from assistant.answer import Passage
from corpus import ClauseIndex, Span
from corpus.lexicon import expansion
from corpus.words import sentences, terms

#: A clause up to so many characters is quoted whole; longer where its sources disagree or its words are official: one reading, or the end of a
#: clause without the condition before it, misleads.
_LONG, _WHOLE = 700, 1200
#: What a figure gives a sentence where the question asks for one, and what it costs a sentence to be our reading of a clause.
_FIGURE, _INFERRED = 0.12, 0.08
_COUNTS = re.compile(
    r"\bhow (?:much|many|long|often|soon|quick(?:ly)?|fast|high|big|large)\b|\b(?:deadline|penalty|fine|rate)\b",
    re.I,
)
_LEANS = re.compile(
    r"^[“\"'(]*(?:this|these|those|it|they|that|the (?:foregoing|same|above)|in (?:that|this)|however|but|further|otherwise)\b|\bsuch (?!as\b|that\b)\w",
    re.I,
)
#: A figure that is no year and no page.
_NUMBER = re.compile(
    r"(?<![\d.-])(?<!p\. )(?!(?:19|20)\d\d\b)\d+(?!-\d)|\b(?:two|three|four|five|six|seven|eight|nine|ten|half|twice|per cent)\b",
    re.I,
)


def best_span(
    index: ClauseIndex, vector: np.ndarray, passage: Passage, question: str
) -> tuple[Span, Span]:
    """The part of a clause to quote, and the sentence in it that fits the question best: that one's force is shown.

    A short clause is quoted whole; of a long one, whole paragraphs of a digest or whole sentences of anything else. A
    part beside the best that fits nearly as well is quoted with it, and one that limits it ("provided", "except") is
    never cut off.
    """
    document, clause = passage.document, passage.clause
    wanted = set(terms(question)) | set(expansion(question))
    dense = dict(index.scores_of("sentence", vector, passage.row))

    # Where a clause is the record that a rule is missing, that record is what must be quoted.
    missing = clause.heading.lower().startswith("no ")
    telling = [
        f.span for f in clause.facts if missing and any(mark.kind == "absent" for mark in f.marks)
    ][:1]

    counted = bool(_COUNTS.search(question))

    def guessed(span: Span) -> bool:
        inside = [fact for fact in clause.facts if fact.span.start <= span.start < fact.span.end]
        return any(mark.kind == "inferred" for fact in inside for mark in fact.marks)

    def fit(span: Span) -> float:
        words = set(terms(span.of(document.text)))
        inside = [
            score
            for sentence, score in dense.items()
            if sentence.start < span.end and span.start < sentence.end
        ]
        told = any(t.start <= span.start and span.end <= t.end for t in telling)
        figure = _FIGURE * (counted and bool(_NUMBER.search(span.of(document.text))))
        return (
            max(inside, default=0.0)
            + 0.25 * len(words & wanted) / (len(wanted) or 1)
            + told
            + figure
            - _INFERRED * guessed(span)
        )

    best = max(sentences(document.text, clause.span.start, clause.span.end), key=fit)
    if clause.span.end - clause.span.start <= (
        _WHOLE if clause.disputed or document.basis == "official" else _LONG
    ):
        return clause.span, best
    parts = [fact.span for fact in clause.facts] or sentences(
        document.text, clause.span.start, clause.span.end
    )
    fits = [fit(part) for part in parts]
    first = last = next(n for n, part in enumerate(parts) if part.start <= best.start < part.end)
    top = fits[first]
    while True:
        before = fits[first - 1] if first else -1.0
        after = fits[last + 1] if last + 1 < len(parts) else -1.0
        if last + 1 < len(parts) and _limits(parts[last + 1].of(document.text)):
            after = max(after, top)
        if max(before, after) < top - 0.10:
            break
        grow = first - 1 if before > after else last + 1
        start, end = parts[min(first, grow)].start, parts[max(last, grow)].end
        if end - start > _LONG and not (grow > last and _limits(parts[grow].of(document.text))):
            break
        first, last = min(first, grow), max(last, grow)
    while (
        first
        and not clause.facts
        and leans(parts[first].of(document.text))
        and parts[last].end - parts[first - 1].start <= 2 * _LONG
    ):
        first -= 1  # "Such consent ...": what it limits, or is limited by, stands before it
    return Span(parts[first].start, parts[last].end), best


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
