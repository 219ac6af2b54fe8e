"""What members ask about (`topics.toml`), and what an agreement gives on a topic: the rows and
marks of a sheet.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: What a clause, or a whole agreement, gives a member on a topic: a few words, and what they mean.
MARKS = {
    "protected": (
        "protected",
        "a rule you can rely on: it asks for your consent, pays you, tells you, or forbids it",
    ),
    "partly": (
        "partly",
        "a rule with limits that matter: for some people, under conditions, or with exceptions",
    ),
    "union_told": (
        "only the union is told",
        "your union gets notice, meetings or bargaining; nothing is owed to you directly",
    ),
    "not_settled": (
        "not settled",
        "left open: rights are reserved, the sides disagree, or it waits for something",
    ),
    "no_rule": (
        "no protection found",
        "the text has no rule that protects you here, or leaves it to the company",
    ),
    "not_known": (
        "not known",
        "nobody has read what it gives, or not all of the text could be read: ask your union",
    ),
}
#: How much of a document's own text was read for its digest.
READ = ("whole", "ai_terms", "secondhand")


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of a sheet: its name in members' words, the same within a sentence to a member, and
    what belongs to it.
    """

    id: str
    name: str
    said: str
    about: str


@cache
def topics() -> dict[str, Topic]:
    """All topics by id, in the order of a sheet's rows."""
    path = Path(__file__).parent / "topics.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["topic"]
    return {row["id"]: Topic(**row) for row in rows}
