"""What the fields of a page show: a value, or a box with or without its tick."""

from __future__ import annotations

from ingest.read.htmlmarks import Node

#: Fields that hold what somebody wrote.
_WRITTEN = frozenset(
    ["text", "number", "date", "time", "month", "week", "email", "tel", "url", "search"]
)
NOT_CHOSEN = "choice of a form that was not made"
_TICKED = frozenset(["checkbox", "radio"])


def field_value(node: Node) -> str:
    """What a field shows: the words written or chosen in it, or a box with or without its tick."""
    if node.tag == "select":
        return " ".join(one.text(strip=True) for one in node.css("option[selected]"))
    kind = (node.attributes.get("type") or "text").lower()
    if kind in _TICKED:
        return "☑" if "checked" in node.attributes else "☐"
    return (node.attributes.get("value") or "") if kind in _WRITTEN else ""


def not_chosen(node: Node) -> list[str]:
    """What a field offers and nobody chose."""
    options = node.css("option") if node.tag == "select" else []
    return [one.text(strip=True) for one in options if "selected" not in one.attributes]
