"""Every quotation and citation of a text against the documents: exact, struck, altered, in another place, gone, overstated.

Where words stand is found by comparing characters after white space, quotation marks and hyphens are folded; a search
by shared words only proposes what they may be an altered form of, and never decides that they are exact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property

from assistant.force import force_of
from assistant.quotations import Quotation, quotations
from assistant.scope import Scope, read_scope
from corpus import STRUCK, Clause, Document, Library, Locator
from corpus.compare import edits_between

_FOLD = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "\u00ad": "", "\u00a0": " "})
_ELLIPSIS = re.compile(r"\s*(?:\[?(?:\.\.\.|…|\. \. \.)\]?)\s*")
#: A clause that shares less of a quotation's words is not what was quoted.
_ALIKE = 0.6
_CLAIMS = {
    "prohibits": re.compile(
        r"\b(?:prohibits?|bans?|banned|forbids?|forbidden|outlaws?|not allowed to|illegal|cannot|can't|may not|must not)\b", re.I
    ),
    "requires": re.compile(r"\b(?:requires?|must|obliges?|has to|have to|guarantees?|mandates?)\b", re.I),
}
_WEAKER = ("reserves", "permits", "informs", "defines")


@dataclass(frozen=True, slots=True)
class Check:
    """One quotation or citation with its verdict. `diff` marks [-gone-] and {+new+} words of an altered one; `note` says what is wrong."""

    quotation: Quotation
    verdict: str
    document: str = ""
    locator: str = ""
    start: int | None = None
    end: int | None = None
    diff: str = ""
    note: str = ""

    def json(self) -> dict:
        """As interface.md prints it."""
        return {
            "quote": self.quotation.words,
            "claimed": self.quotation.claimed,
            "verdict": self.verdict,
            "document": self.document or None,
            "locator": self.locator or None,
            "start": self.start,
            "end": self.end,
            "diff": self.diff or None,
            "note": self.note or None,
        }


@dataclass(frozen=True)
class Checker:
    """Checks texts against one library on one day."""

    library: Library
    day: date

    def check(self, text: str) -> list[Check]:
        """A verdict for every quotation and citation of the text, in order."""
        whole = read_scope(text[:4000], self.library, self.day)
        return [self._one(quotation, whole) for quotation in quotations(text)]

    def _one(self, quotation: Quotation, whole: Scope) -> Check:
        place = Locator(_full(quotation.claimed)).parts if quotation.claimed else ()
        near = [read_scope(words, self.library, self.day) for words in (quotation.sentence, quotation.paragraph)]
        named = next((scope.named for scope in near if scope.named), ())
        documents = [self.library[identity] for identity in named]
        if not documents and (unions := next((scope.unions for scope in [*near, whole] if scope.unions), ())):
            documents = [d for d in self.library if set(unions) & self.library.unions_of(d)]
        stands = self._standing(documents, place)
        if not stands and not near[0].named:
            # nothing near it says whose clause it is: the document that the text begins with, or any that has such a place
            stands = self._standing([self.library[identity] for identity in whole.named], place) or self._standing(
                list(self.library), place
            )
        return (
            self._quoted(quotation, documents, place, stands)
            if quotation.words
            else self._cited(quotation, documents, stands, bool(named))
        )

    def _standing(self, documents: list[Document], place: tuple[str, ...]) -> list[tuple[Document, Clause]]:
        return [(document, clause) for document in documents for clause in document.clauses if place and _at(clause, place)]

    def _cited(self, quotation: Quotation, documents: list[Document], stands: list, named: bool) -> Check:
        if stands:
            document, clause = self._best(stands)
            return self._dated(quotation, document, clause, None, None)
        if documents and named:
            one = documents[0]
            return Check(quotation, "no_such_place", one.id, note=f"{one.title} has no clause at {quotation.claimed}")
        return Check(quotation, "no_such_place", note="no document held here has a clause at this place")

    def _quoted(self, quotation: Quotation, documents: list[Document], place: tuple, stands: list) -> Check:
        found = self._exact(quotation.words)
        here = [hit for hit in found if any(hit[1] is clause for _, clause in stands)]
        if here:
            return self._dated(quotation, *here[0])
        if found:
            inside = [hit for hit in found if hit[0] in documents] or found
            document, clause, start, end = min(inside, key=lambda hit: (hit[0].basis != "official", hit[0].tier))
            if place and (stands or documents):
                note = f"these words stand at {clause.locator} of {document.title}, not at {quotation.claimed}"
                return Check(quotation, "wrong_place", document.id, clause.locator, start, end, note=note)
            return self._dated(quotation, document, clause, start, end)
        if struck := self._struck(quotation.words):
            return Check(quotation, "struck", struck.id, note=f"these words are struck out in {struck.title}")
        if altered := self._altered(quotation, documents, stands):
            return altered
        if place and documents and not stands:
            return Check(
                quotation,
                "no_such_place",
                documents[0].id,
                note=f"no clause at {quotation.claimed}, and the words are found nowhere",
            )
        where = self._best(stands) if stands else None
        return Check(
            quotation,
            "not_found",
            where[0].id if where else "",
            where[1].locator if where else "",
            note="the words are found nowhere in the documents held here" + _digests(where[:1] if where else documents[:3]),
        )

    def _dated(self, quotation: Quotation, document: Document, clause: Clause, start: int | None, end: int | None) -> Check:
        status = self.library.status(document, self.day)
        place = (document.id, clause.locator, start, end)
        if status in ("superseded", "expired"):
            after = self.library.replaced_by(document, self.day)
            return Check(
                quotation, status, *place, note=f"replaced by {after.title}" if after else "no longer in force on the date"
            )
        force = force_of(document.quote(clause), document)
        said = quotation.sentence.replace(quotation.words, " ") if quotation.words else quotation.sentence
        for claimed, pattern in _CLAIMS.items():
            if pattern.search(said) and force in _WEAKER and not re.search(r"\b(?:not|no|nothing|n't|never)\b", said, re.I):
                return Check(quotation, "overstated", *place, note=f"the text says that it {claimed}; the clause {force}")
        return Check(quotation, "exact", *place)

    def _best(self, stands: Sequence[tuple[Document, Clause]]) -> tuple[Document, Clause]:
        order = {"in_force": 0, "statement": 1, "proposed": 2, "not_yet": 3, "superseded": 4, "expired": 5}
        return min(
            stands, key=lambda hit: (order.get(self.library.status(hit[0], self.day), 6), hit[0].basis != "official", hit[0].tier)
        )

    # --- where words stand ---

    @cached_property
    def _folded(self) -> dict[str, tuple[str, list[int]]]:
        return {document.id: folded(document.text) for document in self.library}

    def _exact(self, words: str) -> list[tuple[Document, Clause, int, int]]:
        """Places that hold the words to the letter; an ellipsis stands for words left out within one clause."""
        parts = [folded(part)[0].strip(" ,;") for part in _ELLIPSIS.split(words)]
        parts = [part for part in parts if part]
        hits = []
        for document in self.library:
            text, places = self._folded[document.id]
            # a quotation that begins a sentence of its own may have changed its first letter's case
            first = next((one for one in _either(parts[0]) if one in text), "") if parts else ""
            at = text.find(first) if first else -1
            while at >= 0:
                end, clause = at, document.clause_at(places[at])
                for part in [first, *parts[1:]]:
                    end = text.find(part, end)
                    if end < 0:
                        break
                    end += len(part)
                if end > 0 and clause is not None and places[end - 1] < clause.span.end:
                    hits.append((document, clause, places[at], places[end - 1] + 1))
                at = text.find(first, at + 1)
        return hits

    def _struck(self, words: str) -> Document | None:
        wanted = folded(words)[0]
        return next(
            (
                document
                for document in self.library
                for part in (document.report.left_out if document.report else ())
                if part.reason in STRUCK and wanted in folded(part.sample)[0]
            ),
            None,
        )

    @cached_property
    def _bags(self) -> list[tuple[Document, Clause, Counter[str]]]:
        return [(d, c, Counter(_words(d.quote(c)))) for d in self.library for c in d.clauses if not c.title_only]

    def _altered(self, quotation: Quotation, documents: list[Document], stands: list) -> Check | None:
        asked = Counter(_words(quotation.words))
        near = {id(clause) for _, clause in stands}
        scored = sorted(
            (
                ((asked & bag).total() / asked.total() + 0.1 * (id(c) in near) + 0.05 * (d in documents), d, c)
                for d, c, bag in self._bags
            ),
            key=lambda row: -row[0],
        )[:6]
        best: tuple[float, Document, Clause, int, int] | None = None
        for _, document, clause in scored:
            share, start, end = _aligned(quotation.words, document.quote(clause))
            if share >= _ALIKE and (best is None or share > best[0]):
                best = (share, document, clause, clause.span.start + start, clause.span.start + end)
        if best is None:
            return None
        _, document, clause, start, end = best
        edits = edits_between(document.text[start:end], quotation.words)
        shown = "".join(f"[-{e.words}-]" if e.op == "gone" else f"{{+{e.words}+}}" if e.op == "new" else e.words for e in edits)
        changed = " ".join(e.words for e in edits if e.op != "same")
        return Check(quotation, "altered", document.id, clause.locator, start, end, shown, _called_out(changed))


def folded(text: str) -> tuple[str, list[int]]:
    """A text with white space, quotation marks and hyphens made one, and for each character where it came from."""
    out: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        letter = letter.translate(_FOLD)
        if letter.isspace():
            letter = " " if out and out[-1] != " " else ""
        if letter:
            out.append(letter[0])
            places.append(at)
    return "".join(out), places


def _either(part: str) -> tuple[str, str]:
    return part, part[:1].swapcase() + part[1:]


def _aligned(words: str, text: str) -> tuple[float, int, int]:
    """How much of the quoted words a stretch of the text holds in order, and where that stretch stands."""
    pieces = list(re.finditer(r"\w+(?:['’]\w+)*", text))
    asked = _words(words)
    matcher = SequenceMatcher(None, asked, [p.group().lower().replace("’", "'") for p in pieces], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return 0.0, 0, 0
    first, last = blocks[0], blocks[-1]
    # a word that was changed at either end belongs to the stretch too
    begin = max(0, first.b - min(first.a, 3))
    end = min(len(pieces), last.b + last.size + min(len(asked) - last.a - last.size, 3))
    held = sum(block.size for block in blocks)
    return held / max(len(asked), end - begin), pieces[begin].start(), pieces[end - 1].end()


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in re.findall(r"\w+(?:['’]\w+)*", text)]


def _called_out(changed: str) -> str:
    for name, pattern in (
        ("a “not” was changed", r"\b(?:not|no|never|nor|cannot|without|unless)\b"),
        ("may, must or shall was changed", r"\b(?:may|must|shall|will|can|should|might)\b"),
        ("a number or date was changed", r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|thirty|sixty|ninety)\b"),
    ):
        if re.search(pattern, changed, re.I):
            return name
    return "words were changed"


def _digests(documents: Sequence[Document]) -> str:
    """Official words can't be found in our digest of them: said, so that nobody takes a true quotation for a false one."""
    ours = [document for document in documents if document.basis == "digest"]
    if not ours:
        return ""
    where = f" ({ours[0].official_url})" if ours[0].official_url else ""
    return f"; only our digest of {ours[0].title} is held: compare with the official text{where}, or add it"


def _full(claimed: str) -> str:
    text = re.sub(r"\bArt\.", "Article", claimed)
    text = re.sub(r"\b(?:Sect?|Sec)\.", "Section", text)
    text = re.sub(r"\bMBA\s", "Article ", text)
    # "72.B" and "72(B)" are Article 72, Paragraph B
    return re.sub(r"(\d)\.([A-Z])\b", r"\1 \2", text)


def _at(clause: Clause, place: tuple[str, ...]) -> bool:
    """Whether a clause stands at a place: its numbers begin with the place's, in order, the words for levels aside."""
    bare = tuple(part for part in place if part not in _LEVELS)
    own = tuple(part for part in Locator(clause.locator).parts if part not in _LEVELS)
    kind = next((part for part in place if part in _LEVELS), "")
    named = not kind or kind in Locator(clause.locator).parts or kind in ("section", "paragraph")
    return bool(bare) and own[: len(bare)] == bare and named


_LEVELS = frozenset(
    ["article", "section", "paragraph", "principle", "item", "rule", "schedule", "exhibit", "appendix", "code", "labor", "civil"]
)
