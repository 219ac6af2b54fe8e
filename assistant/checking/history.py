"""Whether a text gives a document's words as history: what it said before it was replaced. Pure."""

from __future__ import annotations

import re

_THING = (
    r"(?:agreement|contract|deal|memorandum|moa|mba|text|version|clause|article|section|terms?"
    r"|rules?|language|the document)"
)
_YEAR = r"(?:\d{1,2} )?(?:[A-Z][a-z]+\.? )?(?:\d{1,2}, )?20\d\d"
_OVER = r"(?:ended|expired|lapsed|superseded|replaced|ran out)"
#: The sentence itself says that this is history.
_PAST = re.compile(
    r"\b(?:old|former|previous|prior|expired|superseded|earlier|last|lapsed|outgoing)\b"
    rf"(?:\W+\w+){{0,3}}?\W+{_THING}\b|\bused to (?:say|read|provide|hold|state|be)\b"
    r"|\bat the time\b|\bback (?:in|then)\b|\bno longer\b|\bhistor(?:y|ical\w*)\b"
    rf"|\b(?:then|not) in force\b|\buntil (?:it|they|that|{_YEAR})\b|\b(?i:before|up to) {_YEAR}\b"
    rf"|[(,]\s*(?:since |now |long )?{_OVER}\b"
    rf"|\b(?:which|that|it) (?:has |had )?(?:since )?{_OVER}\b"
    r"|\b(?:text|wording|rule|language)\b(?: of [^,;“]{1,60}?)? (?:was|were)\b(?! won)"
    r"|\bwhile it (?:ran|lasted)\b|\bpredecessor\b",
    re.I,
)
#: Of the document or of a part of it: it said, and says no more.
_SAID = re.compile(
    rf"(?:\b{_THING}\b|\bit\b|\bparagraph\b|\bitem\b)"
    r"(?:\W+(?!(?:is|are|be|been|being)\b)[\w.()\[\]]+){0,6}?"
    r"\W+(?:said|provided|required|stated|had (?!better)|allowed|gave|barred|banned|forbade|obliged"
    r"|held|read (?=(?:that|as|thus|like|in|at)\b|\W*$))",
    re.I,
)
#: It claims that the document counts today.
_TODAY = re.compile(
    r"(?<!no longer )(?<!not )(?<!then )(?<!was )"
    r"\b(?:in force\b(?! (?:then|until))|today\b|currently\b|nowadays\b|still (?!remember))",
    re.I,
)
#: Another sentence may say that the document was replaced.
_REPLACED = re.compile(
    r"\b(?:been|was|is|were|now|since) (?:since |now )?(?:replaced|superseded)\b"
    rf"|\bno longer in force\b|\b{_OVER} (?:on|in)\b"
    rf"|\b(?:has|have|had|since) (?:since |now )?{_OVER}\b"
    r"|\bis (?:now )?(?:history|gone|over|dead|past)\b",
    re.I,
)


def is_history(sentence: str, paragraph: str) -> bool:
    """Whether a sentence, or its paragraph, says that the document is of the past.

    The sentence comes without what it quotes and with "the document" for each name.
    """
    if _TODAY.search(sentence) and not re.search(r"\bno longer\b", sentence, re.I):
        return False
    return bool(_PAST.search(sentence) or _SAID.search(sentence) or _REPLACED.search(paragraph))
