"""A digest file becomes a Document: front matter, a `## ` section a clause, a comment of facts.

A section is paragraphs (facts) followed by one HTML comment in YAML: `short` and `roles` (a plain
statement and a role for each paragraph, in order), `asks` and `asks_es` (by paragraph number, the
questions it answers), `facts` (marks by paragraph number), `locator` (what is doubtful about the
locator), `carried` (the agreement that keeps this term), `takes_over` (the agreement whose terms
hold here by it: `from`, the `fact` that says so, the `places` where it is not all of them), `work`
(whose or which work alone it is about), `topics` (what it is about and gives there: mark, paragraph
numbers, `first` where its row begins with it, `first: kept` where the row of the agreement that
keeps the term does too), `claim`/`verdict`/`against` (for commentary) and `disputed`. The front
matter's `whole` is what matters most in all of it: `text`, and the `facts` it rests on
(clause.fact, of another digest behind its id and a #). The text of the document is the file
itself, so offsets are into the file.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.document import Document
from corpus.model import KINDS, BadDocument, Claim, Clause, Fact, Mark, OnTopic, Span, TakenOver
from corpus.topics import MARKS, topics

_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SECTION = re.compile(r"^## (?P<title>[^\n]+)\n(?P<body>.*?)(?=^## |\Z)", re.M | re.S)
_BLOCK = re.compile(r"^<!--\n(?P<yaml>.*?)^-->[ \t]*$", re.M | re.S)
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?![ \t]*\n)[^\n]+)*")


def front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The YAML between the first two `---` lines, and the offset after it; ({}, 0) for none."""
    found = re.match(r"---\n(.*?)\n---[ \t]*(?:\n|\Z)", text, re.S)
    if not found:
        return {}, 0
    values = yaml.load(found.group(1), Loader=_YAML)
    return (values if isinstance(values, dict) else {}), found.end()


def read_digest(path: Path) -> Document:
    """Parse one digest file; BadDocument names the file and the line of thought that failed."""
    text = path.read_text(encoding="utf-8")
    try:
        return parse_digest(text, name=path.name)
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise BadDocument(f"{path.name}: {error}") from error


@lru_cache(maxsize=256)
def parse_digest(text: str, name: str = "digest") -> Document:
    """A digest's Document; BadDocument, KeyError or yaml.YAMLError on a broken one."""
    values, start = front_matter(text)
    if not values:
        raise BadDocument(f"{name}: no front matter; a digest starts with a '---' line")
    identity = str(values["id"])
    clauses = tuple(_clause(identity, found) for found in _SECTION.finditer(text, start))
    return Document(
        id=identity,
        title=str(values["title"]),
        kind=str(values["kind"]),
        tier=int(values.get("tier") or KINDS.get(str(values["kind"]), 5)),
        text=text,
        clauses=clauses,
        union=values.get("union"),
        counterparty=values.get("counterparty"),
        jurisdiction=values.get("jurisdiction"),
        adopted=_day(values.get("adopted")),
        effective=_day(values.get("effective")),
        expires=_day(values.get("expires")),
        supersedes=tuple(values.get("supersedes") or ()),
        declared=str(values.get("status") or "in-force"),
        basis=str(values.get("basis") or "digest"),
        official_url=values.get("official_url"),
        confidence=str(values.get("confidence") or ""),
        aliases=tuple(str(alias) for alias in values.get("aliases") or ()),
        work=tuple(str(one) for one in values.get("work") or ()),
        principal=bool(values.get("principal")),
        whole=str((values.get("whole") or {}).get("text") or ""),
        read=str(values.get("read") or ""),
        checked=_day(values.get("checked")),
        checksum=hashlib.sha256(text.encode()).hexdigest(),
        original=name,
    )


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _clause(document: str, section: re.Match[str]) -> Clause:
    locator, dash, heading = section["title"].strip().partition(" — ")
    offset = section.start("body")
    block = _BLOCK.search(section["body"])
    body = section["body"][: block.start()] if block else section["body"]
    known = (yaml.load(block["yaml"], Loader=_YAML) or {}) if block else {}
    paragraphs = [
        Span(offset + found.start(), offset + found.start() + len(found.group().rstrip()))
        for found in _PARAGRAPH.finditer(body)
    ]
    if not paragraphs:
        raise BadDocument(f"{document}: section {section['title']!r} has no text")
    facts = _facts(f"{document}: {section['title']!r}", paragraphs, known)
    claim = None
    if known.get("claim"):
        claim = Claim(
            str(known["claim"]),
            str(known["verdict"]),
            tuple(str(a) for a in known.get("against") or ()),
        )
    return Clause(
        document=document,
        locator=locator,
        heading=heading if dash else locator,
        span=Span(paragraphs[0].start, paragraphs[-1].end),
        facts=facts,
        claim=claim,
        locator_mark=str(known.get("locator") or ""),
        disputed=bool(known.get("disputed")),
        carried=str(known.get("carried") or ""),
        work=tuple(str(one) for one in known.get("work") or ()),
        topics=_topics(facts, known.get("topics") or {}),
        takes_over=_taken_over(facts, known.get("takes_over")),
    )


