"""What became of a saved answer's quotations and statements: unchanged, changed, moved, vanished,
out of force, removed, restated."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.checking.check import Check
from assistant.checking.likeness import Likeness
from assistant.checking.match import Found, Hit, Wording
from assistant.checking.quotations import Quotation
from corpus import Clause, Document, Fact, Library, PinciteError
from corpus.plain import JsonObject
from corpus.words import sentences, terms

#: What became of a quotation, with the verdict of `pincite check` for it.
FATES = {
    "unchanged": "exact",
    "shifted": "exact",
    "changed": "altered",
    "moved": "wrong_place",
    "vanished": "not_found",
    "superseded": "superseded",
    "expired": "expired",
    "removed": "not_found",
    "restated": "altered",
}
_ALIKE = 0.6
_MOST_CITATIONS, _MOST_WORDS = 2000, 200_000
#: What an answer itself puts around the documents' statements.
_FRAME = re.compile(
    r"^(?:For [^.]{2,80} members:"
    r"|It (?:depends on|applies|does not apply|is (?:a bill|a proposal))\b"
    r"|No court|The documents (?:do not say that|say how far)|The nearest rule we found"
    r"|That (?:is|was|ended|agreement)|(?:Your agreement|The text) says:|Your answer is in "
    r"|[^:.]{1,60}:\s*$)"
)
#: A part of fewer words is no statement; of words less alike nobody can tell what they became.
_LEAST, _LIKE = 5, 0.3


@dataclass(frozen=True, slots=True)
class Since:
    """One quotation or statement of a record and its fate, one of FATES, with what is held now."""

    quote: str
    claimed: str
    fate: str
    found: Found

    @property
    def check(self) -> Check:
        """The same as `pincite check` says it of any text."""
        verdict, note, diff = FATES[self.fate], self.found.note, self.found.diff
        if self.fate in ("changed", "moved", "removed"):
            note = f"{self.fate} since: {note}"
        elif self.fate == "restated":
            note = f"the summary's statement has changed: {note}"
        if verdict == "exact":  # what there is to know of exact words is all the difference
            diff, note = note, ""
        quotation = Quotation(self.quote, self.claimed, "", 0, 0)
        return Check(quotation, verdict, replace(self.found, diff=diff, note=note))


# --- quotations ---


def changes_since(record: JsonObject, library: Library, day: date) -> list[Since]:
    """What became of each quotation of a record, or of a saved answer, in a library on a day.

    PinciteError for one that is damaged.
    """
    lists = [record.get(name) or [] for name in ("citations", "also")]
    cited = [one for listed in lists if isinstance(listed, list) for one in listed]
    sound = all(isinstance(listed, list) for listed in lists) and all(map(_is_whole, cited))
    if not sound or len(cited) > _MOST_CITATIONS:
        raise PinciteError(
            "this record is damaged or is none of ours: "
            "a citation lacks its document, locator, quote or offsets"
        )
    whole = Wording(library)
    own = {
        identity: Wording(library.some([identity])) if identity in library else whole
        for identity in {one["document"] for one in cited}
    }
    return [_since(one, library, day, own[one["document"]], whole) for one in cited]


def _is_whole(cited: object) -> bool:
    if not isinstance(cited, dict):
        return False
    texts = [cited.get(name) for name in ("document", "locator", "quote")]
    numbers = [cited.get(name) for name in ("start", "end")]
    return (
        all(isinstance(text, str) and len(text) <= _MOST_WORDS for text in texts)
        and bool(cited["quote"].strip())
        and all(type(number) is int and number >= 0 for number in numbers)
    )


def _since(cited: JsonObject, library: Library, day: date, own: Wording, whole: Wording) -> Since:
    quote, identity = cited["quote"], cited["document"]
    claimed = f"{cited.get('title') or identity}, {cited['locator']}"
    if identity not in library:
        where = _elsewhere(quote, whole, "the words also stand")
        note = f"the document {identity} is no longer held{where}"
        return Since(quote, claimed, "removed", Found(note=note))
    document = library[identity]
    if (hit := _nearest(document, cited)) is None:
        return Since(quote, claimed, *_lost(cited, document, own, whole))
    offsets = f"characters {hit.start} to {hit.end}"
    if hit.clause.locator != cited["locator"]:
        note = f"these words now stand at {hit.clause.locator}, {offsets}"
        return Since(quote, claimed, "moved", hit.found(note))
    if status := _out_of_force(cited, document, hit.clause, library, day):
        after = library.replaced_by(document, day)
        note = f"replaced by {after.title}" if after else f"{document.title} is no longer in force"
        return Since(quote, claimed, status, hit.found(note))
    around = cited.get("clause_sha256")
    same = not around or around == sha256(document.quote(hit.clause))
    note = "" if same else "the rest of its clause has changed"
    if hit.start != cited["start"]:
        moved = f"now at {offsets}" + (f"; {note}" if note else "")
        return Since(quote, claimed, "shifted", hit.found(moved))
    return Since(quote, claimed, "unchanged", hit.found(note))


def _out_of_force(
    cited: JsonObject, document: Document, clause: Clause, library: Library, day: date
) -> str:
    """The status of a document that has ended since; of a term that another keeps, none."""
    status = library.status(document, day)
    if status not in ("superseded", "expired") or cited.get("status") == status:
        return ""
    keepers = [one for one in (clause.carried, cited.get("carried")) if one and one in library]
    kept = any(library.status(library[one], day) == "in_force" for one in keepers)
    return "" if status == "superseded" and kept else status


def _nearest(document: Document, cited: JsonObject) -> Hit | None:
    """Where the very words stand now: at the same place first, then nearest to where they were."""
    quote, at = cited["quote"], document.text.find(cited["quote"])
    held: list[Hit] = []
    while at >= 0 and len(held) < 1000:
        if clause := document.clause_at(at):
            held.append(Hit(document, clause, at, at + len(quote)))
        at = document.text.find(quote, at + 1)
    return min(
        held,
        key=lambda hit: (
            hit.clause.locator != cited["locator"],
            hit.clause.heading != cited.get("heading"),
            abs(hit.start - cited["start"]),
        ),
        default=None,
    )


def _lost(cited: JsonObject, document: Document, own: Wording, whole: Wording) -> tuple[str, Found]:
    """The very words stand no more in their document: read with other breaks, changed, or gone."""
    quote, locator = cited["quote"], cited["locator"]
    if same := own.exact(quote):
        far = [(hit.clause.locator != locator, abs(hit.start - cited["start"])) for hit in same]
        hit = same[far.index(min(far))]
        note = f"at {hit.clause.locator}, characters {hit.start} to {hit.end}"
        note = f"the same words, with other breaks or marks, {note}"
        return "shifted" if hit.clause.locator == locator else "moved", hit.found(note)
    near = [clause for clause in document.clauses if clause.locator == locator]
    altered = Likeness(own).altered(quote, [document], near)
    if altered and altered.share >= _ALIKE:
        return "changed", altered.found
    where = _elsewhere(quote, whole, "they now stand")
    note = f"the words stand no more in {document.title}{where}"
    return "vanished", Found(document.id, note=note)


def _elsewhere(quote: str, whole: Wording, stand: str) -> str:
    hit = next(iter(whole.exact(quote)), None)
    return f"; {stand} at {hit.clause.locator} of {hit.document.title}" if hit else ""


def sha256(text: str) -> str:
    """The checksum by which a record knows a clause again."""
    return hashlib.sha256(text.encode()).hexdigest()


# --- the direct answer ---


def restated(record: JsonObject, library: Library) -> list[Since]:
    """The statements of a saved answer's direct answer and of its table of unions that the
    documents no longer make; none for an older record."""
    found = [_restated(identity, words, library) for identity, words in _statements(record)]
    return list({since.quote: since for since in found if since}.values())


def _statements(record: JsonObject) -> Iterator[tuple[str, str]]:
    """Each statement that the member saw as an answer, after the id of its document."""
    cited = {one.get("n"): one for one in record.get("citations") or () if isinstance(one, dict)}
    short = record.get("short")
    if isinstance(short, dict) and isinstance(short.get("text"), str):
        own = [cited[n] for n in short.get("citations") or () if n in cited]
        if own and short.get("from") == "summary":
            yield from _summed_up(short["text"][:2000], own)
    for row in record.get("by_union") or ():
        if isinstance(row, dict) and isinstance(row.get("short"), str) and row["short"].strip():
            yield str(row.get("document")), row["short"][:2000]


def _summed_up(text: str, cited: list[JsonObject]) -> Iterator[tuple[str, str]]:
    """A direct answer's statements: the citations' own, then the sentences that are left."""
    for one in cited:
        if isinstance(said := one.get("short"), str) and said and said in text:
            text = text.replace(said, " ")
            yield str(one.get("document")), said
    text = " ".join(text.split())
    for span in sentences(text, 0, len(text)) if text else ():
        part = span.of(text)
        if len(part.split()) >= _LEAST and not _FRAME.match(part):
            yield str(cited[0].get("document")), part


def _restated(identity: str, words: str, library: Library) -> Since | None:
    if identity not in library:
        return None  # what became of its quotations says so
    document = library[identity]
    facts = list(_facts(document, library))
    if any(words.strip() in fact.short for _, _, fact in facts):
        return None
    near = max(facts, key=lambda one: _alike(words, one[2].short), default=None)
    if near is None or _alike(words, near[2].short) < _LIKE:
        found = Found(identity, note="nothing like it is said any more")
    else:
        held, clause, fact = near
        found = Hit(held, clause, fact.span.start, fact.span.end).found(f"now “{fact.short}”")
    return Since(words, document.name, "restated", found)


def _facts(document: Document, library: Library) -> Iterator[tuple[Document, Clause, Fact]]:
    """The facts with a statement, each after its document and clause; of an official text its
    digest has the statements."""
    digest = library.digest_of(document)
    for one in (document, *([digest] if digest else [])):
        for clause in one.clauses:
            yield from ((one, clause, fact) for fact in clause.facts if fact.short)


def _alike(one: str, two: str) -> float:
    a, b = set(terms(one, True)), set(terms(two, True))
    return len(a & b) / (len(a | b) or 1)
