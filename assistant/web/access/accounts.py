"""Who may sign in: a file of names, roles and hashed passwords, made by `pincite user add` and
readable by its owner only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from corpus import PinciteError

log = logging.getLogger("pincite.web")

#: Each role may do all that the ones before it may.
ROLES = ("member", "steward", "admin")
FORMAT = 1
MIN_PASSWORD, MAX_PASSWORD = 10, 1024
_NAME = re.compile(r"[\w.@+-]{1,80}")
#: scrypt as OWASP has it: 128 MB and some tenths of a second, too much to guess by the million.
_N, _R, _P = 2**17, 8, 1
#: What one check may take: the figures above and some to spare, and no more whatever a file says.
MAX_HASHED_MB = 160


@dataclass(frozen=True, slots=True)
class Account:
    """One person.

    `hashed` is scrypt$n$r$p$salt$key; `since` changes with the password, which ends older sessions.
    """

    name: str
    role: str
    hashed: str
    since: str = ""

    def may(self, role: str) -> bool:
        """Whether this role reaches that far."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Accounts:
    """The file of accounts, read anew when it has changed: who is removed there is out at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, int, int], dict[str, Account]] | None = None

    def all(self) -> dict[str, Account]:
        """Every account by its name in lower case.

        PinciteError for a file that others can read, or that is none of ours.
        """
        try:
            seen = self.path.stat()
        except FileNotFoundError:
            raise PinciteError(
                f"there is no {self.path}; run 'pincite user add NAME --role admin --auth "
                f"{self.path}'"
            ) from None
        mark = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
        if self._read is None or self._read[0] != mark:
            if os.name == "posix" and stat.S_IMODE(seen.st_mode) & 0o077:
                raise PinciteError(
                    f"{self.path} can be read by other people of this machine; run 'chmod 600 "
                    f"{self.path}'"
                )
            self._read = (mark, _accounts(self.path))
        return self._read[1]

    def get(self, name: str) -> Account | None:
        """The account of a name, whatever its case."""
        return self.all().get(name.lower())

    def check(self, name: str, password: str) -> Account | None:
        """The account if the password is its own; as slow for a name that nobody has as for a wrong
        password.
        """
        account, password = self.get(name), password[:MAX_PASSWORD]
        good = _matches(password, account.hashed if account else _nobody())
        if account and _is_old(account.hashed):
            if good:
                return self._upgraded(account, password)
            _spend_the_rest(password, account.hashed)
        return account if account and good else None

    def _upgraded(self, account: Account, password: str) -> Account:
        """The account with its password hashed as it is today; sessions go on.

        Where the file can't be written the old hash serves on, and the log says so.
        """
        now = replace(account, hashed=hashed(password))
        try:
            with self._writing() as held:
                if held.get(account.name.lower()) != account:
                    return account  # somebody has changed it meanwhile
                self._write({**held, account.name.lower(): now})
        except (OSError, PinciteError) as error:
            log.warning("an account keeps its older hash: %s", type(error).__name__)
            return account
        return now

    def add(self, name: str, role: str, password: str) -> Account:
        """Add an account or give one a new password and role.

        ValueError for a name, role or password that won't do.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(
                f"{name!r} is no name for an account: wanted up to 80 letters, figures and . _ - "
                "@ +"
            )
        if role not in ROLES:
            raise ValueError(f"--role {role}: one of {', '.join(ROLES)}")
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise ValueError(
                f"wanted a password of {MIN_PASSWORD} to {MAX_PASSWORD} characters, found "
                f"{len(password)}"
            )
        if password.lower() in (name.lower(), "password12", "1234567890") or len(set(password)) < 4:
            raise ValueError(
                "that password is too easy to guess; three or four unrelated words do well"
            )
        account = Account(name, role, hashed(password), secrets.token_hex(8))
        with self._writing() as held:
            self._write({**held, name.lower(): account})
        return account

    def remove(self, name: str) -> None:
        """Take an account away. PinciteError where there is none of that name."""
        self.all()  # where there is no file, this says how one is made
        with self._writing() as held:
            if held.pop(name.lower(), None) is None:
                raise PinciteError(
                    f"no account is called {name!r}; 'pincite user list --auth {self.path}' has "
                    "them"
                )
            self._write(held)

    @contextmanager
    def _writing(self) -> Iterator[dict[str, Account]]:
        """The accounts as they are, nobody else writing them: a server may, as somebody signs in.

        PinciteError where another process is at it for ten seconds.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=10, mode=0o600)
        try:
            with lock:
                yield dict(self.all()) if self.path.exists() else {}
        except Timeout:
            raise PinciteError(
                f"another process is writing to {self.path}; run this again"
            ) from None

    def _write(self, accounts: dict[str, Account]) -> None:
        values = {
            "format": FORMAT,
            "accounts": [asdict(accounts[name]) for name in sorted(accounts)],
        }
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            # never readable by others, not even for a moment
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as file:
                json.dump(values, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, self.path)
        finally:
            draft.unlink(missing_ok=True)


def hashed(password: str) -> str:
    """A password as it is kept: scrypt with its parameters and a salt of its own."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${_coded(salt)}${_coded(_key(password, salt, _N, _R, _P))}"


def _matches(password: str, kept: str) -> bool:
    try:
        _, n, r, p, salt, key = kept.split("$")
        wanted = base64.b64decode(key, validate=True)
        found = _key(password, base64.b64decode(salt, validate=True), int(n), int(r), int(p))
    except ValueError:
        return False
    return hmac.compare_digest(found, wanted)


def _is_old(kept: str) -> bool:
    """Whether a hash was made with smaller figures than today's."""
    try:
        n, r, p = (int(one) for one in kept.split("$")[1:4])
    except ValueError:
        return False
    return n * r * p < _N * _R * _P


def _spend_the_rest(password: str, kept: str) -> None:
    """Take as long over a wrong password as over a name that nobody has: costs double with n."""
    n = max(2, int(kept.split("$")[1]))
    while n < _N:
        _key(password, b"nobody has this!", n, _R, _P)
        n *= 2


def _key(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=n,
        r=r,
        p=p,
        maxmem=MAX_HASHED_MB * 2**20,
        dklen=32,
    )


def _coded(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _nobody() -> str:
    return f"scrypt${_N}${_R}${_P}${_coded(b'nobody has this!')}${_coded(bytes(32))}"


def _accounts(path: Path) -> dict[str, Account]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(f"format {values['format']}, this version reads {FORMAT}")
        rows = [Account(**row) for row in values["accounts"]]
        if not all(isinstance(part, str) for row in rows for part in asdict(row).values()):
            raise ValueError("a field that is not text")
        if strange := [row.role for row in rows if row.role not in ROLES]:
            raise ValueError(f"an unknown role {strange[0]!r}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PinciteError(
            f"{path} is no file of accounts ({error}); 'pincite user add NAME --auth FILE' makes "
            "one"
        ) from error
    return {row.name.lower(): row for row in rows}
