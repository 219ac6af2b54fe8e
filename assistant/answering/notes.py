"""What a member should know beside the quotations, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Citation, Passage
from assistant.question.scope import Scope
from corpus import AGREEMENTS, Library
from corpus.names import unions


def notes_on(
    cited: Sequence[Citation], also: Sequence[Citation], scope: Scope, library: Library
) -> tuple[str, ...]:
    """Notes on an answer's citations, the leading one's first, none twice."""
    notes: list[str] = []
    if scope.missing and cited:
        notes.append(
            f"No document of {', '.join(scope.missing)} is held here; what is quoted applies there"
            " too, and there may be more."
        )
    for citation in cited:
        notes += _on(citation, scope, library)
    gone = [citation for citation in also if citation.status in ("expired", "superseded")]
    if gone:
        notes.append(
            "Some of what is listed beneath no longer applies and is shown as history: "
            + _names(gone)
            + "."
        )
    digests = [citation for citation in cited if citation.document.basis == "digest"]
    if digests:
        addresses = dict.fromkeys(
            c.document.official_url for c in digests if c.document.official_url
        )
        where = (
            f" Official text: {', '.join(addresses)}."
            if addresses
            else " No public address of the official text is known."
        )
        notes.append(
            "What is shown of "
            + _names(digests)
            + " is our summary in plain words, not the official text."
            + where
        )
    return tuple(dict.fromkeys(notes))


def _on(citation: Citation, scope: Scope, library: Library) -> list[str]:
    """What to know of one citation, by what can be wrong with it."""
    return [
        *_of_its_day(citation, scope, library),
        *_of_its_weight(citation),
        *_of_its_claim(citation),
        *_of_its_sources(citation),
        *_of_its_copy(citation),
    ]


def _of_its_day(citation: Citation, scope: Scope, library: Library) -> Iterator[str]:
    document, name = citation.document, citation.document.name
    if citation.status == "superseded":
        after = library.replaced_by(document, scope.as_of)
        by = f": it was replaced by {after.name}." if after else "."
        yield f"{name} no longer applies on {scope.as_of}{by}"
    elif citation.status == "expired":
        when = f" on {document.expires}" if document.expires else ""
        yield f"{name} expired{when}; ask your representative whether its terms still hold."
    elif citation.status == "not_yet":
        yield f"{name} is not yet in force on {scope.as_of}."
    elif citation.status == "proposed":
        yield f"{name} is a proposal: it gives no right unless it is adopted."


def _of_its_weight(citation: Citation) -> Iterator[str]:
    tier, name = citation.document.tier, citation.document.name
    if tier == 4 and citation.status != "proposed":
        yield (
            f"{name} is a position of those who wrote it: it is not a contract and cannot be"
            " enforced."
        )
    if tier == 5:
        yield f"{name} is commentary: it is no source of rights."
    if tier == 3:
        yield f"{name} is policy or guidance, not an agreement or a law."
    if citation.force == "reserves":
        yield (
            f"{citation.clause.locator} reserves a right to argue the point; it is not a ban and"
            " settles nothing."
        )


_CLAIMS = {
    "contradicted": "The documents contradict",
    "unsupported": "No document held here supports",
    "partly": "The documents only partly support",
    "supported": "The documents support",
}


def _of_its_claim(citation: Citation) -> Iterator[str]:
    if claim := citation.clause.claim:
        against = f" See {'; '.join(claim.against)}." if claim.against else ""
        by = f"this claim by {citation.document.name}"
        yield f"{_CLAIMS[claim.verdict]} {by}: {claim.words}.{against}"


def _of_its_sources(citation: Citation) -> Iterator[str]:
    clause, name, span = citation.clause, citation.document.name, citation.span
    quoted = (f for f in clause.facts if f.span.start < span.end and span.start < f.span.end)
    marks = {mark.kind for fact in quoted for mark in fact.marks}
    where = f"{clause.locator} of {name}"
    if "secondary" in marks:
        yield f"What is said of {where} was read in secondary sources, not in the text itself."
    if marks & {"general-knowledge", "inferred"}:
        yield (
            f"Part of what is quoted from {where} is from general knowledge or inferred: confirm"
            " it before relying on it."
        )
    if "unknown" in marks:
        yield f"{where} records what could not be found or confirmed."
    if clause.locator_mark:
        yield (
            f"Where this stands in {name} is not confirmed ({clause.locator_mark}): cite the"
            " document, and check the number."
        )
    if clause.disputed:
        whole = span.start <= clause.span.start and clause.span.end <= span.end
        rest = "what is quoted is not every reading: open the clause."
        yield f"Sources disagree on {where}; {'each reading is quoted.' if whole else rest}"


def _of_its_copy(citation: Citation) -> Iterator[str]:
    document, name = citation.document, citation.document.name
    if document.draft:
        yield f"The copy of {name} held here is marked DRAFT."
    if (report := document.report) is None:
        return
    page = citation.clause.page_at(citation.span.start)[0]
    if page in report.ocr:
        yield (
            f"Page {page} of {name} was read from an image: words and figures may be wrong, and"
            " words struck out on the page may stand here as if they were in force. Compare with"
            " the page."
        )
    if report.accounted < 0.99:
        yield (
            f"Only {100 * report.accounted:.0f} percent of {name} could be read: it may say more"
            " than is shown here."
        )


def caveat(cited: Sequence[Citation]) -> str:
    """One line of what to be careful about in what the direct answer rests on.

    Empty where there is nothing.
    """
    marks = {
        mark.kind
        for c in cited
        for fact in c.clause.facts
        for mark in fact.marks
        if fact.short == c.short
    }
    said = []
    if any(c.document.basis == "digest" for c in cited):
        said.append(
            "summary, not contract words"
            if all(c.document.kind in AGREEMENTS for c in cited)
            else "summary, not the official words"
        )
    if "secondary" in marks:
        said.append("known from reports, not from the text itself")
    if marks & {"inferred", "general-knowledge"}:
        said.append("partly our own reading")
    if "unknown" in marks:
        said.append("could not be confirmed")
    if any(c.clause.disputed for c in cited):
        said.append("sources disagree")
    if any(c.clause.locator_mark for c in cited):
        said.append("number unconfirmed")
    if any(c.document.draft for c in cited):
        said.append("the copy is a draft")
    if any(
        c.document.report and c.clause.page_at(c.span.start)[0] in c.document.report.ocr
        for c in cited
    ):
        said.append("read from a scan")
    line = "; ".join(said)
    return f"{line[0].upper()}{line[1:]}." if line else ""


def nearest_notes(nearest: Sequence[Citation]) -> tuple[str, ...]:
    """What to know where nothing answers."""
    advice = "Ask your representative: they can look further than the documents held here."
    return (
        (
            "The clauses listed are the nearest that were found; they do not answer the question.",
            advice,
        )
        if nearest
        else (advice,)
    )


def same_elsewhere(same: Sequence[tuple[Passage, Passage]]) -> tuple[str, ...]:
    """One line for each clause that sister agreements have too."""
    found: dict[str, list[str]] = {}
    for first, other in same:
        found.setdefault(first.document.name, []).append(other.document.name)
    return tuple(
        f"The same rule as in {name} stands in {'; '.join(dict.fromkeys(others))}."
        for name, others in found.items()
    )


def unread_in(scope: Scope, library: Library) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The pages that nobody could read, of the documents a question was limited to.

    A document set aside, which any question may have wanted, has no pages here: all is unread.
    """
    held = [library[identity] for identity in scope.documents]
    aside = [one for one in library.aside if not held or one in scope.documents]
    return (
        *((identity, ()) for identity in aside),
        *(
            (document.id, document.report.pages_unread)
            for document in held
            if document.report and document.report.pages_unread
        ),
    )


def which_union(passages: Sequence[Passage], library: Library) -> str | None:
    """The question to ask when agreements of several unions answer and none was named."""
    found = dict.fromkeys(
        union
        for p in passages
        if p.document.kind in AGREEMENTS
        for union in sorted(library.unions_of(p.document))
    )
    if len(found) < 2:
        return None
    names = [unions()[union].title for union in found]
    return (
        f"The answer depends on which agreement covers you: {', '.join(names[:-1])} or"
        f" {names[-1]}. Choose your union to have it lead."
    )


def _names(citations: Sequence[Citation]) -> str:
    return "; ".join(dict.fromkeys(citation.document.name for citation in citations))
