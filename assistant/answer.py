"""What an answer is made of. What can't be shown can't be built.

A quote is a slice, a statement has citations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from assistant.citation import Citation as Citation
from assistant.citation import Passage as Passage
from corpus.plain import JsonObject

ABSTENTIONS = ("not_found", "not_in_collection", "unreadable", "out_of_scope")
#: Where the words of a direct answer come from: our summary of a clause, the text's own words, or a
#: language model's, checked.
ORIGINS = ("summary", "official", "model")
#: Words of a direct answer, at most.
SHORT_WORDS = 45
_YES_OR_NO = re.compile(r"(?:yes|no|nope|yeah|sure)\b", re.I)


@dataclass(frozen=True, slots=True)
class Short:
    """The direct answer: one to three sentences that say what the rule is, with their citations.

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
    scope: JsonObject
    corpus: str
    mode: str = "extractive"
    timings_ms: dict[str, float] = field(default_factory=dict)
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents answer: the direct answer, then statements, the leading citation first.

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

    def json(self) -> JsonObject:
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

    def json(self) -> JsonObject:
        """The abstention as interface.md prints it; its `also` are the nearest clauses."""
        return _json(self, self.statements, self.message)


Outcome = Answer | Abstention
#: Citations in the order used, each with its number, by place.
Numbers = dict[tuple[str, int, int], tuple[int, Citation]]


def numbered(statements: tuple[Statement, ...]) -> Numbers:
    """Citations in the order used, numbered from 1, by place; one used twice keeps its number."""
    numbers: Numbers = {}
    for statement in statements:
        for citation in statement.citations:
            numbers.setdefault(citation.place, (len(numbers) + 1, citation))
    return numbers


def _json(outcome: Outcome, statements: tuple[Statement, ...], message: str = "") -> JsonObject:
    asked, numbers = outcome.asked, numbered(statements)
    answer = outcome if isinstance(outcome, Answer) else None
    short = answer.short if answer else None
    begin = [_marked(short, numbers)] if short else [message] if message else []
    body = [*begin, *(_marked(statement, numbers) for statement in statements)]
    return {
        "id": asked.id,
        "question": asked.question,
        "standalone_question": asked.standalone,
        "status": outcome.status,
        "short": _told(short, numbers) | {"from": short.origin} if short else None,
        "answer": "\n\n".join(body),
        "statements": [_told(statement, numbers) for statement in statements],
        "by_union": [_row(row, numbers) for row in (answer.by_union if answer else ())],
        "citations": [citation.json(number) for number, citation in numbers.values()],
        "also": [citation.json(len(numbers) + n) for n, citation in enumerate(outcome.also, 1)],
        "caveat": (answer.caveat or None) if answer else None,
        "notes": list(outcome.notes),
        "follow_ups": list(outcome.follow_ups),
        "unread": [{"document": one, "pages": list(pages)} for one, pages in outcome.unread],
        "as_of": asked.as_of.isoformat(),
        "scope": asked.scope | _sides(outcome, numbers),
        "mode": asked.mode,
        "corpus": asked.corpus,
        "timings_ms": {name: round(value, 2) for name, value in asked.timings_ms.items()},
    }


def _told(said: Short | Statement, numbers: Numbers) -> JsonObject:
    at = [numbers[citation.place][0] for citation in said.citations]
    return {"text": said.text, "citations": at}


def _marked(said: Short | Statement, numbers: Numbers) -> str:
    told = _told(said, numbers)
    return f"{told['text']} {''.join(f'[{n}]' for n in told['citations'])}"


def _row(row: UnionRow, numbers: Numbers) -> JsonObject:
    document, at = row.citation.document.id, numbers[row.citation.place][0]
    return {"union": row.union, "document": document, "short": row.short, "citation": at}


def _sides(outcome: Outcome, numbers: Numbers) -> JsonObject:
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
