"""One quotation or citation with its verdict."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.match import Found
from assistant.checking.quotations import Quotation
from corpus.plain import JsonObject

VERDICTS = (
    "exact",
    "struck",
    "altered",
    "wrong_place",
    "not_found",
    "no_such_place",
    "superseded",
    "expired",
    "overstated",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One quotation or citation with its verdict, and what was found in the documents for it."""

    quotation: Quotation
    verdict: str
    found: Found = Found()

    def json(self) -> JsonObject:
        """As interface.md prints it; what is wrong stands first in `diff`, then the words that
        differ."""
        found = self.found
        wrong = "" if self.verdict == "exact" else found.note
        return {
            "quote": self.quotation.words,
            "claimed": self.quotation.claimed,
            "verdict": self.verdict,
            "document": found.document or None,
            "locator": found.locator or None,
            "start": found.start,
            "end": found.end,
            "diff": ": ".join(part for part in (wrong, found.diff) if part) or None,
        }
