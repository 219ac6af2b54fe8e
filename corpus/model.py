"""What a clause and a quotation are, and what can go wrong: facts, and nothing but facts.

All offsets are characters into one document's live text (`Document.text`), half-open, so
`document.text[span.start:span.end]` is the quotation. Struck or deleted words are never in
that text; they are kept apart as `Document.struck`.
"""

from __future__ import annotations

from dataclasses import dataclass

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
#: On whom a fact's duty, ban or leave falls.
DOERS = ("company", "worker", "union", "platform", "government", "anybody", "nobody")
ROLES = ("rule", "definition", "absence", "unknown", "allegation", "report", "view")
#: Of these, those of what is no rule of the document itself, wherever it stands.
NO_RULE = ("absence", "unknown", "allegation", "report", "view")


class PinciteError(Exception):
    """Root of every error a person can meet; it says what was found, wanted, and what to run."""


class BadQuestion(PinciteError):
    """The question cannot be asked: empty, too long."""


class CannotRead(PinciteError):
    """An original cannot be read: missing, damaged, encrypted, unknown format."""


class NoSuchDocument(PinciteError):
    """An id that the library does not hold."""


class BadDocument(PinciteError):
    """Metadata or a digest that breaks the corpus' schema."""


class HomeLocked(PinciteError):
    """Another process is writing to the home."""


class HomeTooNew(PinciteError):
    """The home was written by a newer version."""


class ModelMismatch(PinciteError):
    """The model's weights or name are not those expected."""


class IndexDamaged(PinciteError):
    """A generation that does not match its manifest."""


class ModelFailed(PinciteError):
    """A language model gave no answer: unreachable, too slow, an error, no end."""


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
    """How a fact is known, if not by the official text: one of MARKS, and the reader's words."""

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
    the English of its fact; none is shown as its text. `force` is one of FORCES and `doer` one of
    DOERS, on whom the duty, ban or leave falls; both are empty where no reader has said.
    """

    span: Span
    marks: tuple[Mark, ...] = ()
    short: str = ""
    role: str = "rule"
    asks: tuple[str, ...] = ()
    asks_es: tuple[str, ...] = ()
    force: str = ""
    doer: str = ""

    def __post_init__(self) -> None:
        for name, known in (("role", ROLES), ("force", ("", *FORCES)), ("doer", ("", *DOERS))):
            if (value := getattr(self, name)) not in known:
                raise ValueError(f"unknown {name} {value!r}; one of {', '.join(known)}")


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
class OnTopic:
    """That a clause speaks of a topic (corpus/topics.toml), and what it gives there.

    `mark` is one of corpus.topics.MARKS, or empty where the clause only informs. `facts` are places
    in `Clause.facts`, from 0, the one that states the rule first. `first` marks the clause that a
    document's row of the topic begins with; `stays_first` says of a term kept by a later agreement
    that the later agreement's row begins with it too.
    """

    topic: str
    mark: str = ""
    facts: tuple[int, ...] = ()
    first: bool = False
    stays_first: bool = False


@dataclass(frozen=True, slots=True)
class TakenOver:
    """That another agreement's terms hold by a clause: all of them, or those at and in `places`.

    `fact` is the place in `Clause.facts` that says so, from 0.
    """

    agreement: str
    fact: int = 0
    places: tuple[str, ...] = ()

    def holds(self, locator: str) -> bool:
        """Whether the other agreement's term at this place is one of them."""
        return not self.places or any(
            locator.startswith(place) and not locator[len(place) : len(place) + 1].isalnum()
            for place in self.places
        )


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of figures in a clause: where it stands, and the words that stand over it there.

    `over` is the names of its groups and the heads of its columns: beside a quotation of the row,
    never in it.
    """

    start: int
    end: int
    over: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest numbered unit of a document: what is cited.

    `path` holds the headings above it, outermost first. `page` counts the file's pages from 1;
    `page_label` is the number printed on that page; `last_page` is where the clause ends. `asks`
    are questions that the clause as a whole answers, read off its definitions; those beside a
    digest stand with their facts. `refers` are the locators of this document that its words refer
    to. `carried` is the id of the agreement that keeps this term after its own document was
    replaced. `work` names whose or which work alone the clause is about, where that is less than
    its document's. `topics` are what a reader said it is about. `takes_over` is another
    agreement whose terms hold here by it. `machine_asks` are such questions that a language model
    wrote: searched too, and told apart wherever a person sees them.
    `title_only` marks a heading whose words are its children's: it is part of the outline and never
    searched or cited by itself. `rows` are those of its tables. `amends` are the places of another
    agreement that the clause changes, as its own words name them. `turns` are the offsets where
    another page begins inside the clause, each with that page and the number printed on it.
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
    topics: tuple[OnTopic, ...] = ()
    takes_over: TakenOver | None = None
    rows: tuple[TableRow, ...] = ()
    amends: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Every name by which the clause is cited: its own, and the places that it changes."""
        return (self.locator, *self.amends)

    def over(self, offset: int) -> str:
        """What stands over the row of a table at this offset; nothing where there is none."""
        return next((row.over for row in self.rows if row.start <= offset < row.end), "")

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
        same = self.locator == self.heading
        return self.locator if same else f"{self.locator} — {self.heading}"
