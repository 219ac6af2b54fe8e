"""Assistant.open(settings), .ask(...), .search(...): the only module that knows the order of the steps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from assistant.answer import Abstention, Answer, Asked, Outcome, Passage, Short, Statement
from assistant.answering.comparison import side_by_side
from assistant.answering.compose import Composer, led_by
from assistant.answering.notes import notes_on
from assistant.answering.premise import STANDING, by_standing, corrected_short, correction, examine, standing
from assistant.drafting.draft import drafted
from assistant.drafting.llm import Model, Writer
from assistant.drafting.propose import propose_standalone
from assistant.question.kind import Kind
from assistant.question.query import Query, Question, Reader
from assistant.question.scope import Scope
from assistant.ranking.answerable import Evidence, evidence, judge
from assistant.ranking.retrieve import Retriever
from corpus import ClauseIndex, Embedder, Home, IndexDamaged, Library, QueryVectors, Settings, current_generation

MAX_PASSAGES = 200


@dataclass(frozen=True, slots=True)
class Trace:
    """A question as it was read, the passages in order, each with what every feature gave it, and what it was judged on."""

    query: Query
    vectors: QueryVectors
    shares: list[tuple[Passage, dict[str, float]]]
    evidence: Evidence


@dataclass
class _Clock:
    """Milliseconds by step."""

    spent: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.spent[name] = (time.perf_counter() - begin) * 1000

    def done(self) -> dict[str, float]:
        self.spent["total"] = (time.perf_counter() - self.began) * 1000
        return self.spent


@dataclass(frozen=True)
class _Held:
    """One generation with its library, opened together so that they can't disagree."""

    library: Library
    index: ClauseIndex
    retriever: Retriever
    composer: Composer
    reader: Reader


@dataclass(frozen=True)
class Sought:
    """A question read and embedded, and the passages found for it, best first: looked for once, when first wanted."""

    query: Query
    vectors: QueryVectors
    held: _Held
    clock: _Clock

    @cached_property
    def passages(self) -> list[Passage]:
        wanted = min(max(self.query.question.k, 30), MAX_PASSAGES)
        with self.clock.step("retrieve"):
            return self.held.retriever.retrieve(self.query.searched, self.vectors, self.query.scope, wanted, self.query.meant)

    @property
    def asked(self) -> Asked:
        """What is recorded of the question."""
        query, scope = self.query, self.query.scope
        told = scope.json() | {"question_kind": query.kind.name}
        library = self.held.library.fingerprint
        return Asked(query.question.question, query.standalone, scope.as_of, told, library, id=query.question.id)


