"""An agreement and the one that it replaced, and the features by which a question asks what changed between them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.question.dates import renewals
from assistant.question.scope import Scope
from assistant.question.sides import LONG
from corpus import AGREEMENTS, Document, Library

_DEAL = r"(?:\w+ )?(?:contract|agreement|deal|memorandum|mba|moa|tv/theatrical|terms|one|time|round|talks)s?\b"
_CUES = {
    "older": rf"\b(?:old|previous|prior|earlier|last|expired|former|first) {_DEAL}"
    r"|\bsince the strike\b|\bused to\b|\b(?:to|one|had|there|than) before\b|\bbefore\W*(?:$|[.?,])",
    "newer": rf"\b(?:new|current|latest|renewed|this) {_DEAL}|\bnow\W*$|\bno longer\b|\btime around\b"
    r"|\bstill (?:there|in|the|here|so|our|apply|have|has|need|hold)\b|\bstill\W*$",
    "moves": r"\b(?:(?:chang|differ|add|drop|remov|delet|scrap|gain|improv|strength|weaken|tighten|"
    r"loosen|expand|extend|rais|increas|reduc|surviv|replac|updat|upgrad|concession|revis|rewr|alter|"
    r"introduc|evolv|shift)\w*|w[io]n|lose|lost|cut|keep|kept|stays?|moved?|movement|rid of|"
    r"carried over|took out|g[ia]ve up|(?:gone?|went) (?:up|down|away))\b",
    "new": r"\b(?:what|anything|what's|that|is)(?: is)? new\b|\bnew (?:in|on|for)\b",
    "got": r"\b(?:we|anything|\w+s) (?:\w+ )?(?:get|got)\b",
    "still": r"\b(?:still|no longer|any ?more|used to|remain|already|gone|same)\b",
    "degree": r"\b(?:better|worse|stronger|weaker|looser|tighter|further|any more)\b",
    "bargained": r"\b(?:contract|agreement|deal|mba|moa|memorandum|term|rule|language|protection|"
    r"article|clause|section|ban|consent|limit|definition|provision|duty|requirement)s?\b",
    "mine": r"\b(?:i|me|my|mine|i'm)\b",
    "employer": r"\b(?:studio|producer|company|boss|show|netflix|employer|owner|agent|director)s?\b",
    "permits": r"\b(?:can|could|may|must|should|allowed|legal|will)\b",
    "asks": r"^\W*(?:so |and )?(?:what|which|how|anything|any|list|tell|did|has|have|is|are|does|do)\b",
}
CUES = {name: re.compile(pattern, re.I) for name, pattern in _CUES.items()}
#: The words that are no part of what is asked of both versions.
FRAME = {name: CUES[name] for name in ("older", "newer", "moves", "new", "got", "still", "degree")}
WEIGHTS = {
    "": -4.30,
    "older": 1.17,
    "newer": 1.82,
    "moves": 1.65,
    "new": 2.64,
    "got": 0.97,
    "degree": 0.72,
    "bargained": 0.73,
    "mine": -1.66,
    "employer": -1.06,
    "permits": -0.93,
    "asks": 0.99,
    "relates a version": 1.57,
    "relates terms": 1.41,
    "both": 1.68,
    "long": -1.00,
}


def pair(scope: Scope, library: Library) -> tuple[Document, Document] | None:
    """The agreement in force and the one before it: of a document named, else of the asker's or a named union."""
    if named := (*scope.named, *scope.documents):
        found = [two for one in named if (two := _renewed(library[one], library))]
        return max(found, key=lambda two: sum(one.id in named for one in two), default=None)
    # "compared to the old contract" has moved the day to the last of the old one's
    days = (scope.as_of, scope.as_of + timedelta(days=1), date.today()) if scope.dated else (scope.as_of,)
    for day in days:
        for new in renewals(library, scope.unions or scope.guessed, day):
            if old := next((library[one] for one in new.supersedes if one in library), None):
                return new, old
    return None


def features(text: str, scope: Scope, versions: tuple[Document, Document]) -> dict[str, float]:
    """What in a question tells whether it asks what changed between two versions that are held."""
    new, old = (str((one.effective or one.adopted or date.min).year) for one in versions)
    seen = {name: bool(cue.search(text)) for name, cue in CUES.items()}
    for name, year in (("newer", new), ("older", old)):
        seen[name] |= bool(re.search(rf"\b(?:20)?{year[2:]}\b", text))
    relates = seen["moves"] or seen["new"] or seen["still"] or seen["degree"]
    del seen["still"]
    seen["relates a version"] = relates and (seen["newer"] or seen["older"])
    seen["relates terms"] = relates and seen["bargained"]
    seen["both"] = seen["newer"] and seen["older"]
    seen["long"] = len(text.split()) >= LONG
    return {name: float(value) for name, value in seen.items()}


def _renewed(document: Document, library: Library) -> tuple[Document, Document] | None:
    """A document and the one after it, or else the one before it."""
    after = [one for one in library.successors(document) if one.id != document.text_of]
    if after:
        return after[0], document
    return next(((document, library[old]) for old in document.supersedes if old in library), None)
