"""Two stand-ins that bound every measure: one answers by lot, one knows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant import Abstention, Answer, Citation, Outcome, Passage, Question, Statement
from assistant.answer import Asked, Short
from corpus import Clause, Document, Library
from evals.cases import Case, stands
from evals.judge import TODAY


@dataclass
class ByLot:
    """Clauses drawn by lot, and an answer half of the time; the same lot for the same question."""

    library: Library

    def search(self, question: Question) -> tuple[list[Passage], dict[str, float]]:
        """Clauses of the documents in scope, in an order that the question's letters decide."""
        lot = random.Random(question.question)
        held = [
            (d, c)
            for d in self.library
            for c in d.clauses
            if not question.documents or d.id in question.documents
        ]
        return _passages(self.library, lot.sample(held, min(question.k, len(held))), question), {}

    def ask_and_search(self, question: Question) -> tuple[Outcome, list[Passage]]:
        """An answer from the first clause drawn, or a refusal; and the clauses drawn."""
        found, _ = self.search(question)
        told = found[:1] if random.Random(question.question + "?").random() < 0.5 else []
        return _answer(self.library, question, told), found


@dataclass
class Oracle:
    """Knows the cases: what they want comes first, whole, and nothing else is cited."""

    library: Library
    cases: Sequence[Case]
    _by: dict[str, Case] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by = {case.question: case for case in self.cases} | {
            case.standalone: case for case in self.cases if case.standalone
        }

    def _clauses(self, question: Question) -> list[tuple[Document, Clause]]:
        case = self._by[question.question]
        wanted = sorted(case.clauses, key=lambda one: -one.grade)
        graded = [
            (self.library[w.document], c)
            for w in wanted
            for c in self.library[w.document].clauses
            if stands(c, w)
        ]
        spans = [
            (self.library[s.document], c)
            for s in case.spans
            for c in self.library[s.document].clauses
            if c.span.start < s.end and s.start < c.span.end
        ]
        return list(
            {clause.key: (document, clause) for document, clause in graded + spans}.values()
        )

    def search(self, question: Question) -> tuple[list[Passage], dict[str, float]]:
        """What the case wants, and nothing else."""
        return _passages(self.library, self._clauses(question), question), {}

    def ask_and_search(self, question: Question) -> tuple[Outcome, list[Passage]]:
        """The status that the case wants, from its clauses; and those."""
        case = self._by[question.question]
        found, _ = self.search(question)
        return _answer(
            self.library, question, found if case.status == "answered" else [], case.status
        ), found


def _passages(
    library: Library, held: Sequence[tuple[Document, Clause]], question: Question
) -> list[Passage]:
    day = question.as_of or TODAY
    return [
        Passage(rank, 1.0 / rank, 1.0 / rank, document, clause, library.status(document, day), rank)
        for rank, (document, clause) in enumerate(held, 1)
    ]


def _answer(
    library: Library, question: Question, found: Sequence[Passage], status: str = "not_found"
) -> Outcome:
    asked = Asked(
        question.question, question.question, question.as_of or TODAY, {}, library.fingerprint
    )
    if not found:
        return Abstention(asked, status if status != "answered" else "not_found", "Not found.")
    cited = tuple(Citation(p.document, p.clause, p.clause.span, p.status, "informs") for p in found)
    fact = next((fact for fact in cited[0].clause.facts if fact.short), None)
    said = Short(fact.short if fact else "The clause says so.", cited[:1], "summary")
    return Answer(
        asked,
        tuple(Statement(f"{citation.document.title} says so.", (citation,)) for citation in cited),
        said,
    )
