"""Whether a sentence speaks of its documents as they stand: nothing expired as valid, no view as
law.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Citation
from assistant.checking.claims import segments
from assistant.checking.meaning import content
from corpus import AGREEMENTS


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.I)


_ATTRIBUTED = _any(
    r"says?|said|stat(?:es|ed)|believ\w+|position|principles?|according to|argu\w+|"
    r"calls? (?:for|on)|"
    r"urg\w+|demand\w*|propos\w+|recommend\w*|holds? that|maintain\w*|report\w*|claim\w*|views?|"
    r"opinion|supports?|oppos\w+|insist\w*|(?<!who )wants?|asks?|seeks?|commits?|pledg\w+|"
    r"should|aims?|"
    r"advis\w+|describ\w+|notes?|rejects?"
)
_REPORTED = _any(
    r"press|reports?|reported|reportedly|blogs?|accounts? (?:say|of)|summaries|one version|"
    r"sources? disagree|is said|rumou?rs?|according to"
)
_PAST = _any(
    r"expired|superseded|replaced|no longer|former(?:ly)?|earlier|previous(?:ly)?|old|"
    r"prior|was|were|"
    r"had|did|until|ended|required|allowed|used to"
)
_PRESENT = _any(
    r"now|today|currently|still|in force|at present|remains?|continues?|"
    r"(?:is|are) (?:required|bound|prohibited|allowed)"
)
_FUTURE = _any(r"will|not yet|from|takes? effect|starting|beginning|once|when it")
_PROPOSED = _any(r"propos\w*|would|bill|draft|if (?:adopted|passed|enacted)|pending")
_DENIED = _any(r"(?:neither|nor|no|not|not an?) \w+")
_CLAIMED = _any(r"claim(?:s|ed)?|alleg\w+")
_KINDS = (
    (_any(r"laws?|statutes?|legal(?:ly)?|statutory"), lambda document: document.tier == 2),
    (
        _any(r"contracts?|collective agreement|bargaining agreement|memorandum"),
        lambda document: document.kind in AGREEMENTS,
    ),
    (_any(r"binding|enforceable|enforced?"), lambda document: False),
)


def misplaced(text: str, cited: Sequence[Citation], borne: Sequence[str]) -> str | None:
    """What a sentence makes of its documents that they are not, or None.

    `borne` are the sentences that bear it.
    """
    for pattern, holds in _KINDS:
        if pattern.search(text) and not any(holds(c.document) for c in cited):
            said = [_DENIED.sub(" ", one) for one in borne]
            if not any(map(pattern.search, said)):
                return "it calls the document what it is not"
    for citation in cited:
        claim = citation.clause.claim
        if claim and claim.verdict != "supported" and _view(citation) and not _CLAIMED.search(text):
            return "it rests on a claim that the documents do not bear out"
        if reason := _misdated(text, citation.status):
            return reason
    attributed = _ATTRIBUTED.search(text)
    if (
        not attributed
        and not _REPORTED.search(text)
        and any(_REPORTED.search(_nearest(text, one)) for one in borne)
    ):
        return "it states as a rule what the clause only reports"
    if all(map(_view, cited)) and not attributed and not _PROPOSED.search(text):
        return "it does not say whose position it is"
    return None


def _nearest(text: str, source: str) -> str:
    """The statement of a sentence that a text says most of."""
    words = set(content(text))
    return max(segments(source), key=lambda part: len(words & set(content(part))), default=source)


def _view(citation: Citation) -> bool:
    """Whether what a citation says is somebody's position: so says its fact, or its document."""
    span = citation.span
    facts = [
        f for f in citation.clause.facts if f.span.start < span.end and span.start < f.span.end
    ]
    told = facts and not any(fact.role in ("view", "allegation") for fact in facts)
    return citation.status == "proposed" or citation.document.tier >= 4 and not told


def _misdated(text: str, status: str) -> str | None:
    """How a sentence speaks of what is no longer, or not yet, in force."""
    if status in ("expired", "superseded") and (not _PAST.search(text) or _PRESENT.search(text)):
        return "it speaks of a document that no longer applies as if it did"
    if status == "not_yet" and (not _FUTURE.search(text) or _PRESENT.search(text)):
        return "it speaks of a document that does not apply yet as if it did"
    if status == "proposed" and not _PROPOSED.search(text):
        return "it speaks of a proposal as if it were adopted"
    return None
