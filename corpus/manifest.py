"""What a generation says of itself: read, and held against this version and the model in use."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from corpus.embed import Embedder
from corpus.integrity import unstamped
from corpus.model import IndexDamaged, ModelMismatch

#: Raised too when units, or terms, of the same document are made otherwise: a generation takes over
#: what the one before it made of them.
FORMAT = 8


def manifest_of(
    folder: Path, embedder: Embedder | None = None, formats: Collection[int] = (FORMAT,)
) -> dict[str, Any]:
    """What a generation says of itself; IndexDamaged or ModelMismatch as of `ClauseIndex.open`."""
    try:
        manifest = unstamped(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
        wanted = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"the index in {folder} is damaged ({error})") from error
    if manifest.get("format") not in formats or not wanted:
        raise IndexDamaged(
            f"the index in {folder} has format {manifest.get('format')}, this version reads "
            f"{FORMAT}"
        )
    if embedder is not None:
        _check_model(folder, manifest["model"], embedder)
    return manifest


def _check_model(folder: Path, held: dict[str, Any], embedder: Embedder) -> None:
    wanted = json.loads(json.dumps(embedder.identity))
    if held == wanted:
        return
    ours = {"words": "", "beside": ""}
    if held | ours == wanted | ours:
        raise IndexDamaged(f"the index in {folder} was made by a version with other vectors")
    raise ModelMismatch(
        f"the index was built with the model {held.get('name')} ({held.get('dtype')}), and "
        f"{embedder.name} ({embedder.dtype}) is set now; run 'pincite index' to build it again, "
        "or set PINCITE_EMBED_MODEL back"
    )
