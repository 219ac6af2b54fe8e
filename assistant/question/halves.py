"""The two halves of a question that asks two things."""

from __future__ import annotations

import re

from corpus.words import terms

_ASKS = (
    r"(?:what|how|who|when|where|why|which|can|could|do|does|did|is|are|am|must|may|will|would|"
    r"should|has|have)"
)
#: Where the second half begins: it asks anew, after a question mark or an "and".
_SECOND = re.compile(rf"(?:\?\s+(?:and\s+|also\s+)*|[,;]?\s+and\s+(?:also\s+)?)(?={_ASKS}\b)", re.I)
_FIRST = re.compile(rf"^\W*{_ASKS}\b", re.I)
#: What points back at the first half.
_LEANS = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|he|him|his|she|her|there|such|then|so|one"
    r"|same)\b",
    re.I,
)
#: A half says so much of its own.
_LEAST = 1


def halves_of(question: str) -> tuple[str, str] | None:
    """Both halves, each a question that stands alone; None where only one thing is asked."""
    found = list(_SECOND.finditer(question))
    if len(found) != 1 or not _FIRST.match(question):
        return None
    one, two = question[: found[0].start()].strip(" ?"), question[found[0].end() :].strip(" ?")
    if any(len(terms(half)) < _LEAST for half in (one, two)) or _LEANS.search(two):
        return None
    return f"{one}?", f"{two[0].upper()}{two[1:]}?"
