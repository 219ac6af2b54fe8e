"""Whether the standing and the force of the cited clauses bear a sentence: nothing expired sold as valid, no principle as a right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Citation
from assistant.checking.claims import Claims
from corpus import AGREEMENTS

_ATTRIBUTED = re.compile(
    r"\b(?:says?|said|stat(?:es|ed)|believ\w+|position|principles?|according to|argu\w+|calls? (?:for|on)|urg\w+|demand\w*|propos\w+|"
    r"recommend\w*|holds? that|maintain\w*|report\w*|claim\w*|view\w*|opinion|supports?|oppos\w+|insist\w*|wants?|asks?|seeks?|commits?|pledg\w+|should|aims?|advis\w+|describ\w+|notes?|rejects?)\b",
    re.I,
)
_REPORTED = re.compile(
    r"\b(?:press|reports?|reported|reportedly|blogs?|accounts? (?:say|of)|summaries|one version|sources? disagree|is said|rumou?rs?|according to)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:expired|superseded|replaced|no longer|former(?:ly)?|earlier|previous(?:ly)?|old|prior|was|were|had|did|until|ended|required|allowed|used to)\b",
    re.I,
)
_PRESENT = re.compile(
    r"\b(?:now|today|currently|still|in force|at present|remains?|continues?|(?:is|are) (?:required|bound|prohibited|allowed))\b",
    re.I,
)
_FUTURE = re.compile(r"\b(?:will|not yet|from|takes? effect|starting|beginning|once|when it)\b", re.I)
_PROPOSED = re.compile(r"\b(?:propos\w*|would|bill|draft|if (?:adopted|passed|enacted)|pending)\b", re.I)
_KINDS = (
    (re.compile(r"\b(?:laws?|statutes?|legal(?:ly)?|statutory)\b", re.I), lambda d: d.tier == 2),
    (re.compile(r"\b(?:contracts?|collective agreement|bargaining agreement|memorandum)\b", re.I), lambda d: d.kind in AGREEMENTS),
    (re.compile(r"\b(?:binding|enforceable|enforced?)\b", re.I), lambda d: False),
)


def misplaced(text: str, cited: Sequence[Citation]) -> str:
    """Tier and standing on the date: what has expired, is only proposed or only somebody's position is spoken of as such."""
    documents = [citation.document for citation in cited]
    for pattern, holds in _KINDS:
        if pattern.search(text) and not any(holds(d) for d in documents) and not any(pattern.search(c.quote) for c in cited):
            return "it calls the document what it is not"
    for citation in cited:
        if citation.clause.claim and citation.clause.claim.verdict != "supported":
            return "it rests on a claim that the documents do not bear out"
        gone = citation.status in ("expired", "superseded")
        if gone and (not _PAST.search(text) or _PRESENT.search(text)):
            return "it speaks of a document that no longer applies as if it did"
        if citation.status == "not_yet" and (not _FUTURE.search(text) or _PRESENT.search(text)):
            return "it speaks of a document that does not apply yet as if it did"
        if citation.status == "proposed" and not _PROPOSED.search(text):
            return "it speaks of a proposal as if it were adopted"
    if any(_REPORTED.search(_nearest(text, c.quote)) for c in cited) and not (_ATTRIBUTED.search(text) or _REPORTED.search(text)):
        return "it states as a rule what the clause only reports"
    if all(d.tier >= 4 or c.status == "proposed" for d, c in zip(documents, cited, strict=True)) and not (
        _ATTRIBUTED.search(text) or _PROPOSED.search(text)
    ):
        return "it does not say whose position it is"
    return ""


def _nearest(text: str, quote: str) -> str:
    """The part of a quotation, between semicolons and ends of sentences, that a text says most of."""
    words = Claims(text).words
    return max(re.split(r"[.;]\s", quote), key=lambda part: len(words & Claims(part).words))


def overstated(said: Claims, source: Claims, forces: set[str], cited: Sequence[Citation]) -> str:
    """Whether the sentence says more than the clauses' force allows."""
    if said.denies_a_rule and not (source.denies_a_rule or "informs" in forces and _denies(source)):
        return "it says that there is no rule, and the cited words do not"
    consenting = "requires_consent" in forces and said.claims("consent")
    strict = forces & {"prohibits", "requires", "requires_consent"}
    for claim in ("prohibits", "requires"):
        enough = claim in forces or (strict and source.claims(claim)) or (consenting and (said.conditional or claim == "requires"))
        if said.claims(claim) and not enough:
            return f"it says that it {claim}, and the clause {' and '.join(sorted(forces))}"
    bound = any(c.document.tier <= 3 for c in cited) and "reserves" not in forces
    if said.claims("right"):
        weak = [c for c in cited if c.document.tier >= 3 or c.status not in ("in_force", "expired", "superseded")]
        if weak or not source.claims("right"):
            return "it promises a right that the clause does not give"
    if said.claims("permits") and not (source.claims("permits") or consenting):
        return "it says that something is allowed, and the cited words do not"
    if said.claims("permits") and "requires_consent" in forces and not said.claims("consent"):
        return "it leaves out that consent is needed"
    if said.claims("advises") and not (source.claims("advises") or source.claims("requires")):
        return "it advises what the clause does not"
    if said.claims("needs_consent") and "requires_consent" not in forces and not (bound and source.claims("needs_consent")):
        return "it says that consent is needed, and the clause does not"
    granting = said.claims("permits") or said.claims("right")
    if granting and "reserves" in forces <= {"reserves", "informs"} and not said.claims("reserves"):
        return "it makes a right out of a reservation"
    limited = said.claims("permits") and _limited(source.text) or re.search(r"\bonly\b", source.text, re.I)
    if limited and not said.conditional and not _denies(said):
        return "it leaves out a condition"
    return ""


def _denies(source: Claims) -> bool:
    return bool(re.search(r"\b(?:no|not|nothing|neither|nor|never)\b", source.text, re.I))


def _limited(text: str) -> bool:
    return bool(re.search(r"\b(?:only|unless|except|provided that|on condition)\b", text, re.I))
