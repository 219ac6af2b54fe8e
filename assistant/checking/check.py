"""Every quotation and citation of a text against the documents: exact, struck, altered, in another place, gone, out of force, overstated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from assistant.checking.absolutes import unborne
from assistant.checking.ascribed import Ascribed, ascribed, at_its_place
from assistant.checking.attribution import Attribution
from assistant.checking.history import is_history
from assistant.checking.likeness import Likeness
from assistant.checking.meaning import content
from assistant.checking.oversold import NAME, binds_nobody, no_force, oversold, said_in_force
from assistant.checking.overstatement import overstated
from assistant.checking.places import COMMON, Place, fit, gives, places
from assistant.checking.quotations import Quotation, quotations, readable, uncited
from assistant.checking.wording import Found, Hit, Wording
from corpus import BadQuestion, Clause, Document, Library

VERDICTS = ("exact", "struck", "altered", "wrong_place", "not_found", "no_such_place", "superseded", "expired", "overstated")
#: Quotations and citations of one text: a long bulletin has a hundred.
MOST = 1000
#: A stretch that shares less of a quotation's words is not what was quoted; of words that nobody ascribes to a document, more is wanted.
#: Of three words of which one is changed, nobody can tell whether they were meant for the document's.
_ALIKE, _UNASCRIBED, _FEW, _SPOKEN = 0.6, 0.7, 0.75, 0.85
#: Of a few words in quotation marks, only such changes are told from a term that happens to be like the document's.
_GRAVE = ("a “not”", "a number")
_CONTRACTUAL = re.compile(
    r"\b(?:shall|must|may not|employers?|employees?|producers?|compan(?:y|ies)|the union|the guild|consent|agreements?|parties|members?|performers?|writers?)\b",
    re.I,
)
#: No agreement and no law talks like this.
_TALK = re.compile(r"\b(?:I|I['’]\w+|my|me|lol|okay)\b|\w(?:n['’]t|['’](?:re|ve|ll))\b")
#: "of the National Labor Relations Act": a law or agreement that no document held here is
_FOREIGN = re.compile(
    r"^\W{0,2}(?:of|in|to) (?:the )?(?:[A-Z][\w.&'’-]+ (?:of |and |on |for |the )*){1,8}(?:Act|Code|Agreement|Constitution|Regulations?|Directive|Convention|Rules|Statutes?)\b"
)
#: A text that denies in its own words what it then quotes: nobody may “make an employee hand over prompts”
_DENIES = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nobody|nothing|cannot|without|hardly|against|free (?:of|from)|forb\w+|bar(?:s|red|ring)?|bans?|banned|prohibit\w*|"
    r"prevent\w*|refus\w+|den(?:y|ies|ied)|lacks?|lacking|rules? out|ruled out|stops?|fails? to|absence of)\b|n['’]t\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Check:
    """One quotation or citation with its verdict, and what was found in the documents for it."""

    quotation: Quotation
    verdict: str
    found: Found = Found()

    def json(self) -> dict:
        """As interface.md prints it; what is wrong stands first in `diff`, then the words that differ."""
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

    def check(self, text: str) -> list[Check]:
        """A verdict for every quotation and citation of the text, in order; what people say in their own words has none.

        BadQuestion where it holds more than MOST of them: each is looked for in every document.
        """
        opening = readable(text[:4000])
        checks = []
        found = quotations(text, self._attribution.names)
        if len(found) > MOST:
            raise BadQuestion(f"the text holds {len(found):,} quotations and citations, and {MOST:,} are checked at once; check it in parts")
        for quotation in found:
            voice = self._attribution.voice(quotation) if quotation.words else ""
            if voice in ("", "document") and not _introduced(quotation) and self._attribution.speaking(quotation):
                voice = "person"  # “It is about dignity,” says Ahmed. “The money comes second.”
            checks.append(self._one(quotation, opening, voice))
        checks += [self._sold(sentence) for sentence in uncited(text, found)]
        return sorted((check for check in checks if check is not None), key=lambda check: check.quotation.start)

    def _one(self, quotation: Quotation, opening: str, voice: str) -> Check | None:
        said = ascribed(quotation, opening, self._attribution)
        if not quotation.words:
            return self._cited(quotation, said)
        if len(quotation.words.split()) < 4 and voice != "document":
            return None
        found = self._found(quotation)
        if found:
            return self._quoted(quotation, said, found)
        return self._lost(quotation, said, voice)

    # --- verdicts ---

    def _sold(self, sentence: Quotation) -> Check | None:
        """A sentence that cites no clause, and says of a document that binds nobody that it does."""
        documents = self._attribution.named(sentence.bare)
        said = self._attribution.names.sub(NAME, sentence.bare)
        if claim := oversold(said, documents):
            return self._claimed(sentence, "overstated", claim, documents[0], no_force(documents[0]))
        gone = {self.library.status(document, self.day) for document in documents}
        claim = said_in_force(said) if documents and gone <= {"superseded", "expired"} else ""
        if not claim or is_history(said, sentence.paragraph):
            return None
        return self._claimed(sentence, gone.pop(), claim, documents[0], self._since(documents[0]))

    def _since(self, document: Document) -> str:
        """What became of a document that is out of force."""
        after = self.library.replaced_by(document, self.day)
        return f"replaced by {short_title(after)}" if after else "no longer in force on the date"

    def _claimed(self, sentence: Quotation, verdict: str, claim: str, document: Document, note: str) -> Check:
        words = f"the text says “{' '.join(claim.split())}”; {note}"
        return Check(replace(sentence, claimed=short_title(document)), verdict, Found(document.id, note=words))

    def _cited(self, quotation: Quotation, said: Ascribed) -> Check | None:
        common = quotation.place is not None and quotation.place.groups[0][0] in COMMON
        bare = quotation.place is not None and not quotation.place.groups[0][0]
        if not said.sure and (common or bare and not said.stands or self._foreign(quotation)):
            return None  # "item 3 on the agenda", "Section 7 of the Labor Relations Act": of no document that is held here
        if said.stands:
            document, clause = self._best(said.stands, quotation.bare)
            return self._dated(quotation, Hit(document, clause, clause.span.start, clause.span.end), said.stands, cited=True)
        if said.documents and said.sure:
            if elsewhere := self._taken_over(quotation.place, said.documents):
                return self._dated(quotation, elsewhere, [(elsewhere.document, elsewhere.clause)], cited=True)
            one = said.documents[0]
            note = f"{short_title(one)} has no clause at {quotation.claimed}{_digests([one])}"
            return Check(quotation, "no_such_place", Found(one.id, note=note))
        return Check(quotation, "no_such_place", Found(note="no document held here has a clause at this place"))

    def _taken_over(self, place: Place | None, documents: Sequence[Document]) -> Hit | None:
        """A place of one document that another one, which the text names, speaks of itself: "it takes over Article XLIX"."""
        if place is None or not any(gives(document.text, place) for document in documents):
            return None
        stands = [(document, clause) for document in self.library for clause in document.clauses if fit(place, clause) == 2]
        if not stands:
            return None
        document, clause = self._best(stands)
        return Hit(document, clause, clause.span.start, clause.span.end)

    def _foreign(self, quotation: Quotation) -> bool:
        """Whether a place is said to be of a law or agreement that no document held here is called."""
        found = _FOREIGN.match(quotation.after)
        name = " ".join(found.group().split()[-2:]).lower() if found else ""
        return bool(name) and not any(name in " ".join((one.title, *one.aliases)).lower() for one in self.library)

    def _found(self, quotation: Quotation) -> list[Hit]:
        hits = self._wording.exact(quotation.words)
        for mark in ",;:.-" if quotation.runs else "":
            hits = hits or self._wording.exact(f"{mark} ".join(run.rstrip(" ,;:.–—-") for run in quotation.runs))
        return hits

    def _quoted(self, quotation: Quotation, said: Ascribed, found: list[Hit]) -> Check:
        """The words stand somewhere to the letter: at the place given, in the document named?"""
        if all(hit.fault for hit in found):
            return Check(quotation, "altered", found[0].found(found[0].fault))
        found = [hit for hit in found if not hit.fault]
        inside = [hit for hit in found if hit.document in said.documents]
        if not inside and said.documents and (struck := self._wording.struck(quotation.words, said.documents)):
            return self._struck(quotation, struck)  # live in another document, such as the one before
        if turned := self._turned(quotation, inside or found):
            return turned
        fitting = [hit for hit in inside or ([] if said.sure else found) if at_its_place(quotation, hit, said)]
        if fitting and (inside or quotation.place is not None or not said.sure):
            return self._dated(quotation, self._leading(fitting), said.stands)
        if not quotation.placed and (inside or not said.sure):
            return self._dated(quotation, self._leading(inside or found), said.stands)
        hit = self._leading(inside or found)
        line = {document.id for one in said.documents for document in self._attribution.line(one)}
        status = self.library.status(hit.document, self.day)
        if not inside and hit.document.id in line and status in ("superseded", "expired"):
            return self._dated(quotation, hit, said.stands)
        claimed = " of ".join(
            part for part in (quotation.claimed, short_title(said.documents[0]) if said.documents and not inside else "") if part
        )
        note = (
            f"these words stand at {hit.clause.locator} of {short_title(hit.document)}, not "
            + ("at" if quotation.claimed else "in")
            + f" {claimed or 'there'}"
        )
        return Check(quotation, "wrong_place", hit.found(note))

    def _turned(self, quotation: Quotation, found: list[Hit]) -> Check | None:
        """Words cut off right behind a "not", or right before one, of which the text says nothing: the letters are right, the sense is not."""
        if not all(_cut_off(hit) for hit in found):
            return None
        hit, where = found[0], _cut_off(found[0])
        modal = re.search(r"\b(?:may|can|must|shall|will|is|are|allowed to|required to|free to)\W*$", quotation.before, re.I)
        if where == "before" and (_DENIES.search(quotation.before[-25 if modal else -80 :]) or not modal and "?" in quotation.bare):
            return None
        if where == "after" and re.match(r"\W*not\b", quotation.after, re.I):
            return None
        diff = f"[-not -]{quotation.words}" if where == "before" else f"{quotation.words}[- not-]"
        return Check(quotation, "altered", hit.found(f"a “not” right {where} these words was left out", diff))

    def _lost(self, quotation: Quotation, said: Ascribed, voice: str) -> Check | None:
        """The words stand nowhere to the letter: struck, altered, or of no document."""
        count = len(re.findall(r"\w+", quotation.words))
        ascribed = voice == "document"
        if (ascribed or count >= 6) and (struck := self._wording.struck(quotation.words)):
            return self._struck(quotation, struck)
        near = [clause for _, clause in said.stands]
        altered = self._likeness.altered(quotation.words, said.documents, near)
        least = _ALIKE if ascribed else _SPOKEN if voice else _UNASCRIBED
        least = least if count >= 6 else max(least, _FEW)
        alike = bool(altered) and altered.share >= least and (ascribed or count >= 6)
        if not alike and count < 7 and voice in ("", "document") and said.documents:
            altered = self._likeness.altered(quotation.words, said.documents, near, elsewhere=False)
            alike = bool(altered) and altered.kept >= _ALIKE * count and altered.called.startswith(_GRAVE)
        if altered and alike:
            if altered.struck:
                return self._struck(quotation, altered.hit)
            return Check(quotation, "altered", altered.found)
        if not ascribed or self._attribution.named(quotation.words):
            return None  # words that name the document speak of it: “The MBA covers grips”
        talk = _TALK.search(quotation.words) or not _introduced(quotation) and re.search(r"\byours?\b|\byou\b", quotation.words, re.I)
        if talk or not (
            _CONTRACTUAL.search(quotation.words) or self._attribution.speaks_of_documents([quotation.bare])
        ):
            return None
        if quotation.claimed and said.documents and said.sure and not said.stands:
            one = said.documents[0]
            note = f"no clause at {quotation.claimed}, and the words are found nowhere{_digests([one])}"
            return Check(quotation, "no_such_place", Found(one.id, note=note))
        where = self._best(said.stands) if said.stands else None
        note = "the words are found nowhere in the documents held here" + _digests([where[0]] if where else said.documents[:3])
        return Check(quotation, "not_found", Found(where[0].id, where[1].locator, note=note) if where else Found(note=note))

    def _struck(self, quotation: Quotation, hit: Hit) -> Check:
        note = f"these words are struck out in {short_title(hit.document)}, at {hit.clause.locator}"
        found = hit.found(note) if hit.end > hit.start else Found(hit.document.id, hit.clause.locator, note=note)
        return Check(quotation, "struck", found)

    def _dated(self, quotation: Quotation, hit: Hit, stands: Sequence[tuple[Document, Clause]], cited: bool = False) -> Check:
        """Right words at the right place: is it in force on the day, and does the sentence say no more than the clauses that stand there?"""
        document, clause = hit.document, hit.clause

        def found(note: str) -> Found:
            return Found(document.id, clause.locator, note=note) if cited else hit.found(note)

        status = self.library.status(document, self.day)
        bare = self._attribution.names.sub("the document", quotation.bare)
        carried = self._carried(document, clause) if status == "superseded" else None
        if status in ("superseded", "expired") and not carried:
            note = self._since(document)
            paragraph = quotation.paragraph.replace(quotation.words or "\0", " ")
            if is_history(bare, paragraph):
                return Check(quotation, "exact", found(f"{note}; the text says that it is history"))
            return Check(quotation, status, found(note))
        beyond = overstated(bare, document, clause, quotation.claimed, quotation.words)
        if not beyond and not binds_nobody(document):
            family = {document.id, document.text_of}
            beyond = unborne(bare, quotation.claimed, [one for one in stands if one[0].id in family] or [(document, clause)])
        if beyond:
            return Check(quotation, "overstated", found(beyond))
        notes = [f"carried into {short_title(carried)}, which is in force"] if carried else []
        notes += ["these are our digest's words, not the official text's"] if document.basis == "digest" and quotation.words else []
        return Check(quotation, "exact", found("; ".join(notes)))

    def _carried(self, document: Document, clause: Clause) -> Document | None:
        """The agreement in force that keeps a clause's term after its own was replaced; of an official text its digest tells."""
        digest = self.library[document.text_of] if document.text_of and document.text_of in self.library else document
        same = [clause] if digest is document else [one for one in digest.clauses if any(fit(place, clause) == 2 for place in places(one.locator))]
        kept = next((one.carried for one in same if one.carried in self.library), "")
        return self.library[kept] if kept and self.library.status(self.library[kept], self.day) == "in_force" else None

    def _leading(self, hits: Sequence[Hit]) -> Hit:
        return min(hits, key=lambda hit: self._order(hit.document))

    def _best(self, stands: Sequence[tuple[Document, Clause]], said: str = "") -> tuple[Document, Clause]:
        """The clause that leads; of several at one place (a whole article is cited) the one that shares most words with what is `said` of it."""
        words = set(content(said)) if len(stands) > 1 else set()

        def shared(document: Document, clause: Clause) -> int:
            return len(words & set(content(" ".join((document.quote(clause), *(fact.short for fact in clause.facts))))))

        return min(stands, key=lambda hit: (self._order(hit[0]), -shared(*hit) if words else 0))

    def _order(self, document: Document) -> tuple[int, bool, int]:
        order = {"in_force": 0, "statement": 1, "proposed": 2, "not_yet": 3, "superseded": 4, "expired": 5}
        return order.get(self.library.status(document, self.day), 6), document.basis != "official", document.tier


