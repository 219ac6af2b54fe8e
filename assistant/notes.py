"""What a member should know beside the quotations, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation, Passage
from assistant.scope import Scope
from corpus import AGREEMENTS, Document, Library
from corpus.names import unions


def short(document: Document) -> str:
    """A document's title without what follows its dash or bracket."""
    return document.title.split(" — ")[0].split(" (")[0]


def notes_on(cited: Sequence[Citation], also: Sequence[Citation], scope: Scope, library: Library) -> tuple[str, ...]:
    """Notes on an answer's citations, the leading one's first, none twice."""
    notes: list[str] = []
    if scope.missing and cited:
        notes.append(f"No document of {', '.join(scope.missing)} is held here; what is quoted applies there too, and there may be more.")
    for citation in cited:
        notes += _on(citation, scope, library)
    gone = [citation for citation in also if citation.status in ("expired", "superseded")]
    if gone:
        notes.append("Some of what is listed beneath no longer applies and is shown as history: " + _names(gone) + ".")
    digests = [citation for citation in cited if citation.document.basis == "digest"]
    if digests:
        addresses = dict.fromkeys(c.document.official_url for c in digests if c.document.official_url)
        where = f" Official text: {', '.join(addresses)}." if addresses else " No public address of the official text is known."
        notes.append("The words quoted from " + _names(digests) + " are our digest in plain words, not the official text." + where)
    return tuple(dict.fromkeys(notes))


def _on(citation: Citation, scope: Scope, library: Library) -> list[str]:
    document, clause, notes = citation.document, citation.clause, []
    name = short(document)
    if citation.status == "superseded":
        after = library.replaced_by(document, scope.as_of)
        notes.append(f"{name} no longer applies on {scope.as_of}" + (f": it was replaced by {short(after)}." if after else "."))
    elif citation.status == "expired":
        when = f" on {document.expires}" if document.expires else ""
        notes.append(f"{name} expired{when}; ask your representative whether its terms still hold.")
    elif citation.status == "not_yet":
        notes.append(f"{name} is not yet in force on {scope.as_of}.")
    elif citation.status == "proposed":
        notes.append(f"{name} is a proposal: it gives no right unless it is adopted.")
    if document.tier == 4 and citation.status != "proposed":
        notes.append(f"{name} is a position of those who wrote it: it is not a contract and cannot be enforced.")
    if document.tier == 5:
        notes.append(f"{name} is commentary: it is no source of rights.")
    if document.tier == 3:
        notes.append(f"{name} is policy or guidance, not an agreement or a law.")
    if citation.force == "reserves":
        notes.append(f"{clause.locator} reserves a right to argue the point; it is not a ban and settles nothing.")
    if clause.claim:
        against = f" See {'; '.join(clause.claim.against)}." if clause.claim.against else ""
        verdict = {
            "contradicted": "The documents contradict",
            "unsupported": "No document held here supports",
            "partly": "The documents only partly support",
            "supported": "The documents support",
        }[clause.claim.verdict]
        notes.append(f"{verdict} this claim by {name}: {clause.claim.words}.{against}")
    marks = {
        mark.kind
        for fact in clause.facts
        for mark in fact.marks
        if fact.span.start < citation.span.end and citation.span.start < fact.span.end
    }
    if "secondary" in marks:
        notes.append(f"What is quoted from {clause.locator} of {name} was read in secondary sources, not in the text itself.")
    if marks & {"general-knowledge", "inferred"}:
        notes.append(
            f"Part of what is quoted from {clause.locator} of {name} is from general knowledge or inferred: confirm it before relying on it."
        )
    if "unknown" in marks:
        notes.append(f"{clause.locator} of {name} records what could not be found or confirmed.")
    if clause.locator_mark:
        notes.append(
            f"Where this stands in {name} is not confirmed ({clause.locator_mark}): cite the document, and check the number."
        )
    if clause.disputed:
        whole = citation.span.start <= clause.span.start and clause.span.end <= citation.span.end
        rest = "each reading is quoted." if whole else "what is quoted is not every reading: open the clause."
        notes.append(f"Sources disagree on {clause.locator} of {name}; {rest}")
    if document.draft:
        notes.append(f"The copy of {name} held here is marked DRAFT.")
    if (report := document.report) is not None:
        page = clause.page_at(citation.span.start)[0]
        if page in report.ocr:
            notes.append(
                f"Page {page} of {name} was read from an image: words and figures may be wrong, and words struck out on "
                "the page may stand here as if they were in force. Compare with the page."
            )
        if report.accounted < 0.99:
            notes.append(f"Only {100 * report.accounted:.0f} percent of {name} could be read: it may say more than is shown here.")
    return notes


def which_union(passages: Sequence[Passage], library: Library) -> str | None:
    """The question to ask when agreements of several unions answer and none was named."""
    found = dict.fromkeys(
        union for p in passages if p.document.kind in AGREEMENTS for union in sorted(library.unions_of(p.document))
    )
    if len(found) < 2:
        return None
    names = [unions()[union].title for union in found]
    return f"The answer depends on which agreement covers you: {', '.join(names[:-1])} or {names[-1]}. Choose your union to have it lead."


def _names(citations: Sequence[Citation]) -> str:
    return "; ".join(dict.fromkeys(short(citation.document) for citation in citations))
