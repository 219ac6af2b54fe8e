"""The verdict on quoted words: at their place, elsewhere, cut off at a "not", struck, altered, or
found nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.attribution import Ascribed, at_its_place, short_title
from assistant.checking.likeness import Altered
from assistant.checking.match import Found, Hit
from assistant.checking.quotations import Quotation
from assistant.checking.sources import Sources
from assistant.checking.verdict import Check
from corpus import Document

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
#: A text that denies in its own words what it then quotes: nobody may “make you pay”
_DENIES = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nobody|nothing|cannot|without|against|free (?:of|from)"
    r"|forb\w+|bar(?:s|red)|bans?|banned|prohibit\w*|prevent\w*|rules? out|stops?)\b|n['’]t\b",
    re.I,
)
_MODAL = "may|can|must|shall|will|is|are"
_OVER = ("superseded", "expired")


@dataclass(frozen=True, slots=True)
class Words:
    """Judges quoted words against one library on one day."""

    sources: Sources

    def check(self, quotation: Quotation, said: Ascribed) -> Check | None:
        """The verdict on a quotation; None for what people say in their own words."""
        ascribed = self.sources.attribution.to_document(quotation)
        if len(quotation.words.split()) < 4 and not ascribed:
            return None
        if hits := self._hits(quotation):
            return self._quoted(quotation, said, hits)
        return self._lost(quotation, said, ascribed)

    # --- words that stand somewhere to the letter ---

    def _hits(self, quotation: Quotation) -> list[Hit]:
        hits = self.sources.wording.exact(quotation.words)
        runs = [run.rstrip(" ,;:.–—-") for run in quotation.runs]
        for mark in ",;:.-" if runs else "":
            hits = hits or self.sources.wording.exact(f"{mark} ".join(runs))
        return hits

    def _quoted(self, quotation: Quotation, said: Ascribed, hits: list[Hit]) -> Check:
        """At the place given, in the document named?"""
        if all(hit.fault for hit in hits):
            return Check(quotation, "altered", hits[0].found(hits[0].fault))
        hits = [hit for hit in hits if not hit.fault]
        inside = [hit for hit in hits if hit.document in said.documents]
        if not inside and (struck := self.sources.wording.struck(quotation.words, said.documents)):
            return self._struck(quotation, struck)  # live in another, such as the one before
        if turned := _turned(quotation, inside or hits):
            return turned
        free = inside or ([] if said.sure else hits)
        if right := [hit for hit in free if at_its_place(quotation, hit, said)]:
            return self._right(quotation, right, said)
        if free and not quotation.placed:
            return self._right(quotation, free, said)
        hit = self.sources.leading(inside or hits)
        if not inside and self._is_of_the_line(hit.document, said):
            return self._right(quotation, [hit], said)
        other = short_title(said.documents[0]) if said.documents and not inside else ""
        claimed = " of ".join(part for part in (quotation.claimed, other) if part) or "there"
        where = f"{hit.clause.locator} of {short_title(hit.document)}"
        at = "at" if quotation.claimed else "in"
        note = f"these words stand at {where}, not {at} {claimed}"
        return Check(quotation, "wrong_place", hit.found(note))

    def _right(self, quotation: Quotation, hits: Sequence[Hit], said: Ascribed) -> Check:
        hit = self.sources.leading(hits)
        verdict, note = self.sources.force.of(quotation, hit.document, hit.clause, said.stands)
        return Check(quotation, verdict, hit.found(note))

    def _is_of_the_line(self, document: Document, said: Ascribed) -> bool:
        """Whether a document is an old version of one that the text names."""
        line = [each.id for one in said.documents for each in self.sources.attribution.line(one)]
        status = self.sources.library.status(document, self.sources.day)
        return document.id in line and status in _OVER

    # --- words that stand nowhere to the letter ---

    def _lost(self, quotation: Quotation, said: Ascribed, ascribed: bool) -> Check | None:
        """Struck, altered, or of no document."""
        count = len(re.findall(r"\w+", quotation.words))
        if (ascribed or count >= _FEW) and (struck := self.sources.wording.struck(quotation.words)):
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
            return Check(quotation, "no_such_place", Found(one.id, note=note + digest_only([one])))
        note = "the words are found nowhere in the documents held here"
        if not said.stands:
            found = Found(note=note + digest_only(said.documents[:3]))
        else:
            document, clause = self.sources.best(said.stands)
            found = Found(document.id, clause.locator, note=note + digest_only([document]))
        return Check(quotation, "not_found", found)

    def _altered(
        self, quotation: Quotation, said: Ascribed, ascribed: bool, count: int
    ) -> Altered | None:
        """What the words are an altered form of, where they are like enough to it."""
        near = [clause for _, clause in said.stands]
        least = _ALIKE if ascribed else _UNASCRIBED
        if count < _FEW:
            least = max(least, _OF_FEW)
        altered = self.sources.likeness.altered(quotation.words, said.documents, near)
        if altered and altered.share >= least and (ascribed or count >= _FEW):
            return altered
        if count > _FEW or not said.documents:
            return None
        altered = self.sources.likeness.altered(
            quotation.words, said.documents, near, elsewhere=False
        )
        if not altered or not altered.called.startswith(_GRAVE):
            return None
        return altered if altered.kept >= _ALIKE * count else None

    def _is_given_as_words_of_a_document(self, quotation: Quotation) -> bool:
        """Whether words that are found nowhere were meant for a document's at all."""
        words = quotation.words
        if self.sources.attribution.named(words) or _TALK.search(words):
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


def digest_only(documents: Sequence[Document]) -> str:
    """Official words can't be found in our digest of them: said, so that nobody takes a true
    quotation for a false one."""
    if not documents or any(document.basis != "digest" for document in documents):
        return ""
    one = documents[0]
    where = f" ({one.official_url})" if one.official_url else ""
    held = f"only our digest of {short_title(one)} is held"
    return f"; {held}: compare with the official text{where}, or add it"
