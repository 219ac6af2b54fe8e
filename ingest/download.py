"""One file from a public address.

The connection is one that a hostile server or a clever name can't turn inwards.
"""

from __future__ import annotations

import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from corpus import CannotRead

REDIRECTS = 5
CONNECT_SECONDS = 15.0
_MOVED = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_OFFLINE = "is this machine offline? Nothing was changed"
_HEADERS = {
    "User-Agent": "pincite",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}

#: The only IPv6 addresses that are given out for the public internet.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
#: What is neither called private nor anybody's: addresses that lead to an IPv4 address inside them
#: (6to4, its relays, Teredo and the like), those of protocols, those of examples.
_NOBODYS = tuple(
    ipaddress.ip_network(one)
    for one in ("2002::/16", "2001::/23", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24")
)
#: Where a network translates: the last four bytes are the IPv4 address that is reached.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

#: Hears how many bytes have come, of how many (0 where nobody said).
Counted = Callable[[int, int], None]


class Unreachable(CannotRead):
    """The address can't be reached from here: no network, no such host, nobody answers."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file's bytes, the address they came from in the end, and the suffix of what they are."""

    data: bytes
    url: str
    suffix: str


def public(address: str) -> bool:
    """Whether an IP address is of the public internet.

    Not of this machine, this network, or a group of machines; nor one that leads there through
    another, mapped or translated.
    """
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found in _NAT64:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        elif found.ipv4_mapped:
            found = found.ipv4_mapped
        elif found not in _GIVEN_OUT:
            return False
    strange = any(found in one for one in _NOBODYS if one.version == found.version)
    return found.is_global and not (found.is_multicast or found.is_reserved or strange)


def download(
    url: str,
    max_mb: int = 64,
    seconds: float = 120.0,
    allowed: Callable[[str], bool] = public,
    progress: Counted = lambda done, total: None,
) -> Fetched:
    """Fetch one document over http or https.

    Refuses, with CannotRead: other schemes, names and passwords in the address, any host with an
    address that is not `allowed`, more than REDIRECTS redirects (each is checked again), more than
    `max_mb` MB, more than `seconds` from the first name asked for to the last byte, and what is no
    PDF, Word file, page or text. The connection goes to the very address that was checked.
    Unreachable where nobody answers.
    """
    deadline = time.monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        try:
            with ExitStack() as held:
                response = _asked(url, deadline, allowed, held)
                if response.status in _MOVED:
                    url = _onward(url, response)
                    continue
                if response.status != 200:
                    raise CannotRead(
                        f"{url} answers {response.status} {response.reason}; look at the address "
                        "in a browser"
                    )
                data = _body(response, url, max_mb, deadline, progress)
            kind = response.getheader("Content-Type") or ""
            return Fetched(data, url, _suffix(data, kind, url))
        except (OSError, http.client.HTTPException) as error:
            _check_time(url, deadline)
            said = str(error) or type(error).__name__
            raise CannotRead(f"{url} broke off ({said}); try again later") from error
    raise CannotRead(f"{url}: more than {REDIRECTS} redirects; nothing was fetched")


def _check_time(url: str, deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise CannotRead(f"{url} took too long; nothing was kept")


@contextmanager
def _ending(connected: socket.socket, deadline: float) -> Iterator[None]:
    """The connection ends at the deadline, whatever is being waited for: a limit for each read
    stops nobody who sends a letter before each ends.
    """
    same = connected.dup()  # what TLS takes over is another object, and the same connection

    def end() -> None:
        with suppress(OSError):
            same.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        same.close()


def _onward(url: str, response: http.client.HTTPResponse) -> str:
    """Where a redirect leads: never from an encrypted connection to an open one."""
    location = response.getheader("Location")
    if not location:
        raise CannotRead(f"{url} sends on to nowhere (status {response.status})")
    onward = urljoin(url, location)
    if urlsplit(url).scheme == "https" and urlsplit(onward).scheme != "https":
        raise CannotRead(
            f"{url} sends on to an address without encryption ({onward}); nothing was fetched"
        )
    return onward


def _asked(
    url: str, deadline: float, allowed: Callable[[str], bool], held: ExitStack
) -> http.client.HTTPResponse:
    """Ask for an address's file, over a connection to the very host that was checked; `held`
    closes it.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", _port(parts)
    named = parts.username or parts.password
    if parts.scheme not in _PORTS or not host or not port or named:
        raise CannotRead(
            f"{url!r} is no address that is fetched: wanted http or https, a host, and no name or "
            "password"
        )
    _check_time(url, deadline)
    address = _address(host, port, allowed, min(CONNECT_SECONDS, deadline - time.monotonic()))
    _check_time(url, deadline)
    left = min(CONNECT_SECONDS, deadline - time.monotonic())
    try:
        plain = held.enter_context(socket.create_connection((address, port), timeout=left))
    except OSError as error:
        raise Unreachable(f"{host} can't be reached ({error}); {_OFFLINE}") from error
    held.enter_context(_ending(plain, deadline))
    connection = http.client.HTTPConnection(host, port, timeout=left)
    held.callback(connection.close)
    try:
        connection.sock = plain
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(plain, server_hostname=host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers=_HEADERS)
        return connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        _check_time(url, deadline)
        raise CannotRead(
            f"{host} does not answer as a web server ({error}); nothing was fetched"
        ) from error


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return 0


def _address(host: str, port: int, allowed: Callable[[str], bool], seconds: float) -> str:
    """The address to connect to, asked for once: a name that answers otherwise next time gains
    nothing. CannotRead where one of its addresses is not allowed.
    """
    answered = queue.SimpleQueue[set[str] | OSError | UnicodeError]()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answered.put({str(row[4][0]) for row in rows})
        except (OSError, UnicodeError) as error:
            answered.put(error)

    # the system's own limit for a name that nobody answers for is longer than ours
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answered.get(timeout=seconds)
    except queue.Empty:
        found = TimeoutError(f"nobody answered in {seconds:.0f} s")
    if isinstance(found, Exception):
        raise Unreachable(f"no address is known for {host} ({found}); {_OFFLINE}") from found
    private = sorted(address for address in found if not allowed(address))
    if private:
        raise CannotRead(f"{host} is {private[0]}, which is no public address; nothing was fetched")
    return min(found, key=lambda address: (":" in address, address))


def _body(
    response: http.client.HTTPResponse,
    url: str,
    max_mb: int,
    deadline: float,
    progress: Counted,
) -> bytes:
    promised = response.getheader("Content-Length") or ""
    total = int(promised) if promised.isdecimal() else 0
    parts: list[bytes] = []
    size = 0
    while True:
        if total > max_mb * 2**20 or size > max_mb * 2**20:
            raise CannotRead(
                f"{url} holds more than {max_mb} MB (PINCITE_MAX_FILE_MB); nothing was kept"
            )
        piece = response.read1(65536)
        _check_time(url, deadline)
        if not piece:
            break
        parts.append(piece)
        size += len(piece)
        progress(size, total)
    if total and size < total:
        raise CannotRead(f"{url} broke off after {size:,} of {total:,} bytes; try again later")
    return b"".join(parts)


def _suffix(data: bytes, declared: str, url: str) -> str:
    """What the bytes are, whatever the server calls them."""
    head = data[:1024].lstrip().lower()
    if b"%pdf-" in head:
        return ".pdf"
    if data.startswith(b"PK") and b"word/" in data:
        return ".docx"
    if b"\0" not in data[:4096]:
        if head.startswith((b"<!doctype html", b"<html")) or "html" in declared:
            return ".html"
        if declared.startswith(("text/plain", "text/markdown")):
            return ".txt"
    kind = declared.split(";")[0] or "of no known kind"
    raise CannotRead(f"{url} is {kind}; wanted a PDF, a Word file, a page or text")
