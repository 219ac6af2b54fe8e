"""Clauses in force that differ on one point: which controls and why, or that nothing settles it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Citation
from corpus import AGREEMENTS, Library
from corpus.names import lineage
from corpus.words import terms

#: Forces that pull in different directions on one point. "informs" pulls in none, and a definition
#: does not either.
_PULL = {"prohibits": -1, "requires_consent": -1, "permits": 1, "requires": 2}
_MANDATORY = re.compile(
    r"\b(?:void|unenforceable|cannot be waived|can't be waived|may not be waived|not waivable"
    r"|notwithstanding any|against public policy)\b",
    re.I,
)
#: The share of the shorter one's words that two clauses on one subject have in common, at least.
_ALIKE = 0.35
_NEVER = date.min


def differing(cited: Sequence[Citation], library: Library) -> list[tuple[Citation, Citation]]:
    """Pairs of citations in force, the leading one first, of one subject with other forces."""
    if not cited:
        return []
    leading, pairs = cited[0], []
    for other in cited[1:]:
        if (
            other.document.id == leading.document.id
            or other.status != "in_force"
            or leading.status != "in_force"
        ):
            continue
        if (
            other.document.text_of == leading.document.id
            or leading.document.text_of == other.document.id
        ):
            continue
        if not _bind_one_person(leading, other, library) or _apart(leading, other, library):
            continue
        pull, against = _PULL.get(leading.force), _PULL.get(other.force)
        if (
            pull is not None
            and against is not None
            and pull * against < 0
            and _alike(leading, other)
        ):
            pairs.append((leading, other))
    return pairs[:2]


def _bind_one_person(one: Citation, other: Citation, library: Library) -> bool:
    """Whether both may apply to the same person.

    Agreements of one line of unions, or one of them a law or a policy.
    """
    ours, theirs = library.unions_of(one.document), library.unions_of(other.document)
    if not ours or not theirs:
        return True
    return bool(
        {b for a in ours for b in lineage(a)} & theirs
        or {b for a in theirs for b in lineage(a)} & ours
    )


def _apart(one: Citation, other: Citation, library: Library) -> bool:
    """Whether two agreements cover different work: they differ and don't conflict.

    A local's own stands inside the wide one.
    """
    if one.document.kind not in AGREEMENTS or other.document.kind not in AGREEMENTS:
        return False
    ours, theirs = library.unions_of(one.document), library.unions_of(other.document)
    within = any(set(lineage(a)[1:]) & theirs for a in ours) or any(
        set(lineage(b)[1:]) & ours for b in theirs
    )
    same = bool(ours & theirs) and one.document.counterparty == other.document.counterparty
    return not within and not same


def _alike(one: Citation, other: Citation) -> bool:
    """Whether two quotations speak of the same thing.

    Enough of the rarer words of the shorter one are in the longer.
    """
    mine, yours = (
        set(terms(f"{one.clause.heading} {one.quote}")),
        set(terms(f"{other.clause.heading} {other.quote}")),
    )
    small = min(len(mine), len(yours)) or 1
    return len(mine & yours) / small >= _ALIKE


def controls(one: Citation, other: Citation, library: Library) -> str:
    """Which of two differing clauses controls, and why, or that this is not settled here."""
    first, second = sorted((one, other), key=lambda citation: citation.document.tier)
    high, low = first.document, second.document
    if high.tier == low.tier == 1:
        return _between_agreements(first, second, library)
    if high.tier <= 2 and low.tier >= 4:
        return f"{high.name} controls: {low.name} is a position and binds nobody."
    if high.tier <= 2 and low.tier == 3:
        name = "an agreement" if high.tier == 1 else "a law"
        return (
            f"{high.name} controls: an employer's policy or an official's guidance cannot take"
            f" away what {name} gives."
        )
    if high.tier == 1 and low.tier == 2:
        if _MANDATORY.search(second.quote):
            return (
                f"{low.name} says of itself that it can't be contracted away, so {high.name}"
                " cannot take away what it gives."
            )
        return (
            f"Whether {high.name} or {low.name} controls is not settled by the documents held"
            " here: ask your representative."
        )
    return (
        "Which of the two controls is not settled by the documents held here: ask your"
        " representative."
    )


def _between_agreements(one: Citation, other: Citation, library: Library) -> str:
    ours, theirs = library.unions_of(one.document), library.unions_of(other.document)
    for narrow, inner, outer in ((one, ours, theirs), (other, theirs, ours)):
        if any(set(lineage(union)[1:]) & outer for union in inner) and not inner & outer:
            return (
                f"{narrow.document.name} is the agreement of the local itself, so it controls for"
                " its members: the specific goes before the general."
            )
    newer, older = sorted(
        (one, other),
        key=lambda c: c.document.effective or c.document.adopted or _NEVER,
        reverse=True,
    )
    same = (
        ours & theirs
        and newer.document.counterparty
        and newer.document.counterparty == older.document.counterparty
    )
    if (
        same
        and newer.document.effective
        and older.document.effective
        and newer.document.effective > older.document.effective
    ):
        return (
            f"{newer.document.name} is the later agreement between the same parties, so it"
            " controls where the two can't both be kept."
        )
    return (
        "They are separate agreements: the one that covers your job controls. If you are not sure"
        " which does, ask your representative."
    )


def notes_of(cited: Sequence[Citation], library: Library) -> tuple[str, ...]:
    """For each conflict with the leading clause what each says in its own words, and the winner."""
    return tuple(
        f"Two documents in force differ on this. {_said(one)} {_said(other)}"
        f" {controls(one, other, library)}"
        for one, other in differing(cited, library)
    )


def _said(citation: Citation) -> str:
    words = " ".join(citation.quote.split())
    if len(words) > 240:
        words = words[: words.rfind(" ", 0, 240)] + " …"
    kind = (
        "the agreement" if citation.document.kind in AGREEMENTS else f"the {citation.document.kind}"
    )
    return f"{citation.document.name} ({kind}), {citation.clause.locator}: “{words}”"
