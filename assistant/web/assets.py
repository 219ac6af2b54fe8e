"""Our own style sheet, script and icon, under names that change with their bytes, so that browsers
may keep them for a year.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response

_FOLDER = Path(__file__).parent / "assets"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Bytes and media type by the name that is served."""
    served = {}
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in _TYPES:
            content = path.read_bytes()
            served[f"{path.stem}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"] = (
                content,
                _TYPES[path.suffix],
            )
    return served


def address(name: str) -> str:
    """Where a file of assets/ is served, without the application's root: `own/pincite.<hash>.css`.

    KeyError for an unknown name.
    """
    stem, suffix = Path(name).stem, Path(name).suffix
    for served in _files():
        if served.startswith(f"{stem}.") and served.endswith(suffix):
            return f"own/{served}"
    raise KeyError(name)


def install(app: FastAPI) -> None:
    """Serve them under /own; `/assets` is Gradio's."""

    @app.get("/own/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        if name not in _files():
            return Response(status_code=404)
        content, kind = _files()[name]
        return Response(
            content,
            media_type=kind,
            headers={"Cache-Control": "public, max-age=31536000, immutable"},
        )