def _taken_over(facts: tuple[Fact, ...], said: dict[str, Any] | None) -> TakenOver | None:
    """Whose terms hold by a section, as its block says; ValueError for a paragraph that is none."""
    if not said:
        return None
    if not 1 <= (fact := int(said["fact"])) <= len(facts):
        raise ValueError(f"takes_over names paragraph {fact} of {len(facts)}")
    places = tuple(str(one) for one in said.get("places") or ())
    return TakenOver(str(said["from"]), fact - 1, places)


def _topics(facts: tuple[Fact, ...], known: dict[str, dict[str, Any]]) -> tuple[OnTopic, ...]:
    """What a section's block says it is about.

    ValueError for a topic, mark or paragraph that is none.
    """
    found = []
    for topic, said in known.items():
        mark = str(said.get("mark") or "")
        if topic not in topics() or mark not in ("", *MARKS):
            raise ValueError(f"unknown topic {topic!r} or mark {mark!r}")
        numbers = tuple(int(n) for n in said["facts"])
        if not numbers or not set(numbers) <= set(range(1, len(facts) + 1)):
            raise ValueError(f"topic {topic} names paragraphs {numbers} of {len(facts)}")
        places = tuple(n - 1 for n in numbers)
        first = said.get("first")
        found.append(OnTopic(topic, mark, places, bool(first), first == "kept"))
    return tuple(found)


#: What a block lists in one line a paragraph, and what holds where it does not.
_LISTED = {"short": "", "roles": "rule", "forces": "", "doers": ""}


def _facts(name: str, paragraphs: list[Span], known: dict[str, Any]) -> tuple[Fact, ...]:
    """A section's facts with what its block says; BadDocument where that names no paragraph."""
    numbered = {
        key: {int(n): value for n, value in (known.get(key) or {}).items()}
        for key in ("facts", "asks", "asks_es")
    }
    listed = {key: [str(one) for one in known.get(key) or ()] for key in _LISTED}
    for key, values in numbered.items():
        if stray := set(values) - set(range(1, len(paragraphs) + 1)):
            raise BadDocument(f"{name}: {key} names paragraphs {sorted(stray)} that are not there")
    for key, lines in listed.items():
        if lines and len(lines) != len(paragraphs):
            raise BadDocument(
                f"{name}: {key} has {len(lines)} lines for {len(paragraphs)} paragraphs"
            )

    def fact(n: int, span: Span) -> Fact:
        marks = _marks(numbered["facts"][n]) if n in numbered["facts"] else ()
        asks, spanish = (
            tuple(str(ask) for ask in numbered[key].get(n) or ()) for key in ("asks", "asks_es")
        )
        short, role, force, doer = (
            listed[key][n - 1] if listed[key] else otherwise for key, otherwise in _LISTED.items()
        )
        return Fact(span, marks, short, role, asks, spanish, force, doer)

    return tuple(fact(n, span) for n, span in enumerate(paragraphs, 1))


def _marks(value: object) -> tuple[Mark, ...]:
    each = value if isinstance(value, list) else [value]
    return tuple(Mark(*(part.strip() for part in str(one).split(";", 1))) for one in each)
