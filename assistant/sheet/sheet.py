"""A sheet: where one agreement's members stand on AI, a row a topic.

Its sentences are the statements beside the clauses, its marks what readers wrote beside them
(`corpus/topics.py`); nothing here judges a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.citation import Citation
from assistant.sheet.agreements import (
    governing,
    kept_from,
    laws_for,
    members_of,
    union_named,
)
from assistant.sheet.machine import found_topics
from assistant.sheet.rows import Row, on_topic, row_by_machine, row_of
from corpus import AGREEMENTS, BadQuestion, ClauseIndex, Document, Library
from corpus.plain import JsonObject
from corpus.topics import MARKS, Topic, topics

#: Topics that are no row: the sheet's head has them.
_OF_THE_HEAD = ("dates",)


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
    held = governing(wanted, library, day)
    chosen = _chosen(union, agreement, held, library)
    kept = list(kept_from(chosen, library))
    shown = [
        t for t in topics().values() if t.id not in _OF_THE_HEAD and (not only or t.id in only)
    ]
    if chosen.basis == "official" and not chosen.text_of:
        where = found_topics(chosen, index) if index else {}
        status = library.status(chosen, day)
        rows = [row_by_machine(topic, chosen, where.get(topic.id, []), status) for topic in shown]
    else:
        rows = [row_of(topic, chosen, kept, library, day) for topic in shown]
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


def _laws(
    laws: Sequence[tuple[str, Document]], only: Sequence[str], library: Library, day: date
) -> list[Law]:
    """One line a law: the first statement of the topic that stands highest on a sheet."""
    order = [topic for topic in topics() if topic not in _OF_THE_HEAD]
    found = []
    for place, law in laws:
        said = [one for topic in topics().values() for one in on_topic(topic, law)]
        said = [one for one in said if one.on.mark in ("protected", "partly")]
        said = [one for one in said if (one.on.topic in only if only else one.on.topic in order)]
        best = min(said, key=lambda one: tuple(MARKS).index(one.on.mark), default=None)
        if best:
            found.append(Law(place, topics()[best.on.topic], best.citation(library, day)))
    return found
