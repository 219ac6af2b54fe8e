"""What is found and what is quoted of a document: a quote is a slice and can't be anything else."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus import FORCES, STATUSES, Clause, Document, Span
from corpus.plain import JsonObject


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause retrieved for a question, or the part of a long one that answers best (`part`).

    `relevance` is how well it fits the words asked, before scope, date and tier have their say in
    `score`; `nearest` is the cosine of its nearest unit. None of them is shown to people as
    confidence. `carried` is the agreement in force that keeps the clause's term, where its own has
    been replaced. `summary` is the row of the digest's clause of which this is the official text.
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

    def json(self) -> JsonObject:
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

    @property
    def over(self) -> str:
        """What stands over the row of a table that fits best; nothing where a sentence does."""
        return self.clause.over(self.point.start) if self.point else ""

    def json(self, number: int) -> JsonObject:
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
            "over": self.over or None,
        }
