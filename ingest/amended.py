"""Which places of another agreement a memorandum's items change, as their own words name them.

"b. Modify Paragraph 9(e)(4) of the Basic Agreement, as follows" is cited by the item, and by
Paragraph 9(e)(4) as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import Clause

_CHANGES = re.compile(
    r"\b(?:modif(?:y|ies)|amend(?:s)?|revise|replace|delete|add to|changes? to|modifications? "
    r"(?:shall apply )?to)\b[^.;“]{0,60}?"
    r"(?P<place>(?:Article|Section|Paragraph|Schedule|Exhibit)s?\s+"
    r"(?:[IVXLC]+|\d+(?:\.[A-Za-z0-9]+)*|[A-Z])\.?(?:\([A-Za-z0-9]+\))*)",
    re.I,
)
_QUOTED = re.compile(r"^(?P<item>.*), quoted (?P<steps>(?:\([A-Za-z0-9]+\))+)$")
#: An item says at its beginning what it changes, in so many characters, and so many places at most.
_BEGINNING, _MOST = 400, 3


def with_amended(clauses: Sequence[Clause], text: str) -> list[Clause]:
    """The same clauses, an item's and those that it quotes with the places that they change."""
    said: dict[str, tuple[str, ...]] = {}
    out = []
    for clause in clauses:
        places: tuple[str, ...] = ()
        if quoted := _QUOTED.match(clause.locator):
            held = said.get(quoted["item"], ())
            places = (_inside(held[0], quoted["steps"]),) if len(held) == 1 else ()
        elif clause.locator.startswith("Item "):
            end = min(clause.span.end, clause.span.start + _BEGINNING)
            start = " ".join(text[clause.span.start : end].split())
            found = (match["place"] for match in _CHANGES.finditer(start))
            named = dict.fromkeys(
                re.sub(r"(?<=[a-z])s(?= )", "", place).rstrip(".") for place in found
            )
            places = tuple(named)[:_MOST]
            said[clause.locator] = places
        out.append(replace(clause, amends=places) if places else clause)
    return out


def _inside(place: str, steps: str) -> str:
    """A paragraph that is quoted as the place that is changed names it.

    "(a)(1)", quoted to change Paragraph 11(a), is Paragraph 11(a)(1).
    """
    first = steps[: steps.index(")") + 1]
    return place.removesuffix(first) + steps
