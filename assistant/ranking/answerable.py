"""Whether the documents answer a question at all: the four kinds of no, told apart.

evals/LOG.md has both error kinds. None of these numbers is shown to people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.answer import Passage
from assistant.question.locate import absence
from assistant.question.query import Query
from assistant.question.scope import Scope, covers, place_title
from assistant.question.standalone import is_courtesy
from assistant.question.unread import nothing_in, unread_in, unread_line
from assistant.ranking.evidence import Evidence, evidence
from assistant.ranking.unspoken import silence
from assistant.ranking.weights import read_weights
from assistant.ranking.whose import of_another
from corpus import ClauseIndex, Library, QueryVectors
from corpus.names import place_lineage
from corpus.words import terms

# A question about work or law that has no word of AI is still one for a contract, if not for the
# ones held here.
_WORK = frozenset(
    terms(
        "contract agreement union guild member employer employee company studio producer clause"
        " article memorandum bargaining strike "
        "ratify vote wage wages pay paid salary overtime consent crew work job jobs boss layoff"
        " fired copyright law bill credit "
        "residual grievance arbitration steward representative pension health benefits vacation"
        " sick leave holiday meal turnaround "
        "hours safety discipline discharge seniority policy rights set actor writer director"
        " editor animator performer driver musician"
    )
)
_NEAR = 0.46
#: How far below what came later the relevance of what stood on the day may lie and still answer.
_BESIDE = 0.12
_HOSTILE = re.compile(
    r"\bignore (?:all |any |your |the |previous |prior )*(?:instructions|rules|prompts?)\b"
    r"|\bsystem prompt\b|\byou are now\b|\bpretend (?:to be|you)\b"
    r"|\bjailbreak\b|\brepeat after me\b|<script|\bdrop table\b|\bsay yes\b.*\bmatter\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answered`, or one of the four refusals with what to tell the person.

    `sure` says whether what is found answers the very question, `near` whether the nearest clauses
    are near enough to be shown beside a no.
    """

    status: str
    message: str = ""
    sure: bool = True
    near: bool = True


#: What is said to a greeting, to thanks, and to a question about nothing that is held.
_WELCOME = "You can ask what agreements, laws and policies say about AI at work."
_ASIDE = (
    "This only knows what agreements, laws and policies say about AI at work: your representative"
    " can help with the rest."
)
#: Search reads English, and Spanish where a Spanish question stands beside a clause: said in the
#: language of the question.
_LANGUAGES = {
    "es": "La búsqueda lee inglés y algunas preguntas en español, y esta no la reconoció."
    " Pruebe una de estas en inglés:",
    "fr": "La recherche lit l'anglais. Essayez l'une de ces questions en anglais, ou posez la"
    " vôtre en anglais :",
    "de": "Die Suche liest Englisch. Versuchen Sie eine dieser Fragen auf Englisch, oder stellen"
    " Sie Ihre auf Englisch:",
}


@dataclass(frozen=True)
class _Case:
    """A question and what was found for it, with what more than one of the steps must know."""

    query: Query
    vectors: QueryVectors
    passages: Sequence[Passage]
    library: Library
    index: ClauseIndex

    @cached_property
    def then(self) -> list[Passage]:
        """What did not come only after the day asked about."""
        return [p for p in self.passages if not came_later(p, self.query.scope)]

    @cached_property
    def of_all(self) -> Evidence:
        """The evidence of everything found."""
        return evidence(self.query, self.vectors, self.passages, self.index, self.library)

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence of what stood on the day."""
        if len(self.then) == len(self.passages):
            return self.of_all
        return evidence(self.query, self.vectors, self.then, self.index, self.library)

    @property
    def of_others(self) -> bool:
        """Whether all that fits best is another union's, which answers nothing for this person."""
        scope, held = self.query.scope, self.library
        return bool(self.then) and all(of_another(p.document, scope, held) for p in self.then[:3])

    @cached_property
    def outdated(self) -> bool:
        """Whether what came later says more than anything that stood on the day."""
        later = next((p for p in self.passages[:5] if p not in self.then), None)
        return later is not None and not _stood_then(later, self.then, self.query.scope)


def judge(
    query: Query,
    vectors: QueryVectors,
    passages: Sequence[Passage],
    library: Library,
    index: ClauseIndex,
) -> Verdict:
    """Decide whether the best passages answer, by the first of STEPS that decides."""
    case = _Case(query, vectors, passages, library, index)
    return next(verdict for step in STEPS if (verdict := step(case)) is not None)


def courtesy(case: _Case) -> Verdict | None:
    """A greeting, or thanks."""
    return Verdict("out_of_scope", _WELCOME) if is_courtesy(case.query.judged) else None


def other_language(case: _Case) -> Verdict | None:
    """A question in a language that is not searched.

    One in Spanish that could be read is English by now.
    """
    message = _LANGUAGES.get(case.query.scope.language)
    return Verdict("out_of_scope", message) if message else None


def hostile(case: _Case) -> Verdict | None:
    """Orders to the program instead of a question."""
    if not _HOSTILE.search(case.query.judged):
        return None
    return Verdict("out_of_scope", "That is not a question these documents can answer.")


