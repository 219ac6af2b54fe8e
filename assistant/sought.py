"""What a question is answered from.

One generation of a home, and what is found in it for one question.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assistant.answer import Asked, Outcome, Passage
from assistant.answering.compose import Composer
from assistant.question.query import Query, Reader
from assistant.question.spelling import Knows
from assistant.ranking.answerable import Verdict, judge
from assistant.ranking.evidence import Evidence
from assistant.ranking.features import Signs
from assistant.ranking.retrieve import Retriever
from assistant.ranking.unspoken import spoken
from corpus import (
    ClauseIndex,
    Embedder,
    Home,
    IndexDamaged,
    Library,
    PinciteError,
    QueryVectors,
    Settings,
)

MAX_PASSAGES = 200


@dataclass
class Clock:
    """Milliseconds by step."""

    spent: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what happens inside to a step."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.spent[name] = (time.perf_counter() - begin) * 1000

    def done(self) -> dict[str, float]:
        """All steps, and under "total" what has passed since the clock was made."""
        self.spent["total"] = (time.perf_counter() - self.began) * 1000
        return self.spent


@dataclass(frozen=True)
class Held:
    """One generation with its library, opened together so that they can't disagree."""

    library: Library
    index: ClauseIndex
    retriever: Retriever
    composer: Composer
    reader: Reader

    @classmethod
    def open(cls, folder: Path, settings: Settings, embedder: Embedder) -> Held:
        """The generation in a folder, less what is set aside of the documents it was built of.

        IndexDamaged where it is damaged, or of other documents than the home holds.
        """
        index = ClauseIndex.open(folder, embedder)
        library = _library_of(folder, settings, index)
        return cls.of(library, index.without(library.aside), embedder.knows)

    @classmethod
    def of(cls, library: Library, index: ClauseIndex, knows: Knows) -> Held:
        """Everything that works over one library and its index; `knows` is the model's."""
        retriever, composer = Retriever(library, index), Composer(library, index)
        return cls(library, index, retriever, composer, Reader.of(library, knows))


def _library_of(folder: Path, settings: Settings, index: ClauseIndex) -> Library:
    """The documents that an index was built of, by the list kept with it or the home's own."""
    for path in (folder / "home.json", settings.home / "home.json"):
        with suppress(PinciteError, OSError):
            library = Library.load(Home.read(settings.home, path), settings.bundled)
            if index.manifest["library"] == library.fingerprint:
                return library
    raise IndexDamaged("the index is of other documents than the home holds; run 'pincite index'")


@dataclass(frozen=True)
class Sought:
    """A question read and embedded, and what is found for it.

    Looked for once, when first wanted.
    """

    query: Query
    vectors: QueryVectors
    held: Held
    clock: Clock = field(default_factory=Clock)

    @cached_property
    def signs(self) -> Signs:
        """The features of every clause that may answer."""
        return self.held.retriever.signs(self.query, self.vectors)

    @cached_property
    def passages(self) -> list[Passage]:
        """The clauses found, best first."""
        wanted = min(max(self.query.question.k, 30), MAX_PASSAGES)
        with self.clock.step("retrieve"):
            found = self.held.retriever.passages(self.query, self.vectors, self.signs, wanted)
        return spoken(self.query, found, self.held.library)

    @cached_property
    def verdict(self) -> Verdict:
        """Whether what was found answers at all."""
        held = self.held
        return judge(self.query, self.vectors, self.passages, held.library, held.index)

    @property
    def asked(self) -> Asked:
        """What is recorded of the question."""
        query, scope = self.query, self.query.scope
        told = scope.json() | {"question_kind": query.kind.name}
        library, question = self.held.library.fingerprint, query.question
        return Asked(
            question.question, query.standalone, scope.as_of, told, library, id=question.id
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """How one question came to its answer, for whoever must understand it.

    `shares` are the passages in order, each with what every feature gave it; `evidence` is what
    the judgement weighed, `because` the reasons for which the first citation leads.
    """

    query: Query
    vectors: QueryVectors
    shares: list[tuple[Passage, dict[str, float]]]
    evidence: Evidence
    outcome: Outcome
    because: tuple[str, ...]
