"""The title of a document as people say it."""

from __future__ import annotations

import re
from functools import cache

from corpus.names import places, unions

#: What a title of an agreement ends with where only its terms on AI are held.
_TERMS = re.compile(
    r"(?:,| -) (?:[\w-]+ and )?(?:generative )?"
    r"(?:AI|artificial-intelligence|technology|technological-change|digital replication)\b.*$"
)


def short_title(title: str) -> str:
    """A title without its brackets, its terms and what follows its dash, unless what stands before
    the dash tells only whose it is.
    """
    before, _, after = str(title).partition(" — ")
    named = (
        f"{before}: {_bare(after)}" if after and before.casefold() in _whose() else _bare(before)
    )
    return named or str(title)


def _bare(title: str) -> str:
    plain = re.sub(r"\s*\([^()]*\)", "", title).strip()
    named = _TERMS.sub("", plain).removeprefix("Memorandum of Agreement for the ")
    return plain if named.casefold() in _whose() else named


@cache
def _whose() -> frozenset[str]:
    """Names of places and unions, which alone name no document."""
    names = [name for place in places().values() for name in place.names]
    names += [name for union in unions().values() for name in (union.title, *union.names)]
    return frozenset(name.casefold() for name in names)
