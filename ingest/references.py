"""What a clause says of others: references ("as provided in Section 4(b)") as links, and the terms it defines."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import Clause

_NUMBER = r"(?:\[?[IVXLCDM]+\]?(?![a-z])|\d+(?:\.[\dA-Z]+)*[A-Z]?)"
_REFERENCE = re.compile(
    rf"(?:(?P<article>Article)\s+(?P<a>{_NUMBER})(?P<atail>(?:\([A-Za-z0-9]+\))*)(?:,?\s+(?=(?:Section|Sec\.)))?)?"
    rf"(?:(?:Section|Sec\.|§)\s*(?P<s>{_NUMBER})(?P<stail>(?:\([A-Za-z0-9]+\))*))?"
)
_TERM = r"[“\"‘]([^”\"’\n]{2,60})[”\"’]"
_DEFINES = re.compile(
    rf"{_TERM}(?:\s*\([^)]{{1,60}}\))?,?\s+(?:(?:as\s+used\s+\w+(?:\s+\w+){{0,4}},?\s+)?(?:shall\s+)?means?\b|refers?\s+to|(?:is|are)\s+defined\s+as|shall\s+refer\s+to|shall\s+include)"
)


def linked(clauses: list[Clause], text: str) -> list[Clause]:
    """The same clauses, each with the locators of the same document that its words refer to, and questions for its terms."""
    places = {
        _key(clause.locator): clause.locator for clause in reversed(clauses) if clause.locator
    }
    out = []
    for clause in clauses:
        words = clause.span.of(text)
        refers = (
            []
            if clause.title_only
            else [place for place in _refers(words, clause, places) if place != clause.locator]
        )
        asks = (
            ()
            if clause.title_only
            else tuple(
                f"What does {term} mean? What is {term}?" for term in terms_defined(words)[:6]
            )
        )
        out.append(
            replace(clause, refers=tuple(dict.fromkeys(refers))[:24], asks=asks)
            if refers or asks
            else clause
        )
    return out


def terms_defined(words: str) -> list[str]:
    """The terms that words define: 'AI System' in '"AI System" means ...'."""
    return list(
        dict.fromkeys(
            " ".join(found.group(1).split()).strip(" ,.") for found in _DEFINES.finditer(words)
        )
    )


def _refers(words: str, clause: Clause, places: dict[str, str]) -> list[str]:
    own = re.match(r"Article [\w\[\]-]+", clause.locator)
    found = []
    for match in _REFERENCE.finditer(words):
        if not match.group() or not (match["a"] or match["s"]):
            continue
        article = f"Article {match['a']}{match['atail'] or ''}" if match["a"] else ""
        section = f"Section {match['s']}{match['stail'] or ''}" if match["s"] else ""
        wanted = [f"{article}, {section}" if article and section else article or section]
        if section and not article:
            wanted += [f"{own.group()}, {section}"] if own else []
            wanted.append(f"{match['s']}{match['stail'] or ''}")
        if article and "." in (match["a"] or ""):
            wanted += [
                f"{match['a']}{match['atail'] or ''}",
                "Article {}, Section {}".format(*match["a"].split(".", 1)) + (match["atail"] or ""),
            ]
        if own and section and not article:
            wanted.reverse()
        found += [places[_key(place)] for place in wanted if _key(place) in places][:1]
    return found


def _key(locator: str) -> str:
    return re.sub(r"[^a-z0-9]+", ".", locator.lower()).strip(".")
