"""A sheet: where one agreement's members stand on AI, a row a topic.

Its sentences are the statements beside the clauses, its marks what readers wrote beside them
(`corpus/topics.py`); nothing here judges a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.answering.cite import cite_fact
from assistant.citation import Citation
from assistant.sheet.agreements import (
    agreements_of,
    kept_from,
    laws_for,
    members_of,
    union_named,
)
from assistant.sheet.machine import found_topics, quoted
from corpus import AGREEMENTS, BadQuestion, Clause, ClauseIndex, Document, Library
from corpus.model import OnTopic
from corpus.plain import JsonObject
from corpus.topics import MARKS, Topic, topics

#: Of a row's clauses so many are cited, the one that leads first.
CITED = 4
#: Topics that are no row: the sheet's head has them.
_OF_THE_HEAD = ("dates",)


@dataclass(frozen=True, slots=True)
class Row:
    """What an agreement says on one topic.

    `mark` is one of MARKS. Without citations nothing was found: `short` says so. `since` says what
    stood in the agreement before, where there was one.
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
class Law:
    """What a law adds: its place, the topic of the statement, and the statement's citation."""

    place: str
    topic: Topic
    citation: Citation


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a union's members stand on AI under one agreement, on a day.

    `status` is that agreement's (one of corpus.model.STATUSES), `before` the agreement it replaced,
    `others` the union's other agreements in force.
    """

    union: str
    agreement: Document = field(repr=False)
    as_of: date
    status: str
    rows: tuple[Row, ...]
    laws: tuple[Law, ...] = ()
    before: Document | None = field(default=None, repr=False)
    others: tuple[Document, ...] = field(default=(), repr=False)

    def json(self) -> JsonObject:
        """The sheet as interface.md prints it, with what else is on it."""
        agreement = self.agreement
        return {
            "union": self.union,
            "agreement": agreement.id,
            "title": agreement.title,
            "parties": agreement.counterparty,
            "effective": agreement.effective.isoformat() if agreement.effective else None,
            "expires": agreement.expires.isoformat() if agreement.expires else None,
            "as_of": self.as_of.isoformat(),
            "status": self.status,
            "known_by": agreement.confidence or None,
            "url": agreement.official_url,
            "rows": [row.json() for row in self.rows],
            "laws": [
                {"place": law.place, "topic": law.topic.id} | law.citation.json(n)
                for n, law in enumerate(self.laws, 1)
            ],
            "before": self.before.id if self.before else None,
            "others": [one.id for one in self.others],
        }


def sheet(
    library: Library,
    day: date,
    union: str,
    agreement: str | None = None,
    place: str | None = None,
    only: Sequence[str] = (),
    index: ClauseIndex | None = None,
) -> Sheet:
    """The sheet of a union's principal agreement on a day, or of the one named.

    Of one that people added, whose clauses no reader has marked, the `index` says where a topic is
    spoken of.

    BadQuestion where the union has none, or what is named is none; NoSuchDocument for an unknown
    id. `only` keeps these topics.
    """
    wanted = union_named(union, library)
    if strange := set(only) - set(topics()):
        raise BadQuestion(f"no topic {', '.join(strange)}; one of {', '.join(topics())}")
    held = agreements_of(wanted, library, day)
    chosen = _chosen(union, agreement, held, library)
    kept = list(kept_from(chosen, library))
    shown = [
        t for t in topics().values() if t.id not in _OF_THE_HEAD and (not only or t.id in only)
    ]
    if chosen.basis == "official" and not chosen.text_of:
        where = found_topics(chosen, index) if index else {}
        status = library.status(chosen, day)
        rows = [_by_machine(topic, chosen, where.get(topic.id, []), status) for topic in shown]
    else:
        rows = [_row(topic, chosen, kept, library, day) for topic in shown]
    laws = _laws(laws_for(wanted, place, library, day), only, library, day)
    live = [one for one in held if one is not chosen and library.status(one, day) == "in_force"]
    return Sheet(
        members_of(chosen, library),
        chosen,
        day,
        library.status(chosen, day),
        tuple(rows),
        tuple(laws),
        kept[0] if kept else None,
        tuple(live),
    )


def _chosen(
    union: str, agreement: str | None, held: Sequence[Document], library: Library
) -> Document:
    """The agreement named, or the union's first."""
    chosen = library[agreement] if agreement else next(iter(held), None)
    if chosen is None:
        raise BadQuestion(f"no agreement of {union} is held; 'pincite list' shows what is")
    if chosen.kind not in AGREEMENTS:
        raise BadQuestion(f"{chosen.id} is a {chosen.kind}, and a sheet is of an agreement")
    return chosen


