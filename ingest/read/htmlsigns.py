"""What the fields of a page show: a value, or a box with or without its tick."""

from __future__ import annotations

from ingest.read.htmlmarks import Node

#: Fields that hold what somebody wrote.
_WRITTEN = frozenset(
    ["text", "number", "date", "time", "month", "week", "email", "tel", "url", "search"]
)
_TICKED = frozenset(["checkbox", "radio"])


def field_value(node: Node) -> str:
    """What a field shows: the words written in it, or a box with or without its tick."""
    kind = (node.attributes.get("type") or "text").lower()
    if kind in _TICKED:
        return "☑" if "checked" in node.attributes else "☐"
    return (node.attributes.get("value") or "") if kind in _WRITTEN else ""
