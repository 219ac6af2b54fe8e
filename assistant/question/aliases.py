"""The documents that a question names by id or alias, each in the version that is meant."""

from __future__ import annotations

import re
from datetime import date

from corpus import AGREEMENTS, Library
from corpus.names import plain, unions


def named_documents(question: str, library: Library, day: date, missing: list[str]) -> list[str]:
    """Documents whose id or alias the question holds; an alias is of the version in force that day.

    A year before the alias ("the 2020 MBA") means that year's version; where it is not held, its
    name joins `missing`.
    """
    owner, pattern = library.names
    found: list[str] = []
    text = plain(question)
    for hit in pattern.finditer(text):
        identity = owner[re.sub(r"[\s-]+", " ", hit.group()).lower()]
        year = re.search(
            r"\b(20\d\d)(?:-\d\d(?:\d\d)?)?\s+(?P<between>(?:[\w&/'-]+\s+){0,4})$",
            text[: hit.start()],
        )
        year = year if year and (not year["between"] or _only_a_union(year["between"])) else None
        if re.search(r"20\d\d", hit.group()):
            found.append(identity)
        elif year and library[identity].kind in AGREEMENTS and library[identity].effective:
            of_year = _version_of(identity, library, int(year[1]))
            if of_year:
                found.append(of_year)
            else:
                missing.append(f"the {year[1]} {hit.group()}")
        else:
            found.append(_version_on(identity, library, day))
    official = [
        library.official_of[identity].id for identity in found if identity in library.official_of
    ]
    return list(dict.fromkeys([*official, *found]))


def _only_a_union(text: str) -> bool:
    """Whether a text is a union's name and nothing else: "the 2023 SAG-AFTRA deal"."""
    return any(
        text.strip().lower() == name.lower()
        for union in unions().values()
        for name in (union.title, *union.names)
    )


def _version_of(identity: str, library: Library, year: int) -> str | None:
    """The version of a document that began in a year, of all that replaced one another."""
    line = [library[identity]]
    for one in line:
        near = [library[old] for old in one.supersedes if old in library] + list(
            library.successors(one)
        )
        line += [other for other in near if other not in line]
    return next((one.id for one in line if one.effective and one.effective.year == year), None)


def _version_on(identity: str, library: Library, day: date) -> str:
    document = library[identity]
    while (
        library.status(document, day) == "not_yet"
        and document.supersedes
        and document.supersedes[0] in library
    ):
        document = library[document.supersedes[0]]
    return document.id
