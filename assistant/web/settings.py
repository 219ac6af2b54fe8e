"""What `pincite serve` was told, held to what can be kept: which proxies to believe, and where the
page stands behind them.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from corpus import PinciteError

_ROOT_PATH = re.compile(r"(?:https?://(?P<host>[\w.-]+)(?::\d+)?)?(?P<path>(?:/[\w.~-]+)*)/?")
#: The widest network of proxies, by version: as wide as the widest private ones (10.0.0.0/8,
#: fc00::/7).
_WIDEST = {4: 8, 6: 7}


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Whom to let in, which proxies to believe, what else to open. `language` is the staff desk's.

    PinciteError for what would open a door.
    """

    auth: Path | None = None
    members_sign_in: bool = False
    trusted_proxies: tuple[str, ...] = ()
    #: The path under which a proxy serves this, or the whole address there, which names a host too.
    root_path: str = ""
    #: Where the server listens; empty where somebody else serves the application, who looks at the
    #: host that a request names.
    host: str = ""
    mcp: bool = False
    log_questions: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        for proxy in self.trusted_proxies:
            _refuse_strangers(proxy)
        if not _ROOT_PATH.fullmatch(self.root_path):
            raise PinciteError(
                f"--root-path {self.root_path[:80]!r} is no path of an address; wanted one such "
                "as /pincite"
            )
        if self.members_sign_in and self.auth is None:
            raise PinciteError(
                "--members-sign-in needs --auth FILE; 'pincite user add NAME --role member "
                "--auth FILE' makes it"
            )

    @property
    def root(self) -> str:
        """The path before every address, without a slash at its end."""
        return self._placed["path"] or ""

    @property
    def proxied_as(self) -> str:
        """The host that `root_path` names, or empty."""
        return self._placed["host"] or ""

    @property
    def _placed(self) -> re.Match[str]:
        found = _ROOT_PATH.fullmatch(self.root_path)
        assert found  # or it would not have been made
        return found


def _refuse_strangers(proxy: str) -> None:
    """A believed proxy says who is asking.

    Where anybody is believed, anybody may be anyone, and no limit holds.
    """
    wanted = "wanted the proxy's own address or network, such as 127.0.0.1 or 10.0.3.0/24"
    if proxy == "*":
        raise PinciteError(
            "--trusted-proxy '*' would believe everybody's X-Forwarded-For, and nobody could be "
            f"limited; {wanted}"
        )
    try:
        network = ipaddress.ip_network(proxy)
    except ValueError:
        raise PinciteError(
            f"--trusted-proxy {proxy[:80]!r} is no address and no network; {wanted}"
        ) from None
    if network.prefixlen < _WIDEST[network.version]:
        raise PinciteError(
            f"--trusted-proxy {proxy} would believe strangers' X-Forwarded-For, and nobody could "
            f"be limited; {wanted}"
        )
