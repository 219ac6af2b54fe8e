"""What `pincite serve` was told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Whom to let in, which proxies to believe, what else to open. `language` is the staff desk's."""

    auth: Path | None = None
    members_sign_in: bool = False
    trusted_proxies: tuple[str, ...] = ()
    root_path: str = ""
    mcp: bool = False
    log_questions: bool = False
    language: str = "en"
