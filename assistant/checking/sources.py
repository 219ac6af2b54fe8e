"""What a text is checked against: one library on one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.checking.attribution import Attribution
from assistant.checking.force import Force
from assistant.checking.likeness import Likeness
from assistant.checking.match import Hit, Wording
from assistant.checking.meaning import content
from corpus import Clause, Document, Library

#: Which document leads where several hold the words.
_ORDER = ("in_force", "statement", "proposed", "not_yet", "superseded", "expired")


@dataclass(frozen=True)
class Sources:
    """One library on one day; each way of reading it is made once."""

    library: Library
    day: date

    @cached_property
    def wording(self) -> Wording:
        """Finds words to the letter."""
        return Wording(self.library)

    @cached_property
    def likeness(self) -> Likeness:
        """Finds what altered words are like."""
        return Likeness(self.wording)

    @cached_property
    def attribution(self) -> Attribution:
        """Reads whose words they are said to be."""
        return Attribution(self.library, self.day)

    @cached_property
    def force(self) -> Force:
        """Judges what is claimed for right words."""
        return Force(self.library, self.day, self.attribution)

    def leading(self, hits: Sequence[Hit]) -> Hit:
        """Of several places that hold the words, the one in the document that leads."""
        return min(hits, key=lambda hit: self._order(hit.document))

    def best(
        self, stands: Sequence[tuple[Document, Clause]], said: str = ""
    ) -> tuple[Document, Clause]:
        """The clause that leads; of several at one place (a whole article is cited) the one that
        shares most words with what is `said` of it."""
        words = set(content(said)) if len(stands) > 1 else set()

        def shared(document: Document, clause: Clause) -> int:
            held = " ".join((document.quote(clause), *(fact.short for fact in clause.facts)))
            return len(words & set(content(held)))

        return min(stands, key=lambda one: (self._order(one[0]), -shared(*one) if words else 0))

    def _order(self, document: Document) -> tuple[int, bool, int]:
        status = self.library.status(document, self.day)
        return _ORDER.index(status), document.basis != "official", document.tier
