"""Whether a sentence says more about a clause than the clause does: a ban made of a reservation, a right made of a principle."""

from __future__ import annotations

import re

from assistant.checking.oversold import binds_nobody, no_force
from assistant.checking.places import chains_of
from corpus import Clause, Document
from corpus.modality import force_of
from corpus.words import sentences

#: Verbs of which the document or place is the subject, by the force that they claim for it.
_SAYS = {
    "prohibits": r"prohibits?|prohibited|bans?|banned|forbids?|forbidden|outlaws?|outlawed|rules? out|bars|makes? (?:it|this|that|\w+ing[^.;]{0,40}) (?:illegal|unlawful)",
    "requires": r"requires?|obliges?|mandates?|compels?|forces",
    "gives a right": r"guarantees?|entitles?|entitled|ensures?|gives? (?:you|us|them|members|every\w*|workers|performers|writers|artists) (?:the|a) right|secures?",
}
#: The same said of people: only where "under", "by" or "according to" ties it to the place.
_UNDER = {
    "prohibits": r"(?:can|may|must|shall|will) ?not|can['’]t|mustn['’]t|nobody (?:may|can)|no (?:one|company|employer|studio|producer)s? (?:may|can)|not allowed|no longer allowed|illegal|unlawful|against the law|never(?!-| mentions?| says?| speaks?)",
    "requires": r"must|have to|has to|are obliged|is obliged|is required|are required|need to",
    "gives a right": r"(?:your|our|their|a|the) right|entitled|rights? (?:to|of)",
}
_TIED = re.compile(
    r"\b(?:under|by|according to|thanks to|because of|pursuant to|in line with|per|says?)\s*(?:the\s*)?(?:\W*\w+){0,8}?\W*$", re.I
)
_MEANS = re.compile(r"(?:\W+[\w'’-]+){0,8}?\W+(?:means?|says?|provides?|states?|promises|has it) (?:that\b)?", re.I)
_BINDING = re.compile(
    r"\b(?:(?:legally )?(?:binding|enforceable)|force of law|by law|is (?:the )?law|obey|comply with|your right|our right|their right)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|no|nothing|never|neither|nor|nobody|hardly|without|cannot|whether|if|should|would|could|wants?|asks?|seeks?|hopes?|demands?|proposes?|more than)\b"
    r"[^.;:]{0,60}$|n['’]t\b[^.;:]{0,60}$",
    re.I,
)
#: Where what stands before a verb begins to be about something else.
_BREAK = re.compile(r"[.;:!?]|[–—]|,\s*(?=(?:and|but|while|whereas|though|although|yet)\b)|\b(?:while|whereas|although|though|because)\b", re.I)
_CLAUSE = r"(?:the document|agreement|contract|deal|memorandum|moa|article|section|clause|provision|paragraph|principles?|item|point|part|text|language|rule|term|wording|it|this|that|these|which)"
_LAWS, _POLICIES = r"law|act|statute|code|directive|regulation|bill", r"policy|guidance|guidelines|manifesto|statement"
_ADVERBS = re.compile(r"(?:\b(?:already|also|now|expressly|clearly|plainly|simply|even|outright|still|really|thus|only|both|therefore|effectively|flatly|fully|completely|totally|entirely|absolutely|strictly|altogether|always)\b[\s,]*)+$", re.I)


