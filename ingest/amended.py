"""Which places of another agreement a memorandum's items change, as their own words name them.

"b. Modify Paragraph 9(e)(4) of the Basic Agreement, as follows" is cited by the item, and by
Paragraph 9(e)(4) as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import Clause
from corpus.locator_numbers import same_sort

_CHANGES = re.compile(
    r"\b(?:modif(?:y|ies)|amend(?:s)?|revise|replace|delete|add to|changes? to|modifications? "
    r"(?:shall apply )?to)\b(?:(?!\b(?:accord\w*|pursuant|under|required|provided|subject"
    r"|consistent|within|by)\b)[^.;“]){0,45}?"
    r"(?P<place>(?:Article|Section|Paragraph|Schedule|Exhibit)s?\s+"
    r"(?:[IVXLC]+|\d+(?:\.[A-Za-z0-9]+)*|[A-Z])\.?(?:\([A-Za-z0-9]+\))*)"
    r"(?P<more>\s*(?:-|–|,|and|or|to|through)\s*\()?",
    re.I,
)
# a law's own place is named and not changed
_OF_LAW = re.compile(
    r",?\s+of\s+(?:the|that)\s+(?:[\w’'-]+\s+){0,6}(?:Act|Constitution|Code|Law)\b"
)
_QUOTED = re.compile(r"^(?P<item>.*), quoted (?P<steps>(?:\([A-Za-z0-9]+\))+)$")
#: An item says at its beginning what it changes, in so many characters, and so many places at most.
_BEGINNING, _MOST = 400, 3


def with_amended(clauses: Sequence[Clause], text: str) -> list[Clause]:
    """The same clauses, an item's and those that it quotes with the places that they change."""
    said: dict[str, tuple[str, bool]] = {}
    out = []
    for clause in clauses:
        places: tuple[str, ...] = ()
        if quoted := _QUOTED.match(clause.locator):
            place, more = said.get(quoted["item"], ("", True))
            inside = _inside(place, quoted["steps"], more)
            places = (inside,) if inside else ()
        elif clause.locator.startswith("Item "):
            end = min(clause.span.end, clause.span.start + _BEGINNING)
            start = " ".join(text[clause.span.start : end].split())
            found = {
                _one(match["place"]): bool(match["more"])
                for match in _CHANGES.finditer(start)
                if not _OF_LAW.match(start, match.end("place"))
            }
            places = tuple(found)[:_MOST]
            said[clause.locator] = next(iter(found.items())) if len(found) == 1 else ("", True)
        out.append(replace(clause, amends=places) if places else clause)
    return out


def _one(place: str) -> str:
    """ "Paragraphs 39(a)" as one place, "Article XLVI." without its full stop."""
    return re.sub(r"(?<=[a-z])s(?= )", "", place).rstrip(".")


def _inside(place: str, steps: str, more: bool) -> str:
    """A paragraph that is quoted as the place that is changed names it; nothing where unsure.

    "(a)(1)", quoted to change Paragraph 11(a), is Paragraph 11(a)(1); "(B)", quoted to change
    Paragraph 8(A)-(E), is Paragraph 8(B). `more` is true of a list of places.
    """
    first = steps[1 : steps.index(")")]
    head, _, last = place.removesuffix(")").rpartition("(")
    if head and (last == first or last.isupper() == first.isupper() and same_sort(last, first)):
        return head + steps
    return "" if more else place + steps
