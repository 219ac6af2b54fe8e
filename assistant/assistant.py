"""Assistant.open(settings), .ask(...), .search(...): the only module that knows the order of the steps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from assistant.answer import Abstention, Answer, Asked, Outcome, Passage, Short, Statement
from assistant.answering.comparison import side_by_side
from assistant.answering.compose import Composer, led_by
from assistant.answering.notes import notes_on
from assistant.answering.premise import STANDING, by_standing, corrected_short, correction, examine, standing
from assistant.drafting.draft import drafted
from assistant.drafting.llm import Model, Writer
from assistant.drafting.propose import propose_standalone
from assistant.question.dates import undated
from assistant.question.follow_up import clean, remembered
from assistant.question.follow_up import standalone as stand_alone
from assistant.question.kind import Kind, kind_of
from assistant.question.language import language_of
from assistant.question.named_documents import Faces
from assistant.question.scope import Scope, read_scope, unnamed
from assistant.question.spanish import Spanish
from assistant.ranking.answerable import Evidence, evidence, judge
from assistant.ranking.retrieve import Retriever
from corpus import ClauseIndex, Embedder, Home, IndexDamaged, Library, QueryVectors, Settings, current_generation

MAX_PASSAGES = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what the person chose. `as_of` defaults to today, `k` to ten passages.

    `history` holds the person's earlier questions, `cited` the place that the last answer led with, where that is known.
    """

    question: str
    union: str | None = None
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    as_of: date | None = None
    history: tuple[str, ...] = ()
    k: int = 10
    id: str | None = None
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """The passages in order, each with what every sign gave it, and the evidence on which the question was judged."""

    signs: list[tuple[Passage, dict[str, float]]]
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
    faces: Faces
    spanish: Spanish


#: What was found for a question: how it was read, what to record of it, the passages best first, and its vectors.
_Sought = tuple[Scope, Asked, list[Passage], QueryVectors]


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
            self._held = _Held(library, index, Retriever(library, index), Composer(library, index), Faces(library), Spanish(library))
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
        clock, held = _Clock(), self.held()
        yield "searching"
        found = self._find(question, held, clock)
        yield from self._composed(question, found, held, clock)

    def _composed(self, question: Question, found: _Sought, held: _Held, clock: _Clock) -> Iterator[str | Statement | Outcome]:
        scope, asked, passages, vectors = found
        yield "reading"
        with clock.step("compose"):
            kind = kind_of(asked.standalone, scope, held.library)
            asked = replace(asked, scope=asked.scope | {"question_kind": kind.name})
            if kind.parts:
                asked = replace(asked, as_of=kind.parts[0].scope.as_of)
                outcome = side_by_side(asked, kind, lambda text, inside: self._look(text, inside, held), held.composer)
            else:
                verdict = judge(undated(asked.standalone) if scope.dated else asked.standalone, passages, scope, held.library, held.index)
                theirs = held.composer.for_asker(passages, scope)
                if theirs[:1] != passages[:1]:  # what fits best is another union's: what is left may only be near
                    verdict = replace(verdict, sure=False)
                passages = theirs
                outcome = held.composer.compose(asked, vectors, passages, scope, verdict, question.history)
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
        clock, held = _Clock(), self.held()
        found = self._find(question, held, clock)
        with clock.step("compose"):
            ranked = self._ranked(question, found, held)
        return ranked, clock.done()

    def ask_and_search(self, question: Question) -> tuple[Outcome, list[Passage]]:
        """What `ask` and `search` give for one question, looked for once: for whoever judges or keeps both."""
        clock, held = _Clock(), self.held()
        found = self._find(question, held, clock)
        *_, outcome = self._composed(question, found, held, clock)
        assert isinstance(outcome, Answer | Abstention)
        return outcome, self._ranked(question, found, held)

    def _ranked(self, question: Question, found: _Sought, held: _Held) -> list[Passage]:
        scope, asked, passages, vectors = found
        alone = len({p.document.id for p in passages}) == 1
        first = [] if alone else held.composer.arrange(passages, scope)
        ranked = held.retriever.apart(asked.standalone, vectors, [*first, *(p for p in passages if p not in first)])
        return [replace(p, rank=n) for n, p in enumerate(ranked[: question.k], 1)]

    def trace(self, question: Question) -> Trace:
        """What made the ranking and the judgement of a question: for whoever must understand one answer."""
        clock, held = _Clock(), self.held()
        scope, asked, passages, vectors = self._find(question, held, clock)
        signs = [(p, held.retriever.signs(asked.standalone, vectors, p.row, scope)) for p in passages[: question.k]]
        return Trace(signs, evidence(asked.standalone, passages, held.index))

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

    def _find(self, question: Question, held: _Held, clock: _Clock) -> _Sought:
        with clock.step("rewrite"):
            standalone, changed = stand_alone(question.question, question.history, question.cited)
            if changed and self.writer and question.history:
                standalone = propose_standalone(self.writer, clean(question.question), question.history) or standalone
            union = question.union or remembered(question.history)
            if language_of(standalone) == "es":
                chosen = read_scope(standalone, held.library, question.as_of or date.today(), union).unions
                standalone = held.spanish.english(standalone, chosen) or standalone
            scope = read_scope(standalone, held.library, question.as_of or date.today(), union, question.documents, question.kinds)
            meant = held.faces.meant(standalone)
            if meant.shares:  # what people added may be what they name, though a digest has the better claim to the name
                best = tuple(identity for identity, share in meant.shares.items() if share == 1.0)
                documents = (*scope.documents, *best) if scope.documents and not question.documents else scope.documents
                scope = replace(scope, missing=(), documents=documents)
        named = scope.documents and scope.named and not question.documents and not changed
        asks = unnamed(meant.asks, held.library) if named else meant.asks
        if scope.dated:
            asks = undated(asks)
        with clock.step("embed"):
            vectors = self.embedder.question(asks)
        with clock.step("retrieve"):
            passages = held.retriever.retrieve(asks, vectors, scope, min(max(question.k, 30), MAX_PASSAGES), meant.shares)
        asked = Asked(question.question, standalone, scope.as_of, scope.json(), held.library.fingerprint, id=question.id)
        return scope, asked, passages, vectors
