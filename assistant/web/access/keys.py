"""Keys for programs that ask over HTTP or MCP: shown once when they are made, kept hashed, taken
away by name.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus import PinciteError, make_private

PREFIX = "pincite_"
_NAME = re.compile(r"[\w. @+-]{1,80}")


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it is for, the SHA-256 of its words (256 random bits need no slow hash), and
    when it was made.
    """

    name: str
    sha256: str
    made: str


class Keys:
    """The keys of one home, read anew when the file has changed: a key removed there is worth
    nothing at once.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / "keys.json"
        self._read: tuple[tuple[int, int, int], dict[str, Key]] | None = None

    def all(self) -> list[Key]:
        """Every key, by name. PinciteError for a file that is none of ours."""
        return sorted(self._by_hash().values(), key=lambda key: key.name)

    def _by_hash(self) -> dict[str, Key]:
        try:
            seen = self.path.stat()
        except FileNotFoundError:
            return {}
        mark = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
        if self._read is None or self._read[0] != mark:
            try:
                rows = [
                    Key(**row) for row in json.loads(self.path.read_text(encoding="utf-8"))["keys"]
                ]
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise PinciteError(
                    f"{self.path} is damaged ({error}); delete it and make the keys anew with "
                    "'pincite key add'"
                ) from error
            self._read = (mark, {key.sha256: key for key in rows})
        return self._read[1]

    def holder(self, words: str) -> Key | None:
        """Whose key this is, or None."""
        # looked up by hash: how long that takes tells nothing of any key
        return (
            self._by_hash().get(_hashed(words))
            if words.startswith(PREFIX) and len(words) < 200
            else None
        )

    def add(self, name: str) -> str:
        """Make a key and return its words, which can't be shown again.

        ValueError for a name that won't do or is taken.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(
                f"{name!r} is no name for a key: wanted up to 80 letters, figures, spaces and . _ "
                "- @ +"
            )
        held = self.all()
        if any(key.name == name for key in held):
            raise ValueError(
                f"a key is called {name!r} already; 'pincite key remove' takes it away"
            )
        words = PREFIX + secrets.token_urlsafe(32)
        self._write(
            [*held, Key(name, _hashed(words), datetime.now(UTC).isoformat(timespec="seconds"))]
        )
        return words

    def remove(self, name: str) -> None:
        """Take a key away. PinciteError where none has that name."""
        held = self.all()
        if not any(key.name == name for key in held):
            raise PinciteError(f"no key is called {name!r}; 'pincite key list' has them")
        self._write([key for key in held if key.name != name])

    def _write(self, keys: list[Key]) -> None:
        make_private(self.path.parent)
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as file:
                json.dump({"keys": [asdict(key) for key in keys]}, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, self.path)
        finally:
            draft.unlink(missing_ok=True)


def _hashed(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
