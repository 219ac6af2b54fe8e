"""Whether the documents answer a question at all: the four kinds of no, told apart.

The weights were learned with those of the ranking and stand beside them (weights.json); evals/LOG.md has both error kinds.
None of these numbers is shown to people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, pstdev

import numpy as np

from assistant.answer import Passage
from assistant.question.locate import absence, locate
from assistant.question.scope import Scope, covers, place_title
from assistant.question.standalone import is_courtesy
from assistant.ranking.weights import read_weights, vector
from corpus import ClauseIndex, Library, lexical_text
from corpus.lexicon import topics
from corpus.names import place_lineage
from corpus.words import terms

_FIELD = frozenset(
    terms(
        "AI artificial intelligence machine algorithm model train training trained generate generated generator generative bot "
        "chatbot chatgpt robot automation automated autonomous deepfake clone cloned replica scan scanned scanning scanner digital "
        "synthetic avatar double likeness voice prompt midjourney gpt software tool tech technology computer data dataset mining "
        "scrape biometric fingerprint fake virtual"
    )
)
# A question about work or law that has no word of AI is still one for a contract, if not for the ones held here.
_WORK = frozenset(
    terms(
        "contract agreement union guild member employer employee company studio producer clause article memorandum bargaining strike "
        "ratify vote wage wages pay paid salary overtime consent crew work job jobs boss layoff fired copyright law bill credit "
        "residual grievance arbitration steward representative pension health benefits vacation sick leave holiday meal turnaround "
        "hours safety discipline discharge seniority policy rights set actor writer director editor animator performer driver musician"
    )
)
_NEAR = 0.40
#: How far below what came later the relevance of what stood on the day may lie and still answer.
_BESIDE = 0.12
#: How far the best clause of an agreement stands ahead on average, between questions that it answers and those that it doesn't.
_AHEAD = 0.13
# near misses ask for a figure that no clause gives far more often than for a rule that none has
_AMOUNT = re.compile(r"\bhow (?:much|many|long|often)\b|\b(?:rate|fee|price|salary|minimum|cap|bonus|percent|rent)\b", re.I)
_HOSTILE = re.compile(
    r"\bignore (?:all |any |your |the |previous |prior )*(?:instructions|rules|prompts?)\b|\bsystem prompt\b|\byou are now\b|\bpretend (?:to be|you)\b"
    r"|\bjailbreak\b|\brepeat after me\b|<script|\bdrop table\b|\bsay yes\b.*\bmatter\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answered`, or one of the four refusals with what to tell the person; whether it is `sure` that what is found answers the question,
    and whether the nearest clauses are `near` enough to be shown beside a no."""

    status: str
    message: str = ""
    sure: bool = True
    near: bool = True


