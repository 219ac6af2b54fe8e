"""The name of what is plain values only, as JSON gives and takes them."""

from __future__ import annotations

from typing import Any

#: One JSON object. Whoever reads a key of one that came from outside checks what stands there.
JsonObject = dict[str, Any]
