"""Whether a sentence makes more of a document than it is: a ban made of a reservation, a right made
of a principle, a bill sold as law, an old contract as in force. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checking.places import chains_of
from corpus import Clause, Document
from corpus.modality import binds_nobody, force_of
from corpus.words import sentences

#: What stands in a sentence for the name of the document.
NAME = "the document"
_OTHERS = r"(?:you|us|them|members|every\w*|workers|performers|writers|artists)"
#: Verbs of which the document or place is the subject, by the force that they claim for it.
_SAYS = {
    "prohibits": (
        r"prohibits?|prohibited|bans?|banned|forbids?|forbidden|outlaws?|outlawed|rules? out|bars"
        r"|makes? (?:it|this|that|\w+ing[^.;]{0,40}) (?:illegal|unlawful)"
    ),
    "requires": r"requires?|obliges?|mandates?|compels?|forces",
    "gives a right": (
        r"guarantees?|entitles?|entitled|ensures?|secures?"
        rf"|gives? {_OTHERS} (?:the|a)(?: legal)? right"
    ),
}
#: The same said of people: only where "under", "by" or "according to" ties it to the place.
_UNDER = {
    "prohibits": (
        r"(?:can|may|must|shall|will) ?not|can['’]t|mustn['’]t|nobody (?:may|can)"
        r"|no (?:one|company|employer|studio|producer)s? (?:may|can)|not allowed|no longer allowed"
        r"|illegal|unlawful|against the law|never(?!-| mentions?| says?| speaks?)"
    ),
    "requires": r"must|have to|has to|(?:is|are) (?:legally )?(?:obliged|required)|need to",
    "gives a right": r"(?:your|our|their|a|the) right|entitled|rights? (?:to|of)",
}
#: What only a law or an agreement can be.
_BINDING = re.compile(
    r"\b(?:(?:is|are) legally (?:bound|obliged|required)|(?:legally )?(?:binding|enforceable)"
    r"|force of law|by law|is (?:now |already )?(?:the )?law\b(?! firm)|binds"
    r"|(?:your|our|their) right"
    r"|(?:(?:must|ha(?:s|ve) to) )?(?:obey|comply with))\b",
    re.I,
)
#: What a company may well ask of its own people.
_HOUSE_RULES = re.compile(r"require|prohibit|ban|forbid|must|ha(?:s|ve) to|need|not|never", re.I)
_TIED = re.compile(
    r"\b(?:under|by|according to|thanks to|because of|pursuant to|in line with|per|says?)\s*"
    r"(?:the\s*)?(?:\W*\w+){0,8}?\W*$",
    re.I,
)
_MEANS = re.compile(
    r"(?:\W+[\w'’-]+){0,8}?\W+(?:means?|says?|provides?|states?|promises|has it) (?:that\b)?",
    re.I,
)
#: What stands before a claim and makes it a wish, another's, or its opposite.
_DENIED = re.compile(
    r"\b(?:not|no|nothing|never|neither|nor|nobody|hardly|without|cannot|whether|if|should|would"
    r"|could|wants?|asks?|seeks?|hopes?|demands?|proposes?|more than)\b[^.;:?]{0,60}$"
    r"|n['’]t\b[^.;:?]{0,60}$",
    re.I,
)
_SAID = re.compile(r"\b(?:said|claim(?:s|ed)|argue[sd]?|thinks?|believes?|unlike|myth)\b", re.I)
_BILL = re.compile(r"\b(?:bills?|propos(?:als?|ed)|drafts?|pending|introduced|committee)\b", re.I)
_NOBODY = re.compile(r"\s+(?:nobody|no one|none|nothing|no|not)\b|[^.!:;]*\?", re.I)
#: Where what stands before a verb begins to be about something else.
_BREAK = re.compile(
    r"[.;:!?]|[–—]|,\s*(?=(?:and|but|while|whereas|though|although|yet)\b)"
    r"|\b(?:while|whereas|although|though|because)\b",
    re.I,
)
_CLAUSE = (
    rf"{NAME}|agreement|contract|deal|memorandum|moa|article|section|clause|provision|paragraph"
    r"|principles?|item|point|part|text|language|rule|term|wording|it|this|that|these|which"
)
_LAWS, _POLICIES = "law|act|statute|code|directive|regulation|bill", "policy|guidance|manifesto"
_ADVERB = (
    r"(?:already|also|now|expressly|clearly|plainly|simply|even|outright|still|really|thus|only"
    r"|both|therefore|always|currently"
    r"|(?:effective|flat|ful|complete|total|entire|absolute|strict)ly)"
)
_ADVERBS = re.compile(rf"(?:\b{_ADVERB}\b[\s,]*)+$", re.I)
_IN_FORCE = re.compile(
    rf"{NAME}(?: of 20\d\d)?(?:\s+{_ADVERB})*\s+(?P<claim>binds|obliges|guarantees|entitles|governs"
    rf"|(?:is|are|remains?|stays?)(?:\s+{_ADVERB})*\s+"
    r"(?:in force|in effect|valid|binding|the law))\b",
    re.I,
)


def no_force(document: Document) -> str:
    """What such a document is, in words for the person who made more of it."""
    if document.declared == "proposed":
        return "it is a proposal and not in force"
    return f"it is a {document.kind} and binds nobody by itself"


def overstated(said: str, document: Document, clause: Clause, place: str, words: str = "") -> str:
    """What a sentence claims beyond the clause it cites at `place`, or nothing.

    `said` is the sentence without the `words` it quotes.
    """
    if binds_nobody(document):
        first = next(_claims(said, place, document, weak=True), None)
        return f"the text says “{first[1]}”; {no_force(document)}" if first else ""
    forces = {one for part in _with_parents(document, clause) for one in _forces(document, part)}
    if words and force_of(words, document) == "reserves":
        forces = {"reserves"}  # whatever else it does, these are the words shown for the claim
    for claim, _ in _claims(said, place, document):
        if _beyond(claim, forces):
            own = (force for force in ("reserves", "permits", "defines") if force in forces)
            return f"the text says that it {claim}; the clause {next(own, 'informs')}"
    return ""


def oversold(said: str, documents: Sequence[Document]) -> str:
    """What a sentence that cites no clause claims and none of its documents can do, or nothing.

    Their names stand in `said` as NAME. A sentence that also names a document that binds says
    which does what in too many ways to tell: it is let pass.
    """
    if not documents or not all(map(binds_nobody, documents)) or _SAID.search(said):
        return ""
    bill = any(one.declared == "proposed" for one in documents)
    house = not bill and not any(map(_is_wish, documents))
    for _, claim in _claims(said, NAME, documents[0], weak=True):
        if not (house or bill and _BILL.search(said)) or not _HOUSE_RULES.match(claim):
            return claim
    return ""


def said_in_force(said: str) -> str:
    """What a sentence says of the document named in it that only one in force does, or nothing."""
    for found in _IN_FORCE.finditer(said):
        if not _DENIED.search(said[: found.start()]) and not _NOBODY.match(said[found.end() :]):
            return found["claim"]
    return ""


def _is_wish(document: Document) -> bool:
    """Whether a document is what a union or a campaign wants, and no policy of a company."""
    wish = document.kind in ("principle", "commentary")
    return wish or bool(document.union and not document.counterparty)


def _claims(
    said: str, place: str, document: Document, weak: bool = False
) -> Iterator[tuple[str, str]]:
    """What a sentence claims of a document or a place in it, each with the words that say so."""
    for found in _BINDING.finditer(said) if weak else ():
        if is_meant(said, found):
            yield "binds", found.group()
    for claims in (_SAYS, _UNDER) if tied(said, place) else (_SAYS,):
        for claim, pattern in claims.items():
            for found in re.finditer(rf"\b(?:{pattern})\b", said, re.I):
                if claims is _SAYS and of_another(said, place, found, document):
                    continue
                leave = re.search(r"\b(?:may|can)\s+(?:\w+\s+)?$", said[: found.start()], re.I)
                if is_meant(said, found) and not (claim == "requires" and leave):
                    yield claim, found.group()


def is_meant(said: str, found: re.Match[str]) -> bool:
    """Whether a claim is the sentence's own: no wish, no denial, no question, no other's word."""
    return not _DENIED.search(said[: found.start()]) and not _NOBODY.match(said[found.end() :])


def tied(said: str, place: str) -> bool:
    """Whether a sentence says what it says of a place: "under Article 7", "Article 7 means"."""
    spots = [found.span() for found in re.finditer(re.escape(place), said)] if place else []
    return any(
        _TIED.search(said[max(0, at - 90) : at]) or _MEANS.match(said[end : end + 120])
        for at, end in spots
    )


def of_another(said: str, place: str, verb: re.Match[str], document: Document) -> bool:
    """Whether something else than the clause or its document is the subject of a verb: "the
    studio's handbook bans it"."""
    passive = r"\b(?:is|are|be|been|being|was|were)\s+(?:\w+ly\s+)?$"
    if re.search(passive, said[: verb.start()], re.I):
        return False
    if re.match(r"(?:\W+\w+){0,3}\W+by\b", said[verb.end() :], re.I):
        return False
    lead = _ADVERBS.sub("", said[_begin(said, place, verb) : verb.start()]).strip(" ,“”\"'()[]")
    if not re.search(r"\w", re.sub(r"^\s*(?:and|but|or|yet)\b", "", lead, flags=re.I)):
        return False
    if re.search(r"\b(?:and|or|but)$", lead, re.I):
        return False
    names = _LAWS if document.kind == "law" else _POLICIES if document.tier > 2 else _CLAUSE
    own = [*re.finditer(re.escape(place.rstrip(")")), lead)] if place else []
    own += re.finditer(rf"\b(?:{_CLAUSE}|{names})\b(?!['’]s)", lead, re.I)
    if not own:
        return True
    rest = lead[max(found.end() for found in own) :].strip(" )]")
    goes_on = r"\W*(?:of|in|on|with|for|from|at|to|about|between)\b|\W*\(|,"
    return bool(re.search(r"[A-Za-z]{2}", rest)) and not re.match(goes_on, rest)