def unreadable(case: _Case) -> Verdict | None:
    """Only documents asked whose text could not be read."""
    picked = [case.library[identity] for identity in case.query.scope.documents]
    if not picked or any(document.readable for document in picked):
        return None
    first = picked[0]
    why = f"its text could not be read; 'pincite report {first.id}' says why."
    if first.id in case.library.aside:
        why = (
            "its stored files are damaged, and nothing is quoted from it; 'pincite doctor' says"
            " what to run."
        )
    return Verdict("unreadable", f"{first.title} is held here, but {why}")


def not_held(case: _Case) -> Verdict | None:
    """A union, a place or a version of which nothing is held."""
    missing = case.query.scope.missing
    if not missing or _of_the_outer_place(case):
        return None
    return Verdict(
        "not_in_collection",
        f"No document of {', '.join(missing)} is held here, so this cannot answer for it.",
    )


def no_such_place(case: _Case) -> Verdict | None:
    """A place by its number that no clause has."""
    located = case.query.located
    if not located or located.standing:
        return None
    line = unread_line(unread_in(case.query.scope, case.library), case.library)
    return Verdict("not_found", f"{absence(located)} {line[:1].upper()}{line[1:]}".strip())


def unspoken(case: _Case) -> Verdict | None:
    """A question about AI, of agreements that have not a word of it."""
    message = silence(case.query, case.library)
    return Verdict("not_found", message) if message else None


def too_early(case: _Case) -> Verdict | None:
    """A rule that came into force only after the day asked about."""
    if not case.outdated or case.of_all.weight < 0:
        return None
    return Verdict(
        "not_found",
        "Not found: no document held here that was in force on"
        f" {case.query.scope.as_of.isoformat()}"
        " answers this. What came into force later is listed below, and did not apply then.",
    )


def answered(case: _Case) -> Verdict | None:
    """What stands at the places named, or evidence enough."""
    if case.outdated:
        return None
    located, weight = case.query.located, case.evidence.weight
    there = located is not None and any(p.clause.key in located.standing for p in case.then)
    if not there and (weight < 0 or case.of_others):
        return None
    named = bool(located) or case.evidence.own
    return Verdict("answered", sure=named or weight >= read_weights()["answer"]["sure"])


def silent(case: _Case) -> Verdict | None:
    """Nothing found on a question about AI, or about work."""
    scope, found = case.query.scope, case.evidence
    close = found.about_ai or bool(scope.documents) or found.relevance >= _NEAR
    if not case.passages or not (close or set(case.query.words) & _WORK or scope.unions):
        return None
    # dues and parking: nothing held is about that, and the nearest clauses on AI are no help
    near = close or found.own or bool(case.query.located)
    message = _silence(scope, case.library) if near else f"Not found. {_ASIDE}"
    return Verdict("not_found", message, near=near)


def aside(case: _Case) -> Verdict | None:
    """Anything else."""
    return Verdict("out_of_scope", _ASIDE)


#: In the order in which a person would stop.
STEPS: tuple[Callable[[_Case], Verdict | None], ...] = (
    *(courtesy, other_language, hostile, unreadable, not_held, no_such_place),
    *(unspoken, too_early, answered, silent, aside),
)


def _of_the_outer_place(case: _Case) -> bool:
    """Whether only the law of a place is missing, and a law in force around it answers.

    An EU regulation answers in France. Who asks for the law of Texas wants that state's, and a
    federal law beside it is no answer.
    """
    scope = case.query.scope
    members = [place for place in scope.places if place_lineage(place)[1:] == ["EU"]]
    if any(name not in [place_title(place) for place in members] for name in scope.missing):
        return False
    best = next((p.document for p in case.passages if p.status == "in_force"), None)
    if best is None or best.tier != 2:
        return False
    return all(covers(best, place) for place in scope.places) and case.of_all.weight >= 0


def came_later(passage: Passage, scope: Scope) -> bool:
    """Whether a passage stands in what came into force only after the day asked about.

    It answers nothing for that day. A law that is still to come may answer a question about today,
    said to be still to come; a document that the person picked answers whatever its dates.
    """
    document = passage.document
    start = document.effective or document.adopted
    past = scope.dated or start is None or start <= date.today()
    picked = document.id in scope.documents and document.id not in scope.named
    return passage.status == "not_yet" and past and not picked


def _stood_then(later: Passage, then: Sequence[Passage], scope: Scope) -> bool:
    """Whether a rule or position that stood on the day, of the place asked about, says about as
    much.
    """
    return any(
        p.relevance >= later.relevance - _BESIDE
        and p.status in ("in_force", "statement")
        and p.document.tier <= 4
        and (not scope.places or any(covers(p.document, place) for place in scope.places))
        for p in then
    )


def _silence(scope: Scope, library: Library) -> str:
    unread = unread_in(scope, library)
    if scope.documents:
        where = "; ".join(
            library[identity].title.split(" — ")[0] for identity in scope.documents[:3]
        )
        return f"Not found: {where} was searched, and {nothing_in('it', unread, library)}"
    many = f"{len(library)} documents were searched"
    return f"Not found: {many}, and {nothing_in('them', unread, library)}"
