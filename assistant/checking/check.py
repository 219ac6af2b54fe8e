"""Every quotation and citation of a text against the documents: exact, struck, altered, in another
place, gone, out of force, overstated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.checking.attribution import Ascribed, short_title
from assistant.checking.match import Found
from assistant.checking.places import COMMON, Place, fit, gives
from assistant.checking.quotations import Quotation, quotations, readable, uncited
from assistant.checking.sources import Sources
from assistant.checking.verdict import VERDICTS, Check
from assistant.checking.words import Words, digest_only
from corpus import BadQuestion, Clause, Document, Library

__all__ = ["MOST", "VERDICTS", "Check", "Checker"]

#: Quotations and citations of one text: a long bulletin has a hundred.
MOST = 1000
#: "of the National Labor Relations Act": a law or agreement that no document held here is
_FOREIGN = re.compile(
    r"^\W{0,2}(?:of|in|to) (?:the )?(?:[A-Z][\w.&'’-]+ (?:of |and |on |for |the )*){1,8}"
    r"(?:Act|Code|Agreement|Constitution|Regulations?|Directive|Convention|Rules|Statutes?)\b"
)


class Checker:
    """Checks texts against one library on one day."""

    def __init__(self, library: Library, day: date) -> None:
        self.library, self.day = library, day
        self._sources = Sources(library, day)
        self._words = Words(self._sources)

    def check(self, text: str) -> list[Check]:
        """A verdict for every quotation and citation of the text, in order; what people say in
        their own words has none.

        BadQuestion where it holds more than MOST of them: each is looked for in every document.
        """
        found = quotations(text, self._sources.attribution.names)
        if len(found) > MOST:
            raise BadQuestion(
                f"the text holds {len(found):,} quotations and citations, and {MOST:,} are "
                "checked at once; check it in parts"
            )
        opening = readable(text[:4000])
        checks = [self._one(quotation, opening) for quotation in found]
        checks += [self._uncited(sentence) for sentence in uncited(text, found)]
        return sorted(filter(None, checks), key=lambda check: check.quotation.start)

    def _one(self, quotation: Quotation, opening: str) -> Check | None:
        said = self._sources.attribution.ascribed(quotation, opening)
        check = self._words.check if quotation.words else self._cited
        return check(quotation, said)

    def _uncited(self, sentence: Quotation) -> Check | None:
        """A sentence that cites no clause, where it makes more of a document than it is."""
        judged = self._sources.force.of_uncited(sentence)
        if judged is None:
            return None
        verdict, note, document = judged
        claimed = replace(sentence, claimed=short_title(document))
        return Check(claimed, verdict, Found(document.id, note=note))

    # --- a place without words ---

    def _cited(self, quotation: Quotation, said: Ascribed) -> Check | None:
        level = quotation.place.groups[0][0] if quotation.place else ""
        vague = level in COMMON or not level and not said.stands
        if not said.sure and (vague or self._is_foreign(quotation)):
            return None  # "item 3 on the agenda", "Section 7 of the Labor Relations Act"
        if said.stands:
            best = self._sources.best(said.stands, quotation.bare)
            return self._at(quotation, *best, said.stands)
        if not said.documents or not said.sure:
            note = "no document held here has a clause at this place"
            return Check(quotation, "no_such_place", Found(note=note))
        if stands := self._taken_over(quotation.place, said.documents):
            return self._at(quotation, *self._sources.best(stands), stands)
        one = said.documents[0]
        note = f"{short_title(one)} has no clause at {quotation.claimed}{digest_only([one])}"
        return Check(quotation, "no_such_place", Found(one.id, note=note))

    def _at(
        self,
        quotation: Quotation,
        document: Document,
        clause: Clause,
        stands: Sequence[tuple[Document, Clause]],
    ) -> Check:
        verdict, note = self._sources.force.of(quotation, document, clause, stands)
        return Check(quotation, verdict, Found(document.id, clause.locator, note=note))

    def _taken_over(
        self, place: Place | None, documents: Sequence[Document]
    ) -> list[tuple[Document, Clause]]:
        """The clauses of others at a place that one of these documents speaks of itself: "it takes
        over Article XLIX"."""
        if place is None or not any(gives(document.text, place) for document in documents):
            return []
        every = [(document, clause) for document in self.library for clause in document.clauses]
        return [(document, clause) for document, clause in every if fit(place, clause) == 2]

    def _is_foreign(self, quotation: Quotation) -> bool:
        """Whether a place is said to be of a law or agreement that is not held here."""
        if not (found := _FOREIGN.match(quotation.after)):
            return False
        name = " ".join(found.group().split()[-2:]).lower()
        return not any(name in " ".join((o.title, *o.aliases)).lower() for o in self.library)
