"""Assistant.open(settings), .ask(...), .search(...): alone it knows the order of steps."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

from assistant.answer import Abstention, Answer, Asked, Outcome, Passage, Short, Statement
from assistant.answering.both import joined
from assistant.answering.comparison import Looked, side_by_side
from assistant.answering.compose import led_by
from assistant.answering.correction import corrected_short, correction
from assistant.answering.held import with_held
from assistant.answering.notes import notes_on
from assistant.answering.overview import listed, with_beneath
from assistant.answering.premise import STANDING, by_standing, examine, leads, standing
from assistant.answering.reckoning import uncounted
from assistant.answering.suggest import suggesting
from assistant.checking.record import Basis
from assistant.drafting.draft import drafted
from assistant.drafting.llm import Model, Writer
from assistant.drafting.propose import propose_standalone
from assistant.question.halves import halves_of
from assistant.question.overview import Overview, overview_of
from assistant.question.query import Query, Question
from assistant.question.scope import Scope
from assistant.question.unread import unread_in
from assistant.ranking.authority import Beside, because
from assistant.ranking.evidence import evidence
from assistant.sought import Clock, Held, Sought, Trace
from corpus import (
    Embedder,
    Home,
    IndexDamaged,
    Library,
    Settings,
    current_generation,
)


class Assistant:
    """Answers from one home, by its pointer.

    A generation swapped in is used from the next question.
    """

    def __init__(self, settings: Settings, embedder: Embedder, once: bool = False) -> None:
        self.settings, self.embedder, self._once = settings, embedder, once
        self.writer: Writer | None = Model.of(settings)
        self._folder: Path | None = None
        self._held: Held | None = None
        self._opening = threading.Lock()

    @classmethod
    def open(cls, settings: Settings, once: bool = False) -> Assistant:
        """Open the index in use; IndexDamaged where there is none (`ingest.build.ensure_index`).

        `once` is for a single question: what only pays for many is not opened.
        """
        assistant = cls(settings, Embedder(settings), once)
        assistant.held()
        return assistant

    def held(self) -> Held:
        """The library and index in use now."""
        home = Home(self.settings.home)  # the pointer alone says what is in use
        folder = current_generation(home)
        if folder is None and self._held is None:
            raise IndexDamaged(f"{self.settings.home} has no index yet; run 'pincite index'")
        if folder is not None and folder != self._folder:
            with self._opening:  # once, however many ask: each would hold the whole of it
                folder = current_generation(home) or folder
                if folder != self._folder:
                    self._held = Held.open(folder, self.settings, self.embedder)
                    self._held.index.once, self._folder = self._once, folder
        assert self._held is not None
        return self._held

    def basis(self) -> Basis:
        """What an answer rests on now: for whoever keeps one."""
        held = self.held()
        return Basis(held.library, held.index.folder.name, self.embedder.identity)

    @property
    def library(self) -> Library:
        """The documents answered from."""
        return self.held().library

    def ask(self, question: Question) -> Outcome:
        """An answer or an abstention.

        BadQuestion for one that cannot be asked, NoSuchDocument for an unknown id.
        """
        *_, outcome = self.stream(question)
        assert isinstance(outcome, Answer | Abstention)
        return outcome

    def stream(self, question: Question) -> Iterator[str | Statement | Outcome]:
        """The same as it comes about: each step under way by name, each statement that has passed.

        The outcome comes last and is what counts: its statements are those to keep, whatever was
        streamed before it.
        """
        yield "searching"
        found = self.read(question)
        if not found.query.kind.parts:
            found.passages  # noqa: B018 - searched before it is said to be read
        yield from self._composed(found)

    def _composed(self, found: Sought) -> Iterator[str | Statement | Outcome]:
        query, library = found.query, found.held.library
        yield "reading"
        with found.clock.step("compose"):
            overview = overview_of(query, found.vectors)
            whole = self._listed(found, found.asked, overview) if overview else None
            outcome = whole if whole and overview and overview.sure else self._one_rule(found)
            if isinstance(outcome, Answer) and whole and whole is not outcome:
                outcome = with_beneath(outcome, whole)
            if library.damaged(_documents(outcome)):  # since it was opened: it is set aside now
                self._held = self._folder = None
                yield from self._composed(self.read(query.question))
                return
            taken = query.kind.premise and outcome is not whole and outcome.status != "out_of_scope"
            corrected = self._examined(found) if taken else None
            if corrected:
                yield corrected[0]
            outcome = yield from self._worded(outcome, query, library)
            if corrected:
                notes = notes_on(corrected[0].citations, (), query.scope, library)
                outcome = led_by(*corrected, outcome, notes)
        asked = replace(outcome.asked, timings_ms=found.clock.done())
        outcome = uncounted(with_held(outcome, query, library), query.standalone)
        if query.union_meant:
            outcome = suggesting(outcome, query.standalone, *query.union_meant)
        rests_on = None if outcome.status == "not_found" else _documents(outcome)
        yield replace(outcome, asked=asked, unread=unread_in(query.scope, library, rests_on))

    def _compared(self, found: Sought) -> Outcome:
        kind, held = found.query.kind, found.held
        asked = replace(found.asked, as_of=kind.parts[0].scope.as_of)

        def look(topic: str, scope: Scope) -> Looked:
            side = self._look(topic, scope, found)
            answers = side.verdict.status == "answered"
            return Looked(side.query, side.vectors, side.passages, answers)

        return side_by_side(asked, kind, look, held.composer)

    def _listed(self, found: Sought, asked: Asked, overview: Overview) -> Answer | None:
        """The overview that a question wants; None where nothing is held that could be listed."""
        query, held = found.query, found.held
        if not found.passages:
            return None
        verdict = found.verdict
        chosen = query.scope.documents or (query.scope.unions and overview.sure)
        named = chosen and verdict.status == "not_found" and verdict.near
        if verdict.status != "answered" and not named:
            return None
        first = held.composer.arrange(found.passages, query)
        theirs = held.composer.for_asker(found.passages, query.scope)
        ordered = [*first, *(p for p in theirs if p not in first)]
        return listed(asked, overview, ordered, query.scope, held.library)

    def _one_rule(self, found: Sought) -> Outcome:
        """The rule that a question wants, or the sides that it sets against each other.

        Where a question that looks like one about a change can't be answered as one: all of the new
        agreement, if the whole is wanted, else the rule.
        """
        kind = found.query.kind
        if not kind.parts:
            return self._both(found)
        outcome = self._compared(found)
        if kind.name != "change" or outcome.status == "answered":
            return outcome
        new = self._look(found.query.standalone, kind.parts[0].scope, found)
        asked = replace(found.asked, as_of=new.query.scope.as_of)
        overview = overview_of(new.query, found.vectors)
        whole = self._listed(new, asked, overview) if overview else None
        plain = whole or self._answered(found)
        return plain if plain.status == "answered" else outcome

    def _both(self, found: Sought) -> Outcome:
        """What answers; of added agreements, whatever answers each half of the question."""
        query, library, outcome = found.query, found.held.library, self._answered(found)
        asked = query.scope.documents or tuple(library.documents)
        halves = halves_of(query.standalone)
        if not halves or query.located or any(library[one].basis == "digest" for one in asked):
            return outcome
        one, two = (self._answered(self._look(half, query.scope, found)) for half in halves)
        return joined(outcome, halves, (one, two))

    def _answered(self, found: Sought) -> Outcome:
        query, held = found.query, found.held
        verdict = found.verdict
        passages = held.composer.for_asker(found.passages, query.scope)
        if passages[:1] != found.passages[:1]:
            # what fits best is another union's: what is left may only be near
            verdict = replace(verdict, sure=False)
        return held.composer.compose(found.asked, query, found.vectors, passages, verdict)

    def _worded(
        self, outcome: Outcome, query: Query, library: Library
    ) -> Generator[str | Statement, None, Outcome]:
        """The outcome in the words of a language model, where there is one, checked."""
        if not self.writer or not isinstance(outcome, Answer) or outcome.sides:
            yield from outcome.statements
            return outcome
        yield "writing"
        also = outcome.also
        return (
            yield from drafted(
                self.writer, outcome, library, lambda c: notes_on(c, also, query.scope, library)
            )
        )

    def search(self, question: Question) -> tuple[list[Passage], dict[str, float]]:
        """Ranked clauses and milliseconds by step."""
        found = self.read(question)
        with found.clock.step("compose"):
            ranked = self._ranked(found)
        return ranked, found.clock.done()

    def ask_and_search(self, question: Question) -> tuple[Outcome, list[Passage]]:
        """What `ask` and `search` give for one question, looked for once."""
        found = self.read(question)
        return self._last(found), self._ranked(found)

    def _last(self, found: Sought) -> Outcome:
        *_, outcome = self._composed(found)
        assert isinstance(outcome, Answer | Abstention)
        return outcome

    def _ranked(self, found: Sought) -> list[Passage]:
        query, held, passages = found.query, found.held, found.passages
        alone = len({p.document.id for p in passages}) == 1
        first = [] if alone else held.composer.arrange(passages, query)
        ordered = [*first, *(p for p in passages if p not in first)]
        ranked = held.retriever.apart(query.standalone, found.vectors, ordered)
        return [replace(p, rank=n) for n, p in enumerate(ranked[: query.question.k], 1)]

    def trace(self, question: Question) -> Trace:
        """What made the ranking, the judgement and the answer of a question."""
        found = self.read(question)
        query, held, passages = found.query, found.held, found.passages
        shares = [(p, held.retriever.shares(found.signs, p)) for p in passages[: query.question.k]]
        outcome = self._last(found)
        leading = [c.clause.key for s in outcome.statements[:1] for c in s.citations[:1]]
        lead = next((p for p in passages if p.clause.key in leading), None)
        reasons = because(lead, Beside(query.scope, held.library, lead.score)) if lead else ()
        weighed = evidence(query, found.vectors, passages, held.index, held.library)
        return Trace(query, found.vectors, shares, weighed, outcome, reasons)

    def _look(self, text: str, scope: Scope, found: Sought) -> Sought:
        """What is found for a part of a question in a scope."""
        query = found.query.inside(text, scope, found.held.library)
        return Sought(query, self.embedder.question(text), found.held)

    def _examined(self, found: Sought) -> tuple[Statement, Short] | None:
        """What a question takes for granted, or reports as said, held against the documents.

        None where it may stand.
        """
        kind, scope, library = found.query.kind, found.query.scope, found.held.library
        near = self._look(kind.premise, scope, found)
        ordered = found.held.composer.arrange(near.passages, near.query)
        if document := standing(kind.premise, ordered, scope, library):
            inside = replace(scope, documents=(document.id,), locators=())
            own = self._look(STANDING, inside, found).passages
            status = library.status(document, scope.as_of)
            finding = by_standing(kind.premise, document, status, own)
        else:
            finding = examine(kind.premise, ordered, scope, library)
            if finding.citation and not leads(finding.citation, found.passages):
                return None
        stands = kind.name == "premise" and finding.verdict != "contradicted"
        if finding.citation is None or stands:
            return None
        return correction(finding, kind.name), corrected_short(finding, scope, library)

    def read(self, question: Question) -> Sought:
        """A question as it is read and embedded, before it is searched."""
        held, clock, writer = self.held(), Clock(), self.writer

        def propose(text: str, before: tuple[str, ...]) -> str | None:
            return propose_standalone(writer, text, before) if writer else None

        with clock.step("rewrite"):
            query = held.reader.read(question, propose)
        with clock.step("embed"):
            vectors = self.embedder.question(query.searched)
        return Sought(query, vectors, held, clock)


def _documents(outcome: Outcome) -> set[str]:
    """The documents that an outcome cites or lists."""
    cited = [citation for statement in outcome.statements for citation in statement.citations]
    return {citation.document.id for citation in (*cited, *outcome.also)}
