"""A day as people and programs write it, refused by every door in one plain sentence."""

from __future__ import annotations

import re
from datetime import date

from corpus.model import BadQuestion

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class BadDay(BadQuestion):
    """What should be a day is none; all else of the question may be well."""


def day_of(value: object, name: str = "as_of") -> date | None:
    """A day written YYYY-MM-DD, or None where there is none.

    BadDay, in the one sentence that every door gives, for anything else.
    """
    if value in (None, ""):
        return None
    try:
        if isinstance(value, str) and _DAY.fullmatch(value.strip()):
            return date.fromisoformat(value.strip())
    except ValueError:
        pass  # the 30th of February is written well and is no day
    raise BadDay(
        f'"{name}" is {str(value)[:40]!r}; '
        "wanted a day that exists, as YYYY-MM-DD, such as 2026-11-29"
    )
