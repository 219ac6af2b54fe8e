"""Whether the direct answer of a saved answer is still the one that the documents give: the statements it was made of may have been mended since."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.record import Since
from assistant.checking.wording import Found
from corpus import Document, Library
from corpus.words import sentences, terms

#: What an answer itself puts around statements: whose members they are for, what the document can't do, an official text's own words.
_FRAME = re.compile(
    r"^(?:For [^.]{2,80} members:|It depends on |It applies |It does not apply|It is (?:a bill|a proposal)|No court |The documents (?:do not say that|say how far)|The nearest rule we found|That (?:is|was|ended|agreement)|"
    r"(?:Your agreement|The text) says:|Your answer is in |[^:.]{1,60}:\s*$)"
)
_LEAST = 5


def restated(record: dict, library: Library) -> list[Since]:
    """The statements of a saved answer's direct answer and of its table of unions that the documents no longer make; none for an older record."""
    cited = {one.get("n"): one for one in record.get("citations") or () if isinstance(one, dict)}
    found = [since for document, words in _statements(record, cited) if (since := _since(document, words, library))]
    return list({since.quote: since for since in found}.values())


def _statements(record: dict, cited: dict) -> Iterator[tuple[str, str]]:
    """Each statement that the member saw as an answer, with the document it is of."""
    short = record.get("short")
    if isinstance(short, dict) and isinstance(short.get("text"), str) and short.get("from") == "summary":
        own = [cited[n] for n in short.get("citations") or () if n in cited]
        rest = short["text"][:2000]
        for one in own:
            if isinstance(said := one.get("short"), str) and said and said in rest:
                rest = rest.replace(said, " ")
                yield str(one.get("document")), said
        whole = " ".join(rest.split())
        parts = [span.of(whole) for span in sentences(whole, 0, len(whole))] if whole else []
        yield from ((str(own[0].get("document")), part) for part in parts if own and len(part.split()) >= _LEAST and not _FRAME.match(part))
    for row in record.get("by_union") or ():
        if isinstance(row, dict) and isinstance(row.get("short"), str) and row["short"].strip():
            yield str(row.get("document")), row["short"][:2000]


def _since(identity: str, words: str, library: Library) -> Since | None:
    if identity not in library:
        return None  # what became of its quotations says so
    document = library[identity]
    facts = [(one, clause, fact) for one in _family(document, library) for clause in one.clauses for fact in clause.facts if fact.short]
    if any(words.strip() in fact.short for _, _, fact in facts):
        return None
    near = max(facts, key=lambda one: _alike(words, one[2].short), default=None)
    if near is None or _alike(words, near[2].short) < 0.3:
        return Since(words, document.name, "restated", Found(identity, note="nothing like it is said any more"))
    held, clause, fact = near
    return Since(words, document.name, "restated", Found(held.id, clause.locator, fact.span.start, fact.span.end, note=f"now “{fact.short}”"))


def _family(document: Document, library: Library) -> list[Document]:
    """A document and the digest whose official text it is: the digest has the statements."""
    return [document, library[document.text_of]] if document.text_of and document.text_of in library else [document]


def _alike(one: str, two: str) -> float:
    a, b = set(terms(one, True)), set(terms(two, True))
    return len(a & b) / (len(a | b) or 1)
