"""What an answer is made of. What can't be shown can't be built.

A quote is a slice, a statement has citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from corpus import FORCES, STATUSES, Clause, Document, Span

ABSTENTIONS = ("not_found", "not_in_collection", "unreadable", "out_of_scope")
#: Where the words of a direct answer come from: our summary of a clause, the text's own words, or a
#: language model's, checked.
ORIGINS = ("summary", "official", "model")
#: Words of a direct answer, at most.
SHORT_WORDS = 45
_YES_OR_NO = re.compile(r"(?:yes|no|nope|yeah|sure)\b", re.I)


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause retrieved for a question, or the part of a long one that answers best (`part`).

    `relevance` is how well it fits the words asked, before scope, date and tier have their say in
    `score`; `nearest` is the cosine of its nearest unit, `words` how well the question's words find
    its own (corpus.late), `asks` those of the questions beside it. None of them is shown to people
    as confidence. `carried` is the agreement in force that keeps the clause's term, where its own
    has been replaced. `summary` is the row of the digest's clause of which this is the official
    text.
    """

    rank: int
    score: float
    relevance: float
    document: Document = field(repr=False)
    clause: Clause
    status: str
    row: int
    part: Span | None = None
    nearest: float = 0.0
    words: float = 0.0
    asks: float = 0.0
    carried: str = ""
    summary: int | None = None

    @property
    def told_by(self) -> int:
        """The row of the clause whose facts tell what this says.

        Its digest's, where it is official and has one, else its own.
        """
        return self.row if self.summary is None else self.summary

    @property
    def span(self) -> Span:
        """What is shown: the part that answers, or the whole clause."""
        return self.part or self.clause.span

    def json(self) -> dict:
        """The passage as interface.md prints it."""
        document, clause = self.document, self.clause
        page, page_label = clause.page_at(self.span.start)
        return {
            "rank": self.rank,
            "score": round(self.score, 4),
            "document": document.id,
            "title": document.title,
            "locator": clause.locator,
            "heading": clause.heading,
            "kind": document.kind,
            "tier": document.tier,
            "status": self.status,
            "basis": document.basis,
            "page": page,
            "page_label": page_label,
            "start": self.span.start,
            "end": self.span.end,
            "text": self.span.of(document.text),
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation and where it stands.

    The quote is read from the document, so it cannot be anything else.

    `short` is the plain statement of the fact that answers, `role` what that fact is
    (corpus.model.ROLES); both are empty where no digest tells. `carried` is the id of the agreement
    in force that keeps this term. `point` is the sentence of the quotation that fits the question
    best.
    """

    document: Document = field(repr=False)
    clause: Clause
    span: Span
    status: str
    force: str
    short: str = ""
    role: str = ""
    carried: str = ""
    point: Span | None = None

    def __post_init__(self) -> None:
        if not self.clause.span.start <= self.span.start < self.span.end <= self.clause.span.end:
            raise ValueError(
                f"a quote of {self.clause.key} must lie inside it, not at"
                f" {self.span.start}:{self.span.end}"
            )
        if self.clause.document != self.document.id:
            raise ValueError(f"{self.clause.key} is no clause of {self.document.id}")
        if self.status not in STATUSES or self.force not in FORCES:
            raise ValueError(f"unknown status {self.status!r} or force {self.force!r}")

    @property
    def quote(self) -> str:
        """The words, exactly as the document's live text has them."""
        return self.span.of(self.document.text)

    @property
    def place(self) -> tuple[str, int, int]:
        """Document and span: two citations of one place are one citation."""
        return self.document.id, self.span.start, self.span.end

    def json(self, number: int) -> dict:
        """The citation as interface.md prints it, with its number in the answer."""
        document, clause = self.document, self.clause
        page, page_label = clause.page_at(self.span.start)
        return {
            "n": number,
            "document": document.id,
            "title": document.title,
            "locator": clause.locator,
            "heading": clause.heading,
            "kind": document.kind,
            "tier": document.tier,
            "status": self.status,
            "force": self.force,
            "basis": document.basis,
            "quote": self.quote,
            "start": self.span.start,
            "end": self.span.end,
            "page": page,
            "page_label": page_label,
            "effective": document.effective.isoformat() if document.effective else None,
            "expires": document.expires.isoformat() if document.expires else None,
            "url": document.official_url,
            "short": self.short or None,
            "role": self.role or None,
            "carried": self.carried or None,
        }


@dataclass(frozen=True, slots=True)
class Short:
    """The direct answer: one to three sentences that say what the rule is, and the citations that
    bear it.

    A statement, never yes or no, so that it answers "may I refuse?" and "can they make me?" alike;
    ValueError for anything else.
    """

    text: str
    citations: tuple[Citation, ...]
    origin: str

    def __post_init__(self) -> None:
        if not self.citations or self.origin not in ORIGINS:
            raise ValueError(f"a direct answer needs a citation, and one of {', '.join(ORIGINS)}")
        if not 0 < len(self.text.split()) <= SHORT_WORDS or _YES_OR_NO.match(self.text):
            raise ValueError(
                f"a direct answer has one to {SHORT_WORDS} words and is a statement, not"
                f" {self.text!r}"
            )


@dataclass(frozen=True, slots=True)
class UnionRow:
    """What one union's agreement says on a question of which no union is known."""

    union: str
    short: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with the citations that bear it; there is none without."""

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("a statement needs a citation")
        if not self.text.strip():
            raise ValueError("a statement needs words")


@dataclass(frozen=True, slots=True)
class Side:
    """One column of an answer that sets documents beside each other.

    A title, and the statements that stand in it.
    """

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as it was asked and understood: shared by both outcomes.

    `scope` holds what the question was read to be about, and under `question_kind` which kind of
    question it is.
    """

    question: str
    standalone: str
    as_of: date
    scope: dict
    corpus: str
    mode: str = "extractive"
    timings_ms: dict[str, float] = field(default_factory=dict)
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents answer: the direct answer, then statements in order, the leading citation
    first.

    `by_union` is filled where no union is known and several answer. `caveat` is one line of what to
    be careful about, `notes` the same in full; `follow_ups` are questions worth asking next;
    `unread` names pages that nobody could read, by document.
    """

    asked: Asked
    statements: tuple[Statement, ...]
    short: Short
    also: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    by_union: tuple[UnionRow, ...] = ()
    caveat: str = ""
    follow_ups: tuple[str, ...] = ()
    unread: tuple[tuple[str, tuple[int, ...]], ...] = ()
    status: str = "answered"

    def __post_init__(self) -> None:
        if not self.statements:
            raise ValueError("an answer needs a statement; build an Abstention")
        cited = {
            citation.place for statement in self.statements for citation in statement.citations
        }
        if not {citation.place for citation in self.short.citations} <= cited:
            raise ValueError("what the direct answer cites must be cited beneath it")

    def json(self) -> dict:
        """The answer as interface.md prints it."""
        return _json(self, self.statements)


@dataclass(frozen=True, slots=True)
class Abstention:
    """An honest no. `statements` may hold what the documents record about their own silence.

    `nearest` is no answer.
    """

    asked: Asked
    status: str
    message: str
    statements: tuple[Statement, ...] = ()
    also: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    unread: tuple[tuple[str, tuple[int, ...]], ...] = ()

    def __post_init__(self) -> None:
        if self.status not in ABSTENTIONS:
            raise ValueError(
                f"an abstention's status is one of {', '.join(ABSTENTIONS)}, not {self.status!r}"
            )

    def json(self) -> dict:
        """The abstention as interface.md prints it; its `also` are the nearest clauses."""
        return _json(self, self.statements, self.message)


Outcome = Answer | Abstention


def numbered(statements: tuple[Statement, ...]) -> dict[tuple[str, int, int], tuple[int, Citation]]:
    """Citations in the order used, numbered from 1, by place; one used twice keeps its number."""
    numbers: dict[tuple[str, int, int], tuple[int, Citation]] = {}
    for statement in statements:
        for citation in statement.citations:
            numbers.setdefault(citation.place, (len(numbers) + 1, citation))
    return numbers


def _json(outcome: Outcome, statements: tuple[Statement, ...], message: str = "") -> dict:
    asked, numbers = outcome.asked, numbered(statements)

    def at(citations: Iterable[Citation]) -> list[int]:
        return [numbers[citation.place][0] for citation in citations]

    def marked(text: str, citations: Iterable[Citation]) -> str:
        return f"{text} {''.join(f'[{n}]' for n in at(citations))}"

    first, by_union = (
        (outcome.short, outcome.by_union) if isinstance(outcome, Answer) else (None, ())
    )
    begin = [marked(first.text, first.citations)] if first else [message] if message else []
    return {
        "id": asked.id,
        "question": asked.question,
        "standalone_question": asked.standalone,
        "status": outcome.status,
        "short": {"text": first.text, "citations": at(first.citations), "from": first.origin}
        if first
        else None,
        "answer": "\n\n".join(
            [*begin, *(marked(statement.text, statement.citations) for statement in statements)]
        ),
        "statements": [
            {"text": statement.text, "citations": at(statement.citations)}
            for statement in statements
        ],
        "by_union": [
            {
                "union": row.union,
                "document": row.citation.document.id,
                "short": row.short,
                "citation": at([row.citation])[0],
            }
            for row in by_union
        ],
        "citations": [citation.json(number) for number, citation in numbers.values()],
        "also": [citation.json(len(numbers) + n) for n, citation in enumerate(outcome.also, 1)],
        "caveat": (outcome.caveat or None) if isinstance(outcome, Answer) else None,
        "notes": list(outcome.notes),
        "follow_ups": list(outcome.follow_ups),
        "unread": [
            {"document": document, "pages": list(pages)} for document, pages in outcome.unread
        ],
        "as_of": asked.as_of.isoformat(),
        "scope": asked.scope | _sides(outcome, numbers),
        "mode": asked.mode,
        "corpus": asked.corpus,
        "timings_ms": {name: round(value, 2) for name, value in asked.timings_ms.items()},
    }


def _sides(outcome: Outcome, numbers: dict) -> dict:
    """The columns of a comparison, by the numbers of the citations in each.

    Nothing for any other answer.
    """
    sides = outcome.sides if isinstance(outcome, Answer) else ()
    if not sides:
        return {}
    columns = [
        {
            "title": side.title,
            "citations": [
                numbers[c.place][0] for statement in side.statements for c in statement.citations
            ],
        }
        for side in sides
    ]
    return {"sides": columns}
