"""Whether a text gives a document's words as history: what it used to say, before it was replaced."""

from __future__ import annotations

import re

_THING = r"(?:agreement|contract|deal|memorandum|moa|mba|text|version|clause|article|section|terms?|rules?|language|the document)"
_YEAR = r"(?:\d{1,2} )?(?:[A-Z][a-z]+\.? )?(?:\d{1,2}, )?20\d\d"
#: The sentence itself says that this is history.
_PAST = re.compile(
    rf"\b(?:old|former|previous|prior|expired|superseded|earlier|last|lapsed|outgoing)\b(?:\W+\w+){{0,3}}?\W+{_THING}\b|\bused to (?:say|read|provide|hold|state|be)\b"
    r"|\bat the time\b|\bback (?:in|then)\b|\bno longer\b|\bonce (?:said|read)\b|\bhistor(?:y|ical\w*)\b|\b(?:then|not) in force\b"
    rf"|\buntil (?:it|they|that|{_YEAR})\b|\b(?i:before|up to|till) {_YEAR}\b|[(,]\s*(?:since |now |long )?(?:expired|superseded|lapsed|replaced|ended)\b"
    r"|\b(?:text|wording|rule|language)\b(?: of [^,;“]{1,60}?)? (?:was|were)\b(?! won)|\b(?:which|that|it) (?:has |had )?(?:since )?(?:ended|expired|lapsed|ran out)\b|\bwhile it (?:ran|lasted)\b|\bpredecessor\b",
    re.I,
)
#: Of the document or of a part of it: it said, and says no more.
_SAID = re.compile(
    rf"(?:\b{_THING}\b|\bit\b|\bparagraph\b|\bitem\b)(?:\W+(?!(?:is|are|be|been|being)\b)[\w.()\[\]]+){{0,6}}?\W+(?:said|provided|required|stated|had (?!better)|allowed|gave|barred|banned|forbade|promised|obliged|let\b|"
    rf"held|spoke|read (?=that\b|as\b|thus\b|like\b|in\b|at\b|\W*$))",
    re.I,
)
#: It claims that the document counts today.
_TODAY = re.compile(r"(?<!no longer )(?<!not )(?<!then )(?<!was )\b(?:in force\b(?! (?:then|until))|today\b|currently\b|nowadays\b|still\b)", re.I)
#: Another sentence may say that the document was replaced.
_REPLACED = re.compile(
    r"\b(?:been|was|is|were|now|since) (?:since |now )?(?:replaced|superseded)\b|\bno longer in force\b|\b(?:has|have|had|since) (?:since |now )?(?:expired|lapsed|ended)\b"
    r"|\b(?:expired|ended|lapsed|ran out) (?:on|in)\b|\bis (?:now )?(?:history|gone|over|dead|past)\b",
    re.I,
)


def is_history(sentence: str, paragraph: str) -> bool:
    """Whether a sentence, without what it quotes and with "the document" for each name, or its paragraph says that the document is of the past."""
    if _TODAY.search(sentence) and not re.search(r"\bno longer\b|\bremember", sentence, re.I):
        return False
    return bool(_PAST.search(sentence) or _SAID.search(sentence) or _REPLACED.search(paragraph))
