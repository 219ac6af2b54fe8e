"""Every quotation and citation of a text against the documents: exact, struck, altered, in another
place, gone, out of force, overstated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from assistant.checking.attribution import Ascribed, Attribution, at_its_place, short_title
from assistant.checking.force import Force
from assistant.checking.likeness import Altered, Likeness
from assistant.checking.match import Found, Hit, Wording
from assistant.checking.meaning import content
from assistant.checking.places import COMMON, Place, fit, gives
from assistant.checking.quotations import Quotation, quotations, readable, uncited
from corpus import BadQuestion, Clause, Document, Library

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
#: Quotations and citations of one text: a long bulletin has a hundred.
MOST = 1000
#: A stretch that shares less of a quotation's words is not what was quoted. Of words that nobody
#: gives as a document's, and of few words, more is wanted.
_ALIKE, _UNASCRIBED, _OF_FEW = 0.6, 0.7, 0.75
_FEW = 6
#: Of a few words in quotation marks, only such changes are told from a term that happens to be like
#: the document's.
_GRAVE = ("a “not”", "a number")
_CONTRACTUAL = re.compile(
    r"\b(?:shall|must|may not|employers?|employees?|producers?|compan(?:y|ies)|the union|the guild"
    r"|consent|agreements?|parties|members?|performers?|writers?)\b",
    re.I,
)
#: A lead-in that gives what follows as the words of a document, whatever they are.
_GIVES = re.compile(r"(?::|\b(?:says?|reads?|states?|provides?|requires?|promises?))\W*$", re.I)
#: No agreement and no law talks like this.
_TALK = re.compile(r"\b(?:I|me|my|lol|okay)\b|\w(?:n['’]t|['’](?:re|ve|ll|m))\b")
#: "of the National Labor Relations Act": a law or agreement that no document held here is
_FOREIGN = re.compile(
    r"^\W{0,2}(?:of|in|to) (?:the )?(?:[A-Z][\w.&'’-]+ (?:of |and |on |for |the )*){1,8}"
    r"(?:Act|Code|Agreement|Constitution|Regulations?|Directive|Convention|Rules|Statutes?)\b"
)
#: A text that denies in its own words what it then quotes: nobody may “make an employee hand over”
_DENIES = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nobody|nothing|cannot|without|against|free (?:of|from)"
    r"|forb\w+|bar(?:s|red)|bans?|banned|prohibit\w*|prevent\w*|rules? out|stops?)\b|n['’]t\b",
    re.I,
)
_MODAL = "may|can|must|shall|will|is|are"
#: Which document leads where several hold the words.
_ORDER = ("in_force", "statement", "proposed", "not_yet", "superseded", "expired")


@dataclass(frozen=True, slots=True)
class Check:
    """One quotation or citation with its verdict, and what was found in the documents for it."""

    quotation: Quotation
    verdict: str
    found: Found = Found()

    def json(self) -> dict:
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


class Checker:
    """Checks texts against one library on one day."""

    def __init__(self, library: Library, day: date) -> None:
        self.library, self.day = library, day

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.library)

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self._wording)

    @cached_property
    def _attribution(self) -> Attribution:
        return Attribution(self.library, self.day)

    @cached_property
    def _force(self) -> Force:
        return Force(self.library, self.day, self._attribution)

    def check(self, text: str) -> list[Check]:
        """A verdict for every quotation and citation of the text, in order; what people say in
        their own words has none.

        BadQuestion where it holds more than MOST of them: each is looked for in every document.
        """
        found = quotations(text, self._attribution.names)
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
        said = self._attribution.ascribed(quotation, opening)
        if not quotation.words:
            return self._cited(quotation, said)
        ascribed = self._attribution.to_document(quotation)
        if len(quotation.words.split()) < 4 and not ascribed:
            return None
        if hits := self._hits(quotation):
            return self._quoted(quotation, said, hits)
        return self._lost(quotation, said, ascribed)

    def _uncited(self, sentence: Quotation) -> Check | None:
        """A sentence that cites no clause, where it makes more of a document than it is."""
        judged = self._force.of_uncited(sentence)
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
            return self._at(quotation, *self._best(said.stands, quotation.bare), said.stands)
        if not said.documents or not said.sure:
            note = "no document held here has a clause at this place"
            return Check(quotation, "no_such_place", Found(note=note))
        if stands := self._taken_over(quotation.place, said.documents):
            return self._at(quotation, *self._best(stands), stands)
        one = said.documents[0]
        note = f"{short_title(one)} has no clause at {quotation.claimed}{_digests([one])}"
        return Check(quotation, "no_such_place", Found(one.id, note=note))

    def _at(
        self,
        quotation: Quotation,
        document: Document,
        clause: Clause,
        stands: Sequence[tuple[Document, Clause]],
    ) -> Check:
        verdict, note = self._force.of(quotation, document, clause, stands)
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

    # --- words that stand somewhere to the letter ---

    def _hits(self, quotation: Quotation) -> list[Hit]:
        hits = self._wording.exact(quotation.words)
        runs = [run.rstrip(" ,;:.–—-") for run in quotation.runs]
        for mark in ",;:.-" if runs else "":
            hits = hits or self._wording.exact(f"{mark} ".join(runs))
        return hits

    def _quoted(self, quotation: Quotation, said: Ascribed, hits: list[Hit]) -> Check:
        """At the place given, in the document named?"""
        if all(hit.fault for hit in hits):
            return Check(quotation, "altered", hits[0].found(hits[0].fault))
        hits = [hit for hit in hits if not hit.fault]
        inside = [hit for hit in hits if hit.document in said.documents]
        if not inside and (struck := self._wording.struck(quotation.words, said.documents)):
            return self._struck(quotation, struck)  # live in another, such as the one before
        if turned := _turned(quotation, inside or hits):
            return turned
        free = inside or ([] if said.sure else hits)
        if right := [hit for hit in free if at_its_place(quotation, hit, said)]:
            return self._right(quotation, right, said)
        if free and not quotation.placed:
            return self._right(quotation, free, said)
        hit = self._leading(inside or hits)
        if not inside and self._is_of_the_line(hit.document, said):
            return self._right(quotation, [hit], said)
        other = short_title(said.documents[0]) if said.documents and not inside else ""
        claimed = " of ".join(part for part in (quotation.claimed, other) if part) or "there"
        where = f"{hit.clause.locator} of {short_title(hit.document)}"
        at = "at" if quotation.claimed else "in"
        note = f"these words stand at {where}, not {at} {claimed}"
        return Check(quotation, "wrong_place", hit.found(note))

    def _right(self, quotation: Quotation, hits: Sequence[Hit], said: Ascribed) -> Check:
        hit = self._leading(hits)
        verdict, note = self._force.of(quotation, hit.document, hit.clause, said.stands)
        return Check(quotation, verdict, hit.found(note))

    def _is_of_the_line(self, document: Document, said: Ascribed) -> bool:
        """Whether a document is an old version of one that the text names."""
        line = [each.id for one in said.documents for each in self._attribution.line(one)]
        return document.id in line and self.library.status(document, self.day) in _ORDER[-2:]

    # --- words that stand nowhere to the letter ---

    def _lost(self, quotation: Quotation, said: Ascribed, ascribed: bool) -> Check | None:
        """Struck, altered, or of no document."""
        count = len(re.findall(r"\w+", quotation.words))
        if (ascribed or count >= _FEW) and (struck := self._wording.struck(quotation.words)):
            return self._struck(quotation, struck)
        if altered := self._altered(quotation, said, ascribed, count):
            if altered.struck:
                return self._struck(quotation, altered.hit)
            return Check(quotation, "altered", altered.found)
        if not ascribed or not self._is_given_as_words_of_a_document(quotation):
            return None
        if quotation.claimed and said.documents and said.sure and not said.stands:
            one = said.documents[0]
            note = f"no clause at {quotation.claimed}, and the words are found nowhere"
            return Check(quotation, "no_such_place", Found(one.id, note=note + _digests([one])))
        note = "the words are found nowhere in the documents held here"
        if not said.stands:
            found = Found(note=note + _digests(said.documents[:3]))
        else:
            document, clause = self._best(said.stands)
            found = Found(document.id, clause.locator, note=note + _digests([document]))
        return Check(quotation, "not_found", found)

    def _altered(
        self, quotation: Quotation, said: Ascribed, ascribed: bool, count: int
    ) -> Altered | None:
        """What the words are an altered form of, where they are like enough to it."""
        near = [clause for _, clause in said.stands]
        least = _ALIKE if ascribed else _UNASCRIBED
        if count < _FEW:
            least = max(least, _OF_FEW)
        altered = self._likeness.altered(quotation.words, said.documents, near)
        if altered and altered.share >= least and (ascribed or count >= _FEW):
            return altered
        if count > _FEW or not said.documents:
            return None
        altered = self._likeness.altered(quotation.words, said.documents, near, elsewhere=False)
        grave = altered and altered.called.startswith(_GRAVE)
        return altered if grave and altered.kept >= _ALIKE * count else None

    def _is_given_as_words_of_a_document(self, quotation: Quotation) -> bool:
        """Whether words that are found nowhere were meant for a document's at all."""
        words = quotation.words
        if self._attribution.named(words) or _TALK.search(words):
            return False  # words that name a document speak of it: “The MBA covers grips”
        if not quotation.introduced and re.search(r"\byours?\b|\byou\b", words, re.I):
            return False
        return bool(
            quotation.placed or _CONTRACTUAL.search(words) or _GIVES.search(quotation.before)
        )

    def _struck(self, quotation: Quotation, hit: Hit) -> Check:
        note = f"these words are struck out in {short_title(hit.document)}, at {hit.clause.locator}"
        if hit.end > hit.start:
            return Check(quotation, "struck", hit.found(note))
        return Check(quotation, "struck", Found(hit.document.id, hit.clause.locator, note=note))

    # --- which of several ---

    def _leading(self, hits: Sequence[Hit]) -> Hit:
        return min(hits, key=lambda hit: self._order(hit.document))

    def _best(
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


def _turned(quotation: Quotation, hits: list[Hit]) -> Check | None:
    """Words cut off right behind a "not", or right before one, of which the text says nothing: the
    letters are right, the sense is not."""
    if not all(_cut_off(hit) for hit in hits):
        return None
    words, where = quotation.words, _cut_off(hits[0])
    if where == "after":
        if re.match(r"\W*not\b", quotation.after, re.I):
            return None
        diff = f"{words}[- not-]"
    else:
        modal = rf"\b(?:{_MODAL}|allowed to|required to|free to)\W*$"
        ends = re.search(modal, quotation.before, re.I)
        asked = not ends and "?" in quotation.bare
        if asked or _DENIES.search(quotation.before[-25 if ends else -80 :]):
            return None
        diff = f"[-not -]{words}"
    note = f"a “not” right {where} these words was left out"
    return Check(quotation, "altered", hits[0].found(note, diff))


def _cut_off(hit: Hit) -> str:
    """Whether a denial stands right "before" words found or right "after" them, in one sentence."""
    text = hit.document.text
    before = text[max(hit.clause.span.start, hit.start - 30) : hit.start]
    if re.search(r"\b(?:not|never|no|neither)\s+[\W_]*$", before, re.I):
        return "before"
    modal = rf"\b(?:{_MODAL}|could|should|would|was|were|do|does|did|has|have)$"
    ends = re.search(modal, text[hit.start : hit.end], re.I)
    goes_on = re.match(r"\s+not\b", text[hit.end : hit.end + 8], re.I)
    return "after" if ends and goes_on else ""


def _digests(documents: Sequence[Document]) -> str:
    """Official words can't be found in our digest of them: said, so that nobody takes a true
    quotation for a false one."""
    if not documents or any(document.basis != "digest" for document in documents):
        return ""
    one = documents[0]
    where = f" ({one.official_url})" if one.official_url else ""
    held = f"only our digest of {short_title(one)} is held"
    return f"; {held}: compare with the official text{where}, or add it"
