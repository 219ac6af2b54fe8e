"""A question read once: what was typed becomes everything that later steps ask about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.question.acronyms import spelt_out
from assistant.question.dates import undated
from assistant.question.follow_up import clean, remembered, standalone
from assistant.question.kind import Kind, kind_of
from assistant.question.language import language_of
from assistant.question.locate import Located, locate
from assistant.question.named_documents import Faces
from assistant.question.scope import Scope, read_scope, unnamed
from assistant.question.spanish import Spanish
from assistant.question.spelling import Knows, Spelling
from corpus import Library
from corpus.words import terms


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what the person chose. `as_of` defaults to today, `k` to ten passages.

    `history` holds the person's earlier questions, `cited` the place that the last answer led with,
    where that is known.
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
class Query:
    """A question as it is searched. Built once by `Reader.read`.

    No later step reads its words for these again.

    `standalone` is the question with what earlier ones were about, in English; `searched` is that
    without the names of documents and days that the scope holds already; `judged` is what is held
    against the clauses found, `words` its stems, each once. `located` is where the places that it
    names stand. `union_meant` is what looks like a union's name and the name it
    was meant for. `meant` are documents that it seems to be about, each with a share to 1.
    """

    question: Question
    standalone: str
    searched: str
    scope: Scope
    kind: Kind
    judged: str
    words: tuple[str, ...]
    located: Located | None = None
    union_meant: tuple[str, str] | None = None
    meant: Mapping[str, float] = field(default_factory=dict)

    def inside(self, text: str, scope: Scope, library: Library) -> Query:
        """A part of the question, a topic or a premise, as a question of its own in a scope."""
        located = self.located if scope is self.scope else locate(scope, library)
        return Query(Question(text), text, text, scope, Kind(), text, _stems(text), located)


#: A follow-up and its history, as a language model words it; None where it has nothing better.
Propose = Callable[[str, tuple[str, ...]], str | None]


@dataclass(frozen=True)
class Reader:
    """Reads questions over one library."""

    library: Library
    faces: Faces
    spanish: Spanish
    spelling: Spelling

    @classmethod
    def of(cls, library: Library, knows: Knows) -> Reader:
        """The reader of a library's names and of the Spanish questions beside its facts.

        `knows` says of a word whether the embedding model has it.
        """
        return cls(library, Faces(library), Spanish(library), Spelling(library, knows))

    def read(self, question: Question, propose: Propose | None = None) -> Query:
        """The question understood: what it stands for alone, whose it is, its kind.

        BadQuestion, NoSuchDocument as those raise.
        """
        alone, changed = standalone(question.question, question.history, question.cited)
        if changed and propose and question.history:
            alone = propose(clean(question.question), question.history) or alone
        union, day = question.union or remembered(question.history), question.as_of or date.today()
        language = language_of(alone)
        if language == "en":
            alone = self.spelling.mended(alone)
        elif language == "es":
            chosen = read_scope(alone, self.library, day, union).unions
            alone = self.spanish.english(alone, chosen) or alone
        alone = spelt_out(alone, question.documents, self.library)
        scope = read_scope(alone, self.library, day, union, question.documents, question.kinds)
        meant = self.faces.meant(alone)
        if meant.shares:
            # what people added may be what they name, though a digest has the better claim to it
            best = tuple(identity for identity, share in meant.shares.items() if share == 1.0)
            documents = (
                (*scope.documents, *best)
                if scope.documents and not question.documents
                else scope.documents
            )
            scope = replace(scope, missing=(), documents=documents)
        named = scope.documents and scope.named and not question.documents and not changed
        searched = unnamed(meant.asks, self.library) if named else meant.asks
        if scope.dated:
            searched = undated(searched)
        # a day that the scope holds is no word that a clause should have
        judged = undated(alone) if scope.dated else alone
        kind, located = kind_of(alone, scope, self.library), locate(scope, self.library)
        stems = _stems(judged)
        typed = question.union if question.union and not scope.chosen else alone
        other = None if scope.unions or scope.documents else self.spelling.union_meant(typed)
        return Query(
            question, alone, searched, scope, kind, judged, stems, located, other, meant.shares
        )


def _stems(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms(text)))
