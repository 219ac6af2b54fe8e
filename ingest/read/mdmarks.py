"""What of a Markdown text is no word of it: comments, struck words, a page's tags and buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.shown import COMMENT, STRUCK, TAG

#: A place in the text, and why its words are not live.
Silent = tuple[int, int, str]
# a link, a form or a frame that stands alone leads elsewhere; one inside a sentence is part of it
_ALONE = re.compile(
    r"^[ \t]*(?:<a\s[^<>]*href[^<>]*>|<(?:button|nav|form|iframe)\b[^<>]*>)"
    r"(?:(?!\n[ \t\r]*\n)[^<]|<(?!/(?:a|button|nav|form|iframe)>)){0,2000}"
    r"</(?:a|button|nav|form|iframe)>[ \t\r]*$",
    re.M | re.I,
)


def silent(text: str, start: int, marked: bool) -> list[Silent]:
    """Where words stand that are not live, in order; tags count only in a text `marked` as one."""
    found = [(*one.span(), "comment") for one in COMMENT.finditer(text, start)]
    found += [(*one.span(), "struck out") for one in STRUCK.finditer(text, start)]
    if marked and "<" in text:
        alone = [(*one.span(), "navigation of the page") for one in _ALONE.finditer(text, start)]
        found += alone
        found += [one for one in _tags(text, start) if not _within(one, alone)]
    return sorted(found)


def _tags(text: str, start: int) -> Iterator[Silent]:
    """Tags with which a line begins or ends; one inside a line does not part its words."""
    for found in TAG.finditer(text, start):
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        end = text.find("\n", found.end())
        after = text[found.end() : end if end >= 0 else len(text)]
        if not TAG.sub("", before).strip() or not TAG.sub("", after).strip():
            yield *found.span(), "tag of the page"


def _within(one: Silent, others: list[Silent]) -> bool:
    return any(begin <= one[0] and one[1] <= end for begin, end, _ in others)
