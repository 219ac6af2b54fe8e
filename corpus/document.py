"""What a document is: its metadata, its clauses, and how its original was read. Facts only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from corpus.model import KINDS, TIERS, BadDocument, Clause


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
class NotRead:
    """What a person sees in an original, or with it, and no text here says: `count` such things.

    `name` is that of an attached file.
    """

    what: str
    page: int | None = None
    count: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class ContentsCheck:
    """How a document keeps its printed table of contents: which entries stand at their page."""

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
    all, `doubtful` those with letters whose meaning the file does not tell, so that no quotation
    of them is exact. `not_read` are the things seen there that are not in the text.
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
    doubtful: tuple[int, ...] = ()
    not_read: tuple[NotRead, ...] = ()

    @property
    def accounted(self) -> float:
        """The share of what can be seen that is accounted for, from 0 to 1; 1 for an empty file.

        It is the share of the characters on the pages that were read, times the share of pages
        that were read: a page nobody read counts as a page like the others.
        """
        share = 1 - min(self.unread, self.characters) / self.characters if self.characters else 1.0
        return share * (1 - len(self.pages_unread) / self.pages if self.pages else 1.0)

    @property
    def percent(self) -> float:
        """`accounted` in percent, rounded down; 100 only where nothing seen is unread."""
        whole = self.accounted == 1.0 and not self.not_read
        return 100.0 if whole else min(99.99, int(self.accounted * 10_000) / 100)


@dataclass(frozen=True, slots=True)
class Document:
    """One agreement, law, policy, principle or article, and its clauses in reading order.

    `basis` is `official` for somebody's own words, `digest` for a summary in ours. `text_of` names
    the digest whose official text this is. `readable` is false for an original that is held but
    gave no text (a scan without OCR). `work` names the kinds of work it covers (corpus/work.toml),
    none where it is no agreement or covers all; `principal` marks the agreement that most members
    of its union work under. `read` says how much of its own text a digest's writer read: one of
    corpus.topics.READ, empty for what people added; `checked` is the day on which it was last held
    against its sources. `marked` is what the copy calls itself: `draft`, `tentative` (still
    to be ratified) or nothing; whether it is adopted all the same, `declared` says. `whole` is what
    a digest's writer says first of all of it, in at most 40 words, nothing where nobody did.
    """

    id: str
    title: str
    kind: str
    tier: int
    text: str = field(repr=False)
    clauses: Sequence[Clause] = field(repr=False)
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
    whole: str = ""
    read: str = ""
    checked: date | None = None
    text_of: str | None = None
    marked: str = ""
    readable: bool = True
    bundled: bool = True
    checksum: str = ""
    original: str = ""
    report: Report | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,127}", self.id):
            raise BadDocument(
                f"document id {self.id!r}: wanted lower-case letters, digits, '-', '_', '.'; "
                "give --id"
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
