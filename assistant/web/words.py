"""The words of the interface by language (`words/*.toml`): nothing that a person reads on the page
stands elsewhere.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "es")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)")


@dataclass(frozen=True)
class Words:
    """One language's words.

    Called with `section.key` and what its placeholders stand for; KeyError for an unknown key.
    """

    language: str
    table: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, with what its placeholders stand for."""
        return self.table[key].format(**values) if values else self.table[key]

    def html(self, key: str, **values: object) -> str:
        """The same, escaped for HTML and its attributes."""
        return escape(self(key, **values))

    def section(self, name: str) -> dict[str, str]:
        """Every word of one section, by its key there."""
        return {
            key.partition(".")[2]: word
            for key, word in self.table.items()
            if key.startswith(f"{name}.")
        }


@cache
def words_in(language: str) -> Words:
    """The words of one of LANGUAGES; anything else is English."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    parts = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Words(
        language,
        {f"{section}.{key}": word for section, rows in parts.items() for key, word in rows.items()},
    )


def moment(stamp: str) -> str:
    """A time that a file is named by, `20261125T173519…`, for a person: `2026-11-25 17:35`.

    Any other text comes back as it is.
    """
    at = _STAMP.match(stamp)
    return f"{at[1]}-{at[2]}-{at[3]} {at[4]}:{at[5]}" if at else stamp
