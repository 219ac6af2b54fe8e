"""An answer kept whole, and what became of its quotations since: unchanged, changed, moved, vanished, out of force, removed.

`restated` is a statement of the direct answer that the documents no longer make (assistant/restated).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.answer import Outcome, Passage
from assistant.assistant import Assistant
from assistant.checking.check import Check
from assistant.checking.likeness import Likeness
from assistant.checking.quotations import Quotation
from assistant.checking.wording import Found, Hit, Wording
from corpus import Document, Library, PinciteError, write_whole

FORMAT = 1
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


@dataclass(frozen=True, slots=True)
class Since:
    """One quotation of a record and its fate, one of FATES, with what the documents hold for it now."""

    quote: str
    claimed: str
    fate: str
    found: Found

    @property
    def check(self) -> Check:
        """The same as `pincite check` says it of any text."""
        quotation, verdict = Quotation(self.quote, self.claimed, "", 0, 0), FATES[self.fate]
        note = f"{self.fate} since: {self.found.note}" if self.fate in ("changed", "moved", "removed") else self.found.note
        note = f"the summary's statement has changed: {note}" if self.fate == "restated" else note
        # where the words are exact, what there is to know of them is all the difference there is
        diff, note = (note, "") if verdict == "exact" else (self.found.diff, note)
        return Check(quotation, verdict, replace(self.found, diff=diff, note=note))


def record_of(outcome: Outcome, passages: Sequence[Passage], assistant: Assistant) -> dict:
    """An answer or abstention as a record: all that `pincite ask --json` prints, and what it rested on. JSON's types only."""
    held = assistant.held()
    answered = outcome.json()
    for cited in (*answered["citations"], *answered["also"]):
        clause = held.library[cited["document"]].clause_at(cited["start"])
        cited["clause_sha256"] = _sha256(held.library[cited["document"]].quote(clause)) if clause else None
    record = {
        "pincite_record": FORMAT,
        "program": program(),
        "saved": datetime.now(UTC).isoformat(timespec="seconds"),
        **answered,
        "generation": held.index.folder.name,
        "model": {**assistant.embedder.identity, "name": Path(str(assistant.embedder.identity["name"])).name},
        "passages": [passage.json() for passage in passages],
    }
    checks = changes_since(record, held.library, outcome.asked.as_of)
    record["checks"] = [{"n": n, "verdict": since.check.verdict} for n, since in enumerate(checks, 1)]
    return record


@cache
def program() -> str:
    """The version of this program."""
    try:
        return version("pincite")
    except PackageNotFoundError:
        return "0.1.0"


def write_record(path: Path, record: dict) -> None:
    """Write a record whole or not at all; OSError where the folder can't be written."""
    write_whole(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def refuse_foreign(record: dict, name: str) -> None:
    """PinciteError where a record is not ours, or was written by a newer version."""
    made = record["pincite_record"]
    if not isinstance(made, int) or isinstance(made, bool) or made < 1:
        raise PinciteError(f"{name} is no record of ours: its format is {str(made)[:40]!r}; wanted a whole number")
    if made > FORMAT:
        raise PinciteError(f"{name} was saved by a newer version (format {made}, this one reads {FORMAT}); update pincite")


def changes_since(record: dict, library: Library, day: date) -> list[Since]:
    """What became of each quotation of a record, or of a saved answer, in a library on a day. PinciteError for one that is damaged."""
    lists = [record.get(name) or [] for name in ("citations", "also")]
    cited = [one for listed in lists if isinstance(listed, list) for one in listed]
    if not all(isinstance(listed, list) for listed in lists) or len(cited) > _MOST_CITATIONS or not all(isinstance(one, dict) and _whole(one) for one in cited):
        raise PinciteError("this record is damaged or is none of ours: a citation lacks its document, locator, quote or offsets")
    whole, own = Wording(library), {one["document"]: one["document"] in library for one in cited}
    each = {identity: Wording(library.some([identity])) if held else whole for identity, held in own.items()}
    return [_since(one, library, day, each[one["document"]], whole) for one in cited]


def _whole(cited: dict) -> bool:
    texts = all(isinstance(cited.get(name), str) and len(cited[name]) <= _MOST_WORDS for name in ("document", "locator", "quote"))
    return (
        texts
        and bool(cited["quote"].strip())
        and all(type(cited.get(name)) is int and cited[name] >= 0 for name in ("start", "end"))
    )


def _since(cited: dict, library: Library, day: date, own: Wording, whole: Wording) -> Since:
    quote, identity, claimed = cited["quote"], cited["document"], f"{cited.get('title') or cited['document']}, {cited['locator']}"
    if identity not in library:
        others = whole.exact(quote)
        where = f"; the words also stand at {others[0].clause.locator} of {others[0].document.title}" if others else ""
        return Since(quote, claimed, "removed", Found(note=f"the document {identity} is no longer held{where}"))
    document = library[identity]
    if (nearest := _nearest(document, cited)) is None:
        return Since(quote, claimed, *_lost(cited, document, own, whole))
    hit, offsets = nearest, f"characters {nearest.start} to {nearest.end}"
    if hit.clause.locator != cited["locator"]:
        return Since(quote, claimed, "moved", hit.found(f"these words now stand at {hit.clause.locator}, {offsets}"))
    status = library.status(document, day)
    kept = {hit.clause.carried, cited.get("carried")} - {"", None}  # its agreement is over, and another in force keeps the term
    carried = status == "superseded" and any(one in library and library.status(library[one], day) == "in_force" for one in kept)
    if status in ("superseded", "expired") and cited.get("status") != status and not carried:
        after = library.replaced_by(document, day)
        note = f"replaced by {after.title}" if after else f"{document.title} is no longer in force"
        return Since(quote, claimed, status, hit.found(note))
    around = cited.get("clause_sha256")
    note = "the rest of its clause has changed" if around and around != _sha256(document.quote(hit.clause)) else ""
    if hit.start != cited["start"]:
        return Since(quote, claimed, "shifted", hit.found(f"now at {offsets}" + (f"; {note}" if note else "")))
    return Since(quote, claimed, "unchanged", hit.found(note))


def _nearest(document: Document, cited: dict) -> Hit | None:
    """Where the very words stand now: in the clause of the same place first, then nearest to where they were."""
    quote, held, at = cited["quote"], [], document.text.find(cited["quote"])
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


def _lost(cited: dict, document: Document, own: Wording, whole: Wording) -> tuple[str, Found]:
    """The very words stand no more in their document: read anew with other breaks, changed, or gone, perhaps to another document."""
    quote = cited["quote"]
    if same := own.exact(quote):
        hit = min(same, key=lambda one: (one.clause.locator != cited["locator"], abs(one.start - cited["start"])))
        note = f"the same words, with other breaks or marks, at {hit.clause.locator}, characters {hit.start} to {hit.end}"
        return "shifted" if hit.clause.locator == cited["locator"] else "moved", hit.found(note)
    near = [clause for clause in document.clauses if clause.locator == cited["locator"]]
    altered = Likeness(own).altered(quote, [document], near)
    if altered and altered.share >= _ALIKE:
        return "changed", altered.found
    others = whole.exact(quote)
    where = f"; they now stand at {others[0].clause.locator} of {others[0].document.title}" if others else ""
    return "vanished", Found(document.id, note=f"the words stand no more in {document.title}{where}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
