"""A row of a sheet: what an agreement says on one topic, in the order that its digest gives.

What it keeps of agreements it replaced is its own; what another agreement's terms say is taken
only where a clause of its own makes them hold, and only on topics it is silent on itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.cite import cite_fact
from assistant.citation import Citation
from assistant.sheet.machine import quoted
from corpus import Clause, Document, Library
from corpus.model import OnTopic
from corpus.plain import JsonObject
from corpus.titles import short_title
from corpus.topics import Topic

#: Of a row's clauses so many are cited, the one that leads first.
CITED = 4


@dataclass(frozen=True, slots=True)
class Row:
    """What an agreement says on one topic.

    `mark` is one of MARKS. Without citations nothing was found: `short` says so. `since` says what
    stood in the agreement before, where there was one, or why another agreement's terms hold.
    """

    topic: Topic
    mark: str
    short: str
    citations: tuple[Citation, ...] = ()
    since: str = ""

    def json(self) -> JsonObject:
        """The row as interface.md prints it."""
        return {
            "topic": self.topic.id,
            "name": self.topic.name,
            "mark": self.mark,
            "short": self.short,
            "since": self.since or None,
            "citations": [one.json(n) for n, one in enumerate(self.citations, 1)],
        }


@dataclass(frozen=True, slots=True)
class Said:
    """A clause on a topic, in its document."""

    document: Document
    clause: Clause
    on: OnTopic

    def citation(self, library: Library, day: date) -> Citation:
        """The fact that states its rule."""
        fact = self.clause.facts[self.on.facts[0]]
        return cite_fact(self.document, self.clause, fact, library, day)


def on_topic(topic: Topic, document: Document) -> list[Said]:
    """A document's clauses on a topic: the one that its row begins with, then what has a mark.

    What somebody thinks or wants is no row, wherever it stands.
    """
    found = [
        Said(document, clause, on)
        for clause in document.clauses
        for on in clause.topics
        if on.topic == topic.id and clause.facts[on.facts[0]].role != "view"
    ]
    return sorted(found, key=lambda said: (not said.on.first, not said.on.mark))


def row_of(
    topic: Topic, agreement: Document, kept: Sequence[Document], library: Library, day: date
) -> Row:
    """The row of a topic: the agreement's own clauses, and what it keeps of those it replaced.

    Where it has neither, the row of the agreement whose terms hold under it.
    """
    own = on_topic(topic, agreement)
    carried = [
        said for one in kept for said in on_topic(topic, one) if said.clause.carried == agreement.id
    ]
    # a later agreement adds to a rule that it keeps: the rule comes first where its digest says so
    leading = [one for one in carried if one.on.stays_first]
    said = [*leading, *own, *(one for one in carried if not one.on.stays_first)]
    if said:
        since = _since(topic, said, agreement, kept)
        return _made(topic, said, agreement.read == "whole", since, library, day)
    return _taken(topic, agreement, library, day) or _silent(topic, agreement, kept, library)


def _made(
    topic: Topic, said: Sequence[Said], whole: bool, since: str, library: Library, day: date
) -> Row:
    """A row of clauses in their order; its mark is the first that any of them has."""
    mark = next((one.on.mark for one in said if one.on.mark), "no_rule" if whole else "not_known")
    citations = tuple(one.citation(library, day) for one in said[:CITED])
    return Row(topic, mark, citations[0].short, citations, since)


def _taken(topic: Topic, agreement: Document, library: Library, day: date) -> Row | None:
    """The row of an agreement whose terms hold by a clause of this one, which is cited last."""
    for clause in agreement.clauses:
        over = clause.takes_over
        if not over or over.agreement not in library:
            continue
        source = library[over.agreement]
        said = [one for one in on_topic(topic, source) if over.holds(one.clause.locator)]
        if said:
            bridge = Said(agreement, clause, OnTopic(topic.id, "", (over.fact,)))
            why = clause.facts[over.fact].short
            cited = [*said[: CITED - 1], bridge]
            return _made(topic, cited, source.read == "whole", why, library, day)
    return None


def _silent(topic: Topic, agreement: Document, kept: Sequence[Document], library: Library) -> Row:
    """The row of a topic on which nothing was found, by how much was read of what holds."""
    since = _since(topic, [], agreement, kept)
    if agreement.read == "whole":
        return Row(topic, "no_rule", _NOTHING["no_rule"], since=since)
    # its own AI terms and all of the agreement that it takes its AI terms from: nothing is unread
    if agreement.read == "ai_terms":
        for clause in agreement.clauses:
            over = clause.takes_over
            if over and over.agreement in library and library[over.agreement].read == "whole":
                named = short_title(library[over.agreement].title)
                said = f"No AI rule on this was found here, nor in {named}, which was read whole."
                return Row(topic, "no_rule", said, since=clause.facts[over.fact].short)
    return Row(topic, "not_known", _NOTHING["not_known"], since=since)


def row_by_machine(topic: Topic, agreement: Document, numbers: Sequence[int], status: str) -> Row:
    """A row of an agreement that nobody has marked: where the topic is spoken of, and no more."""
    if not numbers:
        return Row(topic, "not_known", _NOTHING["unread"])
    citations = tuple(quoted(agreement, number, status) for number in numbers[:CITED])
    place = place_of(citations[0].clause)
    return Row(topic, "not_known", f"Found by machine, read by nobody: see {place}.", citations)


_NOTHING = {
    "unread": "Not known: no clause on AI was found on this, by machine; nobody has read the text.",
    "no_rule": "No AI rule on this was found in the text, which was read whole.",
    "not_known": "Not known: nothing on this was found in what could be read.",
}


def _since(
    topic: Topic, said: Sequence[Said], agreement: Document, kept: Sequence[Document]
) -> str:
    """What stood on a topic in the agreement before: kept, new, or what it said then."""
    if not kept:
        return ""
    year = (kept[0].effective or kept[0].adopted or date.min).year
    then = f"in {year}" if year > 1 else "before"
    if said and said[0].document is not agreement:
        return f"Kept from the agreement before, as it stood {then}."
    before = on_topic(topic, kept[0])
    if not before:
        whole = kept[0].read == "whole"
        none = "nothing on this stood" if whole else "nothing on this was found"
        return f"New: {none} in the agreement before ({year})." if said else ""
    earlier = before[0].clause.facts[before[0].on.facts[0]].short
    stays = before[0].clause.carried == agreement.id
    return f"{'Kept from the agreement before' if stays else then.capitalize()}: {earlier}"


def place_of(clause: Clause) -> str:
    """Where a clause stands; what it is about where a digest gave it no place of its own."""
    return clause.heading if clause.locator.startswith("[") else clause.locator


def place_in(citation: Citation, agreement: Document | None) -> str:
    """Where a cited clause stands, with its document where that is another than `agreement`."""
    other = citation.document
    named = "" if agreement and other.id == agreement.id else f", {short_title(other.title)}"
    return f"{place_of(citation.clause)}{named}"
