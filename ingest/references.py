"""What a clause says of others: references ("as provided in Section 4(b)"), and terms defined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus import Clause

_NUMBER = r"(?:\[?[IVXLCDM]+\]?(?![a-z])|\d+(?:\.[\dA-Z]+)*[A-Z]?)"
_PARAGRAPHS = r"(?:\([A-Za-z0-9]+\))*"
_REFERENCE = re.compile(
    rf"(?:(?P<article>Article)\s+(?P<a>{_NUMBER})(?P<atail>{_PARAGRAPHS})"
    r"(?:,?\s+(?=(?:Section|Sec\.)))?)?"
    rf"(?:(?:Section|Sec\.|§)\s*(?P<s>{_NUMBER})(?P<stail>{_PARAGRAPHS}))?"
)
_TERM = r"[“\"‘]([^”\"’\n]{2,60})[”\"’]"
_DEFINES = re.compile(
    rf"{_TERM}(?:\s*\([^)]{{1,60}}\))?,?\s+"
    r"(?:(?:as\s+used\s+\w+(?:\s+\w+){0,4},?\s+)?(?:shall\s+)?means?\b|refers?\s+to"
    r"|(?:is|are)\s+defined\s+as|shall\s+refer\s+to|shall\s+include)"
)
_MOST_TERMS, _MOST_PLACES = 6, 24


def linked(clauses: list[Clause], text: str) -> list[Clause]:
    """The same clauses with the places of the document they refer to, and asks for their terms."""
    places = {_key(clause.locator): clause.locator for clause in reversed(clauses)}
    places.pop("", None)
    out = []
    for clause in clauses:
        if clause.title_only:
            out.append(clause)
            continue
        words = clause.span.of(text)
        refers = dict.fromkeys(_refers(words, clause, places))
        refers.pop(clause.locator, None)
        terms = terms_defined(words)[:_MOST_TERMS]
        asks = tuple(f"What does {term} mean? What is {term}?" for term in terms)
        out.append(replace(clause, refers=tuple(refers)[:_MOST_PLACES], asks=asks))
    return out


def terms_defined(words: str) -> list[str]:
    """The terms that words define: 'AI System' in '"AI System" means ...'."""
    found = (" ".join(term.split()).strip(" ,.") for term in _DEFINES.findall(words))
    return list(dict.fromkeys(found))


def _refers(words: str, clause: Clause, places: dict[str, str]) -> Iterator[str]:
    """The places that words name, as the document numbers them."""
    own = re.match(r"Article [\w\[\]-]+", clause.locator)
    for match in _REFERENCE.finditer(words):
        if match["a"] or match["s"]:
            held = [places.get(_key(place)) for place in _readings(match, own and own.group())]
            yield from [place for place in held if place][:1]


def _readings(found: re.Match[str], own: str | None) -> list[str]:
    """What a reference can mean, the likeliest first; `own` is the article it stands in."""
    number, tail = found["a"] or "", found["atail"] or ""
    section = f"{found['s']}{found['stail'] or ''}" if found["s"] else ""
    if not number:
        inside = f"{own}, Section {section}"
        return [section, inside, f"Section {section}"] if own else [f"Section {section}", section]
    readings = [f"Article {number}{tail}" + (f", Section {section}" if section else "")]
    if "." in number:
        first, second = number.split(".", 1)
        readings += [f"{number}{tail}", f"Article {first}, Section {second}{tail}"]
    return readings


def _key(locator: str) -> str:
    return re.sub(r"[^a-z0-9]+", ".", locator.lower()).strip(".")
