"""By which names the server may be called: a page of elsewhere that has its own name lead here (DNS
rebinding) reaches nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send


def names_of(host: str, others: Iterable[str]) -> frozenset[str]:
    """The names that lead to a server listening at `host`, and `others` that the operator named.

    Listening at every address of the machine, it has the machine's own name too.
    """
    own = [host]
    if _is_address(host) and ipaddress.ip_address(host).is_unspecified:
        own = [socket.gethostname(), f"{socket.gethostname()}.local"]
    return frozenset(_plain(one) for one in ("localhost", *own, *others) if one)


class Named:
    """ASGI middleware: what was sent to another name gets 400, and is told which setting it is."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app, self.names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what was sent to one of the names, or to an address, which no name can fake."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        sent = headers.getlist("host") if scope["type"] == "http" else ["localhost"]
        sent += [one for some in headers.getlist("x-forwarded-host") for one in some.split(",")]
        strange = [one for one in sent if not self._known(_plain(one))]
        if not strange and sent:
            await self.app(scope, receive, send)
            return
        name = _plain(strange[0])[:80] if strange else ""
        said = f"no server of the name {name!r} is here; PINCITE_HOSTS names those that there are"
        await JSONResponse({"error": said}, 400)(scope, receive, send)

    def _known(self, name: str) -> bool:
        return name in self.names or _is_address(name)


def _plain(host: str) -> str:
    """A Host header's name or address without its port."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() and ":" not in name else host).rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
