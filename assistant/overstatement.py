"""Whether a sentence says more about a clause than the clause does: a ban made of a reservation, a right made of a principle."""

from __future__ import annotations

import re

from assistant.force import force_of
from assistant.places import chains_of
from corpus import Clause, Document
from corpus.words import sentences

#: Verbs of which the document or place is the subject, by the force that they claim for it.
_SAYS = {
    "prohibits": r"prohibits?|prohibited|bans?|banned|forbids?|forbidden|outlaws?|outlawed|rules? out|bars|makes? (?:it|this|that|\w+ing[^.;]{0,40}) (?:illegal|unlawful)",
    "requires": r"requires?|obliges?|mandates?|compels?|forces",
    "gives a right": r"guarantees?|entitles?|entitled|ensures?|gives? (?:you|us|them|members|every\w*|workers|performers|writers|artists) (?:the|a) right|secures?",
}
#: The same said of people: only where "under", "by" or "according to" ties it to the place.
_UNDER = {
    "prohibits": r"(?:can|may|must|shall|will) ?not|can['’]t|mustn['’]t|nobody (?:may|can)|no (?:one|company|employer|studio|producer)s? (?:may|can)|not allowed|no longer allowed|illegal|unlawful|against the law|never",
    "requires": r"must|have to|has to|are obliged|is obliged|is required|are required|need to",
    "gives a right": r"(?:your|our|their|a|the) right|entitled|rights? (?:to|of)",
}
_TIED = re.compile(
    r"\b(?:under|by|according to|thanks to|because of|pursuant to|in line with|per|says?)\s*(?:the\s*)?(?:\W*\w+){0,8}?\W*$", re.I
)
_BINDING = re.compile(
    r"\b(?:(?:legally )?(?:binding|enforceable)|force of law|by law|is (?:the )?law|obey|comply with|your right|our right|their right)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|no|nothing|never|neither|nor|nobody|hardly|without|cannot|whether|if|should|would|could|wants?|asks?|seeks?|hopes?|demands?|proposes?|more than)\b"
    r"[^.;:]{0,60}$|n['’]t\b[^.;:]{0,60}$",
    re.I,
)


def overstated(said: str, document: Document, clause: Clause, place: str, words: str = "") -> str:
    """What a sentence claims beyond the clause it cites at `place`, or nothing. `said` is the sentence without the `words` it quotes."""
    forces = {force for one in _with_parents(document, clause) for force in _forces(document, one)}
    if words and force_of(words, document) == "reserves":
        forces = {"reserves"}  # whatever else the clause does, these are the words that are shown for the claim
    weak = document.tier >= 4 or document.declared == "proposed"
    if weak and (found := _BINDING.search(said)) and not _DENIED.search(said[: found.start()]):
        return f"the text says “{found.group()}”; {_standing(document)}"
    spots = [found.start() for found in re.finditer(re.escape(place), said)] if place else []
    tied = any(_TIED.search(said[max(0, at - 90) : at]) for at in spots)
    for claims in (_SAYS, _UNDER) if tied else (_SAYS,):
        for claim, pattern in claims.items():
            for found in re.finditer(rf"\b(?:{pattern})\b", said, re.I):
                denied = _DENIED.search(said[: found.start()]) or re.match(r"\s*not\b", said[found.end() :])
                if not denied and (weak or _beyond(claim, forces)):
                    own = next((force for force in ("reserves", "permits", "defines") if force in forces), "informs")
                    return f"the text says that it {claim}; " + (_standing(document) if weak else f"the clause {own}")
    return ""


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


def _standing(document: Document) -> str:
    if document.declared == "proposed":
        return "it is a proposal and not in force"
    return f"it is a {document.kind} and binds nobody by itself"