#: The numbers of Evidence that are weighed: their weights stand in weights.json.
EVIDENCE = ("score", "apart", "coverage", "words", "agreement", "amount", "relevance", "nearest", "ahead", "silent_on_ai")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer: the best clause's `score`, and how far its relevance stands `apart` from all that was found,
    in their spread; how many of the question's words one of the best clauses holds (`coverage`, weighted by rarity). A question
    of many `words` fits every clause less, so their number counts for it. Against it speak that it wants an amount, and that
    the best is an agreement's clause: near misses mostly ask about one's own. `about_ai` says whether the question is about AI.

    `own` is true where the best clause stands in an agreement that people added, which is not about AI alone: there the
    `relevance`, the cosine of the `nearest` unit and how far it is `ahead` of the fifth to ninth are weighed, and a question
    about AI of which no clause found there has a word (`silent_on_ai`) is a near miss."""

    relevance: float
    coverage: float
    about_ai: bool
    nearest: float = 0.0
    amount: bool = False
    own: bool = False
    words: int = 0
    silent_on_ai: bool = False
    ahead: float = 0.0
    score: float = 0.0
    apart: float = 0.0
    agreement: bool = False

    @property
    def values(self) -> np.ndarray:
        """The numbers that are weighed, in the order of EVIDENCE; more than twelve words count as twelve."""
        held = {name: float(getattr(self, name)) for name in EVIDENCE}
        return np.asarray([*(held | {"words": min(held["words"], 12.0)}).values()])

    @property
    def weight(self) -> float:
        """Above zero the documents answer: at even odds less what stands under "below". From there up to "sure" the answer
        says that it is the nearest rule found: near misses on the very subject can't be told apart, and who gets a no where
        the right clause was found is helped less than who gets that. In added agreements the point is where 80 of 100 are
        answered (a whole agreement speaks of pay and parking as much as of AI)."""
        weights = read_weights()["answer added" if self.own else "answer"]
        each = vector("answer added" if self.own else "answer", EVIDENCE)
        return float(self.values @ each) + weights["start"] - weights.get("below", 0.0)


def evidence(question: str, passages: Sequence[Passage], index: ClauseIndex) -> Evidence:
    """The evidence of the three best passages for a question."""
    asked = list(dict.fromkeys(terms(question)))
    rarity = {word: index.lexical.rarity(word) for word in asked}
    whole = sum(rarity.values()) or 1.0
    best = passages[:3]
    held = [frozenset(terms(lexical_text(p.document, p.clause))) for p in best]
    about_ai = bool(set(asked) & _FIELD) or any(entry.ai for entry in topics(question))
    own = bool(best) and best[0].document.basis == "official" and not best[0].document.text_of
    told = any(_FIELD & set(terms(f"{p.clause.heading} {p.span.of(p.document.text)}")) for p in best)
    return Evidence(
        relevance=max((p.relevance for p in best), default=0.0),
        coverage=max((sum(rarity[word] for word in asked if word in words) / whole for words in held), default=0.0),
        about_ai=about_ai,
        nearest=max((p.nearest for p in best), default=0.0),
        amount=bool(_AMOUNT.search(question)),
        own=own,
        words=len(asked),
        silent_on_ai=about_ai and not told,
        ahead=_ahead(passages, own),
        score=passages[0].score if passages else 0.0,
        apart=_apart([p.relevance for p in passages]),
        agreement=bool(best) and best[0].document.tier == 1,
    )


def _apart(relevances: Sequence[float]) -> float:
    """How many standard deviations the first lies above the mean of all; 0 where they do not differ."""
    return (relevances[0] - fmean(relevances)) / spread if relevances and (spread := pstdev(relevances)) > 1e-6 else 0.0


def _ahead(passages: Sequence[Passage], own: bool) -> float:
    """How far the best clause stands above the fifth to ninth, in an added agreement those of its own; what is usual, where so many were not found."""
    beside = [p.relevance for p in passages if not own or p.document is passages[0].document]
    return beside[0] - fmean(beside[4:9]) if len(beside) > (4 if own else 8) else _AHEAD


#: What is said to a greeting, to thanks, and to a question about nothing that is held.
_WELCOME = "You can ask what agreements, laws and policies say about AI at work."
_ASIDE = "This only knows what agreements, laws and policies say about AI at work: your representative can help with the rest."
#: Search reads English, and Spanish where a Spanish question stands beside a clause: said in the language of the question.
_LANGUAGES = {
    "es": "La búsqueda lee inglés y algunas preguntas en español, y esta no la reconoció. Pruebe una de estas en inglés:",
    "fr": "La recherche lit l'anglais. Essayez l'une de ces questions en anglais, ou posez la vôtre en anglais :",
    "de": "Die Suche liest Englisch. Versuchen Sie eine dieser Fragen auf Englisch, oder stellen Sie Ihre auf Englisch:",
}


def judge(question: str, passages: Sequence[Passage], scope: Scope, library: Library, index: ClauseIndex) -> Verdict:
    """Decide whether the best passages answer. The order of the checks is the order in which a person would stop."""
    if is_courtesy(question):
        return Verdict("out_of_scope", _WELCOME)
    if scope.language in _LANGUAGES:  # a Spanish question that could be read as an English one is English by now
        return Verdict("out_of_scope", _LANGUAGES[scope.language])
    if _HOSTILE.search(question):
        return Verdict("out_of_scope", "That is not a question these documents can answer.")
    unread = [library[identity] for identity in scope.documents if not library[identity].readable]
    if unread and len(unread) == len(scope.documents):
        return Verdict(
            "unreadable",
            f"{unread[0].title} is held here, but its text could not be read; 'pincite report {unread[0].id}' says why.",
        )
    if scope.missing and not _of_the_outer_place(question, passages, scope, index):
        return Verdict(
            "not_in_collection", f"No document of {', '.join(scope.missing)} is held here, so this cannot answer for it."
        )
    then = [p for p in passages if not came_later(p, scope)]
    located = locate(scope, library)
    if located and not located.standing:
        return Verdict("not_found", absence(located))
    found = evidence(question, then, index)
    later = next((p for p in passages[:5] if p not in then), None)
    if later is not None and not _stood_then(later, then, scope):
        if evidence(question, passages, index).weight >= 0:
            return Verdict("not_found", _too_early(scope.as_of))
    elif (located and any(p.clause.key in located.standing for p in then)) or found.weight >= 0:
        named = bool(located) or found.own
        return Verdict("answered", sure=named or found.weight >= read_weights()["answer"]["sure"])
    works = set(terms(question)) & _WORK
    if passages and (found.about_ai or works or scope.unions or scope.documents or found.relevance >= _NEAR):
        # dues and parking: nothing held is about that, and the nearest clauses on AI are no help
        near = found.about_ai or found.own or bool(scope.documents) or bool(located) or found.relevance >= _NEAR
        return Verdict("not_found", _silent(scope, library) if near else f"Not found. {_ASIDE}", near=near)
    return Verdict("out_of_scope", _ASIDE)


def _of_the_outer_place(question: str, passages: Sequence[Passage], scope: Scope, index: ClauseIndex) -> bool:
    """Whether only the law of a place is missing, and a law in force around it answers: an EU regulation in France.

    Who asks for the law of Texas wants that state's, and a federal law beside it is no answer.
    """
    members = [place for place in scope.places if place_lineage(place)[1:] == ["EU"]]
    if any(name not in [place_title(place) for place in members] for name in scope.missing):
        return False
    best = next((p for p in passages if p.status == "in_force"), None)
    law = best is not None and best.document.tier == 2 and all(covers(best.document, place) for place in scope.places)
    return law and evidence(question, passages, index).weight >= 0


def came_later(passage: Passage, scope: Scope) -> bool:
    """Whether a passage stands in what came into force only after the day asked about, so that it answers nothing for that day.

    A law that is still to come may answer a question about today, said to be still to come. A document that the person
    picked answers whatever its dates.
    """
    document = passage.document
    start = document.effective or document.adopted
    past = scope.dated or start is None or start <= date.today()
    picked = document.id in scope.documents and document.id not in scope.named
    return passage.status == "not_yet" and past and not picked


def _stood_then(later: Passage, then: Sequence[Passage], scope: Scope) -> bool:
    """Whether something that stood on the day says about as much as what came later: a rule, or a position, and of the place asked about."""
    return any(
        p.relevance >= later.relevance - _BESIDE
        and p.status in ("in_force", "statement")
        and p.document.tier <= 4
        and (not scope.places or any(covers(p.document, place) for place in scope.places))
        for p in then
    )


def _too_early(day: date) -> str:
    return (
        f"Not found: no document held here that was in force on {day.isoformat()} answers this. "
        "What came into force later is listed below, and did not apply then."
    )


def _silent(scope: Scope, library: Library) -> str:
    if scope.documents:
        where = "; ".join(library[identity].title.split(" — ")[0] for identity in scope.documents[:3])
        return f"Not found: {where} was searched, and nothing in it answers this."
    return f"Not found: {len(library)} documents were searched, and nothing in them answers this."
