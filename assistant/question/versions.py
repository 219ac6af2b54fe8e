"""An agreement and the one it replaced, and what tells that a question asks what changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.question.dates import renewals
from assistant.question.scope import Scope
from assistant.question.sides import LONG
from corpus import Document, Library

_DEAL = (
    r"(?:\w+ )?(?:contract|agreement|deal|memorandum|mba|moa|tv/theatrical|terms|one|time|round|"
    r"talks|renewal|book|article|negotiation)s?\b"
)
_CUES = {
    "older": rf"\b(?:old|previous|prior|earlier|last|expired|former|first|strike) {_DEAL}|"
    r"\b(?:used to|since|already|anymore|any more|no longer|in my day|years? (?:ago|back))\b|"
    r"\b(?:to|one|had|there|than|then|contract|they|as|couldn't) before\b|"
    r"\bbefore\W*(?:$|[.?,])",
    "newer": rf"\b(?:new|current|latest|renewed|this) {_DEAL}|\b(?:now|today)\W*(?:$|[.?,])|"
    r"\b(?:these days|nowadays|lately|brand new|renewal|now the|in the end)\b|"
    r"\bstill(?:\W*$| (?:in|there|here|part|on|stands?|holds?|good|true|so|the)\b)",
    "still": r"\b(?:still|stay|remain|survive\w*|carried over|holdover|hold on|made it|make it|"
    r"out of date|keep|kept|same|as is|the ones?)\b",
    "moves": r"\b(?:(?:chang|differ|add|drop|remov|delet|scrap|improv|strength|weaken|tighten|"
    r"loosen|expand|extend|rais|increas|reduc|replac|updat|upgrad|concession|revis|rewr|alter|"
    r"introduc|evol|shift|clos|touch|water|claw)\w*|moved?|movement|rid of|took out|taken off|"
    r"gone?|went away|ga?ive?n? up|given back|giving|came? in|better|worse|stronger|weaker|looser|"
    r"tighter|further|extra|more say|since (?:the|our) (?:last|old|previous|strike))\b",
    "won": r"\b(?:we|any|union|guild|dga|wga|sag|writers|actors|directors|negotiators|committee|"
    r"studios) (?:\w+ ){0,2}(?:get|got|wins?|won|gain(?:ed)?|los[et]|struck|give|made?|make|fought|"
    r"bargain\w*|have)\b",
    "new": r"\b(?:what|anything|what's|that|is|any|or brand)(?: is)? new\b|"
    r"\bnew (?:in|on|for)\b|\bnew\W*$|\bnews\b",
    "bargained": r"\b(?:contract|agreement|deal|mba|moa|memorandum|term|rule|language|protection|"
    r"article|clause|section|ban|consent|limit|definition|provision|duty|requirement|right|piece|"
    r"part|bit)s?\b",
    "mine": r"\b(?:my|mine|i'm)\b",
    "employer": r"\b(?:studio|producer|company|boss|show|netflix|employer|owner|agent|season|"
    r"law)s?\b",
    "permits": r"\b(?:can|could|may|must|should|allowed|legal|will)\b",
    "asks of the past": r"^\W*(?:so |and )?(?:did|has|have|was|were)\b",
}
CUES = {name: re.compile(pattern, re.I) for name, pattern in _CUES.items()}
#: "did we win pay in the new deal": the new deal's own rule answers.
_NEW_ALONE = re.compile(rf"^\W*(?:so |and )?did\b.+\b(?:win|get|gain)\b.+\bnew {_DEAL}", re.I)
#: The words that are no part of what is asked of both versions.
FRAME = {name: CUES[name] for name in ("older", "newer", "moves", "won", "new", "still")}
WEIGHTS = {
    "": -3.21,
    "older": 1.32,
    "newer": 2.24,
    "still": 1.58,
    "moves": 1.82,
    "won": 1.24,
    "new": 2.62,
    "mine": -1.24,
    "employer": -1.21,
    "permits": -1.54,
    "asks of the past": 1.01,
    "relates terms": 1.02,
    "both": 1.27,
    "long": -1.77,
}


def pair(scope: Scope, spoken: Sequence[str], library: Library) -> tuple[Document, Document] | None:
    """The agreement in force and the one before it: of a document named, else of the union.

    `spoken` are the unions whose members are spoken of: "what did the writers win".
    """
    if named := (*scope.named, *scope.documents):
        found = [two for one in named if (two := _renewed(library[one], library))]
        return max(found, key=lambda two: sum(one.id in named for one in two), default=None)
    # "compared to the old contract" has moved the day to the last of the old one's
    later = (scope.as_of + timedelta(days=1), date.today()) if scope.dated else ()
    whose = scope.unions or spoken
    for day in (scope.as_of, *later):
        for new in renewals(library, whose, day):
            if not library.unions_of(new) & set(whose):
                continue  # the East's newsrooms have agreements of their own
            if old := next((library[one] for one in new.supersedes if one in library), None):
                return new, old
    return None


def features(text: str, versions: tuple[Document, Document]) -> dict[str, float]:
    """What in a question tells whether it asks what changed between two versions that are held."""
    new, old = ((one.effective or one.adopted or date.min).year for one in versions)
    seen = {name: bool(cue.search(text)) for name, cue in CUES.items()}
    for year in map(int, re.findall(r"\b(20\d\d)\b", text)):
        seen["newer"] |= year >= new
        seen["older"] |= old <= year < new
    relates = seen["moves"] or seen["new"] or seen["still"] or seen["won"]
    bargained = seen.pop("bargained")
    seen["relates terms"] = relates and bargained
    seen["both"] = seen["newer"] and seen["older"] or seen["older"] and seen["still"]
    seen["long"] = len(text.split()) >= LONG
    if _NEW_ALONE.search(text) and not seen["older"] and not seen["moves"]:
        return {}
    return {name: float(value) for name, value in seen.items()}


def _renewed(document: Document, library: Library) -> tuple[Document, Document] | None:
    """A document and the one after it, or else the one before it."""
    after = [one for one in library.successors(document) if one.id != document.text_of]
    if after:
        return after[0], document
    return next(((document, library[old]) for old in document.supersedes if old in library), None)