@dataclass(frozen=True, slots=True)
class _Said:
    """A clause on a topic, in its document."""

    document: Document
    clause: Clause
    on: OnTopic

    def citation(self, library: Library, day: date) -> Citation:
        """The fact that states its rule."""
        fact = self.clause.facts[self.on.facts[0]]
        return cite_fact(self.document, self.clause, fact, library, day)


def _row(
    topic: Topic, agreement: Document, kept: Sequence[Document], library: Library, day: date
) -> Row:
    """The row of a topic: the agreement's own clauses, then what it keeps of those it replaced."""
    own = _on(topic, agreement)
    carried = [
        said for one in kept for said in _on(topic, one) if said.clause.carried == agreement.id
    ]
    said = [*own, *carried]
    if not said:
        mark = "no_rule" if agreement.read == "whole" else "not_known"
        return Row(topic, mark, _NOTHING[mark], since=_since(topic, [], agreement, kept))
    marked = next((one.on.mark for one in said if one.on.mark), "")
    mark = marked or ("no_rule" if agreement.read == "whole" else "not_known")
    first = next((one for one in said if one.on.mark == mark), said[0])
    ordered = [first, *(one for one in said if one is not first)][:CITED]
    citations = tuple(one.citation(library, day) for one in ordered)
    since = _since(topic, ordered, agreement, kept)
    return Row(topic, mark, citations[0].short, citations, since)


def _by_machine(topic: Topic, agreement: Document, numbers: Sequence[int], status: str) -> Row:
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


def _on(topic: Topic, document: Document) -> list[_Said]:
    """A document's clauses on a topic, the one that its row begins with first.

    What somebody thinks or wants is no row, wherever it stands.
    """
    found = [
        _Said(document, clause, on)
        for clause in document.clauses
        for on in clause.topics
        if on.topic == topic.id and clause.facts[on.facts[0]].role != "view"
    ]
    return sorted(found, key=lambda said: not said.on.first)


def _since(
    topic: Topic, said: Sequence[_Said], agreement: Document, kept: Sequence[Document]
) -> str:
    """What stood on a topic in the agreement before: kept, new, or what it said then."""
    if not kept:
        return ""
    year = (kept[0].effective or kept[0].adopted or date.min).year
    then = f"in {year}" if year > 1 else "before"
    if said and said[0].document is not agreement:
        return f"Kept from the agreement before, as it stood {then}."
    before = _on(topic, kept[0])
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


def _laws(
    laws: Sequence[tuple[str, Document]], only: Sequence[str], library: Library, day: date
) -> list[Law]:
    """One line a law: the first statement of the topic that stands highest on a sheet."""
    order = [topic for topic in topics() if topic not in _OF_THE_HEAD]
    found = []
    for place, law in laws:
        said = [one for topic in topics().values() for one in _on(topic, law)]
        said = [one for one in said if one.on.mark in ("protected", "partly")]
        said = [one for one in said if (one.on.topic in only if only else one.on.topic in order)]
        best = min(said, key=lambda one: tuple(MARKS).index(one.on.mark), default=None)
        if best:
            found.append(Law(place, topics()[best.on.topic], best.citation(library, day)))
    return found
