"""What a document, a clause and a quotation are. Facts only; the standard library only.

All offsets are characters into one document's live text (`Document.text`), half-open, so
`document.text[span.start:span.end]` is the quotation. Struck or deleted words are never in
that text; they are kept apart as `Document.struck`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

#: Tiers of authority. A lower number controls; see DESIGN.md, "Tiers".
TIERS = {
    1: "binding agreement",
    2: "law",
    3: "employer policy or official guidance",
    4: "union principle or position",
    5: "commentary",
}
#: Kinds a document may declare, with the tier each has unless its front matter says otherwise.
KINDS = {
    "contract": 1,
    "agreement": 1,
    "memorandum": 1,
    "side letter": 1,
    "law": 2,
    "policy": 3,
    "guidance": 3,
    "principle": 4,
    "commentary": 5,
}
#: Kinds that are different names, or parts, of a bargained agreement: a filter by the first two
#: means all.
AGREEMENTS = frozenset({"contract", "agreement", "memorandum", "side letter"})
STATUSES = ("in_force", "expired", "superseded", "not_yet", "proposed", "statement")
#: Of these, those of what was in force once or will be, and is not on the day.
NOT_IN_FORCE = ("expired", "superseded", "not_yet")
FORCES = ("requires", "prohibits", "permits", "requires_consent", "reserves", "defines", "informs")
MARKS = ("secondary", "general-knowledge", "inferred", "absent", "unknown")
#: Reasons for which words of an original are no longer live; they are shown struck where a person
#: looks at the clause.
STRUCK = ("struck out", "deleted by a tracked change", "moved away by a tracked change")
VERDICTS = ("supported", "contradicted", "unsupported", "partly")
#: What a digest's fact is: a rule or definition in force where its document is; the record that a
#: rule is missing or could not be found; what somebody alleges; what is told about the deal (votes,
#: dates, press); what somebody thinks or wants, which binds nobody.
ROLES = ("rule", "definition", "absence", "unknown", "allegation", "report", "view")
#: Of these, those of what is no rule of the document itself, wherever it stands.
NO_RULE = ("absence", "unknown", "allegation", "report", "view")


class PinciteError(Exception):
    """Root of every error a person can meet; its text says what was found, wanted, and what to run.

    PinciteError
    ├── BadQuestion      the question cannot be asked: empty, too long
    ├── CannotRead       an original cannot be read: missing, damaged, encrypted, unknown format
    ├── NoSuchDocument   an id that the library does not hold
    ├── BadDocument      metadata or a digest that breaks the corpus' schema
    ├── HomeLocked       another process is writing to the home
    ├── HomeTooNew       the home was written by a newer version
    ├── ModelMismatch    the model's weights or name are not those expected
    ├── IndexDamaged     a generation that does not match its manifest
    └── ModelFailed      a language model gave no answer: unreachable, too slow, an error, no end
    """


class BadQuestion(PinciteError): ...


class CannotRead(PinciteError): ...


class NoSuchDocument(PinciteError): ...


class BadDocument(PinciteError): ...


class HomeLocked(PinciteError): ...


class HomeTooNew(PinciteError): ...


class ModelMismatch(PinciteError): ...


class IndexDamaged(PinciteError): ...


class ModelFailed(PinciteError): ...


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters; never empty, never negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}:{self.end}")

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a fact is known, where that is less than the official text: one of MARKS, and the
    reader's own words.
    """

    kind: str
    words: str = ""

    def __post_init__(self) -> None:
        if self.kind not in MARKS:
            raise ValueError(f"unknown mark {self.kind!r}; one of {', '.join(MARKS)}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One paragraph of a digest's clause, with what is known about its source.

    `short` says the fact in one plain sentence to the person it is about, standing alone: it is
    what an answer begins with. `role` is one of ROLES. `asks` and `asks_es` are questions that this
    fact answers, in English and in Spanish: the English ones are searched, a Spanish one is read as
    the English of its fact; none is shown as its text.
    """

    span: Span
    marks: tuple[Mark, ...] = ()
    short: str = ""
    role: str = "rule"
    asks: tuple[str, ...] = ()
    asks_es: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role {self.role!r}; one of {', '.join(ROLES)}")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a commentary says, whether the documents bear it out, and which clauses decide that."""

    words: str
    verdict: str
    against: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"unknown verdict {self.verdict!r}; one of {', '.join(VERDICTS)}")


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest numbered unit of a document: what is cited.

    `path` holds the headings above it, outermost first. `page` counts the file's pages from 1;
    `page_label` is the number printed on that page; `last_page` is where the clause ends. `asks`
    are questions that the clause as a whole answers, read off its definitions; those beside a
    digest stand with their facts. `refers` are the locators of this document that its words refer
    to. `carried` is the id of the agreement that keeps this term after its own document was
    replaced. `work` names whose or which work alone the clause is about, where that is less than
    its document's. `machine_asks` are such questions that a language model wrote: searched too, and
    told apart wherever a person sees them. `title_only` marks a heading whose words are its
    children's: it is part of the outline and never searched or cited by itself. `turns` are the
    offsets where another page begins inside the clause, each with that page and the number printed
    on it.
    """

    document: str
    locator: str
    heading: str
    span: Span
    path: tuple[str, ...] = ()
    page: int | None = None
    page_label: str | None = None
    last_page: int | None = None
    facts: tuple[Fact, ...] = ()
    asks: tuple[str, ...] = ()
    claim: Claim | None = None
    locator_mark: str = ""
    disputed: bool = False
    refers: tuple[str, ...] = ()
    title_only: bool = False
    turns: tuple[tuple[int, int, str | None], ...] = ()
    machine_asks: tuple[str, ...] = ()
    carried: str = ""
    work: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """Every English question beside the clause: its facts', and its own."""
        return (*(ask for fact in self.facts for ask in fact.asks), *self.asks)

    def page_at(self, offset: int) -> tuple[int | None, str | None]:
        """The page on which an offset of this clause stands, and the number printed there."""
        held = [(page, label) for start, page, label in self.turns if start <= offset]
        return held[-1] if held else (self.page, self.page_label)

    @property
    def key(self) -> str:
        """A readable id, stable when the document is read again: document, locator and heading."""
        return f"{self.document}#{self.label}"

    @property
    def label(self) -> str:
        """Locator and heading as the document's own heading line writes them."""
        return self.locator if self.locator == self.heading else f"{self.locator} — {self.heading}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the original that are in no clause, and why: a running head, struck text, a contents
    page.

    `characters` counts without white space. `at` is the offset in the live text where the words
    stood, so that struck words can be shown in their place; `sample` holds them (at most 2,000
    characters), never as live text.
    """

    reason: str
    characters: int
    page: int | None = None
    sample: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class ContentsCheck:
    """How a document keeps its printed table of contents: entries found at their page, found on
    another, and missing.
    """

    entries: int = 0
    found: int = 0
    elsewhere: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """How an original was read. Characters are counted without white space.

    `characters` is what the file holds, `indexed` what stands in clauses, `headings` in headings
    whose words are their children's, `contents` in tables of contents; with `left_out` (each with
    its reason) they account for the file, and `unread` is what none of them does. `numbering` names
    gaps and repeats, `ocr` the pages read from an image, `pages_unread` those that gave no text at
    all.
    """

    reader: str
    characters: int
    indexed: int
    pages: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    headings: int = 0
    contents: int = 0
    unread: int = 0
    promised: ContentsCheck = ContentsCheck()
    numbering: tuple[str, ...] = ()
    tables: int = 0
    ocr: tuple[int, ...] = ()
    pages_unread: tuple[int, ...] = ()

    @property
    def accounted(self) -> float:
        """The share of the file's characters that is accounted for, from 0 to 1; 1 for a file
        without any.
        """
        return 1 - self.unread / self.characters if self.characters else 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """One agreement, law, policy, principle or article, and its clauses in reading order.

    `basis` is `official` for somebody's own words, `digest` for a summary in ours. `text_of` names
    the digest whose official text this is. `readable` is false for an original that is held but
    gave no text (a scan without OCR). `work` names the kinds of work it covers (corpus/work.toml),
    none where it is no agreement or covers all; `principal` marks the agreement that most members
    of its union work under.
    """

    id: str
    title: str
    kind: str
    tier: int
    text: str = field(repr=False)
    clauses: tuple[Clause, ...] = field(repr=False)
    union: str | None = None
    counterparty: str | None = None
    jurisdiction: str | None = None
    adopted: date | None = None
    effective: date | None = None
    expires: date | None = None
    supersedes: tuple[str, ...] = ()
    declared: str = "in-force"
    basis: str = "digest"
    official_url: str | None = None
    confidence: str = ""
    aliases: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    principal: bool = False
    text_of: str | None = None
    draft: bool = False
    readable: bool = True
    bundled: bool = True
    checksum: str = ""
    original: str = ""
    report: Report | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,127}", self.id):
            raise BadDocument(
                f"document id {self.id!r}: wanted lower-case letters, digits, '-', '_', '.'; give --id"
            )
        if self.kind not in KINDS:
            raise BadDocument(f"{self.id}: kind {self.kind!r} is not one of {', '.join(KINDS)}")
        if self.tier not in TIERS:
            raise BadDocument(f"{self.id}: tier {self.tier!r} is not one of 1 to 5")
        if self.basis not in ("official", "digest"):
            raise BadDocument(f"{self.id}: basis {self.basis!r} is neither 'official' nor 'digest'")
        if self.effective and self.expires and self.effective > self.expires:
            raise BadDocument(
                f"{self.id}: takes effect {self.effective} but expires {self.expires}"
            )

    @property
    def name(self) -> str:
        """The title without what follows its dash or bracket."""
        return self.title.split(" — ")[0].split(" (")[0]

    def clause_at(self, offset: int) -> Clause | None:
        """The clause whose span holds this offset, if any."""
        return next((c for c in self.clauses if c.span.start <= offset < c.span.end), None)

    def quote(self, clause: Clause) -> str:
        """The clause's words, exactly."""
        return clause.span.of(self.text)
