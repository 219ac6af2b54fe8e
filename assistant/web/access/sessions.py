"""Who is signed in: sessions kept by the server, named to the browser by a random token, ended by
time, sign-out or removal.

The token is 256 random bits and only its hash is kept, so there is nothing to sign: what can't be
guessed can't be forged, and a session that was ended is gone, which a signed cookie would not be.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.web.access.accounts import Account, Accounts

COOKIE = "pincite_session"
IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 10 * 3600
MOST = 5000


@dataclass(frozen=True, slots=True)
class Session:
    """One browser's session. `since` is the account's own: a new password ends the session."""

    name: str
    since: str
    began: float
    seen: float


class Sessions:
    """The sessions of one server; a restart ends them all."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self.accounts, self._clock = accounts, clock
        self._lock = threading.Lock()
        self._held: dict[str, Session] = {}

    def begin(self, account: Account) -> str:
        """Open a session and return its token, which is kept nowhere here."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._sweep(now)
            while len(self._held) >= MOST:
                del self._held[min(self._held, key=lambda name: self._held[name].seen)]
            self._held[_hashed(token)] = Session(account.name, account.since, now, now)
        return token

    def account(self, token: str | None) -> Account | None:
        """Whose token this is, while the session lasts and the account is as it was; None
        otherwise.
        """
        if not token or len(token) > 100:
            return None
        name, now = _hashed(token), self._clock()
        with self._lock:
            session = self._held.get(name)
            if session is None:
                return None
            if _over(session, now):
                del self._held[name]
                return None
            self._held[name] = replace(session, seen=now)
        account = self.accounts.get(session.name)
        if account is None or account.since != session.since:
            self.end(token)
            return None
        return account

    def end(self, token: str | None) -> None:
        """Sign out."""
        if token:
            with self._lock:
                self._held.pop(_hashed(token), None)

    def _sweep(self, now: float) -> None:
        for name in [name for name, session in self._held.items() if _over(session, now)]:
            del self._held[name]


def _over(session: Session, now: float) -> bool:
    return now - session.seen > IDLE_SECONDS or now - session.began > LONGEST_SECONDS


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