def _begin(said: str, place: str, verb: re.Match[str]) -> int:
    """Where the part of a sentence begins that a verb stands in; a place's own dots end nothing."""
    inside = [found.span() for found in re.finditer(re.escape(place), said)] if place else []
    breaks = (
        found.end()
        for found in _BREAK.finditer(said, 0, verb.start())
        if not any(start <= found.start() < end for start, end in inside)
    )
    return max(breaks, default=0)


def _with_parents(document: Document, clause: Clause) -> list[Clause]:
    """A clause and those that it is a part of: an item of a list has the force of the words that
    open the list."""
    own = max((chain for _, chain in chains_of(clause.locator)), key=len, default=())

    def around(other: Clause) -> bool:
        first = chains_of(other.locator)[:1]
        return any(chain and chain == own[: len(chain)] for _, chain in first)

    return [clause, *(one for one in document.clauses if one is not clause and around(one))]


def _forces(document: Document, clause: Clause) -> set[str]:
    spans = sentences(document.text, clause.span.start, clause.span.end)
    each = {force_of(span.of(document.text), document) for span in spans}
    return each | {force_of(document.quote(clause), document)}


def _beyond(claim: str, forces: set[str]) -> bool:
    """Whether no sentence of a binding clause has the force that is claimed for it."""
    if claim == "prohibits":
        bans = forces & {"prohibits", "requires_consent"}
        return not bans and ("reserves" in forces or "requires" not in forces)
    if claim == "requires":
        duties = forces & {"requires", "prohibits", "requires_consent"}
        return not duties and bool(forces & {"reserves", "permits"})
    return "reserves" in forces and forces <= {"reserves", "informs", "defines"}