def _cut_off(hit: Hit) -> str:
    """Whether a denial stands right "before" words found or right "after" them, in the same sentence."""
    text = hit.document.text
    if re.search(r"\b(?:not|never|no|neither)\s+[\W_]*$", text[max(hit.clause.span.start, hit.start - 30) : hit.start], re.I):
        return "before"
    modal = re.search(r"\b(?:may|can|could|must|shall|should|will|would|is|are|was|were|do|does|did|has|have)$", text[hit.start : hit.end], re.I)
    return "after" if modal and re.match(r"\s+not\b", text[hit.end : hit.end + 8], re.I) else ""


def _introduced(quotation: Quotation) -> bool:
    """Whether the quotation's own sentence says whose words they are."""
    return quotation.placed or bool(re.search(r"\w{3}", f"{quotation.before} {quotation.after}"))


def short_title(document: Document) -> str:
    """A document's title without what follows a dash or stands in brackets."""
    return re.split(r"\s+[—–-]\s+|\s*[(;]|, (?:AI|artificial)", document.title)[0].strip() or document.title


def _digests(documents: Sequence[Document]) -> str:
    """Official words can't be found in our digest of them: said, so that nobody takes a true quotation for a false one."""
    ours = [document for document in documents if document.basis == "digest"]
    if not ours or len(ours) < len(documents):
        return ""
    where = f" ({ours[0].official_url})" if ours[0].official_url else ""
    return f"; only our digest of {short_title(ours[0])} is held: compare with the official text{where}, or add it"