def overstated(said: str, document: Document, clause: Clause, place: str, words: str = "") -> str:
    """What a sentence claims beyond the clause it cites at `place`, or nothing. `said` is the sentence without the `words` it quotes."""
    forces = {force for one in _with_parents(document, clause) for force in _forces(document, one)}
    if words and force_of(words, document) == "reserves":
        forces = {"reserves"}  # whatever else the clause does, these are the words that are shown for the claim
    weak = binds_nobody(document)
    if weak and (found := _BINDING.search(said)) and not _DENIED.search(said[: found.start()]):
        return f"the text says “{found.group()}”; {no_force(document)}"
    for claims in (_SAYS, _UNDER) if tied(said, place) else (_SAYS,):
        for claim, pattern in claims.items():
            for found in re.finditer(rf"\b(?:{pattern})\b", said, re.I):
                if claims is _SAYS and of_another(said, place, found, document):
                    continue
                if claim == "requires" and re.search(r"\b(?:may|can)\s+(?:\w+\s+)?$", said[: found.start()], re.I):
                    continue  # leave to require is no duty
                denied = _DENIED.search(said[: found.start()]) or re.match(r"\s*not\b|[^.!:;]*\?", said[found.end() :])
                if not denied and (weak or _beyond(claim, forces)):
                    own = next((force for force in ("reserves", "permits", "defines") if force in forces), "informs")
                    return f"the text says that it {claim}; " + (no_force(document) if weak else f"the clause {own}")
    return ""


def tied(said: str, place: str) -> bool:
    """Whether a sentence says what it says of a place: "under Article 7", "Article 7 means that"."""
    spots = [found.span() for found in re.finditer(re.escape(place), said)] if place else []
    return any(_TIED.search(said[max(0, at - 90) : at]) or _MEANS.match(said[end : end + 120]) for at, end in spots)


def of_another(said: str, place: str, verb: re.Match[str], document: Document) -> bool:
    """Whether something else than the clause or its document is the subject of a verb: "the studio's handbook bans it"."""
    passive = re.search(r"\b(?:is|are|be|been|being|was|were)\s+(?:\w+ly\s+)?$", said[: verb.start()], re.I)
    if passive or re.match(r"(?:\W+\w+){0,3}\W+by\b", said[verb.end() :], re.I):
        return False
    begin = max((found.end() for found in _BREAK.finditer(said, 0, verb.start()) if not _within(said, place, found.start())), default=0)
    lead = _ADVERBS.sub("", said[begin : verb.start()]).strip(" ,“”\"'()[]")
    if not re.search(r"\w", re.sub(r"^\s*(?:and|but|or|yet)\b", "", lead, flags=re.I)) or re.search(r"\b(?:and|or|but)$", lead, re.I):
        return False
    own = [*re.finditer(re.escape(place.rstrip(")")), lead)] if place else []
    own += re.finditer(rf"\b(?:{_CLAUSE}|{_LAWS if document.kind == 'law' else _POLICIES if document.tier > 2 else _CLAUSE})\b(?!['’]s)", lead, re.I)
    if not own:
        return True
    rest = lead[max(found.end() for found in own) :].strip(" )]")
    return bool(re.search(r"[A-Za-z]{2}", rest)) and not re.match(r"\W*(?:of|in|on|with|for|from|at|to|about|between)\b|\W*\(|,", rest)


def _within(said: str, place: str, at: int) -> bool:
    """Whether an offset lies in the place itself, whose dots end nothing."""
    return bool(place) and any(found.start() <= at < found.end() for found in re.finditer(re.escape(place), said))


def _with_parents(document: Document, clause: Clause) -> list[Clause]:
    """A clause and those that it is a part of: an item of a list has the force of the words that open the list."""
    own = max((chain for _, chain in chains_of(clause.locator)), key=len, default=())
    held = [
        other
        for other in document.clauses
        if any(chain and chain == own[: len(chain)] for _, chain in chains_of(other.locator)[:1])
    ]
    return [clause, *(other for other in held if other is not clause)]


def _forces(document: Document, clause: Clause) -> set[str]:
    each = {force_of(span.of(document.text), document) for span in sentences(document.text, clause.span.start, clause.span.end)}
    return each | {force_of(document.quote(clause), document)}


def _beyond(claim: str, forces: set[str]) -> bool:
    """Whether no sentence of a binding clause has the force that is claimed for it."""
    if claim == "prohibits":
        return not forces & {"prohibits", "requires_consent"} and ("reserves" in forces or "requires" not in forces)
    if claim == "requires":
        return not forces & {"requires", "prohibits", "requires_consent"} and bool(forces & {"reserves", "permits"})
    return "reserves" in forces and forces <= {"reserves", "informs", "defines"}
