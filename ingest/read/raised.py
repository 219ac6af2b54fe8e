"""What stands raised on a page: part of a fraction, a power, or a note's mark."""

from __future__ import annotations

import re

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶]{1,3})[\])]?")
_FRACTION = re.compile(r"\d+\s?[/⁄]\s?\d+")
_UNIT = re.compile(r"(?:^|[\s\d(/])(?:[mcdk]?m|ft|yd|mi|km|sq)\.?$|\d\s?in\.?$")
#: Digits as they stand raised.
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(before: str, words: str, after: str) -> str | None:
    """Raised words as they are to be read between `before` and `after`; None for a note's mark.

    "1" and a raised "1" before "/2" are one and a half; "10" with a raised "2" is no 102; "m" with
    a raised "2" is m2; "Notice" with a raised "1" calls a note.
    """
    counted = before[-1:].isdecimal()
    if _FRACTION.fullmatch(words) or words.isdecimal() and after.lstrip()[:1] in ("/", "⁄"):
        return f" {words}" if counted else words
    if words.isdecimal() and counted:
        return words.translate(POWERS)
    if words in ("2", "3") and _UNIT.search(before):
        return words
    return None if before.strip() and _MARK.fullmatch(words) else words