class Assistant:
    """Answers from one home. It follows the home's pointer: a generation swapped in is used from the next question."""

    def __init__(self, settings: Settings, embedder: Embedder) -> None:
        self.settings, self.embedder = settings, embedder
        self.writer: Writer | None = Model.of(settings)
        self._folder: Path | None = None
        self._held: _Held | None = None

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Open the index in use. IndexDamaged where there is none: `ingest.build.ensure_index` makes it."""
        assistant = cls(settings, Embedder(settings))
        assistant.held()
        return assistant

    def held(self) -> _Held:
        """The library and index in use now."""
        home = Home.open(self.settings.home)
        folder = current_generation(home)
        if folder is None:
            raise IndexDamaged(f"the home {self.settings.home} has no index yet; run 'pincite index'")
        if folder != self._folder:
            home = Home.read(home.root, folder / "home.json")
            library = Library.load(home, self.settings.bundled)
            index = ClauseIndex.open(folder, self.embedder)
            if index.manifest["library"] != library.fingerprint:
                raise IndexDamaged("the index is of other documents than the home holds; run 'pincite index'")
            self._held = _Held(library, index, Retriever(library, index), Composer(library, index), Reader.of(library))
            self._folder = folder
        assert self._held is not None
        return self._held

    @property
    def library(self) -> Library:
        """The documents answered from."""
        return self.held().library

    def ask(self, question: Question) -> Outcome:
        """An answer or an abstention. BadQuestion for one that cannot be asked, NoSuchDocument for an unknown id."""
        *_, outcome = self.stream(question)
        assert isinstance(outcome, Answer | Abstention)
        return outcome

    def stream(self, question: Question) -> Iterator[str | Statement | Outcome]:
        """The same as it comes about: the name of each step under way, each statement that has passed, the outcome last.

        The outcome is what counts: its statements are those to keep, whatever was streamed before it.
        """
        yield "searching"
        found = self.read(question)
        if not found.query.kind.parts:
            found.passages  # noqa: B018 - searched before it is said to be read
        yield from self._composed(found)

    def _composed(self, found: Sought) -> Iterator[str | Statement | Outcome]:
        query, held, clock, asked = found.query, found.held, found.clock, found.asked
        kind, scope = query.kind, query.scope
        yield "reading"
        with clock.step("compose"):
            if kind.parts:
                asked = replace(asked, as_of=kind.parts[0].scope.as_of)
                outcome = side_by_side(asked, kind, lambda text, inside: self._look(text, inside, held), held.composer)
            else:
                verdict = judge(query.judged, found.passages, scope, held.library, held.index)
                passages = held.composer.for_asker(found.passages, scope)
                if passages[:1] != found.passages[:1]:  # what fits best is another union's: what is left may only be near
                    verdict = replace(verdict, sure=False)
                outcome = held.composer.compose(asked, found.vectors, passages, scope, verdict, query.question.history)
            corrected = self._examined(kind, scope, held) if kind.premise and outcome.status != "out_of_scope" else None
            if corrected:
                yield corrected[0]
            if self.writer and isinstance(outcome, Answer) and not outcome.sides:
                yield "writing"
                also = outcome.also
                outcome = yield from drafted(self.writer, outcome, held.library, lambda c: notes_on(c, also, scope, held.library))
            else:
                yield from outcome.statements
            if corrected:
                statement, short = corrected
                outcome = led_by(statement, short, outcome, notes_on(statement.citations, (), scope, held.library))
        yield replace(outcome, asked=replace(outcome.asked, timings_ms=clock.done()))

    def search(self, question: Question) -> tuple[list[Passage], dict[str, float]]:
        """Ranked clauses and milliseconds by step."""
        found = self.read(question)
        with found.clock.step("compose"):
            ranked = self._ranked(found)
        return ranked, found.clock.done()

    def ask_and_search(self, question: Question) -> tuple[Outcome, list[Passage]]:
        """What `ask` and `search` give for one question, looked for once: for whoever judges or keeps both."""
        found = self.read(question)
        *_, outcome = self._composed(found)
        assert isinstance(outcome, Answer | Abstention)
        return outcome, self._ranked(found)

    def _ranked(self, found: Sought) -> list[Passage]:
        query, held, passages = found.query, found.held, found.passages
        alone = len({p.document.id for p in passages}) == 1
        first = [] if alone else held.composer.arrange(passages, query.scope)
        ranked = held.retriever.apart(query.standalone, found.vectors, [*first, *(p for p in passages if p not in first)])
        return [replace(p, rank=n) for n, p in enumerate(ranked[: query.question.k], 1)]

    def trace(self, question: Question) -> Trace:
        """What made the ranking and the judgement of a question: for whoever must understand one answer, or learn from it."""
        found = self.read(question)
        query, held, passages = found.query, found.held, found.passages
        shares = [(p, held.retriever.shares(query.standalone, found.vectors, p.row, query.scope)) for p in passages[: query.question.k]]
        return Trace(query, found.vectors, shares, evidence(query.judged, passages, held.index))

    def _look(self, text: str, scope: Scope, held: _Held) -> tuple[list[Passage], bool, QueryVectors]:
        """The passages of a text in a scope, whether they answer it, and its vector."""
        vectors = self.embedder.question(text)
        passages = held.retriever.retrieve(text, vectors, scope, 30)
        return passages, judge(text, passages, scope, held.library, held.index).status == "answered", vectors

    def _examined(self, kind: Kind, scope: Scope, held: _Held) -> tuple[Statement, Short] | None:
        """What a question takes for granted, or reports as said, held against the documents; None where it may stand."""
        passages, _, _ = self._look(kind.premise, scope, held)
        ordered = held.composer.arrange(passages, scope)
        if document := standing(kind.premise, ordered, scope, held.composer):
            own, _, _ = self._look(STANDING, replace(scope, documents=(document.id,), locators=()), held)
            finding = by_standing(kind.premise, document, held.library.status(document, scope.as_of), own, held.composer)
        else:
            finding = examine(kind.premise, ordered, scope, held.composer)
        if finding.citation is None or (kind.name == "premise" and finding.verdict != "contradicted"):
            return None
        return correction(finding, kind.name), corrected_short(finding, scope, held.library)

    def read(self, question: Question) -> Sought:
        """A question as it is read and embedded, before it is searched."""
        held, clock = self.held(), _Clock()
        writer = self.writer
        propose = (lambda text, before: propose_standalone(writer, text, before)) if writer else None
        with clock.step("rewrite"):
            query = held.reader.read(question, propose)
        with clock.step("embed"):
            vectors = self.embedder.question(query.searched)
        return Sought(query, vectors, held, clock)
