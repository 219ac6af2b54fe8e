"""How much one person, and all together, may ask: token buckets by peer and by session, which no
header can refill.

A person is known by the address of the connection and, beside it, by the session or key: both have
a bucket, so throwing the cookie away gains nothing. The server believes `X-Forwarded-For` only of a
proxy that the operator named (`assistant.web.serving`), so the address that comes here is one that
its sender can't choose.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: float
    per_second: float


class Buckets:
    """Token buckets by name; at most MOST are remembered, the least lately used forgotten first."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self._clock = rate, clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, cost: float = 1.0) -> float:
        """Take from a bucket: 0 when there was enough, else the seconds until there will be
        (nothing is taken).
        """
        now = self._clock()
        with self._lock:
            left, at = self._held.pop(name, (self.rate.burst, now))
            left = min(self.rate.burst, left + (now - at) * self.rate.per_second)
            wait = 0.0 if left >= cost else (cost - left) / self.rate.per_second
            self._held[name] = (left if wait else left - cost, now)
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return wait


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the buckets of one kind of request hold: for one address, for one session or key, and
    for everybody.
    """

    address: Rate
    person: Rate
    everybody: Rate


#: People behind one office's address share it, so it holds more than a person's. What everybody may
#: ask together is for the line (`assistant.web.line`), which knows what the machine answers.
QUESTIONS = Allowance(Rate(150, 5), Rate(60, 2), Rate(6000, 400))
REQUESTS = Allowance(Rate(1500, 60), Rate(1500, 60), Rate(6000, 400))
FEEDBACK = Allowance(Rate(30, 0.2), Rate(15, 0.1), Rate(200, 2))


class Limits:
    """The buckets of one allowance."""

    def __init__(self, allowance: Allowance, clock: Callable[[], float] = time.monotonic) -> None:
        self._address, self._person, self._everybody = (
            Buckets(rate, clock)
            for rate in (allowance.address, allowance.person, allowance.everybody)
        )

    def take(self, address: str, person: str = "") -> float:
        """0 when the request may go on, else the seconds after which to try again."""
        wait = self._person.take(person) if person else 0.0
        return wait or self._address.take(network_of(address)) or self._everybody.take("")


class Attempts:
    """Failed sign-ins by name or address: after FREE of them each wait doubles up to `longest`,
    whether or not the name exists.
    """

    FREE, FORGET = 5, 3600.0

    def __init__(self, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.longest, self._clock = longest, clock
        self._lock = threading.Lock()
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Seconds until another attempt may be made; 0 for now."""
        now = self._clock()
        with self._lock:
            count, at = self._failed.get(name, (0, now))
        if now - at > self.FORGET or count < self.FREE:
            return 0.0
        return max(0.0, at + min(self.longest, 2.0 ** min(20, count - self.FREE + 1)) - now)

    def fail(self, name: str) -> None:
        """Count an attempt as failed: before the password is checked, so that many at once gain
        nothing.
        """
        now = self._clock()
        with self._lock:
            count, at = self._failed.pop(name, (0, now))
            self._failed[name] = (1 if now - at > self.FORGET else count + 1, now)
            while len(self._failed) > MOST:
                self._failed.popitem(last=False)

    def clear(self, name: str) -> None:
        """Forget the failures: the password was right."""
        with self._lock:
            self._failed.pop(name, None)


def network_of(address: str) -> str:
    """The address that a limit counts by: an IPv4 address itself, an IPv6 address's /64, which one
    household has whole.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
