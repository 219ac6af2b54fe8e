"""Words or a citation that are right: is their document in force on the day, and does the sentence
claim no more for it than it has?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.checking.absolutes import unborne
from assistant.checking.attribution import Attribution, short_title
from assistant.checking.history import is_history
from assistant.checking.overstatement import (
    NAME,
    no_force,
    oversold,
    overstated,
    said_in_force,
)
from assistant.checking.places import fit, places
from assistant.checking.quotations import Quotation
from corpus import Clause, Document, Library
from corpus.modality import binds_nobody

_OVER = ("superseded", "expired")


@dataclass(frozen=True, slots=True)
class Force:
    """Judges what a text claims for the documents of one library on one day."""

    library: Library
    day: date
    attribution: Attribution

    def of(
        self,
        quotation: Quotation,
        document: Document,
        clause: Clause,
        stands: Sequence[tuple[Document, Clause]],
    ) -> tuple[str, str]:
        """The verdict on right words or a right place, and its note; `stands` are all the clauses
        at the place that is cited."""
        status = self.library.status(document, self.day)
        said = self.attribution.names.sub(NAME, quotation.bare)
        carried = self._carried(document, clause) if status == "superseded" else None
        if status in _OVER and not carried:
            note = self._since(document)
            if is_history(said, quotation.paragraph.replace(quotation.words or "\0", " ")):
                return "exact", f"{note}; the text says that it is history"
            return status, note
        beyond = overstated(said, document, clause, quotation.claimed, quotation.words)
        if not beyond and not binds_nobody(document):
            own = [one for one in stands if one[0].id in (document.id, document.text_of)]
            beyond = unborne(said, quotation.claimed, own or [(document, clause)])
        if beyond:
            return "overstated", beyond
        notes = []
        if carried:
            notes.append(f"carried into {short_title(carried)}, which is in force")
        if document.basis == "digest" and quotation.words:
            notes.append("these are our digest's words, not the official text's")
        return "exact", "; ".join(notes)

    def of_uncited(self, sentence: Quotation) -> tuple[str, str, Document] | None:
        """The verdict on a sentence that cites no clause, its note and the document it is about;
        None where it makes no more of a document than it is.

        A hint: much that is sold as binding is said in words that this doesn't know.
        """
        documents = self.attribution.named(sentence.bare)
        said = self.attribution.names.sub(NAME, sentence.bare)
        if not documents or said.rstrip(' ”"»)*_|').endswith("?"):
            return None
        first = documents[0]
        if claim := oversold(said, documents):
            return "overstated", _claimed(claim, no_force(first)), first
        statuses = {self.library.status(document, self.day) for document in documents}
        claim = said_in_force(said) if statuses <= set(_OVER) else ""
        if not claim or is_history(said, sentence.paragraph):
            return None
        return self.library.status(first, self.day), _claimed(claim, self._since(first)), first

    def _since(self, document: Document) -> str:
        """What became of a document that is out of force."""
        after = self.library.replaced_by(document, self.day)
        return f"replaced by {short_title(after)}" if after else "no longer in force on the date"

    def _carried(self, document: Document, clause: Clause) -> Document | None:
        """The agreement in force that keeps a clause's term after its own was replaced; of an
        official text its digest tells."""
        same = [clause]
        if digest := self.library.digest_of(document):
            same = [
                one
                for one in digest.clauses
                if any(fit(place, clause) == 2 for place in places(one.locator))
            ]
        kept = [self.library[one.carried] for one in same if one.carried in self.library]
        in_force = kept and self.library.status(kept[0], self.day) == "in_force"
        return kept[0] if in_force else None


def _claimed(claim: str, note: str) -> str:
    return f"the text says “{' '.join(claim.split())}”; {note}"
